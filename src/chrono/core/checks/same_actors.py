"""The rule of `chrono check` about actors that may be one, under two ids or names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from chrono.core.checks.rules import Finding, Path, RuleContext, mentions, rule
from chrono.core.checks.spelling import same_letters
from chrono.core.model import Actor, Claim, Event
from chrono.core.names import words
from chrono.core.references import not_duplicates
from chrono.core.sentences import shell_word

_TITLES = {
    "acting", "admiral", "ambassador", "archbishop", "baron", "baroness", "bishop", "cardinal",
    "chairman", "chairwoman", "chancellor", "colonel", "commissioner", "count", "countess",
    "crown", "dame", "deputy", "dr", "duke", "emir", "excellency", "first", "foreign",
    "general", "governor", "grand", "hon", "honourable", "king", "lady", "lieutenant",
    "lord", "marshal", "mayor", "minister", "miss", "mp", "mr", "mrs", "ms", "pm", "pope",
    "premier", "president", "prime", "prince", "princess", "prof", "professor", "queen", "rt",
    "secretary", "senator", "sheikh", "shaikh", "sir", "special", "speaker", "state", "sultan",
    "the", "undersecretary", "vice",
}  # fmt: skip
"""Words before a name that are not part of it."""

_OFFICE = {"of", "for", "to", "in", "on", "and", "at"}
"""Words that follow a title if it is not before a name: `President of Finland`."""


class _Pair(NamedTuple):
    """Two actors that may be one; `keep` is declared, unless neither is."""

    keep: Actor
    other: Actor


@rule("same-actor", "warning", depends_on=("named", "aliases", "extra", "present"))
def same_actor(context: RuleContext) -> Iterator[Finding]:
    """Two actors may be one. Their names are the same apart from case, accents, hyphens, spaces,
    punctuation and titles such as `President`; or a name of one is an alias of the other; or the
    ids differ by a number at the end, and one has all the words of the other's name. Actors with
    different countries, and actors who are together in an event, are not reported. The message
    ends with the command that makes them one. If they are two, name one of them in the other:
    `extra = { not_duplicate_of = "ID" }`.
    """
    ledger = context.ledger
    places: dict[str, tuple[Event | Claim, Path]] = {}
    for named_in, path, actor in mentions(ledger.records):
        places.setdefault(actor.id, (named_in, path))
    pairs = {
        (one.keep.id, one.other.id): one
        for one in _pairs(_all_actors(context))
        if not (_are_two(*one) or _spelled_alike(*one))
    }
    together = _together(ledger.events, {id for pair in pairs for id in pair})
    for pair, (keep, other) in pairs.items():
        if frozenset(pair) in together:
            continue
        record, at = (other, ("name",)) if other.declared else places[other.id]
        yield Finding(record, at, _message(keep, other))


def _message(keep: Actor, other: Actor) -> str:
    names = [
        f"{actor.name} ({actor.id})" if actor.declared else f'"{actor.name}"'
        for actor in (other, keep)
    ]
    may_be = " may be the same actor as ".join(names)
    if not keep.declared:
        return f"{may_be}; if so, declare one: `chrono add actor {shell_word(keep.name)}`"
    mark = keep.id if other.declared else other.name
    where = "" if other.declared else f" in [actors.{keep.id}]"
    otherwise = f'if not, write extra = {{ not_duplicate_of = "{mark}" }}{where}'
    return f"{may_be}; {otherwise}; if so, run `chrono join {keep.id} {shell_word(other.id)}`"


def _all_actors(context: RuleContext) -> list[Actor]:
    """The actors of the ledger, declared ones first, and those whom only claims name."""
    ledger = context.ledger
    claimed = (actor for claim in ledger.claims for actor in (claim.by, *claim.actors))
    actors = {actor.id: actor for actor in (*ledger.actors.values(), *claimed)}
    return sorted(actors.values(), key=lambda actor: not actor.declared)


def _pairs(actors: Iterable[Actor]) -> Iterator[_Pair]:
    """Pairs of actors with the same name, or with ids that differ by a number."""
    by_key: dict[str, dict[str, tuple[Actor, bool]]] = defaultdict(dict)
    by_id: dict[str, Actor] = {}
    for actor in actors:
        by_id[actor.id] = actor
        for number, name in enumerate((actor.name, *actor.aliases)):
            if key := _key(name):
                by_key[key].setdefault(actor.id, (actor, number == 0))
    for same in by_key.values():
        (keep, is_name), *others = same.values()
        for other, is_other_name in others:
            if is_name or is_other_name or {*words(keep.name)} & {*words(other.name)}:
                yield _Pair(keep, other)
    for actor in by_id.values():
        numbered = re.fullmatch(r"(.+)-[0-9]+", actor.id) if actor.declared else None
        first = by_id.get(numbered[1]) if numbered else None
        if first is not None and first.declared:
            one, two = ({*words(name)} for name in (first.name, actor.name))
            if one <= two or two <= one:
                yield _Pair(first, actor)


def _key(name: str) -> str:
    """The letters and digits of a name without titles; "" if there is not much left of it."""
    rest = words(name)
    start = 0
    while start < len(rest) and rest[start] in _TITLES:
        start += 1
    if start and (len(rest) - start < 2 or rest[start] in _OFFICE):
        start = 0
    return "".join(rest[start:])


def _are_two(keep: Actor, other: Actor) -> bool:
    """Whether the ledger says that two actors are not one."""
    countries = {keep.country, other.country} - {None}
    marked = {*not_duplicates(keep)} & {*other.all_names} | {*not_duplicates(other)} & {
        *keep.all_names
    }
    return len(countries) > 1 or bool(marked)


def _spelled_alike(keep: Actor, other: Actor) -> bool:
    """Whether the rule `spelling` reports two names that are not declared."""
    undeclared = not (keep.declared or other.declared)
    return undeclared and same_letters(keep.name) == same_letters(other.name)


def _together(events: Iterable[Event], ids: set[str]) -> set[frozenset[str]]:
    """The pairs of these actors that are in one event."""
    pairs: set[frozenset[str]] = set()
    for event in events:
        inside = {actor.id for actor in (*event.actors, *event.present)} & ids
        pairs.update(map(frozenset, combinations(sorted(inside), 2)))
    return pairs
