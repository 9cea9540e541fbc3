"""Quick fixes: changes in the text that correct a problem from `chrono check`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

import tomli
from lsprotocol import types

from chrono.core.checks import Finding
from chrono.core.model import Claim, Event
from chrono.core.references import NOT_DUPLICATE_OF, not_duplicates
from chrono.core.same_value import same_value
from chrono.errors import ChronoError
from chrono.files.format.ids import id_of
from chrono.files.format.new_entry import NewEntry
from chrono.files.toml.set_value import Unwritable
from chrono.files.write.apply import FileChange, apply
from chrono.files.write.ledger_files import LedgerFiles
from chrono.lsp.analysis import Analysis, LocatedProblem, diagnostic
from chrono.lsp.cursor import Cursor
from chrono.lsp.edits import ledger_files, workspace_edit
from chrono.lsp.targets import actor_of, plain_text, target_at

_STATUS = {"overdue": ("held", "Mark as held"), "future": ("planned", "Mark as planned")}
"""For each rule, the status that mends its findings, and the title of the fix."""


class _Fix(NamedTuple):
    title: str
    make: Callable[[LedgerFiles], object]
    problem: LocatedProblem | None = None


def fixes(
    analysis: Analysis, path: str, range: types.Range, cursor: Cursor | None, versioned: bool
) -> list[types.CodeAction]:
    """Return quick fixes for the problems in a range of a file, and for the name at the cursor.

    `versioned`: whether the editor supports edits that name the version of the document.
    """
    return [
        types.CodeAction(
            title=fix.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(fix.problem)] if fix.problem else None,
            edit=workspace_edit(changes, analysis, versioned),
        )
        for fix in _fixes(analysis, path, range, cursor)
        if (changes := _changes(analysis, fix))
    ]


def _fixes(
    analysis: Analysis, path: str, range: types.Range, cursor: Cursor | None
) -> Iterator[_Fix]:
    for problem in analysis.problems:
        finding, own = problem.finding, problem.range
        overlap = own.start.line <= range.end.line and range.start.line <= own.end.line
        if problem.path != path or not overlap or finding is None:
            continue
        if (rule := problem.problem.rule) in _STATUS:
            status, title = _STATUS[rule]
            yield _Fix(title, _with_status(finding.id, status), problem)
        other = finding.other or (finding.join.keep if finding.join else None)
        if rule in ("duplicate", "same-actor") and other:
            title = f'Mark as different from "{other}"'
            yield _Fix(title, _with_different(finding, other), problem)
    target = target_at(cursor, analysis) if cursor else None
    actor = actor_of(target, analysis) if target else None
    if cursor and target and target.kind == "actors" and (actor is None or not actor.declared):
        name = actor.name if actor else plain_text(cursor)
        yield _Fix(f'Declare the actor "{name}"', _declared(name, analysis))


def _with_status(id: str, status: str) -> Callable[[LedgerFiles], object]:
    return lambda files: files.existing("events", id).set(("status",), status)


def _with_different(finding: Finding, other: str) -> Callable[[LedgerFiles], object]:
    def make(files: LedgerFiles) -> None:
        record = finding.record
        kind = "events" if isinstance(record, Event) else "actors"
        known = not_duplicates(record) if not isinstance(record, Claim) else ()
        ids = [*known, other]
        value = ids if len(ids) > 1 else other
        files.existing(kind, finding.id).set(("extra", NOT_DUPLICATE_OF), value)

    return make


def _declared(name: str, analysis: Analysis) -> Callable[[LedgerFiles], object]:
    def make(files: LedgerFiles) -> None:
        id = id_of(name, {*files.taken("actors"), "disputed"})
        named = [file.name for file in files.source_files]
        declaring = [file.name for file in files.source_files if "actors" in file.data]
        files.add([NewEntry("actors", {"id": id, "name": name})], to=(declaring or named)[0])

    return make


def _changes(analysis: Analysis, fix: _Fix) -> Sequence[FileChange]:
    files = ledger_files(analysis)
    with suppress(ChronoError, Unwritable, LookupError, ValueError):
        fix.make(files)
        changes = apply(files).changes
        if all(same_value(tomli.loads(change.text), change.data) for change in changes):
            return changes
    return ()
