"""List events in the columns that the options choose."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from chrono.cli import views
from chrono.cli.command import BUNDLES, OptionBundle
from chrono.cli.options import Codes, Word, spec
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.english import first_few, plural
from chrono.core.extra import require_extra_names
from chrono.core.names import choose
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.notes import prose_notes, statuses_not_shown
from chrono.core.periods import EVERYTHING
from chrono.core.query import Selection
from chrono.core.sentences import needs
from chrono.errors import refuse
from chrono.files.exchange import record
from chrono.files.exchange.record import COLUMNS, LONG_COLUMNS
from chrono.files.exchange.rows import Table


class EventRows:
    """The options for the columns of listed events.

    - `fields`: the names of columns, separated by commas; None: the default columns
    - `long`: whether there is a row for each actor of an event
    - `codes`: the system of country codes, such as "iso3"; None: countries as in the ledger

    Raises UsageError for an invalid option.
    """

    def __init__(self, fields: str | None, long: bool, codes: str | None) -> None:
        known = record.LONG_FIELDS if long else record.FIELDS
        self.long, self.codes = long, codes
        self.chosen = [word.strip() for word in fields.split(",")] if fields is not None else None
        for key in self.chosen or ():
            missing = key in record.LONG_FIELDS and key not in known
            refuse((missing, needs(f'field "{key}"', "--long")))
            if not key.startswith(record.EXTRA):
                choose(key, known, "field")
        if codes is not None:
            from chrono.core.country_codes import SYSTEMS

            choose(codes, SYSTEMS, "kind of codes")

    def write(self, session: Session, selection: Selection, output: Output) -> None:
        """Write the selected events, and add notes on omitted events and details.

        Raises UsageError for a field such as `extra.round` that no event has.
        """
        if own := [key for key in self.chosen or () if key.startswith(record.EXTRA)]:
            extras = [one.extra for one in session.read().events]
            require_extra_names([key.removeprefix(record.EXTRA) for key in own], extras)
        matches = session.shown(selection.matches, selection.query, "event")
        events = [match.event for match in matches]
        make: Callable[..., Table[Any]] = record.long_table if self.long else record.event_table
        keys = self.chosen or (record.LONG_KEYS if self.long else record.KEYS)
        table = make(events, keys, self.chosen or (LONG_COLUMNS if self.long else COLUMNS))
        prose = output.can("prose")
        written = [column.key for column in table.columns] if output.objects() else table.header
        if self.codes is not None:
            from chrono.core import country_codes

            wanted = "--long, or --fields with place_country or initiator"
            refuse(({*record.COUNTRIES}.isdisjoint(written), needs("--codes", wanted)))
            table = record.with_codes(table, partial(country_codes.certain_codes, self.codes))
            session.note(*country_codes.uncoded(events, written, self.codes))
        signs = self.chosen or prose or (output.chosen() == "table" and not self.long)
        if "status" not in written and not signs:
            session.note(*statuses_not_shown(events))
        if self.long or self.chosen:
            header, lines = table.header, table.lines()
            output.rows(table, lambda console: views.tables.text_table(header, lines, console))
        elif prose:
            output.texts("prose", selection.ledger, events)
            session.note(*prose_notes(events, False))
            if possible := [match.event.id for match in matches if not match.certain]:
                period = selection.query.period
                them = "it" if len(possible) == 1 else "them"
                might = "not match" if period == EVERYTHING else f"fall outside {period.text}"
                outside = f"{plural(len(possible), 'event')} might {might}: "
                outside += f"{first_few(possible)}; to exclude {them}, add --certain"
                session.note(Note(outside, NoteKind.UNCERTAIN))
        else:
            ids = session.verbose
            output.rows(table, lambda console: views.listing.listing(selection, console, ids))


_FIELDS = "Print only these columns (for their names, run `chrono list -n 1 -o json`)."
_LONG = "Print one row for each actor in each event, with country and office."
BUNDLES[EventRows] = OptionBundle(
    {
        "fields": Annotated[Word, spec("--fields", "A,B,C", _FIELDS)],
        "long": Annotated[bool, spec("--long", None, _LONG)],
        "codes": Codes,
    }
)
