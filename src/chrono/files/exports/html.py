"""html: a page to publish: one file that loads nothing, to read, to filter and to cite.

All of it stands in the page as it is: a script filters, and the page is whole without it. The
template is `page.html`; what is here says which events, numbers and words go into it.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chrono.core import reasons, wording
from chrono.core.claims import Judged, Reading, Verdict
from chrono.core.counting import Count, Tally, bucket_of, starts_of, tally
from chrono.core.countries import country_name
from chrono.core.dates import Fit, Span, When
from chrono.core.excerpt import Excerpt
from chrono.core.model import DATE_KEYS, Actor, Event, EventType, Ledger, Source
from chrono.core.names import any_of
from chrono.core.overview import Overview, overview
from chrono.core.periods import EVERYTHING
from chrono.core.query import Hit, Query, Selection, by_status, select
from chrono.core.scripts import language
from chrono.core.text import paragraphs, plural, visible, visible_lines, web_address
from chrono.files.exports import Document

_SHAPES = {
    "meeting": "diamond", "call": "disc", "video": "square", "talks": "triangle",
    "visit": "pointer", "letter": "diamond", "statement": "disc", "agreement": "square",
    "measure": "triangle",
}  # fmt: skip
"""Type id -> its shape; the ledger's own types share the star. Filled for contacts, else hollow."""

_VERDICTS: Mapping[Verdict, str] = {
    "agrees": "✓", "differs": "✗", "depends": "◐", "cannot tell": "?",
}  # fmt: skip

_MOST_BARS = 14
"""More columns than these are gathered into quarters, or years."""

_MOST_DATES = 12
"""More dates than these stand behind a number only once they are asked for."""


class Group(NamedTuple):
    """The claims of one verdict; `open` where they are what a reader must see."""

    verdict: Verdict
    heading: str
    claims: tuple[Judged, ...]
    open: bool


class Month(NamedTuple):
    """The events of one heading, each with how it lies in the window."""

    key: str
    name: str
    said: str
    events: tuple[tuple[Event, Fit], ...]


class Bar(NamedTuple):
    """One column of the chart, in percent of the highest: what is sure, and what may be more.

    `year` stands below the first column of each year, where there is more than one; `place` is
    where on the page its events begin.
    """

    name: str
    short: str
    year: str
    said: str
    sure: int
    maybe: int
    place: str | None


class Taking(NamedTuple):
    """Who or what can be filtered by, and how many events have it."""

    key: str
    name: str
    number: int
    also: str = ""


def export(excerpt: Excerpt, *, coarse: bool = False, today: dt.date | None = None) -> Document:
    """The page of an excerpt: its numbers, its claims and its events with all their sources.

    It says of which day it is, if it is told.
    """
    ledger = excerpt.ledger
    selection = select(ledger, Query(period=ledger.covers))
    # The excerpt has judged its claims already.
    found = overview(ledger._replace(claims=()), selection)
    people = _people(ledger)
    template = _environment(ledger).get_template("page.html")
    page = template.render(
        ledger=ledger,
        said=excerpt.said,
        found=found,
        span=_span(ledger),
        window=_window(ledger),
        covered=wording.span(ledger.covers.span, True),
        today=When.on(today) if today else None,
        holdings=list(_holdings(excerpt, selection, found)),
        kinds=[kind.id for kind in ledger.types.values() if kind.contact],
        graded=any(one.grade or one.side for event in ledger.events for one in event.sources),
        loose=[hit.event for hit in found.counted.total.hits if not hit.event.when.exact],
        chart=_chart(selection, found),
        groups=list(_groups(excerpt.claims)),
        unlike=plural(len(excerpt.unlike), "claim") if excerpt.unlike else "",
        months=_months(ledger, selection),
        followed=_followed(ledger.events),
        events={event.id: event for event in ledger.events},
        people=people,
        numbered={one.key: number for number, one in enumerate(people)},
        types=_types(ledger),
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
        brief=wording.brief,
        country=country_name,
        counted=lambda number: number.text(wording.DASH),
        dated=lambda when: _dated(ledger, when),
        digest=_digest,
        lines=visible_lines,
        listed=wording.listed,
        named=lambda word: _named(ledger, word),
        of=lambda when: _together(wording.of(when)),
        plural=plural,
        readable=_readable,
        shape=_shape,
        together=_together,
        tongue=language,
    )
    environment.globals.update(
        DATE_KEYS=DATE_KEYS,
        MOST_DATES=_MOST_DATES,
        any_of=any_of,
        clock=wording.clock,
        day=_day,
        differences=lambda event, source: list(_differences(ledger, event, source)),
        here=_here,
        paragraphs=paragraphs,
        pieces=lambda text: list(_pieces(ids, text)),
        reasons=reasons,
        stated=_stated,
        symbols=_VERDICTS,
        weekdays=_weekdays,
        wording=wording,
        year=_year,
    )
    return environment


