"""A period at a glance: the principals' contacts, all contacts, and the silences between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chrono.core.claims import Judged, judge
from chrono.core.counting import Count, Tally, tally
from chrono.core.dates import Period
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
    fixed = [hit.event for hit in hits if hit.certain and hit.event.when.exact]
    loose = [hit.event for hit in hits if not (hit.certain and hit.event.when.exact)]
    found: list[Silence] = []
    latest: Event | None = None
    for event in fixed:
        if latest is not None and (days := _days(latest, event)) > 1:
            found.append(_weighed(Silence(latest, event, days, days), loose, hits))
        if latest is None or _end(event) > _end(latest):
            latest = event
    return sorted(found, key=lambda silence: (-silence.max, _end(silence.after)))


def _end(event: Event) -> dt.date:
    assert event.when.end is not None  # only of exact dates
    return event.when.end


def _days(after: Event, before: Event) -> int:
    assert before.when.start is not None
    return (before.when.start - _end(after)).days


def _weighed(silence: Silence, loose: Sequence[Event], hits: Sequence[Hit]) -> Silence:
    """The same silence with what the contacts of unknown day may make of it."""
    first, last = _end(silence.after), silence.before.when.start
    assert last is not None
    low, high = first.toordinal(), last.toordinal()
    windows: dict[str, tuple[int, int]] = {}
    forced: list[tuple[int, int]] = []
    certain = {hit.event.id for hit in hits if hit.certain}
    for event in loose:
        begin = event.when.start_span.first
        until = event.when.end
        window = (
            max(low, begin.toordinal() if begin else low),
            min(high, until.toordinal() if until else high),
        )
        if window[0] < high and window[1] > low:
            windows[event.id] = window
            inside = begin is not None and begin > first and until is not None and until < last
            if inside and event.id in certain:
                forced.append(window)
    if not windows:
        return silence
    return silence._replace(
        min=_shortest(low, high, list(windows.values())),
        max=_longest(low, high, forced),
        undecided=tuple(windows),
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
        claims=tuple(judge(claim, ledger) for claim in _made_in(ledger, query.period)),
    )


def _made_in(ledger: Ledger, period: Period) -> list[Claim]:
    return [claim for claim in ledger.claims if claim.date.starts_in(period)]


def verdicts(claims: Sequence[Judged]) -> Mapping[str, int]:
    """How many claims got each verdict."""
    counts: dict[str, int] = {}
    for claim in claims:
        counts[claim.verdict] = counts.get(claim.verdict, 0) + 1
    return counts
