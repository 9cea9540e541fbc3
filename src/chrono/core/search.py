"""Read the words of `chrono search`, and find the filters that words mean elsewhere.

For example, "xi" means an actor in advice on `chrono list xi`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from chrono.core.command_lines import command_line, option_words
from chrono.core.continents import continent_named
from chrono.core.countries import is_abbreviation
from chrono.core.coverage import Coverage
from chrono.core.date_errors import DateError, ReversedError
from chrono.core.english import join_and, join_or
from chrono.core.english_date_forms import PhraseError
from chrono.core.english_dates import read_period, time_error
from chrono.core.expressions import NOT
from chrono.core.filters import mentionable, plain
from chrono.core.lookup import Lookup
from chrono.core.missing_years import with_covered_year
from chrono.core.model import Event, Ledger
from chrono.core.names import SMALL, holds_words, nearest, suggested, words
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.query import Question
from chrono.core.sentences import hint, only_one_of, shell_word
from chrono.core.spans import MONTHS
from chrono.errors import UsageError


class Term(NamedTuple):
    """One or more words of a search that are together the value of a filter.

    - `filter`: the name of the filter, or "period"
    - `others`: the names of other filters that could have this value
    """

    words: str
    filter: str
    value: str
    others: tuple[str, ...] = ()


_NEAREST = {"last", "latest", "next", "recent"}
_FILLERS = {*SMALL, *_NEAREST, "between", "contact", "contacts", "event", "most", "spoke", "talk",
            "talked", "time"}  # fmt: skip


_VERBS = {"met": "meeting", "meet": "meeting", "called": "call", "phoned": "call"}
"""The types of contact that verbs mean."""


def _may_be_country(text: str) -> bool:
    first, *others = text.lower().split()
    if others and (others[-1] in SMALL or first in SMALL - {"the"}):
        return False  # names of countries are compared without such words
    # Codes in small letters, such as "in" and "us", are usual words.
    return len(text) > 2 or text.isupper() or is_abbreviation(text)


def _may_be_part(text: str) -> bool:
    return text.lower() not in SMALL and text.lower() != "not"


_Kinds = Sequence[tuple[str, Callable[[Lookup, str], object]]]

_WHOLE_NAMES: _Kinds = (
    ("actor", lambda lookup, text: lookup.index.exact(text)),
    ("country", lambda lookup, text: _may_be_country(text) and lookup.countries_named(text)),
    ("type", lambda lookup, text: lookup.types_named(text)),
    ("tag", lambda lookup, text: lookup.tags_named(text, used=True)),
    ("place", lambda lookup, text: lookup.places_named(text)),
)
_OTHER_NAMES: _Kinds = (
    (
        "place_country",
        lambda lookup, text: _may_be_country(text) and lookup.place_countries_named(text),
    ),
    ("actor", lambda lookup, text: _may_be_part(text) and lookup.index.with_words(text)),
    ("place", lambda lookup, text: _may_be_part(text) and lookup.places_with_words(text)),
)
"""Rows (filter, function that tests whether a text is a value of the filter), likely filters first.
"""

_MOST_WORDS = 8
"""The maximum number of words that are looked up together."""
_MOST_IN_ALL = 100
"""The maximum number of words in a search. Each word is looked up."""


def terms(typed: Sequence[str], lookup: Lookup, today: dt.date) -> list[Term]:
    """Return the terms in the words of a search. Longer names are preferred to single words.

    A word without another meaning is a value of the filter "mention". Raises UsageError for a date
    that is wrong or unclear, such as `30 October`.

    `today`: the day to which words such as `last month` relate.
    """
    pieces = re.sub(r"\s*\?\s*$", "", " ".join(typed)).split()
    refuse_many_words(pieces)
    found: list[Term] = []
    while pieces:
        for number in range(min(len(pieces), _MOST_WORDS), 0, -1):
            text = " ".join(pieces[:number])
            term = _term(text, lookup, today)
            # "US China" is two countries, even if both are words in a name.
            if term and term.filter == "actor" and not lookup.index.exact(text):
                countries = [word for word in pieces[:number] if _may_be_part(word)]
                countries = [word for word in countries if lookup.countries_named(word)]
                if len(countries) == number > 1:
                    found += [Term(word, "country", word) for word in countries]
                    break
            if term or number == 1:
                found.append(term or Term(text, "mention", text))
                break
        del pieces[:number]
    return found


def free_words(pieces: Sequence[str], ledger: Ledger, today: dt.date) -> list[Term]:
    """Return the terms of a search: the periods, and each other word or phrase to look for.

    A single word such as `May` or `today` is never a period, and a month needs its year.

    `today`: the day to which words such as `last month` relate. Raises UsageError for a date that
    is wrong or unclear, such as `30 October`.
    """
    left = [*pieces]
    refuse_many_words(left)
    found: list[Term] = []
    while left:
        for number in range(min(len(left), _MOST_WORDS), 0, -1):
            text = " ".join(left[:number])
            is_period = re.search(r"\d", text) or (" " in text and not _MONTH.search(text))
            if period := _period_term(text, ledger.coverage, today) if is_period else None:
                break
        found.append(period or Term(text, "mention", text))
        del left[:number]
    return found


def pieces_of(typed: Iterable[str]) -> list[str]:
    """Return the words and phrases of a search. A phrase is an argument, or a text in quotes."""
    pieces: list[str] = []
    for text in typed:
        if '"' not in text and not _SIGNS.search(text):
            pieces.append(" ".join(text.split()))
        else:
            pieces += [one.strip('"') for one in re.findall(r'"[^"]*"|[^\s"]+', text)]
    return [piece for piece in pieces if piece]


_MONTH = re.compile(rf"\b({'|'.join(name[:3] for name in MONTHS)})", re.IGNORECASE)
_SIGNS = re.compile(r"(?<!\S)(?:or|not)(?!\S)|(?<!\S)[-(](?=[^\W\d])|\)(?!\S)", re.IGNORECASE)
"""Matches signs that `chrono search` cannot use, such as "or"."""


def refuse_signs(typed: Sequence[str], question: Question, ledger: Ledger, today: dt.date) -> None:
    """Raise UsageError for a search with "or" or "not", with the command that can use them."""
    text = " ".join(one if _SIGNS.search(one) or " " not in one else f'"{one}"' for one in typed)
    if not _SIGNS.search(re.sub('"[^"]*"', "", text)):
        return

    def read(run: Sequence[str]) -> list[Term]:
        pieces = re.findall(r'"[^"]*"|[^\s"]+', run[0])
        return free_words([piece.strip('"') for piece in pieces], ledger, today)

    if either := alternatives(question, logical_terms([text], read)):
        sign = "not" if "not " in either.where[-1] else "or"
        raise UsageError(f'search cannot use "{sign}"; run `{command_line("list", either)}`')


def refuse_many_words(typed: Sequence[str]) -> None:
    """Raise UsageError if a search has too many words."""
    if len(typed) > _MOST_IN_ALL:
        raise UsageError(f"{len(typed)} words are too many; write up to {_MOST_IN_ALL}")


def _term(text: str, lookup: Lookup, today: dt.date) -> Term | None:
    for kinds in (_WHOLE_NAMES, _OTHER_NAMES):
        if names := [name for name, find in kinds if find(lookup, text)]:
            types = lookup.types_named(text) if names[0] == "type" else ()
            value = next(iter(types)) if len(types) == 1 else text
            return Term(text, names[0], value, tuple(names[1:]))
    return _period_term(text, lookup.ledger.coverage, today)


def _period_term(text: str, coverage: Coverage, today: dt.date) -> Term | None:
    read = partial(read_period, text)
    try:
        return Term(text, "period", read(today))
    except PhraseError as error:
        if " " in text:
            raise UsageError(str(with_covered_year(error, read, coverage, today))) from None
    except ReversedError as error:
        raise UsageError(str(error)) from None
    except DateError:
        pass
    return None


def question_of(question: Question, found: Sequence[Term]) -> Question:
    """Return the question with the filters of the terms added.

    Raises UsageError for two periods.
    """
    periods = [term for term in found if term.filter == "period"]
    if len(periods) > 1:
        raise UsageError(only_one_of(*(f'"{term.words}"' for term in periods)))
    filters = {name: tuple(typed) for name, typed in question.words.items()}
    for term in found:
        if term.filter != "period":
            filters[term.filter] = (*filters.get(term.filter, ()), term.value)
    if periods:
        question = question._replace(period=periods[0].value, typed_period=periods[0].words)
    return question._replace(words=filters)


def notes_on(found: Sequence[Term], lookup: Lookup, every_word: bool = True) -> Iterator[Note]:
    """Yield notes on names of countries and continents, and on words such as "and".

    `every_word`: whether every word occurs in an event. If not, there are only notes on countries.
    """
    sought = [term.words for term in found if term.filter == "mention"]
    for text in filter(_may_be_country, sought):
        kinds = {
            "--country": lookup.countries_named,
            "--place-country": lookup.place_countries_named,
        }
        options = [f"{name} {shell_word(text)}" for name, find in kinds.items() if find(text)]
        if options:
            yield hint(f'for all events with the country "{text}", use {join_or(options)}')
    if not every_word:
        return
    if remedy := _continents(sought):
        yield Note(remedy, NoteKind.MEANING)
    if small := [f'"{term.words}"' for term in found if is_small(term)]:
        them = "this word" if len(small) == 1 else "these words"
        remedy = f"; to ignore {them}, run `{_without_small_words(found)}`"
        remedy = remedy if len(small) < len(found) else ""
        yield hint(f"only events that contain {join_and(small)} are shown{remedy}")


def logical_terms(typed: Sequence[str], read: Callable[[Sequence[str]], list[Term]]) -> list[Term]:
    """Return the terms in words, with a separate term for each bracket and each "not".

    `-trade`, `without trade` and `not about trade` are read as `not trade`. `read`: a function that
    returns the terms in words without brackets and "not".
    """
    text = re.sub(r"(?<!\S)-(?=[^\W\d])", "not ", " ".join(typed))
    text = re.sub(NOT, "not", text, flags=re.IGNORECASE)
    found: list[Term] = []
    for run in re.split(r"([()]|(?<![^\s(])not(?!\S))", text, flags=re.IGNORECASE):
        is_sign = run.lower() in ("(", ")", "not")
        found += [Term(run, "mention", run)] if is_sign else read([run])
    return found


def alternatives(question: Question, found: Sequence[Term]) -> Question | None:
    """Return the question with a search that has "or" or "not", or None for other searches.

    For example, `rubio or bessent` adds the filter `--where "actor:rubio or actor:bessent"`.
    """
    tokens = list(found)
    periods = [term.value for term in tokens if term.filter == "period"]
    signs = [_sign(term) for term in tokens]
    for place, term in enumerate(tokens):
        before, after = (signs[:place] or [""])[-1], (signs[place + 1 :] or [""])[0]
        if term.filter == "period" and (before in ("or", "not", "(") or after in ("or", ")")):
            return None
    left = [term for term in tokens if term.filter != "period"]
    text, _ = _conjunction(left)
    if left or not re.search(r"\b(or|not) ", re.sub(r""""[^"]*"|'[^']*'""", "", text)):
        return None
    if _EMPTY_NOT.search(text):
        return None
    period = periods[-1] if periods else question.period
    return question._replace(period=period, where=(*question.where, text))


