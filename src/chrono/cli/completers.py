"""What a word of the command line may become, by the kind of word that it is.

Of which kind a value is, its metavar says in most cases: what reads NAME in --help is an actor.
Modules that one kind alone needs are imported where it is asked for: somebody waits.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono.cli.partial_command_line import PartialCommandLine
from chrono.core.model import DATE_KEYS, STATUSES, Actor, Ledger
from chrono.core.names import fold
from chrono.core.query import CompletionRequest

if TYPE_CHECKING:
    from chrono.core.dates import When

SHELLS = ("bash", "zsh", "fish")
"""Those that can ask; each has a script in `shells/`."""


class Candidate(NamedTuple):
    """What a word may become: each of `texts` means the same, and the best comes first."""

    texts: tuple[str, ...]
    about: str = ""

    def described(self, text: str) -> str:
        """What is to be said beside one of its texts."""
        said = (self.texts[0], self.about)
        return ", ".join(dict.fromkeys(one for one in said if one and one != text))


class CompletionContext(NamedTuple):
    """Where somebody is typing: what is there of the line, and of the value itself.

    `before` is what the value has left of `word`, with the sign that parts them; `described` says
    that descriptions are shown.
    """

    line: PartialCommandLine
    word: str
    before: str = ""
    described: bool = True

    def ledger(self, begun: CompletionRequest) -> Ledger:
        """The ledger that the line names, as far as it is needed. Raises ChronoError."""
        from chrono.files.disk.config import settings
        from chrono.files.disk.locate import locate_ledger
        from chrono.files.read.load import read_for_completion

        named = self.line.said.get("ledger", ())
        meant = (os.path.expanduser(os.path.expandvars(name)) for name in named)
        found = locate_ledger(
            tuple(meant), os.environ, configured=lambda: settings(os.environ, waiting=False).ledger
        )
        return read_for_completion(found.paths, begun)


Completer = Callable[[CompletionContext], Iterable[Candidate]]


class ValueType(NamedTuple):
    """A kind of value. Of one that is `parted`, it is what follows the last of these signs."""

    give: Completer
    parted: str = ""


def of(line: PartialCommandLine, param: Any) -> ValueType | None:
    """The kind of the values of an option or an argument; None where they are files."""
    name = max(param.opts, key=len)
    keys = (f"{line.path} {name}", param.metavar, name)
    return next((KINDS[key] for key in keys if key in KINDS), NOTHING)


# -- names of a ledger ------------------------------------------------------------------------


def _actors(spot: CompletionContext) -> Iterator[Candidate]:
    """By name, alias or id, as far as one of these means nobody else."""
    people = spot.ledger(CompletionRequest("names")).actors.values()
    bearers: dict[str, set[str]] = {}
    for one in people:
        for text in (one.id, one.name, *one.aliases):
            bearers.setdefault(fold(text), set()).add(one.id)
    for one in people:
        texts = (one.name, *one.aliases, one.id)
        alone = [text for text in texts if text == one.id or len(bearers[fold(text)]) == 1]
        yield Candidate(tuple(alone), _nation(one))


def _speakers(spot: CompletionContext) -> Iterator[Candidate]:
    speaking = {claim.by.id: claim.by for claim in spot.ledger(CompletionRequest("names")).claims}
    return (Candidate((one.name, one.id), _nation(one)) for one in speaking.values())


def _nation(actor: Actor) -> str:
    from chrono.core.countries import country_name

    return country_name(actor.country) if actor.country else ""


def _types(spot: CompletionContext) -> Iterator[Candidate]:
    for kind in spot.ledger(CompletionRequest("names")).types.values():
        yield Candidate((kind.id,), kind.label)


def _countries(spot: CompletionContext) -> Iterator[Candidate]:
    """Those of the ledger's actors, by code or name."""
    from chrono.core.countries import country_name

    people = spot.ledger(CompletionRequest("names")).actors.values()
    for code in dict.fromkeys(one.country for one in people if one.country):
        yield Candidate(tuple(dict.fromkeys((code, country_name(code)))))


def _all_countries(spot: CompletionContext) -> Iterator[Candidate]:
    from chrono.core.countries import COUNTRIES

    return (Candidate((code,), name) for code, name in COUNTRIES.items())


def _sides(spot: CompletionContext) -> Iterator[Candidate]:
    yield from (*_countries(spot), *_actors(spot))


def _initiators(spot: CompletionContext) -> Iterator[Candidate]:
    yield from (*_sides(spot), Candidate(("disputed",)))


def _tags(spot: CompletionContext) -> Iterator[Candidate]:
    return _plain(sorted(spot.ledger(CompletionRequest("tags")).tags))


