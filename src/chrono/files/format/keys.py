"""The keys of every table in a ledger. Each key has a kind of value and a description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from chrono.core.english import join_or
from chrono.core.model import STATUSES
from chrono.core.names import choose
from chrono.errors import UsageError
from chrono.files.format import typed_text
from chrono.files.format.containers import Key, ListOf, MapOf, Table
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import (
    BOOLEAN,
    CODE,
    COUNT,
    COUNTRY,
    DATE,
    ID,
    LANGUAGE,
    LINE,
    PERIOD,
    PLACE,
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
"""The newest version of the ledger format that this chrono reads. Newer ledgers are refused."""

ACTOR_NAME, EVENT_ID = Line("actor"), Line("event")
INITIATOR, TYPE_NAME = Line("initiator"), Text("type")
TITLE = Line(hint='; put the rest in "summary"')

FORMER_IDS = "former_ids"

# fmt: off
_FORMER = Key(FORMER_IDS, ListOf(LINE),
              "Former ids of the entry, which chrono still accepts.",
              option="A former id of this entry, which chrono still accepts.")
_FORMER_PLAIN = _FORMER._replace(kind=ListOf(ID))

LEDGER = Table(
    "[ledger]",
    Key("version", Version(VERSION), "The format version."),
    Key("title", LINE, "The ledger's title."),
    Key("description", TEXT, "What the ledger contains, and its rules."),
    Key("covers", PERIOD,
        "The period that the ledger covers (short for a row of [[coverage]])."),
    Key("principals", ListOf(ACTOR_NAME),
        "The main actors, whose contacts come first in the summary."),
    Key("include", ListOf(Line(example="a file name")),
        "More files, relative to this file (* and ** are wildcards)."),
)
COVERAGE = Table(
    "a coverage row",
    Key("period", PERIOD, "The period for which the ledger is complete, as far as you know.",
        required=True),
    Key("actors", ListOf(ACTOR_NAME), "Only events in which all of these take part."),
    Key("types", ListOf(TYPE_NAME), "Only events of these types."),
    Key("tags", ListOf(LINE), "Only events with all of these tags."),
    Key("countries", ListOf(COUNTRY), "Only events with actors from all of these countries."),
    Key("note", TEXT, "A name for these events, which web pages show instead of the tags."),
)
ROLE = Office(
    "a role",
    Key("title", LINE, "The title of the office.", required=True),
    Key("from", DATE, "The first day.", field="since"),
    Key("until", DATE, "The last day."),
)
CODES = Table(
    '"codes" of an actor',
    Key("cow", CODE, "The number of the state in the Correlates of War data."),
    Key("iso3", CODE, "The alpha-3 code of ISO 3166."),
)
ACTOR = Table(
    "an actor",
    Key("name", LINE, "The name to display.", required=True),
    Key("aliases", ListOf(LINE), "Other names, in any script.",
        option="Another name, in any script.", singular="alias"),
    Key("country", COUNTRY, "The country or organisation that the actor represents."),
    Key("roles", ListOf(ROLE), "Offices held, with their dates.",
        option='An office, as "TITLE; from=DATE; until=DATE".'),
    Key("codes", CODES, "The actor's codes, where the codes of the country are not right.",
        option="A code in place of the country's, such as cow=817."),
    _FORMER_PLAIN,
)
TYPE = Table(
    "a type",
    Key("label", LINE, 'The name for one event, such as "working lunch".'),
    Key("plural", LINE, "The name for several events."),
    Key("aliases", ListOf(LINE), "Other words for such events, which you can use with --type.",
        option="Another word for such events.", singular="alias"),
    Key("contact", BOOLEAN,
        "Count these events as contacts, if actors from two or more countries take part."),
    _FORMER,
)
PUBLISHER = Table(
    "a publisher",
    Key("name", LINE, "The name to display and to count by.", required=True),
    Key("aliases", ListOf(LINE), "Other names that sources use for the same publisher or agency.",
        option="Another name that sources use.", singular="alias"),
    _FORMER_PLAIN,
)
SAYS = Table(
    '"says" of a source',
    Key("date", DATE, "The date according to the source."),
    Key("type", TYPE_NAME, "The type according to the source."),
    Key("place", PLACE, "The place according to the source."),
    Key("initiator", INITIATOR, "Who initiated the event, according to the source."),
)
_PRIVATE = "Leave the {} out of exports, unless you use `chrono export --private`."
_DISPUTED = "write denied (one side denies the event) or unconfirmed (no side confirms it)"
_PUBLISHER = Key("publisher", LINE, "The publisher.", required=True)
_SOURCE_KEYS = (
    Key("origin", LINE, "The agency or outlet that made the report, if not the publisher."),
    Key("author", LINE, "The person who wrote the text."),
    Key("title", LINE, "The title or headline."),
    Key("url", URL, "The web address (http or https)."),
    Key("date", DATE, "The date of publication."),
    Key("accessed", DATE, "The day on which you saw the source."),
    Key("language", LANGUAGE, "The language, as a code such as en, zh or zh-Hant (BCP 47)."),
    Key("locator", LINE, "The place within the source, such as a page."),
    Key("archive", URL, "The web address of an archived copy (http or https)."),
    Key("side", Line("side"), "The side whose account the source gives: a country or an actor."),
    Key("grade", Choice(*"ABCDEF"), "Your rating of the source, from A (best) to F."),
    Key("quote", TEXT, "A short quotation."),
    Key("says", SAYS, "The details that differ in this source.",
        option="A detail that differs in this source."),
    Key("private", BOOLEAN, _PRIVATE.format("source"), default=False),
)
SOURCE = Table("a source", _PUBLISHER, *_SOURCE_KEYS, _FORMER)
INLINE_SOURCE = Table(
    "a source",
    Key("ref", Line("source"), "The id of a declared source to build on.", either=True),
    _PUBLISHER._replace(required=False, either=True,
                        option="The publisher (once for each --source with a web address)."),
    *_SOURCE_KEYS,
)
SOURCE_ITEM = SourceItem(INLINE_SOURCE, SOURCE)
DATES = Table(
    '"dates" of an event',
    Key("announced", DATE, "The date of the announcement."),
    Key("planned", DATE, "The planned date."),
    Key("signed", DATE, "The date of signature."),
    Key("effective", DATE, "The date of entry into force."),
    Key("suspended", DATE, "The date of suspension."),
    Key("ended", DATE, "The date of the end."),
)
EVENT = Table(
    "an event",
    Key("id", ID, "A unique id of a-z, 0-9 and hyphens.", required=True),
    Key("date", DATE,
        "The date in EDTF (a standard): 2025-10 (a month), 2025-10-30 or 2025-10-30T09:30.",
        option='The date, such as 2025-10 (a month), 2025-10-30, 2025-10-30T09:30 or '
        '"30 Oct 2025".',
        required=True, field="when"),
    Key("type", TYPE_NAME, "The type, such as meeting, call, video or talks.", required=True),
    Key("title", TITLE, "What happened, in one line.", required=True),
    Key("actors", ListOf(ACTOR_NAME, filled=True), "The participants: ids, names or aliases.",
        required=True, option="A participant, by id, name or alias."),
    Key("present", ListOf(ACTOR_NAME),
        "People who were present but did not take part.",
        option="Someone who was present but did not take part."),
    Key("place", PLACE, "The place."),
    Key("place_country", COUNTRY, "The country of the place."),
    Key("initiator", INITIATOR, 'Who initiated the event: a participant, a country or "disputed".'),
    Key("summary", TEXT, "A description, in one or more lines."),
    Key("notes", TEXT, "Private notes, exported only with `chrono export --private`."),
    Key("tags", ListOf(LINE), "Keywords for filtering events.", counted=True,
        option="A keyword for filtering events."),
    Key("status", Choice(*STATUSES, hints={"disputed": _DISPUTED}),
        "The status of the event [default: held (took place)].",
        counted=True, default="held",
        option=f"The status: held (took place), {join_or(STATUSES[1:])} [default: held]."),
    Key("follows", ListOf(EVENT_ID), "The ids of earlier events that this event follows up.",
        option="The id of an earlier event that this event follows up.", singular="follows"),
    Key("part_of", EVENT_ID, "The id of a larger event that includes this event."),
    _FORMER_PLAIN,
    Key("local_dates", MapOf(DATE, COUNTRY, whole=True),
        "The local date in each country, if the local dates differ.",
        option="The local date in a country, if it differs from the date of the event.",
        counted=True),
    Key("dates", DATES, "Other dates of a plan or measure.",
        option="Another date of a plan or measure, by name."),
    Key("private", BOOLEAN, _PRIVATE.format("event"), default=False),
    Key("sources", ListOf(SOURCE_ITEM), "The sources: ids of declared sources, or tables.",
        option="Add a source, by id or web address."),
)
CLAIM = Table(
    "a claim",
    Key("id", LINE, "A unique id.", required=True),
    Key("by", Line("speaker"), "Who made the claim: an actor in the ledger, or any other name.",
        required=True),
    Key("date", DATE, "When the claim was made.", required=True),
    Key("as_of", DATE, "The last day to count [default: the date of the claim]."),
    Key("statement", TEXT, "What was claimed.", required=True),
    Key("wording", Choice("paraphrased", "quoted"),
        "Whether the statement is paraphrased or quoted."),
    Key("window", TEXT, "The speaker's words for the period, such as \"the past year\"."),
    Key("period", Readings(),
        "The period of the claim, or a period for each possible meaning of the claim.",
        option="The period, or NAME=PERIOD for each possible meaning of the claim.",
        required=True, field="readings"),
    Key("actors", ListOf(ACTOR_NAME), "Only count events in which all of these take part.",
        option="An actor in every event that the claim counts."),
    Key("types", ListOf(TYPE_NAME),
        "The types of event that the total counts [default: all types of contact].",
        option="A type of event that the total counts [default: all types of contact]."),
    Key("tags", ListOf(LINE), "Only count events with all of these tags.",
        option="A tag of every event that the claim counts."),
    Key("counts", MapOf(COUNT, refers_to="type", filled=True),
        "The number for each type: 4, { min = 40 } or { max = 3 }.", either=True,
        option="The number for a type: call=4 (exactly 4), call=40.. (40 or more) or call=..3 (up "
        "to 3)."),
    Key("total", COUNT, "The total number.", either=True,
        option="The total number: 4 (exactly 4), 40.. (40 or more) or ..3 (up to 3)."),
    Key("disputed", TEXT,
        "The reason why the claim differs from the ledger; `chrono check` then accepts the claim."),
    _FORMER,
    Key("sources", ListOf(SOURCE_ITEM), "The sources of the claim."),
)
# fmt: on

ENTRIES: Mapping[str, Table] = {
    "events": EVENT, "claims": CLAIM, "actors": ACTOR, "types": TYPE, "publishers": PUBLISHER,
    "sources": SOURCE,
}  # fmt: skip
"""The tables whose entries can be added to a ledger, by name."""

NEW_ENTRIES = {name: table.without_required_id() for name, table in ENTRIES.items()}
"""The tables in `ENTRIES`, changed so that an entry is valid before it has an id."""

TABLES: Mapping[str, Table] = {**ENTRIES, "ledger": LEDGER, "coverage": COVERAGE}
"""All tables of a ledger by name: the tables in `ENTRIES`, `[ledger]` and `[[coverage]]`."""

HEADERS: Mapping[str, str] = {
    "ledger": "[ledger]",
    "coverage": "[[coverage]]",
    **{name: f"[{name}.ID]" for name in ("actors", "types", "publishers", "sources")},
    **{name: f"[[{name}]]" for name in ("events", "claims")},
    "extra": "[extra]",
}
"""The header of each table at the top level of a ledger, by the name of the table."""

COUNTED = frozenset(key.name for key in EVENT.keys.values() if key.counted or key.required)
"""The keys of an event on which counts may depend."""

PARTICIPANTS = tuple(key.name for key in EVENT.keys.values() if key.kind.refers_to == "actor")
"""The keys of an event that list actors."""


def noun(name: str) -> str:
    """Return the word for one entry of the table `name`, such as `event` for `events`."""
    return TABLES[name].noun


@cache
def key_order(name: str) -> Sequence[str]:
    """Return the keys of the table `name` in the order in which chrono writes them."""
    return sorted(TABLES[name].keys, key=lambda key: key == "sources")


def locate(name: str, words: str) -> tuple[Path, Kind]:
    """Return (path, kind of the value) for a typed path, such as `sources[2].url`.

    `name`: the table of the entry, such as `events`. Raises UsageError for an unknown key.
    """
    path = typed_text.parse_path(words)
    kind: Kind = TABLES[name]
    for at, step in enumerate(path):
        table = kind.table if isinstance(kind, SourceItem) else kind
        if isinstance(table, Table) and isinstance(step, str):
            owner = typed_text.printed(path[:at]) or table.called
            choose(step, table.keys, "key", where=f" in {owner}")
        elif isinstance(table, ListOf) and isinstance(step, str) and not step.isdecimal():
            name = typed_text.printed(path[:at])
            raise UsageError(f"{name} is a list; for its first value, write {name}[1].{step}")
        kind = kind.inner(step)
    return path, kind
