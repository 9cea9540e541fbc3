"""One thing in one's own editor: its lines alone, shown again with what is wrong until they check.

Nothing that was typed is lost: who gives up is told where the text is kept.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.ids import slug
from chrono.core.text import escape_controls
from chrono.errors import Cancelled, UsageError, WriteError
from chrono.files.read.source_files import Diagnostics, parse
from chrono.files.toml.insert import put_in_place
from chrono.files.write.entries import EntryRef, find
from chrono.files.write.transaction import LedgerFiles, PendingChange

_HEAD = "# chrono:"
"""How the lines begin that say what is wrong; they are no part of the text."""

_ROUNDS = 20
"""So often a program that is no person may try."""


def edit(session: Session, writing: WriteOptions, id: str) -> None:
    """Open the editor on a thing, and write what comes back once it checks."""
    command = _editor()
    thing = find(LedgerFiles.read(session.found.paths), id)
    scratch = _Scratch(slug(thing.id) or thing.noun, _lines(thing), command)
    try:
        _until_it_checks(session, writing, thing, scratch)
    except BaseException:  # Ctrl-C too
        if scratch.changed:
            session.say(f"your text is kept in {scratch.path}")
        else:
            scratch.remove()
        raise
    scratch.remove()


def _until_it_checks(
    session: Session, writing: WriteOptions, thing: EntryRef, scratch: _Scratch
) -> None:
    text, problems = scratch.original, ["it was not opened"]
    for turn in range(sys.maxsize if _on_terminal() else _ROUNDS):
        before = text
        text = scratch.edited(text, problems if turn else [])
        if text == scratch.original:
            session.say("nothing is changed")
            return
        if not text.strip():
            raise Cancelled(
                f"an empty text changes nothing: `chrono remove {thing.id}` takes it out"
            )
        if turn and text == before:
            break
        try:
            _write(session, writing, thing, scratch.original, text)
            return
        except UsageError as error:
            problems = list(error.args)
    raise UsageError(*problems)


def _write(
    session: Session, writing: WriteOptions, thing: EntryRef, original: str, text: str
) -> None:
    fields = _read(thing, text)

    def draft(opened: LedgerFiles) -> PendingChange:
        now = find(opened, thing.words)
        if _lines(now) != original:
            raise WriteError(f"{thing.id} was changed by somebody while you edited it")
        (piece,) = now.pieces()
        return now.replaced(put_in_place(now.part.written, piece, text), fields)

    def answer(_: PendingChange) -> Iterable[str]:
        if not writing.dry_run:
            session.say(f"{thing.id} is changed")
        return text.splitlines(keepends=True) if writing.dry_run else ()

    writing.change(session, draft, answer)


def _lines(thing: EntryRef) -> str:
    """A thing's own lines, as an editor is to have them."""
    pieces = thing.pieces()
    if not pieces:
        raise UsageError(f"{thing.id} has no lines of its own: change it with --set")
    if len(pieces) > 1:
        lines = [str(thing.part.written.count("\n", 0, start) + 1) for start, _ in pieces]
        raise UsageError(
            f"the tables of {thing.id} stand apart, on lines {', '.join(lines)} of "
            f"{thing.part.name}: bring them together first"
        )
    text = thing.text().replace("\r\n", "\n")
    return text if text.endswith("\n") else text + "\n"


def _read(thing: EntryRef, text: str) -> Mapping[str, Any]:
    """The keys that a text gives the thing. Raises UsageError where it is another, or no TOML."""
    findings = Diagnostics()
    part = parse("", text, findings)
    if findings:
        problems = findings.problems()
        below = len(problems) + 1  # the lines that are put above the text
        raise UsageError(*(f"line {one.line + below}: {one.message}" for one in problems))
    things = part.data.get(thing.kind)
    if isinstance(things, list) and len(things) == 1 and len(part.data) == 1:
        found: Any = things[0]
    elif isinstance(things, dict) and len(part.data) == 1 and len(thing.path) == 1:
        found = things
    else:
        found = things.get(thing.id) if isinstance(things, dict) and len(things) == 1 else None
    if not isinstance(found, dict) or len(part.data) > 1:
        raise UsageError(f"keep to the one {thing.noun}, under the header that it had")
    return found


class _Scratch:
    """A file to edit a thing's lines in, in a folder of its own."""

    def __init__(self, name: str, original: str, command: Sequence[str]) -> None:
        self.original = original
        self._command = command
        self._folder = Path(tempfile.mkdtemp(prefix="chrono-"))
        self.path = self._folder / f"{name}.toml"

    def edited(self, text: str, problems: Sequence[str]) -> str:
        """What the editor makes of a text, above which it shows what is wrong with it."""
        if problems:
            problems = [*problems, "save it mended, or as it is to give up"]
        head = "".join(f"{_HEAD} {escape_controls(problem)}\n" for problem in problems)
        try:
            self.path.write_text(head + text, encoding="utf-8", newline="")
        except OSError as error:
            raise WriteError(f"{self.path} could not be written: {error.strerror}") from None
        _run([*self._command, str(self.path)])
        return self._text()

    def _text(self) -> str:
        try:
            lines = self.path.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise WriteError(f"the edited text cannot be read: {error}") from None
        while lines and lines[0].startswith(_HEAD):
            del lines[0]
        text = "\n".join(lines).strip("\n")
        return f"{text}\n" if text else ""

    @property
    def changed(self) -> bool:
        """Whether there is anything in it that would be lost."""
        try:
            return self._text() not in ("", self.original)
        except WriteError:
            return self.path.exists()

    def remove(self) -> None:
        """It is no longer needed."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _editor() -> list[str]:
    words = (os.environ.get("VISUAL") or os.environ.get("EDITOR") or "").strip()
    if not words and _on_terminal():
        words = next(filter(shutil.which, ("sensible-editor", "vi", "nano")), "")
    if not words:
        raise UsageError("say what to change with --set, or name an editor in $EDITOR")
    try:
        return shlex.split(words)
    except ValueError:
        raise UsageError(f"$EDITOR is not a command: {words}") from None


def _on_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _run(command: Sequence[str]) -> None:
    try:
        status = subprocess.run(command, check=False).returncode
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise WriteError(f"the editor {command[0]} could not be run: {why}") from None
    if status:
        raise WriteError(f"the editor {command[0]} ended with status {status}")
