"""Places in a sentence."""

from __future__ import annotations

import pytest

from proof_reading_helpers import marks


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
