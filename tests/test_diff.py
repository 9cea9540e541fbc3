"""Two ledgers side by side: what differs in what they say, and which numbers move by it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.counting import Count
from chrono.core.diff import Changes, Comparison, NumberChange, RecordChange, compare, same
from chrono.core.model import Ledger
from chrono.files.format.keys import ACTOR, CLAIM, EVENT, SOURCE, TYPE
from chrono.files.read.load import loads
from replay import Ran, clean_environment, run
from samples import Placed, ask, law, ledger, many_events

VALID = Path(__file__).parent / "ledgers" / "valid"
SAME = "note: nothing differs in what the two ledgers say\n"


HEAD = """\
[ledger]
title = "Two countries"
covers = "2025"
[actors.xi]
name = "Xi Jinping"
aliases = ["President Xi"]
country = "CN"
roles = [{ title = "President", from = 2013-03-14 }]
[actors.trump]
name = "Donald Trump"
country = "US"
[types.summit]
label = "summit"
plural = "summits"
contact = true
[sources.s1]
publisher = "Xinhua"
title = "They talk"
url = "https://example.org/1"
date = 2025-01-17
"""

EVENT_KEYS = {
    "id": '"one"',
    "date": "2025-01-17",
    "type": '"call"',
    "title": '"They talk"',
    "actors": '["xi", "trump"]',
    "present": '["Cai Qi"]',
    "place": '"Busan"',
    "place_country": '"KR"',
    "initiator": '"xi"',
    "summary": '"On trade."',
    "notes": '"To check."',
    "tags": '["trade", "leaders"]',
    "status": '"held"',
    "follows": '["zero"]',
    "part_of": '"zero"',
    "local_dates": "{ CN = 2025-01-17, US = 2025-01-16 }",
    "dates": "{ announced = 2025-01-10 }",
    "private": "false",
    "sources": '["s1", { publisher = "Reuters" }]',
    "extra": '{ mood = "good" }',
}
CLAIM_KEYS = {
    "id": '"said"',
    "by": '"xi"',
    "date": "2025-12-01",
    "as_of": "2025-11-30",
    "statement": '"one call"',
    "wording": '"quoted"',
    "window": '"this year"',
    "period": '"2025"',
    "actors": '["xi", "trump"]',
    "types": '["call"]',
    "tags": '["trade"]',
    "counts": "{ call = 1 }",
    "total": "1",
    "disputed": '"a known disagreement"',
    "sources": '["s1"]',
    "extra": "{ page = 3 }",
}

EVENT_CHANGES = [
    ("date", "2025-01-16"),
    ("date", '"2025-01-17~"'),
    ("type", '"video"'),
    ("title", '"They speak"'),
    ("actors", '["trump", "xi"]'),
    ("actors", '["xi", "trump", "Wang Yi"]'),
    ("present", '["Cai Qi", "Rubio"]'),
    ("place", '"Gyeongju"'),
    ("place_country", '"CH"'),
    ("initiator", '"trump"'),
    ("initiator", '"disputed"'),
    ("summary", '"On tariffs."'),
    ("notes", '"Checked."'),
    ("tags", '["leaders", "trade"]'),
    ("status", '"unconfirmed"'),
    ("follows", '["zero", "two"]'),
    ("part_of", '"two"'),
    ("local_dates", "{ CN = 2025-01-17, US = 2025-01-18 }"),
    ("dates", "{ announced = 2025-01-10, planned = 2025-01-17 }"),
    ("private", "true"),
    ("sources", '[{ publisher = "Reuters" }, "s1"]'),
    ("sources", '["s1", { publisher = "Reuters", grade = "B" }]'),
    ("sources", '["s1", { publisher = "Reuters", says = { place = "Seoul" } }]'),
    ("extra", '{ mood = "bad" }'),
    ("extra", '{ mood = "good", more = [1, 2] }'),
]
CLAIM_CHANGES = [
    ("by", '"trump"'),
    ("by", '"Xinhua"'),
    ("date", "2025-12-02"),
    ("as_of", "2025-11-29"),
    ("statement", '"a call"'),
    ("wording", '"paraphrased"'),
    ("window", '"in 2025"'),
    ("period", '"2025-01.."'),
    ("period", '{ "this year" = "2025" }'),
    ("actors", '["xi"]'),
    ("types", '["call", "video"]'),
    ("tags", "[]"),
    ("counts", "{ call = 2 }"),
    ("counts", "{ call = { min = 1 } }"),
    ("counts", "{ call = 1, video = 0 }"),
    ("total", "{ max = 1 }"),
    ("disputed", '"it was settled"'),
    ("sources", '["s1", { publisher = "Reuters" }]'),
    ("extra", "{ page = 4 }"),
]


def table(name: str, keys: dict[str, str]) -> str:
    return "\n".join([f"[[{name}]]", *(f"{key} = {value}" for key, value in keys.items()), ""])


def small(id: str, date: str = "2025-03-03", type: str = "meeting", more: str = "") -> str:
    return (
        f'[[events]]\nid = "{id}"\ndate = "{date}"\ntype = "{type}"\ntitle = "{id}"\n'
        f'actors = ["xi", "trump"]\n{more}\n'
    )


def book(
    event: dict[str, str] | None = None, claim: dict[str, str] | None = None, more: str = ""
) -> str:
    """A ledger's text: an event and a claim with every key, but for these."""
    return "\n".join(
        [
            HEAD,
            small("zero", "2024-12-01"),
            small("two", "2024-12-02"),
            table("events", {**EVENT_KEYS, **(event or {})}),
            table("claims", {**CLAIM_KEYS, **(claim or {})}),
            more,
        ]
    )


