"""Urdu templates. `{ENTITY}` has a label beside it, `{ENTITY!}` gives itself away."""

from __future__ import annotations

TEMPLATES: dict[str, tuple[str, ...]] = {
    "PK_CNIC": (
        "میرا شناختی کارڈ نمبر {PK_CNIC} ہے اور سم کسی اور کے نام ہے",
        "{PK_CNIC!} کے نام پر پانچ سمیں چل رہی ہیں",
        "درخواست گزار، قومی شناختی کارڈ نمبر: {PK_CNIC}، نے رقم واپس مانگی",
        "بچے کا ب فارم {PK_CNIC} ابھی تک نہیں بنا",
        "کارڈ {PK_CNIC!} اور {PK_CNIC!} ایک ہی گھر کے ہیں",
        "شناختی کارڈ{PK_CNIC} موبائل نمبر{PK_MOBILE}",
    ),
    "PK_MOBILE": (
        "{PK_MOBILE!} سے روز دھمکیاں آ رہی ہیں",
        "براہ کرم {PK_MOBILE!} پر {clock} کے بعد کال کریں",
        "میرا موبائل نمبر {PK_MOBILE} ہے",
        "رابطہ نمبر: {PK_MOBILE}، واٹس ایپ بھی یہی ہے",
        "دونوں نمبر لکھ لیں {PK_MOBILE!} اور {PK_MOBILE!}",
        "فون نمبر {PK_MOBILE} بند جا رہا ہے، {amount} لے گیا",
    ),
    "PK_LANDLINE": (
        "گھر کا پی ٹی سی ایل نمبر {PK_LANDLINE} {count} دن سے خراب ہے",
        "دفتر {PK_LANDLINE!} پر کوئی نہیں اٹھاتا",
        "دکان کا فون نمبر {PK_LANDLINE} ہے",
        "{PK_LANDLINE!} پر فیکس بھیج دیں",
    ),
    "IBAN_CODE": (
        "رقم {IBAN_CODE!} میں جمع کروا دیں",
        "میرا آئی بان {IBAN_CODE} ہے",
        "غلطی سے {IBAN_CODE!} میں {amount} چلے گئے",
        "بینک اکاؤنٹ آئی بان: {IBAN_CODE}، شکریہ",
    ),
    "CREDIT_CARD": (
        "میرا اے ٹی ایم کارڈ {CREDIT_CARD} مشین میں پھنس گیا",
        "{CREDIT_CARD!} سے {amount} کٹ گئے",
        "ڈیبٹ کارڈ نمبر {CREDIT_CARD} بند کر دیں",
        "اس نے {CREDIT_CARD!} پوچھا اور پیسے نکل گئے",
    ),
    "IMEI": (
        "چوری شدہ فون کا آئی ایم ای آئی {IMEI} ہے",
        "{IMEI!} والا سیٹ بلاک کرنا ہے",
        "ڈبے پر آئی ایم ای آئی نمبر {IMEI} لکھا ہے",
        "بھائی {IMEI!} منظور شدہ ہے یا نہیں",
    ),
    "IMSI": (
        "سم کا IMSI {IMSI} بدل گیا ہے",
        "لاگ میں {IMSI!} نظر آ رہا ہے",
        "آئی ایم ایس آئی {IMSI} دوسری سم کا ہے",
        "{IMSI!} بار بار رجسٹر ہو رہا ہے",
    ),
    "ICCID": (
        "سم کے پیچھے {ICCID!} لکھا ہوا ہے",
        "ICCID {ICCID} والی سم چالو نہیں ہو رہی",
        "نئی سم کا ICCID نمبر {ICCID} ہے",
        "{ICCID!} جاری کرنے والا مرکز بند ہے",
    ),
    "PK_PASSPORT": (
        "میرا پاسپورٹ نمبر {PK_PASSPORT} ہے",
        "پاسپورٹ {PK_PASSPORT} گم ہو گیا ہے",
        "حاجی صاحب کا پاسپورٹ نمبر {PK_PASSPORT} درج کریں",
        "نیا پاسپورٹ: {PK_PASSPORT}، پرانا جمع کروا دیا",
    ),
    "PK_NTN": (
        "میرا این ٹی این {PK_NTN} غیر فعال ہے",
        "دکان کا ٹیکس نمبر {PK_NTN} ہے",
        "رسید پر NTN {PK_NTN} لکھ دیں",
        "این ٹی این نمبر: {PK_NTN}، گوشوارہ جمع ہے",
    ),
    "PK_VEHICLE_REGISTRATION": (
        "گاڑی نمبر {PK_VEHICLE_REGISTRATION} نے ٹکر ماری",
        "موٹر سائیکل نمبر {PK_VEHICLE_REGISTRATION} چوری ہو گئی",
        "گاڑی کی نمبر پلیٹ {PK_VEHICLE_REGISTRATION} تھی",
        "گاڑی کا رجسٹریشن نمبر {PK_VEHICLE_REGISTRATION} ہے، ٹوکن {amount}",
    ),
    "EMAIL_ADDRESS": (
        "کاغذات {EMAIL_ADDRESS!} پر بھیج دیں",
        "میری ای میل {EMAIL_ADDRESS} ہے",
        "{EMAIL_ADDRESS!} سے پیغام آیا تھا",
        "ای میل: {EMAIL_ADDRESS}، جواب نہیں آیا",
    ),
    "IP_ADDRESS": (
        "سرور {IP_ADDRESS!} جواب نہیں دے رہا",
        "{IP_ADDRESS!} سے کوئی لاگ ان کر رہا ہے",
        "آئی پی {IP_ADDRESS} بلاک ہو گیا",
        "کیمرے کا پتہ {IP_ADDRESS!} ہے",
    ),
    "MAC_ADDRESS": (
        "روٹر کا MAC {MAC_ADDRESS} ہے",
        "{MAC_ADDRESS!} والی ڈیوائس نکال دیں",
        "وائی فائی پر {MAC_ADDRESS!} کون ہے",
        "MAC address {MAC_ADDRESS} کی اجازت دیں",
    ),
    "URL": (
        "تصویریں {URL!} پر ڈال دی ہیں",
        "یہ لنک دیکھیں {URL!} سب لکھا ہے",
        "ویب سائٹ {URL} بند کروائیں",
        "{URL!} پر ہمارا ڈیٹا بک رہا ہے",
    ),
    "SOCIAL_HANDLE": (
        "اس کی آئی ڈی {SOCIAL_HANDLE!} ہے",
        "میرا انسٹاگرام {SOCIAL_HANDLE} ہیک ہو گیا",
        "ٹیلیگرام {SOCIAL_HANDLE} سے پیغام آتے ہیں",
        "{SOCIAL_HANDLE!} پر غلط پوسٹ لگی ہے",
    ),
    "GEO_COORDINATES": (
        "ٹاور {GEO_COORDINATES!} پر لگا ہے",
        "میری لوکیشن {GEO_COORDINATES} ہے",
        "گاڑی {GEO_COORDINATES!} پر کھڑی ہے",
        "جی پی ایس {GEO_COORDINATES} سے {count} میٹر دور",
    ),
    "DATE_OF_BIRTH": (
        "میری تاریخ پیدائش {DATE_OF_BIRTH} ہے",
        "تاریخ پیدائش: {DATE_OF_BIRTH}، درستی کریں",
        "بچے کی پیدائش {DATE_OF_BIRTH} کو ہوئی",
        "وہ {DATE_OF_BIRTH} کو پیدا ہوا، تعلیم میٹرک",
    ),
    "PK_WALLET_ID": (
        "{PK_WALLET_ID!} پر {amount} بھیج دیں",
        "میرا نیا پے {PK_WALLET_ID!} ہے",
        "ایزی پیسہ اکاؤنٹ {PK_WALLET_ID} میں پیسے نہیں آئے",
        "راست آئی ڈی {PK_WALLET_ID} بند ہے",
    ),
    "PERSON": (
        "درخواست گزار {PERSON} ولد {PERSON}، قوم نامعلوم",
        "مسماۃ {PERSON} زوجہ {PERSON} کو قسط نہیں ملی",
        "{PERSON} بنت {PERSON} کا فارم",
        "بیان {PERSON} ولد {PERSON} قلمبند ہوا",
    ),
    "ADDRESS": (
        "پتہ: {ADDRESS}",
        "سکنہ {ADDRESS}",
        "مستقل پتہ {ADDRESS}",
        "پارسل {ADDRESS} پر بھیج دیں",
    ),
}  # fmt: skip

BEFORE = (
    "السلام علیکم، ", "جناب عالی، ", "{amount} دیے تھے۔ ", "شکایت {code}: ", "{count} دن ہو گئے۔ ",
    "مورخہ {day}، ",
)  # fmt: skip
AFTER = (
    "۔ شکریہ", "۔ مہربانی", "، بل {amount} کا ہے", "۔ جلدی کریں", "۔ ٹکٹ {code}",
    "، وقت {clock}",
)  # fmt: skip
