"""`chrono list`: list events, oldest first."""

from __future__ import annotations

from typing import Annotated, Any

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import Codes, Word, spec
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.names import choose
from chrono.core.notes import prose_notes
from chrono.core.query import Question
from chrono.core.sentences import needs
from chrono.errors import refuse
from chrono.files.exchange import record
from chrono.files.exchange.rows import Table

_FIELDS = "Print only these columns, named as in the JSON output."
_LONG = "Print one row per event and actor, with country and office."


@command()
def list_events(
    session: Session,
    question: Question,
    output: Output,
    fields: Annotated[Word, spec("--fields", "A,B,C", _FIELDS)] = None,
    long: Annotated[bool, spec("--long", None, _LONG)] = False,
    codes: Codes = None,
) -> None:
    """List events, oldest first.

    Only events that took place (status "held") are listed, unless you use --status. If the period
    lies wholly in the future, planned events are listed, too. On a terminal, "?" marks events that
    might fall outside the period.

    chrono list 2025 --actor Xi --contacts
        List one person's contacts in a year.
    chrono list 2025-10 --actor Xi -o markdown
        Write sentences with sources, to paste into a text.
    chrono list --tag trade --long -o csv --output trade.csv
        Save a spreadsheet with one row per event and actor.
    """
    known = record.LONG_FIELDS if long else record.FIELDS
    chosen = [word.strip() for word in fields.split(",")] if fields is not None else None
    for key in chosen or ():
        refuse((key in record.LONG_FIELDS and key not in known, needs(f'field "{key}"', "--long")))
        choose(key, known, "field")
    if codes is not None:
        from chrono.core import country_codes

        choose(codes, country_codes.SYSTEMS, "kind of codes")
    selection = session.select(question, planned=True)
    events = [match.event for match in session.shown(selection.matches, selection.query, "event")]
    table: Table[Any]
    if long:
        table = record.long_table(events, chosen or record.LONG_KEYS, chosen or record.LONG_COLUMNS)
    else:
        table = record.event_table(events, chosen or record.KEYS, chosen or record.COLUMNS)
    if codes is not None:
        keys = [column.key for column in table.columns] if output.objects() else table.header
        columns = "--long, or --fields with place_country or initiator"
        refuse(({*record.COUNTRIES}.isdisjoint(keys), needs("--codes", columns)))
        table = record.with_codes(table, country_codes.SYSTEMS[codes])
        session.note(*country_codes.without_code(events, keys, codes))
    if long or chosen:
        header, lines = table.header, table.lines()
        output.rows(table, lambda console: views.tables.text_table(header, lines, console))
    elif output.can("prose"):
        output.texts("prose", session.part, events)
        session.note(*prose_notes(events, False))
    else:
        ids, part = session.verbose, session.part
        output.rows(table, lambda console: views.listing.listing(selection, part, console, ids))
