"""`chrono import`: the rows of a table, the entries of a calendar, another ledger, as events."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from chrono.cli.command import command
from chrono.cli.import_options import ImportOptions
from chrono.cli.options import Word
from chrono.cli.progress import progress
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.english import join_or, plural
from chrono.errors import ImportRejected, UsageError, WriteError
from chrono.files.disk.atomic import write_text
from chrono.files.exchange.import_table import ImportTable, format_to_read, read_table
from chrono.files.exchange.registry import able_to
from chrono.files.format.new_entry import NewEntry
from chrono.files.merge.merge import MergeResult, RejectedRow, RowMerger
from chrono.files.merge.rules import Rules
from chrono.files.read.text import label, read_text
from chrono.files.write.apply import InvalidChange, PendingChange, apply, change_entries
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.transaction import prove


@command(
    "The rows of a table, a calendar or another ledger, as events: all, or none.",
    examples=(
        (
            "chrono import calls.csv --dry-run",
            "What would come of a sheet whose columns are called as the keys are.",
        ),
        (
            "chrono import sheet.csv --map date=When --map 'title={Who} speaks' "
            "--map actors=Who --set type=call --date-format %d/%m/%Y",
            "A sheet with columns and dates of its own.",
        ),
        (
            "chrono import calls.csv --skip-bad --rejects rest.csv",
            "The good rows, and the others into a file, to be mended.",
        ),
    ),
)
def import_(
    session: Session,
    told: ImportOptions,
    writing: WriteOptions,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file to import; - is standard input.")
    ],
    format: Annotated[
        Word, typer.Option("--from", metavar="FORMAT", help=f"{join_or([*able_to('read')])}.")
    ] = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Take the good rows, and put the bad into --rejects.")
    ] = False,
    rejects: Annotated[
        Word, typer.Option("--rejects", metavar="FILE", help="Where bad rows go, as they were.")
    ] = None,
) -> None:
    """Read the table, hold its rows against the ledger, and write what is new in one step."""
    if skip_bad != (rejects is not None):
        raise UsageError("--skip-bad and --rejects FILE go together, so that no row is lost")
    _refuse_rejects(session, file, rejects)
    said = told.rules
    source = format_to_read(file, format or said.format)
    writing.refuse_unwritable(session)
    table = read_table(source, read_text(file, utf16=True))
    if skip_bad and table.rejects is None:
        raise UsageError("a ledger is taken as a whole: --skip-bad is for tables")
    merged = _write(session, writing, table, said, file, rejects)
    session.note(*_report(file, table, merged, writing.dry_run))


def _write(
    session: Session,
    writing: WriteOptions,
    table: ImportTable,
    said: Rules,
    file: str,
    rejects: str | None,
) -> MergeResult:
    """Make the change; where the ledger finds a row wrong that looked right, once more without."""
    merged: MergeResult
    known_bad: dict[int, tuple[str, ...]] = {}

    def make(files: LedgerFiles) -> None:
        nonlocal merged
        with progress(len(table.rows), f"{table.noun}s") as step:
            merged = RowMerger(files, table, said).merged(known_bad, step)
        files.add(merged.additions, writing.to)
        change_entries(files, merged.changes)
        if merged.bad and rejects is None:
            prove(files, apply(files))  # what is wrong with the other rows is reported as well
            raise _not_taken(file, table, merged.bad)

    def answer(made: PendingChange, _: None) -> Iterable[str]:
        session.note(*merged.notes)
        if rejects is not None and table.rejects and merged.bad:
            session.note(*_sentences(file, table, merged.bad))
            text = table.rejects([bad.row for bad in merged.bad])
            _refuse_other_rows(Path(rejects), text)
            if not writing.dry_run:
                write_text(Path(rejects), text)
                session.note(f"{plural(len(merged.bad), table.noun)} kept in {rejects}")
        return _lines(made, merged) if writing.dry_run else ()

    while True:
        try:
            writing.transaction(session, make, answer)
            return merged
        except InvalidChange as error:
            if _learned(error, merged, known_bad):
                continue
            if merged.bad and rejects is None:
                raise _not_taken(file, table, merged.bad) from None
            raise


def _learned(
    error: InvalidChange, merged: MergeResult, known_bad: dict[int, tuple[str, ...]]
) -> bool:
    """Note the rows by whose events the ledger would be broken, if it is by nothing else."""
    found: dict[int, tuple[str, ...]] = {}
    for kind, id, message in error.problems:
        if not (rows := merged.rows.get((kind or "", id or ""), ())):
            return False
        told = message
        if kind == "sources":
            told = f'the source "{id}": {message.removeprefix(f"{id}.")}'
        for row in rows:
            found[row.number] = (*found.get(row.number, ()), told)
    new = not known_bad.keys() >= found.keys()
    known_bad |= found
    return new


def _refuse_other_rows(rejects: Path, text: str) -> None:
    """Raise WriteError where somebody's work on other bad rows would be written over."""
    try:
        there = rejects.read_bytes() if rejects.is_file() else b""
    except OSError:
        there = b""
    if there and there != text.encode():
        raise WriteError(f"{rejects} is there already, with other rows: --rejects names a new file")


