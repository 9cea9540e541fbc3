"""What a shell may complete a word to, by the ledger that the command line names.

Nothing is said while somebody types: a ledger that cannot be read completes nothing.
"""

from __future__ import annotations

import typer

from chrono.cli.session import Session
from chrono.errors import ChronoError
from chrono.files.ledger import load, load_for
from chrono.files.parts import STDIN


def actors(context: typer.Context, incomplete: str) -> list[str]:
    """The ids of actors, and the words of their names, that begin so; ids where nothing is typed.

    Each is a word by which `--actor` finds them.
    """
    named: list[str] = []
    at: typer.Context | None = context
    while at is not None:
        named = [*(at.params.get("ledger") or ()), *named]
        at = at.parent  # type: ignore[assignment]
    try:
        paths = Session(tuple(named)).found.paths
        if STDIN in paths:
            return []  # the shell's own, which ends only when somebody ends it
        ledger = load_for(paths, ()) or load(paths)
    except ChronoError:
        return []
    people = [actor for actor in ledger.actors.values() if actor.declared]
    found = [actor.id for actor in people]
    if incomplete:
        found += [
            word for one in people for name in (one.name, *one.aliases) for word in name.split()
        ]
    return [word for word in dict.fromkeys(found) if word.startswith(incomplete)]
