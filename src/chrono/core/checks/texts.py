"""The rule of `chrono check` about invisible characters and mixed alphabets in texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from chrono.core.checks.rules import Finding, RuleContext, rule
from chrono.core.english import join_and
from chrono.core.model import Actor, Claim, Event, Role, Source
from chrono.core.text import escape_controls, hidden_characters

_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = ("Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Coptic")
"""Alphabets with letters that look alike, by their names in Unicode."""

_AROUND = 15
"""The number of characters that a message shows on each side of an invisible character."""


@rule("lookalike", "warning", needs_all=False)
def lookalike(context: RuleContext) -> Iterator[Finding]:
    """The rule reports texts with an invisible character, and texts with a word that mixes two
    alphabets, such as Latin and Cyrillic. Such a text may look like another text, but searches and
    counts treat the two texts as different. Each text is reported once, where it first appears.
    Invisible joiners that a script or an emoji needs are not reported.
    """
    seen, plain = set[str](), set[int]()
    ledger = context.ledger
    for record in (*ledger.actors.values(), *ledger.records):
        if _is_plain(record, plain) or (isinstance(record, Actor) and not record.declared):
            continue  # the name of an actor who is not declared is reported where it is used
        for at, text in _texts(record, ()):
            if text not in seen and not (text.isascii() and text.isprintable()):
                seen.add(text)
                if problem := _problem(text):
                    yield Finding(record, at[:2], problem)


def _is_plain(record: tuple[Any, ...], known: set[int]) -> bool:
    """Return whether all texts in a record have only printable ASCII characters.

    `known`: the `id()` of each object that is known to be plain. The function adds to this set.
    """
    for item in record:
        kind = type(item)
        if kind is str:
            if not (item.isascii() and item.isprintable()):
                return False
        elif kind in (tuple, Actor, Source, Role) and item and id(item) not in known:
            is_own = kind is not Actor or not item.declared  # others are records themselves
            if is_own and not _is_plain(item, known):
                return False
            known.add(id(item))
    return True


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif type(value) is tuple:
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))
    elif path and isinstance(value, Actor):
        if not value.declared:
            yield path, value.name
    elif isinstance(value, (Event, Claim, Actor, Role, Source)):
        for key, item in zip(value._fields, value, strict=True):
            if key != "readings":
                yield from _texts(item, (*path, key))


def _problem(text: str) -> str | None:
    hidden = [char for char in hidden_characters(text) if char not in "\t\r\n"]
    if hidden:
        at = text.index(hidden[0])
        part = escape_controls(text[max(0, at - _AROUND) : at + _AROUND].strip())
        codes = join_and([*dict.fromkeys(f"U+{ord(char):04X}" for char in hidden)])
        noun = "an invisible character" if len(hidden) == 1 else "invisible characters"
        return f'"{part}" contains {codes}, {noun}; remove {"it" if len(hidden) == 1 else "them"}'
    for word in _WORD.findall(text):
        letters: dict[str, list[str]] = {}
        for char in word if not word.isascii() else "":
            alphabet = unicodedata.name(char, "").partition(" ")[0].title()
            if alphabet in _ALIKE:
                letters.setdefault(alphabet, []).append(char)
        if len(letters) > 1:
            most = max(letters, key=lambda alphabet: len(letters[alphabet]))
            others = [
                f'"{char}" is {name}'
                for name, chars in letters.items()
                for char in dict.fromkeys(chars if name != most else ())
            ]
            mixed = join_and([name for name in _ALIKE if name in letters])
            return f'"{word}" mixes {mixed} letters ({", ".join(others)}); use one alphabet'
    return None