BOOK = book()


def between(old: str, new: str) -> Comparison:
    return compare(loads(old), loads(new))


NO_CHANGES = Changes((), (), ())


# -- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key, value", EVENT_CHANGES)
def test_a_changed_event_is_told_with_exactly_the_key_that_changed(key: str, value: str) -> None:
    found = between(BOOK, book({key: value}))
    (changed,) = found.events.changed
    assert (changed.id, list(changed.keys)) == ("one", [key])
    before, after = changed.keys[key]
    assert before != after
    assert (found.events.added, found.events.removed) == ((), ())
    assert (found.claims, found.actors, found.types, found.sources) == (NO_CHANGES,) * 4


@pytest.mark.parametrize("key, value", CLAIM_CHANGES)
def test_a_changed_claim_is_told_with_exactly_the_key_that_changed(key: str, value: str) -> None:
    found = between(BOOK, book(claim={key: value}))
    (changed,) = found.claims.changed
    assert (changed.id, list(changed.keys)) == ("said", [key])
    before, after = changed.keys[key]
    assert before != after
    assert (found.events, found.actors, found.types, found.sources) == (NO_CHANGES,) * 4


def test_every_key_of_an_event_and_of_a_claim_is_changed_above() -> None:
    assert {key for key, _ in EVENT_CHANGES} == {*EVENT.keys} - {"id"}
    assert {key for key, _ in CLAIM_CHANGES} == {*CLAIM.keys} - {"id"}
    assert {*EVENT_KEYS} == {*EVENT.keys}
    assert {*CLAIM_KEYS} == {*CLAIM.keys}


@pytest.mark.parametrize("key", [key for key in EVENT_KEYS if key not in EVENT.required])
def test_a_key_that_is_gone_is_a_change_and_so_is_one_that_is_new(key: str) -> None:
    full = {**EVENT_KEYS, "status": '"denied"', "private": "true"}
    without = {name: value for name, value in full.items() if name != key}
    texts = [
        "\n".join([HEAD, small("zero"), table("events", keys), table("claims", CLAIM_KEYS)])
        for keys in (full, without)
    ]
    for old, new in (texts, texts[::-1]):
        (changed,) = between(old, new).events.changed
        assert list(changed.keys) == [key]


def test_a_claim_that_names_no_last_day_moves_it_with_its_date() -> None:
    plain = {key: value for key, value in CLAIM_KEYS.items() if key != "as_of"}
    texts = [
        "\n".join([HEAD, table("claims", {**plain, "date": date})])
        for date in ("2025-12-01", "2025-12-02")
    ]
    (changed,) = between(*texts).claims.changed
    assert {*changed.keys} == {"date", "as_of"}


def test_several_keys_of_one_event_are_one_change() -> None:
    found = between(BOOK, book({"title": '"They speak"', "place": '"Seoul"', "tags": "[]"}))
    (changed,) = found.events.changed
    assert {*changed.keys} == {"title", "place", "tags"}


