"""A subset of a ledger is a valid ledger with all that it needs, and nothing private."""

from __future__ import annotations

import base64
import tomllib
from typing import Any

import pytest
from hypothesis import given
from icalendar import Calendar

import scribbled
from chrono.core.claims import judge_all
from chrono.core.headline import in_phrases
from chrono.core.periods import Period
from chrono.core.query import Query, Question, resolve, select
from chrono.core.subset import subset
from chrono.files.exchange.calendar_entries import PROPERTY
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


def test_a_claim_is_included_if_the_part_gives_it_the_same_numbers() -> None:
    whole = loads(SECRETS)
    part = subset(whole, whole.events)
    assert [claim.id for claim in part.ledger.claims] == ["one-call"]
    assert part.changed_claims == ("two-in-all",)
    assert part.broken_links == ('"a" to "secret-event"', '"a" to "secret-event"')
    assert dict(part.private) == {"event": 1, "source": 3, "note": 1}
    assert [*part.ledger.actors] == ["ann", "ben"]
    assert [*part.ledger.sources] == ["open"]
    assert "lunch" not in part.ledger.types
    full = subset(whole, whole.events, private=True)
    assert [claim.id for claim in full.ledger.claims] == ["one-call", "two-in-all"]
    assert (full.ledger.events, full.broken_links, dict(full.private)) == (whole.events, (), {})
    assert full.ledger.claims == whole.claims


def test_a_claim_that_differs_in_both_is_left_out_if_the_part_counts_fewer_events() -> None:
    whole = loads(SECRETS.replace("total = 2", "total = 9"))
    part = subset(whole, whole.events)
    assert [claim.id for claim in part.ledger.claims] == ["one-call"]
    assert part.changed_claims == ("two-in-all",)


def test_the_withheld_notes_are_those_of_the_events_that_are_kept() -> None:
    events = [
        event("2025", "a", notes="one"),
        event("2025", "b", notes="two"),
        event("2025", "c"),
        event("2025", "d", notes="three", private=True),
        event("2025", "e", notes="four"),
    ]
    whole = ledger(*events)
    assert dict(subset(whole, events[:4]).private) == {"event": 1, "note": 2}
    assert dict(subset(whole, events[:4], private=True).private) == {}


def test_events_excluded_by_status_are_counted_unless_they_are_private() -> None:
    others = [
        event("2025", status="planned"),
        event("2026", status="planned"),
        event("2025", status="denied", private=True),
    ]
    whole = loads(SECRETS)
    assert subset(whole, whole.events, others=others).other_statuses == {"planned": 2}
    counts = subset(whole, whole.events, private=True, others=others).other_statuses
    assert counts == {"planned": 2, "denied": 1}


def test_a_subset_describes_how_its_events_were_chosen() -> None:
    whole = loads(SECRETS)
    query = resolve(Question.of(actor=["ann"]), whole)
    contacts = query._replace(contacts=True)
    assert [*map(str, subset(whole, whole.events, query).description)] == ["actor ann"]
    assert [*map(str, subset(whole, whole.events, contacts).description)] == [
        "actor ann", "contacts only",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "filters, phrases",
    [
        ({"place": ["country club"]}, "in country club"),
        ({"place_country": ["MT"]}, "in Malta"),
        ({"actor": ["xi"], "not_tag": ["trade"]}, "with xi, not tagged trade"),
    ],
)
def test_filters_in_a_title_keep_their_values(filters: Any, phrases: str) -> None:
    """Values that begin with the name of a filter, too."""
    example = ledger(event("2025-01-01", place="Country club", place_country="MT", tags=("trade",)))
    query = resolve(Question.of(**filters), example)
    assert in_phrases(query.descriptions) == phrases


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
def test_not_duplicate_of_names_no_event_outside_the_subset(named: Any, kept: Any) -> None:
    extra = {"mine": 1} if named is None else {"mine": 1, "not_duplicate_of": named}
    events = [event("2025", "a", extra=extra), event("2025", "b"), event("2025", "gone")]
    part = subset(ledger(*events), events[:2]).ledger
    assert [dict(one.extra) for one in part.events] == [{"mine": 1, **kept}, {}]


