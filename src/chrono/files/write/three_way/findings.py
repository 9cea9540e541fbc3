"""Sentences on a merged file: the conflicts, possible duplicates, new errors and changes."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from chrono.core.checks.duplicates import repeated_events
from chrono.core.checks.rules import RuleContext
from chrono.core.checks.same_actors import same_actor
from chrono.core.english import join_and, people, plural
from chrono.core.model import Event, Ledger
from chrono.core.references import mark_different
from chrono.core.sentences import shell_word
from chrono.errors import ChronoError, Problem
from chrono.files.disk.locate import nearby
from chrono.files.format.keys import ENTRIES, noun
from chrono.files.format.new_entry import DATED
from chrono.files.format.typed_text import printed
from chrono.files.read.diagnostics import Diagnostics
from chrono.files.read.resolve import Resolver
from chrono.files.read.source_files import SourceFile, gather, open_file
from chrono.files.toml.emit import literal
from chrono.files.write.three_way.entry import Markers
from chrono.files.write.three_way.ledgers import MergedFile
from chrono.files.write.three_way.values import MISSING, Conflict

_LONGEST = 60
"""The maximum length of a value in a sentence."""


class PossibleDuplicate(NamedTuple):
    """Two events, one of each side, that may be the same event."""

    ours: Event
    theirs: Event


def conflict_sentence(conflict: Conflict, markers: Markers) -> str:
    """Return a sentence such as `"e": place is "Busan" in a.toml and "Gimhae" in b.toml`."""
    path, ours, theirs, kind, id = conflict
    if not id and kind in ENTRIES and len(path) > 1:  # in a table such as [actors]
        id, path = str(path[0]), path[1:]
    name, own, other = _name(kind, id), markers.ours, markers.theirs
    if path:
        values = f"{_shown(ours)} in {own} and {_shown(theirs)} in {other}"
        return f"{name}{': ' if name else ''}{printed(path)} is {values}"
    if ours is MISSING:
        return f"{name} is removed in {own}, but changed in {other} ({_listed(theirs)})"
    if theirs is MISSING:
        return f"{name} is changed in {own} ({_listed(ours)}), but removed in {other}"
    return f"{name}: {own} and {other} differ in {_listed(ours)}"


def _listed(keys: Sequence[str]) -> str:
    return join_and(keys) if keys else "layout or comments"


def _name(kind: str, id: str) -> str:
    if kind == "coverage":
        return f"[[coverage]] {id}"
    if not id:
        return f"[{kind}]" if kind else ""
    return f'"{id}"' if kind in DATED else f'"{kind}.{id}"'


def _shown(value: Any) -> str:
    if value is MISSING:
        return "removed"
    text = literal(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def new_id_sentences(merged: MergedFile, ledger: Ledger, markers: Markers) -> Iterator[str]:
    """Yield a sentence on each event on their side that has a new id, because our side has added
    another event with its id.
    """
    titles = {event.id: event.title for event in ledger.events}
    for id, new in merged.new_ids.items():
        own, other = (titles.get(each, each) for each in (id, new))
        yield (
            f'both versions added an event "{id}": "{own}" ({markers.ours}) keeps this id, and '
            f'"{other}" ({markers.theirs}) gets the id "{new}"'
        )


def summary(merged: MergedFile, markers: Markers) -> str:
    """Return a sentence on the changes in a file, such as `merged 7 events from a.toml`."""
    keys: dict[str, list[tuple[str, str]]] = {}
    for key in dict.fromkeys((*merged.ours, *merged.theirs)):
        ours, theirs = merged.ours.get(key), merged.theirs.get(key)
        if ours and theirs:
            where = "that changed in both versions" if (ours, theirs) != ("removed",) * 2 else ""
        else:
            side = markers.ours if ours else markers.theirs
            where = f"removed in {side}" if "removed" in (ours, theirs) else f"from {side}"
        keys.setdefault(where, []).append(key)
    one_side = (f"{what} {side}" for side in markers[:2] for what in ("from", "removed in"))
    places = (*one_side, "that changed in both versions")
    found = [f"{_counted(keys[where])} {where}" for where in places if where in keys]
    start = "" if merged.file.name == markers.ours else f"{merged.file.name}: "
    found[1:] = [*found[1:-1], *(f"and {last}" for last in found[1:][-1:])]
    return f"{start}merged {', '.join(found)}" if found else f"{start}no entry has changed"


def _counted(keys: Collection[tuple[str, str]]) -> str:
    numbers = Counter(kind for kind, _ in keys)
    nouns = {"coverage": "coverage row", **{kind: noun(kind) for kind in ENTRIES}}
    return join_and(
        [plural(numbers[kind], word) for kind, word in nouns.items() if numbers[kind]]
        + [f"[{kind}]" if kind else "the first lines" for kind in numbers if kind not in nouns]
    )


def ledger_with(path: str, ours: SourceFile) -> tuple[str, list[SourceFile]]:
    """Return (path, other files) of the ledger with the file at `path`, as it is on the disk."""
    here = os.path.realpath(path)
    folder = os.path.dirname(here)

    def opened(name: str) -> SourceFile:
        return ours if os.path.realpath(name) == here else open_file(name)

    with suppress(ChronoError, OSError):
        nearest = nearby(Path(folder), os.environ)
        heads = [os.path.join(folder, nearest)] if nearest is not None else []
        for head in (*heads, path):
            files = gather([head], Diagnostics(), opened)
            if ours in files:
                return head, [file for file in files if file is not ours]
    return path, []


def read(file: SourceFile, others: Iterable[SourceFile]) -> tuple[Ledger, Sequence[Problem]]:
    """Return (ledger, problems) for the ledger in `file` and `others`."""
    diagnostics = Diagnostics()
    ledger = Resolver([file, *others], diagnostics).build()
    return ledger, diagnostics.problems()


def new_problems(
    problems: Iterable[Problem], sides: Iterable[SourceFile], others: Sequence[SourceFile]
) -> list[Problem]:
    """Return the problems of a merged file that neither version has."""
    problems = [*problems]
    for side in sides if problems else ():
        known = {problem.message for problem in read(side, others)[1]}
        problems = [problem for problem in problems if problem.message not in known]
    return problems


def possible_duplicates(merged: MergedFile, ledger: Ledger) -> Iterator[PossibleDuplicate]:
    """Yield pairs of events that may be the same event."""
    ours, theirs = merged.ours.keys(), merged.theirs.keys()
    own = {id for kind, id in ours - theirs if kind == "events"}
    other = {id for kind, id in theirs - ours if kind == "events"}
    changed = [event for event in ledger.events if event.id in own or event.id in other]
    if not (own and other):
        return
    for first, second in repeated_events(changed, ledger.events):
        pair = PossibleDuplicate(*((first, second) if first.id in own else (second, first)))
        if pair.ours.id in own and pair.theirs.id in other:
            yield pair


def same_actor_sentences(
    merged: MergedFile, markers: Markers, ledger: Ledger, today: dt.date
) -> list[str]:
    """Return a sentence on each pair of new actors that may be the same actor."""
    own, other = (
        {id for (kind, id), change in side.items() if (kind, change) == ("actors", "added")}
        for side in (merged.ours, merged.theirs)
    )
    if not (own and other):
        return []
    found = (one.join for one in same_actor(RuleContext(ledger, today)) if one.join)
    return [
        f'"{keep}" ({markers[keep not in own]}) and "{joined}" ({markers[joined not in own]}) '
        f"may be one actor; if so, run "
        f"`chrono join {keep} {joined}` [same-actor]"
        for keep, joined, _ in found
        if (keep in own and joined in other) or (keep in other and joined in own)
    ]


def duplicate_sentences(pair: PossibleDuplicate, markers: Markers) -> list[str]:
    """Return sentences on two events that may be the same event."""
    ours, theirs = pair
    keep, other = map(shell_word, (ours.id, theirs.id))
    return [
        f'"{ours.id}" ({markers.ours}) and "{theirs.id}" ({markers.theirs}) may be one event '
        f"[duplicate]",
        *(
            f"  {name}: {one.when.text}, {one.type.label}: {one.title} ({people(one)})"
            for name, one in zip(markers, pair, strict=False)
        ),
        f"  if so, run `chrono join {keep} {other}`",
        f"  if not, run `{mark_different(theirs, ours.id)}`",
    ]
