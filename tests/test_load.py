"""TOML to a Ledger: what a sound one says, how several files are one, and nothing else comes."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chrono
from chrono.core.coverage import CoverageRow
from chrono.core.dates import When
from chrono.core.model import BUILT_IN_TYPES, Actor, EventType, Ledger, Number, Role, Source
from chrono.core.periods import Period
from chrono.errors import LedgerError
from chrono.files.format.keys import EVENT
from chrono.files.index.load import load
from chrono.files.read.load import loads
from samples import covering, law

VALID = Path(__file__).parent / "ledgers" / "valid"
Read = Callable[..., Ledger]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads ledgers of the corpus by name."""
    monkeypatch.chdir(VALID)
    return lambda *names: load(names)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """Writes a file in a folder of its own, which is the current one."""
    monkeypatch.chdir(tmp_path)

    def put(name: str, text: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return name

    return put


def problems(*paths: str) -> list[str]:
    """What is wrong, as `FILE:LINE: message`."""
    with pytest.raises(LedgerError) as caught:
        load(paths)
    return [f"{one.path}:{one.line}: {one.message}" for one in caught.value.problems]


def wrong(text: str) -> list[str]:
    """What is wrong with one text, as `LINE: message`."""
    with pytest.raises(LedgerError) as caught:
        loads(text)
    return [f"{one.line}: {one.message}" for one in caught.value.problems]


def event(id: str = "a", *more: str, actors: str = '["Xi Jinping", "Donald Trump"]') -> str:
    """An event of seven lines or more, and a blank one."""
    lines = ["[[events]]", f'id = "{id}"', "date = 2025-10-30", 'type = "meeting"']
    lines += [f'title = "Event {id}"', f"actors = {actors}", *more]
    return "\n".join(lines) + "\n\n"


# -- what a sound ledger says ------------------------------------------------------------------


def test_an_empty_ledger_has_nothing_but_the_built_in_types(read: Read) -> None:
    assert read("empty.toml") == Ledger(
        types={kind.id: kind for kind in BUILT_IN_TYPES}, files=("empty.toml",)
    )
    assert read("empty.toml").name == "empty.toml"


def test_a_ledger_may_have_a_head_and_no_events(read: Read) -> None:
    ledger = read("no-events.toml")
    assert ledger.title == ledger.name == "Nothing yet"
    assert ledger.coverage == covering("2024-11-06..2025-12-31")
    assert (ledger.events, ledger.claims, ledger.principals) == ((), (), ())


def test_undeclared_actors_are_known_by_name_and_one_name_is_one_actor(read: Read) -> None:
    ledger = read("no-ledger-table.toml")
    xi = Actor("Xi Jinping", "Xi Jinping", declared=False)
    trump = Actor("Donald Trump", "Donald Trump", declared=False)
    assert [one.actors for one in ledger.events] == [(xi, trump), (xi, trump)]
    assert ledger.actors == {"Xi Jinping": xi, "Donald Trump": trump}
    assert (ledger.title, ledger.description, ledger.coverage) == (None, None, ())


def test_every_key_of_the_head(read: Read) -> None:
    ledger = read("every-key.toml")
    assert ledger.title == "China–US contacts, 2025"
    assert ledger.description == "Who met whom,\nand who says so."
    assert ledger.coverage == (
        *covering("2025"),
        CoverageRow(
            Period.parse("2024-11.."), ledger.principals,
            (ledger.types["call"], ledger.types["meeting"]), ("leaders",), "The presidents.",
            {"read": "daily"}, ("CN", "US"),
        ),
    )  # fmt: skip
    assert [one.id for one in ledger.principals] == ["xi-jinping", "donald-trump"]
    assert ledger.files == ("every-key.toml",)
    assert [one.id for one in ledger.events] == [
        "2025-10-26-kuala-lumpur", "2025-10-30-busan", "2025-10-31-apec",
    ]  # fmt: skip


def test_every_key_of_an_actor(read: Read) -> None:
    ledger = read("every-key.toml")
    assert ledger.actors["xi-jinping"] == Actor(
        "xi-jinping",
        "Xi Jinping",
        ("President Xi", "习近平"),
        "CN",
        (
            Role("President of China", When.parse("2013-03-14"), None),
            Role(
                "Party secretary of Zhejiang",
                When.parse("2002-11"),
                When.parse("2007-03"),
                {"n": 1},
            ),
        ),
        ("xi", "jinping-xi"),
        {"born": dt.date(1953, 6, 15)},
        codes={"cow": 710, "iso3": "CHN"},
    )
    assert ledger.actors["eu"].country == "European Union"
    assert list(ledger.actors) == [
        "xi-jinping", "donald-trump", "he-lifeng", "eu", "Scott Bessent", "APEC",
    ]  # fmt: skip
    assert [one.declared for one in ledger.actors.values()] == [True] * 4 + [False] * 2


def test_every_key_of_a_type_and_a_source(read: Read) -> None:
    ledger = read("every-key.toml")
    assert ledger.types["summit"]._replace(look=None) == EventType(
        "summit", "summit", "summits", True, ("top meeting",), {"weight": 2}
    )
    assert list(ledger.types)[-2:] == ["other", "summit"]
    assert ledger.sources == {
        "s121": Source(
            "MarketBeat",
            id="s121",
            origin="AP",
            author="A. Reporter",
            title="Trump says a deal is done",
            url="https://www.marketbeat.com/articles/1",
            date=When.parse("2025-06-11"),
            accessed=When.parse("2025-06-12"),
            language="en-US",
            locator="p. 4",
            archive="http://web.archive.org/web/1",
            side="US",
            grade="A",
            former_ids=("AP: June",),
            extra={"page": 3},
        )
    }


def test_every_key_of_an_event(read: Read) -> None:
    ledger = read("every-key.toml")
    found = ledger.event("2025-10-30-busan")
    assert found is not None
    actors = ledger.actors
    expected = dict[str, Any](
        id="2025-10-30-busan",
        when=When.parse("2025-10-30"),
        type=ledger.types["summit"],
        title="Xi and Trump meet in Busan",
        actors=(actors["xi-jinping"], actors["donald-trump"]),
        present=(actors["he-lifeng"], actors["Scott Bessent"]),
        place="Busan",
        place_country="KR",
        initiator="donald-trump",
        summary="They met for 100 minutes.\n",
        notes="Ask again",
        tags=("leaders", "trade"),
        status="unconfirmed",
        follows=("2025-10-26-kuala-lumpur",),
        part_of="2025-10-31-apec",
        former_ids=("2025-10-30-gyeongju",),
        private=True,
    )
    assert {field: getattr(found, field) for field in expected} == expected
    written = tomllib.loads((VALID / "every-key.toml").read_text("utf-8"))["events"][1]
    others = {key.field or key.name: key for key in EVENT.keys.values()}
    for field in others.keys() - expected.keys() - {"local_dates", "dates", "sources", "extra"}:
        value = getattr(found, field)
        assert value, f"tests/ledgers/valid/every-key.toml lacks {field}, or it is not read"
        assert others[field].kind.dump(value) == written[others[field].name]
    assert found.local_dates == {"US": When.parse("2025-10-29"), "CN": When.parse("2025-10-30")}
    assert {key: when.text for key, when in found.dates.items()} == {
        "announced": "2025-10-20", "planned": "2025-10-29/2025-11-01", "signed": "2025-10-30",
        "effective": "2025-11-10", "suspended": "2025-11", "ended": "2026~",
    }  # fmt: skip
    assert found.extra == {
        "minutes": 100, "at": dt.time(11), "deep": {"list": [1, [2.5, True]]},
    }  # fmt: skip
    apec = ledger.event("2025-10-31-apec")
    assert apec is not None
    assert apec.initiator == "disputed"


def test_every_key_of_an_events_source(read: Read) -> None:
    ledger = read("every-key.toml")
    found = ledger.event("2025-10-30-busan")
    assert found is not None
    declared, own = found.sources
    assert declared is ledger.sources["s121"]
    assert own == Source(
        "Xinhua",
        origin="PLA Daily",
        title="元首会晤",
        url="HTTPS://english.news.cn/1",
        date=When.parse("2025-10-30T12:00:00+09:00"),
        archive="https://archive.ph/1",
        side="CN",
        grade="F",
        quote="gave\nit up",
        says={
            "date": When.parse("2025-10-31"),
            "type": "meeting",
            "place": "Gyeongju",
            "initiator": "US",
            "extra": {"a": 1},
        },
        private=True,
        extra={"lang": "zh"},
    )


def test_every_key_of_a_claim(read: Read) -> None:
    ledger = read("every-key.toml")
    (claim,) = ledger.claims
    assert claim._replace(sources=()) == type(claim)(
        id="xie-feng-2025-12",
        by=Actor("Xie Feng", "Xie Feng", declared=False),
        date=When.parse("2025-12-04"),
        as_of=When.parse("2025-11-30"),
        statement="an in-person meeting and four phone calls",
        readings=(
            ("calendar 2025", Period.parse("2025")),
            ("ten months back", Period.parse("2025-02-04..")),
        ),
        wording="paraphrased",
        window="the past 10 months",
        actors=(ledger.actors["xi-jinping"], ledger.actors["donald-trump"]),
        types=(ledger.types["call"], ledger.types["summit"]),
        tags=("leaders",),
        counts={"meeting": Number(1, 1), "call": Number(4, None)},
        total=Number(4, 6),
        disputed="He counts the January call.",
        former_ids=("Xie, December",),
        extra={"heard": True},
    )
    assert claim.sources == (ledger.sources["s121"], Source("Embassy"))
    assert "Xie Feng" not in ledger.actors, "who only speaks takes part in nothing"


def test_every_form_of_date_is_read_as_it_says(read: Read) -> None:
    ledger = read("every-date.toml")
    for one in ledger.events:
        when = one.when
        said = [when.start.isoformat() if when.start else "-"]
        said += [when.end.isoformat() if when.end else "-", when.precision]
        said += [word for word in ("approximate", "uncertain", "interval") if getattr(when, word)]
        assert " ".join(said) == one.title, one.id
    assert len(ledger.events) == 37
    texts = {one.id: one.when.text for one in ledger.events}
    assert texts["toml-time"] == "2025-10-30T23:30:00-11:00"
    assert texts["toml-local-time"] == "2025-10-30T11:00:00"
    assert texts["interval-mixed"] == "2025-05-10~/2025?"


def test_dotted_keys(read: Read) -> None:
    ledger = read("dotted-keys.toml")
    assert ledger.title == "Dotted"
    assert ledger.actors["xi-jinping"].country == "CN"
    assert ledger.types["summit"].label == "summit"
    (one,) = ledger.events
    assert {key: when.text for key, when in one.dates.items()} == {
        "signed": "2025-10-31", "effective": "2025-11",
    }  # fmt: skip
    assert one.local_dates == {"CN": one.when}
    assert one.extra == {"minutes": {"total": 100}}
    assert one.sources == (
        Source("Xinhua", id="s1", says={"date": When.parse("2025-10-31")}),
    )  # fmt: skip


def test_sources_as_tables_of_their_own(read: Read) -> None:
    first, second = read("sources-as-tables.toml").events
    assert first.sources == (Source("Xinhua", side="CN", says={"place": "Gyeongju"}), Source("AP"))
    assert second.sources == (Source("Reuters"),)
    assert first.dates == {"signed": When.parse("2025-10-30")}
    assert (first.extra, second.extra) == ({"minutes": 100}, {})


def test_arrays_of_inline_tables(read: Read) -> None:
    ledger = read("arrays-of-inline-tables.toml")
    assert [(one.id, one.when.text, len(one.sources)) for one in ledger.events] == [
        ("a", "2025-10-30", 0), ("b", "2025-11", 1),
    ]  # fmt: skip
    assert ledger.claims[0].total == Number(2, 2)
    assert [role.title for role in ledger.actors["ann"].roles] == ["Envoy", "Judge"]


def test_toml_1_1_is_read(read: Read) -> None:
    ledger = read("toml-1-1.toml")
    (one,) = ledger.events
    assert one.title == "Xi \x1b[31mmeets!"
    assert one.when.text == "2025-10-30T11:00:00"
    assert list(one.dates) == ["signed", "effective"]
    assert ledger.actors["xi-jinping"].roles == (
        Role("President of China", When.parse("2013-03-14")),
    )


def test_windows_line_ends_and_a_byte_order_mark(read: Read) -> None:
    raw = (VALID / "crlf-and-bom.toml").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n") > 5
    (one,) = read("crlf-and-bom.toml").events
    assert [actor.name for actor in one.actors] == ["Xi Jinping", "Donald Trump"]
    assert one.summary is not None
    assert one.summary.split() == ["Two", "lines"]


def test_actors_by_alias_whatever_the_case_and_the_accents(read: Read) -> None:
    ledger = read("actors-by-alias.toml")
    first, second = ledger.events
    assert [one.id for one in first.actors] == ["xi-jinping", "erdogan", "wang"]
    assert [one.id for one in first.present] == ["wang-yi"]
    assert first.initiator == "erdogan"
    assert [one.id for one in second.actors] == ["xi-jinping", "Xi"]
    assert [one.declared for one in second.actors] == [True, False]
    assert [one.id for one in ledger.principals] == ["xi-jinping", "erdogan"]


def test_types_of_ones_own_and_changed_ones(read: Read) -> None:
    ledger = read("types.toml")
    built_in = {kind.id: kind for kind in BUILT_IN_TYPES}
    assert list(ledger.types) == [*built_in, "summit", "dinner"]
    changed = {id: kind for id, kind in ledger.types.items() if built_in.get(id) != kind}
    assert {id: kind._replace(look=None) for id, kind in changed.items()} == {
        "summit": EventType("summit", "summit", "summits", True),
        "dinner": EventType("dinner", "working dinner", "dinners at work", False),
        "call": EventType("call", "conversation", "conversations", True),
        "statement": EventType("statement", "statement", "statements", True),
        "visit": EventType("visit", "visit", "state visits", False),
    }
    symbols = {id: kind.look.symbol for id, kind in changed.items() if kind.look}
    # The statements are contacts in this ledger, so their symbol is filled.
    assert symbols == {"summit": "★", "dinner": "✧", "call": "●", "statement": "⬢", "visit": "▷"}
    assert [one.contact for one in ledger.events] == [True, False]


def test_a_source_that_starts_from_another(read: Read) -> None:
    ledger = read("sources-by-ref.toml")
    (one,) = ledger.events
    base = ledger.sources["s1"]
    assert one.sources == (
        base,
        base._replace(side="xie-feng", quote="we spoke", says={"initiator": "xie-feng"}),
        base._replace(publisher="Reuters"),
    )
    assert base.url == "https://www.marketbeat.com/1"


def test_claims_of_each_shape_in_the_order_of_their_dates(read: Read) -> None:
    ledger = read("claims.toml")
    bounds, later, readings = ledger.claims
    assert [one.id for one in ledger.claims] == ["the-bounds", "later", "readings"]
    assert bounds.counts == {
        "call": Number(40, None), "meeting": Number(None, 3), "talks": Number(1, 2),
        "video": Number(0, 0),
    }  # fmt: skip
    assert (bounds.total, bounds.as_of.text) == (None, "2025-11")
    assert bounds.readings == ((None, Period.parse("2025-10-30")),)
    assert bounds.by == Actor("Somebody", "Somebody", declared=False)
    assert (later.total, later.counts) == (Number(5, 5), {})
    assert later.by is readings.by is ledger.actors["xie-feng"]
    assert readings.readings == (
        ("quarter", Period.parse("2025-Q4")),
        ("half a year", Period.parse("2025-06..2025-11")),
        ("since", Period.parse("2025-06-05..")),
        ("until", Period.parse("..2025")),
        ("month", Period.parse("2025-10")),
    )
    assert readings.total == Number(5, None)


def test_every_table_may_have_extra(read: Read) -> None:
    ledger = read("extra-everywhere.toml")
    (one,) = ledger.events
    assert ledger.actors["ann"].extra == {"a": 2}
    assert ledger.types["call"].extra == {"a": 4}
    assert ledger.sources["s1"].extra == {"a": 5}
    assert one.sources[0].extra == {"a": 6}
    assert one.sources[0].says == {"extra": {"a": 7}}
    assert one.extra == {"a": 9, "id": "free", "any key": [{"b": dt.date(2025, 1, 1)}]}
    assert ledger.claims[0].extra == {"a": 10}


def test_the_order_is_start_then_end_then_id(read: Read) -> None:
    assert "".join(one.id for one in read("unsorted.toml").events) == "abcdefg"


def test_local_dates(read: Read) -> None:
    hour, night = read("local-dates.toml").events
    assert (night.when.text, list(night.local_dates)) == ("2025-10-18", ["US", "CN"])
    assert hour.local_dates["CN"].text == "2025-10-18T09:00:00+08:00"


def test_links_forward_and_backward(read: Read) -> None:
    ledger = read("links.toml")
    links = {one.id: (one.part_of, one.follows) for one in ledger.events}
    assert links == {
        "busan": ("apec", ("apec", "later")), "apec": (None, ()), "later": ("busan", ("busan",)),
    }  # fmt: skip


def test_strings_that_look_like_something_else(read: Read) -> None:
    first, second = read("strings.toml").events
    assert first.title == 'A "quote", a [bracket], a # hash and a {brace}'
    assert [one.name for one in first.actors] == ['Xi "the President" Jinping', "Tab\tTrump"]
    assert first.summary == (
        '[[events]]\nid = "not-an-event"\n"quoted" ""twice"" """thrice"""\nends with two""'
    )
    assert first.notes == "[actors.nobody]\nit's raw: \\n, ''quoted''"
    assert first.tags == ("[[events]]", "[claims]")
    assert (second.id, second.title) == ("b", "A🤝")


def test_statuses(read: Read) -> None:
    assert {one.id: one.status for one in read("statuses.toml").events} == {
        "none": "held", "held": "held", "planned": "planned", "postponed": "postponed",
        "cancelled": "cancelled", "unconfirmed": "unconfirmed", "denied": "denied",
    }  # fmt: skip


def test_the_real_ledger_is_read() -> None:
    path = Path(__file__).parent.parent / "data" / "events.toml"
    ledger = chrono.load([str(path)])
    assert ledger.principals
    assert len(ledger.events) > 50
    assert [one.sort_key for one in ledger.events] == sorted(one.sort_key for one in ledger.events)


# -- several files -----------------------------------------------------------------------------


def test_the_first_files_head_is_the_ledgers(read: Read) -> None:
    ledger = read("include-by-name-and-glob.toml")
    assert ledger.title == "The head"
    assert [one.name for one in ledger.principals] == ["Xi Jinping"]
    assert ledger.coverage == (), "the part's covers is not the ledger's"
    assert ledger.files == (
        "include-by-name-and-glob.toml", "types.toml", "no-actors-declared.toml",
        "no-events.toml", "no-ledger-table.toml",
    )  # fmt: skip
    assert len(ledger.events) == 5
    assert read("no-events.toml", "no-ledger-table.toml").title == "Nothing yet"
    assert read("no-ledger-table.toml", "no-events.toml").title == "Nothing yet"


XI = '[actors.xi-jinping]\nname = "Xi Jinping"\ncountry = "CN"\n\n'
SOURCE = '[sources.s1]\npublisher = "Xinhua"\n\n'
TYPE = '[types.summit]\nlabel = "summit"\n\n'


def test_equal_tables_may_stand_twice(write: Callable[[str, str], str]) -> None:
    one = write("one.toml", XI + SOURCE + TYPE + event("a"))
    other = write("other.toml", "# otherwise\n" + TYPE + XI.replace(" = ", "=") + SOURCE)
    ledger = load([one, other])
    assert list(ledger.actors) == ["xi-jinping", "Donald Trump"]
    assert list(ledger.sources) == ["s1"]
    assert ledger.types["summit"].label == "summit"


@pytest.mark.parametrize(
    "table, change",
    [
        (XI, ('"CN"', '"CN"\naliases = []\nformer_ids = []')),
        (XI + "roles = [{ title = 'P', from = 2013-03-14 }]\n", ("2013-03-14", "'2013-03-14'")),
        (SOURCE + "date = 2025-01-01\n", ("2025-01-01", '"2025-01-01"')),
        (SOURCE, ('"Xinhua"', '"Xinhua"\nlocator = ""\nextra = {}')),
    ],
)
def test_tables_with_the_same_content_are_equal_however_they_are_written(
    write: Callable[[str, str], str], table: str, change: tuple[str, str]
) -> None:
    one = write("one.toml", table)
    other = write("other.toml", event("a") + table.replace(*change))
    assert load([one, other])._replace(files=()) == load([other, one])._replace(files=())


@pytest.mark.parametrize(
    "table, change, noun, id",
    [
        (XI, ('"CN"', '"KR"'), "actor", "xi-jinping"),
        (SOURCE, ('"Xinhua"', '"AP"'), "source", "s1"),
        (TYPE, ('"summit"', '"big summit"'), "type", "summit"),
    ],
    ids=["actors", "sources", "types"],
)
def test_different_tables_under_one_id_name_both_lines(
    write: Callable[[str, str], str], table: str, change: tuple[str, str], noun: str, id: str
) -> None:
    one = write("one.toml", "# a line above\n" + table)
    other = write("more/other.toml", event("a") + table.replace(*change))
    assert problems(one, other) == [
        f'more/other.toml:8: the {noun} "{id}" differs from the one at one.toml:2; '
        "write the same fields in both, or change one id"
    ]


def test_a_declaration_that_is_no_number_does_not_differ_from_itself() -> None:
    with pytest.raises(LedgerError) as caught:
        loads("[actors]\nxi = nan\n")
    (problem,) = caught.value.problems
    assert problem.message.startswith('"xi" is directly under "actors"; write it under [actors.ID]')


def test_an_event_or_a_claim_stands_once_in_all_files(write: Callable[[str, str], str]) -> None:
    claim = '[[claims]]\nid = "c"\nby = "A"\ndate = 2025\nstatement = "s"\nperiod = "2025"\n'
    claim = claim.replace("= 2025\n", '= "2025"\n') + "total = 1\n"
    one = write("one.toml", event("a") + claim)
    other = write("other.toml", "\n" + claim + "\n" + event("a"))
    assert problems(one, other) == [
        'other.toml:3: the claim id "c" is already used at one.toml:9; choose another id',
        'other.toml:11: the event id "a" is already used at one.toml:2; choose another id',
    ]


def test_what_one_file_declares_another_may_name(write: Callable[[str, str], str]) -> None:
    one = write("one.toml", event("a", 'follows = ["b"]', 'sources = ["s1"]'))
    other = write("other.toml", SOURCE + XI + event("b").replace('"meeting"', '"summit"'))
    types = write("types.toml", TYPE)
    ledger = load([one, other, types])
    assert [actor.id for actor in ledger.events[0].actors] == ["xi-jinping", "Donald Trump"]
    assert ledger.events[0].sources == (Source("Xinhua", id="s1"),)
    assert ledger.events[1].type.label == "summit"


def test_problems_of_all_files_come_by_file_and_line(write: Callable[[str, str], str]) -> None:
    second = write("b.toml", event("b", "plase = 1") + "[x]\n")
    first = write("a.toml", event("a", "plase = 1", 'status = "hold"'))
    assert [line.rsplit(": ", 1)[0] for line in problems(second, first)] == [
        "a.toml:7", "a.toml:8", "b.toml:7", "b.toml:9",
    ]  # fmt: skip


# -- a broken block is one problem --------------------------------------------------------------

BROKEN = "oops\n"


def lines_of(found: list[str]) -> list[int]:
    return [int(line.split(":")[0]) for line in found]


@pytest.mark.parametrize(
    "broken, user",
    [
        (XI + BROKEN, event("b", 'initiator = "xi-jinping"', actors='["xi-jinping", "B"]')),
        (XI + BROKEN, '[ledger]\nprincipals = ["xi-jinping"]\n'),
        (XI + BROKEN, '[sources.s2]\npublisher = "P"\nside = "xi-jinping"\n'),
        (SOURCE + BROKEN, event("b", 'sources = ["s1", { ref = "s1", side = "CN" }]')),
        (TYPE + BROKEN, event("b").replace('"meeting"', '"summit"')),
        (event("a") + BROKEN, event("b", 'follows = ["a"]')),
        (event("a") + BROKEN, event("b", 'part_of = "a"')),
        (
            TYPE + BROKEN,
            '[[claims]]\nid = "c"\nby = "A"\ndate = 2025-01-01\nstatement = "s"\n'
            'period = "2025"\ncounts = { summit = 1 }\ntypes = ["summit"]\n',
        ),
        (
            XI + BROKEN,
            '[[claims]]\nid = "c"\nby = "xi-jinping"\ndate = 2025-01-01\nstatement = "s"\n'
            'period = "2025"\ntotal = 1\nactors = ["xi-jinping"]\n',
        ),
    ],
)
def test_a_reference_into_a_broken_block_is_no_second_problem(broken: str, user: str) -> None:
    at = broken.count("\n")
    assert lines_of(wrong(broken + user)) == [at]
    assert lines_of(wrong(user + broken)) == [user.count("\n") + at]


def test_a_principal_known_from_a_broken_event_alone_is_no_second_problem() -> None:
    assert lines_of(wrong('[ledger]\nprincipals = ["Xi Jinping"]\n' + event("a") + BROKEN)) == [10]


def test_two_broken_blocks_and_a_mistake_are_three_problems() -> None:
    text = XI + BROKEN + event("a", "plase = 1") + event("b") + BROKEN + event("c")
    assert lines_of(wrong(text)) == [5, 12, 21]


def test_a_reference_to_the_other_side_of_a_conflict_is_no_second_problem() -> None:
    text = "<<<<<<< HEAD\n" + event("a") + "=======\n" + event("b") + ">>>>>>> b\n"
    assert lines_of(wrong(text + event("c", 'follows = ["b"]'))) == [1]


# -- versions ---------------------------------------------------------------------------------


def test_a_newer_version_is_the_only_problem_whichever_file_says_so(
    write: Callable[[str, str], str],
) -> None:
    one = write("one.toml", "nonsense\n" + event("a", "plase = 1"))
    other = write("other.toml", '[ledger]\nversion = 7\n\n[[events]]\nid = "broken\n')
    assert problems(one, other) == [
        "other.toml:2: format version 7 needs a newer chrono (this one reads version 1)"
    ]


def test_a_text_of_a_newer_version_is_refused_too() -> None:
    assert len(wrong("[ledger]\nversion = 2\n")) == 1


def test_a_version_of_thousands_of_hexadecimal_digits(write: Callable[[str, str], str]) -> None:
    assert len(problems(write("a.toml", f"[ledger]\nversion = 0x{'f' * 5000}\n"))) == 1


def test_a_number_that_could_not_be_printed_is_refused() -> None:
    claim = '[[claims]]\nid = "c"\nby = "A"\ndate = 2025-01-01\nstatement = "s"\nperiod = "2025"\n'
    assert len(wrong(claim + f"total = 0x{'f' * 5000}\n")) == 1


def test_a_claim_that_states_no_number_is_refused() -> None:
    claim = '[[claims]]\nid = "c"\nby = "A"\ndate = 2025-01-01\nstatement = "s"\nperiod = "2025"\n'
    assert len(wrong(claim + "counts = {}\n")) == 1


def test_what_a_declared_source_says_is_checked_like_any_other() -> None:
    assert len(wrong(SOURCE.rstrip() + '\nsays = { type = "no-such-type" }\n')) == 1


# -- no bytes bring forth anything but a Ledger or its problems ----------------------------------


def outcome(raw: bytes, folder: Path) -> Ledger | LedgerError:
    """What comes of these bytes; any other error fails the test."""
    path = folder / "fuzz.toml"
    path.write_bytes(raw)
    try:
        return load([str(path)])
    except LedgerError as error:
        found = error
    height = raw.count(b"\n") + 1
    assert found.problems
    for problem in found.problems:
        assert problem.path == str(path)
        assert 1 <= problem.line <= height
        assert problem.message
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


TOKENS = [
    "[[events]]\n", "[events]\n", "[actors.a]\n", "[ledger]\n", "[[events.sources]]\n",
    "[events.extra]\n", "[[claims]]\n", "[types.x]\n", "[sources.s]\n", "[", "]", "{", "}", '"',
    "'", '"""', "'''", "\n", "\r\n", "\r", "=", ".", ",", "#", "\\", "\x00", "\x1b", "\ufeff", "é",
    'id = "a"\n', "date = 2025-10-30\n", 'date = "202X"\n', "date = 2025-02-30\n",
    'type = "call"\n', 'title = "t"\n', 'actors = ["a"]\n', 'follows = ["a"]\n', "total = 1\n",
    'part_of = "a"\n', 'name = "A"\n', "version = 1\n", 'period = "2025"\n', 'by = "a"\n',
    "extra = { a = 1 }\n", "<<<<<<< ours\n", "=======\n", ">>>>>>> theirs\n", "||||||| base\n",
    "1e999", "0x7f", "nan", "true", "a.b.c = 1\n", " ", "\t", "local_dates = { US = 2025-10-30 }\n",
]  # fmt: skip


@law(400)
@given(raw=st.binary(max_size=200))
def test_random_bytes(raw: bytes, folder: Path) -> None:
    outcome(raw, folder)


@law(400)
@given(tokens=st.lists(st.sampled_from(TOKENS), max_size=30))
def test_random_pieces_of_ledgers(tokens: list[str], folder: Path) -> None:
    outcome("".join(tokens).encode(), folder)


LEDGERS = [
    path.read_bytes()
    for path in sorted(VALID.glob("*.toml"))
    if b"include" not in path.read_bytes()
]


@law(300)
@given(data=st.data())
def test_valid_ledgers_with_a_piece_cut_out_or_put_in(data: st.DataObject, folder: Path) -> None:
    raw = data.draw(st.sampled_from(LEDGERS))
    first = data.draw(st.integers(0, len(raw)))
    last = data.draw(st.integers(first, min(len(raw), first + 40)))
    piece = data.draw(st.sampled_from([b"", *(token.encode() for token in TOKENS)]))
    outcome(raw[:first] + piece + raw[last:], folder)


VALUES: st.SearchStrategy[Any] = st.sampled_from([
    "5", "-1", "1.5", "true", '""', '" "', '"a"', "2025-10-30", "11:00:00", "[]", "[5]", '["a"]',
    "{}", "{ a = 1 }", '"x\\ny"', "[[]]", "[{}]", "{ US = 5 }", "nan", "{ publisher = [] }",
    '[{ publisher = "P", says = { type = 5, date = "x" } }]', '["a", "a"]', "{ min = 1 }",
])  # fmt: skip
KEYS = st.sampled_from([
    "id", "date", "type", "title", "actors", "present", "place", "place_country", "initiator",
    "summary", "notes", "tags", "status", "follows", "part_of", "local_dates", "dates", "private",
    "sources", "extra", "by", "as_of", "statement", "wording", "window", "period", "types",
    "counts", "total", "disputed", "name", "aliases", "country", "roles", "label", "plural",
    "contact", "publisher", "url", "side", "grade", "says", "quote", "ref", "version", "covers",
    "principals", "description",
])  # fmt: skip
HEADERS = st.sampled_from([
    "[[events]]", "[[claims]]", "[actors.a]", "[types.a]", "[sources.a]", "[ledger]", "[extra]",
    "[events]", "[actors]", "[[actors]]", "[claims]", "[other]",
])  # fmt: skip


@law(240)
@given(
    tables=st.lists(
        st.tuples(HEADERS, st.dictionaries(KEYS, VALUES, max_size=9)), min_size=1, max_size=5
    )
)
def test_any_value_under_any_key(tables: list[tuple[str, dict[str, str]]], folder: Path) -> None:
    text = "".join(
        header + "\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())
        for header, keys in tables
    )
    outcome(text.encode(), folder)


@law(240)
@given(
    place=st.integers(0, 5),
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=4),
)
def test_any_text_anywhere(place: int, texts: list[str], folder: Path) -> None:
    import tomli_w

    tables: list[dict[str, Any]] = [
        {"actors": {text: {"name": text} for text in texts}},
        {"events": [{"id": text, "title": text, "actors": texts} for text in texts]},
        {"ledger": {"principals": texts, "covers": "".join(texts)}},
        {text: text for text in texts},
        {"sources": {text: {"publisher": text, "url": text, "side": text} for text in texts}},
        {"events": [{text: text, "date": text, "type": text, "status": text} for text in texts]},
    ]
    outcome(tomli_w.dumps(tables[place]).encode(), folder)


