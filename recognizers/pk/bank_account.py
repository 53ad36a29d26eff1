"""Domestic bank account number (اکاؤنٹ نمبر), by each bank in a form of its own.

10 to 16 digits, at some banks up to 20 with the branch code in front: HBL 14 (1234-12345678-12),
UBL 9 to 12, MCB 13 to 16, Meezan 11 to 14, Alfalah 14, NBP 10 to 14, Askari 14, Bank AL Habib in
groups of 4-4-6-2-2. The same digits are the end of the account part of the IBAN.

There is no public check digit. 10 to 16 digits are everything: CNICs, mobile numbers, card numbers.
So an account counts beside a label or in a column, and what has the shape of a mobile number or a
CNIC is named one. A mobile wallet's account is its mobile number.

Not known: the banks' own check digits; lengths are as reported, not published, and reject nothing.

Sources: the account part of Pakistani IBANs (16 characters, SWIFT IBAN Registry); lengths as
reported by users of the banks, no public source.

>>> compact("1234-12345678-12")
'12341234567812'
>>> compact("A/C # ۰۱۲۳۴۵۶۷۸۹۰۱۲۳")
'01234567890123'
"""

from __future__ import annotations

from recognizers.pk.other_kinds import is_another_kind
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.spelling import only_digits, without_marks
from recognizers.pk.validation import ValidationError, accepted_by


def compact(number: str) -> str:
    """Return the digits; zeros in front belong to the number.

    Raises ValidationError when there are not 5 to 24 of them, or some are masked.
    """
    found = only_digits(number)
    if any(mask in without_marks(number) for mask in "*#•") and not 10 <= len(found) <= 24:
        raise ValidationError("a part of the account is masked")
    if not 5 <= len(found) <= 24:
        raise ValidationError("an account has 5 to 24 digits")
    return found


def validate(number: str) -> str:
    """Return the compact number if it has 8 digits or more and is no filler.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if len(found) < 8 or len(set(found)) == 1:
        raise ValidationError("no account of a bank is known with so few digits, or all the same")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the number solid; banks print it in different groups."""
    return compact(number)


class PkBankAccountRecognizer(PkRecognizer):
    """Finds account numbers beside a label or in a column."""

    NAME_EN = "Domestic bank account number"
    NAME_UR = "بینک اکاؤنٹ نمبر"
    ISSUER = "Each bank"
    PROOF = ("context",)
    ENTITY = "PK_BANK_ACCOUNT"
    PATTERNS = (
        Pattern(
            "digits",
            # Not in a hash: letters between digits, or letters and digits behind.
            r"(?<![0-9])(?<![0-9][.\-])(?<![0-9][A-Z])(?<![0-9][A-Z]{2})(?<![0-9][A-Z]{3})"
            r"[0-9](?:(?:[ \-./_]| - )?[0-9]){7,23}(?:\.0{1,2})?"
            r"(?![0-9])(?![.,\-][0-9])(?![A-Z]{1,3}[0-9])",
            0.1,
        ),
        Pattern(
            "masked",
            r"(?<![0-9A-Z*•#])(?<![*•#][ \-])(?=[0-9X*•#\- ]{0,20}[X*•#]{2})(?:[0-9X*•#][ \-]?){7,40}[0-9](?![0-9])",
            0.1,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern(
            "any digits",
            r"(?<![0-9A-Z.])[0-9](?:[ \-./_]?[0-9]){4,23}(?:\.0{1,2})?(?![0-9])(?!\.[0-9])",
            0.5,
        ),
        Pattern(
            "scientific",
            r"(?<![0-9.])[1-9](?:\.[0-9]{1,15})?e\+?(?:0?[89]|1[0-9]|2[0-3])(?![0-9])",
            0.5,
        ),
    )
    CONTEXT = (
        "account no", "account number", "account num", "acc no", "acc number", "acct no", "acct",
        "acct number", "a c no", "a c number", "a c", "a cs", "ac no", "ac number", "bank account",
        "bank account no", "bank ac no", "bank a c no", "account", "mera account", "khata number",
        "khata no", "saving account", "savings account", "current account", "pls account",
        "beneficiary account", "transfer to account", "transfer to", "transfer from",
        "transferred to", "transferred from", "funds transfer", "fund transfer", "ft to", "ft from",
        "trf to", "trf from", "tfr to", "tfr from", "ibft", "ibft to", "ibft from",
        "cif no", "cif number", "hbl account", "ubl account", "mcb account",
        "meezan account", "nbp account", "اکاؤنٹ نمبر", "بینک اکاؤنٹ", "بینک اکاؤنٹ نمبر",
        "اکاؤنٹ", "کھاتہ نمبر", "کھاتا نمبر", "بنک اکاؤنٹ",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "cnic", "cnic no", "id card", "mobile", "mobile no", "phone", "phone no", "contact",
        "contact no", "cell no", "branch code", "swift", "card no", "cheque no", "check no", "چیک نمبر", "invoice no",
        "account balance", "account title", "account type", "account opening date",
        "account opened", "amount", "balance", "rs", "pkr", "consumer no",
        "ke account no", "reference no", "ntn", "transaction id", "trx id", "tid", "stan",
        "dated", "date", "رقم", "روپے", "موبائل",
        "شناختی کارڈ", "شناختی کارڈ نمبر", "برانچ کوڈ",
    )  # fmt: skip
    HEADERS = (
        "accountno", "accountnumber", "bankaccountno", "bankacno", "accno", "acno", "acctno",
        "bankaccount", "bankaccountnumber", "accountnum", "beneficiaryaccount",
        "debitaccount", "creditaccount", "fromaccount", "toaccount", "ac", "cif",
    )  # fmt: skip
    HEADERS_BY_CELLS = ("ac", "cif")
    NOT_HEADERS = (
        "title", "name", "type", "holder", "status", "balance", "date", "email", "user", "username",
        "manager", "opened", "opening", "currency", "branch", "code", "created", "id", "limit",
        "category", "facebook", "twitter", "instagram", "social", "ptcl", "wasa", "electric", "ke",
        "time", "password", "expiry",
    )  # fmt: skip
    # Below what mobiles and CNICs are worth with a label: an account that is one is named so.
    CONTEXT_SCORE = 0.8

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop dates and fillers; leave mobile numbers and CNICs to their own recognisers."""
        if pattern.name in {"masked", "scientific"}:
            return pattern.score
        if pattern.name == "digits" and (is_another_kind(value) or not is_valid(value)):
            return 0.0
        return pattern.score
