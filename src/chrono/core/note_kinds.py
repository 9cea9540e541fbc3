"""The kinds of notes to the user."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class NoteKind(IntEnum):
    """The subject of a note, most important first.

    - `RESULT`: the ledger in use, the change that was made, or the lack of matches
    - `UNCERTAIN`: numbers that depend on unknown facts
    - `COVERAGE`: days or events for which the ledger is not complete
    - `SELECTION`: events left out or added
    - `MEANING`: the actors or countries that typed words match
    - `HINT`: another command or option to try
    """

    RESULT = 0
    UNCERTAIN = 1
    COVERAGE = 2
    SELECTION = 3
    MEANING = 4
    HINT = 5


class Note(str):
    """The text of a note, with its `kind`."""

    kind: NoteKind

    def __new__(cls, text: str, kind: NoteKind = NoteKind.RESULT) -> Note:
        note = super().__new__(cls, text)
        note.kind = kind
        return note


def kind_of(note: str) -> NoteKind:
    """Return the kind of a note. For a plain string, this is RESULT."""
    return note.kind if isinstance(note, Note) else NoteKind.RESULT


MOST_NOTES = 3  # the most notes on the result, and with hints the most notes, without --verbose


def chosen(notes: Iterable[str], everything: bool = False) -> tuple[list[str], int]:
    """Return (notes to print, number of notes left out). Duplicate notes are ignored.

    The notes are sorted by kind. Only notes of the kinds RESULT and HINT can be left out.
    """
    ordered = sorted(dict.fromkeys(notes), key=kind_of)
    results = [note for note in ordered if kind_of(note) is NoteKind.RESULT]
    hints = [note for note in ordered if kind_of(note) is NoteKind.HINT]
    facts = ordered[len(results) : len(ordered) - len(hints)]
    shown = [*results[:MOST_NOTES], *facts]
    shown += hints[: max(0, MOST_NOTES - len(shown))]
    hidden = len(ordered) - len(shown)
    return (ordered, 0) if everything or hidden == 1 else (shown, hidden)
