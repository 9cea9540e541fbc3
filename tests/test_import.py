"""`chrono import` of tables: no row is lost, nothing is guessed; it adds all rows or none."""

from __future__ import annotations

import csv
import json
import os
import re
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.subset import subset
from chrono.errors import ChronoError
from chrono.files.index.load import load
from chrono.files.merge.merge import RowMerger
from chrono.files.merge.rules import Rules
from chrono.files.read.load import loads
from chrono.files.toml.set_value import Unwritable
from chrono.files.write.apply import apply, change_entries
from chrono.files.write.transaction import verify
from replay import ROOT, clean_environment, run
from samples import law
from test_exchange import EMPTY, SHIPPED, exported_whole, listed, opened, read

CSV = ROOT / "examples" / "us-president-travels.csv"
RULES = ROOT / "examples" / "us-president-travels.toml"


_LEDGER = loads(SHIPPED)
PART = subset(_LEDGER, _LEDGER.events[:4], private=True).ledger
"""A ledger with a few events of the bundled one."""


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "ledger.toml").write_text('# mine\n[ledger]\ntitle = "T"\n', encoding="utf-8")
    return tmp_path


def run_import(work: Path, *argv: str, stdin: bytes = b"") -> str:
    """Run an import that works, and return its notes."""
    ran = run(
        "-f", "ledger.toml", "import", *argv,
        folder=work, environment=clean_environment(work), stdin=stdin,
    )  # fmt: skip
    assert (ran.status, ran.out) == (0, ""), ran.err
    return ran.err


def run_refused(work: Path, *argv: str, stdin: bytes = b"") -> tuple[int, str]:
    """Run an import that fails and changes nothing; return its status and its errors."""
    before = (work / "ledger.toml").read_bytes()
    ran = run(
        "-f", "ledger.toml", "import", *argv,
        folder=work, environment=clean_environment(work), stdin=stdin,
    )  # fmt: skip
    assert (work / "ledger.toml").read_bytes() == before
    assert ran.out == ""
    return ran.status, ran.err


def counts_in(output: str) -> tuple[int, ...]:
    """Return the numbers of rows read, added, updated, skipped and rejected; check the sum."""
    match = re.search(
        r"(\d+) \w+ read from .*: (\d+) added, (\d+) updated, (\d+) skipped, (\d+) rejected",
        output,
    )
    assert match is not None, output
    read, *parts = map(int, match.groups())
    assert read == sum(parts)
    return (read, *parts)


# -- the travels of US presidents -------------------------------------------------------------


@pytest.mark.slow
def test_all_rows_of_the_travels_are_imported_and_a_second_import_changes_nothing(
    work: Path,
) -> None:
    assert counts_in(run_import(work, str(CSV), "--rules", str(RULES))) == (832, 832, 0, 0, 0)
    with CSV.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ran = run(
        "-f", "ledger.toml", "count", "--all", "--by", "year",
        folder=work, environment=clean_environment(work),
    )  # fmt: skip
    counted = dict(line.split("\t") for line in ran.out.splitlines())
    expected = Counter(row["start_date"][:4] for row in rows)
    assert {year: int(number) for year, number in counted.items() if number != "0"} == expected
    ledger = load([str(work / "ledger.toml")])
    by_id = {event.id: event for event in ledger.events}
    for row in rows:
        event = by_id[row["event_id"]]
        assert event.when.start is not None
        assert event.when.end is not None
        assert (event.when.start.isoformat(), event.when.end.isoformat()) == (
            row["start_date"], row["end_date"],
        )  # fmt: skip
        assert event.summary == row["remarks"]
        assert event.place == (row["locale"] or None)
        assert event.actors[0].name == row["traveller"]
        assert event.extra == {"country_id": row["country_id"], "office": row["traveller_office"]}
    written = (work / "ledger.toml").read_bytes()
    assert counts_in(run_import(work, str(CSV), "--rules", str(RULES))) == (832, 0, 0, 832, 0)
    assert (work / "ledger.toml").read_bytes() == written


def test_countries_of_the_travels_get_codes_and_former_countries_keep_names(
    work: Path,
) -> None:
    run_import(work, str(CSV), "--rules", str(RULES))
    ledger = load([str(work / "ledger.toml")])
    bodies = {event.place_country for event in ledger.events if len(event.place_country or "") > 2}
    assert bodies == {
        "Soviet Union", "Yugoslavia", "Czechoslovakia", "Palestinian Authority", "West Bank",
    }  # fmt: skip


