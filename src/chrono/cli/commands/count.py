"""`chrono count`: count contacts by up to three dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import CONTACTS_HELP, AllEvents, Codes, Word, Words, counts_contacts, spec
from chrono.cli.output import PictureOutput
from chrono.cli.session import Session
from chrono.core.counting import (
    DIMENSIONS,
    EXTRA,
    PANEL,
    Count,
    Tally,
    dimension_list,
    dimensions,
    panel_key,
    panel_keys,
    tally,
)
from chrono.core.coverage import coverage_note, missing_times_notes, outside_notes
from chrono.core.dimension_words import SEVERAL
from chrono.core.english import first_few, join_or, plural, plural_of, with_article
from chrono.core.filters import FILTERS
from chrono.core.names import choose
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.notes import left_out_notes
from chrono.core.query import Query, Question, Selection, limited, resolve, select
from chrono.core.sentences import empty_cells, needs, no_effect, only_one_of
from chrono.core.time_buckets import TIMES
from chrono.errors import refuse
from chrono.files.exchange.count_table import count_table
from chrono.files.exchange.rows import Column, Table

_Row = TypeVar("_Row")

BY_HELP = (
    f"Count by {dimension_list(DIMENSIONS)} (repeat for up to three, or write extra.NAME)"
    " [default: type]."
)
_MATRIX = "Print the first --by as rows and the second --by as columns."
_CITE = "Print the count as a sentence that you can cite."
_ANSWER = "Check whether the count in a sentence from --cite is still right (exit status 1 if not)."
_PARTICIPANTS = (
    "the rows are countries of participants; to count by country of the place, "
    "use --by place-country"
)
_PAIRS = "the rows are pairs of actors; to count pairs of countries, use --by dyad"
_ZEROS = "Add a row with 0 for each other pair, dyad, actor or country in the ledger."
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
    zeros: Annotated[bool, spec("--zeros", None, _ZEROS)] = False,
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
    wanted = dimensions(by or ["type"], session.extras())
    refuse((cite and answer is not None, only_one_of("--cite", "--answer")))
    shapes = {"why": why, "matrix": matrix, "zeros": zeros}
    if total:
        _refuse_with("--total", {"by": by, "codes": codes, **shapes}, question, output)
    if cite or answer is not None:
        pictures = {"svg or --html": bool(output.pictures)}
        _refuse_with("--cite" if cite else "--answer", shapes | pictures, question, output)
    _check_shape(wanted, codes, shapes)
    by_default = counts_contacts(question, all)
    _read(session, question, wanted)
    selection = session.select(question, "counted", only_contacts=by_default)
    session.note(*(left_out_notes(selection) if by_default else ()))
    every = _panel(session, question, selection.query, wanted)
    counts, query = tally(selection, wanted, every if zeros else None), selection.query
    name = output.chosen()
    if cite or answer is not None:
        from chrono.cli.citing import Request, run

        request = Request(question, wanted, total, codes, by_default, all)
        return run(session, request, selection, counts, output, answer)
    left_out = () if every is None or zeros else _left_out(counts, every, query)
    in_countries = counts.in_all_rows
    if codes is not None:
        counts = _with_codes(session, counts, selection, codes)
    if total or name != "table":  # a view shows this itself
        session.note_undecided(selection, counts.total.undecided if total else counts.undecided)
    if total:
        _print_total(counts.total, output)
        return None
    _note_rows(session, counts, query, question, counts.in_all_rows > in_countries)
    session.note(*left_out)
    _print_rows(session, output, selection, counts, shapes, codes)
    return None


def _print_rows(
    session: Session, output: PictureOutput, selection: Selection, counts: Tally,
    shapes: Mapping[str, bool], codes: str | None,
) -> None:  # fmt: skip
    query, name, why, matrix = selection.query, output.chosen(), shapes["why"], shapes["matrix"]
    if matrix and _fits_matrix(session, output):
        table = _matrix(session, counts, query, name, codes is not None)
    else:
        labelled = _shown(session, [*counts.labelled.items()], query, name)
        table = count_table(
            labelled, counts.by, why, output.objects(), bounds=name == "csv",
            codes=name == "csv" and codes is not None,
        )  # fmt: skip
    ledger, coded = selection.ledger, codes is not None
    named = counts if coded else _with_names(counts)
    output.rows(table, lambda _: [views.tally.TallyTable(named, ledger, query, why, matrix, coded)])


def _with_names(counted: Tally) -> Tally:
    from chrono.core.country_codes import with_country_names

    return with_country_names(counted)


def _with_codes(session: Session, counted: Tally, selection: Selection, codes: str) -> Tally:
    from chrono.core import country_codes

    session.note(
        *country_codes.uncoded(selection.events, counted.by, codes, selection.query, counted)
    )
    return country_codes.with_codes(counted, codes, selection.query)


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


def _read(session: Session, question: Question, by: Sequence[str]) -> None:
    """Read the whole ledger if rows with 0 depend on events outside the selection.

    They do for pairs, dyads, actors and countries, and for times if there is no coverage.
    """
    panel, times = {*PANEL}.intersection(by), TIMES.keys() & {*by}
    if panel or (times and not session.read(question).coverage):
        session.read()


def _panel(
    session: Session, question: Question, query: Query, by: Sequence[str]
) -> Selection | None:
    """Return the events whose pairs, dyads, actors or countries could have a row.

    These are the events of the question without its period, and without the filters that are not
    about participants. The result is None if the question has no such row or no such filter.
    """
    people = {"actors", "present"}
    words = {name: one for name, one in question.words.items() if people >= {*FILTERS[name].keys}}
    wider = question._replace(
        period=None, since=None, until=None, where=(), words=words, certain=False, overlap=False
    )
    if {*PANEL}.isdisjoint(by) or wider == question:
        return None
    wide = resolve(wider, ledger := session.read(), contacts=query.contacts)
    return select(ledger, wide._replace(statuses=query.statuses))


def _left_out(counted: Tally, every: Selection, query: Query) -> Iterator[Note]:
    shown = {panel_key(counted.by, key) for key in counted.rows}
    if number := len({*panel_keys(every, counted.by)} - shown):
        kinds = [name for name in counted.by if name in PANEL]
        noun = kinds[0] if len(kinds) == 1 else "combination"
        rows = plural(number, noun, plural_of(noun))
        text = f"{rows} without {with_article(query.noun)} in this selection not shown"
        yield Note(f"{text}; add --zeros", NoteKind.SELECTION)


def _check_shape(by: Sequence[str], codes: str | None, shapes: Mapping[str, bool]) -> None:
    panels = join_or([f"--by {name}" for name in PANEL])
    two = "two --by options, such as --by dyad --by month"
    matrix, why, zeros = (shapes[name] for name in ("matrix", "why", "zeros"))
    refuse(
        (matrix and len(by) != 2, needs("--matrix", two)),
        (zeros and {*PANEL}.isdisjoint(by), needs("--zeros", panels)),
        (zeros and why, only_one_of("--zeros", "--why")),
        (matrix and why, only_one_of("--matrix", "--why")),
    )
    if codes is not None:
        from chrono.core.country_codes import BY_COUNTRY, SYSTEMS

        choose(codes, SYSTEMS, "kind of codes")
        options = join_or([f"--by {name}" for name in BY_COUNTRY])
        refuse(({*BY_COUNTRY}.isdisjoint(by), needs("--codes", options)))


def _note_rows(
    session: Session, counted: Tally, query: Query, question: Question, several_codes: bool
) -> None:  # fmt: skip
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
        notes.append(f"{rows} not in any row (no {'certain ' * query.certain}{kinds} recorded)")
    if without := counted.actors_without_country:
        one, several = "actor without a country is", "actors without a country are"
        rows = plural(len(without), one, several)
        notes.append(f"{rows} not in any row: {first_few([*without.values()])}")
    if counted.overlapping:
        of_one = [SEVERAL[name] for name in counted.by if name in SEVERAL]
        of_one += [f"several values of {name}" for name in counted.by if name.startswith(EXTRA)]
        of_one += ["several codes"] * several_codes
        vague = bool(TIMES.keys() & {*counted.by} and counted.undecided)
        several = join_or([*of_one, *["an inexact date"] * vague])
        notes.append(
            f"{with_article(query.noun)} with {several} is in several rows; the total is {total}"
        )
    session.note(*(Note(note, NoteKind.SELECTION) for note in notes))
    if units := [TIMES[name] for name in counted.by if name in TIMES]:
        events = (match.event for match in counted.total.matches)
        session.note(*missing_times_notes(session.part, query, events))
        if counted.total.matches:
            session.note(*outside_notes(session.part, query, units))


def _shown(session: Session, rows: Sequence[_Row], query: Query, format: str) -> Sequence[_Row]:
    # A view has its own note on hidden rows, since it omits rows with 0.
    return limited(rows, query) if format == "table" else session.shown(rows, query, "row")


def _fits_matrix(session: Session, output: PictureOutput) -> bool:
    """Return whether the chosen format can have a matrix. If not, a note tells the user."""
    if is_objects := output.objects():
        idle = no_effect("--matrix", f"on {output.chosen()}")
        session.note(Note(idle, NoteKind.SELECTION))
    return not is_objects


def _matrix(
    session: Session, counted: Tally, query: Query, format: str, coded: bool
) -> Table[Any]:  # fmt: skip
    rows = _shown(session, list(counted.matrix.items()), query, format)
    if format != "table" and any(None in counts for _, counts in rows):
        session.note(coverage_note(empty_cells(coded)))
    columns: list[Column[Any]] = [
        Column(label, lambda row, at=at: row[1][at])  # type: ignore[misc]
        for at, label in enumerate(counted.buckets[1].values())
    ]
    return Table([Column(counted.by[0], lambda row: row[0]), *columns], rows, headed=True)
