"""`chrono edit`: change an event, claim, actor … by keys and values, or in an editor."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Annotated

from chrono.cli import typed_dates
from chrono.cli.command import command
from chrono.cli.options import Words, argument, spec
from chrono.cli.record_options import SourceDetails
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.english import join_and
from chrono.core.references import referrers
from chrono.core.sentences import id_used
from chrono.errors import UsageError
from chrono.files.format.new_entry import DATED
from chrono.files.write.apply import PendingChange, is_in_order
from chrono.files.write.edit import ArgumentEditor
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver

_ID = "The id of an event or claim; actors.ID, sources.ID or types.ID for other entries; or ledger."
_SET = (
    'Set a field; KEY+=VALUE adds to a list, KEY-=VALUE removes from it; separate items with ";".'
)


@command()
def edit(
    session: Session,
    sources: SourceDetails,
    writing: WriteOptions,
    id: Annotated[str, argument("ID", _ID)],
    set_: Annotated[Words, spec("--set", "KEY=VALUE", _SET)] = None,
    unset: Annotated[Words, spec("--unset", "KEY", "Remove a field (repeatable).")] = None,
) -> None:
    """Change an entry, with options or in your editor.

    Without options, your editor ($VISUAL or $EDITOR) opens the entry. Name an actor, source or type
    by table and id, such as actors.xi-jinping. For the [ledger] table, write ledger. You can
    shorten an ID, as long as only one entry matches.

    chrono edit 2025-10-30-busan --set place=Gimhae --set "tags+=summit"
        Change the place and add a tag.
    chrono edit 2025-10-30-busan --source https://example.org/busan --publisher "The Wire"
        Add a source.
    chrono edit 2025-10-30-busan
        Edit the entry in your editor.
    """
    writing.refuse_unwritable(session)
    if not (set_ or unset or sources):
        from chrono.cli import editor

        editor.edit(session, writing, id)
        return

    parse = partial(typed_dates.parse, session)

    def make(files: LedgerFiles) -> None:
        edit = ArgumentEditor(files.entry(id), NameResolver(files), parse)
        for words in set_ or ():
            edit.set(words)
        if sources:
            edit.extend("sources", sources["sources"])
        for key in unset or ():
            edit.unset(key)
        kind, old, new = edit.entry.kind, edit.entry.id, str(edit.entry.fields.get("id"))
        if kind in DATED and new != old:
            if line := files.line(kind, new):
                raise UsageError(id_used(edit.entry.noun, new, line))
            if references := referrers(files.ledger, kind, old):
                what = f"--set cannot change the id {old}, since {join_and(references)}"
                raise UsageError(f"{what}; run `chrono rename {old} {new}`")

    def answer(pending: PendingChange) -> Iterable[str]:
        (entry,) = pending.files.entries.values()
        if pending.changes_nothing:
            session.note("nothing to change: the values are the same")
        elif not writing.dry_run:
            whole = id if id.endswith(entry.id) else entry.id
            session.note(f'changed "{whole}"', *_out_of_order(pending))
        return entry.changed_text().splitlines(keepends=True) if writing.dry_run else ()

    writing.transaction(session, make, answer)


def _out_of_order(pending: PendingChange) -> list[str]:
    return [
        f"the {kind} are no longer sorted by date, so new ones will be added at the end of the "
        "file; to restore the order, move the entry to its place"
        for change in pending.changes
        for kind in {str(path[0]) for path in change.paths} & {*DATED}
        if is_in_order(change.before.data[kind]) and not is_in_order(change.data[kind])
    ]