# -- cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "country", "actors"),
    [
        ("Per", "NO", [("Per", "NO"), ("Ash", None)]),
        ("Per;Pål", "NO", [("Per", "NO"), ("Pål", "NO"), ("Ash", None)]),
        ("Per; Ann ", "NO;SE", [("Per", "NO"), ("Ann", "SE"), ("Ash", None)]),
        ("Per", "", [("Per", None), ("Ash", None)]),
    ],
)
def test_a_template_is_filled_for_each_element_of_a_list(
    work: Path, who: str, country: str, actors: list[tuple[str, str | None]]
) -> None:
    text = f"date,type,title,who,country,other\n2024-01-04,call,T,{who},{country},Ash\n"
    output = run_import(
        work,
        "-",
        "--from",
        "csv",
        "--map",
        "actors={who} ({country});{other}",
        stdin=text.encode(),
    )
    assert counts_in(output) == (1, 1, 0, 0, 0)
    (event,) = load([str(work / "ledger.toml")]).events
    assert [(actor.name, actor.country) for actor in event.actors] == actors


def test_lists_of_different_lengths_in_a_template_are_refused(work: Path) -> None:
    text = b"date,type,title,who,country\n2024-01-04,call,T,Per;Ann,NO;SE;DK\n"
    assert run_refused(
        work, "-", "--from", "csv", "--map", "actors={who} ({country})", stdin=text
    ) == (
        3,
        "<stdin>: row 2: error: different numbers of items in a list (2 in who and 3 in country); "
        "write the same number in each\n"
        "error: nothing was imported: 1 of 1 row is invalid\n",
    )


def test_values_of_a_rules_file_replace_elements_of_lists_and_whole_cells(work: Path) -> None:
    (work / "r.toml").write_text('[values.who]\nPer = "Pär"\n"A;B" = "Ash; Birch"\n')
    text = "date,type,title,who\n2025-01-01,call,T,Per; Ann\n2025-01-02,call,T,A;B\n"
    for question in ("actors=who", "actors={who} (NO)"):
        (work / "ledger.toml").write_text("")
        run_import(
            work,
            "-",
            "--from",
            "csv",
            "--rules",
            "r.toml",
            "--map",
            question,
            stdin=text.encode(),
        )
        names = [
            [actor.name for actor in event.actors]
            for event in load([str(work / "ledger.toml")]).events
        ]
        assert names == [["Pär", "Ann"], ["Ash", "Birch"]]


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        (["--map", "sources[1].publisher=a", "--set", "sources=X"], "sources[1].publisher|sources"),
        (["--map", "sources[1].publisher=a", "--map", "sources=b"], "sources[1].publisher|sources"),
        (["--set", "sources[1].publisher=X", "--map", "sources=b"], "sources[1].publisher|sources"),
        (["--map", "tags[1]=a", "--set", "tags=zz"], "tags[1]|tags"),
        (["--map", "extra.a=a", "--map", "extra.a.b=b"], "extra.a.b|extra.a"),
    ],
)
def test_a_field_inside_another_given_field_is_refused(
    work: Path, question: list[str], fields: str
) -> None:
    text = b"date,type,title,actors,a,b\n2025-01-01,call,T,A;B,C,D\n"
    part, whole = fields.split("|")
    assert run_refused(work, "-", "--from", "csv", *question, stdin=text) == (
        2, f"error: {part} is part of {whole}; map only one of them\n",
    )  # fmt: skip


def test_a_table_and_single_keys_of_it_are_joined(work: Path) -> None:
    text = b"date,type,title,actors,a\n2025-01-01,call,T,A;B,2025-02-02\n"
    question = ("--map", "dates.signed=a", "--map", "extra.a=a", "--set")
    run_import(
        work, "-", "--from", "csv", *question, "dates=announced=2025-01-01", "--set", "extra=b=1",
        stdin=text,
    )  # fmt: skip
    (event,) = load([str(work / "ledger.toml")]).events
    assert {key: when.text for key, when in event.dates.items()} == {
        "signed": "2025-02-02", "announced": "2025-01-01",
    }  # fmt: skip
    assert event.extra == {"a": "2025-02-02", "b": 1}


def test_a_field_mapped_to_no_column_is_reported_with_its_line(work: Path) -> None:
    (work / "r.toml").write_text("[map]\ntitle = []\n")
    assert run_refused(work, "-", "--from", "csv", "--rules", "r.toml", stdin=b"date\n2025\n") == (
        3, 'r.toml:2: error: title has no column; write title = "COLUMN"\n',
    )  # fmt: skip


def test_null_and_a_publisher_alone_clear_no_key_of_a_source(
    work: Path,
) -> None:
    (work / "ledger.toml").write_text(
        '[[events]]\nid = "e1"\ndate = 2025-01-01\ntype = "call"\ntitle = "T"\n'
        'actors = ["A", "B"]\nsources = [{ publisher = "P", quote = "q" }]\n'
    )
    listed = run(
        "-f", "ledger.toml", "list", "-o", "json",
        folder=work, environment=clean_environment(work),
    )  # fmt: skip
    (record,) = json.loads(listed.out)
    for sources, quote in (
        ([{"publisher": "P"}], "q"),
        (["P"], "q"),
        ([{"publisher": "P", "side": None}], "q"),
        ([{**record["sources"][0], "quote": None}], "q"),
    ):
        stdin = json.dumps({**record, "sources": sources}).encode()
        run_import(work, "-", "--from", "json", "--on-duplicate", "update", stdin=stdin)
        (event,) = load([str(work / "ledger.toml")]).events
        assert [source.quote for source in event.sources] == [quote]