def test_another_id_is_another_event_and_another_claim() -> None:
    found = between(BOOK, book({"id": '"uno"'}, {"id": '"told"'}))
    assert found.events == Changes(("uno",), ("one",), ())
    assert found.claims == Changes(("told",), ("said",), ())


# -- actors, types, sources ---------------------------------------------------------------------

ACTOR_CHANGES = [
    ("name", 'name = "Xi Jinping"', 'name = "Xi"'),
    ("aliases", '["President Xi"]', '["President Xi", "习近平"]'),
    ("country", 'country = "CN"', 'country = "HK"'),
    ("roles", "from = 2013-03-14", "from = 2013-03-15"),
    ("extra", 'country = "CN"', 'country = "CN"\nextra = { a = 1 }'),
]
TYPE_CHANGES = [
    ("label", 'label = "summit"', 'label = "top meeting"'),
    ("plural", 'plural = "summits"', 'plural = "tops"'),
    ("contact", "contact = true", "contact = false"),
    ("extra", "contact = true", "contact = true\nextra = { a = 1 }"),
]
SOURCE_CHANGES = [
    ("publisher", 'publisher = "Xinhua"', 'publisher = "People’s Daily"'),
    ("title", 'title = "They talk"\nurl', 'title = "They talked"\nurl'),
    ("url", "example.org/1", "example.org/2"),
    ("date", "date = 2025-01-17\n", "date = 2025-01-18\n"),
    *(
        (key, "[sources.s1]\n", f"[sources.s1]\n{key} = {value}\n")
        for key, value in {
            "origin": '"AP"',
            "archive": '"https://archive.org/1"',
            "side": '"CN"',
            "grade": '"A"',
            "quote": '"We talked."',
            "says": '{ place = "Seoul" }',
            "private": "true",
            "extra": "{ a = 1 }",
        }.items()
    ),
]


@pytest.mark.parametrize(
    "kind, id, key, old, new",
    [
        *(("actors", "xi", *change) for change in ACTOR_CHANGES),
        *(("types", "summit", *change) for change in TYPE_CHANGES),
        *(("sources", "s1", *change) for change in SOURCE_CHANGES),
    ],
)
def test_what_is_declared_is_told_once_and_not_for_each_event_that_names_it(
    kind: str, id: str, key: str, old: str, new: str
) -> None:
    one, other = BOOK, book().replace(old, new, 1)
    assert one != other
    found = between(one, other)
    (changed,) = getattr(found, kind).changed
    assert (changed.id, list(changed.keys)) == (id, [key])
    others = {"events", "claims", "actors", "types", "sources"} - {kind}
    assert {getattr(found, name) for name in others if getattr(found, name)} == set()


def test_every_key_of_what_is_declared_is_changed_above() -> None:
    assert {key for key, *_ in ACTOR_CHANGES} == {*ACTOR.keys}
    assert {key for key, *_ in TYPE_CHANGES} == {*TYPE.keys}
    assert {key for key, *_ in SOURCE_CHANGES} == {*SOURCE.keys}


def test_what_is_declared_anew_is_added_and_what_no_longer_is_is_removed() -> None:
    more = (
        '[actors.wang]\nname = "Wang Yi"\n[types.tea]\nlabel = "tea"\n'
        '[sources.s2]\npublisher = "AP"\n'
    )
    found = between(BOOK, book(more=more))
    assert found.actors == Changes(("wang",), (), ())
    assert found.types == Changes(("tea",), (), ())
    assert found.sources == Changes(("s2",), (), ())
    back = between(book(more=more), BOOK)
    assert (back.actors, back.types, back.sources) == (
        Changes((), ("wang",), ()),
        Changes((), ("tea",), ()),
        Changes((), ("s2",), ()),
    )


def test_a_built_in_type_that_the_ledger_changes_is_a_change() -> None:
    found = between(BOOK, book(more='[types.letter]\nlabel = "note"\ncontact = true\n'))
    (changed,) = found.types.changed
    assert changed.keys["label"] == ("letter", "note")
    assert changed.keys["contact"] == (False, True)


def test_an_actor_whom_only_events_name_is_not_told_beside_its_event() -> None:
    found = between(BOOK, book({"actors": '["xi", "trump", "Wang Yi"]'}))
    assert found.actors == NO_CHANGES


