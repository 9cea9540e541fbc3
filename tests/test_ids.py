"""Ids that a person can read: of any text, never taken, and of an event's day, place and people."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.model import Actor
from chrono.core.names import fold
from chrono.files.format.ids import content_ids, event_ids, fingerprint, free_id, slug
from chrono.files.format.kind import INVALID
from chrono.files.format.kinds import ID
from samples import ERDOGAN, NATO, RUBIO, TRUMP, WANG_YI, XI, edtf_texts, law

LONGEST = 60
READABLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_an_id(text: str) -> bool:
    """Whether the ledger's own reader takes it."""
    return ID.check(text, ("events", 0, "id"), []) is not INVALID


# -- of any text ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, id",
    [
        # Plain words.
        ("Xi Jinping", "xi-jinping"),
        ("2025-10-30 Busan", "2025-10-30-busan"),
        ("  Kuala   Lumpur ", "kuala-lumpur"),
        ("-a--b-", "a-b"),
        ("G20/APEC & co.", "g20-apec-co"),
        ("a_b\tc\nd", "a-b-c-d"),
        ("ABC", "abc"),
        # Accents and letters of their own.
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("Łódź", "lodz"),
        ("São Tomé & Príncipe", "sao-tome-principe"),
        ("Müller-Lüdenscheidt", "muller-ludenscheidt"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("Đồng", "dong"),
        ("Ｘｉ", "xi"),
        ("Office № 5™", "office-no-5tm"),
        # Other scripts by their sound; each sign of Chinese is a word.
        ("习近平", "xi-jin-ping"),
        ("習近平", "xi-jin-ping"),
        ("釜山", "fu-shan"),
        ("Busan 釜山", "busan-fu-shan"),
        ("Владимир Путин", "vladimir-putin"),
        ("Пномпень", "pnompen"),
        ("محمد", "mhmd"),
        ("Αθήνα", "athina"),
        ("대한민국", "dae-han-min-gug"),
        # An apostrophe parts no word.
        ("Lan Fo'an", "lan-foan"),
        ("Lan Fo’an", "lan-foan"),
        ("Côte d’Ivoire", "cote-divoire"),
        ("O'Brien", "obrien"),
        ("China's", "chinas"),
        # What has no letter is no id.
        ("", ""),
        (" ", ""),
        ("—…!", ""),
        ("'", ""),
        ("\0\x1b", ""),
    ],
)
def test_a_slug_has_only_letters_digits_and_hyphens(text: str, id: str) -> None:
    assert slug(text) == id


def test_an_emoji_gives_the_slug_of_its_name() -> None:
    assert slug("🤝 Busan") == "handshake-busan"


@pytest.mark.parametrize(
    "text, id",
    [
        ("a" * 61, "a" * 60),
        ("a" * 60, "a" * 60),
        ("a" * 59 + " b", "a" * 59),
        ("a" * 58 + " b", "a" * 58 + "-b"),
        ("习" * 40, "-".join(["xi"] * 20)),
    ],
)
def test_a_long_slug_is_cut_and_does_not_end_with_a_hyphen(text: str, id: str) -> None:
    assert slug(text) == id


TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    st.lists(
        st.sampled_from([*"-'’ é习Жع🤝ß™ⅷ\0", "--", "aB", "Z9"]),
        max_size=70,
    ).map("".join),
)  # fmt: skip


@law(150)
@given(text=TEXTS)
def test_the_slug_of_any_text_has_words_with_single_hyphens_or_is_empty(text: str) -> None:
    made = slug(text)
    assert len(made) <= LONGEST
    assert made == "" or READABLE.fullmatch(made)
    assert made == "" or is_an_id(made)


@law(150)
@given(text=TEXTS)
def test_the_slug_of_a_slug_is_itself(text: str) -> None:
    assert slug(slug(text)) == slug(text)


@law(200)
@given(text=st.text(st.sampled_from("abc XYZ éÖłĞ-'"), max_size=40))
def test_case_and_accents_do_not_change_a_slug(text: str) -> None:
    assert slug(text) == slug(fold(text)) == slug(text.upper())


APART = "a text is sounded whole: of ASCII and Cyrillic capitals, too, a new word is made"


@pytest.mark.parametrize(
    "text, id",
    [
        ("McDonald’s", "mcdonalds"),  # as of McDonald's
        ("DeSantis – Rubio", "desantis-rubio"),  # as of DeSantis - Rubio
        ("США", "ssha"),
        ("ΑΘΗΝΑ", "athina"),
    ],
)
def test_capitals_inside_a_transliterated_sign_do_not_begin_a_word(text: str, id: str) -> None:
    assert slug(text) == id


