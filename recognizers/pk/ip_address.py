"""IP address (IPv4, IPv6): which line or device was connected; with a time, which person.

IPv4     four numbers 0-255 with dots: 39.40.1.2. In logs also with a port (39.40.1.2:443), as a
         network (39.40.0.0/16), with leading zeros, disarmed (39[.]40[.]1[.]2), with the end
         masked (39.40.1.xxx) and, in a database column, as one number (656933122).
IPv6     eight groups of up to four hexadecimal digits, a run of zero groups written "::", with a
         zone (%eth0), a prefix length (/64), or in brackets with a port ([2400:adc5::1]:443).

There is no check digit. Version and section numbers have the shape of IPv4: the word before them
lowers their score, and so does a letter v. An IPv6 candidate without context must begin as
assigned ones do: 2000::/3, fe80::/10, fc00::/7, a mapped or a translated IPv4 address.

Addresses that no person has (loopback, "this network", masks, all zeros at the end) count only
with context or in a column of addresses.

Not known: who had an address at a time; which ranges are shared behind one address (CGNAT).

Sources: RFC 791, RFC 4291, RFC 5952, RFC 6052, RFC 6890; IANA IPv6 Address Space registry. The
shapes were compared with Presidio's IpRecognizer, whose word boundaries miss an address that
touches an Urdu letter or a label.

>>> compact("۳۹٫۴۰٫۱٫۲:443")
'39.40.1.2'
>>> compact("2400:ADC5:0:0:0:0:0:1")
'2400:adc5::1'
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from typing import Final

_DOT: Final = r"(?:\.|\[\.\]|\(\.\))"
_V4: Final = rf"[0-9]{{1,3}}(?:{_DOT}[0-9]{{1,3}}){{3}}"
_V4_TAIL: Final = r"(?::[0-9]{1,5})?(?:/[0-9]{1,2})?(?![0-9])(?!\.[0-9])"
_GROUP: Final = r"[0-9a-f]{1,4}"
_PLAIN_V4: Final = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_V6: Final = (
    rf"(?:(?:{_GROUP}:){{7}}{_GROUP}"
    rf"|(?:{_GROUP}:){{6}}{_PLAIN_V4}"
    rf"|(?:{_GROUP}(?::{_GROUP}){{0,6}})?::"
    rf"(?:(?:{_GROUP}:){{0,5}}{_PLAIN_V4}|{_GROUP}(?::{_GROUP}){{0,6}})?)"
)
_PORT: Final = re.compile(r"\[(.+)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}(/[0-9]+)?")
_ZONE: Final = re.compile(r"%[0-9a-z]+", re.IGNORECASE)
_ZEROS: Final = re.compile(r"(?<![0-9a-f:])0{1,2}(?=[0-9]{1,2}(?:\.|/|$))", re.IGNORECASE)
_PLAIN: Final = re.compile(
    rf"([0-9]{{1,3}}){_DOT}([0-9]{{1,3}}){_DOT}([0-9]{{1,3}}){_DOT}([0-9]{{1,3}})"
)
_AS_NUMBER: Final = re.compile(r"[0-9]{8,10}")
# The first address that is no loopback or "this network" as one number: 1.0.0.0.
_FIRST_NUMBER: Final = 1 << 24
_LAST_NUMBER: Final = (1 << 32) - 1
_CERTAIN: Final = 0.65
# First number from which a four-part version number is hardly seen.
_VERSION_LIKE_BELOW: Final = 24


def compact(number: str) -> str:
    """Return the address as RFC 5952 writes it; a port, a zone and a host's prefix are dropped.

    An IPv4 address mapped into IPv6 is the IPv4 address. A network (no host bits set) keeps its
    prefix length: it is another thing than the address.
    Raises ValidationError when the text is not one address.
    """
    text = fold(number).text.strip(" \t\r\n'\"=,;").lower()
    text = re.sub(r"\[\.\]|\(\.\)", ".", text)
    if _AS_NUMBER.fullmatch(text):
        if not _FIRST_NUMBER <= int(text) <= _LAST_NUMBER:
            raise ValidationError("not an IPv4 address written as one number")
        return str(ipaddress.IPv4Address(int(text)))
    ported = _PORT.fullmatch(text)
    if ported:
        text = ported[1] or ported[2] + (ported[3] or "")
    text = _ZEROS.sub("", _ZONE.sub("", text))
    try:
        interface = ipaddress.ip_interface(text)
    except ValueError:
        raise ValidationError("not an IP address") from None
    mapped = getattr(interface.ip, "ipv4_mapped", None)
    if mapped is not None:
        return str(mapped)
    network = interface.network
    if network.prefixlen < network.max_prefixlen and interface.ip == network.network_address:
        return str(network)
    return str(interface.ip)


def validate(number: str) -> str:
    """Return the compact address if a host on a network can have it.

    Raises ValidationError for what is no address, and for the unspecified, loopback, broadcast
    and mask addresses.
    """
    found = compact(number)
    address = ipaddress.ip_interface(found).ip
    if address.is_unspecified or address.is_loopback:
        raise ValidationError("an address that every machine has")
    if address.version == 4 and found.split(".")[0] in {"0", "255"}:
        raise ValidationError("a mask, a broadcast or a placeholder, not a host")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the address as RFC 5952 writes it."""
    return compact(number)


