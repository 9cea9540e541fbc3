"""Many writers, killed writers, full disks: nothing is lost, and nothing is left lying about."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from chrono.files.index.load import load
from chrono.files.read.load import loads
from replay import Ran, clean_environment

pytestmark = pytest.mark.slow

LEDGER = """\
[actors.ann]
name = "Ann Ash"
country = "FR"

[actors.ben]
name = "Ben Birch"
country = "DE"
"""

_MANY = """
import gc, io, json, os, sys
from chrono.cli import main as cli
from chrono.cli.commands import add
gc.disable()
sys.stdout = open(os.devnull, "w")
children = []
for writer in range(40):
    if not (child := os.fork()):
        for number in range(0, 25, 9):
            events = [{"date": f"2025-{(writer + n) % 12 + 1:02}-{n + 1:02}", "type": "call",
                       "title": f"{writer} {n}", "actors": ["Ann", "Ben"]}
                      for n in range(number, min(number + 9, 25))]
            sys.stdin = io.TextIOWrapper(io.BytesIO(json.dumps(events).encode()))
            if status := cli.main(["add", "--json", "-"]):
                os._exit(status)
        os._exit(0)
    children.append(child)
sys.exit(max(os.waitpid(child, 0)[1] for child in children))
"""

_KILLED = """
import os, signal, sys
from chrono.cli import main as cli
from chrono.cli.commands import add
told, sys.stdout, sys.stderr = sys.stdout, open(os.devnull, "w"), open(os.devnull, "w")
words = ["add", "--type", "call", "--title", "T", "--actor", "ann", "--actor", "ben", "--date"]
cli.main([*words, "2025-01-01"])  # imports everything
moment, status = 0, signal.SIGKILL
while status == signal.SIGKILL:
    moment += 1
    if not (child := os.fork()):
        seen = []

        def kill(event, _):
            seen.extend([event] * event.startswith(("open", "os.", "fcntl.", "ctypes.")))
            if len(seen) == moment:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(kill)
        os._exit(cli.main([*words, f"2025-01-{moment % 28 + 1:02}"]))
    _, status = os.waitpid(child, 0)
    with open("events.toml", "rb") as file:
        print(file.read().hex(), file=told)
print(status, file=told)
"""


def python(folder: Path, script: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env=clean_environment(folder.parent),
        capture_output=True,
        check=False,
        text=True,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "events.toml").write_text(LEDGER)
    return folder


def test_forty_writers_at_once_lose_nothing(desk: Path) -> None:
    ran = python(desk, _MANY)
    assert ran.status == 0, ran.err
    book = load([str(desk / "events.toml")])
    titles = {event.title for event in book.events}
    assert titles == {f"{writer} {number}" for writer in range(40) for number in range(25)}
    assert len(book.events) == 1000
    assert [event.id for event in book.events] == list(dict.fromkeys(e.id for e in book.events))
    assert os.listdir(desk) == ["events.toml"]


def test_a_writer_killed_at_any_moment_leaves_the_old_file_or_the_new_one(desk: Path) -> None:
    """The moments are just before each use of a file, so they do not depend on the time."""
    ran = python(desk, _KILLED)
    *texts, status = ran.out.splitlines()
    assert (status, ran.err) == ("0", "")
    changes = 0
    for before, text in pairwise(bytes.fromhex(raw).decode() for raw in texts):
        had, has = loads(before).events, loads(text).events
        assert {event.id for event in had} <= {event.id for event in has}
        assert len(has) - len(had) == (text != before)
        changes += text != before
    # The moments before the new text has the file's name, and after that, are both many.
    assert 1 < changes < len(texts) - 10
    # One killed between two names leaves the first, and the next writer takes it away.
    assert chrono(desk, *ADD).status == 0
    assert os.listdir(desk) == ["events.toml"]


def limited() -> None:
    """No file of this process may be longer than the ledger is."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(LEDGER), len(LEDGER)))


ADD = ("add", "--date", "2025", "--type", "call", "--title", "T", "--actor", "ann")


