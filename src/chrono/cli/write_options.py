"""How a command that writes is told to: where to, how long to wait for others, or not at all."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

import typer

from chrono.cli.options import OptionBundle, Word, option
from chrono.cli.output import silence
from chrono.cli.session import Session
from chrono.core.checks import check_events
from chrono.core.text import escape_controls
from chrono.errors import UsageError, WriteError
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.add import added
from chrono.files.write.names import NameResolver
from chrono.files.write.transaction import LedgerFiles, Make, PendingChange, change, refuse


class WriteOptions:
    """What was said of the writing: the part of the ledger, the seconds, and whether it is done."""

    def __init__(
        self, to: str | None = None, wait: str | None = None, dry_run: bool = False
    ) -> None:
        self.to = to
        self.wait = _seconds(wait)
        self.dry_run = dry_run
        self.said = to is not None or wait is not None or dry_run

    def refuse(self, session: Session) -> None:
        """Raise WriteError, before anybody is asked anything, where nothing could be written."""
        if self.dry_run:
            return
        if session.found.bundled:
            raise WriteError(
                "there is no events.toml here or above, and the ledger that ships with chrono is "
                "never written to: `chrono init` makes one of your own"
            )
        refuse(session.found.paths)

    def change(
        self, session: Session, make: Make, answer: Callable[[PendingChange], Iterable[str]]
    ) -> PendingChange:
        """Make a change, or show what it would be.

        The answer is written when all else has gone well, just before the file is replaced: what
        was removed, say, is lost to nobody where standard output cannot take it.
        """
        self.refuse(session)
        answered = False

        def ready(draft: PendingChange) -> None:
            nonlocal answered
            if not answered:
                write_lines(answer(draft))
                session.say(*_found(draft, session.today))
            answered = True

        return change(
            session.found.paths,
            make,
            to=self.to,
            wait=self.wait,
            say=session.say,
            ready=ready,
            dry_run=self.dry_run,
        )

    def add(self, session: Session, make: Callable[[NameResolver], Sequence[NewEntry]]) -> None:
        """Write what is made of a ledger's names, and print the ids; or show the lines."""
        additions: Sequence[NewEntry] = ()
        notes: list[str] = []

        def draft(opened: LedgerFiles) -> PendingChange:
            nonlocal additions, notes
            meant = NameResolver(opened)
            additions, notes = make(meant), meant.notes
            return added(opened, opened.part(self.to), additions)

        def answer(_: PendingChange) -> Iterable[str]:
            session.say(*dict.fromkeys(notes))
            if not additions:
                session.say("there is nothing to add")
            if self.dry_run:
                lines = "\n".join(addition.text for addition in additions)
                return lines.splitlines(keepends=True)
            events = [addition for addition in additions if addition.kind == "events"]
            for addition in additions if events else ():
                if addition.kind == "actors":
                    country = addition.fields.get("country", "of no country")
                    name = addition.fields["name"]
                    session.say(f"new under [actors]: {addition.id}, {name}, {country}")
            return [f"{addition.id}\n" for addition in events or additions]

        self.change(session, draft, answer)


_MOST = 10
"""So many sentences are said of what is written; `chrono check` has them all."""


def _found(draft: PendingChange, today: dt.date) -> list[str]:
    """What `chrono check` says of the events that are new or changed."""
    numbers = [path[1] for path in draft.things if path[0] == "events"]
    if not numbers or len(numbers) > 25:
        return []  # so many are looked through at once, not one by one
    ids = {str(draft.data["events"][number]["id"]) for number in numbers}
    found = [
        f"{finding.message} [{rule.name}]"
        for rule, finding in check_events(draft.ledger, ids, today)
    ]
    more = len(found) - _MOST
    return found[:_MOST] + [f"and {more} more: `chrono check` has them all"] * (more > 0)


def write_lines(lines: Iterable[str]) -> None:
    """Lines to standard output, at once; on a terminal with nothing in them that steers it.

    Raises WriteError where they cannot be written.
    """
    try:
        _write(lines, sys.stdout.isatty())
    except OSError as error:
        silence()
        why = (error.strerror or str(error)).lower()
        raise WriteError(
            f"nothing was changed, since the answer could not be written: {why}"
        ) from None


def _write(lines: Iterable[str], on_terminal: bool) -> None:
    for line in lines:
        end = "\n" if line.endswith("\n") else ""
        bare = line.removesuffix("\n").removesuffix("\r")
        sys.stdout.write(escape_controls(bare) + end if on_terminal else line)
    sys.stdout.flush()


def _seconds(words: str | None) -> float:
    if words is None:
        return 60
    try:
        seconds = float(words)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < 1e6:
        raise UsageError(f'--wait "{words}": it takes seconds, such as 60 or 0.5')
    return seconds


_OPTIONS: dict[str, Any] = {
    "to": Annotated[
        Word,
        option("--to", metavar="FILE", text="The file to write to, where a ledger has several."),
    ],
    "wait": Annotated[
        Word, option("--wait", metavar="SECONDS", text="Wait so long for other writers; 60.")
    ],
    "dry_run": Annotated[
        bool, option("--dry-run", text="Show what would be written, and write nothing.")
    ],
}


def _build(context: typer.Context, **own: Any) -> WriteOptions:
    return WriteOptions(**own)


WriteOptions.GROUP = OptionBundle(_OPTIONS, _build, {"Writing": _OPTIONS})  # type: ignore[attr-defined]
