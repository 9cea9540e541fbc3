"""Numbers: what counts once, in which bucket, and how far a number may move."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.core import counting
from chrono.core.counting import (
    DIMENSIONS,
    LANES,
    Count,
    Tally,
    actor_labels,
    dimensions,
    tally,
)
from chrono.core.dates import When
from chrono.core.dimension_words import OTHER_WORDS, SEVERAL
from chrono.core.english import join_or
from chrono.core.model import STATUSES, Actor, Event, Ledger, Publisher, Role, Source
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Match, Query, select
from chrono.core.spans import Containment, Span
from chrono.core.time_buckets import TIMES, bucket_of
from chrono.errors import UsageError
from samples import (
    DAY,
    ERDOGAN,
    NATO,
    RUBIO,
    TRUMP,
    TYPES,
    WANG_YI,
    XI,
    XIE,
    Placed,
    ask,
    covering,
    day,
    event,
    events,
    holds,
    inside,
    law,
    ledger,
    many_events,
    periods,
    small_dates,
)


def counted(book: Ledger, *by: str, period: str | None = None, **question: Any) -> Tally:
    return tally(ask(book, period, **question), by)


def rows(result: Tally) -> dict[str, str]:
    """Bucket and number, as a table would show them."""
    return {" | ".join(key): count.text("–") for key, count in result.labelled.items()}


def buckets(result: Tally) -> tuple[tuple[str, ...], ...]:
    """The buckets of each dimension, in order."""
    return tuple(map(tuple, result.buckets))


SECRETARY = RUBIO._replace(
    roles=(
        Role("Senator", until=When.parse("2025-03-20")),
        Role("Secretary of State", since=When.parse("2025-01-21")),
    )
)
BOOK = ledger(
    event("2025-01-17", "jan", type="call", place="Beijing", tags=("leaders",),
          sources=(Source("A Paper", origin="agence france-presse"), Source("Reuters"))),
    event("2025-03", "mar", type="call", actors=(WANG_YI, SECRETARY), initiator="CN",
          sources=(Source("reuters news"), Source("Reuters", title="Again"))),
    event("2025-05-30/2025-06-02", "may", type="talks",
          actors=(WANG_YI, TRUMP, SECRETARY, ERDOGAN, NATO), place="Geneva",
          tags=("trade", "leaders"), place_country="CH"),
    event("2025-07-01", "jul", actors=(XI, XIE), initiator="donald-trump"),
    event("[2025-08-31,2025-09-01]", "edge", actors=(XI, TRUMP), place="Beijing"),
    event("2025", "some", type="letter"),
    event("2026-12-31", "last", status="planned"),
    publishers={
        "afp": Publisher("afp", "AFP", ("Agence France-Presse",)),
        "reuters": Publisher("reuters", "Reuters", ("Reuters News",)),
    },
)  # fmt: skip


# -- the dimensions -----------------------------------------------------------------------------


BY = {
    "type": {"meeting": "2", "call": "2", "talks": "1", "letter": "1"},
    "actor": {"Donald Trump": "4", "Xi Jinping": "4", "Marco Rubio": "2", "Wang Yi": "2",
              "NATO": "1", "Recep Tayyip Erdoğan": "1", "Xie Feng": "1"},
    "pair": {"Xi Jinping – Donald Trump": "3", "Wang Yi – Marco Rubio": "2",
             "NATO – Donald Trump": "1", "NATO – Marco Rubio": "1",
             "NATO – Recep Tayyip Erdoğan": "1", "Recep Tayyip Erdoğan – Donald Trump": "1",
             "Recep Tayyip Erdoğan – Marco Rubio": "1", "Wang Yi – Donald Trump": "1",
             "Wang Yi – NATO": "1", "Wang Yi – Recep Tayyip Erdoğan": "1"},
    "country": {"CN": "6", "US": "5", "TR": "1"},
    "dyad": {"CN-US": "5", "CN-TR": "1", "TR-US": "1"},
    "place": {"Beijing": "2", "Geneva": "1"},
    "place-country": {"CH": "1"},
    "tag": {"leaders": "2", "trade": "1"},
    "status": {"held": "6"},
    "initiator": {"CN": "1", "Donald Trump": "1"},
    "publisher": {"Reuters": "2", "A Paper": "1"},
    "origin": {"Reuters": "2", "AFP": "1"},
    "year": {"2025": "6"},
    "decade": {"2020s": "6"},
    "quarter": {"2025-Q1": "2–3", "2025-Q2": "1–2", "2025-Q3": "2–3", "2025-Q4": "0–1"},
    "month": {"2025-01": "1–2", "2025-02": "0–1", "2025-03": "1–2", "2025-04": "0–1",
              "2025-05": "1–2", "2025-06": "0–1", "2025-07": "1–2", "2025-08": "0–2",
              "2025-09": "0–2", "2025-10": "0–1", "2025-11": "0–1", "2025-12": "0–1"},
    "week": {**{f"2025-W{number:02}": "0–1" for number in range(1, 53)}, "2026-W01": "0–1",
             **dict.fromkeys(("2025-W03", "2025-W22", "2025-W27"), "1–2"),
             **{f"2025-W{number:02}": "0–2" for number in (*range(9, 15), 35, 36)}},
    "office": {"Secretary of State": "2", "President of Türkiye": "1", "Senator": "0–1"},
}  # fmt: skip


@pytest.mark.parametrize("by", DIMENSIONS)
def test_the_numbers_by_each_dimension(by: str) -> None:
    result = counted(BOOK, by)
    place = "tests/test_counting.py"
    assert rows(result), f"BOOK in {place}: give an event of 2025 a value that --by {by} counts"
    assert by in BY, f"BY in {place}: add {by!r}: {rows(result)}"
    assert list(rows(result).items()) == list(BY[by].items())
    assert result.total.text("–") == "6"


def test_a_new_dimension_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own order and labels are not needed: the largest number comes first, then by key."""
    letters = {"letter": lambda event, query: (event.id[0], event.id[-1])}
    monkeypatch.setattr(counting, "DIMENSIONS", {**DIMENSIONS, **letters})
    assert dimensions(["letter", "type"]) == ["letter", "type"]
    result = counted(
        ledger(event("2025", "ab"), event("2025", "cb"), event("2025", "aa")), "letter"
    )
    assert rows(result) == {"a": "2", "b": "2", "c": "1"}
    assert result.overlapping


