"""Compare the output of commands on random ledgers with the results of tests/oracle.py."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from math import prod
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import gap_oracle
import oracle
from chrono.files.index import blocks as blocks_of_files
from chrono.files.index import load
from oracle import Book, Entry
from random_ledgers import (
    PERIODS,
    as_texts,
    blocks,
    draw_claim,
    draw_event,
    draw_ledger,
    draw_question,
    options,
    save,
    text,
)
from replay import Ran, clean_environment, run

TODAY = dt.date(2026, 1, 31)
DIMENSIONS = ("type", "actor", "pair", "country", "dyad", "place", "place-country", "tag", "status",
              "initiator", "publisher", "origin", "office", *oracle.TIMES)  # fmt: skip


class Desk:
    """A folder with a random ledger, in which chrono can be run.

    `data`: the content of the ledger.
    """

    def __init__(self, rng: Random, folder: Path) -> None:
        self.rng, self.folder = rng, folder
        self.data = draw_ledger(rng)
        self.named: Sequence[str] = ()

    def save(self) -> Book:
        """Write the ledger in a random layout, and return the ledger as the oracle reads it."""
        self.named = save(self.rng, self.data, self.folder)
        return Book(self.data)

    def chrono(self, *argv: str, stdin: bytes = b"") -> Ran:
        """Run a command in the folder, and return the result. Fail if the command crashes."""
        environment = {**clean_environment(self.folder), "XDG_CACHE_HOME": str(self.folder / "c")}
        ran = run(*argv, *self.named, folder=self.folder, environment=environment, stdin=stdin)
        assert "Traceback" not in ran.err, ran.err
        return ran

    def answer(self, *argv: str, status: Sequence[int] = (0,)) -> Any:
        """Run a command with `-o json`, and return the output as data.

        `status`: the permitted exit statuses.
        """
        ran = self.chrono(*argv, "-o", "json")
        assert ran.status in status, (argv, ran)
        return json.loads(ran.out)


def ambiguous(book: Book, question: oracle.Question) -> bool:
    """Return whether a name in a question matches several actors. `count` refuses such names."""
    names = [name for key in ("actor", "present", "not-actor") for name in question.get(key, ())]
    if "where" in question:
        names += [value for key, value in terms(question["where"]) if key in ("actor", "present")]
    return any(len(book.find(name)) > 1 for name in names)


def terms(where: Sequence[Any]) -> list[tuple[str, str]]:
    """Return the (filter, value) pairs of an expression.

    `where`: the expression, as in tests/oracle.py.
    """
    if where[0] in ("and", "or", "not"):
        return [term for part in where[1:] for term in terms(part)]
    return [(where[0], where[1])]


def questions(rng: Random, folder: Path) -> None:
    """Check that `list` prints the events of the oracle, and `count` the right counts."""
    desk = Desk(rng, folder)
    book = desk.save()
    for _ in range(4):
        question = draw_question(rng, book, desk.data, counting=False)
        matches = oracle.select(book, question, TODAY, counting=False)
        found = desk.answer("list", *options(question))
        assert [row["id"] for row in found] == [match.event.id for match in matches], question
    for _ in range(4):
        _count(desk, book, draw_question(rng, book, desk.data, counting=True))


def _count(desk: Desk, book: Book, question: dict[str, Any]) -> None:
    words = options(question)
    if ambiguous(book, question):
        ran = desk.chrono("count", *words)
        assert (ran.status, ran.out) == (2, ""), (question, ran)
        return
    matches = oracle.select(book, question, TODAY, counting=True)
    total = desk.answer("count", "--total", *words)
    assert (total["min"], total["max"], tuple(total["undecided"])) == oracle.number(matches), words
    by = desk.rng.sample(DIMENSIONS, desk.rng.choice((1, 1, 2, 3)))
    rows = desk.answer("count", *(word for name in by for word in ("--by", name)), *words)
    found, shown = {}, set()
    for row in rows:
        count = row["count"]
        key = tuple(
            _sorted_pair(name, row[column])
            for name, column in zip(by, ("key", "key2", "key3"), strict=False)
        )
        shown.add(key)
        if count["max"]:
            assert key not in found
            found[key] = (count["min"], count["max"], tuple(count["undecided"]))
    assert found == oracle.counts(book, matches, by, question, shown), (by, words)
    _check_rows_alone(desk, words, by, found)
    if len(by) == 1 and by[0] in oracle.TIMES and "where" not in question:
        zeros = {row["key"] for row in rows if not row["count"]["max"]}
        _check_zeros(book, question, by[0], zeros, {key[0] for key in found})


ALONE = {"type": "--type", "tag": "--tag", "status": "--status"}
"""The dimensions whose rows are the answer of a filter."""


def _check_rows_alone(
    desk: Desk, words: Sequence[str], by: Sequence[str], found: dict[tuple[str, ...], oracle.Number]
) -> None:
    """Check that some rows of a table are what `count` prints for these rows alone."""
    if len(by) > 1 or {"--overlap", *ALONE.values()}.intersection(words):
        return
    (name,) = by
    keys = [key for (key,) in found]
    for key in desk.rng.sample(keys, min(2, len(keys))):
        if name in ("year", "quarter", "month"):
            first, last = oracle.span(key)
            alone = [*words, "--since", str(first), "--until", str(last)]
            if {"--since", "--until"}.intersection(words):
                return
        elif name in ALONE:
            alone = [*words, ALONE[name], key]
        else:
            return
        if name == "type" and "--all" in words:
            alone.remove("--all")
        total = desk.answer("count", "--total", *alone)
        number = (total["min"], total["max"], tuple(total["undecided"]))
        assert number == found[key,], (alone, key)


def _sorted_pair(name: str, key: str) -> str:
    return " – ".join(sorted(key.split(" – "))) if name == "pair" else key


def _check_zeros(
    book: Book, question: dict[str, Any], by: str, zeros: set[str], filled: set[str]
) -> None:
    """Check the buckets without events that `count` prints for a period with two ends.

    All buckets without events must be printed in which the ledger covers a day, and no others.

    - `by`: "year", "quarter", "month" or "week"
    - `zeros`: the printed buckets without events
    - `filled`: the printed buckets with events
    """
    low, high = oracle.window(question)
    if not oracle.EARLY <= low <= high <= oracle.LATE:
        return
    types = set(question.get("type") or ())
    if not types:
        types = {id for id, contact in book.types.items() if contact or "all" in question}
    actors = {id for name in question.get("actor", ()) for id in book.find(name)}
    days = book.covered(actors, types, set(question.get("tag", ())))
    inside = oracle.days_between(low, high) & (days if days is not None else oracle.ANY_START)
    if days is None and not book.coverage:  # only from the first event to the last
        starts = (oracle.bounds(event.date)[0] for event in book.events)
        known = {day for each in starts for day in oracle.known_ends(each)}
        inside = frozenset(day for day in inside if known and min(known) <= day <= max(known))
    expected = {oracle.unit_of(day, by) for day in inside}
    assert zeros == expected - filled, (question, by)


def claims(rng: Random, folder: Path) -> None:
    """Check the verdicts, numbers and exit status of `claims`."""
    desk = Desk(rng, folder)
    for event in desk.data["events"]:
        if rng.random() < 0.2:
            event["status"] = "unconfirmed"
    for number in range(3):
        desk.data["claims"].append(draw_claim(rng, desk.data, f"near{number}"))
    for claim in desk.data["claims"]:  # most claims are nearly right
        first = next(oracle.readings(Book(desk.data), claim))
        for what, (low, high, _) in first.counted.items():
            near = max(0, rng.choice((low, high, high + 1, low - 1)))
            stated = rng.choice((near, near, {"min": near}, {"max": near}))
            if what == "total":
                claim["total"] = stated
            else:
                claim["counts"][what] = stated
    book = desk.save()
    found = {row["id"]: row for row in desk.answer("claims", status=(0, 1))}
    assert set(found) == {claim["id"] for claim in book.claims}
    broken = False
    for claim in book.claims:
        row, expected = found[claim["id"]], list(oracle.readings(book, claim))
        for reading, one in zip(row["readings"], expected, strict=True):
            counted = {
                what: (number["min"], number["max"], tuple(number["undecided"]))
                for what, number in reading["counted"].items()
            }
            assert counted == one.counted, (claim, reading)
            assert (reading["name"], reading["verdict"]) == (one.name, one.verdict), (claim, one)
        verdict = oracle.claim_verdict(one.verdict for one in expected)
        assert row["verdict"] == verdict, claim
        broken |= verdict == "differs" and "disputed" not in claim
    assert desk.chrono("claims").status == broken
    period = rng.choice(("2025", "2024-06..2025-03", "2025-06-15.."))
    made = {
        claim["id"]
        for claim in book.claims
        if oracle.starts_within(oracle.date_text(claim["date"]), *oracle.span(period))
    }
    rows = desk.answer("claims", period, status=(0, 1))
    assert {row["id"] for row in rows} == made


MOST_WORLDS = 2000


def _close_date(rng: Random) -> str:
    """Return a date in or near March 2025 that may mean only a few days."""

    def day() -> dt.date:
        return dt.date(2025, 2, 20) + dt.timedelta(rng.randrange(40))

    def window() -> str:
        first = day()
        return f"[{first}..{first + dt.timedelta(rng.randint(1, 5))}]"

    first = day()
    later = first + dt.timedelta(rng.randint(0, 6))
    return rng.choice((
        *[f"{first}"] * 8, f"{first}T08:15:00+08:00", f"{first}~", f"{first}%",
        "2025-03", f"[{first},{day()}]", f"[{first},{day()},{day()}]", window(),
        f"{first}/{later}", f"{first}/{later}", f"{first}~/{later}", f"{first}/{later}?",
        f"{first}/[{later}..{later + dt.timedelta(2)}]",
    ))  # fmt: skip


def gaps(rng: Random, folder: Path) -> None:
    """Check the gaps of `gaps` against all combinations of the possible days of the contacts."""
    desk = Desk(rng, folder)
    desk.data |= {"events": [], "claims": [], "coverage": []}
    desk.data["ledger"].pop("covers", None)
    for number in range(rng.randint(2, 8)):
        event = draw_event(rng, desk.data, f"e{number}", _close_date(rng))
        if rng.random() < 0.8:
            event |= {"type": rng.choice(("meeting", "call", "video")), "status": "held"}
        desk.data["events"].append(event)
    book = desk.save()
    question: dict[str, Any] = {}
    if rng.random() < 0.4:
        question["period"] = rng.choice(("2025-03", "2025", "2025-03-05..", "..2025-03-15"))
    origins = sorted({book.origin(one) for event in book.events for one in event.sources})
    if origins and rng.random() < 0.4:
        question["without-origin"] = [rng.choice(origins)]
    placed = [_placed(match, question) for match in oracle.select(book, question, TODAY, True)]
    if prod(len(one.choices) for one in placed) > MOST_WORLDS:
        return
    answer = desk.answer("gaps", *options(question))
    found = [row for row in answer if not row["running"]]
    expected = sorted(gap_oracle.rows(placed), key=lambda row: -row.max)
    texts = {one.id: one.text for one in placed}
    for row, gap in zip(found, expected, strict=True):
        days = row["days"]
        assert (days["min"], days["max"]) == (gap.min, gap.max), (row, gap)
        assert {*days["undecided"]} == gap.named, (row, gap)
        for word, side, id, day in (("from", "after", gap.after, gap.start),
                                    ("to", "before", gap.before, gap.end)):  # fmt: skip
            if day:
                assert row[word] == str(dt.date.fromordinal(day)), (row, gap)
            else:
                assert (row[word], row[side]) == (texts[id or ""], id), (row, gap)
    if "period" not in question:
        _check_current_gap([row for row in answer if row["running"]], placed)


def _placed(match: oracle.Match, question: oracle.Question) -> gap_oracle.Placed:
    date = match.event.date
    starts, ends = oracle.bounds(date)
    inside = oracle.starts_within(date, *oracle.window(question))
    ways = {(day.toordinal(), day.toordinal()) for day in inside}
    if "/" in date:
        ways = {(s.toordinal(), e.toordinal()) for s in inside for e in ends if s <= e}
    text = date.partition("T")[0] if len(starts) == 1 else date
    return gap_oracle.Placed(match.event.id, text, frozenset(ways), match.certain)


def _check_current_gap(found: list[Any], placed: Sequence[gap_oracle.Placed]) -> None:
    every = ([way for way in world if way] for world in gap_oracle.worlds(placed))
    lengths = {TODAY.toordinal() - max(last for _, last in world) for world in every if world}
    assert len(found) == bool(lengths)
    for row in found:
        days = row["days"]
        assert (days["min"], days["max"]) == (min(lengths), max(lengths)), row
        assert bool(days["undecided"]) or len(lengths) == 1
        assert row["to"] == str(TODAY)


def differences(rng: Random, folder: Path) -> None:
    """Check that `diff` prints all changed entries and keys, and all counts and verdicts that
    change.
    """
    desk = Desk(rng, folder)
    before = deepcopy(desk.data)
    old = Book(before)
    expected: set[tuple[str, str, str]] = set()
    keys: dict[str, set[str]] = {}
    events, claims = desk.data["events"], desk.data["claims"]
    linked = {id for one in events for id in (*one.get("follows", ()), one.get("part_of"))}
    for event in list(events):
        change = rng.random()
        if change < 0.2 and event["id"] not in linked:
            events.remove(event)
            expected.add(("event", "removed", event["id"]))
        elif change < 0.6:
            other = draw_event(rng, {**desk.data, "events": []}, event["id"])
            for key in rng.sample(list(other), rng.randint(1, 3)):
                if key not in ("id", "former_ids", "local_dates", "date", "actors", "initiator"):
                    event[key] = other[key]
    for number in range(rng.choice((0, 0, 1, 2))):
        events.append(draw_event(rng, desk.data, f"n{number}"))
        expected.add(("event", "added", f"n{number}"))
    for claim in claims:
        if rng.random() < 0.4:
            claim["statement"] += "!"
            expected.add(("claim", "changed", claim["id"]))
            keys[claim["id"]] = {"statement"}
    new = Book(desk.data)
    after = {each.id: each for each in new.events}
    for each in old.events:
        if each.id in after and (moved := _moved(each, after[each.id])):
            expected.add(("event", "changed", each.id))
            keys[each.id] = moved
    contacts = [
        oracle.counts(book, oracle.select(book, {}, TODAY, True), ["type"], {}, set())
        for book in (old, new)
    ]
    for row_key in {*contacts[0], *contacts[1]}:
        if contacts[0].get(row_key) != contacts[1].get(row_key):
            expected.add(("count", "moved", row_key[0]))
    totals = [sum(number[1] for number in numbers.values()) for numbers in contacts]
    if totals[0] != totals[1]:
        expected.add(("count", "moved", "total"))
    judged = [
        {
            claim["id"]: oracle.claim_verdict(one.verdict for one in oracle.readings(book, claim))
            for claim in book.claims
        }
        for book in (old, new)
    ]
    expected |= {("verdict", "moved", id) for id in judged[0] if judged[0][id] != judged[1][id]}
    for name, data in (("old", before), ("new", desk.data)):
        text_now = text(rng, blocks(rng, data))
        (folder / f"{name}.toml").write_bytes(text_now.encode())
    rows = desk.answer("diff", "old.toml", "new.toml")
    assert {(row["kind"], row["change"], row["id"]) for row in rows} == expected
    for row in rows:
        if row["change"] == "changed":
            assert {*row["keys"]} == keys[row["id"]], row


_EMPTY: Mapping[str, Any] = {"status": "held", "private": False}


def _moved(before: Entry, after: Entry) -> set[str]:
    """Return the keys whose values differ between two versions of an event.

    A missing list or text equals an empty one.
    """
    names = {*before.data, *after.data} - {"sources"}
    moved = set()
    for key in names:
        one, other = (
            as_texts(each.data.get(key) or _EMPTY.get(key) or None) for each in (before, after)
        )
        if (one or None) != (other or None):
            moved.add(key)
    if as_texts(before.sources) != as_texts(after.sources):
        moved.add("sources")
    return moved


def summaries(rng: Random, folder: Path) -> None:
    """Check that `summary` prints the numbers of the oracle, in total, by type and by month."""
    desk = Desk(rng, folder)
    book = desk.save()
    question = {"period": rng.choice(PERIODS)} if rng.random() < 0.7 else {}
    matches = oracle.select(book, question, TODAY, True)
    found = desk.answer("summary", *options(question))
    number = found["contacts"]["total"]
    assert (number["min"], number["max"], (*number["undecided"],)) == oracle.number(matches)
    for name, by in (("by_type", "type"), ("by_month", "month")):
        table = found["contacts"][name] if name == "by_type" else found[name]
        rows = table.items() if isinstance(table, dict) else [(r["key"], r["count"]) for r in table]
        numbers = {
            (key,): (one["min"], one["max"], (*one["undecided"],))
            for key, one in rows if one["max"]
        }  # fmt: skip
        shown: set[tuple[str, ...]] = {(str(key),) for key, _ in rows}
        assert numbers == oracle.counts(book, matches, [by], question, shown), by


_COMMANDS = (
    ["list"], ["list", "-o", "json"], ["count"], ["count", "--by", "month,country"], ["summary"],
    ["gaps"], ["timeline"], ["claims"], ["last"], ["agenda"], ["sources"], ["types"], ["actors"],
    ["export", "jsonl"],
)  # fmt: skip


def published(rng: Random, folder: Path) -> None:
    """Check that an export has the number of `count`, whatever the filters leave uncertain."""
    desk = Desk(rng, folder)
    book = desk.save()
    titles = sorted(
        {role["title"] for one in book.actors.values() for role in one.get("roles", ())}
    )
    for _ in range(5):
        question = draw_question(rng, book, desk.data, counting=True)
        words = options(question)
        if titles and rng.random() < 0.7:
            words += ["--office", rng.choice(titles)]
        # An export also has what is not a contact, and what was not held.
        other = {"overlap", "status", "all", "type", "where"}.intersection(question)
        if other or ambiguous(book, question):
            continue
        counted = desk.answer("count", "--total", *words)
        ran = desk.chrono("export", "template", "--private", "--output", "-", *words)
        total = json.loads(ran.out)["numbers"]["contacts"]
        assert {name: total[name] for name in counted} == counted, words


def index(rng: Random, folder: Path) -> None:
    """Check that commands print the same output if they read only parts of a ledger."""
    desk = Desk(rng, folder)
    for number in range(20):
        desk.data["events"].append(draw_event(rng, desk.data, f"more{number}"))
    book = desk.save()
    for _ in range(3):
        command = rng.choice(_COMMANDS)
        question = draw_question(rng, book, desk.data, counting=True)
        question.pop("all", None)
        argv = [*command, *options(question)]
        whole = desk.chrono(*argv)
        assert whole.status in (0, 1, 2), (argv, whole)
        with patch.object(load, "LARGE", 0), patch.object(blocks_of_files, "MOST_EXCEPTIONS", 1):
            parts = [desk.chrono(*argv) for _ in range(2)]
        assert parts == [whole, whole], argv
    event = rng.choice(book.events).id
    whole = desk.chrono("show", event)
    with patch.object(load, "LARGE", 0), patch.object(blocks_of_files, "MOST_EXCEPTIONS", 1):
        assert desk.chrono("show", event) == whole


ANSWERS: dict[str, Callable[[Random, Path], None]] = {
    "questions": questions,
    "claims": claims,
    "gaps": gaps,
    "differences": differences,
    "summaries": summaries,
    "published": published,
    "index": index,
}
"""Name -> a function that tries one random ledger in an empty folder."""
