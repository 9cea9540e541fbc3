"""Prompts for missing values, only on a terminal, with completion and a check of each answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import typer

from chrono.cli import typed_dates
from chrono.cli.report import print_lines
from chrono.cli.session import Session
from chrono.core.countries import country_of
from chrono.core.english import join_or
from chrono.core.model import Source
from chrono.core.names import fold, nearest, unknown_word
from chrono.core.text import escape_controls
from chrono.errors import Cancelled, UnknownActorError, UsageError, refuse
from chrono.files.format import keys
from chrono.files.format.containers import Table
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver

Answer = TypeVar("Answer")


def can_ask() -> bool:
    """Whether there is a person at a terminal to answer questions."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question: str, default: bool) -> bool:
    """Ask for yes or no; return True for yes, and the default for Enter alone."""
    choices = "[Y/n]" if default else "[y/N]"
    while (answer := _line(f"{question} {choices} ").lower()) not in ("y", "yes", "n", "no", ""):
        print_lines(["Type y for yes or n for no"])
    return answer[:1] == "y" or (not answer and default)


def event(
    session: Session, known: Mapping[str, Any], new: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Any], dict[str, Sequence[str]]]:
    """Prompt for the missing fields of an event; return (all fields, new actors).

    `known`: fields without a prompt; `new`, and the new actors returned: key of an event -> names.
    Raises Cancelled if the user does not confirm the event, UsageError if a known field is invalid.
    """
    places = sorted({event.place for event in session.read().events if event.place})
    names = NameResolver(LedgerFiles.read(session.located.paths))
    names.check("events", known)
    fields, new_actors, types = dict(known), dict(new), [*names.ledger.types]
    session.note_now("Tab completes, Enter skips an optional field, Ctrl-C cancels")
    questions: dict[str, Callable[[], Any]] = {
        "date": lambda: ask(
            session, "Date (2025-10-30, 2025-10-30/2025-10-31, 2025-10 …)?", _check(session, "date")
        ),
        "type": lambda: ask(session, f"Type ({join_or(types)})?", names.type, types),
        "actors": lambda: _actors(session, names, new_actors),
        "title": lambda: ask(session, "Title?", _check(session, "title")),
        "place": lambda: ask(session, "Place (optional)?", str, places, optional=True),
        "place_country": lambda: fields["place"] and _country(session, "Country of the place"),
        "sources": lambda: _sources(session, names.ledger.sources),
    }
    for key, question in questions.items():
        if key not in fields and not new_actors.get(key):
            fields[key] = question()
    fields = {key: value for key, value in fields.items() if value not in (None, [])}
    names = NameResolver(LedgerFiles.read(session.located.paths))
    for entry in names.event(fields, new_actors):
        print(*map(escape_controls, entry.text.split("\n")), sep="\n", file=sys.stderr)
    if not confirm("Add this event?", default=True):
        raise Cancelled("nothing was written")
    return fields, new_actors


def ask(
    session: Session, question: str, check: Callable[[str], Answer],
    choices: Iterable[str] = (), *, optional: bool = False,
) -> Answer | None:  # fmt: skip
    """Ask until `check` accepts an answer, and return its result; None for Enter if `optional`."""
    while (words := _line(f"{question} ", choices)) or not optional:
        try:
            refuse((not words, "an answer is required"))
            return check(words)
        except UsageError as error:
            if error.args:  # else the user has said no, after an error
                session.print_error(error)
    return None


def _check(session: Session, key: str, table: Table = keys.EVENT) -> Callable[[str], Any]:
    kind = table.keys[key].kind

    def check(words: str) -> Any:
        value = typed_dates.parse(session, kind, words, (key,))
        if sentences := kind.problems(value, ("events", 0, key)):
            raise UsageError(*sentences)
        return value

    return check


def _actors(session: Session, names: NameResolver, new: dict[str, Sequence[str]]) -> list[str]:
    """Prompt for actors; return the ids of known ones, and put new names in `new["actors"]`."""
    ids: list[str] = []
    new["actors"] = new_names = list[str]()
    actors = names.ledger.actors.values()
    choices = [name for actor in actors for name in (actor.name, *actor.aliases)]

    def participant(words: str) -> str:
        refuse((";" in words, "enter one name at a time; the next prompt is for the others"))
        try:
            taken, name = ids, names.actor(words)
        except UnknownActorError as error:
            session.print_error(UsageError(error.sentence))
            if not confirm(f'Add "{words}" as a new person or organisation?', default=False):
                raise UsageError from None
            country = _country(session, "Country")
            taken, name = new_names, f"{words} ({country})" if country else words
        refuse((name in taken, f'"{name}" is already listed'))
        taken.append(name)
        return name

    ask(session, "Participant?", participant, choices)
    while ask(session, "Another participant (Enter if none)?", participant, choices, optional=True):
        pass
    return ids


def _country(session: Session, what: str) -> str | None:
    """Prompt for a country or organisation; return its code or name, or None for Enter alone."""
    question = f"{what} (CN, US, …; optional)?"
    check = _check(session, "country", keys.ACTOR)
    return ask(
        session, question, lambda words: str(check(country_of(words) or words)), optional=True
    )


def _sources(session: Session, declared: Mapping[str, Source]) -> list[Any]:
    publishers = sorted({source.publisher for source in declared.values()})

    def source(words: str) -> Any:
        if "://" in words:
            return {"publisher": ask(session, "Publisher?", str, publishers), "url": words}
        if words in declared:
            return words
        if nearest(words, declared):
            session.print_error(UsageError(unknown_word(words, declared, "source")))
            if not confirm(f'Use "{words}" as a new publisher?', default=False):
                raise UsageError
        check = _check(session, "url", keys.INLINE_SOURCE)
        address = ask(session, "URL (https://…; optional)?", check, optional=True)
        return {"publisher": words, **({"url": address} if address else {})}

    question = "Source (a publisher, a URL or a source id; optional)?"
    answer = ask(session, question, source, [*declared, *publishers], optional=True)
    return [answer] if answer else []


def _line(prompt: str, choices: Iterable[str] = ()) -> str:
    """Read a line from the user, with completion. Raises typer.Abort at the end of the input."""
    prompt = escape_controls(prompt)
    while True:
        try:
            if sys.stdout.isatty():
                _complete([*choices])
                line = input(prompt)
            else:
                print(prompt, end="", file=sys.stderr, flush=True)
                line = sys.stdin.readline()
                if not line:
                    raise EOFError
            # In an ASCII locale, Python passes the bytes of other characters as surrogates.
            return line.encode("utf-8", "surrogateescape").decode("utf-8").strip()
        except UnicodeError:
            print_lines(["error: the input is not UTF-8; try again"])
        except EOFError:
            print("\nNothing was written", file=sys.stderr)
            raise typer.Abort from None


def _complete(choices: Sequence[str]) -> None:
    try:
        import readline
    except ImportError:
        return

    def matching(words: str, number: int) -> str | None:
        matches = [choice for choice in choices if fold(choice).startswith(fold(words))]
        return matches[number] if number < len(matches) else None

    readline.set_completer(matching)
    readline.set_completer_delims("")
    readline.parse_and_bind("tab: complete")
    # Under LC_ALL=C, readline would take the bytes of a non-ASCII letter as commands.
    for setting in ("input-meta on", "output-meta on", "convert-meta off"):
        readline.parse_and_bind(f"set {setting}")
