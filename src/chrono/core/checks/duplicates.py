"""The rule of `chrono check` about pairs of events that may be one contact, entered twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product, starmap

from chrono.core.checks.rules import Finding, RuleContext, rule
from chrono.core.dates import When
from chrono.core.english import join_and
from chrono.core.model import Event
from chrono.core.references import not_duplicates
from chrono.core.spans import Span


@rule("duplicate", "warning", depends_on=("extra",), when_written=True)
def duplicate(context: RuleContext) -> Iterator[Finding]:
    """Two contacts may be one contact that two sources report, which would be counted twice. They
    share two actors from different countries. They certainly began within a day of each other, in
    the date of one capital or another; or one was going on when the other began; or their dates
    are the same text. Their types can differ. If they are two contacts, name one of them in the
    other: `extra = { not_duplicate_of = "ID" }`, or a list of ids.
    """
    for first, second in possible_duplicates(context.ledger.events):
        shared = {actor.id for actor in first.actors}
        names = join_and([actor.name for actor in second.actors if actor.id in shared])
        message = (
            f'"{second.id}" may be a duplicate of "{first.id}" ({names}, {second.when.text} and '
            f'{first.when.text}); if not, write extra = {{ not_duplicate_of = "{first.id}" }}'
        )
        yield Finding(second, ("date",), message, first.id)


def possible_duplicates(events: Iterable[Event]) -> Iterator[tuple[Event, Event]]:
    """Yield pairs of contacts between the same two actors at about the same time, earlier first.

    A pair is left out if one event names the other in `not_duplicate_of`.
    """
    by_actors: dict[frozenset[str], list[Event]] = {}
    for event in events:
        if event.contact:
            for actor, partner in event.pairs:
                by_actors.setdefault(frozenset((actor.id, partner.id)), []).append(event)
    found: dict[tuple[str, str], tuple[Event, Event]] = {}
    for contacts in by_actors.values():
        found.update(((a.id, b.id), (a, b)) for a, b in _same_time_pairs(contacts))
    for first, second in found.values():
        if not any(
            {*not_duplicates(one)} & {*other.ids}
            for one, other in ((first, second), (second, first))
        ):
            yield first, second


def _same_time_pairs(events: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Pairs of events with equal dates, or with dates or local dates that pass `_within_a_day`."""
    first_day = {event.id: min(when.sort_key[0] for when in event.all_dates) for event in events}
    last_day = {event.id: max(when.sort_key[1] for when in event.all_dates) for event in events}
    ordered = sorted(events, key=lambda event: (first_day[event.id], event.sort_key))
    for index, first in enumerate(ordered):
        for second in islice(ordered, index + 1, None):
            if (first_day[second.id] - last_day[first.id]).days > 1:
                break  # all further events begin even later
            dates = product(first.all_dates, second.all_dates)
            if first.when.text == second.when.text or any(starmap(_within_a_day, dates)):
                yield first, second


def _within_a_day(when: When, other: When) -> bool:
    """Whether two dates, as written, certainly begin within a day of each other, or overlap."""
    when, other = when.written, other.written
    (first, last), (other_first, other_last) = when.start_span, other.start_span
    if first is None or last is None or other_first is None or other_last is None:
        return False
    if max(last - other_first, other_last - first).days <= 1:
        return True
    lasted, other_lasted = Span(last, when.ends.first), Span(other_last, other.ends.first)
    return other.start_span.inside(lasted) or when.start_span.inside(other_lasted)
