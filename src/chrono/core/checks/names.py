"""The rules of `chrono check` about the names of actors."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.core.checks.rules import Finding, RuleContext, mentions, rule
from chrono.core.model import Claim
from chrono.core.references import named_in, names_of, references


@rule("near-name", "warning", depends_on=("present",))
def near_name(context: RuleContext) -> Iterator[Finding]:
    """A name in an event, or the speaker of a claim, is not declared, and is one letter away from
    a name, an alias or an id that is declared. Declare the name, or correct it.
    """
    speakers = ((claim, ("by",), claim.by) for claim in context.ledger.claims)
    people = mentions(context.ledger.events, "actors", "present")
    for record, at, actor in (*people, *speakers):
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
    subjects = mentions(context.ledger.claims, "actors")
    people = mentions(context.ledger.events, "actors", "present")
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
