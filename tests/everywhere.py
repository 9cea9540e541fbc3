"""A ledger in which each key that can refer to an entry refers to one, and a list of these keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import tomli

from chrono.core.coverage import CoverageRow
from chrono.core.model import Claim, Event, Ledger, Source
from chrono.core.references import references
from chrono.files.format.containers import ListOf, MapOf, Table
from chrono.files.format.keys import TABLES
from chrono.files.format.kind import Kind
from chrono.files.format.ledger_kinds import SourceItem

IDS = {
    "actors": "an-actor", "types": "a-type", "publishers": "a-publisher", "sources": "a-source",
    "events": "an-event", "claims": "a-claim",
}  # fmt: skip
"""Table -> the id of the entry in EVERYWHERE to which every key of that kind refers."""

EVERYWHERE = """\
# an-actor, a-type, a-source, an-event and a-claim in a comment stay
[ledger]
title = "an-actor a-type a-source an-event a-claim"
principals = ["an-actor"]

[[coverage]]
period = "2025"
actors = ["ben", "an-actor"]
types = ["a-type", "call"]
tags = ["an-actor"]
note = "an-actor and a-type"

[actors.an-actor]
name = "Ann Ash"
country = "FR"

[actors.ben]
name = "Ben Birch"
country = "DE"
extra = { not_duplicate_of = "an-actor" }

[types.a-type]
label = "working lunch"
contact = true

[sources.a-source]
publisher = "an-actor"
side = "an-actor"
says = { type = "a-type", initiator = "an-actor" }

[[events]]
id = "an-event"
date = 2025-05-10
type = "a-type"
title = "an-event of a-type"
actors = ["an-actor", "ben"]
initiator = "an-actor"
tags = ["an-actor", "a-type"]
place = "an-event"
sources = [
  "a-source", # a-source
  { ref = "a-source", side = "an-actor", says = { type = "a-type", initiator = "an-actor" } },
]

[[events]]
id = "later"
date = 2025-05-12
type = "call"
title = "A call"
actors = ["ben", "Carla Cedar"]
present = ["an-actor"]
follows = ["an-event"]
part_of = "an-event"
notes = "see an-event, a-claim"
extra.not_duplicate_of = ["an-event"]
extra.mine = "an-event"
extra.actors = ["an-actor"]

[[events.sources]]
ref = "a-source"
side = "an-actor"

[events.sources.says]
type = "a-type"
initiator = "ben"

[[claims]]
id = "a-claim"
by = "an-actor"
date = 2025-06-01
statement = "a-claim of a-type"
period = { "a-type" = "2025" }
actors = ["an-actor"]
types = ["a-type"]
counts = { a-type = 1, call = 0 }
sources = [
  "a-source",
  { ref = "a-source", side = "an-actor", says = { type = "a-type", initiator = "an-actor" } },
]

[publishers.a-publisher]
name = "a-publisher"
aliases = ["The Wire"]
"""

Place = tuple[str, ...]
"""The keys that lead to a text, without ids and indexes: `("events", "sources", "ref")`."""


def places() -> dict[Place, str]:
    """Return the places in a ledger at which a text can refer to an entry.

    The result maps a place to the kind of entry, such as "actor".
    """
    found: dict[Place, str] = {}

    def walk(kind: Kind, place: Place) -> None:
        if isinstance(kind, (ListOf, SourceItem)):
            if isinstance(kind, SourceItem):
                found[place] = kind.refers_to
            walk(kind.item if isinstance(kind, ListOf) else kind.table, place)
        elif isinstance(kind, Table):
            for name, key in kind.keys.items():
                walk(key.kind, (*place, name))
        elif kind.refers_to:
            found[place] = kind.refers_to
        assert not isinstance(kind, MapOf) or not kind.item.refers_to

    for name, table in TABLES.items():
        walk(table, (name,))
    for name in ("events", "actors"):
        found[name, "extra", "not_duplicate_of"] = name.removesuffix("s")
    return found


def found_in(text: str) -> Counter[tuple[Place, str]]:
    """Return the number of times that a text or key is at a place in a ledger, by (place, text)."""
    found: Counter[tuple[Place, str]] = Counter()
    for name, value in tomli.loads(text).items():
        found.update(_texts(value, (name,), has_ids=name not in ("ledger", "events", "claims")))
    return found


def _texts(value: Any, place: Place, has_ids: bool = False) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, place)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield place, key
            yield from _texts(item, place if has_ids else (*place, key))


def references_in(ledger: Ledger) -> Counter[tuple[str, str]]:
    """Return the number of references to an entry, by (kind, id of the entry).

    Only references from records of the ledger count, as in `chrono remove`.
    """
    records: list[Event | Claim | Source | CoverageRow] = [
        *ledger.events, *ledger.claims, *ledger.sources.values(), *ledger.coverage,
    ]  # fmt: skip
    return Counter((one.kind, one.id) for record in records for one in references(record))
