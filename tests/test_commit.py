"""Several files are replaced in one step: an error or a kill at any moment leaves all or none.

The journal of the change is in the user's state folder, and nothing beside the files is trusted.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from chrono.errors import WriteError
from chrono.files.disk import atomic, commit
from chrono.files.disk.atomic import FileChanged, remove_leftovers
from chrono.files.disk.commit import Replacement, replace_all, restore
from chrono.files.disk.journal import (
    ChangedSince,
    InterruptedChange,
    Saved,
    digest,
    encoded,
    last_change,
    path_of,
    saved_content,
    unfinished,
)
from killed import is_killed, kill

NAMES = ("a.toml", "b.toml", "2024/c.toml")
STEPS = ("open", "fsync", "link", "replace", "unlink", "fchmod", "stat")
"""The functions of `os` that can fail, or during which the process can be killed."""


def text(name: str, new: bool) -> bytes:
    return f"{'new' if new else 'old'} {name}\n".encode()


@pytest.fixture(params=["exchange", "rename"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three files in two folders, on a system that can exchange two names, or one that cannot."""
    if request.param == "rename":
        monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)
        monkeypatch.setattr(atomic, "_OPEN_FILES", "/nowhere")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "ledger"
    (folder / "2024").mkdir(parents=True)
    for name in NAMES:
        (folder / name).write_bytes(text(name, new=False))
        (folder / name).chmod(0o640)
    return folder


def change(folder: Path, ready: Callable[[], None] = lambda: None) -> bool:
    wanted = [Replacement(folder / name, text(name, True), text(name, False)) for name in NAMES]
    return replace_all(wanted, ready, str(folder / "a.toml"), pytest.fail)


def journal(folder: Path) -> Path:
    """The journal of an unfinished change."""
    return unfinished(path_of(str(folder / "a.toml"), make=True))


def left_over(folder: Path) -> list[str]:
    """The files in the state folder, other than the journal of the last change."""
    last = path_of(str(folder / "a.toml"), make=True)
    return sorted(name for name in os.listdir(last.parent) if name != last.name)


