"""Run the rules of `chrono check` that concern events which a command has just written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Set

from chrono.core.checks.rules import RULES, Finding, Rule, RuleContext
from chrono.core.model import Event, Ledger

_MOST_NEIGHBOURS = 300
_MARGIN = 6
"""The most days between the dates of two events that can affect each other."""


def check_events(ledger: Ledger, ids: Set[str], today: dt.date) -> Iterator[tuple[Rule, Finding]]:
    """Run the `when_written` rules on the events with these ids; yield (rule, finding).

    The rules see only these events, events linked to them and events within a few days of them. If
    these are more than 300 events, nothing is yielded, since the check would take too long.
    """
    chosen = [event for event in ledger.events if event.id in ids]
    linked = {id for event in chosen for id in event.follows}
    ranges = [(first - _MARGIN, last + _MARGIN) for first, last in map(_ordinals, chosen)]
    near = []
    for event in ledger.events:
        first, last = _ordinals(event)
        if (
            any(first <= high and low <= last for low, high in ranges)
            or event.id in linked
            or not ids.isdisjoint(event.follows)
        ):
            near.append(event)
    if len(near) > _MOST_NEIGHBOURS:
        return
    context = RuleContext(ledger._replace(events=tuple(near)), today, ledger)
    for rule in RULES:
        for finding in rule.check(context) if rule.when_written else ():
            if finding.id in ids or finding.other in ids:
                yield rule, finding


def _ordinals(event: Event) -> tuple[int, int]:
    first, last = event.when.sort_key
    return first.toordinal(), last.toordinal()
