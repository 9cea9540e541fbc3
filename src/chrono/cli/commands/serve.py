"""`chrono serve`: show the ledger as a web page, and reload the page when a ledger file changes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Annotated, Any

from chrono.cli.command import command
from chrono.cli.commands.export import BASE_HELP, INTRO_HELP, PRIVATE_HELP, exported_part
from chrono.cli.options import EXPORT_HELP, WITHOUT_HISTORY, Word, spec
from chrono.cli.session import Session
from chrono.core.query import Question, whole_number
from chrono.core.subset import Subset
from chrono.errors import ChronoError, refuse
from chrono.files.exchange.registry import Document, able_to
from chrono.files.read.text import STDIN

INTERVAL = 0.1
"""The time between two checks of the files [s]. Network drives do not report changes."""
_SETTLED = 0.05
"""The time without a change after which a file counts as saved [s]."""

FileStates = Mapping[str, tuple[int, ...] | None]
"""For each path, numbers that change if the file is saved or replaced, or None without a file."""


@command(option_help={**EXPORT_HELP, **WITHOUT_HISTORY})
def serve(
    session: Session,
    question: Question,
    title: Annotated[Word, spec("--title", "TEXT", "Use this headline.")] = None,
    intro: Annotated[Word, spec("--intro", "TEXT|FILE", f"{INTRO_HELP}.")] = None,
    base: Annotated[Word, spec("--base", "URL", f"{BASE_HELP}.")] = None,
    compact: Annotated[
        bool, spec("--compact", None, "Show each event on one line, with fewer details.")
    ] = False,
    private: Annotated[bool, spec("--private", None, PRIVATE_HELP)] = False,
    port: Annotated[Word, spec("--port", "N", "Use this port [default: a free one].")] = None,
) -> None:
    """Show the web page of the ledger in a browser while you edit.

    The command prints the address of the page, which opens only on this computer. The page reloads
    when you save the ledger. If the ledger has errors, the page lists these errors. Press Ctrl-C to
    stop.

    chrono serve
        Show all events that took place.
    chrono serve 2025 --contacts --port 8080
        Show the contacts of 2025, always at the same address.
    """
    from chrono.cli.web_server import PageServer

    wanted = "a number from 1 to 65535"
    number = whole_number("--port", port, wanted, 1, 65535) if port is not None else 0
    options = {"title": title, "intro": intro, "base": base, "compact": compact}
    preview = _Preview(session, question, private, options)
    page = preview.page()
    with PageServer(number) as server, suppress(KeyboardInterrupt):
        server.show(page)
        server.start()
        print(server.address, flush=True)
        session.note("the page reloads when you save a file; press Ctrl-C to stop")
        session.print_notes()
        session.notes.clear()
        while True:
            wait_for_change(preview.files)
            server.show(preview.page())


class _Preview:
    """The web page of a selection of events. Each call of `page` reads the ledger again.

    `files`: the time and size of each file when the ledger was last read.
    """

    def __init__(
        self, session: Session, question: Question, private: bool, options: dict[str, Any]
    ) -> None:
        refuse((STDIN in session.named, "serve cannot watch standard input; name a file"))
        self._session, self._question, self._private = session, question, private
        self._options = options
        self._part: Subset | None = None
        self._problems: Sequence[str] = ()
        self._paths = {*session.located.paths, *filter(None, [options["intro"]])}
        self.files: FileStates = {}

    def page(self) -> str:
        """Return the HTML of the page.

        If the ledger has errors, the result is the last valid page, with the errors at the top.
        Raises ChronoError for errors before the first valid page.
        """
        export: Any = able_to("export")["html"].function("export")
        # The first page keeps its notes. What is saved while it is made is a later change.
        fresh = self._session.again() if self._part else self._session
        self.files = states(self._paths)
        today = fresh.today
        try:
            part = exported_part(fresh, self._question, self._private)
            document: Document = export(part, today=today, live=(), **self._options)
            self._part, self._problems = part, ()
        except ChronoError as error:
            if self._part is None:
                raise
            if error.lines() != self._problems:
                self._session.print_error(error)
            self._problems = error.lines()
            fresh.remember_files()
            options = {**self._options, "intro": None}  # that file may be the problem
            document = export(self._part, today=today, live=self._problems, **options)
        if more := {*fresh.files} - self._paths:
            self._paths |= more
            self.files = {**states(more), **self.files}
        return document.text


def states(paths: Iterable[str]) -> FileStates:
    """Return the state of each file in `paths`, and of each folder that contains these files.

    A state is a tuple of numbers that change when the file is saved, or None for a missing file.
    """
    files = {*paths}
    folders = {os.path.dirname(path) or os.curdir for path in files}
    return {path: _state(path) for path in sorted(files | folders)}


def _state(path: str) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def wait_for_change(known: FileStates) -> None:
    """Wait until a file has been saved. `known`: the states of the files before the change."""
    while (now := {path: _state(path) for path in known}) == known:
        time.sleep(INTERVAL)
    while True:
        time.sleep(_SETTLED)
        before, now = now, {path: _state(path) for path in known}
        if now == before:
            return
