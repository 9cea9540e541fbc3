"""Parse a TOML text again after an edit, but only the blocks that the edit changed.

Each block is parsed separately. If one block depends on another, the whole text is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import tomli

from chrono.files.toml.blocks import Block, Path, blocks
from chrono.files.toml.recover import SyntaxProblem, block_at


class Piece(NamedTuple):
    """A block of a TOML text: a header, such as `[[events]]`, with the lines below it.

    - `path`: the path of the table, as if the block were the whole text: `("events", 0)`
    - `height`: the number of line ends in the block
    - `error`: the syntax error, or None if the block is valid TOML. The line number is counted
      within the block.
    """

    text: str
    path: Path
    data: Mapping[str, Any]
    height: int
    error: SyntaxProblem | None = None


class Pieces:
    """The blocks of a TOML text, in order.

    `earlier`: the blocks of the text before an edit. Unchanged blocks are not parsed again.
    """

    def __init__(self, text: str, earlier: Pieces | None = None) -> None:
        self.text = text
        self.pieces = [*_split(text, earlier)]

    @property
    def broken(self) -> list[tuple[int, Piece]]:
        """Return (number of the first line, block) for each invalid block."""
        lines = accumulate((piece.height for piece in self.pieces), initial=1)
        pairs = zip(lines, self.pieces, strict=False)
        return [(line, piece) for line, piece in pairs if piece.error]

    @property
    def valid_text(self) -> str:
        """Return the text with blank lines in place of the invalid blocks."""
        if not any(piece.error for piece in self.pieces):
            return self.text
        texts = ("\n" * piece.height if piece.error else piece.text for piece in self.pieces)
        return "".join(texts)

    def data(self) -> dict[str, Any] | None:
        """Return the data of all valid blocks, or None if the whole text must be parsed."""
        if self._has_table_of_a_list():
            return None
        data: dict[str, Any] = {}
        alone = set[str]()
        for piece in self.pieces:
            if not piece.path and piece.data:
                return None
            if len(piece.path) == 1 and not piece.error:
                if piece.path[0] in alone:
                    return None
                alone.add(str(piece.path[0]))
            for name, value in piece.data.items():
                known = data.setdefault(name, type(value)())
                if isinstance(value, list) and isinstance(known, list):
                    known += value
                elif isinstance(value, dict) and isinstance(known, dict):
                    if not known.keys().isdisjoint(value):
                        return None
                    known |= value
                else:
                    return None
        return data

    def _has_table_of_a_list(self) -> bool:
        # In an invalid text, `recover` judges a table such as [events.extra] by the blocks above.
        if not any(piece.error for piece in self.pieces):
            return False
        paths = (piece.path for piece in self.pieces if piece.path)
        names = {path[0] for path in paths if isinstance(path[-1], str)}
        return any(f"[[{name}]]" in self.text for name in names)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the text in `valid_text`.

        Call this method only if the method `data` does not return None.
        """
        counts: dict[str, int] = {}
        path: Path = ()
        start, line, at, at_line = 0, 1, 0, 1
        for piece in self.pieces:
            if not piece.error:
                if at > start:
                    yield Block(path, start, at, line)
                path, start, line = piece.path, at, at_line
                if len(path) == 2 and isinstance(path[1], int):
                    head = str(path[0])
                    counts[head] = counts.get(head, -1) + 1
                    path = (head, counts[head])
            at += piece.height if piece.error else len(piece.text)
            at_line += piece.height
        yield Block(path, start, at, line)


def _split(text: str, earlier: Pieces | None) -> Iterator[Piece]:
    known: Mapping[int, int] = {}
    old: Sequence[Piece] = ()
    unchanged = same_end = shift = 0
    if earlier is not None:
        old, before = earlier.pieces, earlier.text
        unchanged = _common_start(before, text)
        shift = len(text) - len(before)
        most = min(len(before), len(text)) - unchanged  # the two parts must not overlap
        same_end = len(text) - min(_common_start(before[::-1], text[::-1]), most)
        starts = accumulate((len(piece.text) for piece in old), initial=0)
        known = {start: number for number, start in enumerate(starts)}
    position = 0
    while position < len(text):
        if position >= same_end and (number := known.get(position - shift)) is not None:
            yield from old[number:]
            return
        number = known.get(position) if position < unchanged else None
        if number is not None and number + 1 < len(old):
            piece, following = old[number : number + 2]
            # Its end depends on the header below it, and that of an invalid block on all below.
            if not piece.error and position + len(piece.text) + len(following.text) <= unchanged:
                yield piece
                position += len(piece.text)
                continue
        block, error = next(blocks(text, position)), None
        path, words = block.path, text[position : block.end]
        try:
            data = tomli.loads(words)
        except (ValueError, RecursionError):
            path, words, error = block_at(text, position)
            data = {} if error else tomli.loads(words)
        yield Piece(words, path, data, words.count("\n"), error)
        position += len(words)


def _common_start(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
