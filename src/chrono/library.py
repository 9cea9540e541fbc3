"""The ledger as a Python program asks it: what the command line answers, as values.

The arguments of `Events.where` are the options of `chrono list`, and mean the same; a name that
means nothing is refused with the same sentence, as UsageError. Nothing here reads a clock or
prints: what the command line says beside an answer is in `Events.notes`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, NoReturn, Self, SupportsIndex, TypeVar, cast, overload

from chrono.core import counting, gaps, model
from chrono.core.claims import ClaimVerdict, Verdict, claims_about, judge_all, verdict_named
from chrono.core.counting import Count
from chrono.core.lookup import Lookup
from chrono.core.model import STATUSES, Actor, Event, EventType
from chrono.core.notes import selection_notes
from chrono.core.overview import Overview, overview
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Match, Query, Question, Selection, both, resolve, select
from chrono.core.spans import Containment
from chrono.errors import UsageError
from chrono.files.disk.config import settings
from chrono.files.disk.locate import locate_ledger
from chrono.files.exchange.record import KEYS, record, source_cell
from chrono.files.read import load as reading

Path = str | os.PathLike[str]
Day = str | dt.date
Words = str | Iterable[str]
Who = str | Actor | Iterable[str | Actor]
Kind = str | EventType | Iterable[str | EventType]

Key = TypeVar("Key", bound=str | tuple[str, str])


def load(paths: Path | Iterable[Path] | None = None) -> Ledger:
    """The ledger of a file or a folder, or of several together; `-` is standard input.

    Without any it is the one that the command line finds from this folder; its `files` say which.
    Raises LedgerError with every problem of every file: nothing comes from a part of a ledger; and
    UsageError for a list of none, which is no ledger of no events.
    """
    if paths is None:
        usual = locate_ledger((), os.environ, usual=lambda: settings(os.environ).ledger)
        found: Sequence[str] = usual.paths
    elif isinstance(paths, (str, os.PathLike)):
        found = [os.fspath(paths)]
    else:
        found = [os.fspath(path) for path in paths]
        if not found:
            raise UsageError("no file is named: without paths, the nearest ledger is read")
    return Ledger(*reading.load(found))


def loads(text: str, name: str = "<text>") -> Ledger:
    """The ledger of one text, which includes no other; `name` is what its problems call it.

    Raises LedgerError with every problem.
    """
    return Ledger(*reading.loads(text, name))


class Ledger(model.Ledger):
    """A whole ledger, sound and sorted, whose events can be asked for and counted."""

    @cached_property
    def events(self) -> Events:
        """All of its events by start, end and id, those too that were not held."""
        every = tuple(Match(event, Containment.CERTAIN) for event in super().events)
        return Events._of(self, (), Selection(Query(statuses=STATUSES), every))

    def judged(
        self,
        *,
        period: Day | Period | None = None,
        speaker: Who = (),
        verdict: Verdict | Iterable[Verdict] = (),
        actor: Who = (),
        present: Who = (),
        country: Words = (),
        type: Kind = (),
        tag: Words = (),
        source: Words = (),
        text: Words = (),
        not_actor: Who = (),
        not_type: Kind = (),
        not_tag: Words = (),
        since: Day | None = None,
        until: Day | None = None,
        certain: bool = False,
    ) -> tuple[ClaimVerdict, ...]:
        """The claims that were made in a period, each beside the ledger's own count.

        As `chrono claims` has them; the filters are about what they speak of. Raises UsageError.
        """
        wanted = [verdict_named(word) for word in _words("verdict", verdict)]
        question = _asked(
            period=period, actor=actor, present=present, country=country, type=type, tag=tag,
            source=source, text=text, not_actor=not_actor, not_type=not_type, not_tag=not_tag,
            since=since, until=until, certain=certain,
        )  # fmt: skip
        query = resolve(question, self, exact=True)
        names = Lookup(self, unique_names=True)
        speakers = {one.id for name in _words("speaker", speaker) for one in names.speakers(name)}
        found = judge_all(claims_about(self, query, speakers), self)
        return tuple(one for one in found if not wanted or one.verdict in wanted)

    def __repr__(self) -> str:
        return f"<Ledger {self.name}: {len(self[0])} events, {len(self.claims)} claims>"


class Events(tuple[Event, ...]):
    """Events of one ledger, in its order, with the question that they answer.

    A tuple, so that all that takes a sequence takes them. An event that only may lie in the period
    is among them: `hits` says which, and a number is a range by it.
    """

    _ledger: Ledger
    _asked: tuple[Question, ...]
    _selection: Selection

    @classmethod
    def _of(cls, ledger: Ledger, question: tuple[Question, ...], selection: Selection) -> Self:
        found = cls(selection.events)
        found._ledger, found._asked, found._selection = ledger, question, selection
        return found

    def where(
        self,
        *,
        period: Day | Period | None = None,
        actor: Who = (),
        present: Who = (),
        country: Words = (),
        type: Kind = (),
        tag: Words = (),
        place: Words = (),
        status: Words = (),
        source: Words = (),
        text: Words = (),
        not_actor: Who = (),
        not_type: Kind = (),
        not_tag: Words = (),
        contacts: bool = False,
        since: Day | None = None,
        until: Day | None = None,
        certain: bool = False,
        overlap: bool = False,
    ) -> Self:
        """Those of these events that the options of `chrono list` would leave.

        Held ones alone, unless `status` says otherwise here or where these events come from. One
        word or several, as an option may be given again. Raises UsageError.
        """
        had = self._selection.query
        question = _asked(
            period=period, actor=actor, present=present, country=country, type=type, tag=tag,
            place=place, status=status, source=source, text=text, not_actor=not_actor,
            not_type=not_type, not_tag=not_tag, contacts=contacts, since=since, until=until,
            certain=certain, overlap=overlap,
        )  # fmt: skip
        if self._asked and not question.status:
            question = question._replace(status=had.statuses)
        query = both(had, resolve(question, self._ledger))
        selection = select(self._ledger, query)
        return self._of(self._ledger, (*self._asked, question), selection)

    @overload
    def count(self) -> Count: ...
    @overload
    def count(self, *, by: str) -> Counts[str]: ...
    @overload
    def count(self, *, by: tuple[str, str]) -> Counts[tuple[str, str]]: ...
    @overload
    def count(self, value: Any, /) -> int: ...
    def count(
        self, *value: Any, by: str | tuple[str, str] | None = None
    ) -> Count | Counts[str] | Counts[tuple[str, str]] | int:
        """How many, or how many by one or two of what `chrono count --by` knows.

        All of these events count, as with `chrono count --all`; contacts alone after
        `where(contacts=True)`. With an event it is how often that stands here, as of any tuple.
        Raises UsageError, also where a name that was asked for is that of several actors.
        """
        if value:
            if by is not None or not isinstance(value[0], Event):
                raise TypeError('count() takes what it counts by as by="month", by=("type", "tag")')
            return super().count(*value)
        self._know_whom()
        if by is None:
            return Count(list(self.matches))
        wanted = counting.dimensions(_words("by", by))
        tally = counting.tally(self._selection, wanted, self._ledger.types)
        return Counts[str](tally) if len(wanted) == 1 else Counts[tuple[str, str]](tally)

    def gaps(self, *, today: dt.date | None = None) -> gaps.Gaps:
        """The silences between these events, and with a `today` the one that is running.

        After `where(contacts=True)` as `chrono gaps` has them. Raises UsageError as `count`.
        """
        self._know_whom()
        query = self._selection.query
        return gaps.gaps(self.matches, query.period, self._ledger.covers, _today(today))

    def summary(self, *, today: dt.date | None = None, all: bool = False) -> Overview:
        """The overview of `chrono summary`: contacts alone, unless `all` or types were asked for.

        Raises UsageError as `count`.
        """
        self._know_whom()
        lifted = all or any(question.type for question in self._asked)
        contacts = self._selection.query.contacts or not lifted
        day = _today(today)
        return overview(self._ledger, self._selection, contacts=contacts, today=day)

    def to_dicts(self, *, nested: bool = False) -> list[dict[str, Any]]:
        """A dict an event, of one type a key, or None: as pandas and polars take them.

        `start` and `end` are dates, `sources` texts; `local_dates`, `dates` and `extra` are JSON,
        None where there are none; `certain` says whether the event surely answers the question.
        `nested` ones are the records of `chrono list -o json` instead.
        """
        if nested:
            return [record(event) for event in self]
        return [_flat(hit) for hit in self.matches]

    def to_columns(self) -> dict[str, list[Any]]:
        """The same as `to_dicts`, by columns: a list of all values for each key."""
        rows = self.to_dicts()
        return {key: [row[key] for row in rows] for key in (*KEYS, "certain")}

    @property
    def matches(self) -> tuple[Match, ...]:
        """Each event with how surely it answers the question."""
        return self._selection.matches

    @property
    def others(self) -> tuple[Event, ...]:
        """What would answer it but for its status."""
        return self._selection.others

    @property
    def running_in(self) -> tuple[Event, ...]:
        """What began before the period and runs on into it: `overlap` takes it in."""
        return self._selection.running_in

    @property
    def notes(self) -> tuple[str, ...]:
        """What `chrono list` says beside its answer: what it leaves out, where it may mislead."""
        return tuple(selection_notes(self._selection, self._ledger))

    @overload
    def __getitem__(self, index: SupportsIndex) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Event | Self:
        if not isinstance(index, slice):
            return super().__getitem__(index)
        matches = self.matches[index]
        query = self._selection.query
        ids = frozenset(hit.event.id for hit in matches)
        query = query._replace(filters=(*query.filters, partial(_one_of, ids)))
        return self._of(self._ledger, self._asked, Selection(query, matches))

    def __repr__(self) -> str:
        return f"<{Count(list(self.matches)).of('event')} of {self._ledger.name}>"

    def _know_whom(self) -> None:
        """Refuse a name that several actors bear: a number must know whom it counts."""
        for question in self._asked:
            resolve(question, self._ledger, exact=True)


class Counts(Mapping[Key, Count]):
    """Numbers by one dimension, or by two: then a key is a pair. In the order of `chrono count`.

    `total` counts each event once, however many of the numbers it is in; `missing` are the events
    that are in none of them.
    """

    def __init__(self, tally: counting.Tally) -> None:
        self.by = tally.by
        self.total = tally.total
        self.missing = tuple(hit.event for hit in tally.missing)
        self._numbers: dict[Key, Count] = {
            cast(Key, key if len(key) == 2 else key[0]): count
            for key, count in tally.labelled.items()
        }

    def __getitem__(self, key: Key) -> Count:
        return self._numbers[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dict a number: what it is of, by the names of `by`, and `min`, `max`, `undecided`."""
        return [
            {**dict(zip(self.by, _pair(key), strict=True)), **count.to_dict()}
            for key, count in self.items()
        ]

    def __repr__(self) -> str:
        numbers = ", ".join(f"{' | '.join(_pair(key))}: {count}" for key, count in self.items())
        return f"<Counts {numbers}>"


