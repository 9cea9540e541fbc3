"""The styles of all views, and the symbol and colour of each type and status.

No meaning depends on colour alone. Types of contact have colours and filled symbols. Other types
have hollow symbols without colour.

No colour is readable as text both on white and on dark grey. So the default theme colours only
symbols, bars and the bold word "error:". These colours have a contrast of at least 3 (WCAG 1.4.11).
Notes are faint, in the terminal's own colour. The themes "dark" and "light" are for one background
each. In these themes, dim and coloured texts have a contrast of at least 4.5 (WCAG 1.4.3).

The 16 colours that each terminal defines are not used. For example, "bright black" has a contrast
of only 1.0 in Solarized Dark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

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
from chrono.core.verdicts import VERDICTS, Verdict
from chrono.errors import UsageError

if TYPE_CHECKING:
    from chrono.core.counting import Count


STATUS_SIGNS = {
    "planned": "»",
    "postponed": "↻",
    "cancelled": "×",
    "unconfirmed": "?",
    "denied": "≠",
}
"""For each status except "held", the sign that replaces the symbol of an event's type."""


class _Colour(NamedTuple):
    meaning: str
    usual: str
    dark: str
    light: str


_COLOURS = {
    "orange": _Colour("in-person meetings", "#d75f00", "#ff9e4a", "#a84300"),
    "blue": _Colour("phone calls", "#0087d7", "#5fb7ff", "#005a9e"),
    "teal": _Colour("video conferences", "#008787", "#3fd0c9", "#006060"),
    "purple": _Colour("rounds of talks", "#af5fd7", "#d49bf5", "#7a2fa6"),
    "pink": _Colour("types of contact that a ledger adds", "#d75f87", "#ff8fb3", "#a8325f"),
    "green": _Colour("right or added", "#00875f", "#4fd39a", "#005f40"),
    "red": _Colour("wrong or removed", "#ff0000", "#ff7070", "#b00020"),
    "yellow": _Colour("uncertain", "#878700", "#cfcf5f", "#5f5f00"),
    "amber": _Colour("uncertain, in words", "", "#cfcf5f", "#5f5f00"),
    "grey": _Colour("lines and bars", "#808080", "#8a8a8a", "#767676"),
    "dim": _Colour("less important words", "", "#a8a8a8", "#585858"),
    "faint": _Colour("notes", "dim", "#a8a8a8", "#585858"),
    "ink": _Colour("all other words and signs", "", "", ""),
}

_STYLES = {
    "type.meeting": "orange",
    "type.call": "blue",
    "type.video": "teal",
    "type.talks": "purple",
    "type.contact": "pink",
    "type.visit": "ink",
    "type.letter": "ink",
    "type.statement": "ink",
    "type.agreement": "ink",
    "type.measure": "ink",
    "type.other": "ink",
    "heading": "bold", "number": "bold", "quiet": "dim", "note": "faint", "silence": "italic dim",
    "status": "italic", "unsure": "italic amber",
    "axis": "grey", "bar": "grey", "bar.unsure": "yellow",
    "verdict.agrees": "green", "verdict.differs": "red", "verdict.depends": "yellow",
    "verdict.cannot tell": "ink", "verdict.stands": "green", "verdict.not in the ledger": "yellow",
    "verdict.not read": "ink", "read": "underline",
    "severity.error": "bold red", "severity.warning": "bold yellow",
}  # fmt: skip
"""For each name of a style, a Rich style, with names of colours in `_COLOURS`."""


THEMES = ("usual", "dark", "light", "plain")
"""The names of the themes: for any background, a dark one, a light one, and without colours."""


def themed(name: str | None = None, colors: Mapping[str, str] | None = None) -> Theme:
    """Return the Rich theme called `name`, or the usual theme for None, with the user's colours.

    `colors`: maps the name of a style or the id of a type to a Rich style, such as "bold red".
    Raises UsageError if a name or a style is invalid.
    """
    chosen = choose(name or "usual", THEMES, "colour theme")
    shades = {word: getattr(each, chosen, "") for word, each in _COLOURS.items()}
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
    """Return a verdict with its sign in colour, such as `✓ agrees`.

    `named`: whether to add the word to the sign.
    """
    sign = Text(VERDICTS[word], f"verdict.{word}")
    return Text.assemble(sign, f" {word}") if named else sign


