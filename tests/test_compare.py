"""`chrono compare`: its cells are those of `count`, and its rates are about covered days."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.compare import Comparison, around, compare
from chrono.core.counting import DIMENSIONS, tally
from chrono.core.coverage import Coverage, CoverageRow
from chrono.core.model import Ledger
from chrono.core.periods import EVERYTHING, Period
from chrono.core.time_buckets import TIMES
from chrono.errors import UsageError
from replay import Ran, clean_environment, run
from samples import (
    DAY,
    TRUMP,
    XI,
    Placed,
    any_dates,
    ask,
    covering,
    day,
    event,
    law,
    ledger,
    many_events,
    periods,
    run_of,
)

TODAY = day("2026-01-31")


def compared(book: Ledger, texts: Sequence[str], by: Sequence[str] = ("type",)) -> Comparison:
    return compare([ask(book, text) for text in texts], by, TODAY)


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    """Draw rows for all events or for those of two people, or no row."""
    rows = draw(st.lists(st.tuples(periods(), st.booleans()), max_size=2))
    return tuple(CoverageRow(one, (XI, TRUMP) if few else ()) for one, few in rows)


@law(300)
@given(
    many_events(any_dates()),
    coverages(),
    st.lists(periods().filter(lambda one: one != EVERYTHING), min_size=2, max_size=3),
    st.lists(st.sampled_from([*DIMENSIONS]), min_size=1, max_size=2, unique=True),
)
def test_each_cell_is_that_of_count(
    placed: list[Placed], coverage: Coverage, spans: list[Period], by: list[str]
) -> None:
    book = ledger(*(one.event for one in placed), coverage=coverage)
    found = compared(book, [one.text for one in spans], by)
    counts = [tally(ask(book, one.text), by) for one in spans]
    assert {*found.labels} == {key for each in counts for key in each.numbers}
    assert [*found.labels] == [*dict.fromkeys(found.labels)]
    for column, counted in zip(found.periods, counts, strict=True):
        for key in found.labels:
            cell = column.number(key)
            if key in counted.numbers:
                assert cell == counted.numbers[key] or (cell is None and not counted.rows.get(key))
            else:  # count prints nothing: a zero if the ledger covers any day
                assert cell is None or cell == 0
        total = column.number(None)
        assert total == counted.total or (total is None and not column.covered)


SPANS = st.builds(
    lambda first, more: (first, first + DAY * more),
    st.dates(day("2025-12-01"), day("2026-02-28")),
    st.integers(0, 40),
)


@law(200)
@given(many_events(any_dates()), SPANS, st.lists(SPANS, max_size=2))
def test_a_rate_is_the_number_of_events_on_covered_days_by_their_number(
    placed: list[Placed], span: tuple[Any, Any], rows: list[tuple[Any, Any]]
) -> None:
    book = ledger(
        *(one.event for one in placed), coverage=covering(*(f"{a}..{b}" for a, b in rows))
    )
    inside = run_of(*span)
    held = [one.days for one in placed if one.event.status == "held"]
    # An event in the future that is counted is in the rate, too.
    until = max([TODAY, *(max(days) for days in held if days & inside)])
    covered = {one for one in inside if one <= until}
    if rows:
        covered &= set().union(*(run_of(*row) for row in rows))
    (column, _) = compared(book, [f"{span[0]}..{span[1]}"] * 2).periods
    rate = column.rate(None)
    if not covered:
        assert rate is None
        return
    # A day of an event outside the period is on no covered day either.
    least = sum(days <= covered for days in held)
    most = sum(bool(days & covered) for days in held)
    assert rate
    assert column.days == len(covered)
    assert rate == pytest.approx((least * 30 / len(covered), most * 30 / len(covered)))


@pytest.mark.parametrize(
    "date, days, expected",
    [
        ("2025-10-30", 1, ("2025-10-29", "2025-10-31")),
        ("2025-10-30", 30, ("2025-09-30..2025-10-29", "2025-10-31..2025-11-29")),
        ("2025-05-10/2025-05-12", 2, ("2025-05-08..2025-05-09", "2025-05-13..2025-05-14")),
        ("2025-10-30T11:00:00", 1, ("2025-10-29", "2025-10-31")),
        ("2025-12-01", 30, ("2025-11", "2025-12-02..2025-12-31")),
    ],
)
def test_an_event_is_in_neither_of_the_periods_around_it(
    date: str, days: int, expected: tuple[str, str]
) -> None:
    assert tuple(each.text for each in around(event(date), days)) == expected


@pytest.mark.parametrize(
    "date", ["2025-10", "2025-10-30~", "[2025-10-30,2025-10-31]", "2025-10-30/..", "../2025-10-30"]
)
def test_an_event_whose_days_are_not_known_has_no_days_around_it(date: str) -> None:
    with pytest.raises(UsageError, match=r"the date of this event is inexact .*name two periods"):
        around(event(date, "e"), 30)


def test_days_outside_the_years_that_are_supported_are_refused() -> None:
    with pytest.raises(UsageError, match="only the years 0001 to 9999"):
        around(event("0001-01-10"), 30)


def test_types_are_in_the_order_of_the_ledger_and_others_by_number() -> None:
    book = ledger(
        event("2024-01-01", type="call"),
        event("2025-01-01", type="meeting", place="Bonn"),
        event("2025-02-01", type="meeting", place="Rome"),
        event("2024-02-01", type="call", place="Rome"),
    )
    assert [*compared(book, ["2024", "2025"]).labels] == [("meeting",), ("call",)]
    assert [*compared(book, ["2025", "2024"], ["place"]).labels] == [("Rome",), ("Bonn",)]
    assert [*compared(book, ["2025", "2024"], ["year"]).labels] == [("2024",), ("2025",)]


def test_no_bucket_of_time_has_a_rate() -> None:
    book = ledger(event("2025-01-01"))
    for unit in TIMES:
        found = compared(book, ["2024", "2025"], [unit])
        assert {column.rate(key) for column in found.periods for key in found.labels} == {None}
        assert found.periods[1].rate(None)


def test_an_event_that_runs_into_a_period_is_in_its_rate_too_with_overlap() -> None:
    book = ledger(event("2024-12-20/2025-01-10"))
    selections = [ask(book, text, overlap=True) for text in ("2025-01", "2025-02")]
    january, february = compare(selections, ["type"], TODAY).periods
    assert january.rate(None) == pytest.approx((30 / 31, 30 / 31))
    assert february.rate(None) == (0, 0)


def test_events_that_were_not_held_have_rates_in_the_future() -> None:
    book = ledger(event("2026-03-01", status="planned"))
    selections = [ask(book, text, status=["planned"]) for text in ("2026-02", "2026-03")]
    found = compare(selections, ["type"], TODAY)
    assert [column.days for column in found.periods] == [28, 31]
    assert [column.days for column in compared(book, ["2026-01", "2026-02"]).periods] == [31, None]


# -- the command --------------------------------------------------------------------------------

LEDGER = """
[actors]
ann = { name = "Ann Ash", country = "FR" }
ben = { name = "Ben Birch", country = "DE" }
bea = { name = "Bea Birch", country = "DE" }