def test_every_dimension_has_lanes_but_those_of_time_and_the_country_of_a_place() -> None:
    assert LANES[0] == "actor"
    assert {*DIMENSIONS} - {*LANES} == {*TIMES, "place-country"}


def test_actors_of_one_name_are_labelled_with_their_ids() -> None:
    actors = [XI, Actor("li-na-1", "Li Na"), Actor("li-na-2", "Li Na")]
    assert actor_labels(actors) == {
        "xi-jinping": "Xi Jinping",
        "li-na-1": "Li Na (li-na-1)",
        "li-na-2": "Li Na (li-na-2)",
    }


def test_an_event_without_a_bucket_is_missing_and_still_in_the_total() -> None:
    result = counted(BOOK, "place")
    assert [hit.event.id for hit in result.missing] == ["some", "mar", "jul"]
    assert result.total.max == 6
    assert counted(BOOK, "type").missing == ()


def test_an_event_counts_once_however_long_it_lasts() -> None:
    assert rows(counted(BOOK, "month", period="2025-05..2025-06", certain=True)) == {
        "2025-05": "1", "2025-06": "0",
    }  # fmt: skip
    assert rows(counted(BOOK, "month", period="2025-06", certain=True)) == {"2025-06": "0"}


def test_an_event_that_runs_into_the_period_counts_where_it_started() -> None:
    result = counted(BOOK, "month", period="2025-06", overlap=True, type=["talks"])
    assert rows(result) == {"2025-05": "1", "2025-06": "0"}


def test_two_actors_of_a_country_are_one_country_and_one_dyad() -> None:
    book = ledger(event("2025", actors=(XI, XIE, TRUMP, RUBIO)))
    assert rows(counted(book, "country")) == {"CN": "1", "US": "1"}
    assert rows(counted(book, "dyad")) == {"CN-US": "1"}
    assert len(counted(book, "pair").rows) == 4


def test_two_actors_of_one_name_are_two() -> None:
    first, second = Actor("li-na-1", "Li Na", (), "CN"), Actor("li-na-2", "Li Na", (), "CN")
    book = ledger(event("2025", actors=(first, TRUMP)), event("2024", actors=(second, TRUMP)))
    assert rows(counted(book, "actor")) == {
        "Donald Trump": "2",
        "Li Na (li-na-1)": "1",
        "Li Na (li-na-2)": "1",
    }
    assert buckets(counted(book, "actor"))[0] == ("donald-trump", "li-na-1", "li-na-2")
    assert "Li Na (li-na-1) – Donald Trump" in rows(counted(book, "pair"))


