"""E-mail address (ای میل), of any provider.

name@domain: a name of letters, digits, dots, dashes, underscores and plus signs, then a domain
whose last label is letters of one script, or an IP address. There is no issuer and no check digit.

Found too: addresses spelled out (ali (at) gmail dot com, ali at the rate gmail dot com), with a
lost dot or a comma (ali@gmailcom), split by a space, in a link (mailto:), encoded in a URL
(ali%40gmail.com), in other scripts. What is glued to an address stays outside it.

Not found: a name at a wallet without a domain (ali@nayapay), which is PK_WALLET_ID; names in
quotation marks. A name at a machine without a domain (root@server) needs a label. A chat
application's identifier made of a mobile number (923001234567@s.whatsapp.net) is left to the mobile
number in it, so that it links.

Upper and lower case mean the same here: the standard lets a server tell names apart by case, and
no large one does. Dots and plus signs in the name are kept, although some providers ignore them.
No list of top-level domains is used, so nothing is fetched and a new one is found.

Not known: whether an address is in use.

Sources: RFC 5321 and 5322 (syntax), RFC 6531 (other scripts), RFC 5890 and 3492 (IDN, Punycode),
RFC 3986 (percent-encoding).

>>> compact("Ali.Khan (at) Gmail dot com")
'ali.khan@gmail.com'
>>> compact("mailto:ali@gmailcom")
'ali@gmail.com'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recognizers.pk import mobile, wallet_id
from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from typing import Final

# Letters with accents go with A to Z; other scripts are apart, so that an Urdu word glued to an
# address stays outside it. Neither holds punctuation or symbols.
_LATIN: Final = "a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_OTHER: Final = "\u0370-\u1fff\u2c00-\ud7ff\uf900-\uffef"
# A name begins once in a run of its characters, after leading dots and dashes, so that the search
# stays linear.
_BEGIN: Final = rf"(?<![{_LATIN}_+.\-%])[_+.\-]*"
# Possessive: what follows a name begins with a character that no name has.
_NAME: Final = rf"[{_LATIN}](?:[{_LATIN}_+\-]|\.(?!\.)){{0,127}}+"
_LABEL: Final = rf"[{_LATIN}{_OTHER}\-]{{1,63}}"
_DOMAIN: Final = (
    rf"(?:(?:{_LABEL}\.){{1,8}}(?:xn--[a-z0-9\-]{{2,59}}|[a-z]{{2,63}}|[{_OTHER}]{{2,63}})"
    r"|\[?[0-9]{1,3}(?:\.[0-9]{1,3}){3}\]?)"
)
_PROVIDERS: Final = {
    "gmail": "gmail", "googlemail": "googlemail", "yahoo": "yahoo", "ymail": "ymail",
    "rocketmail": "rocketmail", "hotmail": "hotmail", "outlook": "outlook", "live": "live",
    "icloud": "icloud", "msn": "msn", "aol": "aol", "protonmail": "protonmail",
    "جی میل": "gmail", "جیمیل": "gmail", "یاہو": "yahoo", "ہاٹ میل": "hotmail",
}  # fmt: skip
_PROVIDER: Final = f"(?:{'|'.join(_PROVIDERS)})"
_ENDING: Final = r"(?:com|co|net|org|edu|gov|pk|uk|info|کام|پی کے)"
_ENDINGS_IN_URDU: Final = {"کام": "com", "پی کے": "pk"}
_AT_WORD: Final = r"(?:at(?: the)?(?: rate)?(?: of)?|@|the rate(?: of)?|ایٹ(?: دی ریٹ)?)"
_AT_BRACKET: Final = rf" ?[(\[{{<] ?{_AT_WORD} ?[)\]}}>] ?"
_AT_SPOKEN: Final = rf"(?: ?@)? {_AT_WORD} "
_DOT: Final = r"(?: ?[(\[{<] ?(?:dot|\.|ڈاٹ) ?[)\]}>] ?| (?:dot|ڈاٹ) )"
_SPELLED_NAME: Final = rf"{_NAME}(?:{_DOT}[{_LATIN}_\-]{{1,32}}){{0,3}}"
_SPELLED_LABEL: Final = rf"(?:{_PROVIDER}|[{_LATIN}\-]{{1,63}})"
_SPELLED_END: Final = r"(?:[a-z]{2,24}|کام|پی کے)"

_AT_ANY: Final = re.compile(rf"{_AT_BRACKET}|{_AT_SPOKEN}|%40| ?@ ?")
_DOT_ANY: Final = re.compile(rf"{_DOT}| ?[.,;] ?")
_WITHOUT_DOT: Final = re.compile(rf"({_PROVIDER})[ .]?((?:\.?{_ENDING})*)")
_WHOLE: Final = re.compile(rf"[{_LATIN}{_OTHER}_+.\-]{{1,256}}@{_DOMAIN}")
# As most are written; `compact` needs one step for them.
_USUAL: Final = re.compile(
    r"[a-z0-9_+\-]+(?:\.[a-z0-9_+\-]+)*@(?:gmail|yahoo|hotmail|outlook)\.com"
)
_AT_PROVIDER: Final = re.compile(rf"@{_PROVIDER}")
_PROVIDER_DOT: Final = re.compile(rf"{_PROVIDER}\.")
_SPELLED_DOT: Final = re.compile(r"dot|ڈاٹ")
_NEEDED: Final = re.compile("@|%40")
# Without a word or bracket for a dot only a provider right behind the word for at will do; one
# right behind the sign is for other patterns.
_NEEDED_BY_SPELLED: Final = re.compile(
    rf"dot|ڈاٹ|[)\]}}>]|(?:at|the|rate|of|@|ایٹ|ریٹ) {_PROVIDER}", re.IGNORECASE
)
_LONGEST: Final = 1_000
# Endings of files (logo@2x.png), none of them in the root zone.
_NOT_TOP_LEVEL: Final = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js"})
_CHATS: Final = frozenset({"s.whatsapp.net", "c.us"})


def _label(label: str) -> str:
    """Return a domain's label in its own script; one that is not Punycode stays as it is."""
    if label.startswith("xn--"):
        try:
            decoded = fold(label[4:].encode("ascii").decode("punycode")).text.lower()
        except UnicodeError:
            return label
        return decoded if re.fullmatch(_LABEL, decoded) else label
    return label