[[events]]
id = "one"
date = "2025-10"
type = "call"
title = "One"
actors = ["ann", "ben"]
"""


def chrono(folder: Path, *argv: str, text: str = LEDGER) -> Ran:
    (folder / "events.toml").write_text(text, encoding="utf-8")
    return run("compare", *argv, folder=folder, environment=clean_environment(folder))


def test_json_has_every_key_and_the_totals_last(tmp_path: Path) -> None:
    ran = chrono(tmp_path, "2025-10-01..2025-10-15", "2025-11", "-o", "json", "--by", "actor")
    rows = json.loads(ran.out)
    assert [row["actor"] for row in rows] == ["Ann Ash", "Ben Birch", None]
    assert rows[-1]["periods"] == [
        {"period": "2025-10-01..2025-10-15",
         "count": {"min": 0, "max": 1, "undecided": ["one"]},
         "covered_days": 15, "per_30_days": {"min": 0.0, "max": 2.0}},
        {"period": "2025-11", "count": {"min": 0, "max": 0, "undecided": []},
         "covered_days": 30, "per_30_days": {"min": 0.0, "max": 0.0}},
    ]  # fmt: skip
    assert "note: the result is uncertain, because the date of 1 event is inexact: one\n" in ran.err


@pytest.mark.parametrize(
    "argv, message",
    [
        (["2025", "2026", "--actor", "Birch"], '"Birch" matches 2 actors'),
        (["2025", "2026", "--actor", "Bob"], 'unknown actor "Bob"'),
        (["2025", "tiktok"], '"tiktok" is not a period'),
        (
            ["2025", "2026", "--since", "2026"],
            '--since "2026" is after the end of the period "2025"',
        ),
        (
            ["2025", "2026", "--all", "--contacts"],
            "--all and --contacts cannot be combined; use only one",
        ),
        (["2025", "2026", "--by", "typ"], 'cannot count by "typ"; did you mean "type"?'),
    ],
)
def test_what_is_refused(tmp_path: Path, argv: list[str], message: str) -> None:
    ran = chrono(tmp_path, *argv)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err


def test_a_message_about_days_quotes_all_their_digits(tmp_path: Path) -> None:
    exact = LEDGER.replace('"2025-10"', '"2025-10-30"')
    ran = chrono(tmp_path, "--around", "one", "--days", "99999999", text=exact)
    assert ran.err == "error: --days 99999999: only the years 0001 to 9999 are supported\n"


def test_a_broken_ledger_gives_no_number(tmp_path: Path) -> None:
    ran = chrono(tmp_path, "2025", "2026", text=LEDGER.replace('"call"', '"cal"'))
    assert (ran.status, ran.out) == (3, "")


def test_nothing_to_compare_is_a_note(tmp_path: Path) -> None:
    ran = chrono(tmp_path, "2023", "2024")
    assert (ran.status, ran.out) == (0, "total\t0\t0.0\t0\t0.0\n")
    assert ran.err == "note: no matching contacts\n"


def test_periods_in_words_are_the_longest_runs_of_words(tmp_path: Path) -> None:
    ran = chrono(tmp_path, "last", "month", "past", "10", "days", "2025", "--header")
    header = ran.out.split("\n")[0].split("\t")[1::2]
    assert header == ["2025-12", "2026-01-22..2026-01-31", "2025"]
    assert chrono(tmp_path, "last month", "past 10 days", "2025", "--header") == ran


def test_a_period_with_an_open_end_is_not_joined_with_the_next_word(tmp_path: Path) -> None:
    ran = chrono(tmp_path, "2025-06..", "2025", "..2024", "2024", "..", "2025-03", "--header")
    header = ran.out.split("\n")[0].split("\t")[1::2]
    assert header == ["2025-06..", "2025", "..2024", "2024-01-01..2025-03-31"]


def test_a_period_without_an_end_has_rates_up_to_today_but_not_without_a_start(
    tmp_path: Path,
) -> None:
    ran = chrono(tmp_path, "2026..", "..2025")
    assert ran.out.split("\n")[-2] == "total\t0\t0.0\t1\t"
    why = "because a rate needs both a first and a last day"
    assert f"note: counts per 30 days are not shown for ..2025, {why}\n" in ran.err
