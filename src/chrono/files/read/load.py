"""TOML to a Ledger, or to all of its problems with their lines: read whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono.core.model import Event, Ledger
from chrono.core.names import fold
from chrono.errors import LedgerError, Problem
from chrono.files.format import keys
from chrono.files.read.resolve import Place, Resolver
from chrono.files.read.source_files import (
    LARGE,
    Diagnostics,
    Open,
    SourceFile,
    expand,
    gather,
    open_at_once,
    parse,
    refuse_newer,
)
from chrono.files.read.text import STDIN

if TYPE_CHECKING:
    from chrono.core.query import CompletionRequest, Question
    from chrono.files.index.cache import Naming
    from chrono.files.toml.blocks import Path


def load(paths: Sequence[str]) -> Ledger:
    """The ledger that these files and folders (`-` is standard input) make together.

    Raises LedgerError with every problem of every file; nothing comes from a part of a ledger.
    """
    names = expand(paths)
    parts, ledger = _read(names)
    remember_valid(names, parts, ledger)
    return ledger


def read_for_completion(paths: Sequence[str], begun: CompletionRequest) -> Ledger:
    """As much of a ledger as a word may need that is being typed; nothing at all is written.

    Only files are read. Raises LedgerError.
    """
    return load_partial(paths, begun) or _read(expand(paths), open_at_once)[1]


def _read(names: Sequence[str], opened: Open | None = None) -> tuple[Sequence[SourceFile], Ledger]:
    findings = Diagnostics()
    parts = gather(names, findings, opened)
    return parts, _sound(Resolver(parts, findings), findings)


def remember_valid(names: Sequence[str], parts: Sequence[SourceFile], ledger: Ledger) -> None:
    """Keep a proof that these parts are a sound ledger, where it saves reading them again.

    `names` are the files that the ledger is read from, without those that these include.
    """
    if sum(len(part.bytes) for part in parts) < LARGE or parts[0].name == "<stdin>":
        return
    # not for the ledgers that most people have
    from chrono.files.index import block_scan, cache
    from chrono.files.index.partial import first_digest

    first, *others = parts
    digests = (
        first_digest(names, first.bytes),
        *(cache.digest(part.bytes) for part in others),
    )
    if (known := cache.known(digests[0])) is not None and known.digests == digests:
        return
    if (layouts := block_scan.layouts(parts)) is not None:
        cache.keep(cache.ValidLedger(_naming(parts, ledger), digests, tuple(layouts)))


def _naming(parts: Sequence[SourceFile], ledger: Ledger) -> Naming:
    """How these parts name who takes part in their events."""
    named: set[str] = set()
    for part in parts:
        for key in keys.PARTICIPANTS:
            named.update(*(event[key] for event in part.data.get("events", ()) if key in event))
    declared = [actor for actor in ledger.actors.values() if actor.declared]
    if named <= {actor.id for actor in declared}:
        return "by id"
    names = {name for one in declared for name in (one.id, one.name, *one.aliases)}
    plain = not any(sign in name for name in named for sign in '"\\\t')  # one way to write it
    return "by name" if plain and named <= names else "freely"


def load_partial(
    paths: Sequence[str], question: Question | CompletionRequest | Collection[str]
) -> Ledger | None:
    """As much of a large ledger as can answer what is asked, where it is known to be sound.

    That is a question, a word that is being typed, or the ids of events; see `narrow.py`.
    """
    if not _may_be_large(paths):
        return None
    from chrono.files.index.partial import narrow

    return narrow(paths, question)


def _may_be_large(paths: Sequence[str]) -> bool:
    with suppress(OSError, LedgerError):
        names = expand(paths)
        if STDIN in names or not all(map(os.path.isfile, names)):
            return False  # what can be read but once, such as a pipe, is read by who answers
        if sum(map(os.path.getsize, names)) >= LARGE:
            return True
        for name in names:
            with open(name, "rb") as file:
                if b"\ninclude" in file.read():
                    return True
    return False


def load_each(paths: Sequence[str]) -> list[Ledger]:
    """Several ledgers, each whole by itself. Raises LedgerError with the problems of them all."""
    found: list[Ledger] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(load([path]))
        except LedgerError as error:
            problems += error.problems
    if problems:
        raise LedgerError(problems)
    return found


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
        return parse(name, text, findings) if file == name else open_at_once(file, findings)

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
