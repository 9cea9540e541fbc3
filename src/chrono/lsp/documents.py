"""The documents that are open in the editor, for use in place of the files on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from copy import copy

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from chrono.files.read.storage import Storage
from chrono.files.read.text import label
from chrono.lsp.positions import PositionMap

_MARK = "\ufeff"


class Document:
    """A text that is open in the editor. A change makes a new Document.

    `mark`: the byte order mark at the start of the text in the editor, or "".
    """

    def __init__(self, uri: str, path: str, version: int, text: str, encoding: str) -> None:
        self.uri, self.path, self.version = uri, path, version
        self.mark = _MARK if text.startswith(_MARK) else ""
        self.positions = PositionMap(text.removeprefix(_MARK), encoding, self.mark)
        self._encoding = encoding

    @property
    def text(self) -> str:
        """Return the text without a byte order mark."""
        return self.positions.text

    @property
    def content(self) -> bytes:
        """Return the text as the bytes of a file."""
        return (self.mark + self.text).encode("utf-8", "surrogatepass")

    def changed(
        self, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]
    ) -> Document:
        """Return the document after all of `changes`, in order."""
        document = copy(self)
        document.version = version
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = map(document.positions.offset, (change.range.start, change.range.end))
                document.positions = document.positions.edited(start, max(start, end), change.text)
            else:
                document = Document(self.uri, self.path, version, change.text, self._encoding)
        return document


class Documents:
    """The open documents.

    - `by_path`: the document of each file, by the real path of the file
    - `encoding`: the unit in which columns are counted, such as "utf-16"
    """

    def __init__(self) -> None:
        self.encoding = "utf-16"
        self.by_path: dict[str, Document] = {}

    def open(self, item: types.TextDocumentItem) -> None:
        """Add a document. A document without a file, such as a new document, is ignored."""
        if path := _real_path(item.uri):
            self.by_path[path] = Document(item.uri, path, item.version, item.text, self.encoding)

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Apply the changes that the editor reports to an open document."""
        if document := self.get(params.text_document.uri):
            version = params.text_document.version
            self.by_path[document.path] = document.changed(version, params.content_changes)

    def close(self, uri: str) -> None:
        """Remove a document. After this, the file on the disk is used."""
        self.by_path.pop(_real_path(uri), None)

    def get(self, uri: str) -> Document | None:
        """Return the open document with this URI, or None if no such document is open."""
        return self.by_path.get(_real_path(uri))


def _real_path(uri: str) -> str:
    path = to_fs_path(uri)
    return os.path.realpath(path) if path else ""


def uri_of(path: str) -> str:
    """Return the URI of the file at a path."""
    return from_fs_path(os.path.abspath(path)) or ""


class Overlay(Storage):
    """The files on the disk. For an open document, the text in the editor is used instead.

    `paths`: the paths of the ledger. Names in messages are relative to the ledger's folder.
    """

    def __init__(self, documents: Mapping[str, Document], paths: Sequence[str]) -> None:
        self._documents = documents
        first = os.path.abspath(paths[0])
        self._folder = first if os.path.isdir(first) else os.path.dirname(first)

    def document(self, path: str) -> Document | None:
        """Return the open document of the file at a path, or None if the file is not open."""
        return self._documents.get(os.path.realpath(path))

    def read(self, path: str, only_regular: bool = False) -> bytes:
        document = self.document(path)
        return document.content if document else super().read(path, only_regular)

    def label(self, path: str) -> str:
        name = os.path.relpath(path, self._folder)
        return label(path) if name.startswith(os.pardir) else name

    def path(self, label: str) -> str:
        return os.path.normpath(os.path.join(self._folder, label))

    def is_file(self, path: str) -> bool:
        return self.document(path) is not None or super().is_file(path)

    def exists(self, path: str) -> bool:
        return self.document(path) is not None or super().exists(path)
