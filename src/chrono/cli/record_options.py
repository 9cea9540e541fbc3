"""The options of `chrono add` and `chrono edit`, made from the keys of an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import typer

from chrono.cli import typed_dates
from chrono.cli.command import BUNDLES, OptionBundle
from chrono.cli.options import option, repeatable, session_in
from chrono.core.english import join_and, join_or, plural
from chrono.core.model import NOTHING
from chrono.core.periods import in_dots
from chrono.core.sentences import needs, only_one_of, shell_word
from chrono.errors import UsageError, refuse
from chrono.files.format.containers import Key, ListOf, MapOf, Table
from chrono.files.format.keys import (
    CLAIM,
    ENTRIES,
    EVENT,
    INLINE_SOURCE,
    LEDGER,
    PARTICIPANTS,
    TABLES,
)
from chrono.files.format.kinds import BOOLEAN, COUNT, COUNTRY, DATE, EXTRA, ID, URL
from chrono.files.format.ledger_kinds import Readings

_SHORT = {"date": "-d", "type": "-t", "types": "-t", "actors": "-a"}

_METAVARS: Mapping[Any, str] = {
    "actor": "NAME", "speaker": "NAME", "initiator": "NAME", "type": "TYPE", "event": "ID",
    "aliases": "NAME", "former_ids": "ID", "tags": "TAG", "grade": "A-F", "roles": "OFFICE",
    "dates": "NAME=DATE", "local_dates": "CODE=DATE", "sources": "ID|URL", "says": "KEY=VALUE",
    "counts": "TYPE=N", "period": "[NAME=]PERIOD", "status": "STATUS",
    "wording": "WORDING", "codes": "SYSTEM=CODE",
    DATE: "DATE", COUNTRY: "COUNTRY", URL: "URL", COUNT: "N", ID: "ID", EXTRA: "NAME=VALUE",
}  # fmt: skip
"""The metavar of a key. It is found by the key's name, what its value refers to, or its kind."""

_NEW = {"actors": "as a participant", "present": "to those present"}
"""For each key that lists actors, the words in --help for adding new actors there."""

_ID = Key("id", ID, option="The id [default: generated].")

ARGUMENTS = {"actors": "name", "types": "label", "sources": "publisher"}
"""For each table, the key that is an argument of `add`, not an option."""


def option_name(key: Key) -> str:
    """Return the name of the option for a key, such as `--actor` for `actors`."""
    many = isinstance(key.kind, (ListOf, MapOf))
    return _spelt(key.singular or (key.name.removesuffix("s") if many else key.name))


