"""Which actors `chrono check` takes for one, and which it does not."""

from __future__ import annotations

import pytest

from changes import opened
from check_helpers import findings
from chrono.core.checks import same_actors
from chrono.core.model import Actor
from chrono.core.names import words
from chrono.files.read.load import loads
from chrono.files.write.apply import apply
from chrono.files.write.join import join
from chrono.files.write.transaction import verify
from replay import ROOT


def actor(id: str, name: str, more: str = "") -> str:
    return f'[actors.{id}]\nname = "{name}"\n{more}\n'


def event(number: int, *names: str, more: str = "") -> str:
    actors = ", ".join(f'"{name}"' for name in names)
    head = f'[[events]]\nid = "e{number}"\ndate = 2025-01-0{number}\ntype = "call"\n'
    return f'{head}title = "T"\nactors = [{actors}]\n{more}\n'


def commands(text: str) -> list[str]:
    """The commands with which the messages of the rule end."""
    return [message.split("`")[1] for message in messages(text)]


def messages(text: str) -> list[str]:
    """What the rule reports in a ledger."""
    return [finding.message for finding in findings("same-actor", loads(text))]


def two(first: str, second: str, more: str = "") -> list[str]:
    """The commands for a ledger of two declared actors, who are never together."""
    text = actor("one", first) + actor("two", second, more)
    return commands(text + event(1, "one", "Bo") + event(2, "two", "Bo"))


@pytest.mark.parametrize(
    "first, second",
    [
        ("Xi Jinping", "xi jinping"), ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
        ("Xi Jinping", "Xi Jin-ping"), ("Park Geun-hye", "Park Geun Hye"),
        ("Xi Jinping", "Xi  Jinping"), ("J.D. Vance", "JD Vance"), ("J. D. Vance", "J.D. Vance"),
        ("Surangel Whipps, Jr.", "Surangel Whipps Jr"), ("D’Alema, Massimo", "D'Alema Massimo"),
        ("Massimo D'Alema", "Massimo d’Alema"), ("Kim Dae Jung", "President Kim Dae-jung"),
        ("Prime Minister Shimon Peres", "President Shimon Peres"), ("Dr. Ann Ash", "Ann Ash"),
        ("Acting Prime Minister Ann Ash", "The Rt. Hon. Ann Ash"), ("习近平", "习 近平"),
        ("Global Witness", "Global Witness (GW)"), ("Ann Ash", "Minister Ann Ash (Paris)"),
        ("NATO", "Nato"), ("World Trade Organization", "World Trade Organization."),
    ],
)  # fmt: skip
def test_one_name_in_two_spellings_is_one_actor(first: str, second: str) -> None:
    swapped = ["chrono join two one" if "(" in second else "chrono join one two"]
    assert two(first, second) == ["chrono join one two"]
    assert two(second, first) == swapped  # the name without a bracket is kept


@pytest.mark.parametrize(
    "first, second",
    [
        ("Xi Jinping", "Xi Mingze"), ("Wang Yi", "Wang Wentao"), ("Ann Ash", "Ann Ashe"),
        ("President of Finland", "Prime Minister of Finland"), ("President Xi", "Minister Xi"),
        ("Germany", "East Germany"), ("J. Ash", "Ann Ash"),
        ("Minister for Trade", "Secretary for Trade"),
        ("President", "Prime Minister"), ("Speaker", "Minister"),
        ("Ministry (France)", "Ministry (Spain)"), ("Witness (GW)", "GW"),
        ("Foreign Minister", "Prime Minister"),
    ],
)  # fmt: skip
def test_other_names_are_two_actors(first: str, second: str) -> None:
    assert two(first, second) == []


@pytest.mark.parametrize(
    "text, expected",
    [
        # an alias that is the name of the other
        (actor("one", "Xi Jinping", 'aliases = ["Comrade Xi"]') + actor("two", "Comrade Xi"), True),
        # an alias of both, with a word of both names
        (actor("one", "Ann Ash", 'aliases = ["A. B. Ash"]')
         + actor("two", "Ann B. Ash", 'aliases = ["A.B. Ash"]'), True),
        # an office is an alias of two people
        (actor("one", "Wang Yi", 'aliases = ["Foreign Minister"]')
         + actor("two", "Qin Gang", 'aliases = ["foreign minister"]'), False),
        # ids that differ by a number, and one name in the other
        (actor("two-2", "Wang Yi (Tokyo)") + actor("two", "Wang Yi"), "chrono join two two-2"),
        (actor("two-2", "Wang Yi") + actor("two", "Wang Wentao"), False),
        (actor("two-2", "Wang Yi") + actor("one", "Wang Yi Ming"), False),
        # two countries
        (actor("one", "Ann Ash", 'country = "FR"') + actor("two", "ann ash", 'country = "DE"'),
         False),
        (actor("one", "Ann Ash", 'country = "FR"') + actor("two", "ann ash"), True),
        # the user's word
        (actor("one", "Ann Ash") + actor("two", "ann ash", 'extra = { not_duplicate_of = "one" }'),
         False),
        (actor("one", "Ann Ash", 'extra = { not_duplicate_of = ["x", "two"] }')
         + actor("two", "ann ash"), False),
        (actor("one", "Ann Ash", 'extra = { not_duplicate_of = ["was"] }')
         + actor("two", "ann ash", 'former_ids = ["was"]'), False),
    ],
)  # fmt: skip
def test_aliases_ids_countries_and_marks_count(text: str, expected: bool | str) -> None:
    found = commands(text + event(1, "one", "Bo") + event(2, "two", "Bo"))
    assert found == (
        [] if expected is False else [expected if expected is not True else "chrono join one two"]
    )


