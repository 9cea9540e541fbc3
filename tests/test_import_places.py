"""Names of countries that mean two countries, or a country and a region, are not guessed."""

from __future__ import annotations

from pathlib import Path

from test_import_rules import actors, imported, refused, run_table, work

__all__ = ["work"]

HEAD = "date,type,title,who,land,place\n"
MAP = '[map]\nactors = "{who} ({land})"\n'


def test_korea_alone_is_neither_north_nor_south_korea(work: Path) -> None:
    table = f"{HEAD}2025,call,A,Ann,Korea,\n"
    errors = refused(work, table, MAP)
    assert (
        'unknown country "Korea" in column land; did you mean "KR" (South Korea) or "KP" (North '
        'Korea)? In rules.toml, write "Korea" = "COUNTRY" under [values.land]'
    ) in errors
    ledger = imported(work, table, f'{MAP}[values.land]\n"Korea" = "KP"\n')
    assert actors(ledger) == [[("Ann", "KP")]]


def test_congo_is_the_country_that_the_standard_calls_congo_with_a_note(work: Path) -> None:
    table = f'{HEAD}2025,call,A,Ann,Congo,"Goma, Congo"\n2024,call,B,Ben,Congo,"Kinshasa, Congo"\n'
    rules = f"split_place = true\n{MAP}"
    _, notes = run_table(work, table, rules)
    note = (
        '"Congo" was read as Congo (CG); where it is Democratic Republic of the Congo (CD), write'
    )
    assert f'note: {note} "Congo" = "CD" under [values.land] in rules.toml\n' in notes
    new = '"Goma, Congo" = "Goma, Democratic Republic of the Congo" under [values.place]'
    assert f"note: {note} {new} in rules.toml\n" in notes
    (work / "l.toml").write_text("")
    replaced = '[values.land]\nCongo = "CD"\n[values.place]\n"Goma, Congo" = "Goma, DR Congo"\n'
    ledger = imported(work, table, rules + replaced)
    assert [event.place_country for event in ledger.events] == ["CD", "CD"]
    assert actors(ledger) == [[("Ann", "CD")], [("Ben", "CD")]]
    (work / "l.toml").write_text("")
    assert "was read as" not in run_table(work, table, rules + replaced)[1]


def test_a_place_that_ends_with_a_name_of_two_countries_is_refused(work: Path) -> None:
    table = f'{HEAD}2025,call,A,Ann,FR,"Seoul, Korea"\n2024,call,B,Ben,FR,"Busan, Korea"\n'
    errors = refused(work, table, f"split_place = true\n{MAP}")
    assert (
        'place "Seoul, Korea" (and 1 other) ends with a name of South Korea and North Korea; write '
        '"Seoul, Korea" = "Seoul, South Korea" or "Seoul, North Korea" under [values.place] in '
        "rules.toml\n"
    ) in errors
    mapped = "split_place = true\n[map]\nplace_country = 'land'\nactors = 'who'\n"
    assert imported(work, table, mapped).events[0].place == "Busan, Korea"


def test_a_place_that_ends_with_a_name_of_a_country_and_a_region_is_refused(work: Path) -> None:
    table = f'{HEAD}2025,call,A,Ann,FR,"Atlanta, Georgia"\n2024,call,B,Ben,FR,"Tbilisi, Georgia"\n'
    mapped = "[map]\nactors = 'who'\n"
    errors = refused(work, table, f"split_place = true\n{mapped}")
    assert (
        "ends with the name of a country (GE) and of a region (US); if it is the country, write "
        'bodies = ["Georgia"] above the first [section] in rules.toml; if it is the region, write '
        '"Atlanta, Georgia" = "Atlanta, Georgia, United States" under [values.place]\n'
    ) in errors
    atlanta = '[values.place]\n"Atlanta, Georgia" = "Atlanta, Georgia, United States"\n'
    rules = f'split_place = true\nbodies = ["Georgia"]\n{mapped}{atlanta}'
    places = [(event.place, event.place_country) for event in imported(work, table, rules).events]
    assert places == [("Tbilisi", "GE"), ("Atlanta, Georgia", "US")]


def test_a_column_of_its_own_has_countries_and_not_regions(work: Path) -> None:
    table = f"{HEAD}2025,call,A,Ann,Georgia,Tbilisi\n"
    rules = 'split_place = true\n[map]\nplace = "{place}, {land}"\nactors = "who"\n'
    [event] = imported(work, table, rules).events
    assert (event.place, event.place_country) == ("Tbilisi", "GE")
