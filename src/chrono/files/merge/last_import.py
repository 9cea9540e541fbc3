"""Keep the last import of a file beside the ledger, and find its rows in a newer file."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from chrono.core.model import NOTHING
from chrono.files.exchange.import_table import Row
from chrono.files.format.ids import slug
from chrono.files.merge.rows import filled_cells
from chrono.files.read.text import read_bytes


class Record(NamedTuple):
    """An imported row: the id of its event, its key or "", its cells' hashes, and its values."""

    id: str
    key: str
    cells: Sequence[str]
    fields: Mapping[str, Any] = NOTHING


class LastImport(NamedTuple):
    """The last import of a file. `names`: the id of each actor's name in the file."""

    name: str
    columns: Sequence[str] = ()
    names: Mapping[str, str] = NOTHING
    records: Sequence[Record] = ()

    def encoded(self) -> bytes:
        """Return the content of the file in which this import is kept."""
        head = json.dumps([self.name, [*self.columns], dict(self.names)], ensure_ascii=False)
        dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
        lines = [head, *(dumps([*one]) for one in self.records), ""]
        return "\n".join(lines).encode("utf-8", "surrogatepass")


def path_of(head: str, name: str) -> str:
    """Return the path of the file for an import. `head`: the path of the ledger's first file."""
    folder, file = os.path.split(head)
    return os.path.join(folder, f".latest.{file}.{slug(name) or 'import'}.jsonl")


def kept_imports(head: str) -> dict[str, LastImport]:
    """Return the imports that are kept beside a ledger, by name. Damaged files are left out."""
    folder, file = os.path.split(head)
    found = (_decoded(path) for path in sorted(Path(folder).glob(f".latest.{file}.*.jsonl")))
    return {one.name: one for one in found if one is not None}


def _decoded(path: Path) -> LastImport | None:
    try:
        head, *lines = read_bytes(str(path)).decode("utf-8", "surrogatepass").splitlines()
        name, columns, names = json.loads(head)
        records = [Record(*json.loads(line)) for line in lines]
    except (ValueError, TypeError):
        return None
    return LastImport(str(name), columns, names, records)


def free_name(name: str, kept: Collection[str]) -> str:
    """Return `name`, with a number if another import has it."""
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(one for one in names if one not in kept)


# -- the rows of the last import ------------------------------------------------------------------


class Known(NamedTuple):
    """What identifies a row of a newer file: its number, its key, and its cells' hashes."""

    number: int
    key: str
    cells: Sequence[str]


def known_rows(
    rows: Iterable[Row], columns: Sequence[str], key: Callable[[Row], str]
) -> list[Known]:
    """Return what identifies each row."""
    short: dict[str, str] = {"": ""}

    def hashed(text: str) -> str:
        if text not in short:
            short[text] = hashlib.blake2b(
                text.encode("utf-8", "surrogatepass"), digest_size=4
            ).hexdigest()
        return short[text]

    return [
        Known(
            row.number, "" if row.problem else key(row), [*map(hashed, filled_cells(row, columns))]
        )
        for row in rows
    ]


def pair(
    last: LastImport, columns: Sequence[str], rows: Sequence[Known]
) -> tuple[dict[int, Record], list[int]]:
    """Return (the record of each row by number, the numbers of corrected rows)."""
    shared = [column for column in columns if column in {*last.columns}]
    here = [columns.index(column) for column in shared]
    there = [last.columns.index(column) for column in shared]
    found: dict[int, Record] = {}
    left, waiting = dict(enumerate(last.records)), {row.number: row for row in rows}

    def by(of_record: Callable[[Record], Hashable]) -> Mapping[Hashable, list[int]]:
        places: defaultdict[Hashable, list[int]] = defaultdict(list)
        for at, record in left.items():
            places[of_record(record)].append(at)
        return places

    def match(of_row: Callable[[Known], Hashable], of_record: Callable[[Record], Hashable]) -> None:
        places = by(of_record)
        for number, row in [*waiting.items()]:
            if (key := of_row(row)) and (some := places.get(key)):
                found[number] = left.pop(some.pop(0))
                del waiting[number]

    def cells(row: Known | Record, places: Sequence[int]) -> tuple[str, ...]:
        return tuple(row.cells[at] for at in places)

    match(lambda row: row.key, lambda record: record.key)
    match(lambda row: cells(row, here), lambda record: cells(record, there))
    candidates: defaultdict[int, set[int]] = defaultdict(set)
    for at in range(len(shared)) if len(shared) > 2 and left else ():
        others, own = [*there[:at], *there[at + 1 :]], [*here[:at], *here[at + 1 :]]
        places = by(partial(cells, places=others))
        for number, row in waiting.items():
            if not row.key and any(key := cells(row, own)):
                candidates[number].update(places.get(key, ()))
    times = Counter(at for some in candidates.values() for at in some)
    corrected = [number for number, some in candidates.items() if len(some) == 1]
    corrected = [number for number in corrected if times[(*candidates[number],)[0]] == 1]
    return found | {number: left[min(candidates[number])] for number in corrected}, corrected


def earlier(
    kept: Mapping[str, LastImport], columns: Sequence[str], rows: Sequence[Known], name: str | None
) -> LastImport | None:
    """Return the last import of the same file, or None if there is none."""
    if name is not None:
        return kept.get(name)
    best: tuple[int, LastImport] | None = None
    for one in kept.values():
        found, corrected = pair(one, columns, rows)
        number = len(found) - len(corrected)
        if (
            number
            and 2 * number >= min(len(rows), len(one.records))
            and (not best or number > best[0])
        ):
            best = number, one
    return best[1] if best else None
