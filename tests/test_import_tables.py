"""Imports of generated tables: every count equals that of the events from which they were made.

The events are made first; the table is a messy way of writing them. Nothing here reads the table.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from chrono.files.index.load import load
from replay import clean_environment, run


class Person(NamedTuple):
    """A participant; `country`: as `count --by country` names it, or None."""

    id: str
    name: str
    country: str | None = None


class Event(NamedTuple):
    """An event as it was; `date`: in EDTF."""

    date: str
    type: str
    title: str
    people: Sequence[Person]
    place: str | None
    place_country: str | None
    tags: Sequence[str]


SPELLINGS = {
    "FR": ["FR", "FRA", "France", "FRANCE", "French Republic", " France\u00a0"],
    "CI": ["CI", "CIV", "Côte d'Ivoire", "Cote d’Ivoire", "Ivory Coast"],
    "KR": ["Korea, Republic of", "South Korea", "KOR", "Korea (Republic of)"],
    "GB": ["U.K.", "UK", "United Kingdom", "GBR"],
    "TT": ["Trinidad & Tobago", "TT", "Trinidad and Tobago"],
    "NA": ["Namibia", "NAM", "Republic of Namibia"],
    "Yugoslavia": ["Yugoslavia", "YUGOSLAVIA"],
}
NAMES = [
    "IS", "BDI", "EC", "NAM", "Jordan", "Global Witness", "Global Witness (GW)", "Board (SRB)",
    "Nyrstar (Vice-President, Products; Metals)", "Zoë O’Neill", "Georgia Chad", "Mali Ltd",
    "王毅", "Wang Yi", "Müller (FRA)", "J & J", "McAndrews",
]  # fmt: skip
CITIES = [
    "Rome",
    "Geneva",
    "Washington, D.C.",
    "Los Angeles, CA",
    "St. Andrews",
    "Bandar (south, old)",
]
WORDS = {"call": ["Phone", "Tel."], "meeting": ["Treffen"], "visit": ["NA visit", "visit"]}
MISSING = ["NA", "-", "n/a"]


def make_people(random: Random) -> list[Person]:
    """People with different names, and two with the name of another."""
    codes = [*SPELLINGS, None, None]
    people = [Person(f"P/{at}", name, random.choice(codes)) for at, name in enumerate(NAMES)]
    people += [Person("q1", people[5].name, "GB"), Person("q2", people[9].name, "FR")]
    return people


def make_events(random: Random, people: Sequence[Person], number: int) -> list[Event]:
    """Events on days, in months and in years of the twentieth century."""
    events = []
    for at in range(number):
        date = f"19{random.randint(10, 99)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        place = random.choice([*CITIES, None])
        country = random.choice([*SPELLINGS, None]) if place else None
        events.append(
            Event(
                date[: random.choice((10, 10, 10, 7, 4))],
                random.choice([*WORDS]),
                f"No. {at}",
                random.sample(people, random.randint(1, 4)),
                place,
                country,
                random.sample(["trade", "arms, old", "visa"], random.randint(0, 2)),
            )
        )
    return events


def spelled(random: Random, country: str | None) -> str:
    """One of the ways in which the table writes a country."""
    return random.choice([*MISSING, ""] if country is None else SPELLINGS[country])


def where(random: Random, event: Event) -> str:
    """The cell of a place: the country's name follows a comma."""
    if event.place is None:
        return random.choice(["", *MISSING])
    names = [name for name in SPELLINGS.get(event.place_country or "", ()) if len(name) > 3]
    return f"{event.place}, {random.choice(names)} " if names else f" {event.place}"


def cells(random: Random, event: Event) -> list[str]:
    """The cells of the columns that do not depend on the participants."""
    date = event.date
    if len(date) == 10:
        date = f"{date[5:7]}/{date[8:]}/{date[2:4]}"
    elif len(date) == 7:
        date = f"{date[5:]}.{date[:4]}"
    dates = random.choice([[date, ""], ["NA", date]])
    kind = random.choice(WORDS[event.type])
    tags = " / ".join(event.tags) or random.choice(["", "-"])
    return [*dates, f"{kind} ", event.title, where(random, event), tags]


HEAD = ["began", "signed", "Kind", "What", "Where", "Tags"]
RULES = """
missing = ["NA", "-", "n/a"]
bodies = ["Yugoslavia"]
century = 1900
date_format = ["%m/%d/%y", "%m.%Y", "%Y"]
split = {split}
split_place = true
keep = {{ Kind = ["Phone", "Tel.", "Treffen", "NA visit", "visit"] }}

[map]
date = ["began", "signed"]
type = "Kind"
title = "What"
place = "{{Where}}"
tags = "Tags"
{map}
[values.Kind]
"Phone" = "call"
"Tel." = "call"
"Treffen" = "meeting"
"NA visit" = "visit"
"""
NOISE = ["", "", "speech", "No. x", "Rome", "trade"]


