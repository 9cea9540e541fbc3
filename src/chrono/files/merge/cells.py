"""Read the text of cells, and fill templates such as `{who} in {place}`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from chrono.core.countries import split_country
from chrono.core.english import join_and
from chrono.core.lists import split_list
from chrono.core.names import fold
from chrono.core.sentences import given_twice
from chrono.errors import UsageError
from chrono.files.exchange.import_table import Row
from chrono.files.format.ids import slug
from chrono.files.toml.blocks import Path
from chrono.files.write.sources import host_of

if TYPE_CHECKING:
    from chrono.files.merge.rules import Rules

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
    """Return an id from another program with only a-z, 0-9 and hyphens, if it has any of these."""
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


def parse_source(text: str, is_own: bool) -> Any:
    """Return the fields of a source, such as `MarketBeat https://…`. A single word may be an id."""
    publisher, _, url = text.strip().rpartition(" ")
    if not re.fullmatch(r"https?://\S+", url, re.IGNORECASE):
        publisher, url = text.strip(), ""
    if re.fullmatch(r"[A-Za-z0-9_-]+", publisher) and not url:
        return publisher
    publisher, origin = publisher.strip(), ""
    if is_own and (match := re.fullmatch(r"(.+) \(([^()]*)\)", publisher)):
        publisher, origin = match.groups()
    fields = {"publisher": publisher, "origin": origin, "url": url}
    return {key: one for key, one in fields.items() if one}


# -- templates ------------------------------------------------------------------------------------

_PART = re.compile("(.+):(cell|country|host|name)")
_COLUMN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_BETWEEN = re.compile(r"(\s*[,;|]\s*|:\s+|\s+[–—-]\s+)")


def column_and_part(column: str) -> tuple[str, str]:
    """Return (column, part) for a text such as `Link:host`, and (column, "") without a part."""
    match = _PART.fullmatch(column)
    return (match[1], match[2]) if match else (column, "")


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


def check_template(text: str) -> None:
    """Raise UsageError if a template has an unmatched brace. Other braces must be doubled."""
    if re.search(r"[{}]", _COLUMN.sub("", text)):
        raise UsageError(f'"{text}": write columns as {{COLUMN}}, and any other brace twice')


def filled(template: str, cell: Callable[[str], str]) -> str:
    """Return a template with the texts of cells. A part without any text is left out."""
    columns = columns_of(template)
    cells = {column: cell(column) for column in columns}
    if columns and not any(cells.values()):
        return ""
    if not all(cells.values()):
        template = _without_empty_parts(template, cells)
    return _COLUMN.sub(lambda match: match[0][0] if match[1] is None else cells[match[1]], template)


def _without_empty_parts(template: str, cells: dict[str, str]) -> str:
    """Return a template without the parts in which all columns are empty."""

    def kept(text: str) -> str:
        pieces = _BETWEEN.split(text)
        result = ""
        for at in range(0, len(pieces), 2):
            columns = columns_of(pieces[at])
            if not columns or any(cells[column] for column in columns):
                result += (pieces[at - 1] if result else "") + pieces[at]
        return result

    def bracket(match: re.Match[str]) -> str:
        if not columns_of(match[1]):
            return match[0]
        inner = kept(match[1])
        return match[0].replace(match[1], inner) if inner.strip() else ""

    return kept(_BRACKETS.sub(bracket, template))


def put(event: dict[str, Any], path: Path, value: Any) -> None:
    """Set the value at `path` in an event. The elements of a list must be set in order."""
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


# -- cells by the rules of an import --------------------------------------------------------------


class CellReader:
    """A reader of the texts and lists in the cells of rows, by the rules of an import."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._missing = {*rules.missing}
        self._bodies = {*map(fold, rules.bodies)}
        self.split_columns: set[str] = set()
        self.hosts: dict[str, dict[str, None]] = {}

    def text(self, row: Row, column: str) -> str:
        """Return the text of the cell of `row` in `column`, or "" if there is no such cell."""
        value = row.values.get(column)
        base, part = ("", "") if column in row.values else column_and_part(column)
        if part in ("cell", "host"):
            whole = row.values.get(base)
            return self._part(base, part, trim("" if whole is None else str(whole)))
        if isinstance(value, list) or part:
            separator = next(iter(self.rules.split.of(base or column)), ";")
            return f"{separator} ".join(filter(None, self.elements(row, column)))
        return self.replaced(column, "" if value is None else str(value))

    def filled(self, row: Row, template: str) -> str:
        """Return a template with the texts of a row's cells."""
        return filled(template, partial(self.text, row))

    def replaced(self, column: str, text: str) -> str:
        """Return the replacement of `text` by the rules for a column, or "" for a missing value."""
        bare = trim(text)
        replacement = self.rules.values.get(column, {}).get(bare)
        if replacement is None:
            return "" if bare in self._missing else trim_lines(text)
        return trim(replacement)

    def elements(self, row: Row, column: str, with_urls: bool = False) -> list[str]:
        """Return the elements of the list in a cell. An empty element is ""."""
        base, part = ("", "") if column in row.values else column_and_part(column)
        if part:
            found = self.elements(row, base, with_urls or part == "host")
            return [self._part(base, part, one) for one in found]
        value = row.values.get(column)
        if isinstance(value, list):
            return [self.replaced(column, str(element)) for element in value]
        separators = self.rules.split.of(column)
        text = trim_lines("" if value is None else str(value))
        if (whole := self.replaced(column, text)) != text:
            return split_list(whole, separators, with_urls)
        elements = from_json(text, list)
        if not elements or not all(isinstance(item, str) for item in elements):
            elements = split_list(text, separators, with_urls)
        if len(elements) > 1:
            self.split_columns.add(column)
        return [self.replaced(column, element) for element in elements]

    def _part(self, base: str, part: str, text: str) -> str:
        column = f"{base}:{part}"
        if part == "cell":
            return text
        if part == "host":
            found = host_of(text)
            name = self.replaced(column, found)
            if found and name == found:
                self.hosts.setdefault(column, {})[found] = None
            return name
        words = self.rules.values.get(f"{base}:country", {})
        name, country = split_country(text, lambda one: one in words or fold(one) in self._bodies)
        return self.replaced(column, name if part == "name" else country)

    def rows_of(
        self, row: Row, templates: Sequence[str], with_urls: bool = False
    ) -> Iterator[tuple[str, ...]]:
        """Yield the filled `templates` for each element of the lists in a row."""
        columns = dict.fromkeys(name for one in templates for name in columns_of(one))
        elements = {name: self.elements(row, name, with_urls) for name in columns}
        lengths = {len(part) for part in elements.values() if len(part) > 1}
        if len(lengths) > 1:  # the blanks at the ends of lists do not count
            for part in elements.values():
                while part and not part[-1]:
                    part.pop()
        by_length = {len(part): name for name, part in elements.items() if len(part) > 1}
        if len(by_length) > 1:
            counts = join_and([f"{number} in {name}" for number, name in by_length.items()])
            raise UsageError(
                f"different numbers of items in a list ({counts}); write the same number in each"
            )
        for at in range(max(by_length, default=1)):
            cell = {name: part[at % len(part)] if part else "" for name, part in elements.items()}
            yield tuple(filled(template, cell.__getitem__).strip() for template in templates)
