"""Parse a ledger again while it is being edited. Only blocks that have changed are parsed."""

from __future__ import annotations

from functools import cached_property

from chrono.errors import Problem
from chrono.files.read.source_files import SourceFile, parse
from chrono.files.toml.blocks import BlockMap
from chrono.files.toml.pieces import Pieces
from chrono.files.toml.recover import possible_ids


class EditedFile(SourceFile):
    """A file whose blocks, in `pieces`, are parsed separately."""

    pieces: Pieces

    @cached_property
    def blocks(self) -> BlockMap:
        return BlockMap(self.valid_text, self.pieces.blocks())


def parse_again(
    name: str, text: str, content: bytes, path: str, earlier: SourceFile | None
) -> SourceFile:
    """Return the same file as the function `parse`, but parse only the blocks that have changed.

    `earlier`: the file before the change, or None to parse all blocks.
    """
    if "<<<<<<<" in text:  # a merge conflict, which may be in valid TOML
        return parse(name, text, content, path)
    pieces = Pieces(text, earlier.pieces if isinstance(earlier, EditedFile) else None)
    if (data := pieces.data()) is None:
        return parse(name, text, content, path)
    file = EditedFile(name, text, data, content, path)
    file.pieces = pieces
    if broken := pieces.broken:
        file.valid_text = pieces.valid_text
        file.problems = [
            Problem(name, line + piece.error.line - 1, piece.error.message)
            for line, piece in broken
            if piece.error
        ]
        lines = text.split("\n")  # a block may begin or end within a line
        ends = ((line, line + piece.text.rstrip("\n").count("\n")) for line, piece in broken)
        lost = {number: lines[number - 1] for line, end in ends for number in range(line, end + 1)}
        file.ids_in_broken_blocks = possible_ids("\n".join(lost.values()))
    return file
