"""The keys of every TOML table in a ledger, with one row for each key.

These rows define how a ledger is read, checked, and written as JSON, CSV and SQLite, and also the
options of `add`, the JSON Schema and the manual. For a new key, add a row to this module and a
field to `core/model.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chrono.core.english import join_or
from chrono.core.model import STATUSES
from chrono.core.names import choose
from chrono.files.format import key_path
from chrono.files.format.containers import Key, ListOf, MapOf, Table
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import (
    BOOLEAN,
    COUNT,
    COUNTRY,
    DATE,
    ID,
    LINE,
    PERIOD,
    TEXT,
    URL,
    Choice,
    Line,
    Text,
    Version,
)
from chrono.files.format.ledger_kinds import Office, Readings, SourceItem

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path

VERSION = 1
"""The version of the format that this chrono reads and writes; higher versions are refused."""

ACTOR_NAME, EVENT_ID = Line("actor"), Line("event")
INITIATOR, TYPE_NAME = Line("initiator"), Text("type")
TITLE = Line(hint=": the rest belongs in summary")

LEDGER = Table(
    "[ledger]",
    Key("version", Version(VERSION), "The version of the format."),
    Key("title", LINE, "What the ledger is called."),
    Key("description", TEXT, "What it holds, and by which rules."),
    Key("covers", PERIOD, "The period it was kept for; nothing is said about silence outside it."),
    Key("principals", ListOf(ACTOR_NAME), "Whose contacts head the summary."),
    Key("include", ListOf(LINE), "Further files, relative to this one; * and ** match many."),
)
ROLE = Office(
    "a role",
    Key("title", LINE, "The office.", required=True),
    Key("from", DATE, "The first day.", field="since"),
    Key("until", DATE, "The last day."),
)
ACTOR = Table(
    "an actor",
    Key("name", LINE, "The name, as it is shown.", required=True),
    Key(
        "aliases",
        ListOf(LINE),
        "Other names, in any script; a search finds whole words of them.",
        singular="alias",
    ),
    Key("country", COUNTRY, "The country or body that it acts for."),
    Key(
        "roles",
        ListOf(ROLE),
        "The offices it held, each with its days.",
        option="An office: TITLE; from=DATE; until=DATE.",
    ),
)
TYPE = Table(
    "a type",
    Key("label", LINE, "What one is called."),
    Key("plural", LINE, "What several are called."),
    Key("contact", BOOLEAN, "Whether such an event between two countries is a contact."),
)
SAYS = Table(
    "says",
    Key("date", DATE, "The date that it gives."),
    Key("type", TYPE_NAME, "The type that it gives."),
    Key("place", LINE, "The place that it gives."),
    Key("initiator", INITIATOR, "Who asked for it, according to it."),
)
_PUBLISHER = Key("publisher", LINE, "Who put it out.", required=True)
_SOURCE_KEYS = (
    Key("origin", LINE, "Whose text it is, when that is another."),
    Key("title", LINE, "The headline."),
    Key("url", URL, "Where it stands, http or https."),
    Key("date", DATE, "When it was published."),
    Key("archive", URL, "A copy that will last, http or https."),
    Key("side", Line("side"), "Whose account it is: a country or an actor."),
    Key("grade", Choice(*"ABCDEF"), "A (best) to F, your own judgement."),
    Key("quote", TEXT, "A short quotation."),
    Key("says", SAYS, "Where this source differs from the event."),
    Key("private", BOOLEAN, "Left out of every export.", default=False),
)
SOURCE = Table("a source", _PUBLISHER, *_SOURCE_KEYS)
INLINE_SOURCE = Table(
    "a source",
    Key(
        "ref", Line("source"), "The id of a declared source that this one starts from.", either=True
    ),
    _PUBLISHER._replace(required=False, either=True),
    *_SOURCE_KEYS,
)
SOURCE_ITEM = SourceItem(INLINE_SOURCE, SOURCE)
DATES = Table(
    "dates",
    Key("announced", DATE, "When it was made known."),
    Key("planned", DATE, "When it was to be."),
    Key("signed", DATE, "When it was signed."),
    Key("effective", DATE, "When it came into force."),
    Key("suspended", DATE, "When it was suspended."),
    Key("ended", DATE, "When it ended, or is to end."),
)
EVENT = Table(
    "an event",
    Key("id", ID, "Of a-z, 0-9 and hyphens; no other event has it.", required=True),
    Key("date", DATE, "When: a day, or as much as is known, in EDTF.", required=True, field="when"),
    Key(
        "type",
        TYPE_NAME,
        "What kind of event: meeting, call, video, talks … or one of your own.",
        required=True,
    ),
    Key("title", TITLE, "What happened, on one line.", required=True),
    Key(
        "actors",
        ListOf(ACTOR_NAME, filled=True),
        "Who deal with each other: ids, names or aliases.",
        required=True,
    ),
    Key("present", ListOf(ACTOR_NAME), "Who were there; found by --present, never counted."),
    Key("place", LINE, "Where."),
    Key("place_country", COUNTRY, "In which country."),
    Key("initiator", INITIATOR, 'Who asked for it: one of the actors, a country, or "disputed".'),
    Key("summary", TEXT, "Free text, of many lines if need be."),
    Key("notes", TEXT, "Your own; no export shows them."),
    Key("tags", ListOf(LINE), "Words to find it by.", counted=True),
    Key(
        "status",
        Choice(*STATUSES),
        "held where nothing is said; only what was held is counted.",
        counted=True,
        default="held",
        option=f"{join_or(STATUSES).capitalize()}.",
    ),
    Key(
        "follows",
        ListOf(EVENT_ID),
        "The ids of the events that this one follows up.",
        singular="follows",
    ),
    Key("part_of", EVENT_ID, "The id of the event that this one belongs to."),
    Key(
        "local_dates",
        MapOf(DATE, COUNTRY, whole=True),
        "When the capitals' dates differ: by country; date is one of them.",
        counted=True,
    ),
    Key("dates", DATES, "Further dates in the life of a plan or a measure."),
    Key("private", BOOLEAN, "Left out of every export.", default=False),
    Key(
        "sources",
        ListOf(SOURCE_ITEM),
        "Who says so: ids of declared sources, or tables.",
        option="Who says so: a source's id, or an address.",
    ),
)
CLAIM = Table(
    "a claim",
    Key("id", LINE, "No other claim has it.", required=True),
    Key("by", Line("speaker"), "Who said it: an actor, or a name.", required=True),
    Key("date", DATE, "When it was said.", required=True),
    Key("as_of", DATE, "The last day whose events count; the day it was said where left out."),
    Key("statement", TEXT, "What was said.", required=True),
    Key("wording", Choice("paraphrased", "quoted"), "Whether these are the speaker's own words."),
    Key("window", TEXT, "The window in the speaker's words."),
    Key(
        "period",
        Readings(),
        "The window as a period, or each reading of it by name.",
        required=True,
        field="readings",
        option="The window as a period, or each reading of it: NAME=PERIOD.",
    ),
    Key("actors", ListOf(ACTOR_NAME), "Only events in which all of them take part."),
    Key("types", ListOf(TYPE_NAME), "What total counts; all contact types where left out."),
    Key("tags", ListOf(LINE), "Only events that bear all of these."),
    Key(
        "counts",
        MapOf(COUNT, refers_to="type", filled=True),
        "How many of each type: 4, { min = 40 } or { max = 3 }.",
        either=True,
        option="How many of a type: 4, 40.. or ..3.",
    ),
    Key("total", COUNT, "How many in all.", either=True),
    Key("disputed", TEXT, "Why a known disagreement stands; then check passes."),
    Key("sources", ListOf(SOURCE_ITEM), "Where it was said."),
)

ENTRIES: Mapping[str, Table] = {
    "events": EVENT,
    "claims": CLAIM,
    "actors": ACTOR,
    "types": TYPE,
    "sources": SOURCE,
}
"""Name -> table, for the tables whose entries can be added to a ledger."""

NEW_ENTRIES = {name: table.without_required_id() for name, table in ENTRIES.items()}
"""Like `ENTRIES`, for new entries, whose id may still be missing."""

TABLES: Mapping[str, Table] = {**ENTRIES, "ledger": LEDGER}
"""Name -> table, for everything that can be edited: entries, and `[ledger]`, the head."""

HEADERS: Mapping[str, str] = {
    "ledger": "[ledger]",
    **{name: f"[{name}.ID]" for name in ("actors", "types", "sources")},
    **{name: f"[[{name}]]" for name in ("events", "claims")},
    "extra": "[extra]",
}
"""Name -> form of the header, for the top-level tables of a ledger."""

COUNTED = frozenset(key.name for key in EVENT.keys.values() if key.counted or key.required)
"""The keys of an event on which counts may depend."""

PARTICIPANTS = tuple(key.name for key in EVENT.keys.values() if key.kind.refers_to == "actor")
"""The keys of an event that list actors."""


def noun(name: str) -> str:
    """The word for one entry of the table `name`: `event` for `events`."""
    return TABLES[name].noun


def key_order(name: str) -> list[str]:
    """The keys of the table `name` in the order in which they are written, with `sources` last."""
    keys = TABLES[name].keys
    return sorted(keys, key=lambda key: key == "sources")


def locate(name: str, words: str) -> tuple[Path, Kind]:
    """Parse `words`, a typed path such as `sources[2].url`; return the path and its value's kind.

    `name`: the table of the entry, such as `events`. Raises UsageError if `words` names no key.
    """
    path = key_path.parse(words)
    kind: Kind = TABLES[name]
    for at, step in enumerate(path):
        table = kind.table if isinstance(kind, SourceItem) else kind
        if isinstance(table, Table) and isinstance(step, str):
            owner = key_path.printed(path[:at]) or table.called
            choose(step, table.keys, "key", where=f" in {owner}")
        kind = kind.inner(step)
    return path, kind
