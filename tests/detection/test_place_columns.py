"""Districts and towns that are called after people stay readable in a column of places."""

from __future__ import annotations

import pytest

from redactor.detection import Detector
from redactor.detection.place_columns import is_of_places

TOWNS = ["Killa Saifullah", "Shah Faisal", "TANDO MUHAMMAD KHAN", "R.Y. Khan", "شالیمار", "Kasur"]


@pytest.fixture(scope="module", params=["fast", "plain"])
def detector(request: pytest.FixtureRequest) -> Detector:
    return Detector(engine=request.param)


@pytest.mark.parametrize("header", ["Tehsil", "تحصیل", "zila", "District of Domicile"])
def test_a_listed_place_stays_in_a_column_of_places(detector: Detector, header: str) -> None:
    profile = detector.profile(header, TOWNS)
    assert [f for found in detector.find_cells(TOWNS, profile) for f in found] == []


@pytest.mark.parametrize("header", ["Tehsil", "ضلع"])
@pytest.mark.parametrize(
    "cell", ["Shah Faisal s/o Gul Zaman", "Nusrat Parveen", "Shah Faisal 0300 7654321"]
)
def test_a_person_in_a_column_of_places_goes(detector: Detector, header: str, cell: str) -> None:
    profile = detector.profile(header, [*TOWNS, cell])
    assert detector.find_cells([cell], profile)[0]


@pytest.mark.parametrize(
    "header", ["District Officer", "city manager", "Name", "Tehsildar", None, "Town President"]
)
def test_a_header_of_people_is_not_one_of_places(detector: Detector, header: str | None) -> None:
    assert not is_of_places(header)
    cells = ["Shah Faisal", "Killa Saifullah"]
    if header is not None:
        assert detector.find_cells(cells, detector.profile(header, cells))[0]
