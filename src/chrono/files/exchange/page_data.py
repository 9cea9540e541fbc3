"""What a page has of its excerpt: its window, the numbers in it, a chart, its months and people."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from chrono.core import english
from chrono.core.counting import Count, Tally, actor_labels, bucket_of, starts_of, tally
from chrono.core.dates import When
from chrono.core.english import join_and, plural
from chrono.core.model import Actor, Event, EventType, Ledger
from chrono.core.overview import Overview
from chrono.core.periods import EVERYTHING
from chrono.core.precisions import PRECISIONS
from chrono.core.query import Match, Query, Selection, by_status
from chrono.core.spans import Containment, Span
from chrono.core.subset import Subset

_MOST_BARS = 14
"""More columns than these are gathered into quarters, or years."""


class Month(NamedTuple):
    """The events of one heading, each with how it lies in the window."""

    key: str
    name: str
    said: str
    events: tuple[tuple[Event, Containment], ...]


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


def span(ledger: Ledger) -> str:
    """From the first day on which an event may have begun to the last."""
    if not ledger.events:
        return ""
    spans = [event.when.start_span for event in ledger.events]
    firsts, lasts = [one.first for one in spans], [one.last for one in spans]
    known = [day for day in firsts if day], [day for day in lasts if day]
    first = min(known[0]) if len(known[0]) == len(spans) else None
    last = max(known[1]) if len(known[1]) == len(spans) else None
    return english.span(Span(first, last), True)


def window(ledger: Ledger) -> str:
    """The days that every number is of, where it names no others."""
    if ledger.covers == EVERYTHING:
        return span(ledger) or "any day"
    return english.span(ledger.covers.span, True)


def dated(ledger: Ledger, when: When) -> str:
    """A date away from its heading: with its year, unless that is the only one of the window."""
    start, end = ledger.covers.start, ledger.covers.end
    one_year = start is not None and end is not None and start.year == end.year
    return english.brief(
        when, not (one_year and when.starts_in(ledger.covers) is Containment.CERTAIN)
    )


def holdings(subset: Subset, selection: Selection, found: Overview) -> Iterator[str]:
    """What of the events is counted, and why the others are not."""
    ledger = subset.ledger
    contacts = found.counted.total
    events = plural(len(ledger.events), "event")
    yield f"{events}, {contacts.of('contact')} among them"
    if selection.others:
        marked = _told(by_status(selection.others))
        yield f"{marked}: shown with a mark, and never counted"
    question = {hit.event.id for hit in selection.matches}
    outside = sum(event.status == "held" and event.id not in question for event in ledger.events)
    if outside:
        yield f"{outside} began outside the window: shown, and not counted"
    if number := sum(subset.other_statuses.values()):
        verb = "is of another status, and" if number == 1 else "are of another status, and"
        yield f"{number} more {verb} not shown: {_told(subset.other_statuses)}"


def _told(numbers: Mapping[str, int]) -> str:
    return join_and([f"{number} {status}" for status, number in numbers.items()])


def chart(selection: Selection, found: Overview) -> tuple[str, list[Bar]]:
    """The contacts by month, or by the least unit that is not too fine; nothing of a lone bar."""
    counted = Selection(found.query, tuple(found.counted.total.matches))
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
        month = (
            f"_{_month(count.matches[0].event, found.query)[0]}".lower() if count.matches else None
        )
        place = "_loose" if "X" in name else month
        year = name[:4] if name[:4] != before and len(years) > 1 and unit != "year" else ""
        before = name[:4]
        bars.append(
            Bar(
                english.bucket(name),
                _label(name),
                year,
                str(count),
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
    return bucket[5:] if "Q" in bucket else english.bucket_brief(bucket, True)


def _month(event: Event, query: Query) -> tuple[str, bool]:
    """The month that an event stands in, and whether it surely began in that.

    One whose day is known by a few months stands where it may have begun first; of the others,
    which end their year or decade, the month is not known.
    """
    starts = starts_of(event, query) or event.when.starts
    key, first = bucket_of(starts, "month"), starts[0].first
    if "X" in key and first and PRECISIONS[event.when.precision].parts > 1:
        return f"{first.year:04}-{first.month:02}", False
    return key, True


def months(ledger: Ledger, selection: Selection) -> list[Month]:
    """The events by month, each with how it lies in the window."""
    fits = {hit.event.id: hit.fit for hit in selection.matches}
    months: dict[str, list[tuple[Event, Containment]]] = {}
    loose: set[str] = set()
    for event in ledger.events:
        key, sure = _month(event, selection.query)
        # What is not held is not counted; it may lie in the window all the same.
        fit = fits.get(event.id, event.when.starts_in(ledger.covers))
        months.setdefault(key, []).append((event, fit))
        loose |= set() if sure else {event.id}
    return [
        Month(key, english.bucket(key), _said(events, loose), tuple(events))
        for key, events in sorted(months.items())
    ]


def _said(events: Sequence[tuple[Event, Containment]], loose: Container[str]) -> str:
    """`4 events, 3 contacts`; of one whose month is not sure it is not sure either."""
    counted = [
        Match(event, Containment.POSSIBLE if event.id in loose else fit)
        for event, fit in events
        if event.contact and fit is not Containment.NO
    ]
    contacts = Count(counted).of("contact") if counted else ""
    return english.joined([plural(len(events), "event"), contacts], ", ")


def followed(events: Iterable[Event]) -> Mapping[str, list[Event]]:
    """Event id -> the events that follow it."""
    found: dict[str, list[Event]] = {}
    for event in events:
        for id in event.follows:
            found.setdefault(id, []).append(event)
    return found


def people(ledger: Ledger) -> list[Taking]:
    """The actors of its events by name; two who bear the same one with their ids."""
    numbers: dict[Actor, int] = {}
    for event in ledger.events:
        for actor in event.actors:
            numbers[actor] = numbers.get(actor, 0) + 1
    labels = actor_labels(numbers)
    found = [
        Taking(actor.id, labels[actor.id], number, " ".join(actor.aliases))
        for actor, number in numbers.items()
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.key))


def types(ledger: Ledger) -> list[tuple[EventType, int]]:
    """The types of its events in the registry's order, contacts first."""
    numbers: dict[str, int] = {}
    for event in ledger.events:
        numbers[event.type.id] = numbers.get(event.type.id, 0) + 1
    kinds = [kind for kind in ledger.types.values() if kind.id in numbers]
    return [(kind, numbers[kind.id]) for kind in sorted(kinds, key=lambda kind: not kind.contact)]
