"""Paths to values: what a person writes for one, and how messages print it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.errors import UsageError
from chrono.files.format import keys, kinds
from chrono.files.format.keys import ENTRIES, locate
from chrono.files.format.kind import Kind
from chrono.files.format.typed_text import parse_path, printed, printed_in_entry
from samples import law


def path_error(kind: str, words: str) -> str:
    """The one sentence about a path that leads to no key."""
    with pytest.raises(UsageError) as caught:
        locate(kind, words)
    assert caught.value.status == 2
    (sentence,) = caught.value.args
    return str(sentence)


@pytest.mark.parametrize(
    "kind, words, path, reader",
    [
        ("events", "title", ("title",), keys.TITLE),
        ("events", " title ", ("title",), keys.TITLE),
        ("events", "dates", ("dates",), keys.DATES),
        ("events", "dates.signed", ("dates", "signed"), kinds.DATE),
        ("events", "dates . signed", ("dates", "signed"), kinds.DATE),
        ("events", "local_dates.US", ("local_dates", "US"), kinds.DATE),
        ("events", "local_dates.European Union", ("local_dates", "European Union"), kinds.DATE),
        ("events", "sources[1]", ("sources", 0), keys.SOURCE_ITEM),
        ("events", "sources[12].url", ("sources", 11, "url"), kinds.URL),
        ("events", "sources[2].says.date", ("sources", 1, "says", "date"), kinds.DATE),
        ("events", "tags[3]", ("tags", 2), kinds.LINE),
        ("events", "extra", ("extra",), kinds.EXTRA),
        ("claims", "counts.call", ("counts", "call"), kinds.COUNT),
        ("claims", "counts.alleged-call", ("counts", "alleged-call"), kinds.COUNT),
        ("claims", "period", ("period",), keys.CLAIM.keys["period"].kind),
        ("actors", "roles[1].from", ("roles", 0, "from"), kinds.DATE),
        ("actors", "aliases[1]", ("aliases", 0), kinds.LINE),
        ("types", "contact", ("contact",), kinds.BOOLEAN),
        ("sources", "says.place", ("says", "place"), kinds.PLACE),
    ],
)
def test_a_key_path_leads_to_a_value_and_its_kind(
    kind: str, words: str, path: tuple[str | int, ...], reader: Kind
) -> None:
    assert locate(kind, words) == (path, reader)


@pytest.mark.parametrize(
    "kind, words, path",
    [
        ("events", "extra.a", ("extra", "a")),
        ("events", "extra.a b.c", ("extra", "a b", "c")),
        ("events", "extra.a[2].b", ("extra", "a", 1, "b")),
        ("events", "dates.extra.a", ("dates", "extra", "a")),
        ("events", "local_dates.extra.a", ("local_dates", "extra", "a")),
        ("events", "sources[1].extra.a", ("sources", 0, "extra", "a")),
        ("claims", "total.max", ("total", "max")),
        ("claims", "counts.call.min", ("counts", "call", "min")),
        ("actors", "extra.a", ("extra", "a")),
    ],
)
def test_a_key_path_leads_into_extra_and_to_bounds(
    kind: str, words: str, path: tuple[str | int, ...]
) -> None:
    found, reader = locate(kind, words)
    assert found == path
    assert reader.parse("5") == 5


@pytest.mark.parametrize(
    "kind, words, message",
    [
        ("events", "tilte", 'unknown key "tilte" in an event; did you mean "title"?'),
        ("claims", "statment", 'unknown key "statment" in a claim; did you mean "statement"?'),
        ("actors", "nmae", 'unknown key "nmae" in an actor; did you mean "name"?'),
        ("types", "lable", 'unknown key "lable" in a type; did you mean "label"?'),
        ("sources", "publsher", 'unknown key "publsher" in a source; did you mean "publisher"?'),
        ("types", "rating",
         'unknown key "rating" in a type; choose label, plural, aliases, contact, former_ids or '
         "extra"),
        ("actors", "id",
         'unknown key "id" in an actor; choose name, aliases, country, roles, codes, former_ids or '
         "extra"),
        ("events", "dates.sined", 'unknown key "sined" in dates; did you mean "signed"?'),
        ("events", "sources[2].grde", 'unknown key "grde" in sources[2]; did you mean "grade"?'),
        ("events", "sources[2].says.dte",
         'unknown key "dte" in sources[2].says; did you mean "date"?'),
        ("events", "dates.xyz", 'unknown key "xyz" in dates; choose announced, planned, signed, '
                                "effective, suspended, ended or extra"),
        ("actors", "roles[1].form", 'unknown key "form" in roles[1]; did you mean "from"?'),
    ],
)  # fmt: skip
def test_an_unknown_key_in_a_path_is_refused_with_the_nearest_or_all(
    kind: str, words: str, message: str
) -> None:
    assert path_error(kind, words) == message


@pytest.mark.parametrize("words", ["", " ", "\t"])
def test_an_empty_path_is_refused(words: str) -> None:
    assert path_error("events", words) == "the key is missing; write KEY=VALUE"


@pytest.mark.parametrize(
    "words",
    [
        ".", ".title", "dates..signed", "sources[0]", "sources[-1]", "sources[01]", "sources[x]",
        "sources[]", "sources[2", "sources]2[", "[1]", "sources[1][2]", "sources[1]url",
        "sources.[1]",
    ],
)  # fmt: skip
def test_a_malformed_path_is_refused_with_examples(words: str) -> None:
    assert path_error("events", words) == (
        f'"{words}" is not a key; write a key such as dates.signed or sources[2].url'
    )


@law(150)
@given(
    kind=st.sampled_from(list(ENTRIES)),
    words=st.one_of(
        st.text(max_size=10),
        st.lists(st.sampled_from([*keys.EVENT.keys, *"..[]12 "]), max_size=6).map("".join),
    ),
)
def test_any_text_is_a_path_from_a_key_or_is_refused(kind: str, words: str) -> None:
    path: tuple[str | int, ...] = (next(iter(ENTRIES[kind].keys)),)
    with suppress(UsageError):
        path, _ = locate(kind, words)
    assert path[0] in ENTRIES[kind].keys
    assert all(step.strip() == step if isinstance(step, str) else step >= 0 for step in path)


def test_the_path_to_a_reading_leads_to_a_period() -> None:
    path, reader = locate("claims", "period.calendar 2025")
    assert path == ("period", "calendar 2025")
    assert reader.parse("2025") == "2025"


@pytest.mark.parametrize("words", ["extra.a[1]", "extra.a.b[2]", "sources[1].extra.a[1]"])
def test_an_element_of_a_list_under_extra_is_parsed_as_any_value_there(words: str) -> None:
    _, reader = locate("events", words)
    assert reader.parse("5") == 5


@pytest.mark.parametrize("words", ["title.", "dates.signed.", "sources[1]."])
def test_a_path_that_ends_in_a_dot_is_refused(words: str) -> None:
    assert path_error("events", words).startswith(f'"{words}" is not a key')


@pytest.mark.parametrize(
    "path, words, in_entry",
    [
        (("events", 3, "title"), "events[4].title", "title"),
        (("events", 3, "sources", 1, "url"), "events[4].sources[2].url", "sources[2].url"),
        (("actors", "xi", "roles", 0, "title"), "actors.xi.roles[1].title", "xi.roles[1].title"),
        (("ledger", "title"), "ledger.title", "ledger.title"),
        (("events", 0), "events[1]", "events[1]"),
        (("sources", "a.b", "date"), 'sources."a.b".date', '"a.b".date'),
        ((), "", ""),
    ],
)
def test_a_path_is_printed_as_a_person_writes_it(
    path: tuple[str | int, ...], words: str, in_entry: str
) -> None:
    assert printed(path) == words
    assert printed_in_entry(path) == in_entry


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
STEPS = st.tuples(
    NAMES.filter(lambda name: name == name.strip() and '"' not in name),
    st.one_of(st.none(), st.integers(0, 40)),
)


@law(200)
@given(steps=st.lists(STEPS, min_size=1, max_size=4))
def test_a_path_that_is_printed_is_parsed_again(steps: list[tuple[str, int | None]]) -> None:
    path = tuple(step for pair in steps for step in pair if step is not None)
    assert parse_path(printed(path)) == path