def test_an_id_in_a_list_of_sources_beside_a_column_of_one_source_replaces_that_source(
    work: Path,
) -> None:
    start = (
        '[sources.wire]\npublisher = "Wire"\n\n[[events]]\nid = "e1"\ndate = 2025-01-01\n'
        'type = "call"\ntitle = "T"\nactors = ["A", "B"]\n'
    )
    (work / "ledger.toml").write_text(f'{start}sources = [{{ publisher = "P" }}]\n')
    record = {
        "id": "e1", "date": "2025-01-01", "type": "call", "title": "T", "actors": ["A", "B"],
        "sources": ["wire"], "sources.1.url": "",
    }  # fmt: skip
    update = ("-", "--from", "json", "--on-duplicate", "update")
    run_import(work, *update, stdin=json.dumps([record]).encode())
    assert (work / "ledger.toml").read_text() == f'{start}sources = ["wire"]\n'


def test_true_and_false_in_capitals_are_read(work: Path) -> None:
    text = (
        b"date,type,title,actors,private\n2025-01-01,call,T,A;B,TRUE\n2025-01-02,call,U,A;B,FALSE\n"
    )
    run_import(work, "-", "--from", "csv", stdin=text)
    ledger = load([str(work / "ledger.toml")])
    assert [event.private for event in ledger.events] == [True, False]


def test_a_date_missing_from_a_cell_stays(work: Path) -> None:
    (work / "ledger.toml").write_text(
        '[[events]]\nid = "e1"\ndate = 2025-01-01\ntype = "call"\ntitle = "T"\n'
        'actors = ["A", "B"]\ndates = { announced = 2025-01-01, signed = 2025-01-02 }\n'
    )
    text = b"id,date,type,title,actors,dates\ne1,2025-01-01,call,T,A; B,announced=2025-01-01\n"
    output = run_import(work, "-", "--from", "csv", "--on-duplicate", "update", stdin=text)
    assert counts_in(output) == (1, 0, 0, 1, 0)


def test_an_update_changes_each_event_in_its_own_file(work: Path) -> None:
    block = (
        '[[events]]\nid = "{0}"\ndate = 2025-01-01\ntype = "call"\ntitle = "T"\n'
        'actors = ["A", "B"]\n'
    )
    (work / "ledger.toml").write_text('[ledger]\ninclude = ["more.toml"]\n\n' + block.format("e1"))
    (work / "more.toml").write_text(block.format("e2"))
    files = ("ledger.toml", "more.toml")
    head = "id,date,type,title,actors\n"
    same, other = "{0},2025-01-01,call,T,A; B\n", "{0},2025-01-01,call,New,A; B\n"
    update = ("-", "--from", "csv", "--on-duplicate", "update")
    as_it_is = head + same.format("e1") + same.format("e2")
    assert counts_in(run_import(work, *update, stdin=as_it_is.encode())) == (2, 0, 0, 2, 0)
    in_one = head + same.format("e1") + other.format("e2")
    assert counts_in(run_import(work, *update, stdin=in_one.encode())) == (2, 0, 1, 1, 0)
    in_two = head + other.format("e1") + other.format("e2").replace("New", "Newer")
    in_two += other.format("e3").replace("New", "Newest")
    output = run_import(work, *update, "--to", "more.toml", stdin=in_two.encode())
    assert counts_in(output) == (3, 1, 2, 0, 0)
    titles = [re.findall('(?m)^title = "(.*)"', (work / name).read_text()) for name in files]
    assert titles == [["New"], ["Newer", "Newest"]]


