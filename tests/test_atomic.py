"""A file is replaced in one step, and no process that stops leaves half a file."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

import pytest

from chrono.errors import WriteError
from chrono.files.disk import atomic
from chrono.files.disk.atomic import (
    FileChanged,
    TemporaryFile,
    create,
    remove_leftovers,
    replace,
    write_text,
)
from chrono.files.disk.journal import digest
from chrono.files.disk.lock import being_saved
from killed import is_killed, kill

# -- writing ------------------------------------------------------------------------------------


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file_has_the_usual_mode(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text("x")
    write_text(tmp_path / "a.csv", "text\n")
    assert (tmp_path / "a.csv").read_text() == "text\n"
    assert mode_of(tmp_path / "a.csv") == mode_of(plain)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "plain"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o750, 0o444])
def test_the_mode_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    path.chmod(mode)
    write_text(path, "new")
    assert path.read_text() == "new"
    assert mode_of(path) == mode
    assert [found.name for found in tmp_path.iterdir()] == ["a.csv"]


def test_the_bytes_are_the_text_in_utf_8_with_its_own_line_ends(tmp_path: Path) -> None:
    text = "\ufeffa\r\nb\nc\rd 习\u2028\x00"
    write_text(tmp_path / "a", text)
    assert (tmp_path / "a").read_bytes() == text.encode("utf-8")
    write_text(tmp_path / "a", "")
    assert (tmp_path / "a").read_bytes() == b""


def test_the_target_of_a_link_is_replaced_and_the_link_kept(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "a.csv"
    target.write_text("old")
    target.chmod(0o640)
    (tmp_path / "one").symlink_to(target)
    (tmp_path / "two").symlink_to("one")
    write_text(tmp_path / "two", "new")
    assert target.read_text() == "new"
    assert mode_of(target) == 0o640
    assert os.readlink(tmp_path / "two") == "one"
    assert (tmp_path / "one").is_symlink()
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["a.csv"]


def test_a_dangling_link_gets_its_target(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    write_text(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "new"


def refused(path: Path) -> str:
    with pytest.raises(WriteError) as caught:
        write_text(path, "new")
    assert caught.value.status == 4
    return str(caught.value)


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "no" / "a.csv"
    assert refused(path) == f"cannot write {path}: the folder {path.parent} does not exist"
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("x")
    assert "not a directory" in refused(tmp_path / "file" / "a.csv")


def test_a_missing_folder_behind_a_link_is_named(tmp_path: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to("missing/x.csv")
    missing = tmp_path / "missing"
    assert refused(link) == f"cannot write {link}: the folder {missing} does not exist"


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    assert "cannot write" in refused(tmp_path / "d")
    assert [path.name for path in tmp_path.iterdir()] == ["d"]
    assert list((tmp_path / "d").iterdir()) == []


STEPS = ["fdopen", "fsync", "fchmod", "replace"]


@pytest.fixture(params=["without a name", "hidden"])
def beside(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How the new file is stored until it replaces the old file."""
    if request.param == "hidden":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    elif not hasattr(os, "O_TMPFILE"):
        pytest.skip("this system has no files without a name")
    kind: str = request.param
    return kind


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.usefixtures("beside")
def test_a_failure_at_any_step_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    assert refused(path) == f"cannot write {path}: no space left on device"
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["a.csv"]


def test_the_new_file_has_no_name_or_a_hidden_one_before_the_replacement(
    tmp_path: Path, beside: str
) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    seen: list[list[str]] = []

    def ready() -> None:
        seen.append(sorted(os.listdir(tmp_path)))

    assert replace(path, b"new", ready=ready)
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]
    ((first, *rest),) = seen
    assert (first == "a" and not rest) or (beside == "hidden" and first.startswith(".chrono-"))


