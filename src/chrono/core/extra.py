"""The values of the users' own keys, in the table `extra` of a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chrono.core.names import unknown_word
from chrono.errors import UsageError


def extra_texts(extra: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield the value of a key in `extra` as text, or each element of a list. Tables are skipped.

    The texts are those in csv: `true`, `2025-10-30`.
    """
    value = extra.get(name)
    for one in value if isinstance(value, (list, tuple)) else (value,):
        if isinstance(one, bool):
            yield str(one).lower()
        elif isinstance(one, (str, int, float)):
            yield str(one)
        elif isinstance(one, (dt.date, dt.time)):
            yield one.isoformat()


def require_extra_names(names: Iterable[str], extras: Iterable[Mapping[str, Any]]) -> None:
    """Raise UsageError for the first name that is no key of any `extra`."""
    known = sorted({key for extra in extras for key in extra})
    for name in names:
        if name not in known:
            none = None if known else "; the ledger has no extra keys"
            raise UsageError(unknown_word(name, known, "extra key", none))
