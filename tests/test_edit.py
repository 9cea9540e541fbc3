"""An edit touches its own lines and nothing else: laws over ledgers in every layout."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import tomli
from hypothesis import assume, event, given
from hypothesis import strategies as st

import scribbled
from chrono.core.diff import same
from chrono.errors import UsageError
from chrono.files.format.new_entry import NewEntry
from chrono.files.read.source_files import Diagnostics, parse
from chrono.files.toml.blocks import TOKEN
from chrono.files.toml.set_value import Unwritable
from chrono.files.write.apply import apply
from chrono.files.write.edit import WordEdit
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver
from chrono.files.write.transaction import Make, prove
from replay import ROOT
from samples import law

SHIPPED = ROOT / "data" / "events.toml"
VALID = sorted((Path(__file__).parent / "ledgers" / "valid").glob("*.toml"))


def opened(text: str) -> LedgerFiles:
    files = LedgerFiles([parse("l.toml", text, Diagnostics())])
    assert files.ledger  # it is valid
    return files


def changed(text: str, make: Make) -> str:
    """The text after a change that is proved."""
    files = opened(text)
    make(files)
    return prove(files, apply(files)).text


def comments(text: str) -> list[str]:
    return sorted(token[0].rstrip() for token in TOKEN.finditer(text) if token[0].startswith("#"))


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
    return changed(text, lambda files: files.add(entries or [NEW]))


def without(text: str, id: str) -> str:
    return changed(text, lambda files: files.entry(id).remove())


# -- whole entries -------------------------------------------------------------------------------


@law(42)
@given(text=scribbled.ledger())
def test_what_is_added_is_put_between_two_lines_and_taken_away_again(text: str) -> None:
    longer = with_new(text)
    end = "\r\n" if "\r\n" in text else "\n"
    lines = NEW.text.replace("\n", end)
    assert lines.rstrip("\r\n") in longer
    before, _, after = longer.partition(lines.rstrip("\r\n"))
    assert re.sub(r"\s", "", before + after) == re.sub(r"\s", "", text)
    assert without(longer, "new") == text


@law(45)
@given(text=scribbled.ledger(), more=st.lists(scribbled.DATES, min_size=1, max_size=4))
def test_many_are_added_at_once_and_in_the_order_of_their_dates(text: str, more: list[str]) -> None:
    additions = [
        NewEntry("events", {**NEW.fields, "id": f"n{n}", "date": tomli.loads(f"d = {date}")["d"]})
        for n, date in enumerate(more)
    ]
    before, after = opened(text), opened(with_new(text, *additions))
    was, now = before.ids("events"), after.ids("events")
    assert [id for id in now if id in was] == was
    if was == [event.id for event in before.ledger.events]:
        assert now == [event.id for event in after.ledger.events]
    text_again = after.source_files[0].written
    for n in range(len(more)):
        text_again = without(text_again, f"n{n}")
    assert text_again == text


@law(45)
@given(text=scribbled.ledger(), data=st.data())
def test_removing_takes_the_things_own_lines_and_a_blank_one_at_most(
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
def test_what_is_no_event_is_added_and_taken_away_likewise(text: str, addition: NewEntry) -> None:
    assert without(with_new(text, addition), f"{addition.kind}.{addition.id}") == text


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_every_valid_ledger_of_the_corpus_takes_an_event_and_gives_it_back(path: Path) -> None:
    text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    adding: Make = lambda files: files.add([NEW])  # noqa: E731
    removing: Make = lambda files: files.entry("new").remove()  # noqa: E731
    for make in (adding, removing):
        files = LedgerFiles([parse(path.name, text, Diagnostics())])
        make(files)
        pending = apply(files)
        assert same(tomli.loads(pending.text), pending.data)
        original, text = text, pending.text
        assert text != original
    assert text == path.read_bytes().decode("utf-8").removeprefix("\ufeff")


# -- one value -----------------------------------------------------------------------------------

SETS = (
    "title=Other", "title=Two 'quotes' and \"more\"", "date=2025-07-01", "date=2025-07",
    "place=Oslo", "place_country=NO", "summary=One\nTwo", "tags=x; y; q", "tags=q", "tags+=q; r",
    "status=held",
    "private=true", "dates.signed=2025-09-09", "dates.ended=2026", "dates.signed=2025-01-07",
    "extra.a=2", "extra.x.y=[1, 2]", "extra.new.deep.er=text", "sources+=s1", "sources=s1",
    "local_dates.FR=2025-07-01", "notes=Mine # no comment", "actors=Ann; Ben; Cai", "present=Cai",
    "sources[1].quote=so", "sources[1].says.place=Bari", "initiator=disputed", "actors+=Cai",
)  # fmt: skip
UNSETS = (
    "place", "summary", "tags", "sources", "status", "private", "dates", "dates.signed",
    "dates.ended", "extra", "extra.a", "extra.b.c", "extra.x", "extra.x.y", "sources[1]",
    "sources[1].says", "sources[1].says.type", "sources[1].quote", "follows",
)  # fmt: skip


def setting(id: str, words: str) -> Make:
    """The change of `KEY=VALUE`, or the removal of `KEY`."""

    def make(files: LedgerFiles) -> None:
        edit = WordEdit(files.entry(id), NameResolver(files))
        (edit.set if "=" in words else edit.unset)(words)

    return make


@law(90)
@given(text=scribbled.ledger(3), words=st.sampled_from((*SETS, *UNSETS)), data=st.data())
def test_setting_and_unsetting_change_that_value_and_nothing_around_it(
    text: str, words: str, data: st.DataObject
) -> None:
    files = opened(text)
    assume(files.ledger.events)
    entry = files.entry(data.draw(st.sampled_from(files.ids("events"))))
    try:
        new = changed(text, setting(entry.id, words))
    except UsageError as error:
        event(f"refused: {str(error)[:40]}")
        return
    now = opened(new).entry(entry.id)
    start, end = entry.spans[0][0], entry.spans[-1][1]
    assert new.startswith(text[:start].rstrip())
    assert new.endswith(text[end:])
    keep = comments(text)
    if "=" not in words:  # a comment inside what is taken away goes with it
        assert set(comments(new)) <= set(keep)
    else:
        assert comments(new) == keep
    key = re.split(r"[.\[=+]", words)[0]
    was, becomes = dict(entry.fields), dict(now.fields)
    was.pop(key, None), becomes.pop(key, None)
    assert same(was, becomes)


# -- one by one ----------------------------------------------------------------------------------

HEAD = """\
[actors.ann]
name = "Ann Ash"

