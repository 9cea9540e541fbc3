"""What may be wrong with a ledger that can be read: a list of rules, each a function of its own.

Reading stops at what makes a ledger unsound. These rules look further: at numbers that no longer
hold, at records that contradict each other, at what is probably a slip. `docs/checks.md` has a
paragraph on each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from chrono.core import explanations
from chrono.core.claims import ClaimVerdict, judge_all
from chrono.core.countries import BODY_NAMES
from chrono.core.dates import Span, When
from chrono.core.english import join_and
from chrono.core.model import Actor, Event, Ledger
from chrono.core.names import fold, one_letter_apart
from chrono.core.references import named_in, names_of, not_duplicates
from chrono.errors import Severity


class Finding(NamedTuple):
    """What a rule found: in which thing, by its kind and id, at which of its keys, and what.

    `beside` is the id of the other event, where it was found by comparing two.
    """

    kind: str
    id: str
    at: tuple[str | int, ...]
    message: str
    beside: str | None = None


class Checked:
    """A ledger as the rules see it on a day; what several of them need is worked out once."""

    def __init__(self, ledger: Ledger, today: dt.date) -> None:
        self.ledger = ledger
        self.today = today

    @cached_property
    def judged(self) -> Sequence[ClaimVerdict]:
        """All claims with their verdicts."""
        return list(judge_all(self.ledger.claims, self.ledger))

    @cached_property
    def slips(self) -> Mapping[str, str]:
        """For each undeclared actor the declared one's name that is one letter away."""
        return _slips(self.ledger)


class Rule(NamedTuple):
    """A rule and its severity.

    `reads` are the keys of a thing that it goes by: of a thing with an error in one of them it
    says nothing. `whole`: nor does it where there are things that could not be read. `strict`: it
    is asked for with `--strict` alone.
    """

    name: str
    severity: Severity
    check: Callable[[Checked], Iterator[Finding]]
    reads: tuple[str, ...] = ()
    whole: bool = False
    strict: bool = False


def claims_that_differ(checked: Checked) -> Iterator[Finding]:
    """The ledger contradicts what was said, and nobody wrote down why that stands."""
    for judged in checked.judged:
        if judged.broken:
            id = judged.claim.id
            message = f'the claim "{id}" differs: {explanations.in_short(judged)}'
            yield Finding("claim", id, ("id",), message)


def claims_settled(checked: Checked) -> Iterator[Finding]:
    """A claim is marked as disputed, and the ledger agrees with it now."""
    for judged in checked.judged:
        if judged.settled:
            id = judged.claim.id
            message = f'the claim "{id}" is disputed, and the ledger agrees with it now'
            yield Finding("claim", id, ("disputed",), message)


def without_source(checked: Checked) -> Iterator[Finding]:
    """Nobody is named who says that it happened."""
    for event in checked.ledger.events:
        if not event.sources:
            yield Finding("event", event.id, ("id",), f'the event "{event.id}" has no source')


def same_contact_twice(checked: Checked) -> Iterator[Finding]:
    """Two contacts of the same two actors within a day: one, told twice by two sources?"""
    contacts = [event for event in checked.ledger.events if event.contact]
    by_pair: dict[frozenset[str], list[Event]] = {}
    for event in contacts:
        for one, other in event.pairs:
            by_pair.setdefault(frozenset((one.id, other.id)), []).append(event)
    told: set[tuple[str, str]] = set()
    for events in by_pair.values():
        for first, second in _close_together(events):
            pair = (first.id, second.id)
            if (
                pair in told
                or second.id in not_duplicates(first)
                or first.id in not_duplicates(second)
            ):
                continue
            told.add(pair)
            yield Finding("event", second.id, ("date",), _twice(first, second), first.id)


