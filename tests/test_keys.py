"""The table of keys: it is the contract's, and everything about a key follows from its row."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from chrono.core.model import DATE_KEYS, NOTHING, Actor, Claim, Event, EventType, Ledger, Source
from chrono.core.subset import subset
from chrono.files.exchange.registry import able_to
from chrono.files.format import keys
from chrono.files.format.containers import ListOf, MapOf, Table
from chrono.files.format.keys import ENTRIES, key_order
from chrono.files.format.kinds import BOOLEAN, EXTRA
from chrono.files.index.load import load
from replay import ROOT, run_copy

SPEC_EVENT = [
    "id", "date", "type", "title", "actors", "present", "place", "place_country", "initiator",
    "summary", "notes", "tags", "status", "follows", "part_of", "former_ids", "local_dates",
    "dates", "private", "sources", "extra",
]  # fmt: skip


SPEC_CLAIM = [
    "id", "by", "date", "as_of", "statement", "wording", "window", "period", "actors", "types",
    "tags", "counts", "total", "disputed", "former_ids", "sources", "extra",
]  # fmt: skip


SPEC_SOURCE = [
    "publisher", "origin", "author", "title", "url", "date", "accessed", "language", "locator",
    "archive", "side", "grade",
]  # fmt: skip


EVERY_KEY = Path(__file__).parent / "ledgers" / "valid" / "every-key.toml"
TRANSCRIPT = Path(__file__).parent / "transcripts" / "every-key.md"


def test_the_keys_are_the_contracts_in_its_order() -> None:
    wrong = {*keys.EVENT.keys} ^ {*SPEC_EVENT}
    assert not wrong, f"SPEC_EVENT in tests/test_keys.py: {wrong}"
    assert list(keys.EVENT.keys) == SPEC_EVENT
    assert list(keys.CLAIM.keys) == SPEC_CLAIM
    assert list(keys.SOURCE.keys)[: len(SPEC_SOURCE)] == SPEC_SOURCE
    assert list(keys.LEDGER.keys) == [
        "version", "title", "description", "covers", "principals", "include", "extra",
    ]  # fmt: skip
    assert list(keys.ACTOR.keys) == [
        "name", "aliases", "country", "roles", "codes", "former_ids", "extra",
    ]  # fmt: skip
    assert list(keys.TYPE.keys) == ["label", "plural", "aliases", "contact", "former_ids", "extra"]
    assert list(keys.PUBLISHER.keys) == ["name", "aliases", "former_ids", "extra"]
    assert list(keys.HEADERS) == [
        "ledger", "coverage", "actors", "types", "publishers", "sources", "events", "claims",
        "extra",
    ]  # fmt: skip


def test_the_required_keys_are_the_contracts() -> None:
    assert keys.EVENT.required == ("id", "date", "type", "title", "actors")
    assert keys.CLAIM.required == ("id", "by", "date", "statement", "period")
    assert (keys.SOURCE.required, keys.ACTOR.required) == (("publisher",), ("name",))
    assert (keys.TYPE.required, keys.LEDGER.required) == ((), ())


@pytest.mark.parametrize(
    "table, model, more",
    [
        (keys.EVENT, Event, set()),
        (keys.CLAIM, Claim, set()),
        (keys.SOURCE, Source, {"id"}),
        (keys.ACTOR, Actor, {"id", "declared"}),
        (keys.TYPE, EventType, {"id", "look"}),
    ],
)
def test_every_key_has_a_field_in_the_model(table: Table, model: Any, more: set[str]) -> None:
    """None is read and then dropped."""
    fields = {key.field or key.name for key in table.keys.values()} | more
    place = f"the class {model.__name__} in core/model.py"
    assert fields <= {*model._fields}, f"{place} lacks {fields - {*model._fields}}"
    assert fields >= {*model._fields}, (
        f"{place} has { ({*model._fields} - fields) }, which is no key"
    )


def test_the_fields_of_an_event_are_in_the_order_of_the_keys() -> None:
    """`show` has a key after the one before it in the model."""
    fields = [key.field or key.name for key in keys.EVENT.keys.values()]
    for wanted, field in zip(fields, Event._fields, strict=True):
        assert field == wanted, (
            f"the class Event in core/model.py: {wanted} stands before {field}, as in keys.py"
        )


def test_an_optional_field_of_an_event_has_the_default_of_its_kind() -> None:
    for key in keys.EVENT.keys.values():
        field = key.field or key.name
        if key.required or key.default:
            continue
        default: Any = None
        if isinstance(key.kind, ListOf):
            default = ()
        elif isinstance(key.kind, (MapOf, Table)) or key.kind is EXTRA:
            default = NOTHING
        elif key.kind is BOOLEAN:
            default = False
        found = Event._field_defaults.get(field, "none")
        assert found == default, f"core/model.py: the default of Event.{field} is {default!r}"


def test_a_value_that_an_event_has_by_default_is_not_written() -> None:
    for key in keys.EVENT.keys.values():
        default = Event._field_defaults.get(key.field or key.name)
        if default or default is False:
            assert key.default == default, f"{key.name} in files/format/keys.py: default={default}"


def test_the_ledger_every_key_has_every_key() -> None:
    text = EVERY_KEY.read_text("utf-8")
    session = TRANSCRIPT.read_text("utf-8").split("```")[1]
    for key in keys.EVENT.keys.keys() - {"status"}:  # an event of another status is not shown
        assert re.search(rf"^{key} = ", session, re.M), (
            f"the ledger at the top of tests/transcripts/every-key.md lacks {key}"
        )
    for table in (*ENTRIES.values(), keys.LEDGER):
        for key in table.keys:
            assert re.search(rf"\b{key} = ", text), f"every-key.toml lacks {key}"
    for key in DATE_KEYS:
        assert f"{key} = " in text


OPTIONAL = [key.name for key in keys.EVENT.keys.values() if not key.required]
LEFT_OUT = {
    "html": ["extra"],
    "timelinejs": [
        "initiator", "notes", "tags", "follows", "part_of", "former_ids", "local_dates", "dates",
        "private", "extra",
    ],
    "markdown": [
        "present", "place_country", "initiator", "tags", "follows", "part_of", "former_ids",
        "local_dates", "dates", "extra",
    ],
    "svg": [
        "present", "place", "place_country", "initiator", "summary", "notes", "tags", "follows",
        "part_of", "former_ids", "local_dates", "dates", "private", "sources", "extra",
    ],
    "csljson": [key for key in OPTIONAL if key != "sources"],
}  # fmt: skip
"""Format of documents -> the optional keys of an event that it does not show."""


@pytest.mark.parametrize("name", able_to("export"))
def test_a_document_has_every_key_of_an_event_but_those_it_leaves_out(name: str) -> None:
    format = able_to("export")[name]
    ledger = load([str(EVERY_KEY)])

    def document(events: list[Event]) -> bytes:
        part = ledger._replace(events=tuple(events))
        made = format.function("export")(subset(part, part.events, private=True))
        return b"".join(made.pieces())

    whole = document([*ledger.events])
    lacking: list[str] = []
    for key in keys.EVENT.keys.values():
        field = key.field or key.name
        if not key.required:
            default = Event._field_defaults[field]
            assert any(getattr(event, field) != default for event in ledger.events), (
                f"tests/ledgers/valid/every-key.toml lacks {key.name}"
            )
            without = document([event._replace(**{field: default}) for event in ledger.events])
            lacking += [key.name] if without == whole else []
    assert lacking == LEFT_OUT.get(name, []), (
        f"{name} does not show these keys of every-key.toml; in tests/test_keys.py: "
        f"LEFT_OUT[{name!r}] = {lacking}"
    )


@pytest.mark.parametrize("name", able_to("export"))
def test_a_format_declares_whether_its_document_has_claims_and_links(name: str) -> None:
    """Otherwise `export` would write no note about those that it omits, or a needless one."""
    format = able_to("export")[name]
    ledger = load([str(EVERY_KEY)])

    def document(ledger: Ledger) -> bytes:
        made = format.function("export")(subset(ledger, ledger.events, private=True))
        return b"".join(made.pieces())

    claims = document(ledger) != document(ledger._replace(claims=()))
    unlinked = tuple(event._replace(follows=(), part_of=None) for event in ledger.events)
    links = document(ledger) != document(ledger._replace(events=unlinked))
    for field, there in (("claims", claims), ("links", links)):
        assert getattr(format, field) is there, (
            f'FORMATS in {format.module}.py, "{name}": write "{field}": {there}'
        )


ROW = '    Key("venue", LINE, "The building in which the event took place."),\n'


FIELD = "    venue: str | None = None\n"


FURTHER_ROWS = """\
    Key("topics", ListOf(LINE), "The topics of which they spoke."),
    Key("televised", BOOLEAN, "Whether it was on television.", default=False),
