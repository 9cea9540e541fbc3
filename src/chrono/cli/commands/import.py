"""`chrono import`: add events from a table, a calendar or another ledger."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from chrono.cli import import_options as import_options  # the options that make the Rules
from chrono.cli import import_report
from chrono.cli.command import command
from chrono.cli.options import WITHOUT_HISTORY, Word, spec
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions, duplicates, write_lines
from chrono.core.english import join_or, plural
from chrono.core.model import BUILT_IN
from chrono.core.note_kinds import Note
from chrono.core.sentences import cannot_write, exists, hint, needs
from chrono.errors import ImportRejected, UsageError, WriteError, refuse
from chrono.files.disk.atomic import write_text
from chrono.files.exchange.import_table import ImportTable, format_to_read, read_file
from chrono.files.exchange.record import OF_ACTOR
from chrono.files.exchange.registry import able_to
from chrono.files.format.new_entry import NewEntry
from chrono.files.merge.merge import MergeResult, RowMerger
from chrono.files.merge.notes import on_unused
from chrono.files.merge.rows import arranged
from chrono.files.merge.rules import Rules, named_columns, suggest_command
from chrono.files.merge.suggestion import suggested
from chrono.files.read.text import label
from chrono.files.write.apply import InvalidChange, PendingChange, apply, change_entries
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.transaction import verify

_FILE = "The file to import, or - for standard input."
_FROM = f"Input format: {join_or([*able_to('read')])} [default: from the file extension]."
_SKIP_BAD = "Import only the valid rows (needs --rejects)."
_REJECTS = "Save the invalid rows to FILE (needs --skip-bad)."
_SHEET = "The sheet of an xlsx file [default: the first]."
_SUGGEST = "Suggest import rules, and import nothing."
_OUTPUT = "Write the suggested rules to FILE (needs --suggest)."
MOST_LINES = 5
"""The maximum number of lines after an import, without --verbose."""
_ALL_ERRORS = "List every invalid row, not only the first few of each kind of error."


@command(option_help=WITHOUT_HISTORY)
def import_(
    session: Session,
    rules: Rules,
    writing: WriteOptions,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_FILE)],
    format: Annotated[Word, spec("--from", "FORMAT", _FROM)] = None,
    skip_bad: Annotated[bool, spec("--skip-bad", None, _SKIP_BAD)] = False,
    rejects: Annotated[Word, spec("--rejects", "FILE", _REJECTS)] = None,
    sheet: Annotated[Word, spec("--sheet", "SHEET", _SHEET)] = None,
    suggest: Annotated[bool, spec("--suggest", None, _SUGGEST)] = False,
    output: Annotated[Word, spec("--output", "FILE", _OUTPUT)] = None,
    all_errors: Annotated[bool, spec("--all-errors", None, _ALL_ERRORS)] = False,
) -> None:
    """Import events from a table, a calendar or another ledger.

    Columns can have the names of fields, such as date and title. For columns with other names, use
    --map or a file of import rules. If any row is invalid, chrono imports nothing and lists the
    errors.

    chrono import calls.csv --dry-run
        Preview the import of a table.
    chrono import sheet.csv --map date=When --map 'title={Who} speaks' --map actors=Who \
      --set type=call --date-format %d/%m/%Y
        Import a table with other column names and another date format.
    chrono import sheet.csv --suggest --output rules.toml
        Write a file of import rules. Edit the file, then use it with --rules.
    """
    if suggest or output is not None:
        others = (skip_bad, rejects, all_errors, writing.any_used, rules != Rules())
        refuse(
            (not suggest, needs("--output", "--suggest")),
            (any(others), "--suggest only takes FILE, --from, --sheet and --output"),
        )
        _suggest(session, file, format, sheet, output)
        return
    _check_rejects(session, file, skip_bad, rejects)
    source = format_to_read(file, format or rules.format)
    if source.binary and rejects is not None and format_to_read(rejects, None).binary:
        raise UsageError(f"--rejects {rejects}: invalid rows are saved as csv; name a csv file")
    is_own = {*OF_ACTOR} & {column for _, column in named_columns(rules)}
    table = read_file(source, file, sheet or rules.sheet, not is_own, rules.encoding, rules.skip)
    table, rules, notes = arranged(table, rules)
    table = table._replace(arguments=_arguments(file, format, sheet))
    session.note(*table.notes, *notes)
    _refuse_unwritable(session, writing, rules, table)
    if skip_bad and table.rejects is None:
        raise UsageError("--skip-bad applies only to tables, not to ledgers")
    _Import(session, writing, rules, file, table, rejects, all_errors).write()


def _refuse_unwritable(
    session: Session, writing: WriteOptions, rules: Rules, table: ImportTable
) -> None:
    """Raise WriteError if the ledger cannot be written, with the commands that help."""
    is_missing = session.located.bundled and not writing.dry_run
    if not is_missing or rules.file or table.rejects is None:
        writing.refuse_unwritable(session)
        return
    try:
        result = RowMerger(LedgerFiles.read(session.located.paths), table, rules).merge({})
        why = (result.refusal or "").partition(":")[0]
        if invalid := result.counts["rejected"]:
            number = plural(len(table.rows), table.unit)
            why = f"{invalid} of {number} cannot be imported without one"
    except UsageError:
        why = "the columns of this table are not named like event fields"
    if why:
        command = suggest_command(table.arguments)
        start = "no ledger found; to start your own ledger, run `chrono init`"
        raise WriteError(f"{start}; then run `{command}` for a rules file, since {why}")
    writing.refuse_unwritable(session)


def _check_rejects(session: Session, file: str, skip_bad: bool, rejects: str | None) -> None:
    if skip_bad != (rejects is not None):
        options = ("--skip-bad", "--rejects FILE") if skip_bad else ("--rejects", "--skip-bad")
        raise UsageError(f"{needs(*options)}; write --skip-bad --rejects rejects.csv")
    if rejects == "-":
        raise UsageError(needs("--rejects", "a file, not standard output"))
    if rejects is not None:
        used = map(os.path.realpath, [*session.located.paths, file])
        if os.path.realpath(rejects) in used:
            wrong = "the import reads this file; choose another name"
            raise UsageError(f"--rejects {rejects}: {wrong}")
        if Path(rejects).is_dir():
            raise WriteError(cannot_write(rejects, "it is a folder"))


class _Import(NamedTuple):
    """One run of `chrono import`.

    `rejects`: the name of the file for invalid rows, or None if all rows must be valid.
    """

    session: Session
    writing: WriteOptions
    rules: Rules
    file: str
    table: ImportTable
    rejects: str | None
    all_errors: bool

    def write(self) -> None:
        """Merge the rows into the ledger, write the ledger, and report on the result.

        If rows would make the ledger invalid, these rows are rejected. Raises ImportRejected for
        invalid rows if `rejects` is None.
        """
        result: MergeResult
        unused: list[str] = []
        rejected: list[str] = []
        already, is_verbose = len(self.session.notes), self.session.verbose
        known_bad: dict[int, tuple[str, ...]] = {}

        def make(files: LedgerFiles) -> None:
            nonlocal result
            name = Path(self.rules.file or self.file).stem.strip("-") or "import"
            result = RowMerger(files, self.table, self.rules, name).merge(known_bad)
            files.add(result.additions, self.writing.to)
            change_entries(files, result.changes)
            if result.rejected and self.rejects is None:
                verify(files, apply(files))  # raises InvalidChange if other rows have errors
                raise self._refused(result)
            if result.refusal is not None:
                raise UsageError(result.refusal)

        def answer(pending: PendingChange) -> Iterable[str]:
            nonlocal unused
            rejected.clear()
            unused = [*on_unused(pending.files.ledger, pending.ledger, result.changes)]
            self.session.note(*duplicates(pending, self.session.today))
            if self.rejects is not None and result.rejected:
                rejected.extend(self._keep_rejected(result, Path(self.rejects)))
            if not self.writing.dry_run:
                removed = (entry for entry in pending.files.entries.values() if entry.is_removed)
                texts = (f"{entry.text().rstrip()}\n" for entry in removed)
                return "\n".join(texts).splitlines(keepends=True)
            blocks, note = import_report.blocks(_entries(pending, result))
            self.session.note_first(*note)
            return blocks

        while True:
            try:
                self.writing.transaction(self.session, make, answer, findings=False)
                found, self.session.notes[already:] = self.session.notes[already:], []
                about_table, self.session.notes[:] = self.session.notes[:already], []
                notes = [*result.notes, *((2, note) for note in found)]
                notes += [*((4, note) for note in unused), *((3, note) for note in about_table)]
                ordered = [note for _, note in sorted(notes, key=lambda one: one[0])]
                ordered += self._hint(result, ordered)
                self._report([*self._numbers(result), *rejected], ordered, is_verbose)
                return
            except InvalidChange as error:
                problems = _problems_by_row(error, result)
                if problems.keys() - known_bad.keys():
                    known_bad |= problems
                    continue
                if result.rejected and self.rejects is None:
                    raise self._refused(result) from None
                raise

    def _keep_rejected(self, result: MergeResult, path: Path) -> Iterator[str]:
        yield from self._lines(result, "rejected: ")[0]
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
            yield f"saved {number} to {path}"

    def _refused(self, result: MergeResult) -> ImportRejected:
        lines, are_all = self._lines(result, "error: ")
        invalid, rows = result.counts["rejected"], len(self.table.rows)
        hint = "" if are_all else "; to list every error, add --all-errors"
        if self.table.rejects and invalid < rows:
            hint += "; to import the rest, add --skip-bad --rejects FILE"
        if any("in a rules file" in line for line in lines):
            command = suggest_command(self.table.arguments)
            hint += f"; to correct values with a rules file, run `{command}`"
        number = f"{invalid} of {plural(rows, self.table.unit)} {'is' if invalid == 1 else 'are'}"
        return ImportRejected(lines, f"nothing was imported: {number} invalid{hint}")

    def _lines(self, result: MergeResult, mark: str) -> tuple[list[str], bool]:
        name, noun = label(self.file), self.table.noun
        return import_report.problem_lines(name, noun, result.rejected, mark, self.all_errors)

    def _hint(self, result: MergeResult, notes: list[str | Note]) -> Iterator[Note]:
        is_named = any(isinstance(note, Note) and note.suggests == "check" for note in notes)
        if result.counts["added"] and not self.writing.dry_run and not is_named:
            yield hint("to check the new events for problems, run `chrono check`")

    def _report(self, lines: Sequence[str], notes: Sequence[str | Note], is_verbose: bool) -> None:
        """Add notes to the session: `lines`, and then the most urgent notes."""
        room = MOST_LINES - 1
        if len(notes) > room and not is_verbose:
            left = len(notes) - room + 1
            notes = [*notes[: room - 1], f"{left} more notes; to see them, import again with -v"]
        self.session.note(*lines, *notes)
        self.session.verbose = True

    def _numbers(self, result: MergeResult) -> Iterator[str]:
        """Yield a line on the rows and, if the file has claims, a line on the claims.

        For example: `9 rows read from a.csv: 7 added, 0 updated, 1 skipped, 1 rejected`.
        """
        numbers = [(plural(len(self.table.rows), self.table.unit), result.counts)]
        if claims := self.table.claims:
            numbers.append((plural(len(claims), "claim"), result.claims))
        dry_run = "dry run: " if self.writing.dry_run else ""
        for read, parts in numbers:
            sums = ", ".join(f"{number} {action}" for action, number in parts.items())
            yield f"{dry_run}{read} read from {label(self.file)}: {sums}"


def _problems_by_row(error: InvalidChange, result: MergeResult) -> dict[int, tuple[str, ...]]:
    problems: dict[int, tuple[str, ...]] = {}
    for kind, id, message in error.problems:
        if not (rows := result.rows.get((kind or "", id or ""), ())):
            return {}
        if kind == "sources":
            message = f'source "{id}": {message.removeprefix(f"{id}.")}'
        for row in rows:
            problems[row.number] = (*problems.get(row.number, ()), message)
    return problems


def _entries(pending: PendingChange, result: MergeResult) -> list[NewEntry]:
    entries = [*result.additions]
    changed = {(change.kind, change.id) for change in result.changes}
    tables = [(kind, one) for kind in ("actors", "events", "claims") for one in pending.changes]
    for kind, file in tables:
        items = file.data.get(kind, {})
        items = [{"id": id, **items[id]} for id in items] if kind == "actors" else items
        entries += [NewEntry(kind, one) for one in items if (kind, one["id"]) in changed]
    return entries


def _arguments(file: str, format: str | None, sheet: str | None) -> str:
    """Return the file and the options that read it, as typed in a shell."""
    options = [*(["--from", format] if format else []), *(["--sheet", sheet] if sheet else [])]
    return shlex.join([file, *options])


def _suggest(
    session: Session, file: str, format: str | None, sheet: str | None, output: str | None
) -> None:
    source = format_to_read(file, format)
    table = read_file(source, file, sheet)
    if table.noun == "event":
        raise UsageError(f"--suggest applies only to tables, not to {source.name}")
    session.note(*table.notes)
    arguments = _arguments(file, format, sheet)
    command = f"chrono import {arguments} --rules {shlex.quote(output or 'RULES.toml')} --dry-run"
    types = BUILT_IN if session.located.bundled else session.read(()).types
    text = suggested(table, label(file), command, types)
    if output in (None, "-"):
        write_lines(text.splitlines(keepends=True), changes=False)
        return
    if os.path.lexists(output):
        raise WriteError(exists(output, "choose another name for --output"))
    write_text(Path(output), text)
    session.note(f"to import {file}, edit {output} and run `{command}`")
