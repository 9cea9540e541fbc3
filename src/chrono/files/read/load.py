"""Read TOML files into a Ledger, or raise an error with all problems in the files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono.core.model import Ledger
from chrono.core.names import fold
from chrono.errors import LedgerError, Problem
from chrono.files.format import keys
from chrono.files.read.diagnostics import Diagnostics, Place
from chrono.files.read.resolve import Resolver
from chrono.files.read.source_files import (
    SourceFile,
    expand,
    gather,
    open_file,
    parse,
    refuse_newer,
)
from chrono.files.read.storage import DISK, Storage

if TYPE_CHECKING:
    from chrono.core.checks import Finding, Rule, RuleContext


def read_ledger(
    names: Sequence[str],
    contents: Mapping[str, bytes],
    only_regular: bool = False,
    storage: Storage = DISK,
) -> tuple[Sequence[SourceFile], Ledger]:
    """Return (files, ledger) for a ledger. Raises LedgerError with all problems of all files.

    - `names`: the paths of the files that are not included by others
    - `contents`: the bytes of files that are already read, by path
    - `only_regular`: whether to refuse pipes and devices
    """
    diagnostics = Diagnostics()

    def opened(path: str) -> SourceFile:
        return open_file(path, contents.get(path), only_regular, storage)

    files = gather(names, diagnostics, opened, storage)
    return files, resolve(files, diagnostics)


def loads(text: str, name: str = "<text>") -> Ledger:
    """Return the ledger in a TOML text. Raises LedgerError with all problems.

    `name`: a file name for messages.
    """
    file = parse(name, text)
    refuse_newer([file])
    return resolve([file], Diagnostics(file.problems))


def resolve(files: Sequence[SourceFile], diagnostics: Diagnostics) -> Ledger:
    """Return the ledger in the files.

    Raises LedgerError if `diagnostics` already has problems, or if the ledger has errors.
    """
    ledger = Resolver(files, diagnostics).build()
    if diagnostics:
        raise LedgerError(diagnostics.problems())
    return ledger


_UNCOUNTED = keys.EVENT.keys.keys() - keys.COUNTED
"""The keys of an event on which no count depends."""


class ExaminedLedger(NamedTuple):
    """The valid part of a ledger, and the problems in the invalid part.

    - `ledger`: the ledger without invalid claims, and without events whose problems may affect
      counts
    - `problems`: maps each problem to the place of the invalid value, or to None if it is unknown
    - `counts_are_valid`: whether counts are right in spite of the problems
    - `faulty_keys`: maps (noun, id), such as ("event", "x"), to the keys with a problem. An actor
      that an invalid entry names has the key "named".
    - `places`: maps (noun, id) to the place of the entry
    """

    ledger: Ledger
    problems: Mapping[Problem, Place | None]
    counts_are_valid: bool
    faulty_keys: defaultdict[tuple[str, str | None], set[str]]
    places: Mapping[tuple[str, str], Place]
    files: Sequence[SourceFile]

    def place(self, kind: str, id: str, path: tuple[str | int, ...]) -> tuple[str, int]:
        """Return (file, line number) of a value in an entry.

        - `kind`: the kind of entry, such as "event"
        - `path`: the path of the value in the entry, such as `("sources", 0)`
        """
        entry = self.places[kind, id]
        return entry.file.name, entry.file.line((*entry.path, *path))

    def _order(self, kind: str, id: str) -> tuple[Any, ...]:
        entry = self.places[kind, id]
        return entry.file.name, *map(str, entry.path[:1]), *entry.path[1:2]

    def findings(
        self, rule: Rule, context: RuleContext, most: int | None = None
    ) -> tuple[list[Finding], int]:
        """Return (findings, number of all findings) for a rule of `chrono check`.

        Findings that another problem may have caused are left out, and are not counted. `most`: the
        maximum number of findings to return, unless the severity of the rule is "error".
        """
        if rule.needs_all and not self.counts_are_valid:
            return [], 0
        needed, faulty, found = {*rule.depends_on}, self.faulty_keys, [*rule.check(context)]
        if faulty:
            found = [
                one
                for one in found
                if needed.isdisjoint(faulty[one.kind, one.id] | faulty["event", one.other])
            ]
        if most is None or rule.severity == "error" or len(found) <= most:
            return found, len(found)
        return sorted(found, key=lambda one: self._order(one.kind, one.id))[:most], len(found)

    def text(self, name: str, line: int) -> str | None:
        """Return the text of a line, or None if there is no such file or if `line` is 0."""
        lines = next((file.lines for file in self.files if file.name == name), ())
        return lines[line - 1].rstrip("\r") if lines and line else None


def examine(
    paths: Sequence[str], storage: Storage = DISK, opened: Callable[[str], SourceFile] | None = None
) -> ExaminedLedger:
    """Return the valid part of the ledger at `paths`, and the problems in the invalid part.

    `opened`: a function that opens a file, or None for `open_file`.
    """
    diagnostics = Diagnostics()
    try:
        files = gather(expand(paths, storage), diagnostics, opened, storage)
    except LedgerError as error:
        problems = dict.fromkeys(error.problems)
        return ExaminedLedger(Ledger(), problems, False, defaultdict(set), {}, ())
    whole = not diagnostics
    resolver = Resolver(files, diagnostics)
    ledger = resolver.build()
    faulty: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
    named: set[str] = set()
    entries = {(place.file, place.path): entry for entry, place in resolver.places.items()}
    for (file, path, _), *_ in diagnostics.located:
        key = str(path[2]) if len(path) > 2 else ""
        if entry := entries.get((file, path[:2])):
            faulty[entry].add(key)
        is_uncounted = path[0] == "events" and key in _UNCOUNTED
        whole = whole and (is_uncounted or path[0] in ("claims", "sources"))
    located = ((place.file, place.path) for place, *_ in diagnostics.located)
    for file, (table, at) in {(file, path[:2]) for file, path in located if len(path) > 1}:
        named.update(map(fold, _texts(file.data[str(table)][at])))
    for actor in ledger.actors.values():
        if not named.isdisjoint(map(fold, actor.all_names)):
            faulty["actor", actor.id].add("named")
    events = [event for event in ledger.events if faulty["event", event.id] <= _UNCOUNTED]
    claims = [claim for claim in ledger.claims if not faulty["claim", claim.id]]
    ledger = ledger._replace(events=tuple(events), claims=tuple(claims))
    problems = diagnostics.by_problem()
    diagnostics.located.clear()  # places refer to it: without this, only gc would free the ledger
    return ExaminedLedger(ledger, problems, whole, faulty, resolver.places, files)


def _texts(value: Any) -> Iterator[str]:
    left = [value]
    while left:  # not recursive: an invalid value may be nested too deeply
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, (list, dict)):
            left += value.values() if isinstance(value, dict) else value
