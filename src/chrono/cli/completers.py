"""Find completions for the values of options and arguments."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import starmap
from typing import Any, Literal, NamedTuple

from chrono.cli.partial_command_line import PartialCommandLine
from chrono.core.countries import COUNTRIES, country_name
from chrono.core.date_errors import DateError
from chrono.core.english import bucket, joined, short, weekdays
from chrono.core.english_dates import RELATIVE, in_words
from chrono.core.lookup import ActorIndex
from chrono.core.model import DATE_KEYS, STATUSES, Actor, Ledger
from chrono.core.names import fold
from chrono.core.origins import Origins
from chrono.core.periods import Period
from chrono.files.disk.config import settings
from chrono.files.disk.locate import locate_ledger
from chrono.files.exchange.registry import able_to
from chrono.files.format.keys import TABLES
from chrono.files.index.load import CompletionRequest, load

SHELLS = ("bash", "zsh", "fish")  # the shells with completion; each has a script in `shells/`


class Candidate(NamedTuple):
    """A possible completion of the typed word.

    - `text`: the completion
    - `description`: the text that zsh and fish show next to the completion
    - `others`: alternatives, to be used in order if `text` does not match the typed word
    """

    text: str
    description: str = ""
    others: Sequence[str] = ()


Completer = Callable[[PartialCommandLine], Iterable[Candidate]]


def completer(line: PartialCommandLine, parameter: Any) -> Completer | None:
    """Return the function that completes a parameter of typer, or None if the shell completes
    files.

    The result is UNKNOWN if chrono cannot know the values.
    """
    name = max(parameter.opts, key=len)
    keys = (f"{line.path} {name}", parameter.metavar, name)
    return next((COMPLETERS[key] for key in keys if key in COMPLETERS), UNKNOWN)


def _ledger(line: PartialCommandLine, kind: Any = "names", text: str = "") -> Ledger:
    located = locate_ledger(
        [os.path.expanduser(os.path.expandvars(name)) for name in line.values.get("ledger", ())],
        os.environ,
        configured=lambda: settings(os.environ, waiting=False).ledger,
    )
    return load(located.paths, CompletionRequest(kind, text))


def _actors(line: PartialCommandLine) -> Iterator[Candidate]:
    actors = _ledger(line).actors.values()
    texts = {actor.id: (actor.name, *actor.aliases, actor.id) for actor in actors}
    shared = Counter(text for each in texts.values() for text in {*map(fold, each)})
    index, typed = ActorIndex(actors), fold(line.word.rpartition(":")[2])
    # If names begin as typed, the other names that contain such a word are completed by the word.
    begun = typed and any(text.startswith(typed) for text in shared)
    for actor in actors:
        unique = [text for text in texts[actor.id] if text == actor.id or shared[fold(text)] == 1]
        text, *others = unique
        names = texts[actor.id][:-1] if begun else ()
        later = (word.strip(".,()") for name in names for word in name.split()[1:])
        others += [
            word for word in later if fold(word).startswith(typed) and index.loose(word) == (actor,)
        ]
        yield Candidate(text, _country(actor), others)


def _country(actor: Actor) -> str:
    return country_name(actor.country) if actor.country else ""


def _speakers(line: PartialCommandLine) -> Iterator[Candidate]:
    for actor in {claim.by.id: claim.by for claim in _ledger(line).claims}.values():
        yield Candidate(actor.name, _country(actor), [actor.id])


def _types(line: PartialCommandLine) -> Iterator[Candidate]:
    return (Candidate(type.id, type.label) for type in _ledger(line).types.values())


def _countries(line: PartialCommandLine) -> Iterator[Candidate]:
    countries = dict.fromkeys(actor.country for actor in _ledger(line).actors.values())
    return (Candidate(code, others=[country_name(code)]) for code in countries if code)


def _words_of_events(kind: Literal["tags", "places"]) -> Completer:
    return lambda line: map(Candidate, sorted(_ledger(line, kind).words[kind]))


def _sources(line: PartialCommandLine) -> Iterator[Candidate]:
    for id, source in _ledger(line).sources.items():
        yield Candidate(id, joined((source.name, source.title or ""), ", "))


def _publishers(line: PartialCommandLine) -> Iterator[Candidate]:
    ledger = _ledger(line)
    publishers = {source.publisher for source in ledger.sources.values()}
    publishers.update(source.publisher for event in ledger.events for source in event.sources)
    return map(Candidate, sorted(publishers))


def _origins(line: PartialCommandLine) -> Iterator[Candidate]:
    ledger = _ledger(line)
    origins = Origins(ledger.publishers)
    records = (*ledger.sources.values(), *(one for each in ledger.records for one in each.sources))
    names = {*origins.names(records), *(one.name for one in ledger.publishers.values())}
    return map(Candidate, sorted(names))


def _events(line: PartialCommandLine) -> Iterator[Candidate]:
    for event in _ledger(line, "ids", fold(line.word)).events:
        if event.id not in line.earlier_words:
            yield Candidate(event.id, event.title)


def _entries(line: PartialCommandLine) -> Iterator[Candidate]:
    section, dot, id = line.word.partition(".")
    ledger = _ledger(line, "ids", fold(id if dot else section))
    actors = [actor for actor in ledger.actors.values() if actor.declared]
    sections: Mapping[str, Mapping[str, str]] = {
        "events": {event.id: event.title for event in ledger.events},
        "claims": {claim.id: claim.statement for claim in ledger.claims},
        "actors": {actor.id: joined((actor.name, _country(actor)), ", ") for actor in actors},
        "types": {id: type.label for id, type in ledger.types.items()},
        "sources": {id: source.name for id, source in ledger.sources.items()},
    }
    if dot:
        for id, description in sections.get(section, {}).items():
            yield Candidate(f"{section}.{id}", description)
        return
    yield from starmap(Candidate, {**sections["events"], **sections["claims"]}.items())
    yield from (Candidate(f"{name}.", f"an entry of [{name}]") for name in sections)
    if line.path == "edit":
        yield Candidate("ledger", "the [ledger] table")


def _periods(line: PartialCommandLine) -> Iterator[Candidate]:
    earlier = [fold(word) for word in line.earlier_words]
    for date in _dates(line) if not earlier else ():
        with suppress(DateError):  # raised if the typed period cannot end in this date
            if in_words(line.before) or Period.parse(f"{line.before}{date.text}"):
                yield date
    for words in map(str.split, RELATIVE):
        if words[: len(earlier)] == earlier and len(words) > len(earlier):
            yield Candidate(words[len(earlier)])


def _dates(line: PartialCommandLine) -> Iterator[Candidate]:
    from chrono.core.time_buckets import bucket_of

    units: tuple[str, ...] = ("year", "quarter", "month")
    whens = _ledger(line, "dates").words["dates"]
    names = {unit: {bucket_of(when.starts, unit) for when in whens} for unit in units}
    years = {name for name in names["year"] if "X" not in name}
    if len(years) > 1 and line.word[:4] not in years:
        units = ("year",)
    for name in sorted(name for unit in units for name in names[unit] if "X" not in name):
        description = bucket(name)
        yield Candidate(name, description if description != name else "")
    if len(line.word) >= len("2025-10"):
        starts = {when.start_span for when in whens}
        for day in sorted({first for first, last in starts if first == last and first}):
            words = joined([weekdays(day, day), short(day, True)], " ")
            yield Candidate(day.isoformat(), words)


def commands(line: PartialCommandLine, described: bool = True) -> Iterable[Candidate]:
    """Return the subcommands of the command in `line`.

    `described`: whether to include descriptions, which takes time.
    """
    if not described:
        return map(Candidate, line.commands)
    helps = (line.command.get_command(None, name).help or "" for name in line.commands)
    sentences = (" ".join(help.partition("\n\n")[0].split()) for help in helps)
    return map(Candidate, line.commands, sentences)


def _fixed(*texts: str) -> Completer:
    return lambda line: map(Candidate, texts)


def _all_countries(line: PartialCommandLine) -> Iterator[Candidate]:
    return starmap(Candidate, COUNTRIES.items())


def _names_in(module: str, table: str) -> Completer:
    return lambda line: map(Candidate, getattr(import_module(f"chrono.{module}"), table))


def _fields(line: PartialCommandLine) -> Iterator[Candidate]:
    from chrono.files.exchange.record import FIELDS, LONG_FIELDS

    yield from map(Candidate, LONG_FIELDS if "long" in line.values else FIELDS)
    if line.word.startswith("extra."):
        keys = {key for event in _ledger(line, "ids").events for key in event.extra}
        yield from (Candidate(f"extra.{key}") for key in sorted(keys))


def _rules(line: PartialCommandLine) -> Iterator[Candidate]:
    from chrono.core.checks import RULES

    return (Candidate(rule.name, rule.severity) for rule in RULES)


def _keys(line: PartialCommandLine) -> Iterator[Candidate]:
    section = next(iter(line.arguments), "").partition(".")[0]
    return map(Candidate, TABLES.get(section, TABLES["events"]).keys)


def _assigned(complete: Completer) -> Completer:
    return lambda line: (Candidate(f"{each.text}=", each.description) for each in complete(line))


def _conditions(line: PartialCommandLine) -> Iterator[Candidate]:
    from chrono.core.expressions import FIELDS

    opened = line.word[: len(line.word) - len(line.word.lstrip("("))]
    name, colon, _ = line.word.lstrip("(").partition(":")
    if not colon:
        words = (*(f"{field}:" for field in FIELDS), "not", *(["and", "or"] if line.before else ()))
        yield from (Candidate(f"{opened}{word}") for word in words)
    elif (row := FIELDS.get(name)) and (complete := COMPLETERS.get(row.metavar or "")):
        for each in complete(line):
            texts = [f'"{text}"' if " " in text else text for text in (each.text, *each.others)]
            first, *others = [f"{opened}{name}:{text}" for text in texts]
            yield Candidate(first, each.description, others)


def _either(*completers: Completer) -> Completer:
    return lambda line: (each for complete in completers for each in complete(line))


UNKNOWN: Completer = _fixed()
"""The completer for values that only the user knows. It yields no candidates."""

COMPLETERS: Mapping[str, Completer | None] = {
    **dict.fromkeys(
        ("PATH", "[PATH]", "FILE", "TEXT|FILE", "[OLD] NEW", "BASE OURS THEIRS", "RULES.toml")
    ),
    **dict.fromkeys(("NAME", "[NAME…]"), _actors),
    "TYPE": _types,
    "TAG": _words_of_events("tags"),
    "PLACE": _words_of_events("places"),
    "ORIGIN": _origins,
    "INITIATOR": _either(_countries, _actors, _fixed("disputed")),
    "STATUS": _fixed(*STATUSES, "any"),
    **dict.fromkeys(("[PERIOD]", "[PERIOD…]"), _periods),
    "[PERIOD|NAME…]": _either(_periods, _actors),
    "EXPR": _conditions,
    "search typed": _either(_actors, _types, _words_of_events("tags"), _words_of_events("places")),
    "export --labels": _names_in("files.exchange.drawing.labels", "LABELS"),
    "export --lanes": _names_in("core.counting", "LANES"),
    "timeline --lanes": _names_in("core.counting", "LANES"),
    "[NAME=]PERIOD": _dates,
    **dict.fromkeys(("ID…", "--around", "--follows", "--event"), _events),
    **dict.fromkeys(("--part-of", "--same-source-as"), _events),
    "ID|URL": _sources,
    "NAME=DATE": _assigned(_fixed(*DATE_KEYS)),
    "CODE=DATE": _assigned(_all_countries),
    "CODE": _countries,
    "SYSTEM=CODE": _assigned(_names_in("core.country_codes", "SYSTEMS")),
    "TYPE=N": _assigned(_types),
    "VERDICT": _names_in("core.verdicts", "VERDICTS"),
    "RULE": _rules,
    "A,B,C": _fields,
    "KEY": _keys,
    "A-F": _fixed(*"ABCDEF"),
    "WHEN": _fixed("auto", "always", "never"),
    "WORDING": _fixed("quoted", "paraphrased"),
    "[COMMAND…]": lambda line: commands(PartialCommandLine(line.root, line.arguments)),
    "SHELL": _fixed(*SHELLS),
    "[SCHEMA]": _fixed("ledger", "statements"),
    "TIME": _fixed("30m", "2h", "1d", "1w"),
    "SECTION": _names_in("core.agenda", "SECTIONS"),
    "CODES": _names_in("core.country_codes", "SYSTEMS"),
    "--format": _fixed("table", *able_to("write")),
    "--country": _countries,
    **dict.fromkeys(("--place-country", "add actor --country"), _all_countries),
    "--side": _either(_countries, _actors),
    **dict.fromkeys(("--source", "--publisher"), _publishers),
    **dict.fromkeys(("--since", "--until"), _either(_dates, _fixed(*RELATIVE))),
    "--on-duplicate": _fixed("skip", "update", "fail"),
    "--on-missing": _fixed("report", "cancelled", "remove"),
    **dict.fromkeys(("count --by", "compare --by"), _names_in("core.counting", "DIMENSIONS")),
    "sources --by": _names_in("cli.commands.sources", "GROUPS"),
    "sources --missing": _names_in("cli.commands.sources", "KEYS"),
    "claims --speaker": _speakers,
    "export format": lambda line: (Candidate(f.name, f.help) for f in able_to("export").values()),
    "import --from": _fixed(*able_to("read")),
    "add --initiator": _either(_countries, _actors, _fixed("disputed")),
    "add --place": _words_of_events("places"),
    "add --status": _fixed(*STATUSES),
    **dict.fromkeys(("add actor name", "add actor --alias", "import --as"), UNKNOWN),
    **dict.fromkeys(("edit ids", "remove id", "rename old", "join keep", "join other"), _entries),
    "rename new": UNKNOWN,
    "join --country": _countries,
    "edit --set": _assigned(_keys),
}
"""For each parameter, its completer, or None for files, which the shell completes.

A parameter is looked up by its command and name, then by its metavar, then by its name alone.
"""

SEPARATORS = {"EXPR": " ", "[PERIOD]": "..", "[NAME=]PERIOD": "=", "RULE": ",", "A,B,C": ","}
"""For each metavar of a value with several parts, the separator. Each part is completed alone."""
