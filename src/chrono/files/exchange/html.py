"""html: a page to publish: one file that loads nothing, to read, to filter and to cite.

The page holds everything, and a script only filters it. `page.html` is the template; this module
and `page_data` give it the events, numbers and words that it shows.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Container, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chrono.core import english, explanations
from chrono.core.claims import VERDICTS, ClaimVerdict
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.model import DATE_KEYS, LOOKS, EventType, Ledger
from chrono.core.overview import overview
from chrono.core.query import Query, by_status, select
from chrono.core.subset import Subset
from chrono.core.text import escape_controls, escape_controls_in_lines, paragraphs, web_address
from chrono.files.exchange import page_data
from chrono.files.exchange.registry import Document
from chrono.files.exchange.text_language import language

FORMATS = {
    "html": {
        "order": {"export": 2},
        "help": "a page to publish",
        "options": ["today"],
        "claims": True,
        "leaves_out": ["extra"],
    },
}

_MOST_DATES = 12
"""More dates than these are folded up behind their number."""


def export_html(subset: Subset, today: dt.date | None = None) -> Document:
    """Make the page of a subset: its numbers, its claims, and its events with their sources.

    The page says which day it is of if `today` is given.
    """
    ledger = subset.ledger
    selection = select(ledger, Query(period=ledger.covers))
    # The subset has the verdicts on its claims already.
    numbers = overview(ledger._replace(claims=()), selection)
    actors = page_data.actors(ledger)
    page = (
        _environment(ledger)
        .get_template("page.html")
        .render(
            subset=subset,
            ledger=ledger,
            overview=numbers,
            span=page_data.span(ledger),
            window=page_data.window(ledger),
            today=When.on(today) if today else None,
            others=by_status(selection.others),
            outside=page_data.began_outside(ledger, selection),
            chart=page_data.chart(numbers),
            months=page_data.months(ledger, selection),
            events={event.id: event for event in ledger.events},
            sources=[source for event in ledger.events for source in event.sources],
            actors=actors,
            numbered={actor.id: number for number, (actor, _, _) in enumerate(actors)},
            types=page_data.types(ledger),
        )
    )
    return Document(page)


def _environment(ledger: Ledger) -> Environment:
    """Escape everything, allow nothing to be missing, and let no control character through."""
    ids = {event.id for event in ledger.events}
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_without_controls,
    )
    environment.filters.update(
        address=web_address,
        brief=english.brief,
        country=country_name,
        dated=lambda when: page_data.dated(ledger, when),
        digest=_digest,
        lines=escape_controls_in_lines,
        listed=english.join_and,
        of=lambda when: _keep_together(english.date(when)),
        plural=english.plural,
        readable=_readable,
        shape=_shape,
        stated=explanations.stated_text,
        statement=lambda value: _statement(ledger, value),
        statuses=_statuses,
        together=_keep_together,
        tongue=language,
    )
    environment.globals.update(
        DATE_KEYS=DATE_KEYS,
        MOST_DATES=_MOST_DATES,
        VERDICTS=VERDICTS,
        counted_text=_counted_text,
        day=_day,
        english=english,
        explanations=explanations,
        paragraphs=paragraphs,
        pieces=lambda text: list(_pieces(ids, text)),
        weekdays=_weekdays,
        year=_year,
    )
    return environment


def _without_controls(value: Any) -> Any:
    """Escape the control characters of a text; what the template has made is HTML already."""
    is_text = isinstance(value, str) and not hasattr(value, "__html__")
    return escape_controls(value) if is_text else value


def _digest(text: str) -> str:
    """The name of a style or script in a Content-Security-Policy that allows only these."""
    return f"sha256-{codecs.encode(sha256(text.encode()).digest(), 'base64').decode().strip()}"


def _shape(kind: EventType, counts: bool = True) -> str:
    """The shape of a type: filled for contacts, else hollow; the ledger's own types share one."""
    shape = LOOKS[kind.id].shape if kind.id in LOOKS else "star"
    return shape if kind.contact and counts else f"{shape}-hollow"


def _readable(url: str) -> str:
    """An address as it is read on paper, if that differs from how it is written."""
    text = unquote(url)
    return text if text != url and text.isprintable() and " " not in text else ""


def _keep_together(date: str) -> str:
    """A date that breaks only between its parts: `31 Oct or`, `1 Nov`."""
    return re.sub(r"(?<=[0-9]) (?=[A-Z])|(?<=[a-z]{3}) (?=[0-9]{4})", "\N{NO-BREAK SPACE}", date)


def _pieces(ids: Container[str], text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a sentence, and whether each is the id of an event on the page."""
    for piece in re.split(r"([a-z0-9]+(?:-[a-z0-9]+)*)", text):
        yield piece, "-" in piece and piece in ids


# -- one event --------------------------------------------------------------------------------


def _statuses(numbers: Mapping[str, int]) -> str:
    """`3 unconfirmed and 1 denied`."""
    return english.join_and([f"{number} {status}" for status, number in numbers.items()])


def _day(when: When) -> str | None:
    """The date for machines, if it is one known day."""
    known = when.exact and not (when.approximate or when.uncertain)
    return when.start.isoformat() if known and when.start and when.start == when.end else None


def _year(when: When, words: str) -> str:
    """The year of a date, if its words do not have it."""
    first = when.start_span.first
    return str(first.year) if first is not None and str(first.year) not in words else ""


def _weekdays(when: When) -> str:
    """`Thu`, `Sat–Sun`; nothing if a day is not known, or for a week and more."""
    if not when.exact or when.approximate or when.start is None or when.end is None:
        return ""
    if (when.end - when.start).days >= 7:
        return ""
    ends = dict.fromkeys((when.start, when.end))
    return english.DASH.join(english.weekday(day) for day in ends)


def _statement(ledger: Ledger, value: When | str) -> str:
    """What a source states for a key: a date in words, or a name."""
    return english.brief(value, True) if isinstance(value, When) else ledger.name_of(value)


def _counted_text(claim: ClaimVerdict) -> str:
    """The ledger's numbers, once for all readings under which they are the same."""
    texts = dict.fromkeys(
        english.join_and([explanations.counted_text(number) for number in reading.stated])
        for reading in claim.readings
    )
    return ", or ".join(texts)
