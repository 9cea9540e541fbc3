"""Show a new entry and a possible duplicate, and ask whether to add the entry."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from chrono.cli.prompts import confirm, line
from chrono.cli.report import print_lines, width
from chrono.cli.session import Session
from chrono.cli.write_options import MakeEntries, WriteOptions
from chrono.core.checks import check_events
from chrono.core.english import first_few, people, place
from chrono.core.model import Event
from chrono.core.text import escape_controls
from chrono.errors import Cancelled
from chrono.files.format.keys import noun
from chrono.files.write.apply import PendingChange


def review(
    session: Session, writing: WriteOptions, make_entries: MakeEntries, preview: bool
) -> tuple[str | None, bool]:
    """Ask whether to add a new entry. Return (id of a possible duplicate or None, whether it is the
    same event as the new entry).

    If it is the same event, the caller must add only the sources of the new entry to it.

    `preview`: whether to show the entry and ask even without a possible duplicate. Raises Cancelled
    if the answer is no. With `preview`, raises GoBack if the user wants to change an earlier
    answer.
    """
    pending = writing.pending(session, make_entries)
    if preview:
        print(file=sys.stderr)
        for entry in pending.files.additions:
            print(*map(escape_controls, entry.text.split("\n")), sep="\n", file=sys.stderr)
    for new, other in possible_duplicates(pending, session):
        return _choose(session, new, other, preview)
    kind = noun(pending.files.additions[-1].kind)
    if preview and not confirm(f"Add this {kind}?", default=True, can_go_back=True):
        raise Cancelled("nothing was written")
    return None, False


def possible_duplicates(pending: PendingChange, session: Session) -> Iterator[tuple[Event, Event]]:
    """Yield (new event, earlier event) for each duplicate that `chrono check` would report."""
    added = {entry.id for entry in pending.files.additions if entry.kind == "events"}
    events = {event.id: event for event in pending.ledger.events}
    for rule, finding in check_events(pending.ledger, added, session.today):
        ids = (finding.id, finding.other)
        if rule.name == "duplicate" and len(added.intersection(ids)) == 1:
            first, second = (events[str(id)] for id in ids)
            yield (first, second) if first.id in added else (second, first)


def _choose(session: Session, new: Event, other: Event, preview: bool) -> tuple[str, bool]:
    print_lines([f"Possible duplicate of {other.id} (* marks what differs):"])
    _show(session, new, other)
    number = "source" if len(new.sources) == 1 else "sources"
    choices = {"s": f"the same event: add only the {number} to {other.id}"} if new.sources else {}
    choices |= {"d": "a different event: add it, marked as no duplicate", "c": "cancel"}
    print_lines(f"{key} = {text}" for key, text in choices.items())
    prompt = f"Same or different? [{'/'.join(choices)}] "
    while (answer := line(prompt, (), can_go_back=preview).lower()[:1]) not in choices:
        print_lines([f"Type {', '.join([*choices][:-1])} or c"])
    if answer == "c":
        raise Cancelled("nothing was written")
    return other.id, answer == "s"


def _show(session: Session, new: Event, other: Event) -> None:
    from chrono.view.tables import text_table

    rows = [
        (f"{' ' if ours == theirs else '*'} {label}", theirs, ours)
        for (label, ours), (_, theirs) in zip(_facts(new), _facts(other), strict=True)
        if (ours or theirs) and (label, ours, theirs) != ("status", "held", "held")
    ]
    console = session.console(width(), on_terminal=True)
    console.file = sys.stderr
    for part in text_table(["", other.id, "new"], rows, console):
        console.print(part)


def _facts(event: Event) -> Sequence[tuple[str, str]]:
    sources = [source.url or source.name for source in event.sources]
    return [
        ("date", event.when.text), ("type", event.type.label), ("title", event.title),
        ("actors", people(event)), ("place", place(event)), ("status", event.status),
        ("sources", first_few(sources, 2)),
    ]  # fmt: skip
