"""Roman Urdu templates. `{ENTITY}` has a label beside it, `{ENTITY!}` gives itself away."""

from __future__ import annotations

TEMPLATES: dict[str, tuple[str, ...]] = {
    "PK_CNIC": (
        "mera shanakhti card number {PK_CNIC} hai, sim kisi aur ke naam par hai",
        "{PK_CNIC!} wale ke naam par paanch simein chal rahi hain",
        "bhai jan card {PK_CNIC!} check kar ke batao {clock} tak",
        "id card no {PK_CNIC} aur mobile {PK_MOBILE} note kar lein",
        "bachay ka bay form {PK_CNIC} abhi tak nahi bana",
        "walid sahib ka cnic {PK_CNIC} hai, raqam {amount} nahi mili",
    ),
    "PK_MOBILE": (
        "{PK_MOBILE!} se roz dhamkiyan aa rahi hain",
        "mujhe {PK_MOBILE!} par shaam ko call karna",
        "mera mobile number {PK_MOBILE} hai, whatsapp bhi isi par hai",
        "raabta number: {PK_MOBILE}, sirf {clock} ke baad",
        "dono number likh lo {PK_MOBILE!} aur {PK_MOBILE!}",
        "rider ka fone {PK_MOBILE} band ja raha hai, {amount} le gaya",
    ),
    "PK_LANDLINE": (
        "ghar ka ptcl {PK_LANDLINE} {count} din se kharab hai",
        "daftar {PK_LANDLINE!} par koi nahi uthata",
        "dukan ka landline number {PK_LANDLINE} hai",
        "{PK_LANDLINE!} par fax bhej dein",
    ),
    "IBAN_CODE": (
        "paise {IBAN_CODE!} mein daal do",
        "mera iban {IBAN_CODE} hai, {amount} bhejna hai",
        "ghalti se {IBAN_CODE!} par transfer ho gaya {day} ko",
        "bank account iban: {IBAN_CODE} note karein",
    ),
    "CREDIT_CARD": (
        "mera atm card {CREDIT_CARD} machine mein phans gaya",
        "{CREDIT_CARD!} se {amount} kat gaye baghair ijazat",
        "debit card number {CREDIT_CARD} band kar dein",
        "usne {CREDIT_CARD!} poocha aur phir paise gaye",
    ),
    "IMEI": (
        "chori shuda phone ka imei {IMEI} hai",
        "{IMEI!} wala set block karwana hai",
        "dabbay par imei number {IMEI} likha hai, {year} ka hai",
        "bhai {IMEI!} pta se approve hai ya nahi",
    ),
    "IMSI": (
        "sim ka imsi {IMSI} badal gaya hai",
        "log mein {IMSI!} nazar aa raha hai {clock} par",
        "imsi number {IMSI} doosri sim ka hai",
        "{IMSI!} baar baar register ho raha hai",
    ),
    "ICCID": (
        "sim ke peechay {ICCID!} likha hua hai",
        "iccid {ICCID} wali sim chalu nahi ho rahi",
        "nai sim ka iccid number {ICCID} hai",
        "{ICCID!} jari karne wala kiosk band hai",
    ),
    "PK_PASSPORT": (
        "mera passport number {PK_PASSPORT} hai, umrah par jana hai",
        "passport {PK_PASSPORT} gum ho gaya hai {day} ko",
        "hajji sahib ka passport no {PK_PASSPORT} darj karein",
        "naya passport: {PK_PASSPORT}, purana jama karwa diya",
    ),
    "PK_NTN": (
        "mera ntn {PK_NTN} inactive dikha raha hai",
        "dukan ka ntn number {PK_NTN} hai",
        "fbr walay ntn no {PK_NTN} nahi mantay",
        "raseed par ntn: {PK_NTN} likh dein, {amount} ka bill hai",
    ),
    "PK_VEHICLE_REGISTRATION": (
        "gari number {PK_VEHICLE_REGISTRATION} ne takkar mari",
        "meri bike ka number {PK_VEHICLE_REGISTRATION} hai, chori ho gayi",
        "gari ki number plate {PK_VEHICLE_REGISTRATION} thi, safed rang",
        "is gari no {PK_VEHICLE_REGISTRATION} ka token {amount} baqi hai",
    ),
    "EMAIL_ADDRESS": (
        "kaghzat {EMAIL_ADDRESS!} par bhej dein",
        "meri email {EMAIL_ADDRESS} hai, jawab nahi aaya",
        "{EMAIL_ADDRESS!} se mail aayi thi {clock} par",
        "email id: {EMAIL_ADDRESS} par rabta karein",
    ),
    "IP_ADDRESS": (
        "server {IP_ADDRESS!} jawab nahi de raha",
        "mera ip {IP_ADDRESS} block ho gaya hai",
        "{IP_ADDRESS!} se koi login kar raha hai",
        "camera ka ip address {IP_ADDRESS} hai, {clock} se band",
    ),
    "MAC_ADDRESS": (
        "router ka mac {MAC_ADDRESS} hai",
        "{MAC_ADDRESS!} wali device nikaal do",
        "wifi par {MAC_ADDRESS!} kaun hai",
        "mac address {MAC_ADDRESS} allow kar dein",
    ),
    "URL": (
        "tasveerein {URL!} par daal di hain",
        "yeh link dekho {URL!} sab likha hai",
        "website {URL} band karwayein",
        "{URL!} par hamara data bik raha hai {amount} mein",
    ),
    "SOCIAL_HANDLE": (
        "us ki id {SOCIAL_HANDLE!} hai, report karo",
        "meri insta id {SOCIAL_HANDLE} hack ho gayi",
        "telegram username {SOCIAL_HANDLE} se messages aatay hain",
        "{SOCIAL_HANDLE!} par ghalat post lagi hai {day} se",
    ),
    "GEO_COORDINATES": (
        "tower {GEO_COORDINATES!} par laga hai",
        "meri location {GEO_COORDINATES} hai, jaldi aao",
        "gps {GEO_COORDINATES} se {count} meter door",
        "gari {GEO_COORDINATES!} par khari hai {clock} se",
    ),
    "DATE_OF_BIRTH": (
        "meri tareekh e paidaish {DATE_OF_BIRTH} hai",
        "dob {DATE_OF_BIRTH} ghalat likhi hai, {count} saal ka farq",
        "date of birth {DATE_OF_BIRTH} theek kar dein",
        "bachay ki paidaish {DATE_OF_BIRTH} ko hui",
    ),
    "PK_WALLET_ID": (
        "{PK_WALLET_ID!} par {amount} bhej do",
        "mera nayapay {PK_WALLET_ID!} hai",
        "easypaisa account {PK_WALLET_ID} mein paise nahi aaye",
        "raast id {PK_WALLET_ID} band hai",
    ),
    "PERSON": (
        "darkhwast guzar {PERSON} walad {PERSON}, raqam {amount}",
        "{PERSON} zoja {PERSON} ko qist nahi mili",
        "musammat {PERSON} bint {PERSON} ka form",
        "bayan {PERSON} s/o {PERSON} qalamband hua",
    ),
    "ADDRESS": (
        "pata: {ADDRESS}",
        "ghar ka pata {ADDRESS} hai",
        "r/o {ADDRESS}",
        "parcel {ADDRESS} par bhej dein",
    ),
}  # fmt: skip

BEFORE = (
    "salam, ", "janab ", "{amount} diye thay. ", "shikayat {code}: ", "{count} din ho gaye. ",
    "{day} ki baat hai, ",
)  # fmt: skip
AFTER = (
    " shukriya", " meharbani", ", bill {amount} ka hai", " jaldi karein", ", ticket {code}",
    " {clock} baje se pehle",
)  # fmt: skip