def expression_of(found: Sequence[Term]) -> str:
    """Return the expression for --where for a search such as `rubio or bessent`.

    The result is "" if the search has a period or is not a complete expression.
    """
    left = list(found)
    if any(term.filter == "period" for term in left):
        return ""
    text, _ = _conjunction(left)
    return "" if left or _EMPTY_NOT.search(text) else text


_EMPTY_NOT = re.compile(r"\bnot (?:[ )]|$)")
"""Matches a `not` without a condition after it."""


_Part = tuple[str, str]
"""A pair: an expression, and its outermost operator "and", "or" or ""."""


def _sign(term: Term) -> str:
    return term.words.lower() if term.filter == "mention" else ""


def _conjunction(left: list[Term]) -> _Part:
    """Return an expression of the terms before a closing bracket. Remove the terms from `left`."""
    parts: list[_Part] = []
    while left and _sign(left[0]) != ")":
        if _sign(left[0]) in SMALL:
            del left[0]
            continue
        either = [_operand(left)]
        while len(left) > 1 and _sign(left[0]) == "or" and _sign(left[1]) not in {*SMALL, ")"}:
            del left[0]
            either.append(_operand(left))
        parts.append(_joined(either, "or"))
    return _joined(parts, "and")


def _operand(left: list[Term]) -> _Part:
    term = left.pop(0)
    if _sign(term) == "not":
        inner = _operand(left) if left and _sign(left[0]) != ")" else ("", "")
        return f"not {_in_brackets(inner)}", ""
    if _sign(term) == "(":
        inside = _conjunction(left)
        del left[:1]
        return inside
    return _condition(term), ""


