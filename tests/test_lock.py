"""Locks: real processes write real files one after another, and leave no lock files."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from chrono.errors import Cancelled, WriteError
from chrono.files.disk import lock
from chrono.files.disk.lock import lock_files

HOLDER = """
import sys
from chrono.files.disk.lock import lock_files
with lock_files(sys.argv[1:], 0, print):
    print("inside", flush=True)
    sys.stdin.readline()
"""
WRITER = """
import os, sys, time
from chrono.files.disk.lock import lock_files
place, own, rounds, how = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(rounds)):
    with lock_files([place], 30, lambda words: None):
        os.close(os.open(place + ".inside", os.O_CREAT | os.O_EXCL))
        with open(place) as file:
            number = int(file.read())
        time.sleep(0.001)
        new = place if how == "over" else place + own
        with open(new, "w") as file:
            file.write(str(number + 1))
        os.unlink(place + ".inside")
        if how == "replace":
            os.replace(new, place)
"""
CROWD = """
import sys
from chrono.files.disk.lock import lock_files
print("ready", flush=True)
sys.stdin.readline()
for _ in range(200):
    with lock_files(sys.argv[1:], 1.5, lambda words: None):
        pass
"""
MANY = """
import resource, sys
from chrono.errors import WriteError
from chrono.files.disk.lock import lock_files
resource.setrlimit(resource.RLIMIT_NOFILE, (30, 30))
try:
    with lock_files(sys.argv[1:], 0, print):
        print("inside")
except WriteError as error:
    print(error)
"""


def started(script: str, *words: object, **env: str) -> subprocess.Popen[str]:
    """Start a process that runs `script`, and return it after its first line of output."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **env},
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() in ("inside", "ready")
    return process


def told_to_go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


