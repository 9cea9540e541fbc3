"""Recognise ditto marks, with which a cell of a table repeats the cell above."""

from __future__ import annotations

from chrono.files.merge.cells import trim

DITTO_MARKS = (
    '"', "″", "〃", "“", "”", "„", "''", "´´", ",,", "-\"-", '- " -', "–\"–", "–″–", "do.", "ditto",
    "dito", "dto.", "idem",
)  # fmt: skip
"""Texts, in lower case, with which a cell repeats the cell above."""
_MARKS = frozenset(DITTO_MARKS)


def is_ditto(value: object) -> bool:
    """Return whether the value of a cell is only a ditto mark."""
    # Most cells are longer, and tables have many cells.
    return isinstance(value, str) and len(value) < 20 and trim(value).casefold() in _MARKS
