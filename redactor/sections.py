"""Parts of report.html that say what a copy still gives away, in English and in Urdu.

Take the plain dictionaries of report.json and of `redactor attack --json`; no script, no network,
never a value. Nothing here claims more than what was measured.
"""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Language = Literal["en", "ur"]

URDU_STYLE: Final = """
[dir=rtl]{font-family:"Noto Nastaliq Urdu","Jameel Noori Nastaleeq","Mehr Nastaliq Web",
"Urdu Typesetting","Noto Naskh Arabic","Geeza Pro",Tahoma,"Times New Roman",serif;
line-height:2.1}[dir=rtl] td,[dir=rtl] th{text-align:right}
[dir=rtl] td.n,[dir=rtl] th.n{text-align:left}
"""

WORDS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "title": "Redaction report",
        "other": "اردو میں نیچے",
        "found": "What was found",
        "kind": "Kind",
        "times": "Times",
        "clean": "The copy was read back and searched: nothing that was removed was found.",
        "risk": "What the tables still give away",
        "risk_note": "Of persons who look alike in place, date, sex and the like. Who knows these "
        "of somebody can look for their row. It says nothing of what other columns tell.",
        "none": "Not measured in this run: `redactor risk` or --risk does.",
        "before": "Before",
        "after": "After",
        "persons": "Persons",
        "smallest": "Smallest group that looks alike (k)",
        "below": "Share of persons in groups below",
        "unique": "Share of persons who are alone",
        "linked": "Share of persons alone by all their rows together",
        "average": "Chance to pick the right row, on average",
        "highest": "Chance to pick the right row, highest",
        "diversity": "fewest different values in a group; t; share given away by their group",
        "curve": "Share of persons in groups of at most so many (before: dashed)",
        "quasi": "Columns that count",
        "release": "What the release cost",
        "rows": "Rows",
        "suppressed": "Rows taken out",
        "loss": "Loss (0 nothing, 1 all)",
        "mean": "Rows in a group, on average",
        "unlinked": "Persons whose rows were unlinked",
        "level": "Made coarser to",
        "entropy": "Entropy left",
        "column": "Column",
        "emptied": "Emptied columns",
        "editor": "For an editor: what was done",
        "ethics": "For an ethics board: what can still be learnt",
        "auditor": "For an auditor: where, by which rules, and how to repeat it",
        "attack_hint": "What somebody who knows the people gets out of this copy is tried by "
        "<code>redactor attack</code>, on a page of its own.",
        "attack": "What an intruder got",
        "name": "Attack",
        "attack_note": "Each attack was first tried on a copy made weak on purpose (control).",
        "has": "Has",
        "gain": "Gain over guessing (95 %)",
        "control": "Control",
        "result": "Result",
        "won": "wins",
        "lost": "fails",
        "design": "by design",
        "nothing": "nothing to try",
        "unchecked": "What could not be checked",
    },
    "ur": {
        "title": "ذاتی معلومات ہٹانے کی رپورٹ",
        "other": "",
        "found": "کیا ملا",
        "kind": "قسم",
        "times": "تعداد",
        "clean": "نقل کو دوبارہ پڑھ کر جانچا گیا: ہٹائی گئی کوئی چیز اس میں نہیں ملی۔",
        "risk": "جدول اب بھی کیا ظاہر کرتے ہیں",
        "risk_note": "یہ اعداد ان افراد کے ہیں جو جگہ، تاریخ، جنس وغیرہ میں ایک جیسے دکھائی دیتے "
        "ہیں۔ جو شخص کسی کے بارے میں یہ باتیں جانتا ہو وہ اس کی سطر ڈھونڈ سکتا ہے۔ دوسرے کالم "
        "جو کچھ ظاہر کرتے ہیں وہ ان اعداد میں شامل نہیں۔",
        "none": "اس بار نہیں ناپا گیا: `redactor risk` یا --risk سے ناپیں۔",
        "before": "پہلے",
        "after": "بعد",
        "persons": "افراد",
        "smallest": "ایک جیسے افراد کا سب سے چھوٹا گروہ (k)",
        "below": "ان افراد کا تناسب جن کا گروہ اس سے چھوٹا ہے:",
        "unique": "ان افراد کا تناسب جن جیسا کوئی اور نہیں",
        "linked": "ان افراد کا تناسب جو اپنی تمام سطروں کو ملا کر پہچانے جا سکتے ہیں",
        "average": "درست سطر چن لینے کا اوسط امکان",
        "highest": "درست سطر چن لینے کا زیادہ سے زیادہ امکان",
        "diversity": "گروہ میں مختلف قدروں کی کم سے کم تعداد؛ t؛ ان افراد کا تناسب جن کی قدر گروہ "
        "ہی سے معلوم ہو جاتی ہے",
        "curve": "ان افراد کا تناسب جن کا گروہ زیادہ سے زیادہ اتنا بڑا ہے (پہلے: ٹوٹی ہوئی لکیر)",
        "quasi": "شمار کیے گئے کالم",
        "release": "شائع کرنے کے لیے کیا چھوڑنا پڑا",
        "rows": "سطریں",
        "suppressed": "نکالی گئی سطریں",
        "loss": "نقصان (0: کچھ نہیں، 1: سب کچھ)",
        "mean": "ایک گروہ میں سطروں کی اوسط تعداد",
        "unlinked": "وہ افراد جن کی سطریں ایک دوسرے سے الگ کر دی گئیں",
        "level": "کس درجے تک عمومی کیا گیا",
        "entropy": "باقی بچی معلومات (اینٹروپی)",
        "column": "کالم",
        "emptied": "خالی کیے گئے کالم",
        "editor": "مدیر کے لیے: کیا کیا گیا",
        "ethics": "اخلاقیات کمیٹی کے لیے: اب بھی کیا معلوم ہو سکتا ہے",
        "auditor": "",
        "attack_hint": "جو شخص ان لوگوں کو جانتا ہو وہ اس نقل سے کیا نکال سکتا ہے، یہ "
        "<code dir=ltr>redactor attack</code> الگ صفحے پر آزماتا ہے۔",
        "attack": "حملہ آور کو کیا ملا",
        "name": "حملہ",
        "attack_note": "ہر حملہ پہلے جان بوجھ کر کمزور بنائی گئی نقل پر آزمایا گیا (جانچ)۔",
        "has": "اس کے پاس کیا ہے",
        "gain": "اندازے سے زیادہ کامیابی (95 ٪)",
        "control": "جانچ",
        "result": "نتیجہ",
        "won": "کامیاب",
        "lost": "ناکام",
        "design": "دانستہ",
        "nothing": "آزمانے کو کچھ نہیں",
        "unchecked": "کیا کچھ جانچا نہیں جا سکا",
    },
}
NOT_CHECKED_URDU: Final = (
    "نام اور پتے کالم، رشتے کے الفاظ (S/O، ولد)، القاب، پتے کی علامتوں اور ایک ماڈل سے پہچانے جاتے "
    "ہیں۔ رواں عبارت میں کچھ نام رہ جاتے ہیں، سب سے زیادہ نایاب نام۔",
    "بے ضرر کالموں کا مجموعہ بھی ایک شخص کی نشان دہی کر سکتا ہے۔",
    "تصاویر، آواز اور دوسرا میڈیا نہیں پڑھا جاتا؛ ایسی فائلیں نقل میں شامل نہیں کی جاتیں۔",
    "جن نمبروں کی قسم یہ پروگرام نہیں پہچانتا وہ جوں کے توں رہتے ہیں۔",
    "جو فائل یا حصہ سمجھ میں نہیں آیا وہ نقل میں شامل نہیں۔",
)