@contextmanager
def held(*paths: Path, **env: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the locks of these files until `told_to_go_on`."""
    process = started(HOLDER, *paths, **env)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def both_done(script: str, one: list[object], other: list[object]) -> list[int]:
    """Return the exit statuses of two processes that begin at the same time."""
    processes = [started(script, *one), started(script, *other)]
    for process in processes:
        told_to_go_on(process)
    for process in processes:
        process.communicate(timeout=20)
    return [process.returncode for process in processes]


def silent(words: str) -> None:
    raise AssertionError(words)


def a_turn_at(
    *paths: Path | str, wait: float = 0, say: Callable[[str], None] = silent
) -> AbstractContextManager[None]:
    """Lock these files; by default without waiting, and any message is an error."""
    return lock_files(map(str, paths), wait, say)


def is_free(*paths: Path | str) -> bool:
    """Return whether the files can be locked without waiting."""
    try:
        with a_turn_at(*paths):
            return True
    except WriteError:
        return False


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "events.toml"
    path.write_text("0")
    return path


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Report every wait immediately."""
    monkeypatch.setattr("chrono.files.disk.lock._AT_ONCE", 0.0)


# -- never two at once ----------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("how", ["over", "replace"])
def test_two_processes_never_have_the_lock_at_once_and_no_write_is_lost(
    place: Path, how: str
) -> None:
    rounds = 20
    assert both_done(WRITER, [place, "a", rounds, how], [place, "b", rounds, how]) == [0, 0]
    assert place.read_text() == str(2 * rounds)


@pytest.mark.slow
def test_a_file_is_locked_once_another_process_releases_it(place: Path) -> None:
    with held(place) as process:
        assert not is_free(place)
        told_to_go_on(process)
        assert process.wait(5) == 0
        assert is_free(place)


@pytest.mark.slow
def test_one_process_cannot_lock_a_file_twice(place: Path) -> None:
    with a_turn_at(place):
        assert not is_free(place)
    assert is_free(place)


@pytest.mark.slow
def test_a_lock_ends_with_its_block_however_that_ends(place: Path) -> None:
    with pytest.raises(KeyError), a_turn_at(place):
        raise KeyError
    assert is_free(place)


@pytest.mark.slow
def test_the_lock_is_on_the_file_that_has_the_name_when_the_block_begins(place: Path) -> None:
    """Another process has locked the old file, and not the file that now has its name."""
    with held(place):
        new = place.with_suffix(".new")
        new.write_text("1")
        new.replace(place)
        with a_turn_at(place):
            assert not is_free(place)


def before_the_lock(monkeypatch: pytest.MonkeyPatch, happens: Path, place: Path | None) -> None:
    """Between opening and locking a file, move `happens` to `place`; without `place`, delete it.

    No other process could be timed to act at that moment. The file is then really locked.
    """
    lock = fcntl.flock

    def first(number: int, how: int) -> None:
        monkeypatch.setattr(fcntl, "flock", lock)
        happens.replace(place) if place else happens.unlink()
        lock(number, how)

    monkeypatch.setattr(fcntl, "flock", first)


@pytest.mark.slow
def test_a_writer_that_locks_the_old_file_then_locks_the_new_one(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = place.with_suffix(".new")
    new.write_text("1")
    before_the_lock(monkeypatch, new, place)
    with a_turn_at(place, wait=5):
        assert place.read_text() == "1"
        assert not is_free(place)
    assert is_free(place)


@pytest.mark.slow
def test_a_file_that_vanishes_while_it_is_locked_counts_as_missing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_the_lock(monkeypatch, place, None)
    with a_turn_at(place, wait=5):
        assert is_free(place)
    assert not place.exists()


@pytest.mark.slow
def test_a_lock_ends_when_the_file_is_replaced(place: Path) -> None:
    new = place.with_suffix(".new")
    new.write_text("1")
    with a_turn_at(place):
        assert not is_free(place)
        new.replace(place)
        assert is_free(place)


# -- nothing is left ------------------------------------------------------------------------------


def everything_in(folder: Path) -> set[Path]:
    return {*folder.rglob("*")}


@pytest.mark.slow
def test_a_killed_writer_leaves_no_lock_and_no_file(place: Path) -> None:
    before = everything_in(place.parent)
    with held(place) as process:
        assert not is_free(place)
        process.kill()
        process.wait(5)
        assert is_free(place)
    assert everything_in(place.parent) == before
    assert place.read_text() == "0"


@pytest.mark.slow
def test_locking_makes_no_file_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [tmp_path / name for name in ("home", "temporary", "work")]
    for folder in places:
        folder.mkdir()
    home, temporary, work = places
    monkeypatch.chdir(work)
    ledger = work / "events.toml"
    ledger.write_text("0")
    before = everything_in(tmp_path)
    env = {
        **dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(home)),
        **dict.fromkeys(("TMPDIR", "XDG_RUNTIME_DIR", "XDG_STATE_HOME"), str(temporary)),
    }
    with held(ledger, work / "missing.toml", **env) as process:
        assert everything_in(tmp_path) == before
        told_to_go_on(process)
        process.wait(5)
    assert everything_in(tmp_path) == before
    assert ledger.read_text() == "0"


def test_locking_does_not_touch_the_file(place: Path) -> None:
    os.utime(place, (10**9, 10**9))
    with a_turn_at(place):
        assert place.stat().st_mtime == 10**9


# -- waiting and giving up ------------------------------------------------------------------------


def waited_for(place: Path, wait: float) -> list[str]:
    """Return the messages of a wait for another process, which ends at the first message."""
    told: list[str] = []
    with held(place) as process:

        def say(words: str) -> None:
            told.append(words)
            told_to_go_on(process)

        with a_turn_at(place, wait=wait, say=say):
            assert not is_free(place)
    return told


@pytest.mark.slow
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("wait, said", [(60.0, "60"), (10, "10"), (7.5, "7.5")])
def test_waiting_is_announced_once_with_its_time(place: Path, wait: float, said: str) -> None:
    expected = f"another chrono is writing events.toml; waiting up to {said} s"
    assert waited_for(place, wait) == [expected]


@pytest.mark.slow
def test_waiting_is_announced_only_after_a_moment(place: Path) -> None:
    began = time.monotonic()
    assert len(waited_for(place, 60)) == 1
    assert time.monotonic() - began >= 0.3


@pytest.mark.slow
def test_a_short_wait_is_not_announced(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono.files.disk.lock._AT_ONCE", 30.0)
    with held(place) as process:
        told_to_go_on(process)
        with a_turn_at(place, wait=60):
            pass


@pytest.mark.usefixtures("impatient")
def test_giving_up_names_the_file_and_the_time(place: Path) -> None:
    told: list[str] = []
    with (
        a_turn_at(place),
        pytest.raises(WriteError) as caught,
        a_turn_at(place, wait=0.2, say=told.append),
    ):
        pass
    assert caught.value.args == (
        "another chrono was still writing events.toml after 0.2 s; nothing was changed; try again",
    )
    assert caught.value.status == 4
    assert told == ["another chrono is writing events.toml; waiting up to 0.2 s"]


@pytest.mark.slow
def test_without_waiting_the_refusal_is_immediate_and_nothing_is_announced(place: Path) -> None:
    assert refusal_about(place).endswith("after 0 s; nothing was changed; try again")


@pytest.mark.slow
def test_giving_up_releases_the_other_locks(place: Path) -> None:
    other = place.with_name("aaa.toml")
    other.touch()
    with held(place):
        assert not is_free(other, place)
        assert is_free(other)


def refusal_about(path: Path) -> str:
    """Return the error message for a second lock on a locked file."""
    with a_turn_at(path), pytest.raises(WriteError) as caught, a_turn_at(path):
        pass
    return str(caught.value)


@pytest.mark.slow
def test_messages_name_a_file_from_the_current_folder_if_that_is_shorter(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal_about(place).startswith("another chrono was still writing events.toml after")
    monkeypatch.chdir("/")
    named = f"another chrono was still writing {str(place)[1:]} after"
    assert refusal_about(place).startswith(named)
    deep = place.parent.joinpath(*["d"] * (len(str(place)) // 3))
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert refusal_about(place).startswith(f"another chrono was still writing {place} after")


# -- several files --------------------------------------------------------------------------------


@pytest.fixture
def several(place: Path) -> list[Path]:
    """Files in the order in which every writer locks them."""
    paths = [place.with_name(f"{letter}.toml") for letter in "abcdefgh"]
    for path in paths:
        path.touch()
    return paths


@pytest.mark.slow
def test_two_processes_with_opposite_orders_do_not_block_each_other(
    several: list[Path],
) -> None:
    assert both_done(CROWD, [*several], [*reversed(several)]) == [0, 0]


@pytest.mark.slow
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1, 0, 2)])
@pytest.mark.usefixtures("impatient")
def test_files_are_locked_in_one_order_whatever_order_is_given(
    several: list[Path], order: tuple[int, ...]
) -> None:
    """During the wait for the second file, the first is locked and the third is not."""

    def say(words: str) -> None:
        assert words.startswith("another chrono is writing b.toml")
        assert [is_free(path) for path in several[:3]] == [False, False, True]
        raise Cancelled

    named = [several[index] for index in order]
    with a_turn_at(several[1]), pytest.raises(Cancelled), a_turn_at(*named, wait=10, say=say):
        pass
    assert is_free(*several)


@pytest.mark.slow
def test_all_files_are_locked_and_then_released(several: list[Path]) -> None:
    with a_turn_at(*several):
        assert not any(map(is_free, several))
    assert is_free(*several)


class Clock:
    """A clock that stands still, except while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.slow
def test_the_wait_is_for_all_files_together(
    several: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the whole wait for the first file, no time is left to wait for the second."""
    clock = Clock()
    with held(several[0]) as first, held(several[1]):

        def say(words: str) -> None:
            told_to_go_on(first)
            first.wait(5)
            clock.now = 60

        monkeypatch.setattr(lock, "time", clock)
        refused = pytest.raises(WriteError, match=r" b\.toml after 60 s")
        with refused, a_turn_at(*several, wait=60, say=say):
            pass
    assert clock.now <= 60.1


@pytest.mark.slow
def test_more_files_than_a_process_may_open_are_refused(several: list[Path]) -> None:
    for number in range(30):
        several[0].with_name(f"{number}.toml").touch()
    paths = map(str, several[0].parent.glob("*.toml"))
    done = subprocess.run([sys.executable, "-c", MANY, *paths], capture_output=True, text=True)
    assert done.stdout.startswith("cannot lock the ledger: too many open files"), done.stderr


# -- what is no plain file ------------------------------------------------------------------------


def test_a_missing_file_is_not_locked_and_not_an_error(place: Path) -> None:
    missing = [place.with_name("missing.toml"), place.parent / "no folder" / "events.toml"]
    with a_turn_at(*missing), a_turn_at(*missing):
        assert not any(path.exists() for path in (*missing, *(path.parent for path in missing[1:])))


@pytest.mark.slow
def test_other_files_are_locked_where_one_is_missing(place: Path) -> None:
    with a_turn_at("aaa.toml", place, "zzz.toml"):
        assert not is_free(place)


@pytest.mark.slow
def test_locking_no_files_works(place: Path) -> None:
    with a_turn_at():
        assert is_free(place)


@pytest.mark.slow
def test_a_link_and_its_target_are_one_lock(place: Path) -> None:
    link = place.with_name("link.toml")
    link.symlink_to("events.toml")
    for one, other in ((link, place), (place, link), (link, link)):
        with a_turn_at(one):
            assert not is_free(other)
    with a_turn_at(link, place):
        assert not is_free(place)


@pytest.mark.slow
def test_several_paths_to_one_file_are_one_lock(place: Path) -> None:
    ways = ["events.toml", "./events.toml", f"../{place.parent.name}/events.toml", str(place)]
    with a_turn_at(*ways):
        assert not any(map(is_free, ways))


@pytest.mark.slow
def test_two_names_of_one_file_are_one_lock(place: Path) -> None:
    other = place.with_name("other.toml")
    other.hardlink_to(place)
    with a_turn_at(place, other):
        assert not is_free(place)


@pytest.mark.slow
def test_a_file_is_opened_for_writing_where_the_lock_requires_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NFS locks ranges of bytes, and so requires a file that is open for writing."""
    lock = fcntl.flock

    def on_a_network(number: int, how: int) -> None:
        if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
            raise OSError(errno.EBADF, "RejectedRow file descriptor")
        lock(number, how)

    monkeypatch.setattr(fcntl, "flock", on_a_network)
    with a_turn_at(place):
        assert not is_free(place)


@pytest.mark.slow
def test_a_folder_is_locked_like_a_file(place: Path) -> None:
    with a_turn_at(place.parent):
        assert not is_free(place.parent)
        assert is_free(place)