"""


FURTHER_FIELDS = """\
    topics: tuple[str, ...] = ()
    televised: bool = False
"""


VENUE = """
[[events]]
id = "a"
date = 2025-10-30
type = "call"
title = "A"
actors = ["X", "Y"]
venue = "Gimhae base"
tags = ["t"]
"""


@pytest.mark.slow
def test_a_key_of_events_takes_a_row_of_the_table_and_a_field_of_the_model(tmp_path: Path) -> None:
    """The recipe, carried out on a copy: everything else about the key follows."""
    recipes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"```python\n{ROW}```" in recipes
    assert f"```python\n{FIELD}```" in recipes
    shutil.copytree(ROOT / "src", tmp_path / "src")
    _insert(
        tmp_path / "src/chrono/files/format/keys.py",
        '    Key("initiator", INITIATOR, \'Who initiated',
        ROW + FURTHER_ROWS,
    )
    _insert(
        tmp_path / "src/chrono/core/model.py",
        "    initiator: str | None = None\n    summary",
        FIELD + FURTHER_FIELDS,
    )
    (tmp_path / "events.toml").write_text(VENUE, encoding="utf-8")
    (tmp_path / "new.csv").write_text(
        "id,date,type,title,actors,venue\nb,2025-12-01,call,B,X; Y,Annex\n", encoding="utf-8"
    )

    def chrono(*argv: str) -> str:
        ran = run_copy(tmp_path, "-m", "chrono", *argv)
        assert ran.returncode == 0, (argv, ran.stderr)
        return ran.stdout

    assert json.loads(chrono("list", "-o", "json"))[0]["venue"] == "Gimhae base"
    assert chrono("list", "-o", "csv", "--fields", "id,venue") == "id,venue\na,Gimhae base\n"
    assert re.search(r"^actors .*\n .*\nvenue +Gimhae base\ntags ", chrono("show", "a"), re.M)
    chrono("edit", "a", "--set", "venue=Hall 1")
    chrono("import", "new.csv")
    new = ("--date", "2025-11-01", "--type", "call", "--title", "C", "--actor", "X", "--actor", "Y")
    assert 'venue = "Hall 3"' in chrono("add", *new, "--venue", "Hall 3", "--dry-run")
    assert "--venue TEXT" in chrono("add", "--help")
    further = chrono("add", *new, "--topic", "Trade", "--televised", "--dry-run")
    assert 'topics = ["Trade"]\ntelevised = true\n' in further
    written = chrono("export", "toml")
    assert 'venue = "Hall 1"' in written
    assert 'venue = "Annex"' in written
    assert "topics" not in written
    assert "televised" not in written
    assert '"venue": "Annex"' in chrono("export", "jsonl")
    chrono("export", "sqlite", "--output", "events.db")
    with closing(sqlite3.connect(tmp_path / "events.db")) as database:
        rows = database.execute("SELECT id, venue, televised FROM events").fetchall()
    assert rows == [("a", "Hall 1", 0), ("b", "Annex", 0)]
    chrono("edit", "a", "--set", "televised=true")
    record = json.loads(chrono("list", "-o", "json"))[0]
    assert record["televised"] is True
    (tmp_path / "a.json").write_text(json.dumps([{**record, "televised": False}]), encoding="utf-8")
    chrono("import", "a.json", "--on-duplicate", "update")
    assert "televised" not in (tmp_path / "events.toml").read_text(encoding="utf-8")
    assert json.loads(chrono("schema"))["properties"]["events"]["items"]["properties"]["venue"]
    (tmp_path / "events.toml").write_text(VENUE.replace('"Gimhae base"', "5"), encoding="utf-8")
    with pytest.raises(AssertionError, match='"venue" is a number; write text'):
        chrono("list")


def _insert(path: Path, before: str, text: str) -> None:
    """Insert a text in a file before another text that stands in it once."""
    source = path.read_text(encoding="utf-8")
    assert source.count(before) == 1, (path, before)
    path.write_text(source.replace(before, text + before), encoding="utf-8")


@pytest.mark.parametrize("kind", list(ENTRIES))
def test_keys_are_written_in_the_order_of_the_table_with_the_sources_last(kind: str) -> None:
    made = key_order(kind)
    assert [key for key in ENTRIES[kind].keys if key != "sources"] == made[
        : len(made) - ("sources" in made)
    ]
    assert {*made} == {*ENTRIES[kind].keys}
    assert ("sources" in made) is (kind in ("events", "claims"))
    assert "sources" not in made[:-1]
