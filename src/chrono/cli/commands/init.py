"""`chrono init`: create a new ledger."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from chrono.cli.command import command
from chrono.cli.options import WITHOUT_HISTORY, Word, argument, spec
from chrono.cli.report import ledger_options
from chrono.cli.session import Session
from chrono.cli.write_options import write_lines
from chrono.core.sentences import cannot_write, exists, hint, only_one_of, shell_word
from chrono.errors import UsageError, WriteError, refuse
from chrono.files.disk.atomic import create
from chrono.files.disk.locate import NAMES, bundled
from chrono.files.write.new_ledger import template

_TITLE = "The title of the new ledger [default: A chronology]."
_COPY = "Start with a copy of the bundled ledger."
_PATH = "The file to create, or a folder for a new events.toml [default: the current folder]."


@command(option_help={**WITHOUT_HISTORY, "ledger": "The same as [PATH]."})
def init(
    session: Session,
    path: Annotated[Word, argument("[PATH]", _PATH)] = None,
    title: Annotated[Word, spec("--title", "TEXT", _TITLE)] = None,
    from_shipped: Annotated[bool, spec("--from-shipped", None, _COPY)] = False,
) -> None:
    """Create a ledger.

    Comments in the new file explain the format. chrono never overwrites an existing file.

    chrono init --title "Germany–China contacts"
        Create events.toml in the current folder.
    chrono init talks/2026.toml
        Create a ledger with another name, in another folder.
    chrono init --from-shipped
        Create events.toml with the events in the bundled ledger.
    """
    refuse(
        (path is not None and session.named, only_one_of("PATH", "-f")),
        (title is not None and from_shipped, only_one_of("--title", "--from-shipped")),
    )
    (named,) = (path,) if path is not None else session.named[-1:] or (NAMES[0],)
    target = Path(named)
    if target.is_dir() or named.endswith("/"):
        target /= NAMES[0]
    elif " " in target.name and target.suffix != ".toml":
        file = f'for a file name, write "{target}.toml"'
        remedy = f"for a title, write --title {shell_word(target.name)}; {file}"
        raise UsageError(f'"{target}" does not end in .toml; {remedy}')
    if os.path.lexists(target):
        remedy = "choose another name" if path else "add another file name, such as contacts.toml"
        raise WriteError(exists(target, remedy))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        content = bundled().read_bytes() if from_shipped else template(title)
        create(target, content, lambda: write_lines([f"{target}\n"]))
    except OSError as error:
        raise WriteError(cannot_write(target, error)) from None
    option = "" if str(target) in NAMES else ledger_options([str(target)])
    session.note(hint(f"to add an event, run `chrono add{option}`"))
    if from_shipped:
        return
    if title is None:
        session.note(hint(f'to set the title, run `chrono edit{option} ledger --set title="…"`'))
    session.note(hint(f"comments in {target} explain every kind of entry"))
