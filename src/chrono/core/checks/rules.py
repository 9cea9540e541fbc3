"""The classes for the rules and findings of `chrono check`, and functions that run the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, wraps
from typing import Any, NamedTuple

from chrono.core.claims import ClaimVerdict, judge_all
from chrono.core.lookup import ActorIndex
from chrono.core.model import Actor, Claim, Event, Ledger
from chrono.core.names import fold, near_keys, one_letter_apart
from chrono.core.origins import Origins
from chrono.errors import Severity

Path = tuple[str | int, ...]
"""The path of a value in a record, such as `("sources", 1)`, or () for the whole record."""


class Join(NamedTuple):
    """The ids of two entries that may be the same.

    - `keep`: the id that both entries will have
    - `replaced`: the other id
    - `reason`: the message of the finding without advice
    """

    keep: str
    replaced: str
    reason: str


class Finding(NamedTuple):
    """A problem in a record, as reported by a rule.

    - `at`: path of the value in the record, such as `("sources", 1)`, or () for the whole record
    - `other`: id of a second event that the message is about
    - `join`: two entries that may be the same, or None
    """

    record: Event | Claim | Actor
    at: Path
    message: str
    other: str | None = None
    join: Join | None = None

    @property
    def kind(self) -> str:
        """Return the kind of the record: "event", "claim" or "actor"."""
        return type(self.record).__name__.lower()

    @property
    def id(self) -> str:
        """Return the id of the record."""
        return self.record.id


Mention = tuple[Event | Claim, Path, Actor]
"""A record, the path of a name in this record, and the actor with this name."""


class RuleContext:
    """The ledger and the date of a check, and results that several rules use."""

    def __init__(self, ledger: Ledger, today: dt.date, whole: Ledger | None = None) -> None:
        self.ledger = ledger
        self.today = today
        self.whole = whole or ledger

    @cached_property
    def verdicts(self) -> Sequence[ClaimVerdict]:
        """Return the verdicts on all claims of the ledger, in the order of the claims."""
        return list(judge_all(self.ledger.claims, self.ledger))

    @cached_property
    def undeclared(self) -> Sequence[Mention]:
        """Return (record, path of the name, actor) for each mention of an undeclared actor."""
        return [one for one in mentions(self.ledger.records) if not one[2].declared]

    @cached_property
    def origins(self) -> Origins:
        """Return the index of the origins of sources. An origin can be a news agency."""
        return Origins(self.ledger.publishers)

    @cached_property
    def actors(self) -> ActorIndex:
        """Return the index of the ledger's actors by id and name."""
        return ActorIndex(self.ledger.actors.values())

    @cached_property
    def probable_typos(self) -> Mapping[str, str]:
        """Return the right name of each undeclared actor with a misspelled name, by the id of the
        actor.

        The right name is a name, alias or id of a declared actor, and differs by one letter.
        """
        declared = [
            (fold(text), text)
            for actor in self.ledger.actors.values()
            if actor.declared
            for text in (actor.name, *actor.aliases, actor.id)
        ]
        undeclared = {actor.id: fold(actor.name) for *_, actor in self.undeclared}
        by_key: dict[str, list[str]] = {}
        for id, name in undeclared.items():
            for key in near_keys(name):
                by_key.setdefault(key, []).append(id)
        found: dict[str, str] = {}
        for folded, text in reversed(declared):  # the first of several is kept
            near = {id for key in near_keys(folded) for id in by_key.get(key, ())}
            found |= {id: text for id in near if one_letter_apart(undeclared[id], folded)}
        return found


LedgerRule = Callable[[RuleContext], Iterator[Finding]]


class Rule(NamedTuple):
    """A rule of `chrono check`.

    - `depends_on`: the optional keys that the rule reads. The rule skips a record with an error in
      one of these keys, or in a key that affects counts. With "named" in `depends_on`, the rule
      also skips an actor if a record with an error names the actor.
    - `needs_all`: whether to skip the rule if a record could not be read
    - `strict`: whether to run the rule only with `--strict`
    - `when_written`: whether to also run the rule on events that a command adds or changes
    - `duplicates`: whether the rule finds entries that may be the same. Its findings are listed
      before the findings of other rules, and `--joins` prints commands for them
    """

    name: str
    severity: Severity
    check: LedgerRule
    depends_on: tuple[str, ...] = ()
    needs_all: bool = False
    strict: bool = False
    when_written: bool = False
    duplicates: bool = False


RULES: list[Rule] = []
"""All rules in the modules of this folder, in the order of the modules and in the order there."""


def rule(name: str, severity: Severity, **options: Any) -> Callable[[LedgerRule], LedgerRule]:
    """Return a decorator that adds a function as a rule to RULES.

    `options`: values of other fields of the rule, such as `strict=True`. The default of `needs_all`
    is False for a function that `each_event` returned, else True.
    """

    def register(check: LedgerRule) -> LedgerRule:
        needs_all = not hasattr(check, "__wrapped__")  # which `each_event` sets
        RULES.append(Rule(name, severity, check, **{"needs_all": needs_all, **options}))
        return check

    return register


def each_event(check: Callable[[Event, RuleContext], Iterator[Finding]]) -> LedgerRule:
    """Return a rule that applies `check` to each event."""

    @wraps(check)
    def check_all(context: RuleContext) -> Iterator[Finding]:
        for event in context.ledger.events:
            yield from check(event, context)

    return check_all


def mentions(records: Iterable[Event | Claim]) -> Iterator[Mention]:
    """Yield (record, path of the name, actor) for each mention of an actor in the records."""
    for record in records:
        if isinstance(record, Claim):
            yield record, ("by",), record.by
        for key in ("actors", "present"):
            for index, actor in enumerate(getattr(record, key, ())):
                yield record, (key, index), actor


_MOST_NEIGHBOURS = 300
_MARGIN = 6
"""The greatest number of days between two events that a rule may compare."""


def check_events(ledger: Ledger, ids: Set[str], today: dt.date) -> Iterator[tuple[Rule, Finding]]:
    """Run the rules whose field `when_written` is true on some events, and yield (rule, finding).

    The events are compared with linked events, and with events up to six days earlier or later. If
    there are more than 300 events to compare, nothing is yielded.
    """
    chosen = [event for event in ledger.events if event.id in ids]
    linked = {id for event in chosen for id in event.follows}
    spans = [[day.toordinal() for day in event.when.sort_key] for event in chosen]
    near = []
    for event in ledger.events:
        first, last = (day.toordinal() for day in event.when.sort_key)
        is_near = any(first <= end + _MARGIN and start - _MARGIN <= last for start, end in spans)
        if is_near or event.id in linked or not ids.isdisjoint(event.follows):
            near.append(event)
    if len(near) > _MOST_NEIGHBOURS:
        return
    context = RuleContext(ledger._replace(events=tuple(near)), today, ledger)
    for rule in RULES:
        for finding in rule.check(context) if rule.when_written else ():
            if finding.id in ids or finding.other in ids:
                yield rule, finding
