"""`chrono rename`: change the id of an entry, and every reference to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from chrono.cli.command import command
from chrono.cli.options import WITHOUT_HISTORY, argument, spec
from chrono.cli.prompts import require_consent
from chrono.cli.session import Session
from chrono.cli.write_options import WholeLedgerOptions
from chrono.core.english import plural
from chrono.errors import Cancelled
from chrono.files.write import rename as renaming
from chrono.files.write.apply import PendingChange
from chrono.files.write.ledger_files import LedgerFiles


@command(option_help=WITHOUT_HISTORY)
def rename(
    session: Session,
    writing: WholeLedgerOptions,
    old: Annotated[
        str,
        argument(
            "OLD",
            "The id of an event or claim, actors.ID, sources.ID or types.ID, or an actor's name.",
        ),
    ],
    new: Annotated[str, argument("NEW", "The new id.")],
    yes: Annotated[bool, spec("--yes -y", None, "Skip the confirmation.")] = False,
) -> None:
    """Change the id of an entry everywhere.

    References to the entry change, too. The old id still works in commands.

    chrono rename 2025-10-30-busan 2025-10-30-gimhae
        Rename an event.
    chrono rename actors.xi-jinping xi --dry-run
        Show what would change if an actor got a shorter id.
    """
    writing.refuse_unwritable(session)
    confirmed: renaming.Renaming | None = None
    result: renaming.Renaming

    def make(files: LedgerFiles) -> None:
        nonlocal result
        result = renaming.rename(files, old, new)
        if confirmed not in (None, result):
            raise Cancelled("the ledger was changed by someone else in the meantime; try again")

    def answer(pending: PendingChange) -> Iterable[str]:
        return writing.answer(pending, session, f"renamed {_described(result, ':')}")

    if not yes and not writing.dry_run:
        make(LedgerFiles.read(session.located.paths))
        require_consent(f"Rename {_described(result, ',')}?", "nothing was changed")
        confirmed = result
    writing.transaction(session, make, answer, findings=False)


def _described(result: renaming.Renaming, sign: str) -> str:
    (_, id), name, places, files = result
    where = f"{plural(places, 'occurrence')} in {plural(files, 'file')}"
    return f'"{id}" to "{name}"{sign} {where}'
