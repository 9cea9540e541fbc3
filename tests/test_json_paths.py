"""Values inside the objects and lists of JSON rows are mapped by paths such as `people.name`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chrono.files.merge.json_paths import paths_in, value_at
from test_import_rules import actors, imported, refused, run_table, work
from test_suggestion import accepted, chrono

__all__ = ["work"]

PEOPLE = [{"name": "Xi", "country": "CN"}, {"name": "Ann"}]
VALUE = {"a": {"b": {"c": 1}, "x.y": "dot"}, "people": PEOPLE, "n": [[{"k": ["p", "q"]}]], "f": 0}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("a.b.c", 1),
        ("a.x.y", "dot"),
        ("f", 0),
        ("people.name", ["Xi", "Ann"]),
        ("people.country", ["CN", ""]),
        ("people.2.name", "Ann"),
        ("people.0.name", None),
        ("people.3.name", None),
        ("people.office", None),
        ("n.k", ["p", "q"]),
        ("a.b.c.d", None),
        ("a.z", None),
    ],
)
def test_the_value_at_a_path(path: str, value: Any) -> None:
    assert value_at(VALUE, path) == value


def rows(*objects: Any) -> str:
    return "".join(f"{json.dumps(one)}\n" for one in objects)


CALL = {
    "when": "2025-03-01", "what": {"title": "On trade", "kind": "Phone"}, "people": PEOPLE,
}  # fmt: skip
VISIT = {
    "when": "2025-04-01", "what": {"title": "A visit", "kind": "visit"},
    "people": [{"name": "Ben", "country": "France"}], "tags": ["work"],
}  # fmt: skip
RULES = """
[map]
date = "when"
title = "what.title"
type = "what.kind"
actors = "{people.name} ({people.country})"
[values."what.kind"]
"Phone" = "call"
"""


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_rows_with_nested_objects_are_imported_by_paths(work: Path, format: str) -> None:
    table = rows(CALL, VISIT) if format == "jsonl" else json.dumps([CALL, VISIT])
    ledger = imported(work, table, RULES, format=format)
    assert actors(ledger) == [[("Ben", "FR")], [("Xi", "CN"), ("Ann", None)]]
    assert [(event.title, event.type.id) for event in ledger.events] == [
        ("On trade", "call"), ("A visit", "visit"),
    ]  # fmt: skip
    first = (work / "l.toml").read_bytes()
    other = RULES.replace('date = "when"', 'date = "when"\nplace = "people.1.name"')
    status, notes = run_table(work, table, other, format=format)
    assert status == 0
    assert "0 added, 0 updated, 2 skipped" in notes  # other paths do not make them other rows
    assert (work / "l.toml").read_bytes() == first


def test_objects_of_which_nothing_is_mapped_are_named(work: Path) -> None:
    _, notes = run_table(work, rows(CALL | {"where": {"town": "Rome"}}), RULES, format="jsonl")
    assert "note: 1 column not imported (where); write FIELD = " in notes


@pytest.mark.parametrize(
    ("field", "path", "message"),
    [
        ("title", "what.titel", 'title: unknown column "what.titel"; did you mean "what.title"?'),
        ("place", "town.name",
         'place: unknown column "town.name"; choose "when", "what", "people", "tags", '
         '"what.title", "what.kind", "people.name" or "people.country"'),
        ("title", "what",
         'what has objects, not texts; map a text inside them, such as "what.title"'),
        ("actors", "people",
         'people has objects, not texts; map a text inside them, such as "people.name"'),
    ],
)  # fmt: skip
def test_a_path_without_values_is_refused_with_those_that_exist(
    work: Path, field: str, path: str, message: str
) -> None:
    rules = f'[map]\ndate = "when"\n{field} = "{path}"\n[set]\ntype = "call"\n'
    rules += 'title = "T"\n' * (field != "title") + 'actors = ["A"]\n' * (field != "actors")
    assert message in refused(work, rows(CALL, VISIT), rules, format="jsonl")


def test_paths_are_proposed_and_the_proposals_can_be_accepted(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "t.jsonl").write_text(rows(CALL, VISIT))
    proposals = chrono(tmp_path, "import", "t.jsonl", "--suggest").out
    assert (
        '#type = "what.kind"  # 2 cells with 2 texts, such as "Phone"\n'
        '#title = "what.title"  # 2 cells with 2 texts, such as "On trade"\n'
        '#actors = "{people.name} ({people.country})"  # 2 cells with 3 texts, such as "Xi"; each '
    ) in proposals
    assert '#tags = "tags"  # 1 cell with 1 text, 1 empty, such as "work"\n' in proposals
    (tmp_path / "r.toml").write_text(accepted(proposals))
    assert chrono(tmp_path, "import", "t.jsonl", "--rules", "r.toml").status == 0
    listed = chrono(tmp_path, "list", "--fields", "date,type,title,actors").out
    assert listed == "2025-03-01\tcall\tOn trade\tXi; Ann\n2025-04-01\tvisit\tA visit\tBen\n"


def test_the_countries_of_a_list_of_people_are_not_those_of_the_place(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    people = [{"country": "CN", "role": "Minister", "name": "Xi"}]
    (tmp_path / "t.json").write_text(json.dumps([{**CALL, "people": people}]))
    proposals = chrono(tmp_path, "import", "t.json", "--suggest").out
    assert '#actors = "{people.name} ({people.country})"' in proposals
    assert "place_country" not in proposals
    assert '#extra.people_role = "people.role"' in proposals


def test_paths_of_a_row_end_at_texts_and_lists_of_texts() -> None:
    from chrono.files.exchange.import_table import Row

    row = Row(1, {**VALUE, "point": {"coordinates": [1.5, 2.5]}})
    assert paths_in([row]) == [
        "a.b.c", "a.x.y", "people.name", "people.country", "n.k", "point.coordinates",
    ]  # fmt: skip


def test_an_empty_inner_list_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    people = [{"name": "Cid", "org": [{"n": "Acme"}]}, {"name": "Dan", "org": []}]
    (tmp_path / "t.json").write_text(json.dumps([{"date": "2025-01-03", "people": people}]))
    rules = ("actors=people.name", "title=Call of {people.org.n}")
    maps = [word for rule in rules for word in ("--map", rule)]
    ran = chrono(tmp_path, "import", "t.json", *maps, "--set", "type=call")
    assert ran.status == 0
    assert "the file is one object" not in ran.err  # it is an array
    assert chrono(tmp_path, "list", "--fields", "title").out == "Call of Acme\n"


def org(name: str, *codes: str) -> dict[str, Any]:
    return {"name": name, "org": [{"n": f"{name} {code}", "c": code} for code in codes]}


@pytest.mark.parametrize(
    ("people", "countries"),
    [
        ([org("Ann", "FR"), org("Ben", "DE")], ["FR", "DE"]),
        ([org("Ann", "FR"), org("Ben")], ["FR", None]),
        ([org("Ann"), org("Ben", "DE")], [None, "DE"]),
        ([org("Ann", "FR", "IT"), org("Ben", "DE")], None),
        ([org("Ann", "FR", "IT"), org("Ben")], None),  # as many countries as people
        ([org("Ann", "FR", "IT")], None),
    ],
)
def test_a_value_of_an_inner_list_belongs_to_its_object(
    work: Path, people: list[Any], countries: list[str | None] | None
) -> None:
    table = rows({**CALL, "people": people})
    rules = RULES.replace("people.country", "people.org.c")
    if countries is None:
        assert (
            "error: people.org.c has several values for one value of people.name; to use only the "
            "first of them, write people.org.1.c\n"
        ) in refused(work, table, rules, format="jsonl")
        rules = rules.replace("people.org.c", "people.org.1.c")
        countries = [one["org"][0]["c"] if one["org"] else None for one in people]
    ledger = imported(work, table, rules, format="jsonl")
    assert [[country for _, country in names] for names in actors(ledger)] == [countries]


def test_columns_of_the_same_inner_list_go_together(work: Path) -> None:
    people = [org("Ann", "FR", "IT"), org("Ben"), {"name": "Cy", "org": [{"n": "X"}, {"n": "Y"}]}]
    rules = RULES.replace("{people.name} ({people.country})", "{people.org.n} ({people.org.c})")
    ledger = imported(work, rows({**CALL, "people": people}), rules, format="jsonl")
    assert actors(ledger) == [[("Ann FR", "FR"), ("Ann IT", "IT"), ("X", None), ("Y", None)]]


PLACED = {**CALL, "place": {"country": "Italy", "city": "Rome", "point": [1.5, 2.5]}}


def test_objects_in_a_column_that_is_named_like_a_field(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "t.jsonl").write_text(rows(PLACED, {**VISIT, "place": {"country": "France"}}))
    proposals = chrono(tmp_path, "import", "t.jsonl", "--suggest").out
    assert '#place = "place.city"  # 1 cell with 1 text, 1 empty, such as "Rome"\n' in proposals
    assert '#place_country = "place.country"  # 2 cells with 2 countries' in proposals
    (tmp_path / "r.toml").write_text(accepted(proposals))
    ran = chrono(tmp_path, "import", "t.jsonl", "--rules", "r.toml")
    assert ran.status == 0, ran.err
    listed = chrono(tmp_path, "list", "--fields", "place,place_country").out
    assert listed == "Rome\tIT\n\tFR\n"


def test_objects_for_a_field_of_text_are_refused_with_a_path(work: Path) -> None:
    message = 'place has objects, not texts; map a text inside them, such as "place.country"'
    assert message in refused(work, rows(PLACED), RULES, format="jsonl")


def test_lists_of_different_lengths_are_not_proposed_as_countries(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    people = [org("Ann", "FR", "IT"), org("Ben", "DE")]
    (tmp_path / "t.jsonl").write_text(rows({**CALL, "people": people}))
    proposals = chrono(tmp_path, "import", "t.jsonl", "--suggest").out
    assert '#actors = "people.name"' in proposals
    assert "countries of" not in proposals
    (tmp_path / "r.toml").write_text(accepted(proposals))
    ran = chrono(tmp_path, "import", "t.jsonl", "--rules", "r.toml")
    assert ran.status == 0, ran.err