def style_of(kind: EventType) -> str:
    """Return the name of the style of a type, such as `type.call`."""
    if any(kind.id == built_in.id for built_in in BUILT_IN_TYPES):
        return f"type.{kind.id}"
    return "type.contact" if kind.contact else "type.other"


def bar_style(kind: EventType | None) -> str:
    """Return the name of the style for bars, such as `type.call`.

    `kind`: the type of the events, or None for several types.
    """
    return style_of(kind) if kind and kind.contact else "bar"


def symbol(kind: EventType) -> Text:
    """Return the symbol of a type in its colour."""
    return Text((kind.look or own_look(kind.contact, ())).symbol, style_of(kind))


def event_symbol(event: Event) -> Text:
    """Return the coloured symbol of the type for a held event, or the sign of any other status."""
    if event.status == "held":
        return symbol(event.type)
    return Text(STATUS_SIGNS[event.status], style_of(event.type))


def titled(event: Event, kind: bool = False) -> Text:
    """Return the title of an event, after the status if the event was not held: `cancelled: Talks`.

    `kind`: whether to add the name of the type: `cancelled round of talks: Talks`.
    """
    title = text(event.title)
    if event.status == "held":
        return title
    named = f" {event.type.label}" if kind else ""
    return Text.assemble(text(f"{event.status}{named}: ", "status"), title)


def label(kind: EventType, words: str, style: str = "") -> Text:
    """Return the symbol of a type, followed by `words` in the style `style`."""
    return Text.assemble(symbol(kind), " ", text(words, style))


def number(words: str, low: int, high: int) -> Text:
    """Return `words` in the style of a count, which is exact if `low` equals `high`."""
    return text(words, "number" if low == high else "unsure")


def count(count: Count) -> Text:
    """Return a count in a style: a number such as `4`, or a range such as `4–5`."""
    return number(str(count), count.min, count.max)


def uncertain(label: str, ids: str, style: str = "") -> Text:
    """Return a line with a label and the ids of uncertain events. `style`: the style of the ids."""
    return Text.assemble((f"{label}: ", "unsure"), text(ids, style))


def undecided(ids: Sequence[str], ledger: Ledger) -> Text:
    """Return the ids of the events that make a count a range, with the reasons."""
    why: dict[str, list[str]] = {" (date not known)": [], "": [], " (no source left)": []}
    for id in ids:
        exact = "" if ledger.any_exact([id]) else " (date not known)"
        why[" (no source left)" if id in ledger.unsupported else exact].append(id)
    lines = [uncertain(f"Undecided{x}", english.first_few(some)) for x, some in why.items() if some]
    return Text("\n").join(lines)


def text(words: str, style: str = "") -> Text:
    """Return a text from the ledger on one line, with control characters escaped."""
    return Text(escape_controls(words), style)


def paragraphs(words: str) -> Text:
    """Return a text from the ledger with control characters escaped, except for line ends."""
    return Text("\n".join(escape_controls_in_lines(words)))


def joined(texts: Iterable[Text]) -> Text:
    """Return the texts that are not empty, with a dim dot between them: `Busan · Xi Jinping`."""
    first, *others = [text for text in texts if text] or [Text()]
    # `Text.join` would give the style of the separator to all.
    return Text.assemble(first, *(part for text in others for part in ((" · ", "quiet"), text)))


def first_few(texts: Sequence[Text], limit: int = 12) -> Text:
    """Return up to `limit` texts, and the number of omitted texts: `17 Jan, 30 Oct, and 3 more`."""
    more = [Text(f"and {len(texts) - limit} more", "quiet")] if len(texts) > limit else []
    return Text(", ").join([*texts[:limit], *more])
