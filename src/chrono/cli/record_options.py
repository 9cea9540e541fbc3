"""The options that give what a new event, actor, source … holds: one for each key of the format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from chrono.cli.options import OptionBundle, Word, Words, option
from chrono.core.english import join_or, plural
from chrono.core.model import DATE_KEYS, STATUSES
from chrono.errors import UsageError
from chrono.files.format.keys import ENTRIES, INLINE_SOURCE


def _one(name: str, text: str, metavar: str = "TEXT", *short: str) -> Any:
    return Annotated[Word, option(name, *short, metavar=metavar, text=text)]


def _many(name: str, text: str, metavar: str = "TEXT", *short: str) -> Any:
    return Annotated[Words, option(name, *short, metavar=metavar, text=text)]


_SOURCES: Mapping[str, Any] = {
    "source": _many(
        "--source", "Who says so: a source's id, or an address; again for more.", "ID|URL"
    ),
    "publisher": _many("--publisher", "Who put out the source of that address; once for each."),
    "origin": _many("--origin", "Whose text it is, when that is another."),
    "source_title": _many("--source-title", "Its title."),
    "source_date": _many("--source-date", "Its date.", "DATE"),
    "archive": _many("--archive", "The address of a copy.", "URL"),
    "side": _many("--side", "Whose account it is: a country or an actor."),
    "grade": _many("--grade", "A (best) to F, your own judgement.", "A-F"),
    "quote": _many("--quote", "What it says, in short."),
    "says": _many("--says", "Where it differs: date, type, place, initiator.", "KEY=VALUE"),
}

_EVENT: Mapping[str, Any] = {
    "date": _one("--date", "When: 2025-10-30, 2025-10, or any date of EDTF.", "DATE", "-d"),
    "type": _one("--type", "What kind: meeting, call, talks …", "TYPE", "-t"),
    "title": _one("--title", "What happened, in a line."),
    "actors": _many(
        "--actor", "Who took part, by a name that means one; again for each.", "NAME", "-a"
    ),
    "new_actors": _many(
        "--new-actor", "Who took part and is not in the ledger yet.", '"NAME (COUNTRY)"'
    ),
    "present": _many("--present", "Who was there; again for each.", "NAME"),
    "new_present": _many(
        "--new-present", "Who was there and is not in the ledger yet.", '"NAME (COUNTRY)"'
    ),
    "place": _one("--place", "Where."),
    "place_country": _one("--place-country", "In which country.", "CODE"),
    "initiator": _one("--initiator", "Who asked for it: an actor, a country, or disputed.", "NAME"),
    "summary": _one("--summary", "More about it, of as many lines as it takes."),
    "notes": _one("--notes", "Notes of your own; no export shows them."),
    "tags": _many("--tag", "A tag; again for more.", "TAG"),
    "status": _one("--status", f"{join_or(STATUSES).capitalize()}.", "STATUS"),
    "follows": _many("--follows", "The id of an event that it follows up; again.", "ID"),
    "part_of": _one("--part-of", "The id of the event that it belongs to.", "ID"),
    "local_dates": _many("--local-date", "A capital's date, where they differ.", "CODE=DATE"),
    "dates": _many("--dates", f"Another date: {', '.join(DATE_KEYS)}.", "NAME=DATE"),
    "private": Annotated[bool, option("--private", text="Left out of every export.")],
    "extra": _many("--extra", "Data of your own; again for more.", "NAME=VALUE"),
    "id": _one("--id", "Its id; without one it is made from date and place, or who.", "ID"),
    **_SOURCES,
}

_CLAIM: Mapping[str, Any] = {
    "by": _one("--by", "Who said it.", "NAME"),
    "date": _one("--date", "When it was said.", "DATE", "-d"),
    "statement": _one("--statement", "What was said."),
    "period": _many(
        "--period", "The window, or again for each reading: NAME=PERIOD.", "[NAME=]PERIOD"
    ),
    "counts": _many("--count", "How many of a type: 4, 40.., ..3; again.", "TYPE=N"),
    "total": _one("--total", "How many of all.", "N"),
    "actors": _many("--actor", "Who takes part in what is counted; again: all.", "NAME", "-a"),
    "types": _many("--type", "The types that --total counts.", "TYPE", "-t"),
    "tags": _many("--tag", "The tags that what is counted bears.", "TAG"),
    "as_of": _one("--as-of", "The last day whose events count.", "DATE"),
    "wording": _one("--wording", "Quoted or paraphrased.", "WORDING"),
    "window": _one("--window", "The window in the speaker's words."),
    "disputed": _one("--disputed", "Why a known disagreement stands."),
    "extra": _many("--extra", "Data of your own; again for more.", "NAME=VALUE"),
    "id": _one("--id", "Its id; without one it is made from speaker and date.", "ID"),
    **_SOURCES,
}

_ACTOR: Mapping[str, Any] = {
    "aliases": _many("--alias", "Another name; again for more.", "NAME"),
    "country": _one("--country", "Its country's code, or a body's name.", "CODE"),
    "roles": _many("--role", "An office: TITLE; from=DATE; until=DATE.", "OFFICE"),
    "extra": _many("--extra", "Data of your own; again for more.", "NAME=VALUE"),
    "id": _one("--id", "Its id; without one it is made from the name.", "ID"),
}

_TYPE: Mapping[str, Any] = {
    "plural": _one("--plural", "What several are called."),
    "contact": Annotated[bool, option("--contact", text="Events of it can be contacts.")],
    "extra": _many("--extra", "Data of your own; again for more.", "NAME=VALUE"),
    "id": _one("--id", "Its id; without one it is made from the label.", "ID"),
}

_SOURCE: Mapping[str, Any] = {
    "origin": _one("--origin", "Whose text it is, when that is another."),
    "title": _one("--title", "Its title."),
    "url": _one("--url", "Its address.", "URL"),
    "date": _one("--date", "Its date.", "DATE", "-d"),
    "archive": _one("--archive", "The address of a copy.", "URL"),
    "side": _one("--side", "Whose account it is: a country or an actor."),
    "grade": _one("--grade", "A (best) to F, your own judgement.", "A-F"),
    "quote": _one("--quote", "What it says, in short."),
    "says": _many("--says", "Where it differs: date, type, place, initiator.", "KEY=VALUE"),
    "private": Annotated[bool, option("--private", text="Left out of every export.")],
    "extra": _many("--extra", "Data of your own; again for more.", "NAME=VALUE"),
    "id": _one("--id", "Its id; without one it is made from publisher and date.", "ID"),
}


_DETAILS = {
    "publisher": "publisher", "origin": "origin", "source_title": "title", "source_date": "date",
    "archive": "archive", "side": "side", "grade": "grade", "quote": "quote", "says": "says",
}  # fmt: skip


def sources_said(said: dict[str, Any]) -> list[Any]:
    """The sources of an event or a claim; takes their options out of what was said.

    Details belong to the sources that are given by an address, the first to the first; where there
    is none, to the one that is given by its id, or else to one that has no address.
    """
    named = said.pop("source", [])
    details = {key: said.pop(option) for option, key in _DETAILS.items() if option in said}
    sources: list[Any] = [{"url": name} if "://" in name else name for name in named]
    tables = [source for source in sources if isinstance(source, dict)]
    if details and not tables:
        tables = [{"ref": sources.pop()} if len(sources) == 1 else {}]
        sources += tables
    if "says" in details:
        details["says"] = [details["says"]]
    for key, values in details.items():
        if len(values) != len(tables):
            option = next(option for option, one in _DETAILS.items() if one == key)
            raise UsageError(
                f"--{option.replace('_', '-')} is given {plural(len(values), 'time')} for "
                f'{plural(len(tables), "source")}: give it for each in their order, and "" where '
                "there is none"
            )
        for table, value in zip(tables, values, strict=True):
            if value:
                table[key] = value
    for table in tables:
        if "publisher" not in table and "ref" not in table:
            raise UsageError("a source needs its --publisher: who put it out")
    names = [*INLINE_SOURCE.keys]
    ordered = [dict(sorted(table.items(), key=lambda one: names.index(one[0]))) for table in tables]
    return [ordered.pop(0) if isinstance(source, dict) else source for source in sources]


def _group(kind: str, options: Mapping[str, Any]) -> OptionBundle:
    def build(context: typer.Context, **own: Any) -> RecordOptions:
        # An empty text says as much as none, where one need not be there.
        nothing = (None, False, "")
        said = {
            key: value
            for key, value in own.items()
            if value not in nothing or (value == "" and key in ENTRIES[kind].required)
        }
        sources = sources_said(said) if "source" in options else []
        if sources:
            said["sources"] = sources
        new = {key: said.pop(f"new_{key}", []) for key in ("actors", "present")}
        return RecordOptions(ENTRIES[kind].parse(said), **new)

    sources = {name: one for name, one in _SOURCES.items() if options.get(name) is one}
    return OptionBundle(options, build, {"Sources": sources})


class RecordOptions(dict[str, Any]):
    """The keys of a new thing, as TOML has them, by what was said on the command line.

    `new` are the names of those in an event who are not in the ledger yet, by the key that they
    go to.
    """

    def __init__(
        self, fields: Mapping[str, Any], actors: Sequence[str] = (), present: Sequence[str] = ()
    ) -> None:
        super().__init__(fields)
        self.new: Mapping[str, Sequence[str]] = {"actors": actors, "present": present}

    def __bool__(self) -> bool:
        return len(self) > 0 or any(self.new.values())


class EventOptions(RecordOptions):
    """Those of an event."""

    GROUP = _group("events", _EVENT)


class ClaimOptions(RecordOptions):
    """Those of a claim."""

    GROUP = _group("claims", _CLAIM)


class ActorOptions(RecordOptions):
    """Those of an actor, its name apart."""

    GROUP = _group("actors", _ACTOR)


class TypeOptions(RecordOptions):
    """Those of a type, its label apart."""

    GROUP = _group("types", _TYPE)


class SourceOptions(RecordOptions):
    """Those of a source, its publisher apart."""

    GROUP = _group("sources", _SOURCE)


class SourceDetails(RecordOptions):
    """`sources`: those to be added to an event or a claim."""

    GROUP = _group("events", _SOURCES)


def missing_options(kind: str, fields: Mapping[str, Any]) -> list[str]:
    """The options without which a new entry has not all keys that it must have."""
    table = ENTRIES[kind]
    required = [key for key in table.required if key != "id" and key not in fields]
    missing = [f"--{_singular(key)}" for key in required]
    if table.either and not {*table.either} & {*fields}:
        missing.append(" or ".join(f"--{_singular(key)}" for key in table.either))
    return missing


def _singular(key: str) -> str:
    """What the option for a key is called: `actor` for `actors`."""
    return key.removesuffix("s")
