"""List the sources that a ledger cites, with the ids that all export formats use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

from chrono.core.model import Claim, Event, Ledger, Source
from chrono.files.format.ids import slug

Key = tuple[str | None, ...]
"""The values that all citations of a source have in common, as `source_key` returns them."""


def source_key(source: Source) -> Key:
    """Return a key that is equal for all citations of a source, even if quotes or pages differ."""
    date = source.date.text if source.date else None
    text = (source.id, source.publisher, source.origin, source.title, source.url, date)
    accessed = source.accessed.text if source.accessed else None
    more = (source.author, source.language, accessed)
    return (*text, source.archive, source.side, source.grade, *(more if any(more) else ()))


def source_ids(ledger: Ledger) -> dict[Key, str]:
    """Return the id of each cited source, by its `source_key`. All exports use these ids.

    The id of a source that is not declared consists of publisher and date, such as
    `xinhua-2025-10-30`. A hash is added to ids that would not be unique. To export a subset, pass
    the whole ledger, so that the ids do not depend on the subset.
    """
    keys = dict.fromkeys(map(source_key, cited(ledger)))
    declared = {source_key(source): id for id, source in ledger.sources.items()}
    ids = {key: declared[key] for key in keys if key in declared}
    by_content = {key[1:]: id for key, id in reversed(ids.items())}
    ids |= {key: by_content[key[1:]] for key in keys if not key[0] and key[1:] in by_content}
    names: dict[Key, str] = {}
    for key in keys:
        if key not in ids:  # `xinhua-2025-10-30`, or the id of a source cited with other values
            parts = _slug(key[1] or ""), _slug(key[5] or "")
            names[key] = key[0] or "-".join(filter(None, parts)) or "source"
    numbers = Counter(names.values())
    taken = set(ledger.sources)
    for key, name in names.items():
        if numbers[name] > 1 or name in taken:
            digest = sha256(repr(key).encode()).hexdigest()
            longer = (f"{name}-{digest[:length]}" for length in range(6, len(digest) + 1))
            name = next(id for id in longer if id not in taken)
        ids[key] = name
        taken.add(name)
    return ids


def cited(ledger: Ledger) -> Iterator[Source]:
    """Yield the source of each citation in the events and claims of a ledger."""
    records: tuple[Event | Claim, ...] = (*ledger.events, *ledger.claims)
    return (source for record in records for source in record.sources)


_slug = lru_cache(4096)(slug)
"""The function `slug` with a cache, since many sources have the same publisher."""
