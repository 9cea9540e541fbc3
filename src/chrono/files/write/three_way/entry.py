"""Merge the text of one entry that both sides have changed, key by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import tomli

from chrono.core.same_value import same_value
from chrono.files.format.keys import TABLES, key_order
from chrono.files.toml.blocks import Path, comments_in
from chrono.files.toml.set_value import (
    Unwritable,
    in_sections,
    with_element,
    with_section,
    with_value,
    without,
)
from chrono.files.write.entry import value_at
from chrono.files.write.three_way.segments import Chunk, Segment, split_entry
from chrono.files.write.three_way.values import (
    MISSING,
    Conflict,
    merge_values,
    name_of,
    with_inserted,
)

_OF_ONE = {"events": ("date", "type"), "claims": ("date", "by")}
"""The keys by which two new entries with the same id are recognised as the same entry."""


class Markers(NamedTuple):
    """The conflict markers in the merged text, such as `<<<<<<< ours`."""

    ours: str = "ours"
    theirs: str = "theirs"
    size: int = 7

    def around(self, ours: str, theirs: str) -> str:
        """Return the lines of our side and of their side, between conflict markers."""
        marks = [mark * self.size for mark in "<=>"]
        return f"{marks[0]} {self.ours}\n{ours}{marks[1]}\n{theirs}{marks[2]} {self.theirs}\n"


class MergedEntry(NamedTuple):
    """The result of merging an entry."""

    text: str
    clean: str
    fields: Mapping[str, Any]
    conflicts: Sequence[Conflict] = ()


def merge_entry(
    base: Segment | None, ours: Segment, theirs: Segment, markers: Markers
) -> MergedEntry:
    """Return the result of merging an entry. `base` is None if both sides have added the entry."""
    merging = _EntryMerge(base, ours, theirs, markers)
    try:
        return merging.merged()
    except (Unwritable, ValueError, LookupError, StopIteration):  # the layouts differ too much
        return merging.whole_conflict()


class _EntryMerge:
    def __init__(
        self, base: Segment | None, ours: Segment, theirs: Segment, markers: Markers
    ) -> None:
        self._base, self._ours, self._theirs, self._markers = base, ours, theirs, markers
        self._conflicts: list[Conflict] = []
        self._marked_whole: set[str] = set()
        # The path of the entry's table in a text of the entry alone:
        self._path: Path = tuple(0 if isinstance(step, int) else step for step in ours.path)
        self._order = key_order(ours.key[0]) if ours.key[0] in TABLES else ()
        old = base.fields if base else {}
        # With our side of each conflict, and with theirs:
        self._fields, self._their_fields = merge_values(
            old, ours.fields, theirs.fields, self._conflicts
        )

    def merged(self) -> MergedEntry:
        """Return the merged entry. Raises Unwritable or ValueError if the text cannot be merged."""
        ours, theirs = self._ours, self._theirs
        if self._base is None and self._are_two():
            return self.whole_conflict()
        sides = (self._base, ours, theirs)
        if not all(side.is_whole for side in sides if side):
            raise Unwritable("its lines are in several places")
        marked: set[str] | None = None
        while marked != self._marked_whole:  # again, if a value could not be written
            marked = {*self._marked_whole}
            text = "".join(chunk.above + chunk.lines for chunk in self._chunks())
            clean = self._with_fields(text, self._fields, can_conflict=True)
        if not same_value(self._parsed(clean), self._fields):
            raise Unwritable("the text has other values")
        return MergedEntry(self._marked(clean), clean, self._fields, self._conflicts)

    def whole_conflict(self) -> MergedEntry:
        """Return both versions of the whole entry as one conflict."""
        ours, theirs = self._ours, self._theirs
        keys = {conflict.path[0]: None for conflict in self._conflicts if conflict.path}
        conflict = Conflict((), [*keys], [*keys])
        text = self._markers.around(ours.text, theirs.text)
        return MergedEntry(text, ours.text, ours.fields, [conflict])

    def _are_two(self) -> bool:
        """Return whether the two sides have added different entries with the same id."""
        ours, theirs = self._ours.fields, self._theirs.fields
        keys = _OF_ONE.get(self._ours.key[0], ())
        actors, others = ({*map(str, side.get("actors", ()))} for side in (ours, theirs))
        has_others = bool(keys) and not (actors <= others or others <= actors)
        return has_others or any(not same_value(ours.get(key), theirs.get(key)) for key in keys)

    def _parsed(self, text: str) -> Any:
        return value_at(tomli.loads(text), self._path)

    def _chunks(self) -> list[Chunk]:
        """Return the merged chunks. A chunk that both sides have changed has our value."""
        base, ours, theirs = (
            {chunk.name: chunk for chunk in side.chunks} if side else {}
            for side in (self._base, self._ours, self._theirs)
        )
        chunks: list[Chunk] = []
        carried = ""
        for name in with_inserted([*ours], [*theirs]):
            sides = base.get(name), ours.get(name), theirs.get(name)
            above = _merged_comments(*(chunk.above if chunk else "" for chunk in sides))
            chunk = self._chosen(*sides)
            if chunk is None:  # removed; a comment that the other side has added stays
                carried += "".join(_new_lines(above, sides[0].above if sides[0] else ""))
                continue
            above += "".join(
                f"{comment}\n"
                for side in sides[1:]
                for comment in (self._lost_comments(sides[0], side, chunk) if side else ())
                if comment not in comments_in(above)
            )
            chunks.append(chunk._replace(above=carried + above))
            carried = ""
        if carried:
            chunks.append(Chunk("", 1, carried, ""))
        return sorted(chunks, key=lambda chunk: chunk.in_sections)

    def _chosen(self, base: Chunk | None, ours: Chunk | None, theirs: Chunk | None) -> Chunk | None:
        before, own, other = (chunk and chunk.lines for chunk in (base, ours, theirs))
        if other in (before, own):
            return ours
        if own == before:
            return theirs
        chunk = ours or theirs
        assert chunk is not None
        key, wanted = chunk.key, self._fields.get(chunk.key, MISSING)
        is_ours = same_value(wanted, self._ours.fields.get(key, MISSING))
        if theirs and not is_ours and same_value(wanted, self._theirs.fields.get(key, MISSING)):
            return theirs
        return ours

    def _lost_comments(self, base: Chunk | None, side: Chunk, chunk: Chunk) -> list[str]:
        """Return the comments that a side has added beside its values, unless `chunk` has them."""
        if any(conflict.path[:1] == (chunk.key,) for conflict in self._conflicts):
            return []  # the result has both texts, between marks
        known = [*(comments_in(base.lines) if base else ()), *comments_in(chunk.lines)]
        return [comment for comment in comments_in(side.lines) if comment not in known]

    def _with_fields(self, text: str, fields: Mapping[str, Any], can_conflict: bool = False) -> str:
        now = self._parsed(text)
        for key in dict.fromkeys((*now, *fields)):
            old, new = now.get(key, MISSING), fields.get(key, MISSING)
            if same_value(old, new):
                continue
            try:
                text = _with(text, (*self._path, key), old, new, self._order)
            except Unwritable:
                if not can_conflict:
                    raise
                self._keep_both(key)
        return text

    def _keep_both(self, key: str) -> None:
        """Add a conflict for both values of a key, because a merged value would lose comments."""
        values = [side.fields.get(key, MISSING) for side in (self._ours, self._theirs)]
        self._marked_whole.add(key)
        self._conflicts = [one for one in self._conflicts if one.path[:1] != (key,)]
        self._conflicts.append(Conflict((key,), *values))
        for fields, value in zip((self._fields, self._their_fields), values, strict=True):
            fields.pop(key, None)
            if value is not MISSING:
                fields[key] = value

    def _marked(self, clean: str) -> str:
        keys = {str(conflict.path[0]) for conflict in self._conflicts}
        if not keys:
            return clean
        ours = {chunk.name: chunk for chunk in split_entry(clean, self._path)}
        theirs = {chunk.name: chunk for chunk in self._their_chunks(keys)}
        text = ""
        for name in with_inserted([*ours], [*theirs]):
            own, other = ours.get(name), theirs.get(name)
            if name[0] in keys:
                if own and other and own.in_sections != other.in_sections:
                    raise Unwritable("the layouts differ")
                above = own.above if own else other.above if other else ""
                lines = [chunk.lines if chunk else "" for chunk in (own, other)]
                text += above + self._markers.around(*lines)
            elif own:
                text += own.above + own.lines
        return text

    def _their_chunks(self, keys: Iterable[str]) -> list[Chunk]:
        """Return the chunks of their text with these keys. Each chunk has the merged value."""
        theirs = self._theirs.fields
        wanted = {key: value for key, value in self._their_fields.items() if key in keys}
        fields = {key: value for key, value in theirs.items() if key not in keys} | wanted
        try:
            return split_entry(self._with_fields(self._theirs.text, fields), self._path)
        except Unwritable:
            return self._theirs.chunks


def _new_lines(text: str, before: str) -> list[str]:
    known = before.split("\n")
    return [f"{line}\n" for line in text.split("\n")[:-1] if line.strip() and line not in known]


def _merged_comments(base: str, ours: str, theirs: str) -> str:
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    return ours + "".join(_new_lines(theirs, base + ours))


def _with(text: str, path: Path, old: Any, new: Any, order: Sequence[str]) -> str:
    if new is MISSING:
        return without(text, path)
    if isinstance(old, dict) and isinstance(new, dict) and old and new:
        for key in dict.fromkeys((*old, *new)):
            one, other = old.get(key, MISSING), new.get(key, MISSING)
            if not same_value(one, other):
                text = _with(text, (*path, key), one, other, order)
        return text
    if isinstance(old, list) and isinstance(new, list) and old and new:
        return _with_elements(text, path, old, new, order)
    return with_value(text, path, new, order)


def _with_elements(
    text: str, path: Path, old: list[Any], new: list[Any], order: Sequence[str]
) -> str:
    before, after = ([*map(name_of, side)] for side in (old, new))
    kept = [name for name in before if name in after]
    is_shuffled = kept != [name for name in after if name in before]
    if is_shuffled or not kept or len({*after}) < len(after) or len({*before}) < len(before):
        return with_value(text, path, new, order)
    for at in reversed(range(len(before))):
        if before[at] not in after:
            text = without(text, (*path, at))
    for at, name in enumerate(kept):
        element, wanted = old[before.index(name)], new[after.index(name)]
        if not same_value(element, wanted):
            text = _with(text, (*path, at), element, wanted, order)
    sections = in_sections(text, path)
    for at, name in enumerate(after):
        if name not in before and sections and at >= len(kept) and isinstance(new[at], dict):
            text = with_section(text, path, new[at])
        elif name not in before and sections:
            return with_value(text, path, new, order)
        elif name not in before:
            text = with_element(text, path, at, new[at])
    return text
