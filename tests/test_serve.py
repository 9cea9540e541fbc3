"""`chrono serve`: one page on this computer, which follows the files of the ledger."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from chrono.cli.commands.serve import states, wait_for_change
from chrono.cli.web_server import PageServer
from chrono.errors import UsageError
from chrono.files.exchange.html import RELOAD_SCRIPT
from replay import clean_environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LEDGER = """

[ledger]
version = 1
include = ["more/*.toml"]
title = "Calls"

[[events]]
id = "first"
date = 2025-01-17
type = "call"
title = "The first call"
actors = ["Ann (A)", "Ben (B)"]
"""
MORE = """
[[events]]
id = "second"
date = 2025-02-17
type = "call"
title = "The second call"
actors = ["Ann (A)", "Ben (B)"]
"""
PAGE = f"<html><head>{RELOAD_SCRIPT}</head><body>One</body></html>"


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    text: str


def ask(port: int, path: str = "/", method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, headers=headers)
        found = connection.getresponse()
        return Answer(found.status, dict(found.headers), found.read().decode())
    finally:
        connection.close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[PageServer]:
    with PageServer(0) as server:
        # The server looks more often whether it is to stop, which it never is for users.
        monkeypatch.setattr(server, "serve_forever", partial(server.serve_forever, 0.01))
        server.show(PAGE)
        server.start()
        yield server
        server.shutdown()


def test_the_page_is_served_on_this_computer_only(server: PageServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert server.address == f"http://127.0.0.1:{server.server_port}/"
    found = ask(server.server_port)
    assert (found.status, found.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert found.headers["Cache-Control"] == "no-store"
    assert re.sub(r"\?page=\w+", "", found.text) == PAGE
    head = ask(server.server_port, method="HEAD")
    assert (head.status, head.text) == (200, "")
    assert head.headers["Content-Length"] == str(len(found.text))
    assert ask(server.server_port, "/events.toml").status == 404
    assert ask(server.server_port, "/../../etc/passwd").status == 404
    own = server.address[7:-1]
    assert ask(server.server_port, "http://evil.example/", Host=own).status == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{}", "127.0.0.1", "", "[::1]:{}"])
def test_another_host_name_is_refused(server: PageServer, host: str) -> None:
    port = server.server_port
    found = ask(port, Host=host.format(port))
    assert (found.status, "One" in found.text) == (403, False)
    assert ask(port, "/_changed", Host=host.format(port)).status == 403
    for own in ("127.0.0.1", "localhost"):
        assert ask(port, Host=f"{own}:{port}").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_can_be_written(server: PageServer, method: str) -> None:
    found = ask(server.server_port, method=method)
    assert (found.status, found.headers["Allow"]) == (405, "GET, HEAD")
    assert ask(server.server_port, method="BREW").status == 501


def reload_address(text: str) -> str:
    found = re.search(r'<script src="(/_reload\.js\?page=\w+)"></script>', text)
    assert found
    return found[1]


def test_a_browser_hears_of_a_change_at_once(server: PageServer) -> None:
    port = server.server_port
    script = reload_address(ask(port).text)
    assert ask(port, script).headers["Content-Type"].startswith("text/javascript")
    changed = script.replace("_reload.js", "_changed")
    answers: list[int] = []
    waiting = threading.Thread(target=lambda: answers.append(ask(port, changed).status))
    waiting.start()
    time.sleep(0.1)
    server.show(PAGE)  # which is the same
    time.sleep(0.1)
    assert not answers
    server.show(PAGE.replace("One", "Two"))
    waiting.join(10)
    assert answers == [200]
    assert ask(port, changed).status == 200  # also if the browser missed the moment


def test_a_port_in_use_is_refused(server: PageServer) -> None:
    with pytest.raises(UsageError, match=f"cannot use port {server.server_port}: .*--port"):
        PageServer(server.server_port)


def test_a_change_is_noticed_in_place_by_renaming_and_of_a_new_file(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text("1")

    def in_place() -> None:
        file.write_text("2")

    def renamed() -> None:
        (tmp_path / "b").write_text("2")
        (tmp_path / "b").replace(file)

    changes: list[Callable[[], Any]] = [
        in_place, renamed, file.unlink, (tmp_path / "new.toml").touch
    ]  # fmt: skip
    for change in changes:
        known = states([str(file)])
        change()
        wait_for_change(known)


# -- the command --------------------------------------------------------------------------------


class Served(NamedTuple):
    process: subprocess.Popen[str]
    port: int
    folder: Path

    def text(self) -> str:
        return ask(self.port).text

    def wait(self, words: str) -> str:
        """The page, as soon as it has these words."""
        end = time.monotonic() + 5
        while words not in (text := self.text()):
            assert time.monotonic() < end, f"no {words!r}"
            time.sleep(0.02)
        return text


@contextmanager
def serving(folder: Path, *argv: str) -> Iterator[Served]:
    (folder / "more").mkdir(exist_ok=True)
    (folder / "events.toml").write_text(LEDGER)
    (folder / "more" / "more.toml").write_text(MORE)
    with subprocess.Popen(
        [sys.executable, "-m", "chrono", "serve", *argv], cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment(folder),
        # A background process ignores Ctrl-C, and so do those that it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        assert process.stdout
        try:
            found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\n", process.stdout.readline())
            assert found, process.stderr and process.stderr.read()
            yield Served(process, int(found[1]), folder)
        finally:
            process.kill()


@pytest.mark.slow
def test_what_is_saved_shows(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        text = served.text()
        assert "The first call" in text
        assert "The second call" in text
        file = tmp_path / "events.toml"
        file.write_text(LEDGER.replace("first call", "first talk"))
        served.wait("The first talk")
        new = tmp_path / "events.toml~"
        new.write_text(LEDGER.replace("first call", "renamed call"))
        new.replace(file)
        served.wait("The renamed call")
        (tmp_path / "more" / "more.toml").write_text(MORE.replace("second call", "second talk"))
        served.wait("The second talk")
        (tmp_path / "more" / "other.toml").write_text(
            MORE.replace('"second"', '"third"').replace("second", "third")
        )
        served.wait("The third call")


@pytest.mark.slow
def test_errors_are_above_the_last_valid_page_without_numbers(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        valid = served.text()
        assert "<b>2</b>" in valid
        assert "problems" not in re.sub("<style>.*</style>", "", valid, flags=re.S)
        file = tmp_path / "events.toml"
        file.write_text(LEDGER.replace('"call"', '"cal"'))
        broken = served.wait("The ledger has errors.")
        line = 1 + LEDGER[: LEDGER.index("type =")].count("\n")
        assert f"events.toml:{line}: error: unknown type &#34;cal&#34;" in broken
        assert broken.index("events.toml:") < broken.index("The first call")
        assert "The second call" in broken
        for number in ("<b>2</b>", "2 contacts", "1 contact", "1 event", 'id="_numbers"', "<form"):
            assert number not in broken
        file.unlink()
        served.wait("events.toml")
        file.write_text(LEDGER)
        assert served.wait("<b>2</b>") == valid
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(10) == 0
        assert served.process.stderr
        assert "unknown type" in served.process.stderr.read()


@pytest.mark.slow
def test_an_introduction_is_watched_too(tmp_path: Path) -> None:
    intro = tmp_path / "intro.md"
    intro.write_text("Before.")
    with serving(tmp_path, "--intro", "intro.md", "--title", "A headline") as served:
        assert "<p>Before.</p>" in served.text()
        intro.write_text("After.")
        served.wait("<p>After.</p>")
        assert ">A headline</h1>" in served.text()


@pytest.mark.slow
def test_200_saves_are_survived(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        file, new = tmp_path / "events.toml", tmp_path / "new"
        for number in range(200):
            text = LEDGER.replace("first call", f"call {number}")
            if number % 10 == 5:
                text = text[: len(text) * number // 200]  # half of a file
            if number % 2:
                new.write_text(text)
                new.replace(file)
            else:
                file.write_text(text)
            time.sleep(0.02)
            if number % 20 == 8:
                served.wait(f"The call {number}<")
        served.wait("The call 199<")
        assert served.process.poll() is None
        tasks = Path(f"/proc/{served.process.pid}/task")
        assert not tasks.exists() or len(os.listdir(tasks)) < 10


@pytest.mark.slow
def test_ctrl_c_ends_the_command_with_the_status_0(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        served.text()
        assert served.process.stderr is not None
        note = served.process.stderr.readline()  # printed after the address
        served.process.send_signal(signal.SIGINT)
        out, _ = served.process.communicate(timeout=10)
        assert (served.process.returncode, out) == (0, "")
        assert note.startswith("note: the page reloads when you save a file")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if (found := shutil.which("chromium")) is None:
        pytest.skip("no Chromium here")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.slow
def test_the_browser_shows_each_save_and_asks_only_this_server(
    browser: Browser, tmp_path: Path
) -> None:
    with serving(tmp_path) as served:
        page = browser.new_page()
        heard: list[str] = []
        hosts: set[str] = set()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        page.on("console", lambda message: heard.append(message.text))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(f"http://127.0.0.1:{served.port}/")
        for title in ("One", "Two", "Three"):
            (tmp_path / "events.toml").write_text(LEDGER.replace("The first call", title))
            page.get_by_role("heading", name=title).wait_for(timeout=5000)
        (tmp_path / "events.toml").write_text("x =")
        page.get_by_role("alert").wait_for(timeout=5000)
        assert "events.toml:1: error:" in page.get_by_role("alert").inner_text()
        (tmp_path / "events.toml").write_text(LEDGER)
        page.get_by_role("heading", name="The first call").wait_for(timeout=5000)
        assert heard == []
        assert {host for host in hosts if host} == {f"127.0.0.1:{served.port}"}
        page.close()
