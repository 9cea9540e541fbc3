"""An edit changes only its own lines: laws over ledgers in every layout."""

from __future__ import annotations

import re

import pytest
import tomli
from hypothesis import assume, event, given
from hypothesis import strategies as st

import scribbled
from changes import adding, changed, comments, new, opened, removing, setting
from chrono.core.same_value import same_value
from chrono.errors import UsageError
from chrono.files.toml.set_value import Unwritable
from samples import law

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
    if "=" not in words:  # a comment inside a removed value is removed with it
        assert set(comments(new)) <= set(keep)
    else:
        assert comments(new) == keep
    key = re.split(r"[.\[=+]", words)[0]
    was, becomes = dict(entry.fields), dict(now.fields)
    was.pop(key, None), becomes.pop(key, None)
    assert same_value(was, becomes)


# -- examples ------------------------------------------------------------------------------------

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


def test_an_element_that_is_repeated_is_added_once() -> None:
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
def test_a_line_of_a_text_that_looks_like_a_header_is_not_one(lines: str, behind: str) -> None:
    text = HEAD + f'summary = """\n{lines}\nx\n"""\n{behind}'
    assert edited(text, "status=planned").replace('status = "planned"\n', "") == text
    assert opened(text).entry("e").text() == text[text.index("[[events]]\nid") :]
    assert changed(changed(text, adding(new())), removing("c")) == text
    assert "events" not in tomli.loads(changed(text, removing("e")))


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
def test_an_edit_that_would_lose_a_comment_is_refused(words: str) -> None:
    with pytest.raises(Unwritable, match="comments"):
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
        ('extra.k = "a"', "extra.k+=b", 'extra.k = ["a", "b"]'),
        ('extra.k = ["a"]', "extra.k+=a", 'extra.k = ["a"]'),
        ('extra.k = ["a", "b"]', "extra.k-=a", 'extra.k = ["b"]'),
        ('extra.k = "a"', "extra.k-=a", None),
        ('extra = { m = 1 }', "extra.k+=b", 'extra = { m = 1, k = ["b"] }'),
        ('extra = { k- = 1, k = 1 }', "extra.k-=1.5", 'extra = { k- = 1.5, k = 1 }'),
        ('place = "Rome" # here', "place=Bari", 'place = "Bari" # here'),
        ('place = "Rome" # here', "place", "# here"),
    ],
)  # fmt: skip
def test_a_value_is_changed_in_place(before: str, words: str, after: str | None) -> None:
    wanted = HEAD + (f"{after}\n" if after else "")
    assert edited(f"{HEAD}{before}\n", words) == wanted


def test_an_actor_with_dotted_keys_gets_another_dotted_key() -> None:
    text = HEAD.replace('[actors.ann]\nname = "Ann Ash"', '[actors]\nann.name = "Ann Ash"')
    new = changed(text, setting("actors.ann", "country=FR"))
    assert new == text.replace('"Ann Ash"\n', '"Ann Ash"\nann.country = "FR"\n')
    assert "ann" in opened(new).entry("actors.ann").text()


def test_a_key_of_a_declared_source_is_set_in_its_declaration() -> None:
    text = HEAD + 'sources = ["s1", { publisher = "P" }]\n'
    assert 'archive = "https://a.org/1"' in edited(text, "sources[2].archive=https://a.org/1")
    with pytest.raises(UsageError, match=r"run `chrono edit sources\.s1 --set archive=…`"):
        edited(text, "sources[1].archive=https://a.org/1")
