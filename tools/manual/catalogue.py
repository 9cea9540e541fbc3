"""The catalogue of errors, from the corpus of bad ledgers: what was written, and what is said.

A topic takes the ledgers that its pattern finds by their names, each goes to the first that does;
it says in a sentence what is right, and shows it as a ledger that is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from chrono.core.text import escape_controls

CORPUS = Path(__file__).parents[2] / "tests" / "ledgers" / "invalid"
_LONGEST = 100
_NUMBER = re.compile(r"\bline \d+|\S+\.toml:\d+")

INTRODUCTION = """\
<!-- Made by tools/manual from tests/ledgers/invalid; its topics stand in catalogue.py there. -->

# What is wrong with a ledger, and what would be right

No command answers from a ledger that has an error: it prints every one of them, each with its
line, and nothing else. Here they stand by what they are about: first what is right, then each line
that was written and all that chrono says of it, with the [rule](checks.md) that is broken.
That it says so is held by tests, which read [these ledgers](../tests/ledgers/invalid).
[The format](ledger.md) says what there is to write.

What `chrono check` finds beyond these, in ledgers that can be read, stands in
[checks](checks.md#what-does-not-add-up-and-what-is-probably-a-slip)."""


class Topic(NamedTuple):
    """Errors about one thing: which ledgers have them, and what is right."""

    title: str
    pattern: str
    sentence: str
    right: str


class Case(NamedTuple):
    """One problem: the line that has it, and what is said."""

    written: str
    said: str
    rule: str


_MEETING = (
    'id = "2025-10-30-busan"',
    "date = 2025-10-30",
    'type = "meeting"',
    'title = "Xi and Trump meet in Busan"',
    'actors = ["Xi Jinping", "Donald Trump"]',
)


def _event(*lines: str) -> str:
    """The meeting in Busan; a line takes the place of the one with its key, or is the last."""
    by_key = {line.partition(" =")[0]: line for line in (*_MEETING, *lines)}
    return "\n".join(("[[events]]", *by_key.values(), ""))


TOPICS = (
    Topic(
        "The file",
        r"latin-1|utf-16|version|include|not-toml",
        "A ledger is UTF-8, of format version 1; files that it includes are named relative to it.",
        """\
[ledger]
version = 1
title = "Talks, 2025"
""",
    ),
    Topic(
        "Merge conflicts",
        r"merge-conflict(?!-hides)",
        "One side is kept, and the lines that git put there go.",
        _event(),
    ),
    Topic(
        "Dates without quotes",
        r"bare-",
        "Only a whole day, or a time of a day, may stand without quotes; all other dates have"
        " them.",
        _event("date = 2025-10-30          # a whole day")
        + "\n"
        + _event('id = "2025-10-busan"', 'date = "2025-10"           # anything else'),
    ),
    Topic(
        "Dates",
        r"^dates?-(?!as)",
        "A date is as exact as the sources are, the year first, in the forms of EDTF that "
        "[the format](ledger.md#dates) lists.",
        _event('date = "2025-10-30~"       # about that day'),
    ),
    Topic(
        "Local dates",
        r"local-dates",
        "A date for each country by its code; the date of the event is one of them.",
        _event("local_dates = { US = 2025-10-29, CN = 2025-10-30 }"),
    ),
    Topic(
        "Periods",
        r"covers|claim-period|role-reversed",
        "A period is a day, a month, a quarter or a year, or runs from one to another.",
        """\
[ledger]
covers = "2024-11-06..2025-12-31"

[[claims]]
id = "xie-feng-2025-12"
by = "Xie Feng"
date = 2025-12-04
statement = "one meeting and four calls"
period = { "calendar 2025" = "2025", "since June" = "2025-06.." }
counts = { meeting = 1, call = 4 }
""",
    ),
    Topic(
        "Ids",
        r"event-id|actor-id|claim-id|id-empty|events-with-ids|actors-without-id",
        "An id is of the letters a to z, digits and hyphens, and no other thing of its kind "
        "has it.",
        """\
[actors.xi-jinping]
name = "Xi Jinping"

"""
        + _event(),
    ),
    Topic(
        "Headers and tables",
        r"(?<!^actors-)twice|header|bracket|events-table|table-as|unknown-table|broken|two-keys|event-as|subtable",
        "`[[events]]` and `[[claims]]` begin one of many, `[actors.ID]`, `[types.ID]` and "
        "`[sources.ID]` the one of that id; a key stands once in its table.",
        """\
[actors.xi-jinping]
name = "Xi Jinping"

[sources.s1]
publisher = "Xinhua"

"""
        + _event(),
    ),
    Topic(
        "Texts and their quotes",
        r"quotes|escape|string|control|unquoted|after-value|lines-in|texts-empty",
        'A text stands in "straight quotes", one of many lines in three of them.',
        _event('''summary = """
They spoke for 100 minutes.
Nothing was signed.
"""'''),
    ),
    Topic(
        "Lists, numbers and other values",
        r"array|inline|unclosed|no-|yes-|number-of|deep|nesting",
        "A line is `key = value`; lists stand in brackets and tables in braces, with commas "
        "between.",
        _event(
            'tags = ["leaders", "trade"]',
            "dates = { announced = 2025-10-20, signed = 2025-10-30 }",
            "private = true",
        ),
    ),
    Topic(
        "Keys that are missing or unknown",
        r"missing|unknown-key",
        "Each table has its [own keys](ledger.md); what is yours goes under `extra`.",
        _event('extra = { mood = "cordial" }   # what is yours'),
    ),
    Topic(
        "Actors",
        r"actor|present|initiator|principals|side-|aliases|roles?-",
        "Who takes part is named by an id, a name or an alias that means one, and once.",
        """\
[actors.xi-jinping]
name = "Xi Jinping"
aliases = ["President Xi"]

"""
        + _event('actors = ["President Xi", "Donald Trump"]', 'initiator = "Donald Trump"'),
    ),
    Topic(
        "Countries",
        r"country|countries",
        "A country is written by its code of ISO 3166-1, a body by its name.",
        """\
[actors.eu]
name = "The Union"
country = "European Union"     # a body, by its name

"""
        + _event('place_country = "KR"'),
    ),
    Topic(
        "Claims",
        r"claim",
        "A claim says who said what when, over which period, and counts, a total, or both.",
        """\
[[claims]]
id = "xie-feng-2025-12"
by = "Xie Feng"
date = 2025-12-04
statement = "one meeting and four calls"
period = "2025"
counts = { meeting = 1, call = { min = 4 } }
""",
    ),
    Topic(
        "Links between events",
        r"follows|part-of",
        "An event names others by their ids, and is never part of itself.",
        _event()
        + "\n"
        + _event(
            'id = "2025-11-24-call"',
            "date = 2025-11-24",
            'type = "call"',
            'title = "Xi and Trump speak by phone"',
            'follows = ["2025-10-30-busan"]',
        ),
    ),
    Topic(
        "Sources",
        r"source|says|url",
        "A source is the id of a declared one, or a table with its publisher.",
        """\
[sources.s1]
publisher = "Xinhua"
url = "https://example.org/1"

"""
        + _event('sources = ["s1", { publisher = "A Paper", says = { date = 2025-10-31 } }]'),
    ),
    Topic(
        "Types, statuses and grades",
        r"type|status|grade|choice|label",
        "These are words of a short list; a type of your own is declared under `[types]`.",
        """\
[types.dinner]
label = "dinner"
contact = true

"""
        + _event('type = "dinner"', 'status = "unconfirmed"'),
    ),
    Topic(
        "Values of another kind",
        r"-as-|boolean|with-numbers|texts",
        "A key takes a value of one kind: a text, a list of texts, a date, true or false, a table.",
        _event('tags = ["leaders"]', "private = false"),
    ),
    Topic(
        "Many at once",
        r"twelve|hides-nothing",
        "All of them are said, and none hides another.",
        _event(),
    ),
)


def cases() -> dict[str, list[Case]]:
    """The problems of every bad ledger, by the ledger's name."""
    found = {}
    for path in sorted(CORPUS.glob("*.toml")):
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
        expected = path.with_suffix(".expected").read_text("utf-8").splitlines()
        found[path.stem] = [_case(line, lines) for line in expected]
    return found


def _case(line: str, lines: list[str]) -> Case:
    number, _, rest = line.partition(": ")
    said, _, rule = rest.rstrip("]").rpartition(" [")
    written = escape_controls(lines[int(number) - 1].rstrip("\r")).strip()
    short = written if len(written) <= _LONGEST else written[:_LONGEST] + " …"
    return Case(short, said, rule)


def topic(name: str) -> Topic:
    """The one that a bad ledger belongs to."""
    return next(one for one in TOPICS if re.search(one.pattern, name))


def markdown() -> str:
    """The catalogue as a page."""
    found = [INTRODUCTION, *(f"- [{one.title}](#{_anchor(one.title)})" for one in TOPICS)]
    parts = [found[0], "\n".join(found[1:])]
    by_topic: dict[str, list[Case]] = {one.title: [] for one in TOPICS}
    for name, problems in cases().items():
        by_topic[topic(name).title] += problems
    for one in TOPICS:
        parts.append(f"## {one.title}")
        parts.append(f"{one.sentence}\n\n```toml\n{one.right.rstrip()}\n```")
        parts.append("\n".join(_entries(by_topic[one.title])))
    return "\n\n".join(parts) + "\n"


def _entries(problems: Iterable[Case]) -> Iterator[str]:
    """Each line once, with all that is said of it; what differs in a line's number is the same."""
    by_line: dict[str, dict[str, str]] = {}
    for case in problems:
        said = f"{_plain(case.said)} ([{case.rule}](checks.md#{case.rule}))"
        by_line.setdefault(case.written, {}).setdefault(_NUMBER.sub("", said), said)
    for written, told in by_line.items():
        line = _code(written) if written else "(an empty line)"
        if len(told) == 1:
            yield f"- {line}  "
            yield from (f"  {said}" for said in told.values())
        else:
            yield f"- {line}"
            yield from (f"  - {said}" for said in told.values())


def _anchor(title: str) -> str:
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def _code(text: str) -> str:
    ticks = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    return f"{ticks} {text} {ticks}" if "`" in text else f"`{text}`"


def _plain(text: str) -> str:
    """Text in which Markdown finds nothing to mark up."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)