@pytest.mark.usefixtures("beside")
def test_a_file_that_changed_since_it_was_read_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    assert not replace(path, b"new", b"older")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("late", [False, True], ids=["before", "at the rename"])
@pytest.mark.parametrize("by", ["rename", "writing into it"])
@pytest.mark.usefixtures("beside")
def test_a_text_saved_at_the_last_moment_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: bool, by: str
) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("old")

    def save() -> None:
        if by == "rename":
            other.write_text("saved")
            other.replace(path)
        else:
            path.write_text("saved")

    if late:
        exchange = atomic._exchange

        def slowly(one: str, there: str) -> bool:
            if path.read_text() == "old":
                save()
            done = exchange(one, there)
            if not done:
                pytest.skip("this system cannot exchange two names")
            return done

        monkeypatch.setattr(atomic, "_exchange", slowly)
    with pytest.raises(FileChanged):
        replace(path, b"new", b"old", lambda: None if late else save())
    assert path.read_text() == "saved"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.usefixtures("beside")
def test_a_new_file_is_whole_and_never_overwrites_another(tmp_path: Path) -> None:
    create(tmp_path / "a", b"one")
    with pytest.raises(FileExistsError):
        create(tmp_path / "a", b"two")
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        create(tmp_path / "link", b"two")
    assert (tmp_path / "a").read_bytes() == b"one"
    assert sorted(os.listdir(tmp_path)) == ["a", "link"]
    plain = tmp_path / "plain"
    plain.write_text("x")
    assert mode_of(tmp_path / "a") == mode_of(plain)


def test_a_folder_without_permission_to_write_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "a.csv").write_text("old")
    (tmp_path / "d").chmod(0o500)
    try:
        if os.access(tmp_path / "d", os.W_OK):
            pytest.skip("root can write anyway")
        assert "permission denied" in refused(tmp_path / "d" / "a.csv")
        assert (tmp_path / "d" / "a.csv").read_text() == "old"
    finally:
        (tmp_path / "d").chmod(0o700)


def test_a_text_that_cannot_be_encoded_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    with suppress(WriteError, UnicodeEncodeError):
        write_text(path, "a" * 10_000 + "\ud800")
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["a.csv"]


def test_a_text_that_cannot_be_encoded_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WriteError):
        write_text(tmp_path / "a.csv", "\ud800")


def test_bytes_of_the_command_line_are_written_unchanged(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "\udcff")
    assert (tmp_path / "a").read_bytes() == b"\xff"


def test_a_device_or_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_text(pipe, "new")
        assert stat.S_ISFIFO(pipe.stat().st_mode)
        assert os.read(reader, 100) == b"new"
    finally:
        os.close(reader)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_an_open_pipe_is_written_to_by_its_number() -> None:
    """`--output >(gzip)` and `--output /dev/stdout | …` name an open pipe."""
    reader, other = os.pipe()
    try:
        write_text(Path(f"/dev/fd/{other}"), "new")
        assert os.read(reader, 100) == b"new"
    finally:
        os.close(reader)
        os.close(other)


@pytest.mark.parametrize("mode, text", [("a", "one\nnew\ntwo\n"), ("r+", "new\ntwo\n")])
@pytest.mark.parametrize("way", ["/dev/fd/{}", "/proc/self/fd/{}", "link"])
def test_an_open_file_is_written_at_its_position_and_not_replaced(
    tmp_path: Path, mode: str, text: str, way: str
) -> None:
    """`--output /dev/stdout >> log` names an open file."""
    log = tmp_path / "log"
    log.write_text("one\n")
    with log.open(mode) as stream:
        path = Path(way.format(stream.fileno()))
        if way == "link":
            (tmp_path / "dev").symlink_to("/dev/fd")
            path = tmp_path / way
            path.symlink_to(f"dev/{stream.fileno()}")
        if not os.path.lexists(path):
            pytest.skip("this system has no such name")
        write_text(path, "new\n")
        stream.write("two\n")
    assert log.read_text() == text


@pytest.mark.slow
def test_an_open_file_of_another_process_is_appended_to(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("one\n")
    with log.open("a") as stream:
        words = [sys.executable, "-c", "input()"]
        other = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=stream)
        try:
            path = Path(f"/proc/{other.pid}/fd/1")
            if not path.exists():
                pytest.skip("this system does not show what others have open")
            write_text(path, "new\n")
        finally:
            other.communicate(b"\n")
    assert log.read_text() == "one\nnew\n"


