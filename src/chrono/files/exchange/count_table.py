"""Make a table of the counts of `chrono count`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from chrono.core.counting import Count, Key
from chrono.core.query import Match
from chrono.files.exchange.csv import write_tsv
from chrono.files.exchange.notebook import date_cell, html_table
from chrono.files.exchange.rows import Style, Table, key_columns, plain_cell


def count_table(
    numbers: Sequence[tuple[Key, Count]], by: Sequence[str], why: bool, objects: bool,
    bounds: bool = False, codes: bool = False,
) -> Table[dict[str, Any]]:  # fmt: skip
    """Return the result of `chrono count` as a table.

    - `numbers`: (buckets, count) for each count, such as (("2025-10", "Xi Jinping"), 4)
    - `by`: the names of the dimensions, such as "month" and "actor"
    - `why`: whether to include the events behind each count
    - `objects`: True for a list of events in each row, as in JSON; False for a row for each event
    - `codes`: whether to add the columns `code1` and `code2` for dyads of codes
    - `bounds`: whether to add the columns `min` and `max`, so that each number is in a cell
    """
    keys = ["key", "key2", "key3"][: len(by)] if objects else by
    rows: list[dict[str, Any]] = [
        {**dict(zip(keys, key, strict=True)), "count": count} for key, count in numbers
    ]
    columns = [*keys, "count"]
    if codes and "dyad" in by:
        for row in rows:
            row["code1"], _, row["code2"] = row["dyad"].partition("-")
        at = columns.index("dyad") + 1
        columns[at:at] = ["code1", "code2"]
    if bounds:
        rows = [{**row, "min": row["count"].min, "max": row["count"].max} for row in rows]
        columns += ["min", "max"]
    if why and objects:
        rows = [{**row, "events": list(map(_event, row["count"].matches))} for row in rows]
        columns += ["events"]
    elif why:
        rows = [{**row, **_event(match)} for row in rows for match in row["count"].matches]
        columns += ["id", "date", "sources"]
    return Table(key_columns(*columns), rows)


def _event(match: Match) -> dict[str, Any]:
    event = match.event
    sources = [source.name for source in event.sources]
    return {"id": event.id, "date": event.when.text, "sources": sources}


class Explanation(NamedTuple):
    """The counts of `chrono count --why`, with the events and sources behind each count.

    `str()` returns one line for each event, with tabs between the cells.

    - `caption`: a description of the counted events, and the name of the ledger
    - `by`: the names of the dimensions, such as "month"
    """

    caption: str
    by: tuple[str, ...]
    numbers: tuple[tuple[Key, Count], ...]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a dict for each count with its events, as in `chrono count --why -o json`."""
        table = count_table(self.numbers, self.by, why=True, objects=True)
        return [{**row, "count": row["count"].to_dict()} for row in table.objects()]

    def __str__(self) -> str:
        table = count_table(self.numbers, self.by, why=True, objects=False)
        return "".join(write_tsv(table, Style())).removesuffix("\n")

    def __repr__(self) -> str:
        return f"<Explanation of {self.caption}>"

    def _repr_html_(self) -> str:
        rows = [
            [*(key if first else [""] * len(key)), str(count) if first else "",
             date_cell(match), match.event.title,
             plain_cell(event["sources"]), event["id"]]
            for key, count in self.numbers
            for match in count.matches
            for first, event in [(match is count.matches[0], _event(match))]
        ]  # fmt: skip
        header = [*self.by, "count", "date", "title", "sources", "id"]
        return html_table(self.caption, header, rows)
