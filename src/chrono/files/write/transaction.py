"""One change to a ledger: read in one's turn, made, proved, and put in place in one step.

A change is made to the text that stands there when one's turn comes, and once more where the file
turns out to be another at the last moment, since an editor takes no turns. The new text is not
trusted: it must say just what was meant, and the whole ledger must be sound with it.
"""

from __future__ import annotations

import codecs
import os
import shlex
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from chrono.core.english import join_and, join_or
from chrono.core.model import Ledger
from chrono.errors import LedgerError, Problem, UsageError, WriteError
from chrono.files.disk.atomic import FileChanged, remove_leftovers, replace
from chrono.files.disk.lock import turn, until_saved
from chrono.files.disk.user_dirs import PACKAGE
from chrono.files.read.load import remember_valid
from chrono.files.read.resolve import Resolver
from chrono.files.read.source_files import (
    Diagnostics,
    SourceFile,
    expand,
    gather,
    open_to_change,
    sound,
)
from chrono.files.read.text import STDIN
from chrono.files.toml.blocks import Path
from chrono.files.toml.set_value import Unwritable


class LedgerFiles:
    """A ledger's parts, all of them sound TOML: what a change is made to.

    Whether they hold together is known when `ledger` is asked for, or by the proof of a change.
    `file_names` are the files that the ledger is read from, without those that these include.
    """

    def __init__(self, parts: Sequence[SourceFile], names: Sequence[str] = ()) -> None:
        self.parts = parts
        self.file_names = names

    @classmethod
    def read(cls, paths: Sequence[str]) -> LedgerFiles:
        """The parts of the ledger of these paths. Raises LedgerError where one is no TOML."""
        findings = Diagnostics()
        names = expand(paths)
        parts = gather(names, findings, open_to_change)
        if findings:
            Resolver(parts, findings).build()
            raise LedgerError(findings.problems())
        return cls(parts, names)

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger. Raises LedgerError with all that is wrong with it."""
        findings = Diagnostics()
        ledger = Resolver(self.parts, findings).build()
        if findings:
            raise LedgerError(findings.problems())
        return ledger

    @cached_property
    def names(self) -> Ledger:
        """Its actors, types and sources alone; much less work than the whole."""
        return Resolver(self.parts, Diagnostics()).names()

    def ids(self, kind: str) -> list[str]:
        """The ids of all things of a kind."""
        return [
            thing if isinstance(thing, str) else str(_id(thing))
            for part in self.parts
            for thing in part.data.get(kind, ())
        ]

    def find(self, kind: str, id: str) -> tuple[SourceFile, Path] | None:
        """The part and the way to an event or a claim of that id, an actor, a source or a type."""
        for part in self.parts:
            things = part.data.get(kind, {})
            if isinstance(things, Mapping):
                if id in things:
                    return part, (kind, id)
                continue
            for index, thing in enumerate(things):
                if _id(thing) == id:
                    return part, (kind, index)
        return None

    def part(self, to: str | None) -> SourceFile:
        """The part to write new things to: the one that is named, or the only one."""
        names = [part.name for part in self.parts]
        if to is None:
            if len(names) > 1:
                raise UsageError(
                    f"this ledger has {len(names)} files: --to says which, {join_or(names)}"
                )
            return self.parts[0]
        for part in self.parts:
            if _are_same(part.name, to):
                return part
        there = "" if os.path.exists(to) else "there is no such file, and "
        raise UsageError(f"--to {to}: {there}this ledger is read from {join_and(names)}")


class PendingChange(NamedTuple):
    """What one part is to become: its new text, and the data that this must hold.

    `things` are the ways to what is new or changed in it; `ledger` is the whole of it, and `parts`
    are all that it is read from, once it is proved.
    """

    part: SourceFile
    text: str
    data: Mapping[str, Any]
    things: Sequence[Path] = ()
    ledger: Ledger = Ledger()
    parts: Sequence[SourceFile] = ()


class InvalidChange(UsageError):
    """What a change would make of a ledger has errors; `things` are those of what is new in it.

    They are by kind and id; what is wrong elsewhere has the kind and the id None.
    """

    def __init__(
        self, sentences: Iterable[str], things: Sequence[tuple[str | None, str | None, str]]
    ) -> None:
        super().__init__(*sentences)
        self.things = things


def _are_same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _id(thing: Any) -> Any:
    return thing.get("id") if isinstance(thing, Mapping) else None


Make = Callable[[LedgerFiles], PendingChange]
"""Makes the change to a ledger as it is; called again where that has become another."""


def change(
    paths: Sequence[str],
    make: Make,
    *,
    to: str | None = None,
    wait: float = 60,
    say: Callable[[str], None],
    ready: Callable[[PendingChange], None] = lambda draft: None,
    dry_run: bool = False,
) -> PendingChange:
    """Make a change to the ledger of these paths. Returns it as it was made.

    `ready` is told of it when only the last step is left: the file is written, and not yet in its
    place. Raises LedgerError where the ledger is broken, UsageError where it would be by this
    change, and WriteError.
    """
    if not dry_run:
        refuse(paths)
    held = {*paths, *([to] if to is not None else [])}
    while True:
        held |= {name for name in expand(paths) if name != STDIN}
        with nullcontext() if dry_run else turn(held, wait, say):
            until_saved(held, wait)
            draft = _made(paths, make)
            if to is not None and not _are_same(draft.part.name, to):
                raise UsageError(f"--to {to}: that stands in {draft.part.name}")
            if dry_run:
                ready(draft)
                return draft
            if os.path.realpath(draft.part.name) not in map(os.path.realpath, held):
                held.add(draft.part.name)  # an included file: it must be held from the start
                continue
            if draft.text == draft.part.written:
                ready(draft)
                return draft
            if _put(draft, ready, say):
                remember_valid(expand(paths), draft.parts, draft.ledger)
                return draft


def refuse(paths: Sequence[str]) -> None:
    """Raise WriteError where a ledger is none that could be written."""
    inside = PACKAGE / "events.toml"
    for path in paths:
        if path == STDIN:
            raise WriteError("a ledger from standard input cannot be written to: name its file")
        if not os.path.exists(path):
            missing = "cannot be read: there is no such file"
            if not os.path.islink(path):
                missing += f"; `chrono init {shlex.quote(path)}` makes one"
            raise LedgerError([Problem(path, 0, missing, "file")])
        if os.path.realpath(path) == os.path.realpath(inside):
            raise WriteError(
                f"{path} is the copy that ships with chrono, and it is never written to: "
                "`chrono init` makes a ledger of your own"
            )
        if not os.path.isfile(path) and not os.path.isdir(path):
            raise WriteError(f"{path} is not a regular file, and no other can take its place")


def _made(paths: Sequence[str], make: Make) -> PendingChange:
    opened = LedgerFiles.read(paths)
    try:
        return prove(opened.parts, make(opened), opened.file_names)
    except Unwritable as error:
        raise WriteError(f"nothing was changed: {error}") from None
    except Exception:
        # In a broken ledger anything may be missing that a change looks for. Then that comes first.
        _ = opened.ledger
        raise


def prove(
    parts: Sequence[SourceFile], draft: PendingChange, names: Sequence[str] = ()
) -> PendingChange:
    """Hold the new text against what was meant, and read the whole ledger with it.

    `names` are the files that the ledger is read from, without those that these include.
    """
    name = draft.part.name
    try:
        new = sound(name, draft.text.encode(), like=draft.part)
    except UnicodeEncodeError:
        raise UsageError("a text has half a character in it, which UTF-8 cannot write") from None
    except (ValueError, RecursionError):
        new = None
    if new is None or (new.data != draft.data and not same(new.data, draft.data)):
        raise WriteError(
            f"{name} is written in a way that chrono cannot change safely: "
            "change it in an editor; it is as it was"
        )
    findings = Diagnostics()
    before = parts
    parts = [new if part is draft.part else part for part in before]
    if names and new.data.get("ledger") != draft.part.data.get("ledger"):
        parts = _gathered_again(names, parts, findings)
    ledger = Resolver(parts, findings).build()
    if findings:
        sentences = _sentences(findings, new, draft.things, before)
        raise InvalidChange(sentences, _things(findings, new, draft.things))
    return draft._replace(ledger=ledger, parts=parts)


def _gathered_again(
    names: Sequence[str], parts: Sequence[SourceFile], findings: Diagnostics
) -> Sequence[SourceFile]:
    """The parts of a ledger whose head is another: it may include other files than before.

    Files that are among the parts are not read again. Raises UsageError where the new head needs
    a newer chrono.
    """
    known = {_key(part.name): part for part in parts}

    def opened(name: str, findings: Diagnostics) -> SourceFile | None:
        return known.get(_key(name)) or open_to_change(name, findings)

    try:
        return gather(names, findings, opened)
    except LedgerError as error:
        raise UsageError(*(problem.message for problem in error.problems)) from None


def _key(name: str) -> str:
    return STDIN if name in (STDIN, "<stdin>") else os.path.realpath(name)


def _sentences(
    findings: Diagnostics, new: SourceFile, things: Sequence[Path], before: Sequence[SourceFile]
) -> Iterator[str]:
    """What would be wrong; of another thing than the changed ones with its name."""
    for part, path, message in findings.told():
        own = part is new and len(things) == 1 and path[: len(things[0])] == things[0]
        if part is None or own:
            yield message
        elif part is new or part in before:
            yield f"{named(part.data, path)}: {message}"
        else:  # in a file that would be included from now on
            yield f"{part.name}:{part.line(path)}: {message}"


def _things(
    findings: Diagnostics, new: SourceFile, things: Sequence[Path]
) -> list[tuple[str | None, str | None, str]]:
    own = set(things)
    found: list[tuple[str | None, str | None, str]] = []
    for part, path, message in findings.told():
        if part is new and path[:2] in own and len(path) > 1:
            kind, key = str(path[0]), path[1]
            id = str(_id(new.data[kind][key])) if isinstance(key, int) else str(key)
            found.append((kind, id, message))
        else:
            found.append((None, None, message))
    return found


def named(data: Mapping[str, Any], path: Path) -> str:
    """`the event "2025-10-30-busan"`, for the thing that a way leads to or through."""
    kind = str(path[0])
    if len(path) < 2 or kind == "ledger":
        return f"[{kind}]"
    id = data[kind][path[1]].get("id", "?") if isinstance(path[1], int) else path[1]
    return f'the {kind.removesuffix("s")} "{id}"'


def same(one: Any, other: Any) -> bool:
    """Whether two values of TOML are the same, and of the same kinds; nan is the same as nan."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and (one == other or (one != one and other != other))