def test_a_closed_descriptor_is_an_error(tmp_path: Path) -> None:
    assert "bad file descriptor" in refused(Path("/dev/fd/987654"))


def test_the_umask_is_restored(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_text(tmp_path / "a", "x")
        assert mode_of(tmp_path / "a") == 0o640
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)


def left_over(folder: Path, *texts: bytes) -> Path:
    """Return the hidden name that a killed writer of these texts leaves."""
    return folder / "-".join([".chrono-0123abcd", *(digest(text)[:16] for text in texts)])


OWN = [b"new", b"old", b"unfinished"]


@pytest.mark.parametrize("text", OWN)
def test_a_leftover_with_chronos_own_text_is_deleted_unless_its_writer_lives(
    tmp_path: Path, text: bytes
) -> None:
    fcntl = pytest.importorskip("fcntl")
    path = left_over(tmp_path, b"new", b"old")
    path = path if text != b"unfinished" else tmp_path / ".chrono-new-ab_d3fgh"
    path.write_bytes(text)
    others = [".chrono", ".chrono-notes", ".chrono-0123456789abcdef.toml", "chrono-0123456789ab"]
    for other in others:
        (tmp_path / other).write_text("x")
    (tmp_path / ".chrono-fedcba9876543210").symlink_to(".chrono")
    with path.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert remove_leftovers(tmp_path) == []
        assert path.exists()
    assert remove_leftovers(tmp_path) == []
    assert sorted(os.listdir(tmp_path)) == sorted([*others, ".chrono-fedcba9876543210"])
    assert remove_leftovers(tmp_path / "nowhere") == []


@pytest.mark.parametrize("text", [b"", b"saved", b"new and more", b"ne"])
def test_a_leftover_with_another_text_is_kept_and_returned(tmp_path: Path, text: bytes) -> None:
    older = [tmp_path / ".chrono-0123456789abcdef", tmp_path / ".chrono-ab_d3fgh"]
    kept = [left_over(tmp_path, b"new", b"old"), *older]
    for path in kept:
        path.write_bytes(text)
    assert remove_leftovers(tmp_path) == sorted(kept)
    assert [path.read_bytes() for path in kept] == [text] * 3


# -- another program saves between the last check and the exchange --------------------------------


class Killed(BaseException):
    """Stops a process immediately, as Ctrl-C does."""


def after_the_exchange(monkeypatch: pytest.MonkeyPatch, save: bool, *then: str) -> None:
    """Make the steps `then` fail after the next exchange; if `save`, save the file just before."""
    exchange = atomic._exchange

    def meddled(one: str, other: str) -> bool:
        monkeypatch.setattr(atomic, "_exchange", exchange)
        if save:
            Path(other).with_name("saving").write_text("saved")
            os.replace(Path(other).with_name("saving"), other)
        if not exchange(one, other):
            pytest.skip("this system cannot exchange two names")
        for step in then:
            if step == "Ctrl-C":
                raise Killed
            if step == "kill":
                kill()
            real = getattr(os, step)

            def failing(*words: object, real: Callable[..., object] = real, **_: object) -> None:
                if real.__name__ == "close":
                    real(*words)
                raise OSError(5, "Input/output error")

            monkeypatch.setattr(os, step, failing)
        return True

    monkeypatch.setattr(atomic, "_exchange", meddled)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a"
    made.write_text("old")
    return made


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize("save", [True, False])
def test_ctrl_c_after_the_exchange_loses_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, save: bool
) -> None:
    after_the_exchange(monkeypatch, save, "Ctrl-C")
    with pytest.raises(Killed):
        replace(path, b"new", b"old")
    assert path.read_text() == ("saved" if save else "old")
    assert os.listdir(path.parent) == ["a"]


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize("save", [True, False])
def test_a_kill_after_the_exchange_leaves_only_what_was_saved(
    path: Path, monkeypatch: pytest.MonkeyPatch, save: bool
) -> None:
    after_the_exchange(monkeypatch, save, "kill")
    if not is_killed(lambda: replace(path, b"new", b"old")):
        pytest.skip("this system cannot exchange two names")
    assert len(os.listdir(path.parent)) == 2
    assert [found.read_text() for found in remove_leftovers(path.parent)] == ["saved"] * save
    assert path.read_text() == "new"
    assert len(os.listdir(path.parent)) == 1 + save


