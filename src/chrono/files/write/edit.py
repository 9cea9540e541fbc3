"""A thing with some of its keys set and others taken away, in its text and in what that says."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from chrono.errors import UsageError
from chrono.files.format.containers import ListOf
from chrono.files.format.key_path import printed
from chrono.files.format.keys import TABLES, key_order, locate
from chrono.files.format.new_entry import NewEntry
from chrono.files.toml.blocks import Path
from chrono.files.toml.emit import literal
from chrono.files.toml.set_value import in_sections, with_section, with_value, without
from chrono.files.write.entries import EntryRef
from chrono.files.write.names import NameResolver
from chrono.files.write.transaction import same


class EntryEdit:
    """A thing under work. `text` is its part's text by now, `fields` are the keys that it has.

    What is to be said of it goes to the notes of `meant`.
    """

    def __init__(self, thing: EntryRef, meant: NameResolver) -> None:
        self.thing = thing
        self.meant = meant
        self.fields: dict[str, Any] = deepcopy(dict(thing.fields))
        written, pieces = thing.part.written, thing.pieces()
        # Only its own lines are worked on, where they stand together.
        self._together = len(pieces) == 1
        start, end = pieces[0] if self._together else (0, len(written))
        self._around = written[:start], written[end:]
        self._piece = written[start:end]
        first = self._together and isinstance(thing.path[-1], int)
        self._path: Path = (thing.kind, 0) if first else thing.path

    @property
    def text(self) -> str:
        """The part's text by now."""
        before, after = self._around
        return before + self._piece + after

    def set(self, words: str) -> None:
        """`place=Busan`, `tags=a; b`, `dates.signed=2025-10-30`, or `tags+=c`."""
        key, mark, value = words.partition("=")
        if not mark:
            raise UsageError(f'--set "{words}": it is written KEY=VALUE')
        key = key.strip()
        if key == "id" and not isinstance(self.thing.path[-1], int):
            raise UsageError(
                f"the id of {self.thing.id} stands in its header and in all that names it: "
                "chrono does not change it"
            )
        longer, shorter = key.endswith("+"), self._is_shortened(key)
        key = key[:-1].strip() if longer or shorter else key
        path, kind = locate(self.thing.kind, key)
        value = value.strip()
        if not value:
            raise UsageError(f"{key} is given no value: --unset {key} takes it away")
        meant = kind.parse(value)
        if longer:
            self.extend(key, meant)
        elif shorter:
            self._shorten(key, path, self._resolved(path, meant))
        else:
            self._put(path, self._resolved(path, meant))

    def put(self, key: str, value: Any) -> None:
        """A key with a value as a ledger has it; of a table that is there each key by itself."""
        there = self.fields.get(key)
        if isinstance(there, dict) and isinstance(value, dict) and there.keys() <= value.keys():
            for name, item in value.items():
                self._put((key, name), item)
        else:
            self._put((key,), value)

    def extend(self, key: str, more: Any) -> None:
        """A list with more at its end."""
        path, _ = locate(self.thing.kind, key)
        there = self._at(path)
        if not isinstance(more, list) or not isinstance(there, (list, type(None))):
            raise UsageError(f"{key} is no list, and += adds to one: --set {key}=… sets it")
        known = self._resolved(path, [*(there or ())])
        new: list[Any] = []
        some_known = False
        for one in self._resolved(path, more):
            is_known = any(same(one, other) for other in known)
            some_known = some_known or is_known
            if not is_known and not any(same(one, other) for other in new):
                new.append(one)
        if some_known:
            self.meant.notes.append(f"some of that is in {key} already")
        where = (*self._path, *path)
        if new and in_sections(self._piece, where):
            tables = [one if isinstance(one, dict) else {"ref": one} for one in new]
            for fields in tables:
                self._piece = with_section(self._piece, where, fields)
            self._at(path).extend(tables)
        else:
            self._put(path, [*(there or ()), *new])

    def _is_shortened(self, key: str) -> bool:
        """Whether `KEY-` is meant, of a key whose values are lists."""
        row = TABLES[self.thing.kind].keys.get(key[:-1])
        return key.endswith("-") and row is not None and isinstance(row.kind, ListOf)

    def _shorten(self, key: str, path: Path, less: Sequence[Any]) -> None:
        """A list without some of its elements."""
        for value in less:
            there = self._resolved(path, self._at(path) or [])
            numbers = [number for number, one in enumerate(there) if same(one, value)]
            if not numbers:
                raise UsageError(f"{key} of {self.thing.id} has no {literal(value)}")
            self._drop((*path, numbers[-1]))

    def unset(self, key: str) -> None:
        """Without a key; where it is not there, that is said."""
        path, _ = locate(self.thing.kind, key)
        if self._at(path) is None:
            self.meant.notes.append(f'{self.thing.id} has no "{key}"')
            return
        self._drop(path)

    def _drop(self, path: Path) -> None:
        self._piece = without(self._piece, (*self._path, *path))
        while path:  # what is left empty goes too
            holder = self._at(path[:-1])
            del holder[path[-1]]
            path = () if holder else path[:-1]

    def lines(self) -> str:
        """Its own lines by now, or as they would stand alone."""
        if self._together:
            return self._piece
        return NewEntry(self.thing.kind, {"id": self.thing.id, **self.fields}).text

    def _resolved(self, path: Path, value: Any) -> Any:
        return self.meant.value(self.thing.kind, str(path[0]), value) if len(path) == 1 else value

    def _at(self, path: Path) -> Any:
        """What stands there, or None."""
        found: Any = self.fields
        for step in path:
            if isinstance(found, str):
                return None
            try:
                found = found[step]
            except (LookupError, TypeError):
                return None
        return found

    def _put(self, path: Path, value: Any) -> None:
        before = self._at(path)
        if same(before, value):
            return
        if path == ("aliases",) and isinstance(value, list):
            self.meant.aliases(
                [name for name in value if name not in (before or ())], self.thing.id
            )
        holder: Any = self.fields
        for step, inner in pairwise(path):
            if isinstance(holder, dict) and isinstance(inner, str):
                holder.setdefault(step, {})
            holder = self._at_step(holder, step, path)
        if isinstance(path[-1], int) or not isinstance(holder, dict):
            self._at_step(holder, path[-1], path)
        holder[path[-1]] = value
        names = key_order(self.thing.kind)
        self._piece = with_value(self._piece, (*self._path, *path), value, names)

    def _at_step(self, holder: Any, step: str | int, path: Path) -> Any:
        if isinstance(holder, dict) and step in holder:
            return holder[step]
        if isinstance(holder, list) and isinstance(step, int):
            if step < len(holder):
                return holder[step]
            path = path[: path.index(step) + 1]
        raise UsageError(f"there is no {printed(path)} in {self.thing.id}")