def test_a_second_dimension_makes_a_table() -> None:
    result = counted(BOOK, "type", "quarter")
    assert rows(result) == {
        "meeting | 2025-Q1": "0", "meeting | 2025-Q2": "0", "meeting | 2025-Q3": "2",
        "meeting | 2025-Q4": "0",
        "call | 2025-Q1": "2", "call | 2025-Q2": "0", "call | 2025-Q3": "0", "call | 2025-Q4": "0",
        "talks | 2025-Q1": "0", "talks | 2025-Q2": "1", "talks | 2025-Q3": "0",
        "talks | 2025-Q4": "0",
        "letter | 2025-Q1": "0–1", "letter | 2025-Q2": "0–1", "letter | 2025-Q3": "0–1",
        "letter | 2025-Q4": "0–1",
    }  # fmt: skip
    assert buckets(result) == (
        ("meeting", "call", "talks", "letter"),
        ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"),
    )


def test_an_event_without_a_bucket_in_the_second_dimension_is_missing() -> None:
    result = counted(BOOK, "type", "tag")
    assert rows(result) == {"call | leaders": "1", "talks | leaders": "1", "talks | trade": "1"}
    assert len(result.missing) == 4


def test_buckets_are_sorted_by_number_and_then_by_name() -> None:
    book = ledger(
        *(event("2025", f"b{n}", place="Busan") for n in range(2)),
        event("2025", "c", place="Cairo"),
        event("2025", "a", place="Accra"),
    )
    assert list(rows(counted(book, "place"))) == ["Busan", "Accra", "Cairo"]


def test_equal_numbers_are_sorted_by_the_labels_and_not_by_the_ids() -> None:
    zoe, adam = Actor("a-zoe", "Zoe", country="CN"), Actor("z-adam", "Adam", country="US")
    book = ledger(event("2025", actors=(zoe, adam)))
    assert buckets(counted(book, "actor")) == (("z-adam", "a-zoe"),)
    plain = ledger(event("2025", "a", tags=("b", "a")), event("2025", "b", tags=("c",)))
    assert buckets(counted(plain, "tag")) == (("a", "b", "c"),)


def test_the_numbers_of_a_table_add_up_to_the_order_of_its_buckets() -> None:
    book = ledger(
        *(event(date, place="Accra", type=type) for date, type in
          [("2025-01-01", "call"), ("2025-01-02", "visit"), ("2025-01-03", "letter")]),
        *(event(date, place="Busan", type="video") for date in ("2025-01-04", "2025-01-05")),
        event("2025-01-06", place="Cairo", type="talks"),
    )  # fmt: skip
    assert buckets(counted(book, "place", "type"))[0] == ("Accra", "Busan", "Cairo")
    assert buckets(counted(book, "type", "place"))[1] == ("Accra", "Busan", "Cairo")


def test_a_table_also_has_the_empty_buckets_of_time() -> None:
    book = ledger(event("2025-01-01", "a"), event("2025-03-01", "b", type="call"))
    result = counted(book, "type", "month")
    assert buckets(result) == (("meeting", "call"), ("2025-01", "2025-02", "2025-03"))
    assert rows(result) == {
        "meeting | 2025-01": "1", "meeting | 2025-02": "0", "meeting | 2025-03": "0",
        "call | 2025-01": "0", "call | 2025-02": "0", "call | 2025-03": "1",
    }  # fmt: skip


@pytest.mark.parametrize(
    "by, overlapping",
    [
        ("type", False),
        ("month", True),
        ("year", False),
        ("place", False),
        ("tag", True),
        ("actor", True),
    ],
)
def test_numbers_overlap_if_an_event_counts_in_several_rows(by: str, overlapping: bool) -> None:
    assert counted(BOOK, by).overlapping is overlapping
    # In August two may have begun, of which each has several actors and neither two types.
    if by in ("type", "actor"):
        assert counted(BOOK, by, period="2025-08").overlapping is overlapping


def test_an_empty_ledger_has_no_rows_and_the_total_0() -> None:
    result = counted(ledger(), "month")
    assert (rows(result), result.total.text("–")) == ({}, "0")


# -- ranges -------------------------------------------------------------------------------------


def test_a_number_is_a_range_if_an_event_only_may_count() -> None:
    result = counted(BOOK, "type", period="2025-03-15..2025-08")
    assert rows(result) == {"meeting": "1–2", "call": "0–1", "talks": "1", "letter": "0–1"}
    assert result.total.to_dict() == {"min": 2, "max": 5, "undecided": ["some", "mar", "edge"]}
    assert result.total.text("..") == "2..5"


def test_a_count_without_doubt_is_one_number() -> None:
    hit = Match(event("2025"), Containment.CERTAIN)
    assert Count([hit, hit]).to_dict() == {"min": 2, "max": 2, "undecided": []}
    assert Count([]).to_dict() == {"min": 0, "max": 0, "undecided": []}
    assert Count([hit]).text("–") == "1"


