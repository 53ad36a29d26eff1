"""The written forms of each entity: which stand alone, which need a label, which a column.

A form that stands alone has a structure or a check digit that few other numbers share. A form that
needs a label is also that of other numbers. A form that needs a column is a spreadsheet's damage.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from measuring import values
from measuring.case import COLUMN, URDU, Written

from development import people
from development.damage import damage

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Form = Callable[[Random], Written | str]

# Entities that are found in a neutral column or an unlabelled text.
STANDALONE = (
    "PK_CNIC", "PK_MOBILE", "PK_LANDLINE", "IBAN_CODE", "CREDIT_CARD", "IMEI", "IMSI", "ICCID",
    "EMAIL_ADDRESS", "IP_ADDRESS", "MAC_ADDRESS", "URL", "SOCIAL_HANDLE", "GEO_COORDINATES",
    "PK_WALLET_ID",
)  # fmt: skip
BY_LABEL = ("PK_PASSPORT", "PK_NTN", "PK_VEHICLE_REGISTRATION", "DATE_OF_BIRTH")
STRUCTURED = STANDALONE + BY_LABEL
OPEN = ("PERSON", "ADDRESS")
ENTITIES = STRUCTURED + OPEN

# Letters and digits of these are typed by hand and suffer for it.
_DAMAGED = frozenset(STRUCTURED) - {
    "EMAIL_ADDRESS", "IP_ADDRESS", "MAC_ADDRESS", "URL", "SOCIAL_HANDLE", "PK_WALLET_ID",
}  # fmt: skip
# The share of numbers in Urdu digits, by where they stand.
_NATIVE_DIGITS = {COLUMN: 0.06, URDU: 0.45}

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_MONTHS_URDU = ("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر",
                "اکتوبر", "نومبر", "دسمبر")  # fmt: skip


def _join(number: str, separator: str, *cuts: int) -> str:
    """Return the number with a separator at each of the cuts."""
    parts = [number[start:end] for start, end in zip((0, *cuts), (*cuts, None), strict=True)]
    return separator.join(parts)


def _cnic(chance: Random, separator: str, *, known: bool = True) -> str:
    return _join(values.cnic(chance, known_district=known), separator, 5, 12)


def _cnic_reversed(chance: Random) -> str:
    """Return the order in which a right-to-left paragraph shows a dashed CNIC."""
    number = values.cnic(chance)
    return f"{number[12]}-{number[5:12]}-{number[:5]}"


def _cnic_masked(chance: Random) -> str:
    number = values.cnic(chance)
    return chance.choice(
        (
            f"{number[:5]}-*****{number[10:12]}-{number[12]}",
            f"{number[:5]}-{number[5:9]}XXX-X",
            f"{number[:5]}-xxxx{number[9:12]}-{number[12]}",
        )
    )


def _scientific(number: str, places: int) -> str:
    return f"{float(number):.{places}E}"


def _mobile(chance: Random, form: str) -> str:
    """Return a mobile number in a form: N the network without zero, S the subscriber's seven."""
    number = values.mobile(chance)
    subscriber = number[4:]
    return (
        form.replace("N", number[1:4])
        .replace("S", subscriber)
        .replace("T", subscriber[:3])
        .replace("F", subscriber[3:])
    )


def _landline(chance: Random, form: str) -> str:
    """Return a landline in a form: A the area code without zero, S the subscriber."""
    area, subscriber = values.landline(chance)
    return form.replace("A", area[1:]).replace("S", subscriber)


def _groups(number: str, separator: str) -> str:
    return separator.join(number[start : start + 4] for start in range(0, len(number), 4))


def _broken_iban(chance: Random) -> str:
    """Return an IBAN of a known bank with one digit of the account mistyped."""
    number = f"PK{chance.randrange(10, 99)}{chance.choice(values.BANKS)}{values.digits(chance, 16)}"
    return number


def _masked_card(chance: Random) -> str:
    number = "4" + values.digits(chance, 15)
    return chance.choice(
        (
            f"{number[:6]}XXXXXX{number[12:]}",
            f"{number[:4]} {number[4:6]}** **** {number[12:]}",
            f"{number[:4]}-XXXX-XXXX-{number[12:]}",
        )
    )


def _plate(chance: Random, separator: str) -> str:
    letters, year, number = values.plate(chance)
    return separator.join(part for part in (letters, year, number) if part)


def _glued_plate(chance: Random) -> str:
    letters, _, number = values.plate(chance)
    plate = f"{letters}{number}"
    return plate.lower() if chance.random() < 0.3 else plate


