"""`chrono import`: add events from a table, a calendar or another ledger."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from chrono.cli.command import BUNDLES, OptionBundle, command
from chrono.cli.options import Word, Words, option, spec
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.english import join_or, plural
from chrono.core.names import choose
from chrono.core.sentences import bad_value, cannot_write, exists, given_twice, needs, only_one_of
from chrono.errors import ImportRejected, UsageError, WriteError
from chrono.files.disk.atomic import write_text
from chrono.files.exchange.import_table import ImportTable, format_to_read, read_table
from chrono.files.exchange.registry import able_to
from chrono.files.format.new_entry import NewEntry
from chrono.files.merge import rules as checks
from chrono.files.merge.merge import MergeResult, RowMerger
from chrono.files.merge.rules import ON_DUPLICATE, Rules
from chrono.files.read.text import label, read_text
from chrono.files.write.apply import InvalidChange, PendingChange, apply, change_entries
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.transaction import verify

_FROM = f"Input format: {join_or([*able_to('read')])} [default: by the file's ending]."


@command()
def import_(
    session: Session,
    rules: Rules,
    writing: WriteOptions,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file to import, or - for standard input.")
    ],
    format: Annotated[Word, spec("--from", "FORMAT", _FROM)] = None,
    skip_bad: Annotated[
        bool, spec("--skip-bad", None, "Import the valid rows only; needs --rejects.")
    ] = False,
    rejects: Annotated[
        Word, spec("--rejects", "FILE", "Save invalid rows to FILE, unchanged; needs --skip-bad.")
    ] = None,
) -> None:
    """Import events from a table, a calendar or another ledger.

    If any row is invalid, chrono lists the invalid rows by number and imports nothing, unless you
    use --skip-bad. Columns with the same names as event fields are matched automatically.

    chrono import calls.csv --dry-run
        Preview the import of a sheet whose columns are named like event fields.
    chrono import sheet.csv --map date=When --map 'title={Who} speaks' --map actors=Who \
      --set type=call --date-format %d/%m/%Y
        Import a sheet with its own column names and date format.
    chrono import calls.csv --skip-bad --rejects rest.csv
        Import the valid rows and save the others for correction.
    """
    if skip_bad != (rejects is not None):
        options = ("--skip-bad", "--rejects FILE") if skip_bad else ("--rejects", "--skip-bad")
        raise UsageError(needs(*options))
    if rejects == "-":
        raise UsageError(needs("--rejects", "a file, not standard output"))
    if rejects is not None:
        used = map(os.path.realpath, [*session.located.paths, file])
        if os.path.realpath(rejects) in used:
            raise UsageError(f"--rejects {rejects}: this import reads that file; choose another")
        if Path(rejects).is_dir():
            raise WriteError(cannot_write(rejects, "it is a folder"))
    source = format_to_read(file, format or rules.format)
    writing.refuse_unwritable(session)
    table = read_table(source, read_text(file, utf16=True))
    if skip_bad and table.rejects is None:
        raise UsageError("--skip-bad only applies to tables, not to ledgers")
    run = _Import(session, writing, rules, file, table, rejects)
    session.notes[:0] = run.report(run.write())


class _Import(NamedTuple):
    """One import: the file, its table, and the file for rejected rows, if rows may be skipped."""

    session: Session
    writing: WriteOptions
    rules: Rules
    file: str
    table: ImportTable
    rejects: str | None

    def write(self) -> MergeResult:
        """Merge the rows and write the ledger; retry without rows that the last check rejects."""
        result: MergeResult
        known_bad: dict[int, tuple[str, ...]] = {}

        def make(files: LedgerFiles) -> None:
            nonlocal result
            with _progress(len(self.table.rows), f"Importing {self.table.noun}s") as step:
                result = RowMerger(files, self.table, self.rules).merge(known_bad, step)
            files.add(result.additions, self.writing.to)
            change_entries(files, result.changes)
            if result.rejected and self.rejects is None:
                verify(files, apply(files))  # raises InvalidChange if other rows have errors
                raise self._refused(result)

        def answer(pending: PendingChange) -> Iterable[str]:
            self.session.note(*result.notes)
            if self.rejects is not None and result.rejected:
                self._keep_rejected(result, Path(self.rejects))
            return _lines(pending, result) if self.writing.dry_run else ()

        while True:
            try:
                self.writing.transaction(self.session, make, answer)
                return result
            except InvalidChange as error:
                problems = _problems_by_row(error, result)
                if problems.keys() - known_bad.keys():
                    known_bad |= problems
                    continue
                if result.rejected and self.rejects is None:
                    raise self._refused(result) from None
                raise

    def _keep_rejected(self, result: MergeResult, path: Path) -> None:
        """Write the rejected rows to a file. Raises WriteError if the file has other rows."""
        self.session.note(*self._sentences(result, "rejected: "))
        text = (self.table.rejects or str)([row for row, _ in result.rejected])
        try:
            there = path.read_bytes() if path.is_file() else b""
        except OSError:
            there = b""
        if there not in (b"", text.encode()):
            raise WriteError(exists(path, "choose another name for --rejects"))
        if not self.writing.dry_run:
            write_text(path, text)
            number = plural(len(result.rejected), f"invalid {self.table.noun}")
            self.session.note(f"saved {number} to {path}")

    def _refused(self, result: MergeResult) -> ImportRejected:
        number = f"{len(result.rejected)} of {plural(len(self.table.rows), self.table.noun)}"
        verb = "is" if len(result.rejected) == 1 else "are"
        others = self.table.rejects and len(result.rejected) < len(self.table.rows)
        hint = "; to import the others, add --skip-bad --rejects FILE" if others else ""
        message = f"nothing was imported: {number} {verb} invalid{hint}"
        return ImportRejected(self._sentences(result, "error: "), message)

    def _sentences(self, result: MergeResult, mark: str = "") -> list[str]:
        """All problems of all rejected rows, each with the row's number."""
        return [
            f"{label(self.file)}: {self.table.noun} {row.number}: {mark}{problem}"
            for row, problems in result.rejected
            for problem in problems
        ]

    def report(self, result: MergeResult) -> Iterator[str]:
        """A line with the numbers of rows read, added, updated and so on, and one for claims."""
        numbers = [(plural(len(self.table.rows), self.table.noun), result.counts)]
        if claims := self.table.claims:
            numbers.append((plural(len(claims), "claim"), result.claims))
        dry_run = " (dry run)" if self.writing.dry_run else ""
        for read, parts in numbers:
            sums = ", ".join(f"{number} {action}" for action, number in parts.items())
            yield f"{read} read from {label(self.file)}{dry_run}: {sums}"


