r"""URL: an address of the web, of a file or of a chat, whole, with its path and query.

scheme://host:port/path?query#fragment. The query is where telephone numbers, CNICs and session
tokens stand, so the whole URL is one finding. Also found: www. without a scheme, bare domains
with a top-level domain from the lists below, disarmed ones (hxxp://, [.]), and those escaped for
JSON (https:\/\/).

A domain whose last part is also a word of English or Roman Urdu (me, to, in, live, online) needs
a path or context: chats glue sentences together ("nahi aya.to phir"). A capital after the dot is
a new sentence ("end.Info") or a degree (B.Com). Files (report.pdf) end in no listed domain.

Not found: bare domains under top-level domains that are not listed, and internationalised ones in
their own script without scheme or www.

Not known: whether a link leads to a person; domains under suffixes that are not listed.

Sources: RFC 3986; RFC 1035, section 2.3.4 (63 characters a label); IANA Root Zone Database, of
which the lists take what Pakistani data shows; PKNIC's list of second levels (com.pk, edu.pk, ...)
needs no list here, as all end in pk.

>>> compact("https://www.Example.com/a/")
'example.com/a'
>>> compact("hxxps://example[.]com:443/?q=1")
'example.com?q=1'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recognizers.pk.pattern import Pattern
from recognizers.pk.recognizer import PkRecognizer
from recognizers.pk.script import fold
from recognizers.pk.validation import ValidationError, accepted_by

if TYPE_CHECKING:
    from typing import Final

# What no URL holds unescaped (RFC 3986, section 2), and what at its end belongs to the sentence.
_ANY: Final = r"[^ \t\r\n<>\"`|{}^]"
_LAST: Final = r"[^ \t\r\n<>\"`|{}^.,;:!?؟'()\[\]*\\]"
_SCHEME: Final = (
    r"(?:https?|hxxps?|s?ftps?|wss?|rtsp|rtmp|whatsapp|viber|skype|tg|fb|intent|market|file|smb)"
)
_DOT: Final = r"(?:\.|\[\.\])"
_HOST: Final = rf"(?<![a-z0-9@_])(?<![a-z0-9_][.\-])(?<![a-z0-9_]\[\.\])(?:[a-z0-9_][a-z0-9_\-]{{0,62}}{_DOT}){{1,10}}"
_AFTER_DOMAIN: Final = r"(?![a-z0-9_\-@])(?!\.[a-z0-9_\-]{1,63}[.@])"
_PATH: Final = rf"(?:(?:\\?/|[?#]){_ANY}*{_LAST}|/)"
_PORT: Final = r"(?::[0-9]{2,5}(?![0-9]))?"

# Top-level domains that are no word after a full stop.
_CLEAR: Final = r"(?:com|net|org|edu|gov|info|biz|io|xyz|pk|uk|eu|cn|ru|xn--[a-z0-9\-]{2,30})"
# Those that are words, initials or file types too.
_WORDLIKE: Final = (
    r"(?:ac|academy|ae|af|agency|ai|app|art|asia|au|bd|be|bh|bid|bio|blog|br|ca|cc|center|ch|chat|"
    r"click|cloud|club|co|company|de|design|dev|digital|dk|eg|email|es|expert|fi|fm|fr|fun|fyi|"
    r"gd|gg|gl|global|goog|group|hk|host|ie|im|in|ink|int|ir|is|it|jp|ke|kr|kw|life|link|live|lk|"
    r"ltd|ly|market|me|media|mil|mobi|mx|my|name|network|news|ng|nl|no|np|nu|nz|om|one|online|page|"
    r"ph|plus|press|pro|ps|pw|qa|rocks|sa|school|se|services|sg|sh|shop|site|so|social|solutions|"
    r"space|st|store|studio|su|support|systems|team|tech|tel|th|tips|tk|to|today|tools|top|tr|tv|"
    r"tw|ua|us|vip|vn|website|wiki|work|world|ws|za|zone)"
)

# Names of XML's vocabularies: they say how a file is to be read, and lead to nobody's page.
_VOCABULARY: Final = re.compile(
    r"(?:https?:\\?/\\?/)?(?:www\.)?(?:w3\.org/(?:TR|[12][0-9]{3}|XML)|opengis\.net|purl\.org|"
    r"schemas\.(?:xmlsoap|openxmlformats|microsoft|android)\.(?:org|com)|topografix\.com/GPX|"
    r"(?:earth\.)?google\.com/(?:kml|schemas)|garmin\.com/xmlschemas|ns\.adobe\.com|"
    r"inkscape\.org/namespaces|sodipodi\.sourceforge\.net/DTD|ogp\.me/ns|xmlns\.com/foaf)"
    r"(?:/(?![\w.\-]*[0-9]{5})[\w.\-]{1,40}){0,8}[/#]?"
)
_START: Final = re.compile(r"([a-z]{2,12}):[\\/]{2,4}")
_WEB_SCHEMES: Final = frozenset({"http", "https", "hxxp", "hxxps"})
_TRIMMED: Final = " \t\r\n<>\"'=,;()[]"


def compact(url: str) -> str:
    """Return the URL without what does not change where it leads.

    Dropped are http or https, "www.", the web's own ports and a slash at the end; the host is in
    lower case; disarming and JSON escapes are undone. Raises ValidationError when no host is
    left or a blank stands inside.
    """
    text = fold(url).text.strip(_TRIMMED).replace("[.]", ".")
    text = re.sub(r"\\+/", "/", text)
    scheme = ""
    start = _START.match(text.lower())
    if start:
        scheme = "" if start[1] in _WEB_SCHEMES else f"{start[1]}://"
        text = text[start.end() :]
    if not text or re.search(r"\s", text):
        raise ValidationError("not one URL")
    host, rest = _split(text)
    host = re.sub(r"^www[0-9]{0,3}\.", "", host.lower()).removesuffix(":443").removesuffix(":80")
    if not host.strip("."):
        raise ValidationError("a URL has a host")
    return scheme + host.rstrip(".") + re.sub(r"^/+(?=[?#]|$)", "", rest.rstrip("/"))


def _split(text: str) -> tuple[str, str]:
    """Return what stands before the first slash, question mark or hash, and the rest."""
    end = re.search(r"[/?#]", text)
    return (text[: end.start()], text[end.start() :]) if end else (text, "")


def validate(url: str) -> str:
    """Return the compact URL if its host can be one: a dot inside, labels of 1 to 63 characters.

    Raises ValidationError otherwise. URLs of programs (whatsapp://send?...) have no such host.
    """
    found = compact(url)
    if "://" in found:
        return found
    host = _split(found)[0].rpartition("@")[2].partition(":")[0]
    labels = host.split(".")
    if len(labels) < 2 or not all(0 < len(label) <= 63 for label in labels):
        raise ValidationError("a host has labels of 1 to 63 characters between dots")
    return found


is_valid = accepted_by(validate)


def format(url: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the compact URL; nobody issues URLs in another form."""
    return compact(url)


class PkUrlRecognizer(PkRecognizer):
    """Finds URLs with a scheme, with www., and bare domains; each with its path and query.

    What is surely a URL scores above the numbers that stand in its path and query, so that it is
    named and replaced as a whole.
    """

    NAME_EN = "Web address"
    NAME_UR = "ویب ایڈریس (لنک)"
    ISSUER = "Whoever holds the domain; PKNIC for .pk"
    PROOF = ("structure", "context")
    ENTITY = "URL"
    RAISED = frozenset({"domain"})
    PATTERNS = (
        Pattern("with scheme", rf"{_SCHEME}:[\\/]{{2,4}}{_ANY}*{_LAST}", 0.97),
        Pattern("www", rf"(?<![a-z0-9@_])www[0-9]{{0,3}}{_DOT}{_ANY}*{_LAST}", 0.97),
        Pattern("domain", rf"{_HOST}{_CLEAR}{_AFTER_DOMAIN}{_PORT}{_PATH}?", 0.5),
        Pattern("domain like a word, with a path", rf"{_HOST}{_WORDLIKE}{_PORT}{_PATH}", 0.5),
        Pattern("domain like a word", rf"{_HOST}{_WORDLIKE}{_AFTER_DOMAIN}{_PORT}(?!\\?/)", 0.2),
    )
    CONTEXT = (
        "url", "urls", "website", "web site", "web address", "webpage", "homepage", "link",
        "domain", "web link", "profile link", "ویب سائٹ", "ویب ایڈریس", "لنک", "یو آر ایل",
    )  # fmt: skip
    HEADERS = (
        "websiteurl", "weburl", "photourl", "imageurl", "avatarurl", "profileurl", "links",
        "siteurl", "picurl", "referer", "referrer", "useravatar",
    )  # fmt: skip
    NOT_HEADERS = ("road", "speed", "budget", "id", "bandwidth")

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop names of XML's vocabularies, and what a bare domain's shape lets in.

        That is sentence ends, degrees and numbers.
        """
        if _VOCABULARY.fullmatch(value):
            return 0.0
        if pattern.name in {"with scheme", "www"}:
            return pattern.score
        host, path = _split(value)
        labels = re.split(r"\.|\[\.\]", host.partition(":")[0])
        if not any(letter.isalpha() for label in labels[:-1] for letter in label):
            return 0.0
        if path:
            return 0.97 if pattern.name == "domain" else pattern.score
        if len(labels) == 2 and len(labels[0]) == 1:
            return 0.1
        name, last = labels[-2], labels[-1]
        if last[0].isupper() and not last.isupper():
            return 0.2 if name[0].isupper() else 0.0
        return pattern.score
