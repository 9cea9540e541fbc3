"""The tables of keys in docs/ledger.md, from the readers and the sentences of the schema."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chrono.core.english import join_or
from chrono.files.format import keys, kinds
from chrono.files.format.json_schema import DESCRIPTIONS
from chrono.files.format.kinds import Choice, Each, Items, Keys, Reader

TABLES: Mapping[str, Keys] = {
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
"""The tables of the format, by the names under which the schema describes their keys."""

_KINDS: Mapping[Reader, str] = {
    kinds.text: "text",
    kinds.line: "text of one line",
    kinds.identifier: "id",
    kinds.boolean: "true or false",
    keys.version: "number",
    kinds.when: "date",
    kinds.period: "period",
    kinds.country: "country",
    kinds.url: "address",
    kinds.number: "count",
    kinds.readings: "period, or a table of periods by name",
    keys.source: "id or table",
}
_MARKED = re.compile(r"(<!-- keys of (\w+) -->\n).*?(<!-- end -->\n)", re.S)


def filled(page: str) -> str:
    """A page with its tables of keys as they are now: each between `keys of NAME` and `end`."""
    return _MARKED.sub(lambda found: f"{found[1]}\n{table(found[2])}\n{found[3]}", page)


def table(name: str) -> str:
    """The keys of a table, each with what it takes and what it says; required ones are bold."""
    found = TABLES[name]
    rows = [
        f"| {_key(key, found)} | {kind(reader)} | {DESCRIPTIONS[name][key]} |\n"
        for key, reader in found.readers.items()
        if key != "extra"
    ]
    return "| key | takes | what it says |\n| --- | --- | --- |\n" + "".join(rows)


def kind(reader: Reader) -> str:
    """What a reader takes, in words."""
    if isinstance(reader, Choice):
        return join_or([f"`{one}`" for one in reader.options])
    if isinstance(reader, Items):
        return f"list of {_several(reader.item)}"
    if isinstance(reader, Each):
        return f"table of {_several(reader.value)}"
    return "table" if isinstance(reader, Keys) else _KINDS[reader]


def _several(reader: Reader) -> str:
    if isinstance(reader, Keys):
        return "tables"
    if reader is keys.source:
        return "ids and tables"
    return f"{_KINDS[reader].split()[0]}s"


def _key(key: str, table: Keys) -> str:
    if key in table.required:
        return f"**`{key}`**"
    return f"*`{key}`*" if key in table.either else f"`{key}`"
