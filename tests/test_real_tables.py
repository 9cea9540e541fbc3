"""Published tables, imported: every count equals the count of the csv by other means."""

from __future__ import annotations

import csv
import datetime as dt
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from replay import clean_environment, run

TABLES = Path(__file__).parent / "tables"
CODES = {
    "Argentina": "AR", "Australia": "AU", "Austria": "AT", "Bangladesh": "BD", "Belgium": "BE",
    "Bulgaria": "BG", "Burma": "MM", "Byelorussia": "BY", "Cambodia": "KH", "Canada": "CA",
    "Ceylon (Sri Lanka)": "LK", "Chile": "CL", "China, People’s Republic of": "CN",
    "Colombia": "CO", "Cuba": "CU", "Czech Republic": "CZ", "Czechia": "CZ", "Denmark": "DK",
    "Denmark (Greenland)": "GL", "Ecuador": "EC", "Egypt": "EG", "Eswatini": "SZ",
    "Finland": "FI", "France": "FR", "Germany": "DE", "Germany, Federal Republic of": "DE",
    "Ghana": "GH", "Guatemala": "GT", "Iceland": "IS", "India": "IN", "Indonesia": "ID",
    "Iraq": "IQ", "Israel": "IL", "Japan": "JP", "Jordan": "JO", "Kazakhstan": "KZ",
    "Kenya": "KE", "Korea": "KR", "Korea, North": "KP", "Korea, Republic of": "KR",
    "Kuwait": "KW", "Kyrgyzstan": "KG", "Mauritania": "MR", "Mauritius": "MU", "Mexico": "MX",
    "Morocco": "MA", "Netherlands": "NL", "Nicaragua": "NI", "Nigeria": "NG", "Oman": "OM",
    "Pakistan": "PK", "Portugal": "PT", "Qatar": "QA", "Romania": "RO", "Russia": "RU",
    "Seychelles": "SC", "Siam (Thailand)": "TH", "Singapore": "SG", "Spain": "ES", "Sudan": "SD",
    "Syria": "SY", "Tajikistan": "TJ", "Thailand": "TH", "Tunisia": "TN", "Turkey": "TR",
    "Tuvalu": "TV", "Uganda": "UG", "United Kingdom": "GB", "United States": "US",
    "Vatican City": "VA", "Vietnam": "VN",
}  # fmt: skip
"""What the tables call a country -> its code; other words are bodies."""

Rows = list[dict[str, str]]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    (tmp_path / "ledger.toml").touch()
    return tmp_path


def chrono(work: Path, *argv: str) -> tuple[str, str]:
    """Run a command on the ledger, and return its output and its notes."""
    ran = run("-f", "ledger.toml", *argv, folder=work, environment=clean_environment(work))
    assert ran.status == 0, ran.err
    return ran.out, ran.err


def imported(work: Path, table: str, rules: str, *argv: str) -> str:
    """Import a table, and return the notes."""
    files = str(TABLES / f"{table}.csv"), "--rules", str(TABLES / f"{rules}.toml")
    return chrono(work, "import", *files, *argv)[1]


def rows_of(table: str) -> Rows:
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def counted(work: Path, by: str) -> Counter[str]:
    """Return what `chrono count --by` prints, without zeros."""
    lines = chrono(work, "count", "--all", "--by", by)[0].splitlines()
    pairs = (line.split("\t") for line in lines)
    return Counter({key: int(number) for key, number in pairs if number != "0"})


def plain(name: str) -> str:
    """Return a name without case and accents."""
    letters = unicodedata.normalize("NFKD", name.strip())
    return "".join(each for each in letters if not unicodedata.combining(each)).lower()


