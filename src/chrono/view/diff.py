"""Two ledgers side by side: what came, what went, what changed, and the numbers that move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from chrono.core import english
from chrono.core.model import Event, Ledger
from chrono.view import theme

_SIGNS = {
    "added": ("+", "verdict.agrees"),
    "removed": ("−", "verdict.differs"),
    "changed": ("~", "verdict.depends"),
}
_HEADINGS = {
    "event": "Events", "claim": "Claims", "actor": "Actors", "type": "Types",
    "source": "Sources", "ledger": "Ledger", "count": "Contacts", "verdict": "Verdicts",
}  # fmt: skip
_LONG = 60
"""A value of so many characters is not shown beside another."""


class Differences:
    """Records of what differs, under a heading a kind."""

    def __init__(self, found: Sequence[Mapping[str, Any]], old: Ledger, new: Ledger) -> None:
        self.found = found
        self.old = old
        self.new = new

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        first = True
        for kind, heading in _HEADINGS.items():
            rows = [row for row in self.found if row["kind"] == kind]
            if not rows:
                continue
            if not first:
                yield Text()
            first = False
            yield Text(heading, "heading")
            if kind in ("count", "verdict"):
                yield self._moves(rows)
            else:
                for row in rows:
                    yield from self._change(row)

    def _change(self, row: Mapping[str, Any]) -> Iterator[RenderableType]:
        sign, style = _SIGNS[row["change"]]
        book = self.old if row["change"] == "removed" else self.new
        line = Text.assemble((f"{sign} ", style), theme.text(row["id"], style))
        if told := _told(book, row["kind"], row["id"]):
            line.append("  ").append(theme.text(told))
        yield Padding(line, (0, 0, 0, 2))
        for key in row["keys"]:
            before, after = _brief(row["before"][key]), _brief(row["after"][key])
            moved = theme.text(f"{before} → {after}")
            yield Padding(Text.assemble((f"{key}  ", "quiet"), moved), (0, 0, 0, 6))

    def _moves(self, rows: Sequence[Mapping[str, Any]]) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0))
        for _ in range(4):
            table.add_column(no_wrap=False, overflow="fold")
        for row in rows:
            before, after = (self._moved(row, key) for key in ("before", "after"))
            table.add_row(Text("  ").append(self._label(row)), before, "→", after)
        return table

    def _label(self, row: Mapping[str, Any]) -> Text:
        kind = self.new.types.get(row["id"]) or self.old.types.get(row["id"])
        if row["kind"] == "verdict" or kind is None:
            return theme.text(row["id"])
        return Text.assemble(theme.symbol(kind), " ", theme.text(kind.plural))

    def _moved(self, row: Mapping[str, Any], key: str) -> Text:
        value = row[key]
        if value is None:
            return Text("no claim", "quiet")
        if isinstance(value, str):
            return theme.verdict(value)
        return Text(english.number_range(value["min"], value["max"]), "number")


def _told(book: Ledger, kind: str, id: str) -> str:
    """What a thing is called, for who does not know its id."""
    if kind == "event" and (event := book.event(id)):
        return _event(event)
    if kind == "claim":
        return next((claim.statement for claim in book.claims if claim.id == id), "")
    if kind == "actor" and (actor := book.actors.get(id)):
        return actor.name
    if kind == "source" and (source := book.sources.get(id)):
        return source.name
    return ""


def _event(event: Event) -> str:
    return f"{english.brief(event.when, True)}, {event.title}"


def _brief(value: Any) -> str:
    """A value on one line: a long list by its length, a long text by its beginning."""
    if value is None or value in ("", [], {}):
        return "nothing"
    if isinstance(value, dict):
        said = ", ".join(f"{key} = {_brief(item)}" for key, item in value.items())
    elif isinstance(value, list):
        said = ", ".join(item if isinstance(item, str) else "…" for item in value)
        if "…" in said or len(said) > _LONG:
            return f"{len(value)} of them"
    else:
        said = str(value)
    return said if len(said) <= _LONG else f"{said[: _LONG - 1]}…"