def risk_section(risk: Sequence[Mapping[str, Any]], language: Language = "en") -> str:
    """Return the risk of each table, before and after, with its curve."""
    words = WORDS[language]
    if not risk:
        return f"<h3>{words['risk']}</h3><p class=muted>{words['none']}</p>"
    parts = [f"<h3>{words['risk']}</h3><p class=muted>{words['risk_note']}</p>"]
    for entry in risk:
        after = entry["after"]
        parts.append(f"<h4>{escape(', '.join(after['files'][:3]))}</h4>")
        quasi = [c["column"] for c in after["columns"] if c["role"] == "quasi_identifier"]
        parts.append(f"<p>{words['quasi']}: {_listed(quasi)}</p>")
        parts.append(_risk_table(entry, words) + _curve(entry, words["curve"]))
    return "".join(parts)


def _listed(names: Sequence[str]) -> str:
    """Return names by commas, each in its own direction of writing."""
    return ", ".join(f"<bdi>{escape(name)}</bdi>" for name in names) or "–"


# What a level is called for people: (English, Urdu); the rest is called as in report.json.
_LEVELS: Final = {
    "all": ("one value for all (*)", "سب کے لیے ایک ہی قدر (*)"),
    "common values": ("common values; the rest is “other”", "عام قدریں؛ باقی سب “other”"),
    "value": ("as it was", "جوں کا توں"),
    "day": ("day", "دن"),
    "month": ("month", "مہینہ"),
    "year": ("year", "سال"),
    "5 years": ("5 years", "5 سال"),
    "10 years": ("10 years", "10 سال"),
    "20 years": ("20 years", "20 سال"),
    "age": ("age", "عمر"),
    "place": ("place", "مقام"),
    "district": ("district", "ضلع"),
    "division": ("division", "ڈویژن"),
    "province": ("province", "صوبہ"),
}
_ATTACKS: Final = {
    "enumeration": "تمام ممکنہ نمبر آزمانا",
    "frequency": "قدروں کی گنتی",
    "linkage (singling out)": "جگہ، عمر وغیرہ سے فرد کی سطر ڈھونڈنا",
    "inference": "فرد کی حساس بات معلوم کرنا",
    "linkability": "ایک فرد کی سطروں کو جوڑنا",
    "difference": "دوسری نقل سے موازنہ",
    "row order": "سطروں کی ترتیب",
    "times of day": "دن کے اوقات",
    "pieces": "نمبر یا نام کے ٹکڑے",
}


