"""The language server: answers an editor's requests over standard input and output."""

from __future__ import annotations

import datetime as dt
import logging
from asyncio import to_thread
from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from typing import BinaryIO, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from chrono.errors import ChronoError
from chrono.lsp import navigation
from chrono.lsp.analysis import Analysis
from chrono.lsp.checking import Checker
from chrono.lsp.completion import TRIGGERS, complete
from chrono.lsp.cursor import Cursor, cursor_at
from chrono.lsp.documents import Document
from chrono.lsp.fixes import fixes
from chrono.lsp.hover import hover
from chrono.lsp.ledgers import Ledgers
from chrono.lsp.lenses import lenses
from chrono.lsp.renaming import prepared, renamed

_REQUEST_FAILED = -32803

log = logging.getLogger(__name__)

_Params = TypeVar("_Params")
_Result = TypeVar("_Result")


class _Protocol(LanguageServerProtocol):
    """Keeps the texts of documents in `Documents`, not in pygls.

    pygls ends lines at signs such as U+2028, at which no editor ends them.
    """

    _server: Server

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Add a document that the editor has opened, and check its ledger at once."""
        checker = self._server.checker
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        checker.documents.encoding = types.PositionEncodingKind(encoding).value
        checker.documents.open(params.text_document)
        checker.schedule(0)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Change a document as the editor reports, and check its ledger soon."""
        self._server.checker.documents.change(params)
        self._server.checker.schedule()

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Remove a document that the editor has closed, and check its ledger soon."""
        self._server.checker.documents.close(params.text_document.uri)
        self._server.checker.schedule()


class Server(LanguageServer):
    """The server.

    `checker`: checks the open documents and their ledgers; `today`: returns today's date.
    """

    def __init__(self, ledgers: Ledgers, today: Callable[[], dt.date], version: str) -> None:
        super().__init__("chrono", version, protocol_cls=_Protocol)
        self.checker = Checker(ledgers, self._report, self._refresh)
        self.today = today
        _add_features(self)

    def report_server_error(self, error: Exception, source: object) -> None:
        """Write an error to the log, so that no message disturbs the user."""
        log.error("%s", error)

    def _report(self, uri: str, version: int | None, found: Sequence[types.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, version=version, diagnostics=[*found])
        )

    def _refresh(self) -> None:
        workspace = self.client_capabilities.workspace
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)

    async def at(
        self, uri: str, position: types.Position, fresh: bool = True
    ) -> tuple[Document, Analysis, Cursor] | None:
        """Return the document, its ledger and what is at a position, or None if there is nothing.

        `fresh`: whether to wait until the ledger has been checked with all changes so far.
        """
        if (found := await self.of(uri, fresh)) is None:
            return None
        document, analysis = found
        offset = document.positions.offset(position.line, position.character)
        cursor = cursor_at(document.text, offset)
        return (document, analysis, cursor) if cursor else None

    async def of(self, uri: str, fresh: bool = True) -> tuple[Document, Analysis] | None:
        """Return an open document and its ledger, or None if the document is in no ledger.

        `fresh`: as in `at`.
        """
        checker = self.checker
        document = checker.documents.get(uri)
        if document is not None and (fresh or checker.of(document) is None):
            await checker.fresh()
        document = checker.documents.get(uri)
        analysis = checker.of(document) if document else None
        return (document, analysis) if document and analysis else None

    @property
    def shows_markdown(self) -> bool:
        """Return whether the editor shows Markdown in descriptions."""
        text = self.client_capabilities.text_document
        formats = text.hover.content_format if text and text.hover else None
        return types.MarkupKind.Markdown in (formats or ())

    @property
    def knows_versions(self) -> bool:
        """Return whether the editor understands edits of a certain version of a document."""
        workspace = self.client_capabilities.workspace
        edit = workspace.workspace_edit if workspace else None
        return bool(edit and edit.document_changes)


def _safe(
    answer: Callable[[Server, _Params], Awaitable[_Result | None]],
) -> Callable[[Server, _Params], Awaitable[_Result | None]]:
    """Return a function that gives the same answers, but logs an unexpected error and returns None.

    A ChronoError is sent to the editor as the reason why there is no answer.
    """

    @wraps(answer)
    async def wrapped(server: Server, params: _Params) -> _Result | None:
        try:
            return await answer(server, params)
        except ChronoError as error:
            raise JsonRpcException(" ".join(map(str, error.args)), _REQUEST_FAILED) from None
        except Exception:
            log.exception("no answer")
            return None

    return wrapped


@_safe
async def _complete(server: Server, params: types.CompletionParams) -> types.CompletionList | None:
    if (found := await server.of(params.text_document.uri, fresh=False)) is None:
        return None
    document, analysis = found
    return complete(document, params.position, analysis.vocabulary, server.today())


@_safe
async def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    found = await server.at(params.text_document.uri, params.position)
    if found is None:
        return None
    document, analysis, cursor = found
    return await to_thread(hover, document, cursor, analysis, server.shows_markdown)


@_safe
async def _definition(
    server: Server, params: types.DefinitionParams
) -> list[types.Location] | None:
    found = await server.at(params.text_document.uri, params.position)
    return await to_thread(navigation.definition, found[2], found[1]) if found else None


@_safe
async def _references(server: Server, params: types.ReferenceParams) -> list[types.Location] | None:
    found = await server.at(params.text_document.uri, params.position)
    if found is None:
        return None
    is_declared = params.context.include_declaration
    return await to_thread(navigation.references, found[2], found[1], is_declared)


@_safe
async def _prepare_rename(
    server: Server, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    found = await server.at(params.text_document.uri, params.position)
    return prepared(found[0], found[2], found[1]) if found else None


@_safe
async def _rename(server: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    found = await server.at(params.text_document.uri, params.position)
    if found is None:
        return None
    return await to_thread(renamed, found[2], found[1], params.new_name, server.knows_versions)


@_safe
async def _symbols(
    server: Server, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | None:
    if (found := await server.of(params.text_document.uri)) is None:
        return None
    document, analysis = found
    return await to_thread(navigation.symbols, analysis.sources[document.path])


@_safe
async def _workspace_symbols(
    server: Server, params: types.WorkspaceSymbolParams
) -> list[types.WorkspaceSymbol] | None:
    await server.checker.fresh()
    return await to_thread(navigation.workspace_symbols, params.query, server.checker.analyses)


@_safe
async def _lenses(server: Server, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    if (found := await server.of(params.text_document.uri)) is None:
        return None
    document, analysis = found
    return await to_thread(lenses, analysis.sources[document.path], analysis)


@_safe
async def _fixes(server: Server, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    if (found := await server.of(params.text_document.uri)) is None:
        return None
    document, analysis = found
    start = params.range.start
    cursor = cursor_at(document.text, document.positions.offset(start.line, start.character))
    return await to_thread(
        fixes, analysis, document.path, params.range, cursor, server.knows_versions
    )


async def _watch_files(server: Server, params: types.InitializedParams) -> None:
    """Ask the editor to report changes of TOML files on the disk, if it can do so."""
    workspace = server.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching and watching.dynamic_registration:
        options = types.DidChangeWatchedFilesRegistrationOptions(
            [types.FileSystemWatcher(glob_pattern="**/*.toml")]
        )
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration(id="toml-files", method=method, register_options=options)
        await server.client_register_capability_async(types.RegistrationParams([registration]))


async def _files_changed(server: Server, params: object) -> None:
    server.checker.schedule()


def _add_features(server: Server) -> None:
    triggers = types.CompletionOptions(trigger_characters=TRIGGERS)
    quick = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    server.feature(types.TEXT_DOCUMENT_COMPLETION, triggers)(_complete)
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(_definition)
    server.feature(types.TEXT_DOCUMENT_REFERENCES)(_references)
    server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)(_prepare_rename)
    server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))(_rename)
    server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(_symbols)
    server.feature(types.WORKSPACE_SYMBOL)(_workspace_symbols)
    server.feature(types.TEXT_DOCUMENT_CODE_LENS)(_lenses)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, quick)(_fixes)
    server.feature(types.INITIALIZED)(_watch_files)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(_files_changed)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(_files_changed)


def serve(
    named: Sequence[str],
    configured: Callable[[], Sequence[str]],
    today: Callable[[], dt.date],
    version: str,
    streams: tuple[BinaryIO, BinaryIO],
) -> None:
    """Answer an editor until it ends the session.

    `named`: the ledgers given with `--ledger`; `configured`: returns the paths in the settings;
    `today`: returns today's date; `version`: the version of chrono; `streams`: the input from the
    editor, and the output to it.
    """
    # Refusals are no errors of the server, and `_safe` logs the others.
    logging.getLogger("pygls.protocol.json_rpc").setLevel(logging.CRITICAL)
    Server(Ledgers(named, configured, today), today, version).start_io(*streams)
