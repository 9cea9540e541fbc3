"""Generate the table of English dates and periods in docs/questions.md.

The rows are the forms that chrono can read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from chrono.core.date_errors import DateError
from chrono.core.english_dates import EXAMPLES, read_date, read_period

_MARKED = re.compile(r"(<!-- forms -->\n).*?(<!-- end -->\n)", re.S)
_TODAY = dt.date(2025, 12, 4)


def filled(page: str) -> str:
    """Return a page with a new table of all forms between the comments `forms` and `end`."""
    rows = ["| words | period | date of an event |", "| --- | --- | --- |"]
    rows += [
        f"| `{words}` | {_meaning(words, read_period)} | {_meaning(words, read_date)} |"
        for words in EXAMPLES
    ]
    table = "\n".join(rows)
    return _MARKED.sub(lambda match: f"{match[1]}\n{table}\n\n{match[2]}", page)


def _meaning(words: str, read: Callable[[str, dt.date], str]) -> str:
    try:
        return f"`{read(words, _TODAY)}`"
    except DateError:
        return "–"
