"""toml: a separate ledger, laid out as by `chrono add`, and imported with all its contents."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.core.subset import Subset
from chrono.files.exchange.import_table import ImportTable, Row, SideTables, columns_of
from chrono.files.exchange.registry import Document
from chrono.files.format.dump import (
    actor_fields,
    claim_fields,
    event_fields,
    ledger_fields,
    source_fields,
    type_fields,
    whole_event_fields,
)
from chrono.files.format.new_entry import NewEntry
from chrono.files.read.load import load_text
from chrono.files.read.text import Text
from chrono.files.toml.emit import table

FORMATS = {
    "toml": {
        "order": {"export": 1, "read": 6},
        "help": "a ledger of its own",
        "suffixes": [".toml"],
        "claims": True,
    },
}


def export_toml(subset: Subset) -> Document:
    """Make a valid ledger of the subset's events and claims, and of all that they name."""
    tables = enumerate(_tables(subset))
    return Document(f"\n{text}" if number else text for number, text in tables)


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


def read_toml(text: Text) -> ImportTable:
    """Read a ledger, with the files that it includes. Raises LedgerError with all its problems."""
    ledger = load_text(text.text, text.name)
    rows = [
        Row(number, {**whole_event_fields(event), "status": event.status})
        for number, event in enumerate(ledger.events, 1)
    ]
    types = [kind for kind in ledger.types.values() if type_fields(kind) is not None]
    side = SideTables(types, [*ledger.sources.values()], ledger.claims, whole=True)
    return ImportTable("event", columns_of(rows), rows, None, people=ledger.actors, beside=side)
