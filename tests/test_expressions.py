"""`--where`: which events an expression selects, how it is written, and what it covers."""

from __future__ import annotations

import pickle
import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.coverage import ANYTHING, Subject, any_of, both, days_of
from chrono.core.expressions import FIELDS, parse, terms
from chrono.core.filters import FILTERS
from chrono.core.model import Event, Ledger
from chrono.core.periods import Period
from chrono.core.query import Question, Selection, contacts_by_default, intersect, resolve, select
from chrono.errors import UsageError
from chrono.files.index import load as index
from chrono.library import load
from expression_helpers import Drawn, drawn, meaning, written
from replay import clean_environment, run
from samples import (
    TRUMP,
    XI,
    Placed,
    ask,
    event,
    ids,
    law,
    many_events,
    periods,
    small_dates,
)
from test_coverage import COVERAGE, DAYS
from test_coverage import KINDS as COVERED_TYPES
from test_coverage import PEOPLE as COVERED_PEOPLE
from test_coverage import TAGS as COVERED_TAGS
from test_coverage import Drawn as DrawnRow
from test_coverage import book_of as covered_book
from test_query import BOOK, HELD, VALUES, book_of

# -- by example -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where, found",
    [
        ("actor:Xi", ["call-jan", "letter", "busan", "apec"]),
        ("actor:Rubio or actor:Erdoğan", ["geneva", "rubio-wang", "embassy", "apec"]),
        ("(actor:Rubio or actor:Xi) and not tag:leaders",
         ["geneva", "letter", "rubio-wang", "apec"]),
        # `not` is applied first, then `and`, then `or`.
        ("not actor:Xi and tag:trade", ["geneva", "embassy"]),
        ("not (actor:Xi or tag:trade)", ["rubio-wang"]),
        ("actor:Erdoğan or actor:Rubio and tag:leaders", ["embassy", "apec"]),
        ("(actor:Erdoğan or actor:Rubio) and tag:leaders", ["embassy"]),
        ("type:call and tag:trade or type:letter", ["letter", "embassy"]),
        ("not not actor:Erdoğan", ["apec"]),
        ("((actor:Erdoğan))", ["apec"]),
        ("not(actor:Xi)and(not(tag:trade))", ["rubio-wang"]),
        # Words are AND or and, names of filters have hyphens or underscores.
        ("NOT actor:Xi AND tag:trade Or actor:Erdoğan", ["geneva", "embassy", "apec"]),
        ("Place-Country:KR or place_country:my", ["rubio-wang", "busan"]),
        ("not-tag:trade and not-actor:Xi", ["rubio-wang"]),
        # Values in quotation marks, of either kind, and with colons.
        ('actor:"Wang Yi"', ["rubio-wang"]),
        ("actor:'Wang Yi' or place:\"Gyeongju, South Korea\"", ["rubio-wang", "apec"]),
        ('text:"soy beans" and present:"Wang Yi"', ["busan"]),
        ("actor:wang-yi", ["rubio-wang"]),
        # The values of repeated conditions: both types, or either of them.
        ("type:call and type:letter", []),
        ("type:call or type:letter", ["call-jan", "letter", "embassy"]),
        # A name of several actors means any of them.
        ("actor:Wang", ["geneva", "rubio-wang"]),
        ("not actor:Wang", ["call-jan", "letter", "embassy", "busan", "apec"]),
        ("initiator:CN or initiator:Trump", ["call-jan", "busan"]),
        ("source:xinhua and not origin:AP", ["call-jan"]),
    ],
)  # fmt: skip
def test_which_events_an_expression_selects(where: str, found: list[str]) -> None:
    assert ids(ask(BOOK, where=[where])) == found
    question = Question.of(where=[where])
    query = pickle.loads(pickle.dumps(resolve(question, BOOK)))
    assert ids(select(BOOK, query)) == found


def test_an_expression_selects_among_the_events_of_the_other_filters() -> None:
    where = ["actor:Trump or actor:Rubio"]
    assert ids(ask(BOOK, "2025-Q1", where=where)) == ["call-jan"]
    assert ids(ask(BOOK, status=["planned"], where=where)) == ["beijing"]
    assert ids(ask(BOOK, tag=["leaders"], where=where)) == ["call-jan", "embassy", "busan"]
    assert ids(ask(BOOK, where=["actor:Xi", "not type:call"])) == ["letter", "busan", "apec"]