def chrono(desk: Path, *argv: str, full: bool = False) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "chrono", *argv],
        cwd=desk,
        # A limit on files would cut Python's own short, too.
        env={
            **clean_environment(desk.parent),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        check=False,
        text=True,
        preexec_fn=limited if full else None,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def test_a_full_disk_leaves_the_old_file_and_says_so_in_a_sentence(desk: Path) -> None:
    ran = chrono(desk, *ADD, full=True)
    assert ran == Ran(4, "", "error: cannot write events.toml: file too large\n")
    assert (desk / "events.toml").read_text() == LEDGER
    assert os.listdir(desk) == ["events.toml"]
    assert chrono(desk, *ADD).status == 0


def test_a_new_ledger_that_does_not_fit_on_the_disk_is_not_begun(desk: Path) -> None:
    ran = chrono(desk, "init", "new/events.toml", full=True)
    assert (ran.status, ran.out) == (4, "")
    assert ran.err == "error: cannot write new/events.toml: file too large\n"
    assert os.listdir(desk / "new") == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("argv", [ADD, ("remove", "actors.ben", "--yes")], ids=["add", "remove"])
def test_nothing_is_written_if_standard_output_fails(desk: Path, argv: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "chrono", *argv],
            cwd=desk,
            env=clean_environment(desk.parent),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    why = "cannot write the output: no space left on device"
    said = f"error: nothing was changed: {why}\n"
    assert (done.returncode, done.stderr) == (4, said)
    assert (desk / "events.toml").read_text() == LEDGER


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_leaves_the_old_file(desk: Path) -> None:
    desk.chmod(0o500)
    try:
        ran = chrono(desk, *ADD)
    finally:
        desk.chmod(0o700)
    assert ran == Ran(4, "", "error: cannot write events.toml: permission denied\n")
    assert (desk / "events.toml").read_text() == LEDGER


def test_a_file_without_permission_to_write_is_refused_in_a_sentence(desk: Path) -> None:
    (desk / "events.toml").chmod(0o444)
    ran = chrono(desk, *ADD)
    assert ran == Ran(4, "", "error: events.toml is read-only; nothing was changed\n")


def test_a_writer_that_waits_says_so_and_gives_up(desk: Path) -> None:
    import fcntl

    with (desk / "events.toml").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = chrono(desk, *ADD, "--wait", "0.1")
        quiet = chrono(desk, *ADD, "--wait", "0.1", "-q")
    assert (ran.status, ran.out) == (4, "")
    error = (
        "another chrono was still writing events.toml after 0.1 s; nothing was changed; try again"
    )
    assert ran.err.splitlines() == [
        "note: another chrono is writing events.toml; waiting up to 0.1 s",
        "error: another chrono was still writing events.toml after 0.1 s; "
        "nothing was changed; try again",
    ]
    assert quiet == Ran(4, "", f"error: {error}\n")
    assert (desk / "events.toml").read_text() == LEDGER


# -- streams and editors -------------------------------------------------------------------------


def shell(desk: Path, line: str) -> Ran:
    """A line of shell in which `chrono` is this chrono."""
    script = f'chrono() {{ "{sys.executable}" -m chrono "$@"; }}\n{line}'
    environment = {**clean_environment(desk.parent), "TMPDIR": str(desk.parent)}
    done = subprocess.run(
        ["bash", "-c", script], cwd=desk, env=environment, capture_output=True, check=False
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_no_id_leads_to_a_file_outside_the_scratch_folder(desk: Path) -> None:
    victim = desk.parent / "victim"
    victim.mkdir()
    (victim / "s.toml").write_text("precious")
    ids = [f"{victim}/s", "../victim/s", "a/b", "..", "x" * 300, "★", "new\nline"]
    for id in ids:
        quoted = id.replace("\n", "\\n")
        (desk / "events.toml").write_text(f'{LEDGER}\n[sources."{quoted}"]\npublisher = "P"\n')
        ran = shell(desk, f"EDITOR='sed -i s/P/Q/' chrono edit $'sources.{quoted}'")
        assert (ran.status, ran.out) == (0, ""), ran.err
        assert 'publisher = "Q"' in (desk / "events.toml").read_text()
    assert (victim / "s.toml").read_text() == "precious"
    assert sorted(os.listdir(desk.parent)) == ["desk", "victim"]


@pytest.mark.parametrize("id", ["e\u2028x", "e\\nx"], ids=["a line end of Unicode", "two lines"])
def test_comments_about_problems_are_never_left_in_the_edited_text(desk: Path, id: str) -> None:
    event = '\n[[events]]\nid = "e"\ndate = 2025\ntype = "call"\ntitle = "T"\nactors = ["ann"]\n'
    event = event.replace("= 2025", '= "2025"')
    (desk / "events.toml").write_text(LEDGER + event)
    wrong = id.replace("\\n", "\\\\n")
    (desk / "mend.sh").write_text(
        "if grep -q ^#.chrono $1; then id=e8; else id='" + wrong + "'; fi\n"
        'sed -i "s/^id.*/id = \\"$id\\"/" $1\n'
    )
    ran = shell(desk, "EDITOR='bash mend.sh' chrono edit e")
    assert ran.status == 0, ran.err
    assert (desk / "events.toml").read_text() == LEDGER + event.replace('"e"', '"e8"')


@pytest.mark.parametrize(
    "line, status, said",
    [
        ("EDITOR='   ' chrono edit actors.ann", 2, "set $EDITOR"),
        ("EDITOR=true chrono edit actors.ann <&-", 0, "nothing was changed"),
        ("EDITOR='rm' chrono edit actors.ann", 4, "cannot read the edited text"),
        ("chrono add --json - <&-", 2, "standard input is closed"),
        ("chrono add --toml - <&-", 2, "standard input is closed"),
        ("chrono remove actors.ann --yes >&-", 4, "standard output is closed"),
        ("chrono init n.toml > /dev/full", 4, "cannot write the output"),
        ("chrono add --date x --type call 2> /dev/full", 2, ""),
        ("chrono list -f nowhere.toml 2> /dev/full", 3, ""),
        ("chrono add -f - 2> /dev/full", 4, ""),
        ("chrono edit actors.ann --set name=Ann 2> /dev/full", 0, ""),
        ("chrono init x/events.toml/y", 0, ""),
        ("chrono init events.toml/y", 4, "cannot write"),
        ("ln -s nowhere l.toml; chrono init l.toml", 4, "exists; choose another name"),
        ("chrono add -f l.toml --date 2025 --type call --title T --actor a", 3, "no such file"),
        ("chrono edit actors.ann --unset name[1]", 0, '"ann" has no "name[1]"'),
    ],
)
def test_closed_streams_and_odd_names_are_handled(
    desk: Path, line: str, status: int, said: str
) -> None:
    ran = shell(desk, line)
    assert "Traceback" not in ran.err
    assert (ran.status, said in ran.err) == (status, True), ran.err
    if status:
        assert (desk / "events.toml").read_text() == LEDGER
        assert not (desk / "n.toml").exists()
