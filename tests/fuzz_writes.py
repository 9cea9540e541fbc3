"""Change random ledgers with commands that may be killed or may find the disk full."""

from __future__ import annotations

import errno
import io
import json
import os
import pickle
import re
import resource
import shutil
import signal
import sys
import tomllib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from difflib import SequenceMatcher
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from chrono.cli import main
from fuzz_answers import Desk
from oracle import Book
from random_ledgers import COUNTRIES, PLACES, STATUSES, TAGS, Block, Data, as_texts, blocks, text
from replay import Ran

NAME = "events.toml"


def written(folder: Path) -> dict[str, bytes]:
    """Return the content of each file in a folder, by path, without the cache."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = ((str(path.relative_to(folder)), path) for path in paths)
    return {name: path.read_bytes() for name, path in names if not name.startswith("c/")}


def parsed(content: bytes) -> Data:
    """Return the data of a TOML file, read by Python's own library."""
    data: Data = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    return data


def tables(content: bytes) -> Data:
    """Return the data of a ledger file, with events and claims by id, and dates as text."""
    data: Data = as_texts(parsed(content))
    for name in ("events", "claims"):
        data[name] = {row["id"]: row for row in data.get(name, [])}
    return data


# -- one entry ----------------------------------------------------------------------------------


def edits(rng: Random, folder: Path) -> None:
    """Check that `add`, `edit` and `remove` make the same change as code that changes a dict.

    They must not change bytes outside the block of the entry.
    """
    desk = Desk(rng, folder)
    parts = blocks(rng, desk.data)
    before = text(rng, parts).encode()
    (folder / NAME).write_bytes(before)
    change = rng.choice((_edit, _edit, _edit_list, _unset, _add, _remove))
    argv, name, model = change(rng, desk.data)
    if not argv:
        return
    ran = desk.chrono(*argv)
    after = (folder / NAME).read_bytes()
    assert sorted(written(folder)) == [NAME]
    if model is None:
        assert ran.status in (2, 3), (argv, ran)
        assert after == before
        return
    assert ran.status == 0, (argv, ran)
    if argv[0] == "add":
        model["events"][ran.out.strip()] = model["events"].pop("")
        model["events"][ran.out.strip()]["id"] = ran.out.strip()
    expected, found = as_texts(model), tables(after)
    for kind in ("events", "claims", "actors", "types", "sources", "ledger"):
        assert found.get(kind, {}) == expected.get(kind, {}), (argv, kind)
    _check_bytes(before, after, parts, name, argv)
    rows = desk.answer("list", "--status", "any")
    assert [row["id"] for row in rows] == [one.id for one in Book(parsed(after)).events]


Change = tuple[Sequence[str], str, Data | None]
"""A command, the name of the block that it changes, and the data afterwards: None if refused."""


def _model(data: Data) -> Data:
    model = deepcopy(data)
    for name in ("events", "claims"):
        model[name] = {row["id"]: row for row in model[name]}
    return model


def _some_event(rng: Random, data: Data) -> Data | None:
    return rng.choice(data["events"]) if data["events"] else None


def _edit(rng: Random, data: Data) -> Change:
    if not (event := _some_event(rng, data)):
        return (), "", None
    values = {
        "title": "A new title; with 'quotes' and \"marks\"",
        "place": rng.choice(PLACES),
        "place_country": rng.choice(COUNTRIES),
        "summary": "One line\nand another\\n",
        "notes": "# no comment",
        "status": rng.choice(STATUSES[1:]),
        "date": rng.choice(("2025-03-04", "2025-05", "2025-06-01T10:00:00Z", "2024/2025")),
        "type": rng.choice(("letter", "call")),
        "dates.signed": "2025-02-02",
        "extra.new": "value",
    }
    if "local_dates" in event:
        del values["date"]
    names = rng.sample(list(values), rng.randint(1, 3))
    model = _model(data)
    for name in names:
        table, _, key = name.rpartition(".")
        row = model["events"][event["id"]]
        (row.setdefault(table, {}) if table else row)[key or name] = values[name]
    sets = [word for name in names for word in ("--set", f"{name}={values[name]}")]
    return ("edit", event["id"], *sets), f"events.{event['id']}", model


