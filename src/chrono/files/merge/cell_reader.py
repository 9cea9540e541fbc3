"""Read the cells of a row by the rules of an import: replaced texts, missing values and lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono.core.english import join_and
from chrono.errors import UsageError
from chrono.files.exchange.import_table import Row
from chrono.files.exchange.lists import split_list
from chrono.files.merge.cells import columns_of, filled, from_json, trim, trim_lines
from chrono.files.merge.rules import Rules


class CellReader:
    """Reads the cells of rows by the rules of an import."""

    def __init__(self, rules: Rules) -> None:
        self._values = rules.values
        self._missing = {*rules.missing}
        self._split = rules.split

    def text(self, row: Row, column: str) -> str:
        """The text of the whole cell; a list is joined. "" for an empty or missing value."""
        value = row.values.get(column)
        if isinstance(value, list):
            separator = next(iter(self._split.of(column)), ";")
            return f"{separator} ".join(filter(None, self.elements(row, column)))
        return self.replaced(column, "" if value is None else str(value))

    def replaced(self, column: str, text: str) -> str:
        """The replacement that the rules have for `text` in `column`, or else `text` itself.

        Blanks at the ends are removed.
        """
        bare = trim(text)
        replacement = self._values.get(column, {}).get(bare)
        if replacement is None:
            return "" if bare in self._missing else trim_lines(text)
        return trim(replacement)

    def elements(self, row: Row, column: str, with_urls: bool = False) -> list[str]:
        """The elements of the list in `column`; empty ones are kept, for their places count.

        The rules may replace the whole cell, or single elements. `with_urls`: see `split_list`.
        """
        value = row.values.get(column)
        separators = self._split.of(column)
        if isinstance(value, list):
            return [self.replaced(column, str(element)) for element in value]
        text = trim_lines("" if value is None else str(value))
        if (whole := self.replaced(column, text)) != text:
            return split_list(whole, separators, with_urls)
        elements = from_json(text, list)
        if not elements or not all(isinstance(item, str) for item in elements):
            elements = split_list(text, separators, with_urls)
        return [self.replaced(column, element) for element in elements]

    def filled(
        self, row: Row, templates: Sequence[str], with_urls: bool = False
    ) -> Iterator[tuple[str, ...]]:
        """Yield the texts of `templates`, filled together once for each element of their lists.

        A single element is repeated; a text without a value is "". Raises UsageError if two longer
        lists have different lengths.
        """
        columns = dict.fromkeys(name for template in templates for name in columns_of(template))
        elements = {name: self.elements(row, name, with_urls) for name in columns}
        lengths = {len(part): name for name, part in elements.items() if len(part) > 1}
        if len(lengths) > 1:
            elements = {name: _without_last_blanks(part) for name, part in elements.items()}
            lengths = {len(part): name for name, part in elements.items() if len(part) > 1}
        if len(lengths) > 1:
            counts = join_and([f"{number} in {name}" for number, name in lengths.items()])
            raise UsageError(f"different numbers of items in a list ({counts}); make them equal")
        for at in range(max(lengths, default=1)):
            cell = {name: part[at % len(part)] if part else "" for name, part in elements.items()}
            yield tuple(filled(template, cell.__getitem__).strip() for template in templates)


def _without_last_blanks(elements: list[str]) -> list[str]:
    while elements and not elements[-1]:
        elements = elements[:-1]
    return elements
