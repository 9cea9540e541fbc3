"""What is missing is asked for: on a terminal only, with completion, each answer checked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import typer

from chrono.cli.session import Session
from chrono.core.countries import country_of, country_problem
from chrono.core.english import join_or
from chrono.core.names import fold, nearest, unknown_word
from chrono.core.text import escape_controls
from chrono.errors import UnknownActorError, UsageError
from chrono.files.format import keys
from chrono.files.format.kind import Errors
from chrono.files.format.new_entry import NewEntry
from chrono.files.write.names import NameResolver
from chrono.files.write.transaction import LedgerFiles

Answer = TypeVar("Answer")


def possible() -> bool:
    """Whether there is a person to answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question: str, default: bool) -> bool:
    """A yes or a no; Enter is the default."""
    choices = "[Y/n]" if default else "[y/N]"
    while True:
        answer = _line(f"{question} {choices} ").strip().lower()
        if answer in ("y", "yes", "n", "no", ""):
            return answer[:1] == "y" or (not answer and default)
        print("answer y for yes or n for no", file=sys.stderr)


def event(
    session: Session, given: Mapping[str, Any], new: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Any], dict[str, Sequence[str]]]:
    """The keys of an event, with those that were missing, and who in it is new.

    Raises UsageError at once where one that was given is wrong.
    """
    places = {event.place for event in session.ledger.events if event.place}
    meant = NameResolver(LedgerFiles.read(session.found.paths))
    meant.look_at("events", given)
    fields, people = dict(given), dict(new)
    session.say("Tab completes, Enter leaves out what is not required, Ctrl-C gives up")
    if "date" not in fields:
        fields["date"] = ask(
            "When (2025-10-30, 2025-10-30/2025-10-31, 2025-10 …)?",
            lambda words: _read("date", words),
        )
    if "type" not in fields:
        kinds = [*meant.ledger.types]
        fields["type"] = ask(f"What kind ({join_or(kinds)})?", meant.type, kinds)
    if "actors" not in fields and not people.get("actors"):
        fields["actors"], people["actors"] = _actors(meant)
    if "title" not in fields:
        fields["title"] = ask("Title?", lambda words: _read("title", words))
    if "place" not in fields:
        fields["place"] = ask("Where?", lambda words: words, sorted(places), optional=True)
    if fields["place"] and "place_country" not in fields:
        fields["place_country"] = ask("In which country (KR, CH, …)?", _country, optional=True)
    if "sources" not in fields:
        fields["sources"] = _sources(meant)
    return {key: value for key, value in fields.items() if value not in (None, [])}, people


def agreed(additions: Iterable[NewEntry]) -> bool:
    """Whether what is to be written is what was meant."""
    for addition in additions:
        print(*map(escape_controls, addition.text.split("\n")), sep="\n", file=sys.stderr)
    return confirm("Write this?", default=True)


def ask(
    question: str,
    check: Callable[[str], Answer],
    choices: Iterable[str] = (),
    *,
    optional: bool = False,
) -> Answer | None:
    """The first answer that passes a check; None for no answer to an optional question."""
    while True:
        words = _line(f"{question} ", list(choices)).strip()
        if not words and optional:
            return None
        if not words:
            print("this cannot be left out", file=sys.stderr)
            continue
        try:
            return check(words)
        except UsageError as error:
            for sentence in error.args:
                print(escape_controls(sentence), file=sys.stderr)


def _read(key: str, words: str) -> Any:
    """The value of a key. Raises UsageError where the key does not take it."""
    kind = keys.EVENT.keys[key].kind
    value = kind.parse(words)
    errors: Errors = []
    kind.check(value, ("events", 0, key), errors)
    if errors:
        raise UsageError(*(error.message for error in errors))
    return value


