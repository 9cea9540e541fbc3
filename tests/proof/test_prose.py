"""The passages of Markdown and plain text: what is read, and where it is in the source."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chrono.core.prose import Passage, Prose
from chrono.errors import UsageError
from chrono.files.read.prose import read_prose
from samples import law


def texts(source: str, name: str = "draft.md") -> list[str]:
    """The words of each passage, without the blanks."""
    return [" ".join(passage.text.split()) for passage in read_prose(source, name).passages]


def kinds(source: str, name: str = "draft.md") -> list[tuple[str, str]]:
    prose = read_prose(source, name)
    return [(passage.kind, " ".join(passage.text.split())) for passage in prose.passages]


def assert_in_place(prose: Prose) -> None:
    """Every character that is read is in the same place in the source, or is an entity there."""
    for passage in prose.passages:
        source = prose.text[passage.start : passage.start + len(passage.text)]
        assert len(source) == len(passage.text)
        for read, written in zip(passage.text, source, strict=True):
            assert read in (" ", written) or written == "&"


@pytest.mark.parametrize(
    "source, read",
    [
        ("Xi **met** *Trump* _twice_", "Xi met Trump twice"),
        ("in [Busan](https://four.example/calls 'two calls') again", "in Busan again"),
        ("in [Busan][1] again\n\n[1]: https://four.example", "in Busan again"),
        ("![four calls](chart.png) in May", "in May"),
        ("run `four calls` now, or ``two ` calls``", "run now, or"),
        ("three <b>calls</b>, <i title='two calls'>one</i> letter", "three calls , one letter"),
        ("see <https://a.example/4-calls> and https://b.example/5-calls.", "see and ."),
        ("write to four.calls@example.org, or not", "write to , or not"),
        ("Bessent &amp; Greer", "Bessent & Greer"),
        ("1\\. four \\*calls\\* in C:\\dir", "1 . four *calls * in C:\\dir"),
        ("two * three calls", "two three calls"),
        ("four calls[^1] in May\n\n[^1]: Two more in June.", "four calls in May|Two more in June."),
        ("~~four~~ five calls", "five calls"),
        ("four calls <!-- two --> in <!-- one\nmore --> May", "four calls in May"),
        ("<!-- a --> Four calls", "Four calls"),
        ("four\ncalls  \nin\\\nMay", "four calls in May"),
        ("<div>\nfour calls\n</div>\n\nfive calls", "five calls"),
        ("```\nfour calls\n```\nfive calls\n\n    six calls", "five calls"),
    ],
)
def test_markup_is_blank(source: str, read: str) -> None:
    assert "|".join(texts(source)) == read
    assert_in_place(read_prose(source, "draft.md"))


def test_the_blocks_of_markdown_are_passages() -> None:
    source = """\
# The *year* in [calls](https://x.example) #

They met.

- One item
  goes on
  1. nested

     and on
- > quoted
  > twice

> A quotation
goes on

Below
=====

End
"""
    assert kinds(source) == [
        ("heading", "The year in calls"),
        ("paragraph", "They met."),
        ("item", "One item goes on"),
        ("item", "nested"),
        ("item", "and on"),
        ("item", "quoted twice"),
        ("paragraph", "A quotation goes on"),
        ("heading", "Below"),
        ("paragraph", "End"),
    ]
    prose = read_prose(source, "draft.md")
    assert_in_place(prose)
    assert [prose.line(passage.start) for passage in prose.passages] == [
        1,
        3,
        5,
        7,
        9,
        10,
        13,
        16,
        19,
    ]


def test_each_body_row_of_a_table_is_a_passage_with_cells() -> None:
    source = """\
