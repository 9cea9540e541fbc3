"""A part of a ledger gives the answer of the whole: for any layout, any question, any cache."""

from __future__ import annotations

import functools
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import chain, zip_longest
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from chrono.cli.main import main
from chrono.core.model import STATUSES, Ledger
from chrono.core.query import Question, resolve, select
from chrono.errors import LedgerError, UsageError
from chrono.files.disk.locate import user_folder
from chrono.files.index import blocks, cache
from chrono.files.index import load as index
from chrono.files.index.load import CompletionRequest, load
from chrono.files.index.partial import Request
from chrono.files.read.load import loads
from expression_helpers import drawn, written
from samples import edtf_texts, law, periods

HEAD = """\
[ledger]
title = "Of parts"
covers = "2025"

[[coverage]]
period = "2024.."
actors = ["xi-jinping"]
types = ["call"]

[actors.xi-jinping]
name = "Xi Jinping"
aliases = ["President Xi", "习近平"]
country = "CN"
roles = [{ title = "President of China", from = "2013" }]
former_ids = ["jinping"]

[actors.wang-yi]
name = "Wang Yi"
country = "CN"

[actors.donald-trump]
name = "Donald Trump"
country = "US"

[types.summit]
label = "summit"
contact = true
former_ids = ["top"]

[sources.s1]
publisher = "Xinhua"
former_ids = ["s0"]

"""
TAIL = """\
[actors.wang-wentao]
name = "Wang Wentao"
country = "CN"

[[claims]]
id = "c"
by = "Somebody"
date = 2025-12-01
statement = "two"
period = "2025"
total = 2
"""
BY_ID = ("xi-jinping", "wang-yi", "donald-trump")
NAMED = (("Xi Jinping", "习近平", "President Xi"), ("Wang Yi",), ("Donald Trump",))
FREELY = (
    ("president xi", "XI JINPING", "jinping"), ("WANG YI",), (),
    ("Wang Foo", "wang foo"), ("Zoë Ash", "zoe ash"),
)  # fmt: skip
TAGS = ("trade", "Trade", "leaders", "tariffs")
PLACES = ("Busan", "Kuala Lumpur", "busan", "São Paulo")


class WholeIsRead(Exception):
    """Raised by `load_part` where the whole ledger would be read."""


def load_part(paths: list[str], request: Request) -> Ledger | None:
    """The part of a ledger that is loaded for a request; None where the whole would be read."""

    def read_whole(*_: object, **__: object) -> None:
        raise WholeIsRead

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "read_ledger", read_whole)
        try:
            return load(paths, request)
        except WholeIsRead:
            return None


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def escaped(text: str) -> str:
    return '"' + "".join(f"\\u{ord(char):04x}" for char in text) + '"'


def on_lines(texts: list[str]) -> str:
    return "[\n" + "".join(f"    {text},\n" for text in texts) + "]"


def on_one(texts: list[str]) -> str:
    return f"[{', '.join(texts)}]"


DATES = st.one_of(st.sampled_from(["2025-03-04", "2025-10-30", "2026-01-01"]), edtf_texts())