def test_a_query_describes_its_expression() -> None:
    query = resolve(Question.of(actor=["Xi"], where=["not tag:trade", "type:call"]), BOOK)
    assert tuple(map(str, query.descriptions)) == (
        "actor Xi",
        "where not tag:trade",
        "where type:call",
    )


def test_an_ambiguous_name_is_noted_and_refused_for_numbers() -> None:
    question = Question.of(where=["not (tag:trade or actor:Wang)"])
    (note,) = resolve(question, BOOK).notes
    assert note.text.startswith(
        '"Wang" matches 2 actors; both are included: Wang Yi (wang-yi) and '
    )
    with pytest.raises(UsageError, match=r'^"Wang" matches 2 actors; choose '):
        resolve(question, BOOK, unique_names=True)


@pytest.mark.parametrize(
    "where, message",
    [
        ("", ": write an expression, such as actor:Xi and not tag:trade"),
        ("  ", ": write an expression, such as actor:Xi and not tag:trade"),
        ("actor:Xi or", ': nothing follows "or"; write a condition, such as actor:Xi'),
        ("not", ': nothing follows "not"; write a condition, such as actor:Xi'),
        ("(", ': nothing follows "("; write a condition, such as actor:Xi'),
        ("or actor:Xi",
         ': the expression begins with "or"; write a condition, such as actor:Xi, first'),
        (")", ': the expression begins with ")"; write a condition, such as actor:Xi, first'),
        ("()", ': "(" is followed by ")"; between the two, write a condition, such as actor:Xi'),
        ("actor:Xi and or tag:trade",
         ': "and" is followed by "or"; between the two, write a condition, such as actor:Xi'),
        ("(actor:Xi or tag:trade", ': the "(" before "actor:Xi" has no ")"; add one'),
        ("actor:Xi or (tag:trade and (type:call)",
         ': the "(" before "tag:trade" has no ")"; add one'),
        ("actor:Xi)", ': the ")" after "actor:Xi" closes nothing; remove it'),
        ("actor:Xi tag:trade",
         ': "actor:Xi" is followed by "tag:trade"; write "and" or "or" between the two'),
        ("actor:Xi not tag:trade",
         ': "actor:Xi" is followed by "not"; write "and" or "or" between the two'),
        ("(actor:Xi tag:trade)",
         ': "actor:Xi" is followed by "tag:trade"; write "and" or "or" between the two'),
        ("tag:trade (actor:Xi)",
         ': "tag:trade" is followed by "("; write "and" or "or" between the two'),
        ("(actor:Xi) (tag:trade)",
         ': ")" is followed by "("; write "and" or "or" between the two'),
        ("actor:Xi && tag:trade", ': write "and" instead of "&&"'),
        ("actor:Xi | tag:trade", ': write "or" instead of "|"'),
        ("! tag:trade", ': write "not" instead of "!"'),
        ("-tag:trade", ': write "not tag:trade"'),
        ("!tag:trade", ': write "not tag:trade"'),
        ("actor:Xi Jinping or tag:trade",
         ': "Jinping" belongs to no condition; '
         'for a value of several words, write actor:"Xi Jinping"'),
        ("tag:trade and place:Kuala Lumpur",
         ': "Lumpur" belongs to no condition; '
         'for a value of several words, write place:"Kuala Lumpur"'),
        ("Xi or Trump", ': "Xi" has no filter; write actor:Xi or text:Xi'),
        ('"Wang Yi"', ': "Wang Yi" has no filter; write actor:"Wang Yi" or text:"Wang Yi"'),
        ("actor=Xi", ": write actor:Xi"),
        ("Actor==Xi", ": write actor:Xi"),
        ("actor:", ': "actor:" has no value; write one, without a space after the colon'),
        ('actor:""', ': "actor:" has no value; write one, without a space after the colon'),
        ("actor: Xi", ': "actor:" has no value; write actor:Xi, without a space after the colon'),
        ('actor:"Xi or tag:trade',
         ': the quotation mark in "actor:"Xi or tag:trade" is not closed; add one'),
        ("actr:Xi", ': unknown filter "actr"; did you mean "actor"?'),
        (":Xi", ': unknown filter ""; choose actor, present, office, country, type, tag, '
         "place, place-country, initiator, source, origin, text, mention, follows, event, "
         "not-actor, not-country, not-type, not-tag or not-place"),
        ("status:planned",
         ': an expression cannot contain "status"; use the option --status planned instead'),
        ("not contacts:no",
         ': an expression cannot contain "contacts"; use the option --contacts instead'),
        ("without-origin:AP",
         ': an expression cannot contain "without-origin"; '
         "use the option --without-origin AP instead"),
        ("since:2025-06",
         ': an expression cannot contain "since"; use the option --since 2025-06 instead'),
        ("date:2025-06",
         ": an expression cannot contain dates; "
         "write the period before --where, as in `chrono list 2025-06 --where …`"),
        ("(" * 60 + "actor:Xi", ": more than 50 nested parentheses; write a shorter expression"),
        ("not " * 60 + "actor:Xi", ": more than 50 nested parentheses; write a shorter expression"),
    ],
)  # fmt: skip
def test_an_expression_with_an_error_is_refused_with_the_remedy(where: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        ask(BOOK, where=[where])
    assert str(refused.value) == f'--where "{where}"{message}'


@pytest.mark.parametrize("name", [name for name, row in FILTERS.items() if not row.test])
def test_what_is_no_condition_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"unknown filter|an expression cannot contain"):
        parse(f"{name}:x")