> | Round | *City* \\| place | US `side` |
> |:---|---|---|
> | 1 | Gen*e*va \\| here | Bessent, Greer <!-- = count --> |
> | 2 |
> 3 | Paris
"""
    prose = read_prose(source, "draft.md")
    assert_in_place(prose)
    cells = [
        [prose.text[cell.start : cell.end] for cell in passage.cells] for passage in prose.passages
    ]
    assert cells == [
        ["1", "Gen*e*va \\| here", "Bessent, Greer <!-- = count -->"], ["2"], ["3", "Paris"],
    ]  # fmt: skip
    assert {passage.kind for passage in prose.passages} == {"row"}
    first = prose.passages[0]
    assert first.start + len(first.text) == prose.text.index("\n> | 2")
    assert texts(source)[0] == "1 Gen e va | here Bessent, Greer"


def test_comments_have_their_places() -> None:
    source = "four <!-- = count 2025 --> calls\n\n<!--\ntwo\n-->\n\n- x <!---->\n"
    prose = read_prose(source, "draft.md")
    found = [(source[one.start : one.end], one.text) for one in prose.comments]
    assert found == [
        ("<!-- = count 2025 -->", "= count 2025"),
        ("<!--\ntwo\n-->", "two"),
        ("<!---->", ""),
    ]


def test_comments_in_code_are_examples() -> None:
    source = """\
Write `<!-- = count -->`, or ``a`` <!-- b -->:

```
<!-- = count
```

and `-->` ends it.

    <!-- indented -->

So `<!--` begins.
"""
    prose = read_prose(source, "draft.md")
    assert [comment.text for comment in prose.comments] == ["b"]
    assert texts(source) == ["Write , or :", "and ends it.", "So begins."]


@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_comment_without_an_end_is_an_error(name: str) -> None:
    with pytest.raises(UsageError, match=f"^{name}:3: this comment has no end; write --> after"):
        read_prose("<!-- a -->\n\nfour <!-- = count\n", name)


@pytest.mark.parametrize(
    "source, date",
    [
        ("Date: 2025-12-12\n\nFour calls", "2025-12-12"),
        ("\n date:  12 December 2025\r\nFour calls", "12 December 2025"),
        ('---\ntitle: Three calls\ndate: "2025-12-12"\n---\nFour calls', "2025-12-12"),
        ("---\ndate: 2025-12-12 # two calls\n...\nFour calls", "2025-12-12"),
        ("+++\ndate = 2025-12-12T10:00:00Z\n+++\nFour calls", "2025-12-12T10:00:00Z"),
        ("---\ntitle: Three calls\n---\nFour calls", ""),
        ("Four calls", ""),
    ],
)
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_the_date_of_a_text_is_in_its_first_line_or_front_matter(
    source: str, date: str, name: str
) -> None:
    prose = read_prose(source, name)
    assert prose.date == date
    assert texts(source, name) == ["Four calls"]


def test_a_rule_at_the_top_is_not_front_matter() -> None:
    assert texts("---\n\nFour calls") == ["Four calls"]


def test_a_line_of_plain_text_that_is_not_wrapped_is_a_paragraph() -> None:
    source = "Highs and lows\nTwo calls: " + "a word " * 20 + "\nThree calls.\n\nFour\ncalls"
    assert texts(source, "draft.txt")[0] == "Highs and lows"
    assert texts(source, "draft.txt")[2:] == ["Three calls.", "Four calls"]


def test_wrapped_lines_of_plain_text_are_joined() -> None:
    source = """\
Xi Jinping and Donald Trump spoke by telephone on Monday, and it was the
fourth call of the year, both governments said.
Beijing
said nothing of the other three. They met in Busan, in the Republic of
Korea, on 30 October.

- one item that goes
  on
