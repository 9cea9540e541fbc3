"""Entries are added to and removed from a ledger's text; all other text is unchanged."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import tomli
from hypothesis import assume, given
from hypothesis import strategies as st

import scribbled
from changes import LEDGER, adding, changed, comments, new, opened, removing
from chrono.core.same_value import same_value
from chrono.files.format.new_entry import NewEntry
from chrono.files.read.source_files import parse
from chrono.files.write.apply import apply, is_in_order
from chrono.files.write.ledger_files import LedgerFiles
from samples import law

VALID = sorted((Path(__file__).parent / "ledgers" / "valid").glob("*.toml"))


NEW = NewEntry(
    "events",
    {
        "id": "new",
        "date": dt.date(2025, 2, 3),
        "type": "call",
        "title": 'A "new" one',
        "actors": ["ann", "ben"],
        "summary": "Two\nlines",
        "tags": ["a", "b"],
    },
)


def with_new(text: str, *entries: NewEntry) -> str:
    return changed(text, adding(*entries or [NEW]))


def without(text: str, id: str) -> str:
    return changed(text, removing(id))


# -- whole entries -------------------------------------------------------------------------------


@law(42)
@given(text=scribbled.ledger())
def test_adding_and_removing_an_event_gives_the_original_text(text: str) -> None:
    longer = with_new(text)
    end = "\r\n" if "\r\n" in text else "\n"
    lines = NEW.text.replace("\n", end)
    assert lines.rstrip("\r\n") in longer
    before, _, after = longer.partition(lines.rstrip("\r\n"))
    assert re.sub(r"\s", "", before + after) == re.sub(r"\s", "", text)
    assert without(longer, "new") == text


@law(45)
@given(text=scribbled.ledger(), more=st.lists(scribbled.DATES, min_size=1, max_size=4))
def test_many_events_are_added_in_the_order_of_their_dates(text: str, more: list[str]) -> None:
    additions = [
        NewEntry("events", {**NEW.fields, "id": f"n{n}", "date": tomli.loads(f"d = {date}")["d"]})
        for n, date in enumerate(more)
    ]
    before, after = opened(text), opened(with_new(text, *additions))
    was, now = before.ids("events"), after.ids("events")
    assert [id for id in now if id in was] == was
    if was == [event.id for event in before.ledger.events]:
        assert now == [event.id for event in after.ledger.events]
    text_again = after.source_files[0].text
    for n in range(len(more)):
        text_again = without(text_again, f"n{n}")
    assert text_again == text


@law(45)
@given(text=scribbled.ledger(), data=st.data())
def test_removing_takes_only_the_entrys_own_lines_and_one_blank_line_at_most(
    text: str, data: st.DataObject
) -> None:
    files = opened(text)
    linked = {link for event in files.ledger.events for link in event.follows}
    assume({*files.ids("events")} - linked)
    entry = files.entry(data.draw(st.sampled_from(sorted({*files.ids("events")} - linked))))
    shorter = without(text, entry.id)
    rest = text
    for start, end in reversed(entry.spans):
        rest = rest[:start] + rest[end:]
    assert re.sub(r"\s", "", rest) == re.sub(r"\s", "", shorter)
    assert len(rest) - len(shorter) <= len(" \t\r\n\r\n") * len(entry.spans)
    outside = comments(text)
    for comment in comments(entry.text()):
        outside.remove(comment)
    assert comments(shorter) == outside


@law(30)
@given(
    text=scribbled.ledger(),
    addition=st.sampled_from(
        [
            NewEntry("actors", {"id": "dee", "name": "Dee", "country": "US"}),
            NewEntry("types", {"id": "dinner", "label": "dinner"}),
            NewEntry("sources", {"id": "s2", "publisher": "Two", "date": "2025-02"}),
            NewEntry(
                "claims",
                {
                    "id": "c0", "by": "ann", "date": dt.date(2025, 1, 1), "statement": "none",
                    "period": "2025", "total": 0,
                },
            ),
        ]
    ),
)  # fmt: skip
def test_adding_and_removing_other_entries_gives_the_original_text(
    text: str, addition: NewEntry
) -> None:
    assert without(with_new(text, addition), f"{addition.kind}.{addition.id}") == text


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_an_event_is_added_to_and_removed_from_every_valid_ledger_of_the_corpus(path: Path) -> None:
    text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    for make in (adding(NEW), removing("new")):
        files = LedgerFiles([parse(path.name, text)])
        make(files)
        (change,) = apply(files).changes
        assert same_value(tomli.loads(change.text), change.data)
        original, text = text, change.text
        assert text != original
    assert text == path.read_bytes().decode("utf-8").removeprefix("\ufeff")


# -- where new entries go -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date, before",
    [
        ("2024", '[[events]]\nid = "a"'),
        ("2025-01-01", "# ── May ──"),
        ("2025-03", "# ── May ──"),
        ("2025-05-01", None),
        ("[2025-05-01,2025-06-01]", None),
        ("2025-05-01/2025-05-02", None),
        ("../2026", '[[events]]\nid = "a"'),
        ("2026", None),
    ],
)
def test_an_event_goes_among_its_neighbours_by_date(date: str, before: str | None) -> None:
    rest = changed(LEDGER, adding(new(date=date))).partition(new(date=date).text)[2]
    assert rest.lstrip("\n").startswith(before) if before else rest == ""


def test_an_event_in_the_month_of_the_next_one_goes_below_the_heading_of_that_month() -> None:
    event = new(date="2025-05-02")
    text = changed(LEDGER.replace("2025-05-01", "2025-05-09"), adding(event))
    assert f"# ── May ──\n\n{event.text}\n[[events]]\n" in text


def test_a_new_event_goes_to_the_end_of_a_file_that_is_not_in_order() -> None:
    event = new(date="2024-01")
    text = changed(LEDGER.replace("2025-05-01", "2024-05-01"), adding(event))
    assert text.endswith(f"\n\n{event.text}")


@pytest.mark.parametrize("wrong", ["2024-0[[", 7, None, {}])
def test_entries_without_a_valid_date_are_not_in_order(wrong: object) -> None:
    assert is_in_order([{"date": dt.date(2025, 1, 2)}, {"date": "2025-02"}])
    assert not is_in_order([{"date": wrong}])
    assert not is_in_order([{}])
    assert not is_in_order(["2025"])


def test_the_first_entry_of_a_kind_goes_where_the_kind_belongs() -> None:
    text = "# Mine.\n\n[ledger]\nversion = 1\n# ── here ──\n\n[[events]]\n" + new().text[11:]
    for kind, fields in (
        ("claims", {"by": "ann", "date": "2025", "statement": "x", "period": "2025", "total": 1}),
        ("sources", {"publisher": "P"}),
        ("types", {"label": "t"}),
        ("actors", {"name": "Ann"}),
    ):
        text = changed(text, adding(NewEntry(kind, {"id": "z", **fields})))
    headers = [line for line in text.splitlines() if line.startswith(("[", "#"))]
    assert headers == [
        "# Mine.", "[ledger]", "# ── here ──", "[actors.z]", "[types.z]", "[sources.z]",
        "[[events]]", "[[claims]]",
    ]  # fmt: skip
