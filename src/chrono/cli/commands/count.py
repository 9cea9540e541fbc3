"""`chrono count`: count contacts by one or two dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import CONTACTS_HELP, AllEvents, Codes, Word, Words, counts_contacts, spec
from chrono.cli.output import PictureOutput
from chrono.cli.session import Session
from chrono.core.counting import DIMENSIONS, Count, Tally, dimension_list, dimensions, tally
from chrono.core.coverage import coverage_note, missing_times_notes
from chrono.core.dimension_words import SEVERAL
from chrono.core.english import first_few, join_or, plural, with_article
from chrono.core.names import choose
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.notes import left_out_notes
from chrono.core.query import Query, Question, Selection, limited
from chrono.core.sentences import needs, no_effect, only_one_of
from chrono.core.time_buckets import TIMES
from chrono.errors import refuse
from chrono.files.exchange.count_table import count_table
from chrono.files.exchange.rows import Column, Table

_Row = TypeVar("_Row")

BY_HELP = (
    f"Count by {dimension_list(DIMENSIONS)} (repeat once to count by two of these) [default: type]."
)
_MATRIX = "Print the first --by as rows and the second --by as columns."
_CITE = "Print the count as a sentence that you can cite."
_ANSWER = "Check whether the count in a sentence from --cite is still right (exit status 1 if not)."
_PARTICIPANTS = (
    "the rows are countries of participants; to count by country of the place, "
    "use --by place-country"
)
_PAIRS = "the rows are pairs of actors; to count pairs of countries, use --by dyad"
_WHY = "List the events and sources behind each number."


@command(option_help={**CONTACTS_HELP, "limit": "Show at most N rows."})
def count(
    session: Session,
    question: Question,
    output: PictureOutput,
    by: Annotated[Words, spec("--by", "WHAT", BY_HELP)] = None,
    total: Annotated[bool, spec("--total", None, "Print only the total.")] = False,
    why: Annotated[bool, spec("--why", None, _WHY)] = False,
    matrix: Annotated[bool, spec("--matrix", None, _MATRIX)] = False,
    codes: Codes = None,
    all: AllEvents = False,
    cite: Annotated[bool, spec("--cite", None, _CITE)] = False,
    answer: Annotated[Word, spec("--answer", "CITATION", _ANSWER)] = None,
) -> int | None:
    """Count contacts by type, actor, month and more.

    An event that lasts several days counts once, on its first day. If a count depends on an inexact
    date, chrono prints a range: 4–5 on a terminal, otherwise 4..5.

    chrono count 2025 --actor Xi --actor Trump
        Count the contacts between two people, by type.
    chrono count 2025 --by dyad --by month --matrix --codes iso3 -o csv
        Write a table with a row for each pair of countries and a column for each month.
    chrono count 2025 --actor Xi --actor Trump --type call --cite
        Print the number of calls as a sentence for a footnote.
    """
    wanted = dimensions(by or ["type"])
    refuse((cite and answer is not None, only_one_of("--cite", "--answer")))
    shapes = {"why": why, "matrix": matrix}
    if total:
        _refuse_with("--total", {"by": by, "codes": codes, **shapes}, question, output)
    if cite or answer is not None:
        shapes["svg or --html"] = bool(output.pictures)
        _refuse_with("--cite" if cite else "--answer", shapes, question, output)
    _check_shape(wanted, matrix, codes, why)
    by_default = counts_contacts(question, all)
    selection = session.select(question, "counted", only_contacts=by_default)
    if by_default:
        session.note(*left_out_notes(selection))
    counts, query, name = tally(selection, wanted), selection.query, output.chosen()
    if cite or answer is not None:
        from chrono.cli.citing import Request, run

        request = Request(question, wanted, total, codes, by_default, all)
        return run(session, request, selection, counts, output, answer)
    if total or name != "table":  # a view shows this itself
        session.note_undecided(selection)
    if total:
        _print_total(counts.total, output)
        return None
    _note_rows(session, counts, query, question)
    if codes is not None or name == "table":
        counts = _with_countries(session, counts, selection, codes)
    if matrix and _fits_matrix(session, output):
        table = _matrix(session, counts, query, name)
    else:
        labelled = _shown(session, [*counts.labelled.items()], query, name)
        table = count_table(labelled, wanted, why, output.objects())
    ledger = selection.ledger
    output.rows(table, lambda _: [views.tally.TallyTable(counts, ledger, query, why, matrix)])
    return None


def _with_countries(
    session: Session, counted: Tally, selection: Selection, codes: str | None
) -> Tally:
    from chrono.core import country_codes

    if codes is None:
        return country_codes.with_country_names(counted)
    session.note(*country_codes.without_code(selection.events, counted.by, codes))
    return country_codes.with_codes(counted, codes)


def _print_total(total: Count, output: PictureOutput) -> None:
    if output.objects():
        output.one(total.to_dict())
    else:
        output.text(total.text("–" if output.chosen() == "table" else "..") + "\n")


def _refuse_with(
    option: str, others: Mapping[str, object], question: Question, output: PictureOutput
) -> None:
    """Raise UsageError for another option that contradicts `option` or has no effect with it.

    `others`: for the name of each contradicting option, whether the user typed it.
    """
    idle = {
        "limit": question.limit is not None, "reverse": question.reverse, "header": output.header,
        "excel": output.excel,
    }  # fmt: skip
    name = output.named
    is_text = output.objects() or name in (None, "table", "tsv")
    refuse(
        (not is_text, f"{option} cannot be written as {name}; choose json or tsv"),
        *((used, only_one_of(option, f"--{name}")) for name, used in others.items()),
        *((used, no_effect(f"--{name}", f"with {option}")) for name, used in idle.items()),
    )


def _check_shape(by: Sequence[str], matrix: bool, codes: str | None, why: bool) -> None:
    two = "two --by options, such as --by dyad --by month"
    refuse(
        (matrix and len(by) < 2, needs("--matrix", two)),
        (matrix and why, only_one_of("--matrix", "--why")),
    )
    if codes is not None:
        from chrono.core.country_codes import BY_COUNTRY, SYSTEMS

        choose(codes, SYSTEMS, "kind of codes")
        options = join_or([f"--by {name}" for name in BY_COUNTRY])
        refuse(({*BY_COUNTRY}.isdisjoint(by), needs("--codes", options)))


def _note_rows(session: Session, counted: Tally, query: Query, question: Question) -> None:
    if "country" in counted.by and "place_country" in {row.name for row in question.applied}:
        session.note(_PARTICIPANTS)  # the rows are not what the question asks for
    countries = {one for match in counted.total.matches for one in match.event.countries}
    if "pair" in counted.by and "dyad" not in counted.by and len(countries) > 2:
        session.note(Note(_PAIRS, NoteKind.MEANING))
    total = counted.total.of(query.noun)
    notes = []
    if number := len(counted.missing):
        names = [by for by in counted.by if by not in ("type", "status")]  # never missing
        kinds = join_or(["pair of countries" if by == "dyad" else by for by in names])
        rows = plural(number, f"of {total} is", f"of {total} are")
        notes.append(f"{rows} not in any row (no {kinds} recorded)")
    if without := counted.actors_without_country:
        one, several = "actor without a country is", "actors without a country are"
        rows = plural(len(without), one, several)
        notes.append(f"{rows} not in any row: {first_few([*without.values()])}")
    if counted.overlapping:
        several = join_or([SEVERAL[name] for name in counted.by if name in SEVERAL])
        notes.append(
            f"{with_article(query.noun)} with {several} is in several rows; the total is {total}"
        )
    session.note(*(Note(note, NoteKind.SELECTION) for note in notes))
    if TIMES.keys() & {*counted.by}:
        events = (match.event for match in counted.total.matches)
        session.note(*missing_times_notes(session.part, query, events))


def _shown(session: Session, rows: Sequence[_Row], query: Query, format: str) -> Sequence[_Row]:
    # A view has its own note on hidden rows, since it omits rows with 0.
    return limited(rows, query) if format == "table" else session.shown(rows, query, "row")


def _fits_matrix(session: Session, output: PictureOutput) -> bool:
    """Return whether the chosen format can have a matrix. If not, a note tells the user."""
    if is_objects := output.objects():
        idle = no_effect("--matrix", f"on {output.chosen()}")
        session.note(Note(idle, NoteKind.SELECTION))
    return not is_objects


def _matrix(session: Session, counted: Tally, query: Query, format: str) -> Table[Any]:
    rows = _shown(session, list(counted.matrix.items()), query, format)
    if format != "table" and any(None in counts for _, counts in rows):
        session.note(coverage_note("an empty cell means that the ledger does not cover these days"))
    columns: list[Column[Any]] = [
        Column(label, lambda row, at=at: row[1][at])  # type: ignore[misc]
        for at, label in enumerate(counted.buckets[1].values())
    ]
    return Table([Column(counted.by[0], lambda row: row[0]), *columns], rows, headed=True)
