"""Options that contradict each other, or of which one has no effect: a usage error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chrono.errors import UsageError

if TYPE_CHECKING:
    from chrono.core.query import Question


def refuse(*conflicts: tuple[object, str]) -> None:
    """Raise UsageError for the first conflict that is there; each has its sentence."""
    for there, sentence in conflicts:
        if there:
            raise UsageError(sentence)


def contacts_unasked(question: Question, all: bool) -> bool:
    """Whether contacts alone are counted although no option asks for that. Raises UsageError."""
    refuse((all and question.contacts, "--all takes all events, and --contacts contacts alone"))
    return not (all or "type" in question.words or question.contacts)