def _edit_list(rng: Random, data: Data) -> Change:
    if not (event := _some_event(rng, data)):
        return (), "", None
    model = _model(data)
    row, tag = model["events"][event["id"]], rng.choice((*TAGS, "new tag"))
    had = list(row.get("tags", ()))
    sign = rng.choice(("=", "+=", "-="))
    if sign == "-=" and tag not in had:
        sign = "+="
    if sign == "+=" and tag in had:
        sign = "="
    row["tags"] = {"=": [tag], "+=": [*had, tag], "-=": [one for one in had if one != tag]}[sign]
    if not row["tags"]:
        del row["tags"]
    return ("edit", event["id"], "--set", f"tags{sign}{tag}"), f"events.{event['id']}", model


def _unset(rng: Random, data: Data) -> Change:
    if not (event := _some_event(rng, data)):
        return (), "", None
    free = sorted({*event} - {"id", "date", "type", "title", "actors", "local_dates"})
    key = rng.choice([*free, "title"])
    model = _model(data)
    del model["events"][event["id"]][key]
    argv = ("edit", event["id"], "--unset", key)
    return argv, f"events.{event['id']}", None if key == "title" else model


def _add(rng: Random, data: Data) -> Change:
    people = rng.sample(list(data["actors"]), 2)
    row: Data = {"id": "", "date": rng.choice(("2025-04-05", "2024-12", "2025-05-10/2025-05-11")),
                 "type": "call", "title": 'They "talk" # loudly', "actors": people}  # fmt: skip
    more = {"place": "Bern", "tags": ["trade"], "status": "planned", "summary": "Two\nlines",
            "sources": ["s1"]}  # fmt: skip
    row |= {key: more[key] for key in rng.sample(list(more), rng.randint(0, 3))}
    words = {"actors": "actor", "tags": "tag", "sources": "source"}
    argv = ["add"]
    for key, value in row.items():
        for one in value if isinstance(value, list) else [value]:
            argv += [f"--{words.get(key, key)}", one] if key != "id" else []
    model = _model(data)
    model["events"][""] = row
    return argv, "", model


def _remove(rng: Random, data: Data) -> Change:
    if not (event := _some_event(rng, data)):
        return (), "", None
    model = _model(data)
    del model["events"][event["id"]]
    linked = any(
        event["id"] in (*row.get("follows", ()), row.get("part_of")) for row in data["events"]
    )
    argv = ("remove", event["id"], "--yes")
    return argv, f"events.{event['id']}", None if linked else model


def _check_bytes(
    before: bytes, after: bytes, parts: Sequence[Block], name: str, argv: Sequence[str]
) -> None:
    """Check that a command has changed only one block, and the empty lines beside the block.

    - `before`, `after`: the content of the file
    - `parts`: the blocks of the file before the command
    - `name`: the name of the block
    - `argv`: the command
    """
    end = b"\r\n" if b"\r\n" in before else b"\n"
    at, first, last = 0, 0, len(before)
    for part in parts:
        content = part.text.encode().replace(b"\n", end)
        start = before.index(content, at)
        if part.name == name:
            first, last = start, start + len(content)
        at = start + len(content)
    if argv[0] == "edit":
        assert after.startswith(before[:first]), argv
        assert after.endswith(before[last:]), argv
        assert after.count(end) == after.count(b"\n")
        return
    longer, shorter = (after, before) if argv[0] == "add" else (before, after)
    same = 0
    while same < len(shorter) and longer[same] == shorter[same]:
        same += 1
    # What is missing in the shorter text is one piece, apart from white space.
    rest = shorter[same:].strip()
    assert longer.rstrip().endswith(rest), argv
    if argv[0] == "remove":
        removed = longer[same : len(longer.rstrip()) - len(rest)]
        outside = before[:first].split() + before[last:].split()
        assert b"".join(after.split()) == b"".join(outside), (argv, removed)


# -- many references ----------------------------------------------------------------------------