# -- buckets of time ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date, year, quarter, month",
    [
        ("2025-10-30", "2025", "2025-Q4", "2025-10"),
        ("2025-10", "2025", "2025-Q4", "2025-10"),
        ("2025-21", "2025", "2025-XX", "2025-XX"),
        ("[2025-10-31,2025-11-01]", "2025", "2025-Q4", "2025-XX"),
        ("[2025-10-05,2025-10-25]", "2025", "2025-Q4", "2025-10"),
        ("2025", "2025", "2025-XX", "2025-XX"),
        ("2025-24", "202X", "202X", "202X"),
        ("202X", "202X", "202X", "202X"),
        ("20XX", "20XX", "20XX", "20XX"),
        ("[2019-12-31,2020-01-01]", "20XX", "20XX", "20XX"),
        ("[1999-12-31,2000-01-01]", "XXXX", "XXXX", "XXXX"),
        ("[..2025-03-05]", "XXXX", "XXXX", "XXXX"),
        ("2025-10-30/2026-01-05", "2025", "2025-Q4", "2025-10"),
        ("2025-10-30/..", "2025", "2025-Q4", "2025-10"),
        ("../2025-10-30", "XXXX", "XXXX", "XXXX"),
        ("0033-01", "0033", "0033-Q1", "0033-01"),
    ],
)
def test_the_bucket_of_a_start(date: str, year: str, quarter: str, month: str) -> None:
    starts = When.parse(date).starts
    result = [bucket_of(starts, unit) for unit in ("year", "quarter", "month")]
    assert result == [year, quarter, month]


def test_only_the_days_of_the_period_choose_the_bucket() -> None:
    """Of a year only June lies in June: what counts there counts in June."""
    assert rows(counted(BOOK, "month", period="2025-06")) == {"2025-06": "0–1"}
    assert rows(counted(BOOK, "month", period="2025-09")) == {"2025-09": "0–2"}


def test_without_a_period_the_empty_buckets_are_those_from_the_first_event_to_the_last() -> None:
    book = ledger(event("2024-11-15", "a"), event("2025-02-01", "b"),
                  event("[2024-12-31,2025-01-01]", "c"))  # fmt: skip
    assert rows(counted(book, "month")) == {
        "2024-11": "1", "2024-12": "0–1", "2025-01": "0–1", "2025-02": "1",
    }  # fmt: skip
    assert rows(counted(book, "quarter")) == {"2024-Q4": "1–2", "2025-Q1": "1–2"}
    # Only the days that the ledger covers have zeros.
    kept = book._replace(coverage=covering("2025"))
    assert rows(counted(kept, "month")) == {
        "2024-11": "1", "2024-12": "0–1", "2025-01": "0–1", "2025-02": "1",
    }  # fmt: skip


@pytest.mark.parametrize(
    "covers, period, by, zeros",
    [
        # The whole period, with both of its ends.
        ("all", "2024-12..2025-04", "month", "2024-12 2025-01 2025-03 2025-04"),
        ("all", "2024..2026", "year", "2024 2026"),
        ("all", "2024-Q4..2025-Q3", "quarter", "2024-Q4 2025-Q2 2025-Q3"),
        ("all", "2000..2029", "decade", "2000s 2010s"),
        ("all", "2025-02", "month", ""),
        ("all", "2025-03", "month", "2025-03"),
        # A month that is in the period in part is in it.
        ("all", "2025-01-31..2025-03-01", "month", "2025-01 2025-03"),
        ("all", "2025-02-11..2025-02-28", "month", "2025-02"),
        # Of a period with an open end, the covered days; or up to the last event.
        ("2025", "2025-02..", "month", " ".join(f"2025-{n:02}" for n in range(3, 13))),
        ("2025", "..2025-02", "month", "2025-01"),
        ("2024-12..", "..2025-02", "month", "2024-12 2025-01"),
        ("all", "2025-01..", "month", "2025-01"),
        ("all", "..2025-04", "month", "2025-03 2025-04"),
        ("all", "2025-03..", "month", ""),
        # Beyond the days that are covered there are no zeros.
        ("2025-01..2025-03", "2024-11..2025-04", "month", "2025-01 2025-03"),
        ("2025-01-20..2025-03-10", "2025", "month", "2025-01 2025-03"),
        ("2026", "2025", "month", ""),
        ("2025-03..", "2024..2025-04", "month", "2025-03 2025-04"),
        # Without a period from the first event to the last, here the same.
        ("2025", None, "month", ""),
    ],
)
def test_the_zeros_are_those_of_the_covered_days_of_the_period(
    covers: str, period: str | None, by: str, zeros: str
) -> None:
    days = EVERYTHING if covers == "all" else Period.parse(covers)
    book = ledger(event("2025-02-10"))._replace(coverage=covering(days))
    result = counted(book, by, period=period).numbers
    assert [key for (key,), count in result.items() if not count.matches] == zeros.split()