@pytest.mark.usefixtures("beside")
def test_a_text_that_cannot_be_given_back_is_kept_and_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_the_exchange(monkeypatch, True)
    close = TemporaryFile.close

    def hindered(file: TemporaryFile) -> None:
        monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)
        close(file)

    monkeypatch.setattr(TemporaryFile, "close", hindered)

    with pytest.raises(WriteError) as caught:
        replace(path, b"new", b"old")
    (hidden,) = (name for name in os.listdir(path.parent) if name != "a")
    assert str(path.parent / hidden) in str(caught.value)
    assert (path.read_text(), (path.parent / hidden).read_text()) == ("new", "saved")


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize("step", ["close", "unlink", "fsync", "stat"])
def test_a_failure_after_the_exchange_is_not_reported(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    after_the_exchange(monkeypatch, False, step)
    assert replace(path, b"new", b"old")
    monkeypatch.undo()
    assert path.read_text() == "new"
    assert remove_leftovers(path.parent) == []
    assert os.listdir(path.parent) == ["a"]


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize("save", [True, False])
def test_the_file_is_unchanged_where_the_old_text_cannot_be_compared(
    path: Path, monkeypatch: pytest.MonkeyPatch, save: bool
) -> None:
    after_the_exchange(monkeypatch, save)
    read = Path.read_bytes
    failed: list[Path] = []

    def failing(found: Path) -> bytes:
        if found.name.startswith(".chrono-") and not failed:
            failed.append(found)
            raise OSError(5, "Input/output error")
        return read(found)

    monkeypatch.setattr(Path, "read_bytes", failing)
    with pytest.raises(OSError, match="Input/output"):
        replace(path, b"new", b"old")
    assert path.read_text() == ("saved" if save else "old")
    assert os.listdir(path.parent) == ["a"]


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize("step", ["close", "unlink"])
def test_a_failure_after_a_new_file_has_its_name_is_not_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real = getattr(os, step)

    def failing(*words: object, **_: object) -> None:
        if step == "close":
            real(*words)
        raise OSError(5, "Input/output error")

    def ready() -> None:
        monkeypatch.setattr(os, step, failing)

    create(tmp_path / "a", b"one", ready)
    monkeypatch.undo()
    assert (tmp_path / "a").read_bytes() == b"one"


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize("moment", ["before", "ready", "exchange"])
def test_a_file_that_another_program_has_open_for_writing_is_not_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The file still has its old text, so the text that is being written would be lost."""
    if not leases(path):
        pytest.skip("this system cannot tell")
    opened: list[TextIO] = []
    if moment == "exchange":
        exchange = atomic._exchange

        def meddled(one: str, other: str) -> bool:
            if not opened:
                opened.append(path.open("a"))
            return exchange(one, other)

        monkeypatch.setattr(atomic, "_exchange", meddled)
    if moment == "before":
        opened.append(path.open("a"))
        assert not replace(path, b"new", b"old")
    else:
        with pytest.raises(FileChanged):
            replace(path, b"new", b"old", lambda: opened.append(path.open("a")))
    opened[0].write(" and saved")
    opened[0].close()
    assert path.read_text() == "old and saved"
    assert os.listdir(path.parent) == ["a"]


def leases(path: Path) -> bool:
    with path.open("a"):
        return being_saved(path)


# -- systems that lack something ------------------------------------------------------------------


def test_without_fchmod_and_fchown_files_are_written(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("O_TMPFILE", "fchmod", "fchown"):
        monkeypatch.delattr(os, name, raising=False)
    write_text(path, "new")
    write_text(path.with_name("b"), "new")
    create(path.with_name("c"), b"new")
    assert [found.read_text() for found in path.parent.iterdir()] == ["new"] * 3


@pytest.mark.usefixtures("beside")
def test_without_ctypes_a_file_is_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ctypes", None)
    assert replace(path, b"new", b"old")
    assert path.read_text() == "new"
    assert os.listdir(path.parent) == ["a"]
