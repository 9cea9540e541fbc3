"""The rules of `chrono check`. A rule is a function that yields its findings in a ledger.

Invalid values are already refused when a ledger is read; rules report values that are valid but
probably wrong. The docstring of a rule is its paragraph in `docs/checks.md`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, wraps
from typing import Any, NamedTuple

from chrono.core import explanations
from chrono.core.claims import ClaimVerdict, judge_all
from chrono.core.countries import BODY_NAMES, COUNTRIES
from chrono.core.duplicates import possible_duplicates
from chrono.core.english import join_and
from chrono.core.lookup import ActorIndex
from chrono.core.model import Actor, Claim, Event, Ledger
from chrono.core.names import fold, one_letter_apart
from chrono.core.references import named_in, names_of
from chrono.errors import Severity


class Finding(NamedTuple):
    """A problem that a rule reports in a record.

    `at`: the path of the wrong value, such as `("sources", 1)`, or `()` for the whole record;
    `other`: the id of a second event, or None.
    """

    record: Event | Claim | Actor
    at: tuple[str | int, ...]
    message: str
    other: str | None = None

    @property
    def kind(self) -> str:
        """The kind of the record: "event", "claim" or "actor"."""
        return type(self.record).__name__.lower()

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.record.id


class RuleContext:
    """A ledger and the date of the check, with results that several rules need."""

    def __init__(self, ledger: Ledger, today: dt.date) -> None:
        self.ledger = ledger
        self.today = today

    @cached_property
    def verdicts(self) -> Sequence[ClaimVerdict]:
        """The verdicts on all claims, in the ledger's order."""
        return list(judge_all(self.ledger.claims, self.ledger))

    @cached_property
    def actors(self) -> ActorIndex:
        """The actors of the ledger, by id and name."""
        return ActorIndex(self.ledger.actors.values())

    def nation(self, side: str) -> str:
        """The country that `side` names or the actor `side` acts for; `side` itself if unknown."""
        actors = () if side in COUNTRIES else self.actors.exact(side)
        return actors[0].nation if actors else BODY_NAMES.get(side, side)

    @cached_property
    def probable_typos(self) -> Mapping[str, str]:
        """Id of an undeclared actor -> a declared name, alias or id that differs by one letter."""
        declared = [
            (fold(text), text)
            for actor in self.ledger.actors.values()
            if actor.declared
            for text in (actor.name, *actor.aliases, actor.id)
        ]
        actors = (*self.ledger.actors.values(), *(claim.by for claim in self.ledger.claims))
        undeclared = {actor.id: fold(actor.name) for actor in actors if not actor.declared}
        return {
            id: text
            for id, name in undeclared.items()
            for folded, text in reversed(declared)  # the first of several is kept
            if one_letter_apart(name, folded)
        }


LedgerRule = Callable[[RuleContext], Iterator[Finding]]


class Rule(NamedTuple):
    """A rule of `chrono check`.

    `depends_on`: the optional keys that the rule reads; a record with an error in such a key is
    skipped (always with an error in a key that decides counts), and with "named" each actor whom a
    record with an error names;
    `needs_all`: whether to skip the rule if any record could not be read (the decorator's default
    for a rule without `each_event`); `strict`: whether to run the rule only with `--strict`;
    `when_written`: whether to run the rule also on each event that a command adds or changes.
    """

    name: str
    severity: Severity
    check: LedgerRule
    depends_on: tuple[str, ...] = ()
    needs_all: bool = False
    strict: bool = False
    when_written: bool = False


RULES: list[Rule] = []
"""All rules, in the order in which this module defines them."""


def rule(name: str, severity: Severity, **options: Any) -> Callable[[LedgerRule], LedgerRule]:
    """Return a decorator that adds a function to RULES; `options`: further fields of the Rule."""

    def register(check: LedgerRule) -> LedgerRule:
        needs_all = not hasattr(check, "__wrapped__")  # which `each_event` sets
        RULES.append(Rule(name, severity, check, **{"needs_all": needs_all, **options}))
        return check

    return register


def each_event(check: Callable[[Event, RuleContext], Iterator[Finding]]) -> LedgerRule:
    """Turn a function that checks one event into a rule that checks every event of a ledger."""

    @wraps(check)
    def check_all(context: RuleContext) -> Iterator[Finding]:
        for event in context.ledger.events:
            yield from check(event, context)

    return check_all


@rule("claim", "error")
def claim_differs(context: RuleContext) -> Iterator[Finding]:
    """A claim differs from the ledger under every reading of its period, and is not marked
    `disputed`. Correct the ledger or the claim; if the disagreement is known and stays, give the
    reason under `disputed`. A claim that is true under one reading, or that cannot be verified, is
    not reported.
    """
    for verdict in context.verdicts:
        if verdict.broken:
            differs = f'the claim "{verdict.claim.id}" differs from the ledger'
            message = f"{differs}: {explanations.summarise(verdict)}"
            yield Finding(verdict.claim, ("id",), message)


@rule("settled", "warning")
def claim_settled(context: RuleContext) -> Iterator[Finding]:
    """A claim is marked `disputed`, but the ledger now agrees with it. Remove `disputed`."""
    for verdict in context.verdicts:
        if verdict.settled:
            id = verdict.claim.id
            message = (
                f'the claim "{id}" is marked as disputed, but the ledger now agrees with it; '
                "remove disputed"
            )
            yield Finding(verdict.claim, ("disputed",), message)


