"""The tables of keys in docs/ledger.md, made from the table of keys in `files/format/keys.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chrono.files.format import keys
from chrono.files.format.containers import Key, Table

TABLES: Mapping[str, Table] = {
    "ledger": keys.LEDGER,
    "actor": keys.ACTOR,
    "role": keys.ROLE,
    "type": keys.TYPE,
    "source": keys.INLINE_SOURCE,
    "says": keys.SAYS,
    "event": keys.EVENT,
    "dates": keys.DATES,
    "claim": keys.CLAIM,
}
"""The tables of the format, by the names that the page has for them."""

_MARKED = re.compile(r"(<!-- keys of (\w+) -->\n).*?(<!-- end -->\n)", re.S)


def filled(page: str) -> str:
    """The page with its tables of keys made again: each between `keys of NAME` and `end`."""
    return _MARKED.sub(lambda match: f"{match[1]}\n{table(match[2])}\n{match[3]}", page)


def table(name: str) -> str:
    """The keys of a table, each with the values that it takes and its sentence."""
    rows = [
        f"| {_marked(key)} | {key.kind.words} | {key.help} |\n"
        for key in TABLES[name].keys.values()
        if key.help
    ]
    return "| key | takes | what it says |\n| --- | --- | --- |\n" + "".join(rows)


def _marked(key: Key) -> str:
    """The key's name: bold if it is required, italic if one of several is."""
    mark = "**" if key.required else "*" if key.either else ""
    return f"{mark}`{key.name}`{mark}"
