"""An entry is found by its former ids, wherever its id can stand; no two entries share one."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from chrono.core.diff import differences
from chrono.core.lookup import ActorIndex, Lookup
from chrono.core.subset import subset
from chrono.errors import LedgerError
from chrono.files.exchange.registry import able_to
from chrono.files.read.load import loads
from replay import clean_environment, run

FORMER = {
    "ann-ash": "ann", "ben-birch": "ben", "lunch": "meal", "wire": "the-wire", "rome": "roma",
    "bari": "bari-2", "said": "told, in May",
}  # fmt: skip
"""Id of each entry of BOOK -> its former id."""

BOOK = """\
[ledger]
principals = ["ann-ash", "ben-birch"]

[actors.ann-ash]
name = "Ann Ash"
country = "FR"
former_ids = ["ann"]

[actors.ben-birch]
name = "Ben Birch"
country = "DE"
former_ids = ["ben"]

[types.lunch]
label = "working lunch"
contact = true
former_ids = ["meal"]

[sources.wire]
publisher = "The Wire"
side = "ann-ash"
says = { type = "lunch", initiator = "ben-birch" }
former_ids = ["the-wire"]

[[events]]
id = "rome"
date = 2025-05-10
type = "lunch"
title = "Ash and Birch meet"
actors = ["ann-ash", "ben-birch"]
initiator = "ann-ash"
former_ids = ["roma"]
sources = [
  "wire",
  { ref = "wire", side = "ben-birch" },
  { publisher = "Palace", side = "ann-ash", says = { type = "lunch", initiator = "ben-birch" } },
]

[[events]]
id = "bari"
date = 2025-05-11
type = "call"
title = "They go on"
actors = ["ben-birch", "Carla Cedar"]
present = ["ann-ash"]
follows = ["rome"]
part_of = "rome"
former_ids = ["bari-2"]
extra = { not_duplicate_of = "rome" }

