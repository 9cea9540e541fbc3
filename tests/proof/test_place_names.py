"""Places in a sentence."""

from __future__ import annotations

import pytest

from proof_reading_helpers import marks, verdicts


@pytest.mark.parametrize(
    "text, expected",
    [
        ("They met in Busan.", ["Busan"]),
        ("They met in Geneva and Kuala Lumpur.", ["Geneva", "Kuala Lumpur"]),
        ("They met in Europe.", ["Europe"]),
        ("They met in Atlantis.", ["Atlantis?"]),
        ("They met in October.", []),
        ("The Busan meeting was short.", []),
    ],
)
def test_places_where_something_was(text: str, expected: list[str]) -> None:
    found = [mark.value for mark in marks(text, "place") if mark.value.prep]
    assert [place.name + "?" * (not place.known) for place in found] == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        # a capital, and a name after the kind of place
        ("The two presidents met in the Malaysian capital on Oct. 30.", ["differs"]),
        ("The two presidents met in the South Korean capital on Oct. 30.", ["differs"]),
        ("He Lifeng and Bessent met in the Spanish capital on Sept. 14-15.", ["stands"]),
        ("He Lifeng and Bessent met in the Spanish capital, Madrid, on Sept. 14-15.", ["stands"]),
        ("The two presidents met in the South Korean port of Busan on Oct. 30.", ["stands"]),
        ("The two presidents met in the South Korean port of Incheon on Oct. 30.", ["differs"]),
        ("He Lifeng and Bessent met in the Italian city of Milan on Sept. 14-15.", ["differs"]),
        # somewhere in a country
        ("The two presidents met in the South Korean port city on Oct. 30.", ["cannot tell"]),
        ("The two presidents met in the Japanese port city on Oct. 30.", ["differs"]),
    ],
)
def test_places_beside_a_country(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected
