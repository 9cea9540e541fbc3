"""Count events in buckets, such as types or months.

An event of several days counts in the month of its first day.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import combinations, product
from typing import Any, NamedTuple
from warnings import warn

from chrono.core.coverage import days_of, extent
from chrono.core.dimension_words import OTHER_WORDS
from chrono.core.english import DASH, first_few, join_or, quantity
from chrono.core.extra import extra_texts, require_extra_names
from chrono.core.model import Actor, Event, EventType, Role, held
from chrono.core.names import nearest
from chrono.core.origins import Origins
from chrono.core.periods import EVERYTHING
from chrono.core.query import Match, Query, Selection, by_office
from chrono.core.sentences import suggestion
from chrono.core.spans import OPEN, Containment, Span, common, cut_all
from chrono.core.time_buckets import TIMES, starts_of, time_keys
from chrono.errors import UsageError

Key = tuple[str, ...]
"""The buckets of one count, one for each dimension, such as `("2025-10", "call")`."""


def _ordering(holds: Callable[[Any, Any], bool]) -> Callable[[Count, Count | float], bool]:

    def compared(self: Count, other: Count | float) -> bool:
        others = (other.min, other.max) if isinstance(other, Count) else (other,)
        answers = {holds(a, b) for a, b in product((self.min, self.max), others)}
        # int() raises ValueError for a range.
        return answers.pop() if len(answers) == 1 else holds(int(self), int(other))

    return compared


def _arithmetic(operation: Callable[[Any, Any], Any]) -> Iterator[Callable[[Count, Any], Any]]:
    yield lambda count, other: operation(int(count), other)
    yield lambda count, other: operation(other, int(count))


class Count:
    """A number of events, such as `4`, or a range such as `4–5` if dates are unknown.

    A count without undecided events works as an int. A range can be compared (`<`) if the result is
    the same for all numbers in the range. Any other use of a range as a number raises ValueError.
    """

    __slots__ = ("matches",)

    def __init__(self, matches: list[Match]) -> None:
        self.matches = matches

    @property
    def hits(self) -> list[Match]:
        """Return the attribute `matches`. The old name `hits` will be removed after the next
        release.
        """
        warn("Count.hits has been renamed to Count.matches", DeprecationWarning, stacklevel=2)
        return self.matches

    @property
    def min(self) -> int:
        """Return the number of events that certainly count."""
        return [fit for _, fit in self.matches].count(Containment.CERTAIN)

    @property
    def max(self) -> int:
        """Return the number of events that certainly or possibly count."""
        return len(self.matches)

    @property
    def undecided(self) -> list[str]:
        """Return the ids of the events that may or may not count."""
        return [match.event.id for match in self.matches if not match.certain]

    def text(self, dash: str = DASH) -> str:
        """Return the number, or a range such as `4–5`."""
        low, high = self.min, self.max
        return str(low) if low == high else f"{low}{dash}{high}"

    def of(self, noun: str) -> str:
        """Return the number or range with a noun: `1 event` or `4–5 events` for "event"."""
        return quantity(self.min, self.max, noun)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        undecided = f", undecided: {first_few(self.undecided)}" if self.undecided else ""
        return f"<Count {self}{undecided}>"

    def __format__(self, spec: str) -> str:
        if self.undecided:
            with suppress(ValueError):  # `spec` is for numbers only
                return format(str(self), spec)
        return format(int(self), spec)

    def to_dict(self) -> dict[str, Any]:
        """Return a dict of `min`, `max` and `undecided`, as in all JSON output."""
        return {"min": self.min, "max": self.max, "undecided": self.undecided}

    def __int__(self) -> int:
        if self.undecided:
            why = f"{first_few(self.undecided)} may or may not count"
            raise ValueError(f"{self} is a range, because {why}; use .min or .max")
        return self.max

    __index__ = __int__

    def __bool__(self) -> bool:
        return self > 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Count):
            return self.to_dict() == other.to_dict()
        return self.min == self.max == other

    def __hash__(self) -> int:
        return hash(self.max)

    __lt__, __le__ = _ordering(operator.lt), _ordering(operator.le)
    __gt__, __ge__ = _ordering(operator.gt), _ordering(operator.ge)

    __add__, __radd__ = _arithmetic(operator.add)
    __sub__, __rsub__ = _arithmetic(operator.sub)
    __mul__, __rmul__ = _arithmetic(operator.mul)
    __floordiv__, __rfloordiv__ = _arithmetic(operator.floordiv)
    __truediv__, __rtruediv__ = _arithmetic(operator.truediv)


class Tally(NamedTuple):
    """The counts of events by up to three dimensions.

    An event that may belong to several buckets, such as two years, is possible in each of them.

    - `buckets`: for each dimension, a dict from bucket to label
    - `rows`: the count for each key (one bucket per dimension), without zeros
    - `total`: the count of all events, each once
    - `missing`: the matches without a bucket in a dimension, such as events without a place
    - `times`: the keys of covered times, such as months. A covered time can have the count 0.
    - `panel`: the keys of the dimensions in PANEL that the whole ledger has. If this is not None,
      each of them has a row, which can have the count 0.
    - `others`: the matches behind `panel`
    """

    by: tuple[str, ...]
    buckets: tuple[Mapping[str, str], ...]
    rows: Mapping[Key, Count]
    total: Count
    missing: tuple[Match, ...] = ()
    times: frozenset[Key] = frozenset()
    panel: frozenset[Key] | None = None
    others: tuple[Match, ...] = ()

    @property
    def events(self) -> Iterator[Event]:
        """Yield all events whose buckets may have a row, counted or not. An event may repeat."""
        return (match.event for match in (*self.total.matches, *self.others))

    @property
    def labelled(self) -> dict[Key, Count]:
        """Return the property `numbers` with bucket labels, such as `Ann Ash` in place of `ann`."""
        return {
            tuple(labels[part] for labels, part in zip(self.buckets, key, strict=True)): count
            for key, count in self.numbers.items()
        }

    @property
    def numbers(self) -> dict[Key, Count]:
        """Return the count of each key, in the order of display, with zeros for covered times."""
        if not self.times and self.panel is None:  # of all pairs of buckets, most have no row
            order = [{part: at for at, part in enumerate(labels)} for labels in self.buckets]
            ordered = sorted(self.rows, key=lambda key: [*map(dict.__getitem__, order, key)])
            return {key: self.rows[key] for key in ordered}
        return {
            key: self.rows[key] if key in self.rows else Count([])
            for key in product(*self.buckets)
            if key in self.rows or self._has_zero(key)
        }

    def _has_zero(self, key: Key) -> bool:
        time = tuple(part for name, part in zip(self.by, key, strict=True) if name in TIMES)
        if time and time not in self.times:
            return False
        return self.panel is None or panel_key(self.by, key) in self.panel

    @property
    def matrix(self) -> dict[str, list[Count | None]]:
        """Return a table: for each label of the first dimension, the counts by the second.

        A count is None for a time that has no events and that the ledger does not cover.
        """
        numbers, first, second = self.numbers, *self.buckets
        nothing = None if TIMES.keys() & {*self.by} else Count([])
        return {
            label: [numbers.get((one, other), nothing) for other in second]
            for one, label in first.items()
        }

    @property
    def undecided(self) -> list[str]:
        """Return the ids of the events that may or may not count in a row, or at all."""
        every = (id for count in (self.total, *self.rows.values()) for id in count.undecided)
        wanted = {*every}
        return [match.event.id for match in self.total.matches if match.event.id in wanted]

    @property
    def actors_without_country(self) -> dict[str, str]:
        """Return the names, by id, of actors who have no country and so are not counted."""
        if not {"country", "dyad"} & {*self.by}:
            return {}
        actors = (actor for match in self.total.matches for actor in match.event.actors)
        return {actor.id: actor.name for actor in actors if actor.country is None}

    @property
    def overlapping(self) -> bool:
        """Return whether an event counts in several rows. The sum of rows then exceeds `total`."""
        return self.in_all_rows + len(self.missing) > self.total.max

    @property
    def in_all_rows(self) -> int:
        """Return the sum of the rows. An event in several rows is counted several times."""
        return sum(count.max for count in self.rows.values())


PANEL = ("pair", "dyad", "actor", "country")
"""The dimensions for which `--zeros` adds a row for each bucket that the whole ledger has."""


def panel_key(by: Sequence[str], key: Key) -> Key:
    """Return the buckets of a key that belong to a dimension in PANEL."""
    return tuple(part for name, part in zip(by, key, strict=True) if name in PANEL)


def tally(selection: Selection, by: Sequence[str], panel: Selection | None = None) -> Tally:
    """Return the tally of the selected events by the dimensions in `by`.

    `panel`: the events whose buckets in the dimensions of PANEL all get a row, or None
    """
    rows: dict[Key, Count] = {}
    missing: list[Match] = []
    ledger, query = selection.ledger, selection.query
    origins = Origins(ledger.publishers)
    units = [name for name in by if name in TIMES]
    starts = [starts_of(match.event, query) for match in selection.matches] if units else []
    known = _hull(starts)
    covered = _covered(selection, known) if units else ()
    bound = _hull([*starts, covered])
    sums = [Counter[str]() for _ in by]
    for match in selection.matches:
        keys = _all_keys(match.event, query, by, origins, bound)
        if query.certain:  # a row is the count of that row alone, which leaves out the possible
            keys = {key: fit for key, fit in keys.items() if fit is Containment.CERTAIN}
        if not keys:
            missing.append(match)
        # Several possible times of an event are not several events.
        for parts in {tuple(_plain(by, key)) for key in keys}:
            for sum_of, part in zip(sums, parts, strict=True):
                sum_of[part] += 1
        for key, fit in keys.items():
            shown = match if fit >= match.fit else Match(match.event, fit)
            rows.setdefault(key, Count([])).matches.append(shown)
    times = frozenset(time_keys(covered, units)) if units else frozenset()
    others = panel.matches if panel else ()
    matches = [*selection.matches, *others]
    every = frozenset(panel_keys(panel, by)) if panel else None
    buckets = []
    for at, name in enumerate(by):
        labels = _labels(name, matches)
        if name in TIMES:
            filled = {key[at]: 0 for key in rows}
            sums[at] = Counter(filled | {key[units.index(name)]: 0 for key in times})
        if every and name in PANEL:
            place = [one for one in by if one in PANEL].index(name)
            sums[at].update({key[place]: 0 for key in every})
        ordered = _in_order(name, sums[at], ledger.types, labels)
        buckets.append({bucket: labels.get(bucket, bucket) for bucket in ordered})
    total = Count(list(selection.matches))
    return Tally(tuple(by), tuple(buckets), rows, total, tuple(missing), times, every, others)


def _plain(by: Sequence[str], key: Key) -> Iterator[str]:
    # The parts of a key, with "" for those of time.
    return ("" if name in TIMES else part for name, part in zip(by, key, strict=True))


def panel_keys(selection: Selection, by: Sequence[str]) -> Iterable[Key]:
    """Return the keys that some events have in those dimensions in `by` that are in PANEL."""
    wanted = [name for name in by if name in PANEL]
    return tally(selection, wanted).rows if wanted else ()


def _all_keys(
    event: Event, query: Query, by: Sequence[str], origins: Origins, bound: Span
) -> dict[Key, Containment]:
    # The keys of an event. Its offices and its times are joint if it may be before or after a
    # change of office.
    if "office" not in by:
        return _keys(event, query, by, origins, bound)
    parts = [part for part, fit in by_office(event, query) if fit]
    every = [_keys(part, query, by, origins, bound) for part in parts or [event]]
    return {
        key: min(keys.get(key, Containment.POSSIBLE) for keys in every)
        for key in dict.fromkeys(key for keys in every for key in keys)
    }


def _keys(
    event: Event, query: Query, by: Sequence[str], origins: Origins, bound: Span
) -> dict[Key, Containment]:
    # The keys in which an event counts. Several units of time are joint: a year and its months.
    parts = [own_buckets(name, event, query, origins) for name in by if name not in TIMES]
    units = [name for name in by if name in TIMES]
    if units:
        spans = starts_of(event, query)
        joint = time_keys(cut_all(spans, bound) if _has_no_limit(spans) else spans, units)
        sure = len(joint) == 1 and not _has_no_limit(spans)
        times: dict[Key, Containment] = dict.fromkeys(
            joint, Containment.CERTAIN if sure else Containment.POSSIBLE
        )
    else:
        times = {(): Containment.CERTAIN}
    keys: dict[Key, Containment] = {}
    choices = [*product(*(part.items() for part in parts))]
    for (time, fit), others in product(times.items(), choices):
        own, when = iter(others), iter(time)
        found = [(next(when), fit) if name in TIMES else next(own) for name in by]
        keys[tuple(bucket for bucket, _ in found)] = min(one for _, one in found)
    return keys


def own_buckets(
    name: str, event: Event, query: Query, origins: Origins
) -> Mapping[str, Containment]:
    """Return the buckets of the dimension `name` in which an event counts, or may count."""
    if name.startswith(EXTRA):
        buckets: Iterable[str] = extra_texts(event.extra, name.removeprefix(EXTRA))
    else:
        buckets = DIMENSIONS[name](event, query)
    if isinstance(buckets, Mapping):
        return buckets
    names = map(origins.name, buckets) if name in _OF_SOURCES else buckets
    return dict.fromkeys(names, Containment.CERTAIN)


EXTRA = "extra."
"""The beginning of the name of a dimension for a key of `extra`."""


def _times(unit: str) -> Callable[[Event, Query], Mapping[str, Containment]]:
    def times(event: Event, query: Query) -> Mapping[str, Containment]:
        keys = [key for (key,) in time_keys(starts_of(event, query), [unit])]
        fit = Containment.CERTAIN if len(keys) == 1 else Containment.POSSIBLE
        return dict.fromkeys(keys, fit)

    return times


def _offices(event: Event) -> dict[str, Containment]:
    roles: dict[str, list[Role]] = {}
    for role in (role for actor in event.actors for role in actor.roles):
        roles.setdefault(role.title, []).append(role)
    found = {title: held(same, event.when) for title, same in roles.items()}
    return {title: fit for title, fit in found.items() if fit}


def _has_no_limit(spans: Sequence[Span]) -> bool:
    return spans[0].first is None or spans[-1].last is None


def _hull(starts: Iterable[Sequence[Span]]) -> Span:
    # From the first to the last known day on which an event may have started; OPEN if there is
    # none.
    days = [day for spans in starts for span in spans for day in span if day]
    return Span(min(days), max(days)) if days else OPEN


def _covered(selection: Selection, bound: Span) -> tuple[Span, ...]:
    # The spans for which a count has rows with 0: all days in the period that the ledger covers.
    # A ledger without coverage promises nothing before its first event and after its last event.
    ledger, query = selection.ledger, selection.query
    spans = common(days_of(ledger, query), [query.period.span])
    if not ledger.coverage:
        spans = common(spans, filter(None, [extent(ledger)]))
    if query.period == EVERYTHING:
        spans = common(spans, [bound] if bound != OPEN else [])
    # Without an end, up to the last known day.
    ended = (Span(span.first or bound.first, span.last or bound.last) for span in spans)
    return tuple(span for span in ended if None not in span)


def actor_labels(actors: Iterable[Actor]) -> dict[str, str]:
    """Return the label of each actor by id: `NAME`, or `NAME (ID)` if two actors have this name."""
    names = {actor.id: actor.name for actor in actors}
    bearers = Counter(names.values())
    return {id: name if bearers[name] == 1 else f"{name} ({id})" for id, name in names.items()}


def _labels(dimension: str, matches: Sequence[Match]) -> Mapping[str, str]:
    if dimension not in ("actor", "pair", "initiator"):
        return {}
    labels = actor_labels(actor for match in matches for actor in match.event.actors)
    if dimension in ("actor", "initiator"):
        return labels
    pairs = (pair for match in matches for pair in match.event.pairs)
    return {_pair(a.id, b.id): _pair(labels[a.id], labels[b.id]) for a, b in pairs}


def _pair(first: str, second: str) -> str:
    return f"{first} – {second}"


def _in_order(
    dimension: str,
    sums: Mapping[str, int],
    types: Mapping[str, EventType],
    labels: Mapping[str, str],
) -> Iterable[str]:
    if dimension == "type":
        return (id for id in types if id in sums)
    if dimension in TIMES:
        return sorted(sums)  # "X" sorts after digits: 2025-XX follows 2025-12
    return sorted(sums, key=lambda key: (-sums[key], labels.get(key, key)))


DIMENSIONS: Mapping[str, Callable[[Event, Query], Iterable[str]]] = {
    "type": lambda event, query: (event.type.id,),
    "actor": lambda event, query: (actor.id for actor in event.actors),
    "pair": lambda event, query: (_pair(a.id, b.id) for a, b in event.pairs),
    "country": lambda event, query: event.countries,
    "dyad": lambda event, query: (f"{a}-{b}" for a, b in combinations(event.countries, 2)),
    "place": lambda event, query: (event.place,) if event.place else (),
    "place-country": lambda event, query: (event.place_country,) if event.place_country else (),
    "tag": lambda event, query: event.tags,
    "status": lambda event, query: (event.status,),
    "initiator": lambda event, query: (event.initiator,) if event.initiator else (),
    "publisher": lambda event, query: (source.publisher for source in event.sources),
    "origin": lambda event, query: (source.origin or source.publisher for source in event.sources),
    "office": lambda event, query: _offices(event),
    **{unit: _times(unit) for unit in TIMES},
}
"""For each dimension, a function that returns the buckets of an event: all that certainly are its
own, or a dict with each bucket and whether it certainly is.
"""


_OF_SOURCES = ("publisher", "origin")  # the dimensions whose buckets are names of publishers


MOST_DIMENSIONS = 3


def dimensions(by: Sequence[str], extras: Iterable[Mapping[str, Any]] = ()) -> Sequence[str]:
    """Return the names of dimensions in `by`. A comma may separate two names.

    `extras`: the value of `extra` of each event

    Raises UsageError unless the result is one to three different names of dimensions.
    """
    by = [name.strip() for names in by for name in names.split(",")]
    own = [name.removeprefix(EXTRA) for name in by if name.startswith(EXTRA)]
    if own:
        require_extra_names(own, extras)
    for name in by:
        if not name.startswith(EXTRA) and name not in DIMENSIONS:
            hint = suggested(name, DIMENSIONS) or f"; choose {join_or([*DIMENSIONS])}"
            raise UsageError(f'cannot count by "{name}"{hint}')
    if [*by] == ["country", "country"]:
        raise UsageError("--by country is given twice; for pairs of countries, write --by dyad")
    if not 1 <= len(by) <= MOST_DIMENSIONS or len(set(by)) < len(by):
        raise UsageError("--by: write one to three different values, such as --by type --by month")
    return by


def dimensions_like(word: str) -> Sequence[str]:
    """Return the dimensions with this meaning or with a similar name: `actor` for "people"."""
    return OTHER_WORDS.get(word.lower()) or nearest(word, DIMENSIONS)


def suggested(word: str, choices: Iterable[str]) -> str:
    """Return `; did you mean "dyad" (two countries)?`, or "" if no choice has a similar name."""
    like = [name for name in dimensions_like(word) if name in choices]
    return suggestion([f'"{name}"{_explained(name)}' for name in like])


DIMENSION_WORDS = frozenset((*DIMENSIONS, *OTHER_WORDS, "day"))
"""The names of all dimensions, other words for them, and units of time without a dimension."""

LANES = ["actor", *(name for name in DIMENSIONS if name not in ("actor", "place-country", *TIMES))]
"""The dimensions for the lanes of `chrono timeline`; the first one is the default."""


def lane_dimension(word: str) -> str:
    """Return `word`. Raises UsageError if `word` is not the name of a dimension in LANES."""
    if word not in LANES:
        why = suggested(word, LANES) or f"; choose {join_or(LANES)}"
        raise UsageError(f'unknown kind of lane "{word}"{why}')
    return word


_EXPLAINED = {
    "pair": "two actors from different countries", "place-country": "where events took place",
    "country": "of participants", "dyad": "two countries", "origin": "who made the report",
}  # fmt: skip


def dimension_list(names: Iterable[str]) -> str:
    """Return dimensions with explanations as one phrase: `type, dyad (two countries) or tag`."""
    return join_or([f"{name}{_explained(name)}" for name in names])


def _explained(name: str) -> str:
    return f" ({_EXPLAINED[name]})" if name in _EXPLAINED else ""
