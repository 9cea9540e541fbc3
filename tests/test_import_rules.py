"""The rules of an import: what they take for a country, a missing value, a list or one event."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from chrono.core.model import Ledger
from chrono.files.index.load import load
from replay import clean_environment, run


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "l.toml").write_text("")
    return tmp_path


def run_table(
    work: Path, table: str, rules: str = "", *argv: str, format: str = "csv"
) -> tuple[int, str]:
    """Import a table by rules; return the status and the notes or errors."""
    (work / "rules.toml").write_text(rules, encoding="utf-8")
    ran = run(
        "-f", "l.toml", "import", "-", "--from", format, "--rules", "rules.toml", "-v", *argv,
        folder=work, environment=clean_environment(work), stdin=table.encode(),
    )  # fmt: skip
    return ran.status, ran.err


def imported(work: Path, table: str, rules: str = "", *argv: str, format: str = "csv") -> Ledger:
    """The ledger after an import that works."""
    status, notes = run_table(work, table, rules, *argv, format=format)
    assert status == 0, notes
    return load([str(work / "l.toml")])


def refused(work: Path, table: str, rules: str = "", *argv: str, format: str = "csv") -> str:
    """The errors of an import that is refused and changes nothing."""
    status, errors = run_table(work, table, rules, *argv, format=format)
    assert status in (2, 3), errors
    assert (work / "l.toml").read_text() == ""
    return errors


def actors(ledger: Ledger) -> list[list[tuple[str, str | None]]]:
    """The names and countries of the actors of each event, by title."""
    events = sorted(ledger.events, key=lambda event: event.title)
    return [[(actor.name, actor.country) for actor in event.actors] for event in events]


def countries(ledger: Ledger) -> dict[str, int]:
    """The number of events of each country."""
    named = [{actor.country for actor in event.actors} for event in ledger.events]
    return dict(Counter(code for codes in named for code in codes if code))


# -- countries and people ------------------------------------------------------------------------

LOBBIES = """date,type,title,mep,land,lobby
2020-01-01,meeting,A,Ann,France,IS
2020-01-02,meeting,B,Ann,France,BDI
2020-01-03,meeting,C,Ann,France,Global Witness
2020-01-04,meeting,D,Ann,France,Single Resolution Board (SRB)
2020-01-09,meeting,E,Ann,France,Global Witness (GW)
2020-01-10,meeting,F,Ann,France,Ben
"""


def test_an_acronym_in_a_cell_is_a_name_and_no_country(work: Path) -> None:
    rules = '[map]\nactors = ["{mep} ({land})", "{lobby}"]\n'
    status, notes = run_table(work, LOBBIES, rules)
    assert status == 0
    ledger = load([str(work / "l.toml")])
    assert countries(ledger) == {"FR": 6}
    names = ["IS", "BDI", "Global Witness", "Single Resolution Board (SRB)"]
    names += ["Global Witness (GW)", "Ben"]
    assert actors(ledger) == [[("Ann", "FR"), (name, None)] for name in names]
    assert "6 new actors have no country" in notes
    assert (
        "possible duplicate: Global Witness (GW) (global-witness-gw) may be the same actor as "
        "Global Witness (global-witness); if so, run "
        "`chrono join global-witness global-witness-gw -f l.toml`\n"
    ) in notes


DASH = "date,type,title,mep,land,lobby,x\n2020-01-01,meeting,A,Ann,FR,Ben,-\n"
TWO = '[map]\nactors = ["{mep} ({land})", "{lobby} ({x})"]\n'


def test_a_dash_in_the_place_of_a_country_is_an_error_that_names_the_remedy(work: Path) -> None:
    errors = refused(work, DASH, TWO)
    assert 'row 2: error: unknown country "-" in column x; in rules.toml, write ' in errors
    assert 'missing = ["-"]' in errors
    assert '"-" = "COUNTRY" under [values.x]' in errors


def test_a_missing_country_leaves_the_actor_without_one(work: Path) -> None:
    ledger = imported(work, DASH, 'missing = ["-"]\n' + TWO)
    assert actors(ledger) == [[("Ann", "FR"), ("Ben", None)]]


@pytest.mark.parametrize(
    ("rules", "country"),
    [
        ('bodies = ["Yugoslavia"]\n', "Yugoslavia"),
        ('bodies = ["YUGOSLAVIA"]\n', "YUGOSLAVIA"),
        ('[actors.yu]\nname = "Yugoslavia"\ncountry = "Yugoslavia"\n', "Yugoslavia"),
        ('[actors.yu]\nname = "Yugoslavia"\n', "Yugoslavia"),
        ('[actors.yu]\nname = "SFRY"\naliases = ["Yugoslavia"]\ncountry = "RS"\n', "RS"),
        ('[values.land]\n"Yugoslavia" = "RS"\n', "RS"),
    ],
)
def test_a_state_that_is_no_more_is_a_country_if_the_rules_name_it(
    work: Path, rules: str, country: str
) -> None:
    table = "date,type,title,who,land\n1960-01-01,visit,A,President Tito,Yugoslavia\n"
    mapped = '[map]\nactors = ["{who} ({land})", "{land}"]\n'
    rules = rules + mapped if rules.startswith("bodies") else mapped + rules
    ledger = imported(work, table, rules)
    (event,) = ledger.events
    assert [(actor.country) for actor in event.actors] == [country, country]
    assert event.actors[0].name == "President Tito"


def test_a_body_that_the_ledger_has_is_known_at_the_next_import(work: Path) -> None:
    table = "date,type,title,who,land\n1960-01-0{0},visit,{0},Tito,Yugoslavia\n"
    mapped = '[map]\nactors = "{who} ({land})"\n'
    imported(work, table.format(1), 'bodies = ["Yugoslavia"]\n' + mapped)
    ledger = imported(work, table.format(2), mapped)
    assert actors(ledger) == [[("Tito", "Yugoslavia")]] * 2


def test_an_unknown_country_is_one_error_with_its_number_of_rows(work: Path) -> None:
    rows = [f"2020-01-{day:02},call,T{day},Ann,{land}" for day, land in enumerate(
        ["Yugoslavia"] * 5 + ["Frnace", "FR", "us", "Virgin Islands"], 1
    )]  # fmt: skip
    table = "\n".join(["date,type,title,who,land", *rows]) + "\n"
    errors = refused(work, table, '[map]\nactors = "{who} ({land})"\n').splitlines()
    assert errors[0] == (
        '<stdin>: 5 rows (2, 3, 4, …): error: unknown country "Yugoslavia" in column land; in '
        'rules.toml, write bodies = ["Yugoslavia"] above the first [section] to accept it as an '
        'organisation, "Yugoslavia" = "COUNTRY" under [values.land] or missing = ["Yugoslavia"] '
        "above the first [section] to treat it as empty"
    )
    assert '"Frnace" in column land; did you mean "France"? In rules.toml, write ' in errors[1]
    assert '"Frnace" = "COUNTRY" under [values.land]' in errors[1]
    assert 'unknown country "us" in column land; did you mean "US"?' in errors[2]
    assert (
        'unknown country "Virgin Islands" in column land; did you mean "VG" (British Virgin '
        'Islands) or "VI" (US Virgin Islands)?'
    ) in errors[3]
    assert len(errors) == 5


@pytest.mark.parametrize(
    ("template", "cells", "actor"),
    [
        ("{who} ({land})", ("Jo", "NA"), ("Jo", "NA")),
        ("{who} ({land})", ("Jo", "NAM"), ("Jo", "NA")),
        ("{who} ({land})", ("Jo", " Côte d’Ivoire\u00a0"), ("Jo", "CI")),
        ("{who} ({land})", ("Jo", "Korea, Republic of"), ("Jo", "KR")),
        ("{who} ({land})", ("Jo (GW)", "FR"), ("Jo (GW)", "FR")),
        ("{who} ({land})", ("Jo (GW)", ""), ("Jo (GW)", None)),
        ("{who} (NO)", ("Jo", ""), ("Jo", "NO")),
        ("{who} ({who} {land})", ("Jo", "FR"), ("Jo (Jo FR)", None)),
        ("{who} (minister)", ("Jo", "FR"), ("Jo (minister)", None)),
        ("{who} [{land}]", ("Jo", "FR"), ("Jo [FR]", None)),
        ("{who}", ("France", "FR"), ("France", None)),
        ("who", ("EC", "FR"), ("EC", None)),
        ("{land} ({land})", ("", "France"), ("France", "FR")),
        ("{land} ({land})", ("", "BA"), ("Bosnia and Herzegovina", "BA")),
        ("{land} ({land})", ("", "USA"), ("United States", "US")),
        ("{land} ({land})", ("", "European Union"), ("European Union", "European Union")),
        ("{land}", ("", "BA"), ("BA", None)),
    ],
)
def test_only_the_bracket_of_a_template_is_a_country(
    work: Path, template: str, cells: tuple[str, str], actor: tuple[str, str | None]
) -> None:
    table = f'date,type,title,who,land\n2020,call,T,"{cells[0]}","{cells[1]}"\n'
    ledger = imported(work, table, f'[map]\nactors = "{template}"\n')
    assert actors(ledger) == [[actor]]


def test_a_column_of_countries_is_one_wherever_the_rules_use_it(work: Path) -> None:
    table = "date,type,title,who,land,host\n2020,visit,A,Jo,BA,FR\n2021,visit,B,,Bosnia,France\n"
    rules = '[map]\nactors = ["{who} ({land})", "{land}", "{host}"]\nplace_country = "host"\n'
    ledger = imported(work, table, rules)
    land, host = ("Bosnia and Herzegovina", "BA"), ("France", "FR")
    assert actors(ledger) == [[("Jo", "BA"), land, host], [land, host]]
    assert {"bosnia-and-herzegovina", "france"} <= ledger.actors.keys()


def test_a_name_of_a_country_in_another_column_is_noted(work: Path) -> None:
    table = "date,type,title,actors\n2020,call,A,Georgia; Jo\n"
    status, notes = run_table(work, table)
    assert status == 0
    assert (
        "note: 1 new actor named like a country, without a country: Georgia; for countries, use a "
        "template such as {Land} ({Land})\n"
    ) in notes


def test_a_country_of_one_row_that_is_used_for_all_is_noted(work: Path) -> None:
    table = "date,type,title,who,land\n2020,call,A,Jo,\n2021,call,B,Jo,\n2022,call,C,Jo,GW\n"
    status, notes = run_table(work, table, '[map]\nactors = "{who} ({land})"\n')
    assert status == 0
    assert "1 new actor has a country in some rows, which is used for all: jo" in notes


@pytest.mark.parametrize(
    ("cell", "initiator"),
    [("France", "FR"), ("fra", None), ("Ann", "ann"), ("IS", "is"), ("disputed", "disputed"),
     ("Iceland", "IS"), ("Nobody", None)],
)  # fmt: skip
def test_an_initiator_is_one_of_the_actors_or_else_a_country(
    work: Path, cell: str, initiator: str | None
) -> None:
    table = f"date,type,title,actors,initiator\n2020,call,A,Ann; IS,{cell}\n"
    if initiator is None:
        assert "is not one of the actors" in refused(work, table)
        return
    (event,) = imported(work, table).events
    assert event.initiator == initiator


def test_an_unknown_place_country_is_an_error(work: Path) -> None:
    table = "date,type,title,actors,place_country\n2020,call,A,Ann,West Bank\n"
    assert 'unknown country "West Bank" in column place_country' in refused(work, table)
    (event,) = imported(work, table, 'bodies = ["West Bank", "European Union"]\n').events
    assert event.place_country == "West Bank"


def test_a_body_is_not_another_name_of_a_country(work: Path) -> None:
    table = "date,type,title,who,land\n1975,call,A,Ann,Federal Republic of Germany\n"
    rules = 'bodies = "Federal Republic of Germany"\n[map]\nactors = "{who} ({land})"\n'
    assert '"Federal Republic of Germany" is a name of Germany (DE); give it a name of its own' in (
        refused(work, table, rules)
    )


def test_a_body_that_is_a_country_is_that_country(work: Path) -> None:
    table = (
        "date,type,title,who,land\n2020,call,A,Ann,Kosovo\n2020,call,B,Ben,West Bank\n"
        "2020,call,C,Cy,EU\n2020,call,D,Di,Yugoslavia\n"
    )
    rules = (
        'bodies = ["Kosovo", "West Bank", "EU", "Yugoslavia"]\n[map]\nactors = "{who} ({land})"\n'
    )
    found = [country for ((_, country),) in actors(imported(work, table, rules))]
    assert found == ["XK", "West Bank", "European Union", "Yugoslavia"]


def test_a_body_that_no_ledger_can_have_as_a_country_is_refused(work: Path) -> None:
    assert refused(work, "date\n2020\n", 'bodies = ["Yugoslavia", "--", "ZZ"]\n') == (
        'rules.toml:1: error: "--" is not a country; write a code such as "CN" or "US"\n'
        'rules.toml:1: error: "ZZ" is not an ISO 3166-1 country code; write a code such as "CN" or '
        '"US"\n'
    )


@pytest.mark.parametrize(
    ("cells", "split"),
    [
        (["FR and DE", "France and Italy"], '[" and "]'),
        (["FR and DE", "France, Italy & the Netherlands"], '[",", " and ", "&"]'),
        (["FR and DE", "China (PRC), Italy"], '[",", " and "]'),
    ],
)
def test_several_countries_in_one_cell_propose_the_split_that_works(
    work: Path, cells: list[str], split: str
) -> None:
    lines = [f'2020-01-0{at},call,T,"{cell}"\n' for at, cell in enumerate(cells, 1)]
    table = "date,type,title,land\n" + "".join(lines)
    rules = '[map]\nactors = "{land} ({land})"\n'
    assert refused(work, table, rules).splitlines()[0] == (
        '<stdin>: 2 rows (2, 3): error: "FR and DE" (and 1 other) in column land is several '
        f"countries; write split = {{ land = {split} }} above the first [section] in rules.toml"
    )
    rules += '[values.land]\n"China (PRC)" = "CN"\n'
    ledger = imported(work, table, f"split = {{ land = {split} }}\n{rules}")
    assert countries(ledger)["FR"] == sum("F" in cell for cell in cells)


def test_a_country_with_another_bracket_proposes_its_code(work: Path) -> None:
    table = "date,type,title,land\n2020,call,T,China (PRC)\n2021,call,T,Virgin Islands (x)\n"
    errors = refused(work, table, '[map]\nactors = "{land} ({land})"\n')
    assert (
        'unknown country "China (PRC)" in column land; did you mean "CN"? In rules.toml, write '
        '"China (PRC)" = "CN" under [values.land], '
    ) in errors
    assert '"Virgin Islands (x)" = "COUNTRY"' in errors


def test_countries_with_separators_in_their_names_are_one(work: Path) -> None:
    table = "date,type,title,land\n2020,call,T,Trinidad and Tobago\n2021,call,T,Atlantis and Mu\n"
    assert 'unknown country "Atlantis and Mu"' in refused(
        work, table, '[map]\nactors = "{land} ({land})"\n'
    )


MAPPED = '[map]\nactors = "who"\n'


@pytest.mark.parametrize(
    ("rules", "lines"),
    [
        (f'{MAPPED}split = ","\nmissing = ["NA"]\nsplit_place = true\n',
         {3: "split", 4: "missing"}),
        ('[keep]\ntitle = "x"\ncentury = 2000\n', {3: "century"}),
    ],
)  # fmt: skip
def test_rules_below_a_section_are_sent_to_the_top(
    work: Path, rules: str, lines: dict[int, str]
) -> None:
    errors = refused(work, "date,title\n2020,T\n", rules).splitlines()
    assert {
        f"rules.toml:{line}: error: {name} is a rule; move it above the first [section]"
        for line, name in lines.items()
    } <= {*errors}


def test_a_text_with_the_name_of_a_rule_is_replaced_if_a_cell_has_it_or_else_noted(
    work: Path,
) -> None:
    table = "date,type,title,actors\n2020,missing,T,Ann\n"
    rules = '[values.type]\nmissing = "call"\n'
    note = 'no row has "missing" in type; if it is a rule, move it above the first [section]'
    assert note in run_table(work, table.replace("missing", "call"), rules, "--dry-run")[1]
    assert note not in run_table(work, table, rules, "--dry-run")[1]
    assert imported(work, table, rules).events[0].type.id == "call"


def test_a_new_separator_joins_those_in_force_above_the_first_section(work: Path) -> None:
    table = "date,type,title,Who\n2020,call,A,Ann / Ben\n2021,call,B,Ann; Eva\n2022,call,C,Ben\n"
    rules = 'split = { Who = [";", "&"] }\n[map]\nactors = "Who"\n'
    notes = run_table(work, table, rules)[1]
    assert (
        'if so, write split = { Who = [";", "&", " / "] } above the first [section] in rules.toml'
    ) in notes


def test_a_value_in_the_place_of_a_column_is_sent_to_set(work: Path) -> None:
    table = "date,title,actors\n2020,T,Ann\n"
    assert refused(work, table, '[map]\ntype = "visit"\n') == (
        'error: type: unknown column "visit"; choose "date", "title" or "actors", or give a fixed '
        "value under [set]\n"
    )
    assert imported(work, table, '[set]\ntype = "visit"\n').events[0].type.id == "visit"


# -- a column and a constant for one field ---------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "argv"),
    [
        ('[map]\ntags="Topic"\nactors="Who"\n[set]\ntags=["b", "c"]\nactors=["Host"]\n', ()),
        ("", ("--map", "tags=Topic", "--map", "actors=Who", "--set", "tags=b; c",
              "--set", "actors=Host")),
    ],
)  # fmt: skip
def test_a_list_has_the_elements_of_its_column_and_of_set(
    work: Path, rules: str, argv: tuple[str, ...]
) -> None:
    table = "date,type,title,Who,Topic\n2020,call,A,Ann;Ben,a;b\n2020,call,B,Host,\n"
    first, second = imported(work, table, rules, *argv).events
    assert [[actor.name for actor in one.actors] for one in (first, second)] == [
        ["Ann", "Ben", "Host"],
        ["Host"],
    ]
    assert (first.tags, second.tags) == (("a", "b", "c"), ("b", "c"))


def test_a_single_value_has_a_column_or_is_set_but_not_both(work: Path) -> None:
    table = "date,type,title,actors,Kind\n2020,call,A,Ann,call\n"
    assert refused(work, table, '[map]\ntype = "Kind"\n[set]\ntype = "visit"\n') == (
        "rules.toml:2: error: type: [map] and [set] cannot be combined; use only one\n"
    )
    (event,) = imported(work, table, '[map]\ntype = "Kind"\n', "--set", "type=visit").events
    assert event.type.id == "visit"


def test_the_texts_under_values_may_have_blanks_at_their_ends(work: Path) -> None:
    table = "date,type,title,actors\n2020,Phone ,A,Ann\n2021, Phone,B,Ann\n"
    ledger = imported(work, table, '[values.type]\n"Phone " = "call"\n')
    assert [event.type.id for event in ledger.events] == ["call", "call"]


def test_a_place_from_two_columns_has_no_comma_if_one_is_empty(work: Path) -> None:
    table = (
        "date,type,title,actors,town,land\n2020-01-01,call,A,Ann,Rome,Italy\n"
        "2020-01-02,call,A,Ann,Rome,\n2020-01-03,call,A,Ann,,Italy\n2020-01-04,call,A,Ann,,\n"
    )
    ledger = imported(work, table, 'split_place = true\n[map]\nplace = "{town}, {land}"\n')
    assert [(event.place, event.place_country) for event in ledger.events] == [
        ("Rome", "IT"), ("Rome", None), (None, "IT"), (None, None),
    ]  # fmt: skip


# -- people with ids ------------------------------------------------------------------------------

PEOPLE = """date,type,title,pid,who,land
2020-01-01,visit,A,17,John Forsyth,US
2020-01-02,visit,B,18,John Forsyth,US
2020-01-03,visit,C,17,"Forsyth, John",
2020-01-04,visit,D,17;19,JOHN FORSYTH;Ann,US;FR
2020-01-05,visit,E,Q/20,Ben,
"""
IDS = '[map]\n"actors.id" = "pid"\n"actors.name" = "who"\n"actors.country" = "land"\n'


@pytest.mark.parametrize(
    "rules",
    [
        IDS,
        '[map.actors]\nid = "pid"\nname = "who"\ncountry = "{land}"\n',
        '[map]\nactors = "{who} ({land})"\n"actors.id" = "{pid}"\n',
        '[map]\n"actors.id" = ["pid"]\n"actors.name" = ["{who} ({land})"]\n',
    ],
)
def test_ids_tell_namesakes_apart_and_join_the_names_of_one_person(work: Path, rules: str) -> None:
    ledger = imported(work, PEOPLE, rules)
    ids = {event.title: [actor.id for actor in event.actors] for event in ledger.events}
    assert ids == {"A": ["17"], "B": ["18"], "C": ["17"], "D": ["17", "19"], "E": ["q-20"]}
    assert ledger.actors["17"].aliases == ("Forsyth, John",)
    assert [ledger.actors[id].country for id in ("17", "18", "19", "q-20")] == [
        "US", "US", "FR", None,
    ]  # fmt: skip
    assert counts(run_table(work, PEOPLE, rules)[1]) == (5, 0, 0, 5, 0)


def counts(notes: str) -> tuple[int, ...]:
    """The numbers of rows read, added, updated, skipped and rejected."""
    line = next(line for line in notes.splitlines() if " read from " in line)
    start, sums = line.removeprefix("note: ").split(" read from ")
    return (
        int(start.split()[0]),
        *(int(part.split()[0]) for part in sums.split(": ")[1].split(", ")),
    )


def test_a_person_is_found_by_the_id_alone_and_never_by_the_name(work: Path) -> None:
    (work / "l.toml").write_text(
        '[actors.john]\nname = "John Forsyth"\n\n[actors.19]\nname = "A. B."\n'
    )
    status, notes = run_table(work, PEOPLE, IDS)
    assert status == 0
    ledger = load([str(work / "l.toml")])
    assert {actor.id for event in ledger.events for actor in event.actors} == {
        "17", "18", "19", "q-20",
    }  # fmt: skip
    assert 'actors have other names in the file; the ledger was not changed: 19 ("Ann")' in notes


@pytest.mark.parametrize("id, name", [("17", "John Forsyth"), ("19", "A. B.")])
def test_an_id_without_a_name_is_the_person_with_this_id(work: Path, id: str, name: str) -> None:
    """The name is in another row or in the ledger."""
    (work / "l.toml").write_text('[actors.19]\nname = "A. B."\n')
    ledger = imported(work, f"{PEOPLE}2020-01-06,visit,F,{id},,\n", IDS)
    assert [actor.name for actor in ledger.events[-1].actors] == [name]


def test_an_id_without_a_name_anywhere_makes_the_row_invalid(work: Path) -> None:
    message = refused(work, f"{PEOPLE}2020-01-06,visit,F,44,,\n", IDS)
    assert 'row 7: error: the actor with the id "44" has no name; add a name to this row' in message
    assert message.count("row 7: ") == 1


def test_a_name_without_an_id_finds_the_one_person_with_that_name_in_any_order(work: Path) -> None:
    rows = ["2020-01-01,call,A,,,Ann", "2020-01-02,call,B,7,Ann,"]
    rules = '[map]\nactors = "other"\n"actors.id" = "pid"\n"actors.name" = "who"\n'
    for order in (rows, rows[::-1]):
        (work / "l.toml").write_text("")
        table = "\n".join(["date,type,title,pid,who,other", *order]) + "\n"
        assert imported(work, table, rules).actors.keys() == {"7"}


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ('[map]\n"actors.id" = "a"\n', "actors.id needs names; map actors.name"),
        ('[map]\n"actors.id" = ["a", "b"]\n"actors.name" = "a"\n', "actors.id has 2 columns"),
        ('[map]\n"actors.id" = "a"\nactors = "b"\n', 'the ids "x/1" and "x-1" both become "x-1"'),
        ('[map]\n"actors.id" = "b"\nactors = "a"\n', '"?" is not an id of an actor'),
    ],
)
def test_ids_that_cannot_be_told_apart_are_refused(work: Path, rules: str, why: str) -> None:
    table = "date,type,title,a,b\n2020,call,A,x/1,Ann\n2021,call,B,x-1,Ben\n2022,call,C,y,?\n"
    assert why in refused(work, table, rules)


# -- missing values, lists, dates and places ------------------------------------------------------


@pytest.mark.parametrize("split", [
    'split = ","', 'split = [","]', 'split = { lobby = "," }',
    'split = { lobby = [",", " and ", "&"] }',
])  # fmt: skip
def test_a_separator_inside_brackets_separates_nothing(work: Path, split: str) -> None:
    table = (
        'date,type,title,lobby\n2020,meeting,A,"Nyrstar (Vice-President, Products [x, y]), Ben"\n'
        '2021,meeting,B,"A (b, C"\n2022,meeting,C,"D), e"\n'
    )
    ledger = imported(work, table, split + '\n[map]\nactors = "lobby"\n')
    names = [[name for name, _ in some] for some in actors(ledger)]
    assert names == [
        ["Nyrstar (Vice-President, Products [x, y])", "Ben"],
        ["A (b", "C"],
        ["D)", "e"],
    ]


def test_separators_by_column_leave_other_columns_alone(work: Path) -> None:
    table = (
        "date,type,title,who,land,tags\n"
        '2020,visit,A,"Duda, Tusk and Kaczyński & Ann, ",Trinidad and Tobago,a; b and c\n'
    )
    rules = 'split = { who = [",", " and ", "&"] }\n[map]\nactors = "{who} ({land})"\n'
    (event,) = imported(work, table, rules).events
    assert [actor.name for actor in event.actors] == ["Duda", "Tusk", "Kaczyński", "Ann"]
    assert {actor.country for actor in event.actors} == {"TT"}
    assert event.tags == ("a", "b and c")


@pytest.mark.parametrize("argv", [["--split", ""], ["--split", "who=", "--split", "tags=;"]])
def test_an_empty_separator_splits_nothing(work: Path, argv: list[str]) -> None:
    table = "date,type,title,who\n2020,meeting,A,J & J; Asia\n"
    assert actors(imported(work, table, 'split = ""\n[map]\nactors = "who"\n')) == [
        [("J & J; Asia", None)]
    ]
    (work / "l.toml").write_text("")
    table = "date,type,title,who,tags\n2020,meeting,A,J & J; Asia,a\n"
    assert actors(imported(work, table, '[map]\nactors = "who"\n', *argv)) == [
        [("J & J; Asia", None)]
    ]


def test_elements_without_a_name_are_left_out(work: Path) -> None:
    table = "date,type,title,who,land\n2020,meeting,A,,FR\n2021,meeting,B,Jo;;NA; Al ,FR\n"
    rules = 'missing = "NA"\n[map]\nactors = ["{land}", "{who} ({land})"]\n'
    france = ("France", "FR")
    assert actors(imported(work, table, rules)) == [[france], [france, ("Jo", "FR"), ("Al", "FR")]]


def test_missing_texts_are_empty_in_every_column_unless_values_replace_them(work: Path) -> None:
    table = (
        "date,end,type,title,who,place,place_country,tags,score\n"
        "2020-01-01,NA,call,A,Jo, NA ,NA,NA;b,n/a\n2020-01-02,-,call,B,Jo,-,NA,-,NAN\n"
    )
    rules = (
        'missing = ["NA", "-", "n/a"]\n[map]\nactors = "who"\nend = "end"\nextra.score = "score"\n'
    )
    rules += '[values.place_country]\n"NA" = "Namibia"\n[values.score]\n"NAN" = ""\n'
    first, second = imported(work, table, rules).events
    assert (first.when.text, first.place, first.place_country, first.tags) == (
        "2020-01-01", None, "NA", ("b",),
    )  # fmt: skip
    assert (second.when.text, second.place, second.place_country, second.tags) == (
        "2020-01-02", None, "NA", (),
    )  # fmt: skip
    assert (first.extra.get("score"), second.extra.get("score")) == (None, None)


def test_names_in_the_lines_of_a_cell_are_split_by_a_rule(work: Path) -> None:
    table = 'date,type,title,who\n2020,call,A,"Ann\nBen"\n2021,call,B,"Cai\nDan\nEve"\n'
    rules = '[map]\nactors = "who"\n'
    errors = refused(work, table, rules)
    assert (
        '2 rows (2, 3): error: "Ann" (and 1 other) is the first of several lines; write '
        'split = { who = ["\\n"] } above the first [section] in rules.toml\n'
    ) in errors
    rules = 'split = { who = ["\\n"] }\n' + rules
    assert [len(event.actors) for event in imported(work, table, rules).events] == [2, 3]
    (work / "l.toml").write_text("")
    errors = refused(work, 'date,type,title,who\n2020,call,A,"(Ann\nBen)"\n', rules)
    assert "write it on one line, since brackets are not split" in errors


def test_publishers_in_a_column_of_addresses_are_read_by_a_rule(work: Path) -> None:
    table = "date,type,title,actors,Link\n2020,call,A,Jo,The Institute\n"
    table += "2021,call,B,Jo,https://e.org/1\n"
    rules = '[map]\n"sources[1].url" = "Link"\n"sources[1].publisher" = {}\n'
    assert (
        'row 2: error: the source "The Institute" is not a web address; write "The Institute" = "" '
        "under [values.Link] in rules.toml\n"
    ) in refused(work, table, rules.format('"{Link:host}"'))
    rules = rules.format('["{Link:host}", "{Link:cell}"]')
    events = imported(work, table, rules + '[values.Link]\n"The Institute" = ""\n').events
    assert [event.sources[0].publisher for event in events] == ["The Institute", "e.org"]


def test_rows_with_one_id_may_be_one_event(work: Path) -> None:
    table = "id,date,type,title,actors\nb,2020,call,A,Ann\nb,2020,call,A,Ben\n"
    assert (
        'row 3: error: the id "b" is already used by row 2, with other values; change one id, or '
        'write event = "{id}" in rules.toml if these rows are one event\n'
    ) in refused(work, table)


def test_the_objects_inside_one_object_of_json_are_named(work: Path) -> None:
    table = json.dumps({"meta": {"pages": [{"n": 1}]}, "a:b": {"rows": [{"x": 1}, {"x": 2}]}})
    status, errors = run_table(work, table, '[set]\ntype = "call"\n', format="json")
    assert status == 2
    assert (
        "note: the file is one object, with other objects in a:b.rows; to read these, write "
        'rows = "a:b.rows" in a rules file\n'
    ) in errors
    one = {
        "date": "2020",
        "type": "call",
        "title": "A",
        "actors": ["Jo"],
        "extra": {"x": []},
        "sources": [{"publisher": "AP"}, {"publisher": "AFP"}],
    }
    status, notes = run_table(work, json.dumps(one), format="json")
    assert (status, "rows =" in notes) == (0, False)


def test_a_type_of_the_rules_is_offered_for_another_spelling(work: Path) -> None:
    rules = '[map]\ntype = "Kind"\n[types.access-granted]\nlabel = "access granted"\n'
    table = "date,Kind,title,actors\n2020,access_granted,A,Jo\n2021,riddle,B,Jo\n"
    errors = refused(work, table, rules)
    assert 'write "access_granted" = "access-granted" under [values.Kind]' in errors
    assert "measure, other or access-granted" in errors


def test_numbers_of_json_are_texts(work: Path) -> None:
    record = {"id": 62999, "Y": 1815, "title": 7, "who": [2, "Ann"], "extra": {"rank": 1000}}
    rules = '[map]\ndate = "Y"\nactors = "who"\n[set]\ntype = "call"\n'
    (event,) = imported(work, json.dumps([record]), rules, format="json").events
    assert (event.id, event.when.text, event.title) == ("62999", "1815", "7")
    assert [actor.name for actor in event.actors] == ["2", "Ann"]
    assert event.extra["rank"] == 1000


def test_missing_values_of_json_are_empty(work: Path) -> None:
    record = {"date": "2020", "type": "call", "title": "A", "actors": ["Ann", "NA", " Ben "],
              "place": "NA", "n": -99, "tags": "NA"}  # fmt: skip
    rules = 'missing = ["NA", "-99"]\n[map]\nextra.n = "n"\n'
    (event,) = imported(work, json.dumps([record]), rules, format="json").events
    assert [actor.name for actor in event.actors] == ["Ann", "Ben"]
    assert (event.place, event.tags, event.extra.get("n")) == (None, (), None)


def test_the_first_column_with_a_value_is_taken(work: Path) -> None:
    table = (
        "started,appointed,type,title,short,who\n1850-01,1849,visit,Long,A,Jo\n,1851,visit,,B,Jo\n"
        "NA,1852-03,visit,-,C,Jo\n"
    )
    rules = 'missing = ["NA", "-"]\n[map]\ndate = ["started", "appointed"]\nactors = "who"\n'
    rules += 'title = ["title", "{short}!"]\n'
    events = imported(work, table, rules).events
    assert [(event.when.text, event.title) for event in events] == [
        ("1850-01", "Long"), ("1851", "B!"), ("1852-03", "C!"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("century", "dates"),
    [
        (2000, ["2025-12-31", "2069-01-02"]),
        (1900, ["1925-12-31", "1969-01-02"]),
        (1950, ["1969-01-02", "2025-12-31"]),
    ],
)
def test_years_of_two_digits_are_in_the_century_of_the_rules(
    work: Path, century: int, dates: list[str]
) -> None:
    table = "date,type,title,actors\n12/31/25,call,A,Jo\n1/2/69,call,B,Jo\n"
    rules = f'century = {century}\ndate_format = "%m/%d/%y"\n'
    assert [event.when.text for event in imported(work, table, rules).events] == dates


def test_years_of_two_digits_need_a_century_in_which_the_day_exists(work: Path) -> None:
    table = "date,type,title,actors\n2/29/00,call,A,Jo\n"
    assert "%y is ambiguous; use %Y" in refused(work, table, 'date_format = "%m/%d/%y"\n')
    rules = 'century = {}\ndate_format = "%m/%d/%y"\n'
    assert "2/29/00" in refused(work, table, rules.format(1900))
    assert "write the first of the hundred years" in refused(work, table, rules.format(20000))
    assert imported(work, table, rules.format(2000)).events[0].when.text == "2000-02-29"


@pytest.mark.parametrize(
    ("where", "country", "place", "place_country"),
    [
        ("Geneva, Switzerland", "", "Geneva", "CH"),
        ("Washington, D.C., U.S.A.", "", "Washington, D.C.", "US"),
        ("Los Angeles, CA", "", "Los Angeles, CA", None),
        ("Singapore", "", "Singapore", None),
        ("Geneva, Atlantis", "", "Geneva, Atlantis", None),
        ("Belgrade, Yugoslavia ", "", "Belgrade", "Yugoslavia"),
        ("Geneva, Switzerland", "CH", "Geneva", "CH"),
        ("Geneva, Switzerland", "France", "Geneva, Switzerland", "FR"),
        (", France", "", None, "FR"),
        ("", "", None, None),
    ],
)
def test_a_place_is_split_only_before_the_name_of_a_country(
    work: Path, where: str, country: str, place: str | None, place_country: str | None
) -> None:
    table = f'date,type,title,actors,Where,Land\n2020,call,A,Jo,"{where}",{country}\n'
    mapped = 'place = "{Where}"\nplace_country = "Land"\n'
    for rules in (f"split_place = true\n[map]\n{mapped}", f"[map]\n{mapped}split_place = true\n"):
        (work / "l.toml").write_text("")
        (event,) = imported(work, table, 'bodies = ["Yugoslavia"]\n' + rules).events
        assert (event.place, event.place_country) == (place, place_country)


def test_blanks_at_the_ends_of_a_text_are_removed(work: Path) -> None:
    table = (
        'date,type,title,actors,place,tags,summary\n2020,call," A\u00a0",Ann\u00a0; Ben ,"Rome ",'
        '"x\u00a0;\u200by","\u00a0a\n b \n"\n2021, call ,B,Ann,\ufeffRome,, \n'
    )
    first, second = imported(work, table).events
    assert (first.title, first.place, first.tags, first.summary) == (
        "A", "Rome", ("x", "y"), "a\n b\n",
    )  # fmt: skip
    assert [actor.name for actor in first.actors] == ["Ann", "Ben"]
    assert (second.place, second.summary) == ("Rome", None)


def test_a_built_in_type_is_a_contact_if_the_rules_say_so(work: Path) -> None:
    table = "date,type,title,actors\n2020,visit,A,Ann\n"
    status, notes = run_table(work, table, "[types.visit]\ncontact = true\n")
    assert status == 0
    assert "the type visit is now a contact type" in notes
    assert load([str(work / "l.toml")]).events[0].type.contact
    status, notes = run_table(work, table, "[types.visit]\ncontact = true\n")
    assert (status, counts(notes)) == (0, (1, 0, 0, 1, 0))
    status, notes = run_table(work, table, "[types.visit]\ncontact = false\n")
    assert status == 2
    assert 'type "visit" is a contact type in only one of the ledger and the rules file' in notes


# -- rows ----------------------------------------------------------------------------------------


def test_only_rows_with_a_kept_value_are_imported(work: Path) -> None:
    table = (
        "date,Kind,title,actors\n2020,Call ,A,Jo\n2021,speech,B,Jo\n2022,Meeting,C,Jo\n2023,,D,Jo\n"
    )
    rules = 'keep = { Kind = ["Call", "Meeting", "Cal"] }\n[map]\ntype = "Kind"\n'
    rules += '[values.Kind]\n"Call" = "call"\n"Meeting" = "meeting"\n'
    status, notes = run_table(work, table, rules)
    assert status == 0
    assert counts(notes) == (2, 2, 0, 0, 0)
    assert "note: 2 rows left out by the rules\n" in notes
    assert 'note: no row has "Cal" in Kind; did you mean "Call"?' in notes
    assert [event.title for event in load([str(work / "l.toml")]).events] == ["A", "C"]


def test_a_row_that_cannot_be_read_is_never_left_out(work: Path) -> None:
    table = "date,type,title,actors,Kind\n2020,call,A,Jo,x\n2021,call\n2022,call,C,Jo,y\n"
    assert "row 3: error: the row has 2 cells" in refused(work, table, 'keep = { Kind = "x" }\n')


TALKS = """talk,date,type,title,who,land,role,tags,source
1,2020-01-01,talks,T,Ann,FR,minister,a,AP
2,2020-02-01,talks,U,Ann,FR,,,AP
1,2020-01-01,talks,,Ben,DE,envoy,b;a,Xinhua
1,2020-01-01,talks,T,Ann,,,,AP
,2020-03-01,talks,V,Cai,,,,
,2020-03-02,talks,W,Cai,,,,
"""
JOINED = """[map]
actors = "{who} ({land})"
sources = "source"
extra.role = "role"
"""


@pytest.mark.parametrize("event", ['event = "{talk}"\n', 'event = "talk"\n', None, "--map"])
def test_rows_of_one_event_are_joined(work: Path, event: str | None) -> None:
    rules = (event or "") * (event != "--map") + JOINED.replace('extra.role = "role"\n', "")
    argv = ["--map", "event={talk}"] if event == "--map" else []
    rules += "" if event else 'event = "{talk}"\n'
    status, notes = run_table(work, TALKS, rules, *argv)
    assert status == 0
    assert counts(notes) == (4, 4, 0, 0, 0)
    assert "note: 6 rows joined into 4 events\n" in notes
    first = load([str(work / "l.toml")]).events[0]
    assert [(actor.name, actor.country) for actor in first.actors] == [("Ann", "FR"), ("Ben", "DE")]
    assert (first.title, first.tags) == ("T", ("a", "b"))
    assert [source.publisher for source in first.sources] == ["AP", "Xinhua"]
    assert counts(run_table(work, TALKS, rules, *argv)[1]) == (4, 0, 0, 4, 0)


def test_equal_events_with_different_texts_by_the_rule_remain_separate(work: Path) -> None:
    table = "nr,date,type,title,who\n1,2020,call,T,Ann\n2,2020,call,T,Ann\n1,2020,call,T,Ben\n"
    table += "3,2020,call,T,Ann\n,2020,call,T,Ann\n"
    rules = 'event = "{nr}"\n[map]\nactors = "who"\n'
    status, notes = run_table(work, table, rules)
    assert status == 0
    assert counts(notes) == (4, 3, 0, 1, 0)
    assert "1 row is equal to an earlier one and was skipped: 6 (as 3); " in notes
    assert counts(run_table(work, table, rules)[1]) == (4, 0, 0, 4, 0)


def test_a_value_that_differs_between_the_rows_of_one_event_names_the_rows(work: Path) -> None:
    errors = refused(work, TALKS, 'event = "{talk}"\n' + JOINED)
    assert (
        '<stdin>: row 4: error: extra.role is "envoy", but row 2 of the same event has another '
        "value; write one value for each event, or map extra.role from columns that are equal in "
        "all rows\n"
    ) in errors
    assert "2 rows (2, 5): error: is one event with the invalid row 4\n" in errors


def test_values_that_differ_between_the_rows_of_events_are_one_cause(work: Path) -> None:
    rows = "".join(f"{at},2020-01-01,call,{name}\n" for at in range(30) for name in ("Ann", "Ben"))
    rules = 'event = "{nr}"\n[map]\ntitle = "{who}: {type}"\nactors = "who"\n'
    lines = refused(work, "nr,date,type,who\n" + rows, rules).splitlines()
    assert lines[2] == (
        '<stdin>: 30 rows (3, 5, 7, …): error: title is "Ben: call", but row 2 of the same event '
        "has another value; write one value for each event, or map title from columns that are "
        "equal in all rows"
    )
    assert len(lines) == 4


def test_all_rows_of_an_event_are_rejected_together(work: Path) -> None:
    table = TALKS.replace("Ben,DE", "Ben,Atlantis")
    rules = 'event = "{talk}"\n' + JOINED.replace('extra.role = "role"\n', "")
    status, notes = run_table(work, table, rules, "--skip-bad", "--rejects", "r.csv")
    assert status == 0
    assert counts(notes) == (4, 3, 0, 0, 1)
    lines = table.splitlines(keepends=True)
    assert (work / "r.csv").read_text() == "".join([lines[0], lines[1], lines[3], lines[4]])


LONG = """id,date,type,title,actor,country,office
a,2020-01-01,call,T,Ann,France,minister
b,2020-01-02,call,U,Ann,FR,minister
a,2020-01-01,call,T,Ben,DE,envoy
"""


@pytest.mark.parametrize(
    "mapped",
    ['actors = "{actor} ({country})"\n', '"actors.name" = "actor"\n"actors.country" = "country"\n'],
)
def test_columns_named_as_in_a_long_list_can_be_mapped(work: Path, mapped: str) -> None:
    ledger = imported(work, LONG, 'event = "{id}"\n[map]\n' + mapped)
    assert actors(ledger) == [[("Ann", "FR"), ("Ben", "DE")], [("Ann", "FR")]]


def test_a_long_list_gives_the_countries_of_its_actors(work: Path) -> None:
    table = "".join(sorted(LONG.splitlines(keepends=True), key=lambda line: line[:2] != "id"))
    rows = table.splitlines(keepends=True)
    table = "".join([rows[0], rows[1], rows[3], rows[2]])
    assert actors(imported(work, table)) == [[("Ann", "FR"), ("Ben", "DE")], [("Ann", "FR")]]
    (work / "l.toml").write_text("")
    other = refused(work, table.replace("Ann,FR", "Ann,US"))
    assert "row 4: error: Ann has the country US here, but FR in an earlier row" in other
    wrong = refused(work, table.replace("DE", "Atlantis"))
    assert 'unknown country "Atlantis" in column country' in wrong


@pytest.mark.parametrize(
    "rules",
    [
        'event = "{nr}"\n', 'keep = { nr = "x" }\n', 'split = { nr = "," }\n',
        '[values.nr]\n"a" = "b"\n', '[map]\n"actors.id" = "nr"\nactors = "who"\n',
    ],
)  # fmt: skip
def test_a_rule_for_an_unknown_column_is_refused(work: Path, rules: str) -> None:
    assert 'unknown column "nr"' in refused(work, "date,who\n2020,Jo\n", rules)


def test_a_rule_above_and_under_map_is_refused(work: Path) -> None:
    rules = 'event = "{a}"\nsplit_place = true\n[map]\nevent = "{b}"\nsplit_place = false\n'
    errors = refused(work, "a,b\n1,2\n", rules)
    assert "event is given twice; give it only once" in errors
    assert "split_place is given twice; give it only once" in errors