def _resolved(book: Book, ids: Mapping[str, str]) -> list[Any]:
    """Return all values in a ledger that refer to entries, with some ids replaced.

    `ids`: maps an old id to the new id.
    """

    def now(id: Any) -> Any:
        return ids.get(id, id)

    def each(some: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(map(now, some)))

    def source(one: Mapping[str, Any]) -> dict[str, Any]:
        ids = {key: now(one[key]) for key in ("id", "ref", "side") if key in one}
        return {key: value for key, value in {**one, **ids}.items() if key != "former_ids"}

    def rows(name: str) -> list[list[str]]:
        return sorted(each([*map(book.actor, row.get(name, ()))]) for row in book.coverage)

    heads = [book.actor(name) for name in book.head.get("principals", ())]
    people = [each(heads), rows("actors"), rows("types")]
    events = [
        (
            now(one.id), one.date, now(one.type), each(one.actors), each(one.present), one.status,
            now(book.actor(one.data.get("initiator", ""))), each(one.data.get("follows", ())),
            now(one.data.get("part_of")), [source(as_texts(each)) for each in one.sources],
        )
        for one in book.events
    ]  # fmt: skip
    claims = [
        (
            now(row["id"]), now(book.actor(row["by"])), each(row.get("types", ())),
            {now(key): value for key, value in row.get("counts", {}).items()},
            each([*map(book.actor, row.get("actors", ()))]),
            [source(as_texts(book.source(one))) for one in row.get("sources", ())],
        )
        for row in book.claims
    ]  # fmt: skip
    return [people, sorted(events, key=str), sorted(claims, key=str)]


def _check_same(found: list[Any], expected: list[Any]) -> None:
    for some, others in zip(found, expected, strict=True):
        for one, other in zip(some, others, strict=True):
            assert one == other, (one, other)


def renames(rng: Random, folder: Path) -> None:
    """Check that `rename` changes an id everywhere, and changes no line without the id."""
    desk = Desk(rng, folder)
    book = desk.save()
    before = written(folder)
    kind = rng.choice(("events", "actors", "types", "sources", "claims"))
    rows = desk.data[kind]
    ids = list(rows) if isinstance(rows, dict) else [row["id"] for row in rows]
    if not ids:
        return
    old = rng.choice(ids)
    ran = desk.chrono(
        "rename", old if kind in ("events", "claims") else f"{kind}.{old}", "a-new-id", "--yes"
    )
    after = written(folder)
    assert sorted(after) == sorted(before)
    if kind == "types" and "label" not in rows[old]:  # a built-in type keeps its id
        assert ran.status in (2, 3), ran
        assert after == before
        return
    assert ran.status == 0, ran
    now = Book(*map(parsed, after.values()))
    _check_same(_resolved(now, {}), _resolved(book, {old: "a-new-id"}))
    for name, content in before.items():
        lines, new_lines = (text.decode().splitlines() for text in (content, after[name]))
        for what, low, high, new_low, new_high in SequenceMatcher(
            None, lines, new_lines, autojunk=False
        ).get_opcodes():
            if what != "equal":
                for line in lines[low:high]:
                    assert old in line or "former_ids" in line, line
                changed = new_lines[new_low:new_high]
                for line in changed:
                    assert old in line or "a-new-id" in line or "former_ids" in line, changed
    if kind == "events":
        assert desk.answer("show", old)[0]["id"] == "a-new-id"


def joins(rng: Random, folder: Path) -> None:
    """Check that `join` replaces one actor by another everywhere, and keeps the values of both."""
    desk = Desk(rng, folder)
    book = desk.save()
    before = written(folder)
    keep, other = rng.sample(list(desk.data["actors"]), 2)
    both = [desk.data["actors"][id] for id in (keep, other)]
    ran = desk.chrono("join", keep, other, "--yes")
    after = written(folder)
    assert sorted(after) == sorted(before)
    countries = {actor["country"] for actor in both if "country" in actor}
    if ran.status != 0 or len(countries) > 1:
        assert ran.status == 2, ran
        assert after == before
        # An actor cannot take part and be present.
        assert len(countries) > 1 or "present" in ran.err, ran
        return
    now = Book(*map(parsed, after.values()))
    _check_same(_resolved(now, {}), _resolved(book, {other: keep}))
    row = now.actors[keep]
    assert other not in now.actors
    names = {name for one in both for name in (one["name"], *one.get("aliases", ()))}
    assert {row["name"], *row["aliases"]} == names
    former = {id for one in both for id in one.get("former_ids", ())}
    assert {*row["former_ids"]} == {other, *former}
    assert row.get("country") == next(iter(countries), None)