def test_what_a_declared_source_says_of_the_initiator_is_looked_up() -> None:
    source = '[sources.s1]\npublisher = "Xinhua"\nsays = { initiator = "Xi Jinping" }\n\n'
    ledger = loads(XI + source + event("a", 'sources = ["s1"]'))
    assert ledger.events[0].sources[0].says == {"initiator": "xi-jinping"}
    assert lines_of(wrong(XI + source.replace("Xi Jinping", "Nobody") + event("a"))) == [7]


def test_a_claims_source_may_say_who_began() -> None:
    claim = (
        '[[claims]]\nid = "C 1"\nby = "Zed"\ndate = 2025-01-01\nstatement = "one"\n'
        'period = "2025"\ntotal = 1\nactors = ["xi-jinping", "Zed"]\n'
        'sources = [{ publisher = "X", says = { initiator = "xi-jinping" } }]\n'
    )
    (found,) = loads(XI + event("a") + claim).claims
    assert found.sources[0].says == {"initiator": "xi-jinping"}
    assert [actor.name for actor in found.actors] == ["Xi Jinping", "Zed"]
    assert "Zed" not in loads(XI + event("a") + claim).actors


def test_an_initiator_nobody_knows_is_a_problem_even_without_actors() -> None:
    text = event("a", 'initiator = "zz"').replace('["Xi Jinping", "Donald Trump"]', "[]")
    assert len(wrong(text)) == 2


