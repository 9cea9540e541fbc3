"""The rule of `chrono check` about two actors that may be the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from chrono.core.checks.names import same_letters
from chrono.core.checks.rules import Finding, Join, Path, RuleContext, mentions, rule
from chrono.core.countries import country_of, name_and_country
from chrono.core.lists import separators
from chrono.core.model import Actor, Claim, Event
from chrono.core.names import words
from chrono.core.references import mark_different, not_duplicates
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
"""Titles before a name, which are not part of the name."""

_OFFICE = {"of", "for", "to", "in", "on", "and", "at"}
"""Words after a title that show that the title belongs to an office, as in `President of Finland`.
"""


class SameActors(NamedTuple):
    """Two actors that may be the same.

    `keep`: the actor to keep, a declared one if possible.
    """

    keep: Actor
    other: Actor

    @property
    def sentence(self) -> str:
        """Return a sentence such as `"Ann Ash" may be the same actor as Ann (ann)`."""
        return " may be the same actor as ".join(
            f"{actor.name} ({actor.id})" if actor.declared else f'"{actor.name}"'
            for actor in (self.other, self.keep)
        )

    @property
    def command(self) -> str:
        """Return the command that joins the two actors, such as `chrono join ann ann-2`."""
        return f"chrono join {self.keep.id} {shell_word(self.other.id)}"


@rule("same-actor", "warning", depends_on=("named", "aliases", "extra", "present"),
      duplicates=True)  # fmt: skip
def same_actor(context: RuleContext) -> Iterator[Finding]:
    """The rule reports two actors that may be the same, in one of these cases:

    - The names differ only by case, accents, hyphens, spaces, punctuation or a title such as
      `President`. Text in brackets at the end of one name is ignored.
    - A name of one actor is an alias of the other actor.
    - One name is the other name with more words, or with words in place of initials, as with
      `Trump`, `D. Trump` and `Donald J. Trump`. Titles are ignored. The names end with the same
      word, or one name is only the first word of the other name, as with `Xi` and `Xi Jinping`.
    - The ids are the same except for a number at the end, as with `wang-yi` and `wang-yi-2`. In
      addition, one name has all words of the other name.

    Actors with different countries, and actors who are together in an event, are not reported. The
    message ends with two commands: one joins the two actors, and the other marks them as
    different.
    """
    ledger = context.ledger
    places: dict[str, tuple[Event | Claim, Path]] = {}
    for named_in, path, actor in context.undeclared:
        places.setdefault(actor.id, (named_in, path))
    groups = ([actor.id for actor in (*event.actors, *event.present)] for event in ledger.events)
    actors = dict(ledger.actors)
    actors |= {actor.id: actor for *_, actor in mentions(ledger.claims)}
    declared_first = sorted(actors.values(), key=lambda actor: not actor.declared)
    for pair in same_actors(declared_first, groups):
        other = pair.other
        record, at = (other, ("name",)) if other.declared else places[other.id]
        join = Join(pair.keep.id, other.id, pair.sentence) if pair.keep.declared else None
        yield Finding(record, at, _message(pair), join=join)


def same_actors(actors: Iterable[Actor], groups: Iterable[Iterable[str]]) -> list[SameActors]:
    """Return each pair of actors that may be the same.

    - `actors`: the actors, declared ones first
    - `groups`: the ids of the actors in each event; two actors of one event cannot be the same
    """
    pairs: dict[frozenset[str], SameActors] = {}
    for one in _pairs(actors):
        pairs.setdefault(frozenset((one.keep.id, one.other.id)), one)
    pairs = {ids: one for ids, one in pairs.items() if not _are_two(*one)}
    ids = {id for pair in pairs for id in pair}
    for group in groups if pairs else ():
        for together in combinations(ids.intersection(group), 2):
            pairs.pop(frozenset(together), None)
    groups_of: dict[str, set[str]] = {}
    found = []
    for keep, other in pairs.values():  # without pairs that are one by the pairs before them
        first, second = (groups_of.get(actor.id, {actor.id}) for actor in (keep, other))
        if first is not second:
            groups_of |= dict.fromkeys(first | second, first | second)
            found.append(SameActors(keep, other))
    return found


def _message(pair: SameActors) -> str:
    keep, other = pair
    if not keep.declared:
        return f"{pair.sentence}; if so, declare one: `chrono add actor {shell_word(keep.name)}`"
    apart = mark_different(other, keep.id) if other.declared else mark_different(keep, other.name)
    return f"{pair.sentence}; if so, run `{pair.command}`; if not, run `{apart}`"


class _Named(NamedTuple):
    actor: Actor
    is_name: bool
    is_whole: bool


class _Words(NamedTuple):
    actor: Actor
    name: Sequence[str]
    bare: Sequence[str]


def _pairs(actors: Iterable[Actor]) -> Iterator[SameActors]:
    by_key: dict[str, dict[str, _Named]] = defaultdict(dict)
    by_id: dict[str, Actor] = {}
    plain: dict[str, tuple[Actor, Sequence[str]]] = {}
    for actor in actors:
        by_id[actor.id] = actor
        for number, name in enumerate((actor.name, *actor.aliases)):
            short, bracket = name_and_country(name)
            for text in (name, short) if bracket else (name,):
                all_words = words(text)
                if number == 0:
                    plain[actor.id] = actor, all_words
                if key := "".join(_bare(all_words)):
                    named = _Named(actor, number == 0, text == name)
                    by_key[key].setdefault(actor.id, named)
    for same in by_key.values():
        members = [*same.values()]
        for whole in [at for at, member in enumerate(members) if member.is_whole][:1]:
            for at in (at for at in range(len(members)) if at != whole):
                one, other = members[min(at, whole)], members[max(at, whole)]
                probable = one.is_name or other.is_name
                if probable or {*words(one.actor.name)} & {*words(other.actor.name)}:
                    yield _without_bracket_first(one.actor, other.actor)
    for actor in by_id.values():
        numbered = re.fullmatch(r"(.+)-[0-9]+", actor.id) if actor.declared else None
        base = by_id.get(numbered[1]) if numbered else None
        if base is not None and base.declared:
            first, second = ({*words(name)} for name in (base.name, actor.name))
            if first <= second or second <= first:
                yield SameActors(base, actor)
    yield from _longer_names(plain.values())


def _without_bracket_first(one: Actor, other: Actor) -> SameActors:
    """Return a pair that keeps the actor whose name has no brackets, if only one name has brackets.

    If only one actor is declared, this actor must be `one`, and is kept.
    """
    brackets = [name_and_country(actor.name)[1] for actor in (one, other)]
    is_swapped = one.declared == other.declared and brackets[0] and not brackets[1]
    return SameActors(other, one) if is_swapped else SameActors(one, other)


def _bare(name: Sequence[str]) -> Sequence[str]:
    start = _titles(name)
    return name if len(name) - start < 2 or name[start] in _OFFICE else name[start:]


def _titles(name: Sequence[str]) -> int:
    return next((at for at, word in enumerate(name) if word not in _TITLES), len(name))


def _longer_names(names: Iterable[tuple[Actor, Sequence[str]]]) -> list[SameActors]:
    """Return the pairs of actors of whom one has the other's name with more words."""
    by_words: dict[tuple[str, ...], list[_Words]] = defaultdict(list)
    people = [_Words(actor, name, name[_titles(name) :]) for actor, name in names]
    people = [one for one in people if one.bare and one.bare[0] not in _OFFICE]
    several = {name for one in separators(one.actor.name for one in people) for name in one.likely}
    people = [one for one in people if one.actor.name not in several]
    people = [one for one in people if not country_of(one.actor.name)]
    for one in people:
        for initial in {word[0] for word in one.bare}:
            by_words[one.bare[-1], initial].append(one)
        by_words[one.bare[0],].append(one)
    found: dict[tuple[str, str], tuple[int, SameActors]] = {}
    for one in people:
        ends, is_one_word = by_words[one.bare[-1], one.bare[0][0]], len(one.bare) == 1
        for other in chain(ends, by_words[one.bare[0],] if is_one_word else ()):
            is_same = one.bare == other.bare
            short, long = (one.name, other.name) if is_same else (one.bare, other.bare)
            if len(short) <= len(long) and short != long and _begins(short, long):
                actors = (other.actor, one.actor)
                pair = SameActors(*sorted(actors, key=lambda actor: not actor.declared))
                found[one.actor.id, other.actor.id] = (len(long) - len(short), pair)
    return [pair for _, pair in sorted(found.values(), key=lambda one: one[0])]


def _begins(rest: Iterable[str], more: Iterable[str]) -> bool:
    """Return whether each word of a name, or its initial, is in a longer name, in this order."""
    left = iter(more)
    return all(
        any(word == other or (len(word) == 1 and other[0] == word) for other in left)
        for word in rest
    )


def _are_two(keep: Actor, other: Actor) -> bool:
    if not keep.declared and same_letters(keep.name) == same_letters(other.name):
        return True
    ways = ((keep, other), (other, keep))
    marked = any({*not_duplicates(one)} & {*another.all_names} for one, another in ways)
    return marked or len({keep.country, other.country} - {None}) > 1
