"""Network and places: e-mail, addresses of machines, links, accounts, coordinates."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from measuring import values
from measuring.case import Written

from heldout.kinds import Kind

if TYPE_CHECKING:
    from random import Random

_NAMES = ("sobia", "waqas", "hamza", "tayyab", "rabia", "junaid", "mehwish", "saqib", "nimra")
_TAILS = ("malik", "raja", "siddiqui", "mirza", "virk", "soomro", "jadoon", "bangash")
_LINK = frozenset({"URL"})


def user(chance: Random) -> str:
    """Return the name of an account."""
    first, last = chance.choice(_NAMES), chance.choice(_TAILS)
    return chance.choice(
        (
            f"{first}.{last}{chance.randrange(10, 99)}",
            f"{first}_{last}",
            f"{last}{first}{chance.randrange(1980, 2012)}",
            f"{first}{last}",
        )
    )


def email(chance: Random) -> str:
    """Return an e-mail address."""
    host = chance.choice(
        (
            "gmail.com",
            "yahoo.com.pk",
            "live.com",
            "nust.edu.pk",
            "punjab.gov.pk",
            "ymail.com",
            "ptcl.net.pk",
        )
    )
    written = f"{user(chance)}@{host}"
    return written.title() if chance.random() < 0.1 else written


def _profile(chance: Random) -> Written:
    name = user(chance)
    plain = name.replace(".", "_")
    link = chance.choice(
        (
            f"https://m.facebook.com/{name}",
            f"facebook.com/profile.php?id=1000{values.digits(chance, 11)}",
            f"instagram.com/{name}",
            f"https://twitter.com/{plain[:15]}",
            f"https://t.me/{plain}",
            f"tiktok.com/@{name}",
            f"https://pk.linkedin.com/in/{plain.replace('_', '-')}",
            f"https://fb.com/{name}",
        )
    )
    return Written(link, accepted=_LINK)


def _chat(chance: Random) -> Written:
    link = f"https://wa.me/92{values.mobile(chance)[1:]}"
    return Written(link, accepted=frozenset({"URL", "PK_MOBILE"}))


def _url(chance: Random) -> Written:
    host = chance.choice(("khabarnama", "zameen-ads", "parhai", "mandi-rates", "rozgar"))
    suffix = chance.choice(("com.pk", "pk", "com", "net.pk", "org.pk"))
    path = chance.choice(
        (
            "",
            f"/view/{values.digits(chance, 6)}",
            f"/?uid={values.digits(chance, 5)}&t=1",
            "/files/list.xlsx",
        )
    )
    return Written(f"{chance.choice(('https://', 'http://www.', 'www.'))}{host}.{suffix}{path}")


def pair(chance: Random, separator: str, decimals: int) -> str:
    """Return latitude and longitude of a place in Pakistan."""
    latitude, longitude = values.place(chance)
    return f"{latitude:.{decimals}f}{separator}{longitude:.{decimals}f}"


def _degrees(chance: Random) -> str:
    latitude, longitude = values.place(chance)
    minutes = f"{chance.randrange(60):02d}", f"{chance.randrange(60):02d}"
    north = f"{int(latitude)}°{minutes[0]}'{minutes[1]}\"N"
    return f"{north} {int(longitude)}°{minutes[1]}'{minutes[0]}\"E"


def _map(chance: Random) -> Written:
    where = pair(chance, ",", 6)
    link = chance.choice(
        (
            f"https://maps.google.com/maps?q={where}",
            f"https://www.google.com/maps/place/x/@{where},15z",
        )
    )
    return Written(link, accepted=_LINK)


def _hex(chance: Random, separator: str, *, upper: bool) -> str:
    written = separator.join(values.hardware_address(chance))
    return written.upper() if upper else written


KINDS = (
    Kind(
        entity="EMAIL_ADDRESS",
        tier="A",
        damaged=False,
        alone=(email, email, email, lambda c: Written(email(c), before="<", after=">")),
        labelled=(
            lambda c: email(c).replace("@", "[at]"),
            lambda c: email(c).replace("@", " (at) "),
        ),
        headers=("e_mail", "Email ID", "contactEmail", "OFFICIAL EMAIL", "ای میل ایڈریس", "email1"),
        english=("Reply to {v!} before Friday.", "His email is {v}.", "E-mail: {v}"),
        roman=("jawab {v!} par dein", "us ki email {v} hai", "email address: {v}"),
        urdu=("جواب {v!} پر دیں", "ان کا ای میل {v} ہے", "ای میل: {v}"),
    ),
    Kind(
        entity="IP_ADDRESS",
        tier="A",
        damaged=False,
        alone=(
            values.address_v4,
            values.address_v4,
            values.address_v6,
            lambda c: Written(values.address_v4(c), after=f":{c.randrange(1024, 65000)}"),
        ),
        headers=("ip_addr", "SRC_IP", "Client IP", "ipAddress", "remote_ip", "login ip"),
        english=(
            "Session opened from {v!} twice.",
            "ip address {v} was banned.",
            "{v!} - - [GET /login]",
        ),
        roman=("is ip {v} se hack hua", "{v!} se request aa rahi hai", "ip: {v}"),
        urdu=("آئی پی {v} سے ہیک ہوا", "{v!} سے درخواست آئی", "IP {v}"),
    ),
    Kind(
        entity="MAC_ADDRESS",
        tier="A",
        damaged=False,
        alone=(
            partial(_hex, separator=":", upper=False),
            partial(_hex, separator="-", upper=True),
            partial(_hex, separator=":", upper=True),
        ),
        labelled=(partial(_hex, separator="", upper=True),),
        headers=("macAddress", "MAC Addr", "WIFI-MAC", "DEVICE_MAC", "bssid"),
        english=("Access point {v!} is rogue.", "MAC address: {v}", "Laptop {v!} joined."),
        roman=("laptop {v!} jura hua hai", "mac address {v} band karo", "mac: {v}"),
        urdu=("لیپ ٹاپ {v!} جڑا ہے", "MAC {v} بند کریں", "میک ایڈریس {v}"),
    ),
    Kind(
        entity="URL",
        tier="A",
        damaged=False,
        alone=(_url,),
        headers=("web_link", "Profile Link", "siteUrl", "HOMEPAGE", "لنک", "source_url"),
        english=("The list is on {v!} now.", "Web link: {v}", "Visit {v!} and scroll."),
        roman=("list {v!} par hai", "link: {v}", "{v!} khol kar dekho"),
        urdu=("فہرست {v!} پر ہے", "لنک: {v}", "{v!} کھولیں"),
    ),
    Kind(
        entity="SOCIAL_HANDLE",
        tier="A",
        damaged=False,
        alone=(_profile, _profile, _chat),
        labelled=(lambda c: f"@{user(c).replace('.', '_')}",),
        in_column=(user,),
        headers=(
            "facebook_profile",
            "Instagram",
            "twitterHandle",
            "FB ID",
            "telegram_user",
            "TikTok ID",
        ),
        english=(
            "Fake page {v!} uses her photo.",
            "Instagram: {v}",
            "Twitter handle {v} posted it.",
        ),
        roman=("{v!} us ki jaali id hai", "instagram id {v} par tasveer", "facebook: {v}"),
        urdu=("{v!} جعلی آئی ڈی ہے", "انسٹاگرام {v} پر تصویر", "فیس بک: {v}"),
    ),
    Kind(
        entity="GEO_COORDINATES",
        tier="A",
        damaged=False,
        alone=(
            partial(pair, separator=", ", decimals=5),
            partial(pair, separator=",", decimals=6),
            partial(pair, separator="|", decimals=4),
            partial(pair, separator=" ", decimals=6),
            _degrees,
            _map,
        ),
        labelled=(
            partial(pair, separator=" / ", decimals=4),
            partial(pair, separator=", ", decimals=2),
        ),
        headers=(
            "lat_long",
            "GPS Location",
            "coordinates",
            "Site Lat/Long",
            "gpsPoint",
            "pickup_location",
        ),
        english=("Body was found at {v!}.", "Coordinates: {v}", "GPS location {v} of the house."),
        roman=("ghar ki location {v} hai", "{v!} par khara hun", "coordinates: {v}"),
        urdu=("گھر کی لوکیشن {v} ہے", "{v!} پر کھڑا ہوں", "GPS: {v}"),
    ),
)