def _spelt(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _option(key: Key, *names: str, repeated: bool = False) -> Any:
    kind, text = key.kind, key.option or key.help
    names = names or (option_name(key), *filter(None, [_SHORT.get(key.name)]))
    if kind is BOOLEAN:
        return option(text, None, *names)
    if isinstance(kind, Table):
        text = f"{text.removesuffix('.')}: {join_or([*kind.keys][:-1])}."
    if many := isinstance(kind, (ListOf, MapOf, Table, Readings)) or kind is EXTRA:
        text = repeatable(text)
    metavars = (_METAVARS.get(word) for word in (key.name, kind.refers_to, kind))
    metavar = next(filter(None, metavars), "TEXT")
    return option(text, metavar, *names, many=many or repeated)


_SOURCES = {"source": _option(EVENT.keys["sources"])} | {
    name: _option(key, _spelt(name), repeated=True)
    for key in INLINE_SOURCE.keys.values()
    if key.name not in ("ref", "url", "private", "extra")
    for name in [f"source_{key.name}" if key.name in EVENT.keys else key.name]
}
"""The options for sources, by name. All but --source give details of a source."""

_SAME_SOURCE = {
    "same_source": option("Use the sources of the event that you added last.", None,
                          "--same-source"),
    "same_source_as": option("Use the sources of the event with this id.", "ID",
                             "--same-source-as"),
}  # fmt: skip
"""The option of `add` for the sources of another event."""


def _options(table: Table, argument: str | None) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for key in sorted(table.keys.values(), key=lambda key: not key.required):
        if key.name not in ("id", "sources", argument):
            options[key.name] = _option(key)
            if table is EVENT and key.name in PARTICIPANTS:
                name = option_name(key).removeprefix("--")
                text = f"Add a new person or organisation {_NEW[key.name]} (repeatable)."
                new = option(text, '"NAME (COUNTRY)"', f"--new-{name}", many=True)
                options[f"new_{key.name}"] = new
    return options | {"id": _option(_ID)} | (_SOURCES if "sources" in table.keys else {})


def sources_of(values: dict[str, Any], are_details: bool = False) -> list[Any]:
    """Remove the options for sources from `values`, and return the sources.

    A source is the text of an id, or a dict. The values of an option such as --publisher belong to
    the sources with a URL, in order, or to the only source.

    `are_details`: whether details, such as a title, are allowed without a source. Raises UsageError
    if a detail is missing.
    """
    named = values.pop("source", [])
    details = {name: values.pop(name) for name in _SOURCES if name in values}
    sources: list[Any] = [{"url": name} if "://" in name else name for name in named]
    tables = [source for source in sources if isinstance(source, dict)]
    if details and not tables:
        tables = [{"ref": sources.pop()} if len(sources) == 1 else {}]
        sources += tables
    if "says" in details:
        details["says"] = [details["says"]]
    for name, texts in details.items():
        if len(texts) != len(tables):
            times = f"{plural(len(texts), 'time')} for {plural(len(tables), 'source')}"
            remedy = 'give one for each source, in the same order, or "" for none'
            raise UsageError(f"{_spelt(name)} is given {times}; {remedy}")
        for table, text in zip(tables, texts, strict=True):
            if text:
                table[name.removeprefix("source_")] = text
    if are_details and ("" in named or tables == [{}]):
        option = "--source" if "" in named else _spelt(next(iter(details)))
        raise UsageError(f'{option} "": write a value; to remove a field, use --unset')
    is_named = all({*INLINE_SOURCE.either, "url"} & {*table} for table in tables)
    if not is_named and (named or not are_details):
        option, *_ = ["--source URL"] if named else map(_spelt, details)
        raise UsageError(needs(option, "--publisher" if named else "--source or --publisher"))
    ordered = [{key: table[key] for key in INLINE_SOURCE.keys if key in table} for table in tables]
    return [ordered.pop(0) if isinstance(source, dict) else source for source in sources]


class RecordOptions(dict[str, Any]):
    """The fields of an entry, as TOML values.

    - `new`: for each key, the names of new participants
    - `same_source_as`: the id of an event with sources to copy; "": the event added last
    """

    def __init__(
        self,
        fields: Mapping[str, Any],
        new: Mapping[str, Sequence[str]],
        same_source_as: str | None = None,
    ) -> None:
        super().__init__(fields)
        self.new, self.same_source_as = new, same_source_as

    def __bool__(self) -> bool:
        return len(self) > 0 or any(self.new.values()) or self.same_source_as is not None


def _bundle(table: Table, options: Mapping[str, Any]) -> OptionBundle:
    def build(context: typer.Context, **values: Any) -> RecordOptions:
        flag, same = values.pop("same_source", False), values.pop("same_source_as", None)
        refuse((flag and same is not None, only_one_of("--same-source", "--same-source-as")))
        # A blank text counts as no value, if the key is not required.
        fields = {
            key: value
            for key, value in values.items()
            if value not in (None, False) and (value != "" or key in table.required)
        }
        if sources := sources_of(fields, options is _SOURCES) if "source" in options else []:
            fields["sources"] = sources
        new = {key: fields.pop(f"new_{key}", []) for key in table.keys if f"new_{key}" in options}
        session = session_in(context.meta)
        assert session  # it is made first
        is_claim = table is CLAIM
        parsed = (typed_dates.parse_claim(session, fields) if is_claim
                  else typed_dates.parse(session, table, fields))  # fmt: skip
        return RecordOptions(parsed, new, "" if flag else same)

    groups = {**_SOURCES, **_SAME_SOURCE}
    sources = [name for name in options if name in groups and "source" in options]
    own = [name for name in options if name not in sources]
    return OptionBundle(options, {table.noun.capitalize(): own, "Sources": sources}, build)


def entry_options(name: str) -> type[RecordOptions]:
    """Return a new class for the options of an entry in the table `name`, such as "claims".

    A command with a parameter of this class has these options.
    """
    table = ENTRIES[name]
    kind = type("EntryOptions", (RecordOptions,), {})
    BUNDLES[kind] = _bundle(table, _options(table, ARGUMENTS.get(name)))
    return kind


def set_instead_of(option: str, argv: Sequence[str]) -> str:
    """Return the end of the message for an option of `chrono add` that `chrono edit` lacks.

    For `--place Bonn`, the result is `; write --set place=Bonn`. For options that `chrono add`
    lacks, the result is "".
    """
    name = option.replace("_", "-")
    table = next((table for table in TABLES.values() if name in _keys_by_option(table)), None)
    if table is None:
        return ""
    key = _keys_by_option(table)[name]
    words = (word.partition("=") for word in argv)
    values = (text if equals else following for (name, equals, text), following
              in zip(words, [*argv[1:], ""], strict=True) if name == option)  # fmt: skip
    value = "true" if key.kind is BOOLEAN else next(filter(None, values), "VALUE")
    value = in_dots(value) or value if key.name in ("covers", "period") else value
    sign = "+=" if isinstance(key.kind, ListOf) else "="
    if (isinstance(key.kind, (MapOf, Table)) or key.kind is EXTRA) and "=" in value:
        sign = "."  # the value is a key and its value, such as call=4
    command = f"--set {shell_word(f'{key.name}{sign}{value}')}"
    return f"; run `chrono edit ledger {command}`" if table is LEDGER else f"; write {command}"


def _keys_by_option(table: Table) -> dict[str, Key]:
    return {
        name: key
        for key in table.keys.values()
        for name in (option_name(key), _spelt(key.name), _SHORT.get(key.name))
        if name
    }


_EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "events": {
        "date": "--date 2026-01-15", "type": "--type call", "title": '--title "Ash calls Birch"',
        "actors": '--new-actor "Ann Ash (FR)" --new-actor "Ben Birch (DE)"',
    },
    "claims": {
        "by": '--by "The Wire"', "date": "--date 2026-01-12",
        "statement": '--statement "four calls in 2025"', "period": "--period 2025",
        "counts": "--count call=4",
    },
}  # fmt: skip
"""The options that an error about missing keys suggests, by table and key."""