def by_name(counts: Mapping[str, int]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for name, number in counts.items():
        totals[plain(name)] += number
    return totals


def country(word: str) -> str:
    return CODES.get(word.strip(), word.strip())


def each(parts: Iterable[set[str]]) -> Counter[str]:
    return Counter(part for some in parts for part in some)


def check_travels(work: Path, rows: Rows) -> None:
    """Compare the counts of the ledger by year, country, place and person with those of rows."""
    assert counted(work, "year") == Counter(row["start_date"][:4] for row in rows)
    two = ({country(row["from_country"]), country(row["country"])} for row in rows)
    assert counted(work, "country") == each(two)
    assert counted(work, "place-country") == Counter(country(row["country"]) for row in rows)
    places = (row["locale"].strip() for row in rows)
    assert counted(work, "place") == Counter(filter(None, places))
    people = Counter(plain(row["traveller"]) for row in rows)
    by_actor = by_name(counted(work, "actor"))
    assert {name: by_actor[name] for name in people} == people
    assert sum(by_actor.values()) == 2 * len(rows)


@pytest.mark.slow
def test_a_later_version_of_the_visits_gives_its_own_counts(work: Path) -> None:
    earlier, later = rows_of("visits-2021-11"), rows_of("visits-2025-04")
    ids = {row["event_id"] for row in later}
    gone = [row for row in earlier if row["event_id"] not in ids]
    assert [row["event_id"] for row in gone] == ["hat-visit-2974"]
    assert "80 added" in imported(work, "visits-2021-11", "visits")
    check_travels(work, earlier)
    chrono(work, "edit", "hat-visit-416", "--set", "tags+=checked", "--set", "notes=See the file.")
    notes = imported(work, "visits-2025-04", "visits", "--on-duplicate", "update")
    assert "15 added, 28 updated, 51 skipped, 0 rejected" in notes
    assert '1 event from the earlier import "visits" is not in this file: hat-visit-2974; ' in notes
    check_travels(work, [*later, *gone])
    listed, _ = chrono(work, "list", "1980-08-25", "--fields", "id,actors,tags,notes")
    assert listed == (
        "hat-visit-416\tPresident Ziaur Rahman; United States\tleaders; checked\tSee the file.\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "table, rules",
    [("visits-2025-04", "visits"), ("secretaries-travels", "secretaries"),
     ("newsroom-edtf", "newsroom")],
)  # fmt: skip
def test_sound_tables_have_no_far_dates_and_no_second_spellings(
    work: Path, table: str, rules: str
) -> None:
    imported(work, table, rules, "--skip-bad", "--rejects", "bad.csv")
    found = json.loads(chrono(work, "check", "--all", "-o", "json")[0])
    assert not {"outside", "far-date", "spelling"} & {problem["rule"] for problem in found}


@pytest.mark.slow
def test_versions_of_the_visits_in_turn_equal_a_first_import_of_the_last(work: Path) -> None:
    for argv in (["visits-2021-11"], ["visits-2025-04", "--on-duplicate", "update"]):
        imported(work, argv[0], "visits", *argv[1:], "--on-missing", "remove")
    check_travels(work, rows_of("visits-2025-04"))
    in_turn = (work / "ledger.toml").read_text()
    (work / "in-turn.toml").write_text(in_turn)
    (work / "ledger.toml").write_text("")
    imported(work, "visits-2025-04", "visits")
    ran = run(
        "diff", "ledger.toml", "in-turn.toml", folder=work, environment=clean_environment(work)
    )
    assert {tuple(line.split("\t")[:2]) for line in ran.out.splitlines()} == {
        ("actor", "added"),  # corrected names of people, whom no event names any more
    }
    (work / "ledger.toml").write_text(in_turn)
    imported(work, "visits-2025-04", "visits", "--on-duplicate", "update")
    assert (work / "ledger.toml").read_text() == in_turn


@pytest.mark.slow
def test_the_travels_of_the_secretaries_are_counted_as_in_the_table(work: Path) -> None:
    imported(work, "secretaries-travels", "secretaries")
    check_travels(work, rows_of("secretaries-travels"))


@pytest.mark.slow
def test_dates_in_edtf_are_imported_as_the_newsroom_wrote_them(work: Path) -> None:
    rows = rows_of("newsroom-edtf")
    bad = ("--skip-bad", "--rejects", "bad.csv")
    notes = imported(work, "newsroom-edtf", "newsroom", *bad)
    assert 'url "hhttps://' in notes
    assert "is equal to an earlier one and was skipped: 58 (as 57)" in notes
    unique = list({tuple(row.values()): row for row in rows}.values())
    good = [row for row in unique if row["source"].startswith("http")]
    assert len(good) == len(rows) - 2
    dates, _ = chrono(work, "list", "--fields", "date")
    assert Counter(dates.splitlines()) == Counter(row["date"] for row in good)
    assert counted(work, "tag") == Counter(row["type"] for row in good)
    names = ({*map(str.strip, row["named"].split(",")), row["agency"]} - {""} for row in good)
    assert counted(work, "actor") == each(names)
    for day in {row["date"][:10] for row in good if row["date"].endswith("~")}:
        near = [
            (dt.date.fromisoformat(row["date"][:10]) - dt.date.fromisoformat(day)).days
            if row["date"].endswith("~") or row["date"] == day
            else 2
            for row in good
        ]
        exact = sum(row["date"] == day for row in good)
        possible = sum(abs(days) < 2 for days in near)
        total, _ = chrono(work, "count", day, "--all", "--total")
        assert total == (f"{exact}..{possible}\n" if possible > exact else f"{exact}\n")
    before = (work / "ledger.toml").read_text()
    (work / "bad.csv").unlink()
    assert "0 added" in imported(work, "newsroom-edtf", "newsroom", *bad)
    assert (work / "ledger.toml").read_text() == before