def test_a_table_by_two_units_of_time_has_no_month_of_another_year() -> None:
    book = ledger(event("2025-02-10"), event("[2024-12-31,2025-01-01]", "b"))
    book = book._replace(coverage=covering("2024-12..2025-02"))
    result = counted(book, "year", "month", period="2024-12..2025-02")
    assert rows(result) == {"2024 | 2024-12": "0–1", "2025 | 2025-01": "0–1", "2025 | 2025-02": "1"}
    swapped = counted(book, "month", "year", period="2024-12..2025-02")
    assert list(swapped.numbers) == [(month, year) for year, month in result.numbers]


def test_nothing_in_a_period_is_a_row_of_zeros() -> None:
    kept = ledger()._replace(coverage=covering("2025"))
    assert rows(counted(kept, "month", period="2025-01..2025-02")) == {
        "2025-01": "0", "2025-02": "0",
    }  # fmt: skip
    # A ledger that does not state its coverage promises nothing outside its events.
    assert rows(counted(ledger(), "month", period="2025-01..2025-02")) == {}
    book = ledger(event("2025-02-10"), event("2025-04-10", "b", type="call"))
    assert rows(counted(book, "month", period="2025-01..2025-05")) == {
        "2025-02": "1", "2025-03": "0", "2025-04": "1",
    }  # fmt: skip
    calls = counted(book, "month", period="2025-01..2025-05", type=["call"])
    assert rows(calls) == {"2025-02": "0", "2025-03": "0", "2025-04": "1"}
    assert rows(counted(ledger(), "month")) == {}
    assert rows(counted(ledger(), "type", "month", period="2025-01..2025-02")) == {}


def test_empty_buckets_up_to_the_last_year_there_is() -> None:
    book = ledger(event("9998-12-31", "a"), event("9999-12-31", "b"))
    assert len(counted(book, "month").numbers) == 13
    assert list(rows(counted(book, "quarter"))) == [
        "9998-Q4", "9999-Q1", "9999-Q2", "9999-Q3", "9999-Q4",
    ]  # fmt: skip
    assert rows(counted(book, "year")) == {"9998": "1", "9999": "1"}


def test_the_decade_of_a_start() -> None:
    dates = ["1999-12-31", "2000", "199X", "20XX", "1999/2000", "[1999-12-31,2000-01-01]", "0007"]
    found = [bucket_of(When.parse(date).starts, "decade") for date in dates]
    assert found == ["1990s", "2000s", "1990s", "20XX", "1990s", "XXXX", "0000s"]
    book = ledger(event("1999-12-31", "a"), event("2020", "b"), event("20XX", "c"))
    assert rows(counted(book, "decade")) == {
        "1990s": "1", "2000s": "0–1", "2010s": "0–1", "2020s": "1–2",
        **{f"20{number}0s": "0–1" for number in range(3, 10)},
    }  # fmt: skip


def test_years_without_events_stand_in_the_table_of_a_long_time() -> None:
    book = ledger(event("0999", "a"), event("1025", "b"))
    assert [*rows(counted(book, "year"))] == [f"{year:04}" for year in range(999, 1026)]


@cache
def unit_of(one: dt.date, by: str) -> str:
    """The decade, year, quarter, month or week of a day."""
    if by == "week":
        monday = one - DAY * one.weekday()
        thursday = monday + DAY * 3
        return f"{thursday.year}-W{(thursday.timetuple().tm_yday + 6) // 7:02}"
    if by in ("decade", "year"):
        return f"{one.year}" if by == "year" else f"{one.year}"[:3] + "0s"
    return f"{one.year}-Q{(one.month + 2) // 3}" if by == "quarter" else f"{one:%Y-%m}"


# -- laws: the numbers hold whatever the days were -------------------------------------------------

TIME = st.sampled_from([*TIMES])


def answered(placed: list[Placed], period: Period, by: list[str]) -> Tally:
    book = ledger(*(one.event for one in placed))
    return tally(select(book, Query(period=period, statuses=STATUSES)), by)


def classes(placed: Placed, period: Period, by: str) -> set[str | None]:
    """What a day of it may come to: None outside the period, else the bucket of that day."""
    low, high = period.start or dt.date.min, period.end or dt.date.max
    return {unit_of(one, by) if low <= one <= high else None for one in placed.days}


