"""Merge two ledger texts, for Python programs. Importing this module takes almost no time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from chrono.errors import LedgerError, Problem

if TYPE_CHECKING:
    from chrono.core.model import Event


class MergedText(NamedTuple):
    """The result of merging two versions of a ledger.

    - `text`: the merged text, with conflict markers such as `<<<<<<<`
    - `conflicts`: a sentence on each conflict
    - `possible_duplicates`: pairs of events that may be the same event, one event from each version
    """

    text: str
    conflicts: tuple[str, ...]
    possible_duplicates: tuple[tuple[Event, Event], ...]


def merge(base: str, ours: str, theirs: str) -> MergedText:
    """Merge two versions of a ledger, as `chrono merge` does, and return the result.

    - `base`: the text of the common ancestor of the two versions
    - `ours`, `theirs`: the texts of the two versions

    Raises LedgerError if `ours` or `theirs` is not valid TOML, or if the two cannot be merged.
    """
    from chrono.files.read.source_files import parse  # few programs merge
    from chrono.files.write.three_way import findings
    from chrono.files.write.three_way.entry import Markers
    from chrono.files.write.three_way.ledgers import Unmergeable, merge_files

    own, other = parse("<ours>", ours), parse("<theirs>", theirs)
    if problems := [*own.problems, *other.problems]:
        raise LedgerError(problems)
    try:
        merged = merge_files(parse("<base>", base), own, other)
    except Unmergeable as error:
        raise LedgerError([Problem("<ours>", 0, f"cannot merge: {error}")]) from None
    pairs = findings.possible_duplicates(merged, findings.read(merged.file, ())[0])
    sentences = tuple(findings.conflict_sentence(one, Markers()) for one in merged.conflicts)
    return MergedText(merged.text, sentences, tuple((pair.ours, pair.theirs) for pair in pairs))
