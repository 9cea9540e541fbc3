"""Events to tallies. An event counts once, in the bucket in which it starts, however long it lasts.

A number is a range where it depends on a date that is not known: from the events that surely
count to those that may.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast
from warnings import warn

from chrono.core.english import quantity
from chrono.core.model import Event, EventType
from chrono.core.names import choose
from chrono.core.query import Match, Query, Selection
from chrono.core.spans import Span
from chrono.errors import UsageError

Key = tuple[str, ...]
"""A bucket's name in each of the dimensions that are counted by."""


def _ordering(holds: Callable[[float, float], bool]) -> Callable[[Count, Count | float], bool]:
    """How counts compare: as all the numbers do that they may be, or not at all."""

    def compared(self: Count, other: Count | float) -> bool:
        if not isinstance(other, (Count, int, float)):
            return NotImplemented
        others = (other.min, other.max) if isinstance(other, Count) else (other,)
        answers = {holds(one, another) for one in (self.min, self.max) for another in others}
        if len(answers) > 1:
            raise (self if self.undecided else cast(Count, other))._no_number()
        return answers.pop()

    return compared


def _arithmetic(
    reckon: Callable[[Any, Any], Any],
) -> tuple[Callable[[Count, Count | int], int], Callable[[Count, int], int]]:
    """How to reckon with a count before the sign, and after it, as with the int that it is."""

    def before(self: Count, other: Count | int) -> int:
        found: int = reckon(int(self), int(other) if isinstance(other, Count) else other)
        return found

    def after(self: Count, other: int) -> int:
        found: int = reckon(other, int(self))
        return found

    return before, after


class Count:
    """How many: the hits behind one number, `4`, or behind a range, `4–5`, where a date decides.

    `min` surely count, `max` may; `undecided` are the ids that make the difference. It is an int
    where it is one number: it adds up with others, and gives ints. Numbers decide what is more, and
    only where they do: 4–6 is more than 3, and neither more than 5 nor not. Two ranges are equal
    where they have the same bounds and the same undecided events. Wherever a range is taken for one
    number, or is to be compared with what lies within it, that is a ValueError which names them.
    """

    __slots__ = ("matches",)

    def __init__(self, matches: list[Match]) -> None:
        self.matches = matches

    @property
    def hits(self) -> list[Match]:
        """The former name of `matches`; to be removed after the next release."""
        warn("Count.hits is now Count.matches", DeprecationWarning, stacklevel=2)
        return self.matches

    @property
    def min(self) -> int:
        """Those that surely count."""
        return sum(hit.certain for hit in self.matches)

    @property
    def max(self) -> int:
        """Those that may count."""
        return len(self.matches)

    @property
    def undecided(self) -> list[str]:
        """The ids of the events that make the difference."""
        return [hit.event.id for hit in self.matches if not hit.certain]

    def text(self, dash: str) -> str:
        """`4`, or `4–5` with the dash of the format."""
        return str(self.min) if self.min == self.max else f"{self.min}{dash}{self.max}"

    def of(self, noun: str) -> str:
        """`1 event`, `2 events`, `4–5 events`."""
        return quantity(self.min, self.max, noun)

    def __str__(self) -> str:
        return self.text("–")

    def __repr__(self) -> str:
        undecided = f", undecided: {', '.join(self.undecided)}" if self.undecided else ""
        return f"<Count {self}{undecided}>"

    def __format__(self, spec: str) -> str:
        if not self.undecided:
            return format(self.max, spec)
        try:
            return format(str(self), spec)
        except ValueError:
            raise self._no_number() from None

    def to_dict(self) -> dict[str, Any]:
        """The shape that every JSON answer has for a number."""
        return {"min": self.min, "max": self.max, "undecided": self.undecided}

    def __int__(self) -> int:
        if self.undecided:
            raise self._no_number()
        return self.max

    __index__ = __int__

    def __bool__(self) -> bool:
        return self > 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Count):
            return self.to_dict() == other.to_dict()
        return self.min == self.max == other

    def __hash__(self) -> int:
        return hash((self.min, self.max)) if self.undecided else hash(self.max)

    __lt__ = _ordering(operator.lt)
    __le__ = _ordering(operator.le)
    __gt__ = _ordering(operator.gt)
    __ge__ = _ordering(operator.ge)

    __add__, __radd__ = _arithmetic(operator.add)
    __sub__, __rsub__ = _arithmetic(operator.sub)
    __mul__, __rmul__ = _arithmetic(operator.mul)
    __floordiv__, __rfloordiv__ = _arithmetic(operator.floordiv)

    def __truediv__(self, other: Count | float) -> float:
        return int(self) / (int(other) if isinstance(other, Count) else other)

    def __rtruediv__(self, other: float) -> float:
        return other / int(self)

    def _no_number(self) -> ValueError:
        ids = ", ".join(self.undecided)
        return ValueError(f"{self} is no single number: {ids} may count or not")


