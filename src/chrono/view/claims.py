"""Show claims, and the ledger's numbers for each possible meaning of a claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core import english, explanations
from chrono.core.claims import ClaimVerdict, Interpretation
from chrono.core.model import Claim, Ledger
from chrono.core.periods import EVERYTHING
from chrono.core.query import Query
from chrono.view import theme
from chrono.view.tables import indented

_WIDEST = 100  # the greatest width of the line with a claim's id [columns]


def claims(
    verdicts: Sequence[ClaimVerdict], query: Query, ledger: Ledger, console: Console
) -> Iterator[RenderableType]:
    """Yield claims with their verdicts, and a count of verdicts, as Rich renderables."""
    made = f"from {query.period.text}, " if query.period != EVERYTHING else ""
    yield theme.text(f"Claims {made}checked against {ledger.name}", "heading")
    yield Text()
    for verdict in verdicts:
        yield from _claim(verdict, min(console.width, _WIDEST))
        yield Text()
    if verdicts:
        total = (english.plural(len(verdicts), "claim"), "number")
        yield Text.assemble(total, ": ", explanations.verdict_numbers(verdicts))


def _claim(verdict: ClaimVerdict, width: int) -> Iterator[RenderableType]:
    claim = verdict.claim
    speaker = theme.text(f"{claim.by.name}, {english.date(claim.date)}", "heading")
    line = Text.assemble(theme.verdict(verdict.verdict), "  ", speaker)
    gap = width - cell_len(line.plain) - cell_len(claim.id)
    # The id is at the right, or on the next line if there is too little room.
    yield line.append(" " * gap if gap > 1 else "\n  ").append(theme.text(claim.id, "quiet"))
    yield indented(_statement(claim), 2)
    for reading in verdict.readings:
        yield indented(_reading(reading), 2)
        if events := reading.events:
            year = len({event.when.text[:4] for event in events}) > 1
            dates = [theme.text(english.brief(event.when, year)) for event in events]
            symbols = map(theme.event_symbol, events)
            pairs = [Text(" ").join(pair) for pair in zip(symbols, dates, strict=True)]
            yield indented(theme.first_few(pairs), 6)
        for note in explanations.reading_notes(reading):
            yield indented(theme.text(note, "unsure"), 6)
    if difference := explanations.explain_difference(verdict):
        yield indented(theme.text(difference), 2)
    if claim.disputed:
        settled = "Editor's note (the claim now agrees with the ledger): "
        word = (settled if verdict.settled else "Editor's note: ", "unsure")
        yield indented(Text.assemble(word, theme.text(claim.disputed)), 2)


def _statement(claim: Claim) -> Text:
    quoted = claim.wording == "quoted"
    statement = theme.paragraphs(f"“{claim.statement}”" if quoted else claim.statement)
    about = explanations.claim_details(claim)
    return Text.assemble(statement, "\n", theme.text(about, "quiet")) if about else statement


def _reading(reading: Interpretation) -> Text:
    name = theme.text(f"{reading.name}, " if reading.name else "", "heading")
    period = explanations.period_text(reading.period)
    line = Text.assemble(theme.verdict(reading.verdict, False), " ", name, f"{period}: ")
    agreed = all(number.verdict == "agrees" for number in reading.stated)
    if not agreed:
        stated = english.join_and([explanations.stated_text(one) for one in reading.stated])
        line.append(f"stated {stated}; counted ")
    for index, number in enumerate(reading.stated):
        low, high = number.counted.min, number.counted.max
        line.append(", " if index else "")
        line.append(theme.number(explanations.counted_text(number), low, high))
        if not agreed:
            style = "quiet" if number.verdict == "agrees" else "unsure"
            line.append(theme.text(f" ({explanations.deviation(number)})", style))
    return line.append(", as stated", "quiet") if agreed else line
