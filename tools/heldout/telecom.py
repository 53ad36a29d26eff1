"""Telecom: mobile and fixed numbers, handsets, SIMs, cells."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from measuring import values
from measuring.case import Written

from heldout.kinds import Kind

if TYPE_CHECKING:
    from random import Random


def mobile(chance: Random, form: str) -> str:
    """Return a mobile number: N network without 0, S subscriber, T its first three, F the rest."""
    number = values.mobile(chance)
    return (
        form.replace("N", number[1:4])
        .replace("S", number[4:])
        .replace("T", number[4:7])
        .replace("F", number[7:])
    )


def _landline(chance: Random, form: str) -> str:
    area, subscriber = values.landline(chance)
    return form.replace("A", area[1:]).replace("S", subscriber)


def _scientific(number: str, places: int) -> str:
    return f"{float(number):.{places}E}"


def _cut(number: str, separator: str, *cuts: int) -> str:
    parts = [number[start:end] for start, end in zip((0, *cuts), (*cuts, None), strict=True)]
    return separator.join(parts)


def _cell(chance: Random, separator: str) -> str:
    parts = (
        "410",
        chance.choice(("01", "03", "04", "06", "07")),
        str(chance.randrange(100, 65_000)),
        str(chance.randrange(1000, 65_000)),
    )
    return separator.join(parts)


_MOBILE = (
    "0N-S",
    "0N-S",
    "0NS",
    "0NS",
    "0N S",
    "+92NS",
    "+92-NS",
    "+92 N-S",
    "0092-N-S",
    "0092NS",
    "92NS",
    "92 N S",
    "(0N)S",
    "(0N) S",
    "0N.S",
    "0N_S",
    "0N-T-F",
    "0N T F",
    "+92 (0) N S",
    "+92-(0)N-S",
    "92-NS",
    "0N-TF",
)

KINDS = (
    Kind(
        entity="PK_MOBILE",
        tier="A",
        alone=(
            *(partial(mobile, form=form) for form in _MOBILE),
            lambda c: f"{mobile(c, '0N-S')}/{c.randrange(10)}",
            lambda c: Written(mobile(c, "0NS"), before="نمبر"),
            lambda c: Written(mobile(c, "0N-S"), before="Mob_"),
            lambda c: Written(mobile(c, "0NS"), before="call", after="now"),
        ),
        labelled=(
            lambda c: mobile(c, "NS"),
            lambda c: Written(mobile(c, "NS"), after=".0"),
            lambda c: mobile(c, "N-S"),
            lambda c: mobile(c, "S-0N"),
            lambda c: mobile(c, "N T F"),
            lambda c: f"0{values.mobile(c)[1:4]}xxxxx{values.digits(c, 2)}",
            lambda c: f"{values.mobile(c)[:4]}-*****{values.digits(c, 2)}",
        ),
        in_column=(
            lambda c: _scientific(values.mobile(c), c.choice((2, 5))),
            lambda c: _scientific("92" + values.mobile(c)[1:], c.choice((2, 5))),
            lambda c: Written(mobile(c, "0NS"), before="'"),
            lambda c: Written(mobile(c, "0NS"), before='="', after='"'),
            lambda c: Written(mobile(c, "92NS"), after=".0"),
        ),
        headers=(
            "mobileNo",
            "Cell Number",
            "SUBSCRIBER_MSISDN",
            "contact_number",
            "Whatsapp #",
            "emergency_contact_no",
            "Father Mobile",
            "B Number",
            "A-Party",
            "موبائل",
            "رابطہ",
            "SIM No",
            "customerPhone",
            "Mob. No",
            "billing_phone",
        ),
        english=(
            "Call me back at {v!} tonight.",
            "Missed calls from {v!} since morning.",
            "Contact no. {v} belongs to the watchman.",
            "Her cell: {v}",
            "WhatsApp number {v}; do not ring.",
            "{v!}, {v!} and {v!} were all on one SIM rack.",
            "{v} is my phone number",
        ),
        roman=(
            "is number {v!} ko block kar dein",
            "mobile no {v} par otp nahi aata",
            "abbu ka number {v!} hai",
            "whatsapp karo {v!} par",
            "us ka cell number {v} badal gaya",
            "rabta: {v}",
        ),
        urdu=(
            "اس نمبر {v!} کو بند کریں",
            "والد کا موبائل {v} ہے",
            "رابطے کے لیے {v!} پر فون کریں",
            "واٹس ایپ نمبر: {v}",
            "{v} میرا موبائل نمبر ہے",
            "سم نمبر {v} میرے نام نہیں",
        ),
    ),
    Kind(
        entity="PK_LANDLINE",
        tier="B",
        labelled=tuple(
            partial(_landline, form=form)
            for form in (
                "0A-S",
                "0A-S",
                "(0A) S",
                "0A S",
                "+92 A S",
                "+92-A-S",
                "0A.S",
                "0AS",
                "(0A)-S",
            )
        ),
        in_column=(lambda c: _landline(c, "AS"),),
        headers=(
            "Res. Phone",
            "ptcl_number",
            "OfficeTel",
            "LANDLINE NO",
            "Telephone No.",
            "گھر کا فون",
        ),
        english=(
            "Landline {v} rings but nobody lifts.",
            "Phone (residence): {v}",
            "PTCL number {v} is disconnected.",
        ),
        roman=(
            "ptcl number {v} ka bill nahi aaya",
            "ghar ka phone {v} kharab hai",
            "landline: {v}",
        ),
        urdu=(
            "پی ٹی سی ایل نمبر {v} کا بل نہیں آیا",
            "گھر کا فون نمبر {v} خراب ہے",
            "لینڈ لائن: {v}",
        ),
        accepted=frozenset({"PK_MOBILE"}),
    ),
    Kind(
        entity="IMEI",
        tier="A",
        alone=(
            values.imei,
            values.imei,
            lambda c: _cut(values.imei(c), "-", 2, 8, 14),
            lambda c: _cut(values.imei(c), " ", 6, 8, 14),
        ),
        labelled=(
            lambda c: values.imei(c)[:14],
            lambda c: values.imei(c)[:14] + values.digits(c, 2),
            lambda c: values.imei(c)[:14] + "0",
        ),
        in_column=(lambda c: Written(values.imei(c), after=".0"),),
        headers=(
            "imei_no",
            "IMEI 1",
            "handset_imei",
            "DeviceIMEI",
            "IMEI/ESN",
            "آئی ایم ای آئی نمبر",
        ),
        english=(
            "Snatched phone, IMEI {v}, black.",
            "DIRBS lists {v!} as duplicate.",
            "IMEI no. {v} is blocked.",
        ),
        roman=(
            "mobile ka imei {v} block karwana hai",
            "dirbs mein {v!} duplicate hai",
            "imei number: {v}",
        ),
        urdu=(
            "موبائل کا آئی ایم ای آئی نمبر {v} ہے",
            "پی ٹی اے نے {v!} بند کر دیا",
            "آئی ایم ای آئی: {v}",
        ),
    ),
    Kind(
        entity="IMSI",
        tier="A",
        alone=(values.imsi,),
        labelled=(
            lambda c: _cut(values.imsi(c), "-", 3, 5),
            lambda c: _cut(values.imsi(c), " ", 3, 5),
        ),
        in_column=(lambda c: Written(values.imsi(c), after=".0"),),
        headers=("imsi_no", "IMSI Number", "subscriberImsi", "SIM IMSI", "imsi"),
        english=("HLR returned IMSI {v} for it.", "{v!} roamed twice.", "imsi={v}"),
        roman=("is sim ka imsi {v} nikla", "{v!} roaming par hai", "imsi: {v}"),
        urdu=("اس سم کا آئی ایم ایس آئی {v} نکلا", "{v!} رومنگ پر ہے", "IMSI نمبر {v}"),
    ),
    Kind(
        entity="ICCID",
        tier="A",
        alone=(values.iccid, lambda c: f"{values.iccid(c)}F"),
        labelled=(
            lambda c: _cut(values.iccid(c), " ", 4, 8, 12, 16),
            lambda c: _cut(values.iccid(c), "-", 4, 8, 12, 16),
        ),
        in_column=(
            lambda c: values.iccid(c)[:15] + "0000",
            lambda c: _scientific(values.iccid(c), 2),
        ),
        headers=("iccid_no", "SIM Serial #", "SimIccid", "ICC ID", "CARD_ICCID"),
        english=(
            "SIM card {v!} came without a jacket.",
            "ICCID: {v}",
            "The ICCID {v} was activated twice.",
        ),
        roman=("sim par {v!} chhapa hai", "iccid no {v} do dafa active hua", "iccid: {v}"),
        urdu=("سم پر {v!} چھپا ہے", "ICCID {v} دو دفعہ فعال ہوا", "سم سیریل نمبر {v}"),
    ),
    Kind(
        entity="CELL_ID",
        tier="B",
        labelled=(
            partial(_cell, separator="-"),
            partial(_cell, separator="-"),
            partial(_cell, separator="|"),
        ),
        in_column=("%####", "@@@####@", "%####-%####"),
        headers=("First CGI", "cell_id", "CELLID", "BTS Cell ID", "Last CGI", "Cell Site"),
        english=("Last seen on cell id {v} that night.", "CGI {v} covers the bazaar.", "cgi: {v}"),
        roman=(
            "aakhri location cell id {v} thi",
            "cgi {v} bazaar ko cover karta hai",
            "cell id: {v}",
        ),
        urdu=("آخری سیل آئی ڈی {v} تھی", "CGI {v} بازار میں ہے", "Cell ID: {v}"),
    ),
)
