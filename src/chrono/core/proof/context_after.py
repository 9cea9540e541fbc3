"""The context after a question, a statement or a clause: what later words may refer to."""

from __future__ import annotations

from chrono.core.proof.context import Context
from chrono.core.proof.findings import Finding
from chrono.core.proof.people import Party
from chrono.core.proof.scenes import Scene
from chrono.core.proof.statements import Statement


def after_question(context: Context, statement: Statement) -> Context:
    """The context after a question for a number."""
    about = statement.about
    pair = about.parties if len(about.parties) > 1 else context.pair
    return context._replace(counted=about, windows=statement.windows, asked=True, pair=pair)


def after_statement(context: Context, statement: Statement, finding: Finding | None) -> Context:
    """The context after a statement. `finding`: what the ledger has of it, if anything."""
    if finding and finding.events:
        context = _after_events(context, statement, finding)
    if statement.kind == "count" and statement.ordinal is None and statement.about.kind:
        context = context._replace(counted=statement.about, windows=statement.windows)
    return context


def _after_events(context: Context, statement: Statement, finding: Finding) -> Context:
    events = finding.events
    if statement.kind in ("event", "date"):
        context = context._replace(events=events)
        if len(statement.about.parties) == len(events) == 1 and finding.verdict == "stands":
            pair = (Party(frozenset((actor.id,)), actor.name) for actor in events[0].actors)
            context = context._replace(pair=tuple(pair))
    elif statement.kind == "interval" and len(events) == 2:
        far = statement.other.named if statement.other else ()
        near = tuple(event for event in events if event not in far)
        context = context._replace(events=(near or events)[-1:])
    elif statement.kind == "count" and statement.ordinal:
        context = context._replace(events=events[-1:])
    return context


def after_clause(context: Context, scene: Scene) -> Context:
    """The context after a clause."""
    if len(scene.parties) >= 2 and scene.own_parties and (scene.kind or scene.of("reference")):
        context = context._replace(pair=scene.parties)
    for mark in reversed(scene.of("people")):
        value = mark.value
        if len(value.parties) == 1 and not value.pronoun and value.person:
            rest = (one for one in context.persons if one != value.parties[0])
            context = context._replace(persons=(value.parties[0], *rest)[:4])
    if scene.kind is not None and scene.kind.noun:
        context = context._replace(kind=scene.kind)
    return context