# -- one that is free -----------------------------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "c", "a-2", "a-3", "b-2"])


@law(150)
@given(candidates=st.lists(NAMES, min_size=1, max_size=4), taken=st.sets(NAMES))
def test_a_free_id_is_the_first_free_candidate_or_a_numbered_one(
    candidates: list[str], taken: set[str]
) -> None:
    found = free_id(candidates, taken)
    assert found not in taken
    free = [candidate for candidate in candidates if candidate not in taken]
    if free:
        assert found == free[0]
    else:
        assert re.fullmatch(rf"{candidates[0]}-[0-9]+", found)


@pytest.mark.parametrize(
    "candidates, taken, id",
    [
        (["a"], set(), "a"),
        (["a", "b"], {"a"}, "b"),
        (["a", "b"], {"b"}, "a"),
        (["a", "b"], {"a", "b"}, "a-2"),
        (["a"], {"a", "a-2"}, "a-3"),
        (["a"], {"a", "a-2", "a-3"}, "a-4"),
        (["a"], {"a", "a-3"}, "a-2"),
    ],
)
def test_a_taken_id_gets_the_first_number_that_is_free(
    candidates: list[str], taken: set[str], id: str
) -> None:
    assert free_id(candidates, taken) == id
    assert free_id(candidates, frozenset(taken)) == id


# -- of an event ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date, day",
    [
        ("2025-10-30", "2025-10-30"),
        ("0001-01-01", "0001-01-01"),
        ("2025-10", "2025-10"),
        ("2025", "2025"),
        ("2025-10-30~", "2025-10-30"),
        ("2025-10?", "2025-10"),
        ("2025%", "2025"),
        ("2025-10-XX", "2025-10"),
        ("2025-XX", "2025"),
        ("2025-XX-XX", "2025"),
        ("202X", "202x"),
        ("20XX?", "20xx"),
        ("2025-21", "2025-spring"),
        ("2025-22", "2025-summer"),
        ("2025-23~", "2025-autumn"),
        ("2025-24", "2025-winter"),
        # The 21st of a month is no season.
        ("2025-10-21", "2025-10-21"),
        ("2025-12-24/2025-12-26", "2025-12-24"),
        ("2025-10-30T11:00:00+08:00", "2025-10-30"),
        ("2025-10-30T11:00:00Z", "2025-10-30"),
        # Of what lasts or is one of several, the first date there is.
        ("2025-05-10/2025-05-11", "2025-05-10"),
        ("2025-21/2025-22", "2025-spring"),
        ("2025-06/..", "2025-06"),
        ("2025-06/", "2025-06"),
        ("../2025", "2025"),
        ("/2025-06-05", "2025-06-05"),
        ("[2025-10-31,2025-11-01]", "2025-10-31"),
        ("[2025-03-01..2025-03-05]", "2025-03-01"),
        ("[..2025-03-05]", "2025-03-05"),
    ],
)
def test_the_day_in_an_id_is_as_exact_as_the_date(date: str, day: str) -> None:
    assert event_ids(date, "call", [XI, TRUMP], None) == [f"{day}-xi-trump-call"]
    assert event_ids(date, "call", [XI, TRUMP], "Busan") == [f"{day}-busan", f"{day}-busan-call"]


def person(name: str, country: str | None) -> Actor:
    """Somebody of that name."""
    return Actor(slug(name) or "somebody", name, country=country)


@pytest.mark.parametrize(
    "actor, who",
    [
        # The family name comes last …
        (TRUMP, "trump"),
        (RUBIO, "rubio"),
        (ERDOGAN, "erdogan"),
        (person("Shigeru Ishiba", "JP"), "ishiba"),
        (person("Madonna", "US"), "madonna"),
        # … and in East Asia first.
        (XI, "xi"),
        (WANG_YI, "wang"),
        (person("Lan Fo'an", "CN"), "lan"),
        (person("习近平", "CN"), "xi"),
        (person("Lee Jae-myung", "KR"), "lee"),
        (person("To Lam", "VN"), "to"),
        (person("Hun Manet", "KH"), "hun"),
        (person("Lai Ching-te", "TW"), "lai"),
        (person("Robert F. Kennedy Jr.", "US"), "kennedy"),
        # Titles before a name, and initials, are left out.
        (person("President Ziaur Rahman", "BD"), "rahman"),
        (person("Vice Premier Liu He", "CN"), "liu"),
        (person("Foreign Minister Wang Yi (CN)", "CN"), "wang"),
        (person("George H. W. Bush", "US"), "bush"),
        (person("King", None), "king"),
        # A country has its name, or its code if the name is long.
        (person("United States", "US"), "united-states"),
        (person("Saudi Arabia", "SA"), "saudi-arabia"),
        (person("Bosnia and Herzegovina", "BA"), "ba"),
        (person("IS", None), "is"),
        # A body has a short id of its own, or else the first two words of its name.
        (NATO, "nato"),
        (Actor("mfa", "Ministry of Foreign Affairs", country="CN"), "mfa"),
        (Actor("doc", "Department of Commerce", country="US"), "doc"),
        (person("Group of Twenty Leaders", None), "group-twenty"),
        (person("Department of the Treasury", None), "treasury"),
        (person("Office of Personnel Management", None), "personnel-management"),
        (person("World Alliance for Mercury-Free Dentistry", None), "world-alliance"),
        (person("Roads and Transport Association", None), "roads-transport"),
        (person("Global Witness (GW)", None), "witness"),
    ],
)
def test_actors_in_an_id_have_a_short_name(actor: Actor, who: str) -> None:
    assert event_ids("2025", "call", [actor], None) == [f"2025-{who}-call"]


