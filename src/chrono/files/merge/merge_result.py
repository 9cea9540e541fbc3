"""The result of merging the rows of a table into a ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chrono.files.exchange.import_table import Row
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.apply import Change


class MergeResult(NamedTuple):
    """The result of merging the rows of a table into a ledger.

    - `additions`: the new entries, each after the entries that it refers to
    - `changes`: the changes of existing entries
    - `rejected`: the rows that cannot become events, each with its problems
    - `rows`: the rows of each event, or of each source that only rows declare, by (kind, id)
    - `counts`: the numbers of rows by "added", "updated", "skipped", "rejected"
    - `claims`: the same for claims from another ledger, without "rejected"
    - `warnings`, `notes`: notes to the user on dangers, and other notes
    - `updated`: by id of each entry that a row changes, the keys of values that the row replaces
    - `corrections`: by the ids of a new event and of the earlier one that it seems to correct, the
      keys of the earlier event's values that a join would drop
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
