"""Describe the word at the cursor: an actor, an event, a source, a type, a claim or a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from lsprotocol import types

from chrono.core import english, explanations
from chrono.core.countries import COUNTRIES, country_name
from chrono.core.dates import When
from chrono.core.english import joined, plural
from chrono.core.model import Actor, Event
from chrono.core.nearest import last
from chrono.core.periods import EVERYTHING
from chrono.core.query import Query, select
from chrono.core.text import escape_controls
from chrono.core.verdicts import VERDICTS
from chrono.files.exchange.markdown import escape
from chrono.files.format.kinds import COUNTRY, DATE
from chrono.lsp.analysis import Analysis
from chrono.lsp.cursor import Cursor
from chrono.lsp.documents import Document
from chrono.lsp.targets import Target, actor_of, plain_text, target_at, uses

_MOST_USES = 5
"""The maximum number of events that a description of a source names."""


def hover(
    document: Document, cursor: Cursor, analysis: Analysis, markdown: bool
) -> types.Hover | None:
    """Return a description of the word at the cursor, or None for an unknown word.

    If the ledger has errors, the description has no numbers.
    """
    lines = [*_lines(cursor, analysis)]
    if not lines:
        return None
    if markdown:
        first, *others = map(escape, lines)
        kind, text = types.MarkupKind.Markdown, "\n\n".join([f"**{first}**", *others])
    else:
        kind, text = types.MarkupKind.PlainText, "\n".join(map(escape_controls, lines))
    range = document.positions.range(cursor.start, cursor.end)
    return types.Hover(types.MarkupContent(kind, text), range)


def _lines(cursor: Cursor, analysis: Analysis) -> Iterator[str]:
    kind, text = cursor.kind, plain_text(cursor)
    if cursor.role == "value" and kind is DATE:
        with suppress(ValueError):
            yield from _date(When.parse(text.replace(" ", "T")))
    elif (kind is COUNTRY or (kind and kind.refers_to in ("side", "initiator"))) and (
        text in COUNTRIES
    ):
        yield country_name(text)
    elif (target := target_at(cursor, analysis)) is not None:
        yield from _OF_KIND[target.kind](target, analysis)


def _date(when: When) -> Iterator[str]:
    yield english.full_date_and_time(when)
    first, last_day = when.start_span
    if when.interval:
        yield "The event lasted from the first day to the last."
    if when.approximate or when.uncertain:
        word = "approximate" if when.approximate else "uncertain"
        both = "approximate and uncertain" if when.approximate and when.uncertain else word
        days = english.span(when.start_span, True)
        yield f"The date is {both}: the event may have begun on any day of {days}."
    elif not when.start_known:
        days = english.span(when.start_span, True) if first or last_day else "an unknown time"
        yield f"The event began on an unknown day of {days}."
    if not when.start_known:
        yield "A count for a part of this time is a range."


def _actor(target: Target, analysis: Analysis) -> Iterator[str]:
    if (actor := actor_of(target, analysis)) is None:
        return
    yield joined((actor.name, "" if not actor.declared else actor.id))
    if not actor.declared:
        yield "Not declared under [actors], and counted as a country of its own."
    country = country_name(actor.country) if actor.country else ""
    today = When.on(analysis.today)
    if about := joined((country, *actor.offices(today))):
        yield about
    if actor.aliases:
        yield f"Also: {', '.join(actor.aliases)}"
    yield _contacts(actor, analysis)


def _contacts(actor: Actor, analysis: Analysis) -> str:
    if analysis.invalid:
        return f"Contacts are not counted: {analysis.invalid}."
    contacts = select(analysis.ledger, Query(contacts=True)).matches
    matches = [match for match in contacts if actor in match.event.actors]
    number = plural(len(matches), "contact")
    if (nearest := last(matches, EVERYTHING, analysis.today)) is None:
        return f"{number}."
    events = "; or ".join(_event_line(event) for event in nearest.events[:2])
    return f"{number}; the last: {events}."


def _event_line(event: Event) -> str:
    where = f" in {event.place}" if event.place else ""
    status = "" if event.status == "held" else f" ({event.status})"
    return f"{english.full_date(event.when)}, {event.type.label}{where}, {event.title}{status}"


def _event(target: Target, analysis: Analysis) -> Iterator[str]:
    if (event := analysis.ledger.event(target.id)) is not None:
        yield event.title
        status = "" if event.status == "held" else event.status
        date = english.full_date_and_time(event.when)
        yield joined((date, event.type.label, english.place(event), status))
        yield english.people(event)


def _source(target: Target, analysis: Analysis) -> Iterator[str]:
    source = analysis.ledger.sources.get(target.id)
    if source is None:
        return
    yield source.title or source.name
    yield joined((source.name, english.date(source.date) if source.date else "", source.url or ""))
    users = [
        record.id
        for record in analysis.ledger.records
        if any(one.id == source.id for one in record.sources)
    ]
    if analysis.invalid:
        yield f"Uses are not counted: {analysis.invalid}."
    elif users:
        number = plural(len(users), "entry", "entries")
        yield f"Used by {number}: {english.first_few(users, _MOST_USES)}."
    else:
        yield "Not used."


def _type(target: Target, analysis: Analysis) -> Iterator[str]:
    if (kind := analysis.ledger.types.get(target.id)) is not None:
        yield joined((kind.label, kind.plural), ", ")
        if kind.contact:
            yield "A contact, if it is held and the people are from two or more countries."
        else:
            yield "Not a contact."
        if not analysis.invalid:
            number = sum(event.type.id == kind.id for event in analysis.ledger.events)
            yield f"{plural(number, 'event')} of this type, of any status."


def _claim(target: Target, analysis: Analysis) -> Iterator[str]:
    for verdict in analysis.verdicts:
        if verdict.claim.id == target.id:
            yield verdict.claim.statement
            if analysis.invalid:
                yield f"Not checked: {analysis.invalid}."
            else:
                word = verdict.verdict
                yield f"{VERDICTS[word]} {word}: {explanations.summarise(verdict)}."


def _publisher(target: Target, analysis: Analysis) -> Iterator[str]:
    if (publisher := analysis.ledger.publishers.get(target.id)) is not None:
        yield publisher.name
        number = len([*uses(target, analysis)])
        if publisher.aliases:
            yield f"Also: {', '.join(publisher.aliases)}"
        if number:
            yield plural(number, "use")


_OF_KIND: dict[str, Callable[[Target, Analysis], Iterator[str]]] = {
    "actors": _actor, "events": _event, "sources": _source, "types": _type, "claims": _claim,
    "publishers": _publisher,
}  # fmt: skip
