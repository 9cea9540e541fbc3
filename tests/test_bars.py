"""Bars and sparklines: what is there is seen, and so is what may be there."""

from __future__ import annotations

import pytest

from chrono.core.counting import Count
from chrono.core.query import Match
from chrono.core.spans import Containment
from chrono.view import tables
from samples import event


def count(certain: int, possible: int) -> Count:
    call = event("2025-01-01")
    return Count(
        [Match(call, Containment.CERTAIN)] * certain
        + [Match(call, Containment.POSSIBLE)] * possible
    )


@pytest.mark.parametrize(
    "certain, possible, most, drawn",
    [
        (0, 0, 8, ""),
        (8, 0, 8, "████"),
        (4, 0, 8, "██"),
        (3, 0, 8, "█▌"),
        (1, 0, 1000, "▌"),  # never too short to be seen
        (4, 4, 8, "██░░"),
        (0, 1, 1, "░░░░"),
        (7, 1, 800, "▌░"),
        (9, 1, 10, "███░"),  # no longer than its room, with the doubt in it
    ],
)
def test_a_bar_is_full_for_certain_events_and_shaded_for_possible_ones(
    certain: int, possible: int, most: int, drawn: str
) -> None:
    assert tables.bar(certain, certain + possible, most, 4).plain == drawn


def test_a_sparkline_is_as_high_as_each_number_may_be() -> None:
    numbers = [count(0, 0), count(1, 0), count(4, 0), count(8, 0), count(0, 8), count(1, 0)]
    line = tables.spark(numbers, 8)
    assert line.plain == "·▁▄██▁"
    assert [span.style for span in line.spans] == [
        "axis",
        "bar",
        "bar",
        "bar",
        "bar.unsure",
        "bar",
    ]
