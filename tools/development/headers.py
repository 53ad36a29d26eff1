"""Column headers: each entity's own, in three scripts and several styles, and neutral ones."""

from __future__ import annotations

HEADERS: dict[str, tuple[str, ...]] = {
    "PK_CNIC": (
        "CNIC NUMBER ", "cust_cnic", "holderCnic", "NIC#", "Father CNIC", "nominee_nic_no",
        "National Identity Card No.", "guardian_cnic_no", "B-Form No", "Shanakhti Card No",
        "شناختی کارڈ نمبر", "قومی شناختی کارڈ", "HEAD_CNIC_NO", "ID Card #", "SNIC",
    ),
    "PK_MOBILE": (
        "Cell #", "mobile_no_1", "CustomerMobile", "CONTACT NO", "WhatsApp No.", "A_NUMBER",
        "guardianCellNo", "msisdn_id", "Phone Number", "موبائل نمبر", "رابطہ نمبر", "Raabta No",
        "alt_contact", "B Party", "MOB",
    ),
    "PK_LANDLINE": (
        "PTCL No", "landline_no", "ResidencePhone", "Office Phone", "TEL NO", "Phone (Res)",
        "فون نمبر", "home_tel",
    ),
    "IBAN_CODE": (
        "IBAN No", "iban_number", "BankIBAN", "Account IBAN", "آئی بان", "IBAN#", "salary_iban",
    ),
    "CREDIT_CARD": (
        "Card Number", "card_no", "DebitCardNo", "ATM Card #", "Credit Card", "PAN", "کارڈ نمبر",
    ),
    "IMEI": ("IMEI No", "imei_1", "DeviceImei", "IMEI2", "HANDSET IMEI", "آئی ایم ای آئی"),
    "IMSI": ("IMSI No", "sub_imsi", "ImsiNumber", "IMSI#", "A_IMSI"),
    "ICCID": ("ICCID", "sim_iccid", "SimSerialNo", "SIM Serial Number", "ICCID No"),
    "PK_PASSPORT": (
        "Passport #", "passport_number", "PassportNo", "PPT NO", "Travel Doc No", "پاسپورٹ نمبر",
        "Passport", "pilgrim_passport",
    ),
    "PK_NTN": ("NTN #", "ntn_number", "NtnNo", "National Tax No", "این ٹی این", "NTN", "FTN/NTN"),
    "PK_VEHICLE_REGISTRATION": (
        "Vehicle No", "vehicle_reg_no", "PlateNumber", "Reg. No (vehicle)", "Car No", "گاڑی نمبر",
        "bike_number", "Number Plate", "VEH_REG",
    ),
    "EMAIL_ADDRESS": ("E-mail", "email_id", "EmailAddress", "Mail", "ای میل", "CONTACT EMAIL"),
    "IP_ADDRESS": ("IP", "login_ip", "IpAddress", "Source IP", "LAST_IP", "client ip"),
    "MAC_ADDRESS": ("MAC", "mac_addr", "DeviceMac", "WiFi MAC", "BSSID", "MAC ADDRESS"),
    "URL": ("Website", "profile_url", "WebLink", "URL", "Link", "ویب سائٹ"),
    "SOCIAL_HANDLE": (
        "Facebook ID", "twitter_handle", "InstagramId", "Insta", "Telegram Username", "FB Profile",
    ),
    "GEO_COORDINATES": (
        "Location (Lat/Long)", "gps_location", "LatLong", "Site Coordinates", "GPS", "geo",
    ),
    "DATE_OF_BIRTH": (
        "D.O.B", "birth_date", "DateOfBirth", "DOB ", "Date of Birth", "تاریخ پیدائش",
        "tareekh-e-paidaish", "child_dob",
    ),
    "PK_WALLET_ID": (
        "NayaPay ID", "raast_id", "WalletId", "Easypaisa Account", "Jazz Cash No", "wallet_account",
    ),
    "PERSON": (
        "Customer Name", "father_name", "OwnerName", "NAME OF SUBSCRIBER", "Father/Husband Name",
        "نام", "والد کا نام", "Nominee", "mother_name", "Naam", "F/Name", "walidiyat",
    ),
    "ADDRESS": (
        "Residential Address", "present_address", "MailingAddress", "ADDRESS2", "Permanent Add.",
        "پتہ", "مستقل پتہ", "Mukammal Pata", "Home Address",
    ),
}  # fmt: skip

NEUTRAL = (
    "Column4", "field_7", "Data", "VALUE2", "F12", "Remarks", "misc", "Unnamed: 3", "تفصیل", "X",
    "Notes", "info", None, "col", "Details",
)  # fmt: skip
