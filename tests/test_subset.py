"""A part of a ledger stands by itself: what comes along, what stays behind, what is never told."""

from __future__ import annotations

import base64
import tomllib
from typing import Any

import pytest
from hypothesis import given
from icalendar import Calendar

import scribbled
from chrono.core.claims import judge_all
from chrono.core.query import Question, resolve, select
from chrono.core.subset import subset
from chrono.files.exchange.ics import PROPERTY
from chrono.files.exchange.record import record
from chrono.files.exchange.registry import able_to
from chrono.files.read.load import loads
from replay import ROOT
from samples import event, law, ledger
from test_exchange import exported

SHIPPED = loads((ROOT / "data" / "events.toml").read_text(encoding="utf-8"))

SECRETS = """
[ledger]
title = "T"
principals = ["ann", "ben"]

[actors.ann]
name = "Ann Ash"
country = "FR"

[actors.ben]
name = "Ben Birch"
country = "DE"

[actors.cai]
name = "Secret Cai"
country = "IT"

[types.lunch]
label = "secret lunch"
contact = true

[sources.open]
publisher = "Open"
url = "https://example.org/open"

[sources.shut]
publisher = "Secret Source"
url = "https://example.org/secret"
private = true

[[events]]
id = "a"
date = 2025-01-01
type = "call"
title = "A call"
actors = ["ann", "ben"]
notes = "Secret note."
follows = ["secret-event"]
part_of = "secret-event"
extra = { not_duplicate_of = "secret-event", mine = 1 }
sources = ["open", "shut", { publisher = "Secret Friend", private = true }, { ref = "open", private = true, quote = "secret quote" }]

[[events]]
id = "secret-event"
date = 2024-12-31
type = "lunch"
title = "A secret title"
actors = ["ann", "cai"]
private = true

[[events]]
id = "b"
date = "2025-02"
type = "call"
title = "Another"
actors = ["ann", "ben"]
status = "planned"

[[claims]]
id = "one-call"
by = "ann"
date = 2025-02-01
statement = "one call"
period = "2025"
types = ["call"]
total = 1
sources = ["open", "shut"]

[[claims]]
id = "two-in-all"
by = "cai"
date = 2025-02-01
statement = "secret statement"
period = "2024-12..2025"
total = 2
"""  # noqa: E501


def test_a_claim_comes_along_where_the_part_gives_it_the_same_numbers() -> None:
    book = loads(SECRETS)
    part = subset(book, book.events)
    assert [claim.id for claim in part.ledger.claims] == ["one-call"]
    assert part.changed_claims == ("two-in-all",)
    assert part.broken_links == ("a follows secret-event", "a is part of secret-event")
    assert dict(part.private) == {"event": 1, "source": 3, "note": 1}
    assert [*part.ledger.actors] == ["ann", "ben"]
    assert [*part.ledger.sources] == ["open"]
    assert "lunch" not in part.ledger.types
    whole = subset(book, book.events, private=True)
    assert [claim.id for claim in whole.ledger.claims] == ["one-call", "two-in-all"]
    assert (whole.ledger.events, whole.broken_links, dict(whole.private)) == (book.events, (), {})
    assert whole.ledger.claims == book.claims


def test_what_would_fit_but_for_its_status_is_counted_where_it_may_be_told() -> None:
    others = [
        event("2025", status="planned"),
        event("2026", status="planned"),
        event("2025", status="denied", private=True),
    ]
    book = loads(SECRETS)
    assert subset(book, book.events, others=others).other_statuses == {"planned": 2}
    found = subset(book, book.events, private=True, others=others).other_statuses
    assert found == {"planned": 2, "denied": 1}


def test_a_part_says_what_its_events_were_asked_for_by() -> None:
    book = loads(SECRETS)
    query = resolve(Question.of(actor=["ann"]), book)
    assert subset(book, book.events, query).description == ("actor ann",)
    assert subset(book, book.events, query._replace(contacts=True)).description == (
        "actor ann", "contacts only",
    )  # fmt: skip


