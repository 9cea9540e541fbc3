"""An entry in a ledger file, such as an event or an actor: its fields and its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chrono.core.same_value import same_value
from chrono.errors import UsageError
from chrono.files.format.keys import key_order, noun
from chrono.files.format.new_entry import Fields, NewEntry
from chrono.files.format.typed_text import printed
from chrono.files.read.source_files import SourceFile
from chrono.files.toml.blocks import Path
from chrono.files.toml.lines import Edit, removed, replaced
from chrono.files.toml.set_value import in_sections, with_section, with_values, without


class Entry:
    """An entry in a ledger file, such as an event, an actor or the table `[ledger]`."""

    def __init__(self, kind: str, id: str, source_file: SourceFile, path: Path) -> None:
        self.kind = kind
        self.id = id
        self.source_file = source_file
        self.path = path
        self.spans = source_file.blocks.pieces(path)
        self.fields: dict[str, Any] = copied(value_at(source_file.data, path))
        self.is_removed = False
        # `lines` are only the entry's lines if these are together, else the whole file.
        self.is_together = len(self.spans) == 1
        self._span = self.spans[0] if self.is_together else (0, len(source_file.text))
        self._original = source_file.text[slice(*self._span)]
        self.lines = self._original
        first = self.is_together and isinstance(path[-1], int)
        self._path: Path = (kind, 0) if first else path

    @property
    def noun(self) -> str:
        """Return the word for this kind of entry, such as "event"."""
        return noun(self.kind)

    @property
    def name(self) -> str:
        """Return the unique name of the entry in the ledger, such as `events.2025-10-30-busan`."""
        return f"{self.kind}.{self.id}" if len(self.path) > 1 else self.kind

    def text(self) -> str:
        """Return the text of the entry in the file."""
        pieces = [self.source_file.text[start:end] for start, end in self.spans]
        return "".join(pieces) or self.changed_text()

    def changed_text(self) -> str:
        """Return the text of the entry after the changes."""
        if self.is_together:
            return self.lines
        return NewEntry(self.kind, {"id": self.id, **self.fields}).text

    def get(self, path: Path) -> Any:
        """Return the value at `path` in the fields, or None if there is no value."""
        return value_at(self.fields, path)

    def set(self, path: Path, value: Any) -> None:
        """Set the value of the key at `path` in this entry."""
        self._set({path: value})

    def update(self, fields: Fields) -> None:
        """Set the value of each key in `fields`. The value None removes the key."""
        values: dict[Path, Any] = {}
        for key, value in fields.items():
            before = self.fields.get(key)
            if value is None:
                continue
            if isinstance(before, dict) and isinstance(value, dict) and {*before} <= {*value}:
                values |= {(key, name): item for name, item in value.items()}
            else:
                values[key,] = value
        self._set(values)
        for key in (key for key, value in fields.items() if value is None):
            self.unset((key,))

    def _set(self, values: Mapping[Path, Any]) -> None:
        new: dict[Path, Any] = {}
        for path, value in values.items():
            if not same_value(self.get(path), value):
                new[*self._path, *path] = value
                try:
                    set_path(self.fields, path, value)
                except (LookupError, TypeError) as error:
                    if path[0] == "sources" and isinstance(id := self.get(path[:2]), str):
                        edit = f"`chrono edit sources.{id} --set {printed(path[2:])}=…`"
                        where = f'{printed(path[:2])} is the declared source "{id}"'
                        raise UsageError(f"{where}; run {edit}") from None
                    if isinstance(error, TypeError):
                        name = printed(path[:-1])
                        why = f"{name} has no parts; write --set {name}=VALUE"
                        raise UsageError(f"--set {printed(path)}: {why}") from None
                    raise UsageError(f'"{self.id}" has no {printed(path)}') from None
        if new:
            block = self._path if self.is_together else None
            self.lines = with_values(self.lines, new, key_order(self.kind), block)

    def extend(self, path: Path, elements: Sequence[Any]) -> None:
        """Add `elements` to the list at `path`."""
        where = (*self._path, *path)
        before = self.get(path) or []
        if not elements or not in_sections(self.lines, where):
            self.set(path, [*before, *elements])
            return
        tables = [item if isinstance(item, dict) else {"ref": item} for item in elements]
        for fields in tables:
            self.lines = with_section(self.lines, where, fields)
        before.extend(tables)

    def unset(self, path: Path) -> None:
        """Remove the value at `path`. Tables and lists that become empty are removed."""
        if self.get(path) is None:
            return
        self.lines = without(self.lines, (*self._path, *path))
        while path:
            holder = value_at(self.fields, path[:-1])
            del holder[path[-1]]
            path = () if holder else path[:-1]

    def rewrite(self, lines: str, fields: Fields) -> None:
        """Replace the text and the values of an entry whose lines are in one place in the file."""
        *_, self.lines = replaced(self.source_file.text, *self._span, lines)
        self.fields = dict(fields)

    def remove(self) -> None:
        """Mark the entry as removed."""
        self.is_removed = True

    def edits(self) -> list[Edit]:
        """Return the edits to make in the text of the file, or [] if nothing changes."""
        text = self.source_file.text
        if self.is_removed:
            whole = (0, len(text), "" if self.spans else without(text, self.path))
            return [removed(text, start, end) for start, end in self.spans] or [whole]
        return [(*self._span, self.lines)] if self.lines != self._original else []


def copied(value: Any) -> Any:
    """Return a deep copy of a TOML value."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [*map(copied, value)] if isinstance(value, list) else value


def value_at(data: Any, path: Path) -> Any:
    """Return the value at `path` in `data`, or None if there is no value."""
    for step in path:
        try:
            data = None if isinstance(data, str) else data[step]
        except (LookupError, TypeError):
            return None
    return data


def set_path(data: Any, path: Path, value: Any) -> None:
    """Set the value at `path` in `data`. Missing tables are created."""
    step, *rest = path
    if not rest:
        if isinstance(step, int) or not isinstance(data, dict):
            data[step]  # raises an error if there is no such element
        data[step] = value
    elif isinstance(data, dict) and isinstance(rest[0], str):
        set_path(data.setdefault(step, {}), tuple(rest), value)
    else:
        set_path(data[step], tuple(rest), value)
