"""Kinds of event in a sentence: nouns (`phone calls`), verbs (`met`) and forms (`by video`).

`kind_words` has the words. The labels, plurals and aliases of a ledger's types are nouns, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
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
from chrono.core.proof.words import Mark, follows, lowered, words_before


class Kind(NamedTuple):
    """A kind of event that a text names.

    `types`: the ids of the types that it means; `also`: other types for which the word is right,
    too, but which it does not count; `noun`: whether it is a noun; `plural`: whether it is a noun
    in the plural; `tags`: tags in its words, such as "trade"; `vague`: whether it leaves the form
    open; `word`: its words, in lower case; `tagged`: whether its events must have one of `tags`;
    `topics`: words that the title or summary of its events must have, such as "maritime".
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


class Table(NamedTuple):
    """A table of words. `kind`: of its marks; `whole`: a pattern, with a group for each row."""

    kind: str
    whole: re.Pattern[str]
    rows: Sequence[KindRow]


_WORD_BEFORE = re.compile(r"\b([\w-]+) $")


def _table(kind: str, rows: Sequence[KindRow]) -> Table:
    alternatives = "|".join(pattern for pattern, *_ in rows)
    return Table(kind, re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])"), rows)


def _is_of_row(match: re.Match[str], pattern: str) -> bool:
    """Whether a match of a table is the whole match of one of its rows."""
    own = re.compile(rf"(?:{pattern})(?![\w-])").match(match.string, match.start())
    return own is not None and own.end() == match.end()


class Kinds:
    """The kinds of event that a text may name in a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.contacts = frozenset(id for id, one in ledger.types.items() if one.contact)
        self.open_form = self.contacts.difference(one.id for one in BUILT_IN_TYPES)
        """Contact types of the ledger's own, whose form a general verb may leave open."""
        self._known: dict[tuple[str, str], Kind] = {}
        self._tags = {tag.replace("-", " "): tag for tag in ledger.words.get("tags", ())}

    @cached_property
    def _tables(self) -> Sequence[Table]:
        nouns = (*self._nouns_of_ledger(), *NOUNS)
        return [_table("noun", nouns), _table("verb", VERBS), _table("form", FORMS)]

    def _nouns_of_ledger(self) -> Sequence[KindRow]:
        """The rows for the names of the ledger's types."""
        rows: list[KindRow] = []
        for type in self.ledger.types.values():
            plurals = [f"{alias}s" for alias in type.aliases]
            for name in dict.fromkeys((type.label, type.plural, *type.aliases, *plurals)):
                if len(name) > 3 and type.id != "other" and "," not in name:
                    rows.append((re.escape(name.lower()), type.id, ""))
        return sorted(rows, key=lambda row: -len(row[0]))

    def marks(self, text: str) -> Iterator[Mark]:
        """Yield the kinds of event in a sentence, and its verbs of speech."""
        for match, _ in SPEECH.found(text):
            yield Mark(*match.span(), "speech", match[0])
        low = lowered(text)
        matches = [(one, match) for one in self._tables for match in one.whole.finditer(low)]
        no_kind = [match.span() for match, _ in NO_KIND.found(text)] if matches else []
        for table, match in matches:
            start, end = match.span()
            if not any(first <= start < last for first, last in no_kind):
                kind = self._kind(table, match)
                if table.kind == "noun" and (before := self._tag_before(text, start)):
                    start, tag = before.start(), self._tags[before[1].lower()]
                    kind = kind._replace(tags=frozenset((tag,)), tagged=True)
                yield Mark(start, end, table.kind, kind)

    def _tag_before(self, text: str, start: int) -> re.Match[str] | None:
        """The tag before a noun: `military` in `seven military contacts`."""
        match = _WORD_BEFORE.search(text, max(0, start - 40), start)
        return match if match and match[1].lower() in self._tags else None

    def _kind(self, table: Table, match: re.Match[str]) -> Kind:
        """The kind of event for a match of a table."""
        word = match[0]
        if (table.kind, word) not in self._known:
            row = next(row for row in table.rows if _is_of_row(match, row[0]))
            self._known[table.kind, word] = self._kind_of_row(table.kind, word, row)
        return self._known[table.kind, word]

    def _kind_of_row(self, kind: str, word: str, row: KindRow) -> Kind:
        _, types, also = row
        ids = frozenset(types.split())
        meant = self.contacts if types == CONTACTS else ids.intersection(self.ledger.types) or ids
        topics = TOPICS.intersection(words(word)).difference(self._tags)
        if kind != "noun":
            vague = kind == "verb" and types in ("call video", CONTACTS)
            return Kind(meant, frozenset(also.split()), vague=vague, word=word, topics=topics)
        return Kind(meant, frozenset(also.split()), True, _is_plural(word), self._tags_in(word),
                    word=word, topics=topics)  # fmt: skip

    def _tags_in(self, noun: str) -> frozenset[str]:
        """The tags among the words of a noun: "trade" for `rounds of trade talks`."""
        singular = {word.removesuffix("s") for word in words(noun)} - {"call", "meeting", "visit"}
        return frozenset(self._tags[word] for word in singular if word in self._tags)


def _is_plural(noun: str) -> bool:
    if " of " in noun:
        return "s of " in noun
    return noun.endswith("s") and (not noun.endswith("talks") or "rounds" in noun)


_FUTURE = frozenset((
    "will", "would", "shall", "should", "may", "might", "could", "can", "must", "cannot", "won't",
    "won’t", "wouldn't", "wouldn’t", "if", "unless", "whether",
))  # fmt: skip
_BEFORE_VERB = frozenset((
    "not", "also", "then", "now", "soon", "again", "next", "have", "be", "still", "even", "only",
    "hold", "resume", "continue", "take", "place",
))  # fmt: skip
_PLANNED = frozenset((
    "next", "planned", "possible", "proposed", "future", "another", "upcoming", "coming", "further",
    "expected", "more", "any", "every", "each", "some", "few", "fewer", "new", "forthcoming",
    "eventual", "early", "urgent", "regular", "annual", "routine", "no",
))  # fmt: skip
_BEFORE_NOUN = frozenset((
    "trade", "phone", "video", "formal", "face-to-face", "in-person", "direct", "leaders'",
    "leaders’", "other",
))  # fmt: skip


def is_future(text: str, start: int) -> bool:
    """Whether the verb or noun at `start` is about something that has not happened."""
    if follows(text, start, _PLANNED, _BEFORE_NOUN):
        return True
    after = ""
    words = words_before(text, start)
    for word in words:
        if word == "to":  # but not `they have yet to meet`, or `is said to have met`
            return next(words, "") != "yet" and after != "have"
        if word in _FUTURE:
            return True
        if word not in _BEFORE_VERB:
            return False
        after = word
    return False
