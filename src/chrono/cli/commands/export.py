"""`chrono export`: events as a document: a ledger, a page, a calendar, a timeline, a database."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from chrono.cli.options import Word, command
from chrono.cli.session import Session
from chrono.core import english
from chrono.core.english import join_and, join_or, plural
from chrono.core.names import choose
from chrono.core.query import Question, resolve, select
from chrono.core.subset import Subset, subset
from chrono.errors import UsageError, WriteError
from chrono.files.disk.atomic import write_bytes
from chrono.files.exchange.documents import EXPORTS, exporter

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_WITH_CLAIMS = ("toml", "html", "sqlite", "csljson")
_ROWS = ("csv", "tsv", "json", "markdown", "md")


@command(
    app,
    "Events as a document: a ledger, a web page, a calendar, a timeline, a database.",
    examples=(
        ("chrono export html 2025 --contacts --output contacts.html", "A web page to publish."),
        ("chrono export ics 2025-10 --output october.ics", "A month for a calendar."),
        ("chrono export sqlite --output contacts.db", "A database, for SQL and Datasette."),
    ),
)
def export(
    session: Session,
    question: Question,
    format: Annotated[
        str, typer.Argument(metavar="FORMAT", help=f"{join_or([*EXPORTS])}.", show_default=False)
    ],
    output: Annotated[
        Word, typer.Option("--output", metavar="FILE", help="Write to a file, in one step.")
    ] = None,
    private: Annotated[
        bool, typer.Option("--private", help="With what is private, and with the notes.")
    ] = False,
    coarse: Annotated[
        bool,
        typer.Option("--coarse", help="ics: coarse dates too, each over all of its days."),
    ] = False,
) -> None:
    """Select, say what stays behind, and write the document."""
    _refuse(format, coarse, output)
    ledger = session.ledger
    if output is not None:
        session.refuse_ledger(output)
    selection = select(ledger, resolve(question, ledger))
    session.say_about(selection)
    shown = [hit.event for hit in session.shown(selection.matches, selection.query, "event")]
    part = subset(ledger, shown, selection.query, private, selection.others)
    document = exporter(format)(part, coarse=coarse, today=session.today)
    _say(session, format, part)
    session.say(*document.words)
    if output in (None, "-"):
        sys.stdout.flush()
        sys.stdout.buffer.writelines(document.pieces())
        return
    write_bytes(Path(str(output)), b"".join(document.pieces()))


def _refuse(format: str, coarse: bool, output: str | None) -> None:
    if format in _ROWS:
        raise UsageError(f"rows are what `chrono list -o {format}` writes; export makes documents")
    choose(format, EXPORTS, "format")
    if coarse and format != "ics":
        raise UsageError(f"--coarse is for ics: {format} shows coarse dates as they are")
    if format == "sqlite" and output is None and sys.stdout.isatty():
        raise UsageError("a database is nothing to read on a terminal: --output FILE")
    if format == "sqlite" and output is not None:
        _refuse_open(output)


def _refuse_open(database: str) -> None:
    """Raise WriteError where SQLite would play back another database's journal over the new one."""
    for journal in (f"{os.path.realpath(database)}{ending}" for ending in ("-wal", "-journal")):
        if os.path.exists(journal):
            raise WriteError(
                f"{database} is open in another program, or was when that ended: {journal} stands "
                f"beside it; close the program, or remove both files"
            )


def _say(session: Session, format: str, part: Subset) -> None:
    """What stays behind."""
    if part.private:
        kept = [plural(number, what) for what, number in part.private.items()]
        session.say(f"kept back as private: {join_and(kept)}; --private takes them along")
    if part.broken_links and format != "csljson":
        session.say(f"links to events that stay behind are dropped: {'; '.join(part.broken_links)}")
    if part.changed_claims and format in _WITH_CLAIMS:
        count = len(part.changed_claims)
        claims = "claim stays" if count == 1 else "claims stay"
        session.say(
            f"{count} {claims} behind, to which these events alone would give another answer: "
            f"{english.first_few(part.changed_claims)}"
        )
