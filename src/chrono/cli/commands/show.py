"""`chrono show`: show events in full."""

from __future__ import annotations

from typing import Annotated

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import argument
from chrono.cli.output import PageOutput
from chrono.cli.session import Session
from chrono.core import english
from chrono.core.model import Event, Ledger
from chrono.core.names import fold, holds_words, ids_with_prefix, unknown_id, words
from chrono.core.notes import prose_notes
from chrono.core.sentences import hint, is_claim, several_match, suggestion
from chrono.errors import UsageError, refuse
from chrono.files.exchange.record import event_table

_IDS = "The ids of events, from `chrono list` (the beginning of an id is enough)."


@command()
def show(
    session: Session, output: PageOutput, ids: Annotated[list[str], argument("ID…", _IDS)]
) -> None:
    """Show events in full, with sources and participants' offices.

    The output also shows who else was present, where the sources differ, and which earlier events
    each event follows up.

    chrono show 2025-10-30-busan
        Show one meeting, with its sources.
    chrono show 2025-10-30-busan -o markdown
        Print a paragraph to paste into an article, with links to the best sources.
    chrono show $(chrono list 2025-09 --actor Xi --fields id)
        Show every event of one person in a month.
    """
    refuse(("-" in ids, "show does not read standard input; write `… | xargs chrono show`"))
    ledger = session.read(ids)
    if any(ledger.event(id) is None for id in ids):
        ledger = session.read()  # an id may be a prefix, or belong to a claim
    for id in ids:
        if ledger.event(id) is None:
            _refuse_period(session, id)
    events = [find_event(ledger, id) for id in ids]
    unique = [*{event.id: event for event in events}.values()]
    former = [
        (id, event.id) for id, event in zip(ids, events, strict=True) if id in event.former_ids
    ]
    session.note(*(f'"{id}" is now "{new}"' for id, new in former))
    if output.can("prose"):
        output.texts("prose", ledger, unique, True, session.verbose)
        session.note(*prose_notes(unique, True))
        if not session.verbose:
            session.note(hint("for all sources and details, add -v"))
    else:
        output.rows(event_table(unique), lambda _: views.event_page.pages(ledger, unique))


def _refuse_period(session: Session, id: str) -> None:
    from chrono.cli.bare_words import list_command
    from chrono.core.english_dates import in_words

    if in_words(id) and (command := list_command(session, [id])):
        raise UsageError(f'"{id}" is a period, not an event; run `{command}`')


def find_event(ledger: Ledger, id: str) -> Event:
    """Return the event with this id, or the only event whose id begins with `id`.

    Raises UsageError if there is no such event, or if there are several.
    """
    if event := ledger.event(id):
        return event
    ids = [event.id for event in ledger.events]
    if len(matches := ids_with_prefix(id, ids)) == 1 and (event := ledger.event(matches[0])):
        return event
    if claim := next((one for one in ledger.claims if id in (one.id, *one.former_ids)), None):
        raise UsageError(is_claim(id, claim.date.text, claim.by.name))
    if matches:
        raise UsageError(unknown_id("event", id, ids, ""))
    found = events_like(ledger, id)
    if len(found) > 1:
        dated = [f"{event.id} ({english.date(event.when)})" for event in found]
        there = [event for event in found if fold(event.place or "") == fold(id)]
        first = f"; only the first has the place {there[0].place}" if len(there) == 1 else ""
        raise UsageError(several_match(id, "events", dated) + first)
    if not found:
        raise UsageError(unknown_id("event", id, ids, "; for the ids, run `chrono list -v`"))
    raise UsageError(f'unknown event "{id}"' + suggestion([f'"{found[0].id}" ({found[0].title})']))


def events_like(ledger: Ledger, text: str) -> list[Event]:
    """Return the events that a text may describe, such as `trump busan`.

    The id must contain the text, or the title, place and type together must contain all its words.
    Events whose place has a word of the text come first.
    """
    wanted = words(text)
    found = [
        event for event in ledger.events
        if (text and text in event.id)
        or (wanted and holds_words(f"{event.title} {event.place or ''} {event.type.label}", wanted))
    ]  # fmt: skip
    return sorted(found, key=lambda event: not {*words(event.place or " ")} & {*wanted})
