"""A thing with some of its keys set and others taken away, in its text and in what that says."""

from __future__ import annotations

from copy import deepcopy
from itertools import pairwise
from typing import Any

from chrono.errors import AskedWrongly
from chrono.files.adding import Addition
from chrono.files.changing import same
from chrono.files.document import Path
from chrono.files.editing import with_value, without
from chrono.files.meant import Meant
from chrono.files.things import Thing
from chrono.files.words import order, typed, way


class Amended:
    """A thing under work. `text` is its part's text by now, `fields` are the keys that it has.

    What is to be said of it goes to the notes of `meant`.
    """

    def __init__(self, thing: Thing, meant: Meant) -> None:
        self.thing = thing
        self.meant = meant
        self.fields: dict[str, Any] = deepcopy(dict(thing.fields))
        written, pieces = thing.part.written, thing.pieces()
        # Only its own lines are worked on, where they stand together.
        self._together = len(pieces) == 1
        start, end = pieces[0] if self._together else (0, len(written))
        self._around = written[:start], written[end:]
        self._piece = written[start:end]
        first = self._together and isinstance(thing.path[1], int)
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
            raise AskedWrongly(f'--set "{words}": it is written KEY=VALUE')
        longer = key.endswith("+")
        key = key.removesuffix("+").strip()
        path, reader = way(self.thing.kind, key)
        value = value.strip()
        if not value:
            raise AskedWrongly(f"{key} is given no value: --unset {key} takes it away")
        meant = typed(reader, value)
        if longer:
            self.extend(key, meant)
        else:
            self._put(path, self._resolved(path, meant))

    def extend(self, key: str, more: Any) -> None:
        """A list with more at its end."""
        path, _ = way(self.thing.kind, key)
        there = self._at(path)
        if not isinstance(more, list) or not isinstance(there, (list, type(None))):
            raise AskedWrongly(f"{key} is no list, and += adds to one: --set {key}=… sets it")
        self._put(path, [*(there or ()), *self._resolved(path, more)])

    def unset(self, key: str) -> None:
        """Without a key; where it is not there, that is said."""
        path, _ = way(self.thing.kind, key)
        if self._at(path) is None:
            self.meant.notes.append(f'{self.thing.id} has no "{key}"')
            return
        self._piece = without(self._piece, (*self._path, *path))
        while path:  # what is left empty goes too
            holder = self._at(path[:-1])
            del holder[path[-1]]
            path = () if holder else path[:-1]

    def lines(self) -> str:
        """Its own lines by now, or as they would stand alone."""
        if self._together:
            return self._piece
        return Addition(self.thing.kind, {"id": self.thing.id, **self.fields}).text

    def _resolved(self, path: Path, value: Any) -> Any:
        return self.meant.value(self.thing.kind, str(path[0]), value) if len(path) == 1 else value

    def _at(self, path: Path) -> Any:
        """What stands there, or None."""
        found: Any = self.fields
        for step in path:
            try:
                found = found[step]
            except (LookupError, TypeError):
                return None
        return found

    def _put(self, path: Path, value: Any) -> None:
        if same(self._at(path), value):
            return
        holder: Any = self.fields
        for step, inner in pairwise(path):
            if isinstance(holder, dict) and isinstance(inner, str):
                holder.setdefault(step, {})
            holder = self._at_step(holder, step, path)
        if isinstance(path[-1], int) or not isinstance(holder, dict):
            self._at_step(holder, path[-1], path)
        holder[path[-1]] = value
        names = order(self.thing.kind)
        self._piece = with_value(self._piece, (*self._path, *path), value, names)

    def _at_step(self, holder: Any, step: str | int, path: Path) -> Any:
        if isinstance(holder, dict) and step in holder:
            return holder[step]
        if isinstance(holder, list) and isinstance(step, int) and step < len(holder):
            return holder[step]
        written = "".join(f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in path)
        raise AskedWrongly(f"there is no {written.lstrip('.')} in {self.thing.id}")
