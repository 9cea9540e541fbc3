"""`chrono export`: write events as a ledger, a page, a calendar, a timeline or a database."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from chrono.cli import progress
from chrono.cli.command import BUNDLES, OptionalValues, OptionBundle, command
from chrono.cli.options import EXPORT_HELP, OUTPUT_HELP, Word, argument, option, repeatable, spec
from chrono.cli.output import refuse_bibliography
from chrono.cli.session import Session
from chrono.cli.typed_again import selection_again, typed_again
from chrono.core.counting import DIMENSION_WORDS, LANES, dimension_list, lane_dimension
from chrono.core.english import join_or, plural
from chrono.core.names import choose, similar_words, unknown_word
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.notes import planned_notes, subset_notes
from chrono.core.progress import task
from chrono.core.query import HELD_AND_PLANNED, Question, Selection, whole_number
from chrono.core.sentences import no_effect, suggestion
from chrono.core.subset import Subset, subset
from chrono.core.text import escape_for_terminal
from chrono.errors import UsageError, refuse
from chrono.files.disk.atomic import write_pieces
from chrono.files.exchange.drawing.labels import LABELS
from chrono.files.exchange.registry import Document, Format, able_to, format_of_file

PRIVATE_HELP = "Include private data and notes."
BASE_HELP = "The web address where you will publish the page, for citations"
INTRO_HELP = "Put this Markdown text, or the text in this file, below the headline"

_FORMATS = able_to("export")


def _only(option: str) -> str:
    return join_or([name for name, format in _FORMATS.items() if option in format.options])


_OPTIONS = (
    ("coarse", None, "Include events without an exact date, as entries over all possible days"),
    ("numbers", None, "Begin with a count of the contacts"),
    ("claims", None, "Begin with the claims"),
    ("title", "TEXT", "Use this headline"),
    ("intro", "TEXT|FILE", INTRO_HELP),
    ("compact", None, "Show fewer details of each event"),
    ("base", "URL", BASE_HELP),
    ("sources", "N", "Cite only the best N sources of each event [default: all]"),
    ("alarm", "TIME", "Add a reminder this long before each future event: 1d (one day), 2h "
     "or 30m, for example"),
    ("lanes", "[WHAT]", f"Draw one lane for each {dimension_list(LANES)} [default: type]"),
    ("labels", "WHAT", "The text of each label: title, place, actors, date (only the date) or none "
     "[default: title]"),
    ("arrows", None, "Draw an arrow from each event to those that follow it up"),
    ("width", "N", "Draw the picture N pixels wide [default: 960]"),
    ("template", "FILE", "Use this Jinja2 template [default: print the values that a template can "
     "use]"),
)  # fmt: skip
"""The options that only some formats have. Each row is (name, metavar, help)."""


class FormatOptions(dict[str, Any]):
    """The values of the options that only some formats have, by the name of the option."""


def _option(name: str, metavar: str | None, help: str) -> Any:
    text, many = f"{help} ({_only(name)} only).", name == "alarm"
    return option(repeatable(text) if many else text, metavar, f"--{name}", many=many)


BUNDLES[FormatOptions] = OptionBundle({row[0]: _option(*row) for row in _OPTIONS})

_FORMAT = join_or([f"{name} ({format.help})" for name, format in _FORMATS.items()])
_WIDTHS = "a number of pixels from 300 to 4000, such as 960"


@command(
    optional_values={"--lanes": OptionalValues(LANES, DIMENSION_WORDS)}, option_help=EXPORT_HELP
)
def export(
    context: typer.Context,
    session: Session,
    question: Question,
    values: FormatOptions,
    format: Annotated[str, argument("FORMAT", f"Output format: {_FORMAT}.")],
    output: Annotated[Word, spec("--output", "FILE", OUTPUT_HELP)] = None,
    private: Annotated[bool, spec("--private", None, PRIVATE_HELP)] = False,
) -> None:
    """Export events as a web page, calendar, database or other file.

    By default, the export contains only events that took place. If the whole period is in the
    future, the export contains the planned events. To export other events, use --status. For a
    CSV table, use `chrono list -o csv`.

    chrono export html 2025 --contacts --output contacts.html
        Export a self-contained web page.
    chrono export svg 2025 --actor Xi --actor Trump --output timeline.svg
        Draw a timeline of the events with two people.
    chrono export ics "next 90 days" --status planned --alarm 1d --output next.ics
        Export planned events, with a reminder one day before.
    """
    target = _format(context, session, format, values, output)
    _check(values)
    session.read()
    if output is not None:
        session.refuse_ledger(output)
        for kind, file in (("template", values["template"]), ("introduction", values["intro"])):
            same = file is not None and os.path.realpath(output) == os.path.realpath(file)
            refuse((same, f"--output {output}: this file is the {kind}; choose another name"))
    # Reminders are about the future.
    part = exported_part(session, question, private, upcoming=bool(values["alarm"]))
    known = {**values, "today": session.today}
    options = {name: known[name] for name in target.options if known[name] is not None}
    with task(f"Exporting {target.name}"):
        document: Document = target.function("export")(part, **options)
    session.note(
        *document.notes, *subset_notes(part, target.claims or values["claims"], target.links)
    )
    _write(session, document, output, len(part.ledger.events))


def _write(session: Session, document: Document, output: str | None, number: int) -> None:
    if output is None or output == "-":
        sys.stdout.flush()
        progress.make_way()
        if sys.stdout.isatty():
            for piece in document.pieces():
                sys.stdout.write(escape_for_terminal(piece.decode("utf-8", "replace")))
        else:
            sys.stdout.buffer.writelines(document.pieces())
    else:
        write_pieces(Path(output), document.pieces())
        if sys.stderr.isatty():
            contains = plural(number, "event") if document.contains is None else document.contains
            session.note_first(f"wrote {output}{contains and f': {contains}'}")


def _unknown_format(context: typer.Context, session: Session, word: str) -> str:
    selected = selection_again(context, session)
    refuse_bibliography(word, selected)
    rows = able_to("write").get(word) or format_of_file(f"rows.{word}", "write")
    if rows is not None and rows.name not in _FORMATS:
        instead = f"`chrono list{selected} -o {rows.name}`"
        return f"export does not write {rows.name}; use {instead}"
    similar = similar_words(word, _FORMATS, "format")
    if len(similar) != 1:
        return unknown_word(word, _FORMATS, "format")
    command = f"chrono export{typed_again(context, changed={'format': similar[0]})}"
    return f'unknown format "{word}"{suggestion(similar)} If so, run `{command}`'


def _check(values: FormatOptions) -> None:
    checks: Mapping[str, Callable[[str], str | int]] = {
        "lanes": lane_dimension,
        "labels": lambda word: choose(word, LABELS, "kind of label"),
        "sources": lambda word: whole_number("--sources", word, "a whole number, such as 3"),
        "width": lambda word: whole_number("--width", word, _WIDTHS, 300, 4000),
    }
    for name, check in checks.items():
        if values[name] is not None:
            values[name] = check(values[name])


def _format(
    context: typer.Context, session: Session, word: str, values: Mapping[str, object],
    output: str | None,
) -> Format:  # fmt: skip
    if word not in _FORMATS:
        raise UsageError(_unknown_format(context, session, word))
    format = _FORMATS[word]
    for name, value in values.items():
        wrong = f"--{name} applies only to {_only(name)}; omit --{name}"
        refuse((value and name not in format.options, wrong))
    if (format.binary or format.page) and output is None and sys.stdout.isatty():
        again = typed_again(context, changed={"output": f"timeline.{format.name}"})
        raise UsageError(f"cannot show {format.name} on a terminal; run `chrono export{again}`")
    if output is not None and "check_output" in format.actions:
        format.function("check_output")(output)
    return format


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
    if question.reverse and question.limit is None:
        session.note(Note(no_effect("--reverse", "without --limit"), NoteKind.SELECTION))
    shown = [match.event for match in session.shown(selection.matches, selection.query, "event")]
    with task("Selecting events"):
        return subset(selection.ledger, shown, selection.query, private, selection.others)


def _selection(session: Session, question: Question, upcoming: bool) -> Selection:
    if not upcoming or question.status:
        return session.select(question, "included")
    selection = session.select(question._replace(status=HELD_AND_PLANNED), "included")
    session.note(*planned_notes(selection))
    return selection
