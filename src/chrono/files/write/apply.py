"""Turn changes of a ledger's entries into the new text of a file, and its intended data."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from chrono.core.dates import When
from chrono.core.model import Ledger
from chrono.errors import UsageError
from chrono.files.format.keys import noun
from chrono.files.format.kinds import DATE
from chrono.files.format.new_entry import DATED, NewEntry
from chrono.files.read.source_files import SourceFile
from chrono.files.toml.blocks import Path
from chrono.files.toml.insert import TABLES, BlockMap, InsertionPoint, inserted
from chrono.files.toml.lines import Edit, spliced
from chrono.files.toml.set_value import Unwritable, with_element, with_value
from chrono.files.write.entry import Entry
from chrono.files.write.ledger_files import LedgerFiles

Located = tuple[str | None, str | None, str]
"""A problem: its entry's kind and id (None if of another record), and the message."""


class InvalidChange(UsageError):
    """The ledger would be invalid after a change; the sentences are messages of `problems`."""

    def __init__(self, problems: Sequence[Located], sentences: Iterable[str] = ()) -> None:
        super().__init__(*(sentences or [message for *_, message in problems]))
        self.problems = problems


class PendingChange(NamedTuple):
    """A pending change of one file of a ledger: the new text, and the intended data.

    `files` have the changes, `paths` lead to new or changed entries in the file. After the
    check, `ledger` is the whole changed ledger, and `source_files` are all its files.
    """

    files: LedgerFiles
    source_file: SourceFile
    text: str
    data: Mapping[str, Any]
    paths: Sequence[Path] = ()
    ledger: Ledger = Ledger()
    source_files: Sequence[SourceFile] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the text is unchanged."""
        return self.text == self.source_file.written


class Change(NamedTuple):
    """New values for some keys of an existing entry; None removes a key."""

    kind: str
    id: str
    fields: Mapping[str, Any]


def change_entries(files: LedgerFiles, changes: Iterable[Change]) -> None:
    """Change many entries. Raises InvalidChange with the entries that cannot be changed."""
    problems: list[Located] = []
    for change in changes:
        entry = files.existing(change.kind, change.id)
        try:
            if not entry.is_together:
                raise Unwritable("its lines do not stand together")
            for key, value in change.fields.items():
                entry.update(key, value)
        except Unwritable as error:
            problems.append((change.kind, change.id, f"{error}: change it in an editor"))
    if problems:
        raise InvalidChange(problems, [f"{id}: {message}" for _, id, message in problems])


def apply(files: LedgerFiles) -> PendingChange:
    """Apply the changes to the one file that they affect.

    Raises InvalidChange if an id is taken, or if the changes affect several files.
    """
    entries = [*files.entries.values()]
    source_file = _file_to_change(files, entries)
    _refuse_taken_ids(files)
    result = _ChangedFile(source_file, files.blocks(source_file))
    for kind in TABLES:
        changed = [entry for entry in entries if entry.kind == kind]
        new = [entry for entry in files.additions if entry.kind == kind]
        if changed or new:
            (result.change_dated if kind in DATED else result.change_by_id)(kind, changed, new)
    return PendingChange(files, source_file, result.text(), result.data, result.paths)


def _file_to_change(files: LedgerFiles, entries: Sequence[Entry]) -> SourceFile:
    used = {entry.source_file.name: entry.source_file for entry in entries}
    if files.to is None and not files.additions and len(used) < 2:
        return next(iter(used.values()), files.source_files[0])
    target = files.file_for(files.to)
    problems = [
        (
            entry.kind,
            entry.id,
            f"{entry.id} stands in {entry.source_file.name}, and an import writes to one file, "
            f"here {target.name}: --to {entry.source_file.name} for what stands there",
        )
        for entry in entries
        if entry.source_file is not target
    ]
    if problems:
        raise InvalidChange(problems)
    return target


def _refuse_taken_ids(files: LedgerFiles) -> None:
    problems: list[Located] = []
    seen: set[tuple[str, str]] = set()
    for entry in files.additions:
        taken = f'the {noun(entry.kind)} id "{entry.id}"'
        if line := files.line(entry.kind, entry.id):
            problems.append((entry.kind, entry.id, f"{taken} is taken: it stands at {line}"))
        elif (entry.kind, entry.id) in seen:
            message = f"{taken} stands twice in what is to be added"
            problems.append((entry.kind, entry.id, message))
        seen.add((entry.kind, entry.id))
    if problems:
        raise InvalidChange(problems)


class _ChangedFile:
    """A file's text and data, to which the changes are applied one kind of entry after another."""

    def __init__(self, source_file: SourceFile, blocks: BlockMap) -> None:
        self.data = dict(source_file.data)
        self.paths: list[Path] = []
        self._text = source_file.written
        self._blocks = blocks
        self._edits: list[Edit] = []
        self._inline: list[tuple[Path, Mapping[str, Any]]] = []

    def change_by_id(self, kind: str, entries: Sequence[Entry], new: Sequence[NewEntry]) -> None:
        """Change actors, types or sources and append new ones; or change the ledger's head."""
        items = dict(self.data.get(kind, {}))
        is_inline = self._is_inline(kind)
        for entry in entries:
            self._edits += entry.edits()
            if kind == "ledger":
                items = entry.fields
            elif entry.is_removed:
                del items[entry.id]
            else:
                items[entry.id] = entry.fields
        for addition in new:
            items[addition.id] = addition.data
            if is_inline:
                self._inline.append(((kind, addition.id), addition.data))
            else:
                self._insert(self._blocks.place(kind), addition)
        self.paths += [entry.path for entry in entries if not entry.is_removed]
        self.paths += [(kind, addition.id) for addition in new]
        self._set(kind, items)

    def change_dated(self, kind: str, entries: Sequence[Entry], new: Sequence[NewEntry]) -> None:
        """Change events or claims, and insert new ones among them."""
        items: list[Mapping[str, Any]] = [*self.data.get(kind, ())]
        is_inline = self._is_inline(kind)
        for entry in entries:
            self._edits += entry.edits()
            items[int(entry.path[1])] = entry.fields
        places, days = _places(items, new)
        if not is_inline:
            for at, day, addition in places:
                self._insert(self._blocks.among(kind, days, at, day), addition)
        additions = [(at, addition.data) for at, _, addition in places]
        for at, data in reversed(additions):
            items.insert(at, data)
        # Tables are told apart by their identity: two may hold the same.
        removed = {id(entry.fields) for entry in entries if entry.is_removed}
        added = {id(data) for _, data in additions}
        changed = {id(entry.fields) for entry in entries} | added
        items = [data for data in items if id(data) not in removed]
        for number, data in enumerate(items):
            if id(data) in changed:
                self.paths.append((kind, number))
            if is_inline and id(data) in added:
                self._inline.append(((kind, number), data))
        self._set(kind, items)

    def _is_inline(self, kind: str) -> bool:
        """Whether the entries are written as one value: `events = [{ … }, { … }]`."""
        return bool(self.data.get(kind)) and not self._blocks.has(kind)

    def _insert(self, spot: InsertionPoint, addition: NewEntry) -> None:
        self._edits.append(inserted(self._text, spot, addition.text))

    def _set(self, kind: str, items: Any) -> None:
        self.data[kind] = items
        if not items:
            del self.data[kind]

    def text(self) -> str:
        """The new text of the file."""
        text = spliced(self._text, self._edits)
        if not self._text:
            text = text.removesuffix("\n")
        for path, data in self._inline:
            if isinstance(path[1], int):
                text = with_element(text, path[:1], path[1], data)
            else:
                text = with_value(text, path, data)
        return text


