"""Household: electricity, gas, water, votes, land."""

from __future__ import annotations

from typing import TYPE_CHECKING

from measuring import values
from measuring.case import Written

from heldout.kinds import Kind

if TYPE_CHECKING:
    from random import Random


def reference(chance: Random) -> str:
    """Return a reference number of an electricity bill, 14 digits."""
    return f"{chance.randrange(1, 34):02d}{values.digits(chance, 12)}"


def _printed(chance: Random) -> Written:
    number = reference(chance)
    return Written(f"{number[:2]} {number[2:7]} {number[7:]}", after=f" {chance.choice('UR')}")


def _khasra(chance: Random) -> str:
    field = chance.randrange(1, 900)
    return chance.choice(
        (
            f"{field}/{chance.randrange(1, 9)}",
            f"{field}//{chance.randrange(1, 25)}/{chance.randrange(1, 4)}",
            f"{field}",
        )
    )


KINDS = (
    Kind(
        entity="PK_ELECTRICITY_REFERENCE",
        tier="B",
        labelled=(
            _printed,
            reference,
            lambda c: f"{(n := reference(c))[:2]}-{n[2:7]}-{n[7:]}",
            "%#########",
        ),
        headers=(
            "Reference Number",
            "bill_reference",
            "REF NO",
            "Consumer ID",
            "ریفرنس نمبر",
            "mepco_ref",
            "ElectricityRefNo",
        ),
        english=(
            "Electricity bill reference no. {v} was overcharged.",
            "LESCO consumer ID {v}",
            "WAPDA ref no: {v}",
        ),
        roman=(
            "bijli ka reference number {v} hai",
            "wapda bill ref no {v} ghalat hai",
            "consumer id: {v} iesco",
        ),
        urdu=("بجلی بل ریفرنس نمبر {v} غلط ہے", "واپڈا کا حوالہ نمبر {v}", "کنزیومر آئی ڈی: {v}"),
        accepted=frozenset({"PK_UTILITY_ACCOUNT"}),
    ),
    Kind(
        entity="PK_UTILITY_ACCOUNT",
        tier="B",
        labelled=("0400#########", "AL-######", "%##########", "%#########", "########"),
        headers=(
            "KE Account Number",
            "sngpl_consumer_no",
            "Gas Customer No",
            "Meter No.",
            "WASA Account",
            "صارف نمبر",
            "ptcl_account_id",
        ),
        english=(
            "K-Electric account no. {v} was cut off.",
            "Sui gas consumer no. {v} has no meter.",
            "Water bill account, WASA no. {v}",
            "Meter no. {v} runs backwards.",
        ),
        roman=(
            "gas ka consumer number {v} hai",
            "k electric account {v} band hai",
            "meter number {v} tez chalta hai",
        ),
        urdu=(
            "گیس صارف نمبر {v} کا میٹر نہیں",
            "کے الیکٹرک اکاؤنٹ نمبر {v} بند ہے",
            "میٹر نمبر: {v}",
        ),
        accepted=frozenset({"PK_ELECTRICITY_REFERENCE", "PK_BANK_ACCOUNT", "PK_CNIC", "PK_MOBILE"}),
    ),
    Kind(
        entity="PK_VOTER",
        tier="B",
        labelled=("%########",),
        headers=(
            "Census Block Code",
            "blockCode",
            "STATISTICAL_BLOCK",
            "بلاک کوڈ",
            "شماریاتی بلاک کوڈ نمبر",
        ),
        english=(
            "Statistical block code {v} on the roll.",
            "Vote is in block code {v}.",
            "census block {v}",
        ),
        roman=("shumariyati block code {v} hai", "block code {v} mein vote hai", "block code: {v}"),
        urdu=("شماریاتی بلاک کوڈ {v} میں ووٹ ہے", "بلاک کوڈ {v} کے ووٹر", "شماریاتی بلاک کوڈ: {v}"),
    ),
    Kind(
        entity="PK_VOTER",
        tier="B",
        labelled=("%##", "%#"),
        headers=("silsila_number", "Gharana No.", "SILSALA_NO", "گھرانہ نمبر", "voter_serial"),
        english=("voter list, silsila no. {v}", "electoral roll, gharana no. {v}"),
        roman=("silsila number {v} par naam hai", "gharana number {v} wale"),
        urdu=("سلسلہ نمبر {v} پر نام ہے", "گھرانہ نمبر: {v}"),
        accepted=frozenset({"PK_FAMILY_NUMBER"}),
    ),
    Kind(
        entity="PK_LAND_RECORD",
        tier="B",
        labelled=(_khasra, _khasra, "DHA/LHR/#####", "%###"),
        headers=(
            "Khewat #",
            "khasra_number",
            "KHATOONI NO",
            "Mutation No",
            "کھیوٹ نمبر",
            "خسرہ نمبر",
            "fardNo",
        ),
        english=(
            "Khewat no. {v} is in dispute.",
            "Khasra no. {v}, four kanals.",
            "Mutation no. {v} was entered.",
        ),
        roman=(
            "khasra number {v} mein char kanal",
            "khewat no {v} ka jhagra",
            "intiqal number {v} manzoor",
        ),
        urdu=("کھیوٹ نمبر {v} متنازع ہے", "خسرہ نمبر {v} میں چار کنال", "انتقال نمبر: {v}"),
    ),
)
