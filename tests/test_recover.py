"""What of a broken ledger can still be checked: one fault, one block, lines in their places."""

from __future__ import annotations

import re

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from chrono.files.toml.blocks import BlockMap
from chrono.files.toml.recover import SyntaxProblem, recover, without_conflicts
from samples import LEDGER_TEXTS, law

# -- one fault, one block ------------------------------------------------------------------------


def block(number: int) -> str:
    """A sound event of six lines, with strings that could mislead."""
    return (
        f'[[events]]\nid = "e{number}"\nsummary = """\n# [[events]] "\n"quoted" """\n'
        "tags = ['[[a]]', \"]\"] # [\n"
    )


FAULTS = [
    'x = "open', "x = 'open", "x = [1, 2", "x = [1 2]", "x = { a = 1", "x = { a = 1 b = 2 }", "x 1",
    "x =", "= 1", "x = bare", "x = 2025-02-30", "x = \"\\q\"", "x = 1\nx = 2", "x = 1 y = 2",
    "x = \x01", "oops", "é = 1", "x = [[1]", "x = {", "x = [\n1,", "x = 9999999999999999999999 z",
    'id = "twice"', "x = \u201cBusan\u201d", "x = 01", "[unclosed", "x = [1,,2]", "a.b = 1\na = 2",
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_fault_breaks_its_block_alone(fault: str, at: int) -> None:
    broken = block(at) + fault + "\n\n"
    pieces = [block(number) if number != at else broken for number in range(3)]
    sound, troubles, ghosts = recover("".join(pieces))
    first = 1 + 6 * at
    assert len(troubles) == 1
    assert first <= troubles[0].line <= first + broken.count("\n")
    assert f"e{at}" in ghosts
    assert not {f"e{number}" for number in range(3) if number != at} & set(ghosts)
    pieces[at] = "\n" * broken.count("\n")
    assert sound == "".join(pieces)


@pytest.mark.parametrize("fault", [*FAULTS, 'x = "\\ud800"', 'x = """\n\\ud800', "x = [\n1\n"])
def test_line_ends_of_windows_change_no_error(fault: str) -> None:
    text = f"{block(0)}{fault}\n\n{block(1)}"
    valid, problems, _ = recover(text)
    windows, same_problems, _ = recover(text.replace("\n", "\r\n"))
    assert same_problems == problems
    assert windows.replace("\r\n", "\n") == valid


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_an_unclosed_long_text_breaks_its_block_alone(quotes: str) -> None:
    broken = f'[[events]]\nid = "b"\nsummary = {quotes}\nthey met\n\n'
    after = '[[events]]\nid = "c"\n\n[actors.x]\nname = "X"\n'
    sound, troubles, ghosts = recover(block(0) + broken + after)
    assert sound == block(0) + "\n" * 5 + after
    assert [9 <= trouble.line <= 12 for trouble in troubles] == [True]
    assert ghosts == ["b"]


def test_an_unclosed_long_text_that_closes_at_anothers_opening_breaks_its_block_alone() -> None:
    broken = '[[events]]\nid = "b"\nsummary = """\nthey met\n'
    sound, troubles, ghosts = recover(broken + block(1) + block(2))
    assert sound == "\n" * 4 + block(1) + block(2)
    assert len(troubles) == 1
    assert ghosts == ["b"]


@law(300)
@given(
    broken=st.lists(st.one_of(st.none(), st.sampled_from(FAULTS)), min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_broken_block_is_reported_once_and_every_other_kept_at_its_line(
    broken: list[str | None], end: str
) -> None:
    pieces = [block(n) + (f"{fault}\n" if fault else "") for n, fault in enumerate(broken)]
    text = "".join(pieces).replace("\n", end)
    sound, troubles, ghosts = recover(text)
    assert len(troubles) == sum(fault is not None for fault in broken)
    assert sound.count("\n") == text.count("\n")
    data = tomli.loads(sound)
    kept = [f"e{number}" for number, fault in enumerate(broken) if fault is None]
    assert [one["id"] for one in data.get("events", ())] == kept
    written = text.split("\n")
    for number, line in enumerate(sound.split("\n")):
        assert line in ("", written[number])
    assert {f"e{number}" for number, fault in enumerate(broken) if fault} <= set(ghosts)


def test_a_table_that_is_declared_twice_is_kept_once_and_the_second_named() -> None:
    text = '[actors.x]\nname = "X"\n\n[actors.y]\nname = "Y"\n\n[actors.x]\nname = "Z"\n'
    sound, troubles, ghosts = recover(text)
    assert tomli.loads(sound) == {"actors": {"x": {"name": "X"}, "y": {"name": "Y"}}}
    assert [trouble.line for trouble in troubles] == [7]
    assert "x" in ghosts


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_header_without_double_brackets_breaks_its_block_alone(at: int) -> None:
    pieces = [block(number) for number in range(3)]
    pieces[at] = pieces[at].replace("[[events]]", "[events]", 1)
    valid, problems, _ = recover("".join(pieces))
    message = "this header needs double brackets; write [[events]]"
    assert problems == [SyntaxProblem(1 + 6 * at, message)]
    assert [event["id"] for event in tomli.loads(valid)["events"]] == [
        f"e{number}" for number in range(3) if number != at
    ]


@pytest.mark.parametrize("header", ["\\[[events]]", "[[events", "events]]", "[ [events]]"])
def test_the_sub_tables_below_a_broken_header_go_with_it(header: str) -> None:
    below = '[[events.sources]]\npublisher = "P"\n[events.extra]\nx = 1\n'
    first, second = (block(number) + below for number in range(2))
    valid, problems, _ = recover(first.replace("[[events]]", header, 1) + second)
    assert [problem.line for problem in problems] == [1]
    assert tomli.loads(valid) == tomli.loads(second)


TWINS = '[actors.x]\nname = "X"\n[actors.y]\nname = "Y"\n'


def test_a_table_that_is_declared_again_at_once_is_kept_once() -> None:
    sound, troubles, _ = recover('[actors.x]\nname = "X"\n' * 3)
    assert tomli.loads(sound) == {"actors": {"x": {"name": "X"}}}
    assert [trouble.line for trouble in troubles] == [3, 5]


@pytest.mark.parametrize("fault", ["oops", "x = 2025-02-30", 'x = "open'])
def test_a_broken_block_is_not_cut_at_a_header_in_one_of_its_texts(fault: str) -> None:
    broken = f'[[events]]\nid = "b"\nsummary = """\n[[events]]\n"""\n{fault}\n\n'
    sound, troubles, _ = recover(block(0) + broken + block(2))
    assert [trouble.line for trouble in troubles] == [12]
    assert sound == block(0) + "\n" * 7 + block(2)


def test_many_clashes_end_with_all_of_them_named() -> None:
    sound, troubles, _ = recover(TWINS * 20)
    assert tomli.loads(sound) == {"actors": {"x": {"name": "X"}, "y": {"name": "Y"}}}
    assert [trouble.line for trouble in troubles] == [5 + 2 * number for number in range(38)]


def test_more_clashes_than_are_looked_for_leave_nothing_to_check() -> None:
    inline = "".join(f"x{number} = {{}}\n" for number in range(150))
    headers = "".join(f"[actors.x{number}]\n" for number in range(150))
    sound, troubles, _ = recover(f"[actors]\n{inline}{headers}")
    assert (sound, len(troubles)) == ("", 100)


@pytest.mark.parametrize("sub", ["[events.extra]", "[[events.sources]]", "[events.dates]"])
def test_the_sub_tables_of_a_broken_event_go_with_it(sub: str) -> None:
    broken = f'[[events]]\nid = "b"\noops\n\n{sub}\na = 1\n\n'
    sound, troubles, _ = recover(block(0) + broken + block(2))
    assert sound == block(0) + "\n" * 7 + block(2)
    assert len(troubles) == 1


@pytest.mark.parametrize("sub", ["[events.extra]", "[[events.sources]]", "[events.dates]"])
def test_a_fault_in_a_sub_table_sets_the_whole_event_aside(sub: str) -> None:
    broken = f'[[events]]\nid = "b"\n\n{sub}\noops\n\n'
    sound, troubles, ghosts = recover(block(0) + broken + block(2))
    assert [trouble.line for trouble in troubles] == [11]
    assert [one["id"] for one in tomli.loads(sound)["events"]] == ["e0", "e2"]
    assert "b" in ghosts


def test_recovery_does_not_change_a_valid_text() -> None:
    assert recover(block(0) + block(1)) == (block(0) + block(1), [], [])
    assert recover("") == ("", [], [])


@law(500)
@given(text=LEDGER_TEXTS)
def test_a_recovered_text_is_valid_and_keeps_every_line(text: str) -> None:
    sound, troubles, _ = recover(text)
    tomli.loads(sound)
    conflict_free, conflicts = without_conflicts(text)
    if sound == conflict_free:
        assert troubles == conflicts
    else:
        assert len(troubles) > len(conflicts)
    assert sound == "" or sound.count("\n") == text.count("\n")
    height = text.count("\n") + 1
    assert all(1 <= trouble.line <= height for trouble in troubles)


# -- merge conflicts -----------------------------------------------------------------------------


def conflict(ours: str, theirs: str, base: str | None = None) -> str:
    middle = "" if base is None else f"||||||| 1f2e3d4\n{base}"
    return f"<<<<<<< HEAD\n{ours}{middle}=======\n{theirs}>>>>>>> feature/x y\n"


SIDES = st.lists(
    st.sampled_from(["a = 1\n", "\n", "# <<<<<<< \n", "====== \n", '"""\n', "=\n", "[[events]]\n"]),
    max_size=4,
).map("".join)


@law(300)
@given(
    before=SIDES,
    parts=st.lists(st.tuples(SIDES, SIDES, st.one_of(st.none(), SIDES), SIDES), max_size=3),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
)
def test_one_side_is_kept_at_its_lines_and_each_conflict_named(
    before: str, parts: list[tuple[str, str, str | None, str]], end: str, last: bool
) -> None:
    text, kept, named = before, before, []
    for ours, theirs, base, after in parts:
        whole = conflict(ours, theirs, base)
        first = text.count("\n") + 1
        named.append((first, first + whole.count("\n") - 1))
        text += whole + after
        kept += "\n" + ours + "\n" * (whole.count("\n") - ours.count("\n") - 1) + after
    if last:  # no line end at the end of the file
        text, kept = text.removesuffix("\n"), kept.removesuffix("\n")
    found, troubles = without_conflicts(text.replace("\n", end))
    assert found.replace("\r\n", "\n") == kept
    assert [
        (trouble.line, int(re.findall(r"to line (\d+);", trouble.message)[0]))
        for trouble in troubles
    ] == named


@pytest.mark.parametrize("base", [None, 'type = "other"\n'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_conflict_is_the_only_trouble_of_an_event(base: str | None, end: str) -> None:
    text = '[[events]]\nid = "a"\n' + conflict('type = "call"\n', 'type = "talks"\n', base)
    text = (text + 'title = "A"\n').replace("\n", end)
    sound, troubles, ghosts = recover(text)
    assert tomli.loads(sound) == {"events": [{"id": "a", "type": "call", "title": "A"}]}
    assert [trouble.line for trouble in troubles] == [3]
    assert troubles[0].message.startswith("unresolved merge conflict from here to line ")
    assert set(ghosts) <= {"call", "talks", "other"}, "what the sides hold may be referred to"
    assert BlockMap(sound).line(("events", 0, "type")) == 4


def test_a_conflict_inside_a_long_text_is_one_too() -> None:
    text = (
        '[[events]]\nsummary = """\nThey met\n' + conflict("for an hour\n", "for two\n") + '."""\n'
    )
    tomli.loads(text)
    sound, troubles, _ = recover(text)
    assert [trouble.line for trouble in troubles] == [4]
    assert tomli.loads(sound)["events"][0]["summary"] == "They met\n\nfor an hour\n\n\n\n."


def test_a_conflict_and_a_fault_are_two_troubles() -> None:
    text = block(0) + conflict(block(1), block(2)) + block(3) + "oops\n"
    sound, troubles, ghosts = recover(text)
    assert [trouble.line for trouble in troubles] == [7, 28]
    assert [one["id"] for one in tomli.loads(sound)["events"]] == ["e0", "e1"]
    assert "e3" in ghosts


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\na = 1\n",
        "a = 1\n=======\nb = 1\n>>>>>>> x\n",
        "<<<<<<< HEAD\na = 1\n=======\n",
        "x<<<<<<< HEAD\n=======\n>>>>>>> x\n",
        "<<<<<<<HEAD\n=======\n>>>>>>> x\n",
    ],
)
def test_half_a_conflict_is_no_conflict_but_no_toml_either(text: str) -> None:
    assert without_conflicts(text) == (text, [])
    assert recover(text)[1]


@pytest.mark.parametrize(
    "lines",
    ["<<<<<<< a\n", "<<<<<<< a\n=======\n", "<<<<<<< a\n||||||| b\n", "=======\n", ">>>>>>> a\n"],
)
def test_many_markers_that_no_conflict_ends_are_read(lines: str) -> None:
    """Reading from each marker to the end of the text would take half an hour."""
    assert without_conflicts(200_000 * lines) == (200_000 * lines, [])


def test_many_conflicts_are_found() -> None:
    _, problems = without_conflicts("x\n" + 20_000 * "<<<<<<< a\nb\n=======\nc\n>>>>>>> d\n")
    assert [problem.line for problem in problems] == [2 + 5 * number for number in range(20_000)]


def test_a_conflict_ends_before_another_begins() -> None:
    text = "<<<<<<< a\na = 1\n" + conflict("b = 1\n", "b = 2\n")
    valid, problems = without_conflicts(text)
    assert [problem.line for problem in problems] == [3]
    assert valid.startswith("<<<<<<< a\na = 1\n\nb = 1\n")


def test_conflict_marks_in_a_text_of_ones_own_are_left_alone() -> None:
    text = 'summary = """\nGit writes <<<<<<< HEAD, ======= and >>>>>>> x\n"""\n'
    assert recover(text) == (text, [], [])


def test_tables_that_stand_twice_are_each_found_without_parsing_the_whole_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tables = "".join(f'[actors.a{number}]\nname = "A"\n' for number in range(20))
    events = "".join(f'[[events]]\nid = "e{number}"\n' for number in range(5_000))
    parsed: list[int] = []
    loads = tomli.loads

    def counted(text: str) -> dict[str, object]:
        parsed.append(len(text))
        return loads(text)

    monkeypatch.setattr(tomli, "loads", counted)
    text = tables + events + tables
    sound, troubles, _ = recover(text)
    assert sum(parsed) < 4 * len(text)
    assert [trouble.line for trouble in troubles] == [10_041 + 2 * n for n in range(20)]
    assert {trouble.message for trouble in troubles} == {
        "this header is in the file twice; remove one, or change its id"
    }
    assert len(tomli.loads(sound)["events"]) == 5_000


def test_a_table_may_stand_in_several_blocks() -> None:
    twice = "[actors.a.extra]\nx = 1\n"
    text = f'[actors.a]\nname = "A"\n[actors.b]\n{twice}[actors.c]\n{twice}'
    sound, troubles, _ = recover(text)
    assert [trouble.line for trouble in troubles] == [7]
    assert tomli.loads(sound)["actors"]["a"] == {"name": "A", "extra": {"x": 1}}