def in_one_row(random: Random, events: Iterable[Event]) -> tuple[list[list[str]], str]:
    """The table with lists of people in one row, and its rules."""
    rows = [[*HEAD, "Who", "Land"]]
    for event in events:
        rows.append([
            *cells(random, event),
            ("| " if random.random() < 0.5 else "|").join(one.name for one in event.people),
            "|".join(spelled(random, one.country) for one in event.people),
        ])  # fmt: skip
        if random.random() < 0.1:
            rows.append([*NOISE, "IS", "FR"])
    split = '{ Who = "|", Land = "|", Tags = " / " }'
    return rows, RULES.format(split=split, map='actors = "{Who} ({Land})"\n')


def in_columns(random: Random, events: Iterable[Event]) -> tuple[list[list[str]], str]:
    """The table with a column for each of four people, some of them empty, and its rules."""
    numbers = range(1, 5)
    rows = [[*HEAD, *(f"{name} {at}" for at in numbers for name in ("who", "land"))]]
    for event in events:
        pairs = [(one.name, spelled(random, one.country)) for one in event.people]
        pairs += [(random.choice(["", "-"]), random.choice(["", "FR", "NA"]))] * (4 - len(pairs))
        random.shuffle(pairs)
        rows.append([*cells(random, event), *(cell for pair in pairs for cell in pair)])
    templates = ", ".join(f'"{{who {at}}} ({{land {at}}})"' for at in numbers)
    return rows, RULES.format(split='{ Tags = " / ", ' + ", ".join(
        f'"who {at}" = ""' for at in numbers
    ) + " }", map=f"actors = [{templates}]\n")  # fmt: skip


def in_several_rows(random: Random, events: Iterable[Event]) -> tuple[list[list[str]], str]:
    """The table with a row for each participant, in any order, and its rules."""
    rows = []
    for number, event in enumerate(events):
        for at, one in enumerate(event.people):
            own = cells(random, event)
            if at and random.random() < 0.5:  # a cell may be given once
                own[3:] = ["", "-", "NA"]
            rows.append([*own, f"event {number}", one.id, one.name, spelled(random, one.country)])
    random.shuffle(rows)
    mapped = '"actors.id" = "id"\n"actors.name" = "who"\n"actors.country" = "{land}"\n'
    rules = 'event = "{key}"\n' + RULES.format(split='{ who = "", Tags = " / " }', map=mapped)
    return [[*HEAD, "key", "id", "who", "land"], *rows], rules


def counted(values: Iterable[str | None]) -> Counter[str]:
    return Counter(value for value in values if value)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("form", [in_one_row, in_columns, in_several_rows])
def test_every_count_of_an_imported_table_is_that_of_its_events(
    form: object, seed: int, tmp_path: Path
) -> None:
    random = Random(f"{form.__name__} {seed}")  # type: ignore[attr-defined]
    people = make_people(random)
    by_id = form is in_several_rows
    events = make_events(random, people if by_id else people[:-2], 150)
    table, rules = form(random, events)  # type: ignore[operator]
    text = io.StringIO()
    csv.writer(text).writerows(table)
    (tmp_path / "t.csv").write_text(text.getvalue(), encoding="utf-8")
    (tmp_path / "r.toml").write_text(rules, encoding="utf-8")
    (tmp_path / "l.toml").write_text("")
    ran = run(
        "-f", "l.toml", "import", "t.csv", "--rules", "r.toml",
        folder=tmp_path, environment=clean_environment(tmp_path),
    )  # fmt: skip
    assert ran.status == 0, ran.err[:2000]
    ledger = load([str(tmp_path / "l.toml")])
    found = ledger.events
    assert len(found) == len(events)
    assert counted(event.when.text[:4] for event in found) == counted(e.date[:4] for e in events)
    assert counted(event.when.text for event in found) == counted(e.date for e in events)
    assert counted(event.type.id for event in found) == counted(e.type for e in events)
    assert counted(event.place for event in found) == counted(e.place for e in events)
    assert counted(e.place_country for e in found) == counted(e.place_country for e in events)
    assert counted(t for e in found for t in e.tags) == counted(t for e in events for t in e.tags)
    assert counted(c for e in found for c in {one.country for one in e.actors}) == counted(
        c for e in events for c in {one.country for one in e.people}
    )
    if by_id:
        ids = counted(one.id for event in found for one in event.actors)
        assert ids == counted(one.id.lower().replace("/", "-") for e in events for one in e.people)
    names = counted(one.name for event in found for one in event.actors)
    assert names == counted(one.name for event in events for one in event.people)
