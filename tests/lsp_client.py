"""A minimal editor for tests, which speaks the Language Server Protocol with `chrono lsp`."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

Json = dict[str, Any]

LONGEST = 60.0
"""The longest wait for a message [s]."""


class Editor:
    """An editor that runs `chrono lsp`.

    - `diagnostics`: maps the URI of a document to the version and diagnostics of the last message
    - `requests`: the methods of the requests that the server has sent
    """

    def __init__(
        self, folder: Path, *arguments: str, capabilities: Json | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", "chrono", "--today", "2025-12-31", "lsp", *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder,
            env={**os.environ, "PYTHONWARNINGS": "error", **(environ or {})},
        )  # fmt: skip
        self._messages: queue.Queue[Json | None] = queue.Queue()
        self._number = 0
        self._versions: dict[str, int] = {}
        self._responses: dict[int, Json] = {}
        self.diagnostics: dict[str, tuple[int | None, list[Json]]] = {}
        self.log: list[str] = []
        self.requests: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._read_log, daemon=True).start()
        root = folder.as_uri()
        params = {"processId": os.getpid(), "rootUri": root, "capabilities": capabilities or {}}
        self.capabilities: Json = self.request("initialize", params)["capabilities"]
        self.notify("initialized", {})

    def __enter__(self) -> Editor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        if kind is None:
            self.request("shutdown", None)
            self.notify("exit", None)
            assert self._process.wait(LONGEST) == 0, self.log
            assert not [line for line in self.log if "chrono/lsp" in line], self.log
        else:
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream:
                stream.close()

    # -- messages -------------------------------------------------------------------------------

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = stream.readline()
            self._messages.put(json.loads(stream.read(length)))
        self._messages.put(None)

    def _read_log(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self.log.append(line.decode("utf-8", "replace"))

    def _send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _take(self) -> None:
        message = self._messages.get(timeout=LONGEST)
        assert message is not None, f"the server has ended: {''.join(self.log)}"
        if "method" in message and "id" in message:
            self.requests.append(message["method"])
            self._send({"id": message["id"], "result": None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.diagnostics[params["uri"]] = (params.get("version"), params["diagnostics"])
        elif "id" in message:
            self._responses[message["id"]] = message

    def notify(self, method: str, params: Any) -> None:
        """Send a notification to the server."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Json:
        """Send a request, and return the whole response."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while self._number not in self._responses:
            self._take()
        return self._responses.pop(self._number)

    def request(self, method: str, params: Any) -> Any:
        """Send a request, and return the result. Fail if the response is an error."""
        response = self.ask(method, params)
        assert "error" not in response, response
        return response["result"]

    # -- documents ------------------------------------------------------------------------------

    def uri(self, name: str) -> str:
        """Return the URI of a file in the folder."""
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None) -> str:
        """Open a file in the editor, and return the URI of the file.

        `text`: the text in the editor, or None for the text on the disk.
        """
        uri = self.uri(name)
        if text is None:
            text = (self.folder / name).read_bytes().decode()
        self._versions[uri] = 1
        item = {"uri": uri, "languageId": "toml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return uri

    def change(self, uri: str, *changes: Json) -> None:
        """Tell the server that an open document has changed.

        `changes`: elements of `contentChanges` in the protocol.
        """
        self._versions[uri] += 1
        document = {"uri": uri, "version": self._versions[uri]}
        self.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [*changes]}
        )

    def type(self, uri: str, line: int, column: int, text: str) -> None:
        """Insert a text into a document. `line`, `column`: the position, from 0."""
        at = {"line": line, "character": column}
        self.change(uri, {"range": {"start": at, "end": at}, "text": text})

    def remove(self, uri: str, line: int, start: int, end: int) -> None:
        """Remove the characters of a line from the column `start` to the column `end`, from 0."""
        first, last = ({"line": line, "character": column} for column in (start, end))
        self.change(uri, {"range": {"start": first, "end": last}, "text": ""})

    def at(self, method: str, uri: str, line: int, column: int, **more: Any) -> Any:
        """Return the result of a request about a position.

        `method`: the request without `textDocument/`; `line`, `column`: the position, from 0.
        """
        position = {"line": line, "character": column}
        params = {"textDocument": {"uri": uri}, "position": position, **more}
        return self.request(f"textDocument/{method}", params)

    def wait(self, uri: str) -> None:
        """Wait until the server has checked the ledgers after all changes."""
        self.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})

    def reported(self, uri: str) -> None:
        """Wait for the diagnostics of the current version of a document."""
        while self.diagnostics.get(uri, (None, []))[0] != self._versions.get(uri):
            self._take()

    def problems(self, uri: str) -> list[tuple[int, str, str, str]]:
        """Return the diagnostics of the current version of a document, as `read` returns them."""
        self.reported(uri)
        self.wait(uri)  # the diagnostics of other files come after
        return read(self.diagnostics[uri][1])


def read(diagnostics: Sequence[Json]) -> list[tuple[int, str, str, str]]:
    """Return (line number, severity, rule, message) for each error and warning, sorted.

    The first line has the number 1.
    """
    severities = {1: "error", 2: "warning"}
    return sorted(
        (
            one["range"]["start"]["line"] + 1,
            severities[one["severity"]],
            one["code"],
            one["message"],
        )
        for one in diagnostics
        if one["severity"] in severities
    )