def _shown(value: Any) -> Any:
    """Every text on its way into the page; what the template itself has made is HTML already."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _digest(text: str) -> str:
    """How a Content-Security-Policy names the one style and the one script that it lets be."""
    return f"sha256-{codecs.encode(sha256(text.encode()).digest(), 'base64').decode().strip()}"


def _shape(kind: EventType, counts: bool = True) -> str:
    return f"{_SHAPES.get(kind.id, 'star')}{'' if kind.contact and counts else '-hollow'}"


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


# -- the window, and what is in it ------------------------------------------------------------


def _span(ledger: Ledger) -> str:
    """From the first day on which an event may have begun to the last."""
    if not ledger.events:
        return ""
    spans = [event.when.start_span for event in ledger.events]
    firsts, lasts = [one.first for one in spans], [one.last for one in spans]
    known = [day for day in firsts if day], [day for day in lasts if day]
    first = min(known[0]) if len(known[0]) == len(spans) else None
    last = max(known[1]) if len(known[1]) == len(spans) else None
    return wording.span(Span(first, last), True)


def _window(ledger: Ledger) -> str:
    """The days that every number is of, where it names no others."""
    if ledger.covers == EVERYTHING:
        return _span(ledger) or "any day"
    return wording.span(ledger.covers.span, True)


def _dated(ledger: Ledger, when: When) -> str:
    """A date away from its heading: with its year, unless that is the only one of the window."""
    start, end = ledger.covers.start, ledger.covers.end
    one_year = start is not None and end is not None and start.year == end.year
    return wording.brief(when, not (one_year and when.starts_in(ledger.covers) is Fit.CERTAIN))


def _holdings(excerpt: Excerpt, selection: Selection, found: Overview) -> Iterator[str]:
    """What of the events is counted, and why the others are not."""
    ledger = excerpt.ledger
    contacts = found.counted.total
    events = plural(len(ledger.events), "event")
    yield f"{events}, {wording.counted(contacts, 'contact')} among them"
    if selection.others:
        marked = _told(by_status(selection.others))
        yield f"{marked}: shown with a mark, and never counted"
    asked = {hit.event.id for hit in selection.hits}
    outside = sum(event.status == "held" and event.id not in asked for event in ledger.events)
    if outside:
        yield f"{outside} began outside the window: shown, and not counted"
    if number := sum(excerpt.others.values()):
        verb = "is of another status, and" if number == 1 else "are of another status, and"
        yield f"{number} more {verb} not shown: {_told(excerpt.others)}"


def _told(numbers: Mapping[str, int]) -> str:
    return any_of([f"{number} {status}" for status, number in numbers.items()], "and")


def _chart(selection: Selection, found: Overview) -> tuple[str, list[Bar]]:
    """The contacts by month, or by the least unit that is not too fine; nothing of a lone bar."""
    counted = Selection(found.query, tuple(found.counted.total.hits))
    for unit in ("month", "quarter", "year"):
        by: Tally = tally(counted, [unit], found.ledger.types)
        if len(by.buckets[0]) <= _MOST_BARS:
            break
    if not 1 < len(by.buckets[0]) <= 10 * _MOST_BARS:
        return "", []
    most = max(count.max for count in by.numbers.values())
    bars: list[Bar] = []
    before = ""
    years = {name[:4] for name in by.buckets[0]}
    for (name,), count in by.numbers.items():
        sure, all_of_them = (round(100 * number / most) for number in (count.min, count.max))
        month = f"_{_month(count.hits[0].event, found.query)[0]}".lower() if count.hits else None
        place = "_loose" if "X" in name else month
        year = name[:4] if name[:4] != before and len(years) > 1 and unit != "year" else ""
        before = name[:4]
        bars.append(
            Bar(
                wording.bucket(name),
                _label(name),
                year,
                count.text(wording.DASH),
                sure,
                all_of_them - sure,
                place,
            )
        )
    return unit, bars


def _label(bucket: str) -> str:
    """`Oct`, `Q4`, `2025`: a bucket of time where its year stands beside it."""
    if "X" in bucket:
        return "?"
    return bucket[5:] if "Q" in bucket else wording.bucket_brief(bucket, True)


def _month(event: Event, query: Query) -> tuple[str, bool]:
    """The month that an event stands in, and whether it surely began in that.

    One whose day is known by a few months stands where it may have begun first; of the others,
    which end their year or decade, the month is not known.
    """
    starts = starts_of(event, query) or event.when.starts
    key, first = bucket_of(starts, "month"), starts[0].first
    if "X" in key and first and event.when.precision in ("time", "day", "month", "season"):
        return f"{first.year:04}-{first.month:02}", False
    return key, True


def _months(ledger: Ledger, selection: Selection) -> list[Month]:
    """The events by month, each with how it lies in the window."""
    fits = {hit.event.id: hit.fit for hit in selection.hits}
    months: dict[str, list[tuple[Event, Fit]]] = {}
    loose: set[str] = set()
    for event in ledger.events:
        key, sure = _month(event, selection.query)
        # What is not held is not counted; it may lie in the window all the same.
        fit = fits.get(event.id, event.when.starts_in(ledger.covers))
        months.setdefault(key, []).append((event, fit))
        loose |= set() if sure else {event.id}
    return [
        Month(key, wording.bucket(key), _said(events, loose), tuple(events))
        for key, events in sorted(months.items())
    ]


def _said(events: Sequence[tuple[Event, Fit]], loose: Container[str]) -> str:
    """`4 events, 3 contacts`; of one whose month is not sure it is not sure either."""
    counted = [
        Hit(event, Fit.POSSIBLE if event.id in loose else fit)
        for event, fit in events
        if event.contact and fit is not Fit.NO
    ]
    contacts = wording.counted(Count(counted), "contact") if counted else ""
    return wording.joined([plural(len(events), "event"), contacts], ", ")


def _followed(events: Iterable[Event]) -> Mapping[str, list[Event]]:
    """Event id -> the events that follow it."""
    found: dict[str, list[Event]] = {}
    for event in events:
        for id in event.follows:
            found.setdefault(id, []).append(event)
    return found


def _people(ledger: Ledger) -> list[Taking]:
    """The actors of its events by name; two who bear the same one with their ids."""
    numbers: dict[Actor, int] = {}
    for event in ledger.events:
        for actor in event.actors:
            numbers[actor] = numbers.get(actor, 0) + 1
    bearers: dict[str, int] = {}
    for actor in numbers:
        bearers[actor.name] = bearers.get(actor.name, 0) + 1
    found = []
    for actor, number in numbers.items():
        name = actor.name if bearers[actor.name] == 1 else f"{actor.name} ({actor.id})"
        found.append(Taking(actor.id, name, number, " ".join(actor.aliases)))
    return sorted(found, key=lambda one: (one.name.casefold(), one.key))


def _types(ledger: Ledger) -> list[tuple[EventType, int]]:
    """The types of its events in the registry's order, contacts first."""
    numbers: dict[str, int] = {}
    for event in ledger.events:
        numbers[event.type.id] = numbers.get(event.type.id, 0) + 1
    kinds = [kind for kind in ledger.types.values() if kind.id in numbers]
    return [(kind, numbers[kind.id]) for kind in sorted(kinds, key=lambda kind: not kind.contact)]


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
    return wording.DASH.join(wording.weekday(day) for day in ends)


