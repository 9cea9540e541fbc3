"""The rules of `chrono check` about dates far from the ledger's period or from other dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from check_helpers import TODAY, findings, places
from chrono.core.checks import check_events
from chrono.core.coverage import CoverageRow
from chrono.core.dates import When
from chrono.core.model import Event, Ledger
from chrono.core.periods import Period
from samples import RUBIO, TRUMP, XI, covering, event, law, ledger

BACKGROUND = {"background": True}


def within(period: str, *events: Event) -> Ledger:
    return ledger(*events)._replace(coverage=covering(period))


# -- outside --------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["held", "unconfirmed", "denied"])
@pytest.mark.parametrize(
    "date, covers, reported",
    [
        ("2024-12-31", "2025", True),
        ("2025-01-01", "2025", False),
        ("2025-12-31", "2025", False),
        ("2026-01-01", "2025", True),
        ("2026", "2025", True),
        ("2026-01-01", "2025..", False),
        ("2024", "2025..", True),
        ("2026-01-01", "..2025", True),
        # Perhaps inside.
        ("2026-01-01~", "2025", False),
        ("2026-01-02~", "2025", True),
        ("202X", "2025", False),
        ("[2024-12-31,2025-01-01]", "2025", False),
        ("[..2024-12-31]", "2025", True),
        # Begun before, and still going on.
        ("2024-12-30/2025-01-02", "2025", False),
        ("2024-12-30/2024-12-31", "2025", True),
        ("2024-06/..", "2025", False),
        ("2024-06/", "2025", False),
    ],
)
def test_an_event_certainly_outside_the_covered_period_is_reported(
    date: str, covers: str, reported: bool, status: str
) -> None:
    checked = within(covers, event(date, "a", status=status))
    assert places("outside", checked) == ([("a", "date")] if reported else [])


@pytest.mark.parametrize("status", ["planned", "postponed", "cancelled"])
def test_plans_for_a_time_after_the_covered_period_are_not_reported(status: str) -> None:
    assert places("outside", within("2025", event("2026-05", "a", status=status))) == []


def test_an_event_inside_by_the_date_of_one_capital_is_not_reported() -> None:
    dates = {"US": When.parse("2025-12-31"), "CN": When.parse("2026-01-01")}
    assert places("outside", within("2025", event("2026-01-01", "a", local_dates=dates))) == []


def test_a_ledger_that_does_not_say_what_it_covers_has_no_event_outside() -> None:
    assert places("outside", ledger(event("0001-01-01", "a"), event("9999-12-31", "b"))) == []


def test_an_event_between_the_periods_of_two_rows_is_outside_both() -> None:
    events = (event(date, f"e{date}") for date in ("2023-05", "2024-05", "2025-05", "2026-05"))
    rows = (*covering("2024"), CoverageRow(Period.parse("2026.."), actors=(XI, TRUMP)))
    early, between = findings("outside", ledger(*events, coverage=rows))
    end = "2024 and 2026 onwards, the periods that the ledger covers; "
    end += "correct the date or the rows of [[coverage]]"
    assert early.message.startswith(f'"e2023-05" (2023-05) is before {end}')
    assert between.message.startswith(f'"e2025-05" (2025-05) is outside {end}')


def test_a_row_for_other_actors_makes_no_event_outside() -> None:
    rows = (CoverageRow(Period.parse("2025"), actors=(XI, TRUMP)),)
    spoken = event("2025-05", "a", actors=(XI, RUBIO))
    assert places("outside", ledger(spoken, coverage=rows)) == []


def test_background_is_not_reported() -> None:
    assert places("outside", within("2025", event("1979", "a", extra=BACKGROUND))) == []


def test_more_than_five_events_on_one_side_are_reported_together() -> None:
    early = [event(f"2024-0{month}-01", f"early-{month}") for month in range(1, 8)]
    checked = within("2025", *early, event("2026-01-01", "late"))
    together, alone = findings("outside", checked)
    assert together.message == (
        "7 events (early-1, early-2, early-3, early-4, early-5, and 2 more) are before 2025, the "
        "period that the ledger covers; correct the date, or run "
        "`chrono edit ledger --set covers=2024-01-01..2026-01-01`"
    )
    assert (together.id, alone.id) == ("early-1", "late")
    assert len(findings("outside", within("2025", *early[:5]))) == 5


def test_an_event_that_a_command_writes_outside_the_period_is_reported_at_once() -> None:
    checked = within("2025", event("2025-06-05", "a"), event("2026-06-05", "b"))
    found = [(rule.name, finding.id) for rule, finding in check_events(checked, {"b"}, TODAY)]
    assert ("outside", "b") in found


# -- far-date -------------------------------------------------------------------------------------


def dated(*dates: str) -> Ledger:
    return ledger(*(event(date, f"e{number}") for number, date in enumerate(dates)))


def every(days: int, number: int, first: str = "2025-01-06") -> list[str]:
    start = dt.date.fromisoformat(first)
    return [str(start + dt.timedelta(days=days * step)) for step in range(number)]


@pytest.mark.parametrize(
    "dates, far",
    [
        ([*every(7, 19), "2205-01-06"], ["e19"]),
        ([*every(7, 19), "1925-01-06"], ["e19"]),
        ([*every(7, 19), "2030-06-05"], ["e19"]),
        ([*every(7, 19), "2030-01-05"], []),  # less than five years
        ([*every(7, 18), "2205-01-06"], []),  # more than one event in 20
        ([*every(7, 38), "1925-01-06", "2205-01-06"], ["e38", "e39"]),
        ([*every(7, 38), "2205-01-06", "2206-01-06"], ["e38", "e39"]),
        ([*every(7, 38), "2205-01-06", "2206-01-06", "2207-01-06"], []),
        # The others lie as far from each other.
        ([*every(365, 19), "2062-01-06"], ["e19"]),
        ([*every(365, 19), "2055-01-06"], []),
        ([*every(365, 19, "1890-01-01"), *every(7, 19), "2205-01-06"], ["e38"]),
        (["1874-12-22", *every(365, 60, "1910-01-01")], []),
        # An end of a long event may be wrong, too.
        ([*every(7, 19), "2025-02-03/2205-02-05"], ["e19"]),
        ([*every(7, 19), "1925-02-03/2025-02-05"], ["e19"]),
        # Of a vague date, the nearest day counts.
        ([*every(7, 19), "20XX"], []),
        ([*every(7, 19), "19XX"], ["e19"]),
        ([*every(7, 19), "2010/.."], ["e19"]),
        ([*every(7, 19), "2025-02/.."], []),
        ([*every(7, 19), "../2025-02"], []),
        ([*every(7, 19), "[..2025-02-03]"], []),
        # Small ledgers have no usual time.
        (["1972-02-21", "2025-10-30"], []),
        (["1972-02-21", "1979-01-01", "2025-10-30"], []),
        ([], []),
    ],
)
def test_a_date_far_from_all_others_is_reported(dates: Sequence[str], far: list[str]) -> None:
    assert sorted(finding.id for finding in findings("far-date", dated(*dates))) == far


def test_the_message_on_a_far_date_has_the_distance() -> None:
    before, after = findings("far-date", dated(*every(7, 38), "1925-01-06", "2205-06-05"))
    assert before.message == (
        '"e38" (1925-01-06) is 100 years before the other events; correct the date, '
        "or, if it is right, run `chrono edit ID --set extra.background=true`"
    )
    assert after.message.startswith('"e39" (2205-06-05) is 179 years after the other events; ')


def test_more_than_five_far_dates_are_reported_together() -> None:
    checked = dated(*every(1, 114), *(f"220{year}-01-06" for year in range(6)))
    (finding,) = findings("far-date", checked)
    assert finding.message.startswith(
        "6 events (e114, e115, e116, e117, e118, and 1 more) are far from the dates of the other "
    )


def test_far_background_is_neither_reported_nor_counts_as_near_others() -> None:
    old = [event(f"197{year}", f"old-{year}", extra=BACKGROUND) for year in range(5)]
    checked = ledger(*dated(*every(7, 20), "1975").events, *old)
    assert [finding.id for finding in findings("far-date", checked)] == ["e20"]


def test_a_far_date_outside_the_covered_period_is_reported_once() -> None:
    checked = dated(*every(7, 19), "2205-01-06")._replace(coverage=covering("2025"))
    assert places("outside", checked) == []
    assert places("far-date", checked) == [("e19", "date")]


@law()
@given(
    st.lists(st.integers(0, 4000), min_size=19, max_size=60), st.integers(1, 4000), st.booleans()
)
def test_one_date_farther_away_than_the_others_are_from_each_other_is_found(
    days: list[int], more: int, early: bool
) -> None:
    """The oracle is the definition: five years, and the distance of the others from each other."""
    span = max(days) - min(days)
    least = max(1827, span)
    for distance in (least, least + more):
        last = min(days) - distance if early else max(days) + distance
        start = dt.date(2000, 1, 1).toordinal()
        dates = [str(dt.date.fromordinal(start + day)) for day in (*days, last)]
        found = [finding.id for finding in findings("far-date", dated(*dates))]
        near = distance == least
        gaps = [b - a for a, b in zip(sorted(days), sorted(days)[1:], strict=False)]
        if max(gaps, default=0) <= 1827:  # the others are not far from each other themselves
            assert found == ([] if near else [f"e{len(days)}"])
