"""Notes on a result: what the result leaves out, and where it can mislead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chrono.core.english import first_few, join_and, plural
from chrono.core.model import Ledger
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Selection, by_status, select

if TYPE_CHECKING:
    from chrono.core.subset import Subset


def selection_notes(
    selection: Selection, ledger: Ledger, *, contacts_by_default: bool = False
) -> Iterator[str]:
    """The notes on a selection; `contacts_by_default`: whether it has only contacts by default."""
    query = selection.query
    yield from query.notes
    if not selection.matches:
        yield "no event fits"
    contacts = any(match.event.between_nations for match in selection.matches)
    if contacts_by_default and not contacts:
        number = len(select(ledger, query._replace(contacts=False)).matches)
        verb = "is no contact" if number == 1 else "are no contacts"
        if number:
            yield f"{plural(number, 'event')} would fit that {verb}: --all"
    if selection.others and query.statuses == ("held",):
        counts = by_status(selection.others).items()
        kinds = ", ".join(f"{count} {status}" for status, count in counts)
        yield f"{plural(len(selection.others), 'more event')} would fit ({kinds}): --status any"
    if running := selection.running_in:
        verb = "runs" if len(running) == 1 else "run"
        ids = ", ".join(event.id for event in running)
        events = f"{plural(len(running), 'event')} began earlier and {verb} on"
        yield f"{events} into {query.period.text}: {ids}; --overlap takes them in"
    yield from coverage_notes(query.period, ledger)


def coverage_notes(period: Period, ledger: Ledger) -> Iterator[str]:
    """A note if the period reaches outside the period that the ledger covers."""
    if period != EVERYTHING and not period.within(ledger.covers):
        kept = f"{ledger.covers.text}, the period that this ledger was kept for"
        yield f"{period.text} reaches outside {kept}"


def subset_notes(subset: Subset, claims: bool, links: bool) -> Iterator[str]:
    """The notes on what a subset omits; `claims`, `links`: whether the output can have any."""
    if subset.private:
        withheld = [plural(count, noun) for noun, count in subset.private.items()]
        yield f"kept back as private: {join_and(withheld)}; --private takes them along"
    if links and subset.broken_links:
        yield f"links to events that stay behind are dropped: {'; '.join(subset.broken_links)}"
    if claims and subset.changed_claims:
        number = plural(len(subset.changed_claims), "claim stays", "claims stay")
        ids = first_few(subset.changed_claims)
        yield f"{number} behind, to which these events alone would give another answer: {ids}"