@functools.cache
def some_of(names: tuple[tuple[str, ...], ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw one to three people, each by one of its names."""
    people = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    return people.flatmap(lambda chosen: st.tuples(*map(st.sampled_from, chosen)))


def ids_of(number: int) -> list[str]:
    """The id of an event, and its former ids: every second event has one."""
    return [f"e{number}", *[f"once-{number}"] * (number % 2)]


@st.composite
def events(
    draw: st.DrawFn, number: int, names: list[tuple[str, ...]], all_plain: bool = False
) -> str:
    """One event, written plainly or in one of the many other ways."""
    plain = all_plain or draw(st.integers(0, 3)) > 0

    def one_of(usual: Any, *others: Any) -> Any:
        return usual if plain else draw(st.sampled_from((usual, usual, *others)))

    word = one_of(quoted, escaped, "'{}'".format)
    long = draw(st.sampled_from((word, word, '"""{}"""'.format, '"""\n{}"""'.format)))
    listed = one_of(on_one, on_lines, lambda texts: f'[ {" , ".join(texts)},] # ["Nobody"]')
    pair = one_of("{} = {}", '"{}" = {}', "{}={}", "  {} = {}", '{}  =  {} # actors = ["Nobody"]')
    people = some_of(tuple(names))
    date = draw(DATES)
    bare = len(date) == 10 and date[:4].isdigit() and date[4] == date[7] == "-"
    fields = {
        "id": word(f"e{number}"),
        "date": date if bare and date[5:].replace("-", "").isdigit() else long(date),
        "type": long(draw(st.sampled_from(("call", "meeting", "summit", "letter", "top")))),
        "title": quoted(
            draw(st.sampled_from(("A call", "On tariffs", 'He said "yes"', "present = x")))
        ),
        "actors": listed([word(name) for name in draw(people)]),
    }
    if draw(st.booleans()):
        fields["present"] = listed([word(name) for name in draw(people)])
    if draw(st.booleans()):
        fields["tags"] = listed(
            [word(tag) for tag in draw(st.lists(st.sampled_from(TAGS), max_size=2))]
        )
    if draw(st.booleans()):
        fields["place"] = long(draw(st.sampled_from((*PLACES, " "))))
    if draw(st.integers(0, 3)) == 0:
        fields["place_country"] = long(draw(st.sampled_from(("KR", "EU", "European Union", " "))))
    if draw(st.integers(0, 3)) == 0:
        fields["initiator"] = word(draw(st.sampled_from(("CN", "disputed"))))
    if draw(st.integers(0, 4)) == 0:
        fields["status"] = quoted(draw(st.sampled_from(STATUSES)))
    earlier = st.sampled_from([id for one in range(number) for id in ids_of(one)] or [""])
    if number and draw(st.booleans()):
        fields["follows"] = f"[{word(draw(earlier))}]"
    if number and draw(st.integers(0, 4)) == 0:
        fields["part_of"] = word(draw(earlier))
    if former := ids_of(number)[1:]:
        fields["former_ids"] = listed([*map(word, former)])
    keys = draw(st.permutations(list(fields))) if draw(st.booleans()) else list(fields)
    lines = [pair.format(key, fields[key]) for key in keys]
    more = one_of(
        "", 'sources = ["s1", { ref = "s0" }, { publisher = "P", title = "tariffs #1" }]',
        'summary = """\n[[events]]\nactors = ["Nobody"]\nplace = "Nowhere"\n"""',
        "summary = '''\ntags = [\"none\"]\n'''", 'summary = """One\nline"""',
        'extra = {\nactors = ["Nobody"],\nplace = "Nowhere",\ndate = 1999-01-01\n}',
        'extra = { tags = ["none"], date = 1999-01-01 }', "# present = [\"Nobody\"]",
        'summary = """\n\\\n  x"""',
    )  # fmt: skip
    lines.insert(draw(st.integers(0, len(lines))), more)
    lines.append(one_of(
        "", '[events.extra]\nactors = ["Nobody"]\ntags = ["none"]\ntype = "call"',
        '[[events.sources]]\npublisher = "P"\ntitle = "On tariffs"',
        "  [events.dates]\n  signed = 2025-01-01",
        f'[actors.more-{number}]\nname = "Wang More{number}"',
        f'[types.more-{number}]\nlabel = "other"',
    ))  # fmt: skip
    header = one_of(
        "[[events]]", *["[[events]]"] * 9, "[[events]] # next", "  [[events]]", "[[ events ]]"
    )
    return "\n".join([header, *lines]) + "\n" + draw(st.sampled_from(("", "\n", "\n# May\n\n")))


@st.composite
def texts(draw: st.DrawFn, all_plain: bool = False) -> str:
    """A ledger of such events."""
    freedom = draw(st.integers(0, 2))
    spelled = zip_longest(zip(BY_ID), NAMED[: 3 * min(freedom, 1)], FREELY[: 5 * (freedom // 2)])
    names = [tuple(chain(*filter(None, spellings))) for spellings in spelled]
    count = draw(st.integers(3 if all_plain else 1, 6))
    found = [draw(events(number, names, all_plain)) for number in range(count)]
    text = draw(st.sampled_from((HEAD, HEAD, "\n\n" + HEAD))) + "".join(found) + TAIL
    if draw(st.integers(0, 4)) == 0:
        text = "".join(found) + "\n" + HEAD + TAIL
    end = draw(st.sampled_from(("\n", "\n", "\r\n")))
    return draw(st.sampled_from(("", "", "\ufeff"))) + text.replace("\n", end)


_NAMES = ("Xi", "Wang", "xi-jinping", "jinping", "Trump", "Zoe", "Nobody", "Wang Yi", "习近平")
INDEX_WORDS: dict[str, Any] = {
    "actor": _NAMES,
    "present": _NAMES,
    "country": ("CN", "US", "China", "FR"),
    "type": ("call", "summit", "top", "meetings", "nothing"),
    "tag": ("trade", "TRADE", "leaders", "none"),
    "place": ("Busan", "sao paulo", "Kuala", "Nowhere"),
    "status": ("any", "held", "planned"),
    "text": ("tariffs",),
    "mention": ("tariffs",),
    "source": ("Xinhua", "tariffs"),
    "place_country": ("KR", "European Union", "EU", "Nowhere"),
    "initiator": ("CN", "Wang Yi", "jinping", "disputed"),
    "origin": ("Xinhua", "P", "Nothing"),
    "not_actor": ("Wang Yi", "Trump"),
    "not_type": ("letter",),
    "not_tag": ("trade",),
    "not_country": ("CN", "FR"),
    "not_place": ("Busan", "Nowhere"),
    "office": ("president", "nothing"),
    "follows": ("e0", "nothing"),
    "event": ("e1", "nothing"),
}
"""Words for each filter, some of which mean nothing in these ledgers."""


def asking() -> st.SearchStrategy[Question]:
    """Questions with every filter, some of which mean nothing."""
    one = st.sampled_from([*INDEX_WORDS]).flatmap(
        lambda option: st.tuples(
            st.just(option), st.lists(st.sampled_from(INDEX_WORDS[option]), min_size=1, max_size=2)
        )
    )
    flags = st.sampled_from(["contacts", "overlap", "certain", "reverse"])
    words = {name: st.sampled_from(some) for name, some in INDEX_WORDS.items() if name != "status"}
    return st.builds(
        lambda options, where, period, flag: Question.of(
            period, **{**dict(options), "where": where, flag: True}
        ),
        st.lists(one, max_size=2),
        st.lists(drawn(words).map(written), max_size=1),
        st.one_of(st.none(), periods().map(lambda period: period.text)),
        flags,
    )


@pytest.fixture(scope="module", autouse=True)
def small_ledgers_too(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Every ledger is taken for a large one, and there is a cache for this file's tests."""
    folder = tmp_path_factory.mktemp("narrow")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setattr(index, "LARGE", 0)
        patch.setattr(blocks, "MOST_EXCEPTIONS", 1)
        yield folder


def answer(ledger: Ledger, question: Question, exact: bool) -> Any:
    """All that an answer can depend on."""
    about = ledger._replace(events=(), vocabulary=None)
    try:
        selection = select(ledger, resolve(question, ledger, unique_names=exact))
    except UsageError as error:
        return list(about.actors), about, error.lines()
    rest = selection.query._replace(conditions=())
    return (
        list(about.actors),
        about,
        rest,
        selection.matches,
        selection.others,
        selection.running_in,
    )


@pytest.mark.parametrize("name", INDEX_WORDS)
def test_each_filter_finds_an_event_in_the_ledgers_that_are_drawn(name: str) -> None:
    """Otherwise the laws below compare nothing with nothing."""

    def finds(text: str) -> bool:
        for word in INDEX_WORDS[name]:
            values: dict[str, Any] = {name: [word]}
            with suppress(UsageError, LedgerError):  # the word is unknown, or the ledger is invalid
                ledger = loads(text.lstrip("\ufeff"))
                if select(ledger, resolve(Question.of(**values), ledger)).matches:
                    return True
        return False

    options = settings(law(), max_examples=300, phases=[Phase.generate])
    try:
        find(texts(), finds, settings=options)
    except NoSuchExample:
        pytest.fail(
            f"--{name} finds no event in tests/test_partial.py: give `fields` in `events` a value "
            f"of its key that INDEX_WORDS[{name!r}] matches"
        )


@pytest.mark.slow
@law(600)
@given(texts(), st.lists(asking(), min_size=3, max_size=6), st.booleans())
def test_a_part_gives_the_answer_of_the_whole(
    small_ledgers_too: Path, text: str, questions: list[Question], exact: bool
) -> None:
    path = small_ledgers_too / "any.toml"
    path.write_bytes(text.encode())
    try:
        whole = load([str(path)])
    except LedgerError:
        assert all(load_part([str(path)], question) is None for question in questions)
        return
    for question in questions:
        part = load_part([str(path)], question)
        assert part is None or answer(part, question, exact) == answer(whole, question, exact)


@pytest.mark.slow
@law(200)
@given(texts(all_plain=True), st.lists(asking(), min_size=3, max_size=6), st.booleans())
def test_a_ledger_that_is_written_plainly_is_read_in_part(
    small_ledgers_too: Path, text: str, questions: list[Question], exact: bool
) -> None:
    path = small_ledgers_too / "plain.toml"
    path.write_bytes(text.encode())
    whole = load([str(path)])
    for question in questions:
        if question.without_origin or {"origin", "follows", "event"} & {
            row.name for row in question.applied
        }:
            continue  # all events are read: any of them may have this origin or former id
        part = load_part([str(path)], question)
        assert part is not None
        assert part.vocabulary is not None
        assert answer(part, question, exact) == answer(whole, question, exact)


@law(100)
@given(texts(), st.sampled_from(["", "e", "1", "e1", "call", "xi", "no such word"]))
def test_what_is_being_typed_finds_in_a_part_what_it_finds_in_the_whole(
    small_ledgers_too: Path, text: str, typed: str
) -> None:
    path = small_ledgers_too / "typed.toml"
    path.write_bytes(text.encode())
    try:
        whole = load([str(path)])
    except LedgerError:
        return
    looked_up = load([str(path)], ())  # for words that may be of any kind
    for kind in ("tags", "places", "place_countries"):
        assert looked_up.words[kind] == whole.words[kind]
    names, tags, places, dates, ids = (
        load([str(path)], CompletionRequest(of, typed))
        for of in ("names", "tags", "places", "dates", "ids")
    )
    assert [*names.actors.values()] == [*whole.actors.values()]
    assert (names.types, names.claims) == (whole.types, whole.claims)
    assert (tags.words["tags"], places.words["places"]) == (
        whole.words["tags"],
        whole.words["places"],
    )
    assert {when.starts for when in dates.words["dates"]} == {
        when.starts for when in whole.words["dates"]
    }
    wanted = [event for event in whole.events if typed in event.id]
    assert [event for event in ids.events if typed in event.id] == wanted


@law(100)
@given(texts())
def test_every_event_is_read_in_a_part_with_its_links(small_ledgers_too: Path, text: str) -> None:
    path = small_ledgers_too / "linked.toml"
    path.write_bytes(text.encode())
    try:
        whole = load([str(path)])
    except LedgerError:
        return
    for wanted, id in ((event, id) for event in whole.events for id in event.ids):
        part = load_part([str(path)], [id])
        if part is None:
            continue
        assert part.event(id) == wanted
        assert all(event in whole.events for event in part.events)
        for event in whole.events:
            ids = {event.id, event.part_of, *event.follows}
            if wanted.id in ids or event.id in (wanted.part_of, *wanted.follows):
                assert event in part.events


# -- the cache ----------------------------------------------------------------------------------

ROWS = "".join(
    f"""\
[[events]]
id = "e{number}"
date = 2025-03-{number % 28 + 1:02}
type = "call"
title = "Call {number}"
actors = ["{BY_ID[number % 3]}", "{BY_ID[(number + 1) % 3]}"]
{"place = 'Rome'" if number % 10 == 0 else 'place = "Busan"'}
follows = [{f'"e{number - 2}"' if number > 1 else ""}]

"""
    for number in range(60)
)
ASKED = Question.of(actor=["Trump"], type=["call"])


class Kept(NamedTuple):
    """A ledger that was read once, and the proof that was kept of it."""

    path: Path
    proof: Path

    def part(self, question: Question = ASKED) -> Ledger | None:
        return load_part([str(self.path)], question)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "events.toml"
    path.write_text(HEAD + ROWS + TAIL, encoding="utf-8")
    assert load_part([str(path)], ASKED) is None
    load([str(path)])
    (proof,) = (tmp_path / "cache" / "chrono" / "sound").iterdir()
    return Kept(path, proof)


def test_a_part_is_less_than_the_whole(kept: Kept) -> None:
    part = kept.part()
    assert part is not None
    assert 40 <= len(part.events) < 50
    assert {"call", "summit"} <= part.types.keys()
    day = kept.part(Question.of("2025-03-05"))
    assert day is not None
    assert len(day.events) < 10
    for question in (
        ASKED,
        Question.of("2025-03-05"),
        Question(),
        Question.of(place=["Busan"]),
        Question.of(tag=["x"]),
    ):
        part = kept.part(question)
        assert part is not None
        assert answer(part, question, True) == answer(load([str(kept.path)]), question, True)


def test_a_word_that_is_typed_reads_no_more_than_it_needs(kept: Kept) -> None:
    path = [str(kept.path)]
    for begun in (
        CompletionRequest("names"),
        CompletionRequest("tags"),
        CompletionRequest("places"),
        CompletionRequest("dates"),
    ):
        assert len(load(path, begun).events) <= 1  # the last block has tables below it
    found = {event.id for event in load(path, CompletionRequest("ids", "e17")).events}
    assert found >= {"e17", "e19"}  # which follows it
    assert len(found) < 10
    assert len(load(path, CompletionRequest("dates")).words["dates"]) == 28
    with pytest.raises(LookupError):
        _ = load(path, CompletionRequest("tags")).words["dates"]


def test_a_word_that_is_typed_leaves_nothing_in_the_cache(kept: Kept) -> None:
    kept.proof.unlink()
    assert len(load([str(kept.path)], CompletionRequest("names")).events) == 60
    assert not [*kept.proof.parent.iterdir()]


def test_an_event_is_shown_with_those_it_points_to_and_those_that_point_to_it(kept: Kept) -> None:
    part = load_part([str(kept.path)], ["e7"])
    assert part is not None
    assert {"e5", "e7", "e9"} <= {event.id for event in part.events}
    assert len(part.events) < 15


@pytest.mark.parametrize("key", ["id = ", "follows = ["])
@pytest.mark.parametrize(
    "written",
    ["'e5'", r'"\u00655"', r'"\U000000655"', '"""\ne5"""', '"""e\\\n  5"""', "'''\ne5'''"],
)
def test_an_event_is_shown_with_its_links_however_an_id_is_written(
    kept: Kept, key: str, written: str
) -> None:
    text = kept.path.read_text(encoding="utf-8")
    assert f'{key}"e5"' in text
    text = text.replace(f'{key}"e5"', f"{key}{written}").replace('follows = ["e3"]\n', "")
    kept.path.write_text(text, encoding="utf-8")
    load([str(kept.path)])
    for id in ("e7", "e5"):
        part = load_part([str(kept.path)], [id])
        assert part is not None
        assert {"e5", "e7"} <= {event.id for event in part.events}


def test_words_that_are_no_ids_find_no_more_than_the_whole(kept: Kept) -> None:
    for words in ([""], ["\n[[events]]"], ["[[events]]"], ["e7", ""]):
        part = load_part([str(kept.path)], words)
        assert part is not None
        whole = load([str(kept.path)])
        assert all(event in whole.events for event in part.events)


def test_a_proof_holds_no_word_of_the_ledger(kept: Kept) -> None:
    text = kept.proof.read_text(encoding="ascii")
    assert re.fullmatch(r"[0-9a-f]{64}\nby id\n[0-9a-f]{64};[0-9 ]*", text)
    assert re.fullmatch(r"[0-9a-f]{64}", kept.proof.name)
    assert kept.proof.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[:70],
        lambda text: text.replace("by id", "by name"),
        lambda text: text.replace("by id", "freely"),
        lambda text: text.replace("by id", "by ID"),
        lambda text: text + " 77",
        lambda text: text.replace(";", "; 12 -5"),
        lambda text: text.replace(";", ""),
        lambda text: text + "99999999",
        lambda text: text.splitlines()[0] + "\nby id\n;",
        lambda text: "0" + text[1:] if text[0] != "0" else "1" + text[1:],
        lambda text: "習" + text,
        lambda text: "\n" * 1000,
    ],
)
def test_a_proof_that_is_not_as_it_was_written_proves_nothing(
    kept: Kept, damage: Callable[[str], str]
) -> None:
    kept.proof.write_text(damage(kept.proof.read_text()))
    assert kept.part() is None
    load([str(kept.path)])  # and is written anew
    assert kept.part() is not None


