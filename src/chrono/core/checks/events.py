"""The rules of `chrono check` about the dates of events, and the offices held on them."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.core.checks.rules import Finding, RuleContext, each_event, mentions, rule
from chrono.core.model import Event


@rule("sequence", "error", when_written=True)
@each_event
def sequence(event: Event, context: RuleContext) -> Iterator[Finding]:
    """An event follows another event that certainly began after it."""
    lasts = [when.start_span.last for when in event.all_dates] if event.follows else []
    for index, id in enumerate(event.follows):
        followed = context.ledger.event(id)
        starts = [when.days.first for when in followed.all_dates] if followed else []
        before = all(last and start and last < start for last in lasts for start in starts)
        if followed and before:
            message = (
                f'"{event.id}" ({event.when.text}) follows "{id}" ({followed.when.text}) but has '
                "an earlier date; correct the dates or follows"
            )
            yield Finding(event, ("follows", index), message, id)


@rule("future", "error", when_written=True)
@each_event
def future(event: Event, context: RuleContext) -> Iterator[Finding]:
    """An event is marked as held, but its date is in the future."""
    dates = event.all_dates if event.status == "held" else ()
    if dates and all((day := when.days.first) and day > context.today for when in dates):
        is_future = f"{event.when.text} is in the future"
        message = f'"{event.id}" is marked "held", but {is_future}; should it be "planned"?'
        yield Finding(event, ("status",), message)


@rule("overdue", "warning", when_written=True)
@each_event
def overdue(event: Event, context: RuleContext) -> Iterator[Finding]:
    """An event is marked as planned, but its date has passed. Change its status to `held`,
    `postponed` or `cancelled`.
    """
    dates = event.all_dates if event.status == "planned" else ()
    if dates and all((day := when.days.last) and day < context.today for when in dates):
        message = f'"{event.id}" was planned for {event.when.text}; was it held?'
        yield Finding(event, ("status",), message)


@rule("role", "warning", depends_on=("present",), needs_all=True, when_written=True)
@each_event
def no_office(event: Event, context: RuleContext) -> Iterator[Finding]:
    """The ledger lists an actor's offices, but none of them covers the date of an event in which
    the actor took part or was present.
    """
    reported: set[str] = set()
    for _, at, actor in mentions([event]):
        if not actor.roles or actor.id in reported:
            continue
        if not any(role.held_on(when) for role in actor.roles for when in event.all_dates):
            reported.add(actor.id)
            message = f"{actor.name} has no role that covers {event.when.text}; check roles"
            yield Finding(event, at, message)
