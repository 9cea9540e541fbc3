"""Calculate the results that chrono must print, by the specification alone.

Nothing in this module uses chrono. Each date is the set of days that the date may mean. LONG_BEFORE
represents all days before an open beginning, and LONG_AFTER all days after an open end. The result
of a question is found by trying every day of these sets.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product
from typing import Any, NamedTuple

Days = frozenset[dt.date]
DAY = dt.timedelta(days=1)
LONG_BEFORE, LONG_AFTER = dt.date(1000, 1, 1), dt.date(3000, 1, 1)
EARLY, LATE = dt.date(1960, 1, 1), dt.date(2060, 1, 1)
_UNITS = {"~": 1, "?": 1, "%": 2}
_MARKS = re.compile("[~?%]")


# -- dates --------------------------------------------------------------------------------------


@lru_cache(256)
def days_between(first: dt.date, last: dt.date) -> Days:
    """Return every day from the first to the last, both inclusive."""
    return frozenset(first + DAY * number for number in range((last - first).days + 1))


ANY_START = days_between(EARLY, LATE) | {LONG_BEFORE}
"""The days that stand for all days on which an event with an open beginning may have begun."""


def whole_months(year: int, month: int, number: int, more: int) -> Days:
    """Return the days of `number` months from the given month on.

    `more`: how many months to add on either side.
    """
    start, end = 12 * year + month - 1 - more, 12 * year + month - 2 + number + more
    last = calendar.monthrange(end // 12, end % 12 + 1)[1]
    return days_between(
        dt.date(start // 12, start % 12 + 1, 1), dt.date(end // 12, end % 12 + 1, last)
    )


@lru_cache(256)
def point(text: str) -> Days:
    """Return the days that a date may mean.

    A date with `~` or `?` is extended on both sides by one unit of its precision, such as one
    month. A date with `%` is extended by two units.
    """
    units = _UNITS.get(text[-1], 0)
    bare = text.partition("T")[0].rstrip("~?%").replace("-XX", "")
    if len(bare) == 10:
        middle = dt.date.fromisoformat(bare)
        return days_between(middle - DAY * units, middle + DAY * units)
    if len(bare) == 7:
        year, number = int(bare[:4]), int(bare[5:])
        if number <= 12:
            return whole_months(year, number, 1, units)
        return whole_months(year, 3 * (number - 20), 3, 3 * units)
    years = 10 ** bare.count("X")
    return whole_months(int(bare.replace("X", "0")), 1, 12 * years, 12 * years * units)


@lru_cache(256)
def bounds(text: str) -> tuple[Days, Days]:
    """Return the possible first days and the possible last days of a date."""
    if "/" in text:
        left, right = text.split("/")
        starts = ANY_START if left in ("", "..") else bounds(left)[0]
        ends = frozenset({LONG_AFTER}) if right in ("", "..") else bounds(right)[1]
        latest = max(ends)
        return frozenset(day for day in starts if day <= latest), ends
    if not text.startswith("["):
        return point(text), point(text)
    days: Days = frozenset()
    for member in text[1:-1].split(","):
        first, dots, last = member.partition("..")
        low = min(point(first)) if first else EARLY
        high = max(point(last)) if last else LATE if dots else max(point(first))
        days |= days_between(low, high)
        days |= {LONG_BEFORE} if not first else {LONG_AFTER} if dots and not last else set()
    return days, days


def clipped(low: dt.date, high: dt.date) -> Days:
    """Return the days from `low` to `high`. One day represents all days beyond an open end."""
    days = days_between(max(low, EARLY), min(high, LATE))
    return days | {LONG_BEFORE, LONG_AFTER} & {low, high}


@lru_cache(256)
def written_ends(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a date without the marks `~`, `?` and `%`."""
    starts, ends = bounds(_MARKS.sub("", text))
    return min(starts), max(ends)


