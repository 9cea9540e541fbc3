"""Show the findings on a text, each below its sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.text import Text

from chrono.core import english
from chrono.core.dates import When
from chrono.core.model import Ledger
from chrono.core.proof.findings import Finding
from chrono.core.quotations import Quotation
from chrono.core.verdicts import LEDGER_HAS, TEXT_VERDICTS
from chrono.view import tables, theme

_WIDEST = 100  # the greatest width of a sentence [columns]


def proof(
    quotations: Sequence[Quotation], name: str, day: dt.date, ledger: Ledger,
    all_ids: bool = False,
) -> Iterator[RenderableType]:  # fmt: skip
    """Yield the findings on a text as Rich renderables.

    - `quotations`: the sentences of the text with their findings
    - `name`: the name of the text
    - `day`: the date of the text
    - `all_ids`: whether to show event ids for right statements
    """
    written = english.date(When.on(day))
    yield theme.text(f"{name}, {written}, checked against {ledger.name}", "heading")
    yield Text()
    for quotation in quotations:
        table = tables.grid("number", "text")
        table.columns[0].min_width = len(str(quotations[-1].line))
        parts = [_sentence(quotation), *(_finding(one, all_ids) for one in quotation.findings)]
        table.add_row(Text(str(quotation.line), "quiet"), Group(*parts))
        yield Constrain(table, _WIDEST)
        yield Text()


def _sentence(quotation: Quotation) -> Text:
    """Return a quotation in which each finding is underlined and followed by a sign such as `✓`."""
    sentence = Text()
    for piece in quotation.pieces:
        sentence.append(theme.text(piece.text, "read" if piece.read else ""))
        for finding in piece.ended:
            sentence.append(" ").append(_sign(finding))
    return sentence


def _sign(finding: Finding) -> Text:
    return Text(TEXT_VERDICTS[finding.verdict], f"verdict.{finding.verdict}")


def _finding(finding: Finding, all_ids: bool) -> RenderableType:
    stands = finding.verdict == "stands"
    of_text = "\nread as: " if finding.verdict in LEDGER_HAS else ": "
    heading = Text.assemble(
        (f"{finding.verdict}{of_text}", "" if stands else "heading"),
        theme.text(finding.reading, "quiet" if stands else ""),
    )
    lines = [heading]
    if finding.answer and not stands:
        label = "ledger: " if finding.verdict in LEDGER_HAS else ""
        lines.append(Text.assemble((label, "heading"), theme.text(finding.answer)))
    if finding.events and (all_ids or not stands):
        ids = [event.id for event in finding.events]
        lines.append(theme.text(english.first_few(ids, 12), "quiet"))
    table = tables.grid("line", "text", gap=1)
    table.add_row(_sign(finding), Text("\n").join(lines))
    return table
