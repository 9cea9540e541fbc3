"""The rules of `chrono check` on single events: dates, offices, places and sources."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.core.agenda import is_over
from chrono.core.checks.rules import Finding, RuleContext, each_event, mentions, rule
from chrono.core.countries import BODY_NAMES, COUNTRIES, place_in_country
from chrono.core.model import Event
from chrono.core.sentences import shell_word


@rule("sequence", "error", when_written=True)
@each_event
def sequence(event: Event, context: RuleContext) -> Iterator[Finding]:
    """The rule reports each event that `follows` another event but certainly began earlier."""
    lasts = [when.start_span.last for when in event.all_dates] if event.follows else []
    for index, id in enumerate(event.follows):
        followed = context.ledger.event(id)
        starts = [when.days.first for when in followed.all_dates] if followed else []
        before = all(last and start and last < start for last in lasts for start in starts)
        if followed and before:
            message = (
                f'"{event.id}" ({event.when.text}) is marked as following "{id}" '
                f'({followed.when.text}), but is earlier; correct a date, or the key "follows"'
            )
            yield Finding(event, ("follows", index), message, id)


@rule("future", "error", when_written=True)
@each_event
def future(event: Event, context: RuleContext) -> Iterator[Finding]:
    """The rule reports each event that is marked as held but has a date in the future."""
    dates = event.all_dates if event.status == "held" else ()
    if dates and all((day := when.days.first) and day > context.today for when in dates):
        is_future = f"{event.when.text} is in the future"
        message = f'"{event.id}" has the status "held", but {is_future}; should it be "planned"?'
        yield Finding(event, ("status",), message)


@rule("overdue", "warning", when_written=True)
@each_event
def overdue(event: Event, context: RuleContext) -> Iterator[Finding]:
    """The rule reports each event that is marked as planned but has a date in the past. Change the
    status to `held`, `postponed` or `cancelled`.
    """
    if event.status == "planned" and is_over(event, context.today):
        message = f'"{event.id}" was planned for {event.when.text}, which has passed; was it held?'
        yield Finding(event, ("status",), message)


@rule("role", "warning", depends_on=("present",), needs_all=True, when_written=True)
@each_event
def no_office(event: Event, context: RuleContext) -> Iterator[Finding]:
    """The rule reports each actor who has offices in the ledger, but had no office on the date of
    an event. The rule checks the actors who took part in the event or were present.
    """
    reported: set[str] = set()
    for _, at, actor in mentions([event]):
        if not actor.roles or actor.id in reported:
            continue
        if not any(role.held_on(when) for role in actor.roles for when in event.all_dates):
            reported.add(actor.id)
            message = (
                f"{actor.name} had no office on {event.when.text}, according to the roles of this "
                'actor; correct the date, or the key "roles"'
            )
            yield Finding(event, at, message)


@rule("place-country", "warning", depends_on=("place", "place_country"))
@each_event
def country_in_place(event: Event, _: RuleContext) -> Iterator[Finding]:
    """The rule reports each place that ends with the name of a country, such as `Berlin, Germany`.
    `--place-country` does not find an event at such a place, and `count --by place` counts the
    place as different from `Berlin`. Run the command in the message. The command moves the country
    to `place_country`.
    """
    found = place_in_country(event.place) if event.place else None
    if found and (found.other is None or found.country == event.place_country):
        values = f"place={found.place}", f"place_country={found.country}"
        options = "".join(f" --set {shell_word(value)}" for value in values)
        message = (
            f'the place "{event.place}" ends with a country; to separate the country, run '
            f"`chrono edit {shell_word(event.id)}{options}`"
        )
        yield Finding(event, ("place",), message)


@rule("no-source", "warning", depends_on=("sources",))
@each_event
def no_source(event: Event, _: RuleContext) -> Iterator[Finding]:
    """The rule reports each event without a source."""
    if not event.sources:
        yield Finding(event, ("id",), f'the event "{event.id}" has no source')


@rule("early-source", "warning", depends_on=("sources", "dates"), when_written=True)
@each_event
def early_source(event: Event, _: RuleContext) -> Iterator[Finding]:
    """The rule reports each source of a held event if the source was published before the event.
    Such a source cannot report that the event took place. If the source announced the event, add
    the date of the announcement. For an announcement on or before 7 May 2025, write `dates = {
    announced = "[..2025-05-07]" }`.
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
                f"the source from {source.name} is dated {published.text}, before the event "
                f'"{event.id}" ({event.when.text}); if this source announced the event, run '
                f"`chrono edit {shell_word(event.id)} --set "
                f"{shell_word(f'dates.announced={published.text}')}`"
            )
            yield Finding(event, ("sources", index), message)


@rule("one-origin", "warning", depends_on=("sources",), strict=True)
@each_event
def one_origin(event: Event, context: RuleContext) -> Iterator[Finding]:
    """The rule reports each contact whose sources all carry the report of one origin, such as a
    news agency. Several names count as one origin if `[publishers]` lists them for one publisher.
    """
    origins = context.origins.names(event.sources)
    if event.contact and len(origins) == 1:
        only = "".join(origins)
        message = f'all reports of the contact "{event.id}" come from one agency or outlet ({only})'
        yield Finding(event, ("sources",), message)


@rule("one-sided", "warning", depends_on=("sources",), strict=True)
@each_event
def one_sided(event: Event, context: RuleContext) -> Iterator[Finding]:
    """The rule reports each contact whose sources all have the same `side`."""
    if not event.contact:
        return
    sides: set[str | None] = set()
    for side in (source.side for source in event.sources):
        actors = () if side is None or side in COUNTRIES else context.actors.exact(side)
        sides.add(actors[0].nation if actors else BODY_NAMES.get(side or "", side))
    if len(sides) == 1 and (only := sides.pop()) is not None:
        message = f'all sources of the contact "{event.id}" are from one side ({only})'
        yield Finding(event, ("sources",), message)