def _domain(text: str) -> str:
    """Return a domain with the dots that it was written without."""
    labels = [part.strip() for part in _DOT_ANY.split(text)]
    labels = [_ENDINGS_IN_URDU.get(part, part) for part in labels if part]
    glued = _WITHOUT_DOT.fullmatch(labels[0]) if labels else None
    if glued:
        rest = glued[2].replace(".", "")
        if not rest and len(labels) == 1:
            rest = "com"
        labels[:1] = [_PROVIDERS[glued[1]], *re.findall(_ENDING, rest)]
    return ".".join(_label(_ENDINGS_IN_URDU.get(part, part)) for part in labels)


def compact(number: str) -> str:
    """Return name@domain in lower case, spelled-out signs and Punycode resolved.

    Raises ValidationError when there is no name, no domain or no sign between them.
    """
    if len(number) > _LONGEST:
        raise ValidationError("too long for an address")
    if _USUAL.fullmatch(usual := number.lower()):
        return usual
    text = fold(number).text.lower().strip(" \t\r\n'\"<>.,;=")
    text = text.removeprefix("mailto:").partition("?")[0]
    at = _AT_ANY.search(text)
    if not at:
        raise ValidationError("no sign or word for at")
    name = _DOT_ANY.sub(".", text[: at.start()]).strip()
    domain = _domain(text[at.end() :].strip(" .,;[]"))
    if not name or not domain or re.search(r"[ \t\r\n@]", name + domain):
        raise ValidationError("an address is a name and a domain")
    return f"{name}@{domain}"


def validate(number: str) -> str:
    """Return the compact address if its domain has a top-level domain or is an IP address.

    Raises ValidationError otherwise.
    """
    found = compact(number)
    if not _WHOLE.fullmatch(found):
        raise ValidationError("the domain is not complete")
    if found.rpartition(".")[2] in _NOT_TOP_LEVEL:
        raise ValidationError("the ending is a file's, not a domain's")
    return found


is_valid = accepted_by(validate)