def test_an_actor_may_be_named_by_id_name_or_alias() -> None:
    assert not any(between(BOOK, book({"actors": '["President Xi", "Donald Trump"]'})))


REF = {"sources": '[{ ref = "s1", quote = "We talked." }]'}


def test_a_declared_source_that_changes_is_told_once_where_events_start_from_it_too() -> None:
    old = book(REF)
    found = between(old, old.replace("example.org/1", "example.org/2"))
    assert [one.id for one in found.sources.changed] == ["s1"]
    assert found.events == NO_CHANGES


def test_what_an_event_adds_to_a_declared_source_is_a_change_of_the_event() -> None:
    found = between(book(REF), book({"sources": '[{ ref = "s1", quote = "We spoke." }]'}))
    assert [(one.id, list(one.keys)) for one in found.events.changed] == [("one", ["sources"])]
    assert found.events.changed[0].keys["sources"] == (
        [{"ref": "s1", "quote": "We talked."}],
        [{"ref": "s1", "quote": "We spoke."}],
    )
    assert found.sources == NO_CHANGES


def test_a_declared_source_is_told_by_its_id_wherever_it_stands_among_others() -> None:
    old = book({"sources": '[{ publisher = "AP" }, "s1"]'})
    found = between(old, book({"sources": '[{ publisher = "AP" }, { ref = "s1", grade = "B" }]'}))
    before, after = found.events.changed[0].keys["sources"]
    assert (before[0].publisher, before[1:]) == ("AP", ["s1"])
    assert after[1:] == [{"ref": "s1", "grade": "B"}]


# -- what makes no difference -------------------------------------------------------------------


def reordered(text: str) -> str:
    """The same tables from the last to the first, the keys of the plain ones too."""
    tables: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("["):
            tables.append([line])
        elif line:
            tables[-1].append(line)
    return "\n".join("\n".join([head, *keys[::-1]]) for head, *keys in tables[::-1]) + "\n"


WAYS: dict[str, Callable[[str], str]] = {
    "the order of tables and keys": reordered,
    "comments": lambda text: "# head\n" + text.replace("\n", " # said\n"),
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "blanks": lambda text: text.replace(" = ", "   =\t").replace(", ", " ,  "),
    "quotes": lambda text: text.replace('"', "'"),
    "a date in quotes": lambda text: text.replace("= 2025-01-17\n", '= "2025-01-17"\n'),
    "a key in quotes": lambda text: text.replace("title =", '"title" ='),
    "what is the default": lambda text: text.replace('status = "held"\n', ""),
    "the order of local dates": lambda text: text.replace(
        "{ CN = 2025-01-17, US = 2025-01-16 }", "{ US = 2025-01-16, CN = 2025-01-17 }"
    ),
    "an empty text": lambda text: text.replace("[sources.s1]\n", '[sources.s1]\nquote = ""\n'),
}


@pytest.mark.parametrize("way", WAYS)
def test_how_a_ledger_is_written_makes_no_difference(way: str) -> None:
    other = WAYS[way](BOOK)
    assert other != BOOK
    assert not any(between(BOOK, other))
    assert not any(between(other, BOOK))


@pytest.mark.parametrize(
    "key, line, values",
    [
        ("title", 'title = "Other"', ("Two countries", "Other")),
        ("description", 'description = "D"', (None, "D")),
        ("covers", 'covers = "2024.."', ("2025", "2024..")),
        ("principals", 'principals = ["xi"]', ([], ["xi"])),
    ],
)
def test_what_a_ledger_says_of_itself_is_told_by_its_key(
    key: str, line: str, values: tuple[object, object]
) -> None:
    kept = "".join(f"{own}\n" for own in HEAD.splitlines() if not own.startswith(f"{key} ="))
    found = between(HEAD, kept.replace("[ledger]\n", f"[ledger]\n{line}\n"))
    assert [(one.id, dict(one.keys)) for one in found.ledgers.changed] == [
        ("ledger", {key: values})
    ]