@law(120)
@given(many_events(small_dates(), most=4), periods())
def test_the_total_is_the_least_and_the_most_over_every_placing(
    placed: list[Placed], period: Period
) -> None:
    ways = [classes(one, period, "year") for one in placed]
    totals = [len(way) - way.count(None) for way in product(*ways)]
    total = answered(placed, period, ["type"]).total
    assert (total.min, total.max) == (min(totals), max(totals))


YEARS = [day("2008-01-01") + DAY * number for number in range(33 * 366)]
"""The days of 2008 to 2040: more than those of all dates and periods in samples.py."""


@law(120)
@given(many_events(most=3), periods(), periods(), TIME)
def test_zeros_are_the_buckets_of_every_covered_day_of_the_period(
    placed: list[Placed], period: Period, covers: Period, by: str
) -> None:
    book = ledger(*(one.event for one in placed))._replace(coverage=covering(covers))
    numbers = tally(select(book, Query(period=period, statuses=STATUSES)), [by]).numbers
    filled = {key for (key,), count in numbers.items() if count.matches}
    zeros = {key for (key,), count in numbers.items() if not count.matches}
    low, high = bound_of(max, period.start, covers.start), bound_of(min, period.end, covers.end)
    every = {unit_of(one, by) for one in YEARS if holds(period, one) and holds(covers, one)}
    if period == EVERYTHING or low is None or high is None:
        # Where the days have no end, the first and the last day that an event may have are it.
        days = [day for one in placed for span in one.event.when.starts for day in span if day]
        known = sorted({unit_of(one, by) for one in days if holds(period, one)})
        if period == EVERYTHING or low is None:
            every = {bucket for bucket in every if known and known[0] <= bucket}
        if period == EVERYTHING or high is None:
            every = {bucket for bucket in every if known and bucket <= known[-1]}
    assert zeros == every - filled


def bound_of(
    choose: Callable[..., dt.date], one: dt.date | None, other: dt.date | None
) -> dt.date | None:
    """The later or the earlier of two bounds, of which None is no bound."""
    known = [bound for bound in (one, other) if bound]
    return choose(known) if known else None


@law(120)
@given(many_events(small_dates(), most=4), periods(), TIME)
def test_a_bucket_of_time_is_the_least_and_the_most_over_every_placing(
    placed: list[Placed], period: Period, by: str
) -> None:
    ways = [classes(one, period, by) for one in placed]
    expected = {}
    for bucket in {bucket for way in ways for bucket in way if bucket}:
        numbers = [placing.count(bucket) for placing in product(*ways)]
        expected[bucket] = (min(numbers), max(numbers))
    result = answered(placed, period, [by]).rows
    assert {key: (count.min, count.max) for (key,), count in result.items()} == expected


@law(60)
@given(many_events(most=4), periods(), TIME)
def test_a_row_of_time_is_the_count_of_that_time(
    placed: list[Placed], period: Period, by: str
) -> None:
    """The row `2010` of a count is the count of the days of 2010 in the period."""
    book = ledger(*(one.event for one in placed))
    for (key,), count in answered(placed, period, [by]).numbers.items():
        days = [one for one in YEARS if unit_of(one, by) == key]
        if days and (part := period.narrowed(Period.between(days[0], days[-1]))):
            alone = select(book, Query(period=part, statuses=STATUSES)).matches
            assert Count(list(alone)).to_dict() == count.to_dict()


@law(80)
@given(many_events(most=4), periods(), st.sampled_from(sorted(DIMENSIONS)))
def test_an_event_counts_once_in_a_bucket_and_once_in_the_total(
    placed: list[Placed], period: Period, by: str
) -> None:
    result = answered(placed, period, [by])
    within = [one.event.id for one in placed if True in inside(period, one.days)]
    assert sorted(hit.event.id for hit in result.total.matches) == sorted(within)
    seen: set[str] = {hit.event.id for hit in result.missing}
    for count in result.rows.values():
        in_bucket = [hit.event.id for hit in count.matches]
        assert len(in_bucket) == len(set(in_bucket))
        seen |= set(in_bucket)
    assert seen == set(within)


def own_buckets(one: Event) -> dict[str, set[str]]:
    """The buckets of an event in each dimension but those of time, in the plainest way."""
    countries = {actor.country for actor in one.actors if actor.country}
    names = {actor.id: actor.name for actor in one.actors}
    pairs = [
        sorted([(a.country or a.name, a.name), (b.country or b.name, b.name)])
        for a in one.actors
        for b in one.actors
        if (a.country or a.name) != (b.country or b.name)
    ]
    return {
        "type": {one.type.id},
        "status": {one.status},
        "actor": {actor.name for actor in one.actors},
        "tag": set(one.tags),
        "place": {one.place} if one.place else set(),
        "place-country": {one.place_country} if one.place_country else set(),
        "country": countries,
        "dyad": {f"{a}-{b}" for a in countries for b in countries if a < b},
        "pair": {f"{a[1]} – {b[1]}" for a, b in pairs},
        "initiator": {names.get(one.initiator, one.initiator)} if one.initiator else set(),
        "publisher": {source.publisher for source in one.sources},
        "origin": {source.origin or source.publisher for source in one.sources},
    }


