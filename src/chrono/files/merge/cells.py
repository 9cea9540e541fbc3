"""Read the text of cells, fill templates such as `{who} in {place}`, and set values in events."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Any

from chrono.core.sentences import given_twice
from chrono.errors import UsageError
from chrono.files.format.ids import slug
from chrono.files.toml.blocks import Path

_INVISIBLE_BLANKS = "\u200b\u2060\ufeff"


def trim(text: str) -> str:
    """Return the text without white space and zero-width spaces at its start and end."""
    return text.strip().strip(_INVISIBLE_BLANKS).strip()


def trim_lines(text: str) -> str:
    """Return the text without white space at its start and end, but with all line ends."""
    if "\n" not in text and "\r" not in text:
        return trim(text)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    line_ends = [re.sub(r"[^\r\n]", "", ends) for ends in (text[:start], text[max(start, end) :])]
    return trim(text).join(line_ends)


def one_line(text: str) -> str:
    """Return the text with a space in place of each line break and the blanks around it."""
    return re.sub(r"\s*[\r\n]\s*", " ", text)


def is_text(value: object) -> bool:
    """Return whether a value is read as a text: a string, or a whole number such as a year."""
    return isinstance(value, str) or type(value) is int


def from_json(text: str, kind: type) -> Any:
    """Return the value in a JSON text if it is of the type `kind` (list or dict), or else None."""
    if not text.lstrip().startswith(("[", "{")):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, kind) else None


def split_pairs(text: str) -> list[str]:
    """Return the pairs in a cell: `["a=1", "b=x; y"]` for the text `a=1; b=x; y`."""
    # The text after a `; ` begins a pair only if it has a `=` before the next `; `.
    return re.split(r"(?s); (?=(?:(?!; ).)*=)", text)


def as_ledger_id(text: Any) -> Any:
    """Return an id from another program, converted to a-z, 0-9 and hyphens.

    If `text` is not a string, or has no letters and digits, it is returned unchanged.
    """
    if not isinstance(text, str):
        return text
    if not text.isascii():
        return slug(text) or text
    id = re.sub(r"[^a-z0-9-]+", "-", text.strip().lower())
    return id if re.search(r"[a-z0-9]", id) else text


def has_half_characters(value: Any) -> bool:
    """Return whether a string in `value` has half of a UTF-16 pair, which UTF-8 cannot encode."""
    if isinstance(value, (list, tuple, dict)):
        return any(map(has_half_characters, value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) and bool(re.search("[\ud800-\udfff]", value))


_SOURCE = re.compile(
    r"(?P<publisher>.*?)(?: \((?P<origin>[^()]+)\))?(?: (?P<url>https?://\S+))?", re.IGNORECASE
)


def parse_source(text: str) -> Any:
    """Return the fields of a source by key, from a text such as `MarketBeat (AP) https://…`.

    A single word is returned unchanged, since the word may be an id.
    """
    text = text.strip()
    if re.fullmatch(r"https?://\S+", text, re.IGNORECASE):
        return {"url": text}
    match = _SOURCE.fullmatch(text)
    if match is None or re.fullmatch(r"[A-Za-z0-9_-]+", text):
        return text
    return {key: value for key, value in match.groupdict().items() if value}


# -- parts of cells -------------------------------------------------------------------------------

_PART = re.compile("(.+):(cell|country|host|name)")


def column_and_part(column: str) -> tuple[str, str]:
    """Return (column, part) for a text such as `Link:host`. Without a part, return (column, "").

    The parts are:

    - `cell`: the text in the file, without replacements by the rules
    - `host`: the host of a web address
    - `name`: the name in a cell such as `Jane Roe (US)`
    - `country`: the country in a cell such as `Jane Roe (US)`
    """
    match = _PART.fullmatch(column)
    return (match[1], match[2]) if match else (column, "")


# -- templates ------------------------------------------------------------------------------------

_COLUMN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def is_template(text: str) -> bool:
    """Return whether a text is a template such as `{who} in {place}`."""
    return "{" in text or "}" in text


def as_template(text: str) -> str:
    """Return the template `text`, or the template `{NAME}` if `text` is the name of a column."""
    return text if is_template(text) else f"{{{text}}}"


@lru_cache(4096)  # a template is filled for each row
def columns_of(template: str) -> tuple[str, ...]:
    """Return the names of the columns in a template: `("who", "place")` for `{who} in {place}`."""
    return tuple(match[1] for match in _COLUMN.finditer(template) if match[1] is not None)


def only_column(template: str) -> str | None:
    """Return the column's name for a template such as `{who}`, or None for a longer template."""
    match = _COLUMN.fullmatch(template.strip())
    return match[1] if match else None


def name_and_country_of(column: str) -> str:
    """Return the template `{COLUMN:name} ({COLUMN:country})`, for cells such as `Jane Roe (US)`."""
    return f"{{{column}:name}} ({{{column}:country}})"


def check_template(text: str) -> None:
    """Raise UsageError if the template `text` has an unmatched brace.

    Braces that do not enclose the name of a column must be doubled.
    """
    if re.search(r"[{}]", _COLUMN.sub("", text)):
        raise UsageError(f'"{text}": write columns as {{COLUMN}}, and any other brace twice')


def filled(template: str, cell: Callable[[str], str]) -> str:
    """Return the template with the text of a cell in place of each column.

    If all cells are empty, the result is "". `cell`: a function that returns the text for a column.
    """
    cells = {column: cell(column) for column in columns_of(template)}
    if cells and not any(cells.values()):
        return ""
    return _COLUMN.sub(lambda match: match[0][0] if match[1] is None else cells[match[1]], template)


def put(event: dict[str, Any], path: Path, value: Any) -> None:
    """Set the value at `path` in an event. The elements of a list must be set in order.

    Raises UsageError if a value at `path`, or on the way to it, makes this impossible.
    """
    holder: Any = event
    for step, following in pairwise(path):
        kind = list if isinstance(following, int) else dict
        if isinstance(step, int):
            holder += [{} for _ in range(len(holder), step + 1)]
            holder = holder[step]
        else:
            holder = holder.setdefault(step, kind())
        if not isinstance(holder, kind):
            raise UsageError(given_twice(str(path[0])))
    last: Any = path[-1]
    if isinstance(last, int):
        holder.append(value)
    elif isinstance(value, dict) and isinstance(table := holder.get(last), dict):
        if twice := next((key for key in value if key in table), None):
            raise UsageError(given_twice(f"{last}.{twice}"))
        table |= value
    else:
        holder[last] = value
