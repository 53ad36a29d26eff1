"""Every function of every module takes any string and answers, or says why not without the value."""

from __future__ import annotations

import time
import traceback
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognizers import pk
from recognizers.pk.validation import ValidationError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

MODULES = pk.modules()
RECOGNIZERS = {recognizer.ENTITY: recognizer for recognizer in pk.recognizers()}
VERBS = ("compact", "validate", "format")

HOSTILE = (
    "", " ", "\0", "\0" * 50, "\ud800", "a\udfff1", "\U0010ffff", "😀" * 30, "\u200f" * 100, "ـ" * 100,
    "\u0301" * 100, "ß", "İ", "ﷺ", "½", "²³", "Ⅷ", "一二三", "-", "." * 300, "0" * 300, "9" * 5_000,
    "1e999", "nan", "inf", "-0", "+", "%", "[", "(", "[" * 200, "<" * 200, "٫" * 40, "xn--", "@", "::",
    "1-1-1-1", "0x0", "1_000", "٣٥٢٠٢\ud800", "1" * 4_301, "\x85", "\u2028", "=\"", "''", "#", "a/b/c/d",
)  # fmt: skip
# Of what the recognisers' shapes are made, so that chance comes near to them.
NEAR = st.text(
    st.sampled_from("0123456789۰۳٣+-_./:()[]@#*xX=\"' \n\tAPKLEFZiuےعہنمبر\u200f\u0640\ud800é<")
)


def said(verb: Callable[[str], str], text: str) -> str | None:
    """Return the error's words, None if the verb answered."""
    try:
        assert isinstance(verb(text), str)
    except ValidationError as error:
        return "".join(traceback.format_exception(error, limit=0))
    return None


def answers(module: ModuleType, text: str) -> None:
    for verb in VERBS:
        words = said(getattr(module, verb), text)
        if words is not None:
            assert words.strip()
            assert len(text.strip()) < 6 or text.strip() not in words
    assert module.is_valid(text) in {True, False}
    # Names and addresses are held to this by their own tests.
    if module.is_valid(text) and module not in {MODULES["PERSON"], MODULES["ADDRESS"]}:
        assert module.validate(module.validate(text)) == module.validate(text)


@pytest.mark.parametrize("entity", sorted(MODULES))
def test_a_strange_text_stops_the_run_or_shows_in_an_error(entity: str) -> None:
    for text in HOSTILE:
        answers(MODULES[entity], text)
        for found in RECOGNIZERS[entity].analyze(text, [entity]):
            assert 0 <= found.start < found.end <= len(text)
            assert 0 < found.score <= 1


@pytest.mark.parametrize("entity", sorted(MODULES))
@settings(max_examples=25)
@given(st.one_of(NEAR, st.text()))
def test_any_text_is_answered(entity: str, text: str) -> None:
    answers(MODULES[entity], text)
    for found in RECOGNIZERS[entity].analyze(text, [entity]):
        assert 0 <= found.start < found.end <= len(text)


def megabyte(module: ModuleType, piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    for verb in (module.validate, module.format):
        assert len(said(verb, text) or "") < 300
    assert time.process_time() - start < 12, ascii(piece)


@pytest.mark.parametrize("entity", sorted(MODULES))
def test_a_megabyte_hangs_a_function(entity: str) -> None:
    megabyte(MODULES[entity], "1-")


@pytest.mark.slow
@pytest.mark.parametrize("entity", sorted(MODULES))
def test_a_megabyte_of_anything_hangs_a_function(entity: str) -> None:
    for piece in ("1", "a", "@.", " ", "ے", "\0", "1.1.", "a b ", "<"):
        megabyte(MODULES[entity], piece)


@pytest.mark.slow
@pytest.mark.parametrize("entity", sorted(MODULES))
def test_a_megabyte_hangs_a_recogniser(entity: str) -> None:
    for piece in ("1", "a", "1-", "@.", " ", "ے", "\0", "\u200f", "😀", "\ud800", "0300-1234567 "):
        RECOGNIZERS[entity].analyze(piece * (1_000_000 // len(piece)), [entity])