def is_in_order(entries: Sequence[Mapping[str, Any]]) -> bool:
    """Whether events or claims are sorted by first day."""
    days = [_sort_key(data)[0] for data in entries]
    return days == sorted(days)


def _places(
    entries: Sequence[Mapping[str, Any]], new: Sequence[NewEntry]
) -> tuple[list[tuple[int, dt.date, NewEntry]], list[dt.date]]:
    """The index at which each new entry goes, its first day, and the first days of all entries.

    New entries are sorted by date if the entries are sorted; otherwise they come last, in the
    given order.
    """
    if not new:
        return [], []
    keys = [_sort_key(data) for data in entries]
    days = [day for day, *_ in keys]
    dated = [(_sort_key(entry.fields), entry) for entry in new]
    if days != sorted(days):
        return [(len(keys), key[0], entry) for key, entry in dated], days
    dated.sort(key=itemgetter(0))
    return [(_position(keys, days, key), key[0], entry) for key, entry in dated], days


_SortKey = tuple[dt.date, dt.date, str]


def _position(keys: Sequence[_SortKey], days: Sequence[dt.date], key: _SortKey) -> int:
    """The index after all entries that begin earlier, or on the same day but sort before."""
    first, last = bisect_left(days, key[0]), bisect_right(days, key[0])
    return max((at + 1 for at in range(first, last) if keys[at] <= key), default=first)


def _sort_key(fields: Mapping[str, Any]) -> _SortKey:
    """The first day, the last day, and the id."""
    date = fields["date"]
    if type(date) is dt.date:
        return date, date, fields["id"]
    when: When = DATE.check(date, ("date",), [])
    return (*when.sort_key, fields["id"])
