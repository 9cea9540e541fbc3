"""html: a page to publish: one file that loads nothing, to read, to filter and to cite.

All of it stands in the page as it is: a script filters, and the page is whole without it. The
template is `page.html`; what is here says which events, numbers and words go into it.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chrono.core import english, explanations
from chrono.core.claims import ClaimVerdict, Interpretation, Verdict
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.english import join_or, plural
from chrono.core.model import DATE_KEYS, LOOKS, Event, EventType, Ledger, Source
from chrono.core.overview import overview
from chrono.core.query import Query, select
from chrono.core.subset import Subset
from chrono.core.text import escape_controls, escape_controls_in_lines, paragraphs, web_address
from chrono.files.exchange import page_data
from chrono.files.exchange.registry import Document
from chrono.files.exchange.scripts import language

FORMATS = {
    "html": {"help": "a page to publish", "options": ["today"], "claims": True},
}

_VERDICTS: Mapping[Verdict, str] = {
    "agrees": "✓", "differs": "✗", "depends": "◐", "cannot tell": "?",
}  # fmt: skip

_MOST_DATES = 12
"""More dates than these stand behind a number only once they are asked for."""


class Group(NamedTuple):
    """The claims of one verdict; `open` where they are what a reader must see."""

    verdict: Verdict
    heading: str
    claims: tuple[ClaimVerdict, ...]
    open: bool


def export_html(subset: Subset, today: dt.date | None = None) -> Document:
    """The page of an excerpt: its numbers, its claims and its events with all their sources.

    It says of which day it is, if it is told.
    """
    ledger = subset.ledger
    selection = select(ledger, Query(period=ledger.covers))
    # The excerpt has judged its claims already.
    found = overview(ledger._replace(claims=()), selection)
    people = page_data.people(ledger)
    template = _environment(ledger).get_template("page.html")
    page = template.render(
        ledger=ledger,
        said=subset.description,
        found=found,
        span=page_data.span(ledger),
        window=page_data.window(ledger),
        covered=english.span(ledger.covers.span, True),
        today=When.on(today) if today else None,
        holdings=list(page_data.holdings(subset, selection, found)),
        kinds=[kind.id for kind in ledger.types.values() if kind.contact],
        graded=any(one.grade or one.side for event in ledger.events for one in event.sources),
        loose=[hit.event for hit in found.counted.total.matches if not hit.event.when.exact],
        chart=page_data.chart(selection, found),
        groups=list(_groups(subset.claims)),
        unlike=plural(len(subset.changed_claims), "claim") if subset.changed_claims else "",
        months=page_data.months(ledger, selection),
        followed=page_data.followed(ledger.events),
        events={event.id: event for event in ledger.events},
        people=people,
        numbered={one.key: number for number, one in enumerate(people)},
        types=page_data.types(ledger),
    )
    return Document(page)


def _environment(ledger: Ledger) -> Environment:
    """Everything is escaped, nothing may be missing, and no control character gets through."""
    ids = {event.id for event in ledger.events}
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters.update(
        address=web_address,
        brief=english.brief,
        country=country_name,
        counted=str,
        dated=lambda when: page_data.dated(ledger, when),
        digest=_digest,
        lines=escape_controls_in_lines,
        listed=english.join_and,
        named=lambda word: _named(ledger, word),
        of=lambda when: _together(english.date(when)),
        plural=plural,
        readable=_readable,
        shape=_shape,
        together=_together,
        tongue=language,
    )
    environment.globals.update(
        DATE_KEYS=DATE_KEYS,
        MOST_DATES=_MOST_DATES,
        join_or=join_or,
        clock=english.clock,
        day=_day,
        differences=lambda event, source: list(_differences(ledger, event, source)),
        here=_here,
        paragraphs=paragraphs,
        pieces=lambda text: list(_pieces(ids, text)),
        explanations=explanations,
        stated=_stated,
        symbols=_VERDICTS,
        weekdays=_weekdays,
        english=english,
        year=_year,
    )
    return environment


def _shown(value: Any) -> Any:
    """Every text on its way into the page; what the template itself has made is HTML already."""
    return (
        escape_controls(value)
        if isinstance(value, str) and not hasattr(value, "__html__")
        else value
    )


def _digest(text: str) -> str:
    """How a Content-Security-Policy names the one style and the one script that it lets be."""
    return f"sha256-{codecs.encode(sha256(text.encode()).digest(), 'base64').decode().strip()}"


def _shape(kind: EventType, counts: bool = True) -> str:
    """The shape of a type: filled for contacts, else hollow; the ledger's own types share one."""
    shape = LOOKS[kind.id].shape if kind.id in LOOKS else "star"
    return shape if kind.contact and counts else f"{shape}-hollow"