def test_a_ledger_from_a_pipe_or_standard_input_is_read_with_its_includes(work: Path) -> None:
    block = (
        '[[events]]\nid = "{0}"\ndate = 2025-01-01\ntype = "call"\ntitle = "{0}"\n'
        'actors = ["A", "B"]\n'
    )
    main = '[ledger]\ninclude = ["more.toml"]\n\n' + block.format("e1")
    (work / "more.toml").write_text(block.format("e2"))
    empty = (work / "ledger.toml").read_bytes()
    output = run_import(work, "-", "--from", "toml", stdin=main.encode())
    assert counts_in(output) == (2, 2, 0, 0, 0)
    (work / "ledger.toml").write_bytes(empty)
    os.mkfifo(work / "pipe")
    writer = threading.Thread(target=(work / "pipe").write_text, args=(main,))
    writer.start()
    output = run_import(work, "pipe", "--from", "toml")
    writer.join()
    assert counts_in(output) == (2, 2, 0, 0, 0)
    assert [event.id for event in load([str(work / "ledger.toml")]).events] == ["e1", "e2"]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"date": "2025-06-01", "end": "2025-06-03"},
        {"date": "2025-06", "end": "2025-06-30"},
        {"date": "2025-06-01", "end": "2025-06-03", "interval": False, "precision": "day"},
        {"end": None, "start": "2025-06-01"},
        {"end": ""},
        {"place": "", "summary": "  ", "tags": [], "initiator": None},
        {"sources": [{"id": "wire", "quote": "x"}]},
        {"sources": [{"id": "wire"}, {"id": "wire", "publisher": "The Wire", "grade": None}]},
        {"sources": [{"id": "wire", "publisher": "Other", "title": "T"}]},
        {"sources": ["wire", {"publisher": "P", "url": "https://example.org/a"}]},
    ],
)
def test_add_and_import_read_a_record_of_json_alike(work: Path, more: dict[str, Any]) -> None:
    record = {
        "id": "n", "date": "2025-06-01", "type": "call", "title": "T", "actors": ["ann", "ben"],
    } | more  # fmt: skip
    start = (
        '[actors.ann]\nname = "Ann"\n\n[actors.ben]\nname = "Ben"\n\n'
        '[sources.wire]\npublisher = "The Wire"\ngrade = "A"\n'
    )
    written = []
    for argv in (["add", "--json", "-"], ["import", "--from", "json", "-"]):
        (work / "ledger.toml").write_text(start)
        ran = run(
            "-f", "ledger.toml", *argv,
            folder=work, environment=clean_environment(work), stdin=json.dumps([record]).encode(),
        )  # fmt: skip
        assert ran.status == 0, ran.err
        written.append((work / "ledger.toml").read_text())
    assert written[0] == written[1]
    assert ' = ""' not in written[0]


def test_add_joins_the_end_of_a_record_to_its_date(work: Path) -> None:
    (work / "ledger.toml").write_text('[actors.a]\nname = "A"\n\n[actors.b]\nname = "B"\n')
    record = {
        "date": "2025-06-01", "end": "2025-06-03", "type": "call", "title": "T",
        "actors": ["A", "B"],
    }  # fmt: skip
    ran = run(
        "-f", "ledger.toml", "add", "--json", "-",
        folder=work, environment=clean_environment(work), stdin=json.dumps(record).encode(),
    )  # fmt: skip
    assert 'date = "2025-06-01/2025-06-03"\n' in (work / "ledger.toml").read_text(), ran.err


