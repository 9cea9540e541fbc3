"""The result of merging the rows of a table into a ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chrono.core.note_kinds import Note
from chrono.files.exchange.import_table import Row
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.apply import Change


class Refusal(NamedTuple):
    """Why the user must decide something before an import.

    - `why`: the reason, such as "3 of 4 new actors look like several people"
    - `remedy`: the end of the message, with examples and options
    """

    why: str
    remedy: str

    @property
    def message(self) -> str:
        """Return the error message."""
        return f"{self.why}: {self.remedy}"


class MergeResult(NamedTuple):
    """The result of merging the rows of a table into a ledger.

    - `additions`: the new entries. An entry comes after the entries to which it refers.
    - `rejected`: (row, problems) for each row that cannot become an event
    - `rows`: maps ("events", id) to the rows of an event, and ("sources", id) to the rows that
      declare a source
    - `counts`: the numbers of rows by "added", "updated", "skipped" and "rejected"
    - `claims`: the numbers of claims from another ledger, by "added", "updated" and "skipped"
    - `warnings`: the messages about possible mistakes
    - `updated`: maps the id of each updated entry to the keys of the values that rows replace
    - `corrections`: the result of the function `corrected`
    - `refusal`: why the user must decide something before the import, or None
    """

    additions: list[NewEntry]
    changes: list[Change]
    rejected: list[tuple[Row, tuple[str, ...]]]
    rows: Mapping[tuple[str, str], Sequence[Row]]
    counts: Mapping[str, int]
    claims: Mapping[str, int]
    warnings: list[str | Note]
    notes: list[str]
    updated: Mapping[str, Sequence[str]]
    corrections: Mapping[tuple[str, str], Sequence[str]]
    refusal: Refusal | None
