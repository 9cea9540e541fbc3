"""Divide a ledger file into blocks of bytes, one for each event, and read values without a parser.

Blocks in which such a value may be wrong are always parsed, so that no result is wrong.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, compress
from operator import ne
from typing import Any

import tomli

from chrono.core.filters import FILTERS
from chrono.files.format.containers import ListOf
from chrono.files.format.keys import EVENT, PARTICIPANTS
from chrono.files.format.kinds import Country, Text

Table = dict[str, Any]
"""The data of a TOML table."""

MOST_EXCEPTIONS = 1 / 3
"""The largest share of blocks that may be exceptions. With a larger share, glances save no time."""

_TOGETHER = 500
"""The number of blocks to compare in one step. So many blocks fit in the processor's cache."""

_MARK = b"\n[[events]]"
_LISTS = {
    name
    for name, key in EVENT.keys.items()
    if isinstance(key.kind, ListOf) and isinstance(key.kind.item, Text)
}

CONDITION_KEYS = {
    name
    for name, key in EVENT.keys.items()
    if (name in _LISTS or isinstance(key.kind, (Text, Country)))
    and name != "initiator"  # whose meaning depends on the actors
    and any(name in row.keys and not row.whole for row in FILTERS.values())
}
"""The keys of an event for which a glance is enough to apply a filter."""

_OTHER_TABLE = re.compile(rb"\n[ \t]*\[(?!\[?events\.)").search
"""Finds a line in a block that may begin a table outside the event."""

_MAYBE_EVENT = re.compile(rb"\n[ \t]*\[\[[ \t]*(?:[\"']|events[^.\w-])").search
"""Finds a line in a block that may begin another event but is not written `[[events]]`."""

_ESCAPE = re.compile(rb"\\[^\"\\bfnrte]").search
r"""Finds an escape for a character that may be in an id, such as `\u0061`, or for a line end."""


class Blocks:
    """The blocks of one file. Each block has one event, and is identified by its offset [bytes].

    - `content`: the bytes of the file
    - `exceptions`: the offsets of the blocks that must be parsed

    Methods that parse a block raise ValueError for invalid TOML.
    """

    def __init__(self, content: bytes, exceptions: Sequence[int] = ()) -> None:
        content = content.removeprefix(BOM_UTF8)
        if b"\r" in content:
            content = content.replace(b"\r\n", b"\n")
        self._content = b"\n" + content if content.startswith(_MARK[1:]) else content
        self.exceptions = exceptions
        self._columns: dict[str, list[Any]] = {}

    @cached_property
    def base(self) -> Table:
        """Return the data before the first block, and the data of blocks that must be parsed."""
        head = self._content[: self._end(0)]
        return tomli.loads(_MARK.join([head, *map(self._block, self.exceptions)]).decode())

    def _block(self, start: int) -> bytes:
        return self._content[start : self._end(start)]

    def _end(self, start: int) -> int:
        end = self._content.find(_MARK, start)
        return end if end >= 0 else len(self._content)

    def events(self, starts: Iterable[int]) -> list[Table]:
        """Return the events in the blocks at the offsets `starts` [bytes], and in all blocks that
        must be parsed.
        """
        wanted = sorted({*starts}.difference(self.exceptions))
        text = _MARK.join([b"", *map(self._block, wanted)]).decode()
        return [*self.base.get("events", ()), *tomli.loads(text).get("events", ())]

    def containing(self, texts: Iterable[str]) -> set[int]:
        """Return the offsets [bytes] of the blocks that contain at least one of `texts`."""
        starts: set[int] = set()
        first = self._end(0) + len(_MARK)
        for text in filter(None, texts):
            word = text.encode()
            at = self._content.find(word, first)
            while at >= 0:
                starts.add(self._content.rfind(_MARK, 0, at) + len(_MARK))
                at = self._content.find(word, self._end(at + 1))
        return starts

    @cached_property
    def blocks(self) -> list[bytes]:
        """Return the bytes of all blocks, in the order of the file."""
        return self._content.split(_MARK)[1:]

    @cached_property
    def starts(self) -> list[int]:
        """Return the offsets [bytes] of all blocks, in the order of the file."""
        lengths = (len(block) + len(_MARK) for block in self.blocks)
        return [*accumulate(lengths, initial=self._end(0) + len(_MARK))][:-1]

    def column(self, key: str) -> list[Any]:
        """Return the value of `key` in each event of the file, in order.

        A list such as `tags` is a tuple of strings. `type` and `place` are a string or None, and
        `date` is a day or a string.
        """
        if key not in self._columns:
            values = self._columns[key] = _glances(self.blocks, key)
            parsed = _values(self.base.get("events", ()), key)
            for start, value in zip(self.exceptions, parsed, strict=True):
                values[bisect_left(self.starts, start)] = value
        return self._columns[key]


