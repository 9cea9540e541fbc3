"""`chrono timeline`: draw events along time."""

from __future__ import annotations

from typing import Annotated

from chrono.cli.command import command
from chrono.cli.options import Word, spec
from chrono.cli.output import PictureOutput, Renderable
from chrono.cli.session import Session
from chrono.core.counting import LANES, Tally, tally
from chrono.core.english import join_or
from chrono.core.names import choose
from chrono.core.query import Question, Selection
from chrono.errors import refuse
from chrono.files.exchange.record import COLUMNS, KEYS, event_table


@command(optional_values={"--lanes": LANES})
def timeline(
    session: Session,
    question: Question,
    output: PictureOutput,
    lanes: Annotated[
        Word,
        spec(
            "--lanes", "[WHAT]", f"A lane for each {join_or(LANES)} (default: actor), across time."
        ),
    ] = None,
) -> None:
    """The events along their days, in colour; long silences between contacts are marked.

    chrono timeline 2025-10
        A month, with all that is in the ledger.
    chrono timeline 2025 --actor Xi --contacts --color always | less -R
        Contacts alone, in colour and in pages.
    chrono timeline 2025 --lanes --contacts --limit 12 --svg lanes.svg
        A lane for each of a dozen actors, as a picture.
    """
    if lanes is not None:
        choose(lanes, LANES, "kind of lane")
    name = output.chosen(page=True)
    refuse((lanes and name != "table", f"--lanes draws the events, and {name} lists them"))
    selection = session.select(question)
    counted = tally(selection, [lanes], session.part.types) if lanes is not None else None
    if counted is not None:
        session.shown(list(counted.numbers), selection.query, "lane")
    else:
        session.shown(selection.matches, selection.query, "event")
    table = event_table([match.event for match in selection.shown], KEYS, COLUMNS)
    output.rows(table, lambda: _view(session, selection, counted), page=True)


def _view(session: Session, selection: Selection, counted: Tally | None) -> Renderable:
    if counted is not None:
        from chrono.view.lanes import Lanes

        return Lanes(session.part, selection, counted)
    from chrono.view.timeline import Timeline

    return Timeline(session.part, selection, session.today)
