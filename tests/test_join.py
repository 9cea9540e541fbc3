"""Two entries become one: references move, nothing is lost, and counts are those of one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from changes import opened
from check_helpers import findings
from chrono.core.counting import tally
from chrono.core.query import Query, select
from chrono.errors import UsageError
from chrono.files.format.keys import ENTRIES
from chrono.files.read.load import loads
from chrono.files.read.source_files import parse
from chrono.files.write.apply import apply
from chrono.files.write.join import Joining, join
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.transaction import verify
from everywhere import EVERYWHERE, IDS, found_in, places, references_in
from samples import law


def joined(text: str, keep: str, other: str, country: str | None = None) -> tuple[str, Joining]:
    """The text of a ledger after a join that passes the checks, and its result."""
    files = opened(text)
    result = join(files, keep, other, country)
    (change,) = verify(files, apply(files)).changes
    return change.text, result


def refused(text: str, keep: str, other: str, country: str | None = None) -> str:
    with pytest.raises(UsageError) as caught:
        joined(text, keep, other, country)
    return "\n".join(caught.value.args)


# -- countries in brackets ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keep", "other", "country"),
    [
        ("Jo Roe", "Jo Roe (China)", "CN"),
        ("Jo Roe (China)", "Jo Roe", "CN"),
        ("Jo Roe (Chile)", "Jo Roe (China)", None),
        ("Jo Roe", "Jo Roe (Minister)", None),
    ],
)
def test_an_actor_gets_the_country_in_the_brackets_of_a_joined_name(
    keep: str, other: str, country: str | None
) -> None:
    text, result = joined(
        f'[actors.jo]\nname = "{keep}"\n[actors.jo-2]\nname = "{other}"\n', "jo", "jo-2"
    )
    fields = tomli.loads(text)["actors"]["jo"]
    assert fields.get("country") == country
    assert ("country" in result.added) == (country is not None)
    assert fields["aliases"] == [other]


def test_an_undeclared_name_with_a_country_in_brackets_gives_the_country() -> None:
    event = '[[events]]\nid = "e"\ndate = 2025-04-01\ntype = "call"\ntitle = "E"\n'
    text, _ = joined(
        f'{event}actors = ["Jo Roe (US)"]\n[actors.jo]\nname = "Jo Roe"\n', "jo", "Jo Roe (US)"
    )
    assert tomli.loads(text)["actors"]["jo"]["country"] == "US"


# -- references -----------------------------------------------------------------------------------

KEPT = {
    "actors": '[actors.kept]\nname = "Kept"\n',
    "types": '[types.kept]\nlabel = "kept"\ncontact = true\n',
    "publishers": '[publishers.kept]\nname = "Kept"\n',
    "sources": '[sources.kept]\npublisher = "Kept"\n',
    "events": '[[events]]\nid = "kept"\ndate = 2025-04-01\ntype = "call"\ntitle = "Kept"\n'
    'actors = ["ben", "an-actor"]\n',
    "claims": '[[claims]]\nid = "kept"\nby = "ben"\ndate = 2025-06-02\nstatement = "Kept"\n'
    'period = "2025"\ntotal = 1\n',
}  # fmt: skip
"""Table -> an entry that the entry of EVERYWHERE is joined into."""


@pytest.mark.parametrize("kind", ENTRIES)
def test_every_reference_moves(kind: str) -> None:
    """The places are those of the live table of keys; see test_rename.py."""
    old = IDS[kind]
    text, result = joined(f"{EVERYWHERE}\n{KEPT[kind]}", "kept", f"{kind}.{old}")
    refers = {"side": "actors", "speaker": "actors", "initiator": "actors"}
    own = {place for place, to in places().items() if refers.get(to, f"{to}s") == kind}
    before, after = found_in(EVERYWHERE), found_in(text)
    for place in own:
        assert after[place, old] == 0
        assert after[place, "kept"] >= before[place, old]
    moved = sum(number for (place, word), number in before.items() if place in own and word == old)
    gone = found_in(result.removed) if kind in ("events", "claims", "sources") else Counter()
    assert result.references == moved - sum(gone[place, old] for place in own)
    assert after[(kind, "former_ids"), old] == 1
    assert loads(text)
    assert (kind, old) not in references_in(loads(text))


@pytest.mark.parametrize("kind", ENTRIES)
def test_the_removed_entry_is_returned_as_it_was(kind: str) -> None:
    _, result = joined(f"{EVERYWHERE}\n{KEPT[kind]}", "kept", f"{kind}.{IDS[kind]}")
    assert result.removed in EVERYWHERE
    removed = tomli.loads(result.removed)[kind]
    whole = tomli.loads(EVERYWHERE)[kind]
    assert removed == ([whole[0]] if isinstance(removed, list) else {IDS[kind]: whole[IDS[kind]]})


def test_a_reference_by_a_former_id_or_a_name_moves_too() -> None:
    text = ACTORS + event("a", '["ann-2", "ben"]') + event("b", '["Ann Ash", "ben"]')
    text += event("c", '["ANNIE", "ben"]') + event("d", '["old-ann", "ben"]')
    after, result = joined(text, "ann", "ann-2")
    assert re.findall(r"actors = \[(.*)\]", after) == ['"ann", "ben"'] * 4
    assert result.references == 4
    actor = loads(after).actors["ann"]
    assert actor.former_ids == ("ann-2", "old-ann")
    assert actor.aliases == ("Ann Ash", "Annie")


ACTORS = """\
[actors.ann]
name = "A. Ash"

