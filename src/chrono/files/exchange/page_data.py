"""What the web page shows besides its records: its period, its chart, its months, its filters."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from chrono.core import english
from chrono.core.counting import Count, actor_labels, bucket_of, starts_of
from chrono.core.dates import When
from chrono.core.english import join_and, plural
from chrono.core.model import Event, EventType, Ledger
from chrono.core.overview import Overview
from chrono.core.periods import EVERYTHING
from chrono.core.precisions import PRECISIONS
from chrono.core.query import Match, Query, Selection, by_status
from chrono.core.spans import Containment, Span
from chrono.core.subset import Subset

_MOST_BARS = 14
"""If there were more bars by month, the chart is by quarter or year."""


class Month(NamedTuple):
    """The events under one heading, each with how it lies in the page's period."""

    key: str
    name: str
    summary: str
    events: tuple[tuple[Event, Containment], ...]


class Bar(NamedTuple):
    """One bar of the chart, in percent of the highest: what is certain, and what may be more.

    `label` stands below the bar, and `year` below the first bar of each year. `anchor` is the
    place on the page where its events begin.
    """

    name: str
    label: str
    year: str
    number: str
    certain: int
    possible: int
    anchor: str | None


class ActorChoice(NamedTuple):
    """An actor to filter by, and the number of its events."""

    id: str
    name: str
    events: int
    aliases: str


def span(ledger: Ledger) -> str:
    """The days from the first on which an event may have begun to the last."""
    if not ledger.events:
        return ""
    spans = [event.when.start_span for event in ledger.events]
    first = min((days.first for days in spans), key=lambda day: day or dt.date.min)
    last = max((days.last for days in spans), key=lambda day: day or dt.date.max)
    return english.span(Span(first, last), True)


def window(ledger: Ledger) -> str:
    """The days that all numbers of the page are about, unless they name others."""
    if ledger.covers == EVERYTHING:
        return span(ledger) or "any day"
    return english.span(ledger.covers.span, True)


def dated(ledger: Ledger, when: When) -> str:
    """A date away from its heading: with its year, unless the page's period is of one year."""
    start, end = ledger.covers.start, ledger.covers.end
    one_year = start is not None and end is not None and start.year == end.year
    inside = when.starts_in(ledger.covers) is Containment.CERTAIN
    return english.brief(when, not (one_year and inside))


def holdings(subset: Subset, selection: Selection, overview: Overview) -> Iterator[str]:
    """Sentences on how many events are on the page and counted, and why others are not."""
    ledger = subset.ledger
    contacts = overview.counted.total.of("contact")
    yield f"{plural(len(ledger.events), 'event')}, {contacts} among them"
    if selection.others:
        marked = _numbers(by_status(selection.others))
        yield f"{marked}: shown with a mark, and never counted"
    inside = {match.event.id for match in selection.matches}
    outside = sum(event.status == "held" and event.id not in inside for event in ledger.events)
    if outside:
        yield f"{outside} began outside the window: shown, and not counted"
    if number := sum(subset.other_statuses.values()):
        verb = "is of another status, and" if number == 1 else "are of another status, and"
        yield f"{number} more {verb} not shown: {_numbers(subset.other_statuses)}"


def _numbers(numbers: Mapping[str, int]) -> str:
    return join_and([f"{number} {status}" for status, number in numbers.items()])


def chart(overview: Overview) -> tuple[str, list[Bar]]:
    """The unit of time, and its bars; no bars if there would be one alone, or far too many."""
    unit, counts = overview.by_time(_MOST_BARS)
    if not 1 < len(counts) <= 10 * _MOST_BARS:
        return "", []
    most = max(count.max for count in counts.values())
    years = [name[:4] for name in counts]
    bars = []
    for at, (name, count) in enumerate(counts.items()):
        certain, all_of_them = (round(100 * number / most) for number in (count.min, count.max))
        first = unit != "year" and years[at] not in years[:at] and len({*years}) > 1
        anchor = None
        if count.matches:
            anchor = f"_{_month(count.matches[0].event, overview.query)[0]}".lower()
        bars.append(
            Bar(
                name=english.bucket(name),
                label=_label(name),
                year=years[at] if first else "",
                number=str(count),
                certain=certain,
                possible=all_of_them - certain,
                anchor="_loose" if "X" in name else anchor,
            )
        )
    return unit, bars


def _label(bucket: str) -> str:
    """`Oct`, `Q4`, `2025`: a bucket of time whose year stands beside it."""
    if "X" in bucket:
        return "?"
    return bucket[5:] if "Q" in bucket else english.bucket_brief(bucket, True)


def _month(event: Event, query: Query) -> tuple[str, bool]:
    """The month under which an event stands, and whether it certainly began in that month.

    An event whose date is a few months stands under the first; of a year or more no month is known.
    """
    starts = starts_of(event, query) or event.when.starts
    key, first = bucket_of(starts, "month"), starts[0].first
    if "X" in key and first and PRECISIONS[event.when.precision].parts > 1:
        return f"{first.year:04}-{first.month:02}", False
    return key, True


def months(ledger: Ledger, selection: Selection) -> list[Month]:
    """The events by month, each with how it lies in the page's period."""
    fits = {match.event.id: match.fit for match in selection.matches}
    months: dict[str, list[tuple[Event, Containment]]] = {}
    uncertain: set[str] = set()
    for event in ledger.events:
        key, certain = _month(event, selection.query)
        # An event that was not held is not counted, but may lie in the period.
        fit = fits.get(event.id, event.when.starts_in(ledger.covers))
        months.setdefault(key, []).append((event, fit))
        if not certain:
            uncertain.add(event.id)
    return [
        Month(key, english.bucket(key), _summary(events, uncertain), tuple(events))
        for key, events in sorted(months.items())
    ]


def _summary(events: Sequence[tuple[Event, Containment]], uncertain: Container[str]) -> str:
    """`4 events, 2–3 contacts`: an event in `uncertain` may have begun in another month."""
    contacts = [
        Match(event, Containment.POSSIBLE if event.id in uncertain else fit)
        for event, fit in events
        if event.contact and fit is not Containment.NO
    ]
    words = [plural(len(events), "event"), Count(contacts).of("contact") if contacts else ""]
    return english.joined(words, ", ")


def actors(ledger: Ledger) -> list[ActorChoice]:
    """The actors of the events by name; two of one name are told apart by their ids."""
    counts = Counter(actor for event in ledger.events for actor in event.actors)
    labels = actor_labels(counts)
    choices = [
        ActorChoice(actor.id, labels[actor.id], count, " ".join(actor.aliases))
        for actor, count in counts.items()
    ]
    return sorted(choices, key=lambda choice: (choice.name.casefold(), choice.id))


def types(ledger: Ledger) -> list[tuple[EventType, int]]:
    """The types of the events and their numbers, contacts first."""
    counts = Counter(event.type.id for event in ledger.events)
    used = [type for type in ledger.types.values() if type.id in counts]
    return [(type, counts[type.id]) for type in sorted(used, key=lambda type: not type.contact)]
