"""The rules of `chrono check` about sources."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.core.checks.rules import Finding, RuleContext, each_event, rule
from chrono.core.model import Event


@rule("no-source", "warning", depends_on=("sources",))
@each_event
def no_source(event: Event, _: RuleContext) -> Iterator[Finding]:
    """An event has no source."""
    if not event.sources:
        yield Finding(event, ("id",), f'the event "{event.id}" has no source')


@rule("early-source", "warning", depends_on=("sources", "dates"), when_written=True)
@each_event
def early_source(event: Event, _: RuleContext) -> Iterator[Finding]:
    """A source was published before the event was held, so it cannot report that the event took
    place. If it announced the event, record by when that was known:
    `dates = { announced = "[..2025-05-07]" }`.
    """
    held = event.status == "held"
    first = event.when.starts[0].first
    for index, source in enumerate(event.sources if held and first else ()):
        published = source.date
        day = published.ends.last if published else None
        if not published or not day or not first or first <= day:
            continue
        known = [event.dates[key] for key in ("announced", "signed") if key in event.dates]
        starts = [when.days.first for when in (*event.all_dates, *known)]
        if all(start and day < start for start in starts):
            message = (
                f'{source.name} is dated {published.text}, before the event "{event.id}" '
                f"({event.when.text}); if it announced the event, add dates.announced"
            )
            yield Finding(event, ("sources", index), message)


@rule("one-sided", "warning", depends_on=("sources",), strict=True)
@each_event
def one_sided(event: Event, context: RuleContext) -> Iterator[Finding]:
    """The sources of a contact all have the same `side`."""
    if event.contact and event.sources:
        sides = {source.side and context.nation(source.side) for source in event.sources}
        if len(sides) == 1 and (side := sides.pop()) is not None:
            message = f'all sources of the contact "{event.id}" are from one side ({side})'
            yield Finding(event, ("sources",), message)