def _put(
    draft: PendingChange, ready: Callable[[PendingChange], None], say: Callable[[str], None]
) -> bool:
    """Write the new text, unless the file is no longer the one that was read."""
    path = FilePath(os.path.realpath(draft.part.name))
    try:
        with path.open("rb") as file:
            mark = codecs.BOM_UTF8 if file.read(3) == codecs.BOM_UTF8 else b""
        _refuse_protected(draft.part.name, path)
        for left in remove_leftovers(path.parent):
            say(
                f"{left} is left from an interrupted write and may hold text that another program "
                "saved: check it, then delete it"
            )
        raw = draft.part.raw
        was = raw if isinstance(raw, bytes) else mark + draft.part.written.encode()
        return replace(path, mark + draft.text.encode(), was, lambda: ready(draft))
    except FileChanged:
        raise WriteError(
            f"{draft.part.name} was saved by somebody else at the last moment: nothing was changed"
        ) from None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise WriteError(f"{draft.part.name} could not be written: {why}") from None


def _refuse_protected(name: str, path: FilePath) -> None:
    """Raise WriteError where the file may not be written to, or its place not be taken."""
    file, folder = path.stat(), path.parent.stat()
    if not file.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise WriteError(f"{name} may not be written: it is read-only")
    own = os.geteuid() in (0, file.st_uid, folder.st_uid)
    if folder.st_mode & stat.S_ISVTX and not own:
        raise WriteError(
            f"{name} is somebody else's file, in a folder where only its owner may replace it"
        )