def _places(spot: CompletionContext) -> Iterator[Candidate]:
    return _plain(sorted(spot.ledger(CompletionRequest("places")).places))


def _sources(spot: CompletionContext) -> Iterator[Candidate]:
    """Those with an id."""
    for id, source in spot.ledger(CompletionRequest("names")).sources.items():
        yield Candidate((id,), ", ".join(filter(None, (source.name, source.title))))


def _publishers(spot: CompletionContext) -> Iterator[Candidate]:
    """Of a ledger that is read in parts, those of the sources with an id."""
    ledger = spot.ledger(CompletionRequest("names"))
    found = {source.publisher for source in ledger.sources.values()}
    found.update(source.publisher for event in ledger.events for source in event.sources)
    return _plain(sorted(found))


def _events(spot: CompletionContext) -> Iterator[Candidate]:
    said = {*spot.line.given}
    for event in spot.ledger(CompletionRequest("ids", fold(spot.word))).events:
        if event.id not in said:
            yield Candidate((event.id,), event.title)


def _things(spot: CompletionContext) -> Iterator[Candidate]:
    """What `edit` and `remove` take: ids, and with a section before them those of all else."""
    kind, dot, id = spot.word.partition(".")
    ledger = spot.ledger(CompletionRequest("ids", fold(id if dot else kind)))
    events = {event.id: event.title for event in ledger.events}
    claims = {claim.id: claim.statement for claim in ledger.claims}
    sections: Mapping[str, Mapping[str, str]] = {
        "events": events,
        "claims": claims,
        "actors": {
            id: ", ".join(filter(None, (one.name, _nation(one))))
            for id, one in ledger.actors.items()
            if one.declared
        },
        "types": {id: one.label for id, one in ledger.types.items()},
        "sources": {id: one.name for id, one in ledger.sources.items()},
    }
    if dot:
        for id, about in sections.get(kind, {}).items():
            yield Candidate((f"{kind}.{id}",), about)
        return
    yield from (Candidate((id,), about) for id, about in {**events, **claims}.items())
    yield from (Candidate((f"{section}.",), f"one of the {section}") for section in sections)
    if spot.line.path == "edit":
        yield Candidate(("ledger",), "what stands under [ledger]")


# -- time -------------------------------------------------------------------------------------


def _periods(spot: CompletionContext) -> Iterator[Candidate]:
    """In figures, or in words; these need no quotes as an argument, and come one by one."""
    from chrono.core.periods import RELATIVE

    before = [fold(word) for word in spot.line.given]
    if not before:
        yield from (one for one in _dates(spot) if _ends(spot.before, one.texts[0]))
    for text in RELATIVE:
        words = text.split()
        if words[: len(before)] == before and len(words) > len(before):
            yield Candidate((words[len(before)],))


def _ends(before: str, text: str) -> bool:
    """Whether a period that begins so may end with a text; which day a word is, is not known."""
    from chrono.core.dates import DateError
    from chrono.core.periods import Period, in_words

    if in_words(before):
        return True
    try:
        Period.parse(f"{before}{text}")
    except DateError:
        return False
    return True


def _bounds(spot: CompletionContext) -> Iterator[Candidate]:
    """The same for an option, whose value is a single word of the line."""
    from chrono.core.periods import RELATIVE

    yield from (*_dates(spot), *_plain(RELATIVE))


def _dates(spot: CompletionContext) -> Iterator[Candidate]:
    """Years in which something began; and what lies in the only one, or in the one that is typed,
    down to the days of a month that is."""
    from chrono.core.counting import TIMES, bucket_of
    from chrono.core.english import bucket, short, weekday

    whens = spot.ledger(CompletionRequest("dates")).dates
    buckets = {unit: {bucket_of(when.starts, unit) for when in whens} for unit in TIMES}
    known = {unit: {name for name in names if "X" not in name} for unit, names in buckets.items()}
    years = known["year"]
    units = TIMES if len(years) == 1 or spot.word[:4] in years else ("year",)
    for name in sorted(name for unit in units for name in known[unit]):
        about = bucket(name)
        yield Candidate((name,), about if about != name else "")
    if len(spot.word) >= len("2025-10"):
        for day in sorted({day for when in whens if (day := _day(when)) is not None}):
            yield Candidate((day.isoformat(),), f"{weekday(day)} {short(day, True)}")


def _day(when: When) -> dt.date | None:
    first, last = when.start_span
    return first if first == last else None


# -- words of chrono's own --------------------------------------------------------------------


def _plain(texts: Iterable[str]) -> Iterator[Candidate]:
    return (Candidate((text,)) for text in texts)


