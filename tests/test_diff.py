"""Comparing two ledgers: the records that differ, and the counts and verdicts that move."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.diff import Difference, differences
from chrono.core.model import Ledger
from chrono.core.same_value import same_value
from chrono.files.format.keys import ACTOR, CLAIM, EVENT, SOURCE, TYPE
from chrono.files.read.load import loads
from key_examples import examples
from replay import Ran, clean_environment, run
from samples import Placed, ask, law, ledger, many_events

VALID = Path(__file__).parent / "ledgers" / "valid"
SAME = "note: the two ledgers have the same content\n"


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
    "former_ids": '["spoken"]',
    "sources": '["s1"]',
    "extra": "{ page = 3 }",
}

OTHER_KEYS = examples(EVENT, EVENT_KEYS)
EVENT_KEYS |= {key: value.toml for key, (value, _) in OTHER_KEYS.items()}
EVENT_CHANGES = [
    *((key, value.toml) for key, (_, value) in OTHER_KEYS.items()),
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
    ("former_ids", '["spoken", "put"]'),
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


def ledger_text(
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


TEXT = ledger_text()


class Changes(NamedTuple):
    """The differences between records of one kind; `changed` has the values of the keys by id."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: dict[str, dict[str, tuple[Any, Any]]] = {}  # noqa: RUF012


class Comparison(dict[str, Changes]):
    """Differences grouped by kind. `moved` has the other differences."""

    def __init__(self, differences: Iterable[Difference]) -> None:
        self.moved: list[Difference] = []
        for difference in differences:
            changes = self.get(difference.kind, Changes())
            if difference.change == "moved":
                self.moved.append(difference)
            elif difference.change == "changed":
                values = {
                    key: (difference.before[key], difference.after[key]) for key in difference.keys
                }
                changed = {**changes.changed, difference.id: values}
                self[difference.kind] = changes._replace(changed=changed)
            else:
                ids: Any = (*getattr(changes, difference.change), difference.id)
                self[difference.kind] = Changes(**{**changes._asdict(), difference.change: ids})

    def __missing__(self, kind: str) -> Changes:
        return Changes()


def compare_texts(old: str, new: str) -> Comparison:
    return Comparison(differences(loads(old), loads(new)))


# -- keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("key, value", EVENT_CHANGES)
def test_a_changed_event_has_exactly_the_key_that_changed(key: str, value: str) -> None:
    differences = compare_texts(TEXT, ledger_text({key: value}))
    assert [*differences] == ["event"]
    ((id, values),) = differences["event"].changed.items()
    assert (id, [*values]) == ("one", [key])
    assert values[key][0] != values[key][1]
    assert differences["event"]._replace(changed={}) == Changes()


@pytest.mark.parametrize("key, value", CLAIM_CHANGES)
def test_a_changed_claim_has_exactly_the_key_that_changed(key: str, value: str) -> None:
    differences = compare_texts(TEXT, ledger_text(claim={key: value}))
    assert [*differences] == ["claim"]
    ((id, values),) = differences["claim"].changed.items()
    assert (id, [*values]) == ("said", [key])
    assert values[key][0] != values[key][1]


@pytest.mark.parametrize(
    "name, tried, keys",
    [
        ("EVENT_KEYS", EVENT_KEYS, {*EVENT.keys}),
        ("EVENT_CHANGES", dict(EVENT_CHANGES), {*EVENT.keys} - {"id"}),
        ("CLAIM_KEYS", CLAIM_KEYS, {*CLAIM.keys}),
        ("CLAIM_CHANGES", dict(CLAIM_CHANGES), {*CLAIM.keys} - {"id"}),
    ],
)
def test_the_tables_above_change_every_key_of_events_and_claims(
    name: str, tried: dict[str, str], keys: set[str]
) -> None:
    assert tried.keys() == keys, f"{name} in tests/test_diff.py: {tried.keys() ^ keys}"


@pytest.mark.parametrize("key", [key for key in EVENT_KEYS if key not in EVENT.required])
def test_a_key_that_is_added_or_removed_is_a_change(key: str) -> None:
    full = {**EVENT_KEYS, "status": '"denied"', "private": "true"}
    without = {name: value for name, value in full.items() if name != key}
    texts = [
        "\n".join([HEAD, small("zero"), table("events", keys), table("claims", CLAIM_KEYS)])
        for keys in (full, without)
    ]
    for old, new in (texts, texts[::-1]):
        (values,) = compare_texts(old, new)["event"].changed.values()
        assert [*values] == [key]


