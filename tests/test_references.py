"""Which records need a record: every way of naming it gives one phrase, and nothing else does."""

from __future__ import annotations

import pytest

from chrono.core.model import BUILT_IN_TYPES
from chrono.core.references import references, referrers
from chrono.files.read.load import loads

HEAD = """\
[actors.ann]
name = "Ann Able"
aliases = ["Annie"]
country = "US"

[actors.committee]
name = "The Committee"

[types.summit]
label = "summit"
"""
EVENT = """
[[events]]
id = "{id}"
date = {date}
type = "call"
title = "Ann Able calls the summit of s1"
actors = ["Bo", "Cy"]
"""
CLAIM = """
[[claims]]
id = "c1"
by = "Dee"
date = 2025-12-04
statement = "s1 was a summit, says ann"
period = "2025"
total = 1
"""
SOURCE = '\n[sources.s1]\npublisher = "Annie Ann Able ann"\n'
OTHERS = 'by = "Dee"', "total = 1", 'type = "call"', 'actors = ["Bo", "Cy"]'


def event(lines: str = "", id: str = "e1", date: str = "2025-10-30") -> str:
    """An event that names records of `HEAD` only in these lines."""
    return with_lines(EVENT.format(id=id, date=date), lines)


def claim(lines: str) -> str:
    """A claim that names records of `HEAD` only in these lines."""
    return with_lines(CLAIM, lines)


def with_lines(block: str, lines: str) -> str:
    """The block with these keys, instead of its own where it has them."""
    keys = [line.split(" = ")[0] for line in lines.split("\n")]
    kept = [line for line in OTHERS if line.split(" = ")[0] in keys]
    for line in kept:
        block = block.replace(f"{line}\n", "")
    return f"{block}{lines}\n"


def phrases_for(text: str, kind: str, id: str) -> list[str]:
    """The phrases on records that need a record, in a ledger of `HEAD` and this text."""
    return referrers(loads(HEAD + text), kind, id)


# -- to an event ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines, phrases",
    [
        ('follows = ["e1"]', ['"e2" refers to this event in "follows"']),
        ('follows = ["e3", "e1"]', ['"e2" refers to this event in "follows"']),
        ('part_of = "e1"', ['"e2" refers to this event in "part_of"']),
        (
            'follows = ["e1"]\npart_of = "e1"',
            ['"e2" refers to this event in "follows"', '"e2" refers to this event in "part_of"'],
        ),
        ('follows = ["e3"]\npart_of = "e3"', []),
        ('notes = "follows e1"\ntags = ["e1"]\nplace = "e1"\nextra = { follows = ["e1"] }', []),
    ],
)
def test_events_that_link_to_an_event_need_it(lines: str, phrases: list[str]) -> None:
    text = event() + event(lines, "e2") + event(id="e3")
    assert phrases_for(text, "events", "e1") == phrases


def test_the_links_of_an_event_do_not_need_the_event_itself() -> None:
    text = event('follows = ["e2"]\npart_of = "e2"') + event(id="e2")
    assert phrases_for(text, "events", "e1") == []


def test_phrases_are_in_the_order_of_the_ledger() -> None:
    text = (
        event()
        + event('part_of = "e1"', "b", "2025-11-02")
        + event('follows = ["e1"]', "a", "2025-11-03")
        + event('follows = ["e1"]', "c", "2025-11-01")
    )
    assert phrases_for(text, "events", "e1") == [
        '"c" and "a" refer to this event in "follows"',
        '"b" refers to this event in "part_of"',
    ]


# -- to an actor ----------------------------------------------------------------------------------

NAMED_BY_EVENT = [
    'actors = ["ann", "Bo"]',
    'actors = ["Ann Able", "Bo"]',
    'actors = ["Bo", "Annie"]',
    'present = ["ann"]',
    'present = ["Annie"]',
    'actors = ["ann", "Bo"]\ninitiator = "Ann Able"',
    'sources = [{ publisher = "AP", side = "ann" }]',
    'actors = ["ann", "Bo"]\nsources = [{ publisher = "AP", says = { initiator = "Annie" } }]',
]


@pytest.mark.parametrize("lines", NAMED_BY_EVENT)
def test_an_event_that_names_an_actor_needs_it(lines: str) -> None:
    assert phrases_for(event(lines), "actors", "ann") == ['"e1" refers to this actor']


