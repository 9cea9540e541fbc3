"""Ask the parts of the language server without a process."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from chrono.lsp.analysis import Analysis
from chrono.lsp.documents import Document
from chrono.lsp.ledgers import Ledgers

TODAY = dt.date(2025, 12, 31)


class Desk:
    """A folder with files that are open in an editor, possibly with other texts."""

    def __init__(self, folder: Path, *named: str) -> None:
        self.folder = folder
        self.documents: dict[str, Document] = {}
        self.ledgers = Ledgers(named, tuple, lambda: TODAY)
        self.analyses: list[Analysis] = []

    def write(self, name: str, text: str) -> None:
        """Write a file on the disk."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def open(self, name: str, text: str | None = None) -> Document:
        """Open a file, with another text than on the disk if there is one."""
        path = (self.folder / name).resolve()
        words = path.read_bytes().decode("utf-8", "replace") if text is None else text
        document = Document(path.as_uri(), str(path), 1, words, "utf-16")
        self.documents[str(path)] = document
        return document

    def analyse(self, name: str) -> Analysis:
        """The ledger of an open file. Fails if it has none."""
        analysis = self.find(name)
        assert analysis is not None
        return analysis

    def find(self, name: str) -> Analysis | None:
        """The ledger of an open file, or None."""
        self.analyses = self.ledgers.analyse(self.documents, "utf-16")
        path = str((self.folder / name).resolve())
        return next((one for one in self.analyses if path in one.sources), None)
