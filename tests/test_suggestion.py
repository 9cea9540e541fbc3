"""`chrono import --suggest` writes rules that can be used: proposals are comments with reasons."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.model import BUILT_IN_TYPES
from chrono.files.exchange.import_table import read_table
from chrono.files.exchange.registry import formats
from chrono.files.index.load import load
from chrono.files.merge.columns import date_in_words
from chrono.files.merge.rules_file import read
from chrono.files.merge.suggestion import suggested
from chrono.files.read.text import Text
from replay import ROOT, Ran, clean_environment, on_terminal, run, run_copy
from samples import law

TYPES = {kind.id: kind for kind in BUILT_IN_TYPES}


def rules_of(text: str) -> str:
    """The proposed rules for the csv file `text`."""
    table = read_table(formats()["csv"], Text("t.csv", text))
    return suggested(table, "t.csv", "chrono import t.csv --rules RULES.toml --dry-run", TYPES)


def accepted(rules: str) -> str:
    """The rules with all proposals accepted."""
    return re.sub("^#(?! )", "", rules, flags=re.M)


def chrono(folder: Path, *argv: str) -> Ran:
    return run("-f", "l.toml", *argv, folder=folder, environment=clean_environment(folder))


PLAIN = """Day,Who,Kind,Where,Link
2024-05-01,Ann Ash; Ben Birch,Phone,Rome,https://e.org/1
2024-05-02,Ann Ash; Cy,Meeting,Bonn,https://e.org/2
2024-05,Ben Birch; Cy,Summit,Paris,https://e.org/3
"""


def test_accepted_proposals_for_plain_columns_are_a_working_import(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "t.csv").write_text(PLAIN)
    ran = chrono(tmp_path, "import", "t.csv", "--suggest")
    assert (ran.status, ran.err) == (0, "")
    (tmp_path / "r.toml").write_text(accepted(ran.out))
    ran = chrono(tmp_path, "import", "t.csv", "--rules", "r.toml")
    assert ran.status == 0, ran.err
    events = load([str(tmp_path / "l.toml")]).events
    assert [
        (e.when.text, e.type.id, e.title, e.place, e.sources[0].url, e.sources[0].publisher)
        for e in events
    ] == [
        ("2024-05-01", "call", "Phone: Ann Ash; Ben Birch", "Rome", "https://e.org/1", "e.org"),
        ("2024-05", "meeting", "Summit: Ben Birch; Cy", "Paris", "https://e.org/3", "e.org"),
        ("2024-05-02", "meeting", "Meeting: Ann Ash; Cy", "Bonn", "https://e.org/2", "e.org"),
    ]
    assert [actor.name for actor in events[0].actors] == ["Ann Ash", "Ben Birch"]


def test_nothing_is_in_force_until_it_is_accepted(tmp_path: Path) -> None:
    rules = tomli.loads(rules_of(PLAIN))
    assert rules == {"map": {}, "set": {}, "values": {"Kind": {}, "Link:host": {}}}
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "t.csv").write_text(PLAIN)
    (tmp_path / "r.toml").write_text(rules_of(PLAIN))
    ran = chrono(tmp_path, "import", "t.csv", "--rules", "r.toml")
    assert ran.status == 2
    assert ran.err == (
        "error: all lines of r.toml are still proposals; delete the # at the start of each line "
        "that you accept\n"
    )


@pytest.mark.parametrize(
    "rows, lines",
    [
        (
            ["Date", "12/31/2024", "1/2/2025", "soon"],
            ['# Date: 2 cells such as "12/31/2024", read by %m/%d/%Y',
             '# Date: 1 cell in no known format: "soon"', '#date_format = ["%m/%d/%Y"]'],
        ),
        (
            ["Date", "3/4/2025", "1/2/2025"],
            ['# Date: 2 cells such as "3/4/2025", read by %d/%m/%Y (3/4/2025 is 3 Apr 2025) or '
             "%m/%d/%Y (3/4/2025 is 4 Mar 2025); keep only one of them",
             '#date_format = ["%d/%m/%Y", "%m/%d/%Y"]'],
        ),
        (
            ["Date", "12/31/24"],
            ['#date_format = ["%m/%d/%y"]', "#century = 2000  # of years with two digits"],
        ),
        (["Date", "12/31/46", "1/1/99", "5/5/03"], ["#century = 1946  # of years with two digits"]),
        (["Date", "12/31/64", "1/1/99"], ["#century = 1900  # of years with two digits"]),
        (
            ["id,Rank", "a,1", "b,22", "a,333"],
            ['#event = "{id}"  # 2 ids in 3 cells; if the rows with the same id are one event',
             '#extra.rank = "Rank"  # 3 cells with 3 numbers, such as "1"'],
        ),
        (
            ["Who,x", "Ann,NA", "NA,-", "Ben,NA"],
            ['# "NA": 1 cell in Who, 2 cells in x', '# "-": 1 cell in x', '#missing = ["NA", "-"]'],
        ),
        (
            ["Who", '"Ann, Ben"', "Ann", "Ben (Rome, Italy)", "A and B"],
            ['# Who: 1 cell with ",", such as "Ann, Ben"',
             '# Who: 1 cell with " and ", such as "A and B"; few of the parts are in other cells',
             '#split = { Who = [","] }'],
        ),
        (
            ["Where", '"Geneva, Switzerland"', '"Washington, DC"'],
            ['#split_place = true  # Where: 1 cell such as "Geneva, Switzerland"'],
        ),
        (
            ["Date,Official,Met with", "2025-01-02,Ann,Ben", "2025-01-03,Ann,Cy"],
            ['#extra.met_with = "Met with"  # 2 cells with 2 texts, such as "Ben"',
             '# If they take part, too, write actors = ["Official", "Met with"] instead.'],
        ),
        (
            ["Ok,Public,Oui,Country", "SI,YES,N,NO", "NO,no,Y,SE", "NO,,N,SI"],
            ['#extra.ok = "Ok"  # 3 cells with 2 texts, such as "SI"',
             '#extra.public = "Public"  # 2 cells with 2 texts, 1 empty, such as "YES"',
             '#place_country = "Country"  # 3 cells with 3 countries, such as "NO"'],
        ),
        (
            ["Country", "France", "Yugoslavia", "US", "Virgin Islands", "Spain", "QQ"],
            ['# Country: "Yugoslavia" is not a country (1 cell)',
             '# Country: "Virgin Islands" is not a country (1 cell); write "Virgin Islands" = "VG" '
             '(British Virgin Islands) or "VI" (US Virgin Islands) under [values.Country]',
             '# Country: "QQ" is not a country (1 cell)',
             '#bodies = ["Yugoslavia"]  # if these are not misspelt countries'],
        ),
        (
            ["Who,Home country,Country", "Ann,France,Italy", "Ben,Spain,Italy"],
            ['#place_country = "Country"  # 2 cells with 1 country, such as "Italy"',
             '#extra.home_country = "Home country"  # 2 cells with 2 countries, such as "France"',
             "# If these are the countries of Who, write "
             'actors = "{Who} ({Home country})" instead.'],
        ),
        (
            ["Kind", "Phone", "Phone", "Tagung", "call", "video call"],
            ['#"Tagung" = "TYPE"  # 1 cell; no similar type; write one of the types',
             "[values.Kind]", '#"Phone" = "call"  # 2 cells',
             '#"call" = "call"  # 1 cell; read like this without the line',
             '#"video call" = "video"  # 1 cell'],
        ),
        (
            ["id,Date", *(f"a{n},2024" for n in range(20)), "a3,2025"],
            ['#id = "id"  # 21 cells with 20 texts, such as "a0"; in several rows: "a3"'],
        ),
        (["Who,Date", "Ann,2024"], ['#type = "other"  # for every row; choose meeting, call, '
          "video, talks, visit, letter, statement, agreement, measure or other"]),
        (["Note of x,note-of x", "a,b"], ['#notes = "Note of x"  # 1 cell with 1 text, such as "a"',
          '#extra.note_of_x = "note-of x"  # 1 cell with 1 text, such as "b"']),
        (["present,x", "Ann,b"], ["# present: imported as the field of this name"]),
    ],
)  # fmt: skip
def test_a_proposal_names_the_cells_that_it_is_based_on(rows: list[str], lines: list[str]) -> None:
    rules = rules_of("\n".join(rows) + "\n").splitlines()
    for line in lines:
        assert line in rules


CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["2024-05-01", "1/2/2024", "https://e.org", "Ann, Ben", "US", "NA", "#", "]"]),
)


@given(data=st.data())
@law(100)
def test_the_rules_are_valid_before_and_after_they_are_accepted(data: st.DataObject) -> None:
    names = data.draw(
        st.lists(
            st.one_of(
                st.text(min_size=1, max_size=10),
                st.sampled_from(["Date", "Who", "Kind", "country", "place", "extra.x", "title"]),
            ),
            min_size=1, max_size=6, unique_by=lambda name: name.strip(),
        )
    )  # fmt: skip
    rows = data.draw(
        st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=5)
    )
    file = io.StringIO()
    csv.writer(file).writerows([names, *rows])
    try:
        rules = rules_of(file.getvalue())
    except Exception as error:  # not a table
        assert type(error).__name__ == "LedgerError"  # noqa: PT017
        return
    assert {*tomli.loads(rules)} <= {"map", "set", "values"}
    for text in (rules, accepted(rules)):
        read(Text("r.toml", text))


def test_a_rules_file_is_written_once(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "t.csv").write_text(PLAIN)
    ran = chrono(tmp_path, "import", "t.csv", "--suggest", "--output", "r.toml")
    assert (ran.status, ran.out) == (0, "")
    assert ran.err == (
        "note: to import t.csv, edit r.toml and run `chrono import t.csv --rules r.toml "
        "--dry-run -f l.toml`\n"
    )
    text = (tmp_path / "r.toml").read_text()
    assert text == chrono(tmp_path, "import", "t.csv", "--suggest").out.replace("RULES", "r")
    ran = chrono(tmp_path, "import", "t.csv", "--suggest", "--output", "r.toml")
    assert (ran.status, ran.err) == (
        4, "error: r.toml exists; choose another name for --output\n",
    )  # fmt: skip
    assert (tmp_path / "l.toml").read_text() == ""


def test_the_types_of_the_ledger_are_proposed(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text('[types.summit]\nlabel = "summit"\n')
    (tmp_path / "t.csv").write_text(PLAIN)
    ran = chrono(tmp_path, "import", "t.csv", "--suggest")
    assert '#"Summit" = "summit"  # 1 cell; read like this without the line\n' in ran.out
    assert "measure, other or summit.\n" in ran.out


@pytest.mark.parametrize(
    "argv, message",
    [
        (["--map", "date=Day"], "--suggest only takes FILE, --from, --sheet and --output"),
        (["--dry-run"], "--suggest only takes FILE, --from, --sheet and --output"),
        (["--all-errors"], "--suggest only takes FILE, --from, --sheet and --output"),
    ],
)
def test_other_options_have_no_effect_on_a_suggestion(
    tmp_path: Path, argv: list[str], message: str
) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "t.csv").write_text(PLAIN)
    ran = chrono(tmp_path, "import", "t.csv", "--suggest", *argv)
    assert (ran.status, ran.err) == (2, f"error: {message}\n")
    ran = chrono(tmp_path, "import", "t.csv", "--output", "r.toml")
    assert (ran.status, ran.err) == (2, "error: --output needs --suggest\n")


@pytest.mark.parametrize("name", ["other.toml", "office.ics"])
def test_only_tables_have_columns_to_propose(tmp_path: Path, name: str) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "other.toml").write_text("")
    (tmp_path / "office.ics").write_text("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n")
    ran = chrono(tmp_path, "import", name, "--suggest")
    assert ran.status == 2
    assert ran.err == f"error: --suggest applies only to tables, not to {name[-4:].strip('.')}\n"


TRAVELS = ROOT / "examples" / "us-president-travels.csv"


def test_accepted_proposals_import_a_table_of_a_government(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "r.toml").write_text(accepted(rules_of(TRAVELS.read_text("utf-8"))))
    ran = chrono(tmp_path, "import", str(TRAVELS), "--rules", "r.toml")
    assert ran.status == 0, ran.err
    counted = chrono(tmp_path, "count", "--all", "--by", "year").out.splitlines()
    with TRAVELS.open(encoding="utf-8", newline="") as file:
        years = Counter(row["start_date"][:4] for row in csv.DictReader(file))
    assert dict(line.split("\t") for line in counted if not line.endswith("\t0")) == {
        year: str(number) for year, number in years.items()
    }


def test_the_travels_of_presidents_get_the_proposals_of_their_rules_file() -> None:
    rules = tomli.loads(accepted(rules_of(TRAVELS.read_text("utf-8"))))
    made = tomli.loads((ROOT / "examples" / "us-president-travels.toml").read_text("utf-8"))
    same = {"id", "date", "end", "place", "place_country", "summary"}
    assert {key: rules["map"][key] for key in same} == {key: made["map"][key] for key in same}


PLACED = """When,Delegates,Form,Web
3.11.2025,"Ann Ash / Ben Birch (Norway)",Klausur,https://www.example.org/1
14.11.2025,"Ben Birch / Cy Coe",telephone conversation,https://news.example.com/2
15.11.2025,"Cy Coe / Ann Ash (Acme)",consultations,https://www.example.org/3
16.11.2025,"Cy Coe / Global Witness (GW)",trip,https://www.example.org/4
"""


def folder_with(folder: Path, table: str) -> Path:
    (folder / "l.toml").write_text("")
    (folder / "t.csv").write_text(table)
    return folder


def test_a_placeholder_that_is_accepted_is_an_error(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, PLACED)
    rules = accepted(chrono(folder, "import", "t.csv", "--suggest").out)
    (folder / "r.toml").write_text(rules)
    ran = chrono(folder, "import", "t.csv", "--rules", "r.toml", "--map", "actors=Delegates")
    assert (ran.status, (folder / "l.toml").read_text()) == (3, "")
    assert (
        't.csv: row 2: error: "TYPE" under [values.Form] is a placeholder; write one of meeting, '
        "call, video, talks, visit, letter, statement, agreement, measure or other\n"
    ) in ran.err


def test_a_country_in_a_bracket_belongs_to_the_person_if_the_rules_say_so(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, PLACED)
    (folder / "r.toml").write_text(
        'date_format = "%d.%m.%Y"\nsplit = { Delegates = "/" }\n[map]\ndate = "When"\n'
        'actors = "{Delegates:name} ({Delegates:country})"\ntype = "Form"\n'
        'title = "{Form:cell} of {Delegates:name}"\n[values.Form]\n"Klausur" = "meeting"\n'
        '"telephone conversation" = "call"\n"consultations" = "talks"\n"trip" = "visit"\n'
    )
    ran = chrono(folder, "import", "t.csv", "--rules", "r.toml")
    assert ran.status == 0, ran.err
    ledger = load([str(folder / "l.toml")])
    assert {actor.name: actor.country for actor in ledger.actors.values()} == {
        "Ann Ash": None,
        "Ben Birch": "NO",  # in one cell of two
        "Cy Coe": None,
        "Ann Ash (Acme)": None,  # not a country
        "Global Witness (GW)": None,  # its initials, not Guinea-Bissau
    }
    assert [event.title for event in ledger.events][:2] == [
        "Klausur of Ann Ash/ Ben Birch",
        "telephone conversation of Ben Birch/ Cy Coe",
    ]


def test_values_of_a_part_name_countries_and_publishers(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, PLACED.replace("3.11.2025", "2025-11-03").split("14.11")[0].replace("Norway", "N")
    )
    (folder / "r.toml").write_text(
        'split = "/"\n[map]\ndate = "When"\ntitle = "Form"\n'
        'actors = "{Delegates:name} ({Delegates:country})"\n"sources[1].url" = "Web"\n'
        '"sources[1].publisher" = "{Web:host}"\n[set]\ntype = "call"\n'
        '[values."Delegates:country"]\n"N" = "NO"\n[values."Web:host"]\n"example.org" = "Example"\n'
    )
    ran = chrono(folder, "import", "t.csv", "--rules", "r.toml")
    assert (ran.status, "publisher" in ran.err) == (0, False), ran.err
    (event,) = load([str(folder / "l.toml")]).events
    assert [(one.name, one.country) for one in event.actors] == [
        ("Ann Ash", None), ("Ben Birch", "NO"),
    ]  # fmt: skip
    assert [(one.publisher, one.url) for one in event.sources] == [
        ("Example", "https://www.example.org/1")
    ]


def test_a_note_names_the_hosts_that_became_publishers(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, PLAIN)
    (folder / "r.toml").write_text(accepted(chrono(folder, "import", "t.csv", "--suggest").out))
    ran = chrono(folder, "import", "t.csv", "--rules", "r.toml", "-v")
    assert (
        'note: 1 publisher is the host of a link: e.org; write "e.org" = "NAME" under '
        '[values."Link:host"] in r.toml\n'
    ) in ran.err


def test_the_people_of_a_table_are_listed_with_the_countries_in_its_cells() -> None:
    rules = rules_of(PLACED.replace("Ann Ash (Acme)", "France"))
    (_, people) = rules.split("# The people in the imported file.")
    assert "France" not in people  # a country is not a person
    assert '#[actors.ben-birch]\n#name = "Ben Birch"  # 2 cells\n#country = "NO"\n' in people
    assert '#[actors.cy-coe]\n#name = "Cy Coe"  # 3 cells\n# country = ""\n' in people
    assert tomli.loads(accepted(rules))["actors"]["cy-coe"] == {"name": "Cy Coe"}


@pytest.mark.slow
def test_a_suggestion_is_the_same_in_each_process(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, PLAIN)
    argv = ("-m", "chrono", "-f", "l.toml", "import", "t.csv", "--suggest")
    outputs = {run_copy(folder, *argv, PYTHONHASHSEED=seed).stdout for seed in "123456"}
    (rules,) = outputs
    assert "#[actors.cy]" in rules


def test_on_a_terminal_each_rule_has_its_own_line(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, PLAIN)
    argv = ("import", "t.csv", "--suggest")
    shown = on_terminal(folder, "-f", "l.toml", *argv, environment={})
    assert shown == chrono(folder, *argv).out


MESSY = """Day,Who,Land,Kind
3/1/2024,"Ann, Ben","France, China (PRC)",call
early June 2024,"Ben, Cy","China (PRC), Mars",call
c. June 2024,"Cy, Ann","Mars, France",call
Easter,Ann,France,call
June 2024,Cy,Mars,call
13/1/2024,,,call
"""


def test_parallel_lists_of_countries_go_with_the_people() -> None:
    text = rules_of(MESSY)
    rules = tomli.loads(accepted(text))
    assert rules["map"]["actors"] == "{Who} ({Land})"
    assert rules["split"] == {"Who": [","], "Land": [","]}
    assert rules["values"]["Land"] == {"China (PRC)": "CN"}
    assert '# "Mars" = "COUNTRY"  # 3 cells\n' in text
    assert "extra" not in rules["map"]


@pytest.mark.parametrize(
    ("land", "other"),
    [
        ("China (PRC), Mars", "China (PRC), Mars, France"),  # one list is longer
        ("Mars, France", "Mars"),
        ("France, China (PRC)", "Mars, Venus"),  # most are no countries
    ],
)
def test_other_lists_are_no_countries_of_the_people(land: str, other: str) -> None:
    text = MESSY.replace(land, other).replace('"Mars, France"', '"Mars, Pluto"')
    if "France," not in other:
        text = text.replace("China (PRC)", "Pluto").replace("Mars, Pluto", "Venus, Pluto")
    rules = tomli.loads(accepted(rules_of(text)))
    assert rules["map"]["actors"] == "Who"


def test_dates_in_words_are_proposed_as_the_month_and_others_are_left_to_the_user() -> None:
    text = rules_of(MESSY)
    rules = tomli.loads(accepted(text))
    assert rules["values"]["Day"] == {"early June 2024": "2024-06", "c. June 2024": "2024-06~"}
    assert '# "Easter" = "DATE"  # 1 cell\n' in text
    assert (
        '# Day: 3 cells in no known format: "early June 2024", "c. June 2024", "Easter"\n' in text
    )


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("mid-June 2024", "2024-06"),
        ("the end of 2024", "2024"),
        ("about 2024", "2024~"),
        ("Late 16 June 2024", "2024-06-16"),
        ("ca. 3/4/2024", None),  # March or April
        ("25 – 26 Feb , 2026", "2026-02-25/2026-02-26"),
        ("3 April 2025 -6 April 2025", "2025-04-03/2025-04-06"),
        ("28 Aug- 1 Sep, 2025", "2025-08-28/2025-09-01"),
        ("between 3 and 5 May 2024", None),  # one of three days
        ("5 May", None),
        ("June or July 2024", None),
        ("", None),
    ],
)
def test_a_date_in_words_is_read_only_if_it_has_one_meaning(text: str, date: str | None) -> None:
    assert date_in_words(text) == date
