"""Ledgers for Python programs, with the results of the command line as Python values.

The arguments of `Events.where` are the options of `chrono list`. This module prints nothing and
does not use the current date. `Events.notes` has the notes that the command line would print.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Self, SupportsIndex, TypeVar, Unpack, cast, overload
from warnings import warn

from chrono.core import counting, gaps, model
from chrono.core.claims import ClaimVerdict, judged
from chrono.core.counting import Count
from chrono.core.country_codes import with_country_names
from chrono.core.coverage import days_of
from chrono.core.english import join_and
from chrono.core.filters import FILTERS, ActorNames, ClaimFilters, Condition, Filters
from chrono.core.headline import table_caption
from chrono.core.model import STATUSES, Actor, Event, EventType
from chrono.core.note_kinds import chosen
from chrono.core.notes import selection_notes
from chrono.core.origins import without_origins
from chrono.core.overview import Overview, overview
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import (
    Match,
    Query,
    Question,
    Selection,
    contacts_by_default,
    intersect,
    resolve,
    select,
)
from chrono.core.sentences import uncertain
from chrono.core.spans import Containment
from chrono.core.verdicts import Verdict
from chrono.errors import UsageError
from chrono.files.disk.config import settings
from chrono.files.disk.locate import locate_ledger
from chrono.files.exchange.count_table import Explanation as Explanation
from chrono.files.exchange.notebook import event_rows, html_table
from chrono.files.exchange.record import KEYS, flat_record, record
from chrono.files.index import load as reading
from chrono.files.read.load import loads as read_text
from chrono.files.write.three_way.texts import MergedText as MergedText
from chrono.files.write.three_way.texts import merge as merge

Path = str | os.PathLike[str]
Key = TypeVar("Key", bound=str | tuple[str, str])


def load(paths: Path | Iterable[Path] | None = None) -> Ledger:
    """Read a ledger from one or more files or folders. The path `-` is standard input.

    Without paths, the ledger that the command line would use is read. Raises LedgerError, with all
    problems, if the ledger has errors or cannot be read. Raises UsageError if `paths` is an empty
    list, or if the user's settings are invalid.
    """
    if paths is None:
        located = locate_ledger((), os.environ, configured=lambda: settings(os.environ).ledger)
        paths = located.paths
    elif isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    if not (names := [os.fspath(path) for path in paths]):
        raise UsageError("no path given; for the nearest ledger, call load()")
    return Ledger(*reading.load(names))


def loads(text: str, name: str = "<text>") -> Ledger:
    """Read a ledger from TOML text, which cannot include files. `name`: a file name for messages.

    Raises LedgerError if the ledger has errors.
    """
    return Ledger(*read_text(text, name))


class Ledger(model.Ledger):
    """A valid ledger, with methods to filter and count events."""

    @cached_property
    def events(self) -> Events:
        """Return all events of every status, sorted by start, end and id."""
        every = tuple(Match(event, Containment.CERTAIN) for event in super().events)
        return Events._of((), Selection(self, Query(statuses=STATUSES), every))

    def judged(
        self,
        *,
        speaker: ActorNames = (),
        verdict: Verdict | Iterable[Verdict] = (),
        **filters: Unpack[ClaimFilters],
    ) -> tuple[ClaimVerdict, ...]:
        """Return the verdicts on the claims that match the filters.

        Each filter is an option of `chrono claims`. `period`, `since`, `until` and `certain` apply
        to the date of a claim. The other filters apply to the events that a claim counts. Raises
        UsageError for an invalid, unknown or ambiguous value, and TypeError for an unknown filter.
        """
        query = resolve(_question(filters, ClaimFilters), self, unique_names=True)
        return tuple(
            judged(without_origins(self, query.without), query, _words(speaker), _words(verdict))
        )

    def __repr__(self) -> str:
        return f"<Ledger {self.name}: {len(self[0])} events, {len(self.claims)} claims>"


class Events(tuple[Event, ...]):
    """Events of a ledger, in the order of the ledger, with the filters that selected these events.

    Events that are only possibly in the period are included, and make counts ranges. The property
    `matches` shows whether an event is certainly in the period.
    """

    _questions: tuple[Question, ...]
    _selection: Selection

    @classmethod
    def _of(cls, questions: tuple[Question, ...], selection: Selection) -> Self:
        events = cls(selection.events)
        events._questions, events._selection = questions, selection
        return events

    def where(self, **filters: Unpack[Filters]) -> Self:
        """Return the events that match the filters. Each filter is an option of `chrono list`.

        Only held events match, unless `status` is set here or in an earlier `where`. The value of a
        repeatable option can be a list. Raises UsageError if a value is unknown or invalid, or if
        filters exclude each other. Raises TypeError for an unknown filter.
        """
        query = self._selection.query
        question = _question(filters, Filters)
        if self._questions and not question.status:
            question = question._replace(status=query.statuses)
        both = intersect(query, resolve(question, self._ledger))
        return self._of((*self._questions, question), select(self._ledger, both))

    @property
    def _ledger(self) -> model.Ledger:
        return self._selection.ledger

    @overload
    def count(self) -> EventCount: ...
    @overload
    def count(self, *, by: str) -> Counts[str]: ...
    @overload
    def count(self, *, by: tuple[str, str]) -> Counts[tuple[str, str]]: ...
    @overload
    def count(self, value: Any, /) -> int: ...
    def count(
        self, *value: Any, by: str | tuple[str, str] | None = None
    ) -> EventCount | Counts[str] | Counts[tuple[str, str]] | int:
        """Return the number of events, or the numbers of events by one or two dimensions.

        All events count, as with `chrono count --all`. `by`: a dimension such as "month", a pair of
        dimensions, or None for only the total.

        `count(event)` works as for any tuple. Raises TypeError for any other positional argument.
        Raises UsageError if a dimension is unknown or repeated, or if a name in `where` matches
        several actors.
        """
        if value:
            if by is not None or not isinstance(value[0], Event):
                raise TypeError('use count(by="month") or count(by=("type", "tag"))')
            return super().count(*value)
        self._require_unique_names()
        if by is None:
            return EventCount(self.matches, *self._about(""))
        wanted = counting.dimensions(_words(by), (event.extra for event in self._ledger.events))
        tally = counting.tally(self._selection, wanted)
        about = self._about(f" by {join_and(wanted)}")
        if len(wanted) == 1:
            return Counts[str](tally, *about)
        return Counts[tuple[str, str]](tally, *about)

    def gaps(self, *, today: dt.date | None = None) -> gaps.Gaps:
        """Return the gaps between the events, and the current gap up to `today`.

        If `today` is None, the current gap is left out. Raises UsageError if a name in `where`
        matches several actors.
        """
        self._require_unique_names()
        query = self._selection.query
        covered = days_of(self._ledger, query)
        return gaps.gaps(self.matches, query.period, covered, _date(today))

    def summary(self, *, today: dt.date | None = None, all: bool = False) -> Overview:
        """Return the values that `chrono summary` shows.

        - `today`: the last day of the current gap, or None to omit this gap
        - `all`: whether to count all events. By default, only contacts count, or the events of the
          types that `where` sets.

        Raises UsageError if a name in `where` matches several actors.
        """
        self._require_unique_names()
        contacts = self._selection.query.contacts or contacts_by_default(self._questions, all)
        return overview(self._selection, contacts=contacts, today=_date(today))

    def to_dicts(self, *, nested: bool = False) -> list[dict[str, Any]]:
        """Return a dict for each event. All dicts have the same keys and types of values.

        - `start` and `end` are dates, and `sources` is a list of strings
        - `local_dates`, `dates` and `extra` are JSON texts or None
        - `certain` is True if the event is certainly in the period

        `nested`: whether to return the objects of `chrono list -o json` instead.
        """
        if nested:
            return [record(event) for event in self]
        return [flat_record(match) for match in self.matches]

    def to_columns(self) -> dict[str, list[Any]]:
        """Return a list for each key of `to_dicts`, with the values of all events."""
        rows = self.to_dicts()
        return {key: [row[key] for row in rows] for key in (*KEYS, "certain")}

    @property
    def matches(self) -> tuple[Match, ...]:
        """Return each event together with `fit`: whether the event is certainly in the period."""
        return self._selection.matches

    @property
    def hits(self) -> tuple[Match, ...]:
        """Return `matches`. The name `hits` will be removed after the next release."""
        warn("Events.hits has been renamed; use Events.matches", DeprecationWarning, stacklevel=2)
        return self.matches

    @property
    def others(self) -> tuple[Event, ...]:
        """Return the events that match all filters except `status`."""
        return self._selection.others

    @property
    def running_in(self) -> tuple[Event, ...]:
        """Return the events that began before the period and may have lasted into the period.

        With the filter `overlap`, the result is empty, because `matches` has these events.
        """
        return self._selection.running_in

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the notes that `chrono list` prints for this selection."""
        notes, _ = chosen(selection_notes(self._selection), everything=True)
        return tuple(note.text for note in notes)

    @overload
    def __getitem__(self, index: SupportsIndex) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Event | Self:
        if not isinstance(index, slice):
            return super().__getitem__(index)
        matches, query = self.matches[index], self._selection.query
        ids = frozenset(match.event.id for match in matches)
        sliced = Condition(("id",), ids.__contains__)
        query = query._replace(conditions=(*query.conditions, sliced))
        return self._of(self._questions, Selection(self._ledger, query, matches))

    def __repr__(self) -> str:
        return f"<{Count(list(self.matches)).of('event')} of {self._ledger.name}>"

    def _repr_html_(self) -> str:
        caption, notes = self._about("")
        return html_table(caption, *event_rows(self.matches), notes)

    def _about(self, more: str) -> tuple[str, tuple[str, ...]]:
        caption = table_caption(self._selection.query, more)
        return f"{caption} · {self._ledger.name}", self.notes

    def _require_unique_names(self) -> None:
        for question in self._questions:
            # The sources without_origin removes are gone, and with them perhaps the origin's name.
            words = {name: typed for name, typed in question.words.items() if name != "origin"}
            question = question._replace(words=words, without_origin=())
            resolve(question, self._ledger, unique_names=True)