def test_without_as_of_a_new_date_of_a_claim_changes_as_of_too() -> None:
    plain = {key: value for key, value in CLAIM_KEYS.items() if key != "as_of"}
    texts = [
        "\n".join([HEAD, table("claims", {**plain, "date": date})])
        for date in ("2025-12-01", "2025-12-02")
    ]
    (values,) = compare_texts(*texts)["claim"].changed.values()
    assert {*values} == {"date", "as_of"}


def test_several_keys_of_one_event_are_one_change() -> None:
    differences = compare_texts(
        TEXT, ledger_text({"title": '"They speak"', "place": '"Seoul"', "tags": "[]"})
    )
    (values,) = differences["event"].changed.values()
    assert {*values} == {"title", "place", "tags"}


def test_a_new_id_is_a_new_record() -> None:
    differences = compare_texts(TEXT, ledger_text({"id": '"uno"'}, {"id": '"told"'}))
    assert differences["event"] == Changes(("uno",), ("one",))
    assert differences["claim"] == Changes(("told",), ("said",))


# -- actors, types, sources ---------------------------------------------------------------------

ACTOR_CHANGES = [
    ("name", 'name = "Xi Jinping"', 'name = "Xi"'),
    ("aliases", '["President Xi"]', '["President Xi", "习近平"]'),
    ("country", 'country = "CN"', 'country = "HK"'),
    ("roles", "from = 2013-03-14", "from = 2013-03-15"),
    ("codes", 'country = "CN"', 'country = "CN"\ncodes = { cow = 711 }'),
    ("former_ids", 'country = "CN"', 'country = "CN"\nformer_ids = ["jinping"]'),
    ("extra", 'country = "CN"', 'country = "CN"\nextra = { a = 1 }'),
]
TYPE_CHANGES = [
    ("label", 'label = "summit"', 'label = "top meeting"'),
    ("plural", 'plural = "summits"', 'plural = "tops"'),
    ("aliases", "contact = true", 'contact = true\naliases = ["top meeting"]'),
    ("contact", "contact = true", "contact = false"),
    ("former_ids", "contact = true", 'contact = true\nformer_ids = ["top"]'),
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
            "author": '"A. Reporter"',
            "accessed": "2025-06-12",
            "language": '"en"',
            "locator": '"p. 4"',
            "archive": '"https://archive.org/1"',
            "side": '"CN"',
            "grade": '"A"',
            "quote": '"We talked."',
            "says": '{ place = "Seoul" }',
            "private": "true",
            "former_ids": '["s0"]',
            "extra": "{ a = 1 }",
        }.items()
    ),
]


@pytest.mark.parametrize(
    "kind, id, key, old, new",
    [
        *(("actor", "xi", *change) for change in ACTOR_CHANGES),
        *(("type", "summit", *change) for change in TYPE_CHANGES),
        *(("source", "s1", *change) for change in SOURCE_CHANGES),
    ],
)
def test_a_changed_declaration_is_reported_once_and_not_for_each_event_that_names_it(
    kind: str, id: str, key: str, old: str, new: str
) -> None:
    changed = TEXT.replace(old, new, 1)
    assert changed != TEXT
    differences = compare_texts(TEXT, changed)
    assert [*differences] == [kind]
    ((changed_id, values),) = differences[kind].changed.items()
    assert (changed_id, [*values]) == (id, [key])


def test_the_tables_above_change_every_key_of_declarations() -> None:
    assert {key for key, *_ in ACTOR_CHANGES} == {*ACTOR.keys}
    assert {key for key, *_ in TYPE_CHANGES} == {*TYPE.keys}
    assert {key for key, *_ in SOURCE_CHANGES} == {*SOURCE.keys}