def missing_message(
    name: str, fields: Mapping[str, Any], examples: Mapping[str, str] = NOTHING
) -> str:
    """Return the error message for required keys that `fields` lacks, or "" if no key is missing.

    - `name`: the table of the entry, such as "claims"
    - `examples`: options to suggest for some keys, in place of the usual options
    """
    examples = {**_EXAMPLES.get(name, {}), **examples}
    table = ENTRIES[name]
    missing = {key: option_name(table.keys[key]) for key in table.required
               if key != "id" and key not in fields}  # fmt: skip
    if table.either and fields.keys().isdisjoint(table.either):
        either = join_or([option_name(table.keys[key]) for key in table.either])
        missing[table.either[0]] = f"either {either}" if missing else either
    if not missing:
        return ""
    sentence = needs(table.called, join_and([*missing.values()]))
    options = " ".join(examples.get(key, "") for key in missing).strip()
    if not options:
        return sentence
    command = "add" if name == "events" else f"add {table.noun}"
    remedy = f"add {options}" if fields else f"`chrono {command} {options}`"
    return f"{sentence}; for example, {remedy}"


class EventOptions(RecordOptions):
    """The fields of a new event, from the options of `chrono add`."""


BUNDLES[EventOptions] = _bundle(EVENT, {**_options(EVENT, None), **_SAME_SOURCE})


class SourceDetails(RecordOptions):
    """The sources to add to an event or a claim, from the options of `chrono edit`."""


BUNDLES[SourceDetails] = _bundle(EVENT, _SOURCES)
