"""Folding, words, distances between words, and the sentences that propose a word."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chrono.core import names
from chrono.core.names import (
    _distance,
    choose,
    did_you_mean,
    fold,
    holds_words,
    ids_with_prefix,
    near_keys,
    nearest,
    unknown_id,
    unknown_word,
    words,
)
from chrono.errors import UsageError
from samples import law

# -- folding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, folded",
    [
        ("Erdoğan", "erdogan"),
        ("İSTANBUL", "istanbul"),
        ("Diyarbakır", "diyarbakir"),
        ("Wałęsa", "walesa"),
        ("Søren Ørsted", "soren orsted"),
        ("Đoković", "dokovic"),
        ("Müller", "muller"),
        ("Strauß", "strauss"),
        ("Þórður Guðmundsson", "thordur gudmundsson"),
        ("Œuvre Ærø", "oeuvre aero"),
        ("  Xi\t Jinping\n", "xi jinping"),
        ("Xi\u00a0Jinping", "xi jinping"),
        ("ＸＩ", "xi"),
        ("习近平", "习近平"),
        ("Киев", "киев"),
        ("ΜΗΤΣΟΤΆΚΗΣ", "μητσοτακησ"),
        ("Μητσοτάκης", "μητσοτακησ"),
        ("ﬁn", "fin"),
        # Marks over, through and under a letter of any script; not the vowels of Thai.
        ("a\u0338", "a"),
        ("\u05d1\u05b0", "\u05d1"),
        ("\u0710\u0711", "\u0710"),
        ("\u0e01\u0e38", "\u0e01\u0e38"),
        ("", ""),
    ],
)
def test_folded_texts(text: str, folded: str) -> None:
    assert fold(text) == folded


# Letters, marks and signs of living scripts; signs that hide a capital are left out (see below).
PLAIN = st.text(
    st.characters(max_codepoint=0x1CFF, exclude_characters="ϒϓϔϲϹ")
    | st.characters(min_codepoint=0x2E80, max_codepoint=0x9FFF, exclude_categories=["So", "No"])
)


@law(300)
@given(PLAIN)
@example("İ ı ß æ ŉ ǰ ΐ ﬃ")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_twice_is_folding_once_for_every_character() -> None:
    """`™` folds to `TM`, and that to `tm`."""
    everything = map(chr, range(0xD800))
    assert [char for char in everything if fold(fold(char)) != fold(char)] == []


@law(200)
@given(PLAIN)
def test_case_and_composition_do_not_count(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert fold(text.casefold()) == fold(text)


@law(100)
@given(
    st.lists(st.text("aáÄbßé", min_size=1), max_size=4), st.text(" \t\n\u00a0\u3000", min_size=1)
)
def test_surplus_blanks_do_not_count(parts: list[str], blanks: str) -> None:
    assert fold(blanks + blanks.join(parts) + blanks) == fold(" ".join(parts))


@pytest.mark.parametrize(
    "text, found_words",
    [
        ("Xi Jinping", ["xi", "jinping"]),
        ("Lan Fo'an", ["lan", "foan"]),
        ("Lan Fo’an", ["lan", "foan"]),
        ("O'Brien's", ["obrien", "s"]),
        ("China’s", ["china", "s"]),
        ("the 'best' of states' rights", ["the", "best", "of", "states", "rights"]),
        ("Jean-Claude", ["jean", "claude"]),
        ("U.S. tariffs, 30%", ["u", "s", "tariffs", "30"]),
        ("snake_case", ["snake", "case"]),
        ("中美会谈 2025年", ["中美会谈", "2025年"]),
        ("…—!", []),
    ],
)
def test_words_of_a_text(text: str, found_words: list[str]) -> None:
    assert words(text) == found_words


def test_an_english_genitive_leaves_the_name_a_word() -> None:
    assert holds_words("China's tariffs", ["china"])
    assert not holds_words("China's tariffs", ["chinas"])


@pytest.mark.parametrize("text", ["नरेंद्र मोदी", "நரேந்திர மோடி", "নরেন্দ্র মোদী"])
def test_a_vowel_sign_does_not_split_its_word(text: str) -> None:
    assert len(words(text)) == 2
    assert words(text)[0] == words(text.split()[0])[0]


@pytest.mark.parametrize("one, other", [("दिन", "दान"), ("मीरा", "मार")])
def test_words_of_different_vowel_signs_are_different_words(one: str, other: str) -> None:
    assert words(one) != words(other)


def test_every_wanted_word_must_be_a_whole_word_of_the_text() -> None:
    assert holds_words("Trade talks in Geneva", ["talks", "trade"])
    assert not holds_words("Trade talks in Geneva", ["talk"])
    assert not holds_words("Trade talks in Geneva", ["trade", "london"])


# -- what was meant -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word, near",
    [
        ("meting", ["meeting"]),
        ("MEETING", ["meeting"]),
        ("cal", ["call"]),
        ("vidoe", ["video"]),
        ("tals", ["talks"]),
        ("summit", []),
        ("xx", []),
    ],
)
def test_the_nearest_words(word: str, near: list[str]) -> None:
    assert nearest(word, ["meeting", "call", "video", "talks"]) == near


def test_the_nearest_come_first_and_then_those_of_the_same_initial() -> None:
    assert nearest("hall", ["cell", "fall", "call", "hall", "hull"], 4) == [
        "hall", "hull", "call", "fall",
    ]  # fmt: skip
    assert nearest("hall", ["call", "fall", "hull", "hill"]) == ["hill", "hull", "call"]


@pytest.mark.parametrize(
    "word, other, near",
    [
        ("a", "b", False), ("ab", "cb", True), ("abc", "abcd", True), ("abc", "abcde", False),
        ("call", "called", True), ("call", "calling", False), ("metin", "meeting", True),
        ("meti", "meeting", False), ("gorbaschow", "gorbachev", True),
        ("garbaschow", "gorbachev", False),
    ],
)  # fmt: skip
def test_the_longer_a_word_the_more_slips_it_may_have(word: str, other: str, near: bool) -> None:
    assert nearest(word, [other]) == [other] * near
    assert nearest(other, [word]) == [word] * near


def test_did_you_mean() -> None:
    assert did_you_mean("meting", ["meeting", "call"]) == '; did you mean "meeting"?'
    assert did_you_mean("tal", ["tale", "tag", "tall"]) == '; did you mean "tag", "tale" or "tall"?'
    assert did_you_mean("summit", ["meeting", "call"]) == ""


def test_a_known_word_is_chosen() -> None:
    assert choose("call", ("meeting", "call"), "type") == "call"


@pytest.mark.parametrize(
    "word, known, otherwise, sentence",
    [
        ("cal", ["meeting", "call"], None, 'unknown type "cal"; did you mean "call"?'),
        ("cal", ["meeting", "call"], ": declare it", 'unknown type "cal"; did you mean "call"?'),
        ("x", ["meeting", "call", "visit"], None,
         'unknown type "x"; choose meeting, call or visit'),
        ("x", ["meeting", "call"], ": declare it", 'unknown type "x": declare it'),
    ],
)  # fmt: skip
def test_an_unknown_word_is_refused_with_the_nearest_or_with_all(
    word: str, known: list[str], otherwise: str | None, sentence: str
) -> None:
    assert unknown_word(word, known, "type", otherwise) == sentence
    if otherwise is None:
        with pytest.raises(UsageError) as error:
            choose(word, known, "type", " in a claim")
        assert str(error.value) == sentence.replace('"; ', '" in a claim; ', 1)


@pytest.mark.parametrize(
    "limit, near",
    [(1, ["meeting"]), (2, ["meeting", "beeting"]), (3, ["meeting", "beeting", "mooting"])],
)
def test_no_more_of_the_nearest_are_proposed_than_wanted(limit: int, near: list[str]) -> None:
    candidates = ["zooting", "mooting", "beeting", "zzeting", "meeting", "moatings"]
    assert nearest("meeting", candidates, limit) == near


def test_a_prefix_of_one_id_alone_is_unknown_and_that_id_is_named() -> None:
    message = unknown_id("event", "2025-10", ["2025-10-30-busan", "one"], "")
    assert message == 'unknown event "2025-10"; did you mean "2025-10-30-busan"?'


# -- edit distance ------------------------------------------------------------------------------


def naive_distance(one: str, other: str) -> int:
    """By its definition: insert, drop or change a letter, or swap two neighbours."""

    @cache
    def of(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        ways = [
            of(i - 1, j) + 1,
            of(i, j - 1) + 1,
            of(i - 1, j - 1) + (one[i - 1] != other[j - 1]),
        ]
        if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
            ways.append(of(i - 2, j - 2) + 1)
        return min(ways)

    return of(len(one), len(other))


@pytest.mark.parametrize(
    "one, other, distance",
    [
        ("", "", 0), ("call", "call", 0), ("", "abc", 3), ("call", "calls", 1), ("call", "cal", 1),
        ("call", "hall", 1), ("ab", "ba", 1), ("abc", "acb", 1), ("xabc", "bxac", 2),
        ("bbb", "b", 2),
        # A swap counts once, but what was swapped is not changed again.
        ("ca", "abc", 3), ("video", "vidoe", 1), ("meeting", "talks", 7),
    ],
)  # fmt: skip
def test_distance(one: str, other: str, distance: int) -> None:
    assert _distance(one, other) == naive_distance(one, other) == distance


@law(300)
@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_distance_agrees_with_its_definition(one: str, other: str) -> None:
    assert _distance(one, other) == naive_distance(one, other)


@law(150)
@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert _distance(one, other) == _distance(other, one)


@law(300)
@given(st.data(), st.sampled_from([4, 5, 9, 99, 100, 101, 102, 103, 150]))
def test_names_that_are_one_letter_apart_have_a_key_in_common(
    data: st.DataObject, length: int
) -> None:
    one = "".join(data.draw(st.lists(st.sampled_from("ab é"), min_size=length, max_size=length)))
    at = data.draw(st.one_of(st.integers(0, length - 1), st.just(length // 2)))
    more = data.draw(st.sampled_from("abc"))
    for other in (
        one[:at] + one[at + 1 :],
        one[:at] + more + one[at:],
        one[:at] + more + one[at + 1 :],
        one[: at - 1] + one[at : at + 1] + one[at - 1 : at] + one[at + 1 :] if at else one,
    ):
        assert _distance(one, other) <= 1
        assert near_keys(one) & near_keys(other)


@law(100)
@given(st.text("abcd", min_size=1, max_size=6), st.lists(st.text("abcd", min_size=1, max_size=6)))
def test_the_nearest_are_candidates_in_the_order_of_their_distance(
    word: str, candidates: list[str]
) -> None:
    near = nearest(word, candidates, limit=sys.maxsize)
    distances = [naive_distance(word, one) for one in near]
    assert set(near) <= set(candidates)
    assert len(near) == len(set(near))
    assert distances == sorted(distances)
    assert (word in candidates) == (word in near[:1])


@law(100)
@given(st.text("ab1-É", max_size=7), st.lists(st.text("ab1-é", max_size=7)), st.integers(1, 4))
def test_the_first_few_of_the_nearest_are_the_same_however_many_are_wanted(
    word: str, candidates: list[str], limit: int
) -> None:
    assert nearest(word, candidates, limit) == nearest(word, candidates, sys.maxsize)[:limit]


def test_few_of_many_ids_are_compared_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0

    def counted(one: str, other: str) -> int:
        nonlocal calls
        calls += 1
        return _distance(one, other)

    monkeypatch.setattr(names, "_distance", counted)
    ids = [f"20{n % 25:02}-{n % 12 + 1:02}-{n % 28 + 1:02}-geneva-call-{n}" for n in range(2000)]
    assert nearest("2014-03-22-genva-call-1214", ids)[0] == "2014-03-11-geneva-call-1214"
    assert calls < len(ids) / 2


IDS = ["2025-10-30-busan", "2025-10-30-outcomes", "2025-11-24-call", "one", "one-more"]


@pytest.mark.parametrize(
    "short, meant",
    [
        ("2025-11", ["2025-11-24-call"]),
        ("2025-10-30", ["2025-10-30-busan", "2025-10-30-outcomes"]),
        ("one", ["one"]),  # whole, and not short for another
        ("one-", ["one-more"]),
        ("busan", []),
        ("one-more-3", []),
        ("z", []),
        ("", []),
    ],
)
def test_which_ids_have_a_prefix(short: str, meant: list[str]) -> None:
    assert ids_with_prefix(short, IDS) == meant


@pytest.mark.parametrize(
    "id, ids, said",
    [
        ("2025-10", IDS,
         '"2025-10" matches 2 events; choose 2025-10-30-busan or 2025-10-30-outcomes'),
        ("a", [f"a{n}" for n in range(5)], '"a" matches 5 events; choose a0, a1, a2, a3 or a4'),
        ("a", [f"a{n}" for n in range(6)],
         '"a" matches 6 events; choose one, such as a0, a1, a2, a3 or a4'),
        ("busan", IDS, 'unknown event "busan"; did you mean "2025-10-30-busan"?'),
        ("30", IDS, 'unknown event "30"; did you mean "2025-10-30-busan" or '
         '"2025-10-30-outcomes"?'),
        ("x", [f"ax{n}" for n in range(6)],
         'unknown event "x"; did you mean "ax0", "ax1", "ax2", "ax3" or "ax4"?'),
        ("2025-11-24-cal1", IDS, 'unknown event "2025-11-24-cal1"; did you mean '
         '"2025-11-24-call"?'),
        ("nix", IDS, 'unknown event "nix"; look'),
        ("", IDS, 'unknown event ""; look'),
    ],
)  # fmt: skip
def test_the_sentence_for_an_unknown_id(id: str, ids: list[str], said: str) -> None:
    assert unknown_id("event", id, ids, "; look") == said
