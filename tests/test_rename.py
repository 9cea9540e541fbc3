"""An id changes wherever it can stand, in all files, and nothing else changes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

import scribbled
from changes import opened
from chrono.core.diff import differences
from chrono.core.text_diff import unified_diff
from chrono.errors import UsageError
from chrono.files.disk.atomic import TemporaryFile
from chrono.files.format.keys import ENTRIES
from chrono.files.format.reference_paths import reference_paths
from chrono.files.index import load as load_module
from chrono.files.read.load import loads, read_ledger
from chrono.files.read.source_files import parse
from chrono.files.write.apply import apply
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.rename import Renaming, rename
from chrono.files.write.transaction import verify
from everywhere import EVERYWHERE, IDS, found_in, places, references_in
from killed import is_killed, kill
from replay import clean_environment, run
from samples import law

NEW = "new-id-7"
"""An id that is in no text."""


def renamed(text: str, old: str, new: str = NEW) -> tuple[str, Renaming]:
    """The text of a ledger after a renaming that passes the checks, and its result."""
    files = opened(text)
    result = rename(files, old, new)
    (change,) = verify(files, apply(files)).changes
    return change.text, result


# -- every place ----------------------------------------------------------------------------------


def test_the_ledger_above_refers_to_its_entries_in_every_place() -> None:
    found = found_in(EVERYWHERE)
    kinds = {"side": "actors", "speaker": "actors", "initiator": "actors"}
    for place, refers_to in places().items():
        id = IDS[kinds.get(refers_to, f"{refers_to}s")]
        assert found[place, id], f"EVERYWHERE in tests/everywhere.py: {id} under {place}"


def test_every_place_is_found_in_the_data_of_a_file() -> None:
    data = tomli.loads(EVERYWHERE)
    found = set()
    for path, _, _, is_key in reference_paths(data):
        steps = path[:-1] if is_key else path
        own = path[:1] if path[0] == "ledger" else (path[0], 0)
        found.add((str(path[0]), *(one for one in steps[len(own) :] if isinstance(one, str))))
    assert {*places()} <= found


@pytest.mark.parametrize("kind", ENTRIES)
def test_an_id_changes_in_every_place_and_is_a_former_id(kind: str) -> None:
    old = IDS[kind]
    text, result = renamed(EVERYWHERE, old)
    before, after = found_in(EVERYWHERE), found_in(text)
    refers = {"side": "actors", "speaker": "actors", "initiator": "actors"}
    own = {place for place, to in places().items() if refers.get(to, f"{to}s") == kind}
    own |= {(kind, "id")} if kind in ("events", "claims") else {(kind,)}
    moved = sum(number for (place, word), number in before.items() if place in own and word == old)
    assert result.places == moved
    assert result == Renaming((kind, old), NEW, moved, 1)  # type: ignore[arg-type]
    for place in own:
        assert after[place, old] == 0
        assert after[place, NEW] == before[place, old]
    assert after[(kind, "former_ids"), old] == 1
    others = {
        key: number for key, number in before.items() if not (key[0] in own and key[1] == old)
    }
    assert others.items() <= after.items()


@pytest.mark.parametrize("kind", ENTRIES)
def test_after_a_renaming_only_the_id_differs(kind: str) -> None:
    text, _ = renamed(EVERYWHERE, IDS[kind])
    difference, *others = sorted(
        differences(loads(EVERYWHERE), loads(text)), key=lambda one: one.id != NEW
    )
    assert (difference.change, difference.id) == ("changed", NEW)
    assert {*difference.keys} == {"id", "former_ids"}
    assert [one.keys for one in others] == [["extra"]] * (kind in ("events", "actors"))


@pytest.mark.parametrize("kind", ENTRIES)
def test_every_reference_between_records_moves(kind: str) -> None:
    """Those that `chrono remove` knows are the same ones."""
    text, _ = renamed(EVERYWHERE, IDS[kind])
    before, after = references_in(loads(EVERYWHERE)), references_in(loads(text))
    kinds = {kind, "names"} if kind == "actors" else {kind}
    expected = {
        (of, NEW if id == IDS[kind] and of in kinds else id): number
        for (of, id), number in before.items()
    }
    assert after == expected
    if kind not in ("claims", "publishers"):  # a source names a publisher by its name
        assert sum(number for (of, id), number in after.items() if id == NEW) > 0


@pytest.mark.parametrize("kind", ENTRIES)
def test_nothing_but_ids_changes_in_the_text(kind: str) -> None:
    text, _ = renamed(EVERYWHERE, IDS[kind])
    without = re.sub(r"former_ids = .*\n", "", text)
    assert without.replace(NEW, IDS[kind]) == EVERYWHERE


@pytest.mark.parametrize("kind", ENTRIES)
def test_an_entry_gets_a_former_id_back(kind: str) -> None:
    there, _ = renamed(EVERYWHERE, IDS[kind])
    back, _ = renamed(there, NEW, IDS[kind])
    assert back.replace(f'former_ids = ["{NEW}"]\n', "") == EVERYWHERE


# -- every layout ---------------------------------------------------------------------------------

NAMES = [("ann", "actors"), ("ben", "actors"), ("eva-elm", "actors"), ("lunch", "types"),
         ("s1", "sources"), ("e0", "events"), ("c1", "claims")]  # fmt: skip


@law(200)
@given(text=scribbled.ledger(), name=st.sampled_from(NAMES))
def test_there_and_back_gives_the_same_bytes_but_for_the_former_id(
    text: str, name: tuple[str, str]
) -> None:
    old, kind = name
    if f'"{old}"' not in text and old not in ("ann", "ben", "eva-elm", "lunch", "s1"):
        return
    there, result = renamed(text, f"{kind}.{old}")
    assert result.places > 0
    back, _ = renamed(there, f"{kind}.{NEW}", f"{kind}.{old}")

    def without(text: str, former: str) -> str:
        line = rf'[ \t]*former_ids = \["{former}"\](?:\r?\n)?'
        found = re.findall(line, text)
        assert len(found) == 1
        return re.sub(line, "", text)

    end = text.rstrip("\r\n")
    assert without(back, NEW).rstrip("\r\n") == end
    assert re.sub(NEW, old, without(there, old)).rstrip("\r\n") == end


@pytest.mark.parametrize(
    "before, after",
    [
        ("[actors.ann]\n", "[actors.zoe]\n"),
        ("[ actors . ann ]\n", "[ actors . zoe ]\n"),
        ('[actors."ann"]\n', '[actors."zoe"]\n'),
        ("[actors.'ann'] # ann\n", "[actors.'zoe'] # ann\n"),
        ('["actors".ann]\n', '["actors".zoe]\n'),
        ("[actors]\nann.", "[actors]\nzoe."),
        ("[actors]\n'ann' . ", "[actors]\n'zoe' . "),
        ("actors.ann.", "actors.zoe."),
    ],
)
def test_an_id_in_a_header_or_a_dotted_key_changes_in_place(before: str, after: str) -> None:
    rest = "name = 'Ann'\n\n[[events]]\nid = 'e'\ndate = 2025-01-01\ntype = 'call'\ntitle = 'ann'\n"
    rest += "actors = ['ann', \"ann-2\"]\n"
    text, _ = renamed(before + rest, "ann", "zoe")
    lines = text.replace('former_ids = ["ann"]\n', "")
    assert (
        re.sub(r"(actors\.)?zoe\.former_ids = .*\n|'zoe' \. former_ids.*\n", "", lines)
        .replace("zoe.former_ids", "")
        .startswith(after)
    )
    assert "actors = ['zoe', \"ann-2\"]\n" in text
    assert "title = 'ann'" in text
    assert loads(text).actors["zoe"].former_ids == ("ann",)


INLINE = (
    'actors = { ann = { name = "Ann" }, ben = { name = "Ben" } } # ann\n'
    'sources = { "w" = { publisher = "W", side = \'ann\' } }\n'
    'events = [\n  { id = "e", date = 2025-01-01, type = "call", title = "ann", '
    'actors = ["ann", "ben"], sources = ["w", { ref = \'w\' }] },\n]\n'
    'claims = [{ id = "c", by = "ann", date = 2025-02-01, statement = "x", period = "2025", '
    "counts = { call = 1 } }]\n"
)


@pytest.mark.parametrize("old", ["ann", "w", "e", "c"])
def test_a_ledger_of_inline_tables_is_renamed_too(old: str) -> None:
    text, _ = renamed(INLINE, old)
    (difference,) = differences(loads(INLINE), loads(text))
    assert (difference.change, difference.id) == ("changed", NEW)
    assert text.partition("\n")[0].endswith("# ann")
    assert re.sub(r',? former_ids = \["\w+"\]', "", text).replace(NEW, old) == INLINE


SCATTERED = """\
[actors.ann]
name = "Ann"

