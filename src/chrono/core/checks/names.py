"""The rules of `chrono check` about the names of actors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from chrono.core.checks.rules import Finding, RuleContext, mentions, rule
from chrono.core.countries import exact_country
from chrono.core.model import Actor, Claim
from chrono.core.names import words
from chrono.core.references import named_in, names_of, references

_Words = tuple[str, ...]


@rule("near-name", "warning", depends_on=("present",))
def near_name(context: RuleContext) -> Iterator[Finding]:
    """A name in an event, or the speaker of a claim, is not declared, and is one letter away from
    a name, an alias or an id that is declared. Declare the name, or correct it.
    """
    for record, at, actor in mentions(context.ledger.records):
        if name := context.probable_typos.get(actor.id):
            message = f'"{actor.name}" is not declared; did you mean "{name}"?'
            yield Finding(record, at, message)


@rule("undeclared", "warning", depends_on=("present",), strict=True)
def undeclared(context: RuleContext) -> Iterator[Finding]:
    """Someone takes part in an event or was present, but is not declared under `[actors]`. Such an
    actor has no country, and is counted as a country of its own. An actor of a claim who takes
    part in no event is reported too. Each name is reported once, where it first appears.
    """
    known = set(context.probable_typos)
    for record, at, actor in mentions(context.ledger.records):
        if not actor.declared and actor.id not in known and at != ("by",):
            known.add(actor.id)
            where = " under [actors]"
            if isinstance(record, Claim):
                where = " and takes part in no event"
            yield Finding(record, at, f'"{actor.name}" is not declared{where}')


@rule("unused", "warning", depends_on=("named",))
def unused(context: RuleContext) -> Iterator[Finding]:
    """An actor is declared, but no event, claim or source names them."""
    ledger = context.ledger
    taking_part = {actor.id for event in ledger.events for actor in (*event.actors, *event.present)}
    left = [
        actor
        for actor in ledger.actors.values()
        if actor.declared and actor.id not in taking_part and actor not in ledger.principals
    ]
    if not left:
        return
    sources = {id(source): source for event in ledger.events for source in event.sources}
    named = named_in(ledger._replace(events=()))
    named.update(("names", event.initiator) for event in ledger.events if event.initiator)
    named.update(one[:2] for source in sources.values() for one in references(source))
    for actor in left:
        if named.isdisjoint(names_of(actor)):
            yield Finding(actor, (), f'the actor "{actor.id}" is declared but not used')


@rule("unlisted", "warning", depends_on=("place", "present"), strict=True)
def unlisted(context: RuleContext) -> Iterator[Finding]:
    """The title names a declared actor, by a whole name or alias, who is neither among the actors
    of the event nor present. A name that several actors have, or that is also the name of a country
    or of a place in the ledger, is not reported.
    """
    bearers: defaultdict[_Words, set[Actor]] = defaultdict(set)
    for actor in context.ledger.actors.values():
        for name in (actor.name, *actor.aliases):
            if exact_country(name) is None:
                bearers[tuple(words(name))].add(actor)
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for phrase in filter(None, bearers):
        lengths[phrase[0]].add(len(phrase))

    def names_in(text: str) -> Iterator[set[Actor]]:
        """The bearers of each name in a text; of two names at one place, of the longer one."""
        rest, at = words(text), 0
        while at < len(rest):
            longest_first = sorted(lengths.get(rest[at], ()), reverse=True)
            phrases = (tuple(rest[at : at + length]) for length in longest_first)
            phrase = next((phrase for phrase in phrases if phrase in bearers), (rest[at],))
            yield bearers.get(phrase, set())
            at += len(phrase)

    for place in context.ledger.places:
        for actors in names_in(place):
            actors.clear()
    for event in context.ledger.events:
        taking_part = {*event.actors, *event.present}
        named = [actors for actors in names_in(event.title) if actors.isdisjoint(taking_part)]
        for actor in dict.fromkeys(one for actors in named if len(actors) == 1 for one in actors):
            message = f"the title names {actor.name} ({actor.id}), but actors and present do not"
            yield Finding(event, ("title",), message)
