"""Digests of answers: what changes a digest, and what does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.answers import Answer, Digest, FieldReader, answer, differences, digest_in
from chrono.core.counting import DIMENSIONS, tally
from chrono.core.dates import When
from chrono.core.filters import FILTERS, accepted
from chrono.core.lookup import Lookup
from chrono.core.model import Event, Ledger, Source
from chrono.core.query import Question, resolve, select
from chrono.core.subset import subset
from chrono.files.exchange.toml import export_toml
from chrono.files.read.load import loads
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
    covering,
    event,
    law,
    ledger,
    many_events,
)


def answered(book: Ledger, *by: str, total: bool = False, **filters: Any) -> Answer:
    """The answer to a question about a ledger, by type if no dimension is given."""
    question = Question.of(filters.pop("period", None), **filters)
    selection = select(book, resolve(question, book, unique_names=True, contacts=True))
    return answer(question, selection, tally(selection, by or ("type",)), total=total)


def digest(book: Ledger, *by: str, **filters: Any) -> str:
    return str(answered(book, *by, **filters).digest)


QUESTIONS: list[dict[str, Any]] = [
    {},
    {"period": "2025"},
    {"period": "2025-10", "overlap": True},
    {"actor": ["Trump"], "status": ["any"]},
    {"where": ["actor:Xi or actor:Trump"]},
    {"not_actor": ["Rubio"], "period": "2025-06.."},
]
BY = [(), ("month",), ("actor", "year"), ("dyad",)]


def edited(events: tuple[Event, ...], draw: Callable[[int], int]) -> tuple[Event, ...]:
    """The events with other texts, which no count reads."""
    texts = ("", "Mended.", "A title with 12 words", "中文")
    return tuple(
        one._replace(
            title=f"{one.title} {texts[draw(number)]}".strip(),
            summary=texts[draw(number + 1)] or None,
            notes=texts[draw(number + 2)] or None,
            sources=(Source("AFP", title=texts[draw(number + 3)] or None), *one.sources),
            present=(WANG_YI,) if draw(number) else one.present,
            private=bool(draw(number)),
        )
        for number, one in enumerate(events)
    )


@law(100)
@given(many_events(), st.sampled_from(QUESTIONS), st.sampled_from(BY), st.randoms())
def test_texts_order_and_comments_change_nothing(
    events: list[Placed], filters: dict[str, Any], by: tuple[str, ...], random: Any
) -> None:
    book = ledger(
        *(one.event for one in events), event("2025-10-01", "x1", actors=(XI, TRUMP, RUBIO))
    )
    before = digest(book, *by, **filters)
    other = edited(book.events, lambda number: (number * 7 + random.randrange(4)) % 4)
    assert digest(book._replace(events=other), *by, **filters) == before
    shuffled = [*book.events]
    random.shuffle(shuffled)
    assert digest(book._replace(events=tuple(shuffled)), *by, **filters) == before
    named = book._replace(title="Another title", description="Mended", files=("other.toml",))
    assert digest(named, *by, **filters) == before


@law(50)
@given(many_events(), st.sampled_from(BY), st.randoms())
def test_comments_and_the_order_in_a_file_change_nothing(
    events: list[Placed], by: tuple[str, ...], random: Any
) -> None:
    plain = [one.event._replace(initiator=None) for one in events]
    book = ledger(*plain, event("2025-10-01", "x1"))
    text = b"".join(export_toml(subset(book, book.events, private=True)).pieces()).decode()
    head, *blocks = text.split("[[events]]")
    random.shuffle(blocks)
    blocks = [f"{block.rstrip()}\n# mended {random.randrange(9)}\n\n" for block in blocks]
    mixed = "# a comment\n" + "[[events]]".join([head, *blocks])
    assert digest(loads(mixed), *by) == digest(loads(text), *by)


BASE = event("2025-10-30", "one", actors=(XI, TRUMP), place="Busan", place_country="KR",
    tags=("trade",), initiator="donald-trump",
)  # fmt: skip
DECIDING: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("date", {"when": When.parse("2025-10-31")}, {}),
    ("date", {"when": When.parse("2025-10-30~")}, {}),
    ("date", {"when": When.parse("2025-10-30/2025-10-31")}, {}),
    ("local dates", {"local_dates": {"US": When.parse("2025-10-29")}}, {}),
    ("type", {"type": TYPES["video"]}, {}),
    ("contact type", {"type": TYPES["call"]._replace(contact=False)}, {"contacts": False}),
    ("actors", {"actors": (XI, RUBIO)}, {}),
    ("actors", {"actors": (XI, TRUMP, RUBIO)}, {}),
    ("actors", {"actors": (XI, TRUMP._replace(country="CA"))}, {}),
    ("status", {"status": "planned"}, {}),
    ("tags", {"tags": ("trade", "leaders")}, {"tag": ["trade"]}),
    ("place", {"place": "Busan "}, {"place": ["Busan"]}),
    ("place country", {"place_country": "JP"}, {"place_country": ["KR"]}),
    ("initiator", {"initiator": "xi-jinping"}, {"initiator": ["Trump"]}),
    ("present", {"present": (WANG_YI,)}, {"present": ["Xi"]}),
    ("title", {"title": "another call"}, {"text": ["call"]}),
    ("summary", {"summary": "call"}, {"text": ["call"]}),
    ("sources", {"sources": (Source("AFP", origin="AP"),)}, {"origin": ["AFP"]}),
    ("sources", {"sources": (Source("AFP", title="x"),)}, {"source": ["AFP"]}),
]


@pytest.mark.parametrize(("name", "changes", "filters"), DECIDING)
def test_a_field_that_decides_changes_the_digest(
    name: str, changes: dict[str, Any], filters: dict[str, Any]
) -> None:
    one = BASE._replace(title="a call", sources=(Source("AFP"),), type=TYPES["call"])
    other = event("2025-10-01", "two", actors=(XIE, ERDOGAN), place="Busan", tags=("trade",),
                  place_country="KR", initiator="donald-trump")  # fmt: skip
    other = other._replace(sources=(Source("AFP"),), title="call")

    def one_digest(first: Event) -> str:
        question = {"period": "2025", **filters}
        book = ledger(first, other)
        people = {**book.actors, "wang-yi": WANG_YI, "donald-trump": TRUMP}
        return digest(book._replace(actors=people), **question)

    assert one_digest(one._replace(**changes)) != one_digest(one), name
    assert one_digest(one) == one_digest(one._replace(notes="a note"))


def test_fields_that_the_question_does_not_read_decide_nothing() -> None:
    mended = BASE._replace(
        tags=("leaders",), place="London", place_country="GB", initiator="xi-jinping",
        dates={"announced": When.parse("2025-10-01")}, follows=("x",), extra={"a": 1},
        when=When.parse("2025-10-30T11:00:00Z"),
    )  # fmt: skip
    assert digest(ledger(BASE), period="2025") == digest(ledger(mended), period="2025")
    for by, is_same in (("month", True), ("place", False), ("tag", False), ("initiator", False)):
        assert (digest(ledger(BASE), by) == digest(ledger(mended), by)) is is_same


def test_events_that_appear_or_become_possible_change_the_digest() -> None:
    book = ledger(BASE)
    assert digest(book) != digest(ledger(BASE, event("2025-10-01", "two", actors=(XI, TRUMP))))
    assert digest(book, period="2025") == digest(ledger(BASE, event("2024-10-01", "two")),
                                                 period="2025")  # fmt: skip
    perhaps = event("202X", "two", actors=(XI, TRUMP))
    assert digest(book, period="2025") != digest(ledger(BASE, perhaps), period="2025")
    denied = event("2025-10-01", "two", actors=(XI, TRUMP), status="denied")
    assert digest(book) == digest(ledger(BASE, denied))
    assert digest(book, status=["any"]) != digest(ledger(BASE, denied), status=["any"])


def test_the_covered_days_of_the_question_are_part_of_the_answer() -> None:
    book = ledger(BASE)
    digests = {
        digest(book._replace(coverage=covering(*periods)), period="2025")
        for periods in ((), ("2025",), ("2025-01..2025-11",), ("2024", "2025-01..2025-11"))
    }
    assert len(digests) == 2  # days outside 2025 decide nothing


SAME = [
    ({"actor": ["Xi", "Trump"]}, {"actor": ["donald-trump", "xi-jinping"]}),
    ({"actor": ["Xi"]}, {"where": ["actor:习近平"]}),
    ({"type": ["call", "meeting"]}, {"where": ["type:meeting or type:'phone call'"]}),
    ({"not_actor": ["Rubio"]}, {"not_actor": ["marco-rubio"]}),
    ({"period": "2025"}, {"period": "2025-01..2025-12"}),
    ({"since": "2025-10"}, {"period": "2025-10.."}),
    ({"tag": ["TRADE"]}, {"tag": ["trade"]}),
    ({"country": ["China"]}, {"country": ["CN"]}),
    ({"status": ["held", "denied"]}, {"status": ["denied", "held"]}),
    ({"limit": "3", "reverse": True}, {}),
]
OTHER = [
    ({"actor": ["Xi"]}, {"present": ["Xi"]}),
    ({"actor": ["Xi"]}, {"not_actor": ["Xi"]}),
    ({"actor": ["Xi"]}, {"actor": ["Trump"]}),
    ({"where": ["actor:Xi or actor:Trump"]}, {"where": ["actor:Xi and actor:Trump"]}),
    ({"where": ["not actor:Xi"]}, {"where": ["actor:Xi"]}),
    ({"period": "2025"}, {"period": "2024"}),
    ({"period": "2025"}, {"period": "2025", "certain": True}),
    ({"period": "2025"}, {"period": "2025", "overlap": True}),
    ({"status": ["any"]}, {}),
    ({"text": ["call"]}, {"mention": ["call"]}),
]
PEOPLE = ledger(
    event("2025-10-01", "a", actors=(XI, TRUMP), tags=("trade",)),
    event("2025-10-02", "b", actors=(XI, RUBIO, NATO)),
)


@pytest.mark.parametrize(("first", "second"), SAME)
def test_the_spelling_of_a_question_does_not_matter(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert answered(PEOPLE, **first).digest == answered(PEOPLE, **second).digest


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_another_question_has_another_first_part(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    one, other = answered(PEOPLE, **first).digest, answered(PEOPLE, **second).digest
    assert one.question != other.question
    assert one.answer != other.answer


def test_dimensions_are_part_of_the_question() -> None:
    found = [answered(PEOPLE, name).digest.question for name in DIMENSIONS]
    found += [answered(PEOPLE, "type", "month").digest.question]
    found += [answered(PEOPLE, "month", "type").digest.question]
    found += [answered(PEOPLE, total=True).digest.question]
    assert len({*found}) == len(found)


def test_every_filter_gives_values_that_a_digest_can_hold() -> None:
    words = {"place_country": "KR", "country": "CN", "tag": "trade", "place": "Busan",
             "type": "call", "origin": "AFP", "office": "president",
             "follows": BASE.id, "event": BASE.id}  # fmt: skip
    lookup = Lookup(
        ledger(BASE._replace(sources=(Source("AFP"),)), event("2024", actors=(ERDOGAN,)))
    )
    for name, row in FILTERS.items():
        if row.test:
            value = words.get(name.removeprefix("not_"), "Xi")
            (condition,) = row.conditions(lookup, [value])
            assert accepted(condition.test), name
            json.dumps(accepted(condition.test))


def test_the_digest_of_an_answer_does_not_depend_on_this_version_of_chrono() -> None:
    """Digests are printed in other people's texts. If this test fails, raise VERSION."""
    book = ledger(BASE, event("2025-10", "two", actors=(XI, TRUMP)))
    assert (
        digest(book, "month", period="2025", actor=["Xi"], tag=["trade"]) == "2-3ba0-a1a3af205c51"
    )


