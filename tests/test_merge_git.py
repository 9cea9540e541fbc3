"""`git merge` with chrono as its merge driver, in real repositories."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import tomli

from replay import Ran
from repositories import GitFolder, event

pytestmark = pytest.mark.slow

START = '[ledger]\ntitle = "Ash and Birch"\n\n[actors.ann]\nname = "Ann Ash"\ncountry = "FR"\n'
START += '\n[actors.ben]\nname = "Ben Birch"\ncountry = "DE"\n'
BASE = START + event("a", "2025-10-01", 'place = "Rome"\n') + event("z", "2025-12-01")


class Desk(GitFolder):
    """A repository in which git merges ledgers with chrono."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        programs = self.home / "bin"
        programs.mkdir()
        program = programs / "chrono"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m chrono "$@"\n')
        program.chmod(0o755)

    @property
    def environment(self) -> dict[str, str]:
        clean = super().environment
        return clean | {
            "PATH": f"{self.home / 'bin'}:{clean['PATH']}",
            "GIT_CONFIG_GLOBAL": "/dev/null",
        }

    def ran(self, *words: str, folder: str = ".") -> Ran:
        """Run git in a folder of the repository, and return what it prints, whatever its exit
        status.
        """
        names = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
        done = subprocess.run(
            ["git", *names, *words], cwd=self.folder / folder, env=self.environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    def start(self, text: str = BASE, name: str = "events", **more: str) -> None:
        """Commit a ledger that git merges with chrono."""
        self.write(**{name: text}, **more)
        path = f"{name.replace('__', '/')}.toml"
        assert self.chrono("merge", "--install", "--yes", "-f", path).status == 0
        self.save("2025-01-01")

    def merged(self, ours: str, theirs: str, name: str = "events", folder: str = ".") -> Ran:
        """Commit two versions on two branches, and merge the second into the first."""
        self.git("branch", "anna")
        self.save("2025-01-02", **{name: ours})
        self.git("switch", "-q", "anna")
        self.save("2025-01-03", **{name: theirs})
        self.git("switch", "-q", "main")
        return self.ran("merge", "--no-edit", "anna", folder=folder)

    def text(self, name: str = "events") -> str:
        return (self.folder / f"{name}.toml").read_bytes().decode()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk")


def with_place(place: str) -> str:
    return BASE.replace('"Rome"', f'"{place}"')


def ids(text: str) -> list[str]:
    return [one["id"] for one in tomli.loads(text)["events"]]


def test_both_sides_add_events_in_one_month(desk: Desk) -> None:
    desk.start()
    new = {day: event(f"n{day}", f"2025-11-{day}") for day in ("03", "20", "25")}
    ours = BASE.replace(event("z", "2025-12-01"), new["20"] + event("z", "2025-12-01"))
    theirs = BASE.replace(
        event("z", "2025-12-01"), new["03"] + new["25"] + event("z", "2025-12-01")
    )
    done = desk.merged(ours, theirs)
    assert done.status == 0
    assert ids(desk.text()) == ["a", "n03", "n20", "n25", "z"]
    assert "note: events.toml: merged 1 event from HEAD, and 2 events from anna\n" in done.err
    assert desk.chrono("check").status == 0
    assert all(block.strip("\n") in desk.text() for block in new.values())


def test_both_sides_edit_different_keys_of_one_event(desk: Desk) -> None:
    desk.start()
    theirs = BASE.replace('title = "a"', 'title = "A meeting" # of both')
    done = desk.merged(with_place("Oslo"), theirs)
    assert done.status == 0
    assert desk.text() == with_place("Oslo").replace('title = "a"', 'title = "A meeting" # of both')


def test_both_sides_edit_one_key(desk: Desk) -> None:
    desk.start()
    done = desk.merged(with_place("Oslo"), with_place("Bonn"))
    assert done.status == 1
    message = '"a": place is "Oslo" in HEAD and "Bonn" in anna; the output has both versions, '
    assert message in done.err
    marked = '<<<<<<< HEAD\nplace = "Oslo"\n=======\nplace = "Bonn"\n>>>>>>> anna\n'
    assert desk.text() == BASE.replace('place = "Rome"\n', marked)
    found = desk.chrono("check")
    assert (found.status, "unresolved merge conflict" in found.out) == (3, True)
    assert desk.chrono("count").out == ""
    resolved = desk.text().replace(marked, 'place = "Bonn"\n')
    desk.write(events=resolved)
    desk.git("add", "-A")
    desk.git("commit", "-q", "--no-edit")
    assert desk.text() == with_place("Bonn")


@pytest.mark.parametrize("who_deletes", ["ours", "theirs"])
def test_one_side_deletes_what_the_other_edits(desk: Desk, who_deletes: str) -> None:
    desk.start()
    gone = BASE.replace(event("a", "2025-10-01", 'place = "Rome"\n'), "")
    sides = (gone, with_place("Oslo")) if who_deletes == "ours" else (with_place("Oslo"), gone)
    done = desk.merged(*sides)
    assert done.status == 1
    assert "removed" in done.err
    lines = event("a", "2025-10-01", 'place = "Oslo"\n').strip("\n") + "\n"
    versions = ("", lines) if who_deletes == "ours" else (lines, "")
    assert "<<<<<<< HEAD\n{}=======\n{}>>>>>>> anna\n".format(*versions) in desk.text()


@pytest.mark.parametrize("who_renames", ["ours", "theirs"])
def test_edits_follow_an_event_that_one_side_renames(desk: Desk, who_renames: str) -> None:
    desk.start()
    desk.git("branch", "anna")
    if who_renames == "theirs":
        desk.git("switch", "-q", "anna")
    assert desk.chrono("rename", "a", "alpha", "--yes").status == 0
    desk.save("2025-01-02")
    desk.git("switch", "-q", "main" if who_renames == "theirs" else "anna")
    new = event("n", "2026-01-01", 'follows = ["a"]\n')
    desk.save("2025-01-03", events=with_place("Oslo") + new)
    desk.git("switch", "-q", "main")
    assert desk.ran("merge", "--no-edit", "anna").status == 0
    events = {one["id"]: one for one in tomli.loads(desk.text())["events"]}
    assert events.keys() == {"alpha", "z", "n"}
    assert (events["alpha"]["place"], events["alpha"]["former_ids"]) == ("Oslo", ["a"])
    assert events["n"]["follows"] == ["alpha"]


def test_one_meeting_under_two_ids_is_named(desk: Desk) -> None:
    desk.start()
    ours = event("2025-11-03-ann-ben", "2025-11-03")
    theirs = event("2025-11-04-ben-ann", "2025-11-04", actors='["ben", "ann"]')
    done = desk.merged(BASE + ours, BASE + theirs)
    assert done.status == 0
    assert (
        'warning: "2025-11-03-ann-ben" (HEAD) and "2025-11-04-ben-ann" (anna) may be one '
        "event [duplicate]\n" in done.err
    )
    assert "run `chrono join 2025-11-03-ann-ben 2025-11-04-ben-ann`" in done.err
    assert desk.chrono("count", "--total").out == "4\n"
    assert desk.chrono("join", "2025-11-03-ann-ben", "2025-11-04-ben-ann", "--yes").status == 0
    assert desk.chrono("count", "--total").out == "3\n"


@pytest.mark.parametrize(
    "name, folder, named",
    [
        ("events", ".", ""),
        ("data__events", ".", ""),
        ("talks__events", ".", " -f talks/events.toml"),
        ("talks__events", "talks", ""),
        ("talks__calls", ".", " -f talks/calls.toml"),
        ("talks__calls", "talks", " -f calls.toml"),
        ("talks__calls", "data", " -f ../talks/calls.toml"),
    ],
)
def test_the_suggested_commands_name_the_ledger(
    desk: Desk, name: str, folder: str, named: str
) -> None:
    (desk.folder / "data").mkdir()
    (desk.folder / "data" / "rows.csv").write_text("date\n")
    desk.start(name=name)
    ours, theirs = event("o", "2025-11-03"), event("t", "2025-11-03")
    done = desk.merged(BASE + ours, BASE + theirs, name, folder)
    assert f"  if so, run `chrono join o t{named}`\n" in done.err
    assert f"  if not, run `chrono edit t --set extra.not_duplicate_of=o{named}`\n" in done.err
    words = ["join", "o", "t", *named.split(), "--yes"]
    assert desk.chrono(*words, folder=desk.folder / folder).status == 0


def test_the_suggested_commands_name_the_ledger_with_the_included_file(desk: Desk) -> None:
    head = START.replace("[ledger]", '[ledger]\ninclude = ["more/*.toml"]', 1)
    desk.start(head, name="talks__events", talks__more__calls=event("a", "2025-10-01"))
    ours, theirs = event("o", "2025-11-03"), event("t", "2025-11-03")
    done = desk.merged(ours, theirs, "talks__more__calls")
    assert "run `chrono join o t -f talks/events.toml`\n" in done.err


def test_duplicates_that_were_there_before_are_not_named(desk: Desk) -> None:
    twice = BASE + event("b", "2025-10-01")
    desk.start(twice)
    done = desk.merged(twice + event("x", "2026-03-01"), twice.replace("Rome", "Oslo"))
    assert done.status == 0
    assert "duplicate" not in done.err


@pytest.mark.parametrize("side", [0, 1])
def test_one_side_has_the_line_ends_of_windows(desk: Desk, side: int) -> None:
    desk.start()
    texts = [with_place("Oslo"), BASE.replace('title = "a"', 'title = "A"')]
    expected = texts[0].replace('title = "a"', 'title = "A"')
    texts[side] = texts[side].replace("\n", "\r\n")
    desk.git("config", "core.autocrlf", "false")
    desk.git("branch", "anna")
    for name, text in zip(("main", "anna"), texts, strict=True):
        desk.git("switch", "-q", name)
        (desk.folder / "events.toml").write_bytes(text.encode())
        desk.save("2025-01-02")
    desk.git("switch", "-q", "main")
    assert desk.ran("merge", "--no-edit", "anna").status == 0
    assert desk.text() == (expected.replace("\n", "\r\n") if side == 0 else expected)


def test_files_that_a_ledger_includes_are_merged_too(desk: Desk) -> None:
    head = '[ledger]\ntitle = "Ash"\ninclude = ["actors.toml", "2025/*.toml"]\n'
    actors = START.partition("\n\n")[2]
    desk.start(head, actors=actors, **{"2025__calls": event("a", "2025-10-01")})
    attributes = (desk.folder / ".gitattributes").read_text()
    assert attributes.splitlines() == [
        f"{name} merge=chrono" for name in ("/events.toml", "/actors.toml", "/2025/*.toml")
    ]
    linked = event("b", "2025-11-01", 'follows = ["a"]\n')
    desk.save("2025-01-02", **{"2025__november": linked})
    sides = linked + event("y", "2025-11-20"), linked.replace('title = "b"', 'title = "B"')
    done = desk.merged(*sides, "2025__november")
    assert done.status == 0
    assert "warning" not in done.err
    assert desk.chrono("check").status == 0


def test_a_ledger_with_a_syntax_error_is_merged_by_git(desk: Desk) -> None:
    desk.start()
    done = desk.merged(with_place("Oslo"), BASE + "\n[[events]]\nid = \n")
    assert done.status == 0
    assert "warning: events.toml: git merged this file as text, because chrono cannot" in done.err
    assert desk.text() == with_place("Oslo") + "\n[[events]]\nid = \n"


def test_bytes_that_are_no_text_are_not_lost(desk: Desk) -> None:
    desk.start()
    desk.git("branch", "anna")
    for name, raw in (("main", b"\0\xff"), ("anna", b"\0\xfe")):
        desk.git("switch", "-q", name)
        (desk.folder / "events.toml").write_bytes(raw)
        desk.save("2025-01-02")
    desk.git("switch", "-q", "main")
    done = desk.ran("merge", "--no-edit", "anna")
    assert done.status == 1
    assert "neither chrono nor git can merge this file" in done.err
    assert (desk.folder / "events.toml").read_bytes() == b"\0\xff"
    assert "CONFLICT" in done.out


@pytest.mark.parametrize("program", ["exit 127", "exit 2", "exit 1", "kill -9 $$"])
def test_git_merges_the_lines_if_chrono_fails(desk: Desk, program: str) -> None:
    desk.start()
    (desk.home / "bin" / "chrono").write_text(f"#!/bin/sh\n{program}\n")
    done = desk.merged(with_place("Oslo"), with_place("Bonn"))
    assert done.status == 1
    assert "CONFLICT" in done.out
    assert 'place = "Oslo"\n=======\nplace = "Bonn"\n' in desk.text()


def test_a_rebase_and_a_cherry_pick_merge_with_chrono(desk: Desk) -> None:
    desk.start()
    desk.git("branch", "anna")
    desk.save("2025-01-02", events=with_place("Oslo"))
    desk.git("switch", "-q", "anna")
    theirs = BASE.replace('title = "a"', 'title = "A"')
    desk.save("2025-01-03", events=theirs)
    assert desk.ran("rebase", "main").status == 0
    assert desk.text() == with_place("Oslo").replace('title = "a"', 'title = "A"')


def test_a_rebase_of_a_commit_with_an_unprintable_character_merges_with_chrono(desk: Desk) -> None:
    desk.start()
    desk.git("branch", "anna")
    desk.save("2025-01-02", events=BASE + event("n", "2026-01-02"))
    desk.git("switch", "-q", "anna")
    desk.write(events=BASE + event("m", "2026-01-01"))
    desk.git("commit", "-qam", "Add\u00a0an\u200bevent")
    assert desk.ran("rebase", "main").status == 0
    assert ids(desk.text()) == ["a", "z", "m", "n"]


OLD_DRIVER = "chrono merge --driver --marker-size %L --label %X --label %Y %O %A %B %P"
"""What `chrono merge --install` set up in version 0.2.0."""


@pytest.mark.parametrize("driver", ["", OLD_DRIVER])
@pytest.mark.parametrize("name", ["-h", "--help", "--version", "-q", "--"])
def test_a_ledger_named_like_an_option_is_merged(desk: Desk, name: str, driver: str) -> None:
    desk.start()
    if driver:
        desk.git("config", "merge.chrono.driver", driver)
    (desk.folder / ".gitattributes").write_text("* merge=chrono\n")
    theirs = BASE.replace('title = "a"', 'title = "A"')
    versions = [("main", BASE), ("anna", theirs), ("main", with_place("Oslo"))]
    for branch, text in versions:
        desk.git("switch", "-q", *(["-c"] if branch == "anna" else []), branch)
        (desk.folder / name).write_text(text)
        desk.save("2025-01-02")
    assert desk.ran("merge", "--no-edit", "anna").status == 0
    merged = (desk.folder / name).read_text()
    assert merged == with_place("Oslo").replace('title = "a"', 'title = "A"')


def test_installing_again_replaces_an_old_command(desk: Desk) -> None:
    desk.start()
    desk.git("config", "merge.chrono.driver", OLD_DRIVER)
    assert desk.chrono("merge", "--install", "--yes").status == 0
    assert "--label %Y -- %O %A %B %P;" in desk.git("config", "merge.chrono.driver")


def test_a_file_that_git_renamed_is_merged(desk: Desk) -> None:
    desk.start()
    (desk.folder / ".gitattributes").write_text("*.toml merge=chrono\n")
    desk.save("2025-01-02")
    desk.git("branch", "anna")
    desk.git("mv", "events.toml", "contacts.toml")
    desk.save("2025-01-03", contacts=with_place("Oslo"))
    desk.git("switch", "-q", "anna")
    desk.save("2025-01-04", events=BASE.replace('title = "a"', 'title = "A"'))
    desk.git("switch", "-q", "main")
    done = desk.ran("merge", "--no-edit", "anna")
    assert done.status == 0
    assert desk.text("contacts") == with_place("Oslo").replace('title = "a"', 'title = "A"')


def test_branches_that_were_merged_crosswise_are_merged(desk: Desk) -> None:
    desk.start()
    desk.git("branch", "anna")
    desk.save("2025-01-02", events=with_place("Oslo"))
    desk.git("switch", "-q", "anna")
    desk.save("2025-01-03", events=with_place("Bonn"))
    for name, other, place in (("main", "anna", "Oslo"), ("anna", "main~1", "Bonn")):
        desk.git("switch", "-q", name)
        assert desk.ran("merge", "--no-edit", other).status == 1
        desk.save("2025-01-04", events=with_place(place))
    desk.git("switch", "-q", "main")
    done = desk.ran("merge", "--no-edit", "anna")
    assert done.status == 1
    assert 'place is "Oslo" in HEAD and "Bonn" in anna' in done.err
    assert 'place = "Oslo"\n=======\nplace = "Bonn"\n' in desk.text()


def test_installing_keeps_other_attributes(desk: Desk) -> None:
    desk.write(events=BASE)
    path = desk.folder / ".gitattributes"
    path.write_bytes(b"*.png binary\r\n*.md text")
    assert desk.chrono("merge", "--install", "--yes").status == 0
    assert path.read_bytes() == b"*.png binary\r\n*.md text\r\n/events.toml merge=chrono\r\n"
    again = desk.chrono("merge", "--install")
    assert (again.status, again.out) == (0, "")
    assert path.read_bytes().count(b"chrono") == 1


def test_a_dry_run_installs_nothing(desk: Desk) -> None:
    desk.write(events=BASE)
    before = (desk.folder / ".git" / "config").read_bytes()
    shown = desk.chrono("merge", "--install", "--dry-run")
    assert (shown.status, "+/events.toml merge=chrono" in shown.out) == (0, True)
    assert not (desk.folder / ".gitattributes").exists()
    assert (desk.folder / ".git" / "config").read_bytes() == before


def test_names_with_blanks_are_quoted(desk: Desk) -> None:
    desk.write(**{"my calls": BASE})
    assert desk.chrono("merge", "--install", "--yes", "-f", "my calls.toml").status == 0
    assert desk.git("check-attr", "merge", "my calls.toml").endswith(": merge: chrono")
    desk.save("2025-01-01")
    done = desk.merged(with_place("Oslo"), with_place("Bonn"), "my calls")
    assert 'place is "Oslo" in HEAD and "Bonn" in anna' in done.err
