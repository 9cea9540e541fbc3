"""Contacts that may be one contact are reported: those of the same two actors at the same time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from check_helpers import (
    dates_of,
    findings,
)
from chrono.core.model import NOTHING, Actor, Event
from samples import (
    DAY,
    NATO,
    RUBIO,
    TRUMP,
    WANG_WENTAO,
    WANG_YI,
    XI,
    XIE,
    Dated,
    day,
    event,
    law,
    ledger,
    small_dates,
)


def possible_duplicates(*events: Event) -> list[tuple[str, str]]:
    """Which events may be which again."""
    pairs = []
    for finding in findings("duplicate", ledger(*events)):
        match = re.match(r'"(.+?)" may be a duplicate of "(.+?)" \(', finding.message)
        assert match is not None
        assert (match[1], finding.at) == (finding.id, ("date",))
        pairs.append((match[1], match[2]))
    return pairs


@pytest.mark.parametrize(
    "first, second",
    [
        ("2025-10-30", "2025-10-30"),
        ("2025-10-30", "2025-10-31"),
        ("2024-12-31", "2025-01-01"),
        ("2025-10-30", "2025-10-30~"),
        ("2025-10-30T11:00:00Z", "2025-10-31"),
        # Wherever in the set the day lies, it is within a day.
        ("[2025-10-30,2025-10-31]", "[2025-10-30..2025-10-31]"),
        ("2025-10-30", "[2025-10-29,2025-10-31]"),
        # One lasted over the other, or both overlap.
        ("2025-05-10/2025-05-12", "2025-05-10/2025-05-11"),
        ("2025-05-10/2025-05-14", "2025-05-13"),
        ("2025-05-10/2025-05-14", "2025-05-14"),
        ("2025-05-10/2025-05-14", "2025-05-13/2025-05-20"),
        ("2025-05-10/2025-05-14", "[2025-05-12..2025-05-14]"),
        # Nobody knows the day, and both say so in the same words.
        ("2025-10", "2025-10"),
        ("2025", "2025"),
        ("[2025-10-01..2025-10-20]", "[2025-10-01..2025-10-20]"),
    ],
)
def test_contacts_at_the_same_time_are_reported(first: str, second: str) -> None:
    (pair,) = possible_duplicates(event(first, "a"), event(second, "b", type="call"))
    assert set(pair) == {"a", "b"}


def test_the_finding_is_in_the_later_contact() -> None:
    for first, second in [("2025-10-30", "2025-10-31"), ("2025-10-29/2025-11-02", "2025-10-30")]:
        assert possible_duplicates(event(first, "b"), event(second, "a")) == [("a", "b")]
    assert possible_duplicates(event("2025-10-30", "b"), event("2025-10-30", "a")) == [("b", "a")]


@pytest.mark.parametrize(
    "first, second",
    [
        ("2025-10-30", "2025-11-01"),
        ("2025-10-30", "2026-10-30"),
        ("[2025-10-29,2025-10-30]", "2025-10-31"),
        # It ended the day before; whether it ended that day is not known; it may have begun later.
        ("2025-05-10/2025-05-12", "2025-05-13"),
        ("2025-05-10/2025-05", "2025-05-13"),
        ("2025-05/2025-06", "2025-05-13"),
        ("2025-05-10/", "2025-05-13"),
        ("[2025-10-29..]", "2025-10-30"),
        ("2025-10-30", "[2025-10-31..]"),
        ("2025-10", "2025-11"),
        ("2025-10", "2025-11-01"),
        # One of its days is the other's, and which is its own is not known.
        ("2025-10", "2025-10-02"),
        pytest.param("2025-10", "2025-10-15"),
        pytest.param("2025", "2025-10"),
        pytest.param("[2025-10-28,2025-10-31]", "2025-10-31"),
    ],
)
def test_contacts_not_certainly_within_a_day_are_not_reported(first: str, second: str) -> None:
    assert possible_duplicates(event(first, "a"), event(second, "b")) == []


@pytest.mark.parametrize("type", ["meeting", "call", "video", "talks"])
def test_the_types_of_duplicates_can_differ(type: str) -> None:
    assert possible_duplicates(
        event("2025-10-30", "a", type="talks"), event("2025-10-31", "b", type=type)
    ) == [("b", "a")]


@pytest.mark.parametrize(
    "other",
    [
        event("2025-10-31", "b", type="visit"),
        event("2025-10-31", "b", type="letter"),
        event("2025-10-31", "b", status="planned"),
        event("2025-10-31", "b", status="unconfirmed"),
        event("2025-10-31", "b", status="denied"),
        event("2025-10-31", "b", actors=(XI,)),
        event("2025-10-31", "b", actors=(XI, XIE)),
        event("2025-10-31", "b", actors=(XI, RUBIO)),
        event("2025-10-31", "b", actors=(XIE, TRUMP)),
        event("2025-10-31", "b", actors=(XIE, RUBIO)),
        # Who only was there has no contact.
        event("2025-10-31", "b", actors=(XIE, RUBIO), present=(XI, TRUMP)),
    ],
    ids=lambda other: f"{other.type.id}-{other.status}-{'+'.join(a.id for a in other.actors)}",
)
def test_events_that_share_no_contact_of_two_actors_are_not_reported(other: Event) -> None:
    assert possible_duplicates(event("2025-10-30", "a"), other) == []


def test_two_actors_of_one_country_are_no_pair() -> None:
    first = event("2025-10-30", "a", actors=(WANG_YI, WANG_WENTAO, RUBIO))
    assert (
        possible_duplicates(first, event("2025-10-30", "b", actors=(WANG_YI, WANG_WENTAO, NATO)))
        == []
    )


def test_two_contacts_that_share_many_actors_are_reported_once() -> None:
    many = (XI, XIE, WANG_YI, TRUMP, RUBIO, NATO)
    events = [event("2025-10-30", id, actors=many) for id in "abc"]
    assert sorted(possible_duplicates(*events)) == [("b", "a"), ("c", "a"), ("c", "b")]


def test_the_message_names_the_shared_actors_and_both_dates() -> None:
    first = event("2025-10-30", "a", actors=(XI, TRUMP, NATO))
    (finding,) = findings(
        "duplicate", ledger(first, event("2025-10-31~", "b", actors=(TRUMP, XI, XIE)))
    )
    assert finding.message == (
        '"b" may be a duplicate of "a" (Donald Trump and Xi Jinping, 2025-10-31~ and '
        '2025-10-30); if not, write extra = { not_duplicate_of = "a" }'
    )


@pytest.mark.parametrize(
    "date, local, same",
    [
        ("2025-10-19", {}, False),
        ("2025-10-18", {}, True),
        ("2025-10-19", {"US": "2025-10-18", "CN": "2025-10-19"}, True),
        ("2025-10-20", {"US": "2025-10-19", "CN": "2025-10-20"}, False),
    ],
)
def test_a_local_date_can_make_a_duplicate(date: str, local: Mapping[str, str], same: bool) -> None:
    first = event("2025-10-17", "a")
    second = event(date, "b", local_dates=dates_of(**local))
    assert possible_duplicates(first, second) == ([("b", "a")] if same else [])


def test_local_dates_of_both_events_are_compared() -> None:
    first = event("2025-10-17", "a", local_dates=dates_of(US="2025-10-17", CN="2025-10-18"))
    second = event("2025-10-20", "b", local_dates=dates_of(US="2025-10-19", CN="2025-10-20"))
    assert possible_duplicates(first, second) == [("b", "a")]


@pytest.mark.parametrize(
    "extra, silent",
    [
        ({"not_duplicate_of": "{}"}, True),
        ({"not_duplicate_of": ["{}"]}, True),
        ({"not_duplicate_of": ["c", "{}"]}, True),
        ({"not_duplicate_of": "c"}, False),
        ({"not_duplicate_of": []}, False),
        # The user's own data is whatever it is.
        ({"not_duplicate_of": 1}, False),
        ({"not_duplicate_of": [["{}"], 2]}, False),
        ({"not_duplicate_of": {"{}": True}}, False),
        ({"duplicate_of": "{}"}, False),
    ],
)
@pytest.mark.parametrize("writer, other", ["ab", "ba"])
def test_not_duplicate_of_in_either_event_is_respected(
    extra: object, silent: bool, writer: str, other: str
) -> None:
    own = json.loads(json.dumps(extra).replace("{}", other))
    events = [event("2025-10-30", id, extra=own if id == writer else NOTHING) for id in "ab"]
    assert possible_duplicates(*events) == ([] if silent else [("b", "a")])


def test_not_duplicate_of_concerns_only_the_events_it_names() -> None:
    first = event("2025-10-30", "a")
    second = event("2025-10-30", "b", extra={"not_duplicate_of": "a"})
    third = event("2025-10-31", "c")
    assert sorted(possible_duplicates(first, second, third)) == [("c", "a"), ("c", "b")]


@pytest.mark.parametrize("ids", ["ab", "ba"])
def test_a_month_is_not_within_a_date_that_may_have_ended_on_its_first_day(ids: str) -> None:
    lasting = event("2025-01-01/2025-01", ids[1])
    assert possible_duplicates(event("2025-01", ids[0]), lasting) == []


WITH_BOTH = ((XI, TRUMP), (TRUMP, XI), (XI, TRUMP, XIE), (RUBIO, XI, NATO, TRUMP))
CONTACTS = ("meeting", "call", "video", "talks")


@law(150)
@given(
    st.lists(
        st.tuples(st.integers(0, 13), st.sampled_from(CONTACTS), st.sampled_from(WITH_BOTH)),
        max_size=9,
    )
)
def test_exactly_the_pairs_within_a_day_are_reported_once(
    rows: list[tuple[int, str, tuple[Actor, ...]]],
) -> None:
    days = [day("2025-12-25") + DAY * more for more, _, _ in rows]
    events = [
        event(f"{date}", f"e{number}", type=type, actors=actors)
        for number, (date, (_, type, actors)) in enumerate(zip(days, rows, strict=True))
    ]
    expected = [
        {f"e{one}", f"e{other}"}
        for one, other in combinations(range(len(days)), 2)
        if abs((days[one] - days[other]).days) <= 1
    ]
    named = [set(pair) for pair in possible_duplicates(*events)]
    assert sorted(map(sorted, named)) == sorted(map(sorted, expected))


@law(150)
@given(small_dates(), st.integers(-2, 2), st.booleans())
def test_an_uncertain_date_is_reported_if_each_of_its_days_as_written_would_be(
    date: Dated, shift: int, last: bool
) -> None:
    near = (max if last else min)(date.written) + DAY * shift
    surely = all(abs((near - one).days) <= 1 for one in date.written) or date.text == f"{near}"
    named = possible_duplicates(event(date.text, "a"), event(f"{near}", "b"))
    assert [set(pair) for pair in named] == ([{"a", "b"}] if surely else [])
