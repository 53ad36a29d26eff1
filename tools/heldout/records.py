"""Records of courts, schools, hospitals, welfare and travel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from measuring import values

from heldout.kinds import Kind

if TYPE_CHECKING:
    from random import Random


def _court(chance: Random) -> str:
    number, year = chance.randrange(10, 90_000), chance.randrange(1998, 2026)
    kind = chance.choice(
        (
            "Writ Petition No.",
            "W.P. No.",
            "Crl. Appeal No.",
            "Crl.Misc.No.",
            "C.P. No.",
            "R.F.A. No.",
        )
    )
    return f"{kind}{chance.choice(('', ' '))}{number}{chance.choice((' of ', '/'))}{year}"


def _fir(chance: Random) -> str:
    number, year = chance.randrange(1, 3000), chance.randrange(2005, 2026)
    return chance.choice((f"{number}/{year}", f"{number}/{year % 100:02d}"))


def _ticket(chance: Random) -> str:
    return f"214-{values.digits(chance, 10)}"


KINDS = (
    Kind(
        entity="PK_CASE_NUMBER",
        tier="B",
        labelled=(_fir,),
        headers=(
            "FIR Number",
            "fir_no_year",
            "Muqadma No",
            "Case / FIR No",
            "ایف آئی آر نمبر",
            "مقدمہ نمبر / سال",
        ),
        english=(
            "FIR No. {v} under section 302 was lodged.",
            "F.I.R. {v}, P.S. Sadar",
            "He is named in FIR {v}.",
        ),
        roman=(
            "fir number {v} thana sadar mein darj hai",
            "muqadma number {v} khatam karo",
            "fir no: {v}",
        ),
        urdu=(
            "ایف آئی آر نمبر {v} تھانہ صدر میں درج ہے",
            "مقدمہ نمبر {v} بجرم 302",
            "ایف آئی آر نمبر: {v}",
        ),
    ),
    Kind(
        entity="PK_STUDENT_ID",
        tier="B",
        labelled=(
            "FA2#-BCS-###",
            "SP1#-BBA-###",
            "######",
            "20##-CS-###",
            "BC#########",
            "1#L-####",
            "#####",
        ),
        headers=(
            "Roll Number",
            "student_roll_no",
            "GR NO.",
            "Admission No.",
            "رول نمبر",
            "EnrolmentNo",
            "regd_roll_no",
        ),
        english=(
            "Roll no. {v} failed in two papers.",
            "Student ID {v} owes a fee.",
            "GR no. {v} left the school.",
        ),
        roman=(
            "roll number {v} ka result rok liya",
            "student id {v} ki fees baqi",
            "admission no {v} wala bacha",
        ),
        urdu=("رول نمبر {v} کا نتیجہ رک گیا", "داخلہ نمبر: {v}", "طالبہ کا رول نمبر {v} ہے"),
    ),
    Kind(
        entity="PK_HEALTH_ID",
        tier="B",
        labelled=("MR-######", "##-#####", "#######", "MRN######"),
        headers=(
            "MR Number",
            "patient_mr_no",
            "Sehat Card No.",
            "PatientID",
            "ایم آر نمبر",
            "Vaccine Certificate No.",
        ),
        english=(
            "MR no. {v} tested positive.",
            "Patient ID {v} was discharged.",
            "Sehat card number {v} was refused.",
        ),
        roman=(
            "mr number {v} ki report nahi aayi",
            "sehat card number {v} nahi chala",
            "patient id: {v}",
        ),
        urdu=("ایم آر نمبر {v} کی رپورٹ", "صحت کارڈ نمبر {v} نہیں چلا", "مریض نمبر: {v}"),
    ),
    Kind(
        entity="PK_WELFARE_ID",
        tier="B",
        labelled=("########", "PK-#######", "############", "##########"),
        headers=(
            "HHID No",
            "bisp_household_no",
            "NSER Form No.",
            "Ehsaas ID",
            "مستحق کا نمبر",
            "BeneficiaryNumber",
        ),
        english=(
            "BISP household id {v} was dropped.",
            "NSER form no. {v} is lost.",
            "Ehsaas beneficiary no. {v}",
        ),
        roman=(
            "bisp number {v} ki qist nahi aayi",
            "ehsaas id {v} nikaal di",
            "nser form number {v}",
        ),
        urdu=("بینظیر انکم سپورٹ نمبر {v} کی قسط", "احساس پروگرام نمبر {v}", "مستحق نمبر: {v}"),
    ),
    Kind(
        entity="PK_TRAVEL_ID",
        tier="B",
        labelled=("########", "E#########", "%######"),
        headers=("Visa Number", "hajj_app_no", "ویزا نمبر", "MOFA No.", "UmrahVisaNo"),
        english=(
            "Visa no. {v} was cancelled.",
            "MOFA number {v} came late.",
            "Hajj application no. {v}",
        ),
        roman=(
            "visa number {v} cancel ho gaya",
            "hajj application number {v} ka qurra",
            "mofa no: {v}",
        ),
        urdu=("ویزا نمبر {v} منسوخ ہو گیا", "حج درخواست نمبر {v}", "حاجی نمبر: {v}"),
    ),
    Kind(
        entity="PK_TRAVEL_ID",
        tier="B",
        labelled=("@#@#@#", "@@%#@@", "@@@@@@"),
        headers=("PNR No.", "bookingPnr", "PNR Code"),
        english=("PNR {v} was not ticketed.", "Booking reference {v}, two seats.", "PNR: {v}"),
        roman=("pnr number {v} hai", "pnr: {v}", "mera pnr {v} check karein"),
        urdu=("پی این آر {v} ہے", "پی این آر: {v}", "PNR {v} چیک کریں"),
    ),
    Kind(
        entity="PK_TRAVEL_ID",
        tier="B",
        labelled=(_ticket, "176##########", "214##########"),
        headers=("Air Ticket No", "e_ticket_number", "ٹکٹ نمبر", "ETKT No"),
        english=(
            "E-ticket number {v} is non-refundable.",
            "Air ticket no. {v} was reissued.",
            "ticket number: {v}",
        ),
        roman=("ticket number {v} wapas kar di", "e-ticket no {v} mili", "ticket no: {v}"),
        urdu=("ٹکٹ نمبر: {v}", "جہاز کا ٹکٹ نمبر {v} واپس", "ای ٹکٹ نمبر {v}"),
    ),
)

COURT = _court