def test_declarations_are_added_and_removed() -> None:
    more = (
        '[actors.wang]\nname = "Wang Yi"\n[types.tea]\nlabel = "tea"\n'
        '[sources.s2]\npublisher = "AP"\n'
    )
    differences = compare_texts(TEXT, ledger_text(more=more))
    assert differences["actor"] == Changes(("wang",), ())
    assert differences["type"] == Changes(("tea",), ())
    assert differences["source"] == Changes(("s2",), ())
    back = compare_texts(ledger_text(more=more), TEXT)
    assert (back["actor"], back["type"], back["source"]) == (
        Changes((), ("wang",)),
        Changes((), ("tea",)),
        Changes((), ("s2",)),
    )


def test_a_ledger_can_change_a_built_in_type() -> None:
    differences = compare_texts(
        TEXT, ledger_text(more='[types.letter]\nlabel = "note"\ncontact = true\n')
    )
    values = differences["type"].changed["letter"]
    assert values["label"] == ("letter", "note")
    assert values["contact"] == (False, True)


def test_an_undeclared_actor_is_no_change_of_actors() -> None:
    differences = compare_texts(TEXT, ledger_text({"actors": '["xi", "trump", "Wang Yi"]'}))
    assert differences["actor"] == Changes()


def test_another_name_of_the_same_actor_is_no_difference() -> None:
    assert not any(compare_texts(TEXT, ledger_text({"actors": '["President Xi", "Donald Trump"]'})))


REF = {"sources": '[{ ref = "s1", quote = "We talked." }]'}


def test_a_changed_declared_source_is_no_change_of_an_event_that_adds_to_it() -> None:
    old = ledger_text(REF)
    differences = compare_texts(old, old.replace("example.org/1", "example.org/2"))
    assert [*differences["source"].changed] == ["s1"]
    assert differences["event"] == Changes()


def test_details_that_an_event_adds_to_a_declared_source_are_compared() -> None:
    differences = compare_texts(
        ledger_text(REF), ledger_text({"sources": '[{ ref = "s1", quote = "We spoke." }]'})
    )
    sources = ([{"ref": "s1", "quote": "We talked."}], [{"ref": "s1", "quote": "We spoke."}])
    assert differences["event"].changed == {"one": {"sources": sources}}
    assert differences["source"] == Changes()


def test_a_declared_source_is_named_by_its_id_in_any_position() -> None:
    old = ledger_text({"sources": '[{ publisher = "AP" }, "s1"]'})
    differences = compare_texts(
        old, ledger_text({"sources": '[{ publisher = "AP" }, { ref = "s1", grade = "B" }]'})
    )
    before, after = differences["event"].changed["one"]["sources"]
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
def test_the_way_a_ledger_is_written_makes_no_difference(way: str) -> None:
    other = WAYS[way](TEXT)
    assert other != TEXT
    assert not any(compare_texts(TEXT, other))
    assert not any(compare_texts(other, TEXT))


@pytest.mark.parametrize(
    "key, line, values",
    [
        ("title", 'title = "Other"', ("Two countries", "Other")),
        ("description", 'description = "D"', (None, "D")),
        ("covers", 'covers = "2024.."', ("2025", "2024..")),
        ("principals", 'principals = ["xi"]', ([], ["xi"])),
    ],
)
def test_the_keys_of_the_ledger_table_are_compared(
    key: str, line: str, values: tuple[object, object]
) -> None:
    kept = "".join(f"{own}\n" for own in HEAD.splitlines() if not own.startswith(f"{key} ="))
    differences = compare_texts(HEAD, kept.replace("[ledger]\n", f"[ledger]\n{line}\n"))
    assert differences["ledger"].changed == {"ledger": {key: values}}


def test_a_ledger_in_two_files_equals_the_same_ledger_in_one(tmp_path: Path) -> None:
    head, rest = TEXT.split("[[events]]", 1)
    (tmp_path / "a.toml").write_text(TEXT, encoding="utf-8")
    split = head.replace("[ledger]\n", '[ledger]\ninclude = ["rest.toml"]\n')
    (tmp_path / "b.toml").write_text(split, encoding="utf-8")
    (tmp_path / "rest.toml").write_text(f"[[events]]{rest}", encoding="utf-8")
    ran = diff(tmp_path, "a.toml", "b.toml")
    assert ran == Ran(0, "", SAME)


def test_differences_are_in_the_order_of_the_ledgers() -> None:
    new = "".join(small(id, date) for id, date in (("c", "2025-05"), ("a", "2025-06")))
    old = "".join(small(id, date) for id, date in (("z", "2025-02"), ("y", "2025-04")))
    differences = compare_texts(HEAD + old, HEAD + new)
    assert differences["event"] == Changes(("c", "a"), ("z", "y"))


