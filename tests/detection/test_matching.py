"""Cells are searched as one text only where that can't join what stands in two of them."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from redactor.detection.matching import JOINT, is_separable

FLAGS = regex.IGNORECASE | regex.DOTALL | regex.MULTILINE
PIECES = (
    "a", "7", " ", r"\d", r"\s", r"\w", r"\W", r"\D", r"\S", r"\b", r"\B", r"\.", r"\x00", r"\u0000",
    r"\u00e9", ".", "^", "$", "[0-9]", "[^0-9]", "[a-z.^$]", "[\\x00-a]", "[\\u0000-a]", "[\0-a]", "\0",
    r"[\W]", r"[\s\-]", "(?:a|b)", "(a)", r"(?<![0-9])", r"(?<![^0-9])", "(?=.)", "(?!a)", "(?<=^)",
)  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=4),
    st.sampled_from(["", "?", "*", "+", "{1,3}"]),
    st.lists(st.text("a7 .é\n", max_size=5), min_size=2, max_size=4),
)
def test_cells_searched_together_give_what_each_gives_alone(
    pieces: list[str], repeat: str, cells: list[str]
) -> None:
    pattern = "".join(pieces[:-1]) + f"(?:{pieces[-1]}){repeat}"
    if not is_separable(pattern):
        return
    compiled = regex.compile(pattern, FLAGS)
    alone = []
    start = 0
    for cell in cells:
        alone += [
            (start + one.start(), start + one.end())
            for one in compiled.finditer(cell)
            if one.end() > one.start()
        ]
        start += len(cell) + 1
    together = [one.span() for one in compiled.finditer(JOINT.join(cells)) if one[0]]
    assert together == alone


@pytest.mark.parametrize(
    "pattern",
    ["a.", "^a", "a$", "[^a]", r"\Wa", r"a\b", "[\\x00-z]", r"[\u0000-z]", r"(?P<a>a)(?P=a)[^b]", r"(a)?(?(1).)"],
)
def test_what_can_see_or_reach_the_joint_is_searched_cell_by_cell(pattern: str) -> None:
    assert not is_separable(pattern)
