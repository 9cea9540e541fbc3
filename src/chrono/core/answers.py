"""The answer of a count: the numbers, the events that decided the numbers, and a digest.

A digest is a short code that shows later whether an answer has changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from chrono.core.counting import Tally, own_buckets
from chrono.core.coverage import days_of
from chrono.core.expressions import Expression, Group, Term, terms
from chrono.core.extra import extra_texts
from chrono.core.filters import FILTERS, accepted
from chrono.core.lookup import Lookup
from chrono.core.model import Event, Ledger, Source
from chrono.core.names import fold
from chrono.core.origins import Origins
from chrono.core.query import Query, Question, Selection
from chrono.core.spans import common

VERSION = "2"
"""The version of the rules for digests. Raise it when a change gives any answer another digest."""

_QUESTION_DIGITS, _ANSWER_DIGITS = 4, 12
_DIGEST = re.compile(
    rf"(?<![\w-])(\d+)-\s*([0-9a-f]{{{_QUESTION_DIGITS}}})-\s*([0-9a-f]{{{_ANSWER_DIGITS}}})\b"
)
_HYPHENS = re.compile("[\u2010-\u2015]")

Fields = Mapping[str, Any]
"""For each field of an event that decides a count, such as "date", its value."""


class Digest(NamedTuple):
    """The digest of an answer. `str()` joins the three parts: `2-7c2e-3f9a2c4b5d6e`.

    - `version`: the version of the rules for digests
    - `question`: a hash of the question
    - `answer`: a hash of the whole answer
    """

    version: str
    question: str
    answer: str

    def __str__(self) -> str:
        return "-".join(self)


def digest_in(text: str) -> Digest | None:
    """Return the first digest in a text, such as a citation, or None if the text has no digest.

    Typographic hyphens, and line breaks after a hyphen, are accepted.
    """
    match = _DIGEST.search(_HYPHENS.sub("-", text))
    return Digest(*match.groups()) if match else None


class Answer(NamedTuple):
    """The numbers of a count, and the facts that decided the numbers.

    - `question`: the filters, with ids, codes and days in place of typed words
    - `covered`: [first day, last day] of each covered span in the period
    - `numbers`: for each count, the bucket in each dimension, the minimum and the maximum
    - `events`: the fields of each event that counts or may count, by the id of the event
    """

    question: Mapping[str, Any]
    covered: Sequence[Any]
    numbers: Sequence[Any]
    events: Mapping[str, Fields]

    @property
    def digest(self) -> Digest:
        """Return the digest of the question and the answer."""
        short = _hash(self.question)[:_QUESTION_DIGITS]
        return Digest(VERSION, short, _hash(self._asdict())[:_ANSWER_DIGITS])


def _hash(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def answer(
    question: Question, selection: Selection, counted: Tally, *, total: bool = False,
    codes: str | None = None,
) -> Answer:  # fmt: skip
    """Return the answer of a count.

    - `counted`: the counts of the selected events
    - `total`: whether the answer has only the total
    """
    ledger, by = selection.ledger, () if total else counted.by
    rows = {} if total else counted.numbers
    numbers = [[*key, count.min, count.max] for key, count in rows.items()]
    reader = FieldReader(question, selection.query, by, ledger)
    return Answer(
        {**canonical(question, selection.query, ledger), "by": [*by], "codes": codes},
        _days(common(days_of(ledger, selection.query), [selection.query.period.span])),
        [*sorted(numbers), [counted.total.min, counted.total.max]],
        {match.event.id: reader.fields(match.event, match.certain) for match in selection.matches},
    )


def canonical(question: Question, query: Query, ledger: Ledger) -> dict[str, Any]:
    """Return a question as a dict, in which ids, codes and days replace typed words.

    Two questions that differ only in spelling or order of the filters have equal dicts.
    """
    lookup = Lookup(ledger)
    every = [_canonical(part, lookup) for part in (*_options(question), *question.expressions)]
    return {
        "period": _days([query.period.span])[0],
        "filters": sorted(every, key=_hash),
        "statuses": sorted(query.statuses),
        "without": sorted(query.without),
        "contacts": query.contacts,
        "certain": query.certain,
        "overlap": query.overlap,
    }


def _options(question: Question) -> Iterable[Expression]:
    for name, words in question.words.items():
        parts = tuple(Term(FILTERS[name], word) for word in words)
        if FILTERS[name].repeat == "any":
            yield parts[0] if len(parts) == 1 else Group("or", parts)
        else:
            yield from parts


def _canonical(part: Expression, lookup: Lookup) -> list[Any]:
    if isinstance(part, Group):
        return [part.joint, *sorted((_canonical(one, lookup) for one in part.parts), key=_hash)]
    if part.row.keys in _SPELLED:
        return [part.row.name, fold(part.value)]
    (condition,) = part.row.conditions(lookup, [part.value])
    return [part.row.name, *accepted(condition.test)]


_SPELLED = (("tags",), ("place",), ("extra",), ("actors", "when"))
"""The keys of filters whose matching values vary with the ledger."""


def _days(spans: Iterable[tuple[Any, Any]]) -> list[list[str | None]]:
    return [[day and day.isoformat() for day in span] for span in spans]


class FieldReader:
    """A reader of those fields of an event that decide the answer to a question."""

    def __init__(
        self, question: Question, query: Query, by: Sequence[str], ledger: Ledger
    ) -> None:  # fmt: skip
        inside = (term.row for each in question.expressions for term in terms(each))
        rows = [*(FILTERS[name] for name in question.words), *inside]
        self._keys = sorted({key for row in rows for key in row.keys})
        self._keys = [key for key in self._keys if key not in ("actors", "type", "when")]
        self._filters = {row.name for row in rows if "sources" in row.keys}
        self._extra = sorted(row.name.partition(".")[2] for row in rows if row.keys == ("extra",))
        if query.without:
            self._filters.add("origin")
        self._query, self._by, self._origins = query, by, Origins(ledger.publishers)

    def fields(self, event: Event, certain: bool | None = None) -> Fields:
        """Return the fields of an event that decide the answer, as values that JSON can represent.

        `certain`: whether the event certainly counts, or None for an event that does not count.
        """
        fields: dict[str, Any] = {
            "date": _date(event.when.text),
            "local dates": {code: _date(when.text) for code, when in event.local_dates.items()},
            "type": event.type.id,
            "contact type": event.type.contact,
            "actors": sorted([actor.id, actor.country or ""] for actor in event.actors),
            "status": event.status,
        }
        if certain is not None:
            fields["certain"] = certain
        for key in self._keys:
            fields[key.replace("_", " ")] = self._value(event, key)
        for name in self._by:
            fields[f"by {name}"] = sorted(own_buckets(name, event, self._query, self._origins))
        if self._filters and "sources" not in self._keys:
            fields["sources"] = self._value(event, "sources")
        return fields

    def _value(self, event: Event, key: str) -> Any:
        if key == "extra":
            texts = {name: [*extra_texts(event.extra, name)] for name in self._extra}
            return {name: values for name, values in texts.items() if values}
        if key == "sources":
            return sorted(map(self._source, event.sources), key=_hash)
        value = getattr(event, key)
        if key == "present":
            return sorted(actor.id for actor in value)
        return sorted(value) if isinstance(value, tuple) else value

    def _source(self, source: Source) -> list[str | None]:
        read: dict[str, str | None] = {}
        if "source" in self._filters:
            read |= {"id": source.id, "publisher": source.publisher, "origin": source.origin}
        if "origin" in self._filters:
            read["name"] = self._origins.origin(source)
        if self._filters & {"source", "mention"}:
            read["title"] = source.title
        return [*read.values()]


def _date(text: str) -> str:
    return re.sub(r"T[^/]*", "", text)


class Difference(NamedTuple):
    """An event that changed an answer.

    - `change`: "added", "removed" or "changed"
    - `fields`: (value before, value after) of each field that differs, by name. Empty for an event
      that only one version of the ledger has.
    """

    id: str
    change: str
    fields: Mapping[str, tuple[Any, Any]]


def differences(
    before: Answer, after: Answer, old: Mapping[str, Fields], new: Mapping[str, Fields]
) -> list[Difference]:
    """Return the events that changed an answer, sorted by id.

    - `before`: the answer from an earlier version of the ledger
    - `after`: the answer from a later version of the ledger
    - `old`: the fields of all events in the earlier version, by id
    - `new`: the fields of all events in the later version, by id
    """
    found: list[Difference] = []
    for id in sorted({*before.events, *after.events}):
        first, second = before.events.get(id), after.events.get(id)
        if first == second:
            continue
        change = "added" if first is None else "removed" if second is None else "changed"
        first, second = first or old.get(id), second or new.get(id)
        fields = {} if first is None or second is None else _differing(first, second)
        found.append(Difference(id, change, fields))
    return found


def _differing(first: Fields, second: Fields) -> dict[str, tuple[Any, Any]]:
    both = [name for name in first if name in second and first[name] != second[name]]
    names = [name for name in both if not name.startswith("by ")] or both
    return {name: (first[name], second[name]) for name in names}