def event_joins(rng: Random, folder: Path) -> None:
    """Check that `join` adds the values of one event to another, and redirects the links."""
    desk = Desk(rng, folder)
    desk.save()
    before = written(folder)
    if len(desk.data["events"]) < 2:
        return
    one, other = (as_texts(row) for row in rng.sample(desk.data["events"], 2))
    ran = desk.chrono("join", one["id"], other["id"], "--yes")
    after = written(folder)
    if ran.status:
        assert ran.status in (2, 3), ran
        assert after == before
        return
    rows = {row["id"]: as_texts(row) for row in Book(*map(parsed, after.values())).rows("events")}
    assert {*rows} == {row["id"] for row in desk.data["events"]} - {other["id"]}
    kept = rows[one["id"]]
    assert other["id"] in kept["former_ids"]
    for key in {*one, *other} - {"id", "former_ids", "follows", "part_of", "private", "present"}:
        mine, more = one.get(key), other.get(key)
        if key in ("tags", "sources"):
            # In a table of its own, a source is named by `ref`.
            found = [{"ref": one} if isinstance(one, str) else one for one in kept.get(key, [])]
            for one_of in (*(mine or ()), *(more or ())):
                assert ({"ref": one_of} if isinstance(one_of, str) else one_of) in found, key
        elif key in ("extra", "dates", "local_dates") and mine and more:
            assert kept[key] == {**more, **mine}, key
        elif key == "actors" or mine:
            assert kept[key] == mine, key
        elif kept.get(key) != more:  # it would not be true of the event that is kept
            assert key in ("status", "place_country", "initiator", "local_dates"), key
            assert key not in kept
            noted = re.search(f"note: joining (keeps|does not add) the {key} ", ran.err)
            assert noted or more == "held", (key, ran)
    assert kept.get("private", False) == any(row.get("private") for row in (one, other))
    for row in rows.values():
        assert other["id"] not in (*row.get("follows", ()), row.get("part_of"))


# -- merges -------------------------------------------------------------------------------------


_ABSENT = object()


def merges(rng: Random, folder: Path) -> None:
    """Check that `merge` includes the changes of both sides, and marks values that both have
    changed.
    """
    desk = Desk(rng, folder)
    (folder / "base.toml").write_bytes(text(rng, blocks(rng, desk.data)).encode())
    versions = [{row["id"]: row for row in as_texts(desk.data["events"])}]
    for side in ("ours.toml", "theirs.toml"):
        shutil.copy(folder / "base.toml", folder / side)
        desk.named = ["-f", side]
        data = deepcopy(desk.data)
        for _ in range(rng.randint(0, 3)):
            _change_side(rng, desk, data)
        versions.append({row["id"]: row for row in as_texts(data["events"])})
    desk.named = []
    names = ("base.toml", "ours.toml", "theirs.toml")
    expected, clashes = _merged(*versions)
    base, ours, theirs = versions
    # Two new events under one id may be one event or two.
    unclear = any(
        ours[id][key] != theirs[id][key]
        for id in {*ours} & {*theirs} - {*base}
        for key in {*ours[id]} & {*theirs[id]}
    )
    ran = desk.chrono("merge", *names)
    assert unclear or ran.status == bool(clashes), (clashes, ran)
    if not clashes and not unclear:
        assert _unordered(tables(ran.out.encode())["events"]) == _unordered(expected)
    for sides, taken in (((0, 1, 0), 1), ((0, 0, 2), 2), ((0, 1, 1), 1), ((2, 2, 2), 2)):
        same = desk.chrono("merge", *(names[number] for number in sides))
        assert (same.status, same.out.encode()) == (0, (folder / names[taken]).read_bytes()), sides


def _change_side(rng: Random, desk: Desk, data: Data) -> None:
    """Change an event in one version with chrono, and make the same change in `data`.

    Lists and tables are not unset.
    """
    argv, _, model = rng.choice((_edit, _edit, _edit_list, _unset, _add, _remove))(rng, data)
    if (
        not argv
        or model is None
        or ("--unset" in argv and not isinstance(_row(data, argv[1])[argv[3]], str))
    ):
        return
    ran = desk.chrono(*argv)
    assert ran.status == 0, ran
    if argv[0] == "add":
        model["events"][""]["id"] = ran.out.strip()
    data["events"] = list(model["events"].values())


def _row(data: Data, id: str) -> Data:
    return next(row for row in data["events"] if row["id"] == id)


