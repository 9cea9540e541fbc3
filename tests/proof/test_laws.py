"""Laws of `chrono proof`: what the ledger has stands, and what it does not have never stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from chrono.core.counting import tally
from chrono.core.coverage import days_of, holds
from chrono.core.model import Actor, Event, Ledger
from chrono.core.proof.engine import findings
from chrono.core.proof.findings import Finding
from chrono.core.proof.words import CARDINALS, ORDINALS
from chrono.core.spans import MONTHS
from chrono.files.read.load import read_ledger
from chrono.files.read.prose import read_prose
from proof_reading_helpers import LEDGER
from replay import clean_environment, run
from samples import ask, law

NUMBERS, NTH = [*CARDINALS], ["", *ORDINALS]

VERBS = {
    "meeting": ["met", "met in person", "met face to face"],
    "call": ["spoke by phone", "talked by telephone"],
    "video": ["spoke by video", "conferred by video link"],
    "talks": ["held talks", "held a round of talks"],
}
NOUNS = {
    "meeting": "meeting",
    "call": "phone call",
    "video": "video call",
    "talks": "round of talks",
}
COUNTED = {"meeting": "met in person", "call": "spoke by phone", "video": "conferred by video"}


class World(NamedTuple):
    """A ledger, the day of the texts on it, its year, and its events that a sentence can state."""

    ledger: Ledger
    day: dt.date
    year: int
    events: Sequence[Event]
    pairs: Sequence[tuple[Actor, Actor]]
    offices: Sequence[tuple[str, str]]
    """(a name, how a text may call this person without it)."""


def people(event: Event) -> list[Actor]:
    return [actor for actor in event.actors if actor.roles]


def world(path: Ledger, day: str, year: int, *offices: tuple[str, str]) -> World:
    events = [
        event for event in path.events
        if event.contact and event.status == "held" and event.type.id in VERBS
        and event.when.exact and event.when.start and event.when.start == event.when.end
        and event.when.start.year == year and len(people(event)) >= 2
    ]  # fmt: skip
    pairs = {(one, two) for event in events for one, two in [people(event)[:2]]}
    ordered = sorted(pairs, key=lambda pair: (pair[0].id, pair[1].id))
    return World(path, dt.date.fromisoformat(day), year, events, ordered, offices)


_, INVENTED = read_ledger([str(Path(__file__).with_name("two-countries.toml"))], {})
WORLDS = {
    "bundled": world(
        LEDGER, "2026-01-02", 2025,
        ("Scott Bessent", "the Treasury secretary"),
        ("Marco Rubio", "the US secretary of state"),
        ("Wang Yi", "the Chinese foreign minister"),
    ),
    "invented": world(
        INVENTED, "2025-01-03", 2024,
        ("Ingrid Solhaug", "the Norwegian prime minister"),
        ("Paulo Teixeira", "the president of Brazil"),
        ("Tor Brekke", "the foreign minister of Norway"),
    ),
}  # fmt: skip


def read(text: str, where: World, name: str = "text.txt") -> list[Finding]:
    note(text)
    found = findings(read_prose(text, name).passages, where.ledger, where.day)
    note("\n".join(f"{one.verdict}: {one.reading} | {one.answer}" for one in found))
    return found


def all_stand(found: Sequence[Finding]) -> bool:
    return bool(found) and all(one.verdict == "stands" for one in found)


def any_stands(found: Iterable[Finding]) -> bool:
    return any(one.verdict == "stands" for one in found)


# -- sentences ------------------------------------------------------------------------------------


class Stated(NamedTuple):
    """What a sentence states: who, in what form, in which place (or ""), on which day."""

    who: tuple[Actor, ...]
    verb: str
    place: str
    day: dt.date


def date(day: dt.date, style: int) -> str:
    """A date in one of four styles."""
    name = MONTHS[day.month - 1]
    short = name if len(name) <= 4 else f"{name[:3]}."
    return [
        f"on {day.day} {name} {day.year}", f"on {name} {day.day}, {day.year}",
        f"on {day.day} {name}", f"on {short} {day.day}",
    ][style]  # fmt: skip


def sentence(stated: Stated, style: int) -> str:
    *names, last = (actor.name for actor in stated.who)
    place = f" in {stated.place}" if stated.place else ""
    return f"{', '.join(names)} and {last} {stated.verb}{place} {date(stated.day, style)}."


@st.composite
def statements(draw: st.DrawFn, where: World, events: Sequence[Event] = ()) -> tuple[Event, Stated]:
    """One of some events, and what a text may state of it, with its people in any order."""
    event = draw(st.sampled_from(events or where.events))
    who = tuple(draw(st.permutations(people(event))))
    place = draw(st.sampled_from([event.place or "", ""]))
    assert event.when.start
    verb = draw(st.sampled_from(VERBS[event.type.id]))
    return event, Stated(who, verb, place, event.when.start)


STYLES = st.integers(0, 3)


def has(where: World, who: Iterable[Actor], day: dt.date) -> bool:
    """Whether the ledger has any event of these people that may have been on a day."""
    ids = {actor.id for actor in who}
    return any(
        ids <= {actor.id for actor in event.actors}
        and any(
            (when.days.first or day) <= day <= (when.days.last or day) for when in event.all_dates
        )
        for event in where.ledger.events
    )


def days_between(first: Event, second: Event) -> int:
    assert first.when.start
    assert second.when.start
    return (second.when.start - first.when.start).days


# -- laws of single events ------------------------------------------------------------------------


def what_the_ledger_has_stands(where: World, data: st.DataObject) -> None:
    _, stated = data.draw(statements(where))
    assert all_stand(read(sentence(stated, data.draw(STYLES)), where))


def another_day_never_stands(where: World, data: st.DataObject) -> None:
    _, stated = data.draw(statements(where))
    days = data.draw(st.sampled_from([-45, -30, -9, -3, -2, -1, 1, 2, 3, 5, 12, 45, 120]))
    day = stated.day + dt.timedelta(days)
    assume(day.year == where.year and not has(where, stated.who, day))
    assert not any_stands(read(sentence(stated._replace(day=day), data.draw(STYLES)), where))


def another_name_never_stands(where: World, data: st.DataObject) -> None:
    _, stated = data.draw(statements(where))
    who = [*stated.who]
    named = [actor for actor in where.ledger.actors.values() if actor.roles]
    who[data.draw(st.integers(0, len(who) - 1))] = data.draw(st.sampled_from(named))
    assume(len({actor.id for actor in who}) == len(who) and not has(where, who, stated.day))
    assert not any_stands(read(sentence(stated._replace(who=tuple(who)), 0), where))


def another_place_never_stands(where: World, data: st.DataObject) -> None:
    event, stated = data.draw(statements(where))
    known = sorted({one.place for one in where.ledger.events if one.place})
    place = data.draw(st.sampled_from([*known, "Atlantis", "Ulan Bator"]))
    assume(event.place and place not in event.place and event.place not in place)
    assert not any_stands(read(sentence(stated._replace(place=place), 1), where))


def another_verb_or_negation_never_stands(where: World, data: st.DataObject) -> None:
    _, stated = data.draw(statements(where))
    text = sentence(stated, data.draw(STYLES))
    names, rest = text.split(f" {stated.verb}")
    verb = data.draw(st.sampled_from(["did not meet", "will meet", "plan to meet", "may meet"]))
    met = [event for event in where.events if event.type.id == "meeting"]
    assume(any(stated.day == each.when.start and {*stated.who} <= {*each.actors} for each in met))
    assert not any_stands(read(f"{names} {verb}{rest}", where))


def words_that_state_nothing_have_no_verdict(where: World, data: st.DataObject) -> None:
    _, stated = data.draw(statements(where))
    text = sentence(stated, data.draw(STYLES))
    before = data.draw(st.sampled_from([
        "If {}", "Suppose {}", "It is unclear whether {}", "Nobody asked if {}",
        "It is not true that {}", "In the film, {}", "A spokesman denied that {}",
        "A paper falsely said that {}",
    ]))  # fmt: skip
    found = read(before.format(text), where)
    assert not {"stands", "differs"}.intersection(one.verdict for one in found)


def the_passive_and_nouns_stand(where: World, data: st.DataObject) -> None:
    event, stated = data.draw(statements(where))
    one, two = (actor.name for actor in stated.who[:2])
    place = f" in {stated.place}" if stated.place else ""
    when = date(stated.day, data.draw(STYLES))
    noun = NOUNS[event.type.id]
    forms = [f"A {noun} between {one} and {two} took place{place} {when}.",
             f"A {noun} of {one} and {two} was held{place} {when}."]  # fmt: skip
    if event.type.id == "meeting" and event.place_country == stated.who[1].country:
        forms.append(f"{one} was received by {two}{place} {when}.")
    assert all_stand(read(data.draw(st.sampled_from(forms)), where))


def a_host_abroad_never_stands(where: World, data: st.DataObject) -> None:
    events = [one for one in where.events if one.type.id == "meeting" and one.place_country]
    event, stated = data.draw(statements(where, events))
    host, guest = stated.who[:2]
    assume(host.country not in (event.place_country, guest.country))
    place = data.draw(st.sampled_from(["", f" in {stated.place}"])) if stated.place else ""
    when = date(stated.day, data.draw(STYLES))
    form = data.draw(st.sampled_from(["{0} hosted {1}", "{1} was received by {0}"]))
    assert not any_stands(read(f"{form.format(host.name, guest.name)}{place} {when}.", where))


def an_office_stands_for_its_holder(where: World, data: st.DataObject) -> None:
    name, office = data.draw(st.sampled_from(where.offices))
    events = [one for one in where.events if name in [actor.name for actor in one.actors]]
    _, stated = data.draw(statements(where, events))
    names = ", ".join(actor.name for actor in stated.who if actor.name != name)
    text = f"{names} and {office} {stated.verb} {date(stated.day, data.draw(STYLES))}."
    assert all_stand(read(text, where))
    day = stated.day + dt.timedelta(data.draw(st.sampled_from([-4, -1, 1, 6])))
    assume(not has(where, stated.who, day))
    assert not any_stands(read(f"{names} and {office} {stated.verb} {date(day, 1)}.", where))


# -- laws of numbers ------------------------------------------------------------------------------

PERIODS: Sequence[tuple[str, str]] = (
    ("in {year}", "{year}"),
    ("since January", "{year}.."),
    ("since 1 May {year}", "{year}-05-01.."),
    ("between June and September {year}", "{year}-06..{year}-09"),
    ("in the first half of {year}", "{year}-01..{year}-06"),
    ("in October {year}", "{year}-10"),
)  # fmt: skip
"""(a period in a text, the same for `chrono count`)."""


def times(number: int, digits: bool) -> str:
    word = str(number) if digits else NUMBERS[number]
    return {1: "once", 2: "twice"}.get(number, f"{word} times")


def only_its_number_stands(where: World, data: st.DataObject) -> None:
    pair = data.draw(st.sampled_from(where.pairs))
    type_ = data.draw(st.sampled_from(sorted(NOUNS)))
    words, period = data.draw(st.sampled_from(PERIODS))
    number = data.draw(st.integers(1, 8))
    question = {"actor": [actor.id for actor in pair], "type": [type_]}
    chosen = ask(where.ledger, period.format(year=where.year), **question)
    total = tally(chosen, ["type"]).total
    names, words = " and ".join(actor.name for actor in pair), words.format(year=where.year)
    plural = "s" if number > 1 else ""
    if type_ == "talks":
        text = f"{names} held {NUMBERS[number]} round{plural} of talks {words}."
    else:
        text = f"{names} {COUNTED[type_]} {times(number, data.draw(st.booleans()))} {words}."
    note(f"the ledger has {total.text()}")
    found = read(text, where)
    days = days_of(where.ledger, chosen.query)
    if not total.min == total.max == number:
        assert not any_stands(found)
    elif not holds(days, chosen.query.period.span):
        assert not {one.verdict for one in found} & {"differs", "not in the ledger"}
    elif "since" not in words:
        assert all_stand(found)


def only_its_rank_stands(where: World, data: st.DataObject) -> None:
    event, stated = data.draw(statements(where))
    one, two = (actor.name for actor in stated.who[:2])
    ids = [actor.id for actor in stated.who[:2]]
    chosen = ask(where.ledger, str(where.year), actor=ids, type=[event.type.id])
    assume(all(each.when.exact for each in chosen.events))
    rank = data.draw(st.integers(1, 8))
    text = f"On {date(stated.day, 1)[3:]}, {one} and {two} held their {NTH[rank]} "
    found = read(f"{text}{NOUNS[event.type.id]} of the year.", where)
    if chosen.events.index(event) + 1 != rank:
        assert not any_stands(one for one in found if one.kind in ("count", "order"))
        assert not all_stand(found)


def only_its_distance_stands(where: World, data: st.DataObject) -> None:
    pairs = [event for event in where.events if len(people(event)) == 2]
    first, one = data.draw(statements(where, pairs[:-1]))
    later = [event for event in pairs if 2 <= days_between(first, event) <= 90]
    assume(later)
    _, two = data.draw(statements(where, later))
    days = (two.day - one.day).days
    said = max(2, days + data.draw(st.sampled_from([0, 0, -7, -1, 1, 4])))
    after = sentence(one, 1)
    names = " and ".join(actor.name for actor in two.who)
    found = read(f"{names} {two.verb} {said} days after {after}", where)
    if said != days:
        assert not any_stands(each for each in found if each.kind == "interval")


# -- laws of texts --------------------------------------------------------------------------------


def a_sentence_stands_among_others(where: World, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(statements(where), min_size=2, max_size=5))
    texts = [sentence(stated, data.draw(STYLES)) for _, stated in drawn]
    assert all_stand(read(" ".join(texts), where))
    at = data.draw(st.integers(0, len(texts) - 1))
    stated = drawn[at][1]
    day = stated.day + dt.timedelta(data.draw(st.sampled_from([-3, -1, 1, 2])))
    assume(not has(where, stated.who, day))
    texts[at] = sentence(stated._replace(day=day), 0)
    start = sum(len(text) + 1 for text in texts[:at])
    end = start + len(texts[at])
    found = read(" ".join(texts), where)
    assert not any_stands(one for one in found if start <= one.start < end)


def markdown_changes_no_verdict(where: World, data: st.DataObject) -> None:
    _, stated = data.draw(statements(where))
    if data.draw(st.booleans()):
        stated = stated._replace(day=stated.day + dt.timedelta(2))
    text = sentence(stated, data.draw(st.sampled_from([0, 1])))
    plain = [one.verdict for one in read(text, where)]
    name = stated.who[0].name
    form = data.draw(st.sampled_from(["**{}**", "*{}*", "[{}](https://example.org/a_b)", "__{}__"]))
    block = data.draw(st.sampled_from(["{}\n", "- {}\n", "> {}\n", "# Head\n\n{}\n", "1. {}\n"]))
    marked = block.format(text.replace(name, form.format(name), 1))
    assert [one.verdict for one in read(marked, where, "text.md")] == plain


Law = Callable[[World, st.DataObject], None]
LAWS: Sequence[Law] = (
    what_the_ledger_has_stands, another_day_never_stands, another_name_never_stands,
    another_place_never_stands, another_verb_or_negation_never_stands,
    words_that_state_nothing_have_no_verdict, the_passive_and_nouns_stand,
    a_host_abroad_never_stands,
    an_office_stands_for_its_holder, only_its_number_stands, only_its_rank_stands,
    only_its_distance_stands, a_sentence_stands_among_others, markdown_changes_no_verdict,
)  # fmt: skip


@pytest.mark.parametrize("checked", LAWS, ids=lambda checked: checked.__name__)
@settings(law(), max_examples=5)
@given(data=st.data())
def test_laws(checked: Law, data: st.DataObject) -> None:
    checked(WORLDS[data.draw(st.sampled_from([*WORLDS]))], data)


@pytest.mark.slow
@pytest.mark.parametrize("checked", LAWS, ids=lambda checked: checked.__name__)
@pytest.mark.parametrize("name", WORLDS)
@law(400)
@given(data=st.data())
def test_laws_with_many_examples(name: str, checked: Law, data: st.DataObject) -> None:
    checked(WORLDS[name], data)


# -- comments decide ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question, number, status, verdict",
    [
        ("= count 2024 --actor Solhaug --type call", "three", 0, "stands"),
        ("= count 2024 --actor Solhaug --type call", "four", 1, "differs"),
        ("= count 2024 --actor Brekke --type call", "one", 0, "stands"),
        ("= count 2024-08-01..2024-08-10 --actor Brekke --type call", "one", 0, "cannot tell"),
        ("= count 2024 --actor Nobody", "three", 2, ""),
        ("= count 2024 --actor", "three", 2, ""),
        ("= count 'unclosed", "three", 2, ""),
        ("= count 2024 --ledger /etc/passwd", "three", 2, ""),
        ("= count 2024 -o json --output stolen.json", "three", 2, ""),
        ("= count $(touch stolen) --actor Solhaug", "three", 2, ""),
        ("= count 2024; touch stolen", "three", 2, ""),
        ("= edit call-1 status=denied", "three", 2, ""),
        ("= count 2024 --actor '\x1b]0;title\x07'", "three", 2, ""),
    ],
)
def test_a_comment_decides(
    tmp_path: Path, question: str, number: str, status: int, verdict: str
) -> None:
    ledger = Path(__file__).with_name("two-countries.toml").read_bytes()
    (tmp_path / "events.toml").write_bytes(ledger)
    text = f"Date: 2025-01-03\n\nIngrid Solhaug had {number} <!-- {question} --> calls.\n"
    (tmp_path / "draft.md").write_text(text, encoding="utf-8")
    ran = run("proof", "draft.md", folder=tmp_path, environment=clean_environment(tmp_path))
    assert ran.status == status
    assert [row.split("\t")[1] for row in ran.out.splitlines()] == ([verdict] if verdict else [])
    assert {each.name for each in tmp_path.iterdir()} <= {"events.toml", "draft.md", "data"}
    assert (tmp_path / "events.toml").read_bytes() == ledger
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in ran.out + ran.err)
