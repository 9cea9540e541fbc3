"""Convert sources from CSL-JSON to BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chrono.core.english import joined
from chrono.core.text import escape_controls

_COMMANDS = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "{}#$%&_"},
}  # fmt: skip
"""The commands that print the characters that have a meaning in LaTeX."""

_SPECIAL = re.compile(r"[\\~^{}#$%&_]")
_SPECIAL_IN_URL = re.compile(r"[{}\\]")


def bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """Return the BibTeX entries of some CSL-JSON items as one text."""
    return "\n".join([entry(escape_controls(item["id"]), fields(item)) for item in items])


def entry(id: str, fields: str) -> str:
    """Return a BibTeX entry of the type `@misc` with the key `id` and the lines in `fields`."""
    return f"@misc{{{id},\n{fields}}}\n"


def fields(item: Mapping[str, Any]) -> str:
    """Return the fields of a BibTeX entry for a CSL-JSON item, one per line: `  year = {2025},`."""
    return "".join([f"  {name} = {{{value}}},\n" for name, value in _fields(item)])


def _fields(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    # Double braces keep names whole, and the capital letters of titles.
    for name in ("author", "title"):
        if value := item.get(name):
            words = " and ".join(one["literal"] for one in value) if name == "author" else value
            yield name, f"{{{_escaped(words)}}}"
    if publisher := item.get("container-title") or item.get("publisher"):
        yield "howpublished", _escaped(publisher)
    date = item.get("issued", {})
    numbers = date.get("date-parts", [()])[0]
    for name, number in zip(("year", "month", "day"), numbers, strict=False):
        yield name, str(number)
    if "literal" in date:
        yield "year", _escaped(date["literal"])
    if url := item.get("URL"):
        yield "url", _SPECIAL_IN_URL.sub(lambda match: f"%{ord(match[0]):02X}", url)
    if parts := item.get("accessed", {}).get("date-parts"):
        yield "urldate", "-".join(f"{number:02}" for number in parts[0])
    if language := item.get("language"):
        yield "language", _escaped(language)
    note = joined([item.get("locator") or "", item.get("note") or ""], ". ")
    if note:
        yield "note", _escaped(note)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: _COMMANDS[match[0]], text)
