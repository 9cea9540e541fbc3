"""Find out whom the words of a clause mean: names, offices and pronouns such as `they`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chrono.core.proof.names import Names
from chrono.core.proof.people import Party, unions
from chrono.core.proof.statements import Context
from chrono.core.proof.words import Mark


class Resolved(NamedTuple):
    """The parties that take part in the event of a clause.

    - `others`: like `parties`, but an office means anyone who has held the office
    - `own`: whether the clause itself names one of the parties
    - `blocked`: whether one of the parties is unknown
    """

    parties: tuple[Party, ...]
    others: tuple[Party, ...]
    own: bool
    blocked: bool


PAIR = ("they", "two", "their", "leaders")
"""Pronouns for two people whom the text has named."""


def resolved(marks: Sequence[Mark], text: str, context: Context, names: Names) -> Resolved:
    """Return the parties that the words of `marks` mean. `context` decides whom pronouns mean."""
    parties: list[Party] = []
    others: list[Party] = []
    end = -1
    named = [mark.value for mark in marks if not mark.value.pronoun]
    if len({party.actors for value in named for party in value.parties}) > 1:
        marks = [mark for mark in marks if mark.value.pronoun not in PAIR]  # `Ann and Ben's third`
    for mark in marks:
        either = end >= 0 and text[end : mark.start].strip(" ,") == "or"
        end = mark.end
        new, holders = _named_by(mark, context, names)
        if either and parties and new:
            parties[-1] = unions((parties[-1], *new), f"{parties[-1].label} or {new[0].label}")
            others[-1] = unions((others[-1], *(holders or new)), parties[-1].label)
            continue
        for at, party in enumerate(new):
            if all(party.actors != one.actors for one in parties):
                parties.append(party)
                others.append(holders[at] if at < len(holders) else party)
    more, blocked = _by_pronoun({mark.value.pronoun for mark in marks}, parties, context, names)
    parties, others = [*parties, *more], [*others, *more]
    for at, party in enumerate(parties):
        if (one := _one_of_several(party, at, parties, marks, names)) is not party:
            blocked = blocked or one is None
            parties[at] = others[at] = one or party
    blocked = blocked or any(value.unknown for value in named)
    leaders = len(parties) == len(names.principals) and {*names.principals} == {*parties}
    different = () if leaders or others == parties else tuple(others)
    return Resolved(tuple(parties), different, bool(named), blocked)


def _named_by(
    mark: Mark, context: Context, names: Names
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    if mark.value.pronoun == "leaders":
        return names.leaders(context.pair), ()
    if mark.value.pronoun == "two" and len(context.pair) > 2:
        return tuple(one for one in context.pair if one in names.principals), ()
    if mark.value.pronoun in ("they", "two", "their"):
        return context.pair, ()
    return ((), ()) if mark.value.pronoun else (mark.value.parties, mark.value.holders)


def _by_pronoun(
    pronouns: set[str], parties: Sequence[Party], context: Context, names: Names
) -> tuple[list[Party], bool]:
    more: list[Party] = []
    blocked = False
    if "counterpart" in pronouns and len(parties) == 1:
        other = names.counterpart(parties[0])
        more, blocked = ([other] if other else []), other is None
    if not pronouns.isdisjoint(("he", "his", "him")) and len(parties) + len(more) < 2:
        more += _he([*parties, *more], context, names)
    if "visitors" in pronouns and len(parties) + len(more) == 1:
        one = [*parties, *more][0]
        rest = [other for other in context.pair if not other.actors & one.actors]
        if len(rest) == 1 or (len(context.pair) == 2 and rest):
            more.append(rest[-1])
    return more, blocked


def _he(parties: Sequence[Party], context: Context, names: Names) -> list[Party]:
    """Return the last person whom `he` may mean, in a list, or [].

    The person must not be from the country of one of `parties`.
    """
    countries = names.countries_of(parties)
    return [one for one in context.persons if not names.countries_of([one]) & countries][:1]


def _one_of_several(
    party: Party, at: int, parties: Sequence[Party], marks: Sequence[Mark], names: Names
) -> Party | None:
    """Return the person whom a surname or office means, or None if this is unclear.

    The right person has met the rest of `parties`.
    """
    values = [mark.value for mark in marks if mark.value.parties == (party,)]
    rest = next((value.rest for value in values if value.rest), ())
    if not rest:
        return party
    others = [*parties[:at], *parties[at + 1 :]]
    met: list[Party] = [
        one for one in (party, *rest)
        if names.have_met(frozenset((one, *others)))
    ]  # fmt: skip
    unsure = any(value.unsure for value in values)
    if len(met) == 1 and (others or not unsure):
        return met[0]
    return None if unsure else party