class EventCount(Count):
    """A count of events, with a description for notebooks.

    - `caption`: a description of the counted events, and the name of the ledger
    - `notes`: the notes that the command line would print
    """

    __slots__ = ("caption", "notes")

    def __init__(self, matches: Iterable[Match], caption: str, notes: Sequence[str]) -> None:
        super().__init__([*matches])
        self.caption, self.notes = caption, tuple(notes)

    def explain(self) -> Explanation:
        """Return the events and sources behind the count, as `chrono count --why` shows them."""
        return Explanation(self.caption, (), (((), self),))

    def _repr_html_(self) -> str:
        return _counts_html(self.caption, ["count"], [[str(self)]], self, self.notes)


class Counts(dict[Key, EventCount]):
    """The counts of events by one or two dimensions, in the order of `chrono count`.

    A key is a bucket, such as `2025-10`, or a pair of buckets for two dimensions.

    - `by`: the names of the dimensions
    - `total`: the count of all events. An event in several buckets counts once.
    - `missing`: the events that are in no bucket
    - `caption`: a description of the counted events, and the name of the ledger
    - `notes`: the notes that the command line would print
    """

    def __init__(self, tally: counting.Tally, caption: str, notes: Sequence[str]) -> None:
        self.by = tally.by
        self.caption, self.notes = caption, tuple(notes)
        self.total = EventCount(tally.total.matches, caption, notes)
        self.missing = tuple(match.event for match in tally.missing)
        self._tally = tally
        self._labelled = {
            key: EventCount(count.matches, f"{' | '.join(key)}: {caption}", notes)
            for key, count in tally.labelled.items()
        }
        for key, count in self._labelled.items():
            self[cast(Key, key if len(key) == 2 else key[0])] = count

    def explain(self) -> Explanation:
        """Return the events and sources behind each count, as `chrono count --why` shows them."""
        return Explanation(self.caption, self.by, tuple(self._labelled.items()))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a dict for each count: the bucket in each dimension, and the numbers.

        The numbers are `min` and `max`. `undecided` has the ids of the events that make the count a
        range.
        """
        rows = ((zip(self.by, key, strict=True), count) for key, count in self._labelled.items())
        return [{**dict(key), **count.to_dict()} for key, count in rows]

    def _repr_html_(self) -> str:
        named = with_country_names(self._tally).labelled
        rows = [[*key, str(count)] for key, count in named.items()]
        rows += [["Total", *[""] * (len(self.by) - 1), str(self.total)]] * (len(rows) > 1)
        return _counts_html(self.caption, [*self.by, "count"], rows, self.total, self.notes)

    def __repr__(self) -> str:
        numbers = ", ".join(f"{' | '.join(key)}: {count}" for key, count in self._labelled.items())
        return f"<Counts {numbers}>"


def _counts_html(
    caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], total: Count,
    notes: Sequence[str],
) -> str:  # fmt: skip
    exact = any(match.event.when.exact for match in total.matches if not match.certain)
    undecided = [uncertain(total.undecided, exact).text] if total.undecided else []
    return html_table(caption, header, rows, [*undecided, *notes])


def _question(filters: Mapping[str, Any], known: Any) -> Question:
    if unknown := filters.keys() - known.__optional_keys__:
        raise TypeError(f"unknown filters: {', '.join(sorted(unknown))}")
    return Question.of(**{name: _typed(name, value) for name, value in filters.items()})


def _typed(name: str, value: Any) -> Any:
    if name in FILTERS and FILTERS[name].repeat:
        return _words(value)
    if isinstance(value, Period):
        days = [day for day in (value.start, value.end) if day is not None]
        if any(type(day) is not dt.date for day in days) or days != sorted(days):
            raise UsageError(f'the period "{value.text}" needs two dates, the earlier one first')
        # A period without start and end would mean all days: its text is parsed instead.
        return value if days or value == EVERYTHING else value.text
    return value.isoformat()[:10] if isinstance(value, dt.date) else value


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, (str, Actor, EventType)):
        value = (value,)
    return tuple(item if isinstance(item, str) else item.id for item in value)


def _date(today: dt.date | None) -> dt.date | None:
    return today.date() if isinstance(today, dt.datetime) else today
