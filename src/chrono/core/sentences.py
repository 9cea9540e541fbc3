"""The sentences that several messages have in common, one function for each kind.

A sentence begins with a small letter and has no full stop, since `error: ` or `note: ` precedes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chrono.core.causes import Caused
from chrono.core.english import first_few, join_and, join_or, plural
from chrono.core.note_kinds import Note, NoteKind
from chrono.errors import reason

MOST_CHOICES = 5
"""The maximum number of choices that a message lists."""

ORDER_UNKNOWN = "the order of some contacts is not known"

INVALID_CHARACTER = "the text contains an invalid character (a lone surrogate); remove it"
"""The message for a text that cannot be encoded as UTF-8."""


def shell_word(text: str) -> str:
    """Return a text as one word of a shell command, in double quotes if necessary."""
    if re.fullmatch(r"[\w.-][\w.=+-]*", text):
        return text
    escaped = re.sub(r'([$`"\\])', r"\\\1", text)
    return f'"{escaped}"'


def suggestion(near: Sequence[str]) -> str:
    """Return the end of a message: `; did you mean x or y?`, or "" if `near` is empty."""
    return f"; did you mean {join_or(near)}?" if near else ""


def several_match(word: str, nouns: str, choices: Sequence[str], verb: str = "choose") -> str:
    """Return a message such as `"Wang" matches 2 actors; choose wang-yi or wang-wentao`."""
    one = "" if len(choices) <= MOST_CHOICES else " one, such as"
    listing = join_or(choices[:MOST_CHOICES])
    return f'"{word}" matches {len(choices)} {nouns}; {verb}{one} {listing}'


def several_names(text: str, names: Sequence[str], options: str = "") -> str:
    """Return a message such as `"A, B" looks like 2 names; write --actor "A" --actor "B"`.

    `options`: what to type, instead of one `--actor` for each name.
    """
    listing = options or join_and([f'"{name}"' for name in names])
    how = "write" if options else "name them separately:"
    one = f"; if it is one name, run `chrono add actor {shell_word(text)}` first"
    return f'"{text}" looks like {len(names)} names; {how} {listing}{one}'


def not_shown(number: int, noun: str, why: str = "", remedy: str = "", verb: str = "shown") -> Note:
    """Return a note such as `4 events not shown (3 unconfirmed, 1 denied); add --status any`.

    `noun`: the word for one event; `why`: the text in brackets; `remedy`: the end of the note;
    `verb`: what is not done with the events.
    """
    why, remedy = f" ({why})" if why else "", f"; {remedy}" if remedy else ""
    return Note(f"{plural(number, noun)} not {verb}{why}{remedy}", NoteKind.SELECTION)


def omitted(things: Iterable[str], remedy: str = "") -> Note:
    """Return a note such as `1 private source and 2 private notes omitted (add --private)`."""
    remedy = f" ({remedy})" if remedy else ""
    return Note(f"{join_and([*things])} omitted{remedy}", NoteKind.SELECTION)


def required(noun: str, id: object, key: str) -> str:
    """Return a message such as `the event "a5" has no "title" (required)`."""
    missing = f' has no "{key}" (required)'
    return Caused(f"the {noun} ", id, missing) if isinstance(id, str) else f"this {noun}{missing}"


def is_claim(id: str, date: str, speaker: str) -> str:
    """Return the message for the id of a claim in place of an event or a period."""
    return f'"{id}" is a claim; run `{claims_command(date, speaker)}`'


def claims_command(date: str, speaker: str) -> str:
    """Return the command that shows the claims of a speaker on a date."""
    return f"chrono claims {shell_word(date)} --speaker {shell_word(speaker)}"


def id_used(noun: str, id: str, place: str) -> str:
    """Return a message such as `the event id "a5" is already used at a.toml:3`, with a remedy."""
    return f'the {noun} id "{id}" is already used at {place}; choose another id'


def id_replaced(id: str, name: str, new: str) -> str:
    """Return a note such as `the id "wang-yi" is already used; Wang Yi gets the id "wang-yi-2"`."""
    return f'the id "{id}" is already used; {name} gets the id "{new}"'


def changed(ids: Iterable[str]) -> str:
    """Return a note such as `changed "a5"`; for "ledger", `changed the settings of the ledger`."""
    names = ("the settings of the ledger" if id == "ledger" else f'"{id}"' for id in ids)
    return f"changed {first_few([*names], word='and')}"


def given_twice(what: str) -> str:
    """Return a message such as `"x" is given twice; give it once`."""
    return f"{what} is given twice; give it once"


def only_one_of(*options: str) -> str:
    """Return a message such as `--json and --toml cannot be combined; use only one`."""
    return f"{join_and(options)} cannot be combined; use only one"


def needs(option: str, other: str) -> str:
    """Return a message such as `--skip-bad needs --rejects FILE`."""
    return f"{option} needs {other}"


def no_effect(option: str, where: str) -> str:
    """Return a message such as `--limit has no effect on a summary`; `where`: `on a summary`."""
    return f"{option} has no effect {where}"


def bad_value(key: str, value: object, wanted: str) -> str:
    """Return a message such as `--wait "soon": write a number of seconds, such as 60`."""
    return f'{key} "{value}": write {wanted}'


def exists(path: object, remedy: str) -> str:
    """Return a message such as `rest.csv exists; choose another name`."""
    return f"{path} exists; {remedy}"


def cannot_write(path: object, why: OSError | str) -> str:
    """Return a message such as `cannot write rest.csv: permission denied`."""
    return f"cannot write {path}: {reason(why) if isinstance(why, OSError) else why}"


def cannot_read(path: object, why: OSError | str) -> str:
    """Return a message such as `cannot read rest.csv: permission denied`."""
    return f"cannot read {path}: {reason(why) if isinstance(why, OSError) else why}"


def uncertain(ids: Sequence[str]) -> Note:
    """Return a note such as `uncertain: the exact date of x is not known`, on events with `ids`."""
    dates, verb = ("date", "is") if len(ids) == 1 else ("dates", "are")
    listing = first_few(ids, word="and")
    return Note(f"uncertain: the exact {dates} of {listing} {verb} not known", NoteKind.UNCERTAIN)


def may_interrupt(ids: Sequence[str]) -> str:
    """Return a phrase such as `perhaps interrupted by a, b, and 3 more`, on contacts in a gap."""
    return f"perhaps interrupted by {first_few(ids, 3)}"


def unsupported(origins: Iterable[str], ids: Sequence[str]) -> Note:
    """Return a note such as `without Xinhua, 1 event has no source and may not have happened`."""
    verb = "has" if len(ids) == 1 else "have"
    names, events = join_and(sorted(origins)), plural(len(ids), "event")
    why = f"{verb} no source and may not have happened: {first_few(ids)}"
    return Note(f"without {names}, {events} {why}", NoteKind.UNCERTAIN)


def meaning(typed: str, meant: str) -> Note:
    """Return a note such as `"last month" means 2025-11`."""
    return Note(f'"{typed}" means {meant}', NoteKind.MEANING)


def read_as(command: str) -> Note:
    """Return a note such as ``read as `chrono list --actor xi```."""
    return Note(f"read as `{command}`", NoteKind.MEANING)


def hint(sentence: str) -> Note:
    """Return a note on what else to type."""
    return Note(sentence, NoteKind.HINT)
