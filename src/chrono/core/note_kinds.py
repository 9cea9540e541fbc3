"""The kinds of notes to the user."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from operator import attrgetter
from typing import NamedTuple


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


class Note(NamedTuple):
    """A note to the user.

    - `suggests`: the command of chrono in the text, such as "check", if a note depends on this
    - `commands`: commands to type instead, each of which is printed on a line of its own
    """

    text: str
    kind: NoteKind = NoteKind.RESULT
    suggests: str = ""
    commands: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


MOST_NOTES = 3  # the most notes on the result, and with hints the most notes, without --verbose


def chosen(notes: Iterable[Note], everything: bool = False) -> tuple[list[Note], int]:
    """Return (notes to print, number of notes left out). Duplicate notes are ignored.

    The notes are sorted by kind. Only notes of the kinds RESULT and HINT can be left out.
    """
    by_text: dict[str, Note] = {}
    for note in notes:
        by_text.setdefault(note.text, note)
    ordered = sorted(by_text.values(), key=attrgetter("kind"))
    results = [note for note in ordered if note.kind is NoteKind.RESULT]
    hints = [note for note in ordered if note.kind is NoteKind.HINT]
    facts = ordered[len(results) : len(ordered) - len(hints)]
    shown = [*results[:MOST_NOTES], *facts]
    shown += hints[: max(0, MOST_NOTES - len(shown))]
    hidden = len(ordered) - len(shown)
    return (ordered, 0) if everything or hidden == 1 else (shown, hidden)
