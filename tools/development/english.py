"""English templates. `{ENTITY}` has a label beside it, `{ENTITY!}` gives itself away."""

from __future__ import annotations

TEMPLATES: dict[str, tuple[str, ...]] = {
    "PK_CNIC": (
        "Kindly update my record, CNIC {PK_CNIC}, the old one was wrong.",
        "{PK_CNIC!} is listed twice in the merit list.",
        "The holder of national identity card no {PK_CNIC} never visited the franchise.",
        "Two people, {PK_CNIC!} and {PK_CNIC!}, share one house.",
        "Form rejected ({PK_CNIC!}) on {day} for {amount}.",
        "B-form of the child: {PK_CNIC}; parents are abroad.",
        "NIC: {PK_CNIC}, cell no: {PK_MOBILE}, paid {amount}",
    ),
    "PK_MOBILE": (
        "You can reach me on {PK_MOBILE!} after {clock}.",
        "Someone from {PK_MOBILE!} keeps threatening us.",
        "My WhatsApp is {PK_MOBILE}, please send the form there.",
        "Numbers: {PK_MOBILE!}, {PK_MOBILE!}, {PK_MOBILE!}.",
        "Cell # {PK_MOBILE} was activated on {day} without consent",
        "Rider reached at {clock}, ph: {PK_MOBILE}, refused {amount}",
    ),
    "PK_LANDLINE": (
        "The clinic answers on {PK_LANDLINE!} until {clock}.",
        "PTCL line {PK_LANDLINE} has been dead for {count} days.",
        "Telephone: {PK_LANDLINE}. Ask for the owner.",
        "Residence {PK_LANDLINE!}, shop closed on Friday.",
    ),
    "IBAN_CODE": (
        "Send it to {IBAN_CODE!} before {clock}.",
        "Salary goes to IBAN {IBAN_CODE} every month.",
        "I transferred {amount} into {IBAN_CODE!} by mistake.",
        "Account title unknown, IBAN: {IBAN_CODE}, branch closed.",
    ),
    "CREDIT_CARD": (
        "Charged twice on {CREDIT_CARD!} for {amount}.",
        "Please block my debit card {CREDIT_CARD} at once.",
        "Card number: {CREDIT_CARD}, lost near the bus stand.",
        "They asked me to read out {CREDIT_CARD!} on the call.",
    ),
    "IMEI": (
        "The stolen handset is {IMEI!}, bought in {year}.",
        "IMEI: {IMEI}, model unknown, box available.",
        "Please unblock device IMEI {IMEI} since PTA tax was paid.",
        "PTA approved? {IMEI!} shows non compliant.",
    ),
    "IMSI": (
        "Attach failed for {IMSI!} at {clock}.",
        "IMSI {IMSI} moved to another switch.",
        "SIM swap suspected, imsi: {IMSI}, see ticket.",
        "The probe logged {IMSI!} near the border.",
    ),
    "ICCID": (
        "Printed on the chip: {ICCID!}.",
        "ICCID {ICCID} was sold by the kiosk.",
        "Sim serial {ICCID!} does not activate since {day}.",
        "Please replace the SIM, iccid: {ICCID}, urgent.",
    ),
    "PK_PASSPORT": (
        "Passport no {PK_PASSPORT} expired last year.",
        "Travelling on passport {PK_PASSPORT} with two children.",
        "PP No. {PK_PASSPORT}, visa applied on {day}.",
        "He left via Torkham, passport number: {PK_PASSPORT}, at {clock}.",
    ),
    "PK_NTN": (
        "NTN {PK_NTN} is inactive on the taxpayer list.",
        "Her National Tax Number is {PK_NTN}, see the return.",
        "Please add NTN: {PK_NTN} to the invoice of {amount}.",
        "Withholding certificate for NTN No. {PK_NTN} is pending.",
    ),
    "PK_VEHICLE_REGISTRATION": (
        "A white car, registration no {PK_VEHICLE_REGISTRATION}, hit us.",
        "Vehicle No. {PK_VEHICLE_REGISTRATION} was towed at {clock}.",
        "The bike's number plate reads {PK_VEHICLE_REGISTRATION}, colour red.",
        "Token tax of vehicle {PK_VEHICLE_REGISTRATION} is due: {amount}",
    ),
    "EMAIL_ADDRESS": (
        "Write to {EMAIL_ADDRESS!} with the documents.",
        "Email: {EMAIL_ADDRESS}, reply within {count} days.",
        "My mail id is {EMAIL_ADDRESS}; no one answers.",
        "CC <{EMAIL_ADDRESS!}>,<{EMAIL_ADDRESS!}>",
    ),
    "IP_ADDRESS": (
        "Login from {IP_ADDRESS!} at {clock} was refused.",
        "Failed password for root from {IP_ADDRESS!} port 22",
        "IP: {IP_ADDRESS}, browser unknown.",
        "Traffic between {IP_ADDRESS!} and {IP_ADDRESS!} was dropped",
    ),
    "MAC_ADDRESS": (
        "Station {MAC_ADDRESS!} left the network.",
        "Router MAC address {MAC_ADDRESS} must be whitelisted.",
        "DHCP lease for {MAC_ADDRESS!} ends at {clock}.",
        "MAC: {MAC_ADDRESS}, signal weak.",
    ),
    "URL": (
        "The pictures are at {URL!} since {day}.",
        "See {URL!}, it lists our names.",
        "Link: {URL}",
        "They published it ({URL!}) without asking.",
    ),
    "SOCIAL_HANDLE": (
        "The harasser posts on {SOCIAL_HANDLE!} daily.",
        "Follow her Instagram {SOCIAL_HANDLE}, fake account.",
        "Twitter handle: {SOCIAL_HANDLE}, please report.",
        "He added me through {SOCIAL_HANDLE!} yesterday.",
    ),
    "GEO_COORDINATES": (
        "The tower stands at {GEO_COORDINATES!}.",
        "GPS {GEO_COORDINATES} recorded at {clock}.",
        "Location: {GEO_COORDINATES}, accuracy {count} m.",
        "Pickup {GEO_COORDINATES!}, fare {amount}.",
    ),
    "DATE_OF_BIRTH": (
        "Date of birth {DATE_OF_BIRTH}, joined later.",
        "DOB: {DATE_OF_BIRTH}, record of {count} pages.",
        "She was born on {DATE_OF_BIRTH} in a village.",
        "D.O.B. {DATE_OF_BIRTH} as per matric certificate",
    ),
    "PK_WALLET_ID": (
        "Pay {PK_WALLET_ID!} for the tickets.",
        "My NayaPay is {PK_WALLET_ID!}, send {amount}.",
        "Raast ID: {PK_WALLET_ID}, transfer failed.",
        "Easypaisa account {PK_WALLET_ID} received {amount}",
    ),
    "PERSON": (
        "Statement of {PERSON} S/O {PERSON}, recorded at {clock}.",
        "{PERSON} d/o {PERSON} applied for a correction.",
        "Mst. {PERSON} W/O {PERSON}, beneficiary, was not paid.",
        "The accused {PERSON} son of {PERSON} is absconding.",
    ),
    "ADDRESS": (
        "Address: {ADDRESS}",
        "Resident of {ADDRESS}.",
        "Please deliver at {ADDRESS} before {clock}.",
        "She lives at {ADDRESS} and has {count} children.",
    ),
}  # fmt: skip

BEFORE = (
    "Dear sir, ", "Complaint received at {clock}. ", "Paid {amount} on {day}. ", "Ref {code}. ",
    "We waited {count} days. ", "URGENT! ",
)  # fmt: skip
AFTER = (
    " Thanks.", " Regards", " Bill of {amount} attached.", " Ticket {code} is still open.",
    " Version 4.2 of the app.", " Reported on {day}.",
)  # fmt: skip
