"""Let references in the files of a ledger refer to another id."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from chrono.files.format.reference_paths import ReferencePath, reference_paths
from chrono.files.read.source_files import SourceFile
from chrono.files.toml.blocks import Path
from chrono.files.toml.substitute import Substitutions, substituted
from chrono.files.write.entry import copied, value_at
from chrono.files.write.ledger_files import LedgerFiles

Role = Callable[[ReferencePath], bool | None]
"""A function that returns True for a reference to move, False for a reference to the entry that it
will refer to, and None for any other."""


def moves_in(
    source_file: SourceFile, role: Role, new: str, omit: Collection[Path] = ()
) -> Substitutions:
    """The moves of references in a file to the id `new`, which a list has only once.

    `omit`: the paths of entries whose references do not move.
    """
    roles = [
        (reference, is_moved)
        for reference in reference_paths(source_file.data)
        if reference.path[:2] not in omit and (is_moved := role(reference)) is not None
    ]
    lists = {
        reference.path[:-1]
        for reference, is_moved in roles
        if is_moved and isinstance(reference.path[-1], int)
    }
    moves: Substitutions = {}
    begun: set[Path] = set()
    for reference, is_moved in roles:
        holder = reference.path[:-1]
        is_repeated = holder in lists and holder in begun
        begun.add(holder)
        if is_moved or is_repeated:
            moves[reference.path, reference.is_key] = None if is_repeated else new
    return moves


def make_moves(files: LedgerFiles, moves: Mapping[SourceFile, Substitutions]) -> None:
    """Make the moves in the text and the data of each file."""
    for source_file, changes in moves.items():
        data = copied(source_file.data)
        # What is inside a value comes before it, and the end of a list before its beginning.
        for (path, is_key), new in sorted(changes.items(), reverse=True):
            holder = value_at(data, path[:-1])
            if new is None:
                del holder[path[-1]]
            elif is_key:
                holder[new] = holder.pop(path[-1])
            else:
                holder[path[-1]] = new
        files.rewrite(source_file, substituted(source_file.blocks, changes), data)
