"""`chrono list`: list events, oldest first."""

from __future__ import annotations

from chrono.cli.command import command
from chrono.cli.event_rows import EventRows
from chrono.cli.options import FUTURE_HELP
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.query import Question


@command(option_help=FUTURE_HELP)
def list_events(session: Session, question: Question, output: Output, rows: EventRows) -> None:
    """List events, oldest first.

    By default, the list contains only events that took place. If the whole period is in the
    future, the list also contains planned events. To list other events, use --status. On a
    terminal, "?" marks events that might fall outside the period.

    chrono list 2025 --actor Xi --contacts
        List one person's contacts in a year.
    chrono list 2025-10 --actor Xi -o markdown
        Print entries with sources, to paste into an article.
    chrono list --tag trade --long -o csv --output trade.csv
        Save a spreadsheet, with one row for each actor in each event.
    """
    rows.write(session, session.select(question), output)
