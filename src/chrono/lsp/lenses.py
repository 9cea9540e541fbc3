"""The verdict on each claim, as a line above the claim."""

from __future__ import annotations

from lsprotocol import types

from chrono.core import explanations
from chrono.core.claims import ClaimVerdict
from chrono.core.text import escape_controls
from chrono.core.verdicts import VERDICTS
from chrono.lsp.analysis import Analysis
from chrono.lsp.source_ranges import SourceRanges


def lenses(source: SourceRanges, analysis: Analysis) -> list[types.CodeLens]:
    """Return a code lens for each claim of a file: a line above the claim, with the verdict."""
    titles = {} if analysis.invalid else {one.claim.id: title(one) for one in analysis.verdicts}
    found = []
    claims = source.file.data.get("claims", ())
    for number, fields in enumerate(claims if isinstance(claims, list) else ()):
        item = source.item(("claims", number))
        if item is None or not isinstance(fields, dict):
            continue
        words = titles.get(str(fields.get("id")))
        if analysis.invalid:
            words = f"not checked: {analysis.invalid}"
        if words:
            command = types.Command(title=escape_controls(words), command="")
            found.append(types.CodeLens(source.range(item.start, item.end), command=command))
    return found


def title(verdict: ClaimVerdict) -> str:
    """Return one line with the verdict and, for each reading of the claim, the ledger's numbers."""
    word = verdict.verdict
    disputed = " (disputed)" if verdict.claim.disputed else ""
    readings = []
    for reading in verdict.readings:
        name = f"{reading.name}: " if reading.name else ""
        covered = "" if reading.covered else ", not covered"
        readings.append(f"{name}{explanations.compared(reading)}{covered}")
    return f"{VERDICTS[word]} {word}{disputed} · {'; '.join(readings)}"