def test_each_link_to_a_rejected_row_is_reported_once(work: Path) -> None:
    text = (
        b"id,date,type,title,actors,follows,part_of\n"
        b"a,2025-13,call,T,A;B,,\n"
        b"b,2025-01-02,call,T,A;B,a,a\n"
    )
    status, output = run_refused(work, "-", "--from", "csv", stdin=text)
    assert status == 3
    assert [line for line in output.splitlines() if "row 3" in line] == [
        f'<stdin>: row 3: error: "{key}" refers to an event that is also invalid: "a"'
        for key in ("follows", "part_of")
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_text_of_any_cell_is_kept_without_blanks_at_its_ends(
    work: Path, end: str, mark: str
) -> None:
    texts = [
        'He said "no"; then, "yes"', "one\ntwo", "a\u00a0b \u00a0", "x" * 2500, "=1+1",
        "Über 习近平",
        "back\\slash \\n", " leading and trailing ", "tab\there", "'quoted'", '"""', "{x} [y]",
    ]  # fmt: skip
    lines = ["date,type,title,actors,summary"]
    lines += [
        f'2025-01-{day:02},call,T{day},Ann Ash,"{text.replace(chr(34), chr(34) * 2)}"'
        for day, text in enumerate(texts, 1)
    ]
    (work / "t.csv").write_text(mark + end.join(lines) + end, encoding="utf-8", newline="")
    assert counts_in(run_import(work, "t.csv"))[:2] == (len(texts), len(texts))
    events = load([str(work / "ledger.toml")]).events
    assert [event.summary for event in events] == [text.strip() for text in texts]
    assert counts_in(run_import(work, "t.csv"))[3] == len(texts)


def test_semicolons_between_columns_are_recognised(work: Path) -> None:
    table = "date;type;title;actors\n2025-01-01;call;A, B;Ann Ash\n".encode("utf-16")
    run_import(work, "-", "--from", "csv", stdin=table)
    assert [event.title for event in load([str(work / "ledger.toml")]).events] == ["A, B"]


def test_empty_rows_are_skipped_and_rows_are_numbered_as_in_a_spreadsheet(work: Path) -> None:
    table = b"date,type,title,actors\n\n,,,\n2025-01-01,call,A,Ann\n\n2025-99,call,B,Ann\n,,,\n"
    status, output = run_refused(work, "-", "--from", "csv", stdin=table)
    assert status == 3
    assert output.splitlines()[0].startswith("<stdin>: row 6: error: ")
    assert "1 of 2 rows" in output


# -- actors ---------------------------------------------------------------------------------------


def ids_of(work: Path, *names: str) -> list[str]:
    """Return the ids of the actors of rows with one actor each."""
    rows = [f"e{number},2025-01-01,call,T,{who}" for number, who in enumerate(names)]
    (work / "t.csv").write_text("\n".join(["id,date,type,title,actors", *rows]), encoding="utf-8")
    run_import(work, "t.csv")
    events = {event.id: event for event in load([str(work / "ledger.toml")]).events}
    return [events[f"e{number}"].actors[0].id for number in range(len(names))]


def notes_on(work: Path, who: str) -> str:
    """Return the notes of an import of one row with this actor."""
    row = f"id,date,type,title,actors\nx,2025,call,T,{who}\n"
    return run_import(work, "-", "--from", "csv", stdin=row.encode())


def test_case_and_accents_do_not_make_another_actor(work: Path) -> None:
    assert ids_of(work, "Recep Erdoğan", "recep erdogan", "RECEP ERDOĞAN") == ["recep-erdogan"] * 3


def test_a_part_of_a_name_is_a_new_actor(work: Path) -> None:
    with (work / "ledger.toml").open("a") as file:
        file.write('[actors.xi-jinping]\nname = "Xi Jinping"\naliases = ["President Xi"]\n')
    assert "run `chrono join xi-jinping xi -f ledger.toml`" in notes_on(work, "Xi")
    assert ids_of(work, "Xi", "president xi", "Xie Feng", "Xie") == [
        "xi", "xi-jinping", "xie-feng", "xie",
    ]  # fmt: skip


def test_a_country_is_an_actor_of_its_own_beside_a_company_with_its_name(work: Path) -> None:
    with (work / "ledger.toml").open("a") as file:
        file.write('[actors.cnpc]\nname = "China National Petroleum"\ncountry = "CN"\n')
    table = b"date,type,title,land\n2025,call,T,China\n2025,call,U,Holy See\n2025,call,V,CHN\n"
    maps = ("--map", "actors={land} ({land})")
    run_import(work, "-", "--from", "csv", *maps, stdin=table)
    ledger = load([str(work / "ledger.toml")])
    actors = {event.title: (event.actors[0].id, event.actors[0].country) for event in ledger.events}
    assert actors == {"T": ("china", "CN"), "U": ("holy-see", "VA"), "V": ("china", "CN")}


_TWO_COUNTRIES = b"""\
id,date,type,title,who,of
a,2025,call,T,Jo Doe,US
b,2025,call,T,Jo Doe,Canada
c,2025,call,T,Jo Doe,US
"""


def test_one_name_with_two_countries_is_two_actors_and_a_note_names_them(work: Path) -> None:
    again = ("-", "--from", "csv", "--map", "actors={who} ({of})", "-v")
    notes = [run_import(work, *again, stdin=_TWO_COUNTRIES) for _ in range(2)]
    note = "1 name has several countries, and is one actor per country: Jo Doe (CA, US)"
    assert [note in output for output in notes] == [True, False]
    ledger = load([str(work / "ledger.toml")])
    countries = {event.id: event.actors[0].country for event in ledger.events}
    assert countries == {"a": "US", "b": "CA", "c": "US"}
    assert len(ledger.actors) == 2


def test_a_row_without_a_country_is_refused_if_the_name_has_two_countries(work: Path) -> None:
    status, output = run_refused(
        work, "-", "--from", "csv", "--map", "actors={who} ({of})",
        stdin=_TWO_COUNTRIES + b"d,2025,call,T,Jo Doe,\n",
    )  # fmt: skip
    assert status == 3
    assert 'row 5: error: "Jo Doe" is an actor of CA and US here; add the country' in output


def test_rejects_never_replace_other_rows_in_the_file(work: Path) -> None:
    table = b"id,date,type,title,actors\na,2025-99,call,T,Ann\nb,2025,call,T,Ann\n"
    bad = b"id,date,type,title,actors\na,2025-99,call,T,Ann\n"
    (work / "t.csv").write_bytes(table)
    output = run_import(work, "t.csv", "--skip-bad", "--rejects", "r.csv")
    assert counts_in(output) == (2, 1, 0, 0, 1)
    assert (work / "r.csv").read_bytes() == bad
    assert counts_in(run_import(work, "t.csv", "--skip-bad", "--rejects", "r.csv")) == (
        2,
        0,
        0,
        1,
        1,
    )
    (work / "r.csv").write_bytes(bad.replace(b"99", b"09"))
    status, output = run_refused(work, "t.csv", "--skip-bad", "--rejects", "r.csv")
    assert status == 4
    assert "r.csv exists" in output
    assert counts_in(run_import(work, "r.csv")) == (1, 1, 0, 0, 0)


TWO = """
[[events]] # one
id = "a"
date = 2025-01-01  # that day
type = "call"
title = "A"
actors = ["ann"] # who

# between
[[events]]
id = "b"
date = 2025-01-02
type = "call"
title = "B"
actors = ["ann"]

[actors.ann]
name = "Ann"
"""


def test_an_update_changes_only_the_lines_of_its_keys(work: Path) -> None:
    (work / "ledger.toml").write_text(TWO)
    rows = b"a,2025-01-01,video,A,ann,Rome\nb,2025-01-02,call,B,ann,\n"
    table = b"id,date,type,title,actors,place\n" + rows
    output = run_import(work, "-", "--from", "csv", "--on-duplicate", "update", stdin=table)
    assert counts_in(output) == (2, 0, 1, 1, 0)
    changed = TWO.replace('"call"\ntitle = "A"', '"video"\ntitle = "A"')
    changed = changed.replace("# who\n", '# who\nplace = "Rome"\n')
    assert (work / "ledger.toml").read_text() == changed


MUCH = """
[actors.a]
name = "A"

[sources.shut]
publisher = "Shut"
private = true

[[events]]
id = "i1"
date = 2025-01-03
type = "call"
title = "One"
actors = ["a"]
status = "planned"
private = true
extra = { x = 1, y = { a = 1 } }
[events.dates] # these
signed = 2025-01-01 # s

[[events]]
id = "i2"
date = 2025-01-04
type = "call"
title = "Two"
actors = ["a"]
follows = ["i1"]
sources = ["shut", { publisher = "P", quote = "q" }, { publisher = "Mine", private = true }]
"""


def updated(work: Path, table: str, *argv: str) -> str:
    """Return the ledger after an update."""
    (work / "ledger.toml").write_text(MUCH)
    way = ("--from", "csv", "--on-duplicate", "update")
    run_import(work, "-", *way, *argv, stdin=table.encode())
    return (work / "ledger.toml").read_text()


def test_an_update_of_one_date_keeps_the_others(work: Path) -> None:
    row = "id,date,type,title,actors,d,x\ni1,2025-01-03,call,One,A,2025-03-01,2\n"
    maps = ("--map", "dates.ended=d", "--map", "extra.x=x")
    changed = MUCH.replace("# s\n", "# s\nended = 2025-03-01\n").replace("x = 1", 'x = "2"')
    assert updated(work, row, *maps) == changed


def test_a_default_value_removes_the_key(work: Path) -> None:
    row = "id,date,type,title,actors,status,private\ni1,2025-01-03,call,One,A,held,false\n"
    changed = MUCH.replace('status = "planned"\n', "").replace("private = true\nextra", "extra")
    assert updated(work, row) == changed


def test_an_update_from_a_public_document_keeps_what_is_private(work: Path) -> None:
    (work / "ledger.toml").write_text(MUCH)
    for format in ("toml", "ics"):
        document = f"out.{format}"
        ran = run(
            "-f", "ledger.toml", "export", format, "--output", document,
            folder=work, environment=clean_environment(work),
        )  # fmt: skip
        assert ran.status == 0
        assert counts_in(run_import(work, document, "--on-duplicate", "update")) == (
            1,
            0,
            0,
            1,
            0,
        )
        assert (work / "ledger.toml").read_text() == MUCH


def test_two_actors_of_one_name_in_another_ledger_stay_two(work: Path) -> None:
    smith = '[actors.{0}]\nname = "John Smith"\ncountry = "{1}"\n'
    event = (
        '[[events]]\nid = "{0}"\ndate = 2025-01-01\ntype = "call"\ntitle = "T"\nactors = ["{0}"]\n'
    )
    other = smith.format("us", "US") + smith.format("gb", "GB")
    (work / "o.toml").write_text(other + event.format("us") + event.format("gb"))
    with (work / "ledger.toml").open("a") as file:
        file.write(smith.format("smith", "US"))
    run_import(work, "o.toml")
    events = {event.id: event for event in load([str(work / "ledger.toml")]).events}
    assert [events[id].actors[0].id for id in ("us", "gb")] == ["smith", "gb"]


@pytest.mark.parametrize(
    "form", ["%d %Y", "%m %Y %H", "%d.%m.%Y %I:%M", "%Y %Y", "%j %Y", "%A %Y", "%d/%m/%Y %M", "%y"]
)
def test_an_ambiguous_date_format_is_refused(work: Path, form: str) -> None:
    status, output = run_refused(work, "x.csv", "--date-format", form)
    assert status == 2
    assert f'date format "{form}"' in output


@pytest.mark.parametrize(
    ("form", "words"),
    [("%Y%m%d", "2025111"), ("%A %d/%m/%Y", "Monday 3/5/2025"), ("%d/%m/%Y", "2025-10-30 10:00")],
)
def test_an_ambiguous_or_wrong_date_is_refused(work: Path, form: str, words: str) -> None:
    table = f"date,type,title,actors\n{words},call,T,A\n".encode()
    status, output = run_refused(work, "-", "--from", "csv", "--date-format", form, stdin=table)
    assert status == 3
    assert "row 2: error: " in output


def test_problems_between_events_are_reported_with_those_of_single_rows(work: Path) -> None:
    table = (
        "id,date,type,title,actors,follows,part_of,local_dates\n"
        "a,2025-99-01,call,T,Ann,,,\nb,2025-01-01,call,T,Ann,b,,\n"
        "c,2025-01-01,call,T,Ann,,d,\nd,2025-01-01,call,T,Ann,,c,\n"
        "e,2025-01-01,call,T,Ann,,,US=2025-01-02\nf,2025-01-01,call,T,Ann,e,,\n"
    )
    status, output = run_refused(work, "-", "--from", "csv", stdin=table.encode())
    assert status == 3
    numbers = {int(number) for number in re.findall(r"row (\d+): error", output)}
    assert numbers >= {2, 3, 6, 7}
    assert numbers & {4, 5}


def test_a_long_chain_of_links_to_a_bad_row_is_rejected_in_one_run(work: Path) -> None:
    rows = [f"c{n},2025-01-01,call,T,Ann,c{n - 1}" for n in range(1, 3000)]
    table = "\n".join(["id,date,type,title,actors,follows", "c0,2025-99,call,T,Ann,", *rows])
    argv = ("-", "--from", "csv", "--skip-bad", "--rejects", "r.csv")
    assert counts_in(run_import(work, *argv, stdin=table.encode())) == (3000, 0, 0, 0, 3000)
    assert (work / "r.csv").read_text().splitlines() == table.splitlines()


def test_empty_brackets_of_a_template_are_left_out_of_a_name(work: Path) -> None:
    table = b"id,date,type,title,who,of\na,2025,call,T,Jo,US\nb,2025,call,T,Jo,\n"
    run_import(work, "-", "--from", "csv", "--map", "actors={who} ({of})", stdin=table)
    actors = load([str(work / "ledger.toml")]).actors
    assert [(actor.name, actor.country) for actor in actors.values()] == [("Jo", "US")]


def test_a_template_joins_the_elements_of_a_list(work: Path) -> None:
    record = b'{"date": "2025", "type": "call", "t": ["a", "b"], "p": ["Jo", "Al"], "q": ["Cy"]}'
    maps = ("--map", "actors={p};{q}", "--map", "title=Of {t}")
    run_import(work, "-", "--from", "json", *maps, stdin=record)
    (event,) = load([str(work / "ledger.toml")]).events
    assert ([actor.name for actor in event.actors], event.title) == (["Jo", "Al", "Cy"], "Of a; b")


def test_whole_numbers_of_json_are_ids_dates_and_texts(work: Path) -> None:
    record = b'{"nr": 7, "year": 1998, "title": 1984, "type": "call", "actors": ["A", "B"]}'
    argv = ("-", "--from", "json", "--map", "id=nr", "--map", "date=year")
    assert counts_in(run_import(work, *argv, stdin=record)) == (1, 1, 0, 0, 0)
    (event,) = load([str(work / "ledger.toml")]).events
    assert (event.id, event.when.text, event.title) == ("7", "1998", "1984")
    assert counts_in(run_import(work, *argv, stdin=record)) == (1, 0, 0, 1, 0)


HOMONYMS = """
[actors.xi]
name = "Xi"

[actors.jr1]
name = "Jane Roe"
country = "US"

[actors.jr2]
name = "Jane Roe"
country = "GB"

[[events]]
id = "e0"
date = 2025-01-01
type = "call"
title = "O"
actors = ["xi", "Nobody Declared"]

[[events]]
id = "e1"
date = 2025-01-05
type = "call"
title = "P"
actors = ["xi", "jr2"]
follows = ["e0"]
sources = [{ publisher = "A", extra = { when = 2025-01-02 } }, { publisher = "I", private = true }, { publisher = "B" }]
"""  # noqa: E501


def test_a_ledger_updated_from_its_own_export_stays_unchanged(work: Path) -> None:
    ways = (["export", "toml"], ["export", "ics"], ["list", "-o", "json"], ["list", "-o", "jsonl"])
    for number, way in enumerate(ways):
        (work / "ledger.toml").write_text(HOMONYMS)
        ran = run(
            "-f", "ledger.toml", *way, "--output", f"o{number}",
            folder=work, environment=clean_environment(work),
        )  # fmt: skip
        assert ran.status == 0
        run_import(work, f"o{number}", "--from", way[-1], "--on-duplicate", "update")
        assert (work / "ledger.toml").read_text() == HOMONYMS


def test_empty_lists_of_a_record_remove_no_sources_and_links(
    work: Path,
) -> None:
    (work / "ledger.toml").write_text(HOMONYMS)
    record = (
        b'{"id": "e1", "date": "2025-01-05", "type": "call", "title": "P", "actors": ["xi", "jr2"]'
    )
    record += b', "follows": [], "sources": []}'
    run_import(work, "-", "--from", "json", "--on-duplicate", "update", stdin=record)
    (event,) = (item for item in load([str(work / "ledger.toml")]).events if item.id == "e1")
    publishers = [source.publisher for source in event.sources]
    assert (event.follows, publishers) == (("e0",), ["A", "I", "B"])


# -- rubbish -------------------------------------------------------------------------------------

JUNK = [
    '"', "\n", "\r\n", ",", ";", "\t", "\0", "{", "}", "[", "]", "null", "习", "\\ud800", "\\", "=",
    "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "DTSTART:20250101\r\n", "2025-13", "..", "/", "~", "NaN",
]  # fmt: skip


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "jsonl", "ics", "toml"])
@given(data=st.data())
@law(60)
def test_a_damaged_file_is_refused_without_a_crash(format: str, data: st.DataObject) -> None:
    columns = ["id", "date", "type", "title", "actors", "follows", "dates", "sources", "extra"]
    rows = format in ("csv", "tsv", "json", "jsonl")
    text = listed(PART, format, columns) if rows else exported_whole(PART, format)
    if format == "tsv":
        text = "\t".join(columns) + "\n" + text
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, 40))
        text = text[:at] + data.draw(st.sampled_from(JUNK)) + text[at + gone :]
    way = data.draw(st.sampled_from(["skip", "update", "fail"]))
    files = opened(data.draw(st.sampled_from([EMPTY, exported_whole(PART, "toml")])))
    with suppress(ChronoError, Unwritable):
        table = read(format, text)
        merge = RowMerger(files, table, Rules(on_duplicate=way))
        merged = merge.merge({})
        assert sum(merged.counts.values()) == len(table.rows)
        if table.rejects:
            assert isinstance(table.rejects([row for row, _ in merged.rejected]), str)
        files.add(merged.additions)
        change_entries(files, merged.changes)
        verify(files, apply(files))