def _spaced_passport(chance: Random) -> str:
    number = values.passport(chance)
    return f"{number[:-7]} {number[-7:]}"


def _email(chance: Random) -> str:
    user = chance.choice(
        (
            f"{chance.choice(people.FIRST)}.{chance.choice(people.LAST)}",
            f"{chance.choice(people.FIRST)}{chance.randrange(1, 2000)}",
            f"{chance.choice(people.FIRST)[0]}_{chance.choice(people.LAST)}+shop",
            f"{chance.choice(people.LAST)}-{chance.choice(people.FIRST)}",
        )
    ).lower()
    host = chance.choice(
        (
            "gmail.com", "yahoo.com", "hotmail.co.uk", "lums.edu.pk", "outlook.com", "fbr.gov.pk",
            "cyber.net.pk", "mail.uok.edu.pk", "icloud.com", "proton.me",
        )
    )  # fmt: skip
    written = f"{user}@{host}"
    return written.upper() if chance.random() < 0.15 else written


def _handle(chance: Random) -> str:
    first, last = chance.choice(people.FIRST).lower(), chance.choice(people.LAST).lower()
    return chance.choice(
        (
            f"{first}.{last}",
            f"{first}_{last}{chance.randrange(100)}",
            f"{first}{last}",
            f"the{last}",
        )
    )


def _profile(chance: Random) -> Written:
    handle, short = _handle(chance), _handle(chance).replace(".", "_")
    identity = chance.randrange(10**8, 10**11)
    link = chance.choice(
        (
            f"facebook.com/{handle}", f"https://www.facebook.com/profile.php?id={identity}",
            f"https://instagram.com/{handle}/", f"https://x.com/{short}", f"t.me/{short}",
            f"https://www.tiktok.com/@{handle}", f"linkedin.com/in/{short.replace('_', '-')}",
            f"https://twitter.com/{short}", f"fb.com/{handle}",
            f"https://www.youtube.com/@{short}", f"snapchat.com/add/{short}",
        )
    )  # fmt: skip
    return Written(link, accepted=frozenset({"URL"}))


def _chat_link(chance: Random) -> Written:
    link = f"{chance.choice(('https://', ''))}wa.me/92{values.mobile(chance)[1:]}"
    return Written(link, accepted=frozenset({"URL", "PK_MOBILE"}))


def _url(chance: Random) -> str:
    host = chance.choice(("lahorejobs", "sastabazar", "mera-blog", "kissan-help", "naukri-pk"))
    suffix = chance.choice(("com", "com.pk", "pk", "org", "net", "edu.pk"))
    path = chance.choice(
        (
            "", "/", f"/user/{chance.randrange(10**6)}", f"/p?id={chance.randrange(10**8)}&ref=fb",
            f"/{chance.choice(people.FIRST).lower()}/cv.pdf", "/track#status",
        )
    )  # fmt: skip
    start = chance.choice(("https://", "http://", "https://www.", "www."))
    return f"{start}{host}.{suffix}{path}"


def _coordinates(chance: Random, separator: str, decimals: int) -> str:
    latitude, longitude = values.place(chance)
    return f"{latitude:.{decimals}f}{separator}{longitude:.{decimals}f}"


def _sexagesimal(chance: Random) -> str:
    latitude, longitude = values.place(chance)
    minutes, seconds = chance.randrange(60), chance.randrange(60)
    return (
        f"{int(latitude)}°{minutes:02d}'{seconds:02d}\"N {int(longitude)}°{seconds:02d}'"
        f'{minutes:02d}"E'
    )


def _map_link(chance: Random) -> Written:
    pair = _coordinates(chance, ",", 6)
    link = chance.choice(
        (f"https://www.google.com/maps/@{pair},17z", f"https://maps.google.com/?q={pair}")
    )
    return Written(link, accepted=frozenset({"URL"}))


def _date(chance: Random, form: str) -> str:
    year, month, day = values.birth_date(chance)
    return form.format(
        d=day, m=month, y=year, s=year % 100, M=_MONTHS[month - 1], U=_MONTHS_URDU[month - 1],
        b=_MONTHS[month - 1][:3],
    )  # fmt: skip


def _excel_date(chance: Random) -> str:
    """Return days since 30 December 1899, as a spreadsheet stores a date of 1955 to 2009."""
    return str(chance.randrange(20_500, 40_000))


def _wallet_account(chance: Random) -> Written:
    return Written(values.mobile(chance), accepted=frozenset({"PK_MOBILE"}))