- another
2. Number two
"""
    assert kinds(source, "draft.txt") == [
        (
            "paragraph",
            "Xi Jinping and Donald Trump spoke by telephone on Monday, and it was the fourth call "
            "of the year, both governments said.",
        ),
        (
            "paragraph",
            "Beijing said nothing of the other three. They met in Busan, in the Republic of Korea, "
            "on 30 October.",
        ),
        ("item", "one item that goes on"),
        ("item", "another"),
        ("item", "Number two"),
    ]
    assert_in_place(read_prose(source, "draft.txt"))


@pytest.mark.parametrize(
    "source, read",
    [
        ("# Calls\n*two*", ["Calls", "two"]),
        ("*two*\n- once", ["two", "once"]),
        ("*a* [b](c)", ["a b"]),
        ("*a* **two**", ["a two"]),
        ("| a |\n| - |\n| *b* |", ["b"]),
        ("*a*: 2 calls", ["*a*: 2 calls"]),
    ],
)
def test_a_text_without_a_known_suffix_is_markdown_if_it_has_any(
    source: str, read: list[str]
) -> None:
    assert texts(source, "-") == read


def test_the_suffix_decides() -> None:
    assert texts("# two *calls*", "a.txt") == ["# two *calls*"]
    assert texts("two\n\n    calls", "a.md") == ["two"]
    assert texts("two\n\n    calls", "a") == ["two", "calls"]


def test_line_ends_do_not_move_places() -> None:
    unix = "# Calls\n\nThey *met*\ntwice.\n\n- once\n"
    for end in ("\r\n", "\r"):
        prose = read_prose(unix.replace("\n", end), "draft.md")
        assert_in_place(prose)
        assert [" ".join(each.text.split()) for each in prose.passages] == texts(unix)
        assert [prose.line(each.start) for each in prose.passages] == [1, 3, 6]
        assert len(prose.text) == len(unix.replace("\n", end))


def test_an_empty_text_has_no_passages() -> None:
    assert read_prose("", "a.md") == Prose("", [], [])
    assert read_prose("\n \n", "a.txt").passages == []
    assert read_prose("\n---\n[a]: b\n", "a.md").passages == []


def test_a_passage_is_as_long_as_its_text() -> None:
    (passage,) = read_prose("two calls", "a.txt").passages
    assert passage == Passage("paragraph", 0, "two calls")


_MARKUP = "".join(chr(number) for number in range(32, 127)) + "\n\n\n    |é—\u200b中\t\r\0\ue000"


@law()
@given(
    st.lists(
        st.one_of(
            st.text(_MARKUP, max_size=12),
            st.sampled_from(
                ["<!--", "-->", "`", "\n\n", "\n- ", "| a |\n|--|\n| b", "**", "&amp;"]
            ),
        ),
        max_size=12,
    ).map("".join),
    st.sampled_from(["a.md", "a.txt", "-"]),
)
def test_every_character_keeps_its_place(source: str, name: str) -> None:
    try:
        prose = read_prose(source, name)
    except UsageError:
        assume(False)
    assert len(prose.text) == len(source)
    assert_in_place(prose)
    starts = [passage.start for passage in prose.passages]
    assert starts == sorted(starts)
    for comment in prose.comments:
        covered = range(comment.start, comment.end)
        for passage in prose.passages:
            for place in covered:
                if passage.start <= place < passage.start + len(passage.text):
                    assert passage.text[place - passage.start] == " "


@law()
@given(st.lists(st.text(" .,'abcXYZ0123", min_size=1, max_size=30), min_size=1, max_size=6))
def test_every_word_of_text_without_markup_is_read(lines: list[str]) -> None:
    words = [re.sub(r"^\s+", "", f"w{line}") for line in lines]
    for name in ("a.md", "a.txt"):
        assert " ".join(texts("\n".join(words), name)).split() == " ".join(words).split()


@pytest.mark.slow
@pytest.mark.parametrize(
    "source",
    [
        "They *met* twice in [Busan](x). " * 10000,
        "They met twice in Busan.\n\n" * 30000,
        "`<!-- -->` " * 30000,
        "<!-- a --> `b` " * 20000,
        "a" * 1000000,
        "a@b." * 50000,
        "| a " * 2000 + "\n" + "| - " * 2000 + "\n" + "| b " * 2000,
        " " * 500000 + "x",
        "> " * 3000 + "x",
    ],
    ids=lambda source: source[:12],
)
def test_a_long_text_is_read(source: str) -> None:
    """Searching from each place to the end of the text would take hours."""
    for name in ("a.md", "a.txt"):
        read_prose(source, name)
