"""The gaps between contacts, and the gap since the last, also against every placing of dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import accumulate, pairwise, product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.gaps import Gap, Gaps, OpenGap, gaps
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Match
from chrono.core.spans import OPEN, Containment, Span
from samples import DAY, Dated, ask, covering, day, event, holds, law, ledger, run_of

TODAY = "2026-01-31"


def look(
    *dates: str, period: str | None = None, covers: str | None = None, today: str = TODAY
) -> Gaps:
    """The gaps between meetings of these dates, each with its date for an id."""
    kept = Period.parse(covers) if covers else EVERYTHING
    book = ledger(*(event(date, date) for date in dates), coverage=covering(kept))
    found = ask(book, period)
    return gaps(found.matches, found.query.period, [kept.span], day(today))


def lines(found: Sequence[Gap]) -> list[str]:
    """`2025-10-30 > 2025-11-24: 25`, a line for each gap, with the undecided ids at its end."""
    return [
        " ".join((f"{gap.after.id} > {gap.before.id}:", _days(gap.min, gap.max), *gap.undecided))
        for gap in found
    ]


def runs(found: Gaps) -> str | None:
    """`2025-10-30 > 2025-12-31: 62`, the running one; `…` behind the day where it is not today."""
    one = found.running
    if one is None:
        return None
    until = f"{one.end}" if one.to_today else f"{one.end}…"
    return " ".join((f"{one.after.id} > {until}:", _days(one.min, one.max), *one.undecided))


def _days(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


# -- the gaps between contacts by example -------------------------------------------------------


def closed_gaps(
    matches: Sequence[Match], period: Period = EVERYTHING, covers: Period = EVERYTHING
) -> Sequence[Gap]:
    """The gaps between contacts, longest first."""
    return gaps(matches, period, [covers.span], None).found


def gaps_between(*dates: str, period: str | None = None) -> Sequence[Gap]:
    """The gaps between meetings of these dates, each with its date for an id."""
    book = ledger(*(event(date, date) for date in dates))
    found = ask(book, period)
    return closed_gaps(found.matches, found.query.period)


@pytest.mark.parametrize(
    "dates, expected",
    [
        # The contract's own example.
        (["2025-10-30", "2025-11-24"], ["2025-10-30 > 2025-11-24: 25"]),
        ([], []),
        (["2025-10-30"], []),
        # Two contacts on one day leave no silence, on the next day the shortest.
        (["2025-10-30", "2025-10-30T11:00:00Z"], []),
        (["2025-10-30", "2025-10-31"], ["2025-10-30 > 2025-10-31: 1"]),
        (["2025-10-30", "2025-11-01"], ["2025-10-30 > 2025-11-01: 2"]),
        # Longest first; of equal ones the earlier.
        (
            ["2025-01-01", "2025-01-04", "2025-01-10", "2025-01-13"],
            [
                "2025-01-04 > 2025-01-10: 6",
                "2025-01-01 > 2025-01-04: 3",
                "2025-01-10 > 2025-01-13: 3",
            ],
        ),
        # From the end of one to the start of the next.
        (
            ["2025-05-10/2025-05-12", "2025-05-20"],
            ["2025-05-10/2025-05-12 > 2025-05-20: 8"],
        ),
        # What lasts longest ends last, though another began later.
        (
            ["2025-05-01/2025-05-12", "2025-05-03", "2025-05-20"],
            ["2025-05-01/2025-05-12 > 2025-05-20: 8"],
        ),
        (
            ["2024-12-20", "2025-01/2025-01-20"],
            ["2024-12-20 > 2025-01/2025-01-20: 12–31 2025-01/2025-01-20"],
        ),
        # One of unknown day that lies between ends one silence and begins the next.
        (
            ["2025-01-01", "2025-02", "2025-03-31"],
            ["2025-01-01 > 2025-02: 31–58 2025-02", "2025-02 > 2025-03-31: 31–58 2025-02"],
        ),
        (
            ["2025-01-01", "[2025-01-10,2025-01-12]", "2025-01-31"],
            [
                "[2025-01-10,2025-01-12] > 2025-01-31: 19–21 [2025-01-10,2025-01-12]",
                "2025-01-01 > [2025-01-10,2025-01-12]: 9–11 [2025-01-10,2025-01-12]",
            ],
        ),
        # One that may lie between, or beside, makes it a range.
        (
            ["2025-01-01", "2025-01", "2025-01-31"],
            ["2025-01-01 > 2025-01-31: 15–30 2025-01"],
        ),
        (
            ["2025-01-01", "2025-01-31", "[..2025-02-01]"],
            ["2025-01-01 > 2025-01-31: 15–30 [..2025-02-01]"],
        ),
        # The days between those of a set break no silence.
        (
            ["2025-01-10", "[2025-01-01,2025-01-30]", "2025-01-20"],
            ["2025-01-10 > 2025-01-20: 10"],
        ),
        (
            ["2025-01-10", "[2025-01-12,2025-01-30]", "2025-01-20"],
            ["2025-01-10 > 2025-01-20: 8–10 [2025-01-12,2025-01-30]"],
        ),
        # Three contacts have two silences at most: an autumn makes the one before it a range.
        (
            ["2024-07-01", "2024-23", "2024-11-19"],
            ["2024-07-01 > 2024-11-19: 71–141 2024-23"],
        ),
        # One that must lie between two others divides, though its day is not known.
        (
            ["2024-07-01", "2024-23", "2024-12-19"],
            [
                "2024-07-01 > 2024-23: 62–152 2024-23",
                "2024-23 > 2024-12-19: 19–109 2024-23",
            ],
        ),
        # Of several that must lie there in an unknown order, one divides; the others may fall.
        (
            ["2025-01-01", "2025-02", "[2025-02-01..2025-02-28]", "2025-03-31"],
            [
                "2025-01-01 > 2025-02: 31–58 2025-02 [2025-02-01..2025-02-28]",
                "2025-02 > 2025-03-31: 31–58 2025-02 [2025-02-01..2025-02-28]",
            ],
        ),
        # The one that must be over first divides: so as many divide as can.
        (
            ["2025-02", "[2025-02-20..2025-03-10]", "2025-03", "2025-01-31"],
            [
                "2025-02 > 2025-03: 1–39 2025-02 2025-03 [2025-02-20..2025-03-10]",
                "2025-01-31 > 2025-02: 1–28 2025-02 [2025-02-20..2025-03-10]",
            ],
        ),
        # Neither of two whose order is not known begins a silence.
        (["2025-01-15", "2025-01"], []),
        (["2025-01", "[2025-01-01..2025-01-31]"], []),
        # One that lasted into an unknown day, or from a known day on.
        (
            ["2025-01-01", "2025-01-02/2025-12", "2025-12-31"],
            [
                "2025-01-02/2025-12 > 2025-12-31: 0–30 2025-01-02/2025-12",
                "2025-01-01 > 2025-01-02/2025-12: 1",
            ],
        ),
        (
            ["2025-01-01", "2025-03-01/", "2025-12-31"],
            ["2025-03-01/ > 2025-12-31: 0–305 2025-03-01/", "2025-01-01 > 2025-03-01/: 59"],
        ),
        # Over all of it at the most, or over its first days and then another.
        (
            ["2025-01-02/2025-01", "2025-01-03", "2025-01-06"],
            [
                "2025-01-03 > 2025-01-06: 0–3 2025-01-02/2025-01",
                "2025-01-02/2025-01 > 2025-01-03: 0–1 2025-01-02/2025-01",
            ],
        ),
        (
            ["2025-01", "2025-01-02/[2025-01-04..2025-01-05]", "2025-01-04", "2025-01-07"],
            [
                "2025-01-02/[2025-01-04..2025-01-05] > 2025-01-07: 1–3 "
                "2025-01-02/[2025-01-04..2025-01-05] 2025-01",
            ],
        ),
        # A day that is one of its ends lies not between them.
        (
            ["2025-01-01", "[2025-01-01,2025-01-11]", "2025-01-08"],
            ["2025-01-01 > 2025-01-08: 7"],
        ),
        (
            ["[2025-01-02,2025-01-06]", "[2025-01-04,2025-01-08]", "2025-01-06/2025-01-09"],
            [],
        ),
        # Each has those between its own two ends, in whichever order the silences come.
        (
            ["2025-01/[2025-01-02,2025-01-03]", "[2025-01-01,2025-01-06]", "2025-01-05"],
            ["2025-01/[2025-01-02,2025-01-03] > 2025-01-05: 2–3 2025-01/[2025-01-02,2025-01-03]"],
        ),
        # What has no last day ends no silence and begins none.
        (["[2025-01-07..]", "2025-01-09"], []),
        # One that goes on leaves no silence behind it.
        (["2025-01-01", "2025-03-01/..", "2025-12-31"], ["2025-01-01 > 2025-03-01/..: 59"]),
        # The longest may begin and end with contacts of unknown day.
        (["2025-02", "2025-10"], ["2025-02 > 2025-10: 215–272 2025-02 2025-10"]),
    ],
)
def test_the_gaps_between_contacts(dates: list[str], expected: list[str]) -> None:
    assert lines(gaps_between(*dates)) == expected


def test_a_contact_that_may_lie_in_the_period_opens_and_closes_no_gap() -> None:
    loose = "[2025-01-15..2026-01-10]"
    assert lines(gaps_between("2025-01-05", loose, "2025-01-20", period="2025")) == [
        f"2025-01-05 > 2025-01-20: 10–15 {loose}",
    ]
    assert lines(gaps_between("2025-01-05", "[2025-12-31,2026-01-01]", period="2025")) == []


@pytest.mark.parametrize(
    "dates, today, longest, possible",
    [
        # The order of two contacts is not known: either may have come first.
        (["2025-01-15", "2025-01"], None, 16, 16),
        (["2025-01", "[2025-01-01..2025-01-31]"], None, 30, 30),
        # A contact before the first one, or after the last one, may leave a longer gap.
        (["2025-01-01", "[2025-01-08..2025-03-01]", "2025-01-11"], None, 49, 49),
        (["[2024-11-01..2025-01-12]", "2025-01-01", "2025-01-11"], None, 61, 61),
        # The current gap is as long, and is a range with the same contact.
        (["2025-01-01", "[2025-01-08..2025-03-01]", "2025-01-11"], "2025-03-02", 49, 0),
        # A gap between two contacts is as long.
        (["2025-01-01", "[2025-01-08..2025-01-13]", "2025-01-11"], None, 10, 0),
        (["2024-07-01", "2024-23", "2024-11-19"], None, 141, 0),
        (["2025-01-01", "2025-01-01"], None, 0, 0),
        (["2025-01-01"], None, 0, 0),
        ([], None, 0, 0),
    ],
)
def test_a_gap_that_an_unknown_order_may_leave_is_counted_and_not_listed(
    dates: list[str], today: str | None, longest: int, possible: int
) -> None:
    matches = ask(ledger(*(event(date, date) for date in dates))).matches
    found = gaps(matches, EVERYTHING, [OPEN], day(today) if today else None)
    assert (found.longest, found.possible) == (longest, possible)


def test_a_gap_has_no_days_where_none_is_known() -> None:
    (found,) = gaps_between("2025-02", "2025-10")
    assert (found.start, found.end) == (None, None)
    assert (found.since.text, found.until.text) == ("2025-02", "2025-10")
    (found,) = gaps_between("2025-05-10/2025-05-12", "2025-05-20")
    assert (found.start, found.end) == (day("2025-05-12"), day("2025-05-20"))
    assert (found.since.text, found.until.text) == ("2025-05-12", "2025-05-20")
    (found,) = gaps_between("2025-01-02/2025-12", "2025-12-31")
    assert found.start == day("2025-12-01"), "it certainly went on that day"


def test_a_contact_that_began_before_the_period_ends_no_gap() -> None:
    found = gaps_between("2025-01-05", "2025-06-30/2025-07-02", "2025-12-31", period="2025-07..")
    assert lines(found) == []


# -- the running silence by example -------------------------------------------------------------


@pytest.mark.parametrize(
    "dates, today, expected",
    [
        (["2025-10-30"], "2025-11-24", "2025-10-30 > 2025-11-24: 25"),
        ([], "2025-11-24", None),
        # On the very day there is none; on the next day it is one day old.
        (["2025-10-30"], "2025-10-30", None),
        (["2025-10-30"], "2025-10-31", "2025-10-30 > 2025-10-31: 1"),
        # From the last one, and from its end.
        (["2025-01-01", "2025-10-30"], "2025-11-24", "2025-10-30 > 2025-11-24: 25"),
        (
            ["2025-10-20/2025-10-30", "2025-10-25"],
            "2025-11-24",
            "2025-10-20/2025-10-30 > 2025-11-24: 25",
        ),
        # What goes on leaves no silence behind it; nor does what is not over today.
        (["2025-10-30", "2025-10-01/.."], "2025-11-24", None),
        (["2025-11-01/2025-11-30"], "2025-11-24", None),
        (["2025-11-01/2025-11-24"], "2025-11-24", None),
        # Nobody knows whether it is over.
        (["2025-10-30/"], "2025-11-24", "2025-10-30/ > 2025-11-24: 0–25 2025-10-30/"),
        # What begins after today has not broken it; it may be a plan.
        (["2025-10-30", "2025-12-24"], "2025-11-24", "2025-10-30 > 2025-11-24: 25"),
        (["2025-12-24"], "2025-11-24", None),
        # A coarse day after the last known one: what was held had begun by today.
        (["2025-10-30", "2025-11"], "2025-12-10", "2025-11 > 2025-12-10: 10–39 2025-11"),
        (["2025-10-30", "2025-12"], "2025-12-10", "2025-12 > 2025-12-10: 0–9 2025-12"),
        # One that may have been before the last known one, or after it.
        (["2025-11-15", "2025-11"], "2025-12-10", "2025-11-15 > 2025-12-10: 10–25 2025-11"),
        (["2025-11-30", "2025-11"], "2025-12-10", "2025-11-30 > 2025-12-10: 10"),
        # One that was over by then, wherever it was, decides nothing.
        (
            ["[2025-11-02,2025-11-06]", "2025-11-03/[2025-11-06..2025-11-07]"],
            "2025-11-19",
            "2025-11-03/[2025-11-06..2025-11-07] > 2025-11-19: 12–13 "
            "2025-11-03/[2025-11-06..2025-11-07]",
        ),
        # Without a known one the earliest that it can have been.
        (["2025-11"], "2025-12-10", "2025-11 > 2025-12-10: 10–39 2025-11"),
        # About that day: a day earlier or later.
        (["2025-10-30~"], "2025-11-24", "2025-10-30~ > 2025-11-24: 24–26 2025-10-30~"),
        (["../2025-10-30"], "2025-11-24", "../2025-10-30 > 2025-11-24: 25"),
        (
            ["2025-10-30", "[2025-11-01..]"],
            "2025-11-24",
            "[2025-11-01..] > 2025-11-24: 0–23 [2025-11-01..]",
        ),
        (
            ["2025-10-30", "[..2025-11-01]"],
            "2025-11-24",
            "2025-10-30 > 2025-11-24: 23–25 [..2025-11-01]",
        ),
    ],
)
def test_the_gap_since_the_last_contact(dates: list[str], today: str, expected: str | None) -> None:
    assert runs(look(*dates, today=today)) == expected


def test_a_last_contact_without_a_first_day_breaks_nothing() -> None:
    found = look("[..2025-03-05]", today="2025-03-31")
    assert found.running is None or found.running.min == 26


@pytest.mark.parametrize(
    "period, covers, today, expected",
    [
        # A period that is over says nothing of what runs now; one that lasts to today does.
        ("2025-11", None, "2025-12-01", None),
        ("2025-11", None, "2025-11-30", "2025-11-11 > 2025-11-30: 19"),
        ("2025-11", None, "2025-11-24", "2025-11-11 > 2025-11-24: 13"),
        ("..2025-11-23", None, "2025-11-24", None),
        ("..2025-11-24", None, "2025-11-24", "2025-11-11 > 2025-11-24: 13"),
        ("2025-11..", None, "2025-12-01", "2025-11-11 > 2025-12-01: 20"),
        # Contacts before the period are not its contacts.
        ("2025-11-12..", None, "2025-12-01", None),
        ("2026", None, "2025-12-01", None),
        # Where the ledger ends, the silence of which it speaks ends too.
        (None, "2025-11", "2026-01-31", "2025-11-11 > 2025-11-30…: 19"),
        ("2025-11", "2025-11", "2026-01-31", "2025-11-11 > 2025-11-30…: 19"),
        ("2025", "2025-11", "2026-01-31", "2025-11-11 > 2025-11-30…: 19"),
        ("2025-11-01..2025-11-29", "2025-11", "2026-01-31", None),
        (None, "2025-11", "2025-11-30", "2025-11-11 > 2025-11-30: 19"),
        # Today may be before it ends, or before it begins.
        (None, "2025-11", "2025-11-12", "2025-11-11 > 2025-11-12: 1"),
        (None, "2025-11", "2025-11-11", None),
        (None, "2025-11", "2025-10-31", None),
        (None, "..2025-11", "2025-10-31", "2025-10-30 > 2025-10-31: 1"),
        # A period outside what is covered.
        ("2025-12..", "2025-11", "2026-01-31", None),
        ("2025-10", "2025-11..", "2025-10-31", None),
    ],
)
def test_the_gap_since_the_last_contact_of_a_period_and_of_the_covered_days(
    period: str | None, covers: str | None, today: str, expected: str | None
) -> None:
    found = look("2025-10-30", "2025-11-11", period=period, covers=covers, today=today)
    assert runs(found) == expected


def test_contacts_outside_the_covered_days_are_listed_and_make_no_gap() -> None:
    dates = ("2024-12-31", "2025-01-17", "2025-10-30", "2026-01-02", "2025-12")
    found = look(*dates, covers="2025")
    assert [one.id for one in found.outside] == ["2024-12-31", "2026-01-02"]
    assert lines(found.found) == [
        "2025-01-17 > 2025-10-30: 286",
        "2025-10-30 > 2025-12: 32–62 2025-12",
    ]
    assert runs(found) == "2025-12 > 2025-12-31…: 0–30 2025-12"


@pytest.mark.parametrize(
    "long, length",
    [
        ("2024-12-20/2025-03-01", "80"),
        ("2024-12/2025-03-01", "80"),
        ("2025-01-01?/2025-03-01", "80"),
        ("2024-12-20/2025-03", "50–80 2024-12-20/2025-03"),
    ],
)
def test_a_contact_that_went_on_when_the_covered_days_began_fills_them_until_its_end(
    long: str, length: str
) -> None:
    found = look(long, "2025-02-03", "2025-02-20", "2025-05-20", covers="2025")
    assert found.outside == ()
    assert lines(found.found)[0] == f"{long} > 2025-05-20: {length}"
    assert "2025-02-03 > 2025-02-20" not in " ".join(lines(found.found))
    found = look("2024-12-20/2025-03-01", covers="2025", today="2025-03-11")
    assert runs(found) == "2024-12-20/2025-03-01 > 2025-03-11: 10"


def test_a_contact_that_may_have_begun_outside_counts_only_with_its_covered_days() -> None:
    loose = "[2024-12-20,2025-02-10]"
    found = look("2025-01-17", loose, covers="2025", today="2025-03-01")
    assert found.outside == ()
    assert lines(found.found) == []
    assert runs(found) == f"2025-01-17 > 2025-03-01: 19–43 {loose}"


def test_a_period_outside_the_covered_days_has_no_gap() -> None:
    found = look("2024-01-01", "2024-12-31", period="2024", covers="2025")
    assert found.found == ()
    assert (found.running, found.median) == (None, None)
    assert [one.id for one in found.outside] == ["2024-01-01", "2024-12-31"]


def test_days_that_are_not_covered_are_in_no_gap() -> None:
    """The one before the ledger begins, and the one after it ends, may have been broken."""
    assert lines(look("2024-06-01", "2025-06-01", "2026-06-01", covers="2025").found) == []
    assert lines(look("2025-06-01", "2025-12-31/2026-01-05", covers="2025").found) == [
        "2025-06-01 > 2025-12-31/2026-01-05: 213"
    ]


def test_a_contact_must_be_able_to_begin_in_the_covered_part_of_the_period() -> None:
    torn = "[2025-06-01,2026-01-15]"
    found = look("2025-12-01", "2025-12-11", torn, period="2025-12..2026-01", covers="2025")
    assert lines(found.found) == ["2025-12-01 > 2025-12-11: 10"]
    assert runs(found) == "2025-12-11 > 2025-12-31…: 20"


def test_a_gap_begins_with_the_most_certain_contact_that_ended_on_its_first_day() -> None:
    found = look("2025-01-01", "[2024-12-31,2025-01-01]", "2025-01-08", covers="2025")
    assert lines(found.found) == ["2025-01-01 > 2025-01-08: 7"]


def test_a_contact_without_a_beginning_may_end_on_the_first_covered_day() -> None:
    found = look("../[..2025-01-07]", "2025-01-04", covers="2025-01-02..2025-01-05")
    assert (lines(found.found), found.possible) == ([], 2)


def test_a_contact_that_runs_into_the_period_leaves_no_gap() -> None:
    book = ledger(event("2025-01-05/..", "long"), event("2025-01-06", "short"))
    found = ask(book, "2025-01-06..2025-01-09", overlap=True)
    silent = gaps(found.matches, found.query.period, [OPEN], day("2025-01-08"))
    assert (silent.found, silent.running) == ((), None)


def test_a_plan_may_be_carried_out_after_today() -> None:
    book = ledger(
        event("2025-01-02", "held"), event("[2025-01-03..2025-01-06]", "plan", status="planned")
    )
    found = ask(book, status=["any"])
    silent = gaps(found.matches, EVERYTHING, [OPEN], day("2025-01-05"))
    assert lines(silent.found) == ["held > plan: 1–4 plan"]
    assert runs(silent) == "held > 2025-01-05: 0–3 plan"


def test_contacts_that_may_lie_before_the_period_leave_no_gap() -> None:
    book = ledger(
        event("2025-01-02/[2025-01-03,2025-01-09]", "long"),
        event("2025-01-08", "short"),
        event("[2025-01-04,2025-01-10]", "torn"),
    )
    found = ask(book, "2025-01-08..", overlap=True)
    silent = gaps(found.matches, found.query.period, [OPEN], day(TODAY))
    assert (lines(silent.found), silent.longest) == ([], 5)


def test_contacts_in_an_unknown_order_leave_no_gap() -> None:
    book = ledger(
        event("/[2025-01-02,2025-01-10]", "plan", status="planned"),
        event("[2025-01-01..2025-01-12]", "loose"),
        event("[2025-01-04,2025-01-10]/2025-01-14", "late"),
    )
    found = ask(book, "..2025-01-07", status=["any"])
    silent = gaps(found.matches, found.query.period, [OPEN], day("2025-01-04"))
    assert (lines(silent.found), silent.possible) == ([], 6)


# -- the median ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dates, expected",
    [
        ([], None),
        (["2025-01-01"], None),
        (["2025-01-01", "2025-01-01"], None),
        (["2025-01-01", "2025-01-11"], (10, 10)),
        (["2025-01-01", "2025-01-11", "2025-01-14"], (6.5, 6.5)),
        (["2025-01-01", "2025-01-11", "2025-01-14", "2025-03-15"], (10, 10)),
        (["2025-01-01", "2025-01-03", "2025-01-07", "2025-01-15", "2025-01-31"], (6, 6)),
        # The median of the least, and that of the most.
        (["2025-01-01", "2025-02", "2025-03-31"], (31, 58)),
        (["2025-01-01", "[2025-01-10,2025-01-12]", "2025-01-31"], (14, 16)),
    ],
)
def test_the_median_leaves_out_the_gap_since_the_last_contact(
    dates: list[str], expected: tuple[float, float] | None
) -> None:
    assert look(*dates, today="2026-12-31").median == expected


# -- laws ---------------------------------------------------------------------------------------

WEEKS = day("2025-03-01"), day("2025-04-10")


class Course(NamedTuple):
    """A contact as its text, with every first and last day that it may have had."""

    text: str
    courses: frozenset[tuple[dt.date, dt.date]]


def course(date: Dated) -> Course:
    return Course(date.text, frozenset((one, one) for one in date.days))


def single_days() -> st.SearchStrategy[dt.date]:
    return st.dates(*WEEKS)


def windows(longest: int = 8) -> st.SearchStrategy[Dated]:
    return st.builds(
        lambda one, more: Dated(f"[{one}..{one + DAY * more}]", run_of(one, one + DAY * more)),
        single_days(),
        st.integers(0, longest),
    )


def contacts() -> st.SearchStrategy[Course]:
    """Of a known day, of a run of days, one of a few days, or lasting from one to another."""
    known = single_days().map(lambda one: course(Dated(f"{one}", frozenset({one}))))
    torn = st.lists(single_days(), min_size=2, max_size=3, unique=True).map(
        lambda some: course(Dated(f"[{','.join(map(str, some))}]", frozenset(some)))
    )

    def lasting(one: Dated, other: Dated) -> Course:
        first, last = sorted((one, other), key=lambda end: min(end.days))
        ways = {(s, e) for s in first.days for e in last.days if s <= e}
        return Course(f"{first.text}/{last.text}", frozenset(ways))

    return st.one_of(known, windows().map(course), torn, st.builds(lasting, windows(3), windows(3)))


def running_of(
    placing: Sequence[tuple[dt.date, dt.date] | None], until: dt.date
) -> tuple[bool, int]:
    """Whether anything had begun by a day, and how long nothing had been going on by then."""
    ends = [way[1] for way in placing if way is not None and way[0] <= until]
    return bool(ends), max(0, min((until - end).days for end in ends)) if ends else 0


def hold_running(
    found: OpenGap | None, ways: Sequence[Sequence[tuple[dt.date, dt.date] | None]], until: dt.date
) -> None:
    """The running silence of every placing lies within the range, and its most is reached."""
    placings = [running_of(way, until) for way in product(*ways)]
    lengths = {length for begun, length in placings if begun}
    never = not all(begun for begun, _ in placings)
    if found is None:
        assert lengths <= {0}
        return
    assert found.end == until
    if found.start:
        assert (found.end - found.start).days == found.max
    assert max(lengths) == found.max
    assert found.min <= min(lengths)
    # Undecided too is what may have been no contact at all.
    assert bool(found.undecided) == (found.min < found.max or never)


@law(400)
@given(st.lists(st.tuples(contacts(), st.booleans()), max_size=4), single_days())
def test_the_gap_since_the_last_contact_has_the_bounds_of_every_placing(
    some: list[tuple[Course, bool]], today: dt.date
) -> None:
    """A contact that is not sure may not be one at all."""
    matches = sorted(
        (
            Match(event(one.text, f"e{n}"), Containment.CERTAIN if sure else Containment.POSSIBLE)
            for n, (one, sure) in enumerate(some)
        ),
        key=lambda hit: hit.event.sort_key,
    )
    ways = [[*by(one, today)] if sure else [*by(one, today), None] for one, sure in some]
    hold_running(gaps(matches, EVERYTHING, [OPEN], today).running, ways, today)


def by(one: Course, today: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Its courses: of what was held those that had begun by today, if there are any."""
    courses = sorted(one.courses)
    return [way for way in courses if way[0] <= today] or courses


