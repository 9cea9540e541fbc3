"""Split the text of a ledger file into segments, and the text of an entry into chunks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from chrono.files.toml.blocks import Block, BlockMap, Item, Path, items
from chrono.files.toml.emit import literal
from chrono.files.toml.lines import comments_over, line_end, line_start
from chrono.files.write.entry import value_at

Key = tuple[str, str, int]
"""The name of a segment: (table, id of the entry, number)."""

COMMENT = "#"


class Chunk(NamedTuple):
    """The lines of a key in an entry, with the comments above the key."""

    key: str
    number: int
    above: str
    lines: str
    in_sections: bool = False

    @property
    def name(self) -> tuple[str, int]:
        """Return (key, number). No other chunk of the entry has the same name."""
        return self.key, self.number


class Segment:
    """Whole lines of a ledger file: an entry with comments, or only comments."""

    def __init__(
        self, key: Key, gap: str, text: str, path: Path = (), table: Any = None,
        is_whole: bool = True,
    ) -> None:  # fmt: skip
        self.key, self.gap, self.text = key, gap, text
        self.path, self.table, self.is_whole = path, table, is_whole

    @property
    def is_comment(self) -> bool:
        """Return whether the segment has only comments."""
        return self.key[0] == COMMENT

    @cached_property
    def chunks(self) -> list[Chunk]:
        """Return the chunks of the segment in order."""
        return split_entry(self.text, self.path)

    @cached_property
    def fields(self) -> dict[str, Any]:
        """Return the values of the keys in this segment."""
        return {chunk.key: self.table[chunk.key] for chunk in self.chunks if chunk.key}


def split_file(text: str, data: Mapping[str, Any]) -> tuple[list[Segment], str]:
    """Return the segments of a file, and the blank lines after the last segment."""
    block_map = BlockMap(text)
    found: list[Segment] = []
    numbers: Counter[tuple[str, str]] = Counter()
    end = 0

    def add(key: tuple[str, str], start: int, last: int, **more: Any) -> None:
        nonlocal end
        found.append(Segment((*key, numbers[key]), text[end:start], text[start:last], **more))
        numbers[key] += 1
        end = last

    entries = [
        (span, path, len(blocks) == 1)
        for path, blocks in block_map.blocks.items()
        for span in (block_map.pieces(path) if path else _above_headers(text, *blocks))
    ]
    for (start, last), path, is_whole in sorted(entries):
        start = max(end, line_start(text, start) - len(comments_over(text, start)))
        for paragraph in _COMMENTS.finditer(text, end, start):
            add((COMMENT, paragraph[0].strip()), *paragraph.span())
        table = value_at(data, path)
        add(_key(path, table), start, last, path=path, table=table, is_whole=is_whole)
    for paragraph in _COMMENTS.finditer(text, end):
        add((COMMENT, paragraph[0].strip()), *paragraph.span())
    return found, text[end:]


_COMMENTS = re.compile(r"(?:^[ \t]*#[^\n]*\n)+", re.M)


def _above_headers(text: str, block: Block) -> list[tuple[int, int]]:
    found = items(text, block)
    if not found:
        return []
    return [(min(item.start for item in found), line_end(text, max(item.end for item in found)))]


def _key(path: Path, table: Any) -> tuple[str, str]:
    kind = str(path[0]) if path else ""
    id: Any = path[1] if len(path) > 1 else ""
    if isinstance(id, int):
        fields = {**table}
        id = fields.get("id")
        if not isinstance(id, str):  # a coverage row, or an invalid entry
            fields.pop("note", None)
            id = literal(fields)
    return kind, id


def split_entry(text: str, path: Path) -> list[Chunk]:
    """Return the chunks of an entry in order. The first chunk is the header of the entry."""
    block = Block(path, 0, len(text), 1)
    found = [item for item in items(text, block) if item.holder is None]
    chunks: list[Chunk] = []
    numbers: Counter[str] = Counter()
    end = at = 0
    while at < len(found):
        first = found[at]
        key = _first_key(first, path)
        in_sections = first.header and bool(key)
        last = first.end
        at += 1
        for item in found[at:] if key else ():
            is_pair = not item.header and item.base == first.base
            if _first_key(item, path) != key or not (in_sections or is_pair):
                break
            last = max(last, item.end)
            at += 1
        start, stop = line_start(text, first.start), line_end(text, last)
        chunks.append(Chunk(key, numbers[key], text[end:start], text[start:stop], in_sections))
        numbers[key] += 1
        end = stop
    return chunks


def _first_key(item: Item, path: Path) -> str:
    return str(item.path[len(path)]) if len(item.path) > len(path) else ""