[[events]]
id = "e"
date = 2025-01-01
type = "call"
title = "T"
actors = ["ann", "Bo"]

[actors.ann.extra]
mood = "good"

[[actors.ann.roles]]
title = "Boss"
"""


def test_an_actor_in_several_places_of_a_file_is_renamed_in_all_of_them() -> None:
    text, _ = renamed(SCATTERED, "ann")
    assert text.replace('former_ids = ["ann"]\n', "").replace(NEW, "ann") == SCATTERED
    assert text.count(f"actors.{NEW}") == 3


# -- what is refused ------------------------------------------------------------------------------

BOOK = (
    EVERYWHERE
    + """
[actors.carla]
name = "Carla Cedar"
aliases = ["Cc", "Carlotta"]
former_ids = ["old-carla"]

[sources.shared]
publisher = "P"
side = "ben"

[actors.shared]
name = "Shared"

[[events]]
id = "2025-event"
date = 2025
type = "call"
title = "A year"
actors = ["shared", "Dee Elm", "zed"]
former_ids = ["2024-event"]
""".replace("date = 2025\n", 'date = "2025"\n')
)


@pytest.mark.parametrize(
    "old, new, sentence",
    [
        ("nobody", "x", 'unknown id "nobody"; for the ids, run `chrono list --status any -v`'),
        ("an-actr", "x", 'unknown id "an-actr"; did you mean "an-actor"?'),
        ("actors.nobody", "x", 'unknown id "actors.nobody"'),
        ("shared", "x", '"shared" matches 2 entries; choose actors.shared or sources.shared'),
        ("ledger", "x", "cannot rename or join the [ledger] table"),
        ("call", "x", '"call" is a built-in type, which cannot be renamed or joined'),
        ("types.call", "x", '"types.call" is a built-in type, which cannot be renamed or joined'),
        ("Dee Elm", "x", '"Dee Elm" has no id, since it is not under [actors]; to give it an id,'),
        ("an-actor", "an-actor", '"an-actor" is already the id of this actor'),
        ("an-actor", "Ann Ash", 'invalid id "Ann Ash": use only a-z, 0-9 and hyphens, as in'),
        ("an-event", "", '"id" is empty; write some text'),
        ("a-claim", "two\nlines", '"id" must be one line'),
        ("an-actor", "ben", 'the actor id "ben" is already used at l.toml:17; choose another id'),
        ("ben", "old-carla", 'the actor id "old-carla" is already used at l.toml:85; choose'),
        ("ben", "cc", '"cc" is a name of Carla Cedar (carla); choose another id'),
        ("ben", "zed", '"zed" is a name that this ledger uses; choose another id'),
        ("ben", "disputed", '"disputed" is reserved for initiators; choose another id'),
        ("later", "an-event", 'the event id "an-event" is already used at l.toml:31; choose'),
        ("later", "2024-event", 'the event id "2024-event" is already used at l.toml:97; choose'),
        ("a-type", "call", '"call" is a built-in type; choose another id'),
        ("a-type", "total", '"total" is reserved for claims; choose another id for this type'),
        ("sources.shared", "a-source", 'the source id "a-source" is already used at l.toml:26'),
    ],
)  # fmt: skip
def test_an_id_that_cannot_be_is_refused(old: str, new: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        renamed(BOOK, old, new)
    assert "; ".join(caught.value.args).startswith(sentence)


@pytest.mark.parametrize(
    "old, id",
    [
        ("actors.shared", "shared"), ("Carlotta", "carla"), ("old-carla", "carla"),
        ("actors.old-carla", "carla"), ("2025-e", "2025-event"), ("2024-event", "2025-event"),
    ],
)  # fmt: skip
def test_an_entry_is_found_as_a_user_names_it(old: str, id: str) -> None:
    _, result = renamed(BOOK, old)
    assert result.entry.id == id


def test_only_the_named_kind_is_renamed() -> None:
    text, _ = renamed(BOOK, "sources.shared")
    assert "[actors.shared]" in text
    assert f"[sources.{NEW}]" in text


def test_a_disputed_initiator_is_nobody() -> None:
    text = BOOK.replace('"zed"', '"disputed"')
    text = text.replace('title = "A year"', 'title = "A year"\ninitiator = "disputed"')
    text += '\n[actors.disputed]\nname = "D"\n'
    after, _ = renamed(text, "actors.disputed")
    assert 'initiator = "disputed"' in after
    assert f'actors = ["shared", "Dee Elm", "{NEW}"]' in after


def test_former_ids_are_kept_in_order() -> None:
    text, _ = renamed(BOOK, "carla", "cedar")
    text, _ = renamed(text, "cedar", "cc-3")
    assert loads(text).actors["cc-3"].former_ids == ("old-carla", "carla", "cedar")
    text, _ = renamed(text, "cc-3", "carla")
    assert loads(text).actors["carla"].former_ids == ("old-carla", "cedar", "cc-3")


# -- several files --------------------------------------------------------------------------------


def in_files(texts: dict[str, str], old: str, new: str = NEW) -> dict[str, str]:
    """The texts of a ledger's files after a renaming; only those that change."""
    files = LedgerFiles([parse(name, text) for name, text in texts.items()])
    rename(files, old, new)
    return {one.before.name: one.text for one in verify(files, apply(files)).changes}


