"""`chrono add`: add an event or another entry, from options, answers to prompts or a file."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from inspect import Parameter, Signature
from itertools import takewhile
from typing import Annotated, Any

import typer

from chrono.cli import record_options, typed_dates
from chrono.cli.command import Command, Group, Subcommands, command, make_command
from chrono.cli.options import WITHOUT_HISTORY, Word, argument, spec
from chrono.cli.prompts import Answers, can_ask, confirm
from chrono.cli.session import Session
from chrono.cli.write_options import MakeEntries, WriteOptions
from chrono.core.claim_words import claim_words
from chrono.core.date_errors import DateError
from chrono.core.english import plural
from chrono.core.english_dates import read_date
from chrono.core.references import NOT_DUPLICATE_OF
from chrono.core.sentences import only_one_of, shell_word
from chrono.errors import UsageError, refuse
from chrono.files.disk.last_added import last_added
from chrono.files.format.keys import ENTRIES
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.apply import PendingChange
from chrono.files.write.edit import ArgumentEditor
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver
from chrono.files.write.sources import SourceResolver

COMMANDS: Mapping[str, tuple[str, str]] = {
    "claim": (
        "claims",
        """Add a claim about the number of contacts.

        On a terminal, chrono asks for the details that you leave out. From a statement such as
        "three meetings this year", chrono suggests the period and the numbers.

        chrono add claim "four calls in the past year" --by Xie --date 2026-01-10 \
          --window "the past year" --period "calendar year=2025" \
          --period "twelve months=2025-01-10..2026-01-10" --actor Xi --actor Trump --count call=4
            Add a claim whose period can be understood in two ways.
        chrono add claim --by "The Wire" --date 2026-01-12 --statement "40 contacts or more" \
          --period 2025 --total 40..
            Add a claim of at least 40 contacts.
        """,
    ),
    "actor": (
        "actors",
        """Add a person or organisation.

        chrono add actor "Ann Ash" --country FR --alias "Minister Ash" \
          --role "Foreign minister; from=2024-09-21"
            Add a person with an office. The id is ann-ash.
        chrono add actor "Trade Council" --country "European Union" --id trade-council
            Add an organisation, with an id of your choice.
        """,
    ),
    "source": (
        "sources",
        """Add a source that several events can use.

        chrono add source "The Wire" --url https://example.org/busan --date 2025-10-31 --grade B
            Add a source. The id is the-wire-2025-10-31.
        chrono add source Reuters --side US --grade B --id reuters
            Add a source with an id of your choice.
        """,
    ),
    "type": (
        "types",
        """Add a type of event.

        chrono add type "working lunch" --plural "working lunches" --contact
            Add a type of contact. The id is working-lunch.
        chrono add type "press conference"
            Add a type of event that is not a contact.
        """,
    ),
}
"""For each subcommand, the table of the entries that it adds, and its documentation."""


def _entry_command(name: str) -> Command | Group:
    kind, documentation = COMMANDS[name]
    parameters: dict[str, Any] = {
        "session": Session, "fields": record_options.entry_options(kind), "writing": WriteOptions,
    }  # fmt: skip
    if (key := record_options.ARGUMENTS.get(kind)) is not None:
        about = ENTRIES[kind].keys[key].help
        parameters[key] = Annotated[str, argument(key.upper(), about)]
    elif kind == "claims":
        about = "What was claimed, instead of --statement."
        parameters["text"] = Annotated[Word, argument("[STATEMENT]", about)]

    def add(session: Session, fields: dict[str, Any], writing: WriteOptions, **own: Any) -> None:
        if text := own.pop("text", None):
            refuse(("statement" in fields, only_one_of("STATEMENT", "--statement")))
            fields["statement"] = text
        values = {**own, **fields}
        missing = record_options.missing_message(kind, values)
        if missing and "statement" in values and not can_ask():
            examples = _claim_examples(session, values)
            missing = record_options.missing_message(kind, values, examples)
        if missing and kind == "claims" and can_ask():
            writing.refuse_unwritable(session)
            _ask_claim(session, writing, values)
            return
        refuse((missing, missing))
        writing.add(session, lambda names: [names.entry(kind, values)])

    defaults = {"text": None}
    add.__signature__ = Signature([  # type: ignore[attr-defined]
        Parameter(key, Parameter.KEYWORD_ONLY, annotation=of,
                  default=defaults.get(key, Parameter.empty))
        for key, of in parameters.items()
    ])  # fmt: skip
    add.__doc__ = documentation
    return make_command(add, option_help=WITHOUT_HISTORY)


def _claim_examples(session: Session, fields: Mapping[str, Any]) -> Mapping[str, str]:
    """Return options for an error message, such as `{"counts": "--count call=4"}`.

    The options are made from the statement of a claim. The keys are "period" and "counts".
    """
    lookup = NameResolver(LedgerFiles.read(session.located.paths)).lookup
    day = typed_dates.day_of(fields) or session.today
    words = claim_words(str(fields["statement"]), lookup, day)
    counts = [
        f"--count {type}={number}" if type else f"--total {number}"
        for type, number in words.numbers.items()
    ]
    period = f"--period {shell_word(words.window)}" if words.window else ""
    return {key: text for key, text in (("period", period), ("counts", " ".join(counts))) if text}


def _ask_claim(session: Session, writing: WriteOptions, fields: Mapping[str, Any]) -> None:
    from chrono.cli import claim_prompts, duplicate_prompts

    def finish(answers: Answers) -> None:
        def make(names: NameResolver) -> Sequence[NewEntry]:
            return [names.entry("claims", answers.fields)]

        if not writing.dry_run:
            duplicate_prompts.review(session, writing, make, preview=True)
        writing.add(session, make)

    LedgerFiles.read(session.located.paths).file_for(writing.to)  # errors come before questions
    claim_prompts.ClaimDialogue(session, Answers(fields, {}), finish).run()


_JSON = "Add all the events in this JSON file (- for standard input)."
_TOML = "Add all the entries in this TOML file (- for standard input)."
_QUOTES = '; put names and texts of several words in "quotes"'


def _without_subcommand(context: typer.Context, words: Sequence[str]) -> str | None:
    if words[0] in ("event", "events"):
        return "; to add an event, run `chrono add` without a subcommand"
    if words[0] in ("coverage", "covers"):
        return '; write the coverage in the ledger file: [[coverage]], and below it period = "2025"'
    text = " ".join(takewhile(lambda word: not word.startswith("-"), words))
    date = context.params.get("date") or ""
    for typed in dict.fromkeys([f"{date} {text}".strip(), text]):  # as in --date tomorrow 09:30
        with suppress(DateError):
            read_date(typed, dt.date.today())
            return f"; for the date, write --date {shell_word(typed)}"
    title = f"; for the title, write --title {shell_word(words[0])}"
    return title if " " in words[0].strip() else None


@command(
    subcommands=Subcommands(
        {"Commands": [*COMMANDS]},
        "[COMMAND] [OPTIONS]",
        _entry_command,
        _QUOTES,
        _without_subcommand,
    ),
    option_help=WITHOUT_HISTORY,
)
def add(
    context: typer.Context,
    session: Session,
    fields: record_options.EventOptions,
    writing: WriteOptions,
    json: Annotated[Word, spec("--json", "FILE", _JSON)] = None,
    toml: Annotated[Word, spec("--toml", "FILE", _TOML)] = None,
) -> None:
    """Add an event, claim, actor, source or type.

    To add a claim, actor, source or type, use one of the commands below. Without one, chrono
    adds an event and prints its id. On a terminal, chrono asks for the details if you leave
    out --date, --type, --title or --actor.

    chrono add --date 2026-01-15 --type call --title "Xi and Trump speak by phone" --actor Xi \
      --actor Trump --source https://example.org/call --publisher "The Wire"
        Add a call and a source.
    chrono add --date 2026-01 --type meeting --title "Wang Yi and Rubio meet" --actor "Wang Yi" \
      --actor Rubio --status planned --dry-run
        Show the entry for a planned meeting without adding it.
    chrono add --json calls.json
        Add events that another program has written to a file.
    """
    if context.invoked_subcommand is not None:
        if fields or json or toml or writing.any_used:
            name = context.invoked_subcommand
            raise UsageError(f'put the options of `chrono add {name}` after "{name}"')
        return
    file = "--json" if json else "--toml"
    refuse(
        (json and toml, only_one_of("--json", "--toml")),
        (
            (json or toml) and fields,
            f"{file} cannot be combined with options for fields, such as --title",
        ),
    )
    writing.refuse_unwritable(session)
    if json:
        from chrono.files.write.from_text import events_from_json

        writing.add(session, events_from_json(json))
    elif toml:
        from chrono.files.write.from_text import entries_from_toml

        entries = entries_from_toml(toml)
        writing.add(session, lambda names: entries)
    else:
        _add_event(session, writing, fields)


_NO_EVENT_YET = "you have added no event to this ledger yet; name an event with --same-source-as ID"


def _add_event(
    session: Session, writing: WriteOptions, options: record_options.RecordOptions,
    previous: str | None = None,
) -> None:  # fmt: skip
    """Add an event. On a terminal, ask for missing fields, then about possible duplicates."""
    same = options.same_source_as
    if same == "" and (same := last_added(session.located.paths)) is None:
        raise UsageError(_NO_EVENT_YET)

    def entries(answers: Answers, other: str | None = None) -> MakeEntries:
        def make(names: NameResolver) -> Sequence[NewEntry]:
            fields = dict(answers.fields)
            if same is not None:
                fields["sources"] = [*names.sources.same_as(same), *fields.get("sources", [])]
            if other is not None:
                extra = fields.get("extra", {})
                others = extra.get(NOT_DUPLICATE_OF, [])
                others = [*others, other] if isinstance(others, list) else [others, other]
                value = others if len(others) > 1 else other
                fields["extra"] = {**extra, NOT_DUPLICATE_OF: value}
            names.single = answers.single
            return names.event(fields, answers.new)

        return make

    _set_status(session, options, writing.dry_run)
    known = {**options, **{key: names for key, names in options.new.items() if names}}
    missing = record_options.missing_message("events", known)
    if not can_ask():
        refuse((missing, missing))
        writing.add(session, entries(Answers(options, options.new)))
        return
    from chrono.cli import duplicate_prompts, event_prompts

    def finish(answers: Answers) -> None:
        make = entries(answers)
        if writing.dry_run:
            writing.add(session, make)
            return
        other, is_same = duplicate_prompts.review(session, writing, make, preview=bool(missing))
        if other and is_same:
            _add_sources(session, writing, make, other)
        else:
            writing.add(session, entries(answers, other))

    files = LedgerFiles.read(session.located.paths)  # errors come before questions
    files.file_for(writing.to)
    if same is not None:
        SourceResolver(files).same_as(same)
    answers = event_prompts.separate_participants(session, Answers(options, options.new))
    if missing:
        skip = () if same is None else ("sources",)
        event_prompts.EventDialogue(session, answers, skip, finish, previous).run()
        _after_dialogue(session, writing)
    else:
        finish(answers)


def _set_status(session: Session, options: record_options.RecordOptions, dry_run: bool) -> None:
    if status := typed_dates.future_status(session, options):
        options["status"] = status
        future = "the status is set to planned, since the date is in the future"
        change = "add --status" if dry_run else "run `chrono edit ID --set status=STATUS`"
        session.note(f"{future}; for another status, {change}")


def _after_dialogue(session: Session, writing: WriteOptions) -> None:
    id = None if writing.dry_run else last_added(session.located.paths)
    if id is None or not sys.stdout.isatty():
        return
    entry = LedgerFiles.read(session.located.paths).entry(f"events.{id}")
    if not entry.fields.get("sources"):
        command = f"chrono edit {id} --source URL --publisher NAME"
        session.note(f"no source given; to add a source, run `{command}`")
    session.print_notes()
    session.notes.clear()
    try:
        again = confirm("Add another event?", default=False, at_end="")
    except (KeyboardInterrupt, typer.Abort):
        again = False  # the event is written
    if again:
        _add_event(session, writing, record_options.RecordOptions({}, {}), id)


def _add_sources(
    session: Session, writing: WriteOptions, make_entries: MakeEntries, id: str
) -> None:
    """Add the sources of the last entry from `make_entries` to the event with the id `id`."""
    number = 0

    def make(files: LedgerFiles) -> None:
        nonlocal number
        names = NameResolver(files)
        (*_, event) = make_entries(names)
        editor = ArgumentEditor(
            files.entry(f"events.{id}"), names, partial(typed_dates.parse, session)
        )
        before = len(editor.entry.fields.get("sources", ()))
        editor.extend("sources", [*event.fields.get("sources", ())])
        number = len(editor.entry.fields["sources"]) - before

    def answer(pending: PendingChange) -> Sequence[str]:
        entry = pending.files.existing("events", id)
        session.note(f'added {plural(number, "source")} to "{id}"; no event was added')
        return entry.changed_text().splitlines(keepends=True) if writing.dry_run else [f"{id}\n"]

    writing.transaction(session, make, answer)
