"""The filters of events and claims. A new filter needs a row in `_ROWS` and a key in `Filters`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, Literal, NamedTuple, TypedDict

from chrono.core.extra import extra_texts
from chrono.core.lookup import Lookup
from chrono.core.model import STATUSES, Actor, Event, EventType, Source, held
from chrono.core.names import holds_words, words
from chrono.core.origins import Origins
from chrono.core.periods import Period
from chrono.core.sentences import only_one_of
from chrono.core.spans import Containment
from chrono.errors import UsageError

Test = Callable[[Any], bool | Containment]
"""A function that tests one value of an event. It cannot be a lambda, since it must be pickled."""


class Condition(NamedTuple):
    """A condition on events or claims. A record meets the condition if any tested value passes.

    The result is whether the record certainly or possibly meets the condition.

    - `keys`: the attributes to test. A missing attribute is skipped.
    - `whole`: whether to test the record itself, of which the test reads the keys
    - `negated`: whether a record meets the condition only if no value passes
    """

    keys: tuple[str, ...]
    test: Test
    whole: bool = False
    negated: bool = False

    def __call__(self, record: Any) -> Containment:
        met = self.test(record) if self.whole else any(map(self.test, self._values(record)))
        fit = met if isinstance(met, Containment) else CERTAIN if met else Containment.NO
        return Containment(CERTAIN - fit) if self.negated else fit

    def _values(self, record: Any) -> Iterator[Any]:
        for key in self.keys:
            value = getattr(record, key, None)
            # A plain tuple holds several values; an EventType or Actor, a NamedTuple, is one value.
            if type(value) is tuple:
                yield from value
            elif value is not None:
                yield value


CERTAIN = Containment.CERTAIN


def all_met(conditions: Iterable[Any], record: Any) -> Containment:
    """Return whether a record certainly or possibly meets all conditions."""
    least = CERTAIN
    for condition in conditions:
        fit: Containment = condition(record)
        if not (least := min(least, fit)):
            break
    return least


class Filter(NamedTuple):
    """A filter of events: an option of the command line, and a keyword argument of the library.

    - `help`: the text in --help, without the sentence on repeated options
    - `metavar`: the placeholder in --help, such as "NAME"; None for a flag
    - `repeat`: whether an event must match "all" or "any" of several values. None: the option takes
      one value
    - `test`: a function that makes a test from a typed value; None if `query.py` applies the filter
    - `whole`: whether the test reads the whole event
    - `claims`: whether `chrono claims` has the filter. A string is its help text there.
    - `negation`: the help text of `--not-NAME`, if there is such an option
    - `repeated`: what several values do, such as "require several"; "" for the text of `repeat`
    """

    name: str
    help: str
    metavar: str | None = None
    repeat: Literal["all", "any"] | None = None
    keys: tuple[str, ...] = ()
    test: Callable[[Lookup, str], Test] | None = None
    whole: bool = False
    negation: str | None = None
    negated: bool = False
    claims: bool | str = True
    short: str | None = None
    repeated: str = ""

    @property
    def option(self) -> str:
        """Return the name of the option, such as `--not-actor`."""
        return f"--{self.name.replace('_', '-')}"

    def conditions(self, lookup: Lookup, typed: Sequence[str]) -> list[Condition]:
        """Return the conditions for typed values. An event must meet all of them.

        Raises UsageError for a name that is not in the ledger.
        """
        tests = [self.test(lookup, word) for word in typed] if self.test else []
        if self.repeat == "any" and len(tests) > 1:
            tests = [partial(_any_passes, tests)]
        return [Condition(self.keys, test, self.whole, self.negated) for test in tests]


class FilterText(NamedTuple):
    """The name of a filter and a value as it was typed. As a text, for example `not actor Xi`."""

    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.name.replace('_', ' ')} {self.text}"


def accepted(test: Test) -> list[Any]:
    """Return the sorted values that a test accepts, such as ids, codes or names."""
    if not isinstance(test, partial):
        return sorted(getattr(test, "__self__", ()))
    values = test.keywords.get("wanted", test.args[-1] if test.args else ())
    return sorted(values)


def _any_passes(tests: Sequence[Test], value: Any) -> bool | Containment:
    return max(test(value) for test in tests)


def _has(field: str, values: Collection[str], record: Actor | EventType) -> bool:
    return getattr(record, field) in values


def _names_source(wanted: Sequence[str], source: Source) -> bool:
    text = " ".join(filter(None, (source.publisher, source.origin, source.title)))
    return holds_words(text, wanted) or (source.id is not None and words(source.id) == wanted)


def _has_origin(origins: Origins, wanted: Collection[str], source: Source) -> bool:
    return origins.origin(source) in wanted


def _holds_text(wanted: Sequence[str], record: Any) -> bool:
    return holds_words(" ".join(filter(None, (record.title, record.summary))), wanted)


def _mentions(wanted: Sequence[str], event: Event) -> Containment:
    texts = [*map(plain, mentionable(event))]
    missing = [phrase for phrase in wanted if not any(phrase in text for text in texts)]
    roles = [role for actor in (*event.actors, *event.present) for role in actor.roles]
    fits = (
        held([role for role in roles if one in plain(role.title)], event.when) for one in missing
    )
    return min(fits, default=CERTAIN)


def mentionable(event: Event) -> Iterator[str]:
    """Yield the texts in which `chrono search` looks for words, without the offices."""
    yield event.title
    yield from filter(None, (event.summary, event.place))
    yield from (*event.tags, *event.type.all_names)
    for actor in (*event.actors, *event.present):
        yield from (actor.name, *actor.aliases)
    yield from (source.title for source in event.sources if source.title)


@lru_cache(1 << 16)
def plain(text: str) -> str:
    """Return the words of a text between spaces, in lower case and without accents."""
    return f" {' '.join(words(text))} "


def _holds_office(wanted: Collection[str], event: Event) -> Containment:
    roles = (role for actor in event.actors for role in actor.roles)
    return held([role for role in roles if role.title in wanted], event.when)


def _has_extra(name: str, wanted: Collection[str], extra: Mapping[str, Any]) -> bool:
    return any(text in wanted for text in extra_texts(extra, name))


def _is_actor(lookup: Lookup, name: str) -> Test:
    return partial(_has, "id", {actor.id for actor in lookup.actors(name)})


def _some_words(option: str, text: str) -> list[str]:
    if not (wanted := words(text)):
        raise UsageError(f'{option} "{text}" has no word to search for; write one or more words')
    return wanted


def _phrases(text: str) -> list[str]:
    wanted = _some_words("--mention", text)
    # A single word such as "China's" has two parts, which --text does not look for together either.
    return [f" {' '.join(wanted)} "] if len(text.split()) > 1 else [f" {word} " for word in wanted]


STATUS_HELP = f"Events with this status: held (took place), {', '.join(STATUSES[1:])} or any"
"""The help of --status without its default."""
CONTACTS_HELP = (
    "Only contacts, such as meetings and calls, between actors from two or more countries"
)
"""The help of --contacts without its default."""

_ROWS = (
    Filter("actor", "Events in which NAME took part.", "NAME", "all", ("actors",), _is_actor,
           short="-a", negation="Events in which NAME did not take part."),
    Filter("present", "Events in which NAME took part or was present.", "NAME", "all",
           ("actors", "present"), _is_actor, claims="The same as --actor NAME."),
    Filter("office", "Events with an actor who held an office with these words that day.",
           "OFFICE", "all", ("actors", "when"),
           lambda lookup, text: partial(_holds_office, lookup.offices(text)), whole=True,
           claims=False),
    Filter("country", "Events with an actor from this country, by code or name.", "CODE", "all",
           ("actors",),
           lambda lookup, word: partial(_has, "country", lookup.country(word)),
           negation="Events without an actor from this country."),
    Filter("type", "Events of this type.", "TYPE", "any",
           ("type",), lambda lookup, word: partial(_has, "id", lookup.type(word)),
           short="-t", negation="Events not of this type."),
    Filter("tag", "Events with this tag.", "TAG", "all",
           ("tags",), lambda lookup, word: lookup.tag(word).__contains__,
           negation="Events without this tag."),
    Filter("place", "Events at this place.", "PLACE", "any",
           ("place",), lambda lookup, word: lookup.places(word).__contains__, claims=False,
           negation="Events not at this place."),
    Filter("place_country", "Events in this country, by code or name.", "CODE", "any",
           ("place_country",), lambda lookup, word: lookup.place_country(word).__contains__,
           claims=False),
    Filter("initiator", 'Events with this initiator: an actor, a country or "disputed".',
           "INITIATOR", "any", ("initiator",),
           lambda lookup, name: lookup.initiator(name).__contains__, claims=False),
    Filter("status", f"{STATUS_HELP} [default: held].", "STATUS", "any", claims=False),
    Filter("source", "Events with a source whose publisher, agency or title has all these words.",
           "WORDS", "all", ("sources",),
           lambda _, text: partial(_names_source, _some_words("--source", text)),
           repeated="add words",
           claims="Claims with a source whose publisher, agency or title has all these words."),
    Filter("origin", "Events with a report by this agency or outlet, whoever published the report.",
           "ORIGIN", "all", ("sources",),
           lambda lookup, name: partial(_has_origin, lookup.origins, lookup.origin(name)),
           claims="Claims with a report by this agency or outlet, whoever published the report."),
    Filter("text", "Events with all these words in the title or summary.", "WORDS", "all",
           ("title", "summary"),
           lambda _, text: partial(_holds_text, _some_words("--text", text)), whole=True,
           repeated="add words",
           claims="Claims with all these words in the statement, or in the wording of the period."),
    Filter("mention", "Events with these words together anywhere, as in `chrono search`.",
           "WORDS", "all",
           ("title", "summary", "type", "actors", "present", "tags", "sources", "place", "when"),
           lambda _, text: partial(_mentions, _phrases(text)), whole=True, repeated="add words",
           claims="Claims with these words together in the claim, its sources or its actors."),
    Filter("follows", "Events that follow up this event.", "ID", "any", ("follows",),
           lambda lookup, id: frozenset((lookup.event(id),)).__contains__, claims=False),
    Filter("event", "The event with this id.", "ID", "any", ("id",),
           lambda lookup, id: frozenset((lookup.event(id),)).__contains__, claims=False),
)  # fmt: skip

_NEGATIONS = (
    row._replace(name=f"not_{row.name}", help=row.negation, repeat="all", short=None,
                 negation=None, negated=True, repeated="exclude several")
    for row in _ROWS
    if row.negation
)  # fmt: skip

_APPLIED_BY_QUERY = (
    Filter("without_origin",
           "Ignore all reports by this agency or outlet.", "ORIGIN", "all", negated=True,
           repeated="ignore several"),
    Filter("where", 'Events that meet a condition, such as "actor:Xi and not tag:trade".', "EXPR",
           "all"),
    Filter("contacts", f"{CONTACTS_HELP}.", claims=False),
    Filter("since", "Events that begin on or after DATE.", "DATE",
           claims="Claims made on or after DATE."),
    Filter("until", "Events that begin on or before DATE.", "DATE",
           claims="Claims made on or before DATE."),
    Filter("certain", "Exclude events that might fall outside the period.",
           claims="Exclude claims that might have been made outside the period."),
    Filter("overlap", "Include events that began earlier and continued into the period.",
           claims=False),
    Filter("reverse", "Show the latest first."),
    Filter("limit", "Show at most N results.", "N", short="-n"),
)  # fmt: skip

FILTERS: Mapping[str, Filter] = {row.name: row for row in (*_ROWS, *_NEGATIONS, *_APPLIED_BY_QUERY)}
"""All filters by name, in the order of --help."""


def refuse_contradictions(lookup: Lookup, typed: Mapping[str, Sequence[str]]) -> None:
    """Raise UsageError if a filter requires a value that its negation excludes.

    `typed`: the typed values by the name of the filter.
    """
    for name, words_of_name in typed.items():
        row, negation = FILTERS[name], FILTERS.get(f"not_{name}")
        if negation is None or negation.name not in typed:
            continue
        excluded = {value for test in _tests(negation, lookup, typed) for value in accepted(test)}
        for word, test in zip(words_of_name, _tests(row, lookup, typed), strict=True):
            if excluded.issuperset(accepted(test)):
                raise UsageError(f"{word}: {only_one_of(row.option, negation.option)}")


def _tests(row: Filter, lookup: Lookup, typed: Mapping[str, Sequence[str]]) -> list[Test]:
    return [row.test(lookup, word) for word in typed[row.name]] if row.test else []


def extra_filter(name: str) -> Filter:
    """Return the filter of events by a key in `extra`, for expressions such as `extra.round:3`."""
    return Filter(f"extra.{name}", "", "VALUE", "any", ("extra",), partial(_extra_test, name))


def _extra_test(name: str, lookup: Lookup, value: str) -> Test:
    return partial(_has_extra, name, lookup.extra(name, value))


Day = str | dt.date
Words = str | Iterable[str]
ActorNames = str | Actor | Iterable[str | Actor]
TypeNames = str | EventType | Iterable[str | EventType]


class ClaimFilters(TypedDict, total=False):
    """The keyword arguments of `Ledger.judged`: the filters that also apply to claims."""

    period: Day | Period | None
    actor: ActorNames
    present: ActorNames
    country: Words
    type: TypeNames
    tag: Words
    source: Words
    origin: Words
    without_origin: Words
    where: Words
    text: Words
    mention: Words
    not_actor: ActorNames
    not_country: Words
    not_type: TypeNames
    not_tag: Words
    since: Day | None
    until: Day | None
    certain: bool


class Filters(ClaimFilters, total=False):
    """The keyword arguments of `Events.where`: all filters except `reverse` and `limit`."""

    place: Words
    not_place: Words
    place_country: Words
    office: Words
    follows: Words
    event: Words
    initiator: ActorNames
    status: Words
    contacts: bool
    overlap: bool