def _lines(made: PendingChange, merged: MergeResult) -> list[str]:
    """What would be written: the new things, and those that change as they would be."""
    texts = [addition.text for addition in merged.additions]
    things = {kind: made.data.get(kind, {}) for kind in ("actors", "events", "claims")}
    for kind in ("events", "claims"):
        things[kind] = {thing["id"]: thing for thing in things[kind]}
    for change in merged.changes:
        fields = {"id": change.id, **things[change.kind][change.id]}
        texts.append(NewEntry(change.kind, fields).text)
    return "\n".join(texts).splitlines(keepends=True)


def _not_taken(file: str, table: ImportTable, bad: Sequence[RejectedRow]) -> ImportRejected:
    some = f"{len(bad)} of {plural(len(table.rows), table.noun)}"
    way = "; --skip-bad --rejects FILE takes the others" if table.rejects else ""
    lines = _sentences(file, table, bad, "error: ")
    return ImportRejected(lines, f"nothing was written: {some} cannot be taken{way}")


def _sentences(
    file: str, table: ImportTable, bad: Sequence[RejectedRow], mark: str = ""
) -> list[str]:
    """All that is wrong with all bad rows, each by its number."""
    return [
        f"{label(file)}: {table.noun} {one.row.number}: {mark}{sentence}"
        for one in bad
        for sentence in one.wrong
    ]


def _report(file: str, table: ImportTable, merged: MergeResult, dry_run: bool) -> list[str]:
    """Sums that add up: what was read is what was added, updated, skipped and rejected."""
    would = "would be " if dry_run else ""
    parts = {
        "added": merged.added,
        "updated": merged.updated,
        "skipped": merged.skipped,
        "rejected": len(merged.bad),
    }
    found = [_sum(label(file), plural(len(table.rows), table.noun), would, parts)]
    if claims := merged.claims["read"]:
        some = {key: merged.claims[key] for key in ("added", "updated", "skipped")}
        found.append(_sum(label(file), plural(claims, "claim"), would, some))
    return found


def _sum(file: str, read: str, would: str, parts: dict[str, int]) -> str:
    return f"{file}: {read} read = " + " + ".join(
        f"{number} {would}{what}" for what, number in parts.items()
    )


def _refuse_rejects(session: Session, file: str, rejects: str | None) -> None:
    """Nothing that somebody may need is written over."""
    if rejects is None:
        return
    if rejects == "-":
        raise UsageError("--rejects takes a file: standard output is for --dry-run")
    ledgers = [*session.located.paths, file]
    if os.path.realpath(rejects) in map(os.path.realpath, ledgers):
        raise UsageError(f"--rejects {rejects}: that file is read by this import")
    if Path(rejects).is_dir():
        raise WriteError(f"{rejects} could not be written: it is a folder")