[actors.ann-2]
name = "Ann Ash"
aliases = ["Annie"]
former_ids = ["old-ann"]

[actors.ben]
name = "Ben Birch"
country = "DE"
"""


def event(id: str, actors: str = '["ann", "ben"]', more: str = "") -> str:
    head = f'\n[[events]]\nid = "{id}"\ndate = 2025-01-0{len(id)}\ntype = "call"\ntitle = "{id}"\n'
    return f"{head}actors = {actors}\n{more}"


@pytest.mark.parametrize(
    "before, after",
    [
        ('["ann", "ann-2", "ben"]', '["ann", "ben"]'),
        ('["ann-2", "ann", "ben"]', '["ann", "ben"]'),
        ('["ann-2", "ben", "A. Ash"]', '["ann", "ben"]'),
        ("['ben', 'ann-2', 'ann']", "['ben', 'ann']"),
        ('[\n  "ann-2",\n  "ann",\n  "ben",\n]', '[\n  "ann",\n  "ben",\n]'),
        (
            '[\n  "ann-2", # she\n  "ann", # too\n  "ben"\n]',
            '[\n  "ann", # she\n  # too\n  "ben"\n]',
        ),
        ('[\n  "ben", # he\n  "ann", # she\n  "ann-2"\n]', '[\n  "ben", # he\n  "ann", # she\n]'),
        ('[ "ann" , "ann-2" , "ben" ]', '[ "ann" , "ben" ]'),
        ('["ben", # he\n "ann-2", "ann"]', '["ben", # he\n "ann"]'),
        ('["ann-2", # she\n "ann"]', '["ann", # she\n ]'),
    ],
)
def test_a_list_has_the_kept_entry_only_once(before: str, after: str) -> None:
    text, _ = joined(ACTORS + event("e", before), "ann", "ann-2")
    assert f"actors = {after}\n" in text


def test_a_name_without_a_declaration_is_joined_in_any_spelling() -> None:
    text = ACTORS + event("e", '["Zoë  Ash", "ben"]') + event("f", '["zoe ash", "ben"]')
    text += '\n[[claims]]\nid = "c"\nby = "ZOE ASH"\ndate = 2025-02-01\nstatement = "x"\n'
    text += 'period = "2025"\ntotal = 0\n'
    after, result = joined(text, "ann", "Zoe Ash")
    assert (result.references, result.removed) == (3, "")
    assert loads(after).actors["ann"].aliases == ("Zoë  Ash",)
    assert loads(after).actors["ann"].former_ids == ()
    assert loads(after).claims[0].by.id == "ann"
    assert "Zo" not in after.replace('aliases = ["Zoë  Ash"]', "")


def test_a_speaker_who_takes_part_in_nothing_is_joined() -> None:
    text = ACTORS + event("e") + '\n[[claims]]\nid = "c"\nby = "Ann the Younger"\n'
    text += 'date = 2025-02-01\nstatement = "x"\nperiod = "2025"\ntotal = 0\n'
    after, result = joined(text, "ann", "ann the younger")
    assert result.references == 1
    assert loads(after).claims[0].by.id == "ann"


def test_a_country_is_no_reference_to_an_actor_of_the_same_name() -> None:
    text = ACTORS + '\n[actors.eu]\nname = "European Union"\n'
    more = (
        'initiator = "European Union"\nsources = [{ publisher = "P", side = "European Union" }]\n'
    )
    after, _ = joined(text + event("e", '["eu", "ben"]', more), "ann", "eu")
    assert 'actors = ["ann", "ben"]' in after
    assert after.count('"European Union"') == 3


# -- counts ---------------------------------------------------------------------------------------

PEOPLE = {"ann": "FR", "ann-2": "FR", "ben": "DE", "cai": "CN", "dee": None}
SPELLINGS = {
    "ann": ("ann", "Ann"), "ann-2": ("ann-2", "Second Ann", "Annie", "was-ann"),
    "ben": ("ben",), "cai": ("cai", "Cai"), "dee": ("dee",), "Eve": ("Eve", "eve"),
}  # fmt: skip
HEAD = """\
[actors.ann]
name = "Ann"
country = "FR"
[actors.ann-2]
name = "Second Ann"
aliases = ["Annie"]
country = "FR"
former_ids = ["was-ann"]
[actors.ben]
name = "Ben"
country = "DE"
[actors.cai]
name = "Cai"
country = "CN"
[actors.dee]
name = "Dee"
"""
GROUPS = st.lists(st.sampled_from([*SPELLINGS]), min_size=1, max_size=4, unique=True)
EVENTS = st.lists(
    st.tuples(
        GROUPS, st.sampled_from(["call", "meeting", "visit"]), st.sampled_from(["held", "planned"])
    ),
    max_size=8,
)


def nation(person: str) -> str:
    return PEOPLE.get(person) or person


def counted(events: list[tuple[list[str], str, str]], other: str) -> dict[str, Counter[str]]:
    """The contacts by each dimension, counted without chrono, with `other` taken as ann."""
    counts: dict[str, Counter[str]] = {by: Counter() for by in DIMENSIONS}
    for number, (people, kind, status) in enumerate(events):
        one = {"ann" if person == other else person for person in people}
        if status != "held" or kind == "visit" or len({*map(nation, one)}) < 2:
            continue
        counts["type"][kind] += 1
        counts["month"][f"2025-0{number + 1}"] += 1
        counts["actor"].update(person.lower() for person in one)
        counts["country"].update({PEOPLE.get(person) or "" for person in one} - {""})
        for a, b in combinations(one, 2):
            if nation(a) != nation(b):
                counts["pair"]["|".join(sorted((a.lower(), b.lower())))] += 1
    return counts


DIMENSIONS = ("type", "month", "actor", "country", "pair")


@law(150)
@given(events=EVENTS, other=st.sampled_from(["ann-2", "Eve"]), data=st.data())
def test_a_joined_ledger_counts_as_if_the_two_had_always_been_one(
    events: list[tuple[list[str], str, str]], other: str, data: st.DataObject
) -> None:
    events = [*events, (["Eve", "ben"], "call", "held")]
    text = HEAD
    for number, (people, kind, status) in enumerate(events):
        names = [data.draw(st.sampled_from(SPELLINGS[person])) for person in people]
        written = ", ".join(f'"{name}"' for name in names)
        text += f'[[events]]\nid = "e{number}"\ndate = 2025-0{number + 1}-01\ntype = "{kind}"\n'
        text += f'title = "T"\nactors = [{written}]\nstatus = "{status}"\n'
    after, _ = joined(text, "ann", other)
    ledger = loads(after)
    selection = select(ledger, Query(contacts=True))
    found: dict[str, Counter[str]] = {}
    for by in DIMENSIONS:
        rows = tally(selection, [by]).rows
        found[by] = Counter({key: count.max for (key,), count in rows.items() if count.max})
    found["actor"] = Counter({key.lower(): number for key, number in found["actor"].items()})
    found["pair"] = Counter(
        "|".join(sorted((a.id.lower(), b.id.lower())))
        for one in selection.matches
        for a, b in one.event.pairs
    )
    assert found == counted(events, other)


# -- the values of the two ------------------------------------------------------------------------

KEEP_LINES = {
    "events": 'date = 2025-05-10\ntype = "meeting"\ntitle = "T"\nactors = ["ann", "ben"]\n',
    "claims": 'by = "ann"\ndate = 2025-06-01\nstatement = "S"\nperiod = "2025"\ntotal = 1\n',
    "actors": 'name = "N"\n',
    "sources": 'publisher = "P"\n',
    "types": 'label = "l"\n',
}
BASE = """\
[actors.ann]
name = "Ann"
country = "FR"

