"""Notes on a result, such as on omitted events and on coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from chrono.core.coverage import beyond_notes, coverage_notes, period_notes
from chrono.core.english import first_few, join_and, plural
from chrono.core.model import Event
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.periods import EVERYTHING
from chrono.core.query import HELD, HELD_AND_PLANNED, Query, Selection, by_status, select
from chrono.core.sentences import (
    dropped_links,
    hint,
    no_effect,
    not_shown,
    omitted,
    shell_word,
    unsupported,
)

if TYPE_CHECKING:
    from chrono.core.subset import Subset


Use = Literal["shown", "counted", "included"]
"""What a command does with selected events. They are "included" in an export."""


def selection_notes(
    selection: Selection, use: Use = "shown", *, contacts_by_default: bool = False,
    agenda: str = "", coverage: Iterable[Note] | None = None,
) -> Iterator[Note]:  # fmt: skip
    """Yield notes on the events that a selection leaves out, and on the coverage of the ledger.

    - `contacts_by_default`: whether the selection has only contacts because this is the default
    - `agenda`: a command that lists the omitted planned events, or ""
    - `coverage`: the notes on coverage; None: the usual notes
    """
    ledger, query = selection.ledger, selection.query
    beyond: Iterable[Note] = ()
    if coverage is None:
        coverage = _coverage(selection, contacts_by_default, use)
        if use == "counted" and ledger.vocabulary is None:  # all events were read
            beyond = beyond_notes(ledger, query.period)
    yield from query.notes
    if not selection.matches:
        yield Note(f"no matching {query.noun}s")
        yield from _either(query)
        yield from coverage
        yield from beyond
    bare = [event.id for event in selection.events if event.id in ledger.unsupported]
    if bare:
        yield unsupported(query.without, bare)
    contacts = any(match.event.between_nations for match in selection.matches)
    if contacts_by_default and not contacts:
        number = len(select(ledger, query._replace(contacts=False)).matches)
        are_not = "is not a contact" if number == 1 else "are not contacts"
        if number:
            others = f"{plural(number, 'matching event')} {are_not}; add --all"
            yield Note(others, NoteKind.SELECTION)
    if selection.others and query.statuses in (HELD, HELD_AND_PLANNED):
        yield other_statuses(selection.others, use, agenda)
    if running := selection.running_in:
        events = plural(len(running), "event")
        were, them = ("was", "it") if len(running) == 1 else ("were", "them")
        ids = first_few([event.id for event in running])
        earlier = f"{events} began before the period and {were} still going on: {ids}; "
        yield Note(f"{earlier}to include {them}, add --overlap", NoteKind.SELECTION)
    yield from idle_filters(query, bool(ledger.unsupported))
    if selection.matches:
        yield from coverage


def idle_filters(query: Query, sourceless: bool = False) -> Iterator[Note]:
    """Yield a note on each of `--overlap` and `--certain` that has no effect without a period.

    `sourceless`: whether events have lost all their sources, so that they are not certain.
    """
    if query.overlap and query.period.start is None:
        is_whole = query.period == EVERYTHING
        where = "without a period" if is_whole else "if the period has no first day"
        yield Note(no_effect("--overlap", where), NoteKind.SELECTION)
    vague = sourceless or any("when" in condition.keys for condition in query.conditions)
    if query.certain and query.period == EVERYTHING and not vague:
        yield Note(no_effect("--certain", "without a period"), NoteKind.SELECTION)


def _either(query: Query) -> Iterator[Note]:
    if len(query.actors) > 1:
        ids = [group[0].id for group in query.actors]
        either = " or ".join(f'actor:"{id}"' if " " in id else f"actor:{id}" for id in ids)
        every, any = ("both", "either") if len(ids) == 2 else ("all", "any")
        only = f"only events with {every} actors are included"
        where = f"--where {shell_word(either)}"
        instead = f"for events with {any} of them, write {where} instead of the names"
        yield Note(f"{only}; {instead}", NoteKind.HINT)


def left_out_notes(selection: Selection) -> Iterator[Note]:
    """Yield a note on the events that a count leaves out because they are not contacts."""
    everything = select(selection.ledger, selection.query._replace(contacts=False)).events
    others = [event for event in everything if not event.between_nations]
    if not selection.matches or not others:
        return
    types = {event.type.id: event.type for event in others}
    ids = Counter(event.type.id for event in others).most_common()
    numbers = [plural(number, types[id].label, types[id].plural) for id, number in ids[:5]]
    if rest := sum(number for _, number in ids[5:]):
        numbers.append(plural(rest, "other"))
    which = "is not a contact" if len(others) == 1 else "are not contacts"
    why = f"{join_and(numbers)}, which {which}"
    yield hint(not_shown(len(others), "event", why, "add --all", "counted").text)


def planned_notes(selection: Selection) -> Iterator[Note]:
    """Yield a note on the number of planned events in a selection, if there are any."""
    if plans := sum(event.status == "planned" for event in selection.events):
        included = f"{plural(plans, 'planned event')} included"
        remedy = "to exclude planned events, add --status held"
        yield Note(f"{included}; {remedy}", NoteKind.SELECTION)


def statuses_not_shown(events: Iterable[Event]) -> Iterator[Note]:
    """Yield a note that a table does not show statuses, if the statuses of the events differ."""
    if len(by_status(events)) > 1:
        sentence = "the rows do not show the status; add --fields date,status,title,id"
        yield Note(sentence, NoteKind.SELECTION)


def _coverage(selection: Selection, contacts: bool, use: Use) -> Iterator[Note]:
    ledger, query = selection.ledger, selection.query
    if selection.matches and use != "counted":
        return period_notes(ledger, query.period)
    return coverage_notes(ledger, query._replace(contacts=query.contacts or contacts))


def prose_notes(events: Iterable[Event], whole: bool) -> Iterator[Note]:
    """Yield a note on the number of private sources and private notes that a text omits, if any.

    `whole`: whether the text has all details of the events. If not, only the sources are counted.
    """
    events = [*events]
    sources = sum(source.private for event in events for source in event.sources)
    notes = sum(event.notes is not None for event in events) if whole else 0
    numbers = {"private source": sources, "private note": notes}
    if withheld := [plural(number, noun) for noun, number in numbers.items() if number]:
        yield omitted(withheld)


def other_statuses(events: Sequence[Event], use: Use = "shown", agenda: str = "") -> Note:
    """Return a note such as `2 events not shown (1 planned, 1 denied); add --status any`.

    `agenda`: another command to suggest, or "".
    """
    statuses = by_status(events)
    remedy = f"add --status any{agenda and f', or run `{agenda}`'}"
    if [*statuses] == ["planned"]:
        return not_shown(len(events), "planned event", "", remedy, use)
    kinds = ", ".join(f"{count} {status}" for status, count in statuses.items())
    return not_shown(len(events), "event", kinds, remedy, use)


def subset_notes(subset: Subset, claims: bool, links: bool) -> Iterator[Note]:
    """Yield notes on what the subset omits: private records, links between events, and claims.

    - `claims`: whether the output format has claims
    - `links`: whether the output format has links between events
    """
    if subset.private:
        withheld = (plural(count, f"private {noun}") for noun, count in subset.private.items())
        yield omitted(withheld, "add --private")
    if links and subset.broken_links:
        yield dropped_links(subset.broken_links)
    if claims and subset.changed_claims:
        number = len(subset.changed_claims)
        they = "it counts" if number == 1 else "they count"
        without = f"{plural(number, 'claim')} omitted ({first_few(subset.changed_claims)}), "
        without += f"because {they} events that are not included"
        yield Note(without, NoteKind.SELECTION)
