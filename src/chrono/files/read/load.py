"""TOML to a Ledger, or to all of its problems with their lines: read whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono.core.model import Event, Ledger
from chrono.core.names import fold
from chrono.errors import LedgerError, Problem
from chrono.files.format import keys
from chrono.files.read.resolve import Place, Resolver
from chrono.files.read.source_files import (
    Diagnostics,
    SourceFile,
    expand,
    gather,
    open_file,
    open_regular_file,
    parse,
    refuse_newer,
)

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path


def read_ledger(
    names: Sequence[str],
    contents: Mapping[str, bytes],
    opened: Callable[..., SourceFile | None] = open_file,
) -> tuple[Sequence[SourceFile], Ledger]:
    """The files of the ledger that these files head, and the ledger.

    `contents` are those of some files, which `opened` need not read again. Raises LedgerError with
    every problem of every file; nothing comes from a part of a ledger.
    """
    findings = Diagnostics()

    def known(name: str, findings: Diagnostics) -> SourceFile | None:
        return opened(name, findings, contents.get(name))

    parts = gather(names, findings, known)
    return parts, _sound(Resolver(parts, findings), findings)


def loads(text: str, name: str = "<text>") -> Ledger:
    """The ledger of one text, which includes no other."""
    findings = Diagnostics()
    part = parse(name, text, findings)
    refuse_newer([part])
    return _sound(Resolver([part], findings), findings)


def load_text(text: str, name: str) -> Ledger:
    """The ledger of a text that was read from `name`, with the files that it includes.

    A pipe can be read only once, so the text is not read again. Raises LedgerError.
    """
    findings = Diagnostics()

    def opened(file: str, findings: Diagnostics) -> SourceFile | None:
        return parse(name, text, findings) if file == name else open_regular_file(file, findings)

    return _sound(Resolver(gather([name], findings, opened), findings), findings)


def _sound(builder: Resolver, findings: Diagnostics) -> Ledger:
    ledger = builder.build()
    if findings:
        raise LedgerError(findings.problems())
    return ledger


_UNCOUNTED = keys.EVENT.keys.keys() - keys.COUNTED
"""The keys of an event on which no number depends."""


class Examined(NamedTuple):
    """A ledger with all that keeps it from being read, for who looks further all the same.

    `ledger` has the events and claims in which nothing is wrong that a number could depend on;
    `whole` says that these are all there are. `flawed` are the things in which something is
    wrong, by kind and id, each with the keys in question; of an actor whom such a thing names,
    `named`.
    """

    ledger: Ledger
    problems: Sequence[Problem]
    whole: bool
    flawed: Mapping[tuple[str, str], set[str]]
    places: Mapping[tuple[str, str], Place]
    parts: Sequence[SourceFile]

    def flaws(self, kind: str, id: str | None) -> set[str]:
        """The keys of a thing in which reading has found something."""
        return self.flawed.get((kind, id or ""), set())

    def place(self, kind: str, id: str, at: tuple[str | int, ...]) -> tuple[str, int]:
        """The file and the line of a value of a thing: of an event, a claim or an actor."""
        part, path = self.places[kind, id]
        return part.name, part.line((*path, *at))

    def text(self, path: str, line: int) -> str | None:
        """What stands on a line."""
        for part in self.parts:
            if part.name == path and line:
                return part.lines[line - 1].rstrip("\r")
        return None


def examine(paths: Sequence[str]) -> Examined:
    """A ledger as far as it can be read, and every problem that keeps it from being read."""
    findings = Diagnostics()
    try:
        parts = gather(expand(paths), findings)
    except LedgerError as error:
        return Examined(Ledger(), error.problems, False, {}, {}, ())
    builder = Resolver(parts, findings)
    ledger = builder.build()
    flawed: dict[tuple[str, str], set[str]] = {}
    things = {place: thing for thing, place in builder.places.items()}
    whole = not findings.torn
    for part, path in findings.places:
        key = str(path[2]) if len(path) > 2 else ""
        if thing := things.get((part, path[:2])):
            flawed.setdefault(thing, set()).add(key)
        beside = path[0] == "events" and key in _UNCOUNTED
        whole = whole and (beside or path[0] in ("claims", "sources"))

    named = {fold(text) for part, path in findings.places for text in _texts(part.data, path[:2])}
    for actor in ledger.actors.values():
        if not named.isdisjoint(map(fold, (actor.id, actor.name, *actor.aliases))):
            flawed.setdefault(("actor", actor.id), set()).add("named")

    def sound(event: Event) -> bool:
        return flawed.get(("event", event.id), set()) <= _UNCOUNTED

    claims = (claim for claim in ledger.claims if ("claim", claim.id) not in flawed)
    ledger = ledger._replace(events=tuple(filter(sound, ledger.events)), claims=tuple(claims))
    return Examined(ledger, findings.problems(), whole, flawed, builder.places, parts)


def _texts(data: Mapping[str, Any], path: Path) -> Iterator[str]:
    """Every text in the event, claim, actor … that stands at a path, if one stands there."""
    kind, *which = path
    try:
        left = [data[str(kind)][which[0]]] if which else []
    except (LookupError, TypeError):  # what is written as something else altogether
        return
    while left:  # a stack, since what is nested too deeply is an error that leads here
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, (list, dict)):
            left += value.values() if isinstance(value, dict) else value