def test_a_ledger_of_two_files_is_the_same_as_that_of_one(tmp_path: Path) -> None:
    head, rest = BOOK.split("[[events]]", 1)
    (tmp_path / "a.toml").write_text(BOOK, encoding="utf-8")
    split = head.replace("[ledger]\n", '[ledger]\ninclude = ["rest.toml"]\n')
    (tmp_path / "b.toml").write_text(split, encoding="utf-8")
    (tmp_path / "rest.toml").write_text(f"[[events]]{rest}", encoding="utf-8")
    ran = diff(tmp_path, "a.toml", "b.toml")
    assert ran == Ran(0, "", SAME)


def test_the_order_of_what_differs_is_that_of_the_ledgers() -> None:
    new = "".join(small(id, date) for id, date in (("c", "2025-05"), ("a", "2025-06")))
    old = "".join(small(id, date) for id, date in (("z", "2025-02"), ("y", "2025-04")))
    found = between(HEAD + old, HEAD + new)
    assert found.events == Changes(("c", "a"), ("z", "y"), ())


def test_a_ledger_whose_own_data_holds_no_number_is_the_same_as_itself() -> None:
    text = book({"extra": "{ x = nan }"})
    assert not any(between(text, text))


def test_true_is_another_value_than_one() -> None:
    found = between(book({"extra": "{ x = 1 }"}), book({"extra": "{ x = true }"}))
    assert [one.id for one in found.events.changed] == ["one"]
    for extra in ("extra = { x = true }", 'sources = [{ publisher = "AP", extra = { x = true } }]'):
        text = HEAD + small("a", more=extra)
        found = between(text, text.replace("x = true", "x = 1"))
        assert [one.id for one in found.events.changed] == ["a"]


@pytest.mark.parametrize(
    "changes, differ",
    [
        (NO_CHANGES, False),
        (Changes(("a",), (), ()), True),
        (Changes((), ("a",), ()), True),
        (Changes((), (), (RecordChange("a", {}),)), True),
    ],
)
def test_whether_anything_differs(changes: Changes, differ: bool) -> None:
    assert bool(changes) == differ


# -- numbers and verdicts -----------------------------------------------------------------------


def moved(found: Comparison) -> dict[str, tuple[int, int]]:
    """The counts that move, before and after."""
    numbers = {}
    for one in found.counts:
        assert isinstance(one.before, Count)
        assert isinstance(one.after, Count)
        numbers[one.what] = (one.before.max, one.after.max)
    return numbers


@pytest.mark.parametrize(
    "event, more, expected",
    [
        ({"type": '"video"'}, "", {"call": (1, 0), "video": (0, 1)}),
        ({"type": '"letter"'}, "", {"call": (1, 0), "total": (3, 2)}),
        ({"status": '"denied"'}, "", {"call": (1, 0), "total": (3, 2)}),
        ({"actors": '["xi"]'}, "", {"call": (1, 0), "total": (3, 2)}),
        ({"title": '"They speak"'}, "", {}),
        ({"date": '"2025"', "local_dates": "{}"}, "", {}),
        ({}, small("three"), {"meeting": (2, 3), "total": (3, 4)}),
        ({}, small("three", type="summit"), {"summit": (0, 1), "total": (3, 4)}),
        ({}, small("three", type="letter"), {}),
        ({}, small("three", more='status = "planned"'), {}),
        # The numbers move although no event is another.
        ({}, "[types.call]\ncontact = false\n", {"call": (1, 0), "total": (3, 2)}),
    ],
)
def test_which_numbers_of_contacts_move(
    event: dict[str, str], more: str, expected: dict[str, tuple[int, int]]
) -> None:
    found = between(BOOK, book(event, more=more))
    assert moved(found) == expected
    assert [one.what for one in found.counts] == [*expected], "types in their order, then the total"
    back = between(book(event, more=more), BOOK)
    assert moved(back) == {what: (after, before) for what, (before, after) in expected.items()}


def test_a_type_that_is_gone_takes_its_number_with_it() -> None:
    old = book(more=small("three", type="summit"))
    head, _, rest = book().partition("[types.summit]")
    new = f"{head}[sources.s1]{rest.partition('[sources.s1]')[2]}"
    found = between(old, new)
    assert found.types == Changes((), ("summit",), ())
    assert moved(found) == {"summit": (1, 0), "total": (4, 3)}


def test_a_country_that_changes_moves_numbers_without_a_changed_event() -> None:
    found = between(BOOK, BOOK.replace('country = "US"', 'country = "CN"'))
    assert found.events == NO_CHANGES
    assert moved(found) == {"meeting": (2, 0), "call": (1, 0), "total": (3, 0)}


