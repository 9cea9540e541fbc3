"""`chrono remove`: an event, a claim, an actor … out of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from chrono.cli.options import command
from chrono.cli.output import closed
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.english import join_and, plural
from chrono.core.references import referrers
from chrono.errors import Cancelled, UsageError, WriteError
from chrono.files.write.entries import EntryRef, find
from chrono.files.write.transaction import LedgerFiles, PendingChange

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(
    app,
    "Take an event out, and print it, so that `chrono add --toml -` can put it back.",
    examples=(
        (
            "chrono remove 2025-12-15-defence-policy-talks --yes > removed.toml",
            "Out of the ledger, and kept in a file.",
        ),
        (
            "chrono remove 2025-12-15-defence-policy-talks --dry-run",
            "What would go, and nothing does.",
        ),
    ),
)
def remove(
    session: Session,
    writing: WriteOptions,
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An event's or a claim's id, or its beginning; or actors.ID …"
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Ask whether it is meant, unless that was said, and cut its lines out."""
    writing.refuse(session)
    agreed: str | None = None
    if not yes and not writing.dry_run:
        agreed = _agreed(LedgerFiles.read(session.found.paths), id)
    removed = whole = ""

    def draft(opened: LedgerFiles) -> PendingChange:
        nonlocal removed, whole
        thing = _free(opened, id)
        removed, whole = thing.text(), thing.id
        if agreed is not None and removed != agreed:
            raise Cancelled(
                f"{thing.id} was changed by somebody while you were asked: nothing is removed"
            )
        return thing.taken_out()

    def answer(_: PendingChange) -> Iterable[str]:
        if closed():
            raise WriteError("nothing was removed: standard output, where it would go, is closed")
        if not id.endswith(whole):
            session.say(f'"{id}" means {whole}')
        lines = removed.splitlines(keepends=True)
        return [*lines[:-1], lines[-1] if lines[-1].endswith("\n") else lines[-1] + "\n"]

    writing.change(session, draft, answer)


def _agreed(opened: LedgerFiles, id: str) -> str:
    """The thing's text, once somebody has said that it is to go."""
    from chrono.cli import prompts

    thing = _free(opened, id)
    if not prompts.possible():
        raise UsageError("nobody can be asked here: --yes says that it is meant")
    text = thing.text()
    title = thing.fields.get("title", "")
    named = f'"{title}", {thing.id}' if title else f"the {thing.noun} {thing.id}"
    lines = plural(len(text.splitlines()), "line")
    if not prompts.confirm(f"Remove {named} ({lines})?", default=False):
        raise Cancelled("nothing was removed")
    return text


def _free(opened: LedgerFiles, id: str) -> EntryRef:
    """The thing of that id. Raises UsageError where something else needs it."""
    ledger, thing = opened.ledger, find(opened, id)
    if thing.kind == "ledger":
        raise UsageError("a ledger's head is not removed: `chrono edit ledger` changes it")
    if pointing := referrers(ledger, thing.kind, thing.id):
        some = pointing if len(pointing) < 9 else [*pointing[:7], f"{len(pointing) - 7} more"]
        raise UsageError(f"{thing.id} cannot be removed: {join_and(some)}")
    return thing
