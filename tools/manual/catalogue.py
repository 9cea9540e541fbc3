"""Generate docs/errors.md, the catalogue of errors, from a collection of bad ledgers.

The catalogue has wrong lines, with the errors that chrono prints. Each bad ledger belongs to the
first topic whose pattern matches the name of the ledger. A topic has a sentence that explains the
rule, and a valid ledger as an example.
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
<!-- Made by tools/manual from tests/ledgers/invalid and tools/manual/catalogue.py. -->

# Every error, and how to fix it

This page is for people who meet an error in a ledger and want to see how to fix it. If a ledger has
errors, every command prints all of them, each with its line, and gives no result.

The errors are sorted by topic. Each topic begins with a valid example. Below the example are
wrong lines, each with the errors that chrono prints and the [rule](checks.md) that is broken. Tests
check these errors against [a collection of ledgers with errors](../tests/ledgers/invalid).
[The ledger](ledger.md) describes the format.

`chrono check` finds further problems in valid ledgers; see
[checks](checks.md#problems-in-valid-ledgers)."""


class Topic(NamedTuple):
    """A section of the catalogue.

    - `pattern`: matches the names of the bad ledgers that belong to the topic
    - `sentence`: an explanation of the correct notation
    - `right`: a valid example
    """

    title: str
    pattern: str
    sentence: str
    right: str


class Case(NamedTuple):
    """An error.

    - `written`: the wrong line
    - `said`: the message of chrono
    - `rule`: the rule that is broken
    """

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
    """Return a meeting as TOML, with some lines replaced or added. `lines`: the lines `KEY =
    VALUE`.
    """
    by_key = {line.partition(" =")[0]: line for line in (*_MEETING, *lines)}
    return "\n".join(("[[events]]", *by_key.values(), ""))


TOPICS = (
    Topic(
        "The file",
        r"latin-1|utf-16|version|include|not-toml",
        "A ledger is a UTF-8 file in format version 1. Paths under `include` are relative to it.",
        """\
[ledger]
version = 1
title = "Talks, 2025"
""",
    ),
    Topic(
        "Merge conflicts",
        r"merge-conflict(?!-hides)",
        "Keep one of the two versions, and remove the lines that git added.",
        _event(),
    ),
    Topic(
        "Dates without quotes",
        r"bare-",
        "Write whole days and times of a day without quotes. Put all other dates in quotes.",
        _event("date = 2025-10-30          # a whole day")
        + "\n"
        + _event('id = "2025-10-busan"', 'date = "2025-10"           # anything else'),
    ),
    Topic(
        "Dates",
        r"^dates?-(?!as)",
        "Write the year first, and only as much as the sources give. [The ledger](ledger.md#dates) "
        "lists all forms.",
        _event('date = "2025-10-30~"       # about that day'),
    ),
    Topic(
        "Local dates",
        r"local-dates",
        "Write one date for each country code. The date of the event must be one of them.",
        _event("local_dates = { US = 2025-10-29, CN = 2025-10-30 }"),
    ),
    Topic(
        "Coverage",
        r"coverage-(?!period)",
        "Each row has a period. Each actor and type in a row is declared, or used by an event.",
        """\
[[coverage]]
period = "2024-11-05..2025-12-31"
actors = ["xi-jinping", "donald-trump"]
types = ["meeting", "call"]

[actors.xi-jinping]
name = "Xi Jinping"

[actors.donald-trump]
name = "Donald Trump"
""",
    ),
    Topic(
        "Periods",
        r"covers|coverage-period|claim-period|role-reversed",
        "A period is a day, a month, a quarter, a year, or a range such as `2025-06..2025-08`.",
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
        "An id has only the letters a to z, digits and hyphens. Each event, actor, type, source "
        "and claim needs its own id.",
        """\
[actors.xi-jinping]
name = "Xi Jinping"

"""
        + _event(),
    ),
    Topic(
        "Headers and tables",
        r"(?<!^actors-)twice|header|bracket|events-table|table-as|unknown-table|broken|two-keys|event-as|subtable",
        "Begin each event with `[[events]]` and each claim with `[[claims]]`. Begin an actor, type "
        "or source with its id: `[actors.ID]`, `[types.ID]`, `[sources.ID]`. Write each key once.",
        """\
[actors.xi-jinping]
name = "Xi Jinping"

[sources.s1]
publisher = "Xinhua"

"""
        + _event(),
    ),
    Topic(
        "Text and quotes",
        r"quotes|escape|string|control|unquoted|after-value|lines-in|texts-empty",
        'Put text in "straight quotes". Put text of several lines between three quotes.',
        _event('''summary = """
They spoke for 100 minutes.
Nothing was signed.
"""'''),
    ),
    Topic(
        "Lists, numbers and other values",
        r"array|inline|unclosed|no-|yes-|number-of|deep|nesting",
        "A line is `key = value`. Put lists in brackets and tables in braces, with commas between "
        "the items.",
        _event(
            'tags = ["leaders", "trade"]',
            "dates = { announced = 2025-10-20, signed = 2025-10-30 }",
            "private = true",
        ),
    ),
    Topic(
        "Keys that are missing or unknown",
        r"missing|unknown-key",
        "Each table has [its keys](ledger.md). Put your own data under `extra`.",
        _event('extra = { mood = "cordial" }   # your own data'),
    ),
    Topic(
        "Actors",
        r"actor|present|initiator|principals|side-|aliases|roles?-",
        "Name each actor once, by an id, or by a name or alias that only one actor has.",
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
        "Write a country as its ISO 3166-1 code, and an international organisation as its name.",
        """\
[actors.eu]
name = "The Union"
country = "European Union"     # an organisation, by its name

"""
        + _event('place_country = "KR"'),
    ),
    Topic(
        "Claims",
        r"claim",
        "A claim needs a speaker, a date, a statement, a period, and counts or a total.",
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
        "Refer to other events by their ids. An event cannot be part of itself.",
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
        r"source|says|url|publisher",
        "A source is the id of a declared source, or a table with a publisher.",
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
        "Use one of the words in the message. Declare your own types under `[types]`.",
        """\
[types.dinner]
label = "dinner"
contact = true

"""
        + _event('type = "dinner"', 'status = "unconfirmed"'),
    ),
    Topic(
        "Values of the wrong kind",
        r"-as-|boolean|with-numbers|texts",
        "Each key has one kind of value: text, a list of texts, a date, true or false, or a table.",
        _event('tags = ["leaders"]', "private = false"),
    ),
    Topic(
        "Several errors",
        r"twelve|hides-nothing",
        "chrono prints all errors at once.",
        _event(),
    ),
)


def cases() -> dict[str, list[Case]]:
    """Return the errors of each bad ledger, by the name of the ledger."""
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
    """Return the topic to which a bad ledger belongs. `name`: the name of the ledger."""
    return next(one for one in TOPICS if re.search(one.pattern, name))


def markdown() -> str:
    """Return the catalogue as a Markdown page."""
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
    """Yield each wrong line once, with all messages about the line.

    Messages that differ only in a line number count as one message.
    """
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
    """Return a text with escapes, so that Markdown shows the text unchanged."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", text)
