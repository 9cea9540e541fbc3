"""What is to be said beside an answer: what it leaves out, and where it may mislead."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.core.english import plural
from chrono.core.model import Ledger
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Query, Selection, by_status, select


def remarks(
    selection: Selection, ledger: Ledger, *, contacts_by_default: bool = False
) -> Iterator[str]:
    """The sentences, in the order in which they are said.

    `unasked` is for an answer that takes contacts alone though nobody said so.
    """
    query = selection.query
    yield from query.notes
    if not selection.matches:
        yield "no event fits"
    if contacts_by_default and not any(hit.event.between_nations for hit in selection.matches):
        yield from _of_no_contacts(query, ledger)
    if selection.others and query.statuses == ("held",):
        counted = by_status(selection.others).items()
        kinds = ", ".join(f"{count} {status}" for status, count in counted)
        number = plural(len(selection.others), "more event")
        yield f"{number} would fit ({kinds}): --status any"
    if running := selection.running_in:
        verb = "runs" if len(running) == 1 else "run"
        ids = ", ".join(event.id for event in running)
        events = f"{plural(len(running), 'event')} began earlier and {verb} on"
        yield f"{events} into {query.period.text}: {ids}; --overlap takes them in"
    yield from of_covers(query.period, ledger)


def _of_no_contacts(query: Query, ledger: Ledger) -> Iterator[str]:
    if matches := select(ledger, query._replace(contacts=False)).matches:
        verb = "is no contact" if len(matches) == 1 else "are no contacts"
        yield f"{plural(len(matches), 'event')} would fit that {verb}: --all"


def of_covers(period: Period, ledger: Ledger) -> Iterator[str]:
    """Whether a period reaches outside the one that the ledger was kept for."""
    covers = ledger.covers
    if period != EVERYTHING and not period.within(covers):
        kept = f"{covers.text}, the period that this ledger was kept for"
        yield f"{period.text} reaches outside {kept}"
