"""Numbers compared with an enumeration of every day on which each event may have begun.

oracle.py reads each date by itself, from the format's definition.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chrono
from oracle import (
    EARLY,
    LATE,
    LONG_AFTER,
    LONG_BEFORE,
    Days,
    bounds,
    days_between,
    point,
    span,
    unit_of,
)
from samples import law

# -- ledgers ------------------------------------------------------------------------------------

YEARS = (2024, 2025, 2026)
POINTS = [
    *(f"{year}-{month:02}-{day}" for year in YEARS for month in (1, 6, 12) for day in ("01", "30")),
    "2024-02-29", "2024-12-31", "2025-12-31", "2025-03-31", "2025-04-01",
    *(f"{year}-{month:02}{tail}" for year in YEARS for month in (1, 2, 12) for tail in ("", "-XX")),
    *(f"{year}-{season}" for year in YEARS for season in (21, 22, 23, 24)),
    *(f"{year}{tail}" for year in YEARS for tail in ("", "-XX", "-XX-XX")),
    "202X", "201X", "199X",
]  # fmt: skip
MARKS = ("", "", "", "~", "?", "%")


def marked() -> st.SearchStrategy[str]:
    return st.builds(str.__add__, st.sampled_from(POINTS), st.sampled_from(MARKS))


def in_order(left: str, right: str) -> list[str]:
    """Two dates, so that the second, without its mark, is not over before the first begins."""
    return sorted((left, right), key=lambda text: min(point(text.rstrip("~?%"))))


def dates() -> st.SearchStrategy[str]:
    """Dates of every kind, except times of day."""
    ends = st.builds(in_order, marked(), marked())
    sets = st.lists(
        st.one_of(marked(), ends.map("..".join)), min_size=1, max_size=3, unique=True
    ).map(lambda members: f"[{','.join(members)}]")
    return st.one_of(
        marked(),
        marked(),
        ends.map("/".join),
        sets,
        st.builds(str.format, st.sampled_from(["{}/..", "{}/", "../{}", "/{}"]), marked()),
        st.builds(str.format, st.sampled_from(["[..{}]", "[{}..]"]), marked()),
    )


PERIODS = [
    "2025", "2024..2025", "2025-01", "2025-Q1", "2024-12..2025-01", "2024-12-31", "2025-01-01",
    "2024-12-15..2025-02-10", "2025-06..", "..2025-01-01", "2020..2029", "2000..2040", "2025-12",
    "2026-01-02..2026-12-30", "2019..2021",
]  # fmt: skip
KINDS = ("call", "meeting")


class Drawn(NamedTuple):
    """An event: its id, date and type."""

    id: str
    date: str
    kind: str

    @property
    def starts(self) -> Days:
        """The days on which it may have begun."""
        return bounds(self.date)[0]


def book() -> st.SearchStrategy[list[Drawn]]:
    rows = st.lists(st.tuples(dates(), st.sampled_from(KINDS)), max_size=4)
    return rows.map(
        lambda some: [Drawn(f"e{n}", date, kind) for n, (date, kind) in enumerate(some)]
    )


def load(events: list[Drawn], covers: str | None = None) -> chrono.Ledger:
    text = f'[ledger]\ncovers = "{covers}"\n' if covers else ""
    text += '[actors.a]\nname = "A"\ncountry = "DE"\n[actors.b]\nname = "B"\ncountry = "CN"\n'
    for each in events:
        text += f'[[events]]\nid = "{each.id}"\ndate = "{each.date}"\ntype = "{each.kind}"\n'
        text += f'title = "{each.id}"\nactors = ["a", "b"]\n'
    return chrono.loads(text)


@cache
def inside(event: Drawn, period: str) -> Days:
    low, high = span(period)
    return frozenset(day for day in event.starts if low <= day <= high)


@cache
def units(event: Drawn, period: str, by: str) -> frozenset[str]:
    """The buckets in which the event may have begun, of those of the period."""
    return frozenset(unit_of(day, by) for day in inside(event, period))


# -- laws ---------------------------------------------------------------------------------------


@law(300)
@given(dates())
def test_the_possible_first_and_last_days_are_those_of_the_definition(text: str) -> None:
    when = chrono.When.parse(text)
    starts, ends = bounds(text)
    found = {
        day
        for first, last in when.starts
        for day in days_between(max(first or EARLY, EARLY), min(last or LATE, LATE))
    }
    assert found == {day for day in starts if EARLY <= day <= LATE}
    assert (when.start_span.first is None) == (LONG_BEFORE in starts)
    assert (when.start_span.last is None) == (LONG_AFTER in starts)
    if LONG_AFTER not in ends:
        assert when.ends.last == max(ends)


@law(300)
@given(book(), st.sampled_from(PERIODS))
def test_an_event_is_certain_if_each_of_its_days_is_in_the_period_and_possible_if_one_is(
    events: list[Drawn], period: str
) -> None:
    every = load(events).events
    possible = {each.id for each in events if inside(each, period)}
    certain = {each.id for each in events if inside(each, period) == each.starts}
    found = every.where(period=period)
    assert {event.id for event in found} == possible
    assert {match.event.id for match in found.matches if match.certain} == certain
    assert {event.id for event in every.where(period=period, certain=True)} == certain
    count = found.count()
    assert (count.min, count.max) == (len(certain), len(possible))
    assert set(count.undecided) == possible - certain


@law(300)
@given(book(), st.sampled_from(PERIODS), st.sampled_from(["year", "quarter", "month"]))
def test_a_bucket_has_the_events_that_begin_in_it_wherever_they_lie(
    events: list[Drawn], period: str, by: str
) -> None:
    """The count of a bucket is the least and the most over every placing of its events."""
    numbers = load(events).events.where(period=period).count(by=by)
    ways = {each.id: units(each, period, by) for each in events}
    certain = {each.id for each in events if inside(each, period) == each.starts}
    bounded = {each.id for each in events if not {LONG_BEFORE, LONG_AFTER} & each.starts}
    # An event without a first or last day counts in those times that have a row.
    assert {unit for id in bounded for unit in ways[id]} <= {*numbers}
    for bucket, count in numbers.items():
        mine = [id for id, way in ways.items() if bucket in way]
        sure = [id for id in mine if ways[id] == {bucket} and id in certain & bounded]
        assert (count.min, count.max) == (len(sure), len(mine))


@law(200)
@given(book(), st.sampled_from(PERIODS), st.sampled_from(["year", "quarter", "month"]))
def test_the_period_has_all_of_its_covered_buckets(
    events: list[Drawn], period: str, by: str
) -> None:
    every = load(events, covers="2023-11-05..2026").events
    covered = days_between(dt.date(2023, 11, 5), dt.date(2026, 12, 31))
    low, high = span(period)
    expected = {unit_of(day, by) for day in covered if low <= day <= high}
    filled = {unit for each in events for unit in units(each, period, by)}
    found = every.where(period=period)
    zeros = {bucket for bucket, count in found.count(by=by).items() if not count.max}
    assert zeros == expected - filled
    crossed = found.count(by=("type", by))
    kinds = {each.kind for each in events if inside(each, period)}
    assert {*crossed} >= set(product(kinds, expected))
    assert {kind for kind, _ in crossed} == kinds
    assert crossed.total.max == found.count().max


@law(100)
@given(book(), st.sampled_from([*PERIODS, None]))
def test_the_summary_counts_what_count_counts(events: list[Drawn], period: str | None) -> None:
    found = load(events).events.where(period=period)
    summary = found.summary()
    by_month = {key[0]: count for key, count in summary.by_month.numbers.items()}
    assert by_month == dict(found.count(by="month"))
    by_type = {key[0]: count for key, count in summary.counted.numbers.items()}
    assert by_type == dict(found.count(by="type"))
    assert sum(count.max for count in by_type.values()) == summary.counted.total.max


# -- examples -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date, period, number",
    [
        ("2025-01-01~", "2025-01-01", "0–1"),
        ("2025-01-01~", "2025", "0–1"),
        ("2025-01-01~", "2024", "0–1"),
        ("2025-01-01~", "2024-12..2025-01", "1"),
        ("2025-01-01~", "2024-12..2025-01-01", "0–1"),
        ("2025-01-01~", "2024-12-31..2025-01-02", "1"),
        ("2025-01-01%", "2024-12-31..2025-01-02", "0–1"),
        ("2025-01-01%", "2024-12-30..2025-01-03", "1"),
        ("2025-01~", "2024-12..2025-02", "1"),
        ("2025-01~", "2025-01", "0–1"),
        ("2025-01~", "2025-03", "0"),
        ("2025?", "2024..2026", "1"),
        ("2025?", "2025", "0–1"),
        ("2025-21~", "2024-12..2025-08", "1"),
        ("2025-21~", "2025-01..2025-08", "0–1"),
        ("202X%", "2000..2049", "1"),
        ("202X%", "2001..2049", "0–1"),
        ("2025-05~/2025-06", "2025-04..2025-06", "1"),
        ("2025-05/2025-06~", "2025-05", "1"),
    ],
)
def test_an_approximate_date_is_certain_only_around_all_of_its_days(
    date: str, period: str, number: str
) -> None:
    event = Drawn("e", date, "call")
    days = inside(event, period)
    by_hand = "1" if days == event.starts else "0–1" if days else "0"
    assert by_hand == number == str(load([event]).events.where(period=period).count())
