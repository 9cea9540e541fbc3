"""Completion candidates for each kind of value on the command line.

The metavar in --help usually determines the kind of a value: NAME is an actor. A module that only
one kind needs is imported when such a value is completed, since the user is waiting.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from chrono.cli.partial_command_line import PartialCommandLine
from chrono.core.model import DATE_KEYS, STATUSES, Actor, Ledger
from chrono.core.names import fold

if TYPE_CHECKING:
    from chrono.core.dates import When

SHELLS = ("bash", "zsh", "fish")
"""The shells with completion; each has a script in `shells/`."""


class Candidate(NamedTuple):
    """A possible completion of the word: its texts, the best first, and a description."""

    texts: tuple[str, ...]
    description: str = ""

    def description_beside(self, text: str) -> str:
        """The description to show beside a text, after the best text if that is another text."""
        parts = (self.texts[0], self.description)
        return ", ".join(dict.fromkeys(part for part in parts if part and part != text))


class CompletionContext(NamedTuple):
    """The position of the value to complete.

    line: the words before the value. word: the typed part of the value, or of its last element.
    before: the text before that element, with the separator. described: descriptions are shown.
    """

    line: PartialCommandLine
    word: str
    before: str = ""
    described: bool = True

    def ledger(self, kind: Any = "names", text: str = "") -> Ledger:
        """As much of the command line's ledger as this kind of value needs. Raises ChronoError."""
        from chrono.files.disk.config import settings
        from chrono.files.disk.locate import locate_ledger
        from chrono.files.index.load import CompletionRequest, load_for_completion

        named = self.line.values.get("ledger", ())
        located = locate_ledger(
            [os.path.expanduser(os.path.expandvars(name)) for name in named],
            os.environ,
            configured=lambda: settings(os.environ, waiting=False).ledger,
        )
        return load_for_completion(located.paths, CompletionRequest(kind, text))


Completer = Callable[[CompletionContext], Iterable[Candidate]]


def completer(line: PartialCommandLine, parameter: Any) -> Completer | None:
    """The completer of the values of an option or argument; None for a file."""
    name = max(parameter.opts, key=len)
    keys = (f"{line.path} {name}", parameter.metavar, name)
    return next((COMPLETERS[key] for key in keys if key in COMPLETERS), UNKNOWN)


# -- names in a ledger --------------------------------------------------------------------------


def _actors(context: CompletionContext) -> Iterator[Candidate]:
    """Every actor by its name, aliases and id, except names and aliases of several actors."""
    actors = context.ledger().actors.values()
    ids_by_text: dict[str, set[str]] = {}
    for actor in actors:
        for text in (actor.id, actor.name, *actor.aliases):
            ids_by_text.setdefault(fold(text), set()).add(actor.id)
    for actor in actors:
        texts = (actor.name, *actor.aliases, actor.id)
        unique = [text for text in texts if text == actor.id or len(ids_by_text[fold(text)]) == 1]
        yield Candidate(tuple(unique), _country(actor))


def _speakers(context: CompletionContext) -> Iterator[Candidate]:
    speakers = {claim.by.id: claim.by for claim in context.ledger().claims}
    return (Candidate((actor.name, actor.id), _country(actor)) for actor in speakers.values())


def _country(actor: Actor) -> str:
    from chrono.core.countries import country_name

    return country_name(actor.country) if actor.country else ""


def _types(context: CompletionContext) -> Iterator[Candidate]:
    return (Candidate((type.id,), type.label) for type in context.ledger().types.values())


def _countries(context: CompletionContext) -> Iterator[Candidate]:
    """The countries of the ledger's actors, by code or name."""
    from chrono.core.countries import country_name

    actors = context.ledger().actors.values()
    for code in dict.fromkeys(actor.country for actor in actors if actor.country):
        yield Candidate(tuple(dict.fromkeys((code, country_name(code)))))


def _all_countries(context: CompletionContext) -> Iterator[Candidate]:
    from chrono.core.countries import COUNTRIES

    return (Candidate((code,), name) for code, name in COUNTRIES.items())


def _sides(context: CompletionContext) -> Iterator[Candidate]:
    yield from (*_countries(context), *_actors(context))


def _words_of_events(kind: Literal["tags", "places"]) -> Completer:
    """The tags or the places of all events."""
    return lambda context: _plain(sorted(getattr(context.ledger(kind), kind)))