def _merged(base: Any, ours: Any, theirs: Any) -> tuple[Any, int]:
    """Return the merged value of three versions, and the number of conflicts in the value."""
    if ours == theirs or theirs == base:
        return ours, 0
    if ours == base:
        return theirs, 0
    if isinstance(ours, dict) and isinstance(theirs, dict):
        before = base if isinstance(base, dict) else {}
        found, clashes = {}, 0
        for key in {**ours, **theirs, **before}:
            sides = (one.get(key, _ABSENT) for one in (before, ours, theirs))
            value, more = _merged(*sides)
            clashes += more
            if value is not _ABSENT:
                found[key] = value
        return found, clashes
    if isinstance(ours, list) and isinstance(theirs, list):
        had = base if isinstance(base, list) else []
        kept = [one for one in had if one in ours and one in theirs]
        return kept + [one for one in (*ours, *theirs) if one not in had], 0
    return ours, 1


def _unordered(value: Any) -> Any:
    """Return a value in which sets replace all lists."""
    if isinstance(value, dict):
        return {key: _unordered(one) for key, one in value.items()}
    if isinstance(value, list):
        return {repr(_unordered(one)) for one in value}
    return value


# -- interrupted writers ------------------------------------------------------------------------


_AUDITED = ("open", "os.", "fcntl.", "ctypes.")
_OF_TESTS = ("os.chdir", "os.putenv", "os.unsetenv")


def _command(rng: Random, desk: Desk) -> Sequence[str]:
    """Return a random command that changes one or several files of the ledger."""
    people = rng.sample(list(desk.data["actors"]), 2)
    paths = sorted(map(str, desk.folder.rglob("*.toml")))
    to = ["--to", paths[0]] if len(paths) > 1 else []
    row = {"date": "2025-04-05", "type": "call", "title": "T", "actors": people}
    (desk.folder / "rows.jsonl").write_text(json.dumps(row), encoding="utf-8")
    commands = [
        ["add", "--date", "2025-04-05", "--type", "call", "--title", "T", "-a", people[0], *to],
        ["import", "rows.jsonl", *to],
        ["rename", f"actors.{people[0]}", "a-new-id", "--yes"],
        ["rename", "sources.s1", "a-new-id", "--yes"],
        ["join", "sources.s1", "sources.s2", "--yes"],
    ]
    if desk.data["events"]:
        id = rng.choice(desk.data["events"])["id"]
        commands += [["edit", id, "--set", "place=Rome"], ["rename", id, "a-new-id", "--yes"]]
    return rng.choice(commands)


def _forked(work: Callable[[], Any]) -> tuple[int, Any]:
    """Run a function in a copy of this process.

    Return the exit status of the copy, and the function's result, or None if the copy was killed.
    """
    told, tell = os.pipe()
    if not (child := os.fork()):
        with suppress(BaseException):
            os.close(told)
            result = pickle.dumps(work())
            os.write(tell, result)
        os._exit(0)
    os.close(tell)
    with os.fdopen(told, "rb") as stream:
        content = stream.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, pickle.loads(content) if content else None


def _at_moment(moment: int, act: Callable[[str], None]) -> None:
    """Make this process call a function once, just before the process uses a file.

    `moment`: how many uses of files to wait for, including the use that follows the call; `act`:
    the function, which gets the name of the file.
    """
    seen: list[str] = []

    def hook(event: str, used: tuple[Any, ...]) -> None:
        if event.startswith(_AUDITED) and event not in _OF_TESTS:
            seen.append(event)
            if len(seen) == moment:
                act(str(used[0]) if used else "")

    sys.addaudithook(hook)


def _kill(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _prepared(rng: Random, folder: Path) -> tuple[Desk, Sequence[str], list[Any]]:
    """Return a random ledger, a command that changes the ledger, and the output of `list`.

    The output is a pair: before the command and after the command.
    """
    here, copy = folder / "here", folder / "copy"
    here.mkdir()
    desk = Desk(rng, here)
    desk.save()
    argv = _command(rng, desk)
    answers = [desk.answer("list", "--status", "any")]
    shutil.copytree(here, copy)
    there = Desk(Random(0), copy)
    there.named = desk.named
    words = [word.replace(str(here), str(copy)) for word in argv]
    assert there.chrono(*words).status == 0
    answers.append(there.answer("list", "--status", "any"))
    return desk, argv, answers


def kills(rng: Random, folder: Path) -> None:
    """Check that a killed command leaves the old ledger or the new ledger.

    The next command must delete all files that the killed command left behind.
    """
    desk, argv, answers = _prepared(rng, folder)
    names = sorted(written(desk.folder))
    moment = rng.randint(1, 160)

    def work() -> Ran:
        _at_moment(moment, _kill)
        return desk.chrono(*argv)

    status, ran = _forked(work)
    assert status in (0, -signal.SIGKILL)
    found = desk.answer("list", "--status", "any")
    assert found in answers
    if status == 0:
        assert ran.status == 0
        assert found == answers[1]
    # The next writer takes away what the killed one left.
    again = desk.chrono("edit", "sources.s3", "--set", "locator=again")
    assert again.status == 0, again
    assert sorted(written(desk.folder)) == names, (argv, moment)


_ERRORS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EACCES, errno.EROFS)