@pytest.mark.parametrize(
    "named, kept",
    [
        ("a", {"not_duplicate_of": "a"}),
        ("gone", {}),
        (["a", "b"], {"not_duplicate_of": ["a", "b"]}),
        (["a", "gone"], {"not_duplicate_of": ["a"]}),
        (["gone"], {}),
        ([], {"not_duplicate_of": []}),
        (None, {}),
    ],
)
def test_the_authors_own_data_tells_of_no_event_that_stayed_behind(named: Any, kept: Any) -> None:
    extra = {"mine": 1} if named is None else {"mine": 1, "not_duplicate_of": named}
    events = [event("2025", "a", extra=extra), event("2025", "b"), event("2025", "gone")]
    part = subset(ledger(*events), events[:2]).ledger
    assert [dict(one.extra) for one in part.events] == [{"mine": 1, **kept}, {}]


@pytest.mark.parametrize("own", ["", ', says = { initiator = "ann", type = "call" }'])
def test_what_a_source_says_comes_along_with_whom_and_what_it_names(own: str) -> None:
    """Though the reference says something else: the declared source says what it said."""
    text = SECRETS.replace('"open", "shut", {', f'{{ ref = "open"{own} }}, {{')
    text = text.replace('sources = ["open", "shut"]', 'sources = ["shut"]')  # the claim's
    said = 'says = { initiator = "cai", type = "lunch" }'
    book = loads(text.replace('publisher = "Open"\n', f'publisher = "Open"\n{said}\n'))
    part = subset(book, book.events).ledger
    assert [*part.actors] == ["ann", "ben", "cai"]
    assert "lunch" in part.types


def test_what_is_said_by_way_of_a_private_source_stands_by_itself() -> None:
    book = loads(SECRETS.replace('"shut", {', '{ ref = "shut", private = false, title = "T" }, {'))
    told = subset(book, book.events).ledger.events[0].sources
    assert [(one.id, one.publisher) for one in told] == [("open", "Open"), (None, "Secret Source")]
    assert subset(book, book.events, private=True).ledger == book


@pytest.mark.parametrize("format", able_to("export"))
def test_what_is_private_is_in_no_document(format: str) -> None:
    book = loads(SECRETS)
    for private in (False, True):
        part = subset(book, book.events, private=private)
        raw = exported(part, format)
        found: Any = Calendar.from_ical(raw) if format == "ics" else None
        for entry in found.walk("VEVENT") if found else ():
            raw += base64.b64decode(str(entry[PROPERTY]))
        assert (b"ecret" in raw) == private


def test_the_shipped_ledger_is_its_own_whole_part() -> None:
    part = subset(SHIPPED, SHIPPED.events, private=True)
    assert part.ledger == SHIPPED
    assert part.claims == tuple(judge_all(SHIPPED.claims, SHIPPED))


@pytest.mark.parametrize("period", ["2025-10", "2025-Q1", "2025-05..", "1999"])
def test_a_part_answers_a_question_as_the_whole_does(period: str) -> None:
    query = resolve(Question.of(period), SHIPPED)
    chosen = select(SHIPPED, query)
    part = subset(SHIPPED, chosen.events, query)
    assert [event.id for event in part.ledger.events] == [event.id for event in chosen.events]
    assert part.ledger.covers == (SHIPPED.covers.narrowed(query.period) or SHIPPED.covers)
    text = exported(part, "toml").decode()
    assert isinstance(text, str)
    assert tomllib.loads(text)["ledger"]["version"] == 1
    assert loads(text)._replace(files=()) == part.ledger._replace(files=())


@given(text=scribbled.ledger())
@law(40)
def test_every_part_of_any_ledger_is_a_sound_one(text: str) -> None:
    book = loads(text)
    for kept in (book.events[::2], book.events[1::2], book.events[:1]):
        part = subset(book, kept)
        written = exported(part, "toml").decode()
        assert isinstance(written, str)
        again = loads(written)
        assert [*map(record, again.events)] == [*map(record, part.ledger.events)]
        assert again.claims == part.ledger.claims
