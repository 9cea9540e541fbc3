"""jsonl: the events for another engine, an object a line: what `list -o jsonl` writes, in public.

What is private and the author's notes stay behind, as in every export.
"""

from __future__ import annotations

import datetime as dt

from chrono.core.subset import Subset
from chrono.files.exchange.documents import Document
from chrono.files.exchange.json_writer import jsonl
from chrono.files.exchange.record import KEYS, rows
from chrono.files.exchange.rows import Style


def export(subset: Subset, *, coarse: bool = False, today: dt.date | None = None) -> Document:
    """A line for each event, with every key of a record."""
    return Document(jsonl(rows(subset.ledger.events, KEYS), Style()))