_MOBILE_ALONE = (
    "0N-S", "0N S", "0NS", "0NS", "+92 N S", "+92-N-S", "+92NS", "+92 (0)N S", "0092NS", "0092 N S",
    "92NS", "92-N-S", "(0N) S", "0N.S", "0N_S", "0N-T-F", "0N T F", "+92 N T F", "+92.N.S",
)  # fmt: skip

ALONE: dict[str, tuple[Form, ...]] = {
    "PK_CNIC": (
        *(partial(_cnic, separator=mark) for mark in ("-", "-", "-", " ", ".", "/", "_", " - ")),
        lambda c: _cnic(c, "-", known=False),
        lambda c: _cnic(c, ""),
        lambda c: _cnic(c, ""),
        lambda c: Written(_cnic(c, ""), before="CNIC"),
        lambda c: Written(_cnic(c, "-"), before="ID#"),
        _cnic_reversed,
        _cnic_masked,
    ),
    "PK_MOBILE": (
        *(partial(_mobile, form=form) for form in _MOBILE_ALONE),
        lambda c: f"{_mobile(c, '0N-S')}/{c.randrange(10)}",
        lambda c: Written(_mobile(c, "0NS"), before="Ph"),
    ),
    "PK_LANDLINE": tuple(
        partial(_landline, form=form)
        for form in ("0A-S", "0A-S", "(0A) S", "0A S", "+92 A S", "+92-A-S", "0092-A-S", "(0A)S")
    ),
    "IBAN_CODE": (
        lambda c: values.iban(c),
        lambda c: values.iban(c),
        lambda c: _groups(values.iban(c), " "),
        lambda c: _groups(values.iban(c), "-"),
        lambda c: values.iban(c).lower(),
        lambda c: _groups(values.iban(c).lower(), " "),
    ),
    "CREDIT_CARD": (
        lambda c: values.card(c),
        lambda c: _groups(values.card(c), " "),
        lambda c: _groups(values.card(c), "-"),
    ),
    "IMEI": (
        lambda c: values.imei(c),
        lambda c: values.imei(c),
        lambda c: _join(values.imei(c), "-", 2, 8, 14),
        lambda c: _join(values.imei(c), " ", 2, 8, 14),
    ),
    "IMSI": (lambda c: values.imsi(c),),
    "ICCID": (lambda c: values.iccid(c), lambda c: f"{values.iccid(c)}F"),
    "EMAIL_ADDRESS": (_email,),
    "IP_ADDRESS": (
        values.address_v4,
        values.address_v4,
        values.address_v6,
        lambda c: Written(values.address_v4(c), after=f":{c.randrange(1024, 65536)}"),
    ),
    "MAC_ADDRESS": (
        lambda c: ":".join(values.hardware_address(c)),
        lambda c: "-".join(values.hardware_address(c)).upper(),
        lambda c: ":".join(values.hardware_address(c)).upper(),
        lambda c: _groups("".join(values.hardware_address(c)), "."),
    ),
    "URL": (_url,),
    "SOCIAL_HANDLE": (_profile, _profile, _profile, _chat_link),
    "GEO_COORDINATES": (
        lambda c: _coordinates(c, ", ", 6),
        lambda c: _coordinates(c, ",", 4),
        lambda c: _coordinates(c, "|", 5),
        lambda c: _coordinates(c, " ; ", 5),
        lambda c: _coordinates(c, " ", 6),
        _sexagesimal,
        _map_link,
    ),
    "PK_WALLET_ID": (
        lambda c: f"{_handle(c)}@nayapay",
        lambda c: f"{_handle(c)}@raast",
        lambda c: f"{c.choice(people.FIRST)}{c.randrange(100)}@NayaPay",
    ),
}

