"""The documents that are open in the editor. They replace their files on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from copy import copy
from typing import NamedTuple

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from chrono.files.read.storage import Storage
from chrono.files.read.text import label
from chrono.lsp.positions import PositionMap

_MARK = "\ufeff"


class Document:
    """A text that is open in the editor. A change makes a new Document.

    `path`: the real path of its file; `positions`: the positions of offsets in its text; `mark`:
    the byte order mark, if the editor has one in the text, or "".
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
        """Return the document after changes. Each applies to the result of the earlier ones."""
        document = copy(self)
        document.version = version
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                first, last = change.range.start, change.range.end
                start = document.positions.offset(first.line, first.character)
                end = document.positions.offset(last.line, last.character)
                document.positions = document.positions.edited(start, max(start, end), change.text)
            else:
                document = Document(self.uri, self.path, version, change.text, self._encoding)
        return document


class Documents:
    """The open documents.

    `by_path`: for the real path of each file, its document.
    """

    def __init__(self) -> None:
        self.encoding = "utf-16"
        self.by_path: dict[str, Document] = {}

    def open(self, item: types.TextDocumentItem) -> None:
        """Add a document. A document that is not a file, such as a new one, is ignored."""
        if (path := real_path(item.uri)) is not None:
            self.by_path[path] = Document(item.uri, path, item.version, item.text, self.encoding)

    def change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Change an open document as the editor reports."""
        path = real_path(params.text_document.uri)
        if path is not None and (document := self.by_path.get(path)) is not None:
            version = params.text_document.version
            self.by_path[path] = document.changed(version, params.content_changes)

    def close(self, uri: str) -> None:
        """Remove a document. From now on, its file on the disk is used."""
        if (path := real_path(uri)) is not None:
            self.by_path.pop(path, None)

    def get(self, uri: str) -> Document | None:
        """Return the open document with this URI, or None without one."""
        path = real_path(uri)
        return self.by_path.get(path) if path is not None else None


def real_path(uri: str) -> str | None:
    """Return the real path of the file with a URI, or None for a document that is not a file."""
    path = to_fs_path(uri)
    return os.path.realpath(path) if path else None


def uri_of(path: str) -> str:
    """Return the URI of the file at a path."""
    return from_fs_path(os.path.abspath(path)) or ""


class Overlay(Storage):
    """The files on the disk, with the texts of open documents in place of their files.

    `documents`: as `Documents.by_path`; `folder`: the folder to which names in messages are
    relative.
    """

    def __init__(self, documents: Mapping[str, Document], folder: str) -> None:
        self._documents = documents
        self._folder = folder

    def document(self, path: str) -> Document | None:
        """Return the open document of the file at a path, or None if the file is not open."""
        return self._documents.get(os.path.realpath(path))

    def read(self, path: str, only_regular: bool = False) -> bytes:
        document = self.document(path)
        return document.content if document else super().read(path, only_regular)

    def label(self, path: str) -> str:
        """Return the name of a file in messages.

        It is the path from the ledger's folder, if the file is in this folder.
        """
        name = os.path.relpath(path, self._folder)
        return label(path) if name.startswith(os.pardir) else name

    def path(self, label: str) -> str:
        return os.path.normpath(os.path.join(self._folder, label))

    def is_file(self, path: str) -> bool:
        return self.document(path) is not None or super().is_file(path)

    def exists(self, path: str) -> bool:
        return self.document(path) is not None or super().exists(path)


class FileRange(NamedTuple):
    """The piece of a file from one position to another, as in the Language Server Protocol."""

    path: str
    range: types.Range


def lsp_range(positions: PositionMap, start: int, end: int) -> types.Range:
    """Return the range from the offset `start` to the offset `end`, in the units of the editor."""
    first, last = positions.place(start), positions.place(end)
    return types.Range(types.Position(*first), types.Position(*last))
