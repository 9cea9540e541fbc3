"""The kinds of notes: their order, and which of them are printed."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.note_kinds import MOST_NOTES, Note, NoteKind, chosen

NOTES = st.builds(Note, st.text("abc", min_size=1), st.sampled_from(NoteKind))
FACTS = {NoteKind.UNCERTAIN, NoteKind.COVERAGE, NoteKind.SELECTION, NoteKind.MEANING}


def notes(kinds: str) -> list[Note]:
    """A note for each first letter of a kind: `RUCSMH`."""
    named = {kind.name[0]: kind for kind in NoteKind}
    return [Note(f"{letter}{at}", named[letter]) for at, letter in enumerate(kinds)]


def test_a_note_has_a_text_and_a_kind() -> None:
    assert str(Note("x", NoteKind.HINT)) == "x"
    assert Note("x").kind is NoteKind.RESULT
    assert pickle.loads(pickle.dumps(Note("x", NoteKind.HINT))).kind is NoteKind.HINT


@pytest.mark.parametrize(
    ("given", "printed", "hidden"),
    [
        ("HMSCUR", "R5 U4 C3 S2 M1 H0", 0),  # one hint is not left out
        ("HHMSC", "C4 S3 M2", 2),
        ("HHM", "M2 H0 H1", 0),
        ("HHHHM", "M4 H0 H1", 2),
        ("RRRR", "R0 R1 R2 R3", 0),
        ("RRRRR", "R0 R1 R2", 2),
        ("MMMMMM", "M0 M1 M2 M3 M4 M5", 0),
        ("", "", 0),
    ],
)
def test_these_notes_are_printed(given: str, printed: str, hidden: int) -> None:
    shown, number = chosen(notes(given))
    assert ([*map(str, shown)], number) == (printed.split(), hidden)


@given(st.lists(NOTES))
def test_every_fact_is_printed_and_the_kinds_are_in_order(given: list[Note]) -> None:
    shown, hidden = chosen(given)
    every, none = chosen(given, True)
    assert none == 0
    texts = {note.text for note in given}
    assert {note.text for note in every} == texts
    assert len(shown) + hidden == len(every) == len(texts)
    assert hidden != 1
    kinds = [note.kind for note in shown]
    assert kinds == sorted(kinds)
    assert [note for note in every if note.kind in FACTS] == [
        note for note in shown if note.kind in FACTS
    ]
    if hidden:
        assert len(shown) >= MOST_NOTES