[actors.ben]
name = "Ben"
country = "DE"

[sources.s1]
publisher = "S1"

[[events]]
id = "before"
date = 2025-01-01
type = "call"
title = "Before"
actors = ["ann", "ben"]
"""


def entry(kind: str, id: str, lines: str = "") -> str:
    """An entry with these lines, instead of its own where it has them."""
    keys = [line.partition(" = ")[0] for line in lines.split("\n")]
    own = "".join(
        line for line in KEEP_LINES[kind].splitlines(keepends=True)
        if line.partition(" = ")[0] not in keys
    )  # fmt: skip
    head = f'[[{kind}]]\nid = "{id}"\n' if kind in ("events", "claims") else f"[{kind}.{id}]\n"
    return f"\n{head}{own}{lines}\n" if lines else f"\n{head}{own}"


@pytest.mark.parametrize(
    "kind, keep, other, result, differences",
    [
        ("events", "", 'place = "Rome"', {"place": "Rome"}, []),
        ("events", 'place = "Bonn"', 'place = "Rome"', {"place": "Bonn"},
         ['joining keeps the place "Bonn", not "Rome"']),
        ("events", "", 'place = "Rome"\nplace_country = "IT"',
         {"place": "Rome", "place_country": "IT"}, []),
        ("events", 'place = "Bonn"', 'place = "Rome"\nplace_country = "IT"', {"place": "Bonn"},
         ['joining keeps the place "Bonn", not "Rome"',
          'joining does not add the place_country "IT", since the places differ']),
        ("events", 'place = "rome"', 'place = "Rome"\nplace_country = "IT"',
         {"place": "rome", "place_country": "IT"}, ['joining keeps the place "rome", not "Rome"']),
        ("events", 'tags = ["a", "b"]', 'tags = ["c", "b", "c"]', {"tags": ["a", "b", "c"]}, []),
        ("events", "", 'tags = ["c"]', {"tags": ["c"]}, []),
        ("events", 'sources = ["s1"]',
         'sources = ["s1", { publisher = "Q" }, { ref = "s1", quote = "q" }]',
         {"sources": ["s1", {"publisher": "Q"}, {"ref": "s1", "quote": "q"}]}, []),
        ("events", '[[events.sources]]\npublisher = "Q"',
         '[[events.sources]]\npublisher = "R"\n[[events.sources]]\npublisher = "Q"',
         {"sources": [{"publisher": "Q"}, {"publisher": "R"}]}, []),
        ("events", 'present = ["X"]', 'present = ["Y", "X", "ben"]', {"present": ["X", "Y"]}, []),
        ("events", "", 'actors = ["ann", "ben", "Cai"]', {},
         ['joining keeps the actors "ann; ben", not "ann; ben; Cai"']),
        ("events", "", 'actors = ["Ann", "BEN"]', {}, []),
        ("events", "", 'date = "2025-05"\ntype = "call"\ntitle = "U"', {},
         ['joining keeps the date "2025-05-10", not "2025-05"',
          'joining keeps the type "meeting", not "call"',
          'joining keeps the title "T", not "U"']),
        ("events", "", 'date = "2025-05-10"', {}, []),
        ("events", "", 'status = "planned"', {},
         ['joining keeps the status "held", not "planned"']),
        ("events", 'status = "planned"', "", {"status": "planned"},
         ['joining keeps the status "planned", not "held"']),
        ("events", "", "private = true", {"private": True}, []),
        ("events", "private = true", "", {"private": True}, []),
        ("events", "", 'initiator = "ben"', {"initiator": "ben"}, []),
        ("events", "", 'initiator = "FR"', {"initiator": "FR"}, []),
        ("events", "", 'actors = ["ann", "ben", "Cai"]\ninitiator = "Cai"', {},
         ['joining keeps the actors "ann; ben", not "ann; ben; Cai"',
          'joining does not add the initiator "Cai", since this actor is not in the kept event']),
        ("events", 'summary = "One."', 'summary = "Two."\nnotes = "Ask."',
         {"summary": "One.", "notes": "Ask."}, ['joining keeps the summary "One.", not "Two."']),
        ("events", "", "dates = { announced = 2025-05-01 }", {"dates": {"announced": "2025-05-01"}},
         []),
        ("events", "dates = { announced = 2025-05-02, signed = 2025-05-10 }",
         'dates = { announced = 2025-05-01, ended = "2026", signed = "2025-05-10" }',
         {"dates": {"announced": "2025-05-02", "signed": "2025-05-10", "ended": "2026"}},
         ['joining keeps the dates.announced "2025-05-02", not "2025-05-01"']),
        ("events", "", "local_dates = { FR = 2025-05-10, DE = 2025-05-11 }",
         {"local_dates": {"FR": "2025-05-10", "DE": "2025-05-11"}}, []),
        ("events", "", "date = 2025-05-11\nlocal_dates = { FR = 2025-05-12, DE = 2025-05-11 }", {},
         ['joining keeps the date "2025-05-10", not "2025-05-11"',
          'joining does not add the local_dates "FR=2025-05-12; DE=2025-05-11", '
          'since the dates differ']),
        ("events", "extra = { a = 1, b = [1] }", "extra = { a = 2, b = [1], c = { d = 3 } }",
         {"extra": {"a": 1, "b": [1], "c": {"d": 3}}}, ['joining keeps the extra.a "1", not "2"']),
        ("events", 'extra = { not_duplicate_of = "x" }',
         'extra = { not_duplicate_of = ["y", "x"], a = true }',
         {"extra": {"not_duplicate_of": ["x", "y"], "a": True}}, []),
        ("events", 'follows = ["before"]', 'follows = ["before"]\npart_of = "before"',
         {"follows": ["before"], "part_of": "before"}, []),
        ("events", "", 'follows = ["kept"]\npart_of = "kept"', {}, []),
        ("events", 'follows = ["spare", "before"]\npart_of = "spare"', 'part_of = "before"',
         {"follows": ["before"], "part_of": "before"}, []),
        ("events", 'former_ids = ["a"]', 'former_ids = ["b", "c"]', {"former_ids": ["a", "spare",
         "b", "c"]}, []),
        ("actors", "", 'name = "M"\naliases = ["L", "N"]\ncountry = "FR"',
         {"name": "N", "aliases": ["M", "L"], "country": "FR"}, []),
        ("actors", 'aliases = ["M", "L"]', 'name = "M"\naliases = ["L", "n"]',
         {"aliases": ["M", "L", "n"]}, []),
        ("actors", 'roles = [{ title = "P", from = 2020-01-01 }]',
         'roles = [{ title = "P", from = 2020-01-01 }, { title = "Q" }]',
         {"roles": [{"title": "P", "from": "2020-01-01"}, {"title": "Q"}]}, []),
        ("actors", 'roles = [{ title = "P", from = 2020-01-01 }]',
         'roles = [{ title = "p", until = "2021" }, { title = "P", until = 2019-12-31 }]',
         {"roles": [{"title": "P", "from": "2020-01-01"}, {"title": "P", "until": "2019-12-31"}]},
         ['joining keeps the role "P; from=2020-01-01", not "p; until=2021"']),
        ("actors", "", "extra = { born = 1960 }", {"extra": {"born": 1960}}, []),
        ("sources", 'url = "https://a.org"',
         'publisher = "Q"\nurl = "https://b.org"\ntitle = "T"\nsays = { place = "X" }',
         {"publisher": "P", "url": "https://a.org", "title": "T", "says": {"place": "X"}},
         ['joining keeps the publisher "P", not "Q"',
          'joining keeps the url "https://a.org", not "https://b.org"']),
        ("types", "", 'label = "m"\nplural = "ms"\nextra = { a = 1 }', {"label": "l",
         "extra": {"a": 1}}, ['joining keeps the label "l", not "m"',
          'joining keeps the plural "ls", not "ms"']),
        ("claims", "", 'window = "w"\nwording = "quoted"\nsources = ["s1"]\ndisputed = "d"',
         {"window": "w", "wording": "quoted", "sources": ["s1"], "disputed": "d"}, []),
        ("claims", "", 'by = "ben"\nas_of = 2025-05-01\nactors = ["ann"]\ntypes = ["call"]\n'
         'tags = ["t"]\ncounts = { call = 1 }\ntotal = { min = 2 }\nperiod = { a = "2024" }', {},
         ['joining keeps the speaker "ann", not "ben"',
          'joining keeps the as_of "2025-06-01", not "2025-05-01"',
          'joining keeps the period "2025", not "a=2024"', 'joining does not add the actors "ann"',
          'joining does not add the types "call"',
          'joining does not add the tags "t"',
          'joining does not add the counts "call=1"',
          'joining keeps the total "1", not "min=2"']),
    ],
)  # fmt: skip
def test_what_only_one_entry_has_is_added_and_what_differs_is_shown(
    kind: str, keep: str, other: str, result: dict[str, Any], differences: list[str]
) -> None:
    text = BASE + entry(kind, "kept", keep) + entry(kind, "spare", other)
    after, joining = joined(text, "kept", "spare")
    assert [*joining.notes] == differences
    entries = entries_of(tomli.loads(after)[kind])
    fields = {key: plain_dates(value) for key, value in dict(entries)["kept"].items()}
    assert {key: fields[key] for key in result} == result
    own = {line.partition(" = ")[0] for line in KEEP_LINES[kind].splitlines()}
    assert fields.keys() - {"id"} == {*result, *own, "former_ids"}
    assert loads(after)


def entries_of(table: Any) -> Iterable[tuple[str, dict[str, Any]]]:
    """Id and fields of each entry of a table."""
    return table.items() if isinstance(table, dict) else [(one["id"], one) for one in table]


def plain_dates(value: Any) -> Any:
    """The value with dates as texts."""
    if isinstance(value, dict):
        return {key: plain_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [*map(plain_dates, value)]
    return value.isoformat() if hasattr(value, "isoformat") else value


# -- events that are linked -----------------------------------------------------------------------


def linked(id: str, more: str = "") -> str:
    return entry("events", id, more)


def test_links_to_the_removed_event_lead_to_the_kept_one() -> None:
    text = BASE + linked("kept") + linked("spare")
    text += linked("x", 'follows = ["spare", "kept", "before"]\npart_of = "spare"')
    after, result = joined(text, "kept", "spare")
    event = loads(after).event("x")
    assert event
    assert (event.follows, event.part_of) == (("kept", "before"), "kept")
    assert result.references == 3


def test_a_join_that_would_make_a_circle_is_refused() -> None:
    text = BASE + linked("kept", 'part_of = "x"') + linked("x", 'part_of = "other"')
    assert 'remove one "part_of"' in refused(text + linked("other"), "kept", "other")


@pytest.mark.parametrize("marked", ["kept", "other"])
def test_two_events_that_are_marked_as_different_are_not_joined(marked: str) -> None:
    mark = {"kept": 'extra = { not_duplicate_of = "other" }',
            "other": 'extra = { not_duplicate_of = ["before", "kept"] }'}  # fmt: skip
    text = BASE + "".join(linked(id, mark[id] if id == marked else "") for id in mark)
    assert refused(text, "kept", "other").startswith(f'"{marked}" is marked as no duplicate of ')


# -- what is refused ------------------------------------------------------------------------------


def test_two_countries_are_one_only_if_it_is_said() -> None:
    text = BASE + '\n[actors.eu]\nname = "E"\ncountry = "European Union"\n'
    assert refused(text, "ann", "ben") == (
        '"ann" has the country FR, and "ben" has DE; if they are one actor, add --country FR or '
        "--country DE"
    )
    assert refused(text, "ann", "ben", "IT") == refused(text, "ann", "ben")
    assert '--country "European Union"' in refused(text, "ann", "eu")
    for country in ("FR", "France", "fr"):
        after, result = joined(text, "ann", "ben", country)
        assert loads(after).actors["ann"].country == "FR"
        assert 'joining keeps the country "FR", not "DE"' in result.notes
    for country in ("European Union", "EU"):
        after, result = joined(text, "ann", "eu", country)
        assert loads(after).actors["ann"].country == "European Union"
        assert 'joining keeps the country "European Union", not "FR"' in result.notes


@pytest.mark.parametrize(
    "keep, other, sentence",
    [
        ("lunch", "tea", 'cannot join "lunch" and "tea", because only "lunch" is a contact type; '
         'to make "tea" a contact type too, run `chrono edit types.tea --set contact=true`'),
        ("tea", "lunch", 'cannot join "tea" and "lunch", because only "lunch" is a contact type; '
         'to make "lunch" a non-contact type too, '
         'run `chrono edit types.lunch --set contact=false`'),
        ("lunch", "call", '"call" is a built-in type, which cannot be removed; run `chrono join '
         "call lunch`"),
        ("meeting", "call", '"call" is a built-in type, which cannot be removed; run `chrono join '
         "call meeting`"),
        ("lunch", "brunch", '"brunch" and "lunch" cannot be joined, because the claim "c" counts '
         "both; first run `chrono edit c`"),
        (
            "ann",
            "lunch",
            '"ann" is an actor, and "lunch" is a type; only two entries of the same kind can be '
            "joined",
        ),
        ("ann", "old-ann", '"ann" and "old-ann" are the same actor'),
        ("Eve", "ann", '"Eve" has no id, since it is not under [actors]; to give it an id, run '
         "`chrono add actor Eve`; to join it with an actor, run `chrono join ID Eve`"),
        ("ann", "nobody", 'unknown id "nobody"; for the ids, run'),
        ("ann", "ledger", "cannot rename or join the [ledger] table"),
        ("both", "ann", None),
        ("both", "lunch", '"both" is an actor, and "lunch" is a type; only two entries'),
        ("both", "s2", None),
        ("actors.both", "s2", '"actors.both" is an actor, and "s2" is a source; only two'),
    ],
)  # fmt: skip
def test_what_cannot_be_one_is_refused(keep: str, other: str, sentence: str | None) -> None:
    text = (
        '[actors.ann]\nname = "Ann"\nformer_ids = ["old-ann"]\n[actors.both]\nname = "Both"\n'
        '[sources.both]\npublisher = "B"\n[sources.s2]\npublisher = "S"\n'
        '[types.lunch]\nlabel = "lunch"\ncontact = true\n[types.tea]\nlabel = "tea"\n'
        '[types.brunch]\nlabel = "brunch"\ncontact = true\n'
    ) + event("e", '["ann", "Eve"]')
    text += '\n[[claims]]\nid = "c"\nby = "ann"\ndate = 2025-02-01\nstatement = "x"\n'
    text += 'period = "2025"\ncounts = { lunch = 1, brunch = 0 }\n'
    if sentence is None:
        assert joined(text, keep, other)
    else:
        assert refused(text, keep, other).startswith(sentence)


# -- types, and several files ---------------------------------------------------------------------


def test_a_type_is_joined_into_a_built_in_type_that_is_not_declared() -> None:
    text = BASE + '\n[types.talk]\nlabel = "talk"\ncontact = true\nextra = { a = 1 }\n'
    text += event("e").replace('"call"', '"talk"')
    after, result = joined(text, "call", "talk")
    ledger = loads(after)
    assert ledger.types["call"].former_ids == ("talk",)
    assert ledger.types["call"].extra == {"a": 1}
    assert ledger.types["call"].label == "phone call"
    assert result.notes == ['joining keeps the label "phone call", not "talk"']
    assert [one.type.id for one in ledger.events] == ["call", "call"]
    again, _ = joined(after + '\n[types.chat]\nlabel = "chat"\ncontact = true\n', "call", "chat")
    assert loads(again).types["call"].former_ids == ("talk", "chat")


def test_entries_in_several_files_are_joined_in_all_of_them() -> None:
    ann, ben = '[actors.ann]\nname = "Ann"\n', '[actors.ben]\nname = "Ben"\n'
    texts = {
        "a": ann + ben,
        "b": ben + event("e", '["ben", "Cai"]'),
        "c": ann,
        "d": event("f", '["x"]'),
    }
    files = LedgerFiles([parse(name, text) for name, text in texts.items()])
    result = join(files, "ann", "ben")
    changes = verify(files, apply(files)).changes
    kept = ann + 'aliases = ["Ben"]\nformer_ids = ["ben"]\n'
    assert {one.before.name: one.text for one in changes} == {
        "a": kept, "b": event("e", '["ann", "Cai"]').lstrip(), "c": kept,
    }  # fmt: skip
    assert (result.references, result.files) == (1, 3)


def test_both_taking_part_in_one_event_is_noted() -> None:
    text = ACTORS + event("e", '["ann", "ann-2", "ben"]') + event("ff", '["ann-2", "ben"]')
    _, result = joined(text, "ann", "ann-2")
    assert result.notes == ['both took part in 1 event, where only "ann" is listed now: e']


def test_the_command_for_a_duplicate_makes_two_events_one() -> None:
    """The command is the one in the message of `chrono check`."""
    text = BASE + entry("events", "kept", 'place = "Rome"') + entry("events", "spare")
    (finding,) = findings("duplicate", loads(text))
    assert "; if they are one event, run `chrono join kept spare`; if not," in finding.message
    after, _ = joined(text, "kept", "spare")
    assert findings("duplicate", loads(after)) == []