def full_disks(rng: Random, folder: Path) -> None:
    """Check that a command that fails to write leaves the old ledger and does not crash."""
    desk, argv, answers = _prepared(rng, folder)
    before = written(desk.folder)
    moment, number = rng.randint(1, 160), rng.choice(_ERRORS)
    size = rng.randint(0, 2 * max(map(len, before.values())))

    def fail(name: str) -> None:
        raise OSError(number, os.strerror(number), name)

    def work() -> Ran:
        if rng.random() < 0.5:
            _at_moment(moment, fail)
        else:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        with patch.object(main, "discard_stdout"):  # here standard output is not a file
            return desk.chrono(*argv)

    status, ran = _forked(work)
    assert (status, ran is None) == (0, False)
    assert ran.status in (0, 3, 4), (argv, ran)
    found = desk.answer("list", "--status", "any")
    assert found == answers[ran.status == 0], (argv, ran)
    if ran.status:
        assert "Traceback" not in ran.err
        left = written(desk.folder)
        assert {name: left[name] for name in before} == before


# -- damaged files ------------------------------------------------------------------------------


_PIECES = (
    b"[", b"[[", b"]]", b"[[events]]\n", b'"', b'"""', b"{", b"}", b"=", b",", b"#", b"\x00",
    b"\xff", b"\xef\xbb\xbf", b"\r", b"\x1b[31m", b"\n\n", b"<<<<<<< HEAD\n", b"2025-13-01",
    b"9999-24", b"-1", b"1e999", b"nan", b"true", b"9" * 25, b'""', b"null", b"\\u0000", b"\\ud800",
    b"END:VEVENT\r\n", b"DTEND:20250101\r\n", b";", b"\t", b"\xe4\xb9\xa0", b"\xe2\x80\xae",
)  # fmt: skip


def damaged(rng: Random, content: bytes) -> bytes:
    """Return bytes in which random pieces are removed, repeated, moved or inserted."""
    for _ in range(rng.randint(1, 4)):
        at, length = rng.randint(0, len(content)), rng.choice((0, 1, 4, rng.randint(0, 60)))
        piece = content[at : at + length]
        rest = content[:at] + content[at + length :]
        new = rng.choice((b"", rng.choice(_PIECES), rng.randbytes(rng.randint(1, 4)), piece * 2))
        other = rng.choice((at, at, rng.randint(0, len(rest))))
        content = rest[:other] + new + rest[other:]
    return content


_READING = (
    ["list", "-o", "csv"], ["count", "--by", "month"], ["summary", "2025"], ["timeline"], ["gaps"],
    ["claims", "-o", "json"], ["check", "--strict"], ["actors"], ["types"], ["show", "e1"],
    ["sources"], ["agenda"], ["last"], ["compare", "2024", "2025"], ["search", "talks"],
    ["timeline", "--lanes"], ["export", "ics"], ["export", "html"], ["export", "jsonl"],
    ["export", "svg"], ["export", "markdown"], ["export", "timelinejs"], ["export", "csljson"],
    ["list", "-o", "markdown"], ["export", "toml"], ["list", "-o", "table"], ["list", "--long"],
    ["summary", "-o", "table"], ["agenda", "-o", "table"], ["claims", "-o", "table"],
    ["timeline", "--lanes", "country"], ["sources", "--by", "origin"], ["gaps", "-o", "table"],
    ["count", "--by", "dyad", "--by", "month", "--matrix"], ["show", "e0", "-o", "markdown"],
)  # fmt: skip