def _actors(meant: NameResolver) -> tuple[list[str], list[str]]:
    """Who took part: ids, and the names of those who are new."""
    found: list[str] = []
    new: list[str] = []
    everybody = meant.ledger.actors.values()
    names = [name for actor in everybody for name in (actor.name, *actor.aliases)]

    def who(words: str) -> tuple[list[str], str]:
        if ";" in words:
            raise UsageError("name one at a time: who else took part is asked next")
        try:
            return _once(found, meant.actor(words))
        except UnknownActorError as error:
            print(escape_controls(error.said), file=sys.stderr)
            if not confirm(f'Is "{words}" new?', default=False):
                raise UsageError from None
        country = ask("Of which country (CN, US, …)?", _country, optional=True)
        return _once(new, f"{words} ({country})" if country else words)

    while True:
        question = "Who else?" if found or new else "Who?"
        answer = ask(question, who, names, optional=bool(found or new))
        if answer is None:
            return found, new
        kept, name = answer
        kept.append(name)


def _once(taken: list[str], who: str) -> tuple[list[str], str]:
    """Somebody, and with whom they are; nobody takes part twice. Raises UsageError."""
    if who in taken:
        raise UsageError(f"{who} is there already")
    return taken, who


def _country(words: str) -> str:
    """The code or the body's name that is meant: a person may say it by name."""
    code = country_of(words) or words
    if problem := country_problem(code):
        raise UsageError(problem)
    return code


def _sources(meant: NameResolver) -> list[Any]:
    def known(words: str) -> Any:
        if "://" in words:
            return {"url": words}
        if words in meant.ledger.sources:
            return words
        if nearest(words, meant.ledger.sources):
            sentence = unknown_word(words, meant.ledger.sources, "source")
            print(escape_controls(sentence), file=sys.stderr)
            if not confirm(f'Is "{words}" a publisher?', default=False):
                raise UsageError
        return {"publisher": words}

    publishers = sorted({one.publisher for one in meant.ledger.sources.values()})
    choices = [*meant.ledger.sources, *publishers]
    question = "Who says so (a publisher, an address, a source's id)?"
    source = ask(question, known, choices, optional=True)
    if isinstance(source, dict):
        if "url" not in source:
            address = ask("At which address (https://…)?", _address, optional=True)
            return [{**source, "url": address} if address else source]
        publisher = ask("Published by?", lambda words: words, publishers)
        return [{"publisher": publisher, **source}]
    return [source] if source else []


def _address(words: str) -> Any:
    if "://" not in words:
        raise UsageError("an address begins with https:// or http://")
    return words


def _line(prompt: str, choices: list[str] | None = None) -> str:
    """A line that is typed; the question goes to standard error where output is not the screen."""
    prompt = escape_controls(prompt)
    while True:
        try:
            # Where the locale knows ASCII alone, what is typed beyond it comes as its bytes.
            return _typed(prompt, choices or []).encode("utf-8", "surrogateescape").decode("utf-8")
        except UnicodeError:
            print("what was typed is not UTF-8", file=sys.stderr)
        except EOFError:
            print("\nnothing was written", file=sys.stderr)
            raise typer.Abort from None


def _typed(prompt: str, choices: list[str]) -> str:
    if sys.stdout.isatty():
        _complete(choices)
        return input(prompt)
    print(prompt, end="", file=sys.stderr, flush=True)
    if line := sys.stdin.readline():
        return line.rstrip("\n")
    raise EOFError


def _complete(choices: list[str]) -> None:
    """Let Tab complete one of these: whole, since a name has blanks in it."""
    try:
        import readline
    except ImportError:
        return

    def matching(words: str, number: int) -> str | None:
        begun = [choice for choice in choices if fold(choice).startswith(fold(words))]
        return begun[number] if number < len(begun) else None

    readline.set_completer(matching)
    readline.set_completer_delims("")
    readline.parse_and_bind("tab: complete")
    # Under LC_ALL=C the bytes of a letter that ASCII lacks would be taken for commands.
    for setting in ("input-meta on", "output-meta on", "convert-meta off"):
        readline.parse_and_bind(f"set {setting}")
