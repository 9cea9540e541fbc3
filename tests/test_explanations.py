"""Why a claim got its verdict: in words, with what it misses narrowly, and as `chrono claims`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from chrono.core import explanations
from chrono.core.claims import (
    JUST_OUTSIDE,
    ClaimVerdict,
    Interpretation,
    NearMiss,
    StatedNumber,
    claims_about,
    judge,
)
from chrono.core.counting import Count
from chrono.core.model import Claim, Ledger, Number
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Match, Question, resolve
from chrono.core.spans import Containment
from chrono.files.read.load import loads
from replay import Ran, clean_environment, run
from samples import TYPES, event

# -- building blocks ----------------------------------------------------------------------------

CALL = TYPES["call"]


def some(certain: int, possible: int = 0) -> Count:
    """So many events of which it is sure that they count, and so many that may."""
    matches = [Match(event("2025-05-05", f"sure{n}"), Containment.CERTAIN) for n in range(certain)]
    return Count(
        matches
        + [Match(event("2025-05", f"may{n}"), Containment.POSSIBLE) for n in range(possible)]
    )


def number(
    low: int | None,
    high: int | None,
    counted: Count | None = None,
    kinds: str = "call",
    unconfirmed: int = 0,
    near: Sequence[NearMiss] = (),
) -> StatedNumber:
    """A stated number of some types, beside what the ledger has."""
    types = tuple(TYPES[kind] for kind in kinds.split())
    doubtful = tuple(event("2025-06-06", f"un{n}") for n in range(unconfirmed))
    counted = some(0) if counted is None else counted
    return StatedNumber("total", types, Number(low, high), counted, doubtful, tuple(near))


def reading(*numbers: StatedNumber, period: str = "2025", covered: bool = True) -> Interpretation:
    return Interpretation(None, Period.parse(period), numbers, covered)


# -- words for one number -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "period, text",
    [
        ("2025", "1 Jan–31 Dec 2025"),
        ("2025-01-20..2025-12-04", "20 Jan–4 Dec 2025"),
        ("2024-11-06..2025-12-31", "6 Nov 2024–31 Dec 2025"),
        ("2025-10", "1–31 Oct 2025"),
        ("2025-10-30", "30 Oct 2025"),
        ("..2025-11-09", "until 9 Nov 2025"),
        ("2025-11-09..", "from 9 Nov 2025"),
    ],
)
def test_a_window_is_told_by_its_days(period: str, text: str) -> None:
    assert explanations.period_text(Period.parse(period)) == text


def test_a_window_without_a_bound_is_any_time() -> None:
    assert explanations.period_text(EVERYTHING) == "at any time"


@pytest.mark.parametrize(
    "low, high, kinds, text",
    [
        (4, 4, "call", "4 phone calls"),
        (1, 1, "call", "1 phone call"),
        (0, 0, "call", "0 phone calls"),
        (40, None, "", "at least 40 contacts"),
        (1, None, "", "at least 1 contact"),
        (None, 3, "meeting", "at most 3 in-person meetings"),
        (None, 1, "meeting", "at most 1 in-person meeting"),
        (1, 3, "talks", "1 to 3 rounds of talks"),
        (0, 1, "talks", "0 to 1 round of talks"),
        (5, 5, "", "5 contacts"),
        (1, 1, "", "1 contact"),
        (5, 5, "call meeting", "5 phone calls or in-person meetings"),
        (1, 1, "call meeting video", "1 phone call, in-person meeting or video conference"),
    ],
)
def test_what_was_stated(low: int | None, high: int | None, kinds: str, text: str) -> None:
    assert explanations.stated_text(number(low, high, kinds=kinds)) == text


@pytest.mark.parametrize(
    "counted, kinds, text",
    [
        (some(0), "call", "no phone call"),
        (some(0), "", "no contact"),
        (some(0), "call meeting", "no phone call or in-person meeting"),
        (some(1), "call", "1 phone call"),
        (some(3), "call", "3 phone calls"),
        (some(2, 1), "call", "2–3 phone calls"),
        (some(0, 1), "", "0–1 contact"),
        (some(0, 2), "", "0–2 contacts"),
    ],
)
def test_what_the_ledger_has(counted: Count, kinds: str, text: str) -> None:
    assert explanations.counted_text(number(1, 1, counted, kinds)) == text


@pytest.mark.parametrize(
    "low, high, counted, unconfirmed, text",
    [
        (2, 2, some(2), 0, "as stated"),
        (3, 3, some(2), 0, "1 fewer than stated"),
        (2, 2, some(3), 0, "1 more than stated"),
        (9, 9, some(0), 0, "9 fewer than stated"),
        # At least, at most, from to.
        (40, None, some(41), 0, "as stated"),
        (40, None, some(38), 0, "2 fewer than stated"),
        (40, None, some(38, 1), 0, "1–2 fewer than stated"),
        (40, None, some(38, 2), 0, "0–2 fewer than stated"),
        (None, 3, some(0), 0, "as stated"),
        (None, 3, some(5), 0, "2 more than stated"),
        (None, 3, some(3, 2), 0, "0–2 more than stated"),
        (1, 3, some(2), 0, "as stated"),
        (1, 3, some(1, 2), 0, "as stated"),
        (1, 3, some(0, 4), 0, "0–1 fewer or 0–1 more than stated"),
        # A range of the ledger's own.
        (3, 3, some(2, 1), 0, "0–1 fewer than stated"),
        (2, 2, some(2, 1), 0, "0–1 more than stated"),
        (2, 2, some(1, 2), 0, "0–1 fewer or 0–1 more than stated"),
        (5, 5, some(1, 2), 0, "2–4 fewer than stated"),
        (1, 1, some(3, 2), 0, "2–4 more than stated"),
        # What may have happened is named beside it, and makes no number.
        (3, 3, some(2), 1, "1 fewer than stated"),
    ],
)
def test_how_far_off_it_is(
    low: int | None, high: int | None, counted: Count, unconfirmed: int, text: str
) -> None:
    assert explanations.deviation(number(low, high, counted, unconfirmed=unconfirmed)) == text


# -- one reading --------------------------------------------------------------------------------


def test_at_most_so_many_are_none_at_the_least() -> None:
    assert (number(None, 3).low, number(2, None).low) == (0, 2)


def test_a_reading_that_agrees_is_as_stated() -> None:
    both = reading(number(1, 1, some(1), "meeting"), number(4, 4, some(4)))
    assert explanations.explain(both) == (
        "1 Jan–31 Dec 2025 the ledger has 1 in-person meeting and 4 phone calls, as stated"
    )


def test_a_reading_that_differs_says_by_how_much_for_each_number() -> None:
    three = reading(
        number(1, 1, some(2), "meeting"), number(4, 4, some(4)), number(9, None, some(6), "")
    )
    assert explanations.explain(three) == (
        "1 Jan–31 Dec 2025 the ledger has 2 in-person meetings (1 more than stated), "
        "4 phone calls (as stated) and 6 contacts (3 fewer than stated)"
    )


def test_a_window_that_is_not_covered_is_said_though_its_numbers_agree() -> None:
    found = reading(number(2, 2, some(2)), period="2024..", covered=False)
    assert explanations.explain(found) == (
        "from 1 Jan 2024 the ledger has 2 phone calls, as stated; "
        "the window reaches outside the period that this ledger covers"
    )


def test_what_is_undecided_is_named_once_and_five_of_many() -> None:
    few = number(2, 2, some(1, 2))
    assert [*explanations.reading_notes(reading(few, few))] == [
        "undecided, since a day is not known: may0, may1"
    ]
    assert [*explanations.reading_notes(reading(number(2, 2, some(1, 7))))] == [
        "undecided, since a day is not known: may0, may1, may2, may3, may4, and 2 more"
    ]


NEAR = event("2025-01-17", "jan")


@pytest.mark.parametrize(
    "near, text",
    [
        (NearMiss(NEAR, -3), "17 Jan 2025 (jan) is 3 days before the window"),
        (NearMiss(NEAR, -1), "17 Jan 2025 (jan) is 1 day before the window"),
        (NearMiss(NEAR, 1), "17 Jan 2025 (jan) is 1 day after the window"),
        (NearMiss(NEAR, 31), "17 Jan 2025 (jan) is 31 days after the window"),
        (
            NearMiss(event("2025-01-17/2025-01-18", "jan"), -3),
            "17–18 Jan 2025 (jan) began 3 days before the window",
        ),
        # In January, and the window begins on 3 February: 3 to 33 days before it.
        (
            NearMiss(event("2025-01", "jan"), -3),
            "some day in January 2025 (jan) is 3–33 days before the window",
        ),
        (
            NearMiss(event("[..2025-01-17]", "jan"), -3),
            "until 17 Jan 2025 (jan) is 3 days or more before the window",
        ),
        (
            NearMiss(event("[2025-01-17..]", "jan"), 1),
            "from 17 Jan 2025 (jan) is 1 day or more after the window",
        ),
        (NearMiss(NEAR._replace(status="planned")), "17 Jan 2025 (jan) is planned"),
        (NearMiss(NEAR._replace(status="unconfirmed")), "17 Jan 2025 (jan) is unconfirmed"),
        (NearMiss(NEAR), "17 Jan 2025 (jan) is of another type (in-person meeting)"),
        (NearMiss(NEAR._replace(type=CALL)), "17 Jan 2025 (jan) is of another type (phone call)"),
    ],
)
def test_what_is_missed_narrowly(near: NearMiss, text: str) -> None:
    assert explanations.near_miss_text(near) == text


def test_the_nearest_stand_first_and_three_at_the_most() -> None:
    many = [
        NearMiss(event("2025-02-01", f"n{n}"), days) for n, days in enumerate([9, -2, None, 5, -7])
    ]
    lines = [*explanations.reading_notes(reading(number(9, 9, near=many)))]
    assert [line.split(" (")[1].split(")")[0] for line in lines[:3]] == ["n1", "n3", "n4"]
    assert lines[3:] == ["and 2 more are near"]


def test_one_more_is_near() -> None:
    many = [NearMiss(event("2025-02-01", f"n{n}"), 1 + n) for n in range(4)]
    assert [*explanations.reading_notes(reading(number(9, 9, near=many)))][
        -1
    ] == "and 1 more is near"
    assert len([*explanations.reading_notes(reading(number(9, 9, near=many[:3])))]) == 3
    assert [*explanations.reading_notes(reading(number(9, 9, near=many)), 2)][
        -1
    ] == "and 2 more are near"


def test_what_is_not_confirmed_is_named_where_the_numbers_agree_without_it() -> None:
    assert [*explanations.reading_notes(reading(number(2, 2, some(2), unconfirmed=2)))] == [
        "not confirmed, and not counted: un0, un1"
    ]
    assert [*explanations.reading_notes(reading(number(3, 3, some(2), unconfirmed=2)))] == []


def test_in_a_sentence_of_many_claims_the_nearest_alone_is_named() -> None:
    many = [NearMiss(event("2025-02-01", f"n{n}"), 9 - n) for n in range(4)]
    assert [*explanations.reading_notes(reading(number(9, 9, near=many)), 1)] == [
        "1 Feb 2025 (n3) is 6 days after the window"
    ]


def test_what_lies_further_outside_is_not_told_as_a_near_miss() -> None:
    far = NearMiss(event("2025-02-01", "far"), JUST_OUTSIDE + 1)
    edge = NearMiss(event("2025-02-01", "edge"), -JUST_OUTSIDE)
    assert [*explanations.reading_notes(reading(number(9, 9, near=[far, edge])))] == [
        "1 Feb 2025 (edge) is 31 days before the window"
    ]


def test_an_event_that_two_numbers_miss_is_told_once() -> None:
    near = [NearMiss(NEAR, -3)]
    both = reading(number(9, 9, near=near), number(8, 8, kinds="", near=near))
    assert len([*explanations.reading_notes(both)]) == 1


# -- what is near, from a ledger ----------------------------------------------------------------

HEAD = """\
[ledger]
COVERS
[actors]
xi = { name = "Xi Jinping", country = "CN" }
xie = { name = "Xie Feng", country = "CN" }
wang-yi = { name = "Wang Yi", country = "CN" }
wang-wentao = { name = "Wang Wentao", country = "CN" }
trump = { name = "Donald Trump", country = "US" }
"""


def table(id: str, date: str, type: str = "call", **more: str) -> str:
    keys = {
        "id": f'"{id}"',
        "date": f'"{date}"',
        "type": f'"{type}"',
        "title": f'"{id}"',
        "actors": '["xi", "trump"]',
        **more,
    }
    return "\n".join(["[[events]]", *(f"{key} = {value}" for key, value in keys.items()), ""])


def claim(id: str = "c", **more: str) -> str:
    keys = {
        "id": f'"{id}"',
        "by": '"xie"',
        "date": "2025-12-31",
        "statement": '"so many"',
        "period": '"2025-05..2025-06"',
        **more,
    }
    return "\n".join(["[[claims]]", *(f"{key} = {value}" for key, value in keys.items()), ""])


def text(*tables: str, covers: str = "") -> str:
    head = HEAD.replace("COVERS", f'covers = "{covers}"' if covers else "")
    return "\n".join([head, *tables])


def of(*tables: str, covers: str = "", **said: str) -> ClaimVerdict:
    """A claim about May and June 2025, beside these events."""
    book = loads(text(*tables, claim(**said), covers=covers))
    return judge(book.claims[0], book)


def near(found: ClaimVerdict) -> list[tuple[str, int | None]]:
    return [(one.event.id, one.days) for one in found.readings[0].near]


INSIDE = table("inside", "2025-05-05")


@pytest.mark.parametrize(
    "dates, expected",
    [
        # The nearest on each side, where both are within a month.
        (["2025-04-30", "2025-07-01"], [("b0", -1), ("b1", 1)]),
        (["2025-04-20", "2025-04-29", "2025-07-31", "2025-08"], [("b1", -2), ("b2", 31)]),
        # Further away only the nearest of the two.
        (["2025-04-29", "2025-08-01"], [("b0", -2)]),
        (["2025-03-01", "2025-07-05"], [("b1", 5)]),
        (["2025-01-01", "2025-09-01"], [("b1", 63)]),
        (["2025-01-01"], [("b0", -120)]),
        (["2025-03-01", "2025-08-30"], [("b0", -61), ("b1", 61)]),
        # As near as it surely is not: the nearest of its possible days.
        (["2025-04"], [("b0", -1)]),
        (["2025-07"], [("b0", 1)]),
        (["[2025-04-10,2025-04-20]"], [("b0", -11)]),
        # What lasts belongs to the day on which it began.
        (["2025-04-28/2025-05-03"], [("b0", -3)]),
        # What may lie inside is no near miss: it may count.
        (["[2025-04-30..2025-05-01]"], []),
        # The first and the last day of the window count.
        (["2025-05-01", "2025-06-30"], []),
        ([], []),
    ],
)
def test_the_nearest_outside_the_window(dates: list[str], expected: list[tuple[str, int]]) -> None:
    events = [table(f"b{n}", date) for n, date in enumerate(dates)]
    assert near(of(INSIDE, *events, total="9")) == expected


def test_an_open_window_has_one_side_only() -> None:
    events = [table("before", "2025-04-30"), table("after", "2025-07-01")]
    assert near(of(*events, total="9", period='"2025-05.."')) == [("before", -1)]
    assert near(of(*events, total="9", period='"..2025-06"')) == [("after", 1)]


def test_the_last_day_that_counts_is_the_end_of_the_window() -> None:
    found = of(table("late", "2025-06-12"), total="9", as_of="2025-06-10")
    assert near(found) == [("late", 2)]


@pytest.mark.parametrize("status", ["planned", "postponed", "cancelled", "denied", "unconfirmed"])
def test_what_lies_inside_with_another_status_is_near(status: str) -> None:
    other = table("other", "2025-05-06", status=f'"{status}"')
    early = table("early", "2025-04-30")
    assert near(of(early, INSIDE, other, total="9")) == [("early", -1), ("other", None)]
    # Outside it misses by two things.
    assert near(of(INSIDE, table("o", "2025-07-01", status=f'"{status}"'), total="9")) == []


@pytest.mark.parametrize(
    "said, expected",
    [
        # All types would be the whole ledger where nobody and nothing is named.
        ({"counts": "{ call = 9 }"}, []),
        ({"counts": "{ call = 9 }", "actors": '["xi"]'}, ["talk", "paper"]),
        ({"counts": "{ call = 9 }", "tags": '["trade"]'}, ["paper"]),
        ({"types": '["call"]', "total": "9", "actors": '["xi"]'}, ["talk", "paper"]),
        ({"total": "9", "actors": '["xi"]'}, ["paper"]),
        # Not what another number of the claim counts.
        ({"counts": "{ call = 9, meeting = 1 }", "actors": '["xi"]'}, ["paper"]),
        ({"counts": "{ call = 9, letter = 1 }", "actors": '["xi"]'}, ["talk"]),
        ({"counts": "{ call = 9 }", "types": '["letter"]', "total": "1", "actors": '["xi"]'},
         ["talk"]),
        ({"counts": "{ call = 9, letter = 2 }", "total": "9", "actors": '["xi"]'}, []),
        # Not what others did, or what bears another tag.
        ({"counts": "{ call = 9 }", "actors": '["wang-yi"]'}, []),
    ],
)  # fmt: skip
def test_what_lies_inside_and_is_of_another_type_is_near_where_the_claim_says_whose(
    said: dict[str, str], expected: list[str]
) -> None:
    events = [
        INSIDE,
        table("talk", "2025-05-06", "meeting"),
        table("paper", "2025-05-07", "letter", tags='["trade"]'),
        table("others", "2025-05-08", "meeting", actors='["wang-wentao", "trump"]'),
    ]
    assert near(of(*events, **said)) == [(id, None) for id in expected]


def test_what_the_total_of_all_contacts_counts_is_no_near_miss() -> None:
    found = of(
        INSIDE,
        table("talk", "2025-05-06", "meeting"),
        counts="{ call = 9 }",
        total="9",
        actors='["xi"]',
    )
    assert [one.id for one in found.readings[0].events] == ["inside", "talk"]
    assert near(found) == []


@pytest.mark.parametrize(
    "said", [{"total": "1"}, {"total": "0"}, {"total": "{ max = 3 }"}, {"total": "{ min = 1 }"}]
)
def test_nothing_is_near_where_enough_are_counted(said: dict[str, str]) -> None:
    others = [table("o", "2025-04-30"), table("p", "2025-05-06", status='"planned"')]
    assert near(of(INSIDE, *others, **said)) == []


def test_what_may_be_enough_has_near_ones_too() -> None:
    loose = table("loose", "[2025-04-29..2025-05-01]")
    found = of(INSIDE, loose, table("o", "2025-07-02"), total="2")
    assert found.verdict == "cannot tell"
    assert near(found) == [("o", 2)]


def test_why_tells_what_is_near() -> None:
    found = of(INSIDE, table("o", "2025-04-30"), counts="{ call = 2 }")
    assert explanations.explain(found.readings[0]) == (
        "1 May–30 Jun 2025 the ledger has 1 phone call (1 fewer than stated); "
        "30 Apr 2025 (o) is 1 day before the window"
    )


# -- all readings -------------------------------------------------------------------------------

WINDOWS = '{ early = "2025-01..2025-06", late = "2025-05..2025-12" }'


def test_in_short_it_is_what_was_stated_and_each_reading() -> None:
    found = of(INSIDE, table("o", "2025-04-30"), counts="{ call = 3, meeting = { max = 1 } }")
    assert explanations.summarise(found) == (
        "3 phone calls and at most 1 in-person meeting stated; 1 May–30 Jun 2025 the ledger has "
        "1 phone call (2 fewer than stated) and no in-person meeting (as stated); "
        "30 Apr 2025 (o) is 1 day before the window"
    )


def test_in_short_each_reading_has_its_name() -> None:
    found = of(INSIDE, total="2", period=WINDOWS)
    assert explanations.summarise(found) == (
        "2 contacts stated; "
        "under “early”, 1 Jan–30 Jun 2025 the ledger has 1 contact (1 fewer than stated); "
        "under “late”, 1 May–31 Dec 2025 the ledger has 1 contact (1 fewer than stated)"
    )


def test_the_events_of_several_numbers_are_in_the_order_of_days() -> None:
    events = [table("b", "2025-05-03", "meeting"), table("c", "2025-05-04"), INSIDE]
    found = of(*events, counts="{ call = 2, meeting = 1 }")
    assert [one.id for one in found.readings[0].events] == ["b", "c", "inside"]


def test_a_reading_keeps_its_name_where_no_day_of_it_counts() -> None:
    found = of(INSIDE, total="1", period=WINDOWS, as_of="2025-04-30")
    assert [(one.name, one.events) for one in found.readings] == [("early", ()), ("late", ())]


def test_two_readings_that_give_two_numbers_are_both_true() -> None:
    found = of(INSIDE, table("o", "2025-04-12"), total="2", period=WINDOWS)
    assert explanations.explain_difference(found) == (
        "Both are true: 2 contacts in “early” and 1 contact in “late”. The difference is "
        "the phone call of 12 Apr 2025 (o), which lies in “early” and "
        "19 days before “late” begins."
    )


def test_the_difference_may_lie_after_a_window_and_on_both_sides() -> None:
    events = [INSIDE, table("m", "2025-04-30"), table("n", "2025-07-01"), table("p", "2025-12-31")]
    found = of(*events, total="2", period=WINDOWS)
    assert explanations.explain_difference(found) == (
        "Both are true: 2 contacts in “early” and 3 contacts in “late”. The difference is "
        "the phone call of 30 Apr 2025 (m), which lies in “early” and "
        "1 day before “late” begins; "
        "the phone call of 1 Jul 2025 (n), which lies in “late” and 1 day after “early” ends; "
        "the phone call of 31 Dec 2025 (p), which lies in “late” and 184 days after “early” ends."
    )


def test_where_no_number_is_the_claims_the_ledger_has_them_all_the_same() -> None:
    found = of(INSIDE, table("o", "2025-04-12"), total="5", period=WINDOWS)
    assert explanations.explain_difference(found) == (
        "The ledger has 2 contacts in “early” and 1 contact in “late”. The difference is "
        "the phone call of 12 Apr 2025 (o), which lies in “early” and "
        "19 days before “late” begins."
    )


@pytest.mark.parametrize(
    "date, period, lies",
    [
        ("2025-04", '{ a = "2025", b = "2025-05..2025-06" }', "1–30 days before “b” begins"),
        (
            "[..2025-04-12]",
            '{ a = "..2025", b = "2025-05.." }',
            "19 days or more before “b” begins",
        ),
        ("[2025-04-12,2025-07-01]", '{ a = "2025", b = "2025-05..2025-06" }', "outside “b”"),
    ],
)
def test_how_far_outside_an_event_lies_of_which_the_day_is_not_known(
    date: str, period: str, lies: str
) -> None:
    said = explanations.explain_difference(of(table("o", date), total="1", period=period))
    assert said is not None
    assert said.endswith(f"(o), which lies in “a” and {lies}.")


def test_three_events_of_the_difference_are_named_and_the_rest_are_counted() -> None:
    events = [table(f"e{n}", f"2025-07-0{n}") for n in range(1, 6)]
    said = explanations.explain_difference(of(*events, total="5", period=WINDOWS))
    assert said is not None
    assert said.startswith("Both are true: no contact in “early” and 5 contacts in “late”.")
    assert said.count("the phone call of") == 3
    assert said.endswith("; and 2 more.")


def test_three_readings_with_two_numbers_stand_by_their_number() -> None:
    period = '{ a = "2025-05", b = "2025-05..2025-06", c = "2025-04..2025-05" }'
    found = of(INSIDE, table("o", "2025-04-12"), total="2", period=period)
    assert explanations.explain_difference(found) == (
        "Both are true: 1 contact in “a” and “b” and 2 contacts in “c”. The difference is "
        "the phone call of 12 Apr 2025 (o), which lies in “c”, "
        "19 days before “a” begins and 19 days before “b” begins."
    )


def test_three_readings_with_three_numbers_are_all_true() -> None:
    period = '{ a = "2025-05", b = "2025-05..2025-06", c = "2025-04..2025-06" }'
    found = of(INSIDE, table("o", "2025-04-12"), table("q", "2025-06-02"), total="2", period=period)
    assert explanations.explain_difference(found) == (
        "All of these are true: 1 contact in “a”, 2 contacts in “b” and 3 contacts in “c”. "
        "The difference is "
        "the phone call of 2 Jun 2025 (q), which lies in “b” and “c” and 2 days after “a” ends; "
        "the phone call of 12 Apr 2025 (o), which lies in “c”, 19 days before “a” begins and "
        "19 days before “b” begins."
    )


def test_readings_that_have_one_number_by_other_events_are_both_held_against_the_third() -> None:
    """a has o and inside, b has inside and q, c has all: o makes the difference to b."""
    period = '{ a = "2025-04..2025-05", b = "2025-05..2025-06", c = "2025-04..2025-06" }'
    said = explanations.explain_difference(
        of(INSIDE, table("o", "2025-04-12"), table("q", "2025-06-02"), total="2", period=period)
    )
    assert said is not None
    assert "(q)" in said
    assert "(o)" in said


def test_of_several_numbers_the_first_that_is_another_is_told() -> None:
    talk = table("talk", "2025-02-02", "meeting")
    found = of(INSIDE, talk, counts="{ call = 1, meeting = 1 }", period=WINDOWS)
    said = explanations.explain_difference(found)
    assert said is not None
    assert said.startswith(
        "Both are true: 1 in-person meeting in “early” and no in-person meeting in “late”."
    )


@pytest.mark.parametrize(
    "events, period, covers, why",
    [
        ([INSIDE], '"2025"', "", "there is but one reading"),
        ([INSIDE], WINDOWS, "", "both have one number"),
        ([table("o", "[2025-04-30,2025-05-01]")], WINDOWS, "", "a count is a range"),
        ([table("o", "2025-04-12")], WINDOWS, "2025-02..", "a window is not covered"),
    ],
)
def test_there_is_no_difference_to_tell(
    events: list[str], period: str, covers: str, why: str
) -> None:
    assert (
        explanations.explain_difference(of(*events, total="2", period=period, covers=covers))
        is None
    ), why


# -- which claims -------------------------------------------------------------------------------

CLAIMS: Ledger = loads(
    text(
        INSIDE,
        table("tagged", "2025-05-06", "letter", tags='["trade", "leaders"]', place='"Busan"'),
        claim("calls", date="2025-06-01", counts="{ call = 1 }", actors='["xi", "trump"]'),
        claim("all", date="2025-06-02", total="2", by='"The Wire"'),
        claim("letters", date="2025-07-01", types='["letter"]', total="1", tags='["trade"]'),
        claim(
            "wang",
            date='"2025-07"',
            counts="{ meeting = 0, letter = 2 }",
            actors='["wang-yi"]',
            by='"xi"',
            statement='"no meeting on tariffs"',
            window='"this summer"',
            sources='[{ publisher = "Reuters" }]',
        ),
    )
)


def about(period: str | None = None, *, by: Sequence[str] = (), **question: Any) -> list[str]:
    query = resolve(Question.of(period, **question), CLAIMS, unique_names=True)
    found: list[Claim] = claims_about(CLAIMS, query, by)
    return [one.id for one in found]


@pytest.mark.parametrize(
    "period, question, expected",
    [
        (None, {}, ["calls", "all", "letters", "wang"]),
        # By the day on which it was made, be it but possible.
        ("2025-06", {}, ["calls", "all"]),
        ("2025-06-02..", {}, ["all", "letters", "wang"]),
        ("2025-07-15", {}, ["wang"]),
        ("2025-07-15", {"certain": True}, []),
        ("2025-07", {"certain": True}, ["letters", "wang"]),
        ("2024", {}, []),
        # By what it speaks of: a claim that names nobody is about nobody in particular.
        (None, {"actor": ["xi"]}, ["calls"]),
        (None, {"actor": ["Trump", "Xi"]}, ["calls"]),
        (None, {"actor": ["Wang Yi"]}, ["wang"]),
        (None, {"actor": ["Wang Yi", "Trump"]}, []),
        (None, {"not_actor": ["Wang Yi"]}, ["calls", "all", "letters"]),
        (None, {"country": ["US"]}, ["calls"]),
        (None, {"tag": ["trade"]}, ["letters"]),
        (None, {"not_tag": ["trade"]}, ["calls", "all", "wang"]),
        # Any of the types that it counts; a total counts all contact types.
        (None, {"type": ["call"]}, ["calls", "all"]),
        (None, {"type": ["meeting"]}, ["all", "wang"]),
        (None, {"type": ["letter"]}, ["letters", "wang"]),
        (None, {"type": ["call", "letter"]}, ["calls", "all", "letters", "wang"]),
        (None, {"not_type": ["call"]}, ["all", "letters", "wang"]),
        (None, {"text": ["tariffs"]}, ["wang"]),
        (None, {"text": ["summer"]}, ["wang"]),
        (None, {"source": ["Reuters"]}, ["wang"]),
        # A claim has no place.
        (None, {"place": ["Busan"]}, []),
    ],
)
def test_which_claims_are_about_what_is_asked_for(
    period: str | None, question: dict[str, Any], expected: list[str]
) -> None:
    assert about(period, **question) == expected


def test_whose_claims() -> None:
    assert about(by=["xie"]) == ["calls", "letters"]
    assert about(by=["The Wire"]) == ["all"]
    assert about(by=["xi", "The Wire"]) == ["all", "wang"]
    assert about("2025-06", by=["xi"]) == []
    assert about(by=["trump"]) == []


# -- the command --------------------------------------------------------------------------------

COMMAND = text(
    INSIDE,
    table("jun", "2025-06-05"),
    table("talk", "2025-06-10", "meeting"),
    table("loose", "2025-07", "video"),
    claim("right", date="2025-06-30", counts="{ call = 2, meeting = 1 }"),
    claim("bounds", date="2025-07-01", total="{ min = 2 }", by='"The Wire"'),
    claim(
        "two-ways",
        date="2025-07-02",
        counts="{ call = 2 }",
        period='{ "since May" = "2025-05..", "since June" = "2025-06.." }',
    ),
    claim("unsure", date="2025-07-15", total="4", period='"2025"', by='"wang-yi"'),
    claim("early", date="2025-07-31", total="9", period='"2024.."', by='"wang-yi"'),
    covers="2025",
)
WRONG = claim("wrong", date="2025-08-01", total="9", by='"The Wire Service"')
DISPUTED = claim("stands", date="2025-08-02", total="9", disputed='"two ways to count"')
SETTLED = claim("settled", date="2025-08-03", total="3", disputed='"was wrong once"')

LINES = {
    "right": "right\tagrees\tcall=2; meeting=1\tcall=2; meeting=1\tinside; jun; talk",
    "bounds": "bounds\tagrees\t2..\t3\tinside; jun; talk",
    "two-ways": "two-ways\tdepends\t2\t2 | 1\tinside; jun | jun",
    "unsure": "unsure\tcannot tell\t4\t3..4\tinside; jun; talk; loose",
    "early": "early\tcannot tell\t9\t4\tinside; jun; talk; loose",
    "wrong": "wrong\tdiffers\t9\t3\tinside; jun; talk",
    "stands": "stands\tdiffers\t9\t3\tinside; jun; talk",
    "settled": "settled\tagrees\t3\t3\tinside; jun; talk",
}
FIRST = ["right", "bounds", "two-ways", "unsure", "early"]


def claims(folder: Path, *argv: str, more: Sequence[str] = ()) -> Ran:
    """Write the ledger there with some more claims, and run `chrono claims`."""
    (folder / "events.toml").write_text("\n".join([COMMAND, *more]), encoding="utf-8")
    return run("claims", *argv, folder=folder, environment=clean_environment(folder))


def test_a_line_has_id_verdict_stated_counted_and_ids(tmp_path: Path) -> None:
    ran = claims(tmp_path)
    assert ran.out.splitlines() == [LINES[id] for id in FIRST]
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.parametrize(
    "argv, expected",
    [
        (["2025-06"], ["right"]),
        (["2025-07"], FIRST[1:]),
        (["2025-07-02..2025-07-15"], ["two-ways", "unsure"]),
        (["--until", "2025-07-01"], ["right", "bounds"]),
        (["--reverse"], FIRST[::-1]),
        (["--limit", "2"], FIRST[:2]),
        (["--limit", "1", "--reverse"], ["early"]),
        (["--type", "meeting"], ["right", "bounds", "unsure", "early"]),
        # Whole words of a name, an id, or a name that only claims have.
        (["--speaker", "Xie"], ["right", "two-ways"]),
        (["--speaker", "xie feng"], ["right", "two-ways"]),
        (["--speaker", "Wang Yi"], ["unsure", "early"]),
        (["--speaker", "wire"], ["bounds"]),
        (["--speaker", "the wire", "--speaker", "xie"], ["right", "bounds", "two-ways"]),
        (["--speaker", "Xie", "2025-07"], ["two-ways"]),
    ],
)
def test_which_claims_are_listed(tmp_path: Path, argv: list[str], expected: list[str]) -> None:
    assert claims(tmp_path, *argv).out.splitlines() == [LINES[id] for id in expected]


def test_one_who_could_have_spoken_and_made_no_claim_has_none(tmp_path: Path) -> None:
    ran = claims(tmp_path, "--speaker", "Trump")
    assert ran == (0, "", "note: no claim fits\n")
    assert claims(tmp_path, "--speaker", "Trump", "-o", "json").out == "[]\n"


@pytest.mark.parametrize("name", ["Nobody", "Xi Feng", "Wir", "Jinpin"])
def test_a_speaker_whom_nobody_knows_is_refused(tmp_path: Path, name: str) -> None:
    ran = claims(tmp_path, "--speaker", name)
    assert (ran.out, ran.status) == ("", 2)
    assert f'"{name}"' in ran.err


def test_a_speaker_who_may_be_several_is_refused_with_the_candidates(tmp_path: Path) -> None:
    ran = claims(tmp_path, "--speaker", "Wang")
    assert (ran.out, ran.status) == ("", 2)
    assert "Wang Yi (wang-yi)" in ran.err
    assert "Wang Wentao (wang-wentao)" in ran.err
    both = claims(tmp_path, "--speaker", "wire service", more=[WRONG])
    assert both.out.splitlines() == [LINES["wrong"]]
    assert claims(tmp_path, "--speaker", "wire", more=[WRONG]).status == 2


@pytest.mark.parametrize("argv", [["--actor", "Wang"], ["--actor", "Nobody"], ["--type", "tlak"]])
def test_a_filter_that_means_nothing_is_refused(tmp_path: Path, argv: list[str]) -> None:
    ran = claims(tmp_path, *argv)
    assert (ran.out, ran.status) == ("", 2)


@pytest.mark.parametrize(
    "more, argv, status",
    [
        ([], [], 0),
        ([WRONG], [], 1),
        ([DISPUTED], [], 0),
        ([SETTLED], [], 0),
        ([WRONG, DISPUTED], [], 1),
        # Of those that were asked for, be they shown or not.
        ([WRONG], ["2025-07"], 0),
        ([WRONG], ["--speaker", "xie"], 0),
        ([WRONG], ["--limit", "1"], 1),
        ([WRONG], ["-o", "json"], 1),
        ([WRONG], ["-o", "table"], 1),
    ],
)
def test_the_answer_is_no_only_when_an_undisputed_claim_differs(
    tmp_path: Path, more: list[str], argv: list[str], status: int
) -> None:
    assert claims(tmp_path, *argv, more=more).status == status


def test_a_disputed_claim_that_agrees_now_is_said(tmp_path: Path) -> None:
    ran = claims(tmp_path, "2025-08", more=[WRONG, DISPUTED, SETTLED])
    assert ran.out.splitlines() == [LINES[id] for id in ("wrong", "stands", "settled")]
    assert ran.err == "note: settled is marked disputed, and the ledger agrees with it now\n"


def test_what_the_limit_leaves_out_is_said(tmp_path: Path) -> None:
    assert claims(tmp_path, "--limit", "2").err == "note: --limit leaves out 3 of 5 claims\n"
    assert claims(tmp_path, "--limit", "5").err == ""


def test_json_has_the_claim_its_verdict_and_each_reading(tmp_path: Path) -> None:
    found = json.loads(claims(tmp_path, "-o", "json").out)
    by_id = {one["id"]: one for one in found}
    assert [*by_id] == FIRST
    assert len({tuple(one) for one in found}) == 1, "every claim has the same keys"
    right = by_id["right"]
    assert (right["verdict"], right["by"], right["by_name"]) == ("agrees", "xie", "Xie Feng")
    (only,) = right["readings"]
    assert only["name"] is None
    assert only["period"] == "2025-05-01..2025-06-30"
    assert only["stated"] == {
        "call": {"min": 2, "max": 2},
        "meeting": {"min": 1, "max": 1},
    }
    assert only["counted"] == {
        "call": {"min": 2, "max": 2, "undecided": []},
        "meeting": {"min": 1, "max": 1, "undecided": []},
    }
    assert (only["events"], only["near"]) == (["inside", "jun", "talk"], [])
    assert only["why"] == (
        "1 May–30 Jun 2025 the ledger has 2 phone calls and 1 in-person meeting, as stated"
    )
    assert by_id["bounds"]["readings"][0]["stated"] == {"total": {"min": 2, "max": None}}
    assert by_id["unsure"]["readings"][0]["counted"] == {
        "total": {"min": 3, "max": 4, "undecided": ["loose"]}
    }


def test_json_has_the_readings_in_their_order_and_what_each_misses(tmp_path: Path) -> None:
    (found,) = json.loads(claims(tmp_path, "2025-07-02", "-o", "json").out)
    assert [
        (one["name"], one["period"], one["verdict"], one["events"], one["near"])
        for one in found["readings"]
    ] == [
        ("since May", "2025-05-01..2025-07-02", "agrees", ["inside", "jun"], []),
        ("since June", "2025-06-01..2025-07-02", "differs", ["jun"], ["inside"]),
    ]
    assert found["explained"].startswith("Both are true: 2 phone calls in “since May” and ")
    assert found["readings"][1]["why"] == (
        "1 Jun–2 Jul 2025 the ledger has 1 phone call (1 fewer than stated); "
        "5 May 2025 (inside) is 27 days before the window"
    )


def test_a_window_in_which_no_day_counts_has_no_event(tmp_path: Path) -> None:
    """It was said before its window begins."""
    future = claim("ahead", date="2025-04-01", total="1")
    ran = claims(tmp_path, "2025-04", more=[future])
    assert (ran.out, ran.status) == ("ahead\tdiffers\t1\t0\t\n", 1)


def test_each_reading_says_why_in_the_words_of_check_and_of_the_table(tmp_path: Path) -> None:
    found = json.loads(claims(tmp_path, "2025-08", "-o", "json", more=[WRONG]).out)
    said = "1 May–30 Jun 2025 the ledger has 3 contacts (6 fewer than stated)"
    (only,) = found[0]["readings"]
    assert only["why"].startswith(said)
    shown = " ".join(claims(tmp_path, "2025-08", "-o", "table", more=[WRONG]).out.split())
    assert "1 May–30 Jun 2025: 3 contacts (6 fewer than stated)" in shown
    environment = clean_environment(tmp_path)
    assert said in run("check", folder=tmp_path, environment=environment).out
