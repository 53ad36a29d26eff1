"""Account on a social network or messenger: handle, profile link, chat link or account number.

@handle             letters, digits, "_" and "."; 1 to 30 characters (X 15, Instagram 30, TikTok 24,
                    Telegram 5 to 32, Threads as Instagram). Bare, it needs context.
profile link        facebook.com/name, facebook.com/profile.php?id=…, instagram.com/…, x.com/…,
                    tiktok.com/@…, t.me/…, linkedin.com/in/…, snapchat.com/add/…, youtube.com/@…
chat link           wa.me/92… and api.whatsapp.com/send?phone=… hold the telephone number;
                    chat.whatsapp.com/… is the invitation to a group
account number      Telegram 6 to 12 digits, a group's with -100 before; Facebook 6 to 17 digits

There is no check digit anywhere. In a column of handles the whole cell is one, since an account's
name may be in any script.

Not found in text: a handle without "@" and without the network's name and a colon before it; names
of networks that are not listed.

Not known: whether an account exists; the forms of networks that are not listed.

Sources: help pages of the networks for the length and letters of names (X, Instagram, TikTok,
Telegram, read 2026); core.telegram.org/api/bots/ids for numbers; the written forms as seen in
public Pakistani data.

>>> compact("https://www.facebook.com/Ali.Khan99/?ref=share")
'facebook.com/ali.khan99'
>>> compact("@Ali_Khan99")
'@ali_khan99'
>>> compact("wa.me/+923001234567")
'wa.me/923001234567'
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

# What no link holds unescaped (RFC 3986, section 2), and what at its end belongs to the sentence.
_ANY: Final = r"[^ \t\r\n<>\"`|{}^]"
_LAST: Final = r"[^ \t\r\n<>\"`|{}^.,;:!?؟'()\[\]*\\]"
_NAME: Final = r"[a-z0-9_](?:[a-z0-9_.]{0,30}[a-z0-9_])?"

# Hosts by the one they are the same as.
_HOSTS: Final = {
    "facebook.com": ("facebook.com", "fb.com", "fb.me", "facebook.me"),
    "m.me": ("m.me", "messenger.com"),
    "instagram.com": ("instagram.com", "instagr.am", "ig.me"),
    "x.com": ("x.com", "twitter.com"),
    "tiktok.com": ("tiktok.com",),
    "t.me": ("t.me", "telegram.me", "telegram.dog"),
    "linkedin.com": ("linkedin.com", "lnkd.in"),
    "snapchat.com": ("snapchat.com",),
    "youtube.com": ("youtube.com",),
    "wa.me": ("wa.me", "wa.link"),
    "whatsapp.com": ("whatsapp.com",),
    "threads.net": ("threads.net", "threads.com"),
    "pinterest.com": ("pinterest.com",),
    "reddit.com": ("reddit.com",),
    "discord.gg": ("discord.gg", "discord.com"),
    "vk.com": ("vk.com",),
    "signal.me": ("signal.me", "signal.group"),
    "likee.video": ("likee.video", "likee.com"),
    "github.com": ("github.com",),
    "quora.com": ("quora.com",),
    "bigo.tv": ("bigo.tv",),
    "linktr.ee": ("linktr.ee",),
}
_SAME: Final = {alias: host for host, aliases in _HOSTS.items() for alias in aliases}
_HOST: Final = "|".join(re.escape(alias) for alias in sorted(_SAME, key=len, reverse=True))

# Words that name a network, before a colon and an account: "insta: ali_khan99".
_NETWORK: Final = (
    r"(?:instagram|insta|ig|twitter|tweeter|facebook|fb|tik ?tok|telegram|tg|snap ?chat|snap|"
    r"linkedin|linked in|threads|youtube|yt|discord|skype|imo|likee|"
    r"انسٹاگرام|انسٹا|ٹوئٹر|فیس ?بک|ٹک ?ٹاک|ٹیلی ?گرام|سنیپ ?چیٹ|یوٹیوب)"
)
_OWN: Final = (
    r"(?:[ \t_]{1,2}(?:id|handle|user ?name|user|account|acc|profile|page|name|link"
    r"|ایی ڈی|اکاونٹ))?"
)
_NO_NAMES: Final = frozenset(
    {
        "the", "and", "yes", "not", "nil", "none", "null", "n.a", "hai", "nahi", "nahin", "jee",
        "com", "www", "http", "https", "mera", "meri", "pe", "par", "ka", "ki", "on", "off",
    }
)  # fmt: skip

_LINK: Final = re.compile(
    rf"(?:[a-z]{{2,8}}:[\\/]{{2,4}})?(?:[a-z0-9\-]{{1,20}}\.)?({_HOST})/+(.*)", re.DOTALL
)
_PHONE_LINK: Final = re.compile(r"(?:send/?)?\?(?:[^#]*&)?phone=((?:%2b)?[+0-9%\- ]+)")
# What stands around an account and is no part of it.
_AROUND: Final = " \t\r\n'\"=,;()[]<>"


def compact(handle: str) -> str:
    """Return a link as host and account, a bare name as @name, a number as its digits.

    Accounts are compared in lower case; what follows them in a link (?ref=…) is dropped. Names
    in other scripts and with blanks stay, folded and in lower case. Raises ValidationError when
    nothing is left.
    """
    text = fold(handle).text.strip(_AROUND).lower()
    text = re.sub(r"\\+/", "/", text)
    link = _LINK.fullmatch(text)
    if link:
        return _compact_link(_SAME[link[1]], link[2])
    text = re.sub(r"\s+", " ", text).rstrip(_AROUND + ".:!?")
    if re.fullmatch(r"-?[0-9]+(?:\.0)?", text):
        return text.removesuffix(".0")
    if re.fullmatch(rf"@?{_NAME}", text):
        return "@" + text.lstrip("@")
    if not text.strip("@-_ "):
        raise ValidationError("no account is named")
    return text


def _compact_link(host: str, path: str) -> str:
    phone = _PHONE_LINK.match(path)
    if phone:
        return "wa.me/" + re.sub(r"[^0-9]", "", phone[1].replace("%2b", ""))
    number = re.match(r"(?:profile\.php|people/[^?]*)\?(?:.*&)?id=([0-9]{4,20})", path)
    if number:
        return f"{host}/{number[1]}"
    path = re.split(r"[?#&]", path)[0].strip("/")
    if host == "wa.me":
        path = re.sub(r"[^0-9a-z/]", "", path)
    if host in {"tiktok.com", "threads.net", "x.com", "instagram.com"}:
        path = path.lstrip("@")
    return f"{host}/{path}" if path else host


def validate(handle: str) -> str:
    """Return the compact account if it names one: a link with a path, a name or a number.

    Raises ValidationError for a network's address alone.
    """
    found = compact(handle)
    if found in _SAME or found.lstrip("@") in _SAME:
        raise ValidationError("the address of a network, no account")
    return found


is_valid = accepted_by(validate)


def format(handle: str) -> str:  # noqa: A001 - the four verbs have the same names in every module
    """Return the compact account; each network prints it in its own way."""
    return compact(handle)


class PkSocialHandleRecognizer(PkRecognizer):
    """Finds profile and chat links, handles behind a network's name, and bare ones by context."""

    NAME_EN = "Account on a social network or messenger"
    NAME_UR = "سوشل میڈیا اکاؤنٹ"
    ISSUER = "Each network"
    PROOF = ("structure", "context")
    ENTITY = "SOCIAL_HANDLE"
    PATTERNS = (
        Pattern(
            "link",
            rf"(?:(?<![a-z0-9])[a-z]{{2,8}}:[\\/]{{2,4}})?(?:(?<![a-z0-9_\-])[a-z0-9\-]{{1,20}}\.)?"
            rf"(?<![a-z0-9_\-])(?:{_HOST})\\?/{_ANY}*{_LAST}",
            0.98,
        ),
        Pattern(
            "program link",
            rf"(?:whatsapp|tg|fb|skype|viber|instagram|twitter):[\\/]{{2,4}}{_ANY}*{_LAST}",
            0.98,
        ),
        Pattern(
            "named network",
            rf"(?<![a-z0-9\u0621-\u06d3])(?<![0-9a-f][:\-])(?:{_NETWORK}){_OWN}"
            rf"[ \t]{{0,2}}[:=]-?[ \t]{{0,2}}(?P<value>@?{_NAME})(?![a-z0-9_@/])(?!\.[a-z0-9])"
            r"(?!:[0-9a-f]{2}[:\-])",
            0.6,
        ),
        Pattern(
            "named network, dash",
            rf"(?<![a-z0-9\u0621-\u06d3])(?<![0-9a-f][:\-])(?:{_NETWORK}){_OWN}"
            rf"[ \t]{{0,2}}-[ \t]{{0,2}}(?P<value>@?{_NAME})(?![a-z0-9_@/])(?!\.[a-z0-9])"
            r"(?!:[0-9a-f]{2}[:\-])",
            0.6,
        ),
        Pattern(
            "named number",
            r"(?<![a-z])(?:telegram|tg|chat|facebook|fb|page|instagram)[ _]?(?:user[ _]?)?id"
            r"[\"' :=#]{0,4}(?P<value>-?[0-9]{6,17})(?![0-9])",
            0.6,
        ),
        Pattern("at", rf"(?<![a-z0-9._%+\-@/])@{_NAME}(?![a-z0-9_@])", 0.3),
    )
    CONTEXT = (
        "ٹیلیگرام", "twitter", "twitter handle", "facebook", "facebook id", "fb", "fb id",
        "facebook page", "instagram", "insta", "insta id", "instagram id", "ig", "tiktok",
        "tik tok", "telegram", "telegram id", "tg id", "tg", "snapchat", "snap chat", "snap id",
        "linkedin", "linked in", "threads id", "youtube channel", "social media", "handle",
        "username", "user name", "social media id", "whatsapp link", "follow", "follow karo",
        "dm karo", "chat id", "ٹوئٹر", "فیس بک", "انسٹاگرام", "انسٹا", "ٹک ٹاک", "ٹیلی گرام",
        "سنیپ چیٹ", "سوشل میڈیا", "لنکڈ ان", "یوزر نیم",
    )  # fmt: skip
    HEADERS = (
        "fbid", "facebookid", "facebookurl", "fburl", "fblink", "fbprofile", "instagramid",
        "instaid", "twitterid", "twitterhandle", "tiktokid", "telegramid", "tgid", "telegram user",
        "chatid", "snapchatid", "linkedinurl", "linkedinprofile", "socialhandle", "socialmedia",
        "skypeid", "skype", "handle", "screen name", "screenname", "youtube",
    )  # fmt: skip
    NOT_HEADERS = (
        "followers", "follower", "following", "likes", "like", "shares", "share", "views", "posts",
        "post", "count", "comments", "date", "time", "status", "text", "message", "campaign", "ad",
        "ads", "time zone", "verified", "created", "joined", "password", "email", "phone",
    )  # fmt: skip
    WHOLE_CELL = True

    def score(self, pattern: Pattern, value: str) -> float:
        """Drop words that follow a network's name, and handles without a letter."""
        if pattern.name == "named network, dash" and value.isalpha():
            # "Twitter - better than ever"
            return 0.0
        if pattern.name.startswith("named network"):
            name = value.lower()
            if name in _NO_NAMES or (len(name) < 3 and name.isalpha()):
                return 0.0
        if pattern.name == "at" and not any(letter.isalpha() for letter in value):
            return 0.1
        return pattern.score
