"""Find the lines of values in a few entries of a long text, without dividing all of it into blocks.

Headers such as `[[events]]` are searched as they are usually written. The text of the entry is then
parsed and compared with the parsed file, so that a header inside a string cannot give a wrong line.
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from itertools import accumulate
from typing import Any

import tomli

from chrono.files.toml.blocks import BlockMap, Path

SHORTEST = 200_000
"""The length [characters] below which a text is quickly divided into blocks."""

MOST_LOOKUPS = 1000
"""The number of lookups after which dividing the text into blocks costs less."""

_CHUNK = 1 << 14
_LONGEST = 200
"""The longest header [characters] that is found."""


class EntryLines:
    """The lines of values in the entries of a valid TOML text, which was parsed as `data`."""

    def __init__(self, text: str, data: dict[str, Any]) -> None:
        self._text = text
        self._data = data
        self._left = MOST_LOOKUPS if len(text) >= SHORTEST else 0

    def line(self, path: Path) -> int | None:
        """The line of the value at `path`; None if it is not found in this way."""
        if not self._left or len(path) < 2:
            return None
        self._left -= 1
        with suppress(ValueError, LookupError, TypeError, RecursionError):
            start, entry = self._entry(str(path[0]), path[1])
            inside = (path[0], 0, *path[2:]) if isinstance(path[1], int) else path
            chunk = start // _CHUNK
            before = self._newlines[chunk] + self._text.count("\n", chunk * _CHUNK, start)
            return before + BlockMap(entry).line(inside)
        return None

    def _entry(self, table: str, key: str | int) -> tuple[int, str]:
        """The offset and the text of an entry. Raises ValueError or LookupError if not found."""
        entries = self._data[table]
        alone: dict[str, Any]
        if isinstance(key, int):
            name, starts = table, self._headers[f"[[{table}]]"]
            alone = {table: [entries[key]]}
            start = starts[key] if len(starts) == len(entries) else len(self._text)
        else:
            name, alone = f"{table}.{key}", {table: {key: entries[key]}}
            (start,) = self._headers[f"[{name}]"]
        # The entry ends before the next header that is not one of its sub-tables.
        sub_tables = (f"[{name}.", f"[[{name}.")
        at = bisect(self._bracketed, start)
        while at < len(self._bracketed) and self._text.startswith(sub_tables, self._bracketed[at]):
            at += 1
        entry = self._text[start : self._bracketed[at] if at < len(self._bracketed) else None]
        if tomli.loads(entry) != alone:
            raise ValueError(f"the text of {name} is not an entry")
        return start, entry

    @cached_property
    def _bracketed(self) -> list[int]:
        """The offset of each line that begins with `[`."""
        text, at, offsets = self._text, 0, [0] if self._text.startswith("[") else []
        while (at := text.find("\n[", at) + 1) > 0:
            offsets.append(at)
        return offsets

    @cached_property
    def _headers(self) -> Mapping[str, list[int]]:
        """A header, such as `[[events]]` -> the offsets of the lines that begin with it."""
        headers: defaultdict[str, list[int]] = defaultdict(list)
        for at in self._bracketed:
            end = self._text.find("]", at, at + _LONGEST) + 1
            headers[self._text[at : end + self._text.startswith("]", end)]].append(at)
        return headers

    @cached_property
    def _newlines(self) -> list[int]:
        """The number of line ends before each chunk of the text."""
        chunks = range(0, len(self._text), _CHUNK)
        counts = (self._text.count("\n", at, at + _CHUNK) for at in chunks)
        return [*accumulate(counts, initial=0)]
