"""`chrono search`: find events by words."""

from __future__ import annotations

from typing import Annotated

from chrono.cli.bare_words import on_this_day
from chrono.cli.command import command
from chrono.cli.event_rows import EventRows
from chrono.cli.options import UndatedQuestion, argument
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.command_lines import command_line
from chrono.core.english import plural
from chrono.core.english_dates import time_error
from chrono.core.origins import without_origins
from chrono.core.query import Question
from chrono.core.search import (
    claims_with,
    free_words,
    notes_on,
    pieces_of,
    question_of,
    refuse_signs,
    unknown_words,
)
from chrono.core.sentences import hint, read_as
from chrono.errors import UsageError

_WORDS = "The words to look for (a phrase in quotes), and a period."


@command()
def search(
    session: Session,
    question: UndatedQuestion,
    output: Output,
    rows: EventRows,
    typed: Annotated[list[str], argument("WORDS…", _WORDS)],
) -> None:
    """Search the events for words.

    chrono finds the events in which every word occurs somewhere: in the title, the summary, the
    names and offices of the participants, the place, the tags, the type, or the titles of sources.
    Words in quotes must occur together. A period limits the search. A note shows the equivalent
    `chrono list` command.

    chrono search xi trump 2025
        List the events of 2025 that mention both people.
    chrono search soybeans "phase one"
        List the events with this word and this phrase.
    """
    if not "".join(typed).strip():
        raise UsageError("search needs one or more words, such as `chrono search xi trump 2025`")
    if every_year := on_this_day(typed):
        raise UsageError(f'"{" ".join(typed)}" has no year; {every_year}')
    lookup, today = session.lookup, session.today
    for name in question.words.get("type", ()):  # such as "rade" for the word "-trade"
        lookup.type(name)
    refuse_signs(typed, question, lookup.ledger, today)
    found = free_words(pieces_of(typed), lookup.ledger, today)
    wanted = question_of(question, found)
    before = len(session.notes)
    session.note(read_as(command_line("list", wanted)))
    if number := claims_with(found, session.part):
        text = command_line("claims", Question.of(text=[" ".join(term.words for term in found)]))
        claims = plural(number, "claim has", "claims have")
        session.note(hint(f"{claims} these words; run `{text}`"))
    selection = session.select(wanted)
    is_empty = not (selection.matches or selection.others or number)
    without = selection.query.without
    unknown = unknown_words(found, without_origins(session.read(), without)) if is_empty else []
    missing = [word.message for word in unknown]
    if missing and time_error(" ".join(typed)):  # words for a period that chrono does not read
        del session.notes[before:]
        raise UsageError(*missing)
    session.note(*missing, *notes_on(found, lookup, not missing))
    rows.write(session, selection, output)
