"""Analyse a ledger with the unsaved texts in the editor: problems, valid part and verdicts."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from lsprotocol import types

from chrono.core.checks import RULES, Finding, RuleContext
from chrono.core.claims import ClaimVerdict
from chrono.core.english import plural
from chrono.core.lookup import ActorIndex
from chrono.core.model import Claim, Event, EventType, Ledger, Publisher, Source
from chrono.core.sentences import not_shown
from chrono.core.text import escape_controls
from chrono.errors import Problem
from chrono.files.format.keys import noun
from chrono.files.read.load import ExaminedLedger
from chrono.files.read.source_files import SourceFile
from chrono.files.write.rename import all_actors
from chrono.lsp.documents import Overlay
from chrono.lsp.source_ranges import SourceRanges
from chrono.lsp.vocabulary import Vocabulary

MOST_WARNINGS = 20
"""The maximum number of warnings of one rule that are shown, as by `chrono check` on a terminal."""


_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
}


class LocatedProblem(NamedTuple):
    """A problem that `chrono check` reports, with the place in the editor.

    `finding`: the finding of a rule, or None for an invalid value or a syntax error.
    """

    problem: Problem
    path: str
    range: types.Range
    finding: Finding | None = None


def hidden_warnings(rule: str, number: int) -> types.Diagnostic:
    """Return a diagnostic about the hidden warnings of a rule. `number`: how many there are."""
    start = types.Position(0, 0)
    return types.Diagnostic(
        range=types.Range(start, start),
        message=not_shown(number, "more warning", remedy="run `chrono check --all`").text,
        severity=types.DiagnosticSeverity.Information,
        code=rule,
        source="chrono",
    )


def diagnostic(problem: LocatedProblem) -> types.Diagnostic:
    """Return the diagnostic for a problem. The code of the diagnostic is the name of the rule."""
    return types.Diagnostic(
        range=problem.range,
        message=escape_controls(problem.problem.message),
        severity=_SEVERITIES[problem.problem.severity],
        code=problem.problem.rule,
        source="chrono",
    )


class Analysis:
    """A ledger with the unsaved texts in the editor, and the results of a check.

    - `paths`: the paths of the ledger's files, without included files
    - `files`: all files of the ledger
    - `sources`: the ranges of the values in each file, by the real path of the file
    - `hidden`: the number of warnings that `problems` leaves out, by rule; empty until `problems`
      is computed
    """

    def __init__(
        self,
        paths: Sequence[str],
        examined: ExaminedLedger,
        files: Sequence[SourceFile],
        overlay: Overlay,
        encoding: str,
        today: dt.date,
        good: Vocabulary | None = None,
    ) -> None:
        self._good = good
        self.hidden: dict[str, int] = {}
        self.paths, self.examined, self.today = tuple(paths), examined, today
        self.files = [*files]
        self._overlay = overlay
        by_path = {os.path.realpath(file.path): file for file in files}
        self.sources = {
            path: SourceRanges(file, overlay.document(path), encoding)
            for path, file in by_path.items()
        }
        self._by_name = {file.name: self.sources[path] for path, file in by_path.items()}
        self._context = RuleContext(examined.ledger, today)

    def complete(self) -> None:
        """Compute the problems, verdicts and vocabulary now, so that later answers are quick."""
        _ = self.problems, self.verdicts, self.vocabulary.events

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Return the names and words of the ledger, for completion.

        If the ledger has errors, the words of the last version without errors are included, too.
        """
        return Vocabulary(self.ledger, self._good if self.invalid else None)

    @property
    def ledger(self) -> Ledger:
        """Return the valid part of the ledger."""
        return self.examined.ledger

    @property
    def invalid(self) -> str:
        """Return why the ledger gives no numbers, such as `the ledger has 2 errors`.

        The result is "" for a ledger without errors.
        """
        number = len(self.examined.problems)
        return f"the ledger has {plural(number, 'error')}" if number else ""

    @property
    def verdicts(self) -> Sequence[ClaimVerdict]:
        """Return the verdicts on all claims, in the order of the ledger."""
        return self._context.verdicts

    @cached_property
    def actors(self) -> ActorIndex:
        """Return the index of all actors, including declared actors who are in no event."""
        return all_actors(self.ledger)

    def current_id(self, kind: str, id: str) -> str | None:
        """Return the current id of an entry, or None if the ledger has no such entry.

        - `kind`: the table of the entry, such as "events"
        - `id`: the current id or a former id
        """
        if (noun(kind), id) in self.examined.places:
            return id
        return self._former.get((kind, id))

    @cached_property
    def _former(self) -> Mapping[tuple[str, str], str]:
        ledger = self.ledger
        records: Mapping[str, Iterable[Event | Claim | EventType | Source | Publisher]] = {
            "events": ledger.events, "claims": ledger.claims, "types": ledger.types.values(),
            "sources": ledger.sources.values(), "publishers": ledger.publishers.values(),
        }  # fmt: skip
        return {
            (kind, former): str(record.id)
            for kind, several in records.items()
            for record in several
            for former in record.former_ids
        }

    def source(self, name: str) -> SourceRanges | None:
        """Return the ranges of the values in a file, or None for an unknown file."""
        return self._by_name.get(name)

    @cached_property
    def problems(self) -> list[LocatedProblem]:
        """Return all problems that `chrono check` reports, in the order of the rules."""
        self.hidden = {}
        found: dict[Problem, LocatedProblem] = {}
        for problem, place in self.examined.problems.items():
            found[problem] = self._located(problem, place.path if place else ())
        for rule in RULES:
            if rule.strict:
                continue
            findings, number = self.examined.findings(rule, self._context, MOST_WARNINGS)
            if hidden := number - len(findings):
                self.hidden[rule.name] = hidden
            for finding in findings:
                where = self.examined.place(finding.kind, finding.id, finding.at)
                problem = Problem(*where, finding.message, rule.name, rule.severity)
                if problem not in found:
                    entry = self.examined.places[finding.kind, finding.id]
                    path = (*entry.path, *finding.at)
                    found[problem] = self._located(problem, path, finding)
        return [*found.values()]

    def _located(
        self, problem: Problem, path: tuple[str | int, ...], finding: Finding | None = None
    ) -> LocatedProblem:
        if (source := self.source(problem.path)) is not None:
            return LocatedProblem(problem, source.path, source.problem(path, problem.line), finding)
        start = types.Position(max(problem.line, 1) - 1, 0)
        real_path = os.path.realpath(self._overlay.path(problem.path))
        return LocatedProblem(problem, real_path, types.Range(start, start), finding)