def kept() -> st.SearchStrategy[Period]:
    """A period of those weeks, or everything."""
    both = st.tuples(single_days(), single_days()).map(
        lambda two: Period.parse(f"{min(two)}..{max(two)}")
    )
    return st.one_of(both, both, single_days().map(lambda one: Period.parse(f"{one}..")))


@law(240)
@given(st.lists(contacts(), max_size=4), kept() | st.just(EVERYTHING), kept(), single_days())
def test_the_gap_since_the_last_contact_of_a_period_has_the_bounds_of_every_placing(
    some: list[Course], period: Period, covers: Period, today: dt.date
) -> None:
    """A contact that began outside the period, or had no covered day, does not count."""
    book = ledger(
        *(event(one.text, f"e{n}") for n, one in enumerate(some)), coverage=covering(covers)
    )
    selection = ask(book, None if period == EVERYTHING else period.text)
    found = gaps(selection.matches, period, [covers.span], today).running
    until = min(today, covers.end or today)
    if period.end is not None and period.end < until:
        assert found is None
        return
    ways: list[list[tuple[dt.date, dt.date] | None]] = []
    for one in some:
        inside = [
            (first, last)
            for first, last in sorted(one.courses)
            if holds(period, first) and covers.span.meets(Span(first, last))
        ]
        begun = [way for way in inside if way[0] <= today] or inside
        ways.append([*begun, *([None] if len(inside) < len(one.courses) else [])])
    hold_running(found, ways, until)


