"""Options that contradict each other, or of which one has no effect: a usage error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chrono.errors import AskedWrongly

if TYPE_CHECKING:
    from chrono.core.query import Asked


def refuse(*conflicts: tuple[object, str]) -> None:
    """Raise AskedWrongly for the first conflict that is there; each has its sentence."""
    for there, sentence in conflicts:
        if there:
            raise AskedWrongly(sentence)


def contacts_unasked(asked: Asked, all: bool) -> bool:
    """Whether contacts alone are counted although no option asks for that. Raises AskedWrongly."""
    refuse((all and asked.contacts, "--all takes all events, and --contacts contacts alone"))
    return not (all or asked.type or asked.contacts)