[[claims]]
id = "said"
by = "ann-ash"
date = 2025-06-01
statement = "one lunch"
period = "2025"
actors = ["ann-ash", "ben-birch"]
types = ["lunch"]
counts = { lunch = 1 }
former_ids = ["told, in May"]
sources = ["wire"]
"""


def by_former_ids(text: str = BOOK) -> str:
    """The text with a former id for each reference, but not in headers and under `id`."""
    for id, former in FORMER.items():
        text = re.sub(rf'(?<!id = )"{id}"', f'"{former}"', text)
    return text.replace("counts = { lunch", "counts = { meal")


def test_a_reference_by_a_former_id_is_a_reference_to_the_entry() -> None:
    text = by_former_ids()
    assert text.count('"ann"') == BOOK.count('"ann-ash"') + 1
    old, new = loads(text), loads(BOOK)
    extra = {"not_duplicate_of": "roma"}
    assert old._replace(events=new.events) == new
    assert old.events == (new.events[0], new.events[1]._replace(extra=extra))


def test_ids_are_found_by_themselves_their_former_ids_and_not_by_the_former_ids_of_others() -> None:
    ledger = loads(BOOK)
    index = ActorIndex(ledger.actors.values())
    for id, former in FORMER.items():
        if id in ledger.actors:
            for name in (id, former, id.upper(), former.upper()):
                assert index.exact(name) == (ledger.actors[id],)
        if event := ledger.event(id):
            assert ledger.event(former) is event
    assert Lookup(ledger).type("meal") == {"lunch"}
    assert ledger.event("told, in May") is None


def test_a_former_id_comes_before_the_name_of_another_actor() -> None:
    """So a name that is added later does not make older references ambiguous."""
    ledger = loads(BOOK + '\n[actors.other]\nname = "Ann"\naliases = ["ben"]\n')
    index = ActorIndex(ledger.actors.values())
    assert [actor.id for actor in index.exact("ann")] == ["ann-ash"]
    assert [actor.id for actor in index.exact("Ann")] == ["ann-ash", "other"]


@pytest.mark.parametrize(
    "old, new, line, message",
    [
        ('["ann"]', '["ann", "ben-birch"]', 7, 'actor id "ben-birch" is also used at <text>:9'),
        ('["ben"]', '["ann"]', 12, 'actor id "ann" is also used at <text>:7'),
        ('["bari-2"]', '["rome"]', 48, 'event id "rome" is also used at <text>:26'),
        ('["bari-2"]', '["roma"]', 48, 'event id "roma" is also used at <text>:32'),
        (
            'former_ids = ["the-wire"]',
            'former_ids = ["w"]\n[sources.w]\npublisher = "W"',
            23,
            'source id "w" is also used at <text>:24',
        ),
    ],
)
def test_a_former_id_that_is_an_id_of_another_entry_is_an_error_with_both_lines(
    old: str, new: str, line: int, message: str
) -> None:
    assert BOOK.count(old) == 1
    with pytest.raises(LedgerError) as caught:
        loads(BOOK.replace(old, new))
    found = f"<text>:{line}: error: the former {message}; remove one of the two"
    assert found in [str(problem) for problem in caught.value.problems]


def test_a_former_id_of_a_type_is_not_a_built_in_type() -> None:
    with pytest.raises(LedgerError, match='the former type id "call" is a built-in type; remove'):
        loads(BOOK.replace('["meal"]', '["call"]'))


@pytest.mark.parametrize(
    "old, new",
    [
        ('["ann"]', '["ann", "ann", "ann-ash"]'),  # repeated, or the id itself
        ('["ann"]', '["ann", "rome", "lunch", "wire"]'),  # entries of another kind
        ('["roma"]', '["roma", "said", "call"]'),
    ],
)
def test_other_former_ids_are_valid(old: str, new: str) -> None:
    assert BOOK.count(old) == 1
    assert loads(BOOK.replace(old, new)).event("roma") is not None


@pytest.mark.parametrize("id", ["rome", "roma"])
@pytest.mark.parametrize(
    "link, message", [("follows", "follows itself"), ("part_of", "is part of itself")]
)
def test_an_event_does_not_refer_to_itself_by_a_former_id(link: str, id: str, message: str) -> None:
    value = f'["{id}"]' if link == "follows" else f'"{id}"'
    with pytest.raises(LedgerError, match=f'"{id}" {message}'):
        loads(BOOK.replace('former_ids = ["roma"]', f'former_ids = ["roma"]\n{link} = {value}'))


def test_a_circle_by_former_ids_is_a_circle() -> None:
    text = BOOK.replace('part_of = "rome"', 'part_of = "roma"')
    with pytest.raises(LedgerError, match='remove one "part_of"'):
        loads(text.replace('initiator = "ann-ash"\n', 'part_of = "bari-2"\n', 1))


def test_a_type_is_counted_once_in_a_claim() -> None:
    with pytest.raises(LedgerError, match='the type "lunch" is given twice'):
        loads(BOOK.replace("counts = { lunch = 1 }", "counts = { lunch = 1, meal = 1 }"))


# -- commands and formats -------------------------------------------------------------------------


@pytest.fixture
def chrono(tmp_path: Path) -> Callable[..., str]:
    """Run a command on BOOK; return all that it prints."""
    (tmp_path / "events.toml").write_text(BOOK, encoding="utf-8")

    def run_command(*argv: str) -> str:
        ran = run(*argv, folder=tmp_path, environment=clean_environment(tmp_path))
        assert ran.status in (0, 1), (argv, ran.err)
        return ran.out + ran.err

    return run_command


@pytest.mark.parametrize(
    "old, new",
    [
        (["list", "--actor", "ann"], ["list", "--actor", "ann-ash"]),
        (["list", "--present", "ann"], ["list", "--present", "ann-ash"]),
        (["list", "--not-actor", "ann"], ["list", "--not-actor", "ann-ash"]),
        (["list", "--type", "meal"], ["list", "--type", "lunch"]),
        (["count", "--actor", "ben", "--why"], ["count", "--actor", "ben-birch", "--why"]),
        (["claims", "--speaker", "ann"], ["claims", "--speaker", "ann-ash"]),
        (["edit", "actors.ann", "--set", "country=IT", "--dry-run"],
         ["edit", "actors.ann-ash", "--set", "country=IT", "--dry-run"]),
        (["edit", "bari", "--set", "actors=ann;ben", "--set", "follows=roma", "--dry-run"],
         ["edit", "bari", "--set", "actors=ann-ash;ben-birch", "--set", "follows=rome",
          "--dry-run"]),
        (["edit", "bari", "--set", "type=meal", "--source", "the-wire", "--dry-run"],
         ["edit", "bari", "--set", "type=lunch", "--source", "wire", "--dry-run"]),
    ],
)  # fmt: skip
def test_commands_take_former_ids(
    chrono: Callable[..., str], old: list[str], new: list[str]
) -> None:
    answer = chrono(*new)
    assert chrono(*old) == answer
    assert answer


def test_an_event_and_a_claim_are_shown_edited_and_removed_by_their_former_ids(
    chrono: Callable[..., str],
) -> None:
    assert chrono("show", "roma") == chrono("show", "rome") + 'note: "roma" is now "rome"\n'
    assert 'note: changed "bari"' in chrono("edit", "bari-2", "--set", "title=On")
    assert 'note: changed "said"' in chrono("edit", "told, in May", "--set", "total=1")
    assert 'note: "bari-2" means bari' in chrono("remove", "bari-2", "--yes")


def test_a_new_entry_does_not_get_a_former_id(chrono: Callable[..., str]) -> None:
    chrono("edit", "actors.ann-ash", "--set", "former_ids=ann; dee-elm")
    assert "dee-elm-2\n" in chrono("add", "actor", "Dee Elm")
    chrono("edit", "rome", "--set", "former_ids=roma; 2025-07-01-rome")
    new = ["--date", "2025-07-01", "--type", "call", "--title", "T", "--actor", "Ann"]
    assert "2025-07-01-rome-call\n" in chrono("add", *new, "--place", "Rome")


def test_import_matches_events_and_names_by_former_ids(
    chrono: Callable[..., str], tmp_path: Path
) -> None:
    rows = json.loads(chrono("list", "-o", "json"))
    for row in rows:
        row |= {"id": FORMER[row["id"]], "follows": ["roma"] * len(row["follows"])}
        row |= {"type": FORMER.get(row["type"], row["type"]), "sources": [], "title": "New"}
        row |= {"actors": ["ann", "ben"], "actor_names": ["ann", "ben"]}
    (tmp_path / "new.json").write_text(json.dumps(rows), encoding="utf-8")
    chrono("import", "new.json", "--on-duplicate", "update")
    after = json.loads(chrono("list", "-o", "json"))
    assert [row["id"] for row in after] == ["rome", "bari"]
    assert [row["follows"] for row in after] == [[], ["rome"]]
    assert [row["type"] for row in after] == ["lunch", "call"]
    assert {row["title"] for row in after} == {"New"}
    assert {*after[1]["actors"]} == {"ann-ash", "ben-birch"}


def with_old_ids() -> str:
    """BOOK before its entries were renamed."""
    other = re.sub(r"former_ids = .*\n", "", BOOK)
    for id, former in FORMER.items():
        other = re.sub(rf'(?<!name = )"{id}"', f'"{former}"', other)
        other = other.replace(f".{id}]", f".{former}]")
    return other.replace("counts = { lunch", "counts = { meal")


@pytest.mark.parametrize("argv", [(), ("--on-duplicate", "update")])
@pytest.mark.parametrize("is_ours_old", [False, True])
def test_a_ledger_and_its_renamed_copy_are_the_same_ledger(
    chrono: Callable[..., str], tmp_path: Path, is_ours_old: bool, argv: tuple[str, ...]
) -> None:
    """Whoever of two colleagues renamed the entries, an import loses nothing and adds nothing."""
    ours, theirs = (with_old_ids(), BOOK) if is_ours_old else (BOOK, with_old_ids())
    (tmp_path / "events.toml").write_text(ours, encoding="utf-8")
    (tmp_path / "other.toml").write_text(theirs, encoding="utf-8")
    chrono("import", "other.toml", *argv)
    assert (tmp_path / "events.toml").read_text(encoding="utf-8") == ours


def test_what_a_colleague_changed_in_a_renamed_event_is_an_update(
    chrono: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "events.toml").write_text(with_old_ids(), encoding="utf-8")
    theirs = BOOK.replace("Ash and Birch meet", "A lunch").replace("2025-05-11", "2025-05-12")
    (tmp_path / "other.toml").write_text(theirs, encoding="utf-8")
    chrono("import", "other.toml", "--on-duplicate", "update")
    after = json.loads(chrono("list", "-o", "json"))
    assert [(row["id"], row["date"], row["title"], row["type"]) for row in after] == [
        ("roma", "2025-05-10", "A lunch", "meal"),
        ("bari-2", "2025-05-12", "They go on", "call"),
    ]


def test_exports_that_have_ids_have_the_former_ids() -> None:
    ledger = loads(BOOK)
    part = subset(ledger, ledger.events)

    def exported(name: str) -> bytes:
        return b"".join(able_to("export")[name].function("export")(part).pieces())

    rows = [json.loads(line) for line in exported("jsonl").splitlines()]
    assert [row["former_ids"] for row in rows] == [["roma"], ["bari-2"]]
    assert loads(exported("toml").decode()).events == ledger.events
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(exported("sqlite"))
        for table in ("events", "actors", "types", "sources", "claims"):
            query = f"SELECT id, former_ids FROM {table} WHERE former_ids IS NOT NULL"
            found = {id: json.loads(ids) for id, ids in database.execute(query)}
            assert found == {id: [FORMER[id]] for id in found}
            assert found


def test_the_page_has_an_anchor_for_each_former_id() -> None:
    ledger = loads(BOOK)
    made = able_to("export")["html"].function("export")(subset(ledger, ledger.events))
    page = b"".join(made.pieces()).decode()
    for id in ("rome", "bari"):
        article = page.partition(f'id="{id}"')[2].partition("</article>")[0]
        assert f'<span id="{FORMER[id]}"></span>' in article
    assert '<span id="_claim-told, in May"></span>' in page


def test_records_have_former_ids_only_on_request(chrono: Callable[..., str]) -> None:
    assert "former_ids" not in chrono("list", "-o", "json")
    assert "former_ids" not in chrono("list", "-o", "csv")
    assert chrono("list", "--fields", "id,former_ids") == "rome\troma\nbari\tbari-2\n"


def test_a_renamed_record_is_one_change_between_two_ledgers() -> None:
    """Neither the records that name it nor any count is another."""
    new = BOOK.replace('former_ids = ["roma"]', 'former_ids = ["roma", "rom"]')
    for id, former in FORMER.items():
        newer = f"{former}-3" if former != "told, in May" else "told"
        new = re.sub(rf'"{id}"', f'"{newer}"', new).replace(f".{id}]", f".{newer}]")
        new = new.replace(f'former_ids = ["{former}"', f'former_ids = ["{former}", "{id}"')
    new = new.replace("counts = { lunch", "counts = { meal-3").replace(
        'of = "rome"', 'of = "roma-3"'
    )
    found = [*differences(loads(BOOK), loads(new))]
    assert [(one.kind, one.change, one.id) for one in found] == [
        ("event", "changed", "roma-3"), ("event", "changed", "bari-2-3"),
        ("claim", "changed", "told"), ("actor", "changed", "ann-3"),
        ("actor", "changed", "ben-3"), ("type", "changed", "meal-3"),
        ("source", "changed", "the-wire-3"),
    ]  # fmt: skip
    for one in found:
        assert {*one.keys} <= {"id", "former_ids", "extra"}


def test_a_joined_record_is_removed_and_the_other_one_is_changed() -> None:
    new = BOOK.replace('former_ids = ["ben"]', 'former_ids = ["ben", "dee"]')
    old = BOOK.replace('"Carla Cedar"', '"dee"') + '\n[actors.dee]\nname = "Dee"\n'
    new = new.replace('["ben-birch", "Carla Cedar"]', '["ben-birch"]')
    found = [(one.kind, one.change, one.id) for one in differences(loads(old), loads(new))]
    assert ("actor", "removed", "dee") in found
    assert ("actor", "changed", "ben-birch") in found
