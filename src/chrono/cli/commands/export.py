"""`chrono export`: write events as a ledger, a page, a calendar, a timeline or a database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from chrono.cli.command import command
from chrono.cli.options import OUTPUT_HELP, Word, argument, spec
from chrono.cli.session import Session
from chrono.core.english import join_or
from chrono.core.names import choose
from chrono.core.notes import subset_notes
from chrono.core.query import Question
from chrono.core.sentences import no_effect
from chrono.core.subset import subset
from chrono.errors import UsageError
from chrono.files.disk.atomic import write_bytes
from chrono.files.exchange.registry import Document, Format, able_to, format_of_file

_FORMATS = able_to("export")
_COARSE = join_or([name for name, format in _FORMATS.items() if "coarse" in format.options])
_COARSE_HELP = (
    f"Include events without an exact date, each spanning all its possible days ({_COARSE} only)."
)


@command()
def export(
    session: Session,
    question: Question,
    format: Annotated[str, argument("FORMAT", f"Output format: {join_or([*_FORMATS])}.")],
    output: Annotated[Word, spec("--output", "FILE", OUTPUT_HELP)] = None,
    private: Annotated[bool, spec("--private", None, "Include private data and notes.")] = False,
    coarse: Annotated[bool, spec("--coarse", None, _COARSE_HELP)] = False,
) -> None:
    """Export events as a web page, calendar, database or other file.

    Private data and notes are omitted unless you add --private. For CSV and other tables, use
    `chrono list -o csv`.

    chrono export html 2025 --contacts --output contacts.html
        Export a self-contained web page.
    chrono export ics 2025-10 --output october.ics
        Export a month as a calendar file.
    chrono export sqlite --output contacts.db
        Export a database for SQL or Datasette.
    """
    target = _format(format, coarse, output)
    session.read()
    if output is not None:
        session.refuse_ledger(output)
    selection = session.select(question)
    shown = [match.event for match in session.shown(selection.matches, selection.query, "event")]
    part = subset(session.part, shown, selection.query, private, selection.others)
    values = {"coarse": coarse, "today": session.today}
    options = {name: values[name] for name in target.options}
    document: Document = target.function("export")(part, **options)
    session.note(*document.notes, *subset_notes(part, target.claims, target.links))
    if output is None or output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.writelines(document.pieces())
    else:
        write_bytes(Path(output), b"".join(document.pieces()))


def _format(word: str, coarse: bool, output: str | None) -> Format:
    rows = able_to("write").get(word) or format_of_file(f"rows.{word}", "write")
    if rows is not None and word not in _FORMATS:
        raise UsageError(f"export does not write {rows.name}; use `chrono list -o {rows.name}`")
    format = _FORMATS[choose(word, _FORMATS, "format")]
    if coarse and "coarse" not in format.options:
        raise UsageError(no_effect("--coarse", f"on {word}; it only applies to {_COARSE}"))
    if format.binary and output is None and sys.stdout.isatty():
        raise UsageError(f"cannot show {format.name} on a terminal; add --output FILE")
    if output is not None and "check_output" in format.actions:
        format.function("check_output")(output)
    return format
