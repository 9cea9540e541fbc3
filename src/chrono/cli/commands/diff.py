"""`chrono diff`: which events and claims differ between two ledgers, and which numbers move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chrono.cli.options import command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.counting import Count
from chrono.core.diff import Changes, Comparison, RecordChange, compare
from chrono.core.model import EventType, Number, Role, Source
from chrono.core.periods import Period
from chrono.errors import UsageError
from chrono.files.exchange.record import source_record
from chrono.files.exchange.rows import Rows, number_cell, plain_cells
from chrono.files.format.content import plain_data
from chrono.files.read.text import STDIN

if TYPE_CHECKING:
    from rich.console import RenderableType

    from chrono.core.model import Ledger

app = typer.Typer(rich_markup_mode=None, add_completion=False)

COLUMNS = ("kind", "change", "id", "keys", "before", "after")


@command(
    app,
    "What differs between two ledgers, and which numbers and verdicts move by it.",
    examples=(
        (
            "chrono diff old.toml events.toml",
            "What was added, removed and changed, and which numbers moved.",
        ),
        (
            "git show HEAD:events.toml | chrono diff - events.toml",
            "The same for what is not committed yet.",
        ),
    ),
)
def diff(
    session: Session,
    output: Output,
    old: Annotated[str, typer.Argument(metavar="OLD", help="A ledger; - is standard input.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another; one of them may be -.")],
) -> None:
    """Read both whole, and compare what they say rather than how it is written."""
    if session.named:
        raise UsageError("diff reads the two ledgers that stand after it, and takes no --ledger")
    if old == new == STDIN:
        raise UsageError("one of the two may be standard input, and not both")
    books = session.load_each(old, new)
    found = compare(*books)
    if not any(found):
        session.say("nothing differs in what the two ledgers say")
    rows = list(records(found))
    output.rows(session, Rows(COLUMNS, rows, _cells), lambda: _view(rows, *books))


def records(found: Comparison) -> Iterator[dict[str, Any]]:
    """A record per thing that differs, and per number and verdict that moves."""
    for kind in ("event", "claim", "actor", "type", "source", "ledger"):
        yield from _changes(kind, getattr(found, f"{kind}s"))
    for kind, moves in (("count", found.counts), ("verdict", found.verdicts)):
        for move in moves:
            yield _record(kind, "moved", move.what, _moved(move.before), _moved(move.after))


def _changes(kind: str, changes: Changes) -> Iterator[dict[str, Any]]:
    for word in ("added", "removed"):
        for id in getattr(changes, word):
            yield _record(kind, word, id)
    for one in changes.changed:
        yield _record(kind, "changed", one.id, *_values(one), keys=[*one.keys])


def _record(
    kind: str, change: str, id: str, before: Any = None, after: Any = None, keys: Sequence[str] = ()
) -> dict[str, Any]:
    return {
        "kind": kind,
        "change": change,
        "id": id,
        "keys": list(keys),
        "before": before,
        "after": after,
    }


def _values(one: RecordChange) -> tuple[dict[str, Any], dict[str, Any]]:
    """What stood at its keys before, and what does now, as JSON can hold it."""
    before = {key: _plain(value) for key, (value, _) in one.keys.items()}
    return before, {key: _plain(value) for key, (_, value) in one.keys.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Source):
        return source_record(value)
    if isinstance(value, Period):
        return value.text
    if isinstance(value, (EventType, Number, Role)):
        return {key: _plain(item) for key, item in value._asdict().items()}
    if type(value) in (list, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return plain_data(value)


def _moved(value: object) -> Any:
    return value.to_dict() if isinstance(value, Count) else value


def _cells(found: dict[str, Any], columns: Sequence[str]) -> list[str]:
    if found["kind"] == "count":
        numbers = {key: number_cell(found[key]) for key in ("before", "after")}
        found = {**found, **numbers}
    return plain_cells(found, columns)


def _view(found: Sequence[dict[str, Any]], old: Ledger, new: Ledger) -> RenderableType:
    from chrono.view.diff import Differences

    return Differences(found, old, new)