def _problems_by_row(error: InvalidChange, result: MergeResult) -> dict[int, tuple[str, ...]]:
    """Number of a row -> its problems; empty if a problem is not caused by a row."""
    problems: dict[int, tuple[str, ...]] = {}
    for kind, id, message in error.problems:
        if not (rows := result.rows.get((kind or "", id or ""), ())):
            return {}
        if kind == "sources":
            message = f'source "{id}": {message.removeprefix(f"{id}.")}'
        for row in rows:
            problems[row.number] = (*problems.get(row.number, ()), message)
    return problems


def _lines(pending: PendingChange, result: MergeResult) -> list[str]:
    """The lines that would be written: new entries, and changed entries after the change."""
    texts = [entry.text for entry in result.additions]
    changed = {(change.kind, change.id) for change in result.changes}
    for kind in ("actors", "events", "claims"):
        entries = pending.data.get(kind, {})
        entries = [{"id": id, **entries[id]} for id in entries] if kind == "actors" else entries
        texts += [NewEntry(kind, one).text for one in entries if (kind, one["id"]) in changed]
    return "\n".join(texts).splitlines(keepends=True)


@contextmanager
def _progress(total: int, what: str) -> Iterator[Callable[[], None]]:
    """A function to call after each row, which on a terminal moves a progress bar."""
    if total < 2000 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, markup=False, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def _rules(
    context: typer.Context,
    rules: str | None,
    map_: Words,
    set_: Words,
    split: Words,
    date_format: Words,
    on_duplicate: str | None,
) -> Rules:
    """The rules from a rules file and from options, which override the file."""
    file = checks.read(read_text(rules, utf16=True)) if rules else Rules()
    if on_duplicate is not None:
        choose(on_duplicate, ON_DUPLICATE, "value of --on-duplicate")
    mapped = _assigned("--map", "COLUMN, or a template such as FIELD={ONE} in {OTHER}", map_)
    constants = _assigned("--set", "VALUE", set_)
    for field, template in mapped.items():
        checks.check_templates(field, template)
        if field in constants:
            raise UsageError(f"{field}: {only_one_of('--map', '--set')}")
    for text in date_format or ():
        checks.check_date_format(text)
    values = {field: checks.parse_constant(field, text) for field, text in constants.items()}
    if len(split or ()) > 1:
        raise UsageError("only one --split is allowed")
    if split == [""]:
        raise UsageError(needs("--split", 'a separator, such as ";"'))
    return file._replace(
        map={key: one for key, one in file.map.items() if key not in constants} | mapped,
        set={key: one for key, one in file.set.items() if key not in mapped} | values,
        split=split[0] if split else file.split,
        date_formats=date_format or file.date_formats,
        on_duplicate=on_duplicate or file.on_duplicate,
    )


def _assigned(option: str, form: str, texts: Words) -> dict[str, str]:
    """Field -> value, from FIELD=VALUE. Raises UsageError for another form or a repeated field."""
    values: dict[str, str] = {}
    for text in texts or ():
        field, equals, value = text.partition("=")
        field = field.strip()
        if not equals or not field or not value.strip():
            raise UsageError(bad_value(option, text, f"FIELD={form}"))
        if field in values:
            more = "; to combine columns, write --map 'actors={one}; {other}'"
            raise UsageError(given_twice(f"{option} {field}") + more * (option == "--map"))
        values[field] = value
    return values


_MAP = 'Fill a field from a column or a template, such as "title={who} in {place}" (repeatable).'
_SPLIT = "The character between list items in a cell [default: ;]."
_DATE_FORMAT = "The format of dates, such as %d/%m/%Y (repeat for alternatives)."
_ON_DUPLICATE = (
    "What to do with events already in the ledger: skip, update or fail [default: skip]."
)
BUNDLES[Rules] = OptionBundle(
    {
        "rules": option(
            "Read import rules from a TOML file; command-line options override them.",
            "RULES.toml",
            "--rules",
        ),
        "map_": option(_MAP, "FIELD=COLUMN", "--map", many=True),
        "set_": option(
            "Set a field to the same value in every row (repeatable).",
            "FIELD=VALUE",
            "--set",
            many=True,
        ),
        "split": option(_SPLIT, "CHAR", "--split", many=True),
        "date_format": option(_DATE_FORMAT, "FORMAT", "--date-format", many=True),
        "on_duplicate": option(_ON_DUPLICATE, "WHAT", "--on-duplicate"),
    },
    build=_rules,
)
