"""Merge two versions of a ledger file, entry by entry and key by key."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import tomli

from chrono.core.same_value import same_value
from chrono.errors import LedgerError
from chrono.files.format.new_entry import DATED
from chrono.files.read.source_files import SourceFile, parse, refuse_newer
from chrono.files.toml.blocks import belongs_to_next
from chrono.files.toml.recover import without_either_side
from chrono.files.write.apply import first_day
from chrono.files.write.rename import Named
from chrono.files.write.three_way.entry import Markers, merge_entry
from chrono.files.write.three_way.renames import Aligned, align
from chrono.files.write.three_way.segments import Segment, split_file
from chrono.files.write.three_way.values import MISSING, Conflict


class Unmergeable(Exception):
    """The error raised if files cannot be merged entry by entry. The message gives the reason."""


Changes = Mapping[tuple[str, str], str]
"""The change of each entry, "added", "changed" or "removed", by (table, id)."""


class MergedFile(NamedTuple):
    """The result of merging a file."""

    text: str
    file: SourceFile
    conflicts: Sequence[Conflict]
    ours: Changes
    theirs: Changes
    new_ids: Mapping[str, str]


def merge_files(
    base: SourceFile, ours: SourceFile, theirs: SourceFile, markers: Markers | None = None
) -> MergedFile:
    """Return the text of `ours` with the changes of `theirs`."""
    for whose, side in (("our", ours), ("their", theirs)):
        if side.problems:
            first = side.problems[0]
            raise Unmergeable(f"line {first.line} of {whose} version: {first.message}")
        try:
            refuse_newer([side])
        except LedgerError as error:
            raise Unmergeable(f"{whose} version: {error.problems[0].message}") from None
    if base.problems:  # as from git, if branches were merged crosswise
        base = parse(base.name, without_either_side(base.text))
    if ours.text == base.text != theirs.text:  # their text, in their order, is the result
        taken = merge_files(base, theirs, ours, markers)
        file = SourceFile(ours.name, taken.file.text, taken.file.data, taken.file.content)
        return taken._replace(file=file, ours=taken.theirs, theirs=taken.ours)
    crlf = "\r\n" in ours.text and "\n" not in ours.text.replace("\r\n", "")
    is_open = bool(ours.text) and not ours.text.endswith("\n")
    versions = (base, ours, theirs)
    aligned = align(*(_with_plain_ends(one, crlf or one is not ours) for one in versions))
    merge = _FileMerge(aligned, markers or Markers())
    merge.run()
    texts = [*merge.texts()]
    data = merge.verified(texts[1])
    if is_open:
        texts = [text.removesuffix("\n") for text in texts]
    if crlf:
        texts = [text.replace("\n", "\r\n") for text in texts]
    file = SourceFile(ours.name, texts[1], data, texts[1].encode())
    own, other = (merge.changes(side) for side in (merge.own, merge.theirs.values()))
    return MergedFile(texts[0], file, merge.conflicts, own, other, aligned.new_ids)


def _with_plain_ends(file: SourceFile, plain: bool) -> SourceFile:
    text = file.valid_text.replace("\r\n", "\n") if plain else file.valid_text
    if text and not text.endswith("\n"):
        text += "\n"
    return SourceFile(file.name, text, file.data)


class _Piece(NamedTuple):
    """A piece of the merged file."""

    segment: Segment
    text: str
    clean: str
    fields: Mapping[str, Any] | None = None


_Unit = Sequence[_Piece]
"""New pieces that stay together, such as comments and the entry below."""


class _FileMerge:
    def __init__(self, files: Aligned, markers: Markers) -> None:
        self._markers, self._ids = markers, files.ids
        self.own, self._tail = split_file(files.ours.text, files.ours.data)
        self._base, self.theirs = (
            {one.key: one for one in split_file(side.text, side.data)[0]}
            for side in (files.base, files.theirs)
        )
        self._at = {segment.key: at for at, segment in enumerate(self.own)}
        self._days = {kind: _days(self.own, kind) for kind in DATED}
        self.conflicts: list[Conflict] = []
        self.pieces: list[tuple[str, _Piece]] = []  # with the blank lines above

    def texts(self) -> Iterator[str]:
        """Yield the merged text with conflict markers, then with our side of each conflict."""
        yield "".join(gap + piece.text for gap, piece in self.pieces) + self._tail
        yield "".join(gap + piece.clean for gap, piece in self.pieces) + self._tail

    def run(self) -> None:
        """Merge the segments of the file, and set `pieces` and `conflicts`."""
        units = self._new_units()
        is_new = False
        for at in range(-1, len(self.own)):
            if at >= 0 and (piece := self._merged(self.own[at])):
                gap = piece.segment.gap or "\n" * is_new
                self.pieces.append((gap if self.pieces or not at else "", piece))
                is_new = False
            for piece in (piece for unit in units.get(at, ()) for piece in unit):
                first_there = piece.segment.key == next(iter(self.theirs))
                gap = piece.segment.gap or "\n" * first_there
                self.pieces.append((gap if self.pieces else "", piece))
                is_new = at < 0

    def _merged(self, own: Segment) -> _Piece | None:
        piece = self._with_their_changes(own)
        their_id = self._ids.get(Named(*own.key[:2]))
        if piece is None or their_id is None:
            return piece
        # Both sides have renamed the entry: mark the line with the id.
        self._report(own, [Conflict(("id",), own.key[1], their_id)])
        name = "id" if "id" in own.fields else ""
        line = next(chunk.lines for chunk in own.chunks if chunk.key == name)
        marked = self._markers.around(line, line.replace(own.key[1], their_id))
        return piece._replace(text=piece.text.replace(line, marked, 1))

    def _with_their_changes(self, own: Segment) -> _Piece | None:
        base, other = self._base.get(own.key), self.theirs.get(own.key)
        if other is None and base is not None:
            if own.text == base.text:
                return None
            if not own.is_comment:
                self._report(own, [Conflict((), _keys(base, own), MISSING)])
                return _Piece(own, self._markers.around(own.text, ""), own.text)
        before = base.text if base else None
        if other is None or own.is_comment or other.text in (before, own.text):
            return _Piece(own, own.text, own.text)
        if own.text == before:
            return _Piece(own, other.text, other.text, other.table)
        merged = merge_entry(base, own, other, self._markers)
        self._report(own, merged.conflicts)
        return _Piece(own, merged.text, merged.clean, merged.fields)

    def _report(self, segment: Segment, conflicts: Iterable[Conflict]) -> None:
        kind, id, _ = segment.key
        self.conflicts += [conflict._replace(kind=kind, id=id) for conflict in conflicts]

    def _new_units(self) -> Mapping[int, Sequence[_Unit]]:
        """Return the units to insert, by the index of the segment of our file that they follow."""
        units: defaultdict[int, list[_Unit]] = defaultdict(list)
        unit: list[_Piece] = []  # so far only comments
        above = -1
        for key, segment in self.theirs.items():
            base = self._base.get(key)
            if key in self._at:
                if unit:
                    units[self._below(above)].append(unit)
                unit, above = [], self._at[key]
            elif base is None:
                unit.append(_Piece(segment, segment.text, segment.text))
                if not segment.is_comment:
                    units[self._place(segment, above)].append(unit)
                    unit = []
            elif segment.text != base.text:  # we have removed it
                self._report(segment, [Conflict((), MISSING, _keys(base, segment))])
                text = self._markers.around("", segment.text)
                units[self._place(segment, above)].append([_Piece(segment, text, "")])
        if unit:
            units[self._below(above)].append(unit)
        for several in units.values():
            kinds = {each[-1].segment.key[0] for each in several}
            if len(kinds) == 1 and self._days.get(kinds.pop()):
                several.sort(key=lambda each: _day(each[-1].segment) or dt.date.max)
        return units

    def _below(self, at: int) -> int:
        others = self._base.keys() | self.theirs.keys()
        while at + 1 < len(self.own) and self.own[at + 1].key not in others:
            at += 1
        return at

    def _place(self, segment: Segment, above: int) -> int:
        """Return the index of our segment below which to insert a new entry, or -1 for the top."""
        known, day = self._days.get(segment.key[0]), _day(segment)
        if not known or day is None:
            return self._below(above)
        days, places = known
        at = bisect_right(places, above)
        in_order = (not at or days[at - 1] <= day) and (at == len(days) or day <= days[at])
        if in_order and (not at or above > places[at - 1]):
            return above  # below a heading of theirs
        at = at if in_order else bisect_right(days, day)
        if belongs_to_next(days, at, day):
            return places[at] - 1
        below = places[at - 1]
        for segment in self.own[below + 1 :]:
            if segment.gap or not segment.is_comment:
                break
            below += 1
        return below

    def verified(self, text: str) -> dict[str, Any]:
        """Return the data of the merged text. Raises Unmergeable if a value is wrong."""
        try:
            data = tomli.loads(text)
        except (ValueError, RecursionError):
            raise Unmergeable("the merged text would not be valid TOML") from None
        wanted: dict[str, Any] = {}
        seen: set[int] = set()
        for _, piece in self.pieces:
            segment = piece.segment
            if segment.is_comment or not piece.clean:
                continue
            kind, step = (*map(str, segment.path[:1]), ""), segment.path[1:]
            if not step:
                fields = segment.fields if piece.fields is None else piece.fields
                (wanted.setdefault(kind[0], {}) if kind[0] else wanted).update(fields)
                continue
            values = segment.table if piece.fields is None else piece.fields
            values = values if segment.is_whole else ...
            if isinstance(step[0], str):
                wanted.setdefault(kind[0], {})[step[0]] = values
            elif segment.is_whole or id(segment.table) not in seen:
                wanted.setdefault(kind[0], []).append(values)
                seen.add(id(segment.table))
        if not _has(data, wanted):
            raise Unmergeable("the merged text would have other values")
        return data

    def changes(self, side: Iterable[Segment]) -> Changes:
        """Return "added", "changed" or "removed" for each entry that a side has changed."""
        texts = {one.key: one.text for one in side if not one.is_comment}
        before = {key: one.text for key, one in self._base.items() if not one.is_comment}
        return {
            key[:2]: "added" if key not in before else "changed" if key in texts else "removed"
            for key in before | texts
            if before.get(key) != texts.get(key)
        }


def _has(value: Any, wanted: Any) -> bool:
    """Return whether `value` equals `wanted`. In `wanted`, the value `...` equals any value."""
    if wanted is ... or value == wanted:
        return True
    if isinstance(wanted, dict) and isinstance(value, dict):
        return wanted.keys() == value.keys() and all(
            _has(value[key], wanted[key]) for key in wanted
        )
    if isinstance(wanted, list) and isinstance(value, list):
        return len(wanted) == len(value) and all(map(_has, value, wanted))
    return same_value(value, wanted)


def _keys(base: Segment, side: Segment) -> list[str]:
    before, after = base.fields, side.fields
    return [key for key in {**after, **before} if not same_value(before.get(key), after.get(key))]


def _days(segments: Sequence[Segment], kind: str) -> tuple[Sequence[dt.date], Sequence[int]] | None:
    """Return (first days, indexes) of the entries of the table `kind`, or None if the entries are
    not sorted by first day.
    """
    found = [(_day(one), at) for at, one in enumerate(segments) if one.key[0] == kind]
    days = [day for day, _ in found if day]
    if not days or len(days) < len(found) or days != sorted(days):
        return None
    return days, [at for _, at in found]


def _day(segment: Segment) -> dt.date | None:
    return first_day(segment.table) if segment.key[0] in DATED else None
