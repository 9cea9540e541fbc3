"""Claims beside the ledger: who said what and when, in which window, and what the ledger has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.text import Text

from chrono.core import english, explanations
from chrono.core.claims import ClaimVerdict, Interpretation
from chrono.core.english import plural
from chrono.core.model import Claim, Event, Ledger
from chrono.core.periods import EVERYTHING
from chrono.core.query import Query
from chrono.view import theme
from chrono.view.summary import verdict_numbers

_WIDEST = 100
"""No id stands further to the right."""

_MOST = 12
"""So many dates are listed behind a number."""


class Claims:
    """Judged claims, one below the other, and how many got which verdict."""

    def __init__(self, claims: Sequence[ClaimVerdict], query: Query, ledger: Ledger) -> None:
        self.claims = claims
        self.query = query
        self.ledger = ledger

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        made = f"made in {self.query.period.text}, " if self.query.period != EVERYTHING else ""
        yield theme.text(f"Claims {made}beside {self.ledger.name}", "quiet")
        yield Text()
        for judged in self.claims:
            yield from _claim(judged, min(options.max_width, _WIDEST))
            yield Text()
        if self.claims:
            said = verdict_numbers(self.claims)
            yield Text.assemble((plural(len(self.claims), "claim"), "number"), ": ", said)


def _claim(judged: ClaimVerdict, width: int) -> Iterator[RenderableType]:
    claim = judged.claim
    yield _heading(judged, width)
    yield Padding(_said(claim), (0, 0, 0, 2))
    for reading in judged.readings:
        yield Padding(_reading(reading), (0, 0, 0, 2))
        for line in _evidence(reading):
            yield Padding(line, (0, 0, 0, 6))
    if both := explanations.explain_difference(judged):
        yield Padding(theme.text(both), (0, 0, 0, 2))
    if claim.disputed:
        word = "Disputed, and the ledger agrees now: " if judged.settled else "Disputed: "
        yield Padding(Text.assemble((word, "unsure"), theme.text(claim.disputed)), (0, 0, 0, 2))


def _heading(judged: ClaimVerdict, width: int) -> Text:
    """`◐ depends  Xie Feng, 4 Dec 2025`, and at the right its id where there is room."""
    claim = judged.claim
    who = f"{claim.by.name}, {english.date(claim.date)}"
    line = Text.assemble(theme.verdict(judged.verdict), "  ", theme.text(who, "heading"))
    gap = width - cell_len(line.plain) - cell_len(claim.id)
    line.append(" " * gap if gap > 1 else "\n  ")
    return line.append(theme.text(claim.id, "quiet"))


def _said(claim: Claim) -> Text:
    """The words, in quotes where they are the speaker's own, and the window in theirs."""
    quoted = claim.wording == "quoted"
    said = theme.paragraphs(f"“{claim.statement}”" if quoted else claim.statement)
    about = english.joined(
        [
            claim.wording or "",
            f"window: {claim.window}" if claim.window else "",
            english.joined([actor.name for actor in claim.actors], ", "),
            english.joined([f"tag {tag}" for tag in claim.tags], ", "),
        ]
    )
    return Text.assemble(said, "\n", theme.text(about, "quiet")) if about else said


def _reading(reading: Interpretation) -> Text:
    """`✓ calendar 2025, 1 Jan–4 Dec 2025: 1 in-person meeting and 4 phone calls, as stated`"""
    named = f"{reading.name}, " if reading.name else ""
    line = Text.assemble(
        theme.verdict(reading.verdict, named=False),
        " ",
        theme.text(named, "heading"),
        f"{explanations.period_text(reading.period)}: ",
    )
    agreed = all(one.verdict == "agrees" for one in reading.stated)
    for index, one in enumerate(reading.stated):
        sure = "number" if one.counted.min == one.counted.max else "unsure"
        line.append(", " if index else "").append(theme.text(explanations.counted_text(one), sure))
        if not agreed:
            style = "quiet" if one.verdict == "agrees" else f"verdict.{one.verdict}"
            line.append(theme.text(f" ({explanations.deviation(one)})", style))
    return line.append(", as stated", "quiet") if agreed else line


def _evidence(reading: Interpretation) -> Iterator[Text]:
    """The events that were counted, by their dates, and what else must be known."""
    if reading.events:
        year = len({event.when.text[:4] for event in reading.events}) > 1
        shown = [_dated(event, year) for event in reading.events[:_MOST]]
        if len(reading.events) > _MOST:
            shown.append(Text(f"and {len(reading.events) - _MOST} more", "quiet"))
        yield Text(", ").join(shown)
    yield from (theme.text(line, "unsure") for line in explanations.reading_notes(reading))


def _dated(event: Event, year: bool) -> Text:
    return Text.assemble(theme.sign(event), " ", theme.text(english.brief(event.when, year)))
