"""What is at the cursor, in valid and in broken text. A bar marks the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.lsp.cursor import Cursor, cursor_at
from samples import LEDGER_TEXTS, law

EVENT = '[[events]]\nid = "a"\n'


def at(text: str) -> Cursor | None:
    offset = text.index("|")
    return cursor_at(text.replace("|", "", 1), offset)


@pytest.mark.parametrize(
    ("text", "path", "word", "refers_to"),
    [
        (EVENT + 'actors = ["xi|', ("events", 0, "actors", 0), "xi", "actor"),
        (EVENT + 'actors = ["a", |', ("events", 0, "actors", 1), "", "actor"),
        (EVENT + 'actors = ["a", "xi|"]', ("events", 0, "actors", 1), "xi", "actor"),
        (EVENT + 'actors = [\n  "a",\n  wang|\n]', ("events", 0, "actors", 1), "wang", "actor"),
        (EVENT + 'actors = ["xi\nplace = "Bus|an"', ("events", 0, "place"), "Busan", ""),
        (EVENT + "type = |\nx = 1", ("events", 0, "type"), "", "type"),
        (EVENT + 'follows = ["2025|-10"]', ("events", 0, "follows", 0), "2025-10", "event"),
        (EVENT + 'part_of = "x|', ("events", 0, "part_of"), "x", "event"),
        (EVENT + 'initiator = "|"', ("events", 0, "initiator"), "", "initiator"),
        (EVENT + 'sources = ["s|"]', ("events", 0, "sources", 0), "s", "source"),
        (
            EVENT + 'sources = [{ publisher = "A", ref = "s|" }]',
            ("events", 0, "sources", 0, "ref"), "s", "source",
        ),
        (
            EVENT + '[[events.sources]]\nside = "U|"',
            ("events", 0, "sources", "side"), "U", "side",
        ),
        (
            EVENT + 'extra.not_duplicate_of = ["|"]',
            ("events", 0, "extra", "not_duplicate_of", 0), "", "event",
        ),
        (
            '[actors.x]\nextra = { not_duplicate_of = "y|" }',
            ("actors", "x", "extra", "not_duplicate_of"), "y", "actor",
        ),
        (EVENT + 'tags = ["a|"]', ("events", 0, "tags", 0), "a", ""),
        (EVENT + 'title = "a \\" [|b"', ("events", 0, "title"), 'a \\" [b', ""),
        ('[ledger]\nprincipals = ["x|"]', ("ledger", "principals", 0), "x", "actor"),
        ('[[coverage]]\nactors = [|', ("coverage", 0, "actors", 0), "", "actor"),
        ("[[claims]]\nby = |", ("claims", 0, "by"), "", "speaker"),
        ("[[claims]]\n[claims.counts]\nme|", ("claims", 0, "counts"), "me", "type"),
        ("[[claims]]\ncounts = { me| = 1 }", ("claims", 0, "counts"), "me", "type"),
        ('[actors]\nx = { country = "C|" }', ("actors", "x", "country"), "C", ""),
        ("[actors.xi-|jin]", ("actors", "xi-jin"), "xi-jin", ""),
    ],
)  # fmt: skip
def test_the_word_at_the_cursor(
    text: str, path: tuple[str | int, ...], word: str, refers_to: str
) -> None:
    cursor = at(text)
    assert cursor is not None
    assert (cursor.path, cursor.text) == (path, word)
    assert cursor.kind is not None
    assert cursor.kind.refers_to == refers_to


@pytest.mark.parametrize(
    "text", [EVENT + 'summary = """\nxx |\n"""\n', EVENT + "# a| b", EVENT + 'x = "a" # |b']
)
def test_there_is_nothing_in_comments_and_long_texts(text: str) -> None:
    assert at(text) is None


@law(300)
@given(text=LEDGER_TEXTS, data=st.data())
def test_any_text_has_something_or_nothing_at_any_place(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    cursor = cursor_at(text, offset)
    if cursor is not None:
        assert cursor.start <= offset <= cursor.end
        assert text[cursor.start : cursor.end] == cursor.text
        _ = cursor.kind
