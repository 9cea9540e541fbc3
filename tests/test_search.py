"""Free words: what they mean in a ledger, as `chrono search` and hints use them."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.command_lines import command_line
from chrono.core.dates import When
from chrono.core.lookup import Lookup
from chrono.core.model import Actor, Role, Source
from chrono.core.query import Question, resolve, select
from chrono.core.search import (
    Term,
    UnknownWord,
    alternatives,
    free_words,
    last_contact,
    logical_terms,
    notes_on,
    pieces_of,
    question_of,
    terms,
    unknown_words,
)
from chrono.errors import UsageError
from chrono.files.read.load import loads
from replay import ROOT
from samples import ERDOGAN, RUBIO, WANG_WENTAO, WANG_YI, XI, ask, day, event, ids, law, ledger

TODAY = day("2025-12-04")
CHAMBER = Actor("chamber", "US-China Chamber of Trade", country="US")
MAY = Actor("theresa-may", "Theresa May", country="GB")

LEDGER = ledger(
    event("2025-01-17", "call", type="call", title="A call on soybeans and TikTok"),
    event("2025-10-30", "busan", place="Busan", place_country="KR", tags=("leaders", "trade")),
    event("2025-07-11", "kuala", actors=(WANG_YI, RUBIO), place="Kuala Lumpur",
          place_country="MY"),
    event("2025-05-10", "rome", actors=(WANG_WENTAO, CHAMBER), place="Rome", tags=("Rome",)),
    event("2024-05-01", "ankara", actors=(ERDOGAN, MAY), place="New York",
          sources=(Source("AP", title="Grain on the table"),)),
)  # fmt: skip


def read(*typed: str) -> list[Term]:
    """What words mean in this ledger."""
    return terms(typed, Lookup(LEDGER), TODAY)


@pytest.mark.parametrize(
    "typed, meanings",
    [
        ("xi", [("actor", "xi")]),
        ("xi trump", [("actor", "xi"), ("actor", "trump")]),
        ("Xi Jinping", [("actor", "Xi Jinping")]),
        ("Xi Jinping Trump", [("actor", "Xi Jinping"), ("actor", "Trump")]),
        ("习近平", [("actor", "习近平")]),
        ("erdogan", [("actor", "erdogan")]),
        ("wang", [("actor", "wang")]),
        ("China", [("country", "China")]),
        ("US", [("country", "US")]),
        ("us", [("actor", "us")]),
        ("call", [("type", "call")]),
        ("calls", [("type", "call")]),
        ("phone calls", [("type", "call")]),
        ("in-person meetings", [("type", "meeting")]),
        ("trade", [("tag", "trade")]),
        ("Busan", [("place", "Busan")]),
        ("kuala lumpur", [("place", "kuala lumpur")]),
        ("Kuala", [("place", "Kuala")]),
        ("New York", [("place", "New York")]),
        ("Malaysia", [("place_country", "Malaysia")]),
        ("2025", [("period", "2025")]),
        ("October 2025", [("period", "2025-10")]),
        ("xi 2025-10", [("actor", "xi"), ("period", "2025-10")]),
        ("last month", [("period", "2025-11")]),
        ("since June 2025 xi", [("period", "2025-06-01.."), ("actor", "xi")]),
        ("May", [("actor", "May")]),
        ("May 2024", [("period", "2024-05")]),
        ("tiktok", [("mention", "tiktok")]),
        ("and", [("mention", "and")]),
        ("of", [("mention", "of")]),
        ("7d", [("mention", "7d")]),
        ("monday", [("mention", "monday")]),
        ("xi call tiktok Busan", [("actor", "xi"), ("type", "call"), ("mention", "tiktok"),
                                  ("place", "Busan")]),
    ],
)  # fmt: skip
def test_what_words_mean(typed: str, meanings: list[tuple[str, str]]) -> None:
    assert [(term.filter, term.value) for term in read(*typed.split())] == meanings
    assert [(term.filter, term.value) for term in read(typed)] == meanings


def searched(*typed: str) -> list[Term]:
    """What `chrono search` looks for in this ledger."""
    return free_words(pieces_of(typed), LEDGER, TODAY)


@pytest.mark.parametrize(
    "typed, found",
    [
        (["xi", "trump"], ["busan", "call"]),
        (["Xi", "TIKTOK"], ["call"]),
        (["jinping xi"], []),  # a phrase
        (["Jinping"], ["busan", "call"]),
        (["soybeans and TikTok"], ["call"]),
        (["and", "soybeans"], ["call"]),
        (["chamber", "meetings"], ["rome"]),
        (["erdogan"], ["ankara"]),
        (["president", "türkiye", "grain"], ["ankara"]),
        (["trade", "2025-10"], ["busan"]),
        (["trade", "October 2025"], ["busan"]),
        (["trade"], ["busan", "rome"]),
        (["theresa", "May", "2024"], ["ankara"]),  # a month and its year are a period
        (["may", "theresa"], ["ankara"]),
        (["China"], ["rome"]),
    ],
)
def test_a_search_finds_the_events_in_which_every_word_occurs(
    typed: list[str], found: list[str]
) -> None:
    question = question_of(Question(), searched(*typed))
    assert sorted(one.id for one in select(LEDGER, resolve(question, LEDGER)).events) == found


def test_a_search_finds_all_that_text_finds_for_each_capitalised_word_of_the_shipped_ledger() -> (
    None
):
    shipped = loads((ROOT / "data" / "events.toml").read_text("utf-8"))
    texts = " ".join(f"{one.title} {one.summary or ''}" for one in shipped.events)
    names = sorted({*re.findall(r"\b[A-Z][\w’'-]+", texts)})
    assert len(names) > 260
    for name in random.Random(39).sample(names, 260):
        (term,) = free_words(pieces_of([name]), shipped, TODAY)
        every: dict[str, Any] = {"status": ["any"]}
        with_text, with_search = (
            {*ids(ask(shipped, text=[name], **every))},
            {*ids(select(shipped, resolve(question_of(Question.of(**every), [term]), shipped)))},
        )
        assert with_text, name
        assert with_text <= with_search, name


def test_an_office_that_may_have_been_held_makes_an_event_possible() -> None:
    minister = RUBIO._replace(roles=(Role("Foreign Minister", until=When.parse("2025-06-15")),))
    dates = {"2025-06-15": "certain", "2025-06": "possible", "2025-06-16": "no"}
    found = ledger(*(event(date, actors=(minister, XI)) for date in dates))
    both: list[dict[str, Any]] = [{"office": ["minister"]}, {"mention": ["foreign minister"]}]
    for words in both:
        assert {m.event.id: m.certain for m in ask(found, **words).matches} == {
            "e-2025-06-15": True,
            "e-2025-06": False,
        }
    assert ids(ask(found, where=["not office:minister"])) == ["e-2025-06", "e-2025-06-16"]
    assert ids(ask(found, office=["minister"], certain=True)) == ["e-2025-06-15"]


def test_two_terms_of_one_office_without_a_gap_are_certain() -> None:
    terms_of_office = (
        Role("Minister of Trade", until=When.parse("2025-06-15")),
        Role("Minister of Defence", since=When.parse("2025-06-16")),
        Role("Deputy", since=When.parse("2026"), until=When.parse("2027")),
    )
    one = RUBIO._replace(roles=terms_of_office)
    book = ledger(*(event(date, actors=(one, XI)) for date in ("2025-06", "2026-05-01")))
    assert all(match.certain for match in ask(book, office=["minister"]).matches)
    # A year does not say on which day an office began.
    assert [match.certain for match in ask(book, office=["deputy"]).matches] == [False]


def test_small_words_must_occur_and_a_note_says_so() -> None:
    assert [*map(str, notes_on(read("xi", "and", "trump"), Lookup(LEDGER)))] == [
        'only events that contain "and" are shown; to ignore this word, '
        "run `chrono search xi trump`"
    ]


@pytest.mark.parametrize("typed", ["30 October", "xi 31 June 2025", "on monday"])
def test_an_unclear_date_among_the_words_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match=r"write|does not exist"):
        read(typed)


def test_two_periods_are_refused() -> None:
    with pytest.raises(UsageError, match='"2024" and "2025" cannot be combined; use only one'):
        question_of(Question(), read("2024", "xi", "2025"))


def alternative_command(found: Sequence[Term]) -> str:
    question = alternatives(Question(), found)
    return command_line("list", question) if question else ""


@pytest.mark.parametrize(
    "typed, command",
    [
        ("xi or trump", 'chrono list --where "actor:xi or actor:trump"'),
        ("Malaysia OR Busan 2025",
         'chrono list 2025 --where "place-country:Malaysia or place:Busan"'),
        ("xi tiktok or trade", 'chrono list --where "actor:xi and (mention:tiktok or tag:trade)"'),
        ("xi and trump or rubio",
         'chrono list --where "actor:xi and (actor:trump or actor:rubio)"'),
        ("phone calls or Kuala Lumpur",
         "chrono list --where \"type:call or place:'Kuala Lumpur'\""),
        ("xi trump", ""), ("xi or", ""), ("or xi", ""), ("xi or 2025", ""), ("2024 or 2025", ""),
    ],
)  # fmt: skip
def test_words_with_or_between_them_are_an_expression(typed: str, command: str) -> None:
    assert alternative_command(read(typed)) == command


@pytest.mark.parametrize(
    "typed, command",
    [
        ("(rubio or trump) not trade",
         'chrono list --where "(actor:rubio or actor:trump) and not tag:trade"'),
        ("rubio OR trump -trade 2025",
         'chrono list 2025 --where "(actor:rubio or actor:trump) and not tag:trade"'),
        ("rubio not trade", 'chrono list --where "actor:rubio and not tag:trade"'),
        ("not (xi or rubio) trade",
         'chrono list --where "not (actor:xi or actor:rubio) and tag:trade"'),
        ("(rubio trade) or xi", 'chrono list --where "(actor:rubio and tag:trade) or actor:xi"'),
        ("((rubio))", ""), ("(rubio", ""), ("rubio) or xi", ""), ("rubio not", ""),
        ("rubio not attend", 'chrono list --where "actor:rubio and not mention:attend"'),
        ("xi not 2025", ""),
        ("xi or O'Brien", 'chrono list --where "actor:xi or mention:\\"O\'Brien\\""'),
        ("xi or rubio (", 'chrono list --where "actor:xi or actor:rubio"'),
        ("not ( ) or xi", ""), ("(xi not) or rubio", ""),
    ],
)  # fmt: skip
def test_words_with_brackets_and_not_are_an_expression(typed: str, command: str) -> None:
    assert alternative_command(logical_terms([typed], lambda run: read(*run))) == command


@pytest.mark.parametrize(
    "typed, command",
    [
        ("next xi trump", "chrono last xi trump"),
        ("last contact between xi and trump", "chrono last xi trump"),
        ("latest call of Xi Jinping", 'chrono last "Xi Jinping" --type call'),
        ("most recent contact GB", "chrono last --country GB"),
        ("last xyzzy of xi", ""), ("xi contact", ""), ("last", ""), ("last month xi", ""),
    ],
)  # fmt: skip
def test_words_for_the_last_contact_are_a_command(typed: str, command: str) -> None:
    assert last_contact(read(typed)) == command


def test_a_word_in_no_event_has_the_nearest_words() -> None:
    assert unknown_words(read("tiktk", "soybeans", "grain", "xyzzy"), LEDGER) == [
        UnknownWord('no event contains "tiktk"; did you mean "tiktok"?', "tiktk", ["tiktok"]),
        UnknownWord('no event contains "xyzzy"', "xyzzy", []),
    ]


def test_a_word_in_no_event_is_not_suggested_in_its_own_place() -> None:
    actors = {**LEDGER.actors, "bureau": Actor("bureau", "Deficit Bureau")}
    (unknown,) = unknown_words(searched("deficit"), LEDGER._replace(actors=actors))
    assert unknown == UnknownWord('no event contains "deficit"', "deficit", [])


def test_continents_that_are_searched_as_words_have_one_note() -> None:
    found = searched("Asia", "Europe", "soybeans")
    assert [*map(str, notes_on(found, Lookup(LEDGER)))] == [
        "for events in Asia or Europe, use --place-country Asia --place-country Europe"
    ]


WORDS = ["xi", "Trump", "Wang", "Yi", "China", "US", "call", "meetings", "trade", "Rome", "Busan",
         "Kuala Lumpur", "2025", "May", "tiktok", "and", "grain"]  # fmt: skip


@law(200)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
def test_the_events_found_meet_the_filters_that_are_shown(typed: list[str]) -> None:
    found = read(*typed)
    try:
        question = question_of(Question(), found)
    except UsageError:
        return
    selected = {one.id for one in select(LEDGER, resolve(question, LEDGER)).events}
    each: list[set[str]] = []
    for name, group in itertools.groupby(sorted(found, key=lambda term: term.filter),
                                         key=lambda term: term.filter):  # fmt: skip
        values = [term.value for term in group]
        ids = [
            {one.id for one in select(LEDGER, resolve(_one(name, value), LEDGER)).events}
            for value in values
        ]
        each.append(set.union(*ids) if name in ("type", "place") else set.intersection(*ids))
    assert selected == set.intersection(*each)


def _one(name: str, value: str) -> Question:
    values: dict[str, Any] = {name: value if name == "period" else [value]}
    return Question.of(**values)


@law(100)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), st.dates(dt.date(2000, 1, 1)))
def test_every_word_has_one_meaning_and_keeps_its_order(typed: list[str], today: dt.date) -> None:
    found = terms(typed, Lookup(LEDGER), today)
    assert " ".join(term.words for term in found) == " ".join(typed)
