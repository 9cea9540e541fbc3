"""Content words: the words that decide whether a text is about a document of the ledger.

Words are compared without endings, so that `published` equals `publishes`. A word that many
documents have, such as `tariff`, has half the weight of other words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from chrono.core.model import Event, Ledger
from chrono.core.names import words
from chrono.core.proof.nations import adjectives, countries_in, country_names
from chrono.core.proof.words import MONTH_WORDS, WEEKDAY_WORDS

_LIST = """
a about after again against ago all also am an and another any are as at be because been before
being between both but by can could day days did do does during each early end ended every few
first for from further had has have he her here him his how if in into is it its itself just
last late later least long made make many may mid might month months more most mr mrs ms much
must new next no nor not now of off on once one only or other our out over own part per said
same say says second she should since so some still such than that the their them then there
these they third this those through time to today too two under until up upon very was we
week weeks were what when where which while who whom whose will with within without would year
years yesterday yet you announce announced announces date dated dates sign signed signs effect
effective came come comes went go goes took take takes begin began side sides use put set get
got speak spoke speaks tell tells official officials government governments country countries
"""
_EMPTY = frozenset(f"{_LIST} {MONTH_WORDS} {WEEKDAY_WORDS}".split())
"""Words that are unrelated to the subject of a text."""

_SAME: Sequence[str] = (
    "extend prolong renew", "halve halves halved halving", "double doubled doubles doubling",
    "raise raised raises increase hike lift", "suspend pause suspension freeze frozen",
    "cut cuts lower lowered reduce", "tariff duty duties levy levies", "earth earths",
    "ship vessel vessels", "congratulate congratulation congratulations",
    "chip chips semiconductor",
    "president presidents leader leaders", "farm agricultural agriculture", "rule rules regulation",
    "call phone telephone", "credential credentials", "order orders",
    "write writes wrote written",
)  # fmt: skip
"""Rows of words that count as the same word."""


def stem(word: str) -> str:
    """Return a lower-case word without its ending: `publish` for `published`."""
    if word.isdigit() or len(word) < 4:
        return word
    for ending, other in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ions", ""), ("ion", ""),
                          ("ers", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)] + other
    return word


_HEADS: Mapping[str, str] = {stem(word): row.split()[0] for row in _SAME for word in row.split()}


def content(text: str) -> frozenset[str]:
    """Return the content words of a text. Endings and names of countries are removed.

    >>> sorted(content("The truce was extended by 90 days"))
    ['90', 'extend', 'truc']
    """
    roots = set()
    for word in words(text):
        if word in _EMPTY or len(word) < 2 or re.fullmatch(r"(?:19|20)\d\d|\d", word):
            continue
        root = stem(word)
        roots.add(_HEADS.get(root, root))
    return frozenset(roots - _nations())


@cache
def _nations() -> frozenset[str]:
    names = (*adjectives(), *country_names())
    return frozenset(stem(word) for name in names for word in words(name))


class Topics:
    """The content words of a ledger's documents. Documents that did not take place are omitted."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Return the documents of the ledger."""
        return tuple(
            event for event in self.ledger.events
            if not event.type.contact and event.status == "held" and event.actors
        )  # fmt: skip

    @cached_property
    def main(self) -> Mapping[str, frozenset[str]]:
        """Return the content words of each document's title, tags, place and id, by document id."""
        return {
            event.id: content(" ".join((
                event.title, *(tag.replace("-", " ") for tag in event.tags), event.place or "",
                re.sub(r"^\d{4}(?:-\d\d){0,2}-", "", event.id).replace("-", " "),
                *(actor.name for actor in event.present if not actor.roles),
            )))
            for event in self.events
        }  # fmt: skip

    @cached_property
    def all(self) -> Mapping[str, frozenset[str]]:
        """Return the content words of each document and its summary, by document id."""
        return {
            event.id: self.main[event.id] | content(event.summary or "") for event in self.events
        }

    @cached_property
    def numbers(self) -> Mapping[str, frozenset[str]]:
        """Return the numbers among the content words of each document, by document id."""
        return {id: frozenset(filter(str.isdigit, found)) for id, found in self.all.items()}

    @cached_property
    def title_words(self) -> Mapping[str, frozenset[str]]:
        """Return the words of each document's title, without endings, by document id."""
        return {
            event.id: frozenset(map(stem, re.findall(r"\w+", event.title.lower())))
            for event in self.events
        }

    @cached_property
    def nations(self) -> Mapping[str, frozenset[str]]:
        """Return the countries (codes, or names of bodies) in each document, by document id.

        The countries of the actors and the place, and countries named in the title or summary,
        count.
        """
        return {
            event.id: countries_in(f"{event.title} {event.summary or ''}").union(
                filter(None, (event.place_country, *(actor.country for actor in event.actors)))
            )
            for event in self.events
        }

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        numbers = Counter(word for found in self.all.values() for word in found)
        many = max(2, len(self.events) / 6)
        return {
            word: 1.5 if word.isdigit() else 0.5 if number > many else 1.0
            for word, number in numbers.items()
        }

    def score(self, event: Event, text_words: frozenset[str]) -> float:
        """Return the weight of the content words that a document shares with a text.

        A word that is only in the document's summary counts half.
        """
        shared = text_words & self.all[event.id]
        main, weights = self.main[event.id], self._weights
        return sum(weights[word] if word in main else weights[word] / 2 for word in shared)