OTHERS = sorted(set(DIMENSIONS) - set(TIMES) - {"office"})


def test_the_law_of_own_buckets_tries_each_dimension() -> None:
    tried = own_buckets(BOOK.events[0]).keys()
    lacking = [name for name in OTHERS if name not in tried]
    assert not lacking, f"own_buckets in tests/test_counting.py lacks {lacking}"
    drawn: set[str] = set()

    @settings(law(), max_examples=100)
    @given(events())
    def draw(placed: Placed) -> None:
        drawn.update(name for name, buckets in own_buckets(placed.event).items() if buckets)

    draw()
    lacking = [name for name in OTHERS if name not in drawn]
    assert not lacking, f"no event of tests/samples.py has a value that --by {lacking} counts"


@law(80)
@given(many_events(most=4), periods(), st.lists(st.sampled_from(OTHERS), min_size=1, max_size=2))
def test_an_event_counts_in_each_of_its_own_buckets(
    placed: list[Placed], period: Period, by: list[str]
) -> None:
    expected: dict[tuple[str, ...], list[int]] = {}
    for one in placed:
        ways = inside(period, one.days)
        for key in product(*(own_buckets(one.event)[name] for name in by)):
            if True in ways:
                numbers = expected.setdefault(key, [0, 0])
                numbers[0] += ways == {True}
                numbers[1] += 1
    result = answered(placed, period, by).labelled
    assert {key: [count.min, count.max] for key, count in result.items()} == expected


@law(60)
@given(many_events(most=4), periods(), TIME)
def test_buckets_of_time_are_in_order_without_a_hole(
    placed: list[Placed], period: Period, by: str
) -> None:
    keys = [key for (key,) in answered(placed, period, [by]).numbers]
    assert keys == sorted(keys)
    if keys:
        run = dict.fromkeys(unit_of(one, by) for one in YEARS)
        assert keys == [name for name in run if keys[0] <= name <= keys[-1]]


@law(50)
@given(many_events(most=4), periods())
def test_a_table_adds_up_to_its_first_dimension(placed: list[Placed], period: Period) -> None:
    """As every event has one status, a table by status adds up to the row."""
    plain = answered(placed, period, ["type"]).rows
    table = answered(placed, period, ["type", "status"]).rows
    for key, count in plain.items():
        parts = [part for (kind, _), part in table.items() if kind == key[0]]
        assert count.min == sum(part.min for part in parts)
        assert count.max == sum(part.max for part in parts)


def test_open_spans_have_the_widest_bucket() -> None:
    assert bucket_of((Span(None, day("2025-01-01")),), "year") == "XXXX"
    assert bucket_of((Span(day("2025-01-01"), None),), "month") == "XXXX"


def test_the_ledgers_own_types_come_last_in_their_order() -> None:
    summit = TYPES["meeting"]._replace(id="summit", label="summit", plural="summits")
    book = ledger(
        event("2025-01-01", "s")._replace(type=summit),
        event("2025-01-02", "c", type="call"),
        types={**TYPES, "summit": summit},
    )
    assert list(rows(counted(book, "type"))) == ["call", "summit"]


def test_with_overlap_an_event_keeps_the_bucket_in_which_it_began() -> None:
    book = ledger(
        event("../2025-04"), event("[2024-12-01,2025-02-10]/2025-06"), event("2025-02-03")
    )
    selection = ask(book, "2025-02", overlap=True)
    result = tally(selection, ["month"])
    assert rows(result) == {
        "2024-12": "0–2", "2025-01": "0–1", "2025-02": "1–3", "2025-03": "0–1", "2025-04": "0–1",
    }  # fmt: skip


# -- a number, or a range -----------------------------------------------------------------------


def number(low: int, high: int) -> Count:
    """From so many, which surely count, to so many, which may."""
    one = event("2025-01-01", "e1")
    return Count(
        [Match(one, Containment.CERTAIN)] * low + [Match(one, Containment.POSSIBLE)] * (high - low)
    )


ORDERINGS = (operator.lt, operator.le, operator.gt, operator.ge)
OPERATIONS = (operator.add, operator.sub, operator.mul, operator.floordiv, operator.truediv)
BOUNDS = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(sorted)