def commands(rng: Random, folder: Path) -> None:
    """Check that every command that reads a ledger succeeds for a valid ledger."""
    desk = Desk(rng, folder)
    desk.save()
    known = {row["id"] for row in desk.data["events"]}
    for argv in rng.sample(_READING, 8):
        ran = desk.chrono(*argv)
        refused = argv[0] == "show" and argv[1] not in known
        assert ran.status in ((2,) if refused else (0, 1)), (argv, ran)


def damaged_ledgers(rng: Random, folder: Path) -> None:
    """Check that no command crashes for a damaged ledger, or prints results if the ledger has
    errors.
    """
    desk = Desk(rng, folder)
    desk.save()
    path = rng.choice(sorted(folder.rglob("*.toml")))
    path.write_bytes(damaged(rng, path.read_bytes()))
    valid = None
    for argv in rng.sample(_READING, 4):
        ran = desk.chrono(*argv)
        assert ran.status in (0, 1, 2, 3), (argv, ran)
        if argv[0] != "check":
            assert ran.status != 3 or ran.out == "", (argv, ran)
            # Either all commands read the ledger, or none does.
            assert valid in (None, ran.status != 3), (argv, ran)
            valid = ran.status != 3
    before = written(folder)
    ran = desk.chrono(*_edit(rng, desk.data)[0] or ["check"])
    if ran.status not in (0, 1):
        assert written(folder) == before, ran


_ROWS = ("csv", "tsv", "json", "jsonl", "ics", "toml", "xlsx")


def damaged_imports(rng: Random, folder: Path) -> None:
    """Check that `import` of a damaged file fails without a change, or leaves a valid ledger."""
    desk = Desk(rng, folder)
    desk.save()
    kind = rng.choice(_ROWS)
    (source := folder / "source").mkdir()
    book = Desk(rng, source)
    parts = blocks(rng, book.data)
    (source / NAME).write_bytes(text(rng, parts).encode())
    book.named = ["-f", NAME]
    content = _exported(book, kind)
    (folder / f"rows.{kind}").write_bytes(content)
    argv = ["import", f"rows.{kind}"]
    if rng.random() < 0.3:
        rules = b'missing = ["NA"]\n[map]\ntitle = "{title}"\n[values.type]\n"call" = "video"\n'
        (folder / "rules.txt").write_bytes(damaged(rng, rules))
        argv += ["--rules", "rules.txt"]
    argv += rng.choice(([], [], ["--suggest"], ["--dry-run"], ["--on-duplicate", "update"]))
    argv += ["--to", str(next(folder.glob("*.toml"), folder / "sub" / "a.toml"))]
    if "--suggest" in argv:
        argv = argv[:-2]
    before = written(folder)
    ran = desk.chrono(*argv)
    assert ran.status in (0, 2, 3), (argv, ran)
    if ran.status:
        assert written(folder) == before, (argv, ran)
    assert desk.chrono("count").status == 0, (argv, ran)


def _exported(book: Desk, kind: str) -> bytes:
    """Return the events of a ledger as a damaged file. `kind`: the format of the file."""
    if kind == "xlsx":
        return _damaged_sheet(book)
    argv = ["export", kind] if kind in ("ics", "toml", "jsonl") else ["list", "-o", kind]
    header = ["--header"] if kind == "tsv" else []
    return damaged(book.rng, book.chrono(*argv, *header).out.encode())


def _damaged_sheet(book: Desk) -> bytes:
    import openpyxl

    sheet = openpyxl.Workbook()
    assert sheet.active is not None
    for line in book.chrono("list", "-o", "tsv", "--header").out.splitlines():
        sheet.active.append(line.split("\t"))
    raw = io.BytesIO()
    sheet.save(raw)
    if book.rng.random() < 0.2:
        return damaged(book.rng, raw.getvalue())
    changed = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, damaged(book.rng, content) if book.rng.random() < 0.3 else content)
    return changed.getvalue()


WRITES: dict[str, Callable[[Random, Path], None]] = {
    "edits": edits,
    "renames": renames,
    "joins": joins,
    "event joins": event_joins,
    "merges": merges,
    "kills": kills,
    "full disks": full_disks,
    "commands": commands,
    "damaged ledgers": damaged_ledgers,
    "damaged imports": damaged_imports,
}
"""Name -> a function that tries one change of one random ledger in an empty folder."""