@law(240)
@given(st.lists(contacts(), max_size=5), kept() | st.just(EVERYTHING), kept(), single_days())
def test_no_gap_lies_outside_the_covered_days(
    some: list[Course], period: Period, covers: Period, today: dt.date
) -> None:
    book = ledger(
        *(event(one.text, f"e{n}") for n, one in enumerate(some)), coverage=covering(covers)
    )
    selection = ask(book, None if period == EVERYTHING else period.text)
    found = gaps(selection.matches, period, [covers.span], today)
    reported: list[Gap | OpenGap] = [*found.found]
    if found.running:
        reported.append(found.running)
    for one in reported:
        for at in (one.start, one.end):
            assert at is None or holds(covers, at)
        assert 0 <= one.min <= one.max
        if one.start and one.end:
            assert one.max <= (one.end - one.start).days
    named = {one.id for one in found.outside}
    for hit in selection.matches:
        inside = hit.event.when.runs_in(covers)
        assert (hit.event.id in named) == (inside is Containment.NO)


@law(300)
@given(st.lists(contacts(), max_size=4), kept() | st.just(EVERYTHING), kept())
def test_the_longest_gap_of_the_covered_days_has_the_bounds_of_every_placing(
    some: list[Course], period: Period, covers: Period
) -> None:
    """Of contacts of a day each: one in the covered part of the period counts, and no other."""
    some = [one for one in some if "/" not in one.text]
    book = ledger(
        *(event(one.text, f"e{n}") for n, one in enumerate(some)), coverage=covering(covers)
    )
    selection = ask(book, None if period == EVERYTHING else period.text)
    found = gaps(selection.matches, period, [covers.span], None)
    lengths = set()
    for way in product(*(sorted(one.courses) for one in some)):
        days = sorted({at for at, _ in way if holds(period, at) and holds(covers, at)})
        lengths.add(max(((two - one).days for one, two in pairwise(days)), default=0))
    assert found.longest == max(lengths)
    assert max((one.min for one in found.found), default=0) <= min(lengths)


