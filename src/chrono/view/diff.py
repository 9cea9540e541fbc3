"""Show the differences between two ledgers: first the changed entries, then counts and verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from chrono.core import english
from chrono.core.counting import Count
from chrono.core.english import plural
from chrono.core.model import Actor, Claim, Event, EventType, Ledger
from chrono.core.same_value import same_value
from chrono.core.verdicts import Verdict
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
_EMPTY: tuple[Any, ...] = (None, "", [], {})
_MANY = 3  # the number of records from which an equal change in all is one line
_WIDEST = 60  # the number of characters up to which a value is shown in full


def differences(
    records: Sequence[Mapping[str, Any]], old: Ledger, new: Ledger, paths: Sequence[str]
) -> Iterator[RenderableType]:
    """Yield the differences between two ledgers as Rich renderables, grouped by kind.

    - `records`: the rows of `chrono diff`
    - `paths`: the path of the old ledger and the path of the new ledger
    """
    by_kind = {kind: [row for row in records if row["kind"] == kind] for kind in _HEADINGS}
    if records:
        for path, change, age in zip(paths, ("removed", "added"), ("old", "new"), strict=True):
            sign, style = _SIGNS[change]
            yield Text.assemble((f"{sign} ", style), theme.text(path), (f" ({age})", "quiet"))
    for kind in (kind for kind in _HEADINGS if by_kind[kind]):
        yield Text()
        yield Text(_HEADINGS[kind], "heading")
        if kind in ("count", "verdict"):
            yield _numbers(by_kind[kind], {**old.types, **new.types})
        else:
            yield from _records(by_kind[kind], kind, old, new)


class _Change(NamedTuple):
    """A changed value of an entry. `path`: the place of the value, such as `sources[1].title`."""

    path: str
    before: str
    after: str

    @property
    def line(self) -> Text:
        """Return the change as a line, such as `place  Busan → Gimhae`."""
        words = theme.text(f"{self.before} → {self.after}")
        return Text.assemble((f"{self.path}  ", "quiet"), words)


def _records(
    records: Sequence[Mapping[str, Any]], kind: str, old: Ledger, new: Ledger
) -> Iterator[RenderableType]:
    changes = [
        [one for key in row["keys"] for one in _changes(key, row["before"][key], row["after"][key])]
        for row in records
    ]
    numbers = Counter(change for some in changes for change in {*some})
    common = {change: number for change, number in numbers.items() if number >= _MANY}
    for change, number in common.items():
        line = Text.assemble(("~ ", "heading"), f"{plural(number, kind)}: ", change.line)
        yield indented(line, 2)
    for record, some in zip(records, changes, strict=True):
        own = [change for change in some if change not in common]
        if own or not some:
            yield from _record(record, own, old if record["change"] == "removed" else new)
            if record["change"] == "removed" and (kept := _joined(record["id"], kind, new)):
                yield indented(Text.assemble(("joined into ", "quiet"), theme.text(kept)), 6)


def _joined(id: str, kind: str, new: Ledger) -> str | None:
    records: Mapping[str, Iterable[Event | Actor | Claim]] = {
        "event": new.events, "actor": new.actors.values(), "claim": new.claims,
    }  # fmt: skip
    return next((one.id for one in records.get(kind, ()) if id in one.former_ids), None)


def _changes(path: str, before: Any, after: Any) -> Iterator[_Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            if not same_value(before.get(key), after.get(key)):
                yield from _changes(f"{path}.{key}", before.get(key), after.get(key))
    elif _has_tables(before) or _has_tables(after):
        lost = [(at, one) for at, one in enumerate(before or (), 1) if one not in (after or ())]
        new = [(at, one) for at, one in enumerate(after or (), 1) if one not in (before or ())]
        for (at, one), (_, other) in zip(lost, new, strict=False):
            yield from _changes(f"{path}[{at}]", one, other)
        for at, one in lost[len(new) :]:
            yield _Change(f"{path}[{at}]", _brief(one), _brief(None))
        for at, one in new[len(lost) :]:
            yield _Change(f"{path}[{at}]", _brief(None), _brief(one))
        if not lost and not new:
            yield _Change(path, "the same", "in another order")
    else:
        yield _Change(path, _brief(before), _brief(after))


def _has_tables(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _record(
    record: Mapping[str, Any], changes: Sequence[_Change], ledger: Ledger
) -> Iterator[RenderableType]:
    sign, style = _SIGNS[record["change"]]
    line = Text.assemble((f"{sign} ", style), theme.text(record["id"], "heading"))
    if title := _title(ledger, record["kind"], record["id"]):
        line.append("  ").append(theme.text(title))
    yield indented(line, 2)
    for change in changes:
        yield indented(change.line, 6)


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
    if value in _EMPTY:
        return "(none)"
    if isinstance(value, dict):
        filled = {
            key: item for key, item in value.items() if item not in _EMPTY and item is not False
        }
        words = ", ".join(f"{key} = {_brief(item)}" for key, item in filled.items())
    elif isinstance(value, list):
        words = ", ".join(item if isinstance(item, str) else "…" for item in value)
        if "…" in words or len(words) > _WIDEST:
            return plural(len(value), "item")
    else:
        words = str(value)
    return words if len(words) <= _WIDEST else f"{words[: _WIDEST - 1]}…"
