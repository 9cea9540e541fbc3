"""Questions and queries: which events they select, and which words are refused."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.english import join_or
from chrono.core.filters import FILTERS
from chrono.core.lookup import Lookup
from chrono.core.model import STATUSES, Actor, Event, Ledger, Source
from chrono.core.periods import Period
from chrono.core.query import (
    Query,
    Question,
    Selection,
    by_status,
    intersect,
    limited,
    resolve,
    select,
)
from chrono.core.spans import Containment
from chrono.errors import UsageError
from samples import (
    ERDOGAN,
    NATO,
    PEOPLE,
    PLACES,
    RUBIO,
    TAGS,
    TRUMP,
    TYPES,
    WANG_WENTAO,
    WANG_YI,
    XI,
    XIE,
    Placed,
    ask,
    day,
    event,
    events,
    exact_dates,
    ids,
    inside,
    law,
    ledger,
    many_events,
    periods,
    small_dates,
)

FROM = (
    "; the ledger has actors from these countries: China (CN), Turkey (TR) and United States (US)"
)
"""The end of an error message for a country without actors."""
AP = Source("MarketBeat", id="s121", origin="AP", title="Trump and Xi agree in Busan")
XINHUA = Source("Xinhua", title="习近平同特朗普会晤")

BOOK = ledger(
    event("2025-01-17", "call-jan", type="call", tags=("leaders",), sources=(XINHUA,),
          initiator="CN"),
    event("2025-05-10/2025-05-11", "geneva", type="talks", actors=(WANG_WENTAO, RUBIO),
          place="Geneva", place_country="CH", tags=("trade",), title="Tariff talks"),
    event("2025-06", "letter", type="letter", actors=(XI, TRUMP), title="A letter on trade"),
    event("2025-07-11", "rubio-wang", actors=(RUBIO, WANG_YI), place="Kuala Lumpur",
          place_country="MY", present=(XIE,)),
    event("2025-09", "embassy", type="call", actors=(XIE, RUBIO), tags=("trade", "leaders")),
    event("2025-10-30", "busan", place="Busan", place_country="KR", sources=(AP, XINHUA),
          tags=("leaders",), present=(WANG_YI, RUBIO), summary="On tariffs and soy beans.",
          initiator="donald-trump"),
    event("2025-10-31/2025-11-01", "apec", type="other", actors=(XI, ERDOGAN, NATO),
          place="Gyeongju, South Korea"),
    event("2026-04", "beijing", status="planned", place="Beijing", place_country="CN"),
    event("2025-08-01", "denied-call", type="call", status="denied"),
)  # fmt: skip
EVERYBODY = {one.id: one for one in PEOPLE}
BOOK = BOOK._replace(actors=EVERYBODY)


# -- the table of questions ---------------------------------------------------------------------

HELD = ["call-jan", "geneva", "letter", "rubio-wang", "embassy", "busan", "apec"]
CONTACTS = ["call-jan", "geneva", "rubio-wang", "embassy", "busan"]


@pytest.mark.parametrize(
    "period, question, found",
    [
        # Held events only, unless a status is named.
        (None, {}, HELD),
        (None, {"status": ["any"]}, [*HELD[:4], "denied-call", *HELD[4:], "beijing"]),
        (None, {"status": ["planned"]}, ["beijing"]),
        (None, {"status": ["planned", "denied"]}, ["denied-call", "beijing"]),
        (None, {"contacts": True}, CONTACTS),
        (None, {"contacts": True, "status": ["planned"]}, ["beijing"]),
        # The period in which it starts.
        ("2025-10", {}, ["busan", "apec"]),
        ("2025-11", {}, []),
        ("2025-11", {"overlap": True}, ["apec"]),
        ("2025-Q2", {}, ["geneva", "letter"]),
        ("2025-05-11..2025-06-15", {}, ["letter"]),
        ("2025-05-11..2025-06-15", {"overlap": True}, ["geneva", "letter"]),
        ("2025-05-11..2025-06-15", {"certain": True}, []),
        ("2025-05-11..2025-06-15", {"certain": True, "overlap": True}, ["geneva"]),
        ("2025-06", {"certain": True}, ["letter"]),
        (None, {"since": "2025-09"}, ["embassy", "busan", "apec"]),
        (None, {"until": "2025-05-10"}, ["call-jan", "geneva"]),
        ("2025-Q4", {"until": "2025-10-30"}, ["busan"]),
        ("2025", {"since": "2025-Q3", "until": "2025-Q3"}, ["rubio-wang", "embassy"]),
        # Actors: all of them take part.
        (None, {"actor": ["Xi"]}, ["call-jan", "letter", "busan", "apec"]),
        (None, {"actor": ["xi", "erdogan"]}, ["apec"]),
        (None, {"actor": ["Xi", "Xie"]}, []),
        (None, {"actor": ["Wang"]}, ["geneva", "rubio-wang"]),
        (None, {"actor": ["Wang Yi"]}, ["rubio-wang"]),
        (None, {"present": ["Wang Yi"]}, ["rubio-wang", "busan"]),
        (None, {"present": ["Wang Yi", "Xie Feng"]}, ["rubio-wang"]),
        (None, {"not_actor": ["Xi"]}, ["geneva", "rubio-wang", "embassy"]),
        (None, {"not_actor": ["Xi", "Xie Feng"]}, ["geneva", "rubio-wang"]),
        (None, {"actor": ["Wang"], "not_actor": ["Wang Yi"]}, ["geneva"]),
        (None, {"not_actor": ["Wang"]}, ["call-jan", "letter", "embassy", "busan", "apec"]),
        # Countries: all of them.
        (None, {"country": ["TR"]}, ["apec"]),
        (None, {"country": ["cn", "us"]}, [*HELD[:6]]),
        (None, {"country": ["US", "TR"]}, []),
        # Types and places: any of them.
        (None, {"type": ["call"]}, ["call-jan", "embassy"]),
        (None, {"type": ["Phone Calls"]}, ["call-jan", "embassy"]),
        (None, {"type": ["in-person meeting", "talks"]}, ["geneva", "rubio-wang", "busan"]),
        (None, {"not_type": ["call", "meeting"]}, ["geneva", "letter", "apec"]),
        (None, {"place": ["busan"]}, ["busan"]),
        (None, {"place": ["Geneva", "Kuala Lumpur"]}, ["geneva", "rubio-wang"]),
        (None, {"place": ["Lumpur"]}, ["rubio-wang"]),
        (None, {"place": ["korea gyeongju"]}, ["apec"]),
        # Tags: all of them.
        (None, {"tag": ["trade"]}, ["geneva", "embassy"]),
        (None, {"tag": ["Trade", "leaders"]}, ["embassy"]),
        (None, {"not_tag": ["trade"]}, ["call-jan", "letter", "rubio-wang", "busan", "apec"]),
        (None, {"not_tag": ["trade", "leaders"]}, ["letter", "rubio-wang", "apec"]),
        # Sources: publisher, origin, title, or the id.
        (None, {"source": ["xinhua"]}, ["call-jan", "busan"]),
        (None, {"source": ["AP"]}, ["busan"]),
        (None, {"source": ["ap marketbeat"]}, ["busan"]),
        (None, {"source": ["s121"]}, ["busan"]),
        (None, {"source": ["Market"]}, []),
        (None, {"source": ["AP Xinhua"]}, []),
        (None, {"source": ["AP", "Xinhua"]}, ["busan"]),
        # Origins: the publisher's own, or of another's report.
        (None, {"origin": ["AP"]}, ["busan"]),
        (None, {"origin": ["xinhua"]}, ["call-jan", "busan"]),
        (None, {"origin": ["Xinhua", "ap"]}, ["busan"]),
        (None, {"place_country": ["KR"]}, ["busan"]),
        (None, {"place_country": ["Malaysia", "ch"]}, ["geneva", "rubio-wang"]),
        (None, {"initiator": ["Trump"]}, ["busan"]),
        (None, {"initiator": ["China"]}, ["call-jan"]),
        (None, {"initiator": ["CN", "donald-trump"]}, ["call-jan", "busan"]),
        (None, {"initiator": ["disputed"]}, []),
        # Whole words in title and summary.
        (None, {"text": ["tariffs"]}, ["busan"]),
        (None, {"text": ["TARIFF"]}, ["geneva"]),
        (None, {"text": ["trade letter"]}, ["letter"]),
        (None, {"text": ["trade", "letter"]}, ["letter"]),
        (None, {"text": ["soy beans event"]}, ["busan"]),
        (None, {"text": ["nothing"]}, []),
    ],
)
def test_which_events_a_question_selects(
    period: str | None, question: dict[str, Any], found: list[str]
) -> None:
    assert ids(ask(BOOK, period, **question)) == found


# -- what means nothing -------------------------------------------------------------------------


def refused(period: str | None = None, *, unique_names: bool = False, **question: Any) -> str:
    with pytest.raises(UsageError) as caught:
        resolve(Question.of(period, **question), BOOK, unique_names=unique_names)
    assert caught.value.status == 2
    return str(caught.value)


PERIODS = (
    "write a period such as 2025, "
    "2025-10, 2025-10-30, 2025-Q4, 2025-06..2025-08, 2025-06.. or ..2025"
)


@pytest.mark.parametrize(
    "question, message",
    [
        (
            {"actor": ["Xu"]},
            'unknown actor "Xu"; did you mean Xi Jinping (xi-jinping)?',
        ),
        (
            {"present": ["Trupm"]},
            'unknown actor "Trupm"; did you mean Donald Trump (donald-trump)?',
        ),
        (
            {"not_actor": ["Gorbachev"]},
            'unknown actor "Gorbachev"; for a list, run `chrono actors`',
        ),
        ({"origin": ["Xinhau"]}, 'unknown origin "Xinhau"; did you mean "Xinhua"?'),
        ({"origin": ["Wire"]}, 'unknown origin "Wire"; choose AP or Xinhua'),
        ({"without_origin": ["MarketBeat"]}, 'unknown origin "MarketBeat"; choose AP or Xinhua'),
        (
            {"place_country": ["France"]},
            'no event took place in "France"; the ledger has places in these countries: '
            "China (CN), Malaysia (MY), South Korea (KR) and Switzerland (CH)",
        ),
        (
            {"place_country": ["Koera"]},
            'unknown country "Koera"; the ledger has China (CN), Malaysia (MY), South Korea (KR) '
            "and Switzerland (CH)",
        ),
        ({"initiator": ["Nobody"]}, 'unknown actor "Nobody"; for a list, run `chrono actors`'),
        ({"type": ["meting"]}, 'unknown type "meting"; did you mean "meeting"?'),
        (
            {"not_type": ["summit"]},
            f'unknown type "summit"; choose {join_or([*TYPES])}',
        ),
        (
            {"actor": ["Xi"], "not_actor": ["Trump", "Xi Jinping"]},
            "Xi: --actor and --not-actor cannot be combined; use only one",
        ),
        (
            {"type": ["call", "talks"], "not_type": ["talks"]},
            "talks: --type and --not-type cannot be combined; use only one",
        ),
        (
            {"tag": ["Trade"], "not_tag": ["trade"]},
            "Trade: --tag and --not-tag cannot be combined; use only one",
        ),
        ({"tag": ["trad"]}, 'unknown tag "trad"; did you mean "trade"?'),
        ({"not_tag": ["visas"]}, 'unknown tag "visas"; choose leaders or trade'),
        ({"country": ["FR"]}, 'no actor is from "FR" (France)' + FROM),
        ({"country": ["france"]}, 'no actor is from "france"' + FROM),
        (
            {"country": ["Atlantis"]},
            'unknown country "Atlantis"; the ledger has China (CN), Turkey (TR) '
            "and United States (US)",
        ),
        ({"place": ["Bussan"]}, 'unknown place "Bussan"; did you mean "Busan"?'),
        (
            {"place": ["Atlantis"]},
            'unknown place "Atlantis"; choose Beijing, Busan, Geneva, '
            "Gyeongju, South Korea or Kuala Lumpur",
        ),
        ({"status": ["canceled"]}, 'unknown status "canceled"; did you mean "cancelled"?'),
        ({"status": ["confirmed"]}, 'unknown status "confirmed"; did you mean "held"?'),
        (
            {"status": ["disputed"]},
            'unknown status "disputed"; use "unconfirmed" or "denied", since only an initiator or '
            "a claim can be disputed",
        ),
        ({"status": ["anny"]}, 'unknown status "anny"; did you mean "any"?'),
        (
            {"status": ["open"]},
            'unknown status "open"; choose held, planned, postponed, cancelled, unconfirmed, '
            "denied or any",
        ),
        ({"period": "yesterday"}, f'"yesterday" is not a period; {PERIODS}'),
        (
            {"since": "Oct"},
            '--since "Oct": write a date such as 2025-10-30, 2025-10 or 2025',
        ),
        (
            {"until": "2025.."},
            '--until "2025..": write a date such as 2025-10-30, 2025-10 or 2025',
        ),
        (
            {"period": "2025", "since": "2026"},
            '--since "2026" is after the end of the period "2025"; write 2025-12-31 or earlier',
        ),
        (
            {"since": "2025-06", "until": "2025-05"},
            '--until "2025-05" is before --since "2025-06"; write 2025-06-01 or later',
        ),
        ({"limit": "-1"}, '--limit "-1": write a whole number, such as 10'),
        ({"limit": "ten"}, '--limit "ten": write a whole number, such as 10'),
        ({"limit": "１"}, '--limit "１": write a whole number, such as 10'),
        ({"country": ["Chine"]}, 'unknown country "Chine"; did you mean "China"?'),
        (
            {"actor": ["Zimbabwe"]},
            'unknown actor "Zimbabwe"; for a country, use --country ZW',
        ),
    ],
)
def test_an_unknown_word_is_refused(question: dict[str, Any], message: str) -> None:
    assert refused(**question) == message


@pytest.mark.parametrize(
    "said, country",
    [
        ("cn", "CN"),
        ("China", "CN"),
        ("CHINA", "CN"),
        ("eu", "European Union"),
        ("European union", "European Union"),
    ],
)
def test_a_country_is_found_by_its_code_or_its_name(said: str, country: str) -> None:
    union = Actor("antonio-costa", "António Costa", country="European Union")
    book = ledger(*(event("2025", one.id, actors=(one, NATO)) for one in (XI, TRUMP, union)))
    assert Lookup(book).country(said) == {country}


@pytest.mark.parametrize(
    "number, listed", [(5, "a, b, c, d or e"), (9, "a, b, c, d, e, and 4 more")]
)
def test_a_message_lists_at_most_five_known_words(number: int, listed: str) -> None:
    book = ledger(event("2025", tags=tuple("abcdefghi"[:number])))
    with pytest.raises(UsageError, match=f'^unknown tag "trade"; choose {listed}$'):
        ask(book, tag=["trade"])


def test_a_word_that_is_not_listed_can_be_the_nearest() -> None:
    tags = ("alone", "brief", "crisis", "debt", "energy", "fish", "grain", "health", "trade")
    with pytest.raises(UsageError, match=r'^unknown tag "trad"; did you mean "trade"\?$'):
        ask(ledger(event("2025", tags=tags)), tag=["trad"])


def test_a_query_describes_its_filters_in_words() -> None:
    question = Question.of(
        actor=["Xi", "trump"], not_actor=["Wang Yi"], place=["busan"], status=["any"]
    )
    query = resolve(question, BOOK)
    assert tuple(map(str, query.descriptions)) == (
        "actor Xi",
        "actor trump",
        "place busan",
        "not actor Wang Yi",
    )


@pytest.mark.parametrize(
    "question, text",
    [
        ({}, "all"),
        ({"since": "2025-06"}, "2025-06.."),
        ({"until": "2025-06"}, "..2025-06"),
        ({"period": "2025", "until": "2025-06"}, "2025-01-01..2025-06-30"),
    ],
)
def test_the_period_of_a_query_has_a_text(question: dict[str, Any], text: str) -> None:
    assert resolve(Question.of(**question), BOOK).period.text == text


def test_a_ledger_without_tags_is_reported_as_such() -> None:
    with pytest.raises(UsageError, match=r'^unknown tag "trade"; the ledger has no tags$'):
        ask(ledger(event("2025")), tag=["trade"])


def test_an_ambiguous_name_is_noted_once_and_refused_for_numbers() -> None:
    query = resolve(Question.of(actor=["Wang"], present=["Wang"]), BOOK)
    assert tuple(map(str, query.notes)) == (
        '"Wang" matches 2 actors; both are included: Wang Yi (wang-yi) and Wang Wentao '
        "(wang-wentao)",
    )
    assert query.actors == ((WANG_YI, WANG_WENTAO),)
    assert refused(actor=["Wang"], unique_names=True) == (
        '"Wang" matches 2 actors; choose Wang Yi (wang-yi) or Wang Wentao (wang-wentao)'
    )


@pytest.mark.parametrize("option", ["text", "source"])
@pytest.mark.parametrize("word", ["", " ", "?!", "—"])
def test_a_text_without_a_word_is_refused(option: str, word: str) -> None:
    message = f'--{option} "{word}" has no word to search for; write one or more words'
    for said in ([word], ["trade", word]):
        question: dict[str, Any] = {option: said}
        assert refused(**question) == message


# -- certain, possible, running on --------------------------------------------------------------


def fits(selection: Selection) -> dict[str, Containment]:
    return {hit.event.id: hit.fit for hit in selection.matches}


def test_a_match_knows_whether_it_certainly_starts_in_the_period() -> None:
    assert fits(ask(BOOK, "2025-06-15..2025-07")) == {
        "letter": Containment.POSSIBLE,
        "rubio-wang": Containment.CERTAIN,
    }
    assert set(fits(ask(BOOK)).values()) == {Containment.CERTAIN}


def running(period: str, **question: Any) -> list[str]:
    return [one.id for one in ask(BOOK, period, **question).running_in]


def test_events_that_run_into_the_period_are_given_apart_without_overlap() -> None:
    assert running("2025-11") == ["apec"]
    assert running("2025-11", overlap=True) == []
    assert running("2025-11", type=["call"]) == []
    assert running("2025-11", status=["planned"]) == []
    assert running("2025-10") == []
    assert running("2025-12") == []


def test_certain_does_not_hide_events_that_run_into_the_period() -> None:
    assert running("2025-11", certain=True) == ["apec"]


def test_a_status_that_is_named_twice_counts_once() -> None:
    assert ask(BOOK, status=["held", "held"]) == ask(BOOK)
    assert ask(BOOK, status=["planned", "held", "planned"]).query.statuses == ("planned", "held")


@pytest.mark.parametrize(
    "question, statuses",
    [
        ({"period": "2026-02-01"}, ("held", "planned")),
        ({"period": "2026-02-01.."}, ("held", "planned")),
        ({"since": "2026-02-01"}, ("held", "planned")),
        ({"period": "2026", "since": "2026-02"}, ("held", "planned")),
        # A day up to today, a period without a beginning or a named status: as usual.
        ({"period": "2026-01-31..2026-02-01"}, ("held",)),
        ({"period": "2026"}, ("held",)),
        ({"until": "2027"}, ("held",)),
        ({}, ("held",)),
        ({"period": "2026-02", "status": ["held"]}, ("held",)),
        ({"period": "2026-02", "status": ["any"]}, STATUSES),
        ({"period": "2026-02", "status": ["denied"]}, ("denied",)),
    ],
)
def test_a_period_that_lies_after_a_day_also_has_planned_events(
    question: dict[str, Any], statuses: tuple[str, ...]
) -> None:
    today = day("2026-01-31")
    assert resolve(Question.of(**question), BOOK, planned_after=today).statuses == statuses
    usual = resolve(Question.of(**question), BOOK).statuses
    assert usual == (statuses if "status" in question else ("held",))


def test_events_that_match_but_for_their_status_are_given_apart() -> None:
    assert by_status(ask(BOOK).others) == {"denied": 1, "planned": 1}
    assert by_status(ask(BOOK, "2025").others) == {"denied": 1}
    assert by_status(ask(BOOK, type=["talks"]).others) == {}
    assert by_status(ask(BOOK, status=["planned"]).others) == {"held": 7, "denied": 1}
    assert by_status(ask(BOOK, status=["any"]).others) == {}


def test_resolve_can_require_contacts() -> None:
    query = resolve(Question(), BOOK, contacts=True)
    assert ids(select(BOOK, query)) == CONTACTS


# -- order and number ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question, shown",
    [
        ({}, HELD),
        ({"reverse": True}, HELD[::-1]),
        ({"limit": "2"}, HELD[:2]),
        ({"limit": "2", "reverse": True}, HELD[:-3:-1]),
        ({"limit": "0"}, []),
        ({"limit": "99"}, HELD),
        ({"limit": "9" * 5000}, HELD),
    ],
)
def test_shown_matches_are_reversed_first_and_then_limited(
    question: dict[str, Any], shown: list[str]
) -> None:
    selection = ask(BOOK, **question)
    assert [hit.event.id for hit in selection.shown] == shown
    assert ids(selection) == HELD


@law(100)
@given(st.lists(st.integers()), st.booleans(), st.none() | st.integers(0, 6))
def test_limited_rows(rows: list[int], reverse: bool, limit: int | None) -> None:
    shown = list(limited(rows, Query(reverse=reverse, limit=limit)))
    whole = list(reversed(rows)) if reverse else rows
    assert shown == whole[: len(rows) if limit is None else limit]


# -- laws ---------------------------------------------------------------------------------------


def book_of(placed: list[Placed]) -> Ledger:
    """A ledger in which every word of the strategies below means something."""
    sources = (Source("Xinhua"), Source("Reuters"), Source("AP"))
    known = event("1900", "known", actors=PEOPLE, tags=TAGS, status="denied", sources=sources)
    elsewhere = [event("1900", f"at-{n}", place=p, status="denied") for n, p in enumerate(PLACES)]
    elsewhere += [event("1900", code, place_country=code, status="denied") for code in ("KR", "CH")]
    return ledger(known, *elsewhere, *(one.event for one in placed))


def has_actor(one: Event, ids: list[str]) -> list[bool]:
    return [id in [actor.id for actor in one.actors] for id in ids]


# The plainest meaning of each filter, for an event and all the values of the filter.
def plain_words(*texts: str | None) -> set[str]:
    """The words of some texts of these ledgers."""
    text = " ".join(filter(None, texts))
    return {*text.lower().replace(".", "").replace("’", " ").split()}


PREDICATES: dict[str, Callable[[Event, list[str]], bool]] = {
    "actor": lambda one, ids: all(has_actor(one, ids)),
    "not_actor": lambda one, ids: not any(has_actor(one, ids)),
    "present": lambda one, ids: {*ids} <= {actor.id for actor in one.actors + one.present},
    "country": lambda one, codes: {*codes} <= {actor.country for actor in one.actors},
    "not_country": lambda one, codes: {*codes}.isdisjoint(actor.country for actor in one.actors),
    "office": lambda one, _: ERDOGAN in one.actors,
    "follows": lambda one, ids: not {*ids}.isdisjoint(one.follows),
    "event": lambda one, ids: one.id in ids,
    "tag": lambda one, tags: {*tags} <= {*one.tags},
    "not_tag": lambda one, tags: {*tags}.isdisjoint(one.tags),
    "type": lambda one, types: one.type.id in types,
    "not_type": lambda one, types: one.type.id not in types,
    "place": lambda one, places: one.place in places,
    "not_place": lambda one, places: one.place not in places,
    "place_country": lambda one, codes: one.place_country in codes,
    "initiator": lambda one, names: one.initiator in names,
    "origin": lambda one, names: {*names} <= {
        source.origin or source.publisher for source in one.sources
    },
    "source": lambda one, names: {*names} <= {source.publisher for source in one.sources},
    "text": lambda one, words: {*words} <= plain_words(one.title, one.summary),
    "mention": lambda one, words: {*words} <= plain_words(
        one.title, one.summary, one.place, one.type.id, one.type.label, *one.tags,
        *(source.title for source in one.sources),
        *(name for actor in (*one.actors, *one.present) for name in (actor.name, *actor.aliases)),
    ),
}  # fmt: skip

PEOPLE_IDS = st.sampled_from([actor.id for actor in PEOPLE])
VALUES: dict[str, st.SearchStrategy[str]] = {
    "actor": PEOPLE_IDS,
    "not_actor": PEOPLE_IDS,
    "present": PEOPLE_IDS,
    "country": st.sampled_from(["CN", "US", "TR"]),
    "not_country": st.sampled_from(["CN", "US", "TR"]),
    "office": st.sampled_from(["president", "Türkiye president"]),
    "follows": st.sampled_from(["known", "KR"]),
    "event": st.sampled_from(["known", "KR"]),
    "tag": st.sampled_from(TAGS),
    "not_tag": st.sampled_from(TAGS),
    "mention": st.sampled_from(["trade", "xi", "on", "letter", "nothing"]),
    "text": st.sampled_from(["trade", "tariff", "tariffs", "xi", "on", "letter"]),
    "type": st.sampled_from(list(TYPES)),
    "not_type": st.sampled_from(list(TYPES)),
    "source": st.sampled_from(["Xinhua", "Reuters"]),
    "place_country": st.sampled_from(["KR", "CH"]),
    "initiator": st.sampled_from(["CN", "donald-trump", "disputed"]),
    "origin": st.sampled_from(["Xinhua", "AP"]),
    "place": st.sampled_from(PLACES),
    "not_place": st.sampled_from(PLACES),
}


@pytest.mark.parametrize("name", [*VALUES])
def test_each_filter_has_its_plain_meaning_for_events_that_it_finds_or_not(name: str) -> None:
    """The laws below draw several filters, and so seldom an event that all of them find."""
    answers = set()

    @law(200)
    @given(events(exact_dates()), st.sampled_from([(), ("known",)]), VALUES[name])
    def judge(placed: Placed, follows: tuple[str, ...], word: str) -> None:
        (condition,) = FILTERS[name].conditions(Lookup(book_of([placed])), [word])
        one = placed.event._replace(follows=follows, id="".join(follows) or placed.event.id)
        expected = PREDICATES[name](one, [word])
        wanted = Containment.CERTAIN if expected else Containment.NO
        assert condition(one) is wanted, f"--{name} {word} selects a wrong event"
        answers.add(expected)

    judge()
    assert True in answers, f"no event of tests/samples.py has a value that --{name} finds"
    assert False in answers, f"every event of tests/samples.py has a value that --{name} finds"


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """One to three filters with one or two values each. A filter and its negation may contradict
    each other, so only one of the two is drawn.
    """
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=3, unique=True))
    names = [name for name in names if f"not_{name}" not in names]
    return {name: draw(st.lists(VALUES[name], min_size=1, max_size=2)) for name in names}


def matches(one: Event, question: dict[str, Any]) -> bool:
    return all(PREDICATES[name](one, values) for name, values in question.items())


@law(100)
@given(many_events(small_dates(), 4), questions())
def test_each_filter_selects_exactly_the_events_that_it_means(
    placed: list[Placed], question: dict[str, Any]
) -> None:
    book = book_of(placed)
    held = [one for one in book.events if one.status == "held"]
    query = resolve(Question.of(**question), book)
    expected = [one.id for one in held if matches(one, question)]
    assert ids(select(book, query)) == expected
    assert ids(select(book, pickle.loads(pickle.dumps(query)))) == expected


@law(60)
@given(many_events(small_dates(), 4), questions(), periods())
def test_several_filters_select_the_events_that_each_selects(
    placed: list[Placed], question: dict[str, Any], period: Period
) -> None:
    book = book_of(placed)
    text = None if period.text == "all" else period.text
    together = set(ids(ask(book, text, status=["any"], **question)))
    one_by_one = set(ids(ask(book, text, status=["any"])))
    for name, values in question.items():
        one_by_one &= set(ids(ask(book, text, status=["any"], **{name: values})))
    assert together == one_by_one


@law(60)
@given(many_events(), periods(), st.sampled_from([*STATUSES, "any"]), st.booleans(), st.booleans())
def test_periods_statuses_and_contacts_select_exactly_the_events_that_they_mean(
    placed: list[Placed], period: Period, status: str, certain: bool, contacts: bool
) -> None:
    statuses = STATUSES if status == "any" else (status,)
    question = Question.of(status=[status], certain=certain, contacts=contacts)
    book = ledger(*(one.event for one in placed))
    selection = select(book, resolve(question, book)._replace(period=period))
    ways = {each.event.id: inside(period, each.days) for each in placed}
    due = {
        one.id: ways[one.id] == {True}
        for one in (each.event for each in placed)
        if one.status in statuses
        and (one.between_nations or not contacts)
        and True in ways[one.id]
        and (ways[one.id] == {True} or not certain)
    }
    assert {hit.event.id: hit.certain for hit in selection.matches} == due


@law(50)
@given(many_events(most=4), periods())
def test_a_selection_keeps_the_order_of_the_ledger(placed: list[Placed], period: Period) -> None:
    book = ledger(*(one.event for one in placed))
    found = select(book, Query(period=period, statuses=STATUSES)).events
    places = [book.events.index(one) for one in found]
    assert places == sorted(places)


@law(50)
@given(many_events(most=4), periods())
def test_overlap_only_widens(placed: list[Placed], period: Period) -> None:
    book = ledger(*(one.event for one in placed))
    narrow = select(book, Query(period=period))
    wide = select(book, Query(period=period, overlap=True))
    assert set(ids(wide)) == set(ids(narrow)) | {one.id for one in narrow.running_in}


def test_a_period_without_bounds_selects_what_no_period_selects() -> None:
    """What is asked with open ends on both sides by its days finds what no period finds."""
    whole = select(BOOK, Query(period=Period("0001..9999", None, None)))
    assert whole.matches == select(BOOK, Query()).matches


def test_a_query_keeps_the_actors_of_its_question() -> None:
    query = resolve(Question.of(actor=["Xi", "Trump"], not_actor=["Rubio"]), BOOK)
    assert query.actors == ((XI,), (TRUMP,))
    assert isinstance(query.actors[0][0], Actor)


QUERIES = st.builds(
    lambda question, period, statuses, flags: resolve(
        Question.of(period, status=statuses, **question, **dict.fromkeys(flags, True)),
        book_of([]),
    ),
    questions(),
    periods().map(lambda period: None if period.text == "all" else period.text),
    st.lists(st.sampled_from([*STATUSES, "any"]), max_size=2),
    st.lists(st.sampled_from(["contacts", "certain"]), max_size=2, unique=True),
)


@law(100)
@given(many_events(small_dates(), 4), QUERIES, QUERIES)
def test_the_order_of_two_queries_does_not_matter(
    placed: list[Placed], first: Query, second: Query
) -> None:
    book = book_of(placed)
    try:
        query = intersect(first, second)
    except UsageError:
        with pytest.raises(UsageError):
            intersect(second, first)
        return
    assert select(book, query).matches == select(book, intersect(second, first)).matches


@law(100)
@given(many_events(small_dates(), 4), QUERIES)
def test_a_query_together_with_itself_selects_the_same(placed: list[Placed], query: Query) -> None:
    book = book_of(placed)
    once, twice = select(book, query), select(book, intersect(query, query))
    assert once[2:] == twice[2:]  # without the ledger and the query
    assert {*once.query.descriptions} == {*twice.query.descriptions}
    assert once.query.statuses == twice.query.statuses


@law(100)
@given(many_events(small_dates(), 4), QUERIES, QUERIES)
def test_two_queries_together_select_events_that_each_selects(
    placed: list[Placed], first: Query, second: Query
) -> None:
    book = book_of(placed)
    try:
        both = intersect(first, second)
    except UsageError:
        return
    assert {*ids(select(book, both))} <= {*ids(select(book, first))} & {*ids(select(book, second))}


def test_two_queries_together_keep_the_actors_and_descriptions_of_both() -> None:
    book = ledger(event("2025-01-01"))
    one, other = (resolve(Question.of(actor=[name], tag=[]), book) for name in ("Xi", "Trump"))
    together = intersect(one, other)
    assert tuple(map(str, together.descriptions)) == ("actor Xi", "actor Trump")
    assert together.actors == ((XI,), (TRUMP,))