def test_the_family_name_of_a_hungarian_is_the_last_word() -> None:
    orban = person("Viktor Orbán", "HU")
    assert event_ids("2025", "call", [orban], None) == ["2025-orban-call"]


@pytest.mark.parametrize(
    "actors, type, place, ids",
    [
        ([TRUMP, XI], "call", None, ["2025-trump-xi-call"]),
        ([XI, TRUMP, RUBIO], "call", None, ["2025-xi-trump-call"]),
        ([XI], "call", None, ["2025-xi-call"]),
        ([], "call", None, ["2025-call"]),
        ([person("—", "US"), XI], "call", None, ["2025-xi-call"]),
        ([XI, TRUMP], "alleged-call", None, ["2025-xi-trump-alleged-call"]),
        ([XI, TRUMP], "phone call", None, ["2025-xi-trump-phone-call"]),
        ([XI, TRUMP], "meeting", "Busan", ["2025-busan", "2025-busan-meeting"]),
        ([XI, TRUMP], "talks", "Busan, 釜山", ["2025-busan-fu-shan", "2025-busan-fu-shan-talks"]),
        # A place that has no letters is none that an id could have.
        ([XI, TRUMP], "meeting", "—", ["2025-xi-trump-meeting"]),
        ([XI, TRUMP], "meeting", "", ["2025-xi-trump-meeting"]),
    ],
)  # fmt: skip
def test_the_ids_of_an_event(
    actors: list[Actor], type: str, place: str | None, ids: list[str]
) -> None:
    assert event_ids("2025", type, actors, place) == ids


@law(150)
@given(
    date=edtf_texts(),
    type=st.sampled_from(["call", "alleged-call", "phone call"]),
    names=st.lists(TEXTS, max_size=3),
    country=st.sampled_from(["CN", "US", None]),
    place=st.one_of(st.none(), TEXTS),
)
def test_every_id_of_any_event_is_valid_and_begins_with_its_year(
    date: str, type: str, names: list[str], country: str | None, place: str | None
) -> None:
    made = event_ids(date, type, [person(name, country) for name in names], place)
    assert made
    for id in made:
        assert is_an_id(id)
        assert READABLE.fullmatch(id)
        assert re.match(r"20(?:[0-9]{2}|2x|xx)-", id)


@pytest.mark.parametrize(
    "actors, place, start",
    [
        ([XI, TRUMP], "Busan", "2025-10-30-busan"),
        ([XI, TRUMP], None, "2025-10-30-xi-trump"),
        ([XI, TRUMP, RUBIO], "—", "2025-10-30-xi-trump"),
        ([], None, "2025-10-30"),
        ([XI], "a" * 70, "2025-10-30-" + "a" * 36),
    ],
)
def test_the_id_of_a_row_ends_with_signs_made_of_its_content(
    actors: list[Actor], place: str | None, start: str
) -> None:
    sign = fingerprint("some content")
    assert content_ids("2025-10-30", actors, place, sign) == (
        f"{start}-{sign[:4]}",
        f"{start}-{sign}",
    )


@law(100)
@given(texts=st.lists(TEXTS, min_size=2, max_size=20, unique=True))
def test_different_contents_have_different_signs_without_vowels(texts: list[str]) -> None:
    signs = [fingerprint(text) for text in texts]
    assert len({*signs}) == len(texts)
    assert all(re.fullmatch("[0-9b-df-hj-np-tv-z]{8}", sign) for sign in signs)
    assert signs == [fingerprint(text) for text in texts]


def test_a_missing_date_gives_an_undated_id() -> None:
    assert event_ids("", "call", [XI], None) == ["undated-xi-call"]