def test_not_a_number_equals_itself() -> None:
    text = ledger_text({"extra": "{ x = nan }"})
    assert not any(compare_texts(text, text))


def test_true_differs_from_one() -> None:
    differences = compare_texts(
        ledger_text({"extra": "{ x = 1 }"}), ledger_text({"extra": "{ x = true }"})
    )
    assert [*differences["event"].changed] == ["one"]
    for extra in ("extra = { x = true }", 'sources = [{ publisher = "AP", extra = { x = true } }]'):
        text = HEAD + small("a", more=extra)
        differences = compare_texts(text, text.replace("x = true", "x = 1"))
        assert [*differences["event"].changed] == ["a"]


# -- numbers and verdicts -----------------------------------------------------------------------


def counts_moved(comparison: Comparison) -> dict[str, tuple[int, int]]:
    """The counts that move, before and after."""
    return {
        move.id: (move.before.max, move.after.max)
        for move in comparison.moved
        if move.kind == "count"
    }


def verdicts_moved(comparison: Comparison) -> list[tuple[str, str | None, str | None]]:
    """The verdicts that move, before and after."""
    moves = (move for move in comparison.moved if move.kind == "verdict")
    return [(move.id, move.before, move.after) for move in moves]


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
def test_counts_of_contacts_that_move(
    event: dict[str, str], more: str, expected: dict[str, tuple[int, int]]
) -> None:
    differences = compare_texts(TEXT, ledger_text(event, more=more))
    assert counts_moved(differences) == expected
    assert [*counts_moved(differences)] == [*expected], "types in their order, then the total"
    back = compare_texts(ledger_text(event, more=more), TEXT)
    assert counts_moved(back) == {
        what: (after, before) for what, (before, after) in expected.items()
    }


def test_the_count_of_a_removed_type_moves_to_zero() -> None:
    old = ledger_text(more=small("three", type="summit"))
    head, _, rest = ledger_text().partition("[types.summit]")
    new = f"{head}[sources.s1]{rest.partition('[sources.s1]')[2]}"
    differences = compare_texts(old, new)
    assert differences["type"] == Changes((), ("summit",))
    assert counts_moved(differences) == {"summit": (1, 0), "total": (4, 3)}


def test_a_changed_country_moves_counts_without_a_changed_event() -> None:
    differences = compare_texts(TEXT, TEXT.replace('country = "US"', 'country = "CN"'))
    assert differences["event"] == Changes()
    assert counts_moved(differences) == {"meeting": (2, 0), "call": (1, 0), "total": (3, 0)}


NEW_CLAIM = table("claims", {**CLAIM_KEYS, "id": '"more"', "former_ids": "[]", "total": "2"})


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
        # An added claim has a verdict in the new ledger only, a removed one in the old.
        ({}, {"more": NEW_CLAIM}, [("more", None, "differs")]),
        ({"more": NEW_CLAIM}, {}, [("more", "differs", None)]),
        ({}, {"claim": {"id": '"told"'}}, [("said", "agrees", None), ("told", None, "agrees")]),
    ],
)
def test_verdicts_that_move(
    old: dict[str, Any], new: dict[str, Any], expected: list[tuple[str, str | None, str | None]]
) -> None:
    assert verdicts_moved(compare_texts(ledger_text(**old), ledger_text(**new))) == expected


def test_the_covered_period_can_move_a_verdict() -> None:
    differences = compare_texts(TEXT, TEXT.replace('covers = "2025"', 'covers = "2025-06.."'))
    assert verdicts_moved(differences) == [("said", "agrees", "cannot tell")]


# -- laws ---------------------------------------------------------------------------------------


def ledger_of(placed: list[Placed]) -> Ledger:
    return ledger(*(item.event for item in placed))


def compare_events(old: list[Placed], new: list[Placed]) -> Comparison:
    return Comparison(differences(ledger_of(old), ledger_of(new)))


@law(50)
@given(many_events())
def test_a_ledger_does_not_differ_from_itself(placed: list[Placed]) -> None:
    assert not list(differences(ledger_of(placed), ledger_of(placed)))


