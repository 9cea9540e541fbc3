"""The tables of keys in docs/ledger.md, made from the table of keys in `files/format/keys.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chrono.files.format import keys
from chrono.files.format.containers import Key, Table

TABLES: Mapping[str, Table] = {
    "ledger": keys.LEDGER,
    "coverage": keys.COVERAGE,
    "actor": keys.ACTOR,
    "role": keys.ROLE,
    "type": keys.TYPE,
    "source": keys.INLINE_SOURCE,
    "says": keys.SAYS,
    "publisher": keys.PUBLISHER,
    "event": keys.EVENT,
    "dates": keys.DATES,
    "claim": keys.CLAIM,
}
"""Name of a table in docs/ledger.md -> table."""

_MARKED = re.compile(r"(<!-- keys of (\w+) -->\n).*?(<!-- end -->\n)", re.S)


def filled(page: str) -> str:
    """Return the page with new tables of keys, each between the marks `keys of NAME` and `end`."""
    return _MARKED.sub(lambda match: f"{match[1]}\n{table(match[2])}\n{match[3]}", page)


def table(name: str) -> str:
    """Return the table of keys as Markdown, with their values and meanings."""
    rows = [
        f"| {_marked(key)} | {key.kind.words} | {key.help} |\n"
        for key in TABLES[name].keys.values()
        if key.help
    ]
    return "| key | value | meaning |\n| --- | --- | --- |\n" + "".join(rows)


def _marked(key: Key) -> str:
    """Return the key's name: bold if it is required, italic if one of several is required."""
    mark = "**" if key.required else "*" if key.either else ""
    return f"{mark}`{key.name}`{mark}"
