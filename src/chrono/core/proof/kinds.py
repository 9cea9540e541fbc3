"""Find kinds of event in a sentence: nouns (`phone calls`), verbs (`met`) and forms (`by video`).

The labels, plurals and aliases of the ledger's types are also nouns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from chrono.core.model import BUILT_IN_TYPES, Ledger
from chrono.core.names import words
from chrono.core.proof.kind_words import (
    CONTACTS,
    FORMS,
    NO_KIND,
    NOUNS,
    SPEECH,
    TOPICS,
    VERBS,
    KindRow,
)  # fmt: skip
from chrono.core.proof.words import Mark, lowered, one_of


class Kind(NamedTuple):
    """A kind of event that a text names.

    - `types`: the ids of the types that the words mean
    - `also`: the ids of other possible types. Counts ignore these types
    - `noun`: whether the words are a noun
    - `plural`: whether the words are a noun in the plural
    - `tags`: tags in the words, such as "trade"
    - `vague`: whether the words are a verb for several types of contact, such as `spoke`
    - `word`: the words, in lower case
    - `tagged`: whether an event must have one of `tags`
    - `topics`: words that the title or summary of an event must have, such as "maritime"
    """

    types: frozenset[str]
    also: frozenset[str] = frozenset()
    noun: bool = False
    plural: bool = False
    tags: frozenset[str] = frozenset()
    vague: bool = False
    word: str = ""
    tagged: bool = False
    topics: frozenset[str] = frozenset()


_WORD_BEFORE = re.compile(r"\b([\w-]+) $")


class Kinds:
    """The words for kinds of event: general words, and words from the types of one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.contacts = frozenset(id for id, one in ledger.types.items() if one.contact)
        self.open_form = self.contacts.difference(one.id for one in BUILT_IN_TYPES)
        """The ledger's own contact types, which a general verb may mean."""
        self._kind = cache(self._kind_of_row)
        self._tags = {tag.replace("-", " "): tag for tag in ledger.words.get("tags", ())}

    @cached_property
    def _tables(self) -> Sequence[tuple[str, Sequence[KindRow], re.Pattern[str]]]:
        nouns = (*self._nouns_of_ledger(), *NOUNS)
        tables = (("noun", nouns), ("verb", VERBS), ("form", FORMS))
        return [(kind, rows, one_of(rows)) for kind, rows in tables]

    def _nouns_of_ledger(self) -> Sequence[KindRow]:
        rows: list[KindRow] = []
        for type in self.ledger.types.values():
            plurals = [f"{alias}s" for alias in type.aliases]
            for name in dict.fromkeys((type.label, type.plural, *type.aliases, *plurals)):
                if len(name) > 3 and type.id != "other" and "," not in name:
                    rows.append((re.escape(name.lower()), type.id, ""))
        return sorted(rows, key=lambda row: -len(row[0]))

    def marks(self, text: str) -> Iterator[Mark]:
        """Yield the marks of kinds of event and of verbs such as `said` in a sentence."""
        for match, _ in SPEECH.matches(text):
            yield Mark(*match.span(), "speech", match[0])
        low = lowered(text)
        matches = [
            (kind, match, rows[(match.lastindex or 1) - 1])
            for kind, rows, pattern in self._tables for match in pattern.finditer(low)
        ]  # fmt: skip
        no_kind = [match.span() for match, _ in NO_KIND.matches(text)] if matches else []
        for kind, match, row in matches:
            start, end = match.span()
            if not any(first <= start < last for first, last in no_kind):
                value = self._kind(kind, match[0], row)
                if kind == "noun" and (before := self._tag_before(text, start)):
                    start, tag = before.start(), self._tags[before[1].lower()]
                    value = value._replace(tags=frozenset((tag,)), tagged=True)
                yield Mark(start, end, kind, value)

    def _tag_before(self, text: str, start: int) -> re.Match[str] | None:
        match = _WORD_BEFORE.search(text, max(0, start - 40), start)
        return match if match and match[1].lower() in self._tags else None

    def _kind_of_row(self, kind: str, word: str, row: KindRow) -> Kind:
        _, types, also = row
        ids = frozenset(types.split())
        own_types = (
            self.contacts if types == CONTACTS else ids.intersection(self.ledger.types) or ids
        )
        topics = TOPICS.intersection(words(word)).difference(self._tags)
        if kind != "noun":
            vague = kind == "verb" and types in ("call video", CONTACTS)
            return Kind(own_types, frozenset(also.split()), vague=vague, word=word, topics=topics)
        return Kind(own_types, frozenset(also.split()), True, _is_plural(word), self._tags_in(word),
                    word=word, topics=topics)  # fmt: skip

    def _tags_in(self, noun: str) -> frozenset[str]:
        singular = {word.removesuffix("s") for word in words(noun)} - {"call", "meeting", "visit"}
        return frozenset(self._tags[word] for word in singular if word in self._tags)


def _is_plural(noun: str) -> bool:
    if " of " in noun:
        return "s of " in noun
    return noun.endswith("s") and (not noun.endswith("talks") or "rounds" in noun)