def _joined(parts: Sequence[_Part], operator: str) -> _Part:
    parts = [part for part in parts if part[0]]  # without empty brackets
    if len(parts) == 1:
        return parts[0]
    return f" {operator} ".join(map(_in_brackets, parts)), operator


def _in_brackets(part: _Part) -> str:
    return f"({part[0]})" if all(part) else part[0]


def _condition(term: Term) -> str:
    sign = '"' if "'" in term.value else "'"
    value = term.value.replace(sign, "")
    value = value if re.fullmatch(r"[\w-]+", value) else f"{sign}{value}{sign}"
    return f"{term.filter.replace('_', '-')}:{value}"


def last_contact(found: Sequence[Term]) -> str:
    """Return `chrono last xi trump` for `last contact of xi and trump`, or "" for other words."""
    meanings = [
        term._replace(filter="type", value=_VERBS[term.words.lower()])
        if term.words.lower() in _VERBS
        else term
        for term in found
        if term.words.lower() not in _FILLERS
    ]
    if len(found) == 1 or not {term.words.lower() for term in found} & _NEAREST:
        return ""
    if any(term.filter in ("mention", "period") for term in meanings):
        return ""
    names = [shell_word(term.value) for term in meanings if term.filter == "actor"]
    others = [term for term in meanings if term.filter != "actor"]
    return command_line(" ".join(["last", *names]), question_of(Question(), others))


