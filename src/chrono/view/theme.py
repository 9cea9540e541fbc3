"""Style names, and one colour and symbol per type.

Every colour has a contrast of at least 3.8 to black and to white, so that the same page reads on
dark and on light backgrounds; and no colour says what a symbol or a word does not say too.
Filled symbols are types of contacts, hollow ones are not.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.text import Text
from rich.theme import Theme

from chrono.core.model import EventType
from chrono.core.text import visible, visible_lines


class Mark(NamedTuple):
    """How a type is shown."""

    symbol: str
    style: str


_MARKS = {
    "meeting": Mark("◆", "type.meeting"),
    "call": Mark("●", "type.call"),
    "video": Mark("■", "type.video"),
    "talks": Mark("▲", "type.talks"),
    "visit": Mark("▷", "type.visit"),
    "letter": Mark("◇", "type.letter"),
    "statement": Mark("○", "type.statement"),
    "agreement": Mark("□", "type.agreement"),
    "measure": Mark("△", "type.measure"),
}
_CONTACT = Mark("★", "type.contact")
_OTHER = Mark("☆", "type.other")

THEME = Theme(
    {
        "type.meeting": "#d75f00",
        "type.call": "#0087d7",
        "type.video": "#008787",
        "type.talks": "#af5fd7",
        "type.visit": "#878700",
        "type.letter": "#d75f87",
        "type.statement": "#767676",
        "type.agreement": "#00875f",
        "type.measure": "#af5f00",
        "type.contact": "#d7005f",
        "type.other": "#767676",
        "heading": "bold",
        "quiet": "#767676",
        "number": "bold",
        "unsure": "italic #d75f00",
        "silence": "italic #767676",
        "verdict.agrees": "#00875f",
        "verdict.differs": "#d7005f",
        "verdict.depends": "#0087d7",
        "verdict.cannot tell": "#878700",
        "severity.error": "#d7005f",
        "severity.warning": "#d75f00",
        "axis": "#767676",
        "bar": "#0087d7",
    },
    inherit=False,
)


_VERDICTS = {"agrees": "✓", "differs": "✗", "depends": "◐", "cannot tell": "?"}


def verdict(word: str, named: bool = True) -> Text:
    """`✓ agrees`, or its symbol alone, in its colour."""
    return Text(f"{_VERDICTS[word]} {word}" if named else _VERDICTS[word], f"verdict.{word}")


def mark(kind: EventType) -> Mark:
    """The symbol and style of a type; the ledger's own types share one for contacts, one else."""
    return _MARKS.get(kind.id) or (_CONTACT if kind.contact else _OTHER)


def symbol(kind: EventType) -> Text:
    """The symbol of a type in its colour."""
    found = mark(kind)
    return Text(found.symbol, found.style)


def text(words: str, style: str = "") -> Text:
    """A user's text on one line: never markup, never a control character."""
    return Text(visible(words), style)


def paragraphs(words: str, style: str = "") -> Text:
    """A user's text of many lines."""
    return Text("\n".join(visible_lines(words)), style)