class PkIpAddressRecognizer(PkRecognizer):
    """Finds IPv4 and IPv6 addresses, also glued to labels, with ports, disarmed or masked."""

    NAME_EN = "IP address"
    NAME_UR = "آئی پی ایڈریس"
    ISSUER = "Internet providers, under IANA and APNIC"
    PROOF = ("structure", "context")
    ENTITY = "IP_ADDRESS"
    PATTERNS = (
        Pattern(
            "IPv4",
            rf"(?<![0-9])(?<![0-9]\.)(?:(?<!v)|(?<=[a-z]v)){_V4}{_V4_TAIL}",
            _CERTAIN,
        ),
        Pattern("IPv4 after v", rf"(?<=v){_V4}{_V4_TAIL}", 0.2),
        Pattern(
            "IPv4 masked",
            r"(?<![0-9])(?<![0-9]\.)[0-9]{1,3}\.[0-9]{1,3}\."
            r"(?:[0-9]{1,3}\.[x*#]{1,3}|[x*#]{1,3}\.[x*#]{1,3})(?![0-9a-z])",
            0.5,
        ),
        Pattern("IPv6 with port", rf"\[{_V6}(?:%[0-9a-z]{{1,15}})?\]:[0-9]{{1,5}}(?![0-9])", 0.6),
        Pattern(
            "IPv6",
            # A label that touches it ("IPv6:2400:...") must hold a letter that is no digit of it.
            r"(?:(?<![0-9a-z:.])|[g-z][a-z0-9_]{0,3}[:=])"
            rf"(?P<value>{_V6}(?:%[0-9a-z]{{1,15}})?(?:/[0-9]{{1,3}})?)(?![0-9a-z:])(?!\.[0-9])",
            0.6,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern("IPv4 as one number", r"(?<![0-9.])[0-9]{8,10}(?![0-9])(?!\.[0-9])", 0.6),
    )
    CONTEXT = (
        "ip", "ipv4", "ipv6", "ip address", "ip addr", "ip no", "client ip", "source ip", "src ip",
        "dst ip", "remote addr", "remote address", "login ip", "last ip", "wan ip", "nat ip",
        "framed ip", "x forwarded for", "آئی پی", "آئی پی ایڈریس",
    )  # fmt: skip
    NEGATIVE_CONTEXT = (
        "version", "ver", "release", "build", "firmware", "app version", "section", "clause",
        "para", "article", "chapter", "rule", "ورژن", "دفعہ",
    )  # fmt: skip
    HEADERS = (
        "ipaddr", "ipaddress", "clientip", "remoteip", "srcip", "dstip", "sourceip", "destip",
        "lastip", "loginip", "userip", "publicip", "privateip", "natip", "remoteaddr", "hostip",
        "c ip", "s ip",
    )  # fmt: skip

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop what is no address; keep addresses that no person has for context and columns."""
        if pattern.name == "IPv4 masked":
            return pattern.score
        if pattern.name == "IPv4 as one number":
            # Not loopback, "this network" or a multicast group.
            first = int(value) >> 24
            return pattern.score if 0 < first < 256 and first != 127 else 0.0
        plain = _PLAIN.match(value)
        if plain and "/" not in value:
            return _score_octets(pattern, [int(octet) for octet in plain.groups()])
        if value == "::":
            return 0.0
        try:
            found = compact(value)
        except ValidationError:
            return 0.0
        if found == "::":
            return 0.0
        if pattern.name.startswith("IPv6") and "." not in found:
            address = ipaddress.ip_address(found.partition("/")[0])
            if address.is_loopback:
                return 0.1
            return pattern.score if _is_assigned(address) else 0.2
        if not is_valid(found):
            return 0.1
        if pattern.name.startswith("IPv6"):
            return pattern.score
        if pattern.name == "IPv4":
            if found.partition("/")[0].endswith(".0.0.0"):
                return 0.1
            if int(found.split(".")[0]) < _VERSION_LIKE_BELOW:
                return 0.5
            return 0.6
        return pattern.score


def _score_octets(pattern: Pattern, octets: list[int]) -> float:
    """Grade an IPv4 address without a prefix length, as `score` does with one."""
    if max(octets) > 255:
        return 0.0
    if octets[0] in {0, 127, 255} or not any(octets[1:]):
        return 0.1
    if pattern.name == "IPv4" and octets[0] < _VERSION_LIKE_BELOW:
        return 0.5
    # No section or version has such numbers: what speaks against those does not lower it.
    if pattern.name == "IPv4":
        return _CERTAIN if octets[0] > 31 else 0.6
    return pattern.score


def _is_assigned(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Say whether an IPv6 address lies where IANA has assigned any to hosts."""
    return (
        address in _GLOBAL_UNICAST
        or address.is_link_local
        or address in _UNIQUE_LOCAL
        or address in _TRANSLATED
    )


_GLOBAL_UNICAST: Final = ipaddress.ip_network("2000::/3")
_UNIQUE_LOCAL: Final = ipaddress.ip_network("fc00::/7")
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")