[sources.s1]
publisher = "S"

[[events]]
id = "e"
date = 2025-01-01
type = "call"
title = "E"
actors = ["ann"]
"""


def edited(text: str, words: str) -> str:
    return changed(text, setting("e", words))


def test_what_is_given_twice_is_added_once() -> None:
    assert 'tags = ["c"]\n' in edited(HEAD, "tags+=c; c")
    assert 'tags = ["b", "c"]\n' in edited(HEAD + 'tags = ["b"]\n', "tags+=c; b; c")


@pytest.mark.parametrize(
    "lines",
    [
        "[events]", "[[events]]", '[[events]]\nid = "x"', "[actors.ann]", "[actors.no]",
        "[events.sources]", "[[events.sources]]", "[sources.s1]", "[extra]", "[[claims]]", "[1]",
    ],
)  # fmt: skip
@pytest.mark.parametrize("behind", ["", 'place = "Rome"\n'], ids=["last", "with a key behind"])
def test_a_header_in_a_text_is_none(lines: str, behind: str) -> None:
    text = HEAD + f'summary = """\n{lines}\nx\n"""\n{behind}'
    assert edited(text, "status=planned").replace('status = "planned"\n', "") == text
    assert opened(text).entry("e").text() == text[text.index("[[events]]\nid") :]
    assert without(with_new(text), "new") == text
    assert "events" not in tomli.loads(without(text, "e"))


def test_a_list_that_is_written_in_sections_grows_by_a_section() -> None:
    sections = """\

# the palace, see file 12
[[events.sources]]  # verified
publisher = "Palace" # in Rome
quote = '''
Two
lines'''
"""
    assert edited(HEAD + sections, "sources+=s1") == HEAD + sections + (
        '\n[[events.sources]]\nref = "s1"\n'
    )
    once = edited(HEAD + sections, 'sources+={ publisher = "P", grade = "A" }')
    assert once.endswith('\n[[events.sources]]\npublisher = "P"\ngrade = "A"\n')
    assert edited(once, "sources[2]") == HEAD + sections
    assert "# verified" in edited(HEAD + sections, "sources")


@pytest.mark.parametrize("words", ["tags", "tags=a", "tags-=b"])
def test_what_would_lose_a_comment_is_refused(words: str) -> None:
    with pytest.raises(Unwritable, match="comments stand"):
        edited(HEAD + 'tags = [\n  "a", # because\n  "b",\n  # and more\n]\n', words)


@pytest.mark.parametrize(
    "before, words, after",
    [
        ('tags = [\n  "a" # seen\n  ,\n]', "tags+=b", 'tags = [\n  "a" # seen\n  ,\n  "b",\n]'),
        ('tags = [\n  "a" # seen\n]', "tags+=b", 'tags = [\n  "a", # seen\n  "b"\n]'),
        ('tags = ["a"]', "tags-=a", None),
        ('tags = [\n "a",\n "b", # c\n]', "tags+=d", 'tags = [\n "a",\n "b", # c\n "d",\n]'),
        ("extra = { a = 1, d.x = 1 }", "extra.d.y=2", "extra = { a = 1, d.x = 1, d.y = 2 }"),
        ("extra.d.x = 1", "extra.a=2", "extra.d.x = 1\nextra.a = 2"),
        ('extra = {}', "extra.a=2", "extra = { a = 2 }"),
        (
            'sources = [{ publisher = "P", extra.a.b = 1 }]', "sources[1].extra.k=7",
            'sources = [{ publisher = "P", extra.a.b = 1, extra.k = 7 }]',
        ),
        ('place = "Rome" # here', "place=Bari", 'place = "Bari" # here'),
        ('place = "Rome" # here', "place", "# here"),
    ],
)  # fmt: skip
def test_a_value_is_changed_where_it_stands(before: str, words: str, after: str | None) -> None:
    wanted = HEAD + (f"{after}\n" if after else "")
    assert edited(f"{HEAD}{before}\n", words) == wanted


def test_an_actor_of_dotted_keys_gets_another() -> None:
    text = HEAD.replace('[actors.ann]\nname = "Ann Ash"', '[actors]\nann.name = "Ann Ash"')
    new = changed(text, setting("actors.ann", "country=FR"))
    assert new == text.replace('"Ann Ash"\n', '"Ann Ash"\nann.country = "FR"\n')
    assert "ann" in opened(new).entry("actors.ann").text()
