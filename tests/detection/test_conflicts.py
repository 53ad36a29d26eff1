"""What overlaps is named alike on both paths: Presidio's engine drops what lies within its like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presidio_analyzer import EntityRecognizer, RecognizerResult

from redactor.batch import Finding
from redactor.detection import Detector
from redactor.detection.conflicts import resolve


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    start = draw(st.integers(0, 12))
    end = start + draw(st.integers(1, 8))
    entity = draw(st.sampled_from(["ADDRESS", "GEO_COORDINATES", "PK_CNIC"]))
    return Finding(start, end, entity, draw(st.sampled_from([0.5, 0.6, 0.7, 0.85])))


@given(st.lists(findings(), max_size=8))
def test_a_weaker_look_at_the_same_place_changes_no_name(found: list[Finding]) -> None:
    results = [RecognizerResult(one.entity, one.start, one.end, one.score) for one in found]
    left = [
        Finding(one.start, one.end, one.entity_type, one.score)
        for one in EntityRecognizer.remove_duplicates(results)
    ]
    assert resolve(found) == resolve(left)


@pytest.mark.parametrize("engine", ["fast", "plain"])
def test_an_address_with_a_map_link_behind_it_is_an_address_on_both_paths(engine: str) -> None:
    cell = "3001234567\u200fولد H# 12 St# 4 @31.5204, 74.3587"
    detector = Detector(engine=engine)  # type: ignore[arg-type]
    found = detector.find_cells([cell], detector.profile("mobile", ["03001234567"] * 5))[0]
    assert [one.entity for one in found] == ["PK_MOBILE", "ADDRESS"]