class Tally(NamedTuple):
    """Numbers by one or two dimensions. `total` counts each event once.

    `buckets` are the keys of each dimension's buckets in their order: time in its course with
    the empty ones in between, types as the registry has them, the rest by number and then name.
    The keys of actors and pairs are ids; `labels` has the names for them, dimension by dimension.
    `rows` are the numbers that have events; `missing` the hits that have no bucket in some
    dimension (no place, no tag).
    """

    by: tuple[str, ...]
    buckets: tuple[tuple[str, ...], ...]
    rows: Mapping[Key, Count]
    total: Count
    missing: tuple[Match, ...] = ()
    labels: tuple[Mapping[str, str], ...] = ()

    def label(self, dimension: int, key: str) -> str:
        """The name of a bucket, for a reader."""
        return self.labels[dimension].get(key, key)

    @property
    def labelled(self) -> dict[Key, Count]:
        """The numbers by the names of their buckets."""
        return {
            tuple(self.label(at, part) for at, part in enumerate(key)): count
            for key, count in self.numbers.items()
        }

    @property
    def numbers(self) -> dict[Key, Count]:
        """The rows in order; of a single dimension with the empty buckets of time."""
        if len(self.by) == 1:
            return {(name,): self.rows.get((name,), Count([])) for name in self.buckets[0]}
        keys = ((one, other) for one in self.buckets[0] for other in self.buckets[1])
        return {key: self.rows[key] for key in keys if key in self.rows}

    @property
    def overlapping(self) -> bool:
        """Whether an event stands in more than one row."""
        return sum(count.max for count in self.rows.values()) + len(self.missing) > self.total.max


def tally(selection: Selection, by: Sequence[str], types: Mapping[str, EventType]) -> Tally:
    """Count a selection by one or two of DIMENSIONS."""
    buckets = [DIMENSIONS[dimension](selection) for dimension in by]
    rows: dict[Key, Count] = {}
    missing: list[Match] = []
    for hit in selection.matches:
        keys = list(_combined(bucket(hit.event) for bucket in buckets))
        if not keys:
            missing.append(hit)
        for key in keys:
            rows.setdefault(key, Count([])).matches.append(hit)
    labels = tuple(_labels(selection, dimension) for dimension in by)
    names = tuple(
        _names(rows, index, dimension, types, labels[index]) for index, dimension in enumerate(by)
    )
    return Tally(tuple(by), names, rows, Count(list(selection.matches)), tuple(missing), labels)


def _combined(names: Iterable[Iterable[str]]) -> Iterator[Key]:
    keys: list[Key] = [()]
    for bucket in names:
        found = list(dict.fromkeys(bucket))
        keys = [(*key, name) for key in keys for name in found]
    return iter(keys)


def _names(
    rows: Mapping[Key, Count],
    index: int,
    dimension: str,
    types: Mapping[str, EventType],
    labels: Mapping[str, str],
) -> tuple[str, ...]:
    """The keys of one dimension's buckets, in their order."""
    found = {key[index] for key in rows}
    if dimension in _SPANS:
        return _with_empty(found, dimension)
    if dimension == "type":
        return tuple(name for name in types if name in found)
    return tuple(sorted(found, key=_number_rank(rows, index, labels)))


def _number_rank(
    rows: Mapping[Key, Count], index: int, labels: Mapping[str, str]
) -> Callable[[str], Any]:
    sums: dict[str, int] = {}
    for key, count in rows.items():
        sums[key[index]] = sums.get(key[index], 0) + count.max
    return lambda name: (-sums[name], labels.get(name, name))


# -- the dimensions ---------------------------------------------------------------------------

Bucket = Callable[[Event], Iterable[str]]
Dimension = Callable[[Selection], Bucket]


