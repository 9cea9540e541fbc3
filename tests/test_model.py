"""What a ledger is made of: what is a contact, who are a pair, which office on which day."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given

from chrono.core.dates import When
from chrono.core.model import (
    BUILT_IN_TYPES,
    STATUSES,
    Actor,
    Event,
    EventType,
    Number,
    Role,
    Source,
)
from samples import (
    ERDOGAN,
    NATO,
    RUBIO,
    TRUMP,
    TYPES,
    WANG_YI,
    XI,
    XIE,
    Placed,
    event,
    law,
    ledger,
    many_events,
    small_dates,
)

ASEAN = Actor("asean", "ASEAN")
TWINS = Actor("group-a", "Working Group"), Actor("group-b", "Working Group")
US = Actor("US", "US", declared=False)

# -- contacts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "actors, nations",
    [
        ([XI, TRUMP], ["CN", "US"]),
        ([TRUMP, XI, RUBIO, WANG_YI], ["CN", "US"]),
        ([XI, WANG_YI], ["CN"]),
        ([NATO], ["NATO"]),
        ([NATO, TRUMP], ["NATO", "US"]),
        ([NATO, ASEAN], ["ASEAN", "NATO"]),
        ([NATO, NATO], ["NATO"]),
        # A name does not make two actors one, nor an actor a country.
        ([*TWINS], ["Working Group", "Working Group"]),
        ([US, TRUMP], ["US", "US"]),
        ([TRUMP, US, RUBIO], ["US", "US"]),
    ],
)
def test_an_actor_without_a_country_counts_as_one_of_its_own(
    actors: list[Actor], nations: list[str]
) -> None:
    met = event("2025-10-30", actors=actors)
    assert list(met.nations) == nations
    assert met.contact is bool([*met.pairs]) is (len(nations) > 1)


@pytest.mark.parametrize("kind", BUILT_IN_TYPES, ids=lambda kind: str(kind.id))
def test_only_events_of_a_contact_type_are_contacts(kind: EventType) -> None:
    assert event("2025", type=kind.id).contact is kind.contact


@pytest.mark.parametrize("status", STATUSES)
def test_only_held_events_are_contacts(status: str) -> None:
    met = event("2025-10-30", status=status)
    assert met.contact is (status == "held")
    assert met.between_nations


def test_somebody_who_is_only_present_makes_no_contact() -> None:
    assert not event("2025-10-30", actors=[XI], present=(TRUMP,)).contact


# -- pairs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "actors, pairs",
    [
        ([XI, TRUMP], ["xi-jinping donald-trump"]),
        ([TRUMP, XI], ["xi-jinping donald-trump"]),
        ([XI, WANG_YI], []),
        ([XI], []),
        (
            [RUBIO, XI, WANG_YI, TRUMP],
            [
                "wang-yi donald-trump",
                "wang-yi marco-rubio",
                "xi-jinping donald-trump",
                "xi-jinping marco-rubio",
            ],
        ),
        ([*TWINS], ["group-a group-b"]),
        ([TRUMP, NATO, XI], ["xi-jinping nato", "xi-jinping donald-trump", "nato donald-trump"]),
    ],
)
def test_a_pair_is_two_actors_of_different_countries(actors: list[Actor], pairs: list[str]) -> None:
    found = [f"{one.id} {other.id}" for one, other in event("2025", actors=actors).pairs]
    assert found == pairs


@law(60)
@given(many_events(small_dates(), 3))
def test_an_event_has_a_pair_if_it_is_between_nations(placed: list[Placed]) -> None:
    for one in (each.event for each in placed):
        assert bool(list(one.pairs)) is (len(one.nations) > 1)
        assert one.between_nations is (one.type.contact and len(one.nations) > 1)
        assert one.contact is (one.between_nations and one.status == "held")


# -- offices ------------------------------------------------------------------------------------


def office(since: str | None, until: str | None) -> Role:
    return Role("Minister", since and When.parse(since), until and When.parse(until))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "since, until, date, held",
    [
        ("2025-01-20", None, "2025-01-20", True),
        ("2025-01-20", None, "2025-01-19", False),
        ("2025-01-20", None, "2026", True),
        (None, "2025-01-20", "2025-01-20", True),
        (None, "2025-01-20", "2025-01-21", False),
        (None, None, "1900", True),
        ("2013-03", "2018-03", "2013-03-01", True),
        ("2013-03", "2018-03", "2018-03-31", True),
        ("2013-03", "2018-03", "2018-04-01", False),
        # No day is ruled out by guessing: it may have been held.
        ("2025-01-20", None, "2025-01", True),
        ("2025-01-20", None, "2025/2026", True),
        # The office of the day on which it began.
        ("2025-01-20", None, "2025-01-19/2025-01-21", False),
        ("2025-01-20/..", None, "2026-01-01", True),
    ],
)
def test_the_office_held_on_a_day(
    since: str | None, until: str | None, date: str, held: bool
) -> None:
    assert office(since, until).held_on(When.parse(date)) is held


def test_offices_are_named_in_the_ledgers_order() -> None:
    roles = (
        Role("Secretary of State", When.parse("2025-01-21")),
        Role("Senator", When.parse("2011"), When.parse("2025-01-20")),
        Role("National Security Adviser", When.parse("2025-05")),
    )
    rubio = RUBIO._replace(roles=roles)
    assert rubio.offices(When.parse("2025-01-20")) == ("Senator",)
    assert rubio.offices(When.parse("2025-06-01")) == (
        "Secretary of State", "National Security Adviser",
    )  # fmt: skip


# -- the rest -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number, text",
    [
        (Number(4, 4), "4"),
        (Number(0, 0), "0"),
        (Number(40, None), "at least 40"),
        (Number(None, 3), "at most 3"),
        (Number(3, 5), "3 to 5"),
    ],
)
def test_a_stated_number(number: Number, text: str) -> None:
    assert str(number) == text


@pytest.mark.parametrize(
    "number, label",
    [(1, "phone call"), (0, "phone calls"), (2, "phone calls"), (None, "phone calls")],
)
def test_the_label_of_a_type_for_a_number(number: int | None, label: str) -> None:
    assert TYPES["call"].called(number) == label


def test_the_name_of_a_source_has_its_origin() -> None:
    assert Source("MarketBeat", origin="AP").name == "MarketBeat (AP)"
    assert Source("Xinhua").name == "Xinhua"


@pytest.mark.parametrize(
    "says, stated",
    [
        ({"date": When.parse("2025-10-30")}, [("date", "2025-10-30", False)]),
        ({"date": When.parse("2025-10-31")}, [("date", "2025-10-31", True)]),
        ({"type": TYPES["meeting"].id}, [("type", "meeting", False)]),
        ({"type": TYPES["call"].id}, [("type", "call", True)]),
        ({"place": "Busan"}, [("place", "Busan", False)]),
        ({"place": "Seoul"}, [("place", "Seoul", True)]),
        ({"initiator": "CN"}, [("initiator", "CN", False)]),
        ({"initiator": "US"}, [("initiator", "US", True)]),
        (
            {"initiator": "US", "extra": {"aim": "soy"}, "place": "Busan"},
            [("initiator", "US", True), ("place", "Busan", False)],
        ),
        ({}, []),
    ],
)
def test_what_a_source_states_itself_differs_from_the_event_or_not(
    says: dict[str, object], stated: list[tuple[str, str, bool]]
) -> None:
    met = event("2025-10-30", place="Busan", initiator="CN")
    found = met.statements(Source("Xinhua", says=says))
    assert [(key, str(value), differs) for key, value, differs in found] == stated


@pytest.mark.parametrize(
    "word, name",
    [
        ("xi-jinping", "Xi Jinping"), ("US", "United States"), ("ASEAN", "ASEAN"),
        ("nobody", "nobody"),
    ],
)  # fmt: skip
def test_the_name_of_a_word_is_that_of_an_actor_or_a_country(word: str, name: str) -> None:
    assert ledger(event("2025")).name_of(word) == name


def order(events: Sequence[Event]) -> list[str]:
    return [one.id for one in sorted(events, key=lambda one: one.sort_key)]


def test_events_are_in_the_order_of_start_end_and_id() -> None:
    made = [
        event("2025-03/..", "open-end"),
        event("2025-03-02", "day"),
        event("2025-03", "month"),
        event("2025-03-01", "b"),
        event("2025-03-01", "a"),
        event("2025-03-01/2025-03-02", "lasting"),
        event("../2025", "open-start"),
        event("2025", "year"),
    ]
    assert order(made) == [
        "open-start", "year", "a", "b", "lasting", "month", "open-end", "day",
    ]  # fmt: skip


@law(60)
@given(many_events(small_dates(), 4))
def test_the_order_of_events_does_not_depend_on_the_order_of_the_file(placed: list[Placed]) -> None:
    made = [one.event for one in placed]
    keys = [(min(one.written), max(one.written), one.event.id) for one in placed]
    by_hand = [id for *_, id in sorted(keys)]
    assert order(made) == order(made[::-1]) == by_hand


def test_an_event_is_found_by_its_id() -> None:
    busan = event("2025-10-30", "busan")
    book = ledger(busan, event("2025-01-17", "call"))
    assert book.event("busan") is busan
    assert book.event("Busan") is None


def test_the_tags_and_places_of_a_ledger() -> None:
    book = ledger(event("2025", place="Busan", tags=("trade", "tariffs")), event("2026"))
    assert book.words["tags"] == {"trade", "tariffs"}
    assert book.words["places"] == {"Busan"}


def test_a_part_of_a_ledger_has_only_the_words_that_were_collected() -> None:
    words = {"tags": frozenset({"trade", "visas"})}
    part = ledger(event("2025", tags=("trade",)), vocabulary=words)
    assert part.words["tags"] == {"trade", "visas"}
    with pytest.raises(LookupError):
        _ = part.words["places"]


def test_a_ledger_is_named_by_its_title_or_its_file() -> None:
    assert ledger(title="Contacts", files=("a.toml",)).name == "Contacts"
    assert ledger(files=("a.toml", "b.toml")).name == "a.toml"
    assert ledger().name == "ledger"


def test_an_empty_ledger_covers_everything() -> None:
    assert (ledger().events, ledger().coverage) == ((), ())


@pytest.mark.parametrize("value", [event("2025"), XI, ledger(), TYPES["call"], When.parse("2025")])
def test_values_are_frozen(value: object) -> None:
    with pytest.raises(AttributeError):
        value.text = "other"  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        value.unheard_of = 1  # type: ignore[attr-defined]


def test_actors_with_one_id_differ_if_any_field_does() -> None:
    assert len({XI, XIE, XI._replace(name="Xi"), ERDOGAN}) == 4


def test_the_name_of_a_file_is_shown_with_bytes_that_are_no_text_escaped() -> None:
    assert ledger(files=("bad\udcff.toml",)).name == "bad\\udcff.toml"
    assert ledger(files=("good.toml",)).name == "good.toml"
    assert ledger().name == "ledger"


class Counted(tuple[Event, ...]):
    """Events that count how often somebody goes through all of them."""

    times = 0

    def __iter__(self) -> Iterator[Event]:
        type(self).times += 1
        return super().__iter__()

    def __reversed__(self) -> Iterator[Event]:
        type(self).times += 1
        return super().__iter__()


@pytest.mark.parametrize("number", [10, 20])
def test_looking_up_many_events_goes_through_the_ledger_once(number: int) -> None:
    events = [event(f"2025-01-{day:02}", f"e{day}", follows=("e1",)) for day in range(1, number)]
    book = ledger()._replace(events=Counted(events))
    Counted.times = 0
    for one in events:
        assert book.event(one.id) is one
    assert Counted.times == 1
    for _ in events:
        assert len(book.followers["e1"]) == number - 1
    assert Counted.times == 2


def test_a_repeated_id_is_that_of_the_first_event() -> None:
    first, second = event("2025-01-01", "one"), event("2025-01-02", "one")
    assert ledger(first, second).event("one") is first


def test_a_changed_copy_of_a_ledger_has_its_own_index() -> None:
    book = ledger(event("2025-01-01", "one"))
    assert book.event("one") is not None
    assert book._replace(events=()).event("one") is None


def test_a_copied_ledger_is_the_same() -> None:
    book = ledger(event("2025-01-01", "one"))
    assert book.event("one") is not None
    assert pickle.loads(pickle.dumps(book)) == book
    assert copy.deepcopy(book) == book