@given(one=BOUNDS, other=BOUNDS, order=st.sampled_from(ORDERINGS))
@law(100)
def test_counts_compare_as_all_numbers_that_they_may_be_or_not_at_all(
    one: list[int], other: list[int], order: Callable[[Any, Any], bool]
) -> None:
    pairs = [(a, b) for a in range(one[0], one[1] + 1) for b in range(other[0], other[1] + 1)]
    answers = {order(*pair) for pair in pairs}
    question: list[tuple[Any, Any]] = [(number(*one), number(*other))]
    if one[0] == one[1]:
        question.append((one[0], number(*other)))
    if other[0] == other[1]:
        question.append((number(*one), other[0]))
    for pair in question:
        if len(answers) == 1:
            assert order(*pair) in answers
        else:
            with pytest.raises(ValueError, match=r"is a range, because e1.* may or may not count"):
                order(*pair)


@given(one=BOUNDS, other=st.integers(1, 4), operation=st.sampled_from(OPERATIONS))
@law(50)
def test_arithmetic_takes_a_count_for_the_int_that_it_is(
    one: list[int], other: int, operation: Callable[[Any, Any], Any]
) -> None:
    if one[0] < one[1]:
        for pair in (
            (number(*one), other),
            (other, number(*one)),
            (number(other, other), number(*one)),
        ):
            with pytest.raises(ValueError, match="is a range"):
                operation(*pair)
        return
    count = number(*one)
    for result in (operation(count, other), operation(count, number(other, other))):
        assert result == operation(one[0], other)
        assert type(result) is type(operation(one[0], other))
    if one[0]:
        assert operation(other, count) == operation(other, one[0])


@given(one=BOUNDS, other=BOUNDS)
@law(100)
def test_counts_are_equal_if_their_bounds_are(one: list[int], other: list[int]) -> None:
    assert (number(*one) == number(*other)) == (one == other)
    for whole in range(5):
        assert (number(*one) == whole) == (one == [whole, whole])


UP_TO_THREE = "--by: write one to three different values, such as --by type --by month"


@pytest.mark.parametrize(
    "by, why",
    [
        (["typ"], 'cannot count by "typ"; did you mean "type"?'),
        (["country-pair"], 'cannot count by "country-pair"; did you mean "dyad" (two countries)?'),
        (["people"], 'cannot count by "people"; did you mean "actor"?'),
        (["Location"], 'cannot count by "Location"; did you mean "place"?'),
        (["kind"], 'cannot count by "kind"; did you mean "type"?'),
        (["media"], 'cannot count by "media"; did you mean "publisher"?'),
        (
            ["pairs"],
            'cannot count by "pairs"; did you mean "pair" (two actors from different countries)?',
        ),
        (["nix"], f'cannot count by "nix"; choose {join_or([*DIMENSIONS])}'),
        (["type", "nix"], f'cannot count by "nix"; choose {join_or([*DIMENSIONS])}'),
        ([], UP_TO_THREE),
        (["type", "type"], UP_TO_THREE),
        (["type", "tag", "year", "place"], UP_TO_THREE),
        (["type,tag", "year,place"], UP_TO_THREE),
        (["type,nix"], f'cannot count by "nix"; choose {join_or([*DIMENSIONS])}'),
    ],
)
def test_other_dimensions_are_refused(by: list[str], why: str) -> None:
    with pytest.raises(UsageError) as refused:
        dimensions(by)
    assert str(refused.value) == why


@pytest.mark.parametrize("by", [["type"], ["year", "tag"], ["year,tag", "type"], ["year, tag"]])
def test_one_to_three_dimensions_are_accepted(by: list[str]) -> None:
    assert dimensions(by) == [name.strip() for name in ",".join(by).split(",")]


def test_the_repr_of_a_range_names_the_undecided_events() -> None:
    assert repr(number(2, 2)) == "<Count 2>"
    assert repr(number(0, 1)) == "<Count 0–1, undecided: e1>"
    assert 12 / number(3, 3) == 4
    assert number(3, 3) / number(2, 2) == 1.5


@pytest.mark.parametrize("by", ["country", "dyad"])
def test_actors_without_a_country_are_in_no_row_of_countries_and_a_note_names_them(by: str) -> None:
    counts = counted(BOOK, by)
    assert counts.actors_without_country == {"nato": "NATO"}
    assert counted(BOOK, "actor").actors_without_country == {}


def test_each_word_that_people_use_for_a_dimension_means_a_dimension() -> None:
    assert {name for names in OTHER_WORDS.values() for name in names} <= {*counting.DIMENSIONS}
    assert {*OTHER_WORDS}.isdisjoint(counting.DIMENSIONS)
    assert {*SEVERAL} <= {*counting.DIMENSIONS}