def found(folder: Path) -> list[str]:
    """The files in a folder and below it, hidden ones too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def state(folder: Path, read: Callable[[Path], bytes] = Path.read_bytes) -> bool:
    """Whether all files have their new contents; they must all have them, or all the old ones."""
    contents = [read(folder / name) for name in NAMES]
    is_new = contents == [text(name, new=True) for name in NAMES]
    assert is_new or contents == [text(name, new=False) for name in NAMES]
    return is_new


def as_read(path: Path) -> bytes:
    """What chrono reads, which it must say if it is not what the file has."""
    content = path.read_bytes()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = saved_content(str(path), content)
    assert [one.category for one in caught] == [InterruptedChange] * (found != content)
    return found


def restored(folder: Path) -> list[str]:
    """Do what the next writer does, which says for each file that it was restored. Return the names
    of these files.
    """
    said: list[str] = []
    replaced = restore((str(folder / name) for name in NAMES), said.append)
    kept = [*remove_leftovers(folder), *remove_leftovers(folder / "2024")]
    assert kept == []
    assert [one.partition(" has its earlier text again")[0] for one in said] == [
        *map(str, replaced)
    ]
    assert [name for name in left_over(folder) if not name.startswith(".chrono-new-")] == []
    return [str(path.relative_to(folder)) for path in replaced]


def test_all_files_are_replaced_with_their_modes_and_nothing_is_left(folder: Path) -> None:
    seen: list[bool] = []
    assert change(folder, lambda: seen.append(state(folder)))
    assert seen == [False]
    assert state(folder)
    assert found(folder) == sorted(NAMES)
    assert {(folder / name).stat().st_mode & 0o777 for name in NAMES} == {0o640}


class Broken(BaseException):
    """Stops a process immediately, as Ctrl-C does."""


def failing(
    monkeypatch: pytest.MonkeyPatch, step: str, number: int, fail: Callable[[], Any]
) -> None:
    """Call `fail` instead of the call with this number of a function of `os`."""
    real, calls = getattr(os, step), iter(range(1, number + 1))

    def call(*words: Any, **more: Any) -> Any:
        if next(calls, None) == number:
            fail()
        return real(*words, **more)

    monkeypatch.setattr(os, step, call)


def each_moment(attempt: Callable[[int], bool]) -> Iterator[int]:
    """Yield each number of a call that `attempt` reaches, which it returns."""
    number = 1
    while attempt(number):
        yield number
        number += 1


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), Broken()])
def test_an_error_or_ctrl_c_at_any_moment_leaves_all_files_or_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    reached: list[int] = []

    def fail() -> None:
        reached.append(1)
        raise error

    def attempt(number: int) -> bool:
        reached.clear()
        with monkeypatch.context() as patched, suppress(OSError, Broken, WriteError):
            failing(patched, step, number, fail)
            change(folder)
        return bool(reached)

    for _ in each_moment(attempt):
        is_new = state(folder, as_read)
        restored(folder)
        assert state(folder) is is_new
        assert found(folder) == sorted(NAMES)
        for name in NAMES:
            (folder / name).write_bytes(text(name, new=False))
    assert state(folder)


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_moment_leaves_all_files_or_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """What is read is whole at once; the next writer makes the files whole, too."""

    def attempt(number: int) -> bool:
        def changed() -> None:
            failing(monkeypatch, step, number, kill)
            change(folder)

        return is_killed(changed)

    for _ in each_moment(attempt):
        is_new = state(folder, as_read)
        restored(folder)
        assert state(folder) is is_new
        assert found(folder) == sorted(NAMES)
        for name in NAMES:
            (folder / name).write_bytes(text(name, new=False))
    assert state(folder)


@pytest.mark.slow
def test_after_a_kill_at_any_use_of_a_file_the_next_writer_can_make_the_change(
    folder: Path,
) -> None:
    """So a content that was only half saved does not stand in its way."""

    def attempt(number: int) -> bool:
        calls = iter(range(1, number + 1))

        def hook(event: str, _: object) -> None:
            if event.startswith(("open", "os.", "fcntl.")) and next(calls, None) == number:
                kill()

        def changed() -> None:
            sys.addaudithook(hook)
            change(folder)

        return is_killed(changed)

    for _ in each_moment(attempt):
        restored(folder)
        for name in NAMES:
            (folder / name).write_bytes(text(name, new=False))
        assert change(folder)
        assert found(folder) == sorted(NAMES)
        for name in NAMES:
            (folder / name).write_bytes(text(name, new=False))


def kill_after(folder: Path, number: int) -> None:
    """Make the change in another process, which is killed after it has replaced some files."""
    real, left = atomic.TemporaryFile.take_place, iter(range(number))

    def take_place(file: atomic.TemporaryFile) -> None:
        if next(left, None) is None:
            kill()
        real(file)

    def changed() -> None:
        patch.object(atomic.TemporaryFile, "take_place", take_place).start()
        change(folder)

    assert is_killed(changed)
    on_disk = [(folder / name).read_bytes() for name in NAMES]
    assert on_disk == [text(name, at < number) for at, name in enumerate(NAMES)]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_between_two_files_a_reader_sees_none_of_the_change(folder: Path, number: int) -> None:
    kill_after(folder, number)
    assert not state(folder, as_read)
    link = folder / "link.toml"
    link.symlink_to("a.toml")
    assert as_read(link) == text("a.toml", new=False)
    assert restored(folder) == [*NAMES[:number]]
    assert not state(folder)


def test_one_file_is_restored_without_the_others(folder: Path) -> None:
    """A ledger may have only some of the files."""
    kill_after(folder, 2)
    assert restore([str(folder / "b.toml")], lambda _: None) == [folder / "b.toml"]
    assert not state(folder, as_read)
    assert (folder / "a.toml").read_bytes() == text("a.toml", new=True)
    assert restored(folder) == ["a.toml"]
    assert not state(folder)
    assert found(folder) == sorted(NAMES)


def test_a_file_that_was_saved_after_an_interruption_is_kept_and_its_old_content_named(
    folder: Path,
) -> None:
    kill_after(folder, 2)
    path = folder / "a.toml"
    path.write_bytes(b"edited\n")
    with pytest.raises(ChangedSince, match="this file was changed after an interrupted change"):
        as_read(path)
    for _ in range(2):
        said: list[str] = []
        restore((str(folder / name) for name in NAMES), said.append)
        assert str(journal(folder)) in said[0]
    assert len(said) == 1
    assert path.read_bytes() == b"edited\n"
    assert journal(folder).read_bytes().endswith(b"\nold a.toml\n")
    with pytest.raises(WriteError, match=r"a\.toml was changed after an interrupted change"):
        replace_all(
            [
                Replacement(path, b"newer\n", b"edited\n"),
                Replacement(folder / "b.toml", b"newer\n", text("b.toml", new=False)),
            ],
            lambda: None,
            str(path),
            pytest.fail,
        )
    assert path.read_bytes() == b"edited\n"
    assert journal(folder).exists()


def test_if_one_file_has_changed_none_is_replaced(folder: Path) -> None:
    (folder / NAMES[2]).write_bytes(b"saved\n")
    assert not change(folder)
    assert (folder / NAMES[0]).read_bytes() == text(NAMES[0], new=False)
    assert found(folder) == sorted(NAMES)


def test_if_one_file_changes_at_the_last_moment_all_are_put_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = atomic.TemporaryFile.take_place

    def take_place(file: atomic.TemporaryFile) -> None:
        if file.path.name == "c.toml":
            file.path.write_bytes(b"saved\n")
        real(file)

    monkeypatch.setattr(atomic.TemporaryFile, "take_place", take_place)
    with pytest.raises(FileChanged) as caught:
        change(folder)
    assert caught.value.args == (folder / NAMES[2],)
    assert (folder / NAMES[2]).read_bytes() == b"saved\n"
    for name in NAMES[:2]:
        assert (folder / name).read_bytes() == text(name, new=False)
    assert found(folder) == sorted(NAMES)


def test_a_file_saved_by_another_program_before_an_error_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = atomic.TemporaryFile.take_place

    def take_place(file: atomic.TemporaryFile) -> None:
        if file.path.name == "c.toml":
            (folder / "a.toml").write_bytes(b"saved\n")
            raise OSError(28, "No space left on device")
        real(file)

    monkeypatch.setattr(atomic.TemporaryFile, "take_place", take_place)
    with pytest.raises(WriteError) as caught:
        change(folder)
    assert str(journal(folder)) in str(caught.value)
    assert (folder / "a.toml").read_bytes() == b"saved\n"
    assert (folder / "b.toml").read_bytes() == text("b.toml", new=False)
    assert b"\nold a.toml\n" in journal(folder).read_bytes()


def test_a_failure_of_ready_changes_nothing(folder: Path) -> None:
    def ready() -> None:
        raise Broken

    with pytest.raises(Broken):
        change(folder, ready)
    assert not state(folder)
    assert found(folder) == sorted(NAMES)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("is_folder", [False, True])
def test_a_journal_or_a_folder_that_belongs_to_a_stranger_is_ignored(
    folder: Path, is_folder: bool
) -> None:
    kill_after(folder, 1)
    theirs = journal(folder).parent if is_folder else journal(folder)
    os.chown(theirs, 12345, -1)
    assert as_read(folder / "a.toml") == text("a.toml", new=True)
    assert restore([str(folder / "a.toml")], pytest.fail) == []
    if is_folder:
        (folder / "a.toml").write_bytes(text("a.toml", new=False))
        with pytest.raises(WriteError, match="not a folder that only you can change"):
            change(folder)
        (folder / "a.toml").write_bytes(text("a.toml", new=True))
    os.chown(theirs, 0, -1)
    assert as_read(folder / "a.toml") == text("a.toml", new=False)


HEADS = [b"", b"\n", b"[]\nold", b"{}\nold", b"no json\nold", b"5\n6", b"[[1, 2, 3]]\nold",
         b'[["a", "b", 9]]\nold', b'[["a", "b", -1]]\nold', b'[["a", "b", 1]]\nold']  # fmt: skip


@pytest.mark.parametrize("content", HEADS)
def test_a_damaged_journal_is_ignored(folder: Path, content: bytes) -> None:
    for path in (journal(folder), path_of(str(folder / "a.toml"))):
        path.write_bytes(content)
    assert as_read(folder / "a.toml") == text("a.toml", new=False)
    assert restore([str(folder / "a.toml")], pytest.fail) == []
    assert last_change(str(folder / "a.toml")) is None


def test_while_the_change_is_made_others_read_the_earlier_text_in_silence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, read = atomic.TemporaryFile.take_place, []

    def take_place(file: atomic.TemporaryFile) -> None:
        real(file)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            read.append(saved_content(str(file.path), file.path.read_bytes()))

    monkeypatch.setattr(atomic.TemporaryFile, "take_place", take_place)
    assert change(folder)
    assert read == [text(name, new=False) for name in NAMES]
    assert state(folder, as_read)


def test_the_journal_of_the_last_change_is_the_users_own(folder: Path) -> None:
    assert change(folder)
    last = path_of(str(folder / "a.toml"))
    assert (last.stat().st_mode & 0o777, last.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    saved = last_change(str(folder / "a.toml"))
    assert saved is not None
    assert [(one.path, one.raw) for one in saved.saved] == [
        (str(folder / name), text(name, new=False)) for name in NAMES
    ]
    assert left_over(folder) == []


def one_change(path: Path, said: list[str]) -> bool:
    wanted = [Replacement(path, path.read_bytes() + b"x", path.read_bytes())]
    return replace_all(wanted, lambda: None, str(path), said.append)


@pytest.mark.parametrize("place", ["file", "relative", "nowhere"])
def test_without_a_state_folder_one_file_can_be_changed_but_not_several(
    folder: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "file":
        (folder.parent / "state").write_bytes(b"")
    else:
        monkeypatch.setenv("XDG_STATE_HOME", "")
        monkeypatch.setenv("HOME", {"relative": "here", "nowhere": "/dev/null"}[place])
    said: list[str] = []
    assert one_change(folder / "a.toml", said)
    assert (folder / "a.toml").read_bytes() == b"old a.toml\nx"
    assert len(said) == 1
    assert "this change cannot be undone: cannot save the earlier text in" in said[0]
    (folder / "a.toml").write_bytes(text("a.toml", new=False))
    with pytest.raises(WriteError, match="nothing was changed: cannot save the earlier text in"):
        change(folder)
    assert not state(folder)
    assert found(folder) == sorted(NAMES)


def test_one_change_of_each_ledger_is_kept_until_the_ledger_is_deleted(folder: Path) -> None:
    names = [f"{number}.toml" for number in range(3)]
    for name in [*names, *names]:
        (folder / name).write_bytes(b"old")
        assert one_change(folder / name, [])
    (folder / "0.toml").unlink()
    assert one_change(folder / "2.toml", [])
    kept = [path_of(str(folder / name)).exists() for name in names]
    assert kept == [False, True, True]


def test_only_so_many_changes_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commit, "_KEPT", 2)
    for number in range(4):
        path = folder / f"{number}.toml"
        path.write_bytes(b"old")
        assert one_change(path, [])
        os.utime(path_of(str(path)), (number, number))
    assert len(os.listdir(path_of("x").parent)) == 2
    assert last_change(str(folder / "3.toml"))


def test_a_file_beside_the_ledger_is_never_a_journal(folder: Path) -> None:
    """As one that comes with a repository."""
    path = folder / "a.toml"
    planted = encoded([Saved(str(path), digest(path.read_bytes()), b"planted")])
    for name in (".chrono-before-a.toml", ".chrono-change-1", f"{journal(folder).name}"):
        (folder / name).write_bytes(planted)
    assert as_read(path) == text("a.toml", new=False)
    assert restore([str(path)], pytest.fail) == []
    assert len(found(folder)) == len(NAMES) + 3
