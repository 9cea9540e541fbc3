"""Complete the ids, names, words and dates in a ledger while the user types."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from lsprotocol import types

from chrono.core.dates import When
from chrono.core.english import full_date
from chrono.files.format.containers import MapOf
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import COUNTRY, DATE, PLACE
from chrono.files.toml.emit import literal
from chrono.lsp.cursor import Cursor, cursor_at
from chrono.lsp.documents import Document
from chrono.lsp.vocabulary import KINDS, Entry, Vocabulary

TRIGGERS = ['"', "'", "-"]
"""The characters after which an editor asks for completions, besides letters."""

_WORDS = {"tags": "tags", "publisher": "publishers", "origin": "publishers"}
"""For each key with words that a ledger repeats, the property of `Vocabulary` with the words."""

_ICONS = {
    "actors": types.CompletionItemKind.Class,
    "speakers": types.CompletionItemKind.Class,
    "events": types.CompletionItemKind.Event,
    "sources": types.CompletionItemKind.Reference,
    "types": types.CompletionItemKind.EnumMember,
    "tags": types.CompletionItemKind.Keyword,
}

_DATE = re.compile(r"^[ \t]*date[ \t]*=[ \t]*[\"']?([0-9]{4}-[0-9]{2}-[0-9]{2})", re.M)


def complete(
    document: Document, position: types.Position, vocabulary: Vocabulary, today: dt.date
) -> types.CompletionList:
    """Return the completions at a position. Keys have none, since the editor completes keys."""
    offset = document.positions.offset(position)
    cursor = cursor_at(document.text, offset)
    items: list[types.CompletionItem] = []
    if cursor is not None and cursor.role != "header" and (kind := cursor.kind) is not None:
        items = [*_items(document, _trimmed(cursor, offset), offset, kind, vocabulary, today)]
    return types.CompletionList(is_incomplete=True, items=items)


def _trimmed(cursor: Cursor, offset: int) -> Cursor:
    """Return the cursor without the text after `offset` if a closing quotation mark is missing.

    In all other cases, return the same cursor.
    """
    if cursor.quote and re.match(r"[ \t]*[,\]}]", cursor.text[offset - cursor.start :]):
        text = cursor.text[: offset - cursor.start]
        return cursor._replace(end=offset, text=text, is_closed=False)
    return cursor


def _items(
    document: Document, cursor: Cursor, offset: int, kind: Kind, vocabulary: Vocabulary,
    today: dt.date,
) -> Iterator[types.CompletionItem]:  # fmt: skip
    typed = document.text[cursor.start : offset]
    if cursor.role == "value" and kind is DATE:
        found: Iterable[tuple[Entry, str]] = _dates(document.text, offset, typed, today)
        name = "dates"
    elif name := words_at(cursor, kind):
        found = vocabulary.search(name, typed)
    else:
        return
    range = document.positions.range(cursor.start, cursor.end)
    found = (each for each in found if each[0].text != cursor.text)  # the word that is being typed
    for number, (entry, matched) in enumerate(found):
        text = _written(entry.text, cursor, is_date=name == "dates")
        yield types.CompletionItem(
            label=entry.label,
            kind=_ICONS.get(name, types.CompletionItemKind.Value),
            detail=entry.detail or None,
            sort_text=f"{number:03}",
            filter_text=typed + matched[len(typed) :],  # compared with the text to replace
            text_edit=types.TextEdit(range, text),
        )


def words_at(cursor: Cursor, kind: Kind) -> str:
    """Return the name of the `Vocabulary` property with the words for the cursor, such as "tags".

    If there is no such property, the result is "".
    """
    if cursor.role == "key":
        if not isinstance(kind, MapOf):
            return ""
        return "countries" if kind.name is COUNTRY else KINDS.get(kind.refers_to, "")
    if kind is COUNTRY:
        return "countries"
    if kind is PLACE:
        return "places"
    return KINDS.get(kind.refers_to) or _WORDS.get(cursor.key, "")


def _written(text: str, cursor: Cursor, is_date: bool = False) -> str:
    if cursor.quote == "'" and "'" not in text:
        return text if cursor.is_closed else f"{text}'"
    if is_date and not cursor.quote:
        return text
    if cursor.role == "key" and not cursor.quote and re.fullmatch(r"[A-Za-z0-9_-]+", text):
        return text
    written = literal(text)[1:]
    if cursor.quote:
        return written.removesuffix('"') if cursor.is_closed else written
    return f'"{written}'


def _dates(text: str, offset: int, typed: str, today: dt.date) -> Iterator[tuple[Entry, str]]:
    one = dt.timedelta(1)
    days = {str(today): "today", str(today - one): "yesterday", str(today + one): "tomorrow"}
    near = [match[1] for match in _DATE.finditer(text, max(0, offset - 2000), offset)]
    for day in dict.fromkeys((*reversed(near), *days)):
        try:
            when = When.parse(day)
        except ValueError:
            continue
        if day.startswith(typed):
            detail = days.get(day, "a date near the cursor")
            yield Entry(day, day, f"{full_date(when)}, {detail}", (day,), ""), day
