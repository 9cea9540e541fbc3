"""Generate the tables of keys in docs/ledger.md from `files/format/keys.py`."""

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
    """Return a page with new tables of keys, each between the comments `keys of NAME` and `end`."""
    return _MARKED.sub(lambda match: f"{match[1]}\n{table(match[2])}\n{match[3]}", page)


def table(name: str) -> str:
    """Return a table of keys as Markdown, with the values and meanings of the keys.

    `name`: a key of TABLES, such as "event".
    """
    rows = [
        f"| {_marked(key)} | {key.kind.words} | {key.help} |\n"
        for key in TABLES[name].keys.values()
        if key.help
    ]
    return "| key | value | meaning |\n| --- | --- | --- |\n" + "".join(rows)


def _marked(key: Key) -> str:
    """Return the name of a key in Markdown.

    The name is bold if the key is required, and italic if one of several keys is required.
    """
    mark = "**" if key.required else "*" if key.either else ""
    return f"{mark}`{key.name}`{mark}"
