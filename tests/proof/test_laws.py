"""Laws of `chrono proof`: what the ledger has stands, and what it does not have never stands.

The texts state contacts of the ledger in many words, and then with one respect changed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chrono.core.model import Actor, Event, Ledger
from chrono.core.proof.findings import Finding, in_sentences
from chrono.core.proof.judge import Judge
from chrono.core.proof.lexicon import Lexicon
from chrono.core.proof.statements import KEYS, as_statement, frame_of
from chrono.core.proof.text import findings
from chrono.core.spans import MONTHS, months
from chrono.files.disk.locate import bundled
from chrono.files.format.statement_schema import SCHEMA
from chrono.files.read.load import loads
from chrono.files.read.prose import read_prose
from samples import law

VERBS = {
    "meeting": ["met", "met in person", "held a meeting", "sat down together"],
    "call": ["spoke by phone", "talked by telephone", "held a phone call"],
    "video": ["spoke by video", "held a video call", "conferred by video link"],
    "talks": ["held talks", "held a round of talks", "negotiated"],
}
COUNTED = {"meeting": "met in person {} times", "call": "held {} phone calls",
           "video": "held {} video calls", "talks": "held {} rounds of talks"}  # fmt: skip
FRAMES = [
    "{who} {verb}{where} {when}.",
    "{when}, {who} {verb}{where}.",
    "{who} {verb} {when}{where}, officials said.",
    "A spokesman said that {who} {verb}{where} {when}.",
    "{who}, the agency reported, {verb}{where} {when}.",
]


class World(NamedTuple):
    """A ledger, the day of the texts on it, and its events that a sentence can state."""

    ledger: Ledger
    day: dt.date
    events: Sequence[Event]


def world(text: str, day: str) -> World:
    ledger = loads(text)
    known = {actor.id for actor in ledger.actors.values() if actor.roles}
    events = [
        event for event in ledger.events
        if event.contact and event.type.id in VERBS and event.when.exact and event.when.start
        and event.when.start == event.when.end and str(event.when.start.year) in day
        and len({*(a.id for a in event.actors)} & known) > 1
    ]  # fmt: skip
    return World(ledger, dt.date.fromisoformat(day), events)


WORLDS = {
    "bundled": world(bundled().read_text(encoding="utf-8"), "2025-12-31"),
    "invented": world(Path(__file__).with_name("two-countries.toml").read_text(), "2024-12-31"),
}


class Said(NamedTuple):
    """What a sentence says of one event."""

    first: str
    second: str
    type: str
    when: dt.date
    place: str

    def text(self, frame: str, verb: str) -> str:
        when = f"on {MONTHS[self.when.month - 1]} {self.when.day}, {self.when.year}"
        where = f" in {self.place}" if self.place else ""
        who = f"{self.first} and {self.second}"
        made = frame.format(who=who, verb=verb, where=where, when=when)
        return made[0].upper() + made[1:]

    def is_true(self, ledger: Ledger) -> bool:
        """Whether any event of the ledger, of whatever status or date, may be the one."""
        names = {self.first, self.second}
        return any(
            names <= {actor.name for actor in event.actors}
            and any(span.first and span.last and span.first <= self.when <= span.last
                    for span in (*event.when.starts, event.when.days,
                                 *(local.days for local in event.local_dates.values())))
            and (not self.place or not event.place or event.place.startswith(self.place))
            for event in ledger.events
        )  # fmt: skip


def people(event: Event, ledger: Ledger) -> list[Actor]:
    """The first two people of an event from different countries."""
    for one, other in event.pairs:
        if one.roles and other.roles:
            return [one, other]
    return []


@st.composite
def statements(draw: st.DrawFn) -> tuple[World, Said]:
    chosen = WORLDS[draw(st.sampled_from(sorted(WORLDS)))]
    event = draw(st.sampled_from(chosen.events))
    pair = people(event, chosen.ledger)
    assume(len(pair) == 2)
    assert event.when.start
    place = (event.place or "").partition(",")[0] if draw(st.booleans()) else ""
    one, other = draw(st.permutations(pair))
    return chosen, Said(one.name, other.name, event.type.id, event.when.start, place)


def checked(text: str, chosen: World) -> list[Finding]:
    prose = read_prose(text, "text.md")
    return findings(prose.passages, chosen.ledger, chosen.day)


@law(200)
@given(statements(), st.data())
def test_what_the_ledger_has_stands(said: tuple[World, Said], data: st.DataObject) -> None:
    chosen, one = said
    text = one.text(data.draw(st.sampled_from(FRAMES)), data.draw(st.sampled_from(VERBS[one.type])))
    assert [each.verdict for each in checked(text, chosen)] == ["stands"], text


def changed(one: Said, chosen: World, data: st.DataObject) -> Said:
    """The statement with another day, month, place, person or type."""
    what = data.draw(st.sampled_from(["day", "month", "place", "person"]))
    if what == "day":
        return one._replace(when=one.when + dt.timedelta(data.draw(st.integers(3, 200))))
    if what == "month":
        month = data.draw(st.integers(1, 12).filter(lambda month: month != one.when.month))
        return one._replace(when=one.when.replace(month=month, day=min(one.when.day, 28)))
    if what == "place":
        places = sorted({event.place for event in chosen.ledger.events if event.place})
        return one._replace(place=data.draw(st.sampled_from(places)).partition(",")[0])
    names = sorted(actor.name for actor in chosen.ledger.actors.values() if actor.roles)
    return one._replace(second=data.draw(st.sampled_from(names)))


@law(300)
@given(statements(), st.data())
def test_what_can_stand_can_differ(said: tuple[World, Said], data: st.DataObject) -> None:
    chosen, one = said
    false = changed(one, chosen, data)
    assume(false.when <= chosen.day and false.first != false.second)
    assume(not false.is_true(chosen.ledger))
    verb = data.draw(st.sampled_from(VERBS[one.type]))
    text = false.text(data.draw(st.sampled_from(FRAMES)), verb)
    found = checked(text, chosen)
    assert found, text
    assert "stands" not in {each.verdict for each in found}, text
    assert sum(in_sentences(found).values()) == 1


@law(100)
@given(statements(), st.data())
def test_another_form_of_contact_does_not_stand(
    said: tuple[World, Said], data: st.DataObject
) -> None:
    chosen, one = said
    near = {"meeting": {"talks"}, "talks": {"meeting"}}.get(one.type, set())
    types = sorted({*VERBS} - {one.type} - near)
    type = data.draw(st.sampled_from(types))
    assume(not any(  # two contacts of the pair on one day
        {one.first, one.second} <= {actor.name for actor in event.actors}
        and event.when.start == one.when and event.type.id != one.type
        for event in chosen.ledger.events
    ))  # fmt: skip
    unlike = {"meeting": ["met in person"], "talks": ["held a round of talks"]}
    verb = data.draw(st.sampled_from(unlike.get(type, VERBS[type])))
    text = one.text(data.draw(st.sampled_from(FRAMES)), verb)
    found = checked(text, chosen)
    assert found, text
    assert "stands" not in {each.verdict for each in found}, text


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")


@law(100)
@given(st.sampled_from(sorted(WORLDS)), st.data())
def test_another_place_in_the_order_does_not_stand(name: str, data: st.DataObject) -> None:
    chosen = WORLDS[name]
    event = data.draw(st.sampled_from(chosen.events))
    pair = people(event, chosen.ledger)
    assume(len(pair) == 2 and event.type.id in ("call", "video") and event.when.start)
    assert event.when.start
    same = [
        each for each in chosen.ledger.events
        if each.contact and each.type.id == event.type.id and {*pair} <= {*each.actors}
        and each.when.start and each.when.start.year == event.when.start.year
    ]  # fmt: skip
    assume(all(each.when.exact for each in same))
    number = data.draw(st.integers(0, len(ORDINALS) - 1))
    noun = {"call": "phone call", "video": "video call"}[event.type.id]
    when = f"{MONTHS[event.when.start.month - 1]} {event.when.start.day}"
    text = (
        f"{pair[0].name} and {pair[1].name} held their {ORDINALS[number]} {noun} of the year"
        f" on {when}."
    )
    verdicts = {each.verdict for each in checked(text, chosen)}
    assert verdicts, text
    if same[number : number + 1] == [event]:
        assert verdicts <= {"stands", "cannot tell"}, text
    else:
        assert "stands" not in verdicts, text


def numbers(chosen: World) -> Iterator[tuple[str, str, str, int]]:
    """Yield (name, name, type, number of such contacts in the year of the text)."""
    found = [people(event, chosen.ledger) for event in chosen.events]
    pairs = {(min(a.name, b.name), max(a.name, b.name)) for a, b in filter(None, found)}
    year = months(chosen.day.year, 1, 12)
    for one, other in sorted(pairs):
        for type in VERBS:
            events = [
                event for event in chosen.ledger.events
                if event.contact and event.type.id == type
                and {one, other} <= {actor.name for actor in event.actors}
                and any(span.meets(year) for span in event.when.starts)
            ]  # fmt: skip
            if all(event.when.exact for event in events):
                yield one, other, type, len(events)


NUMBERS = [(chosen, *row) for chosen in WORLDS.values() for row in numbers(chosen) if row[3] > 1]


@law(200)
@given(st.sampled_from(NUMBERS), st.integers(0, 12), st.booleans())
def test_a_number_stands_only_if_it_is_right(
    row: tuple[World, str, str, str, int], number: int, first: bool
) -> None:
    chosen, one, other, type, right = row
    when = f"in {chosen.day.year}"
    said = f"{one} and {other} {COUNTED[type].format(number)}"
    text = f"{when[0].upper()}{when[1:]}, {said}." if first else f"{said} {when}."
    verdicts = {each.verdict for each in checked(text, chosen)}
    if number == right:
        assert verdicts <= {"stands", "cannot tell"}, text
    else:
        assert verdicts, text
        assert "stands" not in verdicts, text


@pytest.mark.parametrize("denial", ["did not {}", "never {}", "are to {}", "may {}", "would {}"])
@pytest.mark.parametrize("world_name", sorted(WORLDS))
def test_what_is_denied_or_planned_does_not_stand(denial: str, world_name: str) -> None:
    chosen = WORLDS[world_name]
    for event in chosen.events[:20]:
        if len(pair := people(event, chosen.ledger)) == 2 and event.when.start:
            verb = "meet" if event.type.id == "meeting" else "speak"
            said = Said(pair[0].name, pair[1].name, event.type.id, event.when.start, "")
            text = said.text(FRAMES[0], denial.format(verb))
            found = checked(text, chosen)
            assert found
            assert "stands" not in {each.verdict for each in found}, text


@law(100)
@given(statements(), st.data())
def test_statements_are_read_as_they_are_written(
    said: tuple[World, Said], data: st.DataObject
) -> None:
    chosen, one = said
    text = one.text(FRAMES[0], data.draw(st.sampled_from(VERBS[one.type])))
    lexicon, judge = Lexicon(chosen.ledger), Judge(chosen.ledger, chosen.day)
    for finding in checked(text, chosen):
        assert finding.frame is not None
        written = json.loads(json.dumps(as_statement(finding.frame)))
        assert {*written} <= KEYS
        again = frame_of(written, lexicon)
        assert as_statement(again) == written
        assert judge.judge(again).verdict == finding.verdict


def test_the_schema_describes_each_key_of_a_statement() -> None:
    assert {*SCHEMA["properties"]} == KEYS
