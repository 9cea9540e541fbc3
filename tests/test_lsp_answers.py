"""What the language server answers: completions, descriptions, verdicts, quick fixes, outline."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from chrono.cli.main import main
from chrono.lsp import navigation
from chrono.lsp.analysis import Analysis
from chrono.lsp.completion import complete
from chrono.lsp.cursor import cursor_at
from chrono.lsp.documents import Document
from chrono.lsp.edits import small_edits
from chrono.lsp.fixes import fixes
from chrono.lsp.hover import hover
from chrono.lsp.lenses import lenses
from chrono.lsp.renaming import renamed
from lsp_helpers import TODAY, Desk
from samples import law

LEDGER = """\
[ledger]
principals = ["wang-yi", "marco-rubio"]

[actors.wang-yi]
name = "Wang Yi"
aliases = ["王毅"]
country = "CN"
roles = [{ title = "Foreign Minister", from = 2023-07-25 }]

[actors.marco-rubio]
name = "Marco Rubio"
country = "US"

[actors.kaja-kallas]
name = "Kaja *Kallas*"
country = "European Union"

[types.tea]
label = "tea"
plural = "teas"

[sources.s1]
publisher = "AP"
title = "They met"

[[events]]
id = "2025-07-11-kuala-lumpur"
date = 2025-07-11
type = "meeting"
title = "They meet"
actors = ["wang-yi", "marco-rubio"]
place = "Kuala Lumpur"
place_country = "MY"
tags = ["Trade"]
sources = ["s1"]

[[events]]
id = "2025-10-27-call"
date = "2025-10"
type = "call"
title = "They speak"
actors = ["wang-yi", "Jane Doe"]
follows = ["2025-07-11-kuala-lumpur"]
sources = ["s1"]

