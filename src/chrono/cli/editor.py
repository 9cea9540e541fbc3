"""Edit one entry in the user's text editor. The editor opens again until the entry is valid."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import dropwhile
from pathlib import Path
from typing import Any

from chrono.cli.report import print_lines
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.sentences import cannot_read, cannot_write, changed
from chrono.core.text import escape_controls
from chrono.errors import Cancelled, UsageError, WriteError, reason, refuse
from chrono.files.format.ids import slug
from chrono.files.read.diagnostics import Diagnostics
from chrono.files.read.source_files import parse
from chrono.files.write.apply import PendingChange
from chrono.files.write.entry import Entry
from chrono.files.write.ledger_files import LedgerFiles

_COMMENT = "# chrono:"
"""The start of the lines that report problems. These lines are not part of the edited text."""


def edit(session: Session, writing: WriteOptions, id: str) -> None:
    """Open an entry in the user's text editor until the entry is valid, then save it.

    - Raises UsageError if the user gives up.
    - Raises Cancelled if the text is empty.
    - Raises WriteError if the editor fails.
    """
    editor = _editor()
    entry = LedgerFiles.read(session.located.paths).entry(id)
    original = _own_lines(entry)
    folder = tempfile.mkdtemp(prefix="chrono-")
    path, kept = Path(folder, f"{slug(entry.id) or entry.noun}.toml"), False
    try:
        _edit_until_valid(session, writing, entry, editor, path)
    except BaseException:  # Ctrl-C too
        try:
            kept = _edited_text(path) not in ("", original)
        except WriteError:
            kept = path.exists()
        if kept:
            print_lines([f"note: your text is saved in {path}"])  # also with --quiet
        raise
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def _edit_until_valid(
    session: Session, writing: WriteOptions, entry: Entry, editor: Sequence[str], path: Path
) -> None:
    text = original = _own_lines(entry)
    problems: list[str] = []
    # Without a terminal the editor is a program, which has 20 attempts.
    for _ in range(sys.maxsize if _on_terminal() else 20):
        before = text
        _run_editor(editor, path, text, problems)
        text = _edited_text(path)
        if text == original:
            session.note("nothing was changed")
            return
        if not text.strip():
            remedy = f"to remove the entry, run `chrono remove {entry.id}`"
            raise Cancelled(f"the text was empty, so nothing was changed; {remedy}")
        if problems and text == before:
            break
        try:
            _write(session, writing, entry, text)
            return
        except UsageError as error:
            problems = list(error.args)
    raise UsageError(*problems)


def _write(session: Session, writing: WriteOptions, entry: Entry, text: str) -> None:
    fields = _parsed(entry, text)

    def make(files: LedgerFiles) -> None:
        current = files.entry(entry.name)
        if _own_lines(current) != _own_lines(entry):
            raise WriteError(f"{entry.id} was changed by someone else while you were editing")
        current.rewrite(text, fields)

    def answer(_: PendingChange) -> Iterable[str]:
        if not writing.dry_run:
            session.note(changed([entry.id]))
        return text.splitlines(keepends=True) if writing.dry_run else ()

    writing.transaction(session, make, answer)


def _own_lines(entry: Entry) -> str:
    refuse((not entry.spans, f"{entry.id} has no lines of its own; use --set"))
    if not entry.is_together:
        file = entry.source_file
        lines = ", ".join(str(file.text.count("\n", 0, start) + 1) for start, _ in entry.spans)
        where = f"in separate places, on lines {lines} of {file.name}"
        raise UsageError(f"the tables of {entry.id} are {where}; move them together first")
    text = entry.text().replace("\r\n", "\n")
    return text if text.endswith("\n") else text + "\n"


def _parsed(entry: Entry, text: str) -> Mapping[str, Any]:
    source_file = parse("", text)
    data = source_file.data
    if problems := Diagnostics(source_file.problems).problems():
        above = len(problems) + 1  # the problems will be comments above the text
        raise UsageError(*(f"line {one.line + above}: {one.message}" for one in problems))
    fields: Any = data.get(entry.kind)
    if len(entry.path) > 1 and isinstance(fields, (list, dict)):
        several = fields if isinstance(fields, list) else [fields.get(entry.id)]
        fields = several[0] if len(fields) == 1 else None
    if not isinstance(fields, dict) or len(data) > 1:
        raise UsageError(
            f"the text is not one {entry.noun}; keep exactly one, with its original header"
        )
    return fields


def _editor() -> list[str]:
    words = (os.environ.get("VISUAL") or os.environ.get("EDITOR") or "").strip()
    if not words and _on_terminal():
        words = next(filter(shutil.which, ("sensible-editor", "vi", "nano")), "")
    refuse((not words, "no editor found; use --set KEY=VALUE, or set $EDITOR to your editor"))
    try:
        return shlex.split(words)
    except ValueError:
        raise UsageError(f'$EDITOR "{words}" is not a valid command') from None


def _on_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _run_editor(editor: Sequence[str], path: Path, text: str, problems: Sequence[str]) -> None:
    if problems:
        problems = [*problems, "fix the text, or save the text unchanged to give up"]
    comments = "".join(f"{_COMMENT} {escape_controls(problem)}\n" for problem in problems)
    try:
        path.write_text(comments + text, encoding="utf-8", newline="")
    except OSError as error:
        raise WriteError(cannot_write(path, error)) from None
    try:
        status = subprocess.run([*editor, str(path)], check=False).returncode
    except OSError as error:
        raise WriteError(f'cannot run the editor "{editor[0]}": {reason(error)}') from None
    if status:
        raise WriteError(f'the editor "{editor[0]}" failed with exit status {status}')


def _edited_text(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error if isinstance(error, OSError) else "it is not UTF-8"
        raise WriteError(cannot_read("the edited text", why)) from None
    text = "\n".join(dropwhile(lambda line: line.startswith(_COMMENT), lines)).strip("\n")
    return f"{text}\n" if text else ""
