"""Whatever `import --suggest` proposes is accepted by import: only the cells can be wrong."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chrono.files.exchange.import_table import ImportTable, read_table
from chrono.files.exchange.registry import formats
from chrono.files.format.keys import EVENT
from chrono.files.merge.merge import RowMerger
from chrono.files.merge.rows import arranged
from chrono.files.merge.rules import Rules
from chrono.files.merge.rules_file import read
from chrono.files.merge.suggestion import suggested
from chrono.files.read.text import Text
from chrono.files.write.ledger_files import LedgerFiles
from samples import law
from test_suggestion import TYPES, accepted

TEXTS = st.sampled_from([
    "2025-01-02", "2025-01", "1/2/2024", "12/31/2024", "3. März 2025", "c. June 2024", "soon",
    "Ann", "Ben", "Ann, Ben", "Ann; Cy", "Cy (France)", "王毅、普京", "Ann[1]", "Rome", "Bonn†",
    "Geneva, Switzerland", "Tbilisi, Georgia", "France", "DE", "Chine", "Congo", "call", "Treffen",
    "VTC", "https://e.org/a", "NA", "-", "", " ", "″", "7", "20250102", "held", "A\nB", "{", "#",
])  # fmt: skip
KEYS = st.sampled_from([
    "date", "Date", "start", "end", "published", "type", "Kind", "title", "what", "actors", "who",
    "people", "name", "guest", "place", "location", "city", "country", "Land", "url", "source",
    "tags", "topics", "id", "notes", "State", "org", "Actor1Name", "Actor2Name", "summary",
    "{x}", "Datum", "event", "Place country", "Status",
])  # fmt: skip
LEAVES = st.one_of(
    TEXTS, TEXTS, TEXTS, st.none(), st.booleans(), st.integers(0, 3000), st.just(1.5),
    st.lists(TEXTS, max_size=3),
)  # fmt: skip


def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects and lists of objects with the values of `inner`."""
    objects = st.dictionaries(KEYS, inner, max_size=3)
    return objects | st.lists(objects, max_size=3)


VALUES = st.one_of(LEAVES, LEAVES, deeper(LEAVES), deeper(deeper(LEAVES)))

IN_CELLS = re.compile(
    r"is not a date|needs a date format|matches several date formats|does not match date format|"
    r"is not a known date|is a placeholder|has no \"|unknown country|unknown type|is used by|"
    r"is already used|ditto|invalid id|unknown status|end is before the start|"
    r"is not the name of an actor"
)
"""The errors that only the author of the table can correct."""


def is_read_by_name(key: str, value: Any) -> bool:
    """Whether a value is in a column that needs no rule, and is no text and no object."""
    items = value if isinstance(value, list) else [value]
    kinds = (
        (str, dict) if key.lower() in ("tags", "actors") or not isinstance(value, list) else (dict,)
    )
    return key.lower() in {*EVENT.keys, "end"} and not all(isinstance(one, kinds) for one in items)


def problems(table: ImportTable, rules: Rules, folder: Path) -> Iterator[str]:
    """The errors of an import by `rules`, with values for the fields without a column."""
    ledger = folder / "l.toml"
    ledger.write_text("")
    fixed = {"type": "other", "title": "T", "actors": ["Zoe"], "date": "2025"}
    rules = rules._replace(
        set={**{key: value for key, value in fixed.items() if key not in rules.map}, **rules.set}
    )
    table, _ = arranged(table, rules)
    result = RowMerger(LedgerFiles.read([str(ledger)]), table, rules).merge({})
    yield from (str(problem) for _, some in result.rejected for problem in some)


def check(table: ImportTable, name: str, keep: int) -> None:
    """Accept all proposals, or only some of them by the bits of `keep`, and import the table."""
    text = suggested(table, name, "chrono import", TYPES)
    lines = accepted(text).splitlines()
    if keep:
        first = next(at for at, line in enumerate(lines) if line == "[map]") + 1
        rest = enumerate(lines[first:])
        kept = [line for at, line in rest if line.startswith("[") or keep >> at % 16 & 1]
        lines = lines[:first] + [one for one in kept if not one.startswith(("name", "country"))]
        lines = [one for one in lines if not one.startswith("[actors.")]
    rules = read(Text("r.toml", "\n".join(lines)))
    with tempfile.TemporaryDirectory() as folder:
        wrong = [one for one in problems(table, rules, Path(folder)) if not IN_CELLS.search(one)]
    assert wrong == [], text


@given(rows=st.lists(st.dictionaries(KEYS, VALUES, min_size=1, max_size=6), max_size=4))
@law(60)
def test_proposals_for_objects_of_json_are_accepted(rows: list[dict[str, Any]]) -> None:
    rows = [
        {key: value for key, value in row.items() if not is_read_by_name(key, value)}
        for row in rows
    ]
    table = read_table(formats()["json"], Text("t.json", json.dumps(rows)))
    check(table, "t.json", 0)


@given(data=st.data(), keep=st.integers(0, 2**16))
@law(60)
def test_proposals_for_csv_are_accepted_all_or_one_by_one(data: st.DataObject, keep: int) -> None:
    names = data.draw(st.lists(KEYS, min_size=1, max_size=6, unique=True))
    rows = data.draw(
        st.lists(st.lists(TEXTS, min_size=len(names), max_size=len(names)), max_size=5)
    )
    file = io.StringIO()
    csv.writer(file).writerows([names, *rows])
    check(read_table(formats()["csv"], Text("t.csv", file.getvalue())), "t.csv", keep)
