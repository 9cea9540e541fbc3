"""Turn changes of a ledger's entries into a file's new text, and the data it must contain."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from chrono.core.dates import When
from chrono.core.model import Ledger
from chrono.core.sentences import given_twice, id_used
from chrono.errors import UsageError
from chrono.files.format.keys import noun
from chrono.files.format.kinds import DATE
from chrono.files.format.new_entry import DATED, Fields, NewEntry
from chrono.files.read.source_files import SourceFile
from chrono.files.toml.blocks import TABLES, BlockMap, Path
from chrono.files.toml.lines import InsertionPoint, inserted, spliced
from chrono.files.toml.set_value import Unwritable, with_element, with_value
from chrono.files.write.entry import Entry
from chrono.files.write.ledger_files import LedgerFiles

Located = tuple[str | None, str | None, str]
"""The kind and id of the changed entry that has a problem (else None, None), and the message."""


class InvalidChange(UsageError):
    """Raised for an invalid change. `problems`: its errors; `sentences`: shown instead, if any."""

    def __init__(self, problems: Sequence[Located], sentences: Iterable[str] = ()) -> None:
        super().__init__(*(sentences or [message for *_, message in problems]))
        self.problems = problems


class FileChange(NamedTuple):
    """A change of one file before it is written: its new text, and the intended data.

    `source_file`: the file, as in `LedgerFiles`; `before`: the file as it is on disk; `text`: its
    new text; `data`: the data that `text` must contain; `paths`: the paths of new and changed
    entries in `data`.
    """

    source_file: SourceFile
    before: SourceFile
    text: str
    data: Mapping[str, Any]
    paths: Sequence[Path] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the text is unchanged."""
        return self.text == self.before.text


class PendingChange(NamedTuple):
    """A change of a ledger before it is written.

    `files`: the ledger's files and changes; `changes`: the change of each file that has one;
    `ledger`, `source_files`: the changed ledger and all its files, empty until `verify`.
    """

    files: LedgerFiles
    changes: Sequence[FileChange]
    ledger: Ledger = Ledger()
    source_files: Sequence[SourceFile] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether all texts are unchanged."""
        return all(change.changes_nothing for change in self.changes)


class Change(NamedTuple):
    """A change of the entry `id`.

    `fields`: key -> its new value, or None to remove the key; None to remove the entry.
    """

    kind: str
    id: str
    fields: Fields | None

    @property
    def values(self) -> Fields:
        """The new values by key."""
        return {key: value for key, value in (self.fields or {}).items() if value is not None}


def change_entries(files: LedgerFiles, changes: Iterable[Change]) -> None:
    """Make `changes` in `files`. Raises InvalidChange for entries whose text cannot be changed."""
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
"""A changed or new entry: its path in the new data, the entry if new, and where to insert it.

