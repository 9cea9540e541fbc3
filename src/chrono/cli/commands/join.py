"""`chrono join`: join two entries, such as two actors, into one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from chrono.cli.command import command
from chrono.cli.options import WITHOUT_HISTORY, Word, argument, spec
from chrono.cli.prompts import can_ask, require_consent
from chrono.cli.session import Session
from chrono.cli.write_options import WholeLedgerOptions
from chrono.core.english import first_few, plural
from chrono.errors import Cancelled
from chrono.files.write import join as joining
from chrono.files.write.apply import PendingChange
from chrono.files.write.ledger_files import LedgerFiles

_OTHER = "The entry to join to KEEP: its id, or the name of an actor."
_COUNTRY = "The country to keep, if two actors have different ones."


@command(option_help=WITHOUT_HISTORY)
def join(
    session: Session,
    writing: WholeLedgerOptions,
    keep: Annotated[str, argument("KEEP", "The entry to keep: its id, or the name of an actor.")],
    other: Annotated[str, argument("OTHER", _OTHER)],
    country: Annotated[Word, spec("--country", "CODE", _COUNTRY)] = None,
    yes: Annotated[bool, spec("--yes -y", None, "Skip the confirmation.")] = False,
) -> None:
    """Join two entries, such as two actors, into one.

    Use this command if an actor or an event is in the ledger twice. chrono adds the names, sources
    and other details of OTHER to KEEP, and removes OTHER. Where the two differ, chrono keeps the
    value of KEEP and prints the value of OTHER. The id of OTHER still works in commands.

    chrono join xi-jinping xi-jinping-2
        Join two actors.
    chrono join xi-jinping "Xi Jin-ping"
        Join an actor that has no id.
    chrono join 2025-10-30-busan 2025-10-30-gimhae --dry-run
        Show what would change if two events became one.
    """
    writing.refuse_unwritable(session)
    confirmed: joining.Joining | None = None
    result: joining.Joining

    def make(files: LedgerFiles) -> None:
        nonlocal result
        result = joining.join(files, keep, other, country)
        if confirmed not in (None, result):
            raise Cancelled("the ledger was changed by someone else in the meantime; try again")

    def answer(pending: PendingChange) -> Iterable[str]:
        moved, files = plural(result.references, "reference"), plural(result.files, "file")
        added = f'joining adds {first_few(result.added, word="and")} to "{result.keep.id}"'
        joined = f'"{result.other.id}" becomes part of "{result.keep.id}"'
        notes = [f"{joined}: {moved} moved, {files} changed"]
        notes += [added] if result.added else []
        notes += [] if confirmed else result.notes
        return writing.answer(pending, session, *notes, lines=result.removed)

    if not yes and not writing.dry_run:
        files = LedgerFiles.read(session.located.paths)
        make(files)
        if can_ask():
            session.note_now(*result.notes)
        require_consent(_question(result, files), "nothing was changed")
        confirmed = result
    writing.transaction(session, make, answer)


def _question(result: joining.Joining, files: LedgerFiles) -> str:
    labels = []
    for entry in (result.other, result.keep):
        key = {"events": "title", "claims": "statement", "types": "label"}.get(entry.kind, "name")
        text = getattr(joining.record(files.ledger, entry), key)
        labels.append(f'"{text}"' if text == entry.id else f'"{text}" ({entry.id})')
    lines = plural(len(result.removed.splitlines()), "line")
    return f"Join {' to '.join(labels)}{f', and remove {lines}' if result.removed else ''}?"