@law(30)
@given(many_events(), many_events())
def test_the_comparison_from_new_to_old_is_the_reverse(
    old: list[Placed], new: list[Placed]
) -> None:
    comparison, reverse = compare_events(old, new), compare_events(new, old)
    assert comparison["event"].added == reverse["event"].removed
    assert comparison["event"].removed == reverse["event"].added
    assert comparison["event"].changed == {
        id: {key: (before, after) for key, (after, before) in values.items()}
        for id, values in reverse["event"].changed.items()
    }
    assert {*verdicts_moved(comparison)} == {
        (id, before, after) for id, after, before in verdicts_moved(reverse)
    }
    assert counts_moved(comparison) == {
        id: (before, after) for id, (after, before) in counts_moved(reverse).items()
    }


@law(50)
@given(many_events(), many_events())
def test_exactly_the_events_that_differ_are_reported(old: list[Placed], new: list[Placed]) -> None:
    """Added, removed and changed ids, against the plain comparison of two sets of events."""
    before = {placed.event.id: placed.event for placed in old}
    after = {placed.event.id: placed.event for placed in new}
    changes = compare_events(old, new)["event"]
    assert {*changes.added} == after.keys() - before.keys()
    assert {*changes.removed} == before.keys() - after.keys()
    shared = before.keys() & after.keys()
    assert {*changes.changed} == {id for id in shared if before[id] != after[id]}


@law(30)
@given(many_events(), many_events())
def test_a_count_moves_by_the_contacts_of_both_ledgers(
    old: list[Placed], new: list[Placed]
) -> None:
    totals = [len(ask(ledger_of(placed), contacts=True).matches) for placed in (old, new)]
    moved = counts_moved(compare_events(old, new))
    assert moved.get("total", (0, 0)) == (tuple(totals) if totals[0] != totals[1] else (0, 0))
    by_type = [numbers for id, numbers in moved.items() if id != "total"]
    assert sum(after - before for before, after in by_type) == totals[1] - totals[0]


@law(50)
@given(many_events(), st.data())
def test_a_ledger_without_one_event_differs_in_that_event(
    placed: list[Placed], data: st.DataObject
) -> None:
    if not placed:
        return
    removed = data.draw(st.sampled_from(placed))
    rest = [item for item in placed if item is not removed]
    assert compare_events(placed, rest)["event"] == Changes((), (removed.event.id,))


# -- the command --------------------------------------------------------------------------------


def diff(folder: Path, *argv: str) -> Ran:
    """Run `chrono diff` there."""
    return run("diff", *argv, folder=folder, environment=clean_environment(folder))


def write(folder: Path, **texts: str) -> None:
    """Each text into a file of its name."""
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")


NEW = ledger_text(
    {"type": '"video"', "title": '"They confer"'},
    more=small("three") + NEW_CLAIM,
).replace("example.org/1", "example.org/2")


def test_a_line_has_the_kind_the_change_the_id_and_both_values(tmp_path: Path) -> None:
    write(tmp_path, old=TEXT, new=NEW)
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
    write(tmp_path, old=TEXT, new=NEW)
    records = json.loads(diff(tmp_path, "old.toml", "new.toml", "-o", "json").out)
    assert {tuple(record) for record in records} == {
        ("kind", "change", "id", "keys", "before", "after")
    }
    assert records[0] == {
        "kind": "event",
        "change": "added",
        "id": "three",
        "keys": [],
        "before": None,
        "after": None,
    }
    assert records[1]["before"] == {"type": "call", "title": "They talk"}
    assert records[1]["after"] == {"type": "video", "title": "They confer"}
    assert records[1]["keys"] == ["type", "title"]
    count = next(record for record in records if record["kind"] == "count")
    assert count["before"] == {"min": 2, "max": 2, "undecided": []}
    verdicts = [
        (record["before"], record["after"]) for record in records if record["kind"] == "verdict"
    ]
    assert verdicts == [("agrees", "differs"), (None, "differs")]


