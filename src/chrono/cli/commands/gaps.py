"""`chrono gaps`: show the longest gaps between contacts, and the current gap."""

from __future__ import annotations

from collections.abc import Sequence

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import CONTACTS_HELP, AllEvents, counts_contacts
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.command_lines import command_line
from chrono.core.coverage import coverage_note, coverage_notes, covered_text, days_of
from chrono.core.covered_questions import covered_questions
from chrono.core.english import plural, short
from chrono.core.gaps import Gap, Gaps, OpenGap, gaps
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.query import Query, Question
from chrono.core.sentences import ORDER_UNKNOWN
from chrono.files.exchange.rows import Column, Table


@command(option_help={**CONTACTS_HELP, "limit": "Show at most N gaps, and the current gap."})
def show_gaps(session: Session, question: Question, output: Output, all: AllEvents = False) -> None:
    """Show the longest gaps between contacts.

    The last line is the current gap: the days since the last contact. If a contact has no exact
    date, the gaps before and after the contact are ranges, such as 20–25 days.

    chrono gaps 2025 --limit 3
        Show the three longest gaps of a year, and the current gap.
    chrono gaps --actor Xi --actor Trump -o table
        Show the gaps between two people's contacts with each other.
    """
    by_default = counts_contacts(question, all)
    selection = session.select(question, "counted", only_contacts=by_default, coverage=False)
    query, ledger = selection.query, selection.ledger
    covered_days = days_of(ledger, query)
    result = gaps(selection.matches, query.period, covered_days, session.today)
    if result.known:
        session.note(*coverage_notes(ledger, query, with_text=not result.outside))
    if not result.known:
        session.note(_unknown(session, question, query))
    elif number := len(result.outside):
        matching = len(selection.matches)
        where = f" before or after {number} of the {matching} contacts" if number < matching else ""
        omitted = f"no gaps are shown{where}, because contacts may be missing"
        session.note(coverage_note(f"{omitted}; {covered_text(ledger, query)}"))
    elif len(selection.matches) == 1:
        session.note("no gaps between contacts, since there is only one contact")
    elif selection.matches and not result.found and not result.running:
        session.note("no gaps between these contacts")
    if result.possible:
        days = plural(result.possible, "day")
        possible = f"a gap of up to {days} is possible, because {ORDER_UNKNOWN}"
        session.note(Note(possible, NoteKind.UNCERTAIN))
    if result.running and not result.running.to_today:
        end = short(result.running.end, year=True)
        counted = f"the current gap is counted to {end}, the last day that the ledger covers"
        session.note(coverage_note(counted))
    table = gaps_table(result, session.shown(result.found, query, "gap"))
    output.rows(table, lambda console: views.gaps.gaps_table(result, query, ledger, console))


_MOST_COMMANDS = 12


def _unknown(session: Session, question: Question, query: Query) -> Note:
    ledger = session.read()
    asked = [command_line("gaps", one) for one in covered_questions(ledger, question)]
    first, rest = asked[:_MOST_COMMANDS], len(asked) - _MOST_COMMANDS
    if not asked:
        covered = covered_text(ledger, query)
    else:
        more = f", and {plural(rest, 'other question')}" if rest > 0 else ""
        covered = f"the ledger is complete for these questions{more}:"
    sentence = f"the gaps are not known, because contacts may be missing; {covered}"
    return coverage_note(sentence)._replace(commands=tuple(first))


COLUMNS: Sequence[Column[Gap | OpenGap]] = (
    Column(
        "days",
        lambda gap: {"min": gap.min, "max": gap.max, "undecided": list(gap.undecided)},
        lambda gap: str(gap.min) if gap.min == gap.max else f"{gap.min}..{gap.max}",
    ),
    Column("from", lambda gap: gap.since.text),
    Column("to", lambda gap: gap.until.text),
    Column("after", lambda gap: gap.after.id),
    Column("before", lambda gap: gap.before.id if isinstance(gap, Gap) else None),
)
"""The columns of a gap in text formats. The current gap has no second event, and no `before`."""


def gaps_table(result: Gaps, shown: Sequence[Gap]) -> Table[Gap | OpenGap]:
    """Return a table of the gaps in `shown`. The current gap of `result` is in the last row."""
    low, high = result.median or (0, 0)
    median = {"min": low, "max": high} if result.median else None

    def times(gap: Gap | OpenGap) -> dict[str, float] | None:
        return {"min": round(gap.min / high, 2), "max": round(gap.max / low, 2)} if low else None

    columns: list[Column[Gap | OpenGap]] = [
        *COLUMNS, Column("running", lambda gap: isinstance(gap, OpenGap)),
        Column("median", lambda _: median), Column("times_median", times),
    ]  # fmt: skip
    return Table(columns, [*shown, *filter(None, [result.running])], COLUMNS)
