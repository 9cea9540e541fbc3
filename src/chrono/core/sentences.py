"""The sentences that several messages have in common.

A sentence begins with a small letter and has no full stop, since it follows `error: ` or `note: `.
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
    if re.fullmatch(r"(?!(?:and|or|not)$)[\w.-][\w.=+-]*", text):
        return text
    escaped = re.sub(r'([$`"\\])', r"\\\1", text)
    return f'"{escaped}"'


def suggestion(near: Sequence[str]) -> str:
    """Return the end of a message, such as `; did you mean x or y?`, or "" if `near` is empty."""
    return f"; did you mean {join_or(near)}?" if near else ""


def several_match(word: str, nouns: str, choices: Sequence[str], verb: str = "choose") -> str:
    """Return a message such as `"Wang" matches 2 actors; choose wang-yi or wang-wentao`."""
    return f"{matches(word, len(choices), nouns)}; {to_choose(choices, verb)}"


def matches(word: str, number: int, nouns: str) -> str:
    """Return the problem that a word has several matches: `"Wang" matches 2 actors`."""
    return f'"{word}" matches {number} {nouns}'


def to_choose(choices: Sequence[str], verb: str = "choose") -> str:
    """Return advice to choose one of several matches, such as `choose wang-yi or wang-wentao`."""
    one = "" if len(choices) <= MOST_CHOICES else " one, such as"
    return f"{verb}{one} {join_or(choices[:MOST_CHOICES])}"


def several_names(text: str, names: Sequence[str], options: str = "") -> str:
    """Return a message such as `"A, B" looks like 2 names; name them separately: "A" and "B"`.

    `options`: the options to type instead, such as `--actor A --actor B`, or "".
    """
    listing = options or join_and([f'"{name}"' for name in names])
    how = "write" if options else "name them separately:"
    one = f"; if it is one name, run `chrono add actor {shell_word(text)}` first"
    return f'"{text}" looks like {len(names)} names; {how} {listing}{one}'


def not_shown(number: int, noun: str, why: str = "", remedy: str = "", verb: str = "shown") -> Note:
    """Return a note such as `4 events not shown (3 unconfirmed, 1 denied); add --status any`.

    - `why`: the text in brackets, or ""
    - `remedy`: the text after the semicolon, or ""
    - `verb`: "shown", "included" or "counted"
    """
    why, remedy = f" ({why})" if why else "", f"; {remedy}" if remedy else ""
    return Note(f"{plural(number, noun)} not {verb}{why}{remedy}", NoteKind.SELECTION)


def omitted(records: Iterable[str], remedy: str = "") -> Note:
    """Return a note such as `1 private source and 2 private notes omitted (add --private)`."""
    remedy = f" ({remedy})" if remedy else ""
    return Note(f"{join_and([*records])} omitted{remedy}", NoteKind.SELECTION)


def dropped_links(links: Sequence[str]) -> Note:
    """Return a note on links that a part of a ledger drops. `links`: such as `"ID" to "ID"`."""
    others = "an event that is" if len(links) == 1 else "events that are"
    number = plural(len(links), "link")
    text = f"dropped {number} to {others} not included: {first_few(links, 2)}"
    return Note(text, NoteKind.SELECTION)


def required(noun: str, id: object, key: str) -> str:
    """Return the message for a record without a required key: `the event "a5" has no "title"`.

    `id`: the id, or any value that is not a string if the record has no id.
    """
    missing = f' has no "{key}" (required)'
    return Caused(f"the {noun} ", id, missing) if isinstance(id, str) else f"this {noun}{missing}"


def is_claim(id: str, date: str, speaker: str) -> str:
    """Return the message for the id of a claim, typed where an event or a period is needed."""
    return f'"{id}" is a claim, not an event or a period; run `{claims_command(date, speaker)}`'


def is_event(id: str, remedy: str) -> str:
    """Return the message for the id of an event, typed where a period is needed."""
    return f'"{id}" is an event, not a period; {remedy}'


def claims_command(date: str, speaker: str) -> str:
    """Return the command that shows the claims of a speaker on a date."""
    return f"chrono claims {shell_word(date)} --speaker {shell_word(speaker)}"


def id_used(noun: str, id: str, place: str) -> str:
    """Return the message for a new id that another record already has.

    `place`: the place of the other record, such as `a.toml:3`.
    """
    return f'the {noun} id "{id}" is already used at {place}; choose another id'


def id_replaced(id: str, name: str, new: str) -> str:
    """Return the note that the record `name` gets the id `new`, because `id` is already used."""
    return f'the id "{id}" is already used; {name} gets the id "{new}"'


def changed(ids: Iterable[str]) -> str:
    """Return the note on changed records, such as `changed "a5"`.

    The id "ledger" means the settings of the ledger.
    """
    names = ("the settings of the ledger" if id == "ledger" else f'"{id}"' for id in ids)
    return f"changed {first_few([*names], word='and')}"


def given_twice(what: str) -> str:
    """Return the message for an option or value, such as "--title", that must not be repeated."""
    return f"{what} is given twice; give it only once"


def only_one_of(*options: str) -> str:
    """Return the message for options that exclude each other."""
    return f"{join_and(options)} cannot be combined; use only one"


def needs(option: str, other: str) -> str:
    """Return the message for an option that needs another option, such as "--source URL"."""
    return f"{option} needs {other}"


def no_effect(option: str, where: str) -> str:
    """Return the message for an option that has no effect.

    `where`: the case, such as `on a summary`. A remedy may follow after a semicolon.
    """
    remedy = "" if ";" in where else f"; omit {option}"
    return f"{option} has no effect {where}{remedy}"


def bad_value(key: str, value: object, wanted: str) -> str:
    """Return the message for an invalid value of an option or key.

    `wanted`: an example or a description of a valid value.
    """
    return f'{key} "{value}": write {wanted}'


def exists(path: object, remedy: str) -> str:
    """Return the message for a file that already exists."""
    return f"{path} exists; {remedy}"


def cannot_write(path: object, why: OSError | str) -> str:
    """Return the message for a file that cannot be written."""
    return f"cannot write {path}: {reason(why) if isinstance(why, OSError) else why}"


def cannot_read(path: object, why: OSError | str) -> str:
    """Return the message for a file that cannot be read."""
    return f"cannot read {path}: {reason(why) if isinstance(why, OSError) else why}"


def uncertain(ids: Sequence[str], exact: bool) -> Note:
    """Return a note that a result is uncertain because the dates of some events are not exact.

    `exact`: whether some of the dates are exact. Then it is something else that is not known, such
    as the day on which an office began.
    """
    if exact:
        text = f"the result is uncertain: {first_few(ids)} may or may not count"
        return Note(text, NoteKind.UNCERTAIN)
    dates = "the date of 1 event is" if len(ids) == 1 else f"the dates of {len(ids):,} events are"
    text = f"the result is uncertain, because {dates} inexact: {first_few(ids)}"
    return Note(text, NoteKind.UNCERTAIN)


def may_interrupt(ids: Sequence[str]) -> str:
    """Return a phrase on the contacts that may interrupt a gap: `perhaps interrupted by a, b`."""
    return f"perhaps interrupted by {first_few(ids, 3)}"


def unsupported(origins: Iterable[str], ids: Sequence[str]) -> Note:
    """Return a note that the events with these ids have no source and may not have happened.

    `origins`: the origins whose sources were removed.
    """
    verb, they = ("has", "it") if len(ids) == 1 else ("have", "they")
    names, events = join_and(sorted(origins)), plural(len(ids), "event")
    why = f"{verb} no source, so {they} may not have happened: {first_few(ids)}"
    return Note(f"without {names}, {events} {why}", NoteKind.UNCERTAIN)


def meaning(typed: str, value: str) -> Note:
    """Return a note on the meaning of typed words, such as `"last month" means 2025-11`."""
    return Note(f'"{typed}" means {value}', NoteKind.MEANING)


def read_as(command: str) -> Note:
    """Return a note such as ``this search is the same as `chrono list --actor xi` ``."""
    return Note(f"this search is the same as `{command}`", NoteKind.MEANING)


def hint(sentence: str) -> Note:
    """Return a note that suggests another command or option."""
    return Note(sentence, NoteKind.HINT)


def empty_cells(coded: bool) -> str:
    """Return the note on the empty cells of a matrix. `coded`: whether its rows have codes."""
    no_code = ", or that no country had this code" if coded else ""
    return f"an empty cell means that the ledger does not cover these days{no_code}"
