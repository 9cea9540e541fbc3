"""Turn the problems of a ledger into diagnostics for the editor."""

from __future__ import annotations

from lsprotocol import types

from chrono.core.text import escape_controls
from chrono.lsp.analysis import LocatedProblem

_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
}


def diagnostic(problem: LocatedProblem) -> types.Diagnostic:
    """Return the diagnostic for a problem; its code is the name of the rule."""
    return types.Diagnostic(
        range=problem.range,
        message=escape_controls(problem.problem.message),
        severity=_SEVERITIES[problem.problem.severity],
        code=problem.problem.rule,
        source="chrono",
    )