@pytest.mark.parametrize("own", ["", ', says = { initiator = "ann", type = "call" }'])
def test_actors_and_types_in_the_says_of_a_declared_source_are_included(own: str) -> None:
    """Even if the reference has its own `says`, the declared source keeps what it names."""
    text = SECRETS.replace('"open", "shut", {', f'{{ ref = "open"{own} }}, {{')
    text = text.replace('sources = ["open", "shut"]', 'sources = ["shut"]')  # the claim's
    said = 'says = { initiator = "cai", type = "lunch" }'
    whole = loads(text.replace('publisher = "Open"\n', f'publisher = "Open"\n{said}\n'))
    part = subset(whole, whole.events).ledger
    assert [*part.actors] == ["ann", "ben", "cai"]
    assert "lunch" in part.types


def test_a_reference_to_a_private_source_becomes_a_source_of_its_own() -> None:
    whole = loads(SECRETS.replace('"shut", {', '{ ref = "shut", private = false, title = "T" }, {'))
    sources = subset(whole, whole.events).ledger.events[0].sources
    assert [(source.id, source.publisher) for source in sources] == [
        ("open", "Open"),
        (None, "Secret Source"),
    ]
    assert subset(whole, whole.events, private=True).ledger == whole


@pytest.mark.parametrize("format", able_to("export"))
def test_private_data_is_in_no_exported_document(format: str) -> None:
    whole = loads(SECRETS)
    for private in (False, True):
        part = subset(whole, whole.events, private=private)
        raw = exported(part, format)
        calendar: Any = Calendar.from_ical(raw) if format == "ics" else None
        for entry in calendar.walk("VEVENT") if calendar else ():
            raw += base64.b64decode(str(entry[PROPERTY]))
        assert (b"ecret" in raw) == private


def test_a_subset_of_all_events_is_the_whole_ledger() -> None:
    part = subset(SHIPPED, SHIPPED.events, private=True)
    assert part.ledger == SHIPPED
    assert part.claims == tuple(judge_all(SHIPPED.claims, SHIPPED))


@pytest.mark.parametrize("period", ["2025-10", "2025-Q1", "2025-05..", "1999"])
def test_an_exported_subset_is_read_as_the_same_ledger(period: str) -> None:
    query = resolve(Question.of(period), SHIPPED)
    chosen = select(SHIPPED, query)
    part = subset(SHIPPED, chosen.events, query)
    assert [event.id for event in part.ledger.events] == [event.id for event in chosen.events]
    kept = [row.period.narrowed(query.period) for row in SHIPPED.coverage]
    own = [row.period for row in SHIPPED.coverage]
    assert [row.period for row in part.ledger.coverage] == ([*filter(None, kept)] or own)
    text = exported(part, "toml").decode()
    assert isinstance(text, str)
    assert tomllib.loads(text)["ledger"]["version"] == 1
    assert loads(text)._replace(files=()) == part.ledger._replace(files=())


@given(text=scribbled.ledger())
@law(40)
def test_every_subset_of_any_ledger_is_valid(text: str) -> None:
    whole = loads(text)
    for kept in (whole.events[::2], whole.events[1::2], whole.events[:1]):
        part = subset(whole, kept)
        written = exported(part, "toml").decode()
        assert isinstance(written, str)
        again = loads(written)
        assert [*map(record, again.events)] == [*map(record, part.ledger.events)]
        assert again.claims == part.ledger.claims


def test_a_subset_of_a_ledger_without_coverage_covers_the_period_asked_for() -> None:
    for query, rows in [(Query(period=Period.parse("2025")), ["2025"]), (Query(), [])]:
        part = subset(SHIPPED._replace(coverage=()), SHIPPED.events, query)
        assert [row.period.text for row in part.ledger.coverage] == rows