NEW_CLAIM = table("claims", {**CLAIM_KEYS, "id": '"more"', "total": "2"})


@pytest.mark.parametrize(
    "old, new, expected",
    [
        # The event changes, and the claim with it; or the claim itself.
        ({}, {"event": {"status": '"denied"'}}, [("said", "agrees", "differs")]),
        ({}, {"event": {"status": '"unconfirmed"'}}, [("said", "agrees", "cannot tell")]),
        ({}, {"claim": {"total": "2"}}, [("said", "agrees", "differs")]),
        (
            {},
            {"claim": {"period": '{ a = "2025", b = "2025-02.." }'}},
            [("said", "agrees", "depends")],
        ),
        ({}, {"claim": {"statement": '"a call"'}}, []),
        ({"event": {"tags": "[]"}}, {}, [("said", "differs", "agrees")]),
        # A new claim has a verdict now, and one that is gone had one.
        ({}, {"more": NEW_CLAIM}, [("more", None, "differs")]),
        ({"more": NEW_CLAIM}, {}, [("more", "differs", None)]),
        ({}, {"claim": {"id": '"told"'}}, [("said", "agrees", None), ("told", None, "agrees")]),
    ],
)
def test_which_verdicts_move(
    old: dict[str, Any], new: dict[str, Any], expected: list[tuple[str, str | None, str | None]]
) -> None:
    assert [tuple(one) for one in between(book(**old), book(**new)).verdicts] == expected


def test_what_the_ledger_covers_moves_a_verdict_too() -> None:
    found = between(BOOK, BOOK.replace('covers = "2025"', 'covers = "2025-06.."'))
    assert found.verdicts == (NumberChange("said", "agrees", "cannot tell"),)


# -- laws ---------------------------------------------------------------------------------------


def ledger_of(placed: list[Placed]) -> Ledger:
    return ledger(*(one.event for one in placed))


def turned(found: Changes) -> Changes:
    """The same changes told from the other side."""
    changed = tuple(
        RecordChange(one.id, {key: (after, before) for key, (before, after) in one.keys.items()})
        for one in found.changed
    )
    return Changes(found.removed, found.added, changed)


def by_id(found: Changes) -> dict[str, Any]:
    return {one.id: dict(one.keys) for one in found.changed}


@law(50)
@given(many_events())
def test_a_ledger_does_not_differ_from_itself(placed: list[Placed]) -> None:
    assert not any(compare(ledger_of(placed), ledger_of(placed)))


@law(30)
@given(many_events(), many_events())
def test_from_new_to_old_what_was_added_is_removed(one: list[Placed], other: list[Placed]) -> None:
    old, new = ledger_of(one), ledger_of(other)
    there, back = compare(old, new), compare(new, old)
    assert there.events.added == back.events.removed
    assert there.events.removed == back.events.added
    assert by_id(turned(there.events)) == by_id(back.events)
    assert {(m.what, m.before, m.after) for m in there.verdicts} == {
        (m.what, m.after, m.before) for m in back.verdicts
    }
    assert moved(there) == {what: (b, a) for what, (a, b) in moved(back).items()}


@law(50)
@given(many_events(), many_events())
def test_what_differs_is_all_that_differs(one: list[Placed], other: list[Placed]) -> None:
    """Added, removed and changed ids, against the plain comparison of two sets of events."""
    before = {placed.event.id: placed.event for placed in one}
    after = {placed.event.id: placed.event for placed in other}
    found = compare(ledger_of(one), ledger_of(other)).events
    assert {*found.added} == after.keys() - before.keys()
    assert {*found.removed} == before.keys() - after.keys()
    both = before.keys() & after.keys()
    assert {one.id for one in found.changed} == {id for id in both if before[id] != after[id]}


@law(30)
@given(many_events(), many_events())
def test_a_number_moves_by_what_its_ledgers_count(one: list[Placed], other: list[Placed]) -> None:
    totals = [len(ask(ledger_of(placed), contacts=True).matches) for placed in (one, other)]
    found = moved(compare(ledger_of(one), ledger_of(other)))
    assert found.get("total", (0, 0)) == (tuple(totals) if totals[0] != totals[1] else (0, 0))
    kinds = [numbers for what, numbers in found.items() if what != "total"]
    assert sum(after - before for before, after in kinds) == totals[1] - totals[0]


