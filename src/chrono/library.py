"""The ledger as a Python program asks it: what the command line answers, as values.

The arguments of `Events.where` are the options of `chrono list`, and mean the same; a name that
means nothing is refused with the same sentence, as AskedWrongly. Nothing here reads a clock or
prints: what the command line says beside an answer is in `Events.notes`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Self, SupportsIndex, TypeVar, cast, overload

from chrono.core import counting, model, silences
from chrono.core.claims import Judged, Verdict, claims_about, judge_all, verdict_named
from chrono.core.counting import Count
from chrono.core.dates import Fit
from chrono.core.lookup import Names
from chrono.core.model import STATUSES, Actor, Event, EventType
from chrono.core.overview import Overview, overview
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Asked, Filter, Hit, Query, Selection, both, resolve, select
from chrono.core.remarks import remarks
from chrono.files import ledger as reading
from chrono.files.formats.record import KEYS, record, source_cell
from chrono.files.settings import settings
from chrono.files.store import find

Path = str | os.PathLike[str]
Day = str | dt.date
Words = str | Iterable[str]
Who = str | Actor | Iterable[str | Actor]
Kind = str | EventType | Iterable[str | EventType]

Key = TypeVar("Key", bound=str | tuple[str, str])


def load(paths: Path | Iterable[Path] | None = None) -> Ledger:
    """The ledger of a file or a folder, or of several together; `-` is standard input.

    Without any it is the one that the command line finds from this folder; its `files` say which.
    Raises LedgerError with every problem of every file: nothing comes from a part of a ledger.
    """
    if paths is None:
        usual = find((), os.environ, usual=lambda: settings(os.environ).ledger)
        found: Sequence[str] = usual.paths
    elif isinstance(paths, (str, os.PathLike)):
        found = [os.fspath(paths)]
    else:
        found = [os.fspath(path) for path in paths]
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
        every = tuple(Hit(event, Fit.CERTAIN) for event in super().events)
        return Events._of(self, (), Selection(Query(statuses=STATUSES), every))

    def judged(
        self,
        *,
        period: Day | Period | None = None,
        speaker: Who = (),
        verdict: Verdict | Iterable[Verdict] = (),
        actor: Who = (),
        country: Words = (),
        type: Kind = (),
        tag: Words = (),
        source: Words = (),
        text: Words = (),
        since: Day | None = None,
        until: Day | None = None,
        certain: bool = False,
    ) -> tuple[Judged, ...]:
        """The claims that were made in a period, each beside the ledger's own count.

        As `chrono claims` has them; the filters are about what they speak of. Raises AskedWrongly.
        """
        wanted = [verdict_named(word) for word in _words(verdict)]
        asked = Asked(
            period=_period(period),
            actor=_words(actor),
            country=_words(country),
            type=_words(type),
            tag=_words(tag),
            source=_words(source),
            text=_words(text),
            since=_day(since),
            until=_day(until),
            certain=certain,
        )
        query = resolve(asked, self, exact=True)
        names = Names(self, exact=True)
        speakers = {one.id for name in _words(speaker) for one in names.speakers(name)}
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
    _asked: tuple[Asked, ...]
    _selection: Selection

    @classmethod
    def _of(cls, ledger: Ledger, asked: tuple[Asked, ...], selection: Selection) -> Self:
        found = cls(selection.events)
        found._ledger, found._asked, found._selection = ledger, asked, selection
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
        word or several, as an option may be given again. Raises AskedWrongly.
        """
        had = self._selection.query
        asked = Asked(
            period=_period(period),
            actor=_words(actor),
            present=_words(present),
            country=_words(country),
            type=_words(type),
            tag=_words(tag),
            place=_words(place),
            status=_words(status) or (had.statuses if self._asked else ()),
            source=_words(source),
            text=_words(text),
            not_actor=_words(not_actor),
            not_type=_words(not_type),
            not_tag=_words(not_tag),
            contacts=contacts,
            since=_day(since),
            until=_day(until),
            certain=certain,
            overlap=overlap,
        )
        query = both(had, resolve(asked, self._ledger))
        selection = select(self._ledger, query)
        return self._of(self._ledger, (*self._asked, asked), selection)

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
        Raises AskedWrongly, also where a name that was asked for is that of several actors.
        """
        if value:
            if by is not None or not isinstance(value[0], Event):
                raise TypeError('count() takes what it counts by as by="month", by=("type", "tag")')
            return super().count(*value)
        self._know_whom()
        if by is None:
            return Count(list(self.hits))
        wanted = counting.dimensions([by] if isinstance(by, str) else list(by))
        tally = counting.tally(self._selection, wanted, self._ledger.types)
        return Counts[str](tally) if len(wanted) == 1 else Counts[tuple[str, str]](tally)

    def gaps(self, *, today: dt.date | None = None) -> silences.Gaps:
        """The silences between these events, and with a `today` the one that is running.

        After `where(contacts=True)` as `chrono gaps` has them. Raises AskedWrongly as `count`.
        """
        self._know_whom()
        query = self._selection.query
        return silences.gaps(self.hits, query.period, self._ledger.covers, today)

    def summary(self, *, today: dt.date | None = None, all: bool = False) -> Overview:
        """The overview of `chrono summary`: contacts alone, unless `all` or types were asked for.

        Raises AskedWrongly as `count`.
        """
        self._know_whom()
        lifted = all or any(asked.type for asked in self._asked)
        contacts = self._selection.query.contacts or not lifted
        return overview(self._ledger, self._selection, contacts=contacts, today=today)

    def to_dicts(self, *, nested: bool = False) -> list[dict[str, Any]]:
        """A dict an event, of one type a key, or None: as pandas and polars take them.

        `start` and `end` are dates, `sources` texts; `local_dates`, `dates` and `extra` are JSON,
        None where there are none; `certain` says whether the event surely answers the question.
        `nested` ones are the records of `chrono list -o json` instead.
        """
        if nested:
            return [record(event) for event in self]
        return [_flat(hit) for hit in self.hits]

    def to_columns(self) -> dict[str, list[Any]]:
        """The same as `to_dicts`, by columns: a list of all values for each key."""
        rows = self.to_dicts()
        return {key: [row[key] for row in rows] for key in (*KEYS, "certain")}

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Each event with how surely it answers the question."""
        return self._selection.hits

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
        return tuple(remarks(self._selection, self._ledger))

    @overload
    def __getitem__(self, index: SupportsIndex) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Event | Self:
        if not isinstance(index, slice):
            return super().__getitem__(index)
        hits = self.hits[index]
        query = self._selection.query
        query = query._replace(filters=(*query.filters, _one_of(hits)))
        return self._of(self._ledger, self._asked, Selection(query, hits))

    def __repr__(self) -> str:
        number = Count(list(self.hits))
        noun = "event" if number.max == 1 else "events"
        return f"<{number} {noun} of {self._ledger.name}>"

    def _know_whom(self) -> None:
        """Refuse a name that several actors bear: a number must know whom it counts."""
        for asked in self._asked:
            resolve(asked, self._ledger, exact=True)


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
            for key, count in tally.numbers.items()
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


def _words(said: Who | Kind) -> tuple[str, ...]:
    """What was given for an option, as the words of the command line; a thing by its id."""
    several = (said,) if isinstance(said, (str, Actor, EventType)) else said
    return tuple(one if isinstance(one, str) else one.id for one in several)


def _day(said: Day | None) -> str | None:
    return said.isoformat()[:10] if isinstance(said, dt.date) else said


def _period(said: Day | Period | None) -> str | None:
    if isinstance(said, Period):
        return None if said == EVERYTHING else said.text
    return _day(said)


def _one_of(hits: Iterable[Hit]) -> Filter:
    ids = {hit.event.id for hit in hits}
    return lambda event: event.id in ids


def _flat(hit: Hit) -> dict[str, Any]:
    event = hit.event
    found = record(event)
    texts = {key: _json(found[key]) for key in ("local_dates", "dates", "extra")}
    sources = [source_cell(source) for source in found["sources"]]
    days = {"start": event.when.start, "end": event.when.end}
    return {**found, **days, **texts, "sources": sources, "certain": hit.certain}


def _json(table: Mapping[str, Any]) -> str | None:
    return json.dumps(table, ensure_ascii=False) if table else None
