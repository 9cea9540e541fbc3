"""The rules of `chrono check` about unlikely dates, and events outside the ledger's period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from chrono.core.checks.rules import Finding, RuleContext, rule
from chrono.core.coverage import any_days, days_text, holds, short_form
from chrono.core.english import first_few, plural
from chrono.core.model import Event
from chrono.core.periods import Period
from chrono.core.spans import Span, high, low

_MOST_FINDINGS = 5
"""The maximum number of events that have a finding each. More events share one finding."""

_HAPPENED = ("held", "unconfirmed", "denied")
_FIVE_YEARS = 1827  # days


@rule("outside", "warning", depends_on=("extra",), when_written=True)
def outside(context: RuleContext) -> Iterator[Finding]:
    """The rule reports each event outside the period that the ledger `covers`. If the ledger has
    rows of `[[coverage]]`, the rule reports each event that is in the period of no row. Correct the
    date or the period. If the event is only background, write `extra = { background = true }`. If
    more than five events are before the period, one message reports these events together. The same
    is true for events after the period.

    The rule does not report these events:

    - events that may be inside the period, or that continued into the period
    - planned, postponed and cancelled events
    - events that `far-date` reports
    """
    coverage = context.ledger.coverage
    spans = any_days(coverage)
    periods = [Period("", *span) for span in spans]
    first, last = low(spans[0].first), high(spans[-1].last)
    sides: dict[str, list[Event]] = {"before": [], "after": [], "outside": []}
    for event in context.ledger.events:
        first_day, last_day, _ = event.sort_key
        if holds(spans, Span(first_day, last_day)):
            continue
        reported = event.status in _HAPPENED and not event.extra.get("background")
        if reported and not any(when.runs_in(one) for when in event.all_dates for one in periods):
            side = "before" if first_day < first else "after" if last_day > last else "outside"
            sides[side].append(event)
    far = _far(context.whole.events) if any(sides.values()) else {}
    words = "period" if len(spans) == 1 else "periods"
    end = f"{days_text(coverage, spans)}, the {words} that the ledger covers"
    dates = [day for events in sides.values() for event in events for day in event.sort_key[:2]
             if low(None) < day < high(None)]  # fmt: skip
    if short_form(coverage)[1]:
        end += "; correct the date or the rows of [[coverage]]"
    elif dates:
        longer = Period.between(min(first, *dates), max(last, *dates)).text
        end += f"; correct the date, or run `chrono edit ledger --set covers={longer}`"
    for side, events in sides.items():
        found = {event.id: f"is {side}" for event in events if event.id not in far}
        yield from _findings(events, found, f"are {side}", end)


@rule("far-date", "warning", depends_on=("extra",))
def far_date(context: RuleContext) -> Iterator[Finding]:
    """The rule reports each event whose date is far from the dates of the other events. The
    distance is more than five years, and also more than the time that the other events span. The
    year of such a date may have a typing error. If more than one event in 20 is far from the
    others, nothing is reported. If the date is right, run the command in the message.
    """
    far = _far(context.ledger.events)
    id = next(iter(far)) if len(far) == 1 else "ID"
    right = f"if it is right, run `chrono edit {id} --set extra.background=true`"
    end = f"the other events; correct the date, or, {right}"
    yield from _findings(context.ledger.events, far, "are far from the dates of", end)


def _findings(
    events: Sequence[Event], found: Mapping[str, str], many: str, end: str
) -> Iterator[Finding]:
    reported = [event for event in events if event.id in found]
    subjects = [f'"{event.id}" ({event.when.text}) {found[event.id]}' for event in reported]
    if len(reported) > _MOST_FINDINGS:
        ids = first_few([event.id for event in reported])
        subjects = [f"{len(reported)} events ({ids}) {many}"]
    for event, subject in zip(reported, subjects, strict=False):
        yield Finding(event, ("date",), f"{subject} {end}")


def _far(events: Sequence[Event]) -> Mapping[str, str]:
    # Id -> `is 99 years before`, for each event whose date is far from those of all others.
    # The usual days are those on which events began and ended, without those of one event in 20
    # at either end. The next day before or after them is usual, too, unless it is more than five
    # years away, and farther than the usual days are from each other. Of a vague date, only the
    # possible day nearest to the others counts.
    own: dict[str, tuple[int, int]] = {}
    for event in events:
        starts, ends = event.when.written.starts, event.when.written.ends
        first_day, last_day = starts[-1].last or starts[0].first, ends.first or ends.last
        if first_day and last_day and not event.extra.get("background"):
            own[event.id] = first_day.toordinal(), last_day.toordinal()
    days = sorted(chain.from_iterable(own.values()))
    few = len(own) // 20
    if not few:
        return {}
    first, last = 2 * few, len(days) - 1 - 2 * few
    while True:
        most = max(_FIVE_YEARS, days[last] - days[first])
        if first > 0 and days[first] - days[first - 1] <= most:
            first -= 1
        elif last < len(days) - 1 and days[last + 1] - days[last] <= most:
            last += 1
        else:
            break
    far: dict[str, str] = {}
    for id, (begun, over) in own.items():
        for side, distance in (("before", days[first] - begun), ("after", over - days[last])):
            if distance > 0:
                far[id] = f"is {plural(int(distance / 365.2425), 'year')} {side}"
    return far if len(far) <= few else {}