def blocks(text: str) -> dict[str, str]:
    """The text as a ledger of one file for each block."""
    pieces = re.split(r"\n(?=\[(?!\[?events\.))", text)
    return {f"{number}.toml": piece for number, piece in enumerate(pieces)}


@pytest.mark.parametrize("kind", ENTRIES)
def test_all_files_of_a_ledger_change(kind: str) -> None:
    texts = blocks(EVERYWHERE)
    assert len(texts) == 11
    changed = in_files(texts, IDS[kind])
    one, _ = renamed(EVERYWHERE, IDS[kind])
    assert "\n".join((texts | changed).values()) == one
    assert changed.keys() == {name for name in changed if NEW in changed[name]}


def test_an_entry_that_is_in_two_files_is_renamed_in_both() -> None:
    actor = '[actors.ann]\nname = "Ann"\n'
    event = '\n[[events]]\nid = "e"\ndate = 2025-01-01\ntype = "call"\ntitle = "T"\n'
    texts = {"a": actor, "b": actor + event + 'actors = ["ann", "Bo"]\n'}
    changed = in_files(texts, "ann")
    head = f'[actors.{NEW}]\nname = "Ann"\nformer_ids = ["ann"]\n'
    assert changed == {"a": head, "b": head + event + f'actors = ["{NEW}", "Bo"]\n'}