@pytest.mark.parametrize(
    "lines",
    [
        'by = "ann"',
        'by = "Annie"',
        'actors = ["Ann Able"]',
        'sources = [{ publisher = "AP", side = "ann" }]',
        'sources = [{ publisher = "AP", says = { initiator = "ann" } }]',
    ],
)
def test_a_claim_that_names_an_actor_needs_it(lines: str) -> None:
    assert phrases_for(event() + claim(lines), "actors", "ann") == ['"c1" refers to this actor']


@pytest.mark.parametrize("line", ['side = "ann"', 'says = { initiator = "Annie" }'])
@pytest.mark.parametrize("used", [True, False])
def test_a_declared_source_that_names_an_actor_needs_it(line: str, used: bool) -> None:
    text = SOURCE + line + event('sources = ["s1"]' if used else "")
    assert 'the source "s1" refers to this actor' in phrases_for(text, "actors", "ann")


def test_principals_are_needed() -> None:
    text = event() + '\n[ledger]\nprincipals = ["Bo", "Annie"]\n'
    assert phrases_for(text, "actors", "ann") == ["the ledger lists this actor under principals"]
    assert phrases_for(text, "actors", "committee") == []


def test_each_record_that_names_an_actor_gives_one_phrase() -> None:
    text = (
        SOURCE
        + 'side = "ann"\n'
        + event('actors = ["ann", "Bo"]\npresent = ["Cy"]\ninitiator = "ann"')
        + claim('by = "ann"\nactors = ["ann"]')
        + '[ledger]\nprincipals = ["ann"]\n'
    )
    assert phrases_for(text, "actors", "ann") == [
        '"e1", "c1" and the source "s1" refer to this actor',
        "the ledger lists this actor under principals",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "",
        'initiator = "US"\nactors = ["Bo", "Cy"]\nplace_country = "US"',
        'sources = [{ publisher = "Ann Able", side = "US", quote = "ann", origin = "ann" }]',
        'sources = [{ publisher = "AP", says = { place = "ann", initiator = "US" } }]',
        'tags = ["ann"]\nsummary = "Annie"\nnotes = "ann"\nplace = "Ann Able"',
        'extra = { actors = ["ann"], by = "ann", side = "ann" }',
        'actors = ["Anna", "Able"]',
    ],
)
def test_countries_and_free_text_need_no_actor(lines: str) -> None:
    assert phrases_for(SOURCE + event(lines) + claim('wording = "quoted"'), "actors", "ann") == []


@pytest.mark.parametrize("name", ["Ann Able", "Annie"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_side_can_name_an_actor_by_name_or_alias(name: str, declared: bool) -> None:
    own = event(f'sources = [{{ publisher = "AP", side = "{name}" }}]')
    text = SOURCE + f'side = "{name}"\n' if declared else own
    assert phrases_for(text, "actors", "ann") != []


def test_a_side_that_an_event_adds_to_a_source_needs_its_actor() -> None:
    text = SOURCE + event('sources = [{ ref = "s1", side = "ann" }]')
    assert phrases_for(text, "actors", "ann") == ['"e1" refers to this actor']


@pytest.mark.parametrize(
    "lines", ['side = "ann"\nsays = { place = "Busan" }', 'says = { initiator = "ann" }']
)
def test_an_event_does_not_name_what_its_declared_source_names(lines: str) -> None:
    text = SOURCE + lines + event('sources = ["s1"]')
    assert phrases_for(text, "actors", "ann") == ['the source "s1" refers to this actor']


def test_an_initiator_that_is_its_own_country_is_named_by_its_name() -> None:
    text = SOURCE + 'says = { initiator = "The Committee" }\n' + event()
    assert phrases_for(text, "actors", "committee") == ['the source "s1" refers to this actor']


# -- to a type ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        'type = "summit"',
        'sources = [{ publisher = "AP", says = { type = "summit" } }]',
        'sources = [{ ref = "s1", says = { type = "summit" } }]',
    ],
)
def test_an_event_that_names_a_type_needs_it(lines: str) -> None:
    assert phrases_for(SOURCE + event(lines), "types", "summit") == ['"e1" refers to this type']


