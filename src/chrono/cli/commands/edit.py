"""`chrono edit`: an event, a claim, an actor … by keys and values, or in one's editor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from chrono.cli.options import Words, command
from chrono.cli.record_options import SourceDetails
from chrono.cli.session import Session
from chrono.cli.write_options import WriteOptions
from chrono.core.english import join_and
from chrono.core.references import referrers
from chrono.errors import UsageError
from chrono.files.format.new_entry import DATED
from chrono.files.write.add import in_order
from chrono.files.write.edit import EntryEdit
from chrono.files.write.entries import find
from chrono.files.write.names import NameResolver
from chrono.files.write.transaction import LedgerFiles, PendingChange

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@command(
    app,
    "Change one event, claim, actor …: its keys, or its own lines in your editor.",
    examples=(
        (
            'chrono edit 2025-10-30-busan --set place=Gimhae --set "tags+=summit"',
            "Another place, and one more tag.",
        ),
        (
            "chrono edit 2025-10-30-busan --source https://example.org/busan "
            '--publisher "The Wire"',
            "One more source.",
        ),
        ("chrono edit 2025-10-30-busan", "Its own lines, in $VISUAL or $EDITOR."),
    ),
)
def edit(
    session: Session,
    sources: SourceDetails,
    writing: WriteOptions,
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An event's or a claim's id, or its beginning; or actors.ID …"
        ),
    ],
    set_: Annotated[
        Words,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Set a key; a list takes ; in between, KEY+= adds to one and KEY-= takes away.",
        ),
    ] = None,
    unset: Annotated[
        Words, typer.Option("--unset", metavar="KEY", help="Take a key away; again for more.")
    ] = None,
) -> None:
    """Change what is said, or open the editor where nothing is."""
    writing.refuse(session)
    if not (set_ or unset or sources):
        from chrono.cli import editor

        editor.edit(session, writing, id)
        return
    notes: list[str] = []
    lines = whole = ""

    def draft(opened: LedgerFiles) -> PendingChange:
        nonlocal lines, whole
        meant = NameResolver(opened)
        thing = find(opened, id)
        amended = EntryEdit(thing, meant)
        for words in set_ or ():
            amended.set(words)
        if sources:
            amended.extend("sources", sources["sources"])
        for key in unset or ():
            amended.unset(key)
        _keep_ids(opened, amended)
        notes[:] = meant.notes
        lines, whole = amended.lines(), id if id.endswith(thing.id) else thing.id
        return thing.replaced(amended.text, amended.fields)

    def answer(made: PendingChange) -> Iterable[str]:
        session.say(*dict.fromkeys(notes))
        if made.text == made.part.written:
            session.say("nothing is changed: it is so already")
        elif not writing.dry_run:
            session.say(f"{whole} is changed", *_out_of_order(made))
        return lines.splitlines(keepends=True) if writing.dry_run else ()

    writing.change(session, draft, answer)


def _keep_ids(opened: LedgerFiles, amended: EntryEdit) -> None:
    """Raise UsageError where an id is to change that others name: an edit changes its own."""
    thing, id = amended.thing, amended.fields.get("id")
    if thing.kind not in DATED or id == thing.id:
        return
    if (found := opened.find(thing.kind, str(id))) is not None:
        part, path = found
        raise UsageError(f'the id "{id}" is taken: it stands at {part.name}:{part.line(path)}')
    if pointing := referrers(opened.ledger, thing.kind, thing.id):
        raise UsageError(f"{thing.id} keeps its id: {join_and(pointing)}")


def _out_of_order(made: PendingChange) -> list[str]:
    """A word where what stood in the order of dates does so no longer."""
    kinds = {str(path[0]) for path in made.things} & {*DATED}
    return [
        f"the {kind} no longer stand in the order of dates, and new ones will go to the end of "
        f"the file: move its lines, or remove it and put it back"
        for kind in kinds
        if in_order(made.part.data[kind]) and not in_order(made.data[kind])
    ]
