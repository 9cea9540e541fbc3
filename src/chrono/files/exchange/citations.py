"""Which sources a ledger cites, and an id for each: the same in every format that names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from chrono.core.ids import slug
from chrono.core.model import Claim, Event, Ledger, Source

Key = tuple[str | None, ...]
"""What makes a source the same as another: all that it is itself, its id first."""


def source_key(source: Source) -> Key:
    """The same for two sources that differ only in what they are cited for."""
    date = source.date.text if source.date else None
    return (
        source.id, source.publisher, source.origin, source.title, source.url, date,
        source.archive, source.side, source.grade,
    )  # fmt: skip


def source_ids(ledger: Ledger) -> dict[Key, str]:
    """The id of each source that is cited: its own, or one made of its publisher and date.

    One source more never makes an id mean another: where two would have it, neither has, and each
    bears a mark of what it is. A source that is declared is the same where it is written out.
    """
    keys = dict.fromkeys(map(source_key, cited(ledger)))
    declared = {source_key(source): id for id, source in ledger.sources.items()}
    found = {key: declared[key] for key in keys if key in declared}
    same = {key[1:]: id for key, id in reversed(found.items())}
    found |= {key: same[key[1:]] for key in keys if key[0] is None and key[1:] in same}
    made = {key: _readable(key) for key in keys if key not in found}
    number = Counter(made.values())
    taken = set(ledger.sources)
    for key, name in made.items():
        if number[name] > 1 or name in taken:
            name = _marked(name, key, taken)
        found[key] = name
        taken.add(name)
    return found


def cited(ledger: Ledger) -> Iterator[Source]:
    """The sources of a ledger's events and claims, as often as they are named."""
    things: tuple[Event | Claim, ...] = (*ledger.events, *ledger.claims)
    return (source for thing in things for source in thing.sources)


def _readable(key: Key) -> str:
    """`xinhua-2025-10-30`; of a declared source of which something differs its id."""
    id, publisher, date = key[0], key[1], key[5]
    return id or "-".join(filter(None, map(_slug, (publisher or "", date or "")))) or "source"


_slug = lru_cache(4096)(slug)
"""Many sources are of few publishers."""


def _marked(name: str, key: Key, taken: set[str]) -> str:
    digest = sha256(repr(key).encode()).hexdigest()
    marks = (f"{name}-{digest[:length]}" for length in range(6, len(digest) + 1))
    return next(mark for mark in marks if mark not in taken)
