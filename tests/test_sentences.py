"""The sentences that several messages share."""

from __future__ import annotations

import re
import shlex

import pytest

from chrono.core import sentences
from chrono.core.note_kinds import Note


@pytest.mark.parametrize(
    "sentence, expected",
    [
        (sentences.suggestion([]), ""),
        (sentences.suggestion(["a"]), "; did you mean a?"),
        (sentences.suggestion(["a", "b"]), "; did you mean a or b?"),
        (sentences.several_match("x", "actors", ["a", "b"]), '"x" matches 2 actors; choose a or b'),
        (
            sentences.several_match("x", "ids", list("abcdef"), "write"),
            '"x" matches 6 ids; write one, such as a, b, c, d or e',
        ),
        (
            sentences.not_shown(4, "event", "3 unconfirmed, 1 denied", "add --status any"),
            "4 events not shown (3 unconfirmed, 1 denied); add --status any",
        ),
        (sentences.not_shown(1, "lane"), "1 lane not shown"),
        (sentences.omitted(["37 private notes"], "add --private"),
         "37 private notes omitted (add --private)"),
        (sentences.omitted(["1 note", "1 source"]), "1 note and 1 source omitted"),
        (sentences.required("event", None, "date"), 'this event has no "date" (required)'),
        (
            sentences.id_used("event", "a", "a.toml:3"),
            'the event id "a" is already used at a.toml:3; choose another id',
        ),
        (sentences.given_twice('"x"'), '"x" is given twice; give it only once'),
        (sentences.only_one_of("--a", "--b"), "--a and --b cannot be combined; use only one"),
        (sentences.needs("--a", "--b"), "--a needs --b"),
        (sentences.no_effect("--a", "on a summary"), "--a has no effect on a summary; omit --a"),
        (sentences.bad_value("--a", "b", "c"), '--a "b": write c'),
        (sentences.exists("a.csv", "choose another name"), "a.csv exists; choose another name"),
        (
            sentences.cannot_write("a", PermissionError(13, "Permission denied")),
            "cannot write a: permission denied",
        ),
        (sentences.cannot_read("a", "it is a folder"), "cannot read a: it is a folder"),
        (
            sentences.uncertain(["a"], False),
            "the result is uncertain, because the date of 1 event is inexact: a",
        ),
        (
            sentences.uncertain(["a", "b"], False),
            "the result is uncertain, because the dates of 2 events are inexact: a, b",
        ),
        (
            sentences.uncertain(["a", "b"], True),
            "the result is uncertain: a, b may or may not count",
        ),
    ],
)  # fmt: skip
def test_sentences(sentence: str | Note, expected: str) -> None:
    assert str(sentence) == expected


@pytest.mark.parametrize(
    "text", ["a-b.c", "习近平", "Ann Ash", "O'Brien", 'a "b" $HOME `c` \\ \\$', ""]
)
def test_a_shell_reads_a_word_as_the_text(text: str) -> None:
    assert shlex.split(re.sub(r"\\([$`])", r"\1", sentences.shell_word(text))) == [text]