def _fixed(*texts: str) -> ValueType:
    return ValueType(lambda spot: _plain(texts))


def _formats(spot: CompletionContext) -> Iterator[Candidate]:
    from chrono.files.exchange.registry import able_to

    return _plain(("table", *able_to("write")))


def _formats_read(spot: CompletionContext) -> Iterator[Candidate]:
    from chrono.files.exchange.registry import able_to

    return _plain(able_to("read"))


def _exports(spot: CompletionContext) -> Iterator[Candidate]:
    from chrono.files.exchange.registry import able_to

    return (Candidate((format.name,), format.help) for format in able_to("export").values())


def _dimensions(spot: CompletionContext) -> Iterator[Candidate]:
    from chrono.core.counting import DIMENSIONS

    return _plain(DIMENSIONS)


def _lanes(spot: CompletionContext) -> Iterator[Candidate]:
    return _plain(spot.line.optional_values["--lanes"])


def _fields(spot: CompletionContext) -> Iterator[Candidate]:
    from chrono.files.exchange.record import KEYS, LONG_KEYS

    return _plain(LONG_KEYS if "long" in spot.line.said else KEYS)


def _rules(spot: CompletionContext) -> Iterator[Candidate]:
    from chrono.core.checks import RULES

    return (Candidate((rule.name,), rule.severity) for rule in RULES)


def _verdicts(spot: CompletionContext) -> Iterator[Candidate]:
    from chrono.core.claims import VERDICTS

    return _plain(VERDICTS)


def _keys(spot: CompletionContext) -> Iterator[Candidate]:
    """The keys of what is edited, by the section before its id; without one that is an event."""
    from chrono.files.format.keys import TABLES

    section = next(iter(spot.line.free), "").partition(".")[0]
    return _plain(TABLES.get(section, TABLES["events"]).keys)


def _assigned(give: Completer) -> ValueType:
    """What comes before an = and a value."""
    return ValueType(
        lambda spot: (Candidate((f"{one.texts[0]}=",), one.about) for one in give(spot))
    )


NOTHING = ValueType(lambda spot: ())
"""What only a person knows."""

KINDS: Mapping[str, ValueType | None] = {
    **dict.fromkeys(("PATH", "[PATH]", "FILE", "OLD", "NEW", "RULES.toml")),
    "NAME": ValueType(_actors),
    "TYPE": ValueType(_types),
    "TAG": ValueType(_tags),
    "PLACE": ValueType(_places),
    "STATUS": _fixed(*STATUSES, "any"),
    "[PERIOD]": ValueType(_periods, parted=".."),
    "timeline --lanes": ValueType(_lanes),
    "[NAME=]PERIOD": ValueType(_dates, parted="="),
    "ID…": ValueType(_events),
    "ID|URL": ValueType(_sources),
    "NAME=DATE": _assigned(lambda spot: _plain(DATE_KEYS)),
    "CODE=DATE": _assigned(_all_countries),
    "TYPE=N": _assigned(_types),
    "VERDICT": ValueType(_verdicts),
    "RULE": ValueType(_rules, parted=","),
    "A,B,C": ValueType(_fields, parted=","),
    "KEY": ValueType(_keys),
    "A-F": _fixed(*"ABCDEF"),
    "WHEN": _fixed("auto", "always", "never"),
    "WORDING": _fixed("quoted", "paraphrased"),
    "SHELL": _fixed(*SHELLS),
    "--format": ValueType(_formats),
    "--country": ValueType(_countries),
    "--place-country": ValueType(_all_countries),
    "--side": ValueType(_sides),
    "--source": ValueType(_publishers),
    "--publisher": ValueType(_publishers),
    "--since": ValueType(_bounds),
    "--until": ValueType(_bounds),
    "--follows": ValueType(_events),
    "--part-of": ValueType(_events),
    "--on-duplicate": _fixed("skip", "update", "fail"),
    "count --by": ValueType(_dimensions),
    "claims --speaker": ValueType(_speakers),
    "export format": ValueType(_exports),
    "import --from": ValueType(_formats_read),
    "add --initiator": ValueType(_initiators),
    "add --place": ValueType(_places),
    "add --status": _fixed(*STATUSES),
    "add actor name": NOTHING,
    "add actor --alias": NOTHING,
    "add actor --country": ValueType(_all_countries),
    "edit id": ValueType(_things),
    "edit --set": _assigned(_keys),
    "remove id": ValueType(_things),
}
"""A command and the name of its option or argument, or a metavar, or a name alone -> the kind of
the value, the first that is here; None where it is a file, which the shell knows by itself."""
