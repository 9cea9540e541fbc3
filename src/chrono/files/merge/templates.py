"""Templates such as `{who} in {place}`: a column's name, or a text with columns in braces."""

from __future__ import annotations

import re
from collections.abc import Callable

from chrono.errors import UsageError

_COLUMN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")


def is_template(text: str) -> bool:
    """Whether a text is more than a column's name."""
    return "{" in text or "}" in text


def columns_of(template: str) -> list[str]:
    """The columns that a template names."""
    if not is_template(template):
        return [template]
    return [match[1] for match in _COLUMN.finditer(template) if match[1] is not None]


def check_template(text: str) -> None:
    """Raise UsageError where a brace has no other, and is not doubled to stand for itself."""
    if re.search(r"[{}]", _COLUMN.sub("", text)):
        raise UsageError(f'"{text}": a column stands in {{ }}, and a brace itself is doubled')


def filled(template: str, cell: Callable[[str], str]) -> str:
    """A template with the cells of its columns; an empty text where all of them are empty."""
    if not is_template(template):
        return cell(template)
    cells = {column: cell(column) for column in columns_of(template)}
    if not any(cells.values()):
        return ""
    return _COLUMN.sub(lambda match: match[0][0] if match[1] is None else cells[match[1]], template)