RUBBISH = [
    5, -1, 1.5, True, None, [], {}, "", "x y", "a\nb", "-", "9" * 400, [5], {"a": 1}, {"id": 5},
    ["x", ["y"]], [{"publisher": 5}], [{"id": "s1"}], [{"id": "s2", "publisher": 5}], {"US": 5},
]  # fmt: skip


def ways(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all values in a record."""
    if isinstance(value, dict):
        inner = list(value.items())
    else:
        inner = list(enumerate(value)) if isinstance(value, list) else []
    for key, item in inner:
        yield (*way, key)
        yield from ways(item, (*way, key))


@given(data=st.data())
@law(60)
def test_a_wrong_value_rejects_only_its_record_and_records_linked_to_it(
    data: st.DataObject,
) -> None:
    records = json.loads(listed(PART, "json"))
    record = data.draw(st.sampled_from(records))
    linked = sum(record["id"] in (*other["follows"], other["part_of"]) for other in records)
    *way, last = data.draw(st.sampled_from(list(ways(record))))
    inner = record
    for key in way:
        inner = inner[key]
    inner[last] = data.draw(st.sampled_from(RUBBISH))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "ledger.toml").touch()
        output = run_import(
            work, "-", "--from", "json", "--skip-bad", "--rejects", "bad.json",
            stdin=json.dumps(records).encode(),
        )  # fmt: skip
        read, added, *_, rejected = counts_in(output)
        assert (read, added + rejected) == (4, 4)
        assert rejected <= 1 + linked


@pytest.mark.parametrize(("sign", "words"), [(",", "a comma"), (";", "a semicolon")])
def test_a_row_with_too_many_cells_names_the_separator(work: Path, sign: str, words: str) -> None:
    table = "date,type,title,actors\n2025,call,A, B,C\n".replace(",", sign).encode()
    _, output = run_refused(work, "-", "--from", "csv", stdin=table)
    assert f'has 4; put a cell that contains {words} in "quotes"' in output


def test_a_date_in_another_format_names_the_format_to_add(work: Path) -> None:
    table = b"date,type,title,actors\n12/31/2024,call,T,A; B\n"
    _, output = run_refused(work, "-", "--from", "csv", stdin=table)
    assert "needs a date format; add --date-format %m/%d/%Y\n" in output


def test_an_import_of_a_ledger_brings_the_publishers_whose_names_are_new(work: Path) -> None:
    own = '[publishers.afp]\nname = "AFP"\naliases = ["Agence France-Presse"]\n'
    (work / "ledger.toml").write_text(own)
    more = '[publishers.wire]\nname = "agence france-presse"\n\n[publishers.ap]\nname = "AP"\n'
    event = (
        '\n[[events]]\nid = "a"\ndate = 2025-01-01\ntype = "call"\ntitle = "T"\n'
        'actors = ["Ann", "Ben"]\nsources = [{ publisher = "AP" }]\n'
    )
    (work / "other.toml").write_text(more + event)
    run_import(work, "other.toml")
    assert {*load([str(work / "ledger.toml")]).publishers} == {"afp", "ap"}
