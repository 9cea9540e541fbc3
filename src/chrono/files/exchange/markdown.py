"""markdown: a table that GitHub and pandoc read, with all markup in cells escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from chrono.core.text import escape_controls_in_lines
from chrono.files.exchange.rows import Style, Table

FORMATS = {"markdown": {"suffixes": [".md"]}}

_MARKUP = re.compile(r"[\\`*_<>|~&]|\](?=[(\[:])")


def write_markdown(table: Table[Any], style: Style) -> Iterator[str]:
    """Yield a header, a rule, and one row per line."""
    yield f"| {' | '.join(map(_cell, table.header))} |\n"
    yield f"|{'|'.join(' --- ' for _ in table.header)}|\n"
    for cells in table.lines():
        yield f"| {' | '.join(map(_cell, cells))} |\n"


def _cell(text: str) -> str:
    return "<br>".join(_MARKUP.sub(r"\\\g<0>", line) for line in escape_controls_in_lines(text))
