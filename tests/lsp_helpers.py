"""Call parts of the language server in tests, without a server process."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from chrono.lsp.analysis import Analysis
from chrono.lsp.documents import Document
from chrono.lsp.ledgers import Ledgers

TODAY = dt.date(2025, 12, 31)


class Desk:
    """A folder whose files can be open in an editor, with texts that may differ from the disk."""

    def __init__(self, folder: Path, *named: str) -> None:
        self.folder = folder
        self.documents: dict[str, Document] = {}
        self.ledgers = Ledgers(named, tuple, lambda: TODAY)
        self.analyses: list[Analysis] = []

    def write(self, name: str, text: str) -> None:
        """Write a file to the disk."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def open(self, name: str, text: str | None = None) -> Document:
        """Open a file in the editor, and return the open document.

        `text`: the text in the editor, or None for the text on the disk.
        """
        path = (self.folder / name).resolve()
        words = path.read_bytes().decode("utf-8", "replace") if text is None else text
        document = Document(path.as_uri(), str(path), 1, words, "utf-16")
        self.documents[str(path)] = document
        return document

    def analyse(self, name: str) -> Analysis:
        """Return the analysis of the ledger to which an open file belongs.

        Fail if the file belongs to no ledger.
        """
        analysis = self.find(name)
        assert analysis is not None
        return analysis

    def find(self, name: str) -> Analysis | None:
        """Return the analysis of the ledger to which an open file belongs, or None."""
        self.analyses = self.ledgers.analyse(self.documents, "utf-16")
        path = str((self.folder / name).resolve())
        return next((one for one in self.analyses if path in one.sources), None)
