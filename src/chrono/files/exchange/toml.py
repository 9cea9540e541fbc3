"""Read and write the format `toml`, which is the format of ledgers."""

from __future__ import annotations

from itertools import chain

from chrono.core.coverage import short_form
from chrono.core.english import plural
from chrono.core.progress import counted
from chrono.core.subset import Subset
from chrono.files.exchange.import_table import ImportTable, Row, columns_of
from chrono.files.exchange.registry import Document
from chrono.files.format import dump
from chrono.files.format.keys import COVERAGE, EVENT
from chrono.files.format.new_entry import NewEntry
from chrono.files.read.load import read_ledger
from chrono.files.read.text import Text
from chrono.files.toml.emit import table

FORMATS = {
    "toml": {"help": "a new ledger", "suffixes": [".toml"], "claims": True},
}


def export_toml(subset: Subset) -> Document:
    """Return a ledger with the events and claims of a subset, and the records to which the events
    and claims refer.
    """
    ledger = subset.ledger
    declared = (actor for actor in ledger.actors.values() if actor.declared)
    events = counted(ledger.events, "Exporting events", len(ledger.events))
    types = filter(None, map(dump.type_fields, ledger.types.values()))
    entries = chain(
        (NewEntry("actors", dump.actor_fields(actor)) for actor in declared),
        (NewEntry("types", fields) for fields in types),
        (NewEntry("publishers", dump.publisher_fields(one)) for one in ledger.publishers.values()),
        (NewEntry("sources", dump.source_fields(source)) for source in ledger.sources.values()),
        (NewEntry("events", dump.event_fields(event, ledger.sources)) for event in events),
        (NewEntry("claims", dump.claim_fields(claim, ledger.sources)) for claim in ledger.claims),
    )
    head = table("[ledger]", dump.ledger_fields(ledger))
    _, others = short_form(ledger.coverage)
    rows = (f"\n{table('[[coverage]]', COVERAGE.dump(row))}" for row in others)
    notes: tuple[str, ...] = ()
    if number := subset.promised:
        omitted = f"{plural(number, 'event')} omitted, although the coverage of the exported ledger"
        notes = (f"{omitted} includes {'it' if number == 1 else 'them'}; correct this coverage",)
    return Document(chain([head], rows, (f"\n{entry.text}" for entry in entries)), notes)


def read_toml(text: Text) -> ImportTable:
    """Return the import table of a ledger and the files that it includes.

    Raises LedgerError if the ledger has errors.
    """
    contents = {text.name: text.text.encode()}  # a pipe is read only once
    _, ledger = read_ledger([text.name], contents, only_regular=True)
    rows = [
        Row(number, {**EVENT.dump(event), "status": event.status})
        for number, event in enumerate(ledger.events, 1)
    ]
    types = [kind for kind in ledger.types.values() if dump.type_fields(kind) is not None]
    return ImportTable(
        "event", columns_of(rows), rows, None, actors=ledger.actors, types=types,
        sources=[*ledger.sources.values()], publishers=[*ledger.publishers.values()],
        claims=ledger.claims, all_actors=True, is_record=True,
    )  # fmt: skip
