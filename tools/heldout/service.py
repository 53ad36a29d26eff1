"""Servants of the state, members of professions, vehicles and licences."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from measuring import values

from heldout.identity import dashed_cnic
from heldout.kinds import Kind, expand

if TYPE_CHECKING:
    from random import Random


def plate(chance: Random, separator: str) -> str:
    """Return a vehicle registration that is no constituency and no sector."""
    letters, year, number = values.plate(chance)
    return separator.join(part for part in (letters, year, number) if part)


def _licence_by_cnic(chance: Random) -> str:
    return f"{dashed_cnic(chance)}#{chance.randrange(1, 999)}"


def _vin(chance: Random) -> str:
    return (
        chance.choice(("NFB", "MLH", "JTD", "MRH", "SJN"))
        + "".join(chance.choice("0123456789ABCDEFGHJKLMNPRSTUVWXYZ") for _ in range(8))
        + values.digits(chance, 6)
    )


KINDS = (
    Kind(
        entity="PK_PERSONNEL_NUMBER",
        tier="B",
        labelled=("3#######", "5#######", "0#######", "EMP-####", "E-#####", "######"),
        headers=(
            "Personnel Number",
            "Emp. Code",
            "EMPLOYEE_NO",
            "pers_no",
            "StaffID",
            "پرسنل نمبر",
            "P.No.",
        ),
        english=(
            "Personnel no. {v} draws the allowance.",
            "Employee ID {v} was absent.",
            "SAP personnel number: {v}",
        ),
        roman=(
            "mera personnel number {v} hai, salary slip nahi mili",
            "employee code {v} ki chutti",
            "pers no: {v}",
        ),
        urdu=("پرسنل نمبر {v} کی تنخواہ رکی ہے", "ملازم نمبر: {v}", "میرا پرسنل نمبر {v} ہے"),
    ),
    Kind(
        entity="PK_PENSION_NUMBER",
        tier="B",
        labelled=("#####-P", "PHR/#####", "######", "PPO-#####", "########"),
        headers=(
            "PPO Number",
            "ppo_no",
            "Pension Payment Order",
            "GPF A/C",
            "پنشن نمبر",
            "pensionerNo",
        ),
        english=(
            "PPO no. {v} is not in the new list.",
            "Pension payment order {v} was transferred.",
            "GPF account no. {v}",
        ),
        roman=("pension number {v} bank nahi gaya", "ppo number {v} hai marhoom ka", "gpf no: {v}"),
        urdu=("پنشن نمبر {v} بینک نہیں گیا", "پی پی او نمبر: {v}", "بیوہ کی پنشن نمبر {v} بند ہے"),
    ),
    Kind(
        entity="PK_MILITARY_NUMBER",
        tier="B",
        labelled=("PA-#####", "PJO-######", "%######", "PSS-#####", "PAK/#####", "PA #####"),
        headers=("ARMY NO.", "service_no_army", "Army Number", "pak_no", "آرمی نمبر", "SVC NO"),
        english=(
            "Army no. {v}, retired from the regiment.",
            "Havildar {v} was on guard.",
            "GHQ record, army number {v}",
        ),
        roman=("un ka army number {v} tha", "fauji number {v} hai walid sahib ka", "army no: {v}"),
        urdu=("ان کا آرمی نمبر {v} تھا", "حوالدار {v} ڈیوٹی پر تھا", "فوجی نمبر: {v}"),
    ),
    Kind(
        entity="PK_POLICE_BELT",
        tier="B",
        labelled=("####/HC", "C-####", "####/LHR", "####", "HC/###", "###-C"),
        headers=("Belt Number", "BELT_NO", "beltNo", "Belt #", "بیلٹ نمبر"),
        english=(
            "Constable belt no. {v} wrote the report.",
            "Belt number {v} was on patrol.",
            "Head constable {v} refused.",
        ),
        roman=("belt number {v} wale sipahi ne roka", "constable {v} gate par tha", "belt no: {v}"),
        urdu=("بیلٹ نمبر {v} والے سپاہی نے روکا", "کانسٹیبل {v} گیٹ پر تھا", "بیلٹ نمبر: {v}"),
    ),
    Kind(
        entity="PK_PROFESSIONAL_LICENCE",
        tier="B",
        labelled=(
            "#####-P",
            "#####-S",
            "####-D",
            "CIVIL/#####",
            "ELECT/#####",
            "MECH/####",
            "PLH#####",
        ),
        headers=(
            "PMDC Reg. No.",
            "pmdc_number",
            "PEC Registration No",
            "Bar Enrolment No",
            "PNC Reg No",
            "پی ایم ڈی سی نمبر",
        ),
        english=(
            "Doctor's PMDC no. {v} has lapsed.",
            "Engineer, PEC no. {v}, signed it.",
            "Bar council enrolment no. {v}",
        ),
        roman=(
            "doctor ka pmdc number {v} hai",
            "engineer ka pec number {v} galat hai",
            "bar council no: {v}",
        ),
        urdu=(
            "ڈاکٹر کا پی ایم ڈی سی نمبر {v} ہے",
            "پی ای سی نمبر {v} غلط ہے",
            "بار کونسل نمبر: {v}",
        ),
    ),
    Kind(
        entity="PK_VEHICLE_REGISTRATION",
        tier="B",
        labelled=(
            partial(plate, separator="-"),
            partial(plate, separator="-"),
            partial(plate, separator=" "),
            partial(plate, separator=""),
            "KAA-####",
            "ICT-@@-###",
            "QAA-###",
            "GS-####",
            lambda c: plate(c, "-").lower(),
        ),
        headers=(
            "vehicleNo",
            "Registration Number (Vehicle)",
            "VEH_NO",
            "plate_number",
            "Bike No",
            "گاڑی کا نمبر",
            "reg_no_vehicle",
        ),
        english=(
            "Car no. {v} jumped the signal.",
            "Vehicle registration {v} is not in my name.",
            "Number plate: {v}",
        ),
        roman=(
            "gari number {v} ka challan aaya",
            "bike no {v} chori ki hai",
            "number plate {v} jaali hai",
        ),
        urdu=("گاڑی نمبر {v} کا چالان ہوا", "موٹر سائیکل نمبر {v} چوری ہوئی", "نمبر پلیٹ: {v}"),
    ),
    Kind(
        entity="CHASSIS_NUMBER",
        tier="B",
        labelled=(_vin, _vin, "@@######", "CDA-######", "@@###-#######"),
        headers=("chassisNo", "CHASSIS_NUMBER", "Frame/Chassis No", "VIN", "چیسز نمبر"),
        english=(
            "Chassis no. {v} was tampered with.",
            "VIN {v} is not in the register.",
            "chassis number: {v}",
        ),
        roman=("chassis number {v} tampered nikla", "gari ka chassis no {v} hai", "chassis: {v}"),
        urdu=("چیسز نمبر {v} میں رد و بدل ہے", "گاڑی کا چیسز نمبر: {v}", "چیسز نمبر {v}"),
        accepted=frozenset({"ENGINE_NUMBER"}),
    ),
    Kind(
        entity="ENGINE_NUMBER",
        tier="B",
        labelled=("2NZ#######", "K10B-######", "@##@#######", "#######", "CD70-######"),
        headers=("engineNo", "ENGINE_NUMBER", "Engine #", "Eng. No", "انجن نمبر"),
        english=(
            "Engine no. {v} does not match the book.",
            "engine number: {v}",
            "Engine number {v}, one owner.",
        ),
        roman=(
            "engine number {v} book se nahi milta",
            "gari ka engine no {v} hai",
            "engine no: {v}",
        ),
        urdu=("انجن نمبر {v} کتاب سے نہیں ملتا", "گاڑی کا انجن نمبر: {v}", "انجن نمبر {v}"),
        accepted=frozenset({"CHASSIS_NUMBER"}),
    ),
    Kind(
        entity="PK_DRIVING_LICENCE",
        tier="B",
        labelled=("LHR-##-######", "DL-######", "ISB-#####", _licence_by_cnic, "KHI#######"),
        headers=(
            "driving_licence_no",
            "DL Number",
            "License No (LTV)",
            "licence_number",
            "ڈرائیونگ لائسنس نمبر",
            "driverLicense",
        ),
        english=(
            "Driving licence no. {v} has expired.",
            "Driver's licence {v} was taken away.",
            "driving license number: {v}",
        ),
        roman=(
            "driving license number {v} ki tasdeeq",
            "license no {v} ltv ka hai, driver wohi",
            "mera driving licence {v} gum hai",
        ),
        urdu=(
            "ڈرائیونگ لائسنس نمبر {v} کی میعاد ختم",
            "ڈرائیور کا لائسنس نمبر {v} ہے",
            "ڈرائیونگ لائسنس: {v}",
        ),
        accepted=frozenset({"PK_CNIC", "PK_ARMS_LICENCE"}),
    ),
    Kind(
        entity="PK_ARMS_LICENCE",
        tier="B",
        labelled=("####/DC/LHR/19##", "#####/MOI/20##", "########", "@@-#####"),
        headers=(
            "arms_licence_no",
            "Weapon No",
            "Arms Lic. No",
            "ARMS LICENSE NUMBER",
            "اسلحہ لائسنس نمبر",
        ),
        english=(
            "Arms licence no. {v} for a rifle.",
            "Weapon no. {v} was recovered.",
            "arms license number: {v}",
        ),
        roman=(
            "aslaha license number {v} renew karana hai",
            "arms licence {v} jaali hai",
            "weapon no: {v}",
        ),
        urdu=("اسلحہ لائسنس نمبر {v} کی تجدید", "بندوق کا لائسنس نمبر {v} ہے", "اسلحہ نمبر {v}"),
        accepted=frozenset({"PK_DRIVING_LICENCE", "PK_DOMICILE"}),
    ),
    Kind(
        entity="PK_DOMICILE",
        tier="B",
        labelled=("####/DC/MUL/20##", "7###", "###/ADC/FSD/20##", "#####"),
        headers=("Domicile No.", "domicile_certificate_no", "DOMICILE NUMBER", "ڈومیسائل کا نمبر"),
        english=(
            "Domicile no. {v} was verified.",
            "Domicile certificate number {v}",
            "The domicile {v} is fake.",
        ),
        roman=(
            "domicile number {v} ki copy",
            "domicile no: {v}",
            "domicile certificate no {v} jama karwaya",
        ),
        urdu=("ڈومیسائل نمبر {v} کی نقل", "ڈومیسائل سرٹیفکیٹ نمبر: {v}", "ڈومیسائل نمبر {v}"),
        accepted=frozenset({"PK_ARMS_LICENCE"}),
    ),
)

__all__ = ["KINDS", "expand", "plate"]
