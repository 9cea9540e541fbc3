"""The options of commands that write a ledger, with methods that change the ledger."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import Any

from chrono.cli.command import BUNDLES, OptionBundle
from chrono.cli.options import option
from chrono.cli.output import discard_stdout
from chrono.cli.session import Session
from chrono.core import explanations
from chrono.core.checks import RULES, Finding, RuleContext, check_events
from chrono.core.claims import judge_all
from chrono.core.english import first_few, plural
from chrono.core.model import Event, Ledger
from chrono.core.note_kinds import Note
from chrono.core.sentences import bad_value, cannot_write, claims_command, not_shown, shell_word
from chrono.core.text import escape_controls
from chrono.core.text_diff import unified_diff
from chrono.errors import UsageError, WriteError
from chrono.files.disk.last_added import remember_added
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.apply import PendingChange
from chrono.files.write.names import NameResolver
from chrono.files.write.transaction import BUNDLED, Make, refuse_unwritable, transaction

ENTRY_HELP = "The id of an event or claim; for other entries, actors.ID, sources.ID or types.ID."
"""The help of an argument for the name of an entry."""

MakeEntries = Callable[[NameResolver], Sequence[NewEntry]]
"""A function that makes new entries. It takes a NameResolver, which looks up names."""


class WriteOptions:
    """The options of a command that changes a ledger.

    - `to`: the file to change; None: the only file of the ledger
    - `wait`: the maximum time to wait for other programs that write the ledger [s]
    - `any_used`: whether the user has typed any of these options
    """

    def __init__(
        self, to: str | None = None, wait: str | None = None, dry_run: bool = False
    ) -> None:
        self.to, self.dry_run = to, dry_run
        self.any_used = to is not None or wait is not None or dry_run
        try:
            self.wait = 60 if wait is None else float(wait)
        except ValueError:
            self.wait = -1
        if not 0 <= self.wait < 1e6:
            raise UsageError(bad_value("--wait", wait, "a number of seconds, such as 60 or 0.5"))

    def refuse_unwritable(self, session: Session) -> None:
        """Raise WriteError if the ledger is bundled or cannot be written, except in a dry run."""
        if self.dry_run:
            return
        if session.located.bundled:
            raise WriteError(f"no ledger found, and {BUNDLED}")
        refuse_unwritable(session.located.paths)

    def transaction(
        self,
        session: Session,
        make: Make,
        answer: Callable[[PendingChange], Iterable[str]],
        findings: bool = True,
    ) -> PendingChange:
        """Change the ledger by calling `make` with the files of the ledger, and return the change.

        - `answer`: a function that returns the lines to print
        - `findings`: whether to add notes on problems that `chrono check` finds in changed events

        The lines are printed before the files are replaced. If printing fails, no file is changed.
        For errors, see the function `transaction` in `chrono.files.write.transaction`.
        """
        self.refuse_unwritable(session)
        is_answered, already_noted = False, len(session.notes)

        def ready(pending: PendingChange) -> None:
            nonlocal is_answered
            if not is_answered:  # called again if the file has changed meanwhile
                is_answered = True
                session.note(*dict.fromkeys(pending.files.notes))
                write_lines(answer(pending), not self.dry_run)
                session.note(*(_findings(pending, session.today) if findings else ()))

        try:
            pending = transaction(
                session.located.paths, make, to=self.to, wait=self.wait, say=session.note_now,
                ready=ready, dry_run=self.dry_run,
            )  # fmt: skip
        except BaseException:
            del session.notes[already_noted:]  # these are about a change that was not made
            raise
        # All notes are printed, since nobody can run the command again to read the others.
        session.verbose |= not self.dry_run
        return pending

    def pending(self, session: Session, make_entries: MakeEntries) -> PendingChange:
        """Return the change that the method `add` would make, after all checks.

        No file is written.
        """
        return transaction(
            session.located.paths, self._adding(make_entries), to=self.to, wait=self.wait,
            say=session.note_now, dry_run=True,
        )  # fmt: skip

    def _adding(self, make_entries: MakeEntries) -> Make:
        return lambda files: files.add(make_entries(NameResolver(files)), self.to)

    def answer(
        self, pending: PendingChange, session: Session, *notes: str, lines: str = ""
    ) -> Iterable[str]:
        """Return the text `lines` as lines to print, or a diff of the files in a dry run.

        `notes`: notes to add to the session.
        """
        session.verbose = True
        dry_run = "dry run: " if self.dry_run else ""
        session.note(*(f"{dry_run}{note}" for note in notes[:1]), *notes[1:])
        if not self.dry_run:
            return lines.splitlines(keepends=True)
        return diff(pending)

    def add(self, session: Session, make_entries: MakeEntries) -> None:
        """Add the entries that `make_entries` returns, and print their ids.

        In a dry run, print the TOML text of the entries instead.
        """

        def answer(pending: PendingChange) -> Iterable[str]:
            entries = pending.files.additions
            if not entries:
                session.note("nothing to add")
            if self.dry_run:
                session.note(*notes_on_added(pending, self.dry_run))
                return "\n".join(entry.text for entry in entries).splitlines(keepends=True)
            events = [entry for entry in entries if entry.kind == "events"]
            for entry in entries:
                if events and entry.kind == "actors":
                    country = entry.fields.get("country") or "no country"
                    session.note(f"new actor {entry.id}: {entry.fields['name']} ({country})")
            session.note(*notes_on_added(pending, self.dry_run))
            return [f"{entry.id}\n" for entry in events or entries]

        pending = self.transaction(session, self._adding(make_entries), answer)
        events = [entry.id for entry in pending.files.additions if entry.kind == "events"]
        if events and not self.dry_run:
            remember_added(session.located.paths, events[-1])


def diff(pending: PendingChange) -> Iterator[str]:
    """Yield the lines of a diff of all files that a change would write."""
    for one in pending.changes:
        yield from unified_diff(one.before.name, one.before.text, one.text)


def notes_on_added(pending: PendingChange, dry_run: bool) -> list[str]:
    """Return notes on added events and claims that the user may want to change.

    `dry_run`: True to suggest options in the notes; False to suggest commands.
    """
    notes = []
    added = {entry.id: entry for entry in pending.files.additions}
    events = [event for event in pending.ledger.events if event.id in added]
    for kind in {event.type.id: event.type for event in events if not event.type.contact}.values():
        same = [event for event in pending.ledger.events if event.type.id == kind.id]
        first = next((one for one in same if len(one.nations) > 1), None)
        if first is not None and all(event.id in added for event in same):  # one note per ledger
            not_counted = f'"{first.id}" is not counted, since {kind.plural} are not contacts'
            remedy = "; add each meeting during the visit as an event" if kind.id == "visit" else ""
            notes.append(f"{not_counted}{remedy}")
    notes += _without_partner(events, dry_run)
    if len(events) == 1 and events[0].place and not events[0].place_country:
        command = f"`chrono edit {shell_word(events[0].id)} --set place_country=COUNTRY`"
        remedy = "add --place-country COUNTRY" if dry_run else f"to set it, run {command}"
        notes.append(f"place_country is missing; {remedy}")
    claims = [claim for claim in pending.ledger.claims if claim.id in added]
    for verdict in judge_all(claims, pending.ledger):
        if verdict.broken:
            command = f'`chrono edit {shell_word(verdict.claim.id)} --set "disputed=REASON"`'
            remedy = 'add --disputed "REASON"' if dry_run else f"run {command}"
            reported = "`chrono check` reports claims that differ from the ledger as errors"
            notes += [
                f"this claim differs from the ledger: {explanations.brief(verdict)}",
                f"{reported}; if you know why this claim differs, {remedy}",
            ]
        else:
            command = claims_command(verdict.claim.date.text, verdict.claim.by.name)
            details = "" if dry_run else f"; for details, run `{command}`"
            words = explanations.verdict_phrase("this claim", verdict)
            with_ledger = " with the ledger" if verdict.verdict == "agrees" else ""
            notes.append(f"{words}{with_ledger}{details}")
    return notes


def _without_partner(events: Iterable[Event], dry_run: bool) -> Iterator[str]:
    by_reason: dict[tuple[str, str], list[str]] = {}
    for event in events:
        if event.type.contact and not event.between_nations:
            why, who = "", "a participant"
            if len(event.actors) > 1:
                why = f"all participants are from {event.nations[0]}"
                who = "a participant from another country"
            by_reason.setdefault((why, who), []).append(event.id)
    for (why, who), ids in by_reason.items():
        names = first_few([f'"{id}"' for id in ids], word="and")
        if len(ids) > 1:
            yield f"{names} are not counted as contacts: {why or 'each has one participant'}"
            continue
        command = f"`chrono edit {shell_word(ids[0])} --set actors+=NAME`"
        remedy = f"add {who} with --actor" if dry_run else f"to add {who}, run {command}"
        why = why or "the event has one participant"
        yield f"{names} is not counted as a contact: {why}; {remedy}"


def _findings(pending: PendingChange, today: dt.date) -> list[str | Note]:
    ids = _changed_events(pending)
    if len(ids) > 25:
        return [*duplicates(pending, today)]
    findings = [
        (rule, finding)
        for rule, finding in check_events(pending.ledger, ids, today)
        if not (rule.name == "early-source" and _is_known(finding, ids, pending.ledger, today))
    ]
    notes: list[str | Note] = [f"{finding.message} [{rule.name}]" for rule, finding in findings]
    if (more := len(notes) - 10) > 0:
        others = not_shown(more, "more finding", remedy="run `chrono check`")
        notes[10:] = [others._replace(suggests="check")]
    return notes


def _changed_events(pending: PendingChange) -> set[str]:
    paths = ((change.data, path) for change in pending.changes for path in change.paths)
    return {str(data["events"][path[1]]["id"]) for data, path in paths if path[0] == "events"}


def duplicates(pending: PendingChange, today: dt.date) -> Iterator[Note]:
    """Yield a note on new and changed events that may be duplicates."""
    ids = _changed_events(pending)
    rule = next(rule for rule in RULES if rule.name == "duplicate")
    findings = rule.check(RuleContext(pending.ledger, today)) if ids else ()
    pairs = {
        str(finding.id): f"{finding.id} (of {finding.other})"
        for finding in findings
        if not ids.isdisjoint((finding.id, finding.other))
    }
    if pairs:
        number = plural(len(pairs), "event may be a duplicate", "events may be duplicates")
        both = "`chrono check` shows both of each pair"
        yield Note(f"{number}: {first_few([*pairs.values()])}; {both}", suggests="check")


def _is_known(finding: Finding, ids: Set[str], ledger: Ledger, today: dt.date) -> bool:
    events = {event.id: event for event in ledger.events}
    source = events[str(finding.id)].sources[int(finding.at[1])]
    others = {id for id, event in events.items() if id not in ids and source in event.sources}
    return any(rule.name == "early-source" for rule, _ in check_events(ledger, others, today))


def write_lines(lines: Iterable[str], changes: bool = True) -> None:
    """Write lines to standard output, with control characters escaped on a terminal.

    Raises WriteError if the lines cannot be written. `changes`: whether a file changes after that;
    if not, the reader of a pipe, such as `head`, may close it.
    """
    on_terminal = sys.stdout.isatty()
    try:
        for line in lines:
            end = "\n" if line.endswith("\n") else ""
            bare = line.removesuffix("\n").removesuffix("\r")
            sys.stdout.write(escape_controls(bare) + end if on_terminal else line)
        sys.stdout.flush()
    except OSError as error:
        if isinstance(error, BrokenPipeError) and not changes:
            raise
        discard_stdout()
        raise WriteError(f"nothing was changed: {cannot_write('the output', error)}") from None


_OPTIONS: dict[str, Any] = {
    "to": option("The file to change, if the ledger has several files.", "FILE", "--to"),
    "wait": option(
        "Wait up to this many seconds if another program is writing to the ledger [default: 60].",
        "SECONDS", "--wait",
    ),
    "dry_run": option("Show the result, but write nothing.", None, "--dry-run"),
}  # fmt: skip
BUNDLES[WriteOptions] = OptionBundle(_OPTIONS, {"Writing": _OPTIONS})


class WholeLedgerOptions(WriteOptions):
    """The options of a command that can change all files of a ledger, without --to."""


_WHOLE = {name: option for name, option in _OPTIONS.items() if name != "to"}
BUNDLES[WholeLedgerOptions] = OptionBundle(_WHOLE, {"Writing": _WHOLE})
