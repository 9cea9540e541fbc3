"""As much of a large ledger as can answer a question, where the whole is known to be sound.

Everything with a name is read: actors, also those whom only events name, types, sources, claims.
Of the events those are read that may be asked for. They are told by single values in their blocks
(`columns.py`), and by the very filters that choose among the events at last.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from chrono.core.dates import When
from chrono.core.filters import Condition
from chrono.core.model import Ledger, Vocabulary
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import CompletionRequest, Query, Question, resolve
from chrono.core.spans import Containment
from chrono.errors import LedgerError, UsageError
from chrono.files.index import cache
from chrono.files.index.block_scan import Blocks
from chrono.files.read.resolve import Resolver
from chrono.files.read.source_files import Diagnostics, SourceFile, expand, gather


def narrow(
    paths: Sequence[str], question: Question | CompletionRequest | Collection[str]
) -> Ledger | None:
    """The ledger of these paths with all its names and with every event that may be asked for.

    Events are asked for as by a user, by what is typed of an id, or by their ids; then those are
    there, too, that they point to and that point to them. None where the ledger must be read whole,
    since it is not known to be sound.
    """
    try:
        opened = _open(paths)
        return None if opened is None else opened.ledger(question)
    except (OSError, ValueError, LedgerError):
        return None


def _open(paths: Sequence[str]) -> _Opened | None:
    names = expand(paths)
    with open(names[0], "rb") as file:
        first = file.read()
    digest = first_digest(names, first)
    if (proof := cache.known(digest)) is None:
        return None
    opened = _Opened(proof.naming, [], [], [])

    def part(name: str, findings: Diagnostics) -> SourceFile:
        nonlocal first, digest
        number = len(opened.blocks)
        if number:
            if not os.path.isfile(name):
                raise ValueError("what can be read but once is read by who answers")
            with open(name, "rb") as file:
                first = file.read()
            digest = cache.digest(first)
        if number >= len(proof.digests) or proof.digests[number] != digest:
            raise ValueError("another file than was proved")
        raw, first = first, b""  # so that it is held once
        blocks = Blocks(raw, proof.layouts[number])
        data, events = blocks.rest()
        opened.blocks.append(blocks)
        opened.before.append(events)
        return SourceFile(name, b"", data)

    findings = Diagnostics()
    opened.parts.extend(gather(names, findings, part))
    return opened if not findings and len(opened.parts) == len(proof.digests) else None


def first_digest(names: Sequence[str], raw: bytes) -> str:
    """The hash by which the proof of a ledger is found: that of its first file.

    `names` are the files that the ledger is read from. Where there are several, their places go
    into the hash, so that two ledgers that share their first file have a proof each.
    """
    digest = cache.digest(raw)
    if len(names) < 2:
        return digest
    return cache.digest("\0".join([digest, *map(os.path.realpath, names)]).encode(*_ANY_NAME))


_ANY_NAME = ("utf-8", "surrogateescape")


class _Opened(NamedTuple):
    """The parts of a sound ledger without their events; their blocks, and the events before these.

    `naming` as its proof has it.
    """

    naming: cache.Naming
    parts: list[SourceFile]
    blocks: list[Blocks]
    before: list[list[dict[str, Any]]]

    def ledger(self, question: Question | CompletionRequest | Collection[str]) -> Ledger:
        """All names, and the events that may be asked for."""
        findings = Diagnostics()
        builder = Resolver(self.parts, findings, named=self._names())
        ledger = builder.build()._replace(vocabulary=self._vocabulary(question))
        if isinstance(question, Question):
            wanted = self._wanted(question, ledger, builder)
        elif isinstance(question, CompletionRequest):
            wanted = [
                blocks.with_text(question.text) if question.kind == "ids" else ()
                for blocks in self.blocks
            ]
        else:
            wanted = self._linked({*question})
        lists = zip(self.parts, self.blocks, self.before, wanted, strict=True)
        for part, blocks, events, starts in lists:
            part.data["events"] = [*events, *blocks.tables(sorted(starts))]
        ledger = ledger._replace(events=builder.events())
        if findings:
            raise ValueError("something is wrong with what was proved to be sound")
        return ledger

    def _names(self) -> Sequence[str]:
        """Who is not declared, and perhaps others, in the order in which events name them."""
        if self.naming != "freely":
            return ()
        found: dict[str, None] = {}
        for blocks, events in zip(self.blocks, self.before, strict=True):
            for event in events:
                found |= dict.fromkeys((*event["actors"], *event.get("present", ())))
            lists = zip(blocks.lists("actors"), blocks.lists("present"), strict=True)
            for group in dict.fromkeys(chain.from_iterable(lists)):
                found |= dict.fromkeys(group)
        return tuple(found)

    def _vocabulary(self, question: Question | CompletionRequest | Collection[str]) -> Vocabulary:
        """The tags, places and dates of all events, where the question has such words."""
        tags: set[str] | None = None
        places: set[str | None] | None = None
        dates: set[dt.date | str] | None = None
        if isinstance(question, Question):
            keys = {key for row in question.used for key in row.keys}
            tags = set() if "tags" in keys else None
            places = set() if "place" in keys else None
        elif isinstance(question, CompletionRequest):
            tags = set() if question.kind == "tags" else None
            places = set() if question.kind == "places" else None
            dates = set() if question.kind == "dates" else None
        for blocks, events in zip(self.blocks, self.before, strict=True):
            if tags is not None:
                tags.update(*blocks.lists("tags"), *(event.get("tags", ()) for event in events))
            if places is not None:
                places.update(blocks.texts("place"), (event.get("place") for event in events))
            if dates is not None:
                dates.update(blocks.dates("date"), (event["date"] for event in events))
        named = None if places is None else (one for one in places if one and one.strip())
        return Vocabulary(
            None if tags is None else frozenset(tags),
            None if named is None else frozenset(named),
            None if dates is None else frozenset(map(_when, dates)),
        )

    def _linked(self, ids: Collection[str]) -> list[Collection[int]]:
        """Of each part the blocks of these events, of those that name them, and that they name."""
        found = [blocks.holding(ids) for blocks in self.blocks]
        links: set[str] = set()
        for blocks, events, starts in zip(self.blocks, self.before, found, strict=True):
            for event in (*events, *blocks.tables(sorted(starts))):
                if event["id"] in ids:
                    links.update(event.get("follows", ()), [event.get("part_of", event["id"])])
        pairs = zip(self.blocks, found, strict=True)
        return [starts | blocks.holding(links) for blocks, starts in pairs]

    def _wanted(
        self, question: Question, ledger: Ledger, builder: Resolver
    ) -> list[Collection[int]]:
        """Of each part the blocks whose events may be asked for."""
        try:
            query = resolve(question, ledger)
            if query.actors and self.naming != "freely":
                few = min(query.actors, key=len)
                if self.naming == "by id":
                    called = [one.id for one in few]
                else:
                    called = [name for one in few for name in (one.id, one.name, *one.aliases)]
                return [blocks.holding(called) for blocks in self.blocks]
            tests = list(_block_tests(query, builder))
        except UsageError:
            return [() for _ in self.blocks]  # and it will be again
        return [_meeting(blocks, tests) for blocks in self.blocks]


_LISTS = ("actors", "present", "tags")
"""The keys whose values in a block are lists of texts."""

_TEXTS = ("type", "place")
"""The keys whose value in a block is one text."""


BlockTest = Callable[[Blocks], set[int]]
"""Returns the numbers of the blocks whose event may match."""


def _block_tests(query: Query, builder: Resolver) -> Iterator[BlockTest]:
    """The tests that the values in a block must pass for its event to match.

    Conditions that read other keys are left to the selection of events.
    """
    for condition in query.conditions:
        if condition.negated or condition.joined:
            continue
        if all(key in _LISTS for key in condition.keys):
            yield partial(_with_one_that_fits, condition, builder)
        elif len(condition.keys) == 1 and condition.keys[0] in _TEXTS:
            yield partial(_of_a_fitting_text, condition, builder)
    if query.period != EVERYTHING:
        yield partial(_within, query.period)


def _meeting(blocks: Blocks, tests: Sequence[BlockTest]) -> Collection[int]:
    if not tests:
        return blocks.starts
    numbers = set.intersection(*(test(blocks) for test in tests))
    return [blocks.starts[number] for number in numbers]


def _with_one_that_fits(condition: Condition, builder: Resolver, blocks: Blocks) -> set[int]:
    """The blocks in which an element of one of the condition's lists passes its test."""
    matches: set[int] = set()
    for key in condition.keys:
        lists = blocks.lists(key)
        distinct = {*lists}
        fitting = {
            text
            for text in {*chain.from_iterable(distinct)}
            if _passes(condition, builder, key, text)
        }
        known = {texts for texts in distinct if not fitting.isdisjoint(texts)}
        matches.update(number for number, texts in enumerate(lists) if texts in known)
    return matches


