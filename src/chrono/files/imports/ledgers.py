"""toml: another ledger, whole and sound, whose events, actors, types, sources and claims come in."""

from __future__ import annotations

from chrono.core.model import Event, Ledger
from chrono.errors import AskedWrongly
from chrono.files.fields import event_fields, source_fields, type_fields
from chrono.files.imports import Beside, Row, Table
from chrono.files.ledger import load, loads
from chrono.files.parts import STDIN


def toml(text: str, name: str) -> Table:
    """The rows of a ledger, with what it includes. Raises LedgerError with all its problems."""
    ledger = loads(text, "<stdin>") if name == STDIN else load([name])
    rows = [Row(number, _values(event, ledger)) for number, event in enumerate(ledger.events, 1)]

    def rejects(some: object) -> str:
        raise AskedWrongly("a ledger is taken as a whole: --skip-bad is for tables")

    return Table(
        "event",
        [*dict.fromkeys(key for row in rows for key in row.values)],
        rows,
        rejects,
        people=ledger.actors,
        beside=Beside(
            [kind for kind in ledger.types.values() if type_fields(kind) is not None],
            list(ledger.sources.values()),
            ledger.claims,
        ),
    )


def _values(event: Event, ledger: Ledger) -> dict[str, object]:
    """An event's keys; of its sources all that they say, with their ids."""
    sources = [source_fields(source) for source in event.sources]
    return {**event_fields(event, ledger.sources), **({"sources": sources} if sources else {})}
