"""toml: a ledger of its own, laid out as `chrono add` would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from chrono.core.subset import Excerpt
from chrono.files.exchange.documents import Document
from chrono.files.format.dump import (
    actor_fields,
    claim_fields,
    event_fields,
    ledger_fields,
    source_fields,
    type_fields,
)
from chrono.files.toml.emit import table
from chrono.files.write.new_entry import Addition


def export(excerpt: Excerpt, *, coarse: bool = False, today: dt.date | None = None) -> Document:
    """A sound ledger with the excerpt's events and claims, and all that these name."""
    return Document(f"\n{text}" if number else text for number, text in enumerate(_tables(excerpt)))


def _tables(excerpt: Excerpt) -> Iterator[str]:
    ledger = excerpt.ledger
    yield table("[ledger]", ledger_fields(ledger))
    for actor in ledger.actors.values():
        if actor.declared:
            yield Addition("actors", actor_fields(actor)).text
    for kind in ledger.types.values():
        if (fields := type_fields(kind)) is not None:
            yield Addition("types", fields).text
    for source in ledger.sources.values():
        yield Addition("sources", source_fields(source)).text
    for event in ledger.events:
        yield Addition("events", event_fields(event, ledger.sources)).text
    for claim in ledger.claims:
        yield Addition("claims", claim_fields(claim, ledger.sources)).text