def _sources(context: CompletionContext) -> Iterator[Candidate]:
    """The sources that have an id."""
    for id, source in context.ledger().sources.items():
        yield Candidate((id,), ", ".join(filter(None, (source.name, source.title))))


def _publishers(context: CompletionContext) -> Iterator[Candidate]:
    """The publishers of all sources, or only of sources with an id if a ledger is read in part."""
    ledger = context.ledger()
    publishers = {source.publisher for source in ledger.sources.values()}
    publishers.update(source.publisher for event in ledger.events for source in event.sources)
    return _plain(sorted(publishers))


def _events(context: CompletionContext) -> Iterator[Candidate]:
    for event in context.ledger("ids", fold(context.word)).events:
        if event.id not in context.line.earlier_words:
            yield Candidate((event.id,), event.title)


def _entries(context: CompletionContext) -> Iterator[Candidate]:
    """Entries for `edit` and `remove`: ids of events and claims, `actors.ID` and the like."""
    section, dot, id = context.word.partition(".")
    ledger = context.ledger("ids", fold(id if dot else section))
    events = {event.id: event.title for event in ledger.events}
    claims = {claim.id: claim.statement for claim in ledger.claims}
    actors = {
        actor.id: ", ".join(filter(None, (actor.name, _country(actor))))
        for actor in ledger.actors.values()
        if actor.declared
    }
    sections: Mapping[str, Mapping[str, str]] = {
        "events": events,
        "claims": claims,
        "actors": actors,
        "types": {id: type.label for id, type in ledger.types.items()},
        "sources": {id: source.name for id, source in ledger.sources.items()},
    }
    if dot:
        for id, description in sections.get(section, {}).items():
            yield Candidate((f"{section}.{id}",), description)
        return
    yield from (Candidate((id,), description) for id, description in {**events, **claims}.items())
    yield from (Candidate((f"{name}.",), f"one of the {name}") for name in sections)
    if context.line.path == "edit":
        yield Candidate(("ledger",), "what stands under [ledger]")


# -- time ---------------------------------------------------------------------------------------


def _periods(context: CompletionContext) -> Iterator[Candidate]:
    """Dates, or the next word of a relative period, which needs no quotes as an argument."""
    from chrono.core.periods import RELATIVE

    earlier = [fold(word) for word in context.line.earlier_words]
    if not earlier:
        dates = _dates(context)
        yield from (each for each in dates if _is_period(context.before, each.texts[0]))
    for text in RELATIVE:
        words = text.split()
        if words[: len(earlier)] == earlier and len(words) > len(earlier):
            yield Candidate((words[len(earlier)],))


def _is_period(before: str, end: str) -> bool:
    """Whether a period may have this end; a relative beginning may have any."""
    from chrono.core.dates import DateError
    from chrono.core.periods import Period, in_words

    if in_words(before):
        return True
    try:
        Period.parse(f"{before}{end}")
    except DateError:
        return False
    return True


def _bounds(context: CompletionContext) -> Iterator[Candidate]:
    """Dates and relative periods for an option, whose value is a single word of the line."""
    from chrono.core.periods import RELATIVE

    yield from (*_dates(context), *_plain(RELATIVE))


def _dates(context: CompletionContext) -> Iterator[Candidate]:
    """The years in which events start, and the months and quarters of a year that is typed, or of
    the only year; and the days of a month that is typed."""
    from chrono.core.counting import TIMES, bucket_of
    from chrono.core.english import bucket, short, weekday

    whens = context.ledger("dates").dates
    buckets = {unit: {bucket_of(when.starts, unit) for when in whens} for unit in TIMES}
    known = {unit: {name for name in names if "X" not in name} for unit, names in buckets.items()}
    years = known["year"]
    units = TIMES if len(years) == 1 or context.word[:4] in years else ("year",)
    for name in sorted(name for unit in units for name in known[unit]):
        description = bucket(name)
        yield Candidate((name,), description if description != name else "")
    if len(context.word) >= len("2025-10"):
        for day in sorted({day for when in whens if (day := _day(when)) is not None}):
            yield Candidate((day.isoformat(),), f"{weekday(day)} {short(day, True)}")


def _day(when: When) -> dt.date | None:
    first, last = when.start_span
    return first if first == last else None


# -- words of chrono's own ----------------------------------------------------------------------


