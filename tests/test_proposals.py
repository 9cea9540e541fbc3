"""Columns are proposed for fields in tables of several languages, and for the right facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tomli

from chrono.files.merge.columns import date_in_words
from chrono.files.merge.foreign_months import in_english
from test_import_rules import actors, imported, run_table, work
from test_suggestion import accepted, chrono, folder_with, rules_of

__all__ = ["work"]

FOREIGN = {
    "German": (
        "Datum;Beteiligte;Art;Ort\n"
        "3. Februar 2025;Ann Ash, Ben Birch;Treffen;Berlin\n"
        "14. März 2025;Ben Birch;Telefonat;\n"
    ),
    "Chinese": (
        "日期,参与者,类型,地点\n2025年2月3日,Ann Ash、Ben Birch,会见,Berlin\n"
        "2025年3月14日,Ben Birch,电话,\n"
    ),
    "Spanish": (
        "Fecha,Participantes,Tipo,Lugar\n"
        '3 de febrero de 2025,"Ann Ash, Ben Birch",reunión,Berlin\n'
        "14 de marzo de 2025,Ben Birch,llamada,\n"
    ),
    "French": (
        "Date de début\tInvités\tNature\tLieu\n"
        "3 février 2025\tAnn Ash, Ben Birch\trencontre\tBerlin\n"
        "14 mars 2025\tBen Birch\tentretien téléphonique\t\n"
    ),
    "Russian": (
        "Дата,Участники,Тип,Место\n"
        '3 февраля 2025 г.,"Ann Ash, Ben Birch",встреча,Berlin\n'
        "14 марта 2025 г.,Ben Birch,телефонный разговор,\n"
    ),
}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_table_with_another_language_is_imported_by_its_proposals(
    work: Path, language: str
) -> None:
    ledger = imported(work, FOREIGN[language], accepted(rules_of(FOREIGN[language])))
    assert [(e.when.text, e.type.id, e.place) for e in ledger.events] == [
        ("2025-02-03", "meeting", "Berlin"), ("2025-03-14", "call", None),
    ]  # fmt: skip
    assert [[one.name for one in event.actors] for event in ledger.events] == [
        ["Ann Ash", "Ben Birch"], ["Ben Birch"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("du 3 au 5 mars 2025", "2025-03-03/2025-03-05"),
        ("3.–5. März 2025", "2025-03-03/2025-03-05"),
        ("28. Februar bis 2. März 2025", "2025-02-28/2025-03-02"),
        ("1er avril 2025", "2025-04-01"),
        ("Oktober 2025", "2025-10"),
        ("15 de octubre", None),
    ],
)
def test_months_of_other_languages_are_read(text: str, date: str | None) -> None:
    assert date_in_words(text) == date


@pytest.mark.parametrize("text", ["3 March 2025", "Mars rover", "listopad 2025", "2025", ""])
def test_other_texts_are_not_translated(text: str) -> None:
    assert in_english(text).replace("March rover", "Mars rover") == text


UNKNOWN = "Päivä,Kuka\n2025-02-03,Ann\n2025-02-04,Ben\n"


def test_a_column_with_an_unknown_name_has_an_example_and_a_line_to_fill_in() -> None:
    rules = rules_of(UNKNOWN)
    assert '#date = "Päivä"  # 2 cells with 2 dates, such as "2025-02-03"\n' in rules
    assert '#extra.kuka = "Kuka"  # 2 cells with 2 texts, such as "Ann"\n' in rules
    for field in ("title", "actors"):
        assert (
            f'# {field} = "COLUMN"  # required; replace COLUMN by the name of a column, and delete '
            'the first "# "\n'
        ) in rules


def test_the_message_on_missing_columns_names_only_columns_of_the_table(tmp_path: Path) -> None:
    ran = chrono(folder_with(tmp_path, UNKNOWN), "import", "t.csv")
    assert ran.status == 2
    assert ran.err == (
        'error: no column for date, type, title or actors; the columns are "Päivä" and "Kuka". To '
        "map the columns with a rules file, run `chrono import t.csv --suggest --output "
        "rules.toml`, edit rules.toml, and run `chrono import t.csv --rules rules.toml -f l.toml`. "
        "To map them with options, add an option for each field, such as `--map 'date=Päivä'`. If "
        "a field has one value for all rows, add `--set FIELD=VALUE` instead, such as "
        "`--set type=meeting`\n"
    )


def test_the_commands_of_the_message_have_the_options_that_read_the_file(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "t.txt").write_text(json.dumps({"day": "2025", "visitor": {"name": "Ann"}}))
    ran = chrono(tmp_path, "import", "t.txt", "--from", "json")
    assert "`chrono import t.txt --from json --suggest --output rules.toml`" in ran.err
    assert "--map actors=visitor.name" in ran.err


def test_a_calendar_gets_no_command_that_refuses_it(tmp_path: Path) -> None:
    (tmp_path / "l.toml").write_text("")
    (tmp_path / "a.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A\r\n"
        "DTSTART:20250203T090000Z\r\nATTENDEE;CN=Ann:mailto:a@e.org\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )
    ran = chrono(tmp_path, "import", "a.ics")
    assert "--suggest" not in ran.err
    assert ". Add an option for each field, such as `--map actors=ATTENDEE`. If a" in ran.err
    ran = chrono(tmp_path, "import", "a.ics", "--map", "actors=ATTENDEE", "--set", "type=meeting")
    assert ran.status == 0


VISITS = """Date,Guest,Country,City
2025-01-02,Ann,France,Rome
2025-01-03,Ben,Italy,Rome
2025-01-04,Ann,France,Bonn
"""
PLACES = VISITS.replace("Ben,Italy,Rome", "Ben,France,Rome").replace("France,Bonn", "Germany,Bonn")
UNCLEAR = "Date,Guest,Country,City\n2025-01-02,Ann,France,Rome\n2025-01-03,Ben,Italy,Bonn\n"


@pytest.mark.parametrize(
    ("table", "people", "place", "note"),
    [
        (VISITS, "{Guest} ({Country})", None,
         '# If Country has the countries of the places, write actors = "Guest" and '
         'place_country = "Country" instead.'),
        (PLACES, "Guest", "Country", None),
        (UNCLEAR, "Guest", "Country",
         '# If Country has the countries of Guest, write actors = "{Guest} ({Country})" instead.'),
        (VISITS.replace("Country", "Guest country"), "{Guest} ({Guest country})", None, None),
        (VISITS.replace("Country", "Host country"), "Guest", "Host country", None),
    ],
)  # fmt: skip
def test_countries_are_those_of_the_people_or_of_the_places(
    table: str, people: str, place: str | None, note: str | None
) -> None:
    text = rules_of(table)
    rules = tomli.loads(accepted(text))
    assert (rules["map"]["actors"], rules["map"].get("place_country")) == (people, place)
    lines = [line for line in text.splitlines() if line.startswith("# If Country")]
    assert lines == ([note] if note else [])


def test_numbered_columns_of_people_are_proposed_together(work: Path) -> None:
    table = (
        (
            "date,Actor1Code,Actor1Name,Actor1CountryCode,Actor2Name,Actor2CountryCode,"
            "ActionGeo_FullName,IsRootEvent\n"
            'x,GOV,ANN,USA,BEN,FRA,"Rome, Italy",1\n,GOV,,,CY,DEU,Bonn,0\n'
        )
        .replace("x,", "2025-01-02,")
        .replace("\n,G", "\n2025-01-03,G")
    )
    rules = accepted(rules_of(table))
    assert tomli.loads(rules)["map"] == {
        "date": "date", "title": ["Actor1Name", "Actor2Name"], "place": "ActionGeo_FullName",
        "actors": ["{Actor1Name} ({Actor1CountryCode})", "{Actor2Name} ({Actor2CountryCode})"],
        "extra": {"actor1code": "Actor1Code", "isrootevent": "IsRootEvent"},
    }  # fmt: skip
    ledger = imported(work, table, rules)
    assert actors(ledger) == [[("ANN", "US"), ("BEN", "FR")], [("CY", "DE")]]


@pytest.mark.parametrize(
    "header", ["published,occurred_on", "publishedAt,date", "Date added,Held on", "created,Day"]
)
def test_the_date_of_publication_is_not_that_of_the_event(header: str) -> None:
    rules = rules_of(f"{header},Who\n2025-01-05,2025-01-02,Ann\n2025-01-06,2025-01-03,Ben\n")
    assert tomli.loads(accepted(rules))["map"]["date"] == header.split(",")[1]


def test_a_name_of_a_country_in_another_language_is_no_organisation() -> None:
    rules = rules_of("Date,Lieu,Pays\n2025-01-02,Pékin,Chine\n2025-01-03,Nice,France\n")
    assert '# "Chine" = "COUNTRY"  # 1 cell\n' in rules
    assert "bodies" not in rules


def test_a_country_with_a_bracket_is_replaced_by_its_code() -> None:
    rules = accepted(rules_of("Place,Country\nRome,Holy See (Vatican City)\nBonn,Germany\n"))
    assert tomli.loads(rules)["values"]["Country"] == {"Holy See (Vatican City)": "VA"}
    assert "bodies" not in rules


FIPS = """date,type,title,who,where,code
2025-01-02,call,A,Ann,"Beijing, China",CH
2025-01-03,call,B,Ann,"Paris, France",FR
2025-01-04,call,C,Ben,"Bonn, Germany",GM
2025-01-05,call,D,Ben,"Atlanta, Georgia",US
"""


def test_a_place_that_ends_with_another_country_is_named(work: Path) -> None:
    rules = '[map]\nactors = "who"\nplace = "where"\nplace_country = "code"\n'
    rules += '[values.code]\n"GM" = "DE"\n'
    status, notes = run_table(work, FIPS, rules)
    assert status == 0
    assert (
        'note: 1 place ends with another country than place_country: "Beijing, China" is in '
        "Switzerland (CH); codes must be those of ISO 3166-1\n"
    ) in notes


def test_codes_of_another_system_are_not_proposed() -> None:
    table = FIPS.replace("code", "country").replace("FR", "IT")
    assert "place_country" not in tomli.loads(accepted(rules_of(table)))["map"]
    table = table.replace("CH\n", "CN\n").replace(",IT", ",FR").replace("GM", "DE")
    assert tomli.loads(accepted(rules_of(table)))["map"]["place_country"] == "country"


def test_empty_cells_beside_an_empty_date_are_filled_together() -> None:
    rules = rules_of("Nr,Date,Who,Kind\n1,2025-01-02,Ann,call\n,,Ben,\n2,2025-01-03,Ann,\n")
    assert '# fill_down = ["Nr", "Date", "Kind"]\n' in rules


def test_a_file_in_another_encoding_gets_a_command(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "")
    (folder / "a b.csv").write_bytes("Ort\nMünchen\n".encode("latin-1"))
    ran = chrono(folder, "import", "a b.csv")
    assert (ran.status, ran.err) == (3, (
        "a b.csv:2: error: this file is not valid UTF-8 (byte 0xfc); save it as UTF-8; for a file "
        "of an older spreadsheet program, run `iconv -f windows-1252 -t utf-8 'a b.csv' > "
        "new.csv`\n"
    ))  # fmt: skip


def test_a_document_is_no_table(tmp_path: Path) -> None:
    ran = chrono(folder_with(tmp_path, ""), "import", "a.md")
    assert (ran.status, ran.err) == (3, (
        "a.md: error: .md files cannot be read; copy the table into a spreadsheet program, and "
        "save it as xlsx or csv\n"
    ))  # fmt: skip