def without_small_words(found: Sequence[Term]) -> list[Term]:
    """Return the terms without small words such as "and". If all words are small, return all."""
    return [term for term in found if not is_small(term)] or [*found]


def search_command(found: Iterable[Term]) -> str:
    """Return the command that searches for the words of terms, such as `chrono search xi trade`."""
    words = " ".join(term.words for term in found).split()
    return " ".join(["chrono search", *map(shell_word, words)])


def _without_small_words(found: Sequence[Term]) -> str:
    return search_command(term for term in found if not is_small(term))


def is_small(term: Term) -> bool:
    """Return whether a term is a word such as "and" that is not part of a name."""
    return term.filter == "mention" and term.words.lower() in SMALL


def claims_with(found: Sequence[Term], ledger: Ledger) -> int:
    """Return the number of claims that contain all words of a search.

    The result is 0 if no term is a value of the filter "mention".
    """
    if all(term.filter != "mention" for term in found):
        return 0
    wanted = words(" ".join(term.words for term in found))
    texts = (f"{claim.statement} {claim.window or ''}" for claim in ledger.claims)
    return sum(holds_words(text, wanted) for text in texts)


class UnknownWord(NamedTuple):
    """The message for a word that no event contains.

    - `word`: the word, or "" for a message on several words
    - `similar`: similar words, which the message suggests
    """

    message: str
    word: str = ""
    similar: Sequence[str] = ()


def unknown_words(found: Sequence[Term], ledger: Ledger) -> list[UnknownWord]:
    """Return a message for each value of the filter "mention" that no event contains."""
    missing = [term.words for term in found if term.filter == "mention"]
    if not missing:
        return []
    if time := time_error(" ".join(term.words for term in found)):
        return [UnknownWord(str(time))]
    texts = {plain(text) for event in ledger.events for text in _texts(event)}
    mentioned = {word for text in texts for word in text.split()}
    names = [name for actor in ledger.actors.values() for name in (actor.name, *actor.aliases)]
    others = words(
        " ".join((*names, *ledger.types, *ledger.words["tags"], *ledger.words["places"]))
    )
    small = [term.words for term in found if is_small(term)]
    if small and not mentioned.issuperset(words(" ".join(small))) and len(small) < len(found):
        wrong = join_or([f'"{word}"' for word in small])
        noun = "word" if len(found) - len(small) == 1 else "words"
        other = f"for the other {noun}, run `{_without_small_words(found)}`"
        every = f"search looks for every word, and no event contains {wrong}; {other}"
        return [UnknownWord(every)]
    unknown = [text for text in missing if not any(plain(text) in each for each in texts)]
    return [
        _unknown_phrase(text, mentioned) if " " in text else _unknown_word(text, others, mentioned)
        for text in unknown
    ]


def _unknown_phrase(text: str, mentioned: set[str]) -> UnknownWord:
    apart = mentioned.issuperset(words(text))
    command = search_command([Term(text, "mention", text)])
    remedy = f"; for these words in any order, run `{command}`" if apart else ""
    return UnknownWord(f'no event contains "{text}"{remedy}', text)


def _unknown_word(text: str, *candidates: Iterable[str]) -> UnknownWord:
    # Words of the first candidates are preferred to those of the next.
    message = f'no event contains "{text}"'
    if remedy := _continents([text]):
        return UnknownWord(f"{message}; {remedy}", text)
    others = ([word for word in group if word != text.lower()] for group in candidates)
    found = (nearest(text, group) for group in others if len(text) > 2)
    similar = next(filter(None, found), [])
    return UnknownWord(f"{message}{suggested(similar)}", text, similar)


def _continents(texts: Iterable[str]) -> str:
    names = [*filter(continent_named, texts)]
    options = " ".join(option_words({"--place-country": names}))
    return f"for events in {join_or(names)}, use {options}" if names else ""


def _texts(event: Event) -> Iterator[str]:
    yield from mentionable(event)
    for actor in (*event.actors, *event.present):
        yield from actor.offices(event.when)
