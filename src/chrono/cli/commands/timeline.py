"""`chrono timeline`: draw a timeline of events."""

from __future__ import annotations

from typing import Annotated

from chrono.cli import views
from chrono.cli.command import OptionalValues, command
from chrono.cli.options import FUTURE_HELP, Word, spec
from chrono.cli.output import PicturePageOutput
from chrono.cli.session import Session
from chrono.core.counting import DIMENSION_WORDS, LANES, dimension_list, lane_dimension, tally
from chrono.core.query import Question
from chrono.core.sentences import hint, no_effect
from chrono.errors import refuse
from chrono.files.exchange.record import COLUMNS, KEYS, event_table

_LANES = f"Draw one lane for each {dimension_list(LANES)} [default: actor]."


@command(
    optional_values={name: OptionalValues(LANES, DIMENSION_WORDS) for name in ("--lanes", "--by")},
    option_help={**FUTURE_HELP, "limit": "Show at most N events or, with --lanes, N lanes."},
)
def timeline(
    session: Session,
    question: Question,
    output: PicturePageOutput,
    lanes: Annotated[Word, spec("--lanes --by", "[WHAT]", _LANES)] = None,
) -> None:
    """Draw a timeline of events.

    The timeline lists events by month, and marks long gaps between contacts. To draw one lane for
    each actor, country or type instead, use --lanes. To make a picture to publish, use `chrono
    export svg`.

    chrono timeline 2025-10
        Draw a timeline of one month.
    chrono timeline 2025 --actor Xi --contacts --color always | less -R
        Page through one person's contacts, in colour.
    chrono timeline 2025 --lanes --contacts --limit 12 --svg lanes.svg
        Save a picture with a lane for each of twelve actors.
    """
    if lanes is not None:
        lane_dimension(lanes)
    name = output.chosen()
    refuse(
        (lanes and name != "table", no_effect("--lanes", f"on {name}; omit --lanes or -o {name}"))
    )
    selection = session.select(question)
    table = event_table([match.event for match in selection.shown], KEYS, COLUMNS)
    if output.pictures:
        picture = f"chrono export svg{f' --lanes {lanes}' if lanes else ''}"
        session.note(hint(f"to make a timeline for print, run `{picture}` with the same filters"))
    if lanes is not None:
        counted = tally(selection, [lanes])
        output.rows(table, lambda console: views.lanes.lanes(selection, counted, console))
    else:
        if output.pictures:
            session.note(hint("to draw a lane for each actor, add --lanes"))
        session.shown(selection.matches, selection.query, "event")
        today = session.today
        output.rows(table, lambda console: views.timeline.timeline(selection, today, console))
