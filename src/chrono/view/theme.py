"""Style names, and one colour and symbol per type.

Every colour of the usual theme has a contrast of at least 3.5 to black and to white, so that the
same page reads on dark and on light backgrounds; and no colour says what a symbol or a word does
not say too. Filled symbols are types of contacts, hollow ones are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from rich.errors import StyleSyntaxError
from rich.style import Style
from rich.text import Text
from rich.theme import Theme

from chrono.core.english import join_or
from chrono.core.model import LOOKS, Event, EventType
from chrono.core.names import choose, unknown_word
from chrono.core.text import escape_controls, escape_controls_in_lines
from chrono.errors import UsageError

if TYPE_CHECKING:
    from chrono.core.claims import Verdict


class Mark(NamedTuple):
    """How a type is shown."""

    symbol: str
    style: str


NOT_HELD = "×"
"""The symbol of an event that was not held, or is not known to be, whatever its type."""

_USUAL = {
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
}

THEMES: Mapping[str, Mapping[str, str]] = {
    "usual": {},
    # Brighter, for a dark background alone.
    "dark": {
        "type.meeting": "#ff9e4a",
        "type.call": "#5fb7ff",
        "type.video": "#3fd0c9",
        "type.talks": "#d49bf5",
        "type.visit": "#cfcf5f",
        "type.letter": "#ff8fb3",
        "type.statement": "#a8a8a8",
        "type.agreement": "#4fd39a",
        "type.measure": "#e0a060",
        "type.contact": "#ff6f9f",
        "type.other": "#a8a8a8",
        "quiet": "#a8a8a8",
        "unsure": "italic #ff9e4a",
        "silence": "italic #a8a8a8",
        "verdict.agrees": "#4fd39a",
        "verdict.differs": "#ff6f9f",
        "verdict.depends": "#5fb7ff",
        "verdict.cannot tell": "#cfcf5f",
        "severity.error": "#ff6f9f",
        "severity.warning": "#ff9e4a",
        "axis": "#a8a8a8",
        "bar": "#5fb7ff",
    },
    # Deeper, for a light background alone.
    "light": {
        "type.meeting": "#a84300",
        "type.call": "#005a9e",
        "type.video": "#006060",
        "type.talks": "#7a2fa6",
        "type.visit": "#5f5f00",
        "type.letter": "#a8325f",
        "type.statement": "#585858",
        "type.agreement": "#005f40",
        "type.measure": "#7f4000",
        "type.contact": "#a80040",
        "type.other": "#585858",
        "quiet": "#585858",
        "unsure": "italic #a84300",
        "silence": "italic #585858",
        "verdict.agrees": "#005f40",
        "verdict.differs": "#a80040",
        "verdict.depends": "#005a9e",
        "verdict.cannot tell": "#5f5f00",
        "severity.error": "#a80040",
        "severity.warning": "#a84300",
        "axis": "#585858",
        "bar": "#005a9e",
    },
    # No colour: bold, italic and the symbols say it all.
    "plain": {name: style.partition("#")[0].strip() for name, style in _USUAL.items()},
}
"""Name -> what it changes of the usual theme."""


def themed(name: str | None = None, colors: Mapping[str, str] | None = None) -> Theme:
    """The theme of a name, with colours of one's own: style names, or a type's id, to styles.

    Raises UsageError.
    """
    name = name or "usual"
    styles = {**_USUAL, **THEMES[choose(name, THEMES, "colour theme")]}
    for key, color in (colors or {}).items():
        style = key if key in styles else f"type.{key}"
        if style not in styles:
            names = [*styles, *(name.removeprefix("type.") for name in styles)]
            otherwise = f"; choose {join_or([*styles])}"
            raise UsageError(unknown_word(key, names, "style", otherwise))
        try:
            Style.parse(color)
        except StyleSyntaxError:
            raise UsageError(
                f'"{color}" is no colour for {key}: write one such as "#0087d7" or "bold red"'
            ) from None
        styles[style] = color
    return Theme(styles, inherit=False)


def verdict(word: Verdict, named: bool = True) -> Text:
    """`✓ agrees`, or its symbol alone, in its colour."""
    from chrono.core.claims import VERDICTS  # only views of claims need it

    return Text(f"{VERDICTS[word]} {word}" if named else VERDICTS[word], f"verdict.{word}")


def mark(kind: EventType) -> Mark:
    """The symbol and style of a type; the ledger's own types share one for contacts, one else."""
    if look := LOOKS.get(kind.id):
        return Mark(look.symbol, f"type.{kind.id}")
    return Mark("★", "type.contact") if kind.contact else Mark("☆", "type.other")


def symbol(kind: EventType) -> Text:
    """The symbol of a type in its colour."""
    found = mark(kind)
    return Text(found.symbol, found.style)


def sign(event: Event) -> Text:
    """The symbol of an event's type, or of one that was not held, and is no contact, a cross."""
    found = mark(event.type)
    return Text(found.symbol if event.status == "held" else NOT_HELD, found.style)


def text(words: str, style: str = "") -> Text:
    """A user's text on one line: never markup, never a control character."""
    return Text(escape_controls(words), style)


def paragraphs(words: str, style: str = "") -> Text:
    """A user's text of many lines."""
    return Text("\n".join(escape_controls_in_lines(words)), style)
