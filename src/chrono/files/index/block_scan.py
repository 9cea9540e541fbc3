"""A text's events as blocks of bytes, found by the words in them or by single values.

It is known of such a text how it is laid out (`Layout`): all but a few of its blocks are plain, and
a line `actors = ["xi", "trump"]` in one of those is what it looks like. The others are read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli

from chrono.files.index import fast_toml
from chrono.files.index.fast_toml import MARK

if TYPE_CHECKING:
    from chrono.files.read.source_files import SourceFile

_MARK = MARK.encode()
_BESIDE = re.compile(r"\n[ \t]*+\[(?!\[?events\.)|\A[^\n]")

MOST_HARD = 1 / 3
"""Where more of the blocks have to be read, reading a part of them saves little."""


class Layout(NamedTuple):
    """Where the blocks of a text begin that are not plain, as offsets in the bytes of its lines.

    `odd` are those that hold other tables besides an event, `hard` the rest of them.
    """

    odd: Sequence[int] = ()
    hard: Sequence[int] = ()


def layouts(parts: Sequence[SourceFile]) -> list[Layout] | None:
    """How each part is laid out, if it is proved that they can be read by that."""
    found: list[Layout] = []
    for part in parts:
        raw = fast_toml.bytes_of_lines(part.bytes)
        if _MARK not in raw:  # actors, say, and no events
            found.append(Layout())
            continue
        read = part.plain or fast_toml.read(raw)
        layout = None if read is None else _layout(read, raw)
        if layout is None:
            return None
        found.append(layout)
    return found


def _layout(read: fast_toml.Read, raw: bytes) -> Layout | None:
    """None unless each block, and what is left without them, says by itself what it says there.

    `raw` are the bytes of the lines that were read.
    """
    if len(read.others) > read.blocks * MOST_HARD:
        return None
    odd = [number for number, block in read.others.items() if _BESIDE.search(block)]
    hard = [number for number in read.others if number not in {*odd}]
    events = read.data["events"]
    try:
        rest = tomli.loads(MARK.join([read.first, *(read.others[number] for number in odd)]))
        alone = [tomli.loads(MARK + read.others[number]).get("events") for number in hard]
    except (ValueError, RecursionError):  # a string goes on into the next block, say
        return None
    left = rest.pop("events", [])
    first = len(left) - len(odd)
    proved = (
        rest == {key: value for key, value in read.data.items() if key != "events"}
        and left == events[:first] + [events[first + number] for number in odd]
        and len(events) == first + read.blocks
        and alone == [[events[first + number]] for number in hard]
    )
    if not proved:
        return None
    starts = [*fast_toml.starts(raw)] if read.others else []
    return Layout([starts[number] for number in odd], [starts[number] for number in hard])


class Blocks:
    """The events of a text, each a block, known by the offset at which it begins."""

    def __init__(self, raw: bytes, layout: Layout) -> None:
        self._raw = fast_toml.bytes_of_lines(raw)
        self._layout = layout
        self._tables: dict[int, dict[str, Any]] = {}
        self._columns: dict[str, list[Any]] = {}

    def rest(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The data without the events, and those that stand before the first block.

        Those in odd blocks are known from then on.
        """
        odd = self._layout.odd
        parts = [self._raw[: self._end(0)], *(self._raw[at : self._end(at)] for at in odd)]
        data = tomli.loads(_MARK.join(parts).decode())
        events: list[dict[str, Any]] = data.pop("events", [])
        first = len(events) - len(odd)
        self._tables |= zip(odd, events[first:], strict=True)
        return data, events[:first]

    def _end(self, start: int) -> int:
        found = self._raw.find(_MARK, start)
        return found if found >= 0 else len(self._raw)

    def tables(self, starts: Sequence[int]) -> list[dict[str, Any]]:
        """The events of these blocks."""
        reader = fast_toml.Plain() if len(starts) > _MANY else None
        return [self._table(start, reader) for start in starts]

    def _table(self, start: int, reader: fast_toml.Plain | None = None) -> dict[str, Any]:
        if (known := self._tables.get(start)) is None:
            text = self._raw[start : self._end(start)].decode()
            known = None if reader is None else reader.table(text)
            if known is None:
                known = tomli.loads(MARK + text)["events"][0]
            self._tables[start] = known
        return known

    # -- found by words

    def holding(self, texts: Iterable[str]) -> set[int]:
        """The blocks in which one of these texts may stand in quotes."""
        found = {*self._layout.odd, *self._layout.hard}
        raw = self._raw
        begin = self._end(0)
        for text in texts:
            word = f'"{text}"'.encode()
            at = raw.find(word, begin)
            while at >= 0:
                found.add(raw.rfind(_MARK, 0, at) + len(_MARK))
                at = raw.find(word, self._end(at))
        return found

    def with_text(self, text: str) -> set[int]:
        """The blocks in which a text stands anywhere, however its letters are written."""
        found = {*self._layout.odd, *self._layout.hard}
        wanted = text.lower().encode()
        pairs = zip(self.starts, self._blocks, strict=True)
        return found | {start for start, block in pairs if wanted in block.lower()}

    # -- found by single values

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where each block begins."""
        return tuple(fast_toml.starts(self._raw))

    def lists(self, key: str) -> list[tuple[str, ...]]:
        """The texts in a list of each event's; () where it has none."""
        return self._column(key, b"[", b"]", _words, lambda value: tuple(value or ()))

    def texts(self, key: str) -> list[str | None]:
        """The text under a key of each event."""
        return self._column(key, b'"', b'"', _word, lambda value: value)

    def dates(self, key: str) -> list[dt.date | str]:
        """The date under a key of each event, which all must have."""
        # As texts, two times of one moment differ whose days do.
        return self._column(key, b"", b"\n", _date, _text_of_time)

    @cached_property
    def _blocks(self) -> list[bytes]:
        return self._raw.split(_MARK)[1:]

    def _column(
        self,
        key: str,
        opening: bytes,
        closing: bytes,
        parsed: Callable[[bytes], Any],
        read: Callable[[Any], Any],
    ) -> list[Any]:
        """The value of a key in each block: from its text, or else from what was read."""
        assert key in fast_toml.SEARCHED, key
        if key in self._columns:
            return self._columns[key]
        lead = f"\n{key} = ".encode() + opening
        value_at, end_at, width = len(lead) - len(opening), len(lead), len(closing)
        absent = read(None)
        known: dict[bytes, Any] = {}
        values: list[Any] = []
        unknown: list[int] = []
        for block in self._blocks:
            if (at := block.find(lead)) < 0:
                values.append(absent)
                continue
            raw = block[at + value_at : block.find(closing, at + end_at) + width]
            if raw not in known:
                known[raw] = parsed(raw)
            if (value := known[raw]) is _UNKNOWN:
                unknown.append(len(values))
            values.append(value)
        for number in {*unknown, *self._not_plain}:
            values[number] = read(self._table(self.starts[number]).get(key))
        self._columns[key] = values
        return values

    @cached_property
    def _not_plain(self) -> Sequence[int]:
        at = {*self._layout.odd, *self._layout.hard}
        return [number for number, start in enumerate(self.starts) if start in at] if at else ()


_UNKNOWN: Any = object()
"""What stands there is more than a glance can tell."""

_MANY = 300
"""So many blocks are read sooner in the plain way, which takes a while to begin with."""


def _words(raw: bytes) -> Any:
    """The texts of a list of them."""
    text = raw.decode()
    pieces = text.split('"')
    return _UNKNOWN if "\\" in text or len(pieces) % 2 == 0 or not text else tuple(pieces[1::2])


def _word(raw: bytes) -> Any:
    """The text in quotes; what seems to be none at all may begin a text of many lines."""
    return _UNKNOWN if b"\\" in raw or len(raw) < 3 else raw[1:-1].decode()


def _text_of_time(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _date(raw: bytes) -> Any:
    """A day, or a text in quotes."""
    if raw.startswith(b'"'):
        return _UNKNOWN if raw.startswith(b'""') else _word(raw[:-1])
    return dt.date.fromisoformat(raw[:-1].decode()) if len(raw) == 11 else _UNKNOWN
