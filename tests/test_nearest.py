"""The last contact and the next one planned, against every way in which all may have happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.gaps import gaps
from chrono.core.model import Event
from chrono.core.nearest import Nearest, following, last
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Match
from chrono.core.spans import OPEN, Containment
from samples import ask, day, event, holds, law, ledger

TODAY = day("2025-03-10")
Course = tuple[dt.date, dt.date]

DATES: dict[str, set[Course]] = {
    **{
        f"2025-03-{n:02}": {(day(f"2025-03-{n:02}"),) * 2} for n in (4, 7, 9, 10, 11, 12, 15)
    },
    "[2025-03-07,2025-03-12]": {(day("2025-03-07"),) * 2, (day("2025-03-12"),) * 2},
    "[2025-03-09..2025-03-11]": {(day(f"2025-03-{n:02}"),) * 2 for n in (9, 10, 11)},
    "2025-03-05~": {(day(f"2025-03-{n:02}"),) * 2 for n in (4, 5, 6)},
    "2025-03-12?": {(day(f"2025-03-{n:02}"),) * 2 for n in (11, 12, 13)},
    "2025-03-05/2025-03-08": {(day("2025-03-05"), day("2025-03-08"))},
    "2025-03-08/2025-03-13": {(day("2025-03-08"), day("2025-03-13"))},
    "2025-03-06/[2025-03-07,2025-03-09]": {
        (day("2025-03-06"), day(f"2025-03-{n:02}")) for n in (7, 9)
    },
}  # fmt: skip
"""An EDTF text -> every first and last day that an event of that date may have had."""

PERIODS = [
    EVERYTHING,
    *map(Period.parse, ["2025-03-07..", "..2025-03-11", "2025-03-09..2025-03-12"]),
]


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    dates = draw(st.lists(st.sampled_from([*DATES]), max_size=4))
    return [event(date, f"e{number}") for number, date in enumerate(dates)]


def fitting(matches: Sequence[Match], period: Period) -> list[list[Course | None]]:
    """For each event, its courses that begin in the period; None if it may also lie outside."""
    choices: list[list[Course | None]] = []
    for match in matches:
        courses = DATES[match.event.when.text]
        inside: list[Course | None] = [one for one in sorted(courses) if holds(period, one[0])]
        choices.append(inside + [None] * (len(inside) < len(courses)))
    return choices


def answers(
    matches: Sequence[Match], choices: Sequence[Sequence[Course | None]], is_past: bool
) -> Nearest | None:
    """The same from all worlds: the nearest events in each, and their distance."""
    near: set[str] = set()
    lengths: set[int] = set()
    for world in product(*choices):
        distances: dict[str, int] = {}
        for match, course in zip(matches, world, strict=True):
            if course is None:
                continue
            first, end = course
            if is_past and first <= TODAY:
                distances[match.event.id] = (TODAY - min(end, TODAY)).days
            elif not is_past and first >= TODAY:
                distances[match.event.id] = (first - TODAY).days
        if distances:
            lengths.add(min(distances.values()))
            near.update(id for id, days in distances.items() if days == min(distances.values()))
    if not near:
        return None
    found = tuple(match.event for match in matches if match.event.id in near)
    return Nearest(found, min(lengths), max(lengths))


@law(400)
@given(events(), st.sampled_from(PERIODS))
def test_the_last_contact_is_that_of_all_worlds(drawn: list[Event], period: Period) -> None:
    matches = ask(ledger(*drawn), None if period == EVERYTHING else period.text).matches
    # A held contact has begun by today, if it may have.
    choices = [
        [one for one in each if one is None or one[0] <= TODAY] or each
        for each in fitting(matches, period)
    ]
    found = last(matches, period, TODAY)
    expected = answers(matches, choices, is_past=True)
    assert (found and found[:3]) == (expected and expected[:3])
    if found and found.undecided:
        assert set(found.undecided) <= {event.id for event in found.events}
    assert found is None or bool(found.undecided) >= (found.min != found.max)


@law(400)
@given(events(), st.sampled_from(PERIODS))
def test_the_next_event_is_that_of_all_worlds(drawn: list[Event], period: Period) -> None:
    planned = [each._replace(status="planned") for each in drawn]
    text = None if period == EVERYTHING else period.text
    matches = ask(ledger(*planned), text, status=["planned"]).matches
    # What is still to come begins today or later, if it may.
    choices = [
        [one for one in each if one is None or one[0] >= TODAY] for each in fitting(matches, period)
    ]
    some = [(match, each) for match, each in zip(matches, choices, strict=True) if each]
    found = following(matches, period, TODAY)
    expected = answers([one for one, _ in some], [each for _, each in some], is_past=False)
    assert (found and found[:3]) == (expected and expected[:3])


@law(300)
@given(events(), st.sampled_from(PERIODS))
def test_the_days_since_the_last_contact_are_those_of_the_current_gap(
    drawn: list[Event], period: Period
) -> None:
    matches = ask(ledger(*drawn), None if period == EVERYTHING else period.text).matches
    found = last(matches, period, TODAY)
    running = gaps(matches, period, (OPEN,), TODAY).running
    if running:
        assert found
        assert (found.min, found.max) == (running.min, running.max)
        assert {*running.undecided} <= {*found.undecided}
        assert running.after in found.events
    elif found and period.end is None:
        assert found.max == 0


@pytest.mark.parametrize(
    "dates, text, near",
    [
        ([], None, []),
        (["2025-03-11"], None, []),
        (["2025-03-07", "2025-03-04"], "3", ["2025-03-07"]),
        # Two contacts that ended on one day are both the last.
        (["2025-03-07", "2025-03-05/2025-03-07"], "3", ["2025-03-05/2025-03-07", "2025-03-07"]),
        (["2025-03-08/2025-03-13"], "0", ["2025-03-08/2025-03-13"]),
        (["2025-02/.."], "0", ["2025-02/.."]),
        (["2025-02"], "10..37", ["2025-02"]),
        (["2025-02", "2025-02-20"], "10..18", ["2025-02", "2025-02-20"]),
        # An event of this month has begun by today, if it was held.
        (["2025-03"], "0..9", ["2025-03"]),
        (["[..2025-03-08]"], "2..", ["[..2025-03-08]"]),
        (["[..2025-03-08]", "2025-03-01"], "2..9", ["[..2025-03-08]", "2025-03-01"]),
        (["2025-03-05/"], "0..5", ["2025-03-05/"]),
    ],
)
def test_the_days_since_the_last_contact(
    dates: list[str], text: str | None, near: list[str]
) -> None:
    matches = ask(ledger(*(event(date, date) for date in dates))).matches
    found = last(matches, EVERYTHING, TODAY)
    assert (found and found.text()) == text
    assert [one.id for one in found.events if found] == near if found else near == []


@pytest.mark.parametrize(
    "dates, text, near",
    [
        (["2025-03-09"], None, []),
        (["2025-03-10", "2025-03-12"], "0", ["2025-03-10"]),
        # What was planned for a day that has passed is not the next.
        (["2025-03-08/2025-03-13"], None, []),
        (["2025-03"], "0..21", ["2025-03"]),
        (["[2025-03-07,2025-03-12]"], "2", ["[2025-03-07,2025-03-12]"]),
        (["2025-04", "2025-04-10"], "22..31", ["2025-04", "2025-04-10"]),
        (["[2025-04-01..]"], "22..", ["[2025-04-01..]"]),
    ],
)
def test_the_days_until_the_next_event(dates: list[str], text: str | None, near: list[str]) -> None:
    matches = [Match(event(date, date, status="planned"), Containment.CERTAIN) for date in dates]
    found = following(matches, EVERYTHING, TODAY)
    assert (found and found.text()) == text
    assert ([one.id for one in found.events] if found else []) == near
