"""`chrono import --suggest` proposes rules that `import` accepts, from what the columns hold."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.model import BUILT_IN_TYPES
from chrono.errors import ChronoError
from chrono.files.exchange.import_table import read_table
from chrono.files.exchange.registry import formats
from chrono.files.index.load import load
from chrono.files.merge.rules_file import read
from chrono.files.merge.suggestion import suggested
from chrono.files.read.text import Text
from replay import ROOT, Ran, clean_environment, run
from samples import law

TYPES = {kind.id: kind for kind in BUILT_IN_TYPES}


def rules_of(text: str, name: str = "t.csv") -> str:
    """Return the proposed rules for the text of a file."""
    table = read_table(formats()[name.rpartition(".")[2]], Text(name, text))
    return suggested(table, name, f"chrono import {name} --rules r.toml", TYPES)


def chrono(folder: Path, *argv: str) -> Ran:
    return run("-f", "l.toml", *argv, folder=folder, environment=clean_environment(folder))


def import_by_proposals(folder: Path, text: str, name: str = "t.csv") -> str:
    """Import a table by the proposed rules as they are, and return the rules."""
    (folder / "l.toml").write_text("")
    (folder / name).write_text(text)
    assert chrono(folder, "import", name, "--suggest", "--output", "r.toml").status == 0
    ran = chrono(folder, "import", name, "--rules", "r.toml")
    assert ran.status == 0, ran.err
    return (folder / "r.toml").read_text()


def test_a_table_of_contacts_is_counted_as_contacts(tmp_path: Path) -> None:
    rules = import_by_proposals(
        tmp_path,
        "Day,Who,Kind,Where,Link\n"
        "2024-05-01,Ann Ash; Ben Birch,Phone,Rome,https://e.org/1\n"
        "2024-05-02,Ann Ash; Cy,Meeting,Bonn,https://e.org/2\n"
        "2024-05,Ben Birch; Cy,Summit,Paris,https://e.org/3\n",
    )
    assert "choose" not in rules.partition("[map]")[2]
    assert chrono(tmp_path, "count").out == "meeting\t2\ncall\t1\n"
    events = load([str(tmp_path / "l.toml")]).events
    assert [(one.place, one.sources[0].publisher) for one in events] == [
        ("Rome", "e.org"), ("Paris", "e.org"), ("Bonn", "e.org"),
    ]  # fmt: skip


def test_the_counterpart_takes_part_and_is_not_the_place(tmp_path: Path) -> None:
    rules = import_by_proposals(
        tmp_path,
        "Date,Type,What happened,Who,Counterpart,Where\n"
        "5 June 2025,Phone,Trump and Xi speak by phone,Donald Trump,Xi Jinping,\n"
        '10 June 2025,In person,They all meet for talks,Scott Bessent,He Lifeng,"London, UK"\n'
        '30 Oct 2025,In person,A meeting at last in Busan,Donald Trump,Xi Jinping,"Busan, Korea"\n'
        "1 Nov 2025,Phone,A further call about soy,Donald Trump,Xi Jinping,\n",
    )
    assert 'actors = ["Who", "Counterpart"]' in rules
    assert 'title = "What happened"' in rules
    assert (
        '"Busan, Korea" = "Busan"  # choose "KR" (South Korea) or "KP" (North Korea); 1 cell'
        in rules
    )
    assert chrono(tmp_path, "count").out == "meeting\t2\ncall\t2\n"


def test_a_country_beside_a_person_is_theirs_and_one_beside_a_place_its(tmp_path: Path) -> None:
    rules = import_by_proposals(
        tmp_path,
        "day,leader,country,guest,guest country,city,land\n"
        "2025-01-02,Ann Ash,France,Cy Cole,Chad,Rome,Italy\n"
        "2025-01-03,Ben Birch,Spain,Cy Cole,Chad,Bonn,Germany\n",
    )
    assert 'actors = ["{leader} ({country})", "{guest} ({guest country})"]' in rules
    assert 'place_country = "land"' in rules
    assert 'type = "meeting"  # choose' in rules
    assert chrono(tmp_path, "count", "--by", "dyad").out == "ES-TD\t1\nFR-TD\t1\n"


def test_countries_that_are_not_known_are_a_table_to_fill_in(tmp_path: Path) -> None:
    rules = import_by_proposals(
        tmp_path,
        "date,visitor,from_country,title\n"
        "1960,Ann Ash,Western Samoa,A first visit of state\n"
        "1961,Ben Birch,France,Another visit of state\n"
        "1962,Cy Cole,China (PRC),The third visit of state\n"
        "1963,Dan Dorn,Spain,The fourth visit of state\n",
    )
    assert '"Western Samoa" = ""  # choose a country; 1 cell' in rules
    assert '"China (PRC)" = "CN"  # 1 cell' in rules


def test_a_column_with_a_few_words_is_a_type_a_tag_or_an_extra_field(tmp_path: Path) -> None:
    rows = "".join(
        f"2025-01-{n:02},Ann Ash; Ben {'BCDEFGHIJ'[n % 9]},{k},{t},{w},On the subject {n} of it\n"
        for n, (k, t, w) in enumerate(
            [("Tagung", "trade", "low"), ("Phone", "arms", "high")] * 8, 1
        )
    )
    rules = import_by_proposals(tmp_path, "date,actors,Form,Topic,Weight,Remarks\n" + rows)
    assert 'type = "Form"' in rules
    assert '"Phone" = "call"  # 8 cells' in rules
    assert '"Tagung" = "other"  # choose; 8 cells' in rules
    assert 'tags = "Topic"' in rules
    assert 'extra.weight = "Weight"' in rules


def test_words_of_a_text_decide_the_type_of_some_rows(tmp_path: Path) -> None:
    rules = import_by_proposals(
        tmp_path,
        "date,leader,counterpart,remarks\n"
        "2025-01-01,Ann Ash,Ben Birch,They met in the capital for a day\n"
        "2025-01-02,Ann Ash,Ben Birch,A phone call about the border\n"
        "2025-01-03,Ann Ash,Ben Birch,They met again in the same place\n",
    )
    assert "[[when]]  # choose; 1 cell\n" in rules
    assert chrono(tmp_path, "count").out == "meeting\t2\ncall\t1\n"


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (["3/4/2025", "1/2/2025"], 'date_format = ["%d/%m/%Y"]  # choose %d/%m/%Y or %m/%d/%Y; '),
        (["12/31/2025", "1/2/2025"], 'date_format = ["%m/%d/%Y"]  # "12/31/2025"'),
        (["5 June 2025", "Total"], 'drop = { Date = ["Total"] }  # choose: rows without a date'),
        (["n/a", "2025"], 'missing = ["n/a"]  # 1 cell'),
    ],
)
def test_dates_get_a_format_and_rows_without_one_are_dropped(cells: list[str], line: str) -> None:
    rows = "".join(f"{cell},Ann Ash,Title number {n} of all\n" for n, cell in enumerate(cells))
    assert any(one.startswith(line) for one in rules_of(f"Date,Who,T\n{rows}").splitlines())


def test_objects_of_an_api_are_imported_by_their_proposals(tmp_path: Path) -> None:
    people = [
        {"person": {"fullName": name}, "country": {"iso": code}}
        for name, code in (("Ann Ash", "GB"), ("José Gil", "ES"))
    ]
    rows = [
        {
            "uid": f"ev-{at}",
            "attributes": {"startsAt": f"2025-02-0{at}", "eventType": "call"},
            "headline": f"Session {at} of the council",
            "attendees": people,
            "location": {"city": "Wien", "country": "Austria"} if at == 2 else None,
        }
        for at in range(1, 5)
    ]
    import_by_proposals(tmp_path, "".join(f"{json.dumps(row)}\n" for row in rows), "t.jsonl")
    assert chrono(tmp_path, "count", "--by", "dyad").out == "ES-GB\t4\n"


@pytest.mark.parametrize("name", ["us-president-travels"])
def test_a_table_of_a_government_is_imported_by_its_proposals(tmp_path: Path, name: str) -> None:
    text = (ROOT / "examples" / f"{name}.csv").read_text(encoding="utf-8")
    import_by_proposals(tmp_path, text, f"{name}.csv")
    events = load([str(tmp_path / "l.toml")]).events
    assert len(events) == len([*csv.reader(io.StringIO(text))]) - 1
    assert {one.type.id for one in events} == {"visit"}
    assert all(one.actors[0].country == "US" for one in events)


CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["2024-05-01", "1/2/2024", "https://e.org", "Ann, Ben", "US", "NA", "#", "]"]),
)
NAMES = st.one_of(
    st.text(min_size=1, max_size=10),
    st.sampled_from(["Date", "Who", "Kind", "country", "place", "extra.x", "title"]),
)


@given(data=st.data())
@law(100)
def test_the_proposed_rules_are_always_valid(data: st.DataObject) -> None:
    names = data.draw(st.lists(NAMES, min_size=1, max_size=6, unique_by=str.strip))
    row = st.lists(CELLS, min_size=len(names), max_size=len(names))
    file = io.StringIO()
    csv.writer(file).writerows([names, *data.draw(st.lists(row, max_size=5))])
    try:
        table = read_table(formats()["csv"], Text("t.csv", file.getvalue()))
    except ChronoError:  # not a table
        return
    read(Text("r.toml", suggested(table, "t.csv", "chrono import t.csv", TYPES)))


VALUES = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=5), st.sampled_from(["2025", "US"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(NAMES, VALUES, max_size=5), max_size=4))
@law(100)
def test_the_proposed_rules_for_objects_are_always_valid(rows: list[dict[str, Any]]) -> None:
    read(Text("r.toml", rules_of("".join(f"{json.dumps(row)}\n" for row in rows), "t.jsonl")))


def test_a_rules_file_is_written_once(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("date,who\n2025,Ann\n")
    argv = ("import", "t.csv", "--suggest", "--output", "r.toml")
    assert chrono(tmp_path, *argv).status == 3
    (tmp_path / "l.toml").write_text("")
    assert chrono(tmp_path, *argv).status == 0
    assert chrono(tmp_path, *argv).status == 4


@pytest.mark.parametrize("name", ["a.ics", "a.toml"])
def test_only_tables_have_columns_to_propose(tmp_path: Path, name: str) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / name).write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n" * (name[-1] == "s")
    )
    ran = chrono(tmp_path, "import", name, "--suggest")
    assert (ran.status, ran.out) == (2, "")
    assert "--suggest applies only to tables" in ran.err
