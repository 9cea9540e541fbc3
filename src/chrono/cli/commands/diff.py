"""`chrono diff`: show which events, claims and counts differ between two ledgers."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Annotated, Any

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import Words, argument
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.diff import differences
from chrono.core.model import EventType, Number, Role, Source
from chrono.core.periods import Period
from chrono.core.sentences import no_effect
from chrono.errors import UsageError, refuse
from chrono.files.exchange.record import source_record
from chrono.files.exchange.rows import Table, key_columns
from chrono.files.format.content import has_content, plain_data
from chrono.files.index.load import load, load_each
from chrono.files.read.text import STDIN, label

_PATHS = (
    "The old and the new ledger, or - for standard input [default of OLD: the ledger in use; with "
    "--at, NEW may be omitted]."
)
COLUMNS = ("kind", "change", "id", "keys", "before", "after")


@command()
def diff(
    session: Session, output: Output, paths: Annotated[Words, argument("[OLD] NEW", _PATHS)] = None
) -> None:
    """Compare two ledgers and show which counts change.

    The output lists the entries that were added, removed or changed, and the counts that differ.
    With --at, OLD is an earlier state of the ledger in use. NEW is then the present state, unless
    you name another ledger.

    chrono diff draft.toml
        Compare your ledger with a draft.
    chrono diff old.toml events.toml
        Compare an old copy with a new one.
    chrono diff HEAD
        Show the changes since the last commit in git, as with --at HEAD.
    """
    paths = paths or []
    if len(paths) == 1 and _is_revision(session, paths[0]):
        paths = []
    named = no_effect("--ledger (-f)", "on diff; omit it, and name both ledgers after the command")
    refuse(
        (not paths and not session.at, "missing argument: [OLD] NEW"),
        (len(paths) > 1 and session.at, no_effect("--at", "on two named ledgers")),
        (len(paths) > 2, f'unexpected argument "{" ".join(paths[2:])}"'),
        (len(paths) > 1 and session.named, named),
        (paths == [STDIN, STDIN], "only one of the two ledgers can be standard input"),
    )
    ledgers = [session.read()] if len(paths) < 2 else []
    ledgers += load_each(paths) if paths else [load(session.located.paths)]
    session.files += [name for ledger in ledgers for name in ledger.files]
    values = ((*one[:3], one.keys, one.before, one.after) for one in differences(*ledgers))
    rows = [dict(zip(COLUMNS, map(_plain, each), strict=True)) for each in values]
    if not rows:
        session.note("the two ledgers have the same content")
    table = Table(key_columns(*COLUMNS), rows)
    in_use = " ".join(session.located.paths)
    ends = [f"{in_use} at {session.at}" if session.at else in_use] if len(paths) < 2 else []
    ends += map(label, paths) if paths else [in_use]
    output.rows(table, lambda _: views.diff.differences(rows, ledgers[0], ledgers[1], ends))


def _is_revision(session: Session, word: str) -> bool:
    """Return whether a word names a commit and no file. If so, the session reads this commit."""
    if session.at is not None or word == STDIN or os.path.lexists(word):
        return False
    session.at = word
    with suppress(UsageError):
        return bool(session.storage)
    session.at = None
    return False


def _plain(value: Any) -> Any:
    if isinstance(value, Source):
        record = source_record(value)
        return {key: one for key, one in record.items() if has_content(one) and one is not False}
    if isinstance(value, Period):
        return value.text
    if isinstance(value, (EventType, Number, Role)):
        value = value._asdict()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if type(value) in (list, tuple) else plain_data(value)
