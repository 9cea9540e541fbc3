"""A local web server for one page, which the browser reloads after a change."""

from __future__ import annotations

import sys
import threading
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from chrono.errors import UsageError, reason
from chrono.files.exchange.html import RELOAD_SCRIPT, RELOADER

_LONGEST_WAIT = 20
"""The time until the server answers that the page has not changed [seconds]."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class PageServer(ThreadingHTTPServer):
    """A web server on 127.0.0.1 for one page.

    `port`: the number of the port; 0: any free port. Raises UsageError if the port cannot be used.
    """

    daemon_threads = True

    def __init__(self, port: int) -> None:
        self._page, self._digest = b"", ""
        self._changed = threading.Condition()
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            why = f"cannot use port {port}: {reason(error)}; choose another --port"
            raise UsageError(why) from None

    @property
    def address(self) -> str:
        """Return the address of the page, such as `http://127.0.0.1:8080/`."""
        return f"http://127.0.0.1:{self.server_port}/"

    @property
    def hosts(self) -> list[str]:
        """Return the valid values of the header `Host` in a request.

        Requests with other values are refused, as a protection against DNS rebinding.
        """
        names = ["127.0.0.1", "localhost"]
        with_port = [f"{name}:{self.server_port}" for name in names]
        return [*with_port, *(names if self.server_port == 80 else ())]

    def start(self) -> None:
        """Answer requests in the background, until the process ends."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def show(self, page: str) -> None:
        """Replace the page. Browsers that show the old page then load the new page."""
        digest = sha256(page.encode(errors="backslashreplace")).hexdigest()[:16]
        versioned = RELOAD_SCRIPT.replace(RELOADER, f"{RELOADER}?page={digest}")
        with self._changed:
            self._page = page.replace(RELOAD_SCRIPT, versioned, 1).encode(errors="backslashreplace")
            self._digest = digest
            self._changed.notify_all()

    def page(self) -> bytes:
        """Return the page as bytes."""
        with self._changed:
            return self._page

    def has_changed(self, digest: str) -> bool:
        """Wait up to 20 seconds, and return whether the page differs from the page in the browser.

        `digest`: the digest of the page in the browser.
        """
        with self._changed:
            return self._changed.wait_for(lambda: self._digest != digest, _LONGEST_WAIT)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error in a request, except a broken connection."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: PageServer
    timeout = 60

    def do_GET(self) -> None:
        """Answer a request for the page or its script, or wait for a change of the page."""
        if self.headers.get("Host") not in self.server.hosts:
            self._answer(403, "text/plain", b"This server answers only as 127.0.0.1.\n")
            return
        path, _, query = self.path.partition("?")
        if path == "/":
            self._answer(200, "text/html", self.server.page())
        elif path == RELOADER:
            self._answer(200, "text/javascript", _SCRIPT)
        elif path == "/_changed":
            known = parse_qs(query).get("page", [""])[0]
            self._answer(200 if self.server.has_changed(known) else 204, "text/plain", b"")
        else:
            self._answer(404, "text/plain", b"Not found.\n")

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        """Refuse a request that is neither GET nor HEAD."""
        self._answer(405, "text/plain", b"Only GET and HEAD are allowed.\n")

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = do_POST  # noqa: N815

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        headers = {**_HEADERS, "Content-Type": f"{kind}; charset=utf-8"}
        if status != 204:
            headers["Content-Length"] = str(len(content))
        if status == 405:
            headers["Allow"] = "GET, HEAD"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""


_SCRIPT = b"""(async () => {
  "use strict";
  const changed = document.currentScript.src.replace("_reload.js", "_changed");
  for (;;) {
    try {
      const answer = await fetch(changed, {cache: "no-store"});
      if (answer.status === 200) { location.reload(); return; }
      if (!answer.ok) return;
    } catch { await new Promise((resume) => { setTimeout(resume, 1000); }); }
  }
})();
"""
"""The script that reloads the page when it has changed, even if the server stopped meanwhile."""
