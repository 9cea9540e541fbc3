"""Explanations of verdicts on claims: phrases for numbers and near misses, and sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chrono.core import explanations
from chrono.core.claims import JUST_OUTSIDE, Interpretation, NearMiss, StatedNumber
from chrono.core.counting import Count
from chrono.core.model import Number
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Match
from chrono.core.spans import Containment
from claim_helpers import INSIDE, WINDOWS, table, verdict_on
from samples import TYPES, event

# -- building blocks ----------------------------------------------------------------------------

CALL = TYPES["call"]


def count_of(certain: int, possible: int = 0) -> Count:
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
    counted = count_of(0) if counted is None else counted
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
        ("..2025-11-09", "all dates until 9 Nov 2025"),
        ("2025-11-09..", "all dates from 9 Nov 2025"),
    ],
)
def test_the_days_of_a_period(period: str, text: str) -> None:
    assert explanations.period_text(Period.parse(period)) == text


def test_a_period_without_bounds_is_any_time() -> None:
    assert explanations.period_text(EVERYTHING) == "all dates"


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
def test_the_text_of_a_stated_number(
    low: int | None, high: int | None, kinds: str, text: str
) -> None:
    assert explanations.stated_text(number(low, high, kinds=kinds)) == text


@pytest.mark.parametrize(
    "counted, kinds, text",
    [
        (count_of(0), "call", "no phone calls"),
        (count_of(0), "", "no contacts"),
        (count_of(0), "call meeting", "no phone calls or in-person meetings"),
        (count_of(1), "call", "1 phone call"),
        (count_of(3), "call", "3 phone calls"),
        (count_of(2, 1), "call", "2–3 phone calls"),
        (count_of(0, 1), "", "0–1 contact"),
        (count_of(0, 2), "", "0–2 contacts"),
    ],
)
def test_the_text_of_a_counted_number(counted: Count, kinds: str, text: str) -> None:
    assert explanations.counted_text(number(1, 1, counted, kinds)) == text


@pytest.mark.parametrize(
    "low, high, counted, unconfirmed, text",
    [
        (2, 2, count_of(2), 0, "as stated"),
        (3, 3, count_of(2), 0, "1 fewer than stated"),
        (2, 2, count_of(3), 0, "1 more than stated"),
        (9, 9, count_of(0), 0, "9 fewer than stated"),
        # At least, at most, from to.
        (40, None, count_of(41), 0, "as stated"),
        (40, None, count_of(38), 0, "2 fewer than stated"),
        (40, None, count_of(38, 1), 0, "1–2 fewer than stated"),
        (40, None, count_of(38, 2), 0, "0–2 fewer than stated"),
        (None, 3, count_of(0), 0, "as stated"),
        (None, 3, count_of(5), 0, "2 more than stated"),
        (None, 3, count_of(3, 2), 0, "0–2 more than stated"),
        (1, 3, count_of(2), 0, "as stated"),
        (1, 3, count_of(1, 2), 0, "as stated"),
        (1, 3, count_of(0, 4), 0, "0–1 fewer or 0–1 more than stated"),
        # A range of the ledger's own.
        (3, 3, count_of(2, 1), 0, "0–1 fewer than stated"),
        (2, 2, count_of(2, 1), 0, "0–1 more than stated"),
        (2, 2, count_of(1, 2), 0, "0–1 fewer or 0–1 more than stated"),
        (5, 5, count_of(1, 2), 0, "2–4 fewer than stated"),
        (1, 1, count_of(3, 2), 0, "2–4 more than stated"),
        # What may have happened is named beside it, and makes no number.
        (3, 3, count_of(2), 1, "1 fewer than stated"),
    ],
)
def test_the_deviation_of_the_ledger_from_a_stated_number(
    low: int | None, high: int | None, counted: Count, unconfirmed: int, text: str
) -> None:
    assert explanations.deviation(number(low, high, counted, unconfirmed=unconfirmed)) == text


# -- one reading --------------------------------------------------------------------------------


def test_the_lower_bound_of_at_most_three_is_zero() -> None:
    assert (number(None, 3).low, number(2, None).low) == (0, 2)


def test_the_explanation_of_an_interpretation_that_agrees() -> None:
    both = reading(number(1, 1, count_of(1), "meeting"), number(4, 4, count_of(4)))
    assert explanations.explain(both) == (
        "1 Jan–31 Dec 2025: the ledger has 1 in-person meeting and 4 phone calls, as stated"
    )


def test_the_explanation_has_the_deviation_of_each_number() -> None:
    three = reading(
        number(1, 1, count_of(2), "meeting"),
        number(4, 4, count_of(4)),
        number(9, None, count_of(6), ""),
    )
    assert explanations.explain(three) == (
        "1 Jan–31 Dec 2025: the ledger has 2 in-person meetings (1 more than stated), "
        "4 phone calls (as stated) and 6 contacts (3 fewer than stated)"
    )


def test_a_period_that_is_not_covered_is_noted_even_if_the_numbers_agree() -> None:
    verdict = reading(number(2, 2, count_of(2)), period="2024..", covered=False)
    assert explanations.explain(verdict) == (
        "all dates from 1 Jan 2024: the ledger has 2 phone calls, as stated; "
        "not all of this period is covered"
    )


def test_undecided_events_are_named_once_and_at_most_five() -> None:
    few = number(2, 2, count_of(1, 2))
    assert [*explanations.reading_notes(reading(few, few))] == [
        "the result is uncertain, because the dates of 2 events are inexact: may0, may1"
    ]
    assert [*explanations.reading_notes(reading(number(2, 2, count_of(1, 7))))] == [
        "the result is uncertain, because the dates of 7 events are inexact: may0, may1, may2, "
        "may3, may4, and 2 more"
    ]


def test_an_undecided_event_with_an_exact_date_is_not_called_inexact() -> None:
    exact = Match(event("2025-01-17", "may0"), Containment.POSSIBLE)
    (note,) = explanations.reading_notes(reading(number(1, 1, Count([exact]))))
    assert note == "the result is uncertain: may0 may or may not count"


NEAR = event("2025-01-17", "jan")


@pytest.mark.parametrize(
    "near, text",
    [
        (NearMiss(NEAR, -3), "17 Jan 2025 (jan) is 3 days before this period"),
        (NearMiss(NEAR, -1), "17 Jan 2025 (jan) is 1 day before this period"),
        (NearMiss(NEAR, 1), "17 Jan 2025 (jan) is 1 day after this period"),
        (NearMiss(NEAR, 31), "17 Jan 2025 (jan) is 31 days after this period"),
        (
            NearMiss(event("2025-01-17/2025-01-18", "jan"), -3),
            "17–18 Jan 2025 (jan) began 3 days before this period",
        ),
        # In January, and the window begins on 3 February: 3 to 33 days before it.
        (
            NearMiss(event("2025-01", "jan"), -3),
            "January 2025 (jan) is 3–33 days before this period",
        ),
        (
            NearMiss(event("[..2025-01-17]", "jan"), -3),
            "on or before 17 Jan 2025 (jan) is at least 3 days before this period",
        ),
        (
            NearMiss(event("[2025-01-17..]", "jan"), 1),
            "on or after 17 Jan 2025 (jan) is at least 1 day after this period",
        ),
        (
            NearMiss(NEAR._replace(status="planned")),
            "17 Jan 2025 (jan) is planned, and so not counted",
        ),
        (
            NearMiss(NEAR._replace(status="unconfirmed")),
            "17 Jan 2025 (jan) is unconfirmed, and so not counted",
        ),
        (NearMiss(NEAR), "17 Jan 2025 (jan) was an in-person meeting, which is not counted here"),
        (
            NearMiss(NEAR._replace(type=CALL)),
            "17 Jan 2025 (jan) was a phone call, which is not counted here",
        ),
    ],
)
def test_the_text_of_a_near_miss(near: NearMiss, text: str) -> None:
    assert explanations.near_miss_text(near) == text


def test_the_three_nearest_misses_are_named_first() -> None:
    many = [
        NearMiss(event("2025-02-01", f"n{n}"), days) for n, days in enumerate([9, -2, None, 5, -7])
    ]
    lines = [*explanations.reading_notes(reading(number(9, 9, near=many)))]
    assert [line.split(" (")[1].split(")")[0] for line in lines[:3]] == ["n1", "n3", "n4"]
    assert lines[3:] == ["2 more events are not counted"]


def test_further_near_misses_are_counted() -> None:
    many = [NearMiss(event("2025-02-01", f"n{n}"), 1 + n) for n in range(4)]
    assert [*explanations.reading_notes(reading(number(9, 9, near=many)))][
        -1
    ] == "1 more event is not counted"
    assert len([*explanations.reading_notes(reading(number(9, 9, near=many[:3])))]) == 3
    assert [*explanations.reading_notes(reading(number(9, 9, near=many)), 2)][
        -1
    ] == "2 more events are not counted"


def test_unconfirmed_events_are_named_if_the_numbers_agree_without_them() -> None:
    assert [*explanations.reading_notes(reading(number(2, 2, count_of(2), unconfirmed=2)))] == [
        "unconfirmed and not counted: un0, un1"
    ]
    assert [*explanations.reading_notes(reading(number(3, 3, count_of(2), unconfirmed=2)))] == []


def test_with_a_limit_of_one_only_the_nearest_miss_is_named() -> None:
    many = [NearMiss(event("2025-02-01", f"n{n}"), 9 - n) for n in range(4)]
    assert [*explanations.reading_notes(reading(number(9, 9, near=many)), 1)] == [
        "1 Feb 2025 (n3) is 6 days after this period"
    ]


def test_events_far_outside_the_period_are_not_named() -> None:
    far = NearMiss(event("2025-02-01", "far"), JUST_OUTSIDE + 1)
    edge = NearMiss(event("2025-02-01", "edge"), -JUST_OUTSIDE)
    assert [*explanations.reading_notes(reading(number(9, 9, near=[far, edge])))] == [
        "1 Feb 2025 (edge) is 31 days before this period"
    ]


def test_an_event_that_two_numbers_miss_is_named_once() -> None:
    near = [NearMiss(NEAR, -3)]
    both = reading(number(9, 9, near=near), number(8, 8, kinds="", near=near))
    assert len([*explanations.reading_notes(both)]) == 1


def test_the_explanation_names_near_misses() -> None:
    verdict = verdict_on(INSIDE, table("o", "2025-04-30"), counts="{ call = 2 }")
    assert explanations.explain(verdict.readings[0]) == (
        "1 May–30 Jun 2025: the ledger has 1 phone call (1 fewer than stated); "
        "30 Apr 2025 (o) is 1 day before this period"
    )


# -- all readings -------------------------------------------------------------------------------


def test_a_summary_has_the_stated_numbers_and_the_counted_ones() -> None:
    verdict = verdict_on(
        INSIDE, table("o", "2025-04-30"), counts="{ call = 3, meeting = { max = 1 } }"
    )
    assert explanations.summarise(verdict) == (
        "the claim states 3 phone calls and at most 1 in-person meeting; "
        "for 1 May–30 Jun 2025, the ledger has 1 phone call and no in-person meetings; "
        "30 Apr 2025 (o) is 1 day before this period"
    )


def test_a_summary_names_each_interpretation() -> None:
    verdict = verdict_on(INSIDE, total="2", period=WINDOWS)
    assert explanations.summarise(verdict) == (
        "the claim states 2 contacts; "
        "read as “early” (1 Jan–30 Jun 2025), the ledger has 1 contact; "
        "read as “late” (1 May–31 Dec 2025), the ledger has 1 contact"
    )


def test_two_interpretations_with_two_numbers_are_both_true() -> None:
    verdict = verdict_on(INSIDE, table("o", "2025-04-12"), total="2", period=WINDOWS)
    assert explanations.explain_difference(verdict) == (
        "It depends on the period: 2 contacts under “early”; 1 contact under “late”. "
        "The phone call of 12 Apr 2025 (o) is in “early”, but "
        "19 days before “late” begins."
    )


def test_the_difference_can_lie_before_and_after_a_period() -> None:
    events = [INSIDE, table("m", "2025-04-30"), table("n", "2025-07-01"), table("p", "2025-12-31")]
    verdict = verdict_on(*events, total="2", period=WINDOWS)
    assert explanations.explain_difference(verdict) == (
        "It depends on the period: 2 contacts under “early”; 3 contacts under “late”. "
        "The phone call of 30 Apr 2025 (m) is in “early”, but "
        "1 day before “late” begins; "
        "the phone call of 1 Jul 2025 (n) is in “late”, but 1 day after “early” ends; "
        "the phone call of 31 Dec 2025 (p) is in “late”, but 184 days after “early” ends."
    )


def test_the_difference_is_explained_even_if_no_number_was_stated() -> None:
    verdict = verdict_on(INSIDE, table("o", "2025-04-12"), total="5", period=WINDOWS)
    assert explanations.explain_difference(verdict) == (
        "The counts are 2 contacts under “early”; 1 contact under “late”. "
        "The phone call of 12 Apr 2025 (o) is in “early”, but "
        "19 days before “late” begins."
    )


@pytest.mark.parametrize(
    "date, period, lies",
    [
        ("2025-04", '{ a = "2025", b = "2025-05..2025-06" }', "1–30 days before “b” begins"),
        (
            "[..2025-04-12]",
            '{ a = "..2025", b = "2025-05.." }',
            "at least 19 days before “b” begins",
        ),
        ("[2025-04-12,2025-07-01]", '{ a = "2025", b = "2025-05..2025-06" }', "not in “b”"),
    ],
)
def test_the_distance_of_an_event_with_an_uncertain_date_is_a_range(
    date: str, period: str, lies: str
) -> None:
    sentence = explanations.explain_difference(
        verdict_on(table("o", date), total="1", period=period)
    )
    assert sentence is not None
    assert sentence.endswith(f"(o) is in “a”, but {lies}.")


def test_at_most_three_events_of_a_difference_are_named() -> None:
    events = [table(f"e{n}", f"2025-07-0{n}") for n in range(1, 6)]
    sentence = explanations.explain_difference(verdict_on(*events, total="5", period=WINDOWS))
    assert sentence is not None
    counts = "It depends on the period: no contacts under “early”; 5 contacts under “late”."
    assert sentence.startswith(counts)
    assert sentence.lower().count("the phone call of") == 3
    assert sentence.endswith("; and 2 more.")


def test_interpretations_with_the_same_number_are_grouped() -> None:
    period = '{ a = "2025-05", b = "2025-05..2025-06", c = "2025-04..2025-05" }'
    verdict = verdict_on(INSIDE, table("o", "2025-04-12"), total="2", period=period)
    assert explanations.explain_difference(verdict) == (
        "It depends on the period: 1 contact under “a” and “b”; 2 contacts under “c”. "
        "The phone call of 12 Apr 2025 (o) is in “c”, but "
        "19 days before “a” begins and 19 days before “b” begins."
    )


def test_three_interpretations_with_three_numbers_are_all_true() -> None:
    period = '{ a = "2025-05", b = "2025-05..2025-06", c = "2025-04..2025-06" }'
    verdict = verdict_on(
        INSIDE, table("o", "2025-04-12"), table("q", "2025-06-02"), total="2", period=period
    )
    assert explanations.explain_difference(verdict) == (
        "It depends on the period: 1 contact under “a”; 2 contacts under “b”; 3 contacts "
        "under “c”. "
        "The phone call of 2 Jun 2025 (q) is in “b” and “c”, but 2 days after “a” ends; "
        "the phone call of 12 Apr 2025 (o) is in “c”, but 19 days before “a” begins and "
        "19 days before “b” begins."
    )


def test_events_that_only_some_interpretations_of_a_group_count_are_named() -> None:
    """a has o and inside, b has inside and q, c has all: o makes the difference to b."""
    period = '{ a = "2025-04..2025-05", b = "2025-05..2025-06", c = "2025-04..2025-06" }'
    sentence = explanations.explain_difference(
        verdict_on(
            INSIDE, table("o", "2025-04-12"), table("q", "2025-06-02"), total="2", period=period
        )
    )
    assert sentence is not None
    assert "(q)" in sentence
    assert "(o)" in sentence


def test_the_first_stated_number_that_differs_is_explained() -> None:
    talk = table("talk", "2025-02-02", "meeting")
    verdict = verdict_on(INSIDE, talk, counts="{ call = 1, meeting = 1 }", period=WINDOWS)
    sentence = explanations.explain_difference(verdict)
    assert sentence is not None
    assert sentence.startswith(
        "It depends on the period: 1 in-person meeting under “early”; no in-person meetings "
        "under “late”."
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
def test_there_is_no_difference_to_explain(
    events: list[str], period: str, covers: str, why: str
) -> None:
    assert (
        explanations.explain_difference(
            verdict_on(*events, total="2", period=period, covers=covers)
        )
        is None
    ), why
