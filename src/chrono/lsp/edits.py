"""Turn the new texts of a ledger's files into small edits for the editor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from lsprotocol import types

from chrono.core.text_diff import marked_lines
from chrono.files.read.source_files import SourceFile
from chrono.files.toml.lines import Edit
from chrono.files.write.apply import FileChange
from chrono.files.write.ledger_files import LedgerFiles
from chrono.lsp.analysis import Analysis


def ledger_files(analysis: Analysis) -> LedgerFiles:
    """Return the files of a ledger, in which commands can make changes.

    Invalid blocks are replaced by comments.
    """
    files = []
    for source in analysis.sources.values():
        file = source.file
        if file.valid_text is not file.text:
            pairs = zip(file.lines, file.valid_text.split("\n"), strict=True)
            # Each is different, so that no edit is shifted to another line of an invalid block.
            lines = [
                line if line == valid else f"#{number}"
                for number, (line, valid) in enumerate(pairs)
            ]
            file = SourceFile(file.name, "\n".join(lines), file.data, path=file.path)
        files.append(file)
    return LedgerFiles(files)


def workspace_edit(
    changes: Iterable[FileChange], analysis: Analysis, versioned: bool
) -> types.WorkspaceEdit:
    """Return the edits that make `changes` in the editor.

    `versioned`: whether the editor supports edits that name the version of the document.
    """
    edits: dict[str, list[types.TextEdit]] = {}
    versions: dict[str, int | None] = {}
    for change in changes:
        source = analysis.source(change.before.name)
        if source is None:
            continue
        versions[source.uri] = source.version
        positions = source.positions_in(change.before.text)
        edits[source.uri] = [
            types.TextEdit(positions.range(start, end), new)
            for start, end, new in small_edits(change.before.text, change.text)
        ]
    if not versioned:
        return types.WorkspaceEdit(changes=edits)
    documents = [
        types.TextDocumentEdit(
            types.OptionalVersionedTextDocumentIdentifier(uri, versions[uri]), list_of_edits
        )
        for uri, list_of_edits in edits.items()
    ]
    return types.WorkspaceEdit(document_changes=[*documents])


def small_edits(before: str, after: str) -> list[Edit]:
    """Return short edits that turn the text `before` into `after`."""
    edits: list[Edit] = []
    at = 0
    for is_same, group in groupby(marked_lines(before, after), key=lambda line: line[0] == " "):
        lines = [*group]
        old = [line for sign, line in lines if sign != "+"]
        if not is_same:
            new = [line for sign, line in lines if sign != "-"]
            edits += _line_edits(at, old, new)
        at += sum(map(len, old))
    return edits


def _line_edits(at: int, old: list[str], new: list[str]) -> Iterator[Edit]:
    pairs = zip(old, new, strict=True) if len(old) == len(new) else [("".join(old), "".join(new))]
    for line, other in pairs:
        start, most = 0, min(len(line), len(other))
        while start < most and line[start] == other[start]:
            start += 1
        end = 0
        while end < most - start and line[-1 - end] == other[-1 - end]:
            end += 1
        if line != other:
            yield at + start, at + len(line) - end, other[start : len(other) - end]
        at += len(line)