def test_another_text_has_another_proof(kept: Kept) -> None:
    text = kept.path.read_text(encoding="utf-8")
    kept.path.write_text(text.replace('type = "call"', 'type = "cal"', 1), encoding="utf-8")
    assert kept.part() is None
    with pytest.raises(LedgerError):
        load([str(kept.path)])
    assert kept.part() is None
    (kept.proof.parent / sha256(kept.path.read_bytes()).hexdigest()).write_bytes(
        kept.proof.read_bytes()
    )
    assert kept.part() is None


def test_other_rules_want_another_proof(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_RULES", 99)
    assert kept.part() is None


def test_two_ledgers_that_share_their_first_file_have_a_proof_each(kept: Kept) -> None:
    text = kept.path.read_text(encoding="utf-8")
    (first := kept.path.with_name("first.toml")).write_text(text, encoding="utf-8")
    both = [[str(first), str(kept.path.with_name(f"{name}.toml"))] for name in ("one", "two")]
    for (_, other), letter in zip(both, "fg", strict=True):
        Path(other).write_text(ROWS.replace('id = "e', f'id = "{letter}'), encoding="utf-8")
    wholes = [load(paths) for paths in both]
    for paths, whole in zip(both, wholes, strict=True):
        assert (part := load_part(paths, ASKED)) is not None
        assert answer(part, ASKED, True) == answer(whole, ASKED, True)


def test_another_included_file_is_another_ledger(kept: Kept) -> None:
    head = kept.path.with_name("head.toml")
    head.write_text('[ledger]\ninclude = ["events.toml", "more*.toml"]\n')
    (more := kept.path.with_name("more1.toml")).write_text(ROWS.replace('id = "e', 'id = "f'))
    text = kept.path.read_text(encoding="utf-8")
    kept.path.write_text(text.replace('[ledger]\ntitle = "Of parts"\ncovers = "2025"\n', ""))
    whole = load([str(head)])
    part = load_part([str(head)], ASKED)
    assert part is not None
    assert answer(part, ASKED, True) == answer(whole, ASKED, True)
    more.with_name("more2.toml").write_text(ROWS.replace('id = "e', 'id = "g'))
    assert load_part([str(head)], ASKED) is None
    more.with_name("more2.toml").unlink()
    assert load_part([str(head)], ASKED) is not None
    for other in (more.read_text() + "\n", "", "events = 5\n", "events = {}\n", "\n[[", "\ufffd"):
        more.write_text(other, encoding="utf-8")
        assert load_part([str(head)], ASKED) is None


def test_what_a_part_does_not_know_it_does_not_say(kept: Kept) -> None:
    part = kept.part(Question.of("2025-03-05"))
    assert part is not None
    with pytest.raises(LookupError):
        _ = part.words["tags"]
    with pytest.raises(LookupError):
        _ = part.words["places"]
    part = kept.part(Question.of(tag=["none"], place=["Busan"]))
    assert part is not None
    assert part.words["tags"] == set()
    assert part.words["places"] == {"Busan", "Rome"}


def test_a_header_with_something_beside_it_is_an_error_in_a_large_ledger_too(kept: Kept) -> None:
    kept.path.write_text(HEAD + ROWS + TAIL + '\n[[events]]id = "z"\n', encoding="utf-8")
    with pytest.raises(LedgerError):
        load([str(kept.path)])
    assert kept.part() is None


def test_without_a_cache_a_ledger_is_read_whole(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", Path("/proc/none"), tmp_path / ("x" * 300)):
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
        assert len(load([str(kept.path)]).events) == 60
        assert kept.part() is None


def test_a_pipe_is_read_but_once(kept: Kept) -> None:
    text = kept.path.read_text(encoding="utf-8")
    (pipe := kept.path.with_name("pipe")).unlink(missing_ok=True)
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_text, args=(text,), kwargs={"encoding": "utf-8"})
    writer.start()
    assert load_part([str(pipe)], ASKED) is None
    assert len(load([str(pipe)]).events) == 60
    writer.join()


def test_the_cache_is_the_users(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for base in ("", "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", base)
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.chdir(tmp_path)
        assert kept.part() is None
        load([str(kept.path)])
        assert kept.part() is not None
        assert [*(tmp_path / "home" / ".cache" / "chrono" / "sound").iterdir()]
        shutil.rmtree(tmp_path / "home")
    assert not (tmp_path / "relative").exists()


def test_nobody_without_a_home_gets_a_folder_that_is_called_so(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    monkeypatch.chdir(tmp_path)
    assert user_folder("cache") is user_folder("data") is None
    assert len(load([str(kept.path)]).events) == 60
    assert kept.part() is None
    assert not (tmp_path / "~").exists()


def test_what_is_no_file_in_the_place_of_a_proof_is_left_there(kept: Kept) -> None:
    kept.proof.unlink()
    os.mkfifo(kept.proof)
    assert kept.part() is None
    kept.proof.unlink()
    kept.proof.mkdir()
    for _ in range(3):
        assert kept.part() is None
        load([str(kept.path)])
    assert [*kept.proof.parent.iterdir()] == [kept.proof]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_what_somebody_else_wrote_proves_nothing(kept: Kept) -> None:
    os.chown(kept.proof, 12345, -1)
    assert kept.part() is None


def test_only_the_newest_proofs_are_kept(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_KEPT", 3)
    for number in range(5):
        with kept.path.open("a") as file:
            file.write(f"# {number}\n")
        load([str(kept.path)])
        assert kept.part() is not None
    assert len([*kept.proof.parent.iterdir()]) == 3
    assert not kept.proof.exists()


def strangers(folder: Path) -> list[str]:
    """What no proof is, or is called."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("thesis.txt", "a" * 63, "a" * 65, "A" * 64, "tmpabcdefgh"):
        (folder / name).write_text("precious")
    (folder / ("b" * 64)).mkdir()
    (folder / ("c" * 64)).symlink_to("thesis.txt")
    return sorted(os.listdir(folder))


def test_only_proofs_are_deleted(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_KEPT", 2)
    there = strangers(kept.proof.parent)
    for name in there:
        os.utime(kept.proof.parent / name, (0, 0), follow_symlinks=False)
    for number in range(4):
        with kept.path.open("a") as file:
            file.write(f"# {number}\n")
        load([str(kept.path)])
        assert kept.part() is not None
    assert not kept.proof.exists()
    others = {*there} - {kept.proof.name}
    left = {*os.listdir(kept.proof.parent)}
    assert others < left
    assert len(left - others) == 2


@pytest.mark.parametrize("whose", ["a link", "somebody else's"])
def test_in_a_folder_that_is_not_chronos_own_nothing_is_deleted_or_written(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    monkeypatch.setattr(cache, "_KEPT", 2)
    folder = kept.proof.parent
    kept.proof.rename(kept.path.with_name("proof"))
    if whose == "a link":
        folder.rmdir()
        folder.symlink_to(kept.path.with_name("docs"))
    else:
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    target = kept.path.with_name("docs") if whose == "a link" else folder
    strangers(target)
    for number in range(3):
        (target / f"{number:064}").write_text("precious")
    there = sorted(os.listdir(target))
    load([str(kept.path)])
    assert sorted(os.listdir(target)) == there


def test_what_is_written_by_a_command_is_proved_at_once(kept: Kept) -> None:
    path = str(kept.path)
    argv = ["add", "-f", path, "--date", "2025-04-01", "--type", "call", "--title", "New"]
    assert main([*argv, "--actor", "Xi", "--actor", "Trump"]) == 0
    part = kept.part(Question.of("2025-04"))
    assert part is not None
    assert [event.title for event in part.events if event.id.startswith("2025")] == ["New"]
    assert answer(part, ASKED, True) != answer(load([path]), ASKED, True)
    assert answer(kept.part() or Ledger(), ASKED, True) == answer(load([path]), ASKED, True)


@pytest.mark.parametrize(
    "argv",
    [
        ["list", "--actor", "Xi"],
        ["list", "--actor", "Wang"],
        ["list", "--actor", "Nobody"],
        ["list", "2025-03-05", "-o", "json"],
        ["count", "--actor", "Wang"],
        ["count", "--actor", "Trump", "--by", "month", "--by", "place"],
        ["count", "--tag", "none"],
        ["gaps", "--actor", "Xi"],
        ["timeline", "2025-03-05"],
        ["actors", "--actor", "Trump"],
        ["types", "2025-03-05"],
        ["list", "--place", "Busan", "--limit", "2"],
        ["summary", "2025"],
        ["summary", "2024"],
        ["summary", "2025-03", "--actor", "Xi", "-o", "json"],
        ["show", "e7"],
        ["show", "e10", "e59", "-o", "json"],
        ["show", "e7", "e99"],
    ],
    ids=" ".join,
)
def test_a_command_says_the_same_of_a_part(
    kept: Kept, capsys: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    def said() -> tuple[int, str, str]:
        status = main([*argv, "-f", str(kept.path), "--today", "2026-01-01"])
        return (status, *capsys.readouterr())

    assert kept.part() is not None
    part = said()
    kept.proof.unlink()
    assert said() == part


@pytest.mark.parametrize(
    "summary",
    [
        'summary = """\n[[events]]\nid = "x"\n"""',
        'summary = """\nOne\n"""\n# """',
        "summary = '''\n[events.extra]\n'''",
        'summary = """\n[actors.more]\nname = "X"\n"""',
        'summary = """[Note](https://example.org)\n[2] and more"""',
        'summary = "# \\"\\"\\" "\nnotes = """\n[[ events ]]"""',
    ],
)
def test_a_block_that_looks_otherwise_than_it_reads_costs_time_and_never_the_answer(
    kept: Kept, summary: str
) -> None:
    text = kept.path.read_text(encoding="utf-8")
    for number in (0, 30, 59):
        line = f'title = "Call {number}"\n'
        kept.path.write_text(text.replace(line, f"{line}{summary}\n"), encoding="utf-8")
        whole = load([str(kept.path)])
        for question in (ASKED, Question.of("2025-03-05"), Question.of(place=["Busan"])):
            part = kept.part(question) or whole
            assert answer(part, question, True) == answer(whole, question, True)


def test_an_edit_in_two_files_succeeds_where_a_text_looks_like_an_event(tmp_path: Path) -> None:
    first, second = tmp_path / "events.toml", tmp_path / "more.toml"
    first.write_text(HEAD + ROWS + f"# {'x' * index.LARGE}\n", encoding="utf-8")
    text = '[[events]]\nid = "x1"\ndate = 2025-01-01\ntype = "call"\ntitle = "X"\n'
    summary = 'summary = """\nA text\n[[events]]\nid = "none"\n""" # " """\n'
    second.write_text(f'{text}actors = ["Ann", "Bob"]\n{summary}', encoding="utf-8")
    for id in ("e1", "x1"):
        words = ["-f", str(first), "-f", str(second), "edit", id, "--set", "place=Rome"]
        assert main(words) == 0
    assert 'place = "Rome"' in first.read_text(encoding="utf-8")
    assert 'place = "Rome"' in second.read_text(encoding="utf-8")
