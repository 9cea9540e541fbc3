"""TOML read faster where it is written plainly: the same data as tomli's, or the same refusal.

Nearly every event of a ledger is a run of lines `key = value` whose values are texts, days and
lists of them, perhaps with tables of such lines below. Such a block is read here, by regular
expressions that admit nothing else. All that is written in another way is left to tomli, and so is
what holds the blocks together: it reads the text with each run of plain events replaced by one
number. Where the numbers do not come back just as they were set, such as from within a string of
many lines, the text is not read here at all.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import tomli

MARK = "\n[[events]]"
"""How an event begins; a block is what stands from behind one mark to the next."""

_MARK = MARK.encode()

SEARCHED = {"actors", "present", "tags", "type", "place", "date"}
"""Keys of an event by which its block is found without being read (`columns.py`)."""

_CONTROL = r"\x00-\x08\x0a-\x1f\x7f"
_INNER = rf'(?:[^"\\{_CONTROL}]++|\\["\\nt])*+'
_LINES = r'"""(?:[^"\\\x00-\x08\x0b-\x1f\x7f]++|"(?!""))*+"""'
_KEY = "[A-Za-z0-9_-]++"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TABLE = rf'\{{[ \t]*+[A-Za-z0-9_-][^{{}}"\#\n]*+(?:"{_INNER}"[^{{}}"\#\n]*+)*+\}}'
_LIST = rf'\[[^\[\]{{}}"\#]*+(?:(?:"{_INNER}"|{_TABLE})[^\[\]{{}}"\#]*+)*+\]'
# Each has a group for a text without its quotes, one for another value, one for what is not plain.
_LINE = (
    # A list on one line is taken whole, and looked at when its elements are read.
    rf'({_KEY}) = (?:"({_INNER})"|(\[[^\n]*\]|{_LIST}|{_DAY}|{_LINES}|true|false|{_TABLE}))'
    r"(?:\n|\Z)"
    rf"|\#[^{_CONTROL}]*+(?:\n|\Z)|\n|(.++)"
)
# Blanks are taken but once, whatever follows them.
_ELEMENT = rf'[ \t\n]*+(?:(?:"({_INNER})"|({_TABLE}))[ \t\n]*+(?:,|\Z)|([^ \t\n].*+))'
_PAIR = (
    rf'[ \t]*+(?:({_KEY})[ \t]*+=[ \t]*+(?:"({_INNER})"|({_DAY}|true|false))[ \t]*+'
    r"(?:,(?=[ \t]*+\w)|\Z)|([^ \t].*+))"
)
_SECTION = rf"(\[\[?)events\.({_KEY})(\]\]?)"
_LIKE_KEY = rf"(?m)^{_KEY} = "
_ESCAPE = r"\\(.)"
_ESCAPED = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


class _NotPlain(Exception):
    """A block is written in a way that is tomli's to read."""


class Plain:
    """Reads plain blocks, and knows again what it has read: keys, lists and days are few."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._lists: dict[str, list[Any]] = {}
        self._scalars: dict[str, Any] = {"true": True, "false": False}
        # Compiled here, since that takes as long as reading some thousand lines.
        self._lines = re.compile(_LINE).findall
        self._elements = re.compile(_ELEMENT).findall
        self._pairs = re.compile(_PAIR).findall

    def table(self, body: str) -> dict[str, Any] | None:
        """The keys and values of a block behind its mark, or None where it is not plain.

        In a plain one the first line that begins with `key = `, for a key that is SEARCHED, is the
        event's own.
        """
        if body and not body.startswith("\n"):
            return None  # whatever stands beside the header
        event: dict[str, Any] = {}
        tables = [found := event]
        lines = 0
        names, scalars = self._names, self._scalars
        try:
            # What `_inline` does too stands here again: a call for each line would be felt.
            for key, text, value, other in self._lines(body):
                if key:
                    lines += 1
                    key = names.setdefault(key, key)
                    if text:
                        found[key] = text if "\\" not in text else _unescaped(text)
                    elif not value:
                        found[key] = ""
                    elif (scalar := scalars.get(value)) is not None:
                        found[key] = scalar
                    else:
                        found[key] = self._value(value)
                elif other:
                    found, new = _section(other, event, tables)
                    tables.append(found)
                    lines += new
        except (_NotPlain, ValueError):
            return None
        if any((SEARCHED & table.keys()) - event.keys() for table in tables[1:]):
            return None
        return event if sum(map(len, tables)) == lines else None

    def _value(self, text: str) -> Any:
        if text.startswith("["):
            return self._list(text)
        if text.startswith("{"):
            return self._inline(text)
        if text.startswith('"'):
            if re.search(_LIKE_KEY, text):
                raise _NotPlain  # a line of it might be taken for a key
            return text[3:-3].removeprefix("\n")
        day = self._scalars[text] = dt.date.fromisoformat(text)
        return day

    def _list(self, text: str) -> list[Any]:
        if (known := self._lists.get(text)) is not None:
            return known.copy()
        found: list[Any] = []
        for words, table, other in self._elements(text[1:-1].rstrip(" \t\n")):
            if table:
                found.append(self._inline(table))
            elif other:
                raise _NotPlain
            else:
                found.append(words if "\\" not in words else _unescaped(words))
        if "{" not in text:  # tables are hardly ever the same, and are not shared
            self._lists[text] = found.copy()
        return found

    def _inline(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        count = 0
        names, scalars = self._names, self._scalars
        for key, words, value, other in self._pairs(text[1:-1].rstrip(" \t")):
            if other:
                raise _NotPlain
            count += 1
            key = names.setdefault(key, key)
            if words:
                found[key] = words if "\\" not in words else _unescaped(words)
            elif not value:
                found[key] = ""
            elif (scalar := scalars.get(value)) is not None:
                found[key] = scalar
            else:
                found[key] = self._value(value)
        if len(found) != count:
            raise _NotPlain
        return found


def _section(
    line: str, event: dict[str, Any], tables: list[dict[str, Any]]
) -> tuple[dict[str, Any], int]:
    """The table that a header begins in an event, and how many keys the event has got by it."""
    header = re.fullmatch(_SECTION, line)
    if header is None or len(header[1]) != len(header[3]):
        raise _NotPlain
    name, table = header[2], {}  # type: ignore[var-annotated]
    if name not in event:
        event[name] = table if header[1] == "[" else [table]
        return table, 1
    known = event[name]
    # Nothing is added to an array that is written out.
    if header[1] == "[" or type(known) is not list or not known or known[-1] is not tables[-1]:
        raise _NotPlain
    known.append(table)
    return table, 0


def _unescaped(text: str) -> str:
    return re.sub(_ESCAPE, lambda match: _ESCAPED[match[1]], text)


class Read(NamedTuple):
    """The data of a text of so many blocks; what stands before them; the `others`, by number,
    are those that are not plain.

    `tables` are the events of the plain blocks by their bytes, where they were kept.
    """

    data: dict[str, Any]
    blocks: int
    first: str
    others: Mapping[int, str]
    tables: Mapping[bytes, dict[str, Any]]


def read(
    raw: bytes, known: Mapping[bytes, dict[str, Any]] | None = None, *, keep: bool = False
) -> Read | None:
    """The data that tomli.loads gives for a text, or None where there is nothing plain in it.

    `known` are the `tables` of another text, which are taken from there where they stand in this
    one; `keep` keeps them for the next. Raises a ValueError where the text is no UTF-8, or where
    tomli does, in other words.
    """
    raw = bytes_of_lines(raw)
    if b"\r" in raw:
        return None
    key = f"plain-{os.urandom(8).hex()}"  # which nobody can have written, in whatever way
    blocks = _blocks(raw)
    first = next(blocks).decode()
    others: dict[int, str] = {}
    rest: list[str] = [first]
    runs: list[list[dict[str, Any]]] = []
    in_run = False
    reader = Plain()
    number = -1
    known = known or {}
    tables: dict[bytes, dict[str, Any]] = {}
    for number, block in enumerate(blocks):
        table = known.get(block) or reader.table(block.decode())
        if keep and table is not None:
            tables[block] = table
        if table is None:
            others[number] = block.decode()
            rest += MARK, others[number]
            in_run = False
        elif in_run:
            runs[-1].append(table)
        else:
            rest.append(f"{MARK}\n{key} = {len(runs)}")
            runs.append([table])
            in_run = True
    if not runs:
        return None
    data = tomli.loads("".join(rest))
    events = _events(data.get("events"), key, runs)
    if events is None:
        return None
    data["events"] = events
    return Read(data, number + 1, first, others, tables)


def bytes_of_lines(raw: bytes) -> bytes:
    """A text's bytes without what is no part of any line, and a line end before a first mark."""
    raw = raw.removeprefix(BOM_UTF8)
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n")
    return b"\n" + raw if raw.startswith(_MARK[1:]) else raw


def starts(raw: bytes) -> Iterator[int]:
    """Where the blocks begin in such bytes."""
    at = raw.find(_MARK)
    while at >= 0:
        yield at + len(_MARK)
        at = raw.find(_MARK, at + 1)


def _blocks(raw: bytes) -> Iterator[bytes]:
    """What stands before the first block, and each block."""
    begin = 0
    for start in starts(raw):
        yield raw[begin : start - len(_MARK)]
        begin = start
    yield raw[begin:]


def _events(found: Any, key: str, runs: list[list[dict[str, Any]]]) -> list[dict[str, Any]] | None:
    """The events with the plain ones in their places, if every run's mark is in its own.

    One that stood in a string of many lines is not.
    """
    events: list[dict[str, Any]] = []
    seen = 0
    for event in found if isinstance(found, list) else ():
        if key not in event:
            events.append(event)
        elif event == {key: seen}:
            events += runs[seen]
            seen += 1
        else:
            return None
    return events if seen == len(runs) else None