@pytest.mark.parametrize(
    "where, option",
    [
        ("tag:trad", {"tag": ["trad"]}),
        ("not actor:Trumpp", {"actor": ["Trumpp"]}),
        ("actor:Xi or (type:cal)", {"type": ["cal"]}),
        ("place:Busn", {"place": ["Busn"]}),
        ("country:CX", {"country": ["CX"]}),
        ('text:"?!"', {"text": ["?!"]}),
        ("origin:Tass", {"origin": ["Tass"]}),
    ],
)
def test_an_unknown_word_has_the_error_of_the_option(where: str, option: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as expected:
        ask(BOOK, **option)
    with pytest.raises(UsageError) as refused:
        ask(BOOK, where=[where])
    assert str(refused.value) == str(expected.value)


def test_an_origin_is_not_both_wanted_and_ignored() -> None:
    with pytest.raises(
        UsageError,
        match=r"^AP: --origin and --without-origin cannot be combined; use only one$",
    ):
        ask(BOOK, where=["origin:AP and tag:leaders"], without_origin=["AP"])
    # The sources of the origin are removed first, so no event has this origin.
    assert ids(ask(BOOK, where=["not origin:AP"], without_origin=["AP"])) == HELD


@pytest.mark.parametrize(
    "where, contacts",
    [
        ("type:letter", False),
        ("type:letter or type:call", False),
        ("type:letter and actor:Xi", False),
        ("not not type:letter", False),
        ("not (not type:letter or actor:Rubio)", False),
        ("type:letter or actor:Xi", True),
        ("not type:call", True),
        ("not (type:call and actor:Xi)", True),
        ("actor:Xi", True),
    ],
)
def test_only_an_expression_that_names_the_types_of_all_events_lifts_the_default_of_contacts(
    where: str, contacts: bool
) -> None:
    assert contacts_by_default([Question.of(where=[where])], all=False) is contacts


# -- laws -----------------------------------------------------------------------------------------

EVERY = drawn(VALUES)
EXACTLY: dict[str, Any] = {"any": {"status": ["any"]}, "held": {}}


def asked(book: Ledger, period: Period, **question: Any) -> Selection:
    return select(book, resolve(Question.of(period, **question), book))


@law(200)
@given(many_events(small_dates(), 6), EVERY, periods(), st.booleans(), st.booleans())
def test_an_expression_selects_what_its_options_select_in_sets(
    placed: list[Placed], one: Drawn, period: Period, shout: bool, spare: bool
) -> None:
    book = book_of(placed)
    for status in EXACTLY.values():

        def found(name: str, value: str, status: Any = status) -> frozenset[str]:
            return frozenset(ids(asked(book, period, **{name: [value]}, **status)))

        every = frozenset(ids(asked(book, period, **status)))
        expected = meaning(one, every, found)
        text = written(one, shout, spare)
        assert {*ids(asked(book, period, where=[text], **status))} == expected, text


@law(60)
@given(many_events(small_dates(), 4), EVERY, EVERY)
def test_two_expressions_are_joined_by_and(placed: list[Placed], one: Drawn, other: Drawn) -> None:
    book = book_of(placed)
    texts = [written(one), written(other)]
    together = ids(ask(book, where=[f"({texts[0]}) and ({texts[1]})"]))
    assert ids(ask(book, where=texts)) == together
    first, second = (resolve(Question.of(where=[text]), book) for text in texts)
    assert ids(select(book, intersect(first, second))) == together


@law(200)
@given(st.text("()\"' :aotrcdnX&|!-=", max_size=30))
def test_any_text_is_an_expression_or_a_usage_error(text: str) -> None:
    with suppress(UsageError):
        assert [*terms(parse(text))]
        return
    with pytest.raises(UsageError, match="^" + re.escape(f'--where "{text}": ')):
        parse(text)


# -- coverage -------------------------------------------------------------------------------------

COVERED = {
    "actor": st.sampled_from([actor.id for actor in COVERED_PEOPLE]),
    "type": st.sampled_from(COVERED_TYPES),
    "tag": st.sampled_from(COVERED_TAGS),
    "country": st.sampled_from(["CN", "US"]),
    "not_actor": st.sampled_from([actor.id for actor in COVERED_PEOPLE]),
}


def some_of(values: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [*chain.from_iterable(combinations(values, size) for size in range(len(values) + 1))]


WORLD: list[Event] = [
    event("2025-01-01", "any", type=kind, actors=actors, tags=tags)
    for actors, kind, tags in product(
        some_of(COVERED_PEOPLE)[1:], [*COVERED_TYPES, "letter"], some_of(COVERED_TAGS)
    )
]
"""Every event that may happen on a day, as far as rows and expressions can tell events apart."""


@law(300)
@given(COVERAGE, drawn(COVERED), st.booleans(), st.sampled_from(DAYS))
def test_on_a_covered_day_every_event_of_the_expression_is_one_that_a_row_promises(
    rows: list[DrawnRow], one: Drawn, contacts: bool, at: Any
) -> None:
    book = covered_book([], rows)
    query = resolve(Question.of(where=[written(one)], contacts=contacts), book)
    covered = any((span.first or at) <= at <= (span.last or at) for span in days_of(book, query))
    for thing in WORLD:
        happened = thing._replace(when=event(f"{at}").when)
        meant = all(condition(happened) for condition in query.conditions)
        if covered and meant and (thing.between_nations or not contacts):
            assert any(row.promises(happened) for row in book.coverage), (written(one), thing)


@law(200)
@given(COVERAGE, drawn({name: COVERED[name] for name in ("actor", "type", "tag")}))
def test_an_expression_is_covered_if_each_of_its_alternatives_is(
    rows: list[DrawnRow], one: Drawn
) -> None:
    """The same days as by options: an expression is written out as a list of alternatives."""

    def alternatives(part: Drawn, negated: bool = False) -> list[dict[str, list[str]]] | None:
        """None if an alternative has a negated condition, or two types."""
        if part.joint == "not":
            return alternatives(part.parts[0], not negated)
        if part.joint == "term":
            return None if negated else [{part.name: [part.value]}]
        inner = [alternatives(each, negated) for each in part.parts]
        if any(each is None for each in inner):
            return None
        known = [each for each in inner if each is not None]
        if (part.joint == "or") is not negated:
            return [*chain.from_iterable(known)]
        return [
            {
                name: [*dict.fromkeys(v for one in some for v in one.get(name, []))]
                for name in COVERED
            }
            for some in product(*known)
        ]

    book = covered_book([], rows)
    whole = resolve(Question.of(where=[written(one)]), book)
    options = alternatives(one)
    if options is None or any(len(each.get("type", [])) > 1 for each in options):
        return
    for at in DAYS[::7]:
        each = [
            any((s.first or at) <= at <= (s.last or at) for s in days_of(book, resolve(q, book)))
            for q in (Question.of(**option) for option in options)  # type: ignore[arg-type]
        ]
        inside = any((s.first or at) <= at <= (s.last or at) for s in days_of(book, whole))
        assert inside == all(each), written(one)


def test_a_required_actor_is_like_the_option() -> None:
    by_option = resolve(Question.of(actor=["Xi", "Trump"]), BOOK)
    by_where = resolve(Question.of(where=["actor:Xi and (actor:Trump)"]), BOOK)
    assert by_where.actors == by_option.actors == ((XI,), (TRUMP,))
    assert by_where.subjects == by_option.subjects
    assert resolve(Question.of(where=["actor:Xi or actor:Trump"]), BOOK).actors == ()
    assert resolve(Question.of(where=["not actor:Xi"]), BOOK).actors == ()


def test_alternatives_that_another_includes_are_left_out() -> None:
    xi, trump = Subject(frozenset({"xi"})), Subject(frozenset({"trump"}))
    assert any_of((xi,), (trump, xi)) == (xi, trump)
    assert any_of((xi,), ANYTHING) == ANYTHING
    assert any_of((xi,), (xi.and_also(trump),)) == (xi,)
    assert both((xi, trump), (trump,)) == (trump,)


def test_too_many_alternatives_become_one_that_includes_them_all() -> None:
    names = [f"a{number}" for number in range(14)]
    pairs = [
        tuple(Subject(frozenset({"always", name, f"{name}-{side}"})) for side in ("x", "y"))
        for name in names
    ]
    merged = ANYTHING
    for pair in pairs:
        merged = both(merged, pair)
    assert len(merged) <= 64
    assert all(one.actors >= {"always"} for one in merged)
    assert all(one.actors <= {"always", *names, *(f"{n}-{s}" for n in names for s in "xy")}
               for one in merged)  # fmt: skip


# -- the whole program ----------------------------------------------------------------------------

LEDGER = """\
[ledger]
title = "Two countries"
[actors.ann]
name = "Ann Ash"
country = "FR"
[actors.ben]
name = "Ben Birch"
country = "DE"
[actors.eva]
name = "Eva Elm"
country = "DE"
roles = [{ title = "Minister", until = 2015-05-15 }]
"""


def large(number: int) -> str:
    """A ledger of so many events, whose values follow from their numbers."""
    lines = [LEDGER]
    for n in range(number):
        actors = ['"ann"', '"ben"' if n % 3 else '"eva"', '"someone"' if n % 7 == 0 else '"ben"']
        lines.append(
            f'\n[[events]]\nid = "e{n}"\ndate = 20{10 + n % 15}-0{1 + n % 9}-1{n % 10}\n'
            f'type = "{("call", "meeting", "letter", "talks")[n % 4]}"\ntitle = "Event {n % 11}"\n'
            f"actors = [{', '.join(dict.fromkeys(actors))}]\n"
            + (f'place = "{("Rome", "Bonn")[n % 2]}"\nplace_country = "IT"\n' if n % 5 == 0 else "")
            + (f'tags = ["{("trade", "arms")[n // 6 % 2]}"]\n' if n % 6 == 0 else "")
            + ('status = "planned"\n' if n % 13 == 0 else "")
            + (f'sources = [{{ publisher = "P{n % 4}" }}]\n' if n % 2 else "")
        )
    return "".join(lines)


WHERE = {
    "actor": ["ann", "Birch", "someone"], "present": ["Eva"], "country": ["FR", "DE"],
    "type": ["call", "letter", "meeting"], "tag": ["trade", "arms"], "place": ["Rome", "bonn"],
    "place_country": ["Italy"], "initiator": ["DE"], "source": ["P1"], "origin": ["P3"],
    "text": ["7"],
    "mention": ["event"], "not_actor": ["eva"], "not_type": ["talks"], "not_tag": ["arms"],
    "office": ["minister"], "follows": ["e3"], "event": ["e5"],
    "not_country": ["FR"], "not_place": ["Rome"],
}  # fmt: skip


def test_the_words_below_try_each_filter() -> None:
    assert {name.replace("-", "_") for name in FIELDS} == {*WHERE}


@pytest.mark.slow
def test_an_expression_has_the_same_answer_from_a_part_of_a_large_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "large.toml"
    path.write_text(large(1000), "utf-8")
    monkeypatch.setattr(index, "LARGE", 0)
    whole = index.load([str(path)])
    parts: list[int] = []

    @law(400)
    @given(drawn({name: st.sampled_from(words) for name, words in WHERE.items()}), st.booleans())
    def judge(one: Drawn, dated: bool) -> None:
        question = Question.of("2012..2014" if dated else None, where=[written(one)])
        part = index.load([str(path)], question)
        expected = select(whole, resolve(question, whole))
        found = select(part, resolve(question, part))
        assert (found.matches, found.others) == (expected.matches, expected.others), written(one)
        parts.append(len(part.events))

    judge()
    assert sum(number < 500 for number in parts) > 5, "the index narrows no expression"


def test_each_required_part_narrows_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(index, "LARGE", 0)
    path = tmp_path / "large.toml"
    path.write_text(large(60), "utf-8")
    index.load([str(path)])
    for where, most in {
        "tag:trade and text:7": 5, "(tag:trade or tag:arms) and actor:ann": 10,
        "actor:someone and not type:call": 9, "not (tag:trade or not tag:trade)": 0,
    }.items():  # fmt: skip
        part = index.load([str(path)], Question.of(where=[where]))
        assert part.vocabulary is not None, where
        assert len(part.events) <= most, where


def test_the_library_takes_expressions(tmp_path: Path) -> None:
    path = tmp_path / "events.toml"
    path.write_text(large(200), "utf-8")
    book = load(path)
    found = book.events.where(where="(tag:trade or type:letter) and not actor:eva")
    without = book.events.where(not_actor="eva")
    options = [*without.where(tag="trade"), *without.where(type="letter")]
    assert {event.id for event in found} == {event.id for event in options}
    again = book.events.where(where=["tag:trade or type:letter", "not actor:eva"])
    assert [*again] == [*found] == [*book.events.where(where="tag:trade or type:letter").where(
        where="not actor:eva")]  # fmt: skip
    with pytest.raises(UsageError, match=r'^--where "tag=x": write tag:x$'):
        book.events.where(where="tag=x")


def ran(folder: Path, *argv: str) -> Any:
    return run(*argv, folder=folder, environment=clean_environment(folder))


@pytest.mark.parametrize(
    "command",
    ["list", "count", "summary", "timeline", "gaps", "actors", "types", "sources", "claims",
     "export jsonl", "export html", "export toml"],
)  # fmt: skip
def test_every_reading_command_takes_expressions(tmp_path: Path, command: str) -> None:
    (tmp_path / "events.toml").write_text(large(40), "utf-8")
    good = ran(tmp_path, *command.split(), "--where", "type:call or tag:trade and actor:ann")
    assert good.status == 0, good.err
    bad = ran(tmp_path, *command.split(), "--where", "type:call or")
    assert (bad.status, bad.out) == (2, "")
    assert 'nothing follows "or"' in bad.err


def test_search_adds_an_expression_to_its_words(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(large(40), "utf-8")
    where = "not actor:eva and (type:call or tag:trade)"
    found = ran(tmp_path, "search", "ann", "--where", where)
    assert found.status == 0
    assert (
        f'note: this search is the same as `chrono list --mention ann --where "{where}"`\n'
        in found.err
    )
    listed = ran(tmp_path, "list", "--mention", "ann", "--where", where)
    assert listed.out == found.out != ""


def test_claims_refuse_an_expression_about_places(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(large(40), "utf-8")
    found = ran(tmp_path, "claims", "--where", "actor:ann or not place:Rome")
    assert (found.status, found.err) == (2, "error: --place does not apply to claims\n")


def test_an_expression_gives_no_number_from_a_broken_ledger(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(large(4).replace('"call"', '"cal"'), "utf-8")
    found = ran(tmp_path, "count", "--where", "type:call or actor:ann")
    assert (found.status, found.out) == (3, "")


@pytest.mark.parametrize("typed", [
    ["--where", "actor:ann", "and", "tag:trade"],
    ["--where", "not", "tag:trade"],
    ["2015", "--where", "(actor:ann", "or", "tag:trade)"],
])  # fmt: skip
def test_an_expression_without_quotation_marks_is_refused_as_such(
    tmp_path: Path, typed: list[str]
) -> None:
    (tmp_path / "events.toml").write_text(large(4), "utf-8")
    found = ran(tmp_path, "list", *typed)
    assert (found.status, found.out) == (2, "")
    assert found.err == (
        "error: the expression after --where must be in quotes, such as "
        '--where "actor:Xi and not tag:trade"\n'
    )


@pytest.mark.parametrize(
    "where, noted",
    [
        ("type:letter or actor:ann", True),
        ("not (not type:letter and not actor:ann)", True),
        ("actor:ann and not type:letter", False),
        ("type:call or actor:ann", False),
        ("type:letter", False),
    ],
)
def test_a_named_type_that_is_not_counted_is_noted(tmp_path: Path, where: str, noted: bool) -> None:
    (tmp_path / "events.toml").write_text(large(20), "utf-8")
    note = 'note: events of type "letter" are not contacts, and are not counted; add --all\n'
    found = ran(tmp_path, "count", "--where", where)
    assert (note in found.err) is noted
    assert "are not counted" not in ran(tmp_path, "count", "--all", "--where", where).err
    assert "are not counted" not in ran(tmp_path, "list", "--where", where).err