@pytest.mark.parametrize("more", ["", 'present = ["two"]'])
def test_actors_who_are_together_are_two(more: str) -> None:
    text = actor("one", "Ann Ash") + actor("two", "ann ash")
    together = event(1, "one", "two") if not more else event(1, "one", "Bo", more=more)
    assert commands(text + together) == []


def test_a_name_without_a_declaration_is_joined_with_an_actor() -> None:
    text = actor("xi-jinping", "Xi Jinping") + event(1, "xi-jinping", "President Xi Jin-ping")
    assert commands(text) == []  # they are together
    text = actor("xi-jinping", "Xi Jinping") + event(1, "xi-jinping", "Bo")
    text += event(2, "President Xi Jin-ping", "Bo")
    (found,) = messages(text)
    assert found == (
        '"President Xi Jin-ping" may be the same actor as Xi Jinping (xi-jinping); if so, run '
        '`chrono join xi-jinping "President Xi Jin-ping"`; if not, run `chrono edit '
        'actors.xi-jinping --set "extra.not_duplicate_of=President Xi Jin-ping"`'
    )
    marked = 'extra = { not_duplicate_of = "President Xi Jin-ping" }\n'
    assert commands(text.replace('Jinping"\n', f'Jinping"\n{marked}', 1)) == []


def test_a_speaker_is_joined_too() -> None:
    claim = '[[claims]]\nid = "c"\nby = "Amb. Xie Feng"\ndate = 2025-02-01\nstatement = "x"\n'
    text = actor("xie-feng", "Xie Feng") + event(1, "xie-feng", "Bo") + claim
    text += 'period = "2025"\ntotal = 0\n'
    assert commands(text.replace("Amb. Xie", "Amb. Qin")) == []
    assert commands(text) == ['chrono join xie-feng "Amb. Xie Feng"']
    assert commands(text.replace("Amb.", "Ambassador")) == [
        'chrono join xie-feng "Ambassador Xie Feng"'
    ]


def test_two_names_without_a_declaration_need_one() -> None:
    (found,) = messages(event(1, "Ann Ash", "Bo") + event(2, "Dr Ann Ash", "Bo"))
    assert found == (
        '"Dr Ann Ash" may be the same actor as "Ann Ash"; if so, declare one: '
        '`chrono add actor "Ann Ash"`'
    )


@pytest.mark.parametrize(
    "longer, shorter",
    [
        ("Donald Trump", "Trump"), ("President Trump", "Trump"), ("Donald J. Trump", "D. Trump"),
        ("Donald Trump", "President Trump"), ("Xi Jinping", "Xi"), ("King Hussein", "Hussein"),
        ("Donald J. Trump", "Donald Trump"), ("President Xi Jinping", "Minister Xi"),
    ],
)  # fmt: skip
def test_one_name_with_more_words_is_one_actor(longer: str, shorter: str) -> None:
    assert two(longer, shorter) == ["chrono join one two"]
    assert two(shorter, longer) == ["chrono join two one"]


def test_each_name_is_joined_once() -> None:
    names = ["Trump", "Donald Trump", "Donald J. Trump", "President Trump", "Melania Trump"]
    text = "".join(actor(f"a{at}", name) for at, name in enumerate(names))
    assert sorted(commands(text + event(1, "a0", "Bo"))) == [
        "chrono join a1 a0", "chrono join a2 a1", "chrono join a3 a0", "chrono join a4 a0",
    ]  # fmt: skip


def test_the_first_of_several_is_kept() -> None:
    text = "".join(
        actor(id, name) for id, name in [("a", "Ann Ash"), ("b", "ann ash"), ("c", "ANN ASH")]
    )
    text += event(1, "a", "Bo") + event(2, "b", "Bo") + event(3, "c", "Bo")
    assert commands(text) == ["chrono join a b", "chrono join a c"]


def test_after_the_commands_nothing_is_reported() -> None:
    text = actor("a", "Ann Ash") + actor("b", "ann ash", 'aliases = ["Annie Ash"]')
    text += event(1, "a", "Bo") + event(2, "b", "Annie Ash, Dr.") + event(3, "Dr Annie Ash", "Bo")
    for _ in range(3):
        if not (found := messages(text)):
            break
        command = found[0].split("`")[1].removeprefix("chrono join ")
        keep, _, other = command.partition(" ")
        files = opened(text)
        join(files, keep, other.strip('"'))
        (change,) = verify(files, apply(files)).changes
        text = change.text
    assert messages(text) == []


def test_the_names_of_many_actors_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """So the time is proportional to the number of names."""
    calls = 0

    def counting(text: str) -> list[str]:
        nonlocal calls
        calls += 1
        return words(text)

    monkeypatch.setattr(same_actors, "words", counting)
    actors = [
        Actor(f"a{number}", f"Name {number % 500}", (f"Alias {number}",)) for number in range(2000)
    ]
    assert len([*same_actors._pairs(actors)]) == 1500
    assert calls == 4000


def test_the_bundled_ledger_has_every_actor_once() -> None:
    ledger = loads((ROOT / "data" / "events.toml").read_text("utf-8"))
    assert [*same_actors._pairs(ledger.actors.values())] == []
