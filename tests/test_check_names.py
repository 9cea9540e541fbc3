"""The rules of `chrono check` about names: two spellings of one, and those in titles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from check_helpers import TODAY, findings, places
from chrono.core.checks import RuleContext, rules
from chrono.core.model import Actor, Event, Publisher, Source
from chrono.core.names import one_letter_apart
from chrono.files.read.load import loads
from samples import RUBIO, TRUMP, WANG_YI, XI, event, ledger

# -- spelling -------------------------------------------------------------------------------------


def in_order(field: str, *values: Any) -> list[Event]:
    return [
        event(f"2025-01-{number:02}", f"e{number}", **{field: value})
        for number, value in enumerate(values, 1)
    ]


@pytest.mark.parametrize(
    "names, rare, right",
    [
        (["Geneva", "geneva", "Geneva"], "geneva", "Geneva"),
        (["Zurich", "Zürich", "Zürich"], "Zurich", "Zürich"),
        (["Zurich", "Zürich"], "Zurich", "Zürich"),
        (["geneva", "Geneva"], "geneva", "Geneva"),
        (["Kuala Lumpur", "Kuala Lumpur", "KualaLumpur"], "KualaLumpur", "Kuala Lumpur"),
        # A spelling with spaces too many is never proposed.
        (["Xinhua ", "Xinhua ", "Xinhua"], "Xinhua ", "Xinhua"),
        (["New  York", "New  York", "New York"], "New  York", "New York"),
    ],
)
def test_a_name_that_differs_only_by_spaces_case_or_accents_is_reported(
    names: Sequence[str], rare: str, right: str
) -> None:
    values = {
        "place": ("places", names),
        "tags": ("tags", [(name,) for name in names]),
        "sources": ("publishers", [(Source(name),) for name in names]),
    }
    for field, (kind, of_events) in values.items():
        checked = ledger(*in_order(field, *of_events))
        (finding,) = findings("spelling", checked)
        assert f'the {kind} "{rare}" (used ' in finding.message
        assert finding.message.split('; if they are one, write "')[1].startswith(f'{right}" in ')


@pytest.mark.parametrize(
    "names",
    [
        ["Geneva", "Geneva", "Geneva"],
        ["Geneva", "Genova"],
        ["Saint-Denis", "Saint Denis"],  # not only by spaces
        ["St Denis", "Saint Denis"],
        ["Krakow", "Cracow"],
        ["北京", "北 海"],
        ["Geneva", None],
    ],
)
def test_other_names_are_not_reported(names: Sequence[str | None]) -> None:
    assert findings("spelling", ledger(*in_order("place", *names))) == []


def test_names_of_different_kinds_are_not_compared() -> None:
    one = event("2025-01-01", "a", place="Trade", tags=("trade",), sources=(Source("TRADE"),))
    assert findings("spelling", ledger(one)) == []


def test_the_message_on_a_spelling_has_both_with_their_numbers_and_where_to_write() -> None:
    events = in_order("place", *["geneva"] * 7, *["Geneva"] * 9)
    (finding,) = findings("spelling", ledger(*events))
    assert finding.message == (
        'the places "geneva" (used 7 times) and "Geneva" (used 9 times) differ only in spaces, '
        'case or accents; if they are one, write "Geneva" in e1, e2, e3, e4, e5, and 2 more'
    )
    assert (finding.id, finding.at) == ("e1", ("place",))


def test_a_publisher_is_corrected_where_the_source_is_declared() -> None:
    declared = Source("Xinhua ", id="s1")
    events = in_order("sources", (Source("AP"), declared), (declared,), (Source("Xinhua"),))
    (finding,) = findings("spelling", ledger(*events))
    assert finding.message.endswith('write "Xinhua" in [sources.s1]')
    assert (finding.id, finding.at) == ("e1", ("sources", 1))


def test_the_origin_of_a_source_is_a_publisher_too() -> None:
    events = in_order("sources", (Source("Shine", origin="xinhua"),), (Source("Xinhua"),))
    (finding,) = findings("spelling", ledger(*events))
    assert 'the publishers "xinhua" (used 1 time) and "Xinhua" (used 1 time)' in finding.message


def test_spellings_of_a_declared_publisher_are_one() -> None:
    events = in_order("sources", *[(Source(name),) for name in ("Xinhua", "xinhua", "Xinhuá")])
    declared = {"xinhua": Publisher("xinhua", "Xinhua")}
    assert findings("spelling", ledger(*events, publishers=declared)) == []
    assert len(findings("spelling", ledger(*events))) == 2


UNDECLARED = """
[[events]]
id = "a"
date = 2025-01-01
type = "call"
title = "Call"
actors = ["Ann Ash", "Ben Birch"]
[[events]]
id = "b"
date = 2025-01-02
type = "call"
title = "Call"
actors = ["AnnAsh", "Ben Birch"]
[[claims]]
id = "c"
by = "Benbirch"
date = 2025-01-03
statement = "Two calls."
period = "2025"
total = 2
"""


def test_undeclared_actors_are_reported_by_one_rule_alone() -> None:
    checked = loads(UNDECLARED)
    assert places("spelling", checked) == [("b", "actors", 0), ("c", "by")]
    assert places("same-actor", checked) == []
    hyphen = loads(UNDECLARED.replace("AnnAsh", "Ann-Ash").replace("Benbirch", "Ben Birch"))
    assert (places("spelling", hyphen), len(places("same-actor", hyphen))) == ([], 1)


# -- unlisted -------------------------------------------------------------------------------------

JR = Actor("trump-jr", "Donald Trump Jr.", country="US")
LI = Actor("li-qiang", "Li Qiang", ("Li", "Premier Li"), "CN")
WASHINGTON = Actor("washington", "Robert Washington", ("Washington",), "US")
JORDAN = Actor("jordan", "Jim Jordan", ("Jordan",), "US")
AMBIGUOUS = (Actor("wang-a", "Wang A", ("Wang",), "CN"), Actor("wang-b", "Wang B", ("Wang",), "CN"))
ALL = (XI, TRUMP, RUBIO, WANG_YI, JR, LI, WASHINGTON, JORDAN, *AMBIGUOUS)


@pytest.mark.parametrize(
    "title, reported",
    [
        ("Xi Jinping and Trump speak", []),
        ("Marco Rubio calls Xi Jinping", ["marco-rubio"]),
        ("MARCO RUBIO's call", ["marco-rubio"]),
        ("Premier Li's call with President Trump", ["li-qiang"]),
        ("Marco Rubio and Marco Rubio, with Wang Yi", ["marco-rubio", "wang-yi"]),
        # Not by a part of a name or of a word.
        ("Rubio calls Xi", []),
        ("Marco Rubiolo speaks on Linear Wang Yibo", []),
        ("Libya and Lithuania", []),
        ("Ann Ash, who is not declared, calls", []),
        # The longer name counts.
        ("Donald Trump Jr. calls", ["trump-jr"]),
        # Not if several have the name, or if it is a place or a country, too.
        ("Wang calls", []),
        ("A call from Washington about Jordan", []),
        ("Robert Washington and Jim Jordan call", ["washington", "jordan"]),
    ],
)
def test_an_actor_named_in_the_title_alone_is_reported(title: str, reported: list[str]) -> None:
    one = event("2025-01-01", "a", title=title, place="Washington, DC")
    stranger = Actor("Ann Ash", "Ann Ash", declared=False)
    checked = ledger(one, actors={actor.id: actor for actor in (*ALL, stranger)})
    found = [finding.message for finding in findings("unlisted", checked)]
    assert [message.split("(")[1].split(")")[0] for message in found] == reported


def test_those_present_are_not_reported() -> None:
    one = event("2025-01-01", "a", title="Trump and Marco Rubio", present=(RUBIO,))
    assert findings("unlisted", ledger(one)) == []


def test_the_message_on_a_title_has_the_name_and_the_id() -> None:
    one = event("2025-01-01", "a", title="Xi's call, with Marco Rubio")
    (finding,) = findings("unlisted", ledger(one, actors={RUBIO.id: RUBIO}))
    assert finding.message == (
        'the title names Marco Rubio (marco-rubio), but "actors" and "present" do not; add this '
        "actor to one of them"
    )
    assert finding.at == ("title",)


def test_many_names_are_compared_by_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing each name with all others takes four million comparisons."""
    compared: list[str] = []

    def counted(one: str, other: str) -> bool:
        compared.append(one)
        return one_letter_apart(one, other)

    monkeypatch.setattr(rules, "one_letter_apart", counted)
    declared = [Actor(f"x{number}", f"Name{number} Ash", country="FR") for number in range(2000)]
    strangers = [Actor(name, name, declared=False) for number in range(2000)
                 for name in [f"Name{number} Asch"]]  # fmt: skip
    people = {actor.id: actor for actor in (*declared, *strangers)}
    meetings = (event("2025-01-01", f"e{number}", actors=[XI, one])
                for number, one in enumerate(strangers))  # fmt: skip
    context = RuleContext(ledger(*meetings, actors=people), TODAY)
    found = context.probable_typos
    assert len(compared) < 20_000
    assert found == {f"Name{number} Asch": f"Name{number} Ash" for number in range(2000)}
