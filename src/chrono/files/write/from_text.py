"""New things that are given as texts of their own: events in JSON, blocks of a ledger in TOML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

from chrono.core.dates import DateError, When
from chrono.core.english import join_and
from chrono.errors import LedgerError, UsageError
from chrono.files.format import keys
from chrono.files.format.content import DERIVED_KEYS, without_empty
from chrono.files.format.keys import ENTRIES
from chrono.files.format.kinds import DATE
from chrono.files.format.new_entry import NewEntry
from chrono.files.read.json_text import JsonError, parse_json
from chrono.files.read.source_files import Diagnostics, parse
from chrono.files.read.text import STDIN, read_text
from chrono.files.toml.blocks import blocks
from chrono.files.toml.insert import BlockMap
from chrono.files.write.names import NameResolver


def read(name: str) -> str:
    """The text of a file, or of standard input."""
    try:
        return read_text(name).text
    except LedgerError as error:
        raise UsageError(
            *(f"{_called(name)} {problem.message}" for problem in error.problems)
        ) from None


def _called(name: str) -> str:
    return "standard input" if name == STDIN else name


def values(text: str, name: str) -> list[Any]:
    """Objects of JSON: one, a list of them, or one after the other. Raises UsageError."""
    try:
        return parse_json(text)
    except JsonError as error:
        where = f"{_called(name)} is no JSON at line {error.line}: " if error.line else ""
        raise UsageError(where + error.why) from None


def events(records: list[Any]) -> Callable[[NameResolver], list[NewEntry]]:
    """Events from records, once it is known who is meant. Says what is wrong with each of them."""

    def made(meant: NameResolver) -> list[NewEntry]:
        additions: list[NewEntry] = []
        wrong: list[str] = []
        for number, record in enumerate(records, 1):
            try:
                additions += meant.event(from_record(record))
            except UsageError as error:
                named = f"event {number}"
                if isinstance(record, dict) and (title := record.get("id") or record.get("title")):
                    named += f' ("{title}")'
                wrong += [f"{named}: {sentence}" for sentence in error.args]
        if wrong:
            raise UsageError(*wrong)
        return additions

    return made


def blocks_of(text: str, name: str) -> list[NewEntry]:
    """Events, claims, actors … as they stand in a text, with the comments around them."""
    findings = Diagnostics()
    text = text.replace("\r\n", "\n")
    part = parse(_called(name), text, findings)
    if findings:
        raise LedgerError(findings.problems())
    if others := [key for key in part.data if key not in ENTRIES]:
        raise UsageError(f'"{others[0]}" is none of what can be added: {join_and([*ENTRIES])}')
    plan = BlockMap(text, part.data)
    found: list[NewEntry] = []
    begin = 0
    for block in blocks(text):
        if not block.path:
            continue
        if len(block.path) < 2 or len(plan.pieces(block.path)) > 1:
            raise UsageError(f"line {block.line}: each stands in a block of its own, [[events]]")
        kind, key = str(block.path[0]), block.path[1]
        fields = part.data[kind][key]
        end = plan.behind(block.path).offset if block.end < len(text) else len(text)
        fields = fields if isinstance(key, int) else {"id": key, **fields}
        found.append(NewEntry(kind, fields, text[begin:end].strip("\n") + "\n"))
        begin = end
    if len(found) < sum(map(len, part.data.values())):
        raise UsageError("each of these stands in a block of its own: [[events]], [actors.ID] …")
    return found


def from_record(record: Any) -> dict[str, Any]:
    """An event in JSON with the keys that a ledger writes: what `list` adds is left out."""
    if not isinstance(record, Mapping):
        raise UsageError("an event is an object of JSON, { … }")
    found = without_empty(record, DERIVED_KEYS)
    if end_is_own(record) and not _says_nothing(end := record.get("end")):
        found["end"] = DATE.parse(end)
    if found.get("status") == "held":
        del found["status"]
    read: dict[str, Any] = keys.EVENT.parse(found)
    join_end(read)
    required = keys.EVENT.required
    return {
        key: value for key, value in read.items() if key in required or not _says_nothing(value)
    }


def _says_nothing(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def end_is_own(columns: Collection[str]) -> bool:
    """Whether `end` says something of its own: in a record of `list` it says again what date does.

    `columns` are the keys of the record, or the columns of the table.
    """
    return not {"interval", "precision"} & {*columns}


def join_end(found: dict[str, Any], question: bool = False) -> None:
    """`end` joins `date` into an interval, unless the date ends there by itself.

    What `list` writes as `end` is the last day of the date, however coarse that is; an end that
    was asked for is one of its own.
    """
    end, date = found.pop("end", None), found.get("date")
    if end is None or date is None:
        return
    try:
        first, last = (_when(value) for value in (date, end))
    except DateError as error:
        raise UsageError(f"date: {error}") from None
    if first.ends == last.ends or (first.end == last.end and (first.interval or not question)):
        return
    if first.interval or first.text.startswith("["):
        raise UsageError(f"date {first.text} and end {last.text} cannot be joined: it is no point")
    try:
        joined = When.parse(f"{first.text.partition('T')[0]}/{last.text.partition('T')[0]}")
    except DateError as error:
        raise UsageError(str(error)) from None
    found["date"] = joined.text


def _when(value: Any) -> When:
    return When.on(value) if isinstance(value, dt.date) else When.parse(str(value))