def _pair(key: str | tuple[str, str]) -> tuple[str, ...]:
    return (key,) if isinstance(key, str) else key


def _asked(**said: Any) -> Question:
    """What was said by Python's values, in the words of the command line. Raises UsageError."""
    return Question(**{name: _meant(name, value) for name, value in said.items()})


def _meant(name: str, said: Any) -> Any:
    """What was given for an option, as its kind is in Asked: there its default tells it."""
    default = Question._field_defaults[name]
    if name == "period" and isinstance(said, Period):
        return _days(said)
    if default is None:
        return _day(name, said)
    if default == ():
        return _words(name, said)
    if not isinstance(said, bool):
        _refuse(name, "True or False", said)
    return said


_THINGS: Mapping[str, type[Actor] | type[EventType]] = {
    "actor": Actor, "present": Actor, "not_actor": Actor, "speaker": Actor,
    "type": EventType, "not_type": EventType,
}  # fmt: skip
"""What may stand for its id."""


def _words(name: str, said: Any) -> tuple[str, ...]:
    """One word or several; a thing by its id."""
    thing = _THINGS.get(name)
    wanted = f"a text or an {thing.__name__}, or several" if thing else "a text, or several"
    # What has named fields is one thing, although it is a tuple.
    one = isinstance(said, str) or hasattr(said, "_fields")
    if not one and not isinstance(said, Iterable):
        _refuse(name, wanted, said)
    words = []
    for word in [said] if one else said:
        if isinstance(word, str):
            words.append(word)
        elif thing is not None and isinstance(word, thing):
            words.append(word.id)
        else:
            _refuse(name, wanted, word)
    return tuple(words)