@lru_cache(256)
def span(period: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a period.

    LONG_BEFORE and LONG_AFTER represent open ends.
    """
    first, dots, last = period.partition("..")

    def days(word: str) -> Days:
        if "Q" in word:
            return whole_months(int(word[:4]), 3 * int(word[-1]) - 2, 3, 0)
        return point(word)

    low = min(days(first)) if first else LONG_BEFORE
    return low, max(days(last)) if last else LONG_AFTER if dots else max(days(first))


@lru_cache(256)
def starts_within(date: str, low: dt.date, high: dt.date) -> Days:
    """Return the possible first days of a date that are in a period.

    `low`, `high`: the first and the last day of the period.
    """
    return frozenset(day for day in bounds(date)[0] if low <= day <= high)


def runs_within(date: str, low: dt.date, high: dt.date) -> tuple[bool, bool]:
    """Return (whether an event certainly had a day in a period, whether the event possibly had
    one).

    `date`: the date of the event; `low`, `high`: the first and the last day of the period.
    """
    inside, starts = starts_within(date, low, high), bounds(date)[0]
    if "/" not in date:
        return inside == starts, bool(inside)
    left, right = date.split("/")
    ends = bounds(date)[1]
    if left == "..":
        starts = frozenset({LONG_BEFORE})
    if not right:  # an end that is not known may be the day of the beginning
        ends |= frozenset({min(starts)})
    last = [day for day in ends if day >= min(starts)]
    certain = inside == bounds(date)[0] or (max(starts) <= high and min(last) >= low)
    return certain, min(starts) <= high and max(last) >= low


def unit_of(day: dt.date, by: str) -> str:
    """Return the year, quarter, month or ISO week of a day, such as `2025` or `2025-W01`.

    `by`: "year", "quarter", "month" or "week".
    """
    year = f"{day.year:04}"
    quarter = f"{year}-Q{(day.month - 1) // 3 + 1}"
    return {
        "year": year,
        "quarter": quarter,
        "month": f"{year}-{day.month:02}",
        "week": f"{day:%G}-W{day:%V}",
    }[by]


TIMES = ("year", "quarter", "month", "week")


def known_ends(days: Days) -> set[dt.date]:
    """Return the first and the last day of each run of days, but not the ends that are open."""
    real = days - {LONG_BEFORE, LONG_AFTER}
    ends = {day for day in real if day - DAY not in real or day + DAY not in real}
    return (
        ends
        - ({EARLY} if LONG_BEFORE in days else set())
        - ({LATE} if LONG_AFTER in days else set())
    )


# -- names --------------------------------------------------------------------------------------


def fold(text: str) -> str:
    """Return a text in lower case and without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """Return the words of a text in lower case and without accents."""
    return re.findall(r"\w+", fold(text))


def holds_words(text: str, wanted: str) -> bool:
    """Return whether a text has all words of `wanted`."""
    return set(words(wanted)) <= set(words(text))


# -- ledgers ------------------------------------------------------------------------------------

BUILT_IN = {
    "meeting": True, "call": True, "video": True, "talks": True, "visit": False, "letter": False,
    "statement": False, "agreement": False, "measure": False, "other": False,
}  # fmt: skip
"""Id of each type that needs no declaration -> whether its events are contacts."""


def date_text(value: Any) -> str:
    """Return a date in a TOML file as text."""
    return value if isinstance(value, str) else str(value.isoformat()).replace("+00:00", "Z")


class Entry(NamedTuple):
    """An event.

    - `actors`, `present`: the ids of actors, or the names of actors who are not declared
    - `data`: the table of the event in the TOML file
    - `sources`: the sources with the values of their declarations
    """

    id: str
    date: str
    type: str
    actors: tuple[str, ...]
    present: tuple[str, ...]
    status: str
    data: Mapping[str, Any]
    sources: tuple[Mapping[str, Any], ...]


class Book:
    """A ledger, made from the data of its TOML files."""

    def __init__(self, *files: Mapping[str, Any]) -> None:
        def table(name: str) -> dict[str, Any]:
            return {id: row for file in files for id, row in file.get(name, {}).items()}

        self.files = files
        self.head: Mapping[str, Any] = next((f["ledger"] for f in files if "ledger" in f), {})
        self.actors, self.sources = table("actors"), table("sources")
        self.types = dict(BUILT_IN)
        for id, row in table("types").items():
            self.types[id] = row.get("contact", self.types.get(id, False))
        self.ids: dict[str, str] = {}
        for id, row in self.actors.items():
            for name in (*row.get("aliases", ()), row["name"]):
                self.ids.setdefault(fold(name), id)
        for id, row in self.actors.items():
            self.ids |= dict.fromkeys((*row.get("former_ids", ()), id), id)
        self.publishers: dict[str, str] = {}
        for row in table("publishers").values():
            for name in (row["name"], *row.get("aliases", ())):
                self.publishers[fold(name)] = row["name"]
        self.events = sorted(
            map(self._event, self.rows("events")),
            key=lambda event: (*written_ends(event.date), event.id),
        )
        self.claims = self.rows("claims")
        self.coverage = [dict(row) for row in self.rows("coverage")]
        if "covers" in self.head:
            self.coverage.append({"period": self.head["covers"]})

    def rows(self, name: str) -> list[Mapping[str, Any]]:
        """Return the tables of a list, such as `events`, from all files."""
        return [row for file in self.files for row in file.get(name, [])]

    def actor(self, name: str) -> str:
        """Return the id of an actor, or the name itself if the actor is not declared.

        `name`: an id, a name or an alias.
        """
        return self.ids.get(name) or self.ids.get(fold(name)) or name

    def _event(self, row: Mapping[str, Any]) -> Entry:
        actors, present = (
            tuple(self.actor(name) for name in row.get(key, ())) for key in ("actors", "present")
        )
        sources = tuple(map(self.source, row.get("sources", ())))
        date, status = date_text(row["date"]), row.get("status", "held")
        return Entry(row["id"], date, row["type"], actors, present, status, row, sources)

    def source(self, value: Any) -> Mapping[str, Any]:
        """Return a source of an event, with the values of its declaration if the source is
        declared.
        """
        if isinstance(value, str):
            return {**self.sources[value], "id": value}
        return {**self.sources.get(value.get("ref"), {}), **value}

    def publisher(self, name: str) -> str:
        """Return the main name of a publisher or origin."""
        return self.publishers.get(fold(name), name)

    def origin(self, source: Mapping[str, Any]) -> str:
        """Return the name of the agency whose report a source carries, or else of the publisher."""
        return self.publisher(source.get("origin", source["publisher"]))

    def is_of(self, name: str, source: Mapping[str, Any]) -> bool:
        """Return whether a name on the command line is a name of the origin of a source."""
        return fold(self.publisher(name)) == fold(self.origin(source))

    def country(self, actor: str) -> str | None:
        """Return the country of an actor, or None."""
        code: str | None = self.actors.get(actor, {}).get("country")
        return code

    def name(self, actor: str) -> str:
        """Return the name of an actor. `actor`: an id, or the name of an undeclared actor."""
        return str(self.actors[actor]["name"]) if actor in self.actors else actor

    def nation(self, actor: str) -> str:
        """Return the country of an actor.

        For an actor without a country, return a text that no other actor has.
        """
        return self.country(actor) or f"alone: {actor}"

    def between(self, event: Entry) -> bool:
        """Return whether the event has a contact type, and actors of two or more countries."""
        return self.types[event.type] and len(set(map(self.nation, event.actors))) > 1

    @property
    def all_actors(self) -> list[str]:
        """Return the ids of declared actors and the names of undeclared actors."""
        named = [name for each in self.events for name in (*each.actors, *each.present)]
        named += [self.actor(row["by"]) for row in self.claims if self.actor(row["by"]) in self.ids]
        named += [self.actor(name) for row in self.claims for name in row.get("actors", ())]
        named += [self.actor(name) for row in self.coverage for name in row.get("actors", ())]
        return list(dict.fromkeys([*self.actors, *named]))

    def find(self, name: str) -> set[str]:
        """Return the actors that a name on the command line matches."""
        rows = {id: self.actors.get(id, {"name": id}) for id in self.all_actors}
        names = {id: [row["name"], *row.get("aliases", ())] for id, row in rows.items()}
        ids = {id: [id, *row.get("former_ids", ())] for id, row in rows.items()}
        for equal in (
            {id for id in rows if name in ids[id]},
            {id for id in rows if fold(name) in map(fold, (*ids[id], *names[id]))},
        ):
            if equal:
                return equal
        return {id for id in rows if any(holds_words(text, name) for text in names[id])}

    def covered(self, actors: set[str], types: set[str], tags: set[str]) -> set[dt.date] | None:
        """Return the days on which the ledger covers events with these actors, types and tags.

        The result is None if the ledger covers all days.
        """
        if not self.coverage:
            return None
        days: set[dt.date] = set()
        for row in self.coverage:
            about = set(map(self.actor, row.get("actors", ()))) <= actors
            about = about and set(row.get("tags", ())) <= tags
            if about and (not row.get("types") or types <= set(row["types"])):
                low, high = span(row["period"])
                days |= clipped(low, high)
        return days


# -- questions ----------------------------------------------------------------------------------

Question = Mapping[str, Any]
"""Filter -> its value, or the list of its values; `period`, `since`, `until`: texts."""


class Match(NamedTuple):
    """An event that a question selects. `certain`: whether the event certainly matches."""

    event: Entry
    certain: bool


def window(question: Question) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the period of a question."""
    spans = [span(question.get("period") or "..")]
    spans += [span(f"{question['since']}..")] if "since" in question else []
    spans += [span(f"..{question['until']}")] if "until" in question else []
    return max(low for low, _ in spans), min(high for _, high in spans)


def passes(book: Book, event: Entry, name: str, value: str) -> bool:
    """Return whether an event matches a filter with a value. `name`: the name of the filter."""
    data = event.data
    tests: Mapping[str, Callable[[], Any]] = {
        "actor": lambda: book.find(value) & {*event.actors},
        "present": lambda: book.find(value) & {*event.actors, *event.present},
        "country": lambda: value in map(book.country, event.actors),
        "type": lambda: event.type == value,
        "tag": lambda: value in data.get("tags", ()),
        "place": lambda: data.get("place") == value,
        "place-country": lambda: data.get("place_country") == value,
        "initiator": lambda: initiator(book, event) == value,
        "origin": lambda: any(book.is_of(value, source) for source in event.sources),
        "text": lambda: holds_words(f"{data['title']} {data.get('summary', '')}", value),
    }
    return bool(tests[name]())


def initiator(book: Book, event: Entry) -> str | None:
    """Return the initiator of an event, or None.

    An initiator is the id of an actor, or another word that is in the ledger, such as "disputed".
    """
    word = event.data.get("initiator")
    return book.actor(word) if word else None


def remaining(book: Book, event: Entry, question: Question) -> list[Mapping[str, Any]]:
    """Return the sources of an event whose origins a question does not ignore."""
    names = question.get("without-origin", ())
    return [one for one in event.sources if not any(book.is_of(name, one) for name in names)]


ANY_OF = ("type", "place", "place-country", "initiator")
ALL_OF = ("actor", "present", "country", "tag", "origin", "text")


def meets(book: Book, event: Entry, question: Question) -> bool:
    """Return whether an event matches all filters of a question except for period and status."""
    for name in (*ANY_OF, *ALL_OF):
        results = [passes(book, event, name, value) for value in question.get(name, ())]
        if results and not (any(results) if name in ANY_OF else all(results)):
            return False
        if any(passes(book, event, name, value) for value in question.get(f"not-{name}", ())):
            return False
    where = question.get("where")
    return where is None or holds(book, event, where)


Expression = Sequence[Any]
"""("and" | "or", two expressions), ("not", one) or (filter, value)."""


def holds(book: Book, event: Entry, where: Expression) -> bool:
    """Return whether an event matches an expression."""
    if where[0] in ("and", "or"):
        left, right = (holds(book, event, part) for part in where[1:])
        return left and right if where[0] == "and" else left or right
    if where[0] == "not":
        return not holds(book, event, where[1])
    return passes(book, event, *where)


def select(book: Book, question: Question, today: dt.date, counting: bool) -> list[Match]:
    """Return the events that a question selects.

    `counting`: whether the command counts, and therefore selects only contacts by default.
    """
    low, high = window(question)
    statuses = set(question.get("status") or ["held"])
    if not question.get("status") and not counting and low > today:
        statuses = {"held", "planned"}
    contacts = "contacts" in question
    if counting and "all" not in question and "type" not in question:
        contacts = not ("where" in question and names_types(question["where"]))
    found = []
    for event in book.events:
        if "any" not in statuses and event.status not in statuses:
            continue
        if not meets(book, event, question) or (contacts and not book.between(event)):
            continue
        if "overlap" in question:
            certain, possible = runs_within(event.date, low, high)
        else:
            inside = starts_within(event.date, low, high)
            certain, possible = inside == bounds(event.date)[0], bool(inside)
        if event.sources and not remaining(book, event, question):
            certain = False
        if possible and (certain or "certain" not in question):
            found.append(Match(event, certain))
    return found


def names_types(where: Expression) -> bool:
    """Return whether an expression matches only events of types that are in the expression."""
    if where[0] == "and":
        return names_types(where[1]) or names_types(where[2])
    if where[0] == "or":
        return names_types(where[1]) and names_types(where[2])
    return bool(where[0] == "type")


# -- counts -------------------------------------------------------------------------------------

Number = tuple[int, int, tuple[str, ...]]
"""The least and the greatest number, and the ids that decide it."""


def number(matches: Sequence[Match]) -> Number:
    """Return the minimum and the maximum number of events, and the ids of the uncertain events."""
    unsure = tuple(match.event.id for match in matches if not match.certain)
    return len(matches) - len(unsure), len(matches), unsure


def buckets(book: Book, match: Match, by: str, question: Question) -> set[str]:
    """Return the buckets in which an event counts. `by`: the name of the dimension."""
    event, data = match.event, match.event.data
    labels = {actor: book.name(actor) for actor in event.actors}
    countries = {str(book.country(actor)) for actor in event.actors if book.country(actor)}
    pairs = [
        " – ".join(sorted((labels[one], labels[other])))
        for one, other in combinations(event.actors, 2)
        if book.nation(one) != book.nation(other)
    ]
    sources = remaining(book, event, question)
    who = initiator(book, event)
    found: Mapping[str, Iterable[str | None]] = {
        "type": [event.type],
        "actor": labels.values(),
        "pair": pairs,
        "country": countries,
        "dyad": ["-".join(pair) for pair in combinations(sorted(countries), 2)],
        "place": [data.get("place")],
        "place-country": [data.get("place_country")],
        "tag": data.get("tags", ()),
        "status": [event.status],
        "initiator": [labels.get(who, who) if who else None],
        "publisher": [book.publisher(one["publisher"]) for one in sources],
        "origin": map(book.origin, sources),
    }
    return {bucket for bucket in found[by] if bucket}


def offices(book: Book, event: Entry, day: dt.date) -> dict[str, bool]:
    """Return the offices that participants may have held on a day, and whether one certainly held
    each.
    """
    found: dict[str, bool] = {}
    for role in (role for id in event.actors for role in book.actors.get(id, {}).get("roles", ())):
        since, until = (
            point(date_text(role[key])) if key in role else {day} for key in ("from", "until")
        )
        if min(since) <= day <= max(until):
            certain = max(since) <= day <= min(until)
            found[role["title"]] = found.get(role["title"], False) or certain
    return found


def start_days(match: Match, question: Question) -> Days:
    """Return the days of the period on which an event may have begun; with --overlap, all days."""
    starts = bounds(match.event.date)[0]
    if "overlap" in question:
        return starts
    return starts_within(match.event.date, *window(question))


def counts(
    book: Book, matches: Sequence[Match], by: Sequence[str], question: Question,
    shown: set[tuple[str, ...]],
) -> dict[tuple[str, ...], Number]:  # fmt: skip
    """Return the number of events in each combination of buckets, without zeros.

    An event counts in each time in which it may have begun. It counts certainly if it can have
    begun in no other. An event without a first or last day counts only in the times of rows.

    - `by`: the names of the dimensions
    - `shown`: the keys of all rows, also of those without events
    """
    units = [name for name in by if name in TIMES]
    printed = {
        tuple(part for name, part in zip(by, key, strict=False) if name in TIMES) for key in shown
    }
    rows: dict[tuple[str, ...], list[Match]] = {}
    for match in matches:
        days = start_days(match, question)
        is_open = bool({LONG_BEFORE, LONG_AFTER} & days)
        sure: dict[tuple[tuple[str, ...], str], int] = {}
        for day in days:  # a day decides the time and the offices together
            time = tuple(unit_of(day, unit) for unit in units)
            held = offices(book, match.event, day) if "office" in by else {"": True}
            for title, certain in held.items():
                sure[time, title] = sure.get((time, title), 0) + certain
        parts: list[dict[str, bool]] = []
        for name in by:
            if name not in TIMES and name != "office":
                parts.append(dict.fromkeys(buckets(book, match, name, question), True))
        choices = [*product(*(part.items() for part in parts))]
        for (one, title), others in product(sure, choices):
            if is_open and units and one not in printed:
                continue
            fit = sure[one, title] == len(days) and not (is_open and units)
            own, when = iter(others), iter(one)
            key = [
                (next(when), fit) if name in TIMES else (title, fit) if name == "office"
                else next(own) for name in by
            ]  # fmt: skip
            certain = match.certain and all(fit for _, fit in key)
            if "certain" in question and not certain:
                continue
            some = rows.setdefault(tuple(str(bucket) for bucket, _ in key), [])
            some.append(Match(match.event, certain))
    return {key: number(some) for key, some in rows.items()}


# -- claims -------------------------------------------------------------------------------------


class Reading(NamedTuple):
    """The result for one reading of a claim.

    `counted`: the number in the ledger for each number that the claim states.
    """

    name: str | None
    verdict: str
    counted: dict[str, Number]


def readings(book: Book, claim: Mapping[str, Any]) -> Iterator[Reading]:
    """Yield the result for each reading of a claim."""
    period = claim["period"]
    named = period.items() if isinstance(period, Mapping) else [(None, period)]
    contact_types = [id for id, contact in book.types.items() if contact]
    asked = {id: (stated, {id}) for id, stated in claim.get("counts", {}).items()}
    if "total" in claim:
        asked["total"] = (claim["total"], set(claim.get("types") or contact_types))
    actors = set(map(book.actor, claim.get("actors", ())))
    tags = set(claim.get("tags", ()))
    covered = book.covered(actors, set().union(*(types for _, types in asked.values())), tags)
    last_days = bounds(date_text(claim.get("as_of", claim["date"])))[0]
    for name, text in named:
        low, high = span(text)
        window = low, min(high, max(last_days))
        verdicts, counted = set(), {}
        for what, (stated, types) in asked.items():
            held, unconfirmed = [], 0
            for event in book.events:
                if event.type not in types or not actors <= {*event.actors}:
                    continue
                if book.types[event.type] and not book.between(event):
                    continue
                if not tags <= {*event.data.get("tags", ())}:
                    continue
                if not (inside := starts_within(event.date, *window)):
                    continue
                certain = inside == bounds(event.date)[0] and max(inside) <= min(last_days)
                if event.status == "held":
                    held.append(Match(event, certain))
                unconfirmed += event.status == "unconfirmed"
            counted[what] = number(held)
            verdicts.add(_verdict(stated, counted[what], unconfirmed))
        worst = next(one for one in ("differs", "cannot tell", "agrees") if one in verdicts)
        # Where no day of the period counts any more, the period itself must be covered.
        first, last = window if window[0] <= window[1] else (low, high)
        if covered is not None and not clipped(first, last) <= covered:
            worst = "cannot tell"
        yield Reading(name, worst, counted)


def _verdict(stated: Any, counted: Number, unconfirmed: int) -> str:
    low, high = (stated, stated)
    if isinstance(stated, Mapping):
        low, high = stated.get("min", 0), stated.get("max", 10**9)
    answers = {low <= one <= high for one in range(counted[0], counted[1] + 1)}
    more = any(low <= counted[1] + extra <= high for extra in range(unconfirmed + 1))
    if answers == {True}:
        return "agrees"
    return "cannot tell" if True in answers or more else "differs"


def claim_verdict(verdicts: Iterable[str]) -> str:
    """Return the verdict on a claim from the verdicts on its readings."""
    every = set(verdicts)
    if len(every) == 1:
        return every.pop()
    return "depends" if "agrees" in every else "cannot tell"
