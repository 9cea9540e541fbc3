"""Contacts that may be one contact are reported: the same actors, at about the same time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from check_helpers import (
    dates_of,
    findings,
)
from chrono.core.checks import duplicates
from chrono.core.checks.contacts import Time, in_order, nearness
from chrono.core.checks.duplicates import Evidence
from chrono.core.model import NOTHING, Actor, Event, Source
from replay import clean_environment, run
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
    event,
    law,
    ledger,
    small_dates,
)


def possible_duplicates(*events: Event) -> list[tuple[str, str]]:
    """Which events may be which again."""
    pairs = []
    for finding in findings("duplicate", ledger(*events)):
        match = re.match(r'"(.+?)" \(.+\) may be a duplicate of "(.+?)" \(', finding.message)
        assert match is not None
        assert (match[1], finding.at) == (finding.id, ("date",))
        pairs.append((match[1], match[2]))
    return pairs


def one_contact(first: Event, second: Event) -> bool:
    """Whether two events are reported as one contact."""
    return bool(possible_duplicates(first, second))


# -- the time -------------------------------------------------------------------------------------


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
        ("2025-05-10/2025-05-14", "[2025-05-12..2025-05-14]"),
        # Nobody knows the day, and both say so in the same words.
        ("2025-10", "2025-10"),
        ("2025", "2025"),
        ("[2025-10-01..2025-10-20]", "[2025-10-01..2025-10-20]"),
    ],
)
def test_contacts_at_the_same_time_are_reported(first: str, second: str) -> None:
    (pair,) = possible_duplicates(event(first, "a"), event(second, "b"))
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
        # It ended the day before; whether it ended that day is not known; it may have begun later.
        ("2025-05-10/2025-05-12", "2025-05-13"),
        ("2025-05-10/2025-05", "2025-05-13"),
        ("2025-05-10/", "2025-05-13"),
        # One stay ended as the other began, and what lasts longer than a week is no one contact.
        ("2025-05-10/2025-05-13", "2025-05-13/2025-05-20"),
        ("2025-05-01/2025-05-20", "2025-05-13"),
        ("[2025-10-29,2025-10-30]", "2025-10-31"),
        ("[2025-10-29..]", "2025-10-30"),
        ("2025-10-30", "[2025-10-31..]"),
        ("2025-10", "2025-11"),
        ("2025-10", "2025-11-01"),
        ("2025", "2025-10"),
    ],
)
def test_contacts_at_different_times_are_not_reported(first: str, second: str) -> None:
    assert possible_duplicates(event(first, "a"), event(second, "b")) == []


@pytest.mark.parametrize(
    "first, second",
    [
        ("2025-10", "2025-10-02"),
        ("2025-10", "2025-10-15"),
        ("[2025-10-28,2025-10-31]", "2025-10-31"),
        ("2025-05/2025-06", "2025-05-13"),
        ("2025-01", "2025-01-01/2025-01"),
    ],
)
def test_contacts_that_may_be_of_one_day_need_titles_that_are_alike(
    first: str, second: str
) -> None:
    known = event(first, "a", title="Xi and Trump speak about soybeans", type="call")
    alike = event(second, "b", title="Trump, Xi: soybean purchases", type="call")
    other = alike._replace(title="Trump, Xi: the war in Ukraine")
    plain = alike._replace(title="Xi and Trump speak by phone")
    assert one_contact(known, alike)
    assert not one_contact(known, other)
    assert not one_contact(known, plain)


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


@law(150)
@given(small_dates(), st.integers(-2, 2), st.booleans())
def test_two_contacts_are_near_if_each_possible_day_of_one_is_near_the_other(
    date: Dated, shift: int, last: bool
) -> None:
    near = (max if last else min)(date.written) + DAY * shift
    most = max(abs((near - one).days) for one in date.written)
    time = nearness(event(date.text, "a"), event(f"{near}", "b"))
    assert (time is Time.SAME_DAY) is (most == 0)
    assert (time in (Time.NEXT_DAY, Time.SAME_DAY)) is (most <= 1)


# -- the type, the title and the place ------------------------------------------------------------


@pytest.mark.parametrize("type", ["meeting", "call", "video", "talks"])
def test_the_types_of_contacts_on_one_day_can_differ(type: str) -> None:
    first = event("2025-10-30", "a", type="talks", title="On soybeans")
    assert one_contact(first, event("2025-10-30", "b", type=type, title="On Taiwan"))


@pytest.mark.parametrize(
    "type, other, same",
    [
        ("call", "call", True),
        ("call", "video", True),
        ("video", "call", True),
        ("meeting", "meeting", False),
        ("talks", "meeting", False),
        # Nobody takes a meeting for a call on another day.
        ("meeting", "call", False),
        ("video", "talks", False),
    ],
)
def test_calls_can_have_the_date_of_another_time_zone_whatever_their_titles(
    type: str, other: str, same: bool
) -> None:
    first = event("2025-10-30", "a", type=type, title="Xi and Trump on soybeans")
    second = event("2025-10-31", "b", type=other, title="Trump, Xi and Taiwan")
    assert one_contact(first, second) is same


@pytest.mark.parametrize(
    "first, second, differ",
    [
        ("Xi and Trump meet in Busan", "Trump meets Xi", False),
        ("Xi and Trump meet", "Trump: a great success", False),
        ("Xi and Trump agree on soybeans", "Xi, Trump: soybean agreement", False),
        ("Truce on tariffs", "Tariff truce extended for a year", False),
        ("Truce on tariffs", "Fentanyl precursors", True),
        ("Digital Markets Act", "Horizon Europe", True),
        ("Élysée", "elysee", False),
        ("习特会晤大豆贸易", "大豆贸易谈判", False),
        ("习特会晤大豆贸易", "台湾问题磋商", True),
        # Words of a few letters, and those of any contact, tell nothing.
        ("On DSA", "On GAP", False),
        ("A second phone call", "A video conference", False),
    ],
)
def test_titles_tell_meetings_on_neighbouring_days_apart(
    first: str, second: str, differ: bool
) -> None:
    events = event("2025-10-30", "a", title=first), event("2025-10-31", "b", title=second)
    assert one_contact(*events) is not differ


def test_words_of_many_titles_and_of_the_place_tell_nothing() -> None:
    others = [
        event(f"2024-01-{day:02}", f"x{day}", title=f"Trade round {day}", actors=(NATO, XI))
        for day in range(1, 30)
    ]
    first = event("2025-10", "a", title="Trade round in Busan", place="Busan")
    second = event("2025-10-30", "b", title="Busan: a trade round", place="Busan, Korea")
    assert possible_duplicates(first, second, *others) == []
    busan = event("2025-10", "a", title="Soybean round in Busan", place="Busan")
    again = event("2025-10-30", "b", title="Busan: soybeans", place="Busan, Korea")
    assert possible_duplicates(busan, again, *others) == [("b", "a")]


@pytest.mark.parametrize(
    "place, other, apart",
    [
        ("New York", "Seoul", True),
        ("Busan", "Busan, South Korea", False),
        ("Busan", None, False),
        (None, None, False),
    ],
)
@pytest.mark.parametrize("type", ["meeting", "call"])
def test_contacts_on_neighbouring_days_at_different_places_are_two(
    place: str | None, other: str | None, apart: bool, type: str
) -> None:
    first = event("2025-10-30", "a", place=place, type=type)
    second = event("2025-10-31", "b", place=other, type=type)
    assert one_contact(first, second) is not apart


@pytest.mark.parametrize(
    "title, place, same",
    [
        ("Xi and Trump on soybeans", "Gyeongju", True),
        ("Xi and Trump on Taiwan", "Busan", True),
        ("Xi and Trump on Taiwan", "Gyeongju", False),
    ],
)
def test_contacts_on_one_day_are_two_if_both_places_and_titles_differ(
    title: str, place: str, same: bool
) -> None:
    first = event("2025-10-30", "a", title="Xi and Trump on soybeans", place="Busan")
    assert one_contact(first, event("2025-10-30", "b", title=title, place=place)) is same


@pytest.mark.parametrize("type, same", [("talks", True), ("visit", False), ("meeting", False)])
def test_a_contact_within_the_days_of_another_has_the_same_type(type: str, same: bool) -> None:
    talks = event("2025-05-10/2025-05-12", "a", type=type, title="On soybeans")
    talks = talks._replace(type=talks.type._replace(contact=True))
    assert one_contact(talks, event("2025-05-11", "b", type="talks", title="On Taiwan")) is same


# -- the actors -----------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    "first, second, same",
    [
        ((XI, TRUMP), (TRUMP, XI), True),
        ((XI, TRUMP), (XI, TRUMP, RUBIO), True),
        ((XI, TRUMP), (XI, TRUMP, RUBIO, WANG_YI), True),
        ((XI, TRUMP), (XI, TRUMP, RUBIO, WANG_YI, NATO), False),
        ((XI, TRUMP, NATO), (XI, TRUMP, RUBIO, WANG_YI, NATO), True),
        ((XI, TRUMP, NATO), (XI, TRUMP, RUBIO), False),
        ((XI, NATO), (XI, TRUMP), False),
    ],
)
def test_one_contact_names_at_least_half_of_the_actors_of_the_other(
    first: Sequence[Actor], second: Sequence[Actor], same: bool
) -> None:
    events = event("2025-10-30", "a", actors=first), event("2025-10-30", "b", actors=second)
    assert one_contact(*events) is same
    swapped = event("2025-10-30", "a", actors=second), event("2025-10-30", "b", actors=first)
    assert one_contact(*swapped) is same


@pytest.mark.parametrize(
    "others, changes, same",
    [
        ((XI, TRUMP), {}, True),
        ((XI, TRUMP, NATO), {}, True),
        ((XI, NATO), {}, False),
        ((XI, TRUMP), {"title": "Round two"}, False),
        ((XI, TRUMP), {"place": "Geneva"}, False),
        ((XI, TRUMP), {"type": "call"}, False),
        ((XI, TRUMP), {"date": "2025-10-29"}, False),
        ((XI, TRUMP), {"date": "2025-10"}, False),
    ],
)
def test_one_meeting_may_be_listed_with_and_without_the_delegations(
    others: Sequence[Actor], changes: Mapping[str, str], same: bool
) -> None:
    delegations = (XI, TRUMP, RUBIO, WANG_YI, WANG_WENTAO, XIE)
    meeting = {"date": "2025-10-30", "type": "meeting", "title": "Round one", "place": "Busan"}
    first = event(id="a", actors=delegations, **meeting)
    second = event(id="b", actors=others, **{**meeting, **changes})
    assert one_contact(first, second) is same
    # Contacts of the same few people do not hide the larger one.
    between = [event(f"2025-10-{day}", f"c{day}", actors=(XI, TRUMP)) for day in range(10, 30)]
    found = possible_duplicates(first, second, *between)
    assert (("b", "a") in found) is same


def test_each_contact_is_reported_once_with_the_nearest_before_it() -> None:
    many = (XI, XIE, WANG_YI, TRUMP, RUBIO, NATO)
    events = [event("2025-10-30", id, actors=many) for id in "abcd"]
    assert possible_duplicates(*events) == [("b", "a"), ("c", "b"), ("d", "c")]


@pytest.mark.parametrize(
    "status, other, same",
    [
        ("planned", "planned", True),
        ("held", "planned", False),
        ("planned", "held", False),
        ("planned", "cancelled", False),
        ("postponed", "postponed", False),
    ],
)
def test_planned_contacts_are_compared_with_each_other(status: str, other: str, same: bool) -> None:
    first = event("2025-10-30", "a", title="Xi and Trump meet", status=status)
    second = event("2025-10-30", "b", title="A dinner in Busan", status=other)
    assert possible_duplicates(first, second) == ([("b", "a")] if same else [])


def test_the_message_has_both_dates_and_what_to_do() -> None:
    first = event("2025-10-30", "a", actors=(XI, TRUMP, NATO))
    (finding,) = findings("duplicate", ledger(first, event("2025-10-30~", "b", actors=(TRUMP, XI))))
    assert finding.message == (
        '"b" (2025-10-30~, in-person meeting: Donald Trump and Xi Jinping) may be a duplicate of '
        '"a" (2025-10-30, in-person meeting: Xi Jinping, Donald Trump and NATO); if they are one '
        "event, run `chrono join a b`; if not, run `chrono edit b --set extra.not_duplicate_of=a`"
    )


def test_a_second_pair_of_different_events_is_added_to_the_first() -> None:
    marked = event("2025-10-30", "b", extra={"not_duplicate_of": "z"})
    (finding,) = findings("duplicate", ledger(event("2025-10-30", "a"), marked))
    assert "if not, run `chrono edit b --set extra.not_duplicate_of+=a`" in finding.message


# -- events that are no contacts ------------------------------------------------------------------

VISIT: Mapping[str, Any] = {
    "type": "visit",
    "title": "Xi Jinping visits France",
    "actors": (XI, TRUMP),
}


@pytest.mark.parametrize(
    "first, second, same",
    [
        ({}, {}, True),
        ({"title": "XI JINPING  visits france"}, {}, True),
        ({"place": "Paris"}, {"place": "paris"}, True),
        ({"place": "Paris"}, {}, True),
        ({"place": "Paris"}, {"place": "Lyon"}, False),
        ({"title": "A state visit"}, {}, False),
        ({"title": "A state visit", "place": "Paris"}, {"place": "Paris"}, True),
        ({"actors": (TRUMP, XI)}, {}, True),
        ({"actors": (XI,)}, {}, False),
        ({"type": "statement"}, {}, False),
        ({"type": "statement"}, {"type": "statement"}, True),
        ({"type": "statement", "title": "A", "place": "Paris"},
         {"type": "statement", "title": "B", "place": "Paris"}, False),
        ({"type": "measure", "title": "A"}, {"type": "measure", "title": "B"}, False),
        ({}, {"extra": {"not_duplicate_of": "a"}}, False),
        ({}, {"follows": ("a",)}, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("date", ["2024-05-06", "2024-05-06/2024-05-07"])
def test_other_events_are_the_same_by_date_actors_type_title_and_place(
    date: str, first: Mapping[str, Any], second: Mapping[str, Any], same: bool
) -> None:
    one, other = ({**VISIT, **values} for values in (first, second))
    found = possible_duplicates(event(date, "a", **one), event(date, "b", **other))
    assert found == ([("b", "a")] if same else [])


def test_visits_on_different_days_are_two() -> None:
    days = "2024-05-06", "2024-05-07", "2024-05", "2024-05-06/2024-05-08"
    visits = [event(day, f"v{n}", place="Paris", **VISIT) for n, day in enumerate(days)]
    assert possible_duplicates(*visits) == []


def test_visits_in_a_vague_month_are_the_same_only_with_the_same_title() -> None:
    first, second, third = (
        event("2024-05", id, place="Paris", **{**VISIT, "title": title})
        for id, title in (("a", "One"), ("b", "Other"), ("c", "One"))
    )
    assert possible_duplicates(first, second, third) == [("c", "a")]


# -- what shows that there are two ----------------------------------------------------------------


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


def test_the_event_with_more_participants_is_kept_when_duplicates_are_joined() -> None:
    fewer, more = event("2025-10-30", "a"), event("2025-10-30", "b", actors=(XI, TRUMP, RUBIO))
    for first, second in ((fewer, more), (more, fewer)):
        (found,) = findings("duplicate", ledger(first, second))
        assert found.join
        assert found.join[:2] == ("b", "a")


def test_not_duplicate_of_concerns_only_the_events_it_names() -> None:
    first = event("2025-10-30", "a")
    second = event("2025-10-30", "b", extra={"not_duplicate_of": "a"})
    third = event("2025-10-30", "c")
    assert possible_duplicates(first, second, third) == [("c", "b")]
    third = third._replace(extra={"not_duplicate_of": "b"})
    assert possible_duplicates(first, second, third) == [("c", "a")]


@pytest.mark.parametrize(
    "first, second, two",
    [
        ({}, {}, False),
        ({"part_of": "trip"}, {"part_of": "trip"}, True),
        ({"part_of": "trip"}, {}, False),
        ({"part_of": "trip"}, {"part_of": "other"}, False),
        ({"part_of": "b"}, {}, True),
        ({}, {"part_of": "a"}, True),
        ({}, {"follows": ("a",)}, True),
        ({"follows": ("b",)}, {}, True),
        ({"follows": ("x",)}, {"follows": ("x",)}, False),
        ({"former_ids": ("old",)}, {"extra": {"not_duplicate_of": "old"}}, True),
    ],
)
@pytest.mark.parametrize("date", ["2025-10-30", "2025-10-31"])
def test_events_that_are_linked_are_two(
    first: Mapping[str, Any], second: Mapping[str, Any], two: bool, date: str
) -> None:
    events = event("2025-10-30", "a", **first), event(date, "b", **second)
    assert one_contact(*events) is not two


TRIP = event("2025-10-29/2025-11-01", "trip", type="visit", actors=(XI,), place="Busan")


@pytest.mark.parametrize(
    "other, two",
    [
        (TRIP, True),
        (TRIP._replace(actors=(RUBIO,)), False),
        (TRIP._replace(place="Tokyo"), False),
        (TRIP._replace(place=None), False),
        (event("2025-10-30/2025-10-31", "trip", type="visit", actors=(XI,), place="Busan"), True),
        (event("2025-10-29/2025-10-30", "trip", type="visit", actors=(XI,), place="Busan"), False),
        (event("2025-10-31/2025-11-02", "trip", type="visit", actors=(XI,), place="Busan"), False),
        # Nobody is on a trip for half a year.
        (event("2025-06/2025-12", "trip", type="visit", actors=(XI,), place="Busan"), False),
    ],
)
@pytest.mark.parametrize("type", ["meeting", "call"])
def test_neighbouring_days_of_a_longer_event_at_the_same_place_are_one_trip(
    other: Event, two: bool, type: str
) -> None:
    days = [
        event(date, id, type=type, place="Busan")
        for date, id in [("2025-10-30", "a"), ("2025-10-31", "b")]
    ]
    assert possible_duplicates(*days, other) == ([] if two and type == "meeting" else [("b", "a")])


def test_three_days_in_a_row_are_one_trip() -> None:
    days = [event(f"2025-10-{number}", f"e{number}") for number in (29, 30, 31)]
    assert possible_duplicates(*days) == []
    calls = [event(f"2025-10-{number}", f"e{number}", type="call") for number in (29, 30, 31)]
    assert possible_duplicates(*calls) == [("e30", "e29"), ("e31", "e30")]
    again = event("2025-10-30", "again")
    assert possible_duplicates(*days, again) == [("e30", "again")]


def entries(number: int, source: Source | None) -> list[Event]:
    """Events long before, with this source or without one."""
    sources = (source,) if source else ()
    return [
        event("2001-01-01", f"x{at}", actors=(NATO, RUBIO), type="letter", sources=sources)
        for at in range(number)
    ]


@pytest.mark.parametrize(
    "source, most",
    [
        (Source("Ministry", id="diary"), 20),
        (Source("Ministry", url="https://example.org/diary"), 20),
        (Source("Ministry"), 200),
        (None, 200),
    ],
)
@pytest.mark.parametrize(
    "date, fields, listed_twice",
    [
        ("2025-10-31", {}, False),
        ("2025-10-30", {}, True),
        ("2025-10-30", {"title": "Xi and Trump on soybeans and tariffs"}, True),
        ("2025-10-30", {"title": "Xi and Trump on Taiwan"}, False),
        ("2025-10-30", {"place": "Gyeongju"}, False),
        ("2025-10-30", {"type": "call"}, False),
        ("2025-10-30/2025-10-31", {}, True),
        ("2025-10-29/2025-10-31", {}, False),
    ],
)
def test_a_list_has_an_entry_twice_only_if_day_and_title_do_not_differ(
    source: Source | None, most: int, date: str, fields: Mapping[str, Any], listed_twice: bool
) -> None:
    sources = (source,) if source else ()
    plain: dict[str, Any]
    plain = {"title": "Xi and Trump on soybeans", "place": "Busan", "sources": sources}
    first, second = event("2025-10-30", "a", **plain), event(date, "b", **{**plain, **fields})
    listed = possible_duplicates(first, second, *entries(most - 1, source))
    assert bool(listed) is listed_twice
    assert possible_duplicates(first, second, *entries(most - 2, source))


def test_entries_of_a_list_that_only_share_a_coarse_date_are_two() -> None:
    diary = Source("Ministry", id="diary")
    events = [event("2025", id, title="Xi and Trump", sources=(diary,)) for id in "ab"]
    assert possible_duplicates(*events, *entries(19, diary)) == []
    events = [event("2025", id, title="Soybeans", sources=(diary,)) for id in "ab"]
    assert possible_duplicates(*events, *entries(19, diary)) == [("b", "a")]


@pytest.mark.parametrize("others, same", [(0, True), (1, True), (2, False)])
def test_an_article_that_few_events_cite_reports_one_contact(others: int, same: bool) -> None:
    article = Source("AP", url="https://example.org/1")
    first = event("2025-10-30", "a", title="On soybeans", sources=(article, Source("Xinhua")))
    second = event("2025-10-31", "b", title="On Taiwan", sources=(article,))
    assert bool(possible_duplicates(first, second, *entries(others, article))) is same
    assert not one_contact(first._replace(sources=()), second._replace(sources=()))


# -- the search -----------------------------------------------------------------------------------


GROUPS = ((XI, TRUMP), (XI, TRUMP, WANG_YI), (XI, RUBIO), (XI, TRUMP, WANG_YI, RUBIO, NATO))
ROWS = st.lists(
    st.tuples(
        st.sampled_from(
            ["2025-10", "2025-10-29/2025-10-31", "2025-10-30~", "[2025-10-01..2025-10-04]"]
            + [f"2025-10-{number:02}" for number in range(1, 12)]
        ),
        st.sampled_from(["meeting", "call", "talks"]),
        st.sampled_from(GROUPS),
        st.sampled_from(["Xi and Trump", "On soybeans", "On Taiwan"]),
        st.sampled_from([None, "Busan"]),
    ),
    max_size=10,
)


@law(150)
@given(ROWS)
def test_the_search_finds_the_nearest_contact_of_all_before(rows: Sequence[Any]) -> None:
    events = [
        event(date, f"e{number}", type=type, actors=actors, title=title, place=place)
        for number, (date, type, actors, title, place) in enumerate(rows)
    ]
    evidence, contacts = Evidence(events), in_order(events)
    expected = [
        (earlier[-1].event.id, contact.event.id)
        for contact in contacts
        if (
            earlier := [
                other for other in contacts[: contact.order] if evidence.one_contact(other, contact)
            ]
        )
    ]
    found = duplicates.possible_duplicates(events, events)
    assert [(first.id, second.id) for first, second in found] == expected


def test_the_number_of_comparisons_grows_with_the_number_of_contacts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Long intervals of the same actors all overlap; each pair of them is not compared."""
    compared = []
    monkeypatch.setattr(Evidence, "one_contact", lambda *pair: compared.append(pair))
    for number in (100, 200):
        compared.clear()
        events = [event("2025-01-01/2025-12-31", f"e{at}") for at in range(number)]
        assert list(duplicates.possible_duplicates(events, events)) == []
        assert len(compared) <= number * duplicates.MOST_RECENT


def test_the_commands_of_all_messages_join_an_event_that_is_there_three_times(
    tmp_path: Path,
) -> None:
    row = '[[events]]\nid = "{}"\ndate = 2024-05-06\ntype = "visit"\ntitle = "X"\nactors = ["A"]\n'
    (tmp_path / "events.toml").write_text("".join(map(row.format, "abc")), encoding="utf-8")
    environment = clean_environment(tmp_path)
    table = run("check", "--all", "-o", "tsv", folder=tmp_path, environment=environment).out
    commands = re.findall(r"`chrono (join [^`]*)`", table)
    assert commands == ["join a b", "join b c"]
    for command in commands:
        assert run(*command.split(), "--yes", folder=tmp_path, environment=environment).status == 0
    assert (tmp_path / "events.toml").read_text(encoding="utf-8").count("[[events]]") == 1