@law(50)
@given(many_events(), st.data())
def test_without_one_event_it_is_the_one_that_was_removed(
    placed: list[Placed], data: st.DataObject
) -> None:
    if not placed:
        return
    gone = data.draw(st.sampled_from(placed))
    rest = [one for one in placed if one is not gone]
    found = compare(ledger_of(placed), ledger_of(rest)).events
    assert found == Changes((), (gone.event.id,), ())


# -- the command --------------------------------------------------------------------------------


def diff(folder: Path, *argv: str) -> Ran:
    """Run `chrono diff` there."""
    return run("diff", *argv, folder=folder, environment=clean_environment(folder))


def write(folder: Path, **texts: str) -> None:
    """Each text into a file of its name."""
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")


NEW = book(
    {"type": '"video"', "title": '"They confer"'},
    more=small("three") + NEW_CLAIM,
).replace("example.org/1", "example.org/2")


def test_a_line_says_the_kind_the_change_the_id_and_what_stood_there(tmp_path: Path) -> None:
    write(tmp_path, old=BOOK, new=NEW)
    ran = diff(tmp_path, "old.toml", "new.toml")
    assert ran.out.splitlines() == [
        "event\tadded\tthree\t\t\t",
        "event\tchanged\tone\ttype; title\ttype=call; title=They talk"
        "\ttype=video; title=They confer",
        "claim\tadded\tmore\t\t\t",
        "source\tchanged\ts1\turl\turl=https://example.org/1\turl=https://example.org/2",
        "count\tmoved\tmeeting\t\t2\t3",
        "count\tmoved\tcall\t\t1\t0",
        "count\tmoved\tvideo\t\t0\t1",
        "count\tmoved\ttotal\t\t3\t4",
        "verdict\tmoved\tsaid\t\tagrees\tdiffers",
        "verdict\tmoved\tmore\t\t\tdiffers",
    ]
    assert (ran.status, ran.err) == (0, "")


def test_json_is_one_array_of_objects_with_the_same_keys(tmp_path: Path) -> None:
    write(tmp_path, old=BOOK, new=NEW)
    found = json.loads(diff(tmp_path, "old.toml", "new.toml", "-o", "json").out)
    assert {tuple(one) for one in found} == {("kind", "change", "id", "keys", "before", "after")}
    assert found[0] == {
        "kind": "event",
        "change": "added",
        "id": "three",
        "keys": [],
        "before": None,
        "after": None,
    }
    assert found[1]["before"] == {"type": "call", "title": "They talk"}
    assert found[1]["after"] == {"type": "video", "title": "They confer"}
    assert found[1]["keys"] == ["type", "title"]
    count = next(one for one in found if one["kind"] == "count")
    assert count["before"] == {"min": 2, "max": 2, "undecided": []}
    verdicts = [(one["before"], one["after"]) for one in found if one["kind"] == "verdict"]
    assert verdicts == [("agrees", "differs"), (None, "differs")]


@pytest.mark.parametrize(
    "kind, key, value",
    [
        *(("event", key, value) for key, value in EVENT_CHANGES),
        *(("claim", key, value) for key, value in CLAIM_CHANGES),
    ],
)
def test_every_key_is_json_and_a_row_and_a_table(
    tmp_path: Path, kind: str, key: str, value: str
) -> None:
    write(tmp_path, old=BOOK, new=book(**{kind: {key: value}}))  # type: ignore[arg-type]
    found = json.loads(diff(tmp_path, "old.toml", "new.toml", "-o", "json").out)
    assert found[0]["keys"] == [key]
    assert found[0]["before"] != found[0]["after"]
    row = diff(tmp_path, "old.toml", "new.toml").out.splitlines()[0].split("\t")
    assert row[:2] == [kind, "changed"]
    assert row[3] == key
    assert f"{key}  " in diff(tmp_path, "old.toml", "new.toml", "-o", "table").out


