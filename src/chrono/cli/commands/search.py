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
from chrono.core.lookup import Lookup
from chrono.core.origins import without_origins
from chrono.core.query import Question
from chrono.core.search import (
    alternatives,
    claims_with,
    last_contact,
    logical_terms,
    notes_on,
    question_of,
    terms,
    unknown_words,
)
from chrono.core.sentences import hint, read_as
from chrono.errors import UsageError

_WORDS = "Names of actors, countries, types, tags and places, a period, or other words to look for."


@command()
def search(
    session: Session,
    question: UndatedQuestion,
    output: Output,
    rows: EventRows,
    typed: Annotated[list[str], argument("WORDS…", _WORDS)],
) -> None:
    """Search the events for words.

    Words can be names, types, tags, places or a period. chrono looks for all other words in titles
    and summaries of events, and in titles of sources. A note shows the equivalent `chrono list`
    command.

    chrono search xi trump 2025
        List the events of 2025 in which both people took part.
    chrono search tiktok
        List the events about TikTok.
    """
    if not "".join(typed).strip():
        raise UsageError("search needs one or more words, such as `chrono search xi trump 2025`")
    if every_year := on_this_day(typed):
        raise UsageError(f'"{" ".join(typed)}" has no year; {every_year}')
    lookup = session.lookup
    words, filters = _with_excluded_word(session, typed, question, lookup)
    if either := alternatives(filters, logical_terms(words, lookup, session.today)):
        word = "not" if "not " in either.where[-1] else "or"
        raise UsageError(f'search cannot use "{word}"; run `{command_line("list", either)}`')
    found = terms(typed, lookup, session.today)
    wanted = question_of(question, found)
    before = len(session.notes)
    session.note(read_as(command_line("list", wanted)))
    if last := last_contact(found):
        session.note(hint(f"for the last and the next contact, run `{last}`"))
    if number := claims_with(found, session.part):
        text = command_line("claims", Question.of(text=[" ".join(typed)]))
        claims = plural(number, "claim has", "claims have")
        session.note(hint(f"{claims} these words; run `{text}`"))
    selection = session.select(wanted)
    is_empty = not (selection.matches or selection.others or number or last)
    without = selection.query.without
    unknown = unknown_words(found, without_origins(session.read(), without)) if is_empty else []
    missing = [word.message for word in unknown]
    if missing and time_error(" ".join(typed)):  # words for a period that chrono does not read
        del session.notes[before:]
        raise UsageError(*missing)
    session.note(*(missing or notes_on(found)))
    rows.write(session, selection, output)


def _with_excluded_word(
    session: Session, typed: list[str], question: Question, lookup: Lookup
) -> tuple[list[str], Question]:
    """Move an option such as `-trade` to the words, and return the words and the question.

    typer reads `-trade` as the option `-t` with the value "rade". The option is moved if there is
    no type "rade", and if "trade" is a name, type, tag or place.
    """
    values = question.words.get("type") or ()
    for value in values:
        parts = terms([f"t{value}"], lookup, session.today)
        if not lookup.types_named(value) and all(term.filter != "mention" for term in parts):
            words = {
                name: kept
                for name, all_given in question.words.items()
                if (kept := tuple(one for one in all_given if name != "type" or one != value))
            }
            return [*typed, f"-t{value}"], question._replace(words=words)
    return typed, question
