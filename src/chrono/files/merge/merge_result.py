"""The result of merging the rows of a table into a ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chrono.files.exchange.import_table import Row
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.apply import Change


class MergeResult(NamedTuple):
    """The result of merging the rows of a table into a ledger.

    - `additions`: the new entries; an entry comes after the entries to which it refers
    - `changes`: the changes of existing entries
    - `rejected`: the rows that cannot become events, each with the problems of the row
    - `rows`: the rows of each event by ("events", id), and of each source that only rows declare by
      ("sources", id)
    - `counts`: the numbers of rows by "added", "updated", "skipped" and "rejected"
    - `claims`: the numbers of claims from another ledger, by "added", "updated" and "skipped"
    - `warnings`: the messages about possible mistakes
    - `notes`: the other messages to the user
    - `updated`: the keys of the values that rows replace, by id of each updated entry
    - `corrections`: by (id of a new event, id of the earlier event that is probably corrected), the
      keys of values of the earlier event that `chrono join` would drop
    - `refusal`: why the rows must not be imported until the user decides, or None
    """

    additions: list[NewEntry]
    changes: list[Change]
    rejected: list[tuple[Row, tuple[str, ...]]]
    rows: Mapping[tuple[str, str], Sequence[Row]]
    counts: Mapping[str, int]
    claims: Mapping[str, int]
    warnings: list[str]
    notes: list[str]
    updated: Mapping[str, Sequence[str]]
    corrections: Mapping[tuple[str, str], Sequence[str]]
    refusal: str | None