@pytest.mark.parametrize("order", [("-", "old.toml"), ("old.toml", "-")])
def test_either_side_may_be_standard_input(tmp_path: Path, order: tuple[str, str]) -> None:
    write(tmp_path, old=BOOK)
    done = subprocess.run(
        [sys.executable, "-m", "chrono", "diff", *order],
        cwd=tmp_path,
        env=clean_environment(tmp_path),
        input=(BOOK + small("three")).encode(),
        capture_output=True,
        check=False,
    )
    word = "removed" if order[0] == "-" else "added"
    assert done.stdout.decode().splitlines()[0] == f"event\t{word}\tthree\t\t\t"
    assert (done.returncode, done.stderr) == (0, b"")


def test_both_sides_cannot_be_standard_input(tmp_path: Path) -> None:
    ran = diff(tmp_path, "-", "-")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")


@pytest.mark.parametrize("argv", [[], ["old.toml"], ["old.toml", "old.toml", "old.toml"]])
def test_two_ledgers_are_needed_and_no_more(tmp_path: Path, argv: list[str]) -> None:
    write(tmp_path, old=BOOK)
    ran = diff(tmp_path, *argv)
    assert (ran.status, ran.out) == (2, "")


def test_a_ledger_named_with_an_option_would_be_a_third(tmp_path: Path) -> None:
    write(tmp_path, old=BOOK)
    ran = diff(tmp_path, "old.toml", "old.toml", "-f", "old.toml")
    assert (ran.status, ran.out) == (2, "")


BROKEN = book({"date": '"2025-13"', "status": '"hold"'})


@pytest.mark.parametrize("order", [("old.toml", "bad.toml"), ("bad.toml", "old.toml")])
@pytest.mark.parametrize("format", ["tsv", "json", "table"])
def test_a_broken_ledger_on_either_side_answers_nothing(
    tmp_path: Path, order: tuple[str, str], format: str
) -> None:
    write(tmp_path, old=BOOK, bad=BROKEN)
    ran = diff(tmp_path, *order, "-o", format)
    assert (ran.status, ran.out) == (3, "")
    lines = ran.err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("bad.toml:") and ": error: " in line for line in lines)


def test_the_problems_of_two_broken_ledgers_are_all_told(tmp_path: Path) -> None:
    write(tmp_path, bad=BROKEN, worse=BROKEN)
    ran = diff(tmp_path, "bad.toml", "worse.toml")
    assert (ran.status, ran.out) == (3, "")
    assert {line.split(":")[0] for line in ran.err.splitlines()} == {"bad.toml", "worse.toml"}


@pytest.mark.parametrize("order", [("old.toml", "none.toml"), ("none.toml", "old.toml")])
def test_a_file_that_is_not_there_is_said(tmp_path: Path, order: tuple[str, str]) -> None:
    write(tmp_path, old=BOOK)
    ran = diff(tmp_path, *order)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("none.toml: error: ")


@pytest.mark.parametrize("path", sorted(VALID.glob("*.toml")), ids=lambda path: path.stem)
def test_a_file_beside_itself_differs_in_nothing(path: Path, tmp_path: Path) -> None:
    ran = run("diff", path.name, path.name, folder=VALID, environment=clean_environment(tmp_path))
    assert ran == Ran(0, "", SAME)
    found = run(
        "diff",
        path.name,
        path.name,
        "-o",
        "json",
        folder=VALID,
        environment=clean_environment(tmp_path),
    )
    assert (json.loads(found.out), found.err) == ([], SAME)


@pytest.mark.parametrize(
    "old, new",
    [
        ('title = "Two countries"', 'title = "Three"'),
        ('covers = "2025"', 'covers = "2024-11.."'),
        ("[ledger]\n", '[ledger]\nprincipals = ["xi"]\n'),
    ],
)
def test_what_differs_in_the_head_is_not_called_the_same(
    tmp_path: Path, old: str, new: str
) -> None:
    write(tmp_path, old=BOOK, new=BOOK.replace(old, new, 1))
    ran = diff(tmp_path, "old.toml", "new.toml")
    assert ran.out != "" or ran.err != SAME


def test_same_tells_kinds_apart_and_nan_is_nan() -> None:
    nan = float("nan")
    assert same({"a": [nan, 1]}, {"a": [nan, 1]})
    assert not same({"a": 1}, {"a": True})
    assert not same({"a": 1}, {"a": 1.0})
    assert not same({"a": 1}, {"b": 1})
    assert not same([1], [1, 1])
    assert not same(nan, 1.0)