def _readable(url: str) -> str:
    """An address as one reads it on paper, where that is another than it is written."""
    read = unquote(url)
    return read if read != url and read.isprintable() and " " not in read else ""


def _named(ledger: Ledger, word: str) -> str:
    """An actor by name, or a country by its own."""
    actor = ledger.actors.get(word)
    return actor.name if actor else country_name(word)


def _together(date: str) -> str:
    """A date that breaks between its parts alone: `31 Oct or`, `1 Nov`."""
    return re.sub(r"(?<=[0-9]) (?=[A-Z])|(?<=[a-z]{3}) (?=[0-9]{4})", "\N{NO-BREAK SPACE}", date)


def _pieces(ids: Container[str], text: str) -> Iterator[tuple[str, bool]]:
    """A sentence in pieces, and of each whether it is the id of an event on the page."""
    for piece in re.split(r"([a-z0-9]+(?:-[a-z0-9]+)+)", text):
        yield piece, piece in ids


# -- one event --------------------------------------------------------------------------------


def _day(when: When) -> str | None:
    """What a machine reads as the date, where it is a single day that is known."""
    plain = when.exact and not (when.approximate or when.uncertain)
    return when.start.isoformat() if plain and when.start and when.start == when.end else None


def _year(when: When, said: str) -> str:
    """The year of an event, where its date does not say it."""
    first = when.start_span.first
    return str(first.year) if first is not None and str(first.year) not in said else ""


def _weekdays(when: When) -> str:
    """`Thu`, `Sat–Sun`; nothing where a day is not known, or where they say nothing."""
    if not when.exact or when.approximate or when.start is None or when.end is None:
        return ""
    if (when.end - when.start).days >= 7:
        return ""
    ends = dict.fromkeys((when.start, when.end))
    return english.DASH.join(english.weekday(day) for day in ends)


def _differences(ledger: Ledger, event: Event, source: Source) -> Iterator[tuple[bool, str]]:
    """What a source says of the event in its own way, and whether that differs from the ledger."""
    own = {"date": event.when.text, "type": event.type.id, "place": event.place}
    for key, value in source.says.items():
        if key == "extra":
            continue
        theirs = value.text if isinstance(value, When) else str(value)
        words = english.brief(value, True) if isinstance(value, When) else _named(ledger, theirs)
        yield theirs != own.get(key, event.initiator), f"{key} {words}"


# -- claims -----------------------------------------------------------------------------------

_HEADINGS: Mapping[Verdict, tuple[str, str]] = {
    "differs": ("claim differs from this chronology", "claims differ from this chronology"),
    "depends": ("claim depends on the window that is meant",
                "claims depend on the window that is meant"),
    "cannot tell": ("claim cannot be told from this chronology",
                    "claims cannot be told from this chronology"),
    "agrees": ("claim agrees with this chronology", "claims agree with this chronology"),
}  # fmt: skip
"""In the order in which a reader must see them."""


def _groups(claims: Sequence[ClaimVerdict]) -> Iterator[Group]:
    """The claims by verdict; those that agree come last, and stay folded up."""
    for verdict, (one, many) in _HEADINGS.items():
        found = tuple(judged for judged in claims if judged.verdict == verdict)
        if found:
            yield Group(verdict, plural(len(found), one, many), found, verdict != "agrees")


def _stated(reading: Interpretation) -> str:
    """`1 in-person meeting and 4 phone calls`, as it was said."""
    return english.join_and([explanations.stated_text(one) for one in reading.stated])


def _here(judged: ClaimVerdict) -> str:
    """What the ledger has instead or as well, in each reading that has it otherwise."""
    found = dict.fromkeys(
        english.join_and([explanations.counted_text(one) for one in reading.stated])
        for reading in judged.readings
    )
    return ", or ".join(found)