@pytest.mark.parametrize(
    "lines",
    [
        'types = ["summit"]',
        "counts = { summit = 1 }",
        "counts = { summit = { min = 1 } }",
        'sources = [{ publisher = "AP", says = { type = "summit" } }]',
    ],
)
def test_a_claim_that_names_a_type_needs_it(lines: str) -> None:
    assert phrases_for(event() + claim(lines), "types", "summit") == ['"c1" refers to this type']


@pytest.mark.parametrize(
    "lines", ["", 'tags = ["summit"]\nplace = "summit"', 'extra = { type = "summit" }']
)
def test_free_text_needs_no_type(lines: str) -> None:
    text = event(lines) + claim('tags = ["summit"]\nwindow = "summit"')
    assert phrases_for(text, "types", "summit") == []


def test_a_declared_source_that_is_never_cited_needs_its_type() -> None:
    text = SOURCE + 'says = { type = "summit" }\n' + event()
    assert phrases_for(text, "types", "summit") == ['the source "s1" refers to this type']


@pytest.mark.parametrize("id", [kind.id for kind in BUILT_IN_TYPES])
def test_nothing_needs_the_table_of_a_built_in_type(id: str) -> None:
    text = f'\n[types.{id}]\nplural = "many"\n' + event(f'type = "{id}"')
    text += claim(f'types = ["{id}"]\ncounts = {{ {id} = 1 }}')
    assert phrases_for(text, "types", id) == []


# -- to a source ----------------------------------------------------------------------------------


@pytest.mark.parametrize("element", ['"s1"', '{ ref = "s1" }', '{ ref = "s1", quote = "…" }'])
def test_events_and_claims_that_cite_a_source_need_it(element: str) -> None:
    line = f'sources = ["s2", {element}]'
    text = SOURCE + '\n[sources.s2]\npublisher = "AP"\n' + event(line) + claim(line)
    assert phrases_for(text, "sources", "s1") == ['"e1" and "c1" refer to this source']


@pytest.mark.parametrize(
    "lines",
    ["", 'sources = [{ publisher = "s1" }]', 'notes = "s1"', 'extra = { sources = ["s1"] }'],
)
def test_free_text_needs_no_source(lines: str) -> None:
    assert phrases_for(SOURCE + event(lines) + claim('window = "s1"'), "sources", "s1") == []


# -- to a claim, and to nothing -------------------------------------------------------------------


def test_nothing_needs_a_claim() -> None:
    text = event('notes = "c1"\ntags = ["c1"]\nextra = { claim = "c1" }') + claim('by = "ann"')
    assert phrases_for(text, "claims", "c1") == []


@pytest.mark.parametrize("kind", ["events", "claims", "actors", "types", "sources"])
def test_nothing_needs_an_unknown_id(kind: str) -> None:
    text = SOURCE + 'side = "ann"\n' + event('present = ["ann"]') + claim('by = "ann"')
    assert phrases_for(text, kind, "nobody") == []


# An id is one of its own kind: the actor, type, source and event of one name are four things.
@pytest.mark.parametrize(
    "kind, phrases",
    [
        ("events", ['"later" refers to this event in "follows"']),
        ("actors", ['"same" refers to this actor']),
        ("types", ['"same" refers to this type']),
        ("sources", ['"later" refers to this source']),
        ("claims", []),
    ],
)
def test_the_same_id_in_several_tables_is_several_records(kind: str, phrases: list[str]) -> None:
    text = (
        '[actors.same]\nname = "Same"\n[types.same]\nlabel = "s"\n[sources.same]\npublisher="P"\n'
    )
    text += event('type = "same"\nactors = ["same", "Bo"]', "same")
    text += event('follows = ["same"]\nsources = ["same"]', "later", "2025-11-01")
    assert referrers(loads(text), kind, "same") == phrases


def test_only_a_link_between_events_has_a_key() -> None:
    book = loads(HEAD + event('follows = ["e0"]\npart_of = "e0"') + event(id="e0"))
    linked = book.event("e1")
    assert linked is not None
    found = [(named.kind, named.key) for named in references(linked)]
    assert found == [
        ("types", None), ("events", "follows"), ("events", "part_of"), ("actors", None),
        ("actors", None),
    ]  # fmt: skip
