"""The styles of all views, and the symbol and colour of each type.

Every colour of the usual theme has a contrast of at least 3.5 to black and to white, and so is
readable on dark and light backgrounds. No meaning depends on colour alone.
The symbols of types of contacts are filled, all others are hollow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.errors import StyleSyntaxError
from rich.style import Style
from rich.text import Text
from rich.theme import Theme

from chrono.core import english
from chrono.core.looks import own_look
from chrono.core.model import BUILT_IN_TYPES, Event, EventType, Ledger
from chrono.core.names import choose, unknown_word
from chrono.core.sentences import bad_value
from chrono.core.text import escape_controls, escape_controls_in_lines
from chrono.errors import UsageError

if TYPE_CHECKING:
    from chrono.core.claims import Verdict
    from chrono.core.counting import Count


NOT_HELD = "×"  # the symbol of an event that was not held, or may not have been held

_COLOURS = {
    "orange": ("#d75f00", "#ff9e4a", "#a84300"),
    "blue": ("#0087d7", "#5fb7ff", "#005a9e"),
    "teal": ("#008787", "#3fd0c9", "#006060"),
    "purple": ("#af5fd7", "#d49bf5", "#7a2fa6"),
    "olive": ("#878700", "#cfcf5f", "#5f5f00"),
    "pink": ("#d75f87", "#ff8fb3", "#a8325f"),
    "grey": ("#767676", "#a8a8a8", "#585858"),
    "green": ("#00875f", "#4fd39a", "#005f40"),
    "brown": ("#af5f00", "#e0a060", "#7f4000"),
    "red": ("#d7005f", "#ff6f9f", "#a80040"),
}
"""Name of a colour -> its values for any background, for dark ones and for light ones."""

_STYLES = {
    "type.meeting": "orange",
    "type.call": "blue",
    "type.video": "teal",
    "type.talks": "purple",
    "type.visit": "olive",
    "type.letter": "pink",
    "type.statement": "grey",
    "type.agreement": "green",
    "type.measure": "brown",
    "type.contact": "red",
    "type.other": "grey",
    "heading": "bold", "quiet": "grey", "number": "bold", "axis": "grey", "bar": "blue",
    "unsure": "italic orange", "silence": "italic grey",
    "verdict.agrees": "green", "verdict.differs": "red", "verdict.depends": "blue",
    "verdict.cannot tell": "olive", "severity.error": "red", "severity.warning": "orange",
}  # fmt: skip
"""Name of a style -> a Rich style, in which colours are names in `_COLOURS`."""


THEMES: Mapping[str, int | None] = {"usual": 0, "dark": 1, "light": 2, "plain": None}
"""Name of a theme -> the index of its values in `_COLOURS`; None for no colours."""


def themed(name: str | None = None, colors: Mapping[str, str] | None = None) -> Theme:
    """The theme with a `name` and with styles in `colors` (style or type id -> Rich style). Raises
    UsageError if a name, id or style is invalid."""
    index = THEMES[choose(name or "usual", THEMES, "colour theme")]
    shades = {word: "" if index is None else each[index] for word, each in _COLOURS.items()}
    styles = {
        style: " ".join(shades.get(word, word) for word in words.split()).strip()
        for style, words in _STYLES.items()
    }
    for key, color in (colors or {}).items():
        style = key if key in styles else f"type.{key}"
        if style not in styles:
            names = [*styles, *(name.removeprefix("type.") for name in styles)]
            otherwise = f"; choose {english.join_or([*styles])}"
            raise UsageError(unknown_word(key, names, "style", otherwise))
        try:
            Style.parse(color)
        except StyleSyntaxError:
            wanted = 'a colour such as "#0087d7" or "bold red"'
            raise UsageError(bad_value(key, color, wanted)) from None
        styles[style] = color
    return Theme(styles, inherit=False)


def verdict(word: Verdict, named: bool = True) -> Text:
    """A verdict in its colour, `✓ agrees`; only the symbol if `named` is false."""
    from chrono.core.claims import VERDICTS  # only views of claims need it

    return Text(f"{VERDICTS[word]} {word}" if named else VERDICTS[word], f"verdict.{word}")


def style_of(kind: EventType) -> str:
    """The name of the style of a type. All added types of contacts have one style."""
    if any(kind.id == built_in.id for built_in in BUILT_IN_TYPES):
        return f"type.{kind.id}"
    return "type.contact" if kind.contact else "type.other"


def symbol(kind: EventType) -> Text:
    """The symbol of a type in its colour."""
    return Text((kind.look or own_look(kind.contact, ())).symbol, style_of(kind))


def event_symbol(event: Event) -> Text:
    """The symbol of an event's type in its colour; `NOT_HELD` if the event was not held."""
    return symbol(event.type) if event.status == "held" else Text(NOT_HELD, style_of(event.type))


def label(kind: EventType, words: str, style: str = "") -> Text:
    """The symbol of a type, followed by words."""
    return Text.assemble(symbol(kind), " ", text(words, style))


def number(words: str, low: int, high: int) -> Text:
    """`words` in the style of a number, or of an uncertain fact for a range (`low` < `high`)."""
    return text(words, "number" if low == high else "unsure")


def count(count: Count) -> Text:
    """A count: `4`, or `4–5` if it depends on an unknown date."""
    return number(str(count), count.min, count.max)


def uncertain(label: str, ids: str, style: str = "") -> Text:
    """A label and the ids of events whose dates are not known: `Exact date not known: a, b`."""
    return Text.assemble((f"{label}: ", "unsure"), text(ids, style))


def undecided(ids: Sequence[str], ledger: Ledger) -> Text:
    """The ids of the events that make a count a range: `Undecided (date not known): a, b`."""
    lines = []
    for is_bare, why in ((False, "date not known"), (True, "no source left")):
        if some := [id for id in ids if (id in ledger.unsupported) is is_bare]:
            lines.append(uncertain(f"Undecided ({why})", english.first_few(some)))
    return Text("\n").join(lines)


def inexact(ids: Sequence[str]) -> Text:
    """The ids of other events without an exact date: `Exact date not known: a, b`."""
    return uncertain("Exact date not known", english.first_few(ids), "quiet")


def text(words: str, style: str = "") -> Text:
    """A user's text on one line, without markup, with control characters escaped."""
    return Text(escape_controls(words), style)


def paragraphs(words: str) -> Text:
    """A user's text with its line breaks, and with other control characters escaped."""
    return Text("\n".join(escape_controls_in_lines(words)))


def first_few(texts: Sequence[Text], limit: int = 12) -> Text:
    """Up to `limit` texts, joined, and the number of others: `17 Jan, 5 Jun, and 3 more`."""
    more = [Text(f"and {len(texts) - limit} more", "quiet")] if len(texts) > limit else []
    return Text(", ").join([*texts[:limit], *more])