@pytest.mark.parametrize(
    "kind, key, value",
    [
        *(("event", key, value) for key, value in EVENT_CHANGES),
        *(("claim", key, value) for key, value in CLAIM_CHANGES),
    ],
)
def test_every_key_is_shown_in_json_rows_and_a_table(
    tmp_path: Path, kind: str, key: str, value: str
) -> None:
    write(tmp_path, old=TEXT, new=ledger_text(**{kind: {key: value}}))  # type: ignore[arg-type]
    differences = json.loads(diff(tmp_path, "old.toml", "new.toml", "-o", "json").out)
    assert differences[0]["keys"] == [key]
    assert differences[0]["before"] != differences[0]["after"]
    row = diff(tmp_path, "old.toml", "new.toml").out.splitlines()[0].split("\t")
    assert row[:2] == [kind, "changed"]
    assert row[3] == key
    shown = diff(tmp_path, "old.toml", "new.toml", "-o", "table").out
    assert re.search(rf"      {key}(\.\w+|\[\d\])*  ", shown)


def test_an_equal_change_in_many_events_is_one_line_and_others_are_below_their_events(
    tmp_path: Path,
) -> None:
    def source(publisher: str, more: str = "") -> str:
        return f'sources = [{{ publisher = "{publisher}", url = "https://a.org"{more} }}]\n'

    ids = ("one", "two", "three")
    old = "".join(small(id, more=source("a.org")) for id in ids)
    new = "".join(small(id, more=source("A Paper")) for id in ids[:2])
    new += small("three", more=source("A Paper", ', grade = "B"'))
    write(tmp_path, old=old, new=new)
    shown = diff(tmp_path, "old.toml", "new.toml", "-o", "table").out
    assert shown.splitlines()[3:5] == [
        "Events", "  ~ 3 events: sources[1].publisher  a.org → A Paper",
    ]  # fmt: skip
    assert "sources[1].grade  (none) → B" in shown
    assert "~ one" not in shown
    (row, *_) = diff(tmp_path, "old.toml", "new.toml").out.splitlines()
    assert "null" not in row


def test_a_table_names_both_ledgers_and_the_event_that_a_removed_event_was_joined_into(
    tmp_path: Path,
) -> None:
    new = small("one", more='former_ids = ["two"]\n')
    write(tmp_path, events=small("one") + small("two") + small("three"), new=new)
    lines = [line.strip() for line in diff(tmp_path, "new.toml", "-o", "table").out.splitlines()]
    assert lines[:3] == ["− events.toml (old)", "+ new.toml (new)", ""]
    two, three = (
        next(at for at, one in enumerate(lines) if f"− {id} " in one) for id in ("two", "three")
    )
    assert lines[two + 1] == "joined into one"
    assert "joined" not in lines[three + 1]


def test_added_and_removed_sources_have_their_numbers(tmp_path: Path) -> None:
    def with_sources(*names: str) -> str:
        return small(
            "one", more=f"sources = [{', '.join(f'{{ publisher = {n!r} }}' for n in names)}]\n"
        )

    write(
        tmp_path, one=with_sources("A"), two=with_sources("A", "B"), swapped=with_sources("B", "A")
    )
    assert (
        "sources[2]  (none) → publisher = B"
        in diff(tmp_path, "one.toml", "two.toml", "-o", "table").out
    )
    assert (
        "sources[2]  publisher = B → (none)"
        in diff(tmp_path, "two.toml", "one.toml", "-o", "table").out
    )
    assert (
        "sources  the same → in another order"
        in diff(tmp_path, "two.toml", "swapped.toml", "-o", "table").out
    )


@pytest.mark.parametrize("order", [("-", "old.toml"), ("old.toml", "-")])
def test_either_ledger_can_be_standard_input(tmp_path: Path, order: tuple[str, str]) -> None:
    write(tmp_path, old=TEXT)
    done = subprocess.run(
        [sys.executable, "-m", "chrono", "diff", *order],
        cwd=tmp_path,
        env=clean_environment(tmp_path),
        input=(TEXT + small("three")).encode(),
        capture_output=True,
        check=False,
    )
    word = "removed" if order[0] == "-" else "added"
    assert done.stdout.decode().splitlines()[0] == f"event\t{word}\tthree\t\t\t"
    assert (done.returncode, done.stderr) == (0, b"")


def test_both_ledgers_cannot_be_standard_input(tmp_path: Path) -> None:
    ran = diff(tmp_path, "-", "-")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")


@pytest.mark.parametrize("argv", [[], ["old.toml", "old.toml", "old.toml"]])
def test_one_or_two_ledgers_are_needed(tmp_path: Path, argv: list[str]) -> None:
    write(tmp_path, old=TEXT)
    ran = diff(tmp_path, *argv)
    assert (ran.status, ran.out) == (2, "")