@law(150)
@given(st.lists(contacts(), max_size=5), kept(), st.integers(0, 400))
def test_contacts_outside_the_covered_days_change_no_gap(
    some: list[Course], covers: Period, away: int
) -> None:
    """So a ledger may hold what came before and after, for context."""
    assert covers.start is not None
    before = event(f"{covers.start - DAY * (1 + away)}", "before")
    after = [event(f"{covers.end + DAY * (1 + away)}", "after")] if covers.end else []
    events = [event(one.text, f"e{n}") for n, one in enumerate(some)]
    plain, more = (
        gaps(ask(book).matches, EVERYTHING, [covers.span], day("2026-01-31"))
        for book in (ledger(*events), ledger(*events, before, *after))
    )
    assert more._replace(outside=()) == plain._replace(outside=())
    assert {one.id for one in more.outside} - {one.id for one in plain.outside} == {
        "before",
        *(one.id for one in after),
    }


@law(200)
@given(st.lists(st.tuples(single_days(), st.integers(0, 6)), max_size=6))
def test_gaps_of_known_days_are_the_runs_of_days_without_a_contact(
    known: list[tuple[dt.date, int]],
) -> None:
    texts = [f"{one}/{one + DAY * more}" for one, more in known]
    spans = sorted((one, one + DAY * more) for one, more in known)
    over = list(accumulate((end for _, end in spans), max))
    runs = [(start - end).days for end, (start, _) in zip(over, spans[1:], strict=False)]
    runs = [run for run in runs if run > 0]
    matches = [Match(event(text, f"k{n}"), Containment.CERTAIN) for n, text in enumerate(texts)]
    found = closed_gaps(sorted(matches, key=lambda hit: hit.event.sort_key))
    assert [one.max for one in found] == sorted(runs, reverse=True)
    assert all(one.min == one.max and not one.undecided for one in found)
