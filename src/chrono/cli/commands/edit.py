"""`chrono edit`: change entries, with options or in a text editor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Annotated

from chrono.cli import typed_dates
from chrono.cli.command import command
from chrono.cli.options import WITHOUT_HISTORY, Words, argument, spec
from chrono.cli.record_options import SourceDetails
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.english import join_and
from chrono.core.references import referrers
from chrono.core.sentences import changed, id_used, needs, shell_word
from chrono.errors import UsageError, refuse
from chrono.files.format.keys import TABLES
from chrono.files.format.new_entry import DATED
from chrono.files.write.apply import PendingChange, is_in_order
from chrono.files.write.edit import ArgumentEditor
from chrono.files.write.entry import Entry
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver

_ID = (
    "The id of an event or claim; for other entries, actors.ID, sources.ID or types.ID; or "
    '"ledger".'
)
_SET = (
    'Set a field, add to a list with KEY+="ONE; TWO", or remove from a list with KEY-=ONE '
    "(repeatable)."
)


@command(option_help=WITHOUT_HISTORY)
def edit(
    session: Session,
    sources: SourceDetails,
    writing: WriteOptions,
    ids: Annotated[list[str], argument("ID…", _ID)],
    set_: Annotated[Words, spec("--set", "KEY=VALUE", _SET)] = None,
    unset: Annotated[Words, spec("--unset", "KEY", "Remove a field (repeatable).")] = None,
) -> None:
    """Change entries, with options or in your text editor.

    An entry is an event, a claim, an actor, a source or a type. Without options, the entry opens in
    your text editor. To change the title or other settings of the ledger, write "ledger" instead of
    an id.

    chrono edit 2025-10-30-busan --set place=Gimhae --set "tags+=summit"
        Change the place and add a tag.
    chrono edit 2025-10-30-busan --source https://example.org/busan --publisher "The Wire"
        Add a source.
    chrono edit 2025-10-30-busan
        Edit the entry in your text editor.
    """
    writing.refuse_unwritable(session)
    _refuse_values(ids)
    if not (set_ or unset or sources):
        from chrono.cli import editor

        refuse((len(ids) > 1, needs("a change of several entries", "--set, --unset or --source")))
        editor.edit(session, writing, ids[0])
        return

    parse = partial(typed_dates.parse, session)

    def make(files: LedgerFiles) -> None:
        for id in dict.fromkeys(ids):
            edit = ArgumentEditor(files.entry(id), NameResolver(files), parse)
            for words in set_ or ():
                edit.set(words)
            edit.separate_country()
            if sources:
                edit.add_sources(sources["sources"])
            for key in unset or ():
                edit.unset(key)
            _check_new_id(files, edit.entry, len(ids) > 1)

    def answer(pending: PendingChange) -> Iterable[str]:
        entries = pending.files.entries.values()
        if pending.changes_nothing:
            session.note("nothing to change: the values are the same")
        elif not writing.dry_run:
            session.note(changed(_changed(entries, ids)), *_out_of_order(pending))
        texts = [entry.changed_text() for entry in entries] if writing.dry_run else ()
        return [line for text in texts for line in text.splitlines(keepends=True)]

    writing.transaction(session, make, answer)


def _refuse_values(ids: Iterable[str]) -> None:
    for id in ids:
        key, equals, _ = id.partition("=")
        if equals and any(key.rstrip("+-") in table.keys for table in TABLES.values()):
            raise UsageError(f'"{id}" is not an id; write --set {shell_word(id)}')


def _check_new_id(files: LedgerFiles, entry: Entry, is_one_of_several: bool) -> None:
    kind, old, new = entry.kind, entry.id, str(entry.fields.get("id"))
    if kind in DATED and new != old:
        refuse((is_one_of_several, "--set id cannot change several entries; name only one entry"))
        if line := files.line(kind, new):
            raise UsageError(id_used(entry.noun, new, line))
        if references := referrers(files.ledger, kind, old):
            what = f"--set cannot change the id {old}, because {join_and(references)}"
            raise UsageError(f"{what}; run `chrono rename {old} {new}`")


def _changed(entries: Iterable[Entry], ids: Sequence[str]) -> Iterator[str]:
    # The changed entries, as they were typed, or by their ids if an id was shortened.
    for entry in entries:
        if entry.changed_text() != entry.text():
            yield next((id for id in ids if id.endswith(entry.id)), entry.id)


def _out_of_order(pending: PendingChange) -> list[str]:
    return [
        f"after this change, the {kind} in the file are not in date order; to restore the order, "
        f"move the changed {kind} in an editor"
        for change in pending.changes
        for kind in {str(path[0]) for path in change.paths} & {*DATED}
        if is_in_order(change.before.data.get(kind, [])) and not is_in_order(change.data[kind])
    ]
