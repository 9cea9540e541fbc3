"""`chrono compare`: count contacts in several periods, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Annotated, Any

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.commands.count import BY_HELP
from chrono.cli.commands.show import events_like, find_event
from chrono.cli.options import (
    CONTACTS_HELP,
    AllEvents,
    UndatedQuestion,
    Word,
    Words,
    argument,
    counts_contacts,
    spec,
)
from chrono.cli.output import PictureOutput
from chrono.cli.session import Session
from chrono.cli.typed_periods import in_dates, with_period
from chrono.core.compare import RATE_DAYS, Comparison, Counted, around, compare
from chrono.core.counting import Key, dimensions
from chrono.core.coverage import (
    coverage_note,
    coverage_notes,
    coverage_text,
    days_of,
    in_words,
    is_outside,
)
from chrono.core.english import join_or, plural
from chrono.core.model import Ledger
from chrono.core.names import fold
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.notes import selection_notes
from chrono.core.periods import not_a_period
from chrono.core.query import Question, Selection, resolve, select, whole_number
from chrono.core.sentences import MOST_CHOICES, is_event, needs, only_one_of, uncertain
from chrono.errors import EventAsPeriodError, UsageError, refuse
from chrono.files.exchange.rows import Column, Table

_PERIODS = 'Two or more periods, such as 2024 2025 or "last month" "this month".'
_AROUND = "Compare the days before and after the event ID."
_DAYS = "The number of days before and after the event [default: 30]."


@command(option_help={**CONTACTS_HELP, "limit": "Show at most N rows, not counting the total."})
def compare_periods(
    session: Session,
    question: UndatedQuestion,
    output: PictureOutput,
    periods: Annotated[Words, argument("[PERIOD…]", _PERIODS)] = None,
    by: Annotated[Words, spec("--by", "WHAT", BY_HELP)] = None,
    around_id: Annotated[Word, spec("--around", "ID", _AROUND)] = None,
    number: Annotated[Word, spec("--days", "N", _DAYS)] = None,
    all: AllEvents = False,
) -> None:
    """Compare the number of contacts in several periods.

    For each period, chrono prints the count and the rate per 30 days. Days that the ledger
    does not cover are left out of the rate. With --around, chrono compares the days before an event
    with the days after that event.

    chrono compare 2025-Q3 2025-Q4 --country CN --country US
        Compare two quarters by type of contact.
    chrono compare 2024 2025 --by actor --limit 5
        Compare two years for the five actors with the most contacts.
    chrono compare --around 2025-10-30-busan --days 45
        Compare the 45 days before a meeting with the 45 days after the meeting.
    """
    wanted = dimensions(by or ["type"], session.extras())
    refuse((number is not None and around_id is None, needs("--days", "--around ID")))
    days = whole_number("--days", number or "30", "a number above 0, such as 30", least=1)
    questions = [*_questions(session, question, periods or (), around_id, days)]
    by_default = counts_contacts(question, all)
    ledger = session.read(question)
    queries = [resolve(each, ledger, unique_names=True, contacts=by_default) for each in questions]
    selections = [select(ledger, query) for query in queries]
    ledger = selections[0].ledger
    found = compare(selections, wanted, session.today)
    _add_notes(session, found, ledger, by_default)
    undecided = [id for id in found.undecided if id not in ledger.unsupported]
    if undecided and output.chosen() != "table":  # a view shows this itself
        session.note(uncertain(undecided, ledger.any_exact(undecided)))
    rows: Sequence[Key] = session.shown([*found.labels], queries[0], "row")
    table = _table(found, [*rows, None], output.objects())
    sides = () if around_id is None else ("before", "after")
    names = [f"{plural(days, 'day')} {side}" for side in sides]
    about = (names, around_id)
    output.rows(table, lambda console: views.compare.compare(found, rows, ledger, console, *about))


def _questions(
    session: Session, question: Question, words: Sequence[str], id: str | None, days: int
) -> Iterator[Question]:
    refuse((id is not None and words, only_one_of("--around", "PERIOD")))
    if id is not None:
        for period in around(find_event(session.read(), id), days):
            yield question._replace(period=period)
        return
    texts = _texts(session, words)
    if len(texts) < 2:
        one = f"; to count in this period, run `chrono count {texts[0][0]}`" if texts else ""
        example = "" if texts else ", such as `chrono compare 2024 2025`"
        raise UsageError(f"compare needs two or more periods{example}{one}")
    for text, dates in texts:
        yield with_period(question, text, dates)


_SIDES = {"before", "after", "around"}
_LENGTH = r"\b([1-9][0-9]{0,3}) (?:days?|(weeks?))\b"


def _around_event(session: Session, words: Sequence[str]) -> str:
    """Return the error message, with a command to run, for words such as `30 days before Busan`."""
    text = " ".join(words)
    length = re.search(_LENGTH, text, re.IGNORECASE)
    days = int(length[1]) * (7 if length[2] else 1) if length else 30
    rest = re.sub(_LENGTH, "", text, flags=re.IGNORECASE).split()
    ledger = session.read()
    others = {*_SIDES, *_JOINTS, "the", *ledger.types}  # "the Busan meeting" is "Busan"
    name = " ".join(dict.fromkeys(word for word in rest if word.lower() not in others))
    found = events_like(ledger, name)
    there = [event for event in found if fold(event.place or "") == fold(name)] or found
    example = there[0].id if len(there) == 1 else "ID"
    command = f"chrono compare --around {example} --days {days}"
    ids = f" with one of these ids: {join_or([one.id for one in there[:MOST_CHOICES]])}"
    some = ids if len(there) > 1 else ""
    return not_a_period(text, f"for the days around an event, run `{command}`{some}")


_JOINTS = {"and", "vs", "vs.", "versus", "with"}
"""The words that may stand between two periods."""


def _texts(session: Session, words: Sequence[str]) -> list[tuple[str, str]]:
    """Return (text as typed, text as dates) for each period, such as ("last month", "2025-10").

    If words can be read as periods in several ways, the longest period is used.
    """
    texts: list[tuple[str, str]] = []
    rest = [*words]
    while rest:
        if texts and rest[1:] and rest[0].lower() in _JOINTS:
            rest = rest[1:]
        # A word such as "2025-06.." is a period of its own, even if "2025" follows it.
        most = len([*takewhile(lambda word: not _is_open(word), rest[:4])])
        for length in range(most or 1, 0, -1):
            text = " ".join(rest[:length])
            try:
                texts.append((text, in_dates("period", text, session)))
            except UsageError as error:
                if length == 1 and isinstance(error, EventAsPeriodError):
                    remedy = f"run `chrono compare --around {text}`"
                    raise UsageError(is_event(text, remedy)) from None
                if length == 1 and _SIDES.intersection(" ".join(rest).lower().split()):
                    raise UsageError(_around_event(session, rest)) from None
                if length == 1:
                    raise
            else:
                rest = rest[length:]
                break
    return texts


def _is_open(word: str) -> bool:
    return word != ".." and (word.startswith("..") or word.endswith(".."))


def _add_notes(session: Session, found: Comparison, ledger: Ledger, by_default: bool) -> None:
    covered = _covered_alike(found, ledger)
    notes = [
        [*_selection_notes(each.selection, by_default, with_text=not covered)]
        for each in found.periods
    ]
    for each, own in zip(found.periods, notes, strict=True):
        for note in own:
            if all(note in others for others in notes) or note.kind is NoteKind.MEANING:
                session.note(note)
            else:
                session.note(note._replace(text=f"{in_words(each.period.text)}: {note.text}"))
    for each in found.periods:
        if rest := each.unfinished:
            session.note(coverage_note(f"{each.period.text} {rest}"))
    for one, other in found.overlapping:
        shared = "events on the shared days are counted in both"
        both = f"{one.text} and {other.text} overlap; {shared}"
        session.note(Note(both, NoteKind.SELECTION))
    if covered:
        session.note(coverage_note(f"counts per {RATE_DAYS} days are not shown, because {covered}"))
        return
    for is_open, why in (
        (False, "the ledger may be incomplete"),
        (True, "a rate needs both a first and a last day"),
    ):
        without = [each for each in found.periods if not each.days]
        without = [each for each in without if each.unfinished != "has not begun"]
        texts = [each.period.text for each in without if bool(each.covered) is is_open]
        if texts:
            session.note(
                coverage_note(
                    f"counts per {RATE_DAYS} days are not shown for {join_or(texts)}, because {why}"
                )
            )


def _covered_alike(found: Comparison, ledger: Ledger) -> str:
    """Return what the ledger covers, if no day is covered for the events of the comparison.

    The result is "" if the covered events differ between the periods.
    """
    queries = [each.selection.query for each in found.periods]
    if days_of(ledger, queries[0]) or any(is_outside(ledger, one.period) for one in queries):
        return ""
    covered = {coverage_text(ledger, query) for query in queries}
    return covered.pop() if len(covered) == 1 else ""


def _selection_notes(selection: Selection, by_default: bool, with_text: bool) -> Iterator[Note]:
    coverage = coverage_notes(selection.ledger, selection.query, with_text=with_text)
    return selection_notes(selection, "counted", contacts_by_default=by_default, coverage=coverage)


def _table(found: Comparison, rows: Sequence[Key | None], objects: bool) -> Table[Key | None]:
    """Return a table with a row for each key, and a row of totals for the key None.

    `objects`: True for one column with all periods as objects, False for a count and a rate for
    each period.
    """

    def label(at: int) -> Column[Key | None]:
        total = None if objects else ("total" if at == 0 else "")
        return Column(found.by[at], lambda key: total if key is None else found.labels[key][at])

    labels = [label(at) for at in range(len(found.by))]
    if objects:
        periods = Column[Key | None](
            "periods", lambda key: [_cell(each, key) for each in found.periods]
        )
        return Table([*labels, periods], rows)
    cells = [column for each in found.periods for column in _columns(each)]
    return Table([*labels, *cells], rows)


def _columns(counted: Counted) -> Iterator[Column[Key | None]]:
    name = counted.period.text
    yield Column(name, counted.number)
    yield Column(
        f"{name} per {RATE_DAYS} days", lambda key: (rate := counted.rate(key)) and rate.text()
    )


def _cell(counted: Counted, key: Key | None) -> dict[str, Any]:
    count, rate = counted.number(key), counted.rate(key)
    return {
        "period": counted.period.text,
        "count": count,
        "covered_days": counted.days,
        f"per_{RATE_DAYS}_days": rate and rate.to_dict(),
    }
