"""Looking up words in a ledger: which actors a name matches, and which it never does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.countries import BODY_NAMES, codes_by_name
from chrono.core.country_table import ABBREVIATIONS
from chrono.core.dates import When
from chrono.core.lookup import ActorIndex, Lookup
from chrono.core.model import BUILT_IN_TYPES, Actor, Claim, Ledger
from chrono.core.names import fold, holds_words, words
from chrono.errors import UsageError
from samples import (
    ERDOGAN,
    NATO,
    PEOPLE,
    RUBIO,
    TRUMP,
    WANG_WENTAO,
    WANG_YI,
    XI,
    XIE,
    event,
    law,
    ledger,
)

LAN = Actor("lan-foan", "Lan Fo'an", ("Lan Foan", "蓝佛安"), "CN")
JUNCKER = Actor("jean-claude-juncker", "Jean-Claude Juncker")
NAVARRO = Actor("peter-navarro", "Peter Navarro")
WALESA = Actor("lech-walesa", "Lech Wałęsa")
GORDON = Actor("gordon", "Xi Gordon", ("Feng Jinping",))


def found(name: str, *actors: Actor) -> list[str]:
    """The ids of those whom a name finds."""
    return [actor.id for actor in ActorIndex(actors or PEOPLE).loose(name)]


# -- who is found -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, ids",
    [
        # The id, the name or an alias as a whole.
        ("xi-jinping", ["xi-jinping"]),
        ("Xi Jinping", ["xi-jinping"]),
        ("President Xi", ["xi-jinping"]),
        ("习近平", ["xi-jinping"]),
        ("nato", ["nato"]),
        # Whole words of one name or alias.
        ("Xi", ["xi-jinping"]),
        ("Jinping", ["xi-jinping"]),
        ("Jinping Xi", ["xi-jinping"]),
        ("Xie", ["xie-feng"]),
        ("Feng", ["xie-feng"]),
        ("Trump", ["donald-trump"]),
        ("Wang", ["wang-yi", "wang-wentao"]),
        ("President", ["xi-jinping", "donald-trump"]),
        # Case, accents and surplus blanks do not count.
        ("xi", ["xi-jinping"]),
        ("XI JINPING", ["xi-jinping"]),
        ("erdogan", ["recep-tayyip-erdogan"]),
        ("ERDOĞAN", ["recep-tayyip-erdogan"]),
        ("Tayyip  Erdogan", ["recep-tayyip-erdogan"]),
        (" Trump ", ["donald-trump"]),
        ("Ｘｉ", ["xi-jinping"]),
        # Never a part of a word, in any script.
        ("Jin", []),
        ("Xi Jin", []),
        ("Tru", []),
        ("Ru", []),
        ("习", []),
        ("近平", []),
        ("feng-xi", []),
        # Every word must be a word of one and the same name or alias.
        ("Xi Feng", []),
        ("Xi Trump", []),
        ("President Jinping", []),
        ("Xi Jinping Xi Feng", []),
        # What has no word finds nobody.
        ("", []),
        (" ", []),
        ("-", []),
        ("…", []),
    ],
)
def test_which_actors_a_name_matches(name: str, ids: list[str]) -> None:
    assert found(name) == ids


def test_xi_never_matches_xie_feng() -> None:
    assert found("Xi", XIE) == []
    assert found("Xi", XIE, XI) == ["xi-jinping"]


def test_a_whole_name_is_preferred_to_its_words() -> None:
    """`Gordon` is the id of one actor and a word in the name of another."""
    other = Actor("gordon-brown", "Gordon Brown")
    assert found("Gordon", other, GORDON) == ["gordon"]
    assert found("Wang", WANG_YI, Actor("the-wang", "Wang")) == ["the-wang"]
    assert found("Wang", WANG_YI, Actor("the-wang", "A. B.", ("Wang",))) == ["the-wang"]


def test_all_words_must_stand_in_one_name_or_alias() -> None:
    assert found("Gordon Jinping", GORDON) == []
    assert found("Gordon Xi", GORDON) == ["gordon"]
    assert found("Jinping Feng", GORDON) == ["gordon"]


def test_two_actors_of_one_name_are_both_found() -> None:
    twins = Actor("li-na-1", "Li Na"), Actor("li-na-2", "Lì Nà")
    assert found("Li Na", *twins) == ["li-na-1", "li-na-2"]


@pytest.mark.parametrize(
    "name, actor",
    [
        ("Lan Foan", LAN),
        ("Lan Fo'an", LAN),
        ("Lan Fo’an", LAN),
        ("lan foan", LAN),
        ("Lan", LAN),
        ("Jean Claude", JUNCKER),
        ("Jean-Claude", JUNCKER),
        ("Juncker, Jean-Claude", JUNCKER),
        ("jean‐claude juncker", JUNCKER),
        ("Walesa", WALESA),
        ("lech wałęsa", WALESA),
        ("蓝佛安", LAN),
    ],
)
def test_hyphens_apostrophes_and_special_letters_may_be_typed_in_several_ways(
    name: str, actor: Actor
) -> None:
    assert found(name, *PEOPLE, LAN, JUNCKER, WALESA) == [actor.id]


def test_a_part_of_a_hindi_word_matches_nobody() -> None:
    modi = Actor("narendra-modi", "Narendra Modi", ("नरेन्द्र मोदी",), "IN")
    assert found("मोदी", modi) == ["narendra-modi"]
    assert found("म", modi) == []


NAMES = st.sampled_from([text for one in PEOPLE for text in (one.id, one.name, *one.aliases)])
WORDS = st.sampled_from(sorted({word for one in PEOPLE for word in one.name.split()}))


@law(100)
@given(st.sampled_from(PEOPLE), st.data())
def test_everybody_is_found_by_each_of_their_names(actor: Actor, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([actor.id, actor.name, *actor.aliases]))
    assert found(name) == [actor.id]
    assert found(name.upper()) == [actor.id]


NAMED = st.builds(
    lambda id, name, aliases: Actor(id, name, aliases),
    st.text("ab1-", min_size=1, max_size=4),
    st.text("abÄ '", max_size=5),
    st.lists(st.text("ab ", max_size=4), max_size=2).map(tuple),
)


@law(200)
@given(
    st.lists(NAMED, max_size=6, unique_by=lambda actor: actor.id), st.text("abÄ1- '", max_size=5)
)
def test_the_index_finds_what_a_search_of_all_actors_finds(actors: list[Actor], name: str) -> None:
    index = ActorIndex(actors)
    equal = tuple(
        actor
        for actor in actors
        if fold(name) in {fold(text) for text in (actor.id, actor.name, *actor.aliases)}
    )
    with_id = tuple(actor for actor in actors if actor.id == name)
    holding = tuple(
        actor
        for actor in actors
        if words(name)
        and any(holds_words(text, words(name)) for text in (actor.name, *actor.aliases))
    )
    assert index.named(name) == equal
    assert index.exact(name) == (with_id or equal)
    assert index.loose(name) == (with_id or equal or holding)


def test_an_actor_that_is_added_later_is_found() -> None:
    index = ActorIndex([WANG_YI])
    assert index.loose("Wang") == (WANG_YI,)
    index.add(WANG_WENTAO)
    assert index.loose("Wang") == (WANG_YI, WANG_WENTAO)
    assert list(index.by_id) == ["wang-yi", "wang-wentao"]


@law(150)
@given(st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
def test_every_actor_found_has_every_word(name: str) -> None:
    wanted = set(name.casefold().split())
    bearing = [
        actor.id
        for actor in PEOPLE
        if any(
            {fold(word) for word in wanted} <= set(fold(text).split())
            for text in (actor.name, *actor.aliases)
        )
    ]
    whole = [
        actor.id
        for actor in PEOPLE
        if fold(name) in {fold(text) for text in (actor.id, actor.name, *actor.aliases)}
    ]
    assert found(name) == (whole or bearing)


# -- the nearest actors --------------------------------------------------------------------


def proposed(name: str) -> list[str]:
    return [actor.id for actor in ActorIndex((*PEOPLE, NAVARRO)).nearest(name)]


@pytest.mark.parametrize(
    "name, first",
    [
        ("Xu", XI),
        ("Xi Jinpin", XI),
        ("Jinpnig", XI),
        ("Trupm", TRUMP),
        ("Rubioo", RUBIO),
        ("Erdogen", ERDOGAN),
        ("wentao wang", WANG_WENTAO),
        ("wang-yy", WANG_YI),
        ("NAT", NATO),
        ("Navaro", NAVARRO),
        ("习近乎", XI),
    ],
)
def test_the_nearest_is_proposed_first(name: str, first: Actor) -> None:
    assert proposed(name)[0] == first.id


def test_the_longest_word_of_a_name_decides_who_is_proposed_first() -> None:
    assert proposed("Wamg Trumpp") == ["donald-trump", "wang-yi", "wang-wentao"]


@pytest.mark.parametrize("name", ["Gorbachev", "Mitterrand", "", "-", "奥巴马"])
def test_nobody_is_proposed_where_nobody_is_near(name: str) -> None:
    assert proposed(name) == []


def test_three_are_proposed_at_most_and_nobody_twice() -> None:
    many = [Actor(f"wang-{n}", f"Wang {n}", (f"Wang No. {n}",)) for n in range(9)]
    near = [actor.id for actor in ActorIndex(many).nearest("Wank")]
    assert len(near) == 3
    assert len(set(near)) == 3


def test_an_exact_id_is_preferred_to_names() -> None:
    smith = Actor("smith", "John Smith")
    john = Actor("john", "John Smith", ("Smith",))
    assert ActorIndex([john, smith]).loose("smith") == (smith,)
    assert ActorIndex([john, smith]).loose("Smith") == (john, smith)


@pytest.mark.parametrize("name", ["谢", "谢锋", "Xie F", "Fen"])
def test_the_beginning_of_a_name_is_near(name: str) -> None:
    feng = Actor("xie-feng", "Xie Feng", ("谢锋大使",))
    assert ActorIndex([feng, Actor("x", "Donald Trump")]).nearest(name) == [feng]


def test_a_word_that_begins_with_the_name_is_nearer_than_one_with_another_first_letter() -> None:
    actors = [XI, Actor("li", "Li Qiang"), Actor("v", "JD Vance"), Actor("ye-jiang", "Ye Jiang")]
    assert [actor.id for actor in ActorIndex(actors).nearest("Ji")] == ["v", XI.id, "ye-jiang"]


def test_a_place_is_proposed_by_one_word_of_its_name() -> None:
    book = ledger(event("2025", place="Kuala Lumpur"))
    with pytest.raises(UsageError, match=r'^unknown place "Lumpurr"; did you mean "Lumpur"\?$'):
        Lookup(book).places("Lumpurr")


def test_a_speaker_need_not_take_part_in_an_event() -> None:
    claim = Claim("c", XIE, When.parse("2025"), When.parse("2025"), "", ())
    lookup = Lookup(ledger(event("2025"), claims=(claim,)))
    assert lookup.speakers("Xie") == (XIE,)
    assert lookup.speakers("Trump") == (TRUMP,)
    with pytest.raises(UsageError, match="unknown actor"):
        lookup.actors("Xie")


@pytest.mark.parametrize("beginning, near", [("G", False), ("Go", True), ("Gorb", True)])
def test_a_beginning_of_one_letter_is_not_near(beginning: str, near: bool) -> None:
    gorbachev = Actor("mg", "Mikhail Gorbachev")
    assert ActorIndex([gorbachev]).nearest(beginning) == [gorbachev] * near


def test_one_actor_is_looked_up_by_a_name_that_means_nobody_else() -> None:
    lookup = Lookup(ledger(event("2025", actors=(XI, WANG_YI, WANG_WENTAO))))
    assert lookup.actor("Xi") == XI
    with pytest.raises(UsageError) as raised:
        lookup.actor("Wang")
    assert str(raised.value).startswith('"Wang" matches 2 actors; choose ')
    with pytest.raises(UsageError, match='"Nixon"'):
        lookup.actor("Nixon")


def test_a_type_is_found_by_its_aliases() -> None:
    summit = BUILT_IN_TYPES[0]._replace(id="summit", label="summit", aliases=("Leaders' meeting",))
    lookup = Lookup(Ledger(types={"summit": summit}))
    assert lookup.type("leaders' meeting") == {"summit"}


@pytest.mark.parametrize("name, code", [*codes_by_name().items(), *ABBREVIATIONS.items()])
def test_a_country_is_found_by_each_of_its_names(name: str, code: str) -> None:
    country = BODY_NAMES.get(code, code)
    book = ledger(event("2025", place_country=country, actors=(Actor("a", "A", country=country),)))
    for word in (name, name.upper()):
        assert Lookup(book).place_country(word) == Lookup(book).country(word) == {country}


def test_a_country_of_a_shared_name_is_noted_or_refused() -> None:
    south = event("2025", place_country="KR")
    lookup = Lookup(ledger(south))
    assert lookup.place_country("Korea") == {"KR"}
    assert [*map(str, lookup.notes)] == ['"Korea" means South Korea (KR)']
    with pytest.raises(UsageError, match=r'choose "North Korea" or "South Korea"$'):
        Lookup(ledger(south, event("2025", id="n", place_country="KP"))).place_country("Korea")
    kinshasa = Lookup(ledger(event("2025", place_country="CD")))
    assert kinshasa.place_country("Congo") == {"CD"}
    assert [*map(str, kinshasa.notes)] == ['"Congo" means Democratic Republic of the Congo (CD)']
    both = Lookup(
        ledger(event("2025", place_country="CD"), event("2025", id="n", place_country="CG"))
    )
    assert both.place_country("Congo") == {"CG"}


@pytest.mark.parametrize(
    "country, name, option",
    [
        ("CN", "China", "--country CN"),
        ("CN", "cn", "--country CN"),
        ("Soviet Union", "Soviet Union", '--country "Soviet Union"'),
    ],
)
def test_the_name_of_a_country_that_several_actors_have_is_refused_with_the_country_first(
    country: str, name: str, option: str
) -> None:
    bank = Actor("bank", f"Bank of {name}", country=country)
    lookup = Lookup(ledger(event("1971", actors=(bank, Actor("team", f"{name} team")))))
    lookup.actors(name)
    message = f"for the country, use {option}; or choose {bank.name} (bank) or {name} team (team)"
    with pytest.raises(UsageError, match=f'"{name}" matches 2 actors; {re.escape(message)}$'):
        lookup.require_unique_names()