A new entry without a point is added to a table that is written as one value.
"""


def apply(files: LedgerFiles) -> PendingChange:
    """The new texts and data of the files that the changes in `files` affect; writes nothing.

    Raises InvalidChange if an id is taken, and UsageError if new entries have no file to go to.
    """
    target = files.file_for(files.to) if files.additions else None
    _refuse_taken_ids(files)
    changed = {target, *(source_file for source_file, _ in files.entries)}
    changes = [
        _file_change(files, source_file, files.additions if source_file is target else ())
        for source_file in files.source_files
        if source_file in changed or files.on_disk[source_file.name] is not source_file
    ]
    return PendingChange(files, changes)


def _file_change(
    files: LedgerFiles, source_file: SourceFile, additions: Sequence[NewEntry]
) -> FileChange:
    entries = [one for one in files.entries.values() if one.source_file is source_file]
    text, blocks = source_file.text, source_file.blocks
    edits = [edit for entry in entries for edit in entry.edits()]
    data = dict(source_file.data)
    paths: list[Path] = []
    inline: list[tuple[Path, NewEntry]] = []
    for kind in TABLES:
        changed = [entry for entry in entries if entry.kind == kind]
        new = [entry for entry in additions if entry.kind == kind]
        if not changed and not new:
            continue
        is_inline = bool(data.get(kind)) and not blocks.has(kind)  # events = [{ … }, { … }]
        change = _changed_list if kind in DATED else _changed_table
        items, placed = change(
            kind, data.pop(kind, ()), changed, new, None if is_inline else blocks
        )
        if items:
            data[kind] = items
        for path, addition, point in placed:
            paths.append(path)
            if addition is not None and point is not None:
                edits.append(inserted(text, point, addition.text))
            elif addition is not None:
                inline.append((path, addition))
    result = spliced(text, edits)
    if not text:
        result = result.removesuffix("\n")
    for path, addition in inline:
        if isinstance(path[1], int):
            result = with_element(result, path[:1], path[1], addition.data)
        else:
            result = with_value(result, path, addition.data)
    return FileChange(source_file, files.on_disk[source_file.name], result, data, paths)


def _refuse_taken_ids(files: LedgerFiles) -> None:
    problems: list[Located] = []
    seen: set[tuple[str, str]] = set()
    for kind, id in ((entry.kind, entry.id) for entry in files.additions):
        line = files.line(kind, id)
        if line:
            problems.append((kind, id, id_used(noun(kind), id, line)))
        elif (kind, id) in seen:
            problems.append((kind, id, given_twice(f'the {noun(kind)} id "{id}"')))
        seen.add((kind, id))
    if problems:
        raise InvalidChange(problems)


def _changed_table(
    kind: str, old: Any, changed: Sequence[Entry], new: Sequence[NewEntry], blocks: BlockMap | None
) -> tuple[Any, list[_Placed]]:
    """The new data of the table `kind`, and its changed and new entries; new entries come last.

    `kind`: a table whose keys are ids, such as `actors`, or `ledger`; `old`: its data before the
    change; `blocks`: its entries in the file's text, or None if the table is written as one value.
    """
    items = dict(old)
    for entry in changed:
        if kind == "ledger":
            items = entry.fields
        elif entry.is_removed:
            del items[entry.id]
        else:
            items[entry.id] = entry.fields
    items |= {addition.id: addition.data for addition in new}
    point = blocks.place(kind) if blocks and new else None
    entries: list[_Placed] = [(entry.path, None, None) for entry in changed if not entry.is_removed]
    return items, [*entries, *(((kind, addition.id), addition, point) for addition in new)]


def _changed_list(
    kind: str, old: Any, changed: Sequence[Entry], new: Sequence[NewEntry], blocks: BlockMap | None
) -> tuple[Any, list[_Placed]]:
    """The new data of events or claims, with changed and new entries, as in `_changed_table`.

    New entries are inserted by date if the others are sorted by date; otherwise they come last, in
    the order of `new`.
    """
    by_number = {entry.path[1]: entry for entry in changed}
    before = [by_number[at].fields if at in by_number else fields for at, fields in enumerate(old)]
    keys = [_sort_key(fields) for fields in before] if new else []
    days = [day for day, *_ in keys]
    is_sorted = days == sorted(days)
    dated = [(_sort_key(addition.fields), addition) for addition in new]
    if is_sorted:
        dated.sort(key=itemgetter(0))
    additions: dict[int, list[tuple[NewEntry, InsertionPoint | None]]] = {}
    for key, addition in dated:
        at = bisect_right(days, key[0]) if is_sorted else len(before)
        while is_sorted and at and keys[at - 1] > key:  # same first day
            at -= 1
        point = blocks.among(kind, days, at, key[0]) if blocks else None
        additions.setdefault(at, []).append((addition, point))
    items: list[Fields] = []
    entries: list[_Placed] = []
    for at in range(len(before) + 1):
        for addition, point in additions.get(at, ()):
            entries.append(((kind, len(items)), addition, point))
            items.append(addition.data)
        if at < len(before) and not (at in by_number and by_number[at].is_removed):
            if at in by_number:
                entries.append(((kind, len(items)), None, None))
            items.append(before[at])
    return items, entries


def is_in_order(entries: Sequence[Fields]) -> bool:
    """Whether `entries`, the fields of events or claims, are sorted by first day."""
    days = [_sort_key(data)[0] for data in entries]
    return days == sorted(days)


def _sort_key(fields: Fields) -> tuple[dt.date, dt.date, str]:
    """The first day, the last day, and the id of an event or claim."""
    date = fields["date"]
    if type(date) is dt.date:
        return date, date, fields["id"]
    when: When = DATE.check(date, ("date",), [])
    return (*when.sort_key, fields["id"])
