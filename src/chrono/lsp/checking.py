"""Check the ledgers of the open documents when the editor is idle, and report the problems."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from lsprotocol import types

from chrono.lsp.analysis import Analysis, diagnostic, hidden_warnings
from chrono.lsp.documents import Document, Documents, uri_of
from chrono.lsp.ledgers import Ledgers

DELAY = 0.15
"""The time without changes after which the ledgers are checked [s]."""

IDLE = 30
"""The time without changes after which unused memory is collected [s]."""

log = logging.getLogger(__name__)

Report = Callable[[str, int | None, Sequence[types.Diagnostic]], None]
"""A function that sends the diagnostics of a document with this URI and this version.

The version is None for a file that is not open.
"""


class Checker:
    """A checker of ledgers. It works in a separate thread, so that requests need not wait.

    - `report`: a function that sends the diagnostics of one document to the editor
    - `checked`: a function that is called after each check
    """

    def __init__(self, ledgers: Ledgers, report: Report, checked: Callable[[], None]) -> None:
        self.documents = Documents()
        self.analyses: Sequence[Analysis] = ()
        self._ledgers, self._report, self._after = ledgers, report, checked
        self._worker = ThreadPoolExecutor(1)
        self._lock = asyncio.Lock()
        self._timers: list[asyncio.TimerHandle] = []
        self._tasks = set[asyncio.Task[None]]()
        self._changes = self._checked = 0
        self._reported: dict[str, Sequence[types.Diagnostic]] = {}

        gc.disable()  # a collection stops all threads, so that one who types would notice it

    def schedule(self, delay: float = DELAY) -> None:
        """Check the ledgers as soon as no text has changed for `delay` seconds."""
        self._changes += 1
        for timer in self._timers:
            timer.cancel()
        loop = asyncio.get_running_loop()
        self._timers = [loop.call_later(delay, self._start), loop.call_later(IDLE, gc.collect)]

    def _start(self) -> None:
        task = asyncio.ensure_future(self._check())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def of(self, document: Document) -> Analysis | None:
        """Return the analysis of the ledger that contains a document, from the last check.

        Return None if no ledger contains the document.
        """
        return next((one for one in self.analyses if document.path in one.sources), None)

    async def fresh(self) -> None:
        """Wait until a check has included all changes so far."""
        while self._checked < self._changes:
            await self._check()

    async def _check(self) -> None:
        async with self._lock:
            if self._checked >= self._changes:
                return
            number, documents = self._changes, dict(self.documents.by_path)
            analyse, encoding = self._ledgers.analyse, self.documents.encoding
            loop = asyncio.get_running_loop()
            try:
                self.analyses = await loop.run_in_executor(
                    self._worker, analyse, documents, encoding
                )
            except Exception:
                log.exception("the ledgers could not be checked")
            self._checked = number
            if number == self._changes:
                self._report_all()
                self._after()

    def _report_all(self) -> None:
        opened = {one.path: one for one in self.documents.by_path.values()}
        found: dict[str, list[types.Diagnostic]] = {path: [] for path in opened}
        for analysis in self.analyses:
            found |= {path: [] for path in analysis.sources if path not in found}
            for problem in analysis.problems:
                found.setdefault(problem.path, []).append(diagnostic(problem))
            for rule, number in analysis.hidden.items():
                found[next(iter(analysis.sources))].append(hidden_warnings(rule, number))
        uris = {path: opened[path].uri if path in opened else uri_of(path) for path in found}
        reported = {uris[path]: problems for path, problems in found.items()}
        versions = {one.uri: one.version for one in opened.values()}
        for uri in self._reported.keys() - reported.keys():
            self._report(uri, None, [])
        for uri, problems in reported.items():
            if uri in versions or self._reported.get(uri, []) != problems:
                self._report(uri, versions.get(uri), problems)
        self._reported = {uri: problems for uri, problems in reported.items() if problems}