def test_a_types_label_is_told_apart_from_a_type_of_ones_own() -> None:
    (message,) = wrong(event("a").replace('type = "meeting"', 'type = "Phone call"'))
    assert message.endswith('unknown type "Phone call"; did you mean "call"?')


def test_similar_types_are_searched_only_for_the_first_unknown_types() -> None:
    events = [event(f"e{at}").replace("meeting", f"meetin{at}") for at in range(60)]
    messages = wrong("".join(events))
    hints = [message.partition("; ")[2][:4] for message in messages]
    assert hints == ["did "] * 50 + ["add "] * 10
    messages = wrong("".join(event(f"e{at}").replace("meeting", "Phone call") for at in range(60)))
    assert all(message.endswith('did you mean "call"?') for message in messages)


def test_no_type_is_called_by_the_word_for_all() -> None:
    (message,) = wrong('[types.total]\nlabel = "total"\n')
    assert message.endswith('"total" is reserved for claims; choose another id for this type')


def test_data_of_ones_own_is_neither_a_count_nor_a_period() -> None:
    claim = '[[claims]]\nid = "c"\nby = "a"\ndate = 2025-01-01\nstatement = "s"\n'
    for rest in (
        'counts = { extra = { q = 1 } }\nperiod = "2025"',
        "total = 1\nperiod = { extra = {} }",
    ):
        (message,) = wrong(f"{claim}{rest}\n")
        assert "is empty; write at least one" in message
