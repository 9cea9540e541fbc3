"""Laws of the three-way merge of ledger files, on small ledgers with random changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import tomli
from hypothesis import assume, given
from hypothesis import strategies as st

from chrono.files.read.source_files import parse
from chrono.files.toml.blocks import comments_in
from chrono.files.write.three_way.ledgers import MergedFile, merge_files
from chrono.files.write.three_way.segments import split_file
from samples import law

Entry = Mapping[str, str]
"""Key -> the lines of its chunk, with the comments above it; "" is the header."""
Model = Mapping[str, Entry]
"""Id -> entry. An id that begins with "#" is a comment of its own."""

VALUES: dict[str, list[str]] = {
    "title": ['"One"', '"Two"', "'Three'", '"""\nFour\nlines"""'],
    "place": ['"Rome"', '"Oslo"', '"Bonn" # the old capital'],
    "tags": ['["a"]', '["a", "b"]', '[\n  "b",  # first\n  "a",\n]', '["c", "a"]'],
    "follows": ['["x"]', '["y", "x"]'],
    "extra": ["{ n = 1 }", "{ n = 2, m = [1, 1] }", "{ m = [1] }"],
    "sources": [
        '["s1"]',
        '["s1", { publisher = "AP", url = "https://a.org/1" }]',
        '[\n  { publisher = "AP", url = "https://a.org/1", title = "T" },\n  "s2",\n]',
    ],
    "local_dates": ["{ US = 2025-01-01 }", "{ US = 2025-01-01, CN = 2025-01-02 }"],
}
AP = '[[events.sources]]\npublisher = "AP"\nurl = "https://a.org/1"\n'
SECTIONS = {
    "extra": ["[events.extra]\nn = 1\n", "[events.extra]\n# inside\nn = 2\nm = [1]\n"],
    "sources": [AP, f'{AP}title = "T"\n', f'{AP}\n[[events.sources]]\npublisher = "DPA"\n'],
    "local_dates": ["local_dates.US = 2025-01-01\nlocal_dates.CN = 2025-01-03\n"],
}
ACTORS = {
    "name": ['"Ann"', '"Ann Ash"'],
    "aliases": ['["A"]', '["A", "安"]'],
    "roles": ['[{ title = "Minister" }]', '[\n  { title = "Minister", from = 2020 },\n]'],
}
COMMENTS = ["", "", "", "# one\n", "# two\n", "# two\n# lines\n"]
IDS = [f"e{number}" for number in range(6)]
PEOPLE = ["ann", "ben"]
PARAGRAPHS = ["# -- January --", "# -- February --\n# a heading"]


ANY_ID = st.sampled_from([*IDS, *PEOPLE, *PARAGRAPHS])
SOME_IDS = st.lists(ANY_ID, unique=True, max_size=6)
FEW = st.integers(0, 4)
ONE_IN_SIX = st.integers(0, 5).map(lambda number: number == 0)
ABOVE = st.sampled_from(COMMENTS)


# Each strategy is made once, because making one takes longer than drawing from it.
@cache
@st.composite
def entries(draw: st.DrawFn, id: str) -> Entry:
    """An event or an actor with some of the keys, or an empty one for a heading."""
    if id in PARAGRAPHS:
        return {}
    above = draw(ABOVE)
    if id in PEOPLE:
        chunks = {"": f"{above}[actors.{id}]\n"}
    else:
        date = f"date = 2025-0{IDS.index(id) + 1}-01\n"
        chunks = {"": f"{above}[[events]]\n", "id": f'id = "{id}"\n', "date": date}
    for key in draw(some_keys(id)):
        chunks[key] = draw(chunk(key))
    return chunks


def keys(id: str) -> list[str]:
    """The keys that can change."""
    return [*(ACTORS if id in PEOPLE else VALUES)]


@cache
def any_key(id: str) -> st.SearchStrategy[str]:
    """One of the keys that can change."""
    return st.sampled_from(keys(id))


@cache
def some_keys(id: str) -> st.SearchStrategy[list[str]]:
    """Some of the keys that can change."""
    return st.lists(any_key(id), unique=True)


@cache
def chunk(key: str) -> st.SearchStrategy[str]:
    """The lines of a key, with comments above."""
    values = [f"{key} = {value}\n" for value in (VALUES | ACTORS)[key]]
    lines = st.sampled_from([*values, *SECTIONS.get(key, ())])
    return st.builds(str.__add__, ABOVE, lines)


@st.composite
def models(draw: st.DrawFn) -> Model:
    """A ledger of a few entries, with headings among them."""
    ids = draw(SOME_IDS)
    return {id: draw(entries(id)) for id in ids}


@st.composite
def changed(draw: st.DrawFn, model: Model) -> Model:
    """The ledger after a few changes: of keys, comments and entries."""
    result = {id: dict(entry) for id, entry in model.items()}
    for _ in range(draw(FEW)):
        id = draw(ANY_ID)
        if id not in result:
            result[id] = dict(draw(entries(id)))
        elif id in PARAGRAPHS or draw(ONE_IN_SIX):
            del result[id]
        else:
            key = draw(any_key(id))
            if key in result[id] and draw(st.booleans()):
                del result[id][key]
            else:
                result[id][key] = draw(chunk(key))
    return result


def text_of(model: Model) -> str:
    """The text of a ledger."""
    return "\n".join(
        "".join(in_order(entry.values())) if entry else f"{id}\n" for id, entry in model.items()
    )


def in_order(chunks: Iterable[str]) -> list[str]:
    """The header, then the pairs, then the sections."""
    first, *others = chunks
    return [first, *sorted(others, key=lambda lines: bool(re.search(r"^\[", lines, re.M)))]


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str]:
    """A base and two changed versions."""
    base = draw(models())
    return text_of(base), text_of(draw(changed(base))), text_of(draw(changed(base)))


def merge(base: str, ours: str, theirs: str) -> MergedFile:
    return merge_files(parse("base", base), parse("ours", ours), parse("theirs", theirs))


def resolved(text: str, side: int) -> str:
    """The text with one side of each conflict."""
    pattern = r"^<{7} ours\n((?:.*\n)*?)={7}\n((?:.*\n)*?)>{7} theirs\n"
    return re.sub(pattern, lambda match: match[side], text, flags=re.M)


def with_old_ids(value: Any, new_ids: Mapping[str, str]) -> Any:
    """The data of a merged ledger, with the ids that its events had on their side."""
    old_ids = {new: id for id, new in new_ids.items()}
    if isinstance(value, dict):
        return {key: with_old_ids(item, new_ids) for key, item in value.items()}
    if isinstance(value, list):
        return [with_old_ids(item, new_ids) for item in value]
    return old_ids.get(value, value) if isinstance(value, str) else value


def unordered(value: Any) -> Any:
    """The data of a ledger, with lists in one order."""
    if isinstance(value, dict):
        return {key: unordered(item) for key, item in value.items()}
    return sorted(map(unordered, value), key=repr) if isinstance(value, list) else value


def facts(value: Any, path: tuple[Any, ...] = ()) -> set[Any]:
    """Each single value with the keys that lead to it. Events are known by their ids."""
    if isinstance(value, dict):
        own = (value["id"],) if "id" in value else ()
        return {fact for key, item in value.items() for fact in facts(item, (*path, *own, key))}
    if isinstance(value, list):
        return {fact for item in value for fact in facts(item, path)}
    return {(path, repr(value))}


@given(models())
@law(100)
def test_three_equal_versions_stay_as_they_are(model: Model) -> None:
    text = text_of(model)
    assert merge(text, text, text).text == text


@given(versions())
@law(200)
def test_a_change_of_one_side_is_taken_to_the_byte(sides: tuple[str, str, str]) -> None:
    base, changed, _ = sides
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed
    assert merge(base, changed, changed).text == changed


@given(versions())
@law(400)
def test_both_ways_to_merge_have_the_same_data(sides: tuple[str, str, str]) -> None:
    base, ours, theirs = sides
    merged, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert len(merged.conflicts) == len(other.conflicts)
    for side in (1, 2):
        one, same = (
            with_old_ids(tomli.loads(resolved(result.text, at)), result.new_ids)
            for result, at in ((merged, side), (other, 3 - side))
        )
        assert unordered(one) == unordered(same)


@given(versions())
@law(400)
def test_nothing_of_either_side_is_lost(sides: tuple[str, str, str]) -> None:
    base, ours, theirs = sides
    result = merge(base, ours, theirs)
    merged = result.text
    resolutions = [tomli.loads(resolved(merged, side)) for side in (1, 2)]
    kept = {
        fact
        for one in resolutions
        for fact in facts(with_old_ids(one, result.new_ids)) | facts(one)
    }
    before = facts(tomli.loads(base))
    for side in (ours, theirs):
        assert facts(tomli.loads(side)) - before <= kept
        new = {*comments_in(side)} - {*comments_in(base)}
        assert new <= {*comments_in(merged)}


@given(versions())
@law(400)
def test_conflicts_are_where_they_are_named(sides: tuple[str, str, str]) -> None:
    merged = merge(*sides)
    marked = re.findall(r"^<{7} ours$", merged.text, re.M)
    keys = {(one.kind, one.id, one.path[:1]) for one in merged.conflicts}
    assert len(marked) == len(keys)
    assert merged.file.data == tomli.loads(resolved(merged.text, 1))
    reread = parse("merged", merged.text)
    assert len(reread.problems) == len(marked)
    assert reread.data == merged.file.data


@given(versions())
@law(400)
def test_no_byte_changes_outside_what_the_other_side_changed(sides: tuple[str, str, str]) -> None:
    base, ours, theirs = sides
    merged = merge(base, ours, theirs).text
    before, there = (
        {one.key: one.text for one in split_file(text, tomli.loads(text))[0]}
        for text in (base, theirs)
    )
    for segment in split_file(ours, tomli.loads(ours))[0]:
        if before.get(segment.key) == there.get(segment.key):
            assert segment.text in merged


@given(versions())
@law(100)
def test_line_ends_are_ours(sides: tuple[str, str, str]) -> None:
    base, ours, theirs = sides
    assume(ours and ours != base)
    plain = merge(base, ours, theirs).text
    windows = [side.replace("\n", "\r\n") for side in sides]
    assert merge(base, ours, windows[2]).text == plain
    assert merge(windows[0], ours, theirs).text == plain
    assert merge(base, windows[1], theirs).text == plain.replace("\n", "\r\n")