def format(number: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the compact address; it has no other printed form."""
    return compact(number)


class EmailAddressRecognizer(PkRecognizer):
    """Finds e-mail addresses: plain, spelled out, damaged, in other scripts; without a network."""

    NAME_EN = "E-mail address"
    NAME_UR = "ای میل ایڈریس"
    ISSUER = "Any mail provider"
    PROOF = ("structure",)
    ENTITY = "EMAIL_ADDRESS"
    PATTERNS = (
        Pattern("plain", rf"{_BEGIN}(?P<value>{_NAME}(?:@|%40){_DOMAIN})", 0.95),
        Pattern(
            "plain, after a sign",
            rf"(?:\.\.-?|%(?:[0-9a-f]{{2}})?)(?P<value>{_NAME}(?:@|%40){_DOMAIN})",
            0.95,
        ),
        Pattern(
            "plain, another script",
            rf"(?<![{_LATIN}{_OTHER}_+.\-])[{_LATIN}{_OTHER}_+.\-]{{0,63}}[{_OTHER}](?:@|%40){_DOMAIN}",
            0.9,
        ),
        # One start in a run, so its length needs no bound.
        Pattern(
            "plain, very long name",
            rf"(?<![{_LATIN}_+.\-])[{_LATIN}_+.\-]{{128,}}@{_DOMAIN}",
            0.9,
        ),
        Pattern(
            "dot lost",
            rf"{_BEGIN}(?P<value>{_NAME}@(?:"
            rf"{_PROVIDER}(?:[ ,.;]{{0,2}}{_ENDING}){{0,2}}(?![a-z0-9])"
            rf"|[{_LATIN}\-]{{2,63}}(?![{_LATIN}.@\-])))",
            0.7,
        ),
        Pattern(
            "space added",
            rf"{_BEGIN}(?P<value>{_NAME}(?: @ ?| ?@ )(?:{_LABEL} ?\. ?){{1,4}}{_ENDING})(?![a-z0-9])",
            0.7,
        ),
        Pattern(
            "spelled in brackets",
            rf"{_BEGIN}(?P<value>{_SPELLED_NAME}{_AT_BRACKET}"
            rf"(?:(?:{_SPELLED_LABEL}(?:{_DOT}|\.)){{1,4}}{_SPELLED_LABEL}|{_PROVIDER}))(?![a-z0-9])",
            0.8,
        ),
        Pattern(
            "spelled",
            rf"{_BEGIN}(?P<value>{_SPELLED_NAME}(?:@|{_AT_SPOKEN})(?:"
            rf"(?:{_SPELLED_LABEL}(?:{_DOT}|\.)){{0,3}}{_SPELLED_LABEL}{_DOT}"
            rf"(?:{_SPELLED_END}(?:{_DOT}|\.)){{0,2}}{_SPELLED_END}"
            rf"|{_PROVIDER}(?:\.{_ENDING}){{0,2}}))(?![a-z0-9])",
            0.7,
        ),
    )
    COLUMN_PATTERNS = (
        Pattern(
            "sign lost",
            rf"{_BEGIN}(?P<value>[{_LATIN}][{_LATIN}_+.\-]{{0,63}}? ?{_PROVIDER}[ .,]?{_ENDING})"
            r"(?![a-z0-9])",
            0.6,
        ),
        Pattern(
            "anything with the sign",
            r"(?<![^ \t\r\n@])[^ \t\r\n@]{1,128} ?@ ?[^ \t\r\n@]{1,128}",
            0.5,
        ),
    )
    CONTEXT = (
        "email", "e mail", "emailaddress", "email address", "email id", "mail", "mail id",
        "mailto", "gmail", "gmail id", "ای میل", "ای میل ایڈریس", "ایمیل", "جی میل", "برقی پتہ",
    )  # fmt: skip
    HEADERS = (
        "emailid", "mailid", "mailaddress", "gmailid", "emailadd", "emailaddr", "برقی ڈاک",
        "برقی پتہ", "ای میل پتہ", "ای میل ایڈریس",
    )  # fmt: skip
    NOT_HEADERS = ("status", "type", "verified", "sent", "date", "subject", "count", "body")
    CONTEXT_SCORE = 0.9

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop names of files; leave wallets' handles and chat identifiers to their own."""
        lowered = value.lower().replace("%40", "@")
        if pattern.name.startswith("plain"):
            name, _, domain = lowered.rpartition("@")
            if domain.rpartition(".")[2] in _NOT_TOP_LEVEL:
                return 0.0
            return 0.0 if domain in _CHATS and mobile.is_valid(name) else pattern.score
        if pattern.name == "dot lost":
            if wallet_id.is_valid(value):
                return 0.0
            return pattern.score if _AT_PROVIDER.search(lowered) else 0.2
        if pattern.name == "spelled" and not _SPELLED_DOT.search(lowered):
            # "ali at gmail.com", but also "write to us at gmail.com".
            return 0.45 if _PROVIDER_DOT.search(lowered) else 0.2
        return pattern.score

    def may_match(self, folded: str, pattern: Pattern) -> bool:
        """Search only text with a sign or word for at."""
        needed = _NEEDED_BY_SPELLED if pattern.name.startswith("spelled") else _NEEDED
        return pattern.name == "sign lost" or needed.search(folded) is not None
