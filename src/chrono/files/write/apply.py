"""Apply changes of entries to the texts of ledger files, but write nothing."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import Any, NamedTuple

from chrono.core.dates import When
from chrono.core.model import Ledger
from chrono.core.sentences import given_twice, id_used
from chrono.errors import UsageError
from chrono.files.format.keys import noun
from chrono.files.format.kinds import DATE
from chrono.files.format.new_entry import DATED, Fields, NewEntry
from chrono.files.read.source_files import SourceFile, table_of
from chrono.files.toml.blocks import TABLES, BlockMap, Path
from chrono.files.toml.lines import InsertionPoint, inserted, spliced
from chrono.files.toml.set_value import Unwritable, with_element, with_value
from chrono.files.write.entry import Entry
from chrono.files.write.ledger_files import LedgerFiles

Located = tuple[str | None, str | None, str]
"""The kind and id of the changed entry with a problem (None, None if unknown), and the message."""


class InvalidChange(UsageError):
    """The error raised if a change would make the ledger invalid."""

    def __init__(self, problems: Sequence[Located], sentences: Iterable[str] = ()) -> None:
        super().__init__(*(sentences or [message for *_, message in problems]))
        self.problems = problems


class FileChange(NamedTuple):
    """A change of one file that is not written yet."""

    before: SourceFile
    text: str
    data: Mapping[str, Any]
    paths: Sequence[Path] = ()

    @property
    def changes_nothing(self) -> bool:
        """Return whether the new text is equal to the old text."""
        return self.text == self.before.text

    @property
    def content(self) -> bytes:
        """Return the new text as bytes, with a byte order mark if the old file has one."""
        mark = BOM_UTF8 if self.before.content.startswith(BOM_UTF8) else b""
        return mark + self.text.encode()


class PendingChange(NamedTuple):
    """A change of a ledger that is not written yet."""

    files: LedgerFiles
    changes: Sequence[FileChange]
    ledger: Ledger = Ledger()
    source_files: Sequence[SourceFile] = ()

    @property
    def changes_nothing(self) -> bool:
        """Return whether the new texts of all files are equal to the old texts."""
        return all(change.changes_nothing for change in self.changes)


class Change(NamedTuple):
    """A change of one entry."""

    kind: str
    id: str
    fields: Fields | None

    @property
    def values(self) -> Fields:
        """Return the new values by key, without the keys to remove."""
        return {key: value for key, value in (self.fields or {}).items() if value is not None}


def change_entries(files: LedgerFiles, changes: Iterable[Change]) -> None:
    """Change entries in `files`, but write nothing."""
    problems: list[Located] = []
    for change in changes:
        entry = files.existing(change.kind, change.id)
        if change.fields is None:
            entry.remove()
            continue
        try:
            if not entry.is_together:
                raise Unwritable("its lines are in several places in the file")
            entry.update(change.fields)
        except Unwritable as error:
            problems.append((change.kind, change.id, f"{error}; edit the file in an editor"))
    if problems:
        raise InvalidChange(problems, [f"{id}: {message}" for _, id, message in problems])


_Placed = tuple[Path, NewEntry | None, InsertionPoint | None]
"""The path of a changed or new entry, the new entry, and the point at which to insert its text."""


def apply(files: LedgerFiles) -> PendingChange:
    """Return the new texts of all changed files. Nothing is written."""
    target = files.file_for(files.to) if files.additions else None
    _refuse_taken_ids(files)
    changed = {target, *(source_file for source_file, _ in files.entries)}
    changes = [
        _file_change(files, source_file, files.additions if source_file is target else ())
        for source_file in files.source_files
        if source_file in changed or files.on_disk[source_file.name] is not source_file
    ]
    return PendingChange(files, changes)


def _refuse_taken_ids(files: LedgerFiles) -> None:
    problems: list[Located] = []
    seen: set[tuple[str, str]] = set()
    for kind, id in ((entry.kind, entry.id) for entry in files.additions):
        if line := files.line(kind, id):
            problems.append((kind, id, id_used(noun(kind), id, line)))
        elif (kind, id) in seen:
            problems.append((kind, id, given_twice(f'the {noun(kind)} id "{id}"')))
        seen.add((kind, id))
    if problems:
        raise InvalidChange(problems)


def _file_change(
    files: LedgerFiles, source_file: SourceFile, additions: Sequence[NewEntry]
) -> FileChange:
    entries = [entry for entry in files.entries.values() if entry.source_file is source_file]
    text, data = source_file.text, dict(source_file.data)
    edits = [edit for entry in entries for edit in entry.edits()]
    paths: list[Path] = []
    inline: list[tuple[Path, NewEntry]] = []
    for kind in TABLES:
        changed = {entry.path[-1]: entry for entry in entries if entry.kind == kind}
        new = [entry for entry in additions if entry.kind == kind]
        if kind == "ledger" and changed:
            data[kind] = changed[kind].fields
            paths.append((kind,))
        elif changed or new:
            placed: list[_Placed]
            data[kind], placed = _changed_table(kind, source_file, changed, new)
            if not data[kind]:
                del data[kind]
            for path, addition, point in placed:
                paths.append(path)
                if addition is not None and point is not None:
                    edits.append(inserted(text, point, addition.text))
                elif addition is not None:
                    inline.append((path, addition))
    result = spliced(text, edits) if text else spliced(text, edits).removesuffix("\n")
    for path, addition in inline:
        if isinstance(path[1], int):
            result = with_element(result, path[:1], path[1], addition.data)
        else:
            result = with_value(result, path, addition.data)
    return FileChange(files.on_disk[source_file.name], result, data, paths)


def _changed_table(
    kind: str, file: SourceFile, changed: Mapping[Any, Entry], new: Sequence[NewEntry]
) -> tuple[Any, list[_Placed]]:
    is_list = kind in DATED
    old = file.data.get(kind, [] if is_list else {})
    steps = range(len(old)) if is_list else [*old]
    before = [changed[step].fields if step in changed else old[step] for step in steps]
    is_inline = bool(old) and all(path[:1] != (kind,) for path in file.blocks.blocks)
    blocks = None if is_inline else file.blocks  # inline: events = [{ … }, { … }]
    additions = _with_places(kind, before, new, blocks) if new else {}
    items: dict[str | int, Fields] = {}
    entries: list[_Placed] = []
    for at in range(len(before) + 1):
        for addition, point in additions.get(at, ()):
            path = (kind, len(items) if is_list else addition.id)
            entries.append((path, addition, point))
            items[path[1]] = addition.data
        entry = changed.get(steps[at]) if at < len(before) else None
        if at < len(before) and not (entry and entry.is_removed):
            path = (kind, len(items) if is_list else steps[at])
            entries += [(path, None, None)] if entry else []
            items[path[1]] = before[at]
    return [*items.values()] if is_list else items, entries


def _with_places(
    kind: str, before: Sequence[Fields], new: Sequence[NewEntry], blocks: BlockMap | None
) -> Mapping[int, list[tuple[NewEntry, InsertionPoint | None]]]:
    """Return (new entry, point at which to insert its text), by the index of the entry below."""
    if kind not in DATED:
        point = blocks.place(kind) if blocks else None
        return {len(before): [(addition, point) for addition in new]}
    keys = [_sort_key(fields) for fields in before]
    days = [day for day, *_ in keys]
    is_sorted = is_in_order(before)
    # The least key from each entry on, since entries with the same first day may be in any order.
    least = [*accumulate(reversed(keys), min)][::-1]
    dated = [(_sort_key(addition.fields), addition) for addition in new]
    if is_sorted:
        dated.sort(key=itemgetter(0))
    additions: dict[int, list[tuple[NewEntry, InsertionPoint | None]]] = {}
    for key, addition in dated:
        at = bisect_right(least, key) if is_sorted else len(before)
        point = blocks.among(kind, days, at, key[0]) if blocks else None
        additions.setdefault(at, []).append((addition, point))
    return additions


def is_in_order(entries: Sequence[Any]) -> bool:
    """Return whether events or claims have valid dates and are sorted by first day."""
    days = [*filter(None, map(first_day, entries))]
    return len(days) == len(entries) and days == sorted(days)


def first_day(entry: object) -> dt.date | None:
    """Return the first day of an event or a claim, or None if its date is invalid."""
    date = table_of(entry).get("date")
    if type(date) is dt.date:
        return date
    when = DATE.check(date, ("date",), [])
    return when.sort_key[0] if isinstance(when, When) else None


def _sort_key(fields: Fields) -> tuple[dt.date, dt.date, str]:
    date = fields["date"]
    if type(date) is dt.date:
        return date, date, fields["id"]
    when: When = DATE.check(date, ("date",), [])
    return (*when.sort_key, fields["id"])
