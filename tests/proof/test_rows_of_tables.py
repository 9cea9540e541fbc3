"""Rows of tables: each cell is compared with the event of the row."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from chrono.core.model import Ledger
from chrono.core.proof.engine import findings
from chrono.core.proof.findings import Finding
from chrono.core.proof.passages import Cell, Passage
from chrono.files.read.load import read_ledger

BUNDLED = Path(__file__).parents[2] / "data" / "events.toml"

ROUNDS = "Round | Dates | City | US side"
CONTACTS = "When | Who | Form"
HOSTS = " | Host | Opened | Commerce secretary there?"


@cache
def bundled() -> Ledger:
    return read_ledger([str(BUNDLED)], {})[1]


def row(header: str, cells: str, section: str) -> Passage:
    """A row as it is read from a file: its cells, with blanks in the place of the bars."""
    headers = [part.strip() for part in header.split("|")]
    parts = cells.split("|")
    places, start = [], 0
    for name, part in zip(headers, parts, strict=True):
        places.append(Cell(start, start + len(part), name))
        start += len(part) + 1
    return Passage("row", 0, cells.replace("|", " "), tuple(places), section)


def check(header: str, cells: str, section: str = "", day: str = "2025-12-31") -> list[Finding]:
    return findings([row(header, cells, section)], bundled(), dt.date.fromisoformat(day))


@pytest.mark.parametrize(("cells", "answers"), [
    (" 1 | 10–11 May | Geneva | Bessent, Greer ",
     [("stands", "10–11 May 2025, Geneva", "2025-05-10-geneva")]),
    (" 2 | 9–10 June | Paris | Bessent, Lutnick, Greer ",
     [("differs", "London", "2025-06-09-london")]),
    (" 4 | 14–15 September | Madrid | Bessent, Lutnick ",
     [("differs", "Scott Bessent and Jamieson Greer", "2025-09-14-madrid")]),
    (" 5 | 22–23 October | Kuala Lumpur | Bessent, Greer ",
     [("differs", "25–26 Oct 2025", "2025-10-25-kuala-lumpur")]),
    (" 4 | 28–29 July | Stockholm | Bessent, Greer ",
     [("differs", "number 3", "2025-07-28-stockholm")]),
    (" 3 | 28–29 July | Oslo | Bessent, Lutnick ", []),
    (" 6 | 3–4 December | Rome | Bessent, Greer ", []),
])  # fmt: skip
def test_a_table_of_rounds(cells: str, answers: list[tuple[str, str, str]]) -> None:
    found = check(ROUNDS, cells, "Trade rounds, year to date")
    assert [(one.verdict, one.answer, one.events[0].id) for one in found] == answers


@pytest.mark.parametrize(("cells", "answers"), [
    (" 24 Nov | Xi, Trump | phone ", ["stands 2025-11-24-xi-trump-call"]),
    (" 9 Sept | Dong Jun, Hegseth | video ", ["stands 2025-09-09-dong-hegseth-video"]),
    (" 21 Nov | Xi, Trump | phone ", []),
    (" 24 Nov | Xi, Nobody Known | phone ", []),
    (" next week | Xi, Trump | phone ", []),
])  # fmt: skip
def test_a_table_of_contacts(cells: str, answers: list[str]) -> None:
    assert [f"{one.verdict} {one.events[0].id}" for one in check(CONTACTS, cells)] == answers


@pytest.mark.parametrize(("cells", "answer"), [
    (" First round | Switzerland | May 10 | no ", "stands 2025-05-10-geneva"),
    (" Second round | Britain | June 9 | no ", "differs 2025-06-09-london"),
    (" Second round | Britain | June 9 | yes ", "stands 2025-06-09-london"),
    (" Third round | Norway | July 28 | no ", "differs 2025-07-28-stockholm"),
    (" Fourth round | Spain | Sept. 12 | no ", "differs 2025-09-14-madrid"),
])  # fmt: skip
def test_a_row_may_name_the_kind_and_who_was_there(cells: str, answer: str) -> None:
    (one,) = check(HOSTS, cells)
    assert f"{one.verdict} {one.events[0].id}" == answer


def test_a_finding_covers_the_row_without_blanks() -> None:
    cells = " 1 | 10–11 May | Geneva | Bessent, Greer "
    (one,) = check(ROUNDS, cells, "Trade rounds")
    assert cells[one.start : one.end] == cells.strip()


def test_a_row_after_the_day_of_the_text_is_not_checked() -> None:
    cells = " 5 | 25–26 October 2025 | Kuala Lumpur | Bessent, Greer "
    assert check(ROUNDS, cells, "Trade rounds", "2025-10-01") == []


@pytest.mark.parametrize(("cells", "answers"), [
    (" 9 September | – | video call | Dong Jun | Hegseth ",
     [("stands", "9 Sep 2025", "2025-09-09-dong-hegseth-video")]),
    (" 9 September | – | video call | Dong Jun | Rubio ",
     [("differs", "Pete Hegseth", "2025-09-09-dong-hegseth-video")]),
    (" 2–3 April | Shanghai | talks | PLA Navy | Indo-Pacific Command ",
     [("stands", "2–3 Apr 2025, Shanghai", "2025-04-02-mmca-shanghai")]),
])  # fmt: skip
def test_columns_under_the_names_of_countries_have_people(
    cells: str, answers: list[tuple[str, str, str]]
) -> None:
    found = check("Date | Place | Form | China | United States", cells)
    assert [(one.verdict, one.answer, one.events[0].id) for one in found] == answers


def bundled_text(text: str) -> list[tuple[str, str]]:
    day = dt.date(2025, 12, 31)
    found = findings([Passage("paragraph", 0, text)], bundled(), day)
    return [(one.verdict, one.reading) for one in found]


@pytest.mark.parametrize(("text", "verdict", "reading"), [
    ("There were seven military contacts in 2025.", "stands",
     "7 military contacts, 1 Jan–31 Dec 2025"),
    ("The two armed forces held maritime talks twice this year.", "stands",
     "2 rounds of talks, China with United States, 1 Jan–31 Dec 2025"),
    ("The two leaders had talked by phone three times this year.", "differs",
     "3 phone calls, Xi Jinping with Donald Trump, 1 Jan–31 Dec 2025"),
    ("He Lifeng has held three video calls this year.", "cannot tell",
     "3 video conferences, He Lifeng, 1 Jan–31 Dec 2025"),
    ("Xie Feng met Michael Froman of the Council on Foreign Relations on Aug. 18.", "stands",
     "in-person meeting, Xie Feng with Michael Froman, 18 Aug 2025"),
])  # fmt: skip
def test_words_of_the_bundled_ledger(text: str, verdict: str, reading: str) -> None:
    assert bundled_text(text) == [(verdict, reading)]