@pytest.mark.parametrize(
    "text",
    [
        "1-7c2e-3f9a2c4b5d6e",
        "4 calls (x; as of 2026-11-27; commit 1a2b3c4; answer 1-7c2e-3f9a2c4b5d6e).",
        "answer 1-7c2e-\n   3f9a2c4b5d6e",
        "answer 1\u20107c2e\u20113f9a2c4b5d6e",
        "2025-10-30-busan: 1-7c2e-3f9a2c4b5d6e",
    ],
)
def test_a_digest_is_found_in_a_text(text: str) -> None:
    assert digest_in(text) == Digest("1", "7c2e", "3f9a2c4b5d6e")


@pytest.mark.parametrize("text", ["", "1-7c2e", "1-7c2e-3f9a", "1-7c2e-3f9a2c4b5d6e7", "7c2e-3f9a"])
def test_other_texts_have_no_digest(text: str) -> None:
    assert digest_in(text) is None


def test_differences_name_events_with_their_fields() -> None:
    gone = event("2025-01-01", "gone", actors=(XI, TRUMP))
    denied = event("2025-01-02", "denied", actors=(XI, TRUMP))
    old = ledger(BASE, gone, denied)
    new = ledger(
        BASE._replace(when=When.parse("2025-10-31")), denied._replace(status="denied"),
        event("2025-01-03", "new", actors=(XI, TRUMP)),
    )  # fmt: skip
    reader = FieldReader(Question(), resolve(Question(), new), ("type",), new)
    fields = [{one.id: reader.fields(one) for one in book.events} for book in (old, new)]
    found = differences(answered(old), answered(new), *fields)
    assert [(one.id, one.change, dict(one.fields)) for one in found] == [
        ("denied", "removed", {"status": ("held", "denied")}),
        ("gone", "removed", {}),
        ("new", "added", {}),
        ("one", "changed", {"date": ("2025-10-30", "2025-10-31")}),
    ]
