"""`chrono gaps`: the longest silences between contacts, and the one that is running."""

from __future__ import annotations

from collections.abc import Sequence

from chrono.cli.command import command
from chrono.cli.options import AllEvents, contacts_by_default
from chrono.cli.output import Output, Renderable
from chrono.cli.session import Session
from chrono.core.english import plural
from chrono.core.gaps import Gap, Gaps, OpenGap, gaps
from chrono.core.query import Query, Question
from chrono.files.exchange.rows import Column, Table


@command(
    "The longest silences between contacts, and the one that is running.",
    examples=(
        (
            "chrono gaps 2025 --limit 3",
            "The three longest silences of a year, and the one that is running.",
        ),
        (
            "chrono gaps --actor Xi --actor Trump -o table",
            "How long two people did not deal with each other.",
        ),
    ),
)
def show_gaps(session: Session, question: Question, output: Output, all: AllEvents = False) -> None:
    """Measure what lies between the contacts that `count` counts."""
    selection = session.select(
        question, unique_names=True, contacts_by_default=contacts_by_default(question, all)
    )
    query, covers = selection.query, session.part.covers
    found = gaps(selection.matches, query.period, covers, session.today)
    if found.outside:
        number = plural(len(found.outside), "event")
        session.note(f"nothing is said about {number} outside {covers.text}")
    elif selection.matches and not found.found:
        session.note("a silence lies between two contacts, and there is none here")
    if found.running and not found.running.to_today:
        end = found.running.end.isoformat()
        session.note(f"the last silence is counted to {end}, where the ledger's period ends")
    shown = session.shown(found.found, query, "silence")
    output.rows(gaps_table(found, shown), lambda: _view(found, query))


def gaps_table(found: Gaps, shown: Sequence[Gap]) -> Table[Gap | OpenGap]:
    """A row for each gap that is shown; the open one, whose `before` is None, stands last."""
    low, high = found.median or (None, None)
    columns: list[Column[Gap | OpenGap]] = [
        Column(
            "days",
            lambda gap: {"min": gap.min, "max": gap.max, "undecided": list(gap.undecided)},
            lambda gap: _days(gap),
        ),
        Column("from", lambda gap: gap.start.isoformat()),
        Column("to", lambda gap: gap.end.isoformat()),
        Column("after", lambda gap: gap.after.id),
        Column("before", lambda gap: gap.before.id if isinstance(gap, Gap) else None),
    ]
    more: list[Column[Gap | OpenGap]] = [
        Column("running", lambda gap: isinstance(gap, OpenGap)),
        Column("median", lambda gap: {"min": low, "max": high} if found.median else None),
        Column(
            "times_median",
            lambda gap: (
                {"min": round(gap.min / high, 2), "max": round(gap.max / low, 2)}
                if low and high
                else None
            ),
        ),
    ]
    rows: list[Gap | OpenGap] = [*shown]
    if found.running:
        rows.append(found.running)
    return Table([*columns, *more], rows, columns)


def _days(gap: Gap | OpenGap) -> str:
    return str(gap.min) if gap.min == gap.max else f"{gap.min}..{gap.max}"


def _view(found: Gaps, query: Query) -> Renderable:
    from chrono.view.gaps import GapsTable

    return GapsTable(found, query)
