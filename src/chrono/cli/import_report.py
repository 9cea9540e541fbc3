"""Report on an import: why rows are invalid, and which entries a dry run would write."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from chrono.core.causes import by_cause, cause_of
from chrono.core.english import join_and, plural
from chrono.core.sentences import not_shown
from chrono.files.exchange.import_table import Row
from chrono.files.format.keys import noun as noun_of
from chrono.files.format.new_entry import NewEntry

MOST_CAUSES = 20
"""The maximum number of causes that a report lists."""
MOST_BLOCKS = 3
"""The maximum number of entries of each table that a dry run prints on a terminal."""

Rejected = Sequence[tuple[Row, Sequence[str]]]
"""Invalid rows, each with its problems."""


def problem_lines(
    file: str, noun: str, rejected: Rejected, mark: str, every: bool
) -> tuple[list[str], bool]:
    """Return (lines, whether they contain all problems) for a report on invalid rows.

    - `noun`: the word for a row
    - `mark`: the text before each message, such as `error: `
    - `every`: True for a line for each problem; False for a line for each cause of problems
    """
    problems = [(row.number, problem) for row, all_of_row in rejected for problem in all_of_row]
    by_key = by_cause(problems)
    if every:
        advice = {key: cause.advice() for key, cause in by_key.items()}
        keys = ((number, one, cause_of(one)) for number, one in problems)
        lines = ((number, by_key[key].sentence(one, advice[key])) for number, one, key in keys)
        return [f"{file}: {noun} {number}: {mark}{sentence}" for number, sentence in lines], True
    causes = [*by_key.values()]
    shown = [
        f"{file}: {numbered(noun, [*cause.subjects])}: {mark}{cause.sentence()}"
        for cause in causes[:MOST_CAUSES]
    ]
    if hidden := len(causes) - len(shown):
        others = not_shown(hidden, "other cause", remedy="add --all-errors").text
        shown.append(f"{file}: {mark}{others}")
    are_all = all(len(cause.subjects) <= 3 and len(cause.values) <= 1 for cause in causes)
    return shown, are_all and not hidden


def numbered(noun: str, numbers: Sequence[int]) -> str:
    """Return the numbers of rows as text: `row 2`, `3 rows (2, 3, 5)`, `274 rows (2, 3, 5, …)`."""
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    more = ", …" if len(numbers) > 3 else ""
    return f"{plural(len(numbers), noun)} ({', '.join(map(str, numbers[:3]))}{more})"


def blocks(entries: Sequence[NewEntry]) -> tuple[list[str], list[str]]:
    """Return (lines, notes) for a dry run: the TOML text of the entries, and notes on omitted
    entries.

    On a terminal, only the first entries of each table are included.
    """
    kinds = dict.fromkeys(entry.kind for entry in entries)
    by_kind = {kind: [entry for entry in entries if entry.kind == kind] for kind in kinds}
    notes = []
    if sys.stdout.isatty() and any(len(same) > MOST_BLOCKS for same in by_kind.values()):
        numbers = [
            f"{min(len(same), MOST_BLOCKS)} of {plural(len(same), noun_of(kind))}"
            for kind, same in by_kind.items()
        ]
        notes = [f"{join_and(numbers)} shown; to see everything, add `| less`"]
        entries = [entry for same in by_kind.values() for entry in same[:MOST_BLOCKS]]
    return "\n".join(entry.text for entry in entries).splitlines(keepends=True), notes