LABELLED: dict[str, tuple[Form, ...]] = {
    "PK_CNIC": (
        lambda c: _cnic(c, "", known=False),
        lambda c: _join(values.cnic(c), "-", 5),
        lambda c: _join(values.cnic(c), " ", 12),
    ),
    "PK_MOBILE": (
        lambda c: _mobile(c, "NS"),
        lambda c: Written(_mobile(c, "NS"), after=".0"),
        lambda c: _mobile(c, "N-S"),
        lambda c: _mobile(c, "S-0N"),
    ),
    "PK_LANDLINE": (lambda c: _landline(c, "0AS"),),
    "IBAN_CODE": (_broken_iban,),
    "CREDIT_CARD": (_masked_card,),
    "IMEI": (
        lambda c: values.imei(c)[:14],
        lambda c: values.imei(c)[:14] + values.digits(c, 2),
    ),
    "IMSI": (
        lambda c: _join(values.imsi(c), " ", 3, 5),
        lambda c: _join(values.imsi(c), "-", 3, 5),
    ),
    "ICCID": (lambda c: _groups(values.iccid(c), " "), lambda c: _groups(values.iccid(c), "-")),
    "EMAIL_ADDRESS": (
        lambda c: _email(c).replace("@", " (at) "),
        lambda c: _email(c).replace("@", "[at]"),
    ),
    "MAC_ADDRESS": (lambda c: "".join(values.hardware_address(c)),),
    "SOCIAL_HANDLE": (lambda c: f"@{_handle(c).replace('.', '_')}",),
    "GEO_COORDINATES": (lambda c: _coordinates(c, " / ", 4),),
    "PK_WALLET_ID": (_wallet_account,),
    "PK_PASSPORT": (
        values.passport,
        values.passport,
        lambda c: values.passport(c).lower(),
        lambda c: _spaced_passport(c),
    ),
    "PK_NTN": (
        lambda c: _join(values.ntn(c), "-", 7),
        lambda c: _join(values.ntn(c), "-", 7),
        lambda c: values.ntn(c),
        lambda c: values.ntn(c)[:7],
        lambda c: f"{c.choice('ABCDEF')}{values.digits(c, 6)}-{c.randrange(10)}",
    ),
    "PK_VEHICLE_REGISTRATION": (
        lambda c: _plate(c, "-"),
        lambda c: _plate(c, "-"),
        lambda c: _plate(c, " "),
        _glued_plate,
    ),
    "DATE_OF_BIRTH": tuple(
        partial(_date, form=form)
        for form in (
            "{d:02d}-{m:02d}-{y}", "{d:02d}.{m:02d}.{y}", "{d:02d}/{m:02d}/{y}", "{d}/{m}/{s:02d}",
            "{y}-{m:02d}-{d:02d}", "{d:02d}-{b}-{y}", "{d} {M} {y}", "{M} {d}, {y}", "{d} {U} {y}",
            "{d:02d} {b} {s:02d}",
        )
    ),
}  # fmt: skip

IN_COLUMN: dict[str, tuple[Form, ...]] = {
    "PK_CNIC": (
        lambda c: _scientific(values.cnic(c), c.choice((2, 5))),
        lambda c: Written(values.cnic(c, known_district=False), after=".0"),
        lambda c: Written(values.cnic(c, known_district=False), before="'"),
        lambda c: Written(values.cnic(c, known_district=False), before='="', after='"'),
        lambda c: f"{int(values.cnic(c)):,}",
    ),
    "PK_MOBILE": (
        lambda c: _scientific(values.mobile(c), c.choice((2, 5))),
        lambda c: _scientific("92" + values.mobile(c)[1:], 2),
        lambda c: Written(_mobile(c, "NS"), before="'"),
        lambda c: Written(_mobile(c, "NS"), before='="', after='"'),
        lambda c: Written("92" + _mobile(c, "NS"), after=".0"),
    ),
    "PK_LANDLINE": (lambda c: _landline(c, "AS"),),
    # A spreadsheet keeps fifteen digits; those after them become 0.
    "CREDIT_CARD": (lambda c: "4" + values.digits(c, 14) + "0",),
    "ICCID": (
        lambda c: values.iccid(c)[:15] + "0000",
        lambda c: _scientific(values.iccid(c), 5),
    ),
    "IMEI": (lambda c: Written(values.imei(c), after=".0"),),
    "IMSI": (lambda c: Written(values.imsi(c), after=".0"),),
    "DATE_OF_BIRTH": (
        _excel_date,
        lambda c: Written(_date(c, "{y}-{m:02d}-{d:02d}"), after=" 00:00:00"),
        lambda c: Written(_date(c, "{m}/{d}/{y}"), after=" 12:00:00 AM"),
    ),
    "SOCIAL_HANDLE": (lambda c: _handle(c),),
}
_AS_IS = "E+"


def write(chance: Random, entity: str, place: str, *, alone: bool, own_column: bool) -> Written:
    """Return one value of an entity in a form that can be known where it stands."""
    if entity == "PERSON":
        return people.name(chance, place)
    if entity == "ADDRESS":
        return people.address(chance, place)
    forms = ALONE.get(entity, ())
    if not alone:
        forms += LABELLED.get(entity, ())
    if own_column:
        forms += IN_COLUMN.get(entity, ())
    made = chance.choice(forms)(chance)
    written = Written(made) if isinstance(made, str) else made
    if entity not in _DAMAGED or _AS_IS in written.value or written.accepted:
        return written
    value = damage(chance, written.value, _NATIVE_DIGITS.get(place, 0.02))
    return Written(value, written.before, written.after, written.accepted)