def _differences(ledger: Ledger, event: Event, source: Source) -> Iterator[tuple[bool, str]]:
    """What a source says of the event in its own way, and whether that differs from the ledger."""
    own = {"date": event.when.text, "type": event.type.id, "place": event.place}
    for key, value in source.says.items():
        if key == "extra":
            continue
        theirs = value.text if isinstance(value, When) else str(value)
        words = wording.brief(value, True) if isinstance(value, When) else _named(ledger, theirs)
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


def _groups(claims: Sequence[Judged]) -> Iterator[Group]:
    """The claims by verdict; those that agree come last, and stay folded up."""
    for verdict, (one, many) in _HEADINGS.items():
        found = tuple(judged for judged in claims if judged.verdict == verdict)
        if found:
            yield Group(verdict, plural(len(found), one, many), found, verdict != "agrees")


def _stated(reading: Reading) -> str:
    """`1 in-person meeting and 4 phone calls`, as it was said."""
    return any_of([reasons.stated(one) for one in reading.stated], "and")


def _here(judged: Judged) -> str:
    """What the ledger has instead or as well, in each reading that has it otherwise."""
    found = dict.fromkeys(
        any_of([reasons.counted(one) for one in reading.stated], "and")
        for reading in judged.readings
    )
    return ", or ".join(found)