def _glances(blocks: Iterable[bytes], key: str) -> list[Any]:
    read: Callable[[bytes], Any] = _texts if key in _LISTS else _date if key == "date" else _text
    lead, closing = f"\n{key} = ".encode(), b"]" if key in _LISTS else b"\n"
    written = [block.partition(lead)[2].partition(closing)[0] for block in blocks]
    known = {text: read(text) for text in {*written}}
    return [known[text] for text in written]


def _texts(written: bytes) -> tuple[str, ...]:
    return tuple(written.decode(errors="replace").split('"')[1::2])


def _text(written: bytes) -> str | None:
    return written[1:-1].decode(errors="replace") if written else None


def _date(written: bytes) -> dt.date | str | None:
    try:
        text = written.decode()
        if text.startswith('"'):
            return text[1:-1]
        if len(text) > 10:
            return dt.datetime.fromisoformat(text).isoformat()
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _values(events: Sequence[Table], key: str) -> list[Any]:
    if key in _LISTS:
        return [*map(tuple, [event.get(key, ()) for event in events])]
    values = [event.get(key) for event in events]
    if dt.datetime in {*map(type, values)}:
        # As strings, since two datetimes may be equal although their local days differ.
        return [value.isoformat() if isinstance(value, dt.datetime) else value for value in values]
    return values


def verified(content: bytes, data: Mapping[str, Any]) -> tuple[tuple[int, ...], set[str]]:
    """Return (offsets [bytes] of the blocks that must be parsed, names of all participants).

    Raises ValueError if reading the file in parts is impossible, or would save little time.
    """
    file = Blocks(content)
    events = data.get("events", [])
    if len(events) != len(file.blocks):
        raise ValueError("a mark that begins no event, or an event without a mark")
    numbers: list[int] = []
    names: set[str] = set()
    for at in range(0, len(events), _TOGETHER):
        some, blocks = events[at : at + _TOGETHER], file.blocks[at : at + _TOGETHER]
        numbers += [at + number for number in _differing(blocks, some)]
        names.update(name for event in some for key in PARTICIPANTS for name in event.get(key, ()))
    if len(numbers) > max(1, len(events) * MOST_EXCEPTIONS):
        raise ValueError("too many exceptions")
    offsets = tuple(file.starts[number] for number in numbers)
    base = Blocks(content, offsets).base if numbers else file.base
    parsed = [events[number] for number in numbers]
    if {**base, "events": base.get("events", [])} != {**data, "events": parsed}:
        raise ValueError("a part that reads otherwise than in the whole file")
    return offsets, names


def _differing(blocks: Sequence[bytes], events: Sequence[Table]) -> list[int]:
    # The indexes of the blocks that hold more than their event, or where a glance is wrong.
    # Ids are not compared: they consist of a-z, 0-9 and hyphens, so they are literally in the
    # block, unless it has an escape. Raises ValueError if an event may begin with another line
    # than `_MARK`. If none does, and there are as many events as marks, no mark is inside a
    # multi-line string.
    numbers = {
        number
        for number, block in enumerate(blocks)
        if _OTHER_TABLE(block) or _ESCAPE(block) or not block.startswith(b"\n")
    }
    if any(_MAYBE_EVENT(blocks[number]) for number in numbers):
        raise ValueError("an event that begins without a mark")
    for key in (*CONDITION_KEYS, "date"):
        differ = map(ne, _glances(blocks, key), _values(events, key))
        numbers.update(compress(range(len(blocks)), differ))
    return sorted(numbers)
