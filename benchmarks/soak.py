"""Test for minutes whether commands that run at the same time, or are killed, lose data.

    python benchmarks/soak.py [--kills 200] [--seed 1]

The script has these parts:

- Forty processes add events to a ledger at the same time.
- Processes that add events are killed at random moments.
- Events are added until a small disk is full, if such a disk can be mounted.
- Each event of the bundled ledger is copied, edited and removed.

The script prints a line for each part. The exit status is 1 if data was lost.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tomli

from chrono.files.index.load import load

CHRONO = [sys.executable, "-m", "chrono"]
SHIPPED = Path(__file__).parent.parent / "data" / "events.toml"
PEOPLE = """\
[actors.ann]
name = "Ann Ash"
country = "FR"

[actors.ben]
name = "Ben Birch"
country = "DE"
"""


def run(folder: Path, *argv: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run chrono in a folder, and return the result."""
    return subprocess.run(
        [*CHRONO, *argv], cwd=folder, input=stdin, capture_output=True, text=True, check=False
    )


def adding(date: str, title: str) -> list[str]:
    """Return the arguments of a command that adds a phone call."""
    words = ["--date", date, "--type", "call", "--title", title]
    return ["add", *words, "--actor", "Ann", "--actor", "Birch"]


def many_writers(folder: Path) -> str:
    """Add a thousand events with forty processes at a time. Return a sentence on the result."""
    (folder / "events.toml").write_text(PEOPLE)

    def writer(name: int) -> list[int]:
        return [
            run(
                folder, *adding(f"2025-{(name + n) % 12 + 1:02}-{n + 1:02}", f"{name} {n}")
            ).returncode
            for n in range(25)
        ]

    began = time.monotonic()
    with ThreadPoolExecutor(40) as pool:
        statuses = [status for returned in pool.map(writer, range(40)) for status in returned]
    took = time.monotonic() - began
    events = load([str(folder / "events.toml")]).events
    assert set(statuses) == {0}, statuses
    assert len({event.title for event in events}) == len(events) == 1000
    assert os.listdir(folder) == ["events.toml"]
    return f"40 writers of 25 events each: 1000 events, no other file, {took:.0f} s"


def killed_writers(folder: Path, kills: int) -> str:
    """Start processes that add events, and kill each of them at a random moment.

    `kills`: the number of processes. Return a sentence on the result.
    """
    path = folder / "events.toml"
    path.write_text(PEOPLE)
    began = time.monotonic()
    run(folder, *adding("2025-01-01", "first"))
    longest = time.monotonic() - began
    before, killed, written = path.read_text(), 0, 0
    for number in range(kills):
        process = subprocess.Popen(
            [*CHRONO, *adding(f"2025-{number % 12 + 1:02}", f"{number}")],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # The last half of its life, where it reads, writes and puts in place.
        time.sleep(random.uniform(longest * 0.5, longest * 1.1))
        process.kill()
        killed += process.wait() != 0
        after = path.read_text()
        if after != before:
            written += 1
            titles = {event["title"] for event in tomli.loads(after)["events"]}
            assert titles - {e["title"] for e in tomli.loads(before)["events"]} == {f"{number}"}
            assert load([str(path)])
        before = after
    left = len(os.listdir(folder)) - 1
    assert run(folder, *adding("2025-12-31", "last")).returncode == 0
    assert os.listdir(folder) == ["events.toml"]
    outcome = f"{kills} writers, {killed} of them killed in time: {written} written, nothing torn"
    return f"{outcome}, {left} hidden files left and swept up by the next"


def full_disk(folder: Path) -> str:
    """Add events on a disk of 64 KiB until the disk is full. Return a sentence on the result."""
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)],
        capture_output=True,
        check=False,
    ).returncode:
        return "full disk: left out, since no small one can be mounted here"
    try:
        path = folder / "events.toml"
        path.write_text(PEOPLE)
        added = 0
        while not (last := run(folder, *adding("2025", f"{added} " + "x" * 2000))).returncode:
            added += 1
        before = path.read_text()
        refused = run(folder, *adding("2025", "y" * 20000))
        assert (last.returncode, refused.returncode) == (4, 4), (last, refused)
        assert path.read_text() == before
        assert os.listdir(folder) == ["events.toml"]
        assert len(load([str(path)]).events) == added
        return f"full disk: {added} events fitted, then: {refused.stderr.strip()}"
    finally:
        subprocess.run(["umount", str(folder)], check=False)


def shipped_in_turn(folder: Path) -> str:
    """Copy, edit and remove each event of the bundled ledger. Return a sentence on the result.

    The event itself is then removed and added again. The file is then the same byte by byte, except
    for an event that is alone below a comment heading.
    """
    path, raw = folder / "events.toml", SHIPPED.read_bytes()
    path.write_bytes(raw)
    events = tomli.loads(raw.decode())["events"]
    put_back = 0
    for number, event in enumerate(events):
        record = run(folder, "show", event["id"], "-o", "jsonl").stdout
        copy = f"copy-{number}"
        record = record.replace(f'"id": "{event["id"]}"', f'"id": "{copy}"', 1)
        for argv, stdin in (
            (["add", "--json", "-"], record),
            (["edit", copy, "--set", "title=Another", "--set", "tags+=x", "--unset", "place"], ""),
            (["remove", copy, "--yes"], ""),
        ):
            ran = run(folder, *argv, stdin=stdin)
            assert ran.returncode == 0, (argv, ran.stderr)
        assert path.read_bytes() == raw, event["id"]
        removed = run(folder, "remove", event["id"], "--yes")
        if removed.returncode == 0:  # nothing points to it
            assert path.read_bytes() != raw
            assert run(folder, "add", "--toml", "-", stdin=removed.stdout).returncode == 0
            assert tomli.loads(path.read_text()) == tomli.loads(raw.decode()), event["id"]
            put_back += path.read_bytes() == raw
            path.write_bytes(raw)
        else:
            assert removed.returncode == 2, removed.stderr
    done = f"{len(events)} events added, edited and removed: the bytes are as they were"
    return f"{done}; {put_back} taken out and put back to the byte"


def main() -> int:
    """Run all parts, and print a line for each. Return 1 if data was lost, or else 0."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    random.seed(words.seed)
    parts: list[Callable[[Path], str]] = [
        many_writers,
        lambda folder: killed_writers(folder, words.kills),
        full_disk,
        shipped_in_turn,
    ]
    failed = 0
    for part in parts:
        folder = Path(tempfile.mkdtemp(prefix="soak-"))
        try:
            print(part(folder), flush=True)
        except AssertionError as error:
            failed = 1
            print(f"LOST: {error} in {folder}", flush=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
