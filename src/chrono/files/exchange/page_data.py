"""What the web page shows besides its records: its period, its chart, its months, its filters."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Container, Sequence
from typing import Any

from chrono.core import english
from chrono.core.counting import Count, actor_labels, bucket_of, starts_of
from chrono.core.dates import When
from chrono.core.english import plural
from chrono.core.model import Actor, Event, EventType, Ledger
from chrono.core.overview import Overview
from chrono.core.periods import EVERYTHING
from chrono.core.precisions import PRECISIONS
from chrono.core.query import Match, Query, Selection
from chrono.core.spans import Containment, Span

_MOST_BARS = 14
"""If there were more bars by month, the chart is by quarter or year."""


Timed = tuple[Event, Containment]
"""An event with how it lies in the page's period."""


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


def began_outside(ledger: Ledger, selection: Selection) -> int:
    """The number of held events on the page that certainly began outside its period."""
    inside = {match.event.id for match in selection.matches}
    return sum(event.status == "held" and event.id not in inside for event in ledger.events)


def chart(overview: Overview) -> tuple[str, list[dict[str, Any]]]:
    """The unit of time, and its bars; no bars if there would be one alone, or far too many.

    A bar is in percent of the highest: what is `certain`, and what may be more (`possible`). Its
    `label` stands below it, and its `year` if it is the first of several years. `anchor` is the
    place on the page where its events begin.
    """
    unit, counts = overview.by_time(_MOST_BARS)
    if not 1 < len(counts) <= 10 * _MOST_BARS:
        return "", []
    most = max(count.max for count in counts.values())
    years = [name[:4] for name in counts]
    bars = []
    for at, (name, count) in enumerate(counts.items()):
        certain = round(100 * count.min / most)
        first = unit != "year" and years[at] not in years[:at] and len({*years}) > 1
        anchor = None
        if "X" in name:
            anchor = "_loose"
        elif count.matches:
            anchor = f"_{_month(count.matches[0].event, overview.query)[0]}".lower()
        bars.append(
            {
                "name": english.bucket(name),
                "label": _label(name),
                "year": years[at] if first else "",
                "number": str(count),
                "certain": certain,
                "possible": round(100 * count.max / most) - certain,
                "anchor": anchor,
            }
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


def months(ledger: Ledger, selection: Selection) -> list[tuple[str, str, list[Timed]]]:
    """The months, each with a summary and its events."""
    fits = {match.event.id: match.fit for match in selection.matches}
    months: dict[str, list[Timed]] = {}
    uncertain: set[str] = set()
    for event in ledger.events:
        key, certain = _month(event, selection.query)
        # An event that was not held is not counted, but may lie in the period.
        fit = fits.get(event.id, event.when.starts_in(ledger.covers))
        months.setdefault(key, []).append((event, fit))
        if not certain:
            uncertain.add(event.id)
    return [(key, _summary(events, uncertain), events) for key, events in sorted(months.items())]


def _summary(events: Sequence[Timed], uncertain: Container[str]) -> str:
    """`4 events, 2–3 contacts`: an event in `uncertain` may have begun in another month."""
    contacts = [
        Match(event, Containment.POSSIBLE if event.id in uncertain else fit)
        for event, fit in events
        if event.contact and fit is not Containment.NO
    ]
    words = [plural(len(events), "event"), Count(contacts).of("contact") if contacts else ""]
    return english.joined(words, ", ")


def actors(ledger: Ledger) -> list[tuple[Actor, str, int]]:
    """The actors of the events, each with a name of its own and the number of its events."""
    counts = Counter(actor for event in ledger.events for actor in event.actors)
    labels = actor_labels(counts)
    actors = [(actor, labels[actor.id], count) for actor, count in counts.items()]
    return sorted(actors, key=lambda item: (item[1].casefold(), item[0].id))


def types(ledger: Ledger) -> list[tuple[EventType, int]]:
    """The types of the events and their numbers, contacts first."""
    counts = Counter(event.type.id for event in ledger.events)
    used = [type for type in ledger.types.values() if type.id in counts]
    return [(type, counts[type.id]) for type in sorted(used, key=lambda type: not type.contact)]
