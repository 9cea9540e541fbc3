"""New entries are read from separate texts: events in JSON, or entries in TOML."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from chrono.errors import UsageError
from chrono.files.write.from_text import entries_from_toml, events_from_json, from_record

EVENT: dict[str, Any] = {
    "date": dt.date(2025, 1, 1), "type": "call", "title": "T", "actors": ["Ash", "ben"],
}  # fmt: skip


def written(folder: Path, text: str) -> str:
    """Write a text to a file, and return the file's name."""
    (folder / "blocks.toml").write_text(text)
    return str(folder / "blocks.toml")


@pytest.mark.parametrize(
    "text, end",
    [
        ('\n{"a": 1', ":2: this is not valid JSON: expecting ',' delimiter"),
        (b"\xff", ": this file is not valid UTF-8 (byte 0xff); save it as UTF-8"),
        (None, ": cannot read this file: no such file or directory"),
    ],
)
def test_a_file_that_is_not_json_is_refused(
    tmp_path: Path, text: str | bytes | None, end: str
) -> None:
    path = tmp_path / "calls.json"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError) as caught:
        events_from_json(str(path))
    assert caught.value.args == (f"{path}{end}",)


def test_null_is_left_out_and_refused_in_a_list() -> None:
    record = {**EVENT, "place": None, "dates": {"signed": None}, "extra": {"a": None, "b": [1]}}
    assert from_record(record) == {**EVENT, "dates": {}, "extra": {"b": [1]}}
    for key in ("actors", "follows", "tags"):
        with pytest.raises(UsageError, match=f"{key} contains null"):
            from_record({**EVENT, key: ["ann", None]})


@pytest.mark.parametrize(
    "text", ['events = [{ id = "a" }]', 'actors.cat.name = "Cat"', '[actors]\ncat = { name = "C" }',
             '[[events]]\nid = "a"\n[actors.x]\nname = "X"\n[events.dates]\nsigned = 2025-01-01']
)  # fmt: skip
def test_an_entry_without_a_block_of_its_own_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"needs its own header|cannot add"):
        entries_from_toml(written(tmp_path, text))


def test_blocks_keep_the_comments_around_them(tmp_path: Path) -> None:
    event = '[[events]]\nid = "a"\ndate = 2025-01-01\ntype = "call"\ntitle = "A"\nactors = ["x"]\n'
    text = f'# first\n{event}# behind\n\n# apart\n\n[actors.x] # x\nname = "X"\n\n# end'
    one, other = entries_from_toml(written(tmp_path, text))
    assert one.lines == f"# first\n{event}# behind\n"
    assert other.lines == '# apart\n\n[actors.x] # x\nname = "X"\n\n# end\n'
    assert other.fields == {"id": "x", "name": "X"}


def test_invalid_blocks_are_refused_with_everything_that_is_wrong(tmp_path: Path) -> None:
    text = '[[events]]\nid = "a"\ndate = "soon"\n[actors.x]\nage = 3\n'
    with pytest.raises(UsageError) as caught:
        entries_from_toml(written(tmp_path, text))
    assert [sentence.partition(": ")[0] for sentence in caught.value.args] == [
        'the event "a"', 'the event "a"', 'the event "a"', 'the event "a"', 'the actor "x"',
        'the actor "x"',
    ]  # fmt: skip