def _plain(bucket: Bucket) -> Dimension:
    return lambda selection: bucket


def _optional(attribute: str) -> Dimension:
    return _plain(lambda event: (found,) if (found := getattr(event, attribute)) else ())


def _unit(unit: str) -> Dimension:
    def dimension(selection: Selection) -> Bucket:
        return lambda event: (bucket_of(starts_of(event, selection.query), unit),)

    return dimension


def starts_of(event: Event, query: Query) -> tuple[Span, ...]:
    """When a hit may have begun: in the period, unless it counts wherever it began."""
    when = event.when
    return when.starts if query.overlap else when.possible_starts(query.period)


def _pair(one: str, other: str) -> str:
    return f"{one}{PAIR}{other}"


def _labels(selection: Selection, dimension: str) -> Mapping[str, str]:
    """Names for ids: two actors who bear the same one have name and id, since they are not one."""
    if dimension not in ("actor", "pair"):
        return {}
    actors = {actor.id: actor for hit in selection.matches for actor in hit.event.actors}
    bearers = Counter(actor.name for actor in actors.values())
    labels = {
        id: one.name if bearers[one.name] == 1 else f"{one.name} ({id})"
        for id, one in actors.items()
    }
    if dimension == "actor":
        return labels
    pairs = ((one.id, other.id) for hit in selection.matches for one, other in hit.event.pairs)
    return {_pair(*ids): _pair(*(labels[id] for id in ids)) for ids in pairs}


PAIR = " – "
DYAD = "-"

DIMENSIONS: Mapping[str, Dimension] = {
    "type": _plain(lambda event: (event.type.id,)),
    "actor": _plain(lambda event: (actor.id for actor in event.actors)),
    "pair": _plain(lambda event: (_pair(one.id, other.id) for one, other in event.pairs)),
    "country": _plain(lambda event: event.nations),
    "dyad": _plain(lambda event: (f"{a.nation}{DYAD}{b.nation}" for a, b in event.pairs)),
    "place": _optional("place"),
    "place-country": _optional("place_country"),
    "tag": _plain(lambda event: event.tags),
    "status": _plain(lambda event: (event.status,)),
    "year": _unit("year"),
    "quarter": _unit("quarter"),
    "month": _unit("month"),
}
"""What can be counted by: for a selection, the names of the buckets that an event falls into."""


def dimensions(by: Sequence[str]) -> Sequence[str]:
    """One or two of DIMENSIONS, as they were named. Raises UsageError for anything else."""
    for name in by:
        choose(name, DIMENSIONS, "dimension")
    if not 1 <= len(by) <= 2 or len(set(by)) < len(by):
        raise UsageError("--by takes one dimension, or two different ones")
    return by


# -- buckets of time --------------------------------------------------------------------------

_SPANS: Mapping[str, Callable[[dt.date], str]] = {
    "year": lambda day: f"{day.year:04}",
    "quarter": lambda day: f"{day.year:04}-Q{(day.month + 2) // 3}",
    "month": lambda day: f"{day.year:04}-{day.month:02}",
}

TIMES = tuple(_SPANS)
"""The dimensions of time."""


def bucket_of(starts: Sequence[Span], unit: str) -> str:
    """The bucket of a start; one of its own (`2025-XX`, `202X`) where several are possible."""
    name = _SPANS[unit]
    first, last = starts[0].first, starts[-1].last
    if first is None or last is None:
        return "XXXX"
    if name(first) == name(last):
        return name(first)
    if first.year == last.year:
        return f"{first.year:04}-XX"
    years = f"{first.year:04}", f"{last.year:04}"
    for known in (3, 2):
        if years[0][:known] == years[1][:known]:
            return years[0][:known] + "X" * (4 - known)
    return "XXXX"


def _with_empty(found: set[str], unit: str) -> tuple[str, ...]:
    """The buckets of time in their course, with the empty ones between the first and the last."""
    known = sorted(name for name in found if "X" not in name)
    filled: set[str] = set()
    if known:
        years = range(int(known[0][:4]), int(known[-1][:4]) + 1)
        names = (_SPANS[unit](dt.date(year, month, 1)) for year in years for month in range(1, 13))
        filled = {name for name in names if known[0] < name < known[-1]}
    # "X" sorts after the digits: 2025-XX ends its year.
    return tuple(sorted(filled | found))
