"""A table of the differences between two ledgers: records first, then counts and verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from chrono.core import english
from chrono.core.claims import Verdict
from chrono.core.counting import Count
from chrono.core.model import EventType, Ledger
from chrono.view import theme
from chrono.view.tables import grid, indented

_SIGNS = {
    "added": ("+", "verdict.agrees"),
    "removed": ("−", "verdict.differs"),
    "changed": ("~", "heading"),
}
_HEADINGS = {
    "event": "Events", "claim": "Claims", "actor": "Actors", "type": "Types",
    "source": "Sources", "ledger": "Ledger", "count": "Contacts", "verdict": "Verdicts",
}  # fmt: skip
_WIDEST = 60  # the number of characters up to which a value is shown in full


def differences(
    records: Sequence[Mapping[str, Any]], old: Ledger, new: Ledger
) -> Iterator[RenderableType]:
    """A view of the differences between two ledgers, grouped by kind.

    `records`: the rows of `chrono diff`; `old`, `new`: the ledgers.
    """
    by_kind = {kind: [row for row in records if row["kind"] == kind] for kind in _HEADINGS}
    for number, kind in enumerate(kind for kind in _HEADINGS if by_kind[kind]):
        if number:
            yield Text()
        yield Text(_HEADINGS[kind], "heading")
        if kind in ("count", "verdict"):
            yield _numbers(by_kind[kind], {**old.types, **new.types})
        else:
            for record in by_kind[kind]:
                yield from _record(record, old if record["change"] == "removed" else new)


def _record(record: Mapping[str, Any], ledger: Ledger) -> Iterator[RenderableType]:
    sign, style = _SIGNS[record["change"]]
    line = Text.assemble((f"{sign} ", style), theme.text(record["id"], "heading"))
    if title := _title(ledger, record["kind"], record["id"]):
        line.append("  ").append(theme.text(title))
    yield indented(line, 2)
    for key in record["keys"]:
        change = f"{_brief(record['before'][key])} → {_brief(record['after'][key])}"
        yield indented(Text.assemble((f"{key}  ", "quiet"), theme.text(change)), 6)


def _numbers(records: Sequence[Mapping[str, Any]], types: Mapping[str, EventType]) -> Table:
    table = grid("text", "text", "text", "text")
    for record in records:
        id, by_type = record["id"], record["kind"] == "count" and record["id"] in types
        label = theme.label(types[id], types[id].plural) if by_type else theme.text(id)
        before, after = _number(record["before"]), _number(record["after"])
        table.add_row(Text("  ").append(label), before, "→", after)
    return table


def _number(value: Count | Verdict | None) -> Text:
    if value is None:
        return Text("no claim", "quiet")
    return Text(str(value), "number") if isinstance(value, Count) else theme.verdict(value)


def _title(ledger: Ledger, kind: str, id: str) -> str:
    if kind == "event" and (event := ledger.event(id)):
        return f"{english.brief(event.when, True)}, {event.title}"
    if kind == "claim":
        return next((claim.statement for claim in ledger.claims if claim.id == id), "")
    named: Mapping[str, Any] = {"actor": ledger.actors, "source": ledger.sources}.get(kind, {})
    return named[id].name if id in named else ""


def _brief(value: Any) -> str:
    if value in (None, "", [], {}):
        return "(none)"
    if isinstance(value, dict):
        words = ", ".join(f"{key} = {_brief(item)}" for key, item in value.items())
    elif isinstance(value, list):
        words = ", ".join(item if isinstance(item, str) else "…" for item in value)
        if "…" in words or len(words) > _WIDEST:
            return f"{len(value)} items"
    else:
        words = str(value)
    return words if len(words) <= _WIDEST else f"{words[: _WIDEST - 1]}…"
