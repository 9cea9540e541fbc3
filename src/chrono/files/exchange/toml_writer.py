"""toml: a ledger of its own, laid out as `chrono add` would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from chrono.core.subset import Subset
from chrono.files.exchange.documents import Document
from chrono.files.format.dump import (
    actor_fields,
    claim_fields,
    event_fields,
    ledger_fields,
    source_fields,
    type_fields,
)
from chrono.files.format.new_entry import NewEntry
from chrono.files.toml.emit import table


def export(subset: Subset, *, coarse: bool = False, today: dt.date | None = None) -> Document:
    """A sound ledger with the excerpt's events and claims, and all that these name."""
    return Document(f"\n{text}" if number else text for number, text in enumerate(_tables(subset)))


def _tables(subset: Subset) -> Iterator[str]:
    ledger = subset.ledger
    yield table("[ledger]", ledger_fields(ledger))
    for actor in ledger.actors.values():
        if actor.declared:
            yield NewEntry("actors", actor_fields(actor)).text
    for kind in ledger.types.values():
        if (fields := type_fields(kind)) is not None:
            yield NewEntry("types", fields).text
    for source in ledger.sources.values():
        yield NewEntry("sources", source_fields(source)).text
    for event in ledger.events:
        yield NewEntry("events", event_fields(event, ledger.sources)).text
    for claim in ledger.claims:
        yield NewEntry("claims", claim_fields(claim, ledger.sources)).text
