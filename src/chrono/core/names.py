"""Compare names by whole words, ignoring case and accents, and suggest similar names.

For example, `erdogan` matches `Recep Tayyip Erdoğan`, but `Xi` does not match `Xie Feng`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from chrono.core.english import join_or
from chrono.core.sentences import MOST_CHOICES, several_match, suggestion
from chrono.errors import UsageError

# Letters that Unicode does not decompose into base and accent -> their usual ASCII spelling.
_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe",
                               "þ": "th", "ð": "d", "ħ": "h", "ŋ": "n"})  # fmt: skip


SMALL = {"a", "about", "an", "and", "at", "but", "by", "did", "do", "does", "for", "from", "how",
         "in", "is", "of", "on", "or", "the", "to", "was", "were", "what", "when", "where", "which",
         "with"}  # fmt: skip
"""Words that are never read as a part of a name if they are alone."""

_ACCENTS = {1, *range(10, 37), *range(200, 256)}
"""The combining classes of accents in Unicode. Vowel signs of Indian scripts have other classes."""


def fold(text: str) -> str:
    """Return the text in lower case, without accents or extra spaces, for comparisons."""
    if text.isascii():
        folded = text.lower()
    else:
        bare = unicodedata.normalize("NFKD", text.casefold())
        bare = "".join(char for char in bare if unicodedata.combining(char) not in _ACCENTS)
        # A decomposed sign may contain capitals: ™ is TM.
        folded = bare.casefold().translate(_UNDECOMPOSED)
    return " ".join(folded.split())


def may_be_id(word: str) -> bool:
    """Return whether a word may be an id, and is not a period such as `2025-10`."""
    return re.fullmatch("(?=.*[a-z])[a-z0-9-]+", word) is not None


def words(text: str) -> list[str]:
    """Return the words of a text, in lower case and without accents.

    `O'Brien` becomes "obrien". `China's` becomes "china" and "s".
    """
    folded, letters = fold(text), "[a-z0-9]+"
    if not folded.isascii():
        folded, letters = "".join(map(_word_character, folded)), r"[^\s']+"
    matches = re.findall(rf"{letters}(?:'(?!s(?:[^a-z0-9]|$)){letters})*", folded)
    return [word.replace("'", "") for word in matches]


def _word_character(char: str) -> str:
    if char.isalnum() or unicodedata.category(char) in ("Mn", "Mc"):
        return char
    return "'" if char in "'\u2019\u02bc" else " "


def holds_words(text: str, wanted: Iterable[str]) -> bool:
    """Return whether a text has all `wanted` words, ignoring case and accents in the text.

    The `wanted` words must be in lower case and without accents.
    """
    return set(wanted) <= set(words(text))


def spelled(word: str, known: Iterable[str]) -> frozenset[str]:
    """Return a set with only `word` if `word` is known.

    Otherwise, return all known words that differ from `word` only in case or accents.
    """
    known = set(known)
    if word in known:
        return frozenset((word,))
    folded = fold(word)
    return frozenset(name for name in known if fold(name) == folded)


MOST_SUGGESTIONS = 3  # the most words that a message suggests


def nearest(word: str, candidates: Iterable[str], limit: int = MOST_SUGGESTIONS) -> list[str]:
    """Return up to `limit` candidates that are similar to `word`, most similar first."""
    folded = fold(word)
    letters = Counter(folded).items()
    near: list[tuple[int, bool, str]] = []
    for candidate in dict.fromkeys(candidates):
        other = fold(candidate)
        shortest, longest = sorted((len(folded), len(other)))
        allowed = longest // 3 if shortest > 3 else int(shortest > 1)
        if len(near) >= limit:
            allowed = min(allowed, near[-1][0])  # a candidate further away is not suggested
        if longest - shortest > allowed:
            continue
        least = longest  # a quick lower limit of the distance, from the letters in common
        for letter, number in letters:
            least -= min(number, other.count(letter))
        if least <= allowed and (distance := _distance(folded, other)) <= allowed:
            insort(near, (distance, other[:1] != folded[:1], candidate))
            del near[limit:]
    return [candidate for *_, candidate in near]


def nearest_word_by_word(text: str, candidates: Iterable[str]) -> list[str]:
    """Return the similar candidates, most similar first, each of whose words is similar, too.

    Western Sahara is not similar to Western Samoa, nor the Dominican to the Somali Republic.
    """
    typed = words(text)

    def fits(name: str) -> bool:
        pairs = [*zip(typed, words(name), strict=False)]
        whole = len(typed) != len(words(name))  # such as "NorthKorea"
        return whole or all(one == other or nearest(one, [other]) for one, other in pairs)

    return nearest(text, filter(fits, candidates))


def with_start(word: str, known: Iterable[str]) -> Iterator[str]:
    """Yield the known words that begin with `word`, and those that are the beginning of `word`.

    All words must be in lower case and without accents. Short words are left out.
    """
    for other in known:
        shorter, longer = sorted((word, other))  # a prefix sorts before the longer text
        part = shorter == word or 2 * len(shorter) > len(longer)  # Theresa is not "the"
        if part and longer.startswith(shorter) and (len(shorter) > 2 or not shorter.isascii()):
            yield other


def one_letter_apart(first: str, second: str) -> bool:
    """Return whether two texts differ by one letter, or by two letters that changed places.

    Both texts must be in lower case and without accents. The result is False for short texts.
    """
    if abs(len(first) - len(second)) > 1 or (first[:1] != second[:1] and first[-1:] != second[-1:]):
        return False  # one such change cannot affect both ends
    shorter = min(first, second, key=len)
    return len(shorter) >= (4 if shorter.isascii() else 3) and _distance(first, second) == 1


_LONG = 100  # the length of a name from which on its two ends are compared, not all of it


def near_keys(text: str) -> set[str]:
    """Return keys of a text. Texts that differ by one letter have a key in common.

    The text must be in lower case and without accents.
    """
    keys = {text, text[: _LONG // 2], text[-_LONG // 2 :]} if len(text) >= _LONG else {text}
    if len(text) <= _LONG + 1:
        keys.update(text[:at] + text[at + 1 :] for at in range(len(text)))
    return keys


def ids_with_prefix(prefix: str, ids: Iterable[str]) -> list[str]:
    """Return all ids that begin with `prefix`. If `prefix` itself is an id, return only this id.

    The result is empty if `prefix` is "".
    """
    known = list(ids)
    return [prefix] if prefix in known else [id for id in known if prefix and id.startswith(prefix)]


def unknown_id(noun: str, id: str, ids: Sequence[str], otherwise: str) -> str:
    """Return the error message for an id that is unknown, or that is the prefix of several ids.

    `otherwise`: the end of the message if no known id is similar.
    """
    if len(matches := ids_with_prefix(id, ids)) > 1:
        return several_match(id, "entries" if " or " in noun else f"{noun}s", matches)
    hint = other_ids(id, [other for other in ids if id and id in other], ids)
    return f'unknown {noun} "{id}"{hint or otherwise}'


def other_ids(id: str, similar: Sequence[str], ids: Iterable[str]) -> str:
    """Return a question that suggests ids, such as `; did you mean "x"?`, or "".

    The ids in `similar` are suggested, or else the ids in `ids` that are similar to `id`.
    """
    return suggestion(_quoted(similar[:MOST_CHOICES] or nearest(id, ids)))


_Text = TypeVar("_Text", bound=str)


def choose(word: str, known: Iterable[_Text], noun: str, where: str = "") -> _Text:
    """Return the known element that is equal to `word`. Raises UsageError if there is none."""
    known = list(known)
    if word in known:
        return known[known.index(word)]
    raise UsageError(unknown_word(word, known, noun, where=where))


_CONFUSED: Mapping[tuple[str, str], Sequence[str]] = {
    ("status", "confirmed"): ("held",),
    ("status", "tentative"): ("planned", "unconfirmed"),
    ("status", "scheduled"): ("planned",),
    ("status", "delayed"): ("postponed",),
    **{("key", word): ("from",) for word in ("since", "start", "begin")},
    **{("key", word): ("until",) for word in ("to", "end", "till")},
    **{("subcommand", word): ("actor",)
       for word in ("person", "people", "organisation", "office", "role")},
    **{("format", word): ("markdown",)
       for word in ("brief", "md", "text", "txt", "prose", "weekly", "word", "docx")},
    **{("format", word): ("ics",)
       for word in ("calendar", "ical", "icalendar", "cal", "outlook", "google")},
}  # fmt: skip
"""For words that people often confuse, the words to suggest: (noun, unknown word) -> words."""

_ADVICE: Mapping[tuple[str, str], str] = {
    ("status", "disputed"): '; use "unconfirmed" or "denied", since only an initiator or a claim '
    "can be disputed",
    ("command", "claim"): suggestion(["`chrono claims`", "`chrono add claim`"]),
    **{("command", word): "; the exit statuses are in `man chrono`"
       for word in ("exit", "status", "statuses", "codes")},
    **{("command", word): "; run `man chrono` or `chrono --help`" for word in ("man", "manual")},
    **{("command", word): "; run `chrono help list`"
       for word in ("period", "periods", "dates", "filter", "filters", "where", "expressions")},
}  # fmt: skip
"""For other unknown words, the end of the error message, by (noun, unknown word)."""


def similar_words(word: str, known: Iterable[str], noun: str) -> list[str]:
    """Return words to suggest in place of an unknown word. `noun`: the kind of word."""
    known = list(known)
    meant = _CONFUSED.get((noun, word.lower()), ())
    # The known keys and formats are not the same everywhere.
    is_known = noun not in ("key", "format") or not {*known}.isdisjoint(meant)
    if meant and is_known:
        return [*meant]
    return nearest_word_by_word(word, known) if noun == "country" else nearest(word, known)


def unknown_word(
    word: str, known: Iterable[str], noun: str, otherwise: str | None = None, where: str = ""
) -> str:
    """Return the error message for an unknown word, with similar words if there are any.

    - `noun`: the kind of word, such as "key"
    - `otherwise`: the end of the message if no word is similar (default: a list of all known words)
    - `where`: a phrase after the word
    """
    known = list(known)
    hint = _ADVICE.get((noun, word.lower()), "")
    hint = hint or suggestion(_quoted(similar_words(word, known, noun)))
    if not hint:
        choices = [f'"{each}"' for each in known] if any(" " in each for each in known) else known
        hint = f"; choose {join_or(choices)}" if otherwise is None else otherwise
    return f'unknown {noun} "{word}"{where}{hint}'


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return `; did you mean "x"?` with similar words, or "" if there are none."""
    return suggested(nearest(word, candidates))


def suggested(similar: Iterable[str]) -> str:
    """Return `; did you mean "x"?` with these words, or "" if there are none."""
    return suggestion(_quoted(similar))


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _distance(first: str, second: str) -> int:
    # The number of edits between two words. A swap of adjacent letters is one edit.
    # The bits of integers are a column of the table of distances (H. Hyyrö, A bit-vector
    # algorithm for computing Levenshtein and Damerau edit distances, 2003).
    places: dict[str, int] = {}
    for at, letter in enumerate(first):
        places[letter] = places.get(letter, 0) | 1 << at
    last = 1 << len(first) >> 1
    more, less = -1, 0  # where the column grows by one from row to row, and where it shrinks
    diagonal = before = 0
    distance = len(first)
    for letter in second:
        here = places.get(letter, 0)
        swapped = (~diagonal & here) << 1 & before
        diagonal = (((here & more) + more) ^ more) | here | less | swapped
        grown, shrunk = less | ~(diagonal | more), diagonal & more
        distance += bool(grown & last) - bool(shrunk & last)
        grown = grown << 1 | 1
        more, less = shrunk << 1 | ~(diagonal | grown), grown & diagonal
        before = here
    return distance if last else len(second)
