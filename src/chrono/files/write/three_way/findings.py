"""Write sentences on a merged file: conflicts, possible duplicates, new errors, and changes."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from chrono.core.checks.duplicates import repeated_events
from chrono.core.english import join_and, people, plural
from chrono.core.model import Event, Ledger
from chrono.core.sentences import shell_word
from chrono.errors import ChronoError, Problem
from chrono.files.disk.locate import nearby
from chrono.files.format.keys import TABLES, noun
from chrono.files.format.new_entry import DATED
from chrono.files.format.typed_text import printed
from chrono.files.read.diagnostics import Diagnostics
from chrono.files.read.resolve import Resolver
from chrono.files.read.source_files import SourceFile, gather
from chrono.files.toml.emit import literal
from chrono.files.write.three_way.ledgers import EntryConflict, MergedFile
from chrono.files.write.three_way.values import MISSING

_LONGEST = 60
"""The maximum length of a value in a sentence."""


class PossibleDuplicate(NamedTuple):
    """Two events that may be one: the event from our side, and the event from theirs."""

    ours: Event
    theirs: Event


def conflict_sentence(conflict: EntryConflict) -> str:
    """Return a sentence such as `2025-10-30-busan: place is "Busan" here and "Gimhae" there`."""
    kind, id, path, ours, theirs = conflict
    name = id if kind in DATED else f"{kind}.{id}" if id else f"[{kind}]"
    if path:
        return f"{name}: {printed(path)} is {_shown(ours)} here and {_shown(theirs)} there"
    if ours is MISSING:
        return f"{name} is removed here, but changed there ({join_and(theirs)})"
    if theirs is MISSING:
        return f"{name} is changed here ({join_and(ours)}), but removed there"
    return f"{name}: both sides differ in {join_and(ours)}" if ours else f"{name} differs"


def _shown(value: Any) -> str:
    if value is MISSING:
        return "removed"
    text = literal(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def summary(merged: MergedFile) -> str:
    """Return a sentence such as `7 events from here, 5 from there, 1 event changed on both`."""
    both = merged.ours & merged.theirs
    parts = (
        (merged.ours - both, "from here"),
        (merged.theirs - both, "from there"),
        (both, "changed on both sides"),
    )
    found = [f"{_counted(keys)} {where}" for keys, where in parts if keys]
    return ", ".join(found) or "no entry has changed"


def _counted(keys: Collection[tuple[str, str]]) -> str:
    kinds = [*TABLES, *{kind for kind, _ in keys if kind not in TABLES}]
    numbers = {kind: sum(1 for key in keys if key[0] == kind) for kind in kinds}
    return join_and(
        [
            plural(number, noun(kind)) if kind in TABLES and kind != "ledger" else f"[{kind}]"
            for kind, number in numbers.items()
            if number
        ]
    )


def other_files(path: str) -> list[SourceFile]:
    """Return the other files of the ledger with the file at `path`, as they are on the disk.

    The ledger is the nearest one in the folder of the file or above.
    """
    with suppress(ChronoError, OSError):
        here = os.path.realpath(path)
        folder = os.path.dirname(here)
        heads = [path] if os.path.isfile(path) else []
        if (head := nearby(Path(folder), os.environ)) is not None:
            heads.insert(0, os.path.join(folder, head))
        for head in heads:
            files = gather([head], Diagnostics())
            if any(os.path.realpath(file.name) == here for file in files):
                return [file for file in files if os.path.realpath(file.name) != here]
    return []


def read(file: SourceFile, others: Iterable[SourceFile]) -> tuple[Ledger, Sequence[Problem]]:
    """Return the ledger in a file and others, without invalid entries, and the problems."""
    diagnostics = Diagnostics()
    ledger = Resolver([file, *others], diagnostics).build()
    return ledger, diagnostics.problems()


def new_problems(
    problems: Iterable[Problem], sides: Iterable[SourceFile], others: Sequence[SourceFile]
) -> list[Problem]:
    """Return the problems of a merged file that neither of the sides has on its own."""
    problems = [*problems]
    for side in sides if problems else ():
        known = {problem.message for problem in read(side, others)[1]}
        problems = [problem for problem in problems if problem.message not in known]
    return problems


def possible_duplicates(merged: MergedFile, ledger: Ledger) -> Iterator[PossibleDuplicate]:
    """Yield the pairs of events that may be one, of which each side has changed or added one."""
    sides = (merged.ours - merged.theirs, merged.theirs - merged.ours)
    own, other = ({id for kind, id in keys if kind == "events"} for keys in sides)
    changed = [event for event in ledger.events if event.id in own or event.id in other]
    if not (own and other):
        return
    for first, second in repeated_events(changed, ledger.events):
        if first.id in own and second.id in other:
            yield PossibleDuplicate(first, second)
        elif first.id in other and second.id in own:
            yield PossibleDuplicate(second, first)


def duplicate_sentences(pair: PossibleDuplicate) -> list[str]:
    """Return sentences on two events that may be one, with what to do about them."""
    ours, theirs = pair
    what = "one contact: it would count twice" if ours.contact and theirs.contact else "one event"
    keep, other = map(shell_word, (ours.id, theirs.id))
    return [
        f"{ours.id} (here) and {theirs.id} (there) may be {what} [duplicate]",
        *(
            f"  {side} {one.when.text}, {one.type.label}: {one.title} ({people(one)})"
            for side, one in (("here: ", ours), ("there:", theirs))
        ),
        f"  if they are one, run `chrono join {keep} {other}`; if not, run "
        f"`chrono edit {other} --set extra.not_duplicate_of={ours.id}`",
    ]
