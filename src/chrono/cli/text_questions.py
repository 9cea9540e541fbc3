"""Answer the questions in the comments of a text: `four times <!-- = count 2025 --actor Xi -->`.

A question is a `chrono count` command with filters.
"""

from __future__ import annotations

import datetime as dt
import shlex
from typing import Annotated, Any

from chrono.cli.command import make_command
from chrono.cli.options import AllEvents, counts_contacts, keep_session, spec
from chrono.cli.parser_errors import ParserError, parser_message
from chrono.cli.session import Session
from chrono.core import english
from chrono.core.counting import tally
from chrono.core.coverage import days_of, holds
from chrono.core.lookup import Lookup
from chrono.core.model import Ledger
from chrono.core.periods import EVERYTHING, Period
from chrono.core.proof.findings import Counted, Finding
from chrono.core.proof.questions import Stated, answered, number_before
from chrono.core.prose import Comment, Prose
from chrono.core.query import Query, Question, resolve, select
from chrono.core.sentences import no_effect
from chrono.core.spans import Span
from chrono.errors import UsageError, refuse

_FORM = "write <!-- = count PERIOD --actor NAME -->"


def answers(session: Session, prose: Prose, name: str, day: dt.date) -> list[Finding]:
    """Compare numbers in a text with the answers to questions in comments, and return the findings.

    A question is a comment such as `<!-- = count 2025 -->` after a number. `day`: the day that
    "today" means in a question. Raises UsageError with a message for each invalid question.
    """
    session = session.on(day)
    found, errors = [], []
    for comment in prose.comments:
        if not comment.text.startswith("="):
            continue
        question = " ".join(comment.text[1:].split())
        try:
            found.append(_finding(session, prose, comment, question, day))
        except UsageError as error:
            place = f"{name}:{prose.line(comment.start)}"
            errors += [f'{place}: "= {question}": {sentence}' for sentence in error.args]
    if errors:
        raise UsageError(*errors)
    return found


def _finding(
    session: Session, prose: Prose, comment: Comment, question: str, day: dt.date
) -> Finding:
    stated = number_before(prose.passages, comment.start)
    refuse((stated is None, "no number before this comment; write the number first"))
    assert stated is not None
    filters, all_events = _filters(session, _words(question))
    ledger = session.read()
    by_default = counts_contacts(filters, all_events)
    query = resolve(filters, ledger, unique_names=True, contacts=by_default)
    covered = days_of(ledger, query)
    every = tally(select(ledger, query), ["type"]).total
    written = query._replace(period=_up_to(day, query))
    counted = tally(select(ledger, written), ["type"]).total
    days = written.period.span
    is_covered = bool(covered) if query.period == EVERYTHING else holds(covered, days)
    about = None if all_events else _claimed(filters, query, stated, days, ledger)
    if counted.matches != every.matches:
        question = f"{question}, up to {english.short(day, True)}"
    return answered(stated, question, counted, is_covered, about)


def _up_to(day: dt.date, query: Query) -> Period:
    """Return the days of a question up to the day of the text.

    The result is the whole period if it begins later, or if the question is about planned events.
    """
    past = query.period.narrowed(Period("", None, day))
    return query.period if past is None or "planned" in query.statuses else past


_IN_CLAIMS = {"actor", "type", "tag", "since", "until", "contacts"}
"""The filters that a claim can state as well as `chrono count`, apart from the period."""


def _claimed(
    filters: Question, query: Query, stated: Stated, days: Span, ledger: Ledger
) -> Counted | None:
    lookup, words = Lookup(ledger), filters.words
    others = {row.name for row in filters.applied} - _IN_CLAIMS
    if others or query.period == EVERYTHING:
        return None
    types = {id for name in words.get("type", ()) for id in lookup.type(name)}
    tags = {tag for name in words.get("tag", ()) for tag in lookup.tag(name)}
    return Counted(
        stated.low, stated.high, {"": days}, tuple(actor.id for (actor,) in query.actors),
        tuple(id for id in ledger.types if id in types), tuple(sorted(tags)),
    )  # fmt: skip


def _words(question: str) -> list[str]:
    try:
        words = shlex.split(question)
    except ValueError as error:  # "No closing quotation"
        raise UsageError(f"{str(error).lower()} mark; {_FORM}") from None
    if words[:1] == ["chrono"]:
        del words[0]
    refuse((words[:1] != ["count"], f"not a count; {_FORM}"))
    return words[1:]


def _filters(session: Session, words: list[str]) -> tuple[Question, bool]:
    refuse((not {"-h", "--help"}.isdisjoint(words), no_effect("--help", "in a comment")))
    try:
        # Without names of its own, the option --help is refused: it would print and end chrono.
        made: Any
        context: Any
        with _QUESTION.make_context("count", words, help_option_names=[]) as context:
            keep_session(context, session)
            made = _QUESTION.invoke(context)
    except ParserError as error:
        raise UsageError(parser_message(error, words)) from None
    filters, all_events = made
    return filters, all_events


def _taken(
    question: Question,
    all: AllEvents = False,
    total: Annotated[bool, spec("--total", None, "Print only the total.")] = False,
) -> Any:
    unused = {"--limit": question.limit is not None, "--reverse": question.reverse}
    refuse(*((used, no_effect(name, "on a number")) for name, used in unused.items()))
    return question, all


_QUESTION = make_command(_taken)
