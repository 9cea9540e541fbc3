"""The language server, which answers requests of an editor over standard input and output."""

from __future__ import annotations

import datetime as dt
import logging
from asyncio import to_thread
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, BinaryIO

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


class _Protocol(LanguageServerProtocol):
    """The language server protocol, with the texts of documents in `Documents` instead of in pygls.

    pygls breaks lines at characters such as U+2028, but editors do not.
    """

    _server: Server

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Add a document that the editor has opened, and check the ledger at once."""
        checker = self._server.checker
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        checker.documents.encoding = types.PositionEncodingKind(encoding).value
        checker.documents.open(params.text_document)
        checker.schedule(0)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Apply the editor's changes to a document, and check the ledger soon."""
        self._server.checker.documents.change(params)
        self._server.checker.schedule()

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Remove a document that the editor has closed, and check the ledger soon."""
        self._server.checker.documents.close(params.text_document.uri)
        self._server.checker.schedule()


class Server(LanguageServer):
    """The language server. `checker`: an object that checks the ledgers of open documents."""

    def __init__(self, ledgers: Ledgers, today: Callable[[], dt.date], version: str) -> None:
        super().__init__("chrono", version, protocol_cls=_Protocol)
        self.checker = Checker(ledgers, self._report, self._refresh)
        self.today = today
        _add_features(self)

    def report_server_error(self, error: Exception, source: object) -> None:
        """Write an error to the log. Unlike the method in pygls, show no message to the user."""
        log.error("%s", error)

    def _report(self, uri: str, version: int | None, found: Sequence[types.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=uri, version=version, diagnostics=[*found])
        )

    def _refresh(self) -> None:
        workspace = self.client_capabilities.workspace
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)

    async def at(self, params: Any) -> tuple[Document, Analysis, Cursor] | None:
        """Return a request's document, the analysis of its ledger, and the word at the position.

        The result is None if the document is in no ledger, or if there is no word at the position.
        """
        if (found := await self.of(params)) is None:
            return None
        document, analysis = found
        cursor = cursor_at(document.text, document.positions.offset(params.position))
        return (document, analysis, cursor) if cursor else None

    async def of(self, params: Any, fresh: bool = True) -> tuple[Document, Analysis] | None:
        """Return (document, analysis of its ledger) for a request, or None if it has no ledger.

        `fresh`: whether to wait until a check has included all changes so far.
        """
        checker, uri = self.checker, params.text_document.uri
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
        """Return whether the editor supports edits that name the version of the document."""
        workspace = self.client_capabilities.workspace
        edit = workspace.workspace_edit if workspace else None
        return bool(edit and edit.document_changes)


def _fixes(
    server: Server, params: types.CodeActionParams, document: Document, analysis: Analysis
) -> list[types.CodeAction]:
    cursor = cursor_at(document.text, document.positions.offset(params.range.start))
    return fixes(analysis, document.path, params.range, cursor, server.knows_versions)


async def _watch_files(server: Server, params: types.InitializedParams) -> None:
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


def _add(
    server: Server,
    method: str,
    find: Callable[[Any], Awaitable[tuple[Any, ...] | None]],
    answer: Callable[..., object],
    options: object = None,
) -> None:
    """Make the server answer the requests of a method, such as `textDocument/hover`.

    - `find`: a function that receives a request and returns more arguments for `answer`. If the
      result is None, the server sends no answer.
    - `answer`: a function that returns the answer. The function is called in a thread.

    If a function raises ChronoError, the editor shows the message. Other errors are logged.
    """

    async def handle(params: Any) -> object:
        try:
            found = await find(params)
            return None if found is None else await to_thread(answer, params, *found)
        except ChronoError as error:
            raise JsonRpcException(" ".join(map(str, error.args)), _REQUEST_FAILED) from None
        except Exception:
            log.exception("no answer")
            return None

    server.feature(method, options)(handle)


def _add_features(server: Server) -> None:
    async def analyses(_: types.WorkspaceSymbolParams) -> tuple[Sequence[Analysis]]:
        await server.checker.fresh()
        return (server.checker.analyses,)

    add, at, of = partial(_add, server), server.at, server.of
    add(types.TEXT_DOCUMENT_COMPLETION, partial(of, fresh=False),
        lambda params, document, analysis: complete(
            document, params.position, analysis.vocabulary, server.today()),
        types.CompletionOptions(trigger_characters=TRIGGERS))  # fmt: skip
    add(types.TEXT_DOCUMENT_HOVER, at,
        lambda _, document, analysis, cursor: hover(
            document, cursor, analysis, server.shows_markdown))  # fmt: skip
    add(types.TEXT_DOCUMENT_DEFINITION, at,
        lambda _, document, analysis, cursor: navigation.definition(cursor, analysis))  # fmt: skip
    add(types.TEXT_DOCUMENT_REFERENCES, at,
        lambda params, _, analysis, cursor: navigation.references(
            cursor, analysis, params.context.include_declaration))  # fmt: skip
    add(types.TEXT_DOCUMENT_PREPARE_RENAME, at,
        lambda _, document, analysis, cursor: prepared(document, cursor, analysis))  # fmt: skip
    add(types.TEXT_DOCUMENT_RENAME, at,
        lambda params, _, analysis, cursor: renamed(
            cursor, analysis, params.new_name, server.knows_versions),
        types.RenameOptions(prepare_provider=True))  # fmt: skip
    add(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, of,
        lambda _, document, analysis: navigation.symbols(
            analysis.sources[document.path]))  # fmt: skip
    add(types.WORKSPACE_SYMBOL, analyses,
        lambda params, found: navigation.workspace_symbols(params.query, found))  # fmt: skip
    add(types.TEXT_DOCUMENT_CODE_LENS, of,
        lambda _, document, analysis: lenses(
            analysis.sources[document.path], analysis))  # fmt: skip
    add(types.TEXT_DOCUMENT_CODE_ACTION, of, partial(_fixes, server),
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]))  # fmt: skip
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
    """Answer the requests of an editor until the session ends.

    - `named`: the paths of ledgers from the option `--ledger`
    - `configured`: a function that returns the paths of ledgers in the settings
    - `streams`: (input from the editor, output to the editor)
    """
    # Refusals are no errors of the server, and `_add` logs the others.
    logging.getLogger("pygls.protocol.json_rpc").setLevel(logging.CRITICAL)
    Server(Ledgers(named, configured, today), today, version).start_io(*streams)
