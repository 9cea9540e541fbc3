"""Read new entries from text: events from JSON, or all kinds of entries from TOML."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.errors import LedgerError, UsageError
from chrono.files.format import keys
from chrono.files.format.content import DERIVED_KEYS, normalized
from chrono.files.format.dump import without_empty
from chrono.files.format.keys import ENTRIES, noun
from chrono.files.format.kinds import DATE
from chrono.files.format.new_entry import NewEntry
from chrono.files.read.json_text import NOT_AN_OBJECT, JsonError, parse_json
from chrono.files.read.source_files import parse
from chrono.files.read.text import label, read_text
from chrono.files.toml.blocks import blocks
from chrono.files.write.names import NameResolver

_OWN_HEADERS = (
    "each entry needs its own header; write [[events]], [actors.ID] or the like above its keys"
)


def _read(name: str) -> str:
    try:
        return read_text(name).text
    except LedgerError as error:
        raise UsageError(*(f"{one.path}: {one.message}" for one in error.problems)) from None


def events_from_json(name: str) -> Callable[[NameResolver], list[NewEntry]]:
    """Read events from a JSON file, and return a function that makes new entries for the events."""
    text = _read(name)
    try:
        records = parse_json(text)
    except JsonError as error:
        where = f"{label(name)}:{error.line}: this is not valid JSON: " if error.line else ""
        raise UsageError(where + error.why) from None

    def make(names: NameResolver) -> list[NewEntry]:
        entries: list[NewEntry] = []
        sentences: list[str] = []
        for number, record in enumerate(records, 1):
            try:
                entries += names.event(from_record(record))
            except UsageError as error:
                label = f"event {number}"
                if isinstance(record, dict) and (title := record.get("id") or record.get("title")):
                    label += f' ("{title}")'
                sentences += [f"{label}: {sentence}" for sentence in error.args]
        if sentences:
            raise UsageError(*sentences)
        return entries

    return make


def entries_from_toml(name: str) -> list[NewEntry]:
    """Return the new entries in a TOML file, with the comments around each entry."""
    text = _read(name).replace("\r\n", "\n")
    source_file = parse(label(name), text)
    if source_file.problems:
        raise LedgerError(source_file.problems)
    data = source_file.data
    if others := [key for key in data if key not in ENTRIES]:
        raise UsageError(
            f'cannot add "{others[0]}"; begin each entry with a header such as [[events]]'
        )
    entries: list[NewEntry] = []
    begin = 0
    for block in blocks(text):
        if not block.path:
            continue
        if len(block.path) < 2 or len(source_file.blocks.pieces(block.path)) > 1:
            raise UsageError(f"line {block.line}: {_OWN_HEADERS}")
        kind, key = str(block.path[0]), block.path[1]
        fields = data[kind][key]
        end = source_file.blocks.below(block.path).offset if block.end < len(text) else len(text)
        fields = fields if isinstance(key, int) else {"id": key, **fields}
        entries.append(NewEntry(kind, fields, text[begin:end].strip("\n") + "\n"))
        begin = end
    if len(entries) < sum(map(len, data.values())):
        raise UsageError(_OWN_HEADERS)
    sentences: list[str] = []
    for entry in entries:
        is_named = len(entries) > 1 and "id" in entry.fields
        start = f'the {noun(entry.kind)} "{entry.id}": ' if is_named else ""
        sentences += [start + sentence for sentence in entry.problems()]
    if sentences:
        raise UsageError(*sentences)
    return entries


def from_record(record: Any) -> dict[str, Any]:
    """Return the fields of an event, made from an object that `chrono list -o json` writes."""
    if not isinstance(record, Mapping):
        raise UsageError(NOT_AN_OBJECT)
    fields = without_empty(record, DERIVED_KEYS)
    end = record.get("end")
    if has_own_end(record) and _is_filled(end):
        fields["end"] = DATE.parse(end)
    event: dict[str, Any] = keys.EVENT.parse(fields)
    join_end(event)
    required = keys.EVENT.required
    return {key: value for key, value in event.items() if key in required or _is_filled(value)}


def _is_filled(value: Any) -> bool:
    return value not in (None, []) and not (isinstance(value, str) and not value.strip())


def has_own_end(columns: Collection[str]) -> bool:
    """Return whether a person wrote the `end` of an event. If not, `chrono list` computed it."""
    return not {"interval", "precision"} & {*columns}


def join_end(fields: dict[str, Any], is_own: bool = False) -> bool:
    """Replace `date` and `end` in `fields` by one date, such as `2025-10-30/2025-11-01`."""
    end, date = fields.pop("end", None), fields.get("date")
    if end is None or date is None:
        return False
    try:
        first, last = (When.parse(str(normalized(value))) for value in (date, end))
    except DateError as error:
        raise UsageError(f"date {error}") from None
    times = ["T" in one.text for one in (first, last)]
    if all(times) and first.text[:10] == last.text[:10] and first.text > last.text:
        raise UsageError(f'the end "{last.text}" is before the date "{first.text}"')
    same = first.written.ends == last.written.ends
    if same or (first.end == last.end and (first.interval or not is_own)):
        return times[1] and first.text != last.text
    if first.interval or first.text.startswith("["):
        raise UsageError(
            f'date "{first.text}" is an interval or a set, so it cannot have the end '
            f'"{last.text}"; remove one of the two'
        )
    try:
        interval = When.parse(f"{first.text.partition('T')[0]}/{last.text.partition('T')[0]}")
    except DateError as error:
        raise UsageError(str(error)) from None
    fields["date"] = interval.text
    return any(times)
