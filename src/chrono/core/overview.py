"""A period at a glance: the principals' contacts, all contacts, and the silences between them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chrono.core.claims import Judged, judge
from chrono.core.counting import Count, Tally, tally
from chrono.core.dates import Fit, Period
from chrono.core.model import Actor, Claim, Event, Ledger
from chrono.core.query import Hit, Query, Selection, select


class Silence(NamedTuple):
    """The days from the end of one contact to the start of the next.

    `min` and `max` differ where a contact whose day is not known, or that only may have fallen
    into the period, can break the silence; `undecided` are the ids of those.
    """

    after: Event
    before: Event
    min: int
    max: int
    undecided: tuple[str, ...] = ()


def silences(hits: Sequence[Hit]) -> list[Silence]:
    """The silences between contacts whose days are known, longest first.

    Both ends of a silence are certain contacts with known days. A contact with an open day can
    only shorten one: `min` is what is left if it fell where it divides the silence most evenly.
    """
    found: list[Silence] = []
    latest: Event | None = None
    for event in (hit.event for hit in hits if hit.certain and hit.event.when.exact):
        if latest is not None and (days := _days(latest, event)) > 1:
            found.append(Silence(latest, event, days, days))
        if latest is None or _end(event) > _end(latest):
            latest = event
    loose = _loose(found, [hit for hit in hits if not (hit.certain and hit.event.when.exact)])
    weighed = [_weighed(silence, loose.get(index, ())) for index, silence in enumerate(found)]
    return sorted(weighed, key=lambda silence: (-silence.max, _end(silence.after)))


def _end(event: Event) -> dt.date:
    assert event.when.end is not None  # only of exact dates
    return event.when.end


def _start(event: Event) -> dt.date:
    assert event.when.start is not None  # only of exact dates
    return event.when.start


def _days(after: Event, before: Event) -> int:
    return (_start(before) - _end(after)).days


def _loose(found: Sequence[Silence], hits: Sequence[Hit]) -> dict[int, list[Hit]]:
    """By the number of each silence the contacts that may break it; silences stand in order."""
    lows = [_end(silence.after) for silence in found]
    highs = [_start(silence.before) for silence in found]
    loose: dict[int, list[Hit]] = {}
    for hit in hits:
        first, last = hit.event.when.start, hit.event.when.end
        start = bisect_right(highs, first) if first is not None else 0
        stop = bisect_left(lows, last) if last is not None else len(found)
        for index in range(start, stop):
            loose.setdefault(index, []).append(hit)
    return loose


def _weighed(silence: Silence, loose: Sequence[Hit]) -> Silence:
    """The same silence with what the contacts of unknown day may make of it."""
    if not loose:
        return silence
    low, high = _end(silence.after).toordinal(), _start(silence.before).toordinal()
    windows: list[tuple[int, int]] = []
    forced: list[tuple[int, int]] = []
    for event, fit in loose:
        first, last = event.when.start, event.when.end
        begin, until = first.toordinal() if first else low, last.toordinal() if last else high
        windows.append((max(low, begin), min(high, until)))
        if fit is Fit.CERTAIN and begin > low and until < high:
            forced.append(windows[-1])
    return silence._replace(
        min=_shortest(low, high, windows),
        max=_longest(low, high, forced),
        undecided=tuple(hit.event.id for hit in loose),
    )


def _shortest(low: int, high: int, windows: list[tuple[int, int]]) -> int:
    """The shortest that the longest stretch from low to high can be made by one day per window."""
    least, most = 1, high - low
    while least < most:
        middle = (least + most) // 2
        if _broken_within(middle, low, high, windows):
            most = middle
        else:
            least = middle + 1
    return least


def _broken_within(step: int, low: int, high: int, windows: list[tuple[int, int]]) -> bool:
    """Whether days can be chosen so that no stretch is longer than `step`: soonest over first."""
    position = low
    left = sorted(windows, key=lambda window: window[1])
    while position + step < high:
        usable = [window for window in left if window[0] <= position + step]
        usable = [window for window in usable if window[1] > position]
        if not usable:
            return False
        chosen = usable[0]
        left.remove(chosen)
        position = max(position, min(position + step, chosen[1]))
    return True


def _longest(low: int, high: int, forced: list[tuple[int, int]]) -> int:
    """The longest stretch that can stay free when every forced day falls beside it."""
    starts = [low, *(window[0] for window in forced)]
    ends = [high, *(window[1] for window in forced)]
    free = [
        end - start
        for start in starts
        for end in ends
        if end > start and all(one[0] <= start or one[1] >= end for one in forced)
    ]
    return max(free, default=0)


class Overview(NamedTuple):
    """All that `summary` shows. The principals' part counts contacts that all of them share."""

    period: Period
    ledger: Ledger
    events: Count
    contacts: Tally
    by_month: Tally
    principals: tuple[Actor, ...]
    shared: Tally
    longest: Silence | None
    claims: tuple[Judged, ...]

    @property
    def first(self) -> Event | None:
        """The first contact."""
        return self.contacts.total.hits[0].event if self.contacts.total.hits else None

    @property
    def last(self) -> Event | None:
        """The last contact."""
        return self.contacts.total.hits[-1].event if self.contacts.total.hits else None


def overview(ledger: Ledger, query: Query) -> Overview:
    """The overview of what a query selects. Actors that it names take the principals' place."""
    everything = select(ledger, query._replace(contacts=False))
    contacts = select(ledger, query._replace(contacts=True))
    named = tuple(actor for group in query.actors for actor in group)
    principals = named or ledger.principals
    ids = {actor.id for actor in principals}
    shared = [hit for hit in contacts.hits if ids and ids <= {one.id for one in hit.event.actors}]
    longest = silences(contacts.hits)
    return Overview(
        period=query.period,
        ledger=ledger,
        events=Count(list(everything.hits)),
        contacts=tally(contacts, ["type"], ledger.types),
        by_month=tally(contacts, ["month"], ledger.types),
        principals=principals,
        shared=tally(Selection(query, tuple(shared)), ["type"], ledger.types),
        longest=longest[0] if longest else None,
        claims=tuple(judge(claim, ledger) for claim in _claims(ledger, query.period, named)),
    )


def _claims(ledger: Ledger, period: Period, about: Sequence[Actor]) -> list[Claim]:
    """The claims made in a period; where actors are named, those that are about all of them."""
    ids = {actor.id for actor in about}
    return [
        claim
        for claim in ledger.claims
        if claim.date.starts_in(period) and ids <= {actor.id for actor in claim.actors}
    ]


def verdicts(claims: Sequence[Judged]) -> Mapping[str, int]:
    """How many claims got each verdict."""
    counts: dict[str, int] = {}
    for claim in claims:
        counts[claim.verdict] = counts.get(claim.verdict, 0) + 1
    return counts
