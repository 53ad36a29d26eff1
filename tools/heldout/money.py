"""Money: tax numbers, social insurance, accounts, cards, wallets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from measuring import values
from measuring.case import Written

from heldout.kinds import Kind, expand

if TYPE_CHECKING:
    from random import Random


def _fours(number: str, separator: str) -> str:
    return separator.join(number[start : start + 4] for start in range(0, len(number), 4))


def _mistyped_iban(chance: Random) -> str:
    return f"PK{chance.randrange(10, 99)}{chance.choice(values.BANKS)}{values.digits(chance, 16)}"


def _masked_card(chance: Random) -> str:
    number = values.card(chance)
    return chance.choice(
        (
            f"{number[:6]}******{number[-4:]}",
            f"{number[:4]} **** **** {number[-4:]}",
            f"{number[:4]}-xxxx-xxxx-{number[-4:]}",
            f"{number[:6]}XXXXXX{number[-4:]}",
        )
    )


def _clamped_card(chance: Random) -> str:
    return f"4{values.digits(chance, 14)}0"


def _wallet_name(chance: Random) -> str:
    first = chance.choice(("sobia", "waqas.a", "hamza_99", "tayyab-k", "rabia.noor"))
    return f"{first}{chance.randrange(1, 999)}@{chance.choice(('nayapay', 'raast', 'NAYAPAY'))}"


def _wallet_number(chance: Random) -> Written:
    number = values.mobile(chance)
    written = chance.choice((number, f"{number[:4]}-{number[4:]}", f"92{number[1:]}"))
    return Written(written, accepted=frozenset({"PK_MOBILE"}))


def crc16(text: str) -> str:
    """Return the check of an EMVCo merchant QR: CRC-16/CCITT-FALSE, four hexadecimal digits."""
    value = 0xFFFF
    for byte in text.encode("ascii"):
        value ^= byte << 8
        for _ in range(8):
            value = ((value << 1) ^ 0x1021) & 0xFFFF if value & 0x8000 else value << 1 & 0xFFFF
    return f"{value:04X}"


def raast_qr(chance: Random) -> Written:
    """Return the string of a Raast QR code: EMVCo tags, an IBAN in a sub-field, the check."""
    account = values.iban(chance)
    inner = f"0014pk.org.raast.01{len(account):02d}{account}"
    body = f"00020101021128{len(inner):02d}{inner}5204000053035865802PK5904SHOP6006LAHORE6304"
    return Written(body + crc16(body), accepted=frozenset({"IBAN_CODE"}))


KINDS = (
    Kind(
        entity="PK_NTN",
        tier="B",
        labelled=("%######-#", "%######-#", "%#######", "%######", "@######-#", "9######-#"),
        headers=(
            "NTN_NO.",
            "Taxpayer NTN",
            "ntnNumber",
            "Vendor NTN",
            "قومی ٹیکس نمبر",
            "supplier_ntn",
        ),
        english=(
            "Supplier's NTN is {v}, please deduct at source.",
            "Registered with FBR under NTN {v}.",
            "National tax number: {v}",
        ),
        roman=(
            "firm ka ntn {v} hai, filer hai",
            "mere walid ka national tax number {v} check karein",
            "ntn no: {v} par notice aaya",
        ),
        urdu=(
            "قومی ٹیکس نمبر {v} پر نوٹس جاری ہوا",
            "ٹھیکیدار کا این ٹی این {v} درج نہیں",
            "این ٹی این: {v}",
        ),
        accepted=frozenset({"PK_STRN"}),
    ),
    Kind(
        entity="PK_STRN",
        tier="B",
        labelled=(
            "##-##-####-###-##",
            "0############",
            "32778761#####",
            "3277876#####0",
            "%############",
        ),
        headers=(
            "STRN No",
            "sales_tax_reg_no",
            "GST Number",
            "Sales Tax Regn No",
            "سیلز ٹیکس نمبر",
        ),
        english=(
            "STRN {v} is printed on every invoice.",
            "Sales tax registration no. {v} was suspended.",
            "GST no: {v}",
        ),
        roman=(
            "dukan ka strn {v} hai",
            "sales tax number {v} suspend ho gaya",
            "gst no {v} bill par likha hai",
        ),
        urdu=(
            "سیلز ٹیکس نمبر {v} معطل ہے",
            "سیلز ٹیکس رجسٹریشن نمبر: {v}",
            "دکان کا STRN {v} ہے",
        ),
    ),
    Kind(
        entity="PK_EOBI",
        tier="B",
        labelled=("####@######", "####@######", "@@@#####", "##########"),
        headers=(
            "EOBI #",
            "eobi_registration_no",
            "EobiNumber",
            "ای او بی آئی نمبر",
            "EOBI Reg. No.",
        ),
        english=(
            "EOBI no. {v} is missing from the sheet.",
            "Old age benefit registration: EOBI {v}",
            "Worker's EOBI number is {v}.",
        ),
        roman=(
            "eobi number {v} par pension shuru hogi",
            "mera eobi {v} company ne jama nahi karaya",
            "eobi no: {v}",
        ),
        urdu=(
            "ای او بی آئی نمبر {v} پر پنشن ملے گی",
            "مزدور کا ای او بی آئی نمبر: {v}",
            "ای او بی آئی {v} میں اندراج ہے",
        ),
    ),
    Kind(
        entity="PK_SOCIAL_SECURITY",
        tier="B",
        labelled=("########", "##-#######", "@@-######", "###/#####"),
        headers=(
            "PESSI Number",
            "SESSI No",
            "social_security_no",
            "SS Card No",
            "سوشل سیکیورٹی نمبر",
            "kpessi_no",
        ),
        english=(
            "PESSI no. {v} was issued to the worker.",
            "Social security number {v}, factory unit two.",
            "SESSI card no: {v}",
        ),
        roman=(
            "mera pessi number {v} hai",
            "social security card no {v} hospital mein dikhana hai",
            "sessi no: {v}",
        ),
        urdu=(
            "سوشل سیکیورٹی نمبر {v} ہسپتال میں دکھائیں",
            "مزدور کا سوشل سیکیورٹی کارڈ نمبر: {v}",
            "سوشل سیکیورٹی نمبر: {v}",
        ),
    ),
    Kind(
        entity="IBAN_CODE",
        tier="A",
        alone=(
            values.iban,
            values.iban,
            lambda c: _fours(values.iban(c), " "),
            lambda c: _fours(values.iban(c), "-"),
            lambda c: values.iban(c).lower(),
            lambda c: Written(values.iban(c), before="IBAN"),
        ),
        labelled=(_mistyped_iban,),
        headers=(
            "beneficiary_iban",
            "IBAN Number",
            "employeeIban",
            "IBAN_NO",
            "آئی بان نمبر",
            "Payee IBAN",
        ),
        english=(
            "Refund should reach {v!} this week.",
            "Please credit IBAN {v} only.",
            "The fraudster gave {v!} and vanished.",
        ),
        roman=(
            "company ne tankhwa {v!} mein bheji",
            "iban number {v} par payment karein",
            "yeh iban likh lo {v!}",
        ),
        urdu=(
            "تنخواہ {v!} میں آتی ہے",
            "آئی بان نمبر {v} پر رقم بھیجیں",
            "دھوکے باز نے {v!} دیا تھا",
        ),
    ),
    Kind(
        entity="PK_BANK_ACCOUNT",
        tier="B",
        labelled=(
            "%###########",
            "####-########-##",
            "%#############",
            "%##########",
            "####-####-######-##",
            "%###############",
        ),
        headers=(
            "Account #",
            "salary_account_no",
            "BankAccountNumber",
            "A/C No",
            "BENEFICIARY_ACCOUNT",
            "بینک کھاتہ / اکاؤنٹ نمبر",
            "acctNo",
        ),
        english=(
            "Salary account no. {v} at the main branch.",
            "Please deposit in A/C # {v} of this bank.",
            "His bank account number is {v}.",
        ),
        roman=(
            "mera account number {v} hai meezan bank ka",
            "bank account no {v} mein jama karwa dein",
            "is account no: {v} par bhejo",
        ),
        urdu=(
            "بینک اکاؤنٹ نمبر {v} میں جمع کروائیں",
            "میرا اکاؤنٹ نمبر {v} ہے",
            "اکاؤنٹ نمبر: {v}",
        ),
        accepted=frozenset({"PK_CNIC", "CREDIT_CARD", "PK_UTILITY_ACCOUNT"}),
    ),
    Kind(
        entity="CREDIT_CARD",
        tier="A",
        alone=(
            values.card,
            values.card,
            lambda c: _fours(values.card(c), " "),
            lambda c: _fours(values.card(c), "-"),
        ),
        labelled=(_masked_card,),
        in_column=(_clamped_card,),
        headers=(
            "Debit Card Number",
            "cardNumber",
            "CARD_NO",
            "ATM Card No.",
            "PAN Number",
            "کارڈ نمبر ",
        ),
        english=(
            "Two withdrawals from {v!} in one night.",
            "My credit card no. {v} was skimmed.",
            "Visa card {v} needs a new PIN.",
        ),
        roman=(
            "card number {v} se online khareedari hui",
            "{v!} ko foran block karo",
            "mera debit card {v} kho gaya",
        ),
        urdu=(
            "کریڈٹ کارڈ نمبر {v} سے خریداری ہوئی",
            "{v!} کو فوراً بلاک کریں",
            "میرا ڈیبٹ کارڈ {v} کھو گیا",
        ),
    ),
    Kind(
        entity="PK_WALLET_ID",
        tier="A",
        damaged=False,
        alone=(_wallet_name, _wallet_name, raast_qr),
        labelled=(_wallet_number,),
        headers=(
            "Easypaisa No",
            "jazzcash_number",
            "nayapay_id",
            "RAAST ID",
            "Wallet Number",
            "ایزی پیسہ نمبر",
        ),
        english=(
            "Send the advance to {v!} please.",
            "JazzCash account {v} is in my wife's name.",
            "Easypaisa: {v}",
        ),
        roman=(
            "jazz cash number {v} par bhej do",
            "mera easypaisa {v} hai",
            "{v!} par raast kar dein",
        ),
        urdu=(
            "جاز کیش نمبر {v} پر بھیج دیں",
            "میرا ایزی پیسہ {v} ہے",
            "راست آئی ڈی {v!} پر منتقل کریں",
        ),
    ),
)

__all__ = ["KINDS", "crc16", "expand", "raast_qr"]
