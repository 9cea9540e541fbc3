"""Select the part of a ledger that `export` writes and `serve` shows."""

from __future__ import annotations

from chrono.cli.session import Session
from chrono.core.notes import planned_notes
from chrono.core.progress import task
from chrono.core.query import HELD_AND_PLANNED, Question, Selection
from chrono.core.subset import Subset, subset

PRIVATE_HELP = "Include private data and notes."
BASE_HELP = "The web address where you will publish the page, for citations"
INTRO_HELP = "Put this Markdown text, or the text in this file, below the headline"


def exported_part(
    session: Session, question: Question, private: bool, upcoming: bool = False
) -> Subset:
    """Return the selected events, with the actors and other records that belong to these events.

    - `private`: whether to keep private data
    - `upcoming`: whether to include planned events even if the period is not in the future

    Raises UsageError for an invalid filter, and LedgerError for an invalid ledger.
    """
    session.read()
    selection = _selection(session, question, upcoming)
    shown = [match.event for match in session.shown(selection.matches, selection.query, "event")]
    with task("Selecting events"):
        return subset(session.part, shown, selection.query, private, selection.others)


def _selection(session: Session, question: Question, upcoming: bool) -> Selection:
    if not upcoming or question.status:
        return session.select(question, planned=True, verb="included")
    selection = session.select(question._replace(status=HELD_AND_PLANNED), verb="included")
    session.note(*planned_notes(selection))
    return selection