def _level(name: str, language: Language) -> str:
    found = _LEVELS.get(name)
    if found is not None:
        return found[language == "ur"]
    width = name.removeprefix("bands of ")
    return f"{width} کے گروہ" if language == "ur" and width != name else name


def _risk_table(entry: Mapping[str, Any], words: Mapping[str, str]) -> str:
    columns = [m for m in (entry["before"], entry["after"]) if m is not None]
    heads = [words["before"], words["after"]][-len(columns) :]
    lines: list[tuple[str, list[str]]] = [
        (words["persons"], [f"{m['persons']:,}" for m in columns]),
        (words["smallest"], [f"{m['smallest']:,}" for m in columns]),
        *(
            (f"{words['below']} {k}", [_percent(m["below"][k]) for m in columns])
            for k in columns[0]["below"]
        ),
        (words["unique"], [_percent(m["unique"]) for m in columns]),
        (words["linked"], [_percent(m["linked"]) for m in columns]),
        (words["average"], [_percent(m["average"]) for m in columns]),
        (words["highest"], [_percent(m["highest"]) for m in columns]),
    ]
    for name in columns[-1]["diversity"]:
        cells = []
        for measured in columns:
            d = measured["diversity"].get(name)
            cells.append(
                f"{d['distinct']}; {d['closeness']:.2f}; {_percent(d['homogeneous'])}" if d else "–"
            )
        lines.append((f"{escape(name)}: {words['diversity']}", cells))
    body = "".join(
        f"<tr><td>{name}</td>{''.join(f'<td class=n>{cell}</td>' for cell in cells)}</tr>"
        for name, cells in lines
    )
    head = "".join(f"<th class=n>{name}" for name in heads)
    return f"<table><tr><th>{head}</tr>{body}</table>"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.2%}"


# Points of a curve: class sizes from 1 to 100, on a logarithmic axis.
_WIDTH: Final = 640
_HEIGHT: Final = 180
_MOST: Final = 100


def _curve(entry: Mapping[str, Any], label: str) -> str:
    """Return the share of persons in classes of at most each size, as inline SVG."""
    lines = []
    for which, style in (("before", 'stroke-dasharray="6 4" stroke="#888"'),
                         ("after", 'stroke="#2b6cb0"')):  # fmt: skip
        measured = entry[which]
        if measured is None:
            continue
        total = max(measured["persons"], 1)
        sizes = sorted((int(k), v) for k, v in measured["sizes"].items())
        points = []
        for size in range(1, _MOST + 1):
            share = sum(n for s, n in sizes if s <= size) / total
            points.append(f"{_x(size):.1f},{_HEIGHT - 25 - share * (_HEIGHT - 40):.1f}")
        lines.append(
            f'<polyline fill="none" stroke-width="2" {style} points="{" ".join(points)}"/>'
        )
    ticks = "".join(
        f'<text x="{_x(k):.1f}" y="{_HEIGHT - 8}" text-anchor="middle">{k}</text>'
        f'<line x1="{_x(k):.1f}" x2="{_x(k):.1f}" y1="15" y2="{_HEIGHT - 25}" stroke="#eee"/>'
        for k in (1, 3, 5, 11, 20, 50, 100)
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img" '
        f'direction="ltr" aria-label="{escape(label)}" font-size="12" '
        f'font-family="system-ui,sans-serif">'
        f'{ticks}<text x="2" y="20">100 %</text><text x="2" y="{_HEIGHT - 28}">0 %</text>'
        f"{''.join(lines)}</svg><p class=muted>{escape(label)}</p>"
    )