[[claims]]
id = "c1"
by = "wang-yi"
date = 2025-12-01
statement = "two meetings"
period = "2025"
actors = ["wang-yi", "marco-rubio"]
counts = { meeting = 2 }
"""


class Answers:
    """The answers about a text with a bar at the cursor."""

    def __init__(self, desk: Desk, text: str) -> None:
        offset = text.index("|")
        self.document: Document = desk.open("events.toml", text.replace("|", "", 1))
        self.position = self.document.positions.position(offset)
        self.cursor = cursor_at(self.document.text, offset)
        self.analysis: Analysis = desk.analyse("events.toml")

    @property
    def items(self) -> list[types.CompletionItem]:
        vocabulary = self.analysis.vocabulary
        return [*complete(self.document, self.position, vocabulary, TODAY).items]

    @property
    def labels(self) -> list[str]:
        return [item.label for item in self.items]

    def completed(self, label: str) -> str:
        """The line after a completion."""
        (item,) = [item for item in self.items if item.label == label]
        assert isinstance(item.text_edit, types.TextEdit)
        text = edited(self.document, [item.text_edit])
        return text.split("\n")[self.position.line]

    @property
    def description(self) -> str:
        assert self.cursor is not None
        found = hover(self.document, self.cursor, self.analysis, markdown=False)
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    @property
    def fixes(self) -> dict[str, str]:
        """The title of each fix, with the text after it."""
        path = self.document.path
        place = types.Range(self.position, self.position)
        found = fixes(self.analysis, path, place, self.cursor, versioned=False)
        texts = {}
        for action in found:
            assert action.edit is not None
            assert action.edit.changes is not None
            texts[action.title] = edited(self.document, action.edit.changes[self.document.uri])
        return texts


def edited(document: Document, edits: Sequence[types.TextEdit]) -> str:
    """The text of a document after edits, as an editor makes them."""
    text, positions = document.text, document.positions
    spans = [
        (
            positions.offset(edit.range.start),
            positions.offset(edit.range.end),
            edit.new_text,
        )
        for edit in edits
    ]
    spans.sort(key=lambda span: span[:2])
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for start, end, new in reversed(spans):
        text = text[:start] + new + text[end:]
    return text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.write("events.toml", LEDGER)
    return desk


def at(desk: Desk, marked: str, text: str = LEDGER) -> Answers:
    """The answers where `marked`, which has a bar, first stands in a text."""
    return Answers(desk, text.replace(marked.replace("|", ""), marked, 1))


def typed(desk: Desk, line: str) -> Answers:
    """The answers for a line with a bar, at the end of the last event."""
    return Answers(desk, LEDGER.replace("[[claims]]", f"{line}\n\n[[claims]]"))


# -- completion -----------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["wangyi", "王", "Wang Y", "wang-y", "yi", "wang"])
def test_an_actor_is_found_by_any_name_in_any_script(desk: Desk, words: str) -> None:
    assert typed(desk, f'present = ["{words}|"]').labels == ["Wang Yi"]


@pytest.mark.parametrize(
    ("line", "label", "after"),
    [
        ('present = ["wan|"]', "Wang Yi", 'present = ["wang-yi"]'),
        ('present = ["wan|', "Wang Yi", 'present = ["wang-yi"'),
        ("present = [wan|]", "Wang Yi", 'present = ["wang-yi"]'),
        ("present = ['wan|']", "Wang Yi", "present = ['wang-yi']"),
        ('present = ["wan|, "x"]', "Wang Yi", 'present = ["wang-yi", "x"]'),
        ('present = ["x", wan|', "Wang Yi", 'present = ["x", "wang-yi"'),
        ('present = ["jane|"]', "Jane Doe (not declared)", 'present = ["Jane Doe"]'),
        ('part_of = "kuala|"', "2025-07-11-kuala-lumpur", 'part_of = "2025-07-11-kuala-lumpur"'),
        ('type = "te|"', "tea", 'type = "tea"'),
        ("type = te|", "tea", 'type = "tea"'),
        ('place = "kua|"', "Kuala Lumpur", 'place = "Kuala Lumpur"'),
        ('place_country = "germ|"', "DE Germany", 'place_country = "DE"'),
        ('place_country = "europ|"', "European Union", 'place_country = "European Union"'),
        ("tags = [tra|]", "Trade", 'tags = ["Trade"]'),
        ('initiator = "disp|"', "disputed", 'initiator = "disputed"'),
        ("sources = [met|]", "s1", 'sources = ["s1"]'),
        ('sources = [{ ref = "s|" }]', "s1", 'sources = [{ ref = "s1" }]'),
        ('sources = [{ publisher = "a|" }]', "AP", 'sources = [{ publisher = "AP" }]'),
        ("date = 2025-12|", "2025-12-31", "date = 2025-12-31"),
        ('date = "2025-12|"', "2025-12-31", 'date = "2025-12-31"'),
        ("date = |", "2025-07-11", "date = 2025-07-11"),
        ("local_dates = { c| = 2025-10-01 }", "CN China", "local_dates = { CN = 2025-10-01 }"),
        (
            'extra.not_duplicate_of = ["kuala|"]', "2025-07-11-kuala-lumpur",
            'extra.not_duplicate_of = ["2025-07-11-kuala-lumpur"]',
        ),
    ],
)  # fmt: skip
def test_a_completion_fits_its_place(desk: Desk, line: str, label: str, after: str) -> None:
    assert typed(desk, line).completed(label) == after


@pytest.mark.parametrize("line", ["tit|", 'title = "wang|"', 'summary = "wa|"', "# wang|", "|"])
def test_keys_and_free_texts_are_not_completed(desk: Desk, line: str) -> None:
    assert typed(desk, line).labels == []


def test_the_types_of_counts_are_completed(desk: Desk) -> None:
    assert at(desk, "counts = { mee|", LEDGER.replace("{ meeting", "{ mee")).labels == ["meeting"]


def test_the_last_good_state_answers_while_the_text_is_broken(desk: Desk) -> None:
    assert at(desk, 'name = "Wang Yi|"').analysis.invalid == ""
    broken = LEDGER.replace('name = "Wang Yi"', 'name = "Wang Yi')
    answers = Answers(desk, broken.replace("follows =", 'present = ["wangyi|"]\nfollows ='))
    assert answers.analysis.invalid
    assert not answers.analysis.ledger.actors["wang-yi"].declared
    assert "Wang Yi" in answers.labels


def test_a_long_list_of_matches_is_cut_and_said_to_be_incomplete(desk: Desk) -> None:
    many = "".join(f'[actors.p-{n}]\nname = "Person {n}"\n\n' for n in range(300))
    answers = Answers(desk, many + LEDGER.replace("follows =", 'present = ["pers|"]\nfollows ='))
    vocabulary = answers.analysis.vocabulary
    found = complete(answers.document, answers.position, vocabulary, TODAY)
    assert found.is_incomplete
    assert len(found.items) == 100


def test_completions_keep_their_order_and_pass_the_filter_of_the_editor(desk: Desk) -> None:
    items = typed(desk, 'present = ["wangyi|"]').items
    assert [item.filter_text for item in items] == ["wangyi"]
    items = typed(desk, 'present = ["Wan|"]').items
    assert [item.filter_text for item in items] == ["Wang-yi"]
    items = typed(desk, 'present = ["|"]').items
    assert [item.sort_text for item in items] == sorted(item.sort_text or "" for item in items)


# -- descriptions ---------------------------------------------------------------------------------


def test_an_actor_is_described_with_contacts(desk: Desk) -> None:
    lines = at(desk, '"marco-|rubio"]\nplace').description.split("\n")
    assert lines[0] == "Marco Rubio · marco-rubio"
    assert lines[1] == "United States"
    assert lines[-1] == (
        "1 contact; the last: Fri 11 Jul 2025, in-person meeting in Kuala Lumpur, They meet."
    )
    assert "Foreign Minister" in at(desk, "[actors.wang|-yi]").description


def test_no_number_is_shown_while_the_ledger_has_errors(desk: Desk) -> None:
    broken = LEDGER.replace("[types.tea]", "[types.tea]\nx = ")
    for marked in ('"marco-|rubio"]\nplace', '"s|1"]', '"call|"', '"c|1"'):
        words = at(desk, marked, broken).description
        assert words
        assert not any(each in words for each in ("1 contact", "2 ", "1 event", "fewer")), words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025-10-30", ["Thu 30 Oct 2025"]),
        ('"2025-10"', ["October 2025", "day of 1–31 Oct 2025", "is a range"]),
        ('"2025-10-30~"', ["about 30 Oct 2025", "approximate", "29–31 Oct 2025"]),
        ('"2025-10-30?"', ["uncertain"]),
        ('"2025-05-10/2025-05-11"', ["10–11 May 2025", "lasted from the first day to the last"]),
        ('"[2025-10-31,2025-11-01]"', ["31 Oct or 1 Nov 2025", "unknown day of"]),
        ('"../2025-06-01"', ["until 1 Jun 2025"]),
    ],
)
def test_a_date_is_explained(desk: Desk, date: str, words: list[str]) -> None:
    text = LEDGER.replace("date = 2025-07-11", f"date = {date[:4]}|{date[4:]}")
    description = Answers(desk, text).description
    assert all(each in description for each in words), description


def test_other_words_are_described(desk: Desk) -> None:
    assert at(desk, 'follows = ["2025|').description.startswith("They meet\nFri 11 Jul 2025")
    assert "Used by 2 entries" in at(desk, '["s|1"]').description
    assert "A contact, if it is held" in at(desk, 'type = "call|"').description
    assert at(desk, 'place_country = "M|Y"').description == "Malaysia"
    assert "differs" in at(desk, 'id = "c|1"').description
    assert at(desk, 'title = "They |meet"').description == ""


def test_names_are_not_markup(desk: Desk) -> None:
    answers = at(desk, "[actors.kaja-|kallas]")
    assert answers.cursor is not None
    found = hover(answers.document, answers.cursor, answers.analysis, markdown=True)
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert r"\*Kallas\*" in found.contents.value


# -- verdicts -------------------------------------------------------------------------------------


def titles(answers: Answers) -> list[str]:
    found = lenses(answers.analysis.sources[answers.document.path], answers.analysis)
    return [one.command.title for one in found if one.command]


def test_a_claim_has_its_verdict_above(desk: Desk) -> None:
    answers = at(desk, "[[claims]]|")
    assert titles(answers) == ["✗ differs · 1 in-person meeting (1 fewer than stated)"]
    (lens,) = lenses(answers.analysis.sources[answers.document.path], answers.analysis)
    assert lens.range.start.line == answers.position.line


def test_a_claim_has_no_verdict_while_the_ledger_has_errors(desk: Desk) -> None:
    answers = at(desk, "[[claims]]|", LEDGER.replace("[types.tea]", "[types.tea]\nx = "))
    assert titles(answers) == ["not checked: the ledger has 1 error"]


# -- quick fixes ----------------------------------------------------------------------------------


def test_an_actor_can_be_declared(desk: Desk) -> None:
    text = at(desk, '"Jane| Doe"').fixes['Declare the actor "Jane Doe"']
    assert text == LEDGER.replace(
        "\n[types.tea]", '\n[actors.jane-doe]\nname = "Jane Doe"\n\n[types.tea]'
    )


def test_an_unknown_actor_of_a_claim_can_be_declared(desk: Desk) -> None:
    wrong = LEDGER.replace(
        'period = "2025"\nactors = ["wang-yi"', 'period = "2025"\nactors = ["wang-yo"'
    )
    text = at(desk, '"wang-y|o"', wrong).fixes['Declare the actor "wang-yo"']
    assert tomli.loads(text)["actors"]["wang-yo"]["name"] == "wang-yo"


def test_an_overdue_plan_can_be_marked_as_held(desk: Desk) -> None:
    planned = LEDGER.replace('tags = ["Trade"]\n', 'tags = ["Trade"]\nstatus = "planned"\n')
    text = at(desk, 'status = "plan|ned"', planned).fixes["Mark as held"]
    assert text == planned.replace('status = "planned"', 'status = "held"')


def test_an_event_in_the_future_can_be_marked_as_planned(desk: Desk) -> None:
    later = LEDGER.replace("date = 2025-07-11", "date = 2026-07-11").replace(
        "follows = [", "x.y = ["
    )
    later = later.replace('x.y = ["2025-07-11-kuala-lumpur"]\n', "")
    text = at(desk, '[[ev|ents]]\nid = "2025-07', later)
    assert [*text.fixes] == ["Mark as planned"]
    assert tomli.loads(text.fixes["Mark as planned"])["events"][0]["status"] == "planned"


def test_two_contacts_can_be_marked_as_different(desk: Desk) -> None:
    second = LEDGER[LEDGER.index("[[events]]") : LEDGER.index('[[events]]\nid = "2025-10')]
    second = second.replace("-kuala-lumpur", "-kl")
    twice = LEDGER.replace("[[claims]]", f"{second}[[claims]]")
    answers = at(desk, "date = 2025-07|-11", twice)
    rules = {one.problem.rule for one in answers.analysis.problems}
    assert "duplicate" in rules
    (text,) = answers.fixes.values()
    desk.open("events.toml", text)
    left = {one.problem.rule for one in desk.analyse("events.toml").problems}
    assert "duplicate" not in left


def test_a_fix_works_while_another_block_is_broken(desk: Desk) -> None:
    broken = LEDGER.replace('label = "tea"', "label = ")
    text = at(desk, '"Jane| Doe"', broken).fixes['Declare the actor "Jane Doe"']
    assert "label = \n" in text
    assert '[actors.jane-doe]\nname = "Jane Doe"\n\n[types.tea]\n' in text


# -- navigation and renaming ----------------------------------------------------------------------


def test_the_outline_lists_events_by_month(desk: Desk) -> None:
    answers = at(desk, "|[[claims]]")
    found = navigation.symbols(answers.analysis.sources[answers.document.path])
    names = [(one.name, [child.name for child in one.children or ()]) for one in found]
    assert names == [
        ("[ledger]", []),
        ("Actors", ["Wang Yi", "Marco Rubio", "Kaja *Kallas*"]),
        ("Types", ["tea"]),
        ("Sources", ["They met"]),
        ("July 2025", ["They meet"]),
        ("October 2025", ["They speak"]),
        ("Claims", ["two meetings"]),
    ]
    for one in found:
        for inner in (one, *(one.children or ())):
            assert inner.range.start <= inner.selection_range.start
            assert inner.selection_range.end <= inner.range.end


def test_the_outline_of_a_long_ledger_lists_only_months(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(navigation, "MOST_SYMBOLS", 5)
    answers = at(desk, "|[[claims]]")
    found = navigation.symbols(answers.analysis.sources[answers.document.path])
    assert "July 2025" in [one.name for one in found]
    assert not any(one.children for one in found)


def test_events_in_one_line_are_in_the_outline(desk: Desk) -> None:
    text = (
        'events = [{ id = "a", date = 2025-01-02, type = "call", title = "A", actors = ["x"] }]\n|'
    )
    answers = Answers(desk, text)
    (month,) = navigation.symbols(answers.analysis.sources[answers.document.path])
    assert month.name == "January 2025"
    assert [one.name for one in month.children or ()] == ["A"]


def test_the_workspace_is_searched(desk: Desk) -> None:
    at(desk, "|[[claims]]")
    found = navigation.workspace_symbols("wangyi", desk.analyses)
    assert [one.name for one in found] == ["Wang Yi"]


@pytest.mark.parametrize(
    ("marked", "new"),
    [
        ('"marco-|rubio"]\nplace', "rubio"),
        ("[actors.wang|-yi]", "wang"),
        ('["s|1"]', "ap-1"),
        ('type = "te|a"', "chai"),
        ('follows = ["2025|-', "2025-07-11-kl"),
        ('id = "c|1"', "claim-1"),
    ],
)
def test_a_rename_is_that_of_the_command_line(
    desk: Desk, marked: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = LEDGER.replace('type = "call"', 'type = "tea"')
    answers = at(desk, marked, text)
    assert answers.cursor is not None
    edit = renamed(answers.cursor, answers.analysis, new, versioned=False)
    assert edit is not None
    assert edit.changes is not None
    after = edited(answers.document, [*edit.changes[answers.document.uri]])
    desk.write("events.toml", text)
    monkeypatch.chdir(desk.folder)
    assert main(["rename", answers.cursor.text, new, "--yes"]) == 0
    assert after == (desk.folder / "events.toml").read_text(encoding="utf-8")
    assert after != text


LINES = st.lists(st.sampled_from(["a\n", "b\n", "ab\n", "\n", "é𠮷\n", "c"]), max_size=12).map(
    "".join
)


@law(200)
@given(before=LINES, after=LINES)
def test_small_edits_make_the_new_text(before: str, after: str) -> None:
    edits = sorted(small_edits(before, after))
    assert all(first[1] <= second[0] for first, second in pairwise(edits))
    text = before
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    assert text == after
