"""Choose the ledger of each open document, and analyse the ledgers again after each change."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from chrono.errors import ChronoError, LedgerError
from chrono.files.disk.locate import locate_ledger
from chrono.files.format.keys import HEADERS
from chrono.files.read.diagnostics import Diagnostics
from chrono.files.read.edited_files import parse_again
from chrono.files.read.load import examine
from chrono.files.read.source_files import SourceFile, expand, gather
from chrono.files.read.text import decode
from chrono.lsp.analysis import Analysis
from chrono.lsp.documents import Document, Overlay
from chrono.lsp.vocabulary import Vocabulary

_TABLE = re.compile(rf"^[ \t]*\[\[?[ \t]*(?:{'|'.join(set(HEADERS) - {'extra'})})\b", re.M)


class Ledgers:
    """The ledgers of the open documents.

    - `named`: the paths of ledgers from the option `--ledger`
    - `configured`: a function that returns the paths of ledgers in the settings
    """

    def __init__(
        self,
        named: Sequence[str],
        configured: Callable[[], Sequence[str]],
        today: Callable[[], dt.date],
    ) -> None:
        chosen = named or filter(None, [os.environ.get("CHRONO_LEDGER")])
        self._named = [*map(os.path.abspath, chosen)]
        self._configured = configured
        self._today = today
        self._files: dict[tuple[str, str], SourceFile] = {}
        self._analyses: dict[tuple[str, ...], Analysis] = {}
        self._good: dict[tuple[str, ...], Vocabulary] = {}

    def analyse(self, documents: Mapping[str, Document], encoding: str) -> list[Analysis]:
        """Return the analyses of all ledgers that contain an open document.

        `documents`: the open documents, by the real path of the file.
        """
        analyses: dict[tuple[str, ...], Analysis] = {}
        for path, document in documents.items():
            if any(path in analysis.sources for analysis in analyses.values()):
                continue
            for paths in self._candidates(document):
                files = self._gather(paths, documents)
                if path in {os.path.realpath(file.path) for file in files}:
                    analyses[paths] = self._analysis(paths, files, documents, encoding)
                    break
        self._analyses = analyses
        for analysis in analyses.values():
            analysis.complete()
            if not analysis.invalid:
                self._good[analysis.paths] = analysis.vocabulary
        used = {file for one in analyses.values() for file in one.files}
        self._files = {key: file for key, file in self._files.items() if file in used}
        return [*analyses.values()]

    def _candidates(self, document: Document) -> list[tuple[str, ...]]:
        folder = os.path.dirname(document.path)
        found: list[tuple[str, ...]] = []
        with suppress(ChronoError):  # a folder that cannot be searched, or invalid settings
            located = locate_ledger(self._named, os.environ, Path(folder), self._configured)
            if not located.bundled:
                paths = (os.path.join(folder, path) for path in located.paths)
                found.append(tuple(map(os.path.normpath, paths)))
        if _TABLE.search(document.text) or os.path.basename(document.path) == "events.toml":
            found.append((document.path,))
        return found

    def _gather(
        self, paths: Sequence[str], documents: Mapping[str, Document]
    ) -> Sequence[SourceFile]:
        overlay = Overlay(documents, paths)
        opened = self._opener(overlay)
        with suppress(LedgerError):  # reported by the analysis
            return gather(expand(paths, overlay), Diagnostics(), opened, overlay)
        return [opened(path) for path in paths if overlay.document(path) is not None]

    def _opener(self, overlay: Overlay) -> Callable[[str], SourceFile]:
        def opened(path: str) -> SourceFile:
            name = overlay.label(path)
            if (document := overlay.document(path)) is not None:
                text, content = document.text, b""
            else:
                content = overlay.read(path, only_regular=True)
                text = decode(name, content)
            earlier = self._files.get((name, path))
            if earlier is None or earlier.text != text:
                earlier = parse_again(name, text, content, path, earlier)
            self._files[name, path] = earlier
            return earlier

        return opened

    def _analysis(
        self,
        paths: tuple[str, ...],
        files: Sequence[SourceFile],
        documents: Mapping[str, Document],
        encoding: str,
    ) -> Analysis:
        today = self._today()
        earlier = self._analyses.get(paths)
        opened = {path: document.version for path, document in documents.items()}
        if (
            earlier is not None
            and earlier.today == today
            and earlier.files == [*files]
            and not any(problem.rule == "file" for problem in earlier.examined.problems)
            and all(source.version == opened.get(path) for path, source in earlier.sources.items())
        ):
            return earlier
        overlay = Overlay(documents, paths)
        examined = examine(paths, overlay, self._opener(overlay))
        return Analysis(paths, examined, files, overlay, encoding, today, self._good.get(paths))