# -- answers --------------------------------------------------------------------------------------

QUESTIONS = [
    ["count"], ["count", "--by", "pair"], ["count", "--by", "actor", "--by", "month"],
    ["count", "--by", "country"], ["count", "--by", "dyad"], ["count", "--by", "tag"],
    ["count", "--by", "type", "--all"], ["summary", "2025"], ["timeline", "2025"], ["gaps"],
    ["claims"], ["list"], ["list", "--fields", "date,title,tags,sources"], ["check"],
]  # fmt: skip


@pytest.mark.parametrize("kind", ENTRIES)
def test_answers_that_do_not_name_the_id_stay_the_same(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "events.toml"

    def answers() -> list[str]:
        environment = clean_environment(tmp_path)
        told = [run(*line, folder=tmp_path, environment=environment).out for line in QUESTIONS]
        return [re.sub(r"events\.toml:\d+", "", text) for text in told]

    path.write_text(EVERYWHERE, encoding="utf-8")
    before, new = answers(), IDS[kind].replace("a", "z")  # of the same width
    environment = clean_environment(tmp_path)
    assert (
        run("rename", IDS[kind], new, "--yes", folder=tmp_path, environment=environment).status == 0
    )
    assert [text.replace(new, IDS[kind]) for text in answers()] == before


# -- the differences of a dry run -----------------------------------------------------------------

LINES = st.lists(st.sampled_from("abcd\r"), max_size=14)


def patched(before: str, diff: str) -> str:
    """The text after a unified diff, applied line by line."""
    old, new, at = re.findall(r"[^\n]*\n|[^\n]+", before), [], 0
    for line in re.findall(r"[^\n]*\n|[^\n]+", diff)[2:]:
        if found := re.match(r"@@ -(\d+)(,0)?", line):
            start = int(found[1]) - (not found[2])
            new += old[at:start]
            at = start
        elif line[0] in " -":
            assert old[at].rstrip("\n") == line[1:].rstrip("\n")
            new += [old[at]] if line[0] == " " else []
            at += 1
        elif line[0] == "+":
            new.append(line[1:])
        else:
            assert line == "\\ No newline at end of file\n"
            new[-1:] = [new[-1].rstrip("\n")] if new else []
    return "".join([*new, *old[at:]])


@law(400)
@given(LINES, LINES, LINES, LINES, st.booleans(), st.booleans())
def test_a_diff_turns_one_text_into_the_other(
    start: list[str], old: list[str], new: list[str], end: list[str], open_: bool, closed: bool
) -> None:
    before, after = ("\n".join([*start, *middle, *end]) for middle in (old, new))
    before, after = before + "\n" * open_, after + "\n" * closed
    diff = "".join(unified_diff("f", before, after))
    assert (diff == "") is (before == after)
    if before.endswith("\n") and after.endswith("\n"):
        assert patched(before, diff) == after


def test_a_diff_of_a_long_text_shows_only_its_changes() -> None:
    lines = [f"line {number}" for number in range(20_000)]
    changed = [*lines]
    changed[5_000] = "other"
    del changed[15_000:15_040]
    diff = "".join(unified_diff("f", *("\n".join(one) + "\n" for one in (lines, changed))))
    assert diff.startswith("--- f\n+++ f\n@@ -4998,7 +4998,7 @@\n line 4997\n")
    assert diff.count("\n-") == 41
    assert diff.count("\n+") == 2
    assert diff.count("@@ ") == 2


# -- files on disk --------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger of several files, one in another folder, with line ends and a mode of their own."""
    (tmp_path / "more").mkdir()
    head, *others = blocks(EVERYWHERE).values()
    included = [f"more/{number}.toml" for number in range(len(others))]
    others[0] = others[0].replace("[ledger]\n", f"[ledger]\ninclude = {included[1:]!r}\n")
    (tmp_path / "events.toml").write_text(head + "\n" + others[0], encoding="utf-8")
    for name, text in zip(included[1:], others[1:], strict=True):
        (tmp_path / name).write_bytes(text.replace("\n", "\r\n").encode())
        (tmp_path / name).chmod(0o640)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    """The content of every file in a folder and below it, hidden ones too."""
    paths = [path for path in folder.rglob("*") if path.is_file() and "cache" not in str(path)]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def chrono(folder: Path, *argv: str, status: int = 0) -> str:
    ran = run(*argv, folder=folder, environment=clean_environment(folder))
    assert ran.status == status, ran
    return ran.out + ran.err


def answers(folder: Path) -> list[str]:
    """What commands say about all records of a ledger."""
    environment = clean_environment(folder)
    return [run(kind, "-o", "json", folder=folder, environment=environment).out for kind in SHOWN]


SHOWN = ("list", "claims", "actors", "types")


def test_a_renaming_in_several_files_keeps_their_bytes_and_modes(folder: Path) -> None:
    before = contents(folder)
    chrono(folder, "rename", "an-actor", NEW, "--yes")
    after = contents(folder)
    assert after.keys() == before.keys()
    former = rb"former_ids = .*\n"
    for name, text in before.items():
        assert re.sub(former, b"", after[name]).replace(NEW.encode(), b"an-actor") == text or (
            b"an-actor in a comment" in text or b'"an-actor a-type' in text
        )
    assert {path.stat().st_mode & 0o777 for path in (folder / "more").iterdir()} == {0o640}


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_file_that_cannot_be_written_leaves_all_as_they_were(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    before, real, left = contents(folder), TemporaryFile.take_place, iter(range(number))

    def take_place(file: TemporaryFile) -> None:
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        real(file)

    monkeypatch.setattr(TemporaryFile, "take_place", take_place)
    said = chrono(folder, "rename", "an-actor", NEW, "--yes", status=4)
    assert "error: cannot write " in said
    assert said.rstrip().endswith("no space left on device")
    assert contents(folder) == before


@pytest.mark.parametrize(
    "argv",
    [["rename", "an-actor", NEW, "--yes"], ["join", "ben", "an-actor", "--country", "DE", "--yes"]],
)
@pytest.mark.parametrize("number", [0, 1, 3])
def test_after_a_kill_between_two_files_the_ledger_is_as_before(
    folder: Path, number: int, argv: list[str]
) -> None:
    text = (folder / "more/3.toml").read_text().replace("extra = {", "# extra = {")
    (folder / "more/3.toml").write_text(text)
    before, told = contents(folder), answers(folder)
    real, left = TemporaryFile.take_place, iter(range(number))

    def take_place(file: TemporaryFile) -> None:
        if next(left, None) is None:
            kill()
        real(file)

    def changed() -> None:
        patch.object(TemporaryFile, "take_place", take_place).start()
        chrono(folder, *argv)

    assert is_killed(changed)
    killed = contents(folder)
    assert sum(killed[name] != before[name] for name in before) == number
    assert answers(folder) == told
    assert contents(folder) == killed  # reading writes nothing
    chrono(folder, "edit", "ledger", "--set", "title=an-actor a-type a-source an-event a-claim")
    assert contents(folder) == before
    chrono(folder, *argv)
    assert not [name for name in contents(folder) if ".chrono" in name]
    assert answers(folder) != told


def test_the_dry_run_of_a_renaming_is_a_patch(folder: Path) -> None:
    if shutil.which("patch") is None:
        pytest.skip("patch is not installed")
    before = contents(folder)
    diff = run(
        "rename", "an-event", NEW, "--dry-run", folder=folder, environment=clean_environment(folder)
    ).out
    assert contents(folder) == before
    subprocess.run(["patch", "-s", "-p0", "--binary"], input=diff.encode(), cwd=folder, check=True)
    by_patch = contents(folder)
    for name, text in before.items():
        (folder / name).write_bytes(text)
    chrono(folder, "rename", "an-event", NEW, "--yes")
    assert {name: by_patch[name] for name in before} == contents(folder)


def test_a_reader_sees_all_files_of_a_ledger_before_a_change_or_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here the change is made after the first of two files was read."""
    first, second = tmp_path / "events.toml", tmp_path / "more.toml"
    head = '[ledger]\ninclude = ["more.toml"]\n[actors.ann]\nname = "Ann"\ncountry = "FR"\n'
    first.write_text(head, encoding="utf-8")
    event = '[[events]]\nid = "e"\ndate = 2025-01-01\ntype = "call"\ntitle = "T"\n'
    second.write_text(event + 'actors = ["ann", "Bo"]\n', encoding="utf-8")
    moments = [1]

    def interrupted(*words: Any, **options: Any) -> Any:
        if moments:
            moments.pop()
            chrono(tmp_path, "rename", "ann", NEW, "--yes")
        return read_ledger(*words, **options)

    monkeypatch.setattr(load_module, "read_ledger", interrupted)
    ledger = load_module.load([str(first)])
    assert [actor.country for actor in ledger.events[0].actors] == ["FR", None]
    assert NEW in ledger.actors