def _plain(texts: Iterable[str]) -> Iterator[Candidate]:
    return (Candidate((text,)) for text in texts)


def _fixed(*texts: str) -> Completer:
    return lambda context: _plain(texts)


def _names_in(module: str, table: str) -> Completer:
    """The words in a table of a module, which is imported when they are completed."""
    return lambda context: _plain(getattr(import_module(f"chrono.{module}"), table))


def _formats(action: Literal["write", "read", "export"], *more: str) -> Completer:
    """The formats that chrono can write, read or export, after other valid words."""

    def complete(context: CompletionContext) -> Iterator[Candidate]:
        from chrono.files.exchange.registry import able_to

        yield from _plain(more)
        for format in able_to(action).values():
            yield Candidate((format.name,), format.help if action == "export" else "")

    return complete


def _fields(context: CompletionContext) -> Iterator[Candidate]:
    from chrono.files.exchange.record import KEYS, LONG_KEYS

    return _plain(LONG_KEYS if "long" in context.line.values else KEYS)


def _rules(context: CompletionContext) -> Iterator[Candidate]:
    from chrono.core.checks import RULES

    return (Candidate((rule.name,), rule.severity) for rule in RULES)


def _keys(context: CompletionContext) -> Iterator[Candidate]:
    """The keys of the edited entry, by the section before its id; by default an event's keys."""
    from chrono.files.format.keys import TABLES

    section = next(iter(context.line.arguments), "").partition(".")[0]
    return _plain(TABLES.get(section, TABLES["events"]).keys)


def _assigned(complete: Completer) -> Completer:
    """The part of `NAME=VALUE` up to the `=`."""
    return lambda context: (
        Candidate((f"{each.texts[0]}=",), each.description) for each in complete(context)
    )


UNKNOWN: Completer = _fixed()
"""The completer of a value that only the user knows."""

COMPLETERS: Mapping[str, Completer | None] = {
    **dict.fromkeys(("PATH", "[PATH]", "FILE", "OLD", "NEW", "RULES.toml")),
    "NAME": _actors,
    "TYPE": _types,
    "TAG": _words_of_events("tags"),
    "PLACE": _words_of_events("places"),
    "STATUS": _fixed(*STATUSES, "any"),
    "[PERIOD]": _periods,
    "timeline --lanes": lambda context: _plain(context.line.optional_values["--lanes"]),
    "[NAME=]PERIOD": _dates,
    "ID…": _events,
    "ID|URL": _sources,
    "NAME=DATE": _assigned(lambda context: _plain(DATE_KEYS)),
    "CODE=DATE": _assigned(_all_countries),
    "TYPE=N": _assigned(_types),
    "VERDICT": _names_in("core.claims", "VERDICTS"),
    "RULE": _rules,
    "A,B,C": _fields,
    "KEY": _keys,
    "A-F": _fixed(*"ABCDEF"),
    "WHEN": _fixed("auto", "always", "never"),
    "WORDING": _fixed("quoted", "paraphrased"),
    "SHELL": _fixed(*SHELLS),
    "--format": _formats("write", "table"),
    "--country": _countries,
    "--place-country": _all_countries,
    "--side": _sides,
    "--source": _publishers,
    "--publisher": _publishers,
    "--since": _bounds,
    "--until": _bounds,
    "--follows": _events,
    "--part-of": _events,
    "--on-duplicate": _fixed("skip", "update", "fail"),
    "count --by": _names_in("core.counting", "DIMENSIONS"),
    "claims --speaker": _speakers,
    "export format": _formats("export"),
    "import --from": _formats("read"),
    "add --initiator": lambda context: (*_sides(context), Candidate(("disputed",))),
    "add --place": _words_of_events("places"),
    "add --status": _fixed(*STATUSES),
    "add actor name": UNKNOWN,
    "add actor --alias": UNKNOWN,
    "add actor --country": _all_countries,
    "edit id": _entries,
    "edit --set": _assigned(_keys),
    "remove id": _entries,
}
"""The completer of each value, by its command and name, or its metavar, or its name: the first that
is here. None means a file, which the shell completes."""

SEPARATORS = {"[PERIOD]": "..", "[NAME=]PERIOD": "=", "RULE": ",", "A,B,C": ","}
"""Metavar -> the separator of the elements of a value, which are completed singly."""