def _close_together(events: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Each two that surely began within a day of each other, or overlap; the earlier one first."""
    spans = {event.id: [_surely(when) for when in _dates(event)] for event in events}
    first_days = {id: min(_low(begun.first) for begun, _ in found) for id, found in spans.items()}
    last_days = {id: max(_high(*both) for both in found) for id, found in spans.items()}
    ordered = sorted(events, key=lambda event: (first_days[event.id], event.sort_key))
    for index, first in enumerate(ordered):
        for second in islice(ordered, index + 1, None):
            if (first_days[second.id] - last_days[first.id]).days > 1:
                break
            if first.when.text == second.when.text or any(
                _within_a_day(one, other) for one in spans[first.id] for other in spans[second.id]
            ):
                yield first, second


def _low(day: dt.date | None) -> dt.date:
    return day or dt.date.min


def _high(begun: Span, lasted: Span) -> dt.date:
    return max(begun.last or dt.date.max, lasted.last or dt.date.max)


def _dates(event: Event) -> tuple[When, ...]:
    """Its date, and the dates of the capitals where they differ."""
    return (event.when, *event.local_dates.values())


def _surely(when: When) -> tuple[Span, Span]:
    """The days on which it may have begun, and those that it surely lasted."""
    begun = when.start_span
    return begun, Span(begun.last, when.ends.first)


def _within_a_day(one: tuple[Span, Span], other: tuple[Span, Span]) -> bool:
    (begun, lasted), (other_begun, other_lasted) = one, other
    (first, last), (other_first, other_last) = begun, other_begun
    if first is None or last is None or other_first is None or other_last is None:
        return False
    if max(last - other_first, other_last - first).days <= 1:
        return True
    return other_begun.inside(lasted) or begun.inside(other_lasted)


def _twice(first: Event, second: Event) -> str:
    shared = {actor.id for actor in first.actors}
    names = join_and([actor.name for actor in second.actors if actor.id in shared])
    return (
        f'"{second.id}" may be the contact "{first.id}" again: {names}, {second.when.text} and '
        f'{first.when.text}; if not: extra = {{ not_duplicate_of = "{first.id}" }}'
    )


def follow_up_too_early(checked: Checked) -> Iterator[Finding]:
    """Something follows up on what came after it."""
    known = {event.id: event for event in checked.ledger.events}
    for event in checked.ledger.events:
        for index, id in enumerate(event.follows):
            earlier = known.get(id)
            if earlier is not None and _surely_before(event, earlier):
                message = (
                    f'"{event.id}" follows "{id}" and is dated before it: '
                    f"{event.when.text}, {earlier.when.text}"
                )
                yield Finding("event", event.id, ("follows", index), message, id)


def _surely_before(one: Event, other: Event) -> bool:
    """Whether it began on an earlier day, whatever the days and in whichever capital."""
    lasts = [when.start_span.last for when in _dates(one)]
    firsts = [when.start for when in _dates(other)]
    return all(last and first and last < first for last in lasts for first in firsts)


def held_in_the_future(checked: Checked) -> Iterator[Finding]:
    """What is yet to come cannot have been held."""
    for event in checked.ledger.events:
        starts = [when.start for when in _dates(event)]
        if event.status == "held" and all(start and start > checked.today for start in starts):
            message = f'"{event.id}" is held, and {event.when.text} is yet to come: planned?'
            yield Finding("event", event.id, ("status",), message)


def planned_in_the_past(checked: Checked) -> Iterator[Finding]:
    """A plan whose day is over was carried out, put off or dropped."""
    for event in checked.ledger.events:
        ends = [when.end for when in _dates(event)]
        if event.status == "planned" and all(end and end < checked.today for end in ends):
            message = f'"{event.id}" is planned, and {event.when.text} is over: held, postponed?'
            yield Finding("event", event.id, ("status",), message)


def name_one_letter_away(checked: Checked) -> Iterator[Finding]:
    """A name that nobody bears, and from which one letter leads to somebody's."""
    slips = checked.slips
    for event, key, index, actor in _undeclared(checked.ledger):
        if near := slips.get(actor.id):
            yield Finding("event", event.id, (key, index), _slip(actor, near))
    for claim in checked.ledger.claims:
        if near := slips.get(claim.by.id):
            yield Finding("claim", claim.id, ("by",), _slip(claim.by, near))


def _slip(actor: Actor, near: str) -> str:
    return f'"{actor.name}" is declared nowhere: is it a slip of "{near}"?'


def actor_not_declared(checked: Checked) -> Iterator[Finding]:
    """Who takes part, or was there, and stands not under [actors]; once, where first named."""
    told = set(checked.slips)
    for event, key, index, actor in _undeclared(checked.ledger):
        if actor.id not in told:
            message = f'"{actor.name}" is declared nowhere under [actors]'
            yield Finding("event", event.id, (key, index), message)
        told.add(actor.id)
    for claim in checked.ledger.claims:
        for index, actor in enumerate(claim.actors):
            if not actor.declared and actor.id not in told:
                told.add(actor.id)
                message = f'"{actor.name}" is declared nowhere, and takes part in no event'
                yield Finding("claim", claim.id, ("actors", index), message)


def _undeclared(ledger: Ledger) -> Iterator[tuple[Event, str, int, Actor]]:
    for event in ledger.events:
        for key, group in (("actors", event.actors), ("present", event.present)):
            for index, actor in enumerate(group):
                if not actor.declared:
                    yield event, key, index, actor


def _slips(ledger: Ledger) -> dict[str, str]:
    """For each undeclared actor the declared one's name, alias or id that is one letter away."""
    known = [
        (fold(text), text)
        for actor in ledger.actors.values()
        if actor.declared
        for text in (actor.name, *actor.aliases, actor.id)
    ]
    found: dict[str, str] = {}
    speakers = (claim.by for claim in ledger.claims)
    for actor in {one.id: one for one in (*ledger.actors.values(), *speakers)}.values():
        if actor.declared:
            continue
        name = fold(actor.name)
        near = (text for folded, text in known if one_letter_apart(name, folded))
        if text := next(near, None):
            found[actor.id] = text
    return found


def actor_never_used(checked: Checked) -> Iterator[Finding]:
    """Declared, and in no event, no claim, no source."""
    ledger = checked.ledger
    named = named_in(ledger) | {("actors", actor.id) for actor in ledger.principals}
    for id, actor in ledger.actors.items():
        if actor.declared and named.isdisjoint(names_of(actor)):
            message = f'the actor "{id}" is declared, and neither an event nor a claim names them'
            yield Finding("actor", id, (), message)


def no_office_on_the_day(checked: Checked) -> Iterator[Finding]:
    """The ledger knows an actor's offices, and none of them on that day."""
    for event in checked.ledger.events:
        told: set[str] = set()
        for key, group in (("actors", event.actors), ("present", event.present)):
            for index, actor in enumerate(group):
                held = (role.held_on(when) for role in actor.roles for when in _dates(event))
                if actor.roles and actor.id not in told and not any(held):
                    told.add(actor.id)
                    message = f"none of the roles of {actor.name} covers {event.when.text}"
                    yield Finding("event", event.id, (key, index), message)


def source_too_early(checked: Checked) -> Iterator[Finding]:
    """What was published before a thing, and before it was announced, cannot report it as held."""
    for event in checked.ledger.events:
        known = [when for key, when in event.dates.items() if key in ("announced", "signed")]
        starts = [when.start for when in (*_dates(event), *known)]
        for index, source in enumerate(event.sources):
            published = source.date.end if source.date else None
            if event.status != "held" or published is None or source.date is None:
                continue
            if all(start and published < start for start in starts):
                message = (
                    f"{source.name} is dated {source.date.text}, before "
                    f'"{event.id}" was held, {event.when.text}; if it foretold it, say when under '
                    "dates.announced"
                )
                yield Finding("event", event.id, ("sources", index), message)


def one_sided(checked: Checked) -> Iterator[Finding]:
    """A contact of which only one side's accounts are known."""
    for event in checked.ledger.events:
        if event.contact and event.sources:
            sides = {_nation(source.side, checked.ledger) for source in event.sources}
            if len(sides) == 1 and (side := sides.pop()) is not None:
                message = f'every source of the contact "{event.id}" is of one side, {side}'
                yield Finding("event", event.id, ("sources",), message)


def _nation(side: str | None, ledger: Ledger) -> str | None:
    """The country that a side stands for."""
    if side is None:
        return None
    found = ledger.actors.get(side) or ledger.actors_called.get(side)
    return found.nation if found else BODY_NAMES.get(side, side)


RULES: tuple[Rule, ...] = (
    Rule("claim", "error", claims_that_differ, whole=True),
    Rule("settled", "warning", claims_settled, whole=True),
    Rule("no-source", "warning", without_source, ("sources",)),
    Rule("duplicate", "warning", same_contact_twice, ("extra",), whole=True),
    Rule("sequence", "error", follow_up_too_early, ("local_dates",)),
    Rule("future", "error", held_in_the_future, ("local_dates",)),
    Rule("overdue", "warning", planned_in_the_past, ("local_dates",)),
    Rule("near-name", "warning", name_one_letter_away, ("present",), whole=True),
    Rule("undeclared", "warning", actor_not_declared, ("present",), whole=True, strict=True),
    Rule("unused", "warning", actor_never_used, ("named",), whole=True),
    Rule("role", "warning", no_office_on_the_day, ("present", "local_dates"), whole=True),
    Rule("early-source", "warning", source_too_early, ("sources", "dates", "local_dates")),
    Rule("one-sided", "warning", one_sided, ("sources",), strict=True),
)
"""Every rule, in the order in which docs/checks.md tells of them."""

_OF_AN_EVENT = ("duplicate", "sequence", "future", "overdue", "role", "early-source")
"""The rules that go by an event and its neighbours alone."""


_MANY = 300


def about(ledger: Ledger, ids: Collection[str], today: dt.date) -> Iterator[tuple[Rule, Finding]]:
    """What the rules find in some events, or in others because of them.

    Only events are looked at that could matter: those of nearly the same days, and linked ones.
    Where these are very many, nothing is found: then it is a question for all rules and events.
    """
    question = [event for event in ledger.events if event.id in ids]
    linked = {link for event in question for link in event.follows}
    spans = [_widely(event) for event in question]
    near = []
    for event in ledger.events:
        first, last = event.when.sort_key
        if (
            any(first <= high and low <= last for low, high in spans)
            or event.id in linked
            or any(link in ids for link in event.follows)
        ):
            near.append(event)
    if len(near) > _MANY:
        return
    part = Checked(ledger._replace(events=tuple(near)), today)
    for rule in RULES:
        if rule.name in _OF_AN_EVENT:
            for found in rule.check(part):
                if found.id in ids or found.beside in ids:
                    yield rule, found


def _widely(event: Event) -> tuple[dt.date, dt.date]:
    """From some days before its start to some days after its end: of both it and the other."""
    first, last = event.when.sort_key
    margin = dt.timedelta(days=6)  # three for each, in whichever capital
    low = first - margin if first > dt.date.min + margin else dt.date.min
    return low, last + margin if last < dt.date.max - margin else dt.date.max