def _day(name: str, said: Any) -> str | None:
    if said is None or isinstance(said, str):
        return said
    if not isinstance(said, dt.date):
        days = ", a date or a Period" if name == "period" else " or a date"
        _refuse(name, f'a text such as "2025-10"{days}', said)
    return said.isoformat()[:10]


def _days(period: Period) -> str | Period | None:
    """A period as it is; one without days by its text, lest it mean all of them."""
    days = [day for day in (period.start, period.end) if day is not None]
    if not days:
        return None if period == EVERYTHING else period.text
    if any(type(day) is not dt.date for day in days) or days != sorted(days):
        raise UsageError(f'the period "{period.text}" takes two dates, the first of them first')
    return period


def _today(said: Any) -> dt.date | None:
    if said is not None and not isinstance(said, dt.date):
        _refuse("today", "a date", said)
    return said.date() if isinstance(said, dt.datetime) else said


def _refuse(name: str, wanted: str, said: Any) -> NoReturn:
    raise UsageError(f"{name} takes {wanted}, and not {said!r}")


def _one_of(ids: frozenset[str], event: Event) -> bool:
    return event.id in ids


def _flat(hit: Match) -> dict[str, Any]:
    event = hit.event
    found = record(event)
    texts = {key: _json(found[key]) for key in ("local_dates", "dates", "extra")}
    sources = [source_cell(source) for source in found["sources"]]
    days = {"start": event.when.start, "end": event.when.end}
    return {**found, **days, **texts, "sources": sources, "certain": hit.certain}


def _json(table: Mapping[str, Any]) -> str | None:
    return json.dumps(table, ensure_ascii=False) if table else None