def test_one_ledger_is_compared_with_the_ledger_in_use(tmp_path: Path) -> None:
    write(tmp_path, old=TEXT, new=ledger_text({"id": '"another"'}))
    both = diff(tmp_path, "old.toml", "new.toml")
    assert both.out
    alone = diff(tmp_path, "-f", "old.toml", "new.toml")
    assert (alone.status, alone.out) == (0, both.out)
    assert diff(tmp_path, "-f", "new.toml", "old.toml").out != both.out


def test_a_ledger_named_with_an_option_is_refused(tmp_path: Path) -> None:
    write(tmp_path, old=TEXT)
    ran = diff(tmp_path, "old.toml", "old.toml", "-f", "old.toml")
    assert (ran.status, ran.out) == (2, "")


BROKEN = ledger_text({"date": '"2025-13"', "status": '"hold"'})


@pytest.mark.parametrize("order", [("old.toml", "bad.toml"), ("bad.toml", "old.toml")])
@pytest.mark.parametrize("format", ["tsv", "json", "table"])
def test_a_broken_ledger_on_either_side_gives_only_errors(
    tmp_path: Path, order: tuple[str, str], format: str
) -> None:
    write(tmp_path, old=TEXT, bad=BROKEN)
    ran = diff(tmp_path, *order, "-o", format)
    assert (ran.status, ran.out) == (3, "")
    lines = ran.err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("bad.toml:") and ": error: " in line for line in lines)


def test_the_problems_of_two_broken_ledgers_are_all_reported(tmp_path: Path) -> None:
    write(tmp_path, bad=BROKEN, worse=BROKEN)
    ran = diff(tmp_path, "bad.toml", "worse.toml")
    assert (ran.status, ran.out) == (3, "")
    assert {line.split(":")[0] for line in ran.err.splitlines()} == {"bad.toml", "worse.toml"}


@pytest.mark.parametrize("order", [("old.toml", "none.toml"), ("none.toml", "old.toml")])
def test_a_missing_file_is_an_error(tmp_path: Path, order: tuple[str, str]) -> None:
    write(tmp_path, old=TEXT)
    ran = diff(tmp_path, *order)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("none.toml: error: ")


@pytest.mark.parametrize("path", sorted(VALID.glob("*.toml")), ids=lambda path: path.stem)
def test_a_file_does_not_differ_from_itself(path: Path, tmp_path: Path) -> None:
    ran = run("diff", path.name, path.name, folder=VALID, environment=clean_environment(tmp_path))
    assert ran == Ran(0, "", SAME)
    differences = run(
        "diff",
        path.name,
        path.name,
        "-o",
        "json",
        folder=VALID,
        environment=clean_environment(tmp_path),
    )
    assert (json.loads(differences.out), differences.err) == ([], SAME)


@pytest.mark.parametrize(
    "old, new",
    [
        ('title = "Two countries"', 'title = "Three"'),
        ('covers = "2025"', 'covers = "2024-11.."'),
        ("[ledger]\n", '[ledger]\nprincipals = ["xi"]\n'),
    ],
)
def test_a_difference_in_the_ledger_table_is_reported(tmp_path: Path, old: str, new: str) -> None:
    write(tmp_path, old=TEXT, new=TEXT.replace(old, new, 1))
    ran = diff(tmp_path, "old.toml", "new.toml")
    assert ran.out != "" or ran.err != SAME


def test_same_tells_kinds_apart_and_nan_is_nan() -> None:
    nan = float("nan")
    assert same_value({"a": [nan, 1]}, {"a": [nan, 1]})
    assert not same_value({"a": 1}, {"a": True})
    assert not same_value({"a": 1}, {"a": 1.0})
    assert not same_value({"a": 1}, {"b": 1})
    assert not same_value([1], [1, 1])
    assert not same_value(nan, 1.0)


@pytest.mark.parametrize("one, other", [(["a"], "a"), ("a", ["a"]), ([1], 1), (1, [1]), ([], "")])
def test_a_list_is_not_the_same_as_its_only_item(one: object, other: object) -> None:
    assert not same_value(one, other)
    assert same_value([one], [one])