@rule("no-source", "warning", depends_on=("sources",))
@each_event
def no_source(event: Event, _: RuleContext) -> Iterator[Finding]:
    """An event has no source."""
    if not event.sources:
        yield Finding(event, ("id",), f'the event "{event.id}" has no source')


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


@rule("sequence", "error", when_written=True)
@each_event
def sequence(event: Event, context: RuleContext) -> Iterator[Finding]:
    """An event follows another event that certainly began after it."""
    lasts = [when.start_span.last for when in event.all_dates]
    for index, id in enumerate(event.follows):
        followed = context.ledger.event(id)
        starts = [when.start for when in followed.all_dates] if followed else []
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
    starts = [when.start for when in event.all_dates]
    if event.status == "held" and all(start and start > context.today for start in starts):
        is_future = f"{event.when.text} is in the future"
        message = f'"{event.id}" is marked "held", but {is_future}; should it be "planned"?'
        yield Finding(event, ("status",), message)


@rule("overdue", "warning", when_written=True)
@each_event
def overdue(event: Event, context: RuleContext) -> Iterator[Finding]:
    """An event is marked as planned, but its date has passed. Change its status to `held`,
    `postponed` or `cancelled`.
    """
    ends = [when.end for when in event.all_dates]
    if event.status == "planned" and all(end and end < context.today for end in ends):
        message = f'"{event.id}" was planned for {event.when.text}; was it held?'
        yield Finding(event, ("status",), message)


@rule("near-name", "warning", depends_on=("present",))
def near_name(context: RuleContext) -> Iterator[Finding]:
    """A name in an event, or the speaker of a claim, is not declared, and is one letter away from
    a name, an alias or an id that is declared. Declare the name, or correct it.
    """
    speakers = ((claim, ("by",), claim.by) for claim in context.ledger.claims)
    people = _mentions(context.ledger.events, "actors", "present")
    for record, at, actor in (*people, *speakers):
        if name := context.probable_typos.get(actor.id):
            message = f'"{actor.name}" is not declared; did you mean "{name}"?'
            yield Finding(record, at, message)


Mention = tuple[Event | Claim, tuple[str | int, ...], Actor]


def _mentions(records: Iterable[Event | Claim], *keys: str) -> Iterator[Mention]:
    """(record, path of the name, actor) for each actor in the fields `keys` of the records."""
    for record in records:
        for key in keys:
            for index, actor in enumerate(getattr(record, key)):
                yield record, (key, index), actor


@rule("undeclared", "warning", depends_on=("present",), strict=True)
def undeclared(context: RuleContext) -> Iterator[Finding]:
    """Someone takes part in an event or was present, but is not declared under `[actors]`. Such an
    actor has no country, and is counted as a country of its own. An actor of a claim who takes
    part in no event is reported too. Each name is reported once, where it first appears.
    """
    known = set(context.probable_typos)
    subjects = _mentions(context.ledger.claims, "actors")
    people = _mentions(context.ledger.events, "actors", "present")
    for record, at, actor in (*people, *subjects):
        if not actor.declared and actor.id not in known:
            known.add(actor.id)
            subject = isinstance(record, Claim)
            where = " and takes part in no event" if subject else " under [actors]"
            yield Finding(record, at, f'"{actor.name}" is not declared{where}')


@rule("unused", "warning", depends_on=("named",))
def unused(context: RuleContext) -> Iterator[Finding]:
    """An actor is declared, but no event, claim or source names them."""
    ledger = context.ledger
    named = named_in(ledger) | {("actors", actor.id) for actor in ledger.principals}
    for id, actor in ledger.actors.items():
        if actor.declared and named.isdisjoint(names_of(actor)):
            yield Finding(actor, (), f'the actor "{id}" is declared but not used')


@rule("role", "warning", depends_on=("present",), needs_all=True, when_written=True)
@each_event
def no_office(event: Event, context: RuleContext) -> Iterator[Finding]:
    """The ledger lists an actor's offices, but none of them covers the date of an event in which
    the actor took part or was present.
    """
    reported: set[str] = set()
    for _, at, actor in _mentions([event], "actors", "present"):
        held = (role.held_on(when) for role in actor.roles for when in event.all_dates)
        if actor.roles and actor.id not in reported and not any(held):
            reported.add(actor.id)
            message = f"{actor.name} has no role that covers {event.when.text}; check roles"
            yield Finding(event, at, message)


@rule("early-source", "warning", depends_on=("sources", "dates"), when_written=True)
@each_event
def early_source(event: Event, _: RuleContext) -> Iterator[Finding]:
    """A source was published before the event was held, so it cannot report that the event took
    place. If it announced the event, record by when that was known:
    `dates = { announced = "[..2025-05-07]" }`.
    """
    known = [event.dates[key] for key in ("announced", "signed") if key in event.dates]
    starts = [when.start for when in (*event.all_dates, *known)]
    for index, source in enumerate(event.sources if event.status == "held" else ()):
        published = source.date
        day = published.end if published else None
        if published and day and all(start and day < start for start in starts):
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
    context = RuleContext(ledger._replace(events=tuple(near)), today)
    for rule in RULES:
        for finding in rule.check(context) if rule.when_written else ():
            if finding.id in ids or finding.other in ids:
                yield rule, finding


def _ordinals(event: Event) -> tuple[int, int]:
    first, last = event.when.sort_key
    return first.toordinal(), last.toordinal()
