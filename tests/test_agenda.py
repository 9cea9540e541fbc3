"""The agenda, against every day of the period and every day that an event may mean."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.agenda import Agenda, agenda, anniversary, nearest_day
from chrono.core.model import Ledger
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import HELD_AND_PLANNED, Question, Selection, resolve
from chrono.core.spans import Containment
from samples import (
    DAY,
    Placed,
    day,
    event,
    events,
    exact_dates,
    law,
    ledger,
    many_events,
    run_of,
    small_dates,
)

TODAY = day("2025-03-10")
Rows = set[tuple[str, bool]]


def made(book: Ledger, period: Period, status: tuple[str, ...] = HELD_AND_PLANNED) -> Agenda:
    question = Question(period=None if period == EVERYTHING else period.text, status=status)
    return agenda(book, resolve(question, book), TODAY)


def rows(selection: Selection) -> Rows:
    return {(match.event.id, match.certain) for match in selection.matches}


SPANS = st.builds(
    lambda first, more: Period.parse(f"{first}..{first + DAY * more}"),
    st.dates(day("2024-01-01"), day("2026-12-31")),
    st.integers(0, 40),
)
STATUS_SETS = [HELD_AND_PLANNED, ("held",), ("planned",), ("postponed", "held"), ("unconfirmed",)]


@law(300)
@given(many_events(st.one_of(exact_dates(), small_dates())), SPANS, st.sampled_from(STATUS_SETS))
def test_each_part_has_exactly_the_events_that_its_definition_names(
    drawn: list[Placed], period: Period, status: tuple[str, ...]
) -> None:
    planned, overdue, earlier = Rows(), Rows(), Rows()
    every = run_of(*period[1:])
    for one, days, _ in drawn:
        if one.status not in status:
            continue
        over = max(days) < TODAY
        inside = days & every
        if one.status != "held" and not over and inside:
            planned.add((one.id, days <= every))
        if one.status == "planned" and over:
            overdue.add((one.id, True))
        (first, *others) = days
        same = [
            each
            for each in every
            if each.year > first.year and (each.month, each.day) == (first.month, first.day)
        ]
        if one.status != "planned" and not others and same:
            earlier.add((one.id, True))
    leap_days = {
        one.id for one, days, _ in drawn if any((each.month, each.day) == (2, 29) for each in days)
    }
    found = made(ledger(*(each.event for each in drawn)), period, status)
    assert rows(found.planned) == planned
    assert rows(found.overdue) == overdue
    assert {each for each in rows(found.earlier) if each[0] not in leap_days} == {
        each for each in earlier if each[0] not in leap_days
    }


@law(200)
@given(many_events(st.one_of(exact_dates(), small_dates())), SPANS)
def test_the_other_events_are_those_that_another_status_would_add(
    drawn: list[Placed], period: Period
) -> None:
    book = ledger(*(each.event for each in drawn))

    def ids(status: tuple[str, ...]) -> set[str]:
        return {id for part in made(book, period, status)[:4] for id, _ in rows(part)}

    usual, every = ids(HELD_AND_PLANNED), ids(("any",))
    assert {one.id for one in made(book, period).others} == every - usual


@law(200)
@given(many_events(exact_dates()), SPANS)
def test_earlier_events_are_in_the_order_of_their_days_in_the_period(
    drawn: list[Placed], period: Period
) -> None:
    found = made(ledger(*(each.event for each in drawn)), period)
    days = [anniversary(match.event, period) for match in found.earlier.matches]
    assert days == sorted(one for one in days if one)


@law(100)
@given(events(exact_dates()))
def test_without_a_period_every_day_is_on_the_agenda(placed: Placed) -> None:
    found = made(ledger(placed.event), EVERYTHING, ("any",))
    part = found.earlier if placed.event.status != "planned" else found.planned
    if placed.event.status == "planned" and max(placed.days) < TODAY:
        part = found.overdue
    assert rows(part) == {(placed.event.id, True)}


@pytest.mark.parametrize(
    "date, period, expected",
    [
        ("2025-10-30", "2026-10-30", "2026-10-30"),
        ("2025-10-30", "2025-10-30", None),
        ("2025-10-30", "2024-10-30", None),
        ("2025-10-30", "2026-10-29..2026-10-31", "2026-10-30"),
        ("2025-10-30", "2025-01..2026-12", "2026-10-30"),
        ("2025-10-30", "2026-11..2027-09", None),
        ("2025-01-05", "2025-12-20..2026-01-10", "2026-01-05"),
        ("2025-12-25", "2025-12-20..2026-01-10", None),
        ("2024-12-25", "2025-12-20..2026-01-10", "2025-12-25"),
        ("2025-10-30", "2030..", "2030-10-30"),
        ("2025-10-30", "..2030", "2026-10-30"),
        # A day of leap years only.
        ("2024-02-29", "2025-02-28", "2025-02-28"),
        ("2024-02-29", "2025-03-01", None),
        ("2024-02-29", "2028-02-28", None),
        ("2024-02-29", "2028-02-29", "2028-02-29"),
        ("2025-02-28", "2028-02-29", None),
        # Only a first day that is known.
        ("2025-10-30/2025-11-02", "2026-10-30", "2026-10-30"),
        ("2025-10-30/2025-11-02", "2026-11-01", None),
        ("2025-10-30/..", "2026-10-30", "2026-10-30"),
        ("2025-10", "2026-10", None),
        ("2025-10-30~", "2026-10", None),
        ("[2025-10-30,2025-10-31]", "2026-10", None),
        ("../2025-10-30", "2026-10", None),
        # The last days that Python knows.
        ("9998-12-31", "9999-12-31", "9999-12-31"),
        ("9999-12-31", "9999..", None),
    ],
)
def test_the_anniversary_of_an_event(date: str, period: str, expected: str | None) -> None:
    found = anniversary(event(date), Period.parse(period))
    assert found == (expected and dt.date.fromisoformat(expected))


@pytest.mark.parametrize(
    "date, part",
    [
        ("2025-03-09", "overdue"),
        ("2025-03-10", "planned"),
        ("2025-03-08/2025-03-12", "planned"),
        ("2025-03-08/2025-03-09", "overdue"),
        ("2025-02", "overdue"),
        ("2025-03", "planned"),
        ("2025", "planned"),
        ("2025-03-08/..", "planned"),
        ("[..2025-03-09]", "overdue"),
        ("2025-06-01", None),
    ],
)
def test_a_planned_event_is_on_the_agenda_until_its_date_is_changed(
    date: str, part: str | None
) -> None:
    book = ledger(event(date, "a", status="planned"))
    found = made(book, Period.parse("2025-03-10..2025-04-09"))
    parts = [*found.sections]
    assert parts == ([part] if part else [])


def test_an_event_whose_date_is_not_known_is_possible() -> None:
    found = made(ledger(event("2025-03", "a", status="planned")), Period.parse("2025-03-10.."))
    assert [match.fit for match in found.planned.matches] == [Containment.POSSIBLE]


@pytest.mark.parametrize(
    "date, period, part",
    [
        # Today is 10 March.
        ("2025-03-08/2025-03-12", "2025-03-10..2025-04-09", "ongoing"),
        ("2025-03-08/2025-03-12", "2025-03-11", "ongoing"),
        ("2025-03-08/2025-03-12", "2025-03", "ongoing"),
        ("2025-03-08/..", "2025-06", "ongoing"),
        ("2025-03-08/2025-03-12", "2025-03-13", None),
        ("2025-03-08/2025-03-12", "2025-03-09", "ongoing"),
        ("2025-03-06/2025-03-09", "2025-03-09", "ongoing"),
        ("2025-03-08/2025-03-12", "2025-03-08", None),
        ("2025-03-08/2025-03-09", "2025-03", None),
        ("2025-03-11/2025-03-12", "2025-03", None),
        ("2025-03-10", "2025-03", None),
        ("2025-03", "2025-03-10..2025-04-09", None),
    ],
)
def test_a_held_event_that_began_earlier_is_ongoing_while_it_continues(
    date: str, period: str, part: str | None
) -> None:
    found = made(ledger(event(date, "a")), Period.parse(period))
    assert [*found.sections] == ([part] if part else [])


def test_events_that_are_no_longer_planned_have_a_section_for_each_status() -> None:
    statuses = ("postponed", "planned", "cancelled", "unconfirmed", "denied")
    book = ledger(*(event("2025-03-20", status, status=status) for status in statuses))
    found = made(book, Period.parse("2025-03"), ("any",))
    parts = found.sections.items()
    sections = {name: [match.event.id for match in part.shown] for name, part in parts}
    assert sections == {status: [status] for status in statuses}
    assert next(iter(sections)) == "planned"
    assert found.heading("cancelled") == "Cancelled, 1–31 Mar 2025"


@pytest.mark.parametrize(
    ("day", "today", "nearest"),
    [
        ("2025-11-07", "2025-12-04", "2025-11-07"),
        ("2025-01-15", "2025-12-04", "2026-01-15"),
        ("2026-12-30", "2026-01-10", "2025-12-30"),
        ("2024-02-29", "2025-01-30", "2025-02-28"),
    ],
)
def test_the_nearest_day_may_be_in_another_year(day: str, today: str, nearest: str) -> None:
    first, second = map(dt.date.fromisoformat, (day, today))
    assert str(nearest_day(first, second)) == nearest
