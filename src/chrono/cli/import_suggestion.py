"""`chrono import --suggest`: write a rules file to start from."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from chrono.cli.session import Session
from chrono.cli.write_options import write_lines
from chrono.core.model import BUILT_IN_TYPES
from chrono.core.sentences import exists
from chrono.errors import UsageError, WriteError
from chrono.files.disk.atomic import write_text
from chrono.files.exchange.import_table import format_to_read, read_file
from chrono.files.merge.suggestion import suggested
from chrono.files.read.text import label


def suggest(
    session: Session, file: str, format: str | None, sheet: str | None, output: str | None
) -> None:
    """Write a rules file for the table in `file` to `output`, or to standard output."""
    source = format_to_read(file, format)
    table = read_file(source, file, sheet)
    if table.noun == "event":
        raise UsageError(f"--suggest only applies to tables, not to {source.name}")
    session.note(*table.notes)
    words = ["chrono", "import", file]
    words += ["--from", format] if format else []
    words += ["--sheet", sheet] if sheet else []
    command = f"{shlex.join(words)} --rules {shlex.quote(output or 'RULES.toml')} --dry-run"
    built_in = {kind.id: kind for kind in BUILT_IN_TYPES}
    types = built_in if session.located.bundled else session.read(()).types
    text = suggested(table, label(file), command, types)
    if output in (None, "-"):
        write_lines([text])
        return
    if os.path.lexists(output):
        raise WriteError(exists(output, "choose another name for --output"))
    write_text(Path(output), text)
    session.note(f"to import {file}, edit {output} and run `{command}`")
