"""toml: another ledger, whole and sound, that comes in with all that it declares and claims."""

from __future__ import annotations

from chrono.files.exchange.readers import MARK, Row, SideTables, Table
from chrono.files.format.dump import type_fields, whole_event_fields
from chrono.files.read.load import load_text


def toml(text: str, name: str) -> Table:
    """The rows of a ledger, with what it includes. Raises LedgerError with all its problems."""
    ledger = load_text(text.removeprefix(MARK), name)
    rows = [
        Row(number, {**whole_event_fields(event), "status": event.status})
        for number, event in enumerate(ledger.events, 1)
    ]

    return Table(
        "event",
        [*dict.fromkeys(key for row in rows for key in row.values)],
        rows,
        None,
        people=ledger.actors,
        beside=SideTables(
            [kind for kind in ledger.types.values() if type_fields(kind) is not None],
            list(ledger.sources.values()),
            ledger.claims,
            whole=True,
        ),
    )
