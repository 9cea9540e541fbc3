"""A change replaces the current text in one step, or nothing is changed."""

from __future__ import annotations

import fcntl
import os
import stat
import threading
import time
from pathlib import Path

import pytest

from changes import LEDGER, adding, changed, new, opened, removing, setting
from chrono.errors import LedgerError, UsageError, WriteError
from chrono.files.disk.lock import being_saved, lock_files
from chrono.files.format.new_entry import NewEntry
from chrono.files.index.load import load
from chrono.files.write import transaction
from chrono.files.write.apply import PendingChange, apply
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.transaction import Make
from chrono.files.write.transaction import transaction as change
from replay import ROOT, clean_environment, run


def nobody(words: str) -> None:
    raise AssertionError(f"nothing was to be said: {words}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "events.toml"
    made.write_text(LEDGER)
    return made


def alone(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir())


# -- what is unchanged ---------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "BOM"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("last", [True, False], ids=["line end", "none"])
def test_line_ends_byte_order_mark_and_missing_last_line_end_are_kept(
    path: Path, mark: bytes, end: bytes, last: bool
) -> None:
    raw = mark + LEDGER.encode().replace(b"\n", end)
    raw = raw if last else raw.removesuffix(end)
    path.write_bytes(raw)
    change([str(path)], adding(new(date="2025-12")), say=nobody)
    longer = path.read_bytes()
    assert longer.startswith(raw + (b"" if last else end))
    assert longer.endswith(end) is last
    assert longer.count(b"\n") == longer.count(end)
    change([str(path)], removing("c"), say=nobody)
    assert path.read_bytes() == raw


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_mode_is_kept(path: Path, mode: int) -> None:
    path.chmod(mode)
    change([str(path)], adding(new()), say=nobody)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
def test_the_owner_is_kept(path: Path) -> None:
    os.chown(path, 1234, 2345)
    change([str(path)], adding(new()), say=nobody)
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_extended_attributes_are_kept(path: Path) -> None:
    try:
        os.setxattr(path, "user.keeper", b"me")
    except OSError:
        pytest.skip("this file system has none")
    change([str(path)], adding(new()), say=nobody)
    assert os.getxattr(path, "user.keeper") == b"me"


def test_a_link_is_kept_and_its_target_changed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "events.toml"
    link.symlink_to("../events.toml")
    change([str(link)], adding(new()), say=nobody)
    assert os.readlink(link) == "../events.toml"
    assert "c" in [event.id for event in load([str(path)]).events]
    assert (alone(tmp_path), alone(link.parent)) == (["desk", "events.toml"], ["events.toml"])


def test_a_hard_link_keeps_the_earlier_text_and_a_note_says_so(path: Path, tmp_path: Path) -> None:
    (tmp_path / "other.toml").hardlink_to(path)
    said: list[str] = []
    change([str(path)], adding(new()), say=said.append)
    assert said == [f"{path} has another name (a hard link), which keeps the earlier text"]
    assert (tmp_path / "other.toml").read_text() == LEDGER != path.read_text()


def test_a_change_without_effect_does_not_write_the_file(path: Path) -> None:
    before = path.stat()
    change([str(path)], setting("a", "title=A"), say=nobody)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.slow
def test_events_of_the_bundled_ledger_are_added_edited_and_removed() -> None:
    """Every second event, compared as data; `benchmarks/soak.py` changes all, in real files."""
    raw = (ROOT / "data" / "events.toml").read_text(encoding="utf-8")
    events = opened(raw).source_files[0].data["events"]
    for number, event in enumerate(events[::2]):
        copy = NewEntry("events", {**event, "id": f"copy-{number}"})
        words = "place=Elsewhere" if number % 2 else "tags+=x"
        longer = changed(raw, adding(copy))
        edited = changed(longer, setting(copy.id, words))
        assert edited != longer != raw
        assert changed(edited, removing(copy.id)) == raw


# -- other writers -------------------------------------------------------------------------------


def test_a_text_saved_by_an_editor_at_the_last_moment_is_kept(path: Path) -> None:
    """An editor uses no locks: it may save the file while chrono changes it."""
    saved: list[str] = []

    def meddled(files: LedgerFiles) -> None:
        files.add([new()])
        if not saved:
            saved.append(LEDGER.replace('"A"', '"Saved by somebody"'))
            path.write_text(saved[0])

    change([str(path)], meddled, say=nobody)
    book = load([str(path)])
    assert [(event.id, event.title) for event in book.events] == [
        ("a", "Saved by somebody"), ("c", "C"), ("b", "B"),
    ]  # fmt: skip


def test_a_text_broken_by_an_editor_meanwhile_is_not_overwritten(path: Path) -> None:
    def meddled(files: LedgerFiles) -> None:
        files.add([new()])
        path.write_text("[[events]\n")

    with pytest.raises(LedgerError):
        change([str(path)], meddled, say=nobody)
    assert path.read_text() == "[[events]\n"


@pytest.mark.parametrize("text", ["", LEDGER[:40]], ids=["emptied", "half written"])
def test_a_file_that_is_being_saved_in_place_is_not_read(path: Path, text: str) -> None:
    with path.open("w") as editor:
        editor.write(text)
        editor.flush()
        if not being_saved(path):
            pytest.skip("this system cannot tell")
        with pytest.raises(WriteError, match=r"another program is saving .*; nothing was changed"):
            change([str(path)], adding(new()), say=nobody, wait=0.1)
        editor.write(LEDGER[len(text) :])
    assert path.read_text() == LEDGER
    assert alone(path.parent) == ["events.toml"]


def test_a_program_that_saves_in_place_is_waited_for(path: Path) -> None:
    saved = LEDGER.replace('"A"', '"Saved by somebody"')
    begun, editor = threading.Event(), path.open("w")

    def save() -> None:
        begun.wait(5)
        time.sleep(0.1)
        editor.write(saved)
        editor.close()

    saving = threading.Thread(target=save)
    saving.start()
    begun.set()
    change([str(path)], adding(new()), say=nobody)
    saving.join()
    titles = [event.title for event in load([str(path)]).events]
    assert titles == ["Saved by somebody", "C", "B"]


def test_without_leases_a_file_that_was_just_emptied_is_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(fcntl, "F_SETLEASE", raising=False)
    path.write_text("")
    with pytest.raises(WriteError, match="another program is saving"):
        change([str(path)], adding(new()), say=nobody, wait=0.1)
    assert path.read_text() == ""
    os.utime(path, (1e9, 1e9))
    actors = [NewEntry("actors", {"id": id, "name": id}) for id in ("ann", "ben")]
    change([str(path)], adding(*actors), say=nobody, wait=0.1)
    assert "ann" in path.read_text()


def test_a_leftover_with_the_text_of_another_program_is_named_and_kept(path: Path) -> None:
    left = path.with_name(".chrono-0123456789abcdef")
    left.write_text("saved")
    said: list[str] = []
    change([str(path)], adding(new()), say=said.append)
    assert [str(left) in words for words in said] == [True]
    assert left.read_text() == "saved"


@pytest.mark.parametrize("step", ["close", "unlink"])
def test_a_failure_after_the_replacement_is_not_reported(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real = getattr(os, step)

    def failing(*words: object, **_: object) -> None:
        if step == "close":
            real(*words)
        raise OSError(5, "Input/output error")

    def ready(_: PendingChange) -> None:
        monkeypatch.setattr(os, step, failing)

    change([str(path)], adding(new()), say=nobody, ready=ready)
    monkeypatch.undo()
    assert "c" in [event.id for event in load([str(path)]).events]


HEAD = '[ledger]\nversion = 1\ninclude = ["more.toml"]\n\n'


@pytest.mark.parametrize(
    "words, sentence",
    [
        ("include+=nothing.toml", 'include "nothing.toml": file not found'),
        (
            "include+=bad.toml",
            'bad.toml:2: unknown key "plase" in an event; did you mean "place"?',
        ),
        ("include+=torn.toml", "torn.toml:1: error: "),
        ("include+=again.toml", 'again.toml:2: the event id "a" is already used'),
        ("include=other.toml", 'the event "b": unknown event "c" in "follows"'),
        ("version=2", "format version 2 needs a newer chrono (this one reads version 1)"),
    ],
)
def test_a_ledger_head_that_would_break_the_ledger_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch, words: str, sentence: str
) -> None:
    monkeypatch.chdir(path.parent)
    event = '[[events]]\nid = "{}"\ndate = 2025-06-01\ntype = "call"\ntitle = "T"\n'
    event += 'actors = ["ann", "ben"]\n'
    Path("more.toml").write_text(event.format("c"))
    Path("other.toml").write_text(event.format("d"))
    Path("again.toml").write_text(event.format("a"))
    Path("bad.toml").write_text(event.format("e").replace("id", 'plase = "x"\nid'))
    Path("torn.toml").write_text("[[events")
    text = HEAD + LEDGER + 'follows = ["c"]\n'
    path.write_text(text)
    with pytest.raises(UsageError) as caught:
        change([path.name], setting("ledger", words), say=nobody)
    assert sentence in "\n".join(caught.value.args)
    assert path.read_text() == text
    made = change([path.name], setting("ledger", "include+=other.toml"), say=nobody)
    assert [one.name for one in made.source_files] == ["events.toml", "more.toml", "other.toml"]
    assert [event.id for event in load([path.name]).events] == ["a", "b", "c", "d"]


def test_an_included_file_is_locked_while_it_is_written(path: Path, tmp_path: Path) -> None:
    head = tmp_path / "head.toml"
    head.write_text('[ledger]\ninclude = ["events.toml"]\n')
    said: list[str] = []
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with lock_files([str(path)], 5, nobody):
            entered.set()
            leave.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    entered.wait(5)
    with pytest.raises(WriteError):
        change([str(head)], setting("a", "place=Rome"), wait=0.05, say=said.append)
    assert path.read_text() == LEDGER
    leave.set()
    holder.join()
    change([str(head)], setting("a", "place=Rome"), say=nobody)
    assert 'place = "Rome"' in path.read_text()


# -- refused changes -----------------------------------------------------------------------------


def refused(path: Path, make: Make) -> tuple[str, ...]:
    before = path.read_bytes()
    with pytest.raises((UsageError, WriteError)) as caught:
        change([str(path)], make, say=nobody)
    assert path.read_bytes() == before
    assert alone(path.parent) == [path.name]
    sentences: tuple[str, ...] = caught.value.args
    return sentences


@pytest.mark.parametrize("slip", ['title = "Bee"', "[[events]]\n[", 'title = ""'])
def test_a_text_that_holds_other_data_than_the_change_intended_is_not_written(
    path: Path, monkeypatch: pytest.MonkeyPatch, slip: str
) -> None:
    """The result is checked independently of the edit: after any mistake nothing is written."""

    def slipped(files: LedgerFiles) -> PendingChange:
        pending = apply(files)
        (one,) = pending.changes
        return pending._replace(changes=[one._replace(text=one.text.replace('title = "B"', slip))])

    monkeypatch.setattr(transaction, "apply", slipped)
    assert refused(path, adding(new())) == (
        f"chrono cannot edit {path} safely; nothing was changed; use a text editor",
    )


def test_a_change_that_would_break_another_event_names_it(path: Path) -> None:
    change([str(path)], setting("b", "follows=a"), say=nobody)
    renamed = setting("a", "id=z")
    assert refused(path, renamed) == (
        'the event "b": unknown event "a" in "follows"; write the id of an event in this ledger',
    )


def test_half_a_character_is_not_written(path: Path) -> None:
    assert refused(path, setting("a", "title=\ud800")) == (
        "the text contains an invalid character (a lone surrogate); remove it",
    )


def test_a_read_only_file_is_not_replaced(path: Path) -> None:
    path.chmod(0o444)
    (sentence,) = refused(path, adding(new()))
    assert sentence == f"{path} is read-only; nothing was changed"


def test_the_bundled_ledger_is_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    monkeypatch.setattr(transaction, "PACKAGE", tmp_path)
    assert refused(path, adding(new()))[0].startswith("the bundled ledger is read-only")


def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(WriteError, match="not a regular file"):
        change([str(pipe)], adding(new()), say=nobody)


def test_the_errors_of_a_broken_ledger_come_before_those_of_the_change(path: Path) -> None:
    path.write_text(LEDGER.replace("date = 2025-05-01\n", ""))
    for make in (adding(new()), setting("a", "place=Rome"), setting("no", "place=Rome")):
        with pytest.raises(LedgerError) as caught:
            change([str(path)], make, say=nobody)
        assert [problem.line for problem in caught.value.problems] == [19]


def test_a_change_may_correct_a_broken_ledger(path: Path) -> None:
    path.write_text(LEDGER.replace("2025-05-01", '"1 May"'))
    change([str(path)], setting("b", "date=2025-05-01"), say=nobody)
    assert path.read_text() == LEDGER


def test_a_dry_run_touches_nothing_and_needs_no_permission(path: Path) -> None:
    path.chmod(0o444)
    told: list[PendingChange] = []
    change([str(path)], adding(new()), say=nobody, ready=told.append, dry_run=True)
    assert len(told) == 1
    assert path.read_text() == LEDGER


def test_nothing_is_changed_if_the_answer_cannot_be_written(path: Path) -> None:
    def ready(_: PendingChange) -> None:
        raise WriteError("nobody listens")

    with pytest.raises(WriteError, match="nobody listens"):
        change([str(path)], adding(new()), say=nobody, ready=ready)
    assert path.read_text() == LEDGER
    assert alone(path.parent) == ["events.toml"]


# -- several files ------------------------------------------------------------------------------


def test_with_several_files_the_option_to_must_name_one_of_them(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "more.toml"
    other.write_text("")
    both = [str(path), str(other)]
    with pytest.raises(UsageError, match="this ledger has 2 files; choose one with --to"):
        change(both, adding(new()), say=nobody)
    change(both, adding(new(), to=str(other)), to=str(other), say=nobody)
    assert other.read_text() == new().text
    assert path.read_text() == LEDGER


def test_the_command_line_edits_through_a_transaction(path: Path, tmp_path: Path) -> None:
    ran = run(
        "edit", "a", "--set", "place=Rome", folder=tmp_path, environment=clean_environment(tmp_path)
    )
    assert (ran.status, ran.out) == (0, "")
    assert path.read_text() == LEDGER.replace(
        'actors = ["ann", "ben"] # both\n', 'actors = ["ann", "ben"] # both\nplace = "Rome"\n'
    )


def test_a_folder_that_cannot_be_listed_is_named_and_is_not_listed_after_a_change(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.listdir

    def list_folder(folder: str) -> list[str]:
        if failing:
            raise PermissionError(13, "Permission denied", folder)
        return listed(folder)

    failing: list[object] = []
    monkeypatch.setattr(os, "listdir", list_folder)
    ledger = [str(path.parent)]
    change(ledger, adding(new(date="2025-12")), say=nobody, ready=failing.append)
    assert "2025-12" in path.read_text()
    with pytest.raises(LedgerError, match="cannot read this folder: permission denied"):
        change(ledger, removing("c"), say=nobody)


def test_an_error_in_a_table_without_an_id_names_the_table(path: Path) -> None:
    """Only the event that is removed names the actor."""
    last = (
        '\n[[events]]\nid = "c"\ndate = 2025-03-01\ntype = "call"\ntitle = "C"\nactors = ["Cy"]\n'
    )
    path.write_text(f'[[coverage]]\nperiod = "2025"\nactors = ["Cy"]\n\n{LEDGER}{last}')
    with pytest.raises(UsageError) as refusal:
        change([str(path)], removing("c"), say=nobody)
    assert str(refusal.value) == '[coverage]: unknown actor "Cy"; add it under [actors.cy]'