def _x(size: int) -> float:
    return 50 + (_WIDTH - 70) * math.log(size) / math.log(_MOST)


def release_section(releases: Sequence[Mapping[str, Any]], language: Language = "en") -> str:
    """Return what each table of a release cost; nothing where there is none."""
    if not releases:
        return ""
    words = WORDS[language]
    parts = [f"<h3>{words['release']}</h3>"]
    for made in releases:
        facts = [
            (words["rows"], f"{made['rows']:,}"),
            (words["suppressed"], f"{made['suppressed']:,} ({made['suppressed_share']:.2%})"),
            (words["unlinked"], f"{made['unlinked_persons']:,}"),
            (words["mean"], f"{made['average_class']:,.1f}"),
            (words["loss"], f"{made['loss']:.3f}"),
            (words["emptied"], _listed(made["emptied"])),
        ]
        levels = "".join(
            f"<tr><td><bdi>{escape(column)}</bdi></td><td>{escape(_level(level, language))}</td>"
            f"<td class=n>{made['entropy_kept'].get(column, 0.0):.0%}</td></tr>"
            for column, level in made["levels"].items()
        )
        body = "".join(f"<tr><td>{name}</td><td class=n>{what}</td></tr>" for name, what in facts)
        parts.append(
            f"<h4>{escape(', '.join(made['files'][:3]))}</h4><table>{body}</table>"
            f"<table><tr><th>{words['column']}<th>{words['level']}<th class=n>{words['entropy']}"
            f"</tr>{levels}</table>"
        )
    return "".join(parts)


def _attack(name: str, language: Language) -> str:
    return _ATTACKS.get(name, name) if language == "ur" else name


def attack_section(campaign: Mapping[str, Any], language: Language = "en") -> str:
    """Return what each attack got, from what `redactor attack --json` prints."""
    words = WORDS[language]
    parts = [f"<h2>{words['attack']}</h2><p class=muted>{words['attack_note']}</p>"]
    for table in campaign["tables"]:
        lines = []
        for entry in table["attacks"]:
            result = words["won"] if entry["won"] else words["lost"]
            if not entry["tried"]:
                result = words["nothing"]
            elif not entry["counts"]:
                result = words["design"]
            shown = "bad" if entry["won"] else "ok"
            lines.append(
                f"<tr><td>{escape(_attack(entry['name'], language))}</td>"
                f"<td dir=ltr>{escape(entry['has'])}</td>"
                f"<td class=n>{entry['gain']:.2%} ({entry['low']:.2%} – {entry['high']:.2%})</td>"
                f"<td class=n>{entry['control']:.0%}</td><td class={shown}>{result}</td></tr>"
            )
        parts.append(
            f"<h3>{escape(', '.join(table['columns'][:8]))}</h3><table><tr><th>{words['name']}"
            f"<th>{words['has']}<th class=n>{words['gain']}<th class=n>{words['control']}"
            f"<th>{words['result']}</tr>{''.join(lines)}</table>"
        )
    return "".join(parts)


def urdu_part(report: Mapping[str, Any]) -> str:
    """Return the report in Urdu, right to left, to stand below the English one."""
    words = WORDS["ur"]
    found = "".join(
        f"<tr><td dir=ltr>{escape(entity)}</td><td class=n>{count:,}</td></tr>"
        for entity, count in sorted(report["found"].items(), key=lambda item: -item[1])
    )
    checked = report["verification"]
    is_clean = not checked["residual_findings"] and not checked["residual_values"]
    limits = "".join(f"<li>{text}</li>" for text in NOT_CHECKED_URDU)
    return (
        f'<section lang="ur" dir="rtl" id="ur"><h1>{words["title"]}</h1>'
        + (f"<p class=ok>{words['clean']}</p>" if is_clean else "")
        + f"<h2 class=page>{words['editor']}</h2><h3>{words['found']}</h3>"
        f"<table><tr><th>{words['kind']}<th class=n>{words['times']}</tr>{found}</table>"
        + f"<h3>{words['unchecked']}</h3><ul>{limits}</ul>"
        + f"<h2 class=page>{words['ethics']}</h2>"
        + risk_section(report["risk"], "ur")
        + release_section(report["release"], "ur")
        + f"<p>{words['attack_hint']}</p></section>"
    )


def attack_page(campaign: Mapping[str, Any], style: str) -> str:
    """Return a page of its own with what the attacks got, in both languages."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>Attack report</title><style>{style}{URDU_STYLE}</style></head><body>"
        f"{attack_section(campaign)}"
        f'<section lang="ur" dir="rtl">{attack_section(campaign, "ur")}</section>'
        "</body></html>\n"
    )
