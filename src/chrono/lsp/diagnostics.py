"""Turn the problems of a ledger into diagnostics for the editor."""

from __future__ import annotations

from lsprotocol import types

from chrono.core.sentences import not_shown
from chrono.core.text import escape_controls
from chrono.lsp.analysis import LocatedProblem

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
}


def hidden_warnings(rule: str, number: int) -> types.Diagnostic:
    """Return a diagnostic about the hidden warnings of a rule. `number`: how many there are."""
    start = types.Position(0, 0)
    return types.Diagnostic(
        range=types.Range(start, start),
        message=not_shown(number, "more warning", remedy="run `chrono check --all`"),
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