def _of_a_fitting_text(condition: Condition, builder: Resolver, blocks: Blocks) -> set[int]:
    """The blocks in which the text of the condition's key passes its test."""
    (key,) = condition.keys
    texts = blocks.texts(key)
    known = {
        text for text in {*texts} if text is not None and _passes(condition, builder, key, text)
    }
    return {number for number, text in enumerate(texts) if text in known}


def _passes(condition: Condition, builder: Resolver, key: str, text: str) -> bool:
    """Whether what a text in a block stands for, such as an actor, passes a condition's test."""
    if key in ("actors", "present"):
        return any(map(condition.test, builder.people.all_of([text], builder.parts[0], (key,))))
    return condition.test(builder.types[text] if key == "type" else text)


def _within(period: Period, blocks: Blocks) -> set[int]:
    dates = blocks.dates("date")
    known = {date for date in {*dates} if _meets(date, period)}
    return {number for number, date in enumerate(dates) if date in known}


def _meets(date: dt.date | str, period: Period) -> bool:
    """Whether an event of that date may have begun in a period, or run on into it."""
    when = _when(date)
    return (
        when.starts_in(period) is not Containment.NO or when.runs_in(period) is not Containment.NO
    )


def _when(date: dt.date | str) -> When:
    return When.parse(date) if isinstance(date, str) else When.on(date)
