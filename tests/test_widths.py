"""No output is wider than the terminal and none is cut off, from 20 columns to 200."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from rich.cells import cell_len

from chrono.files.read.load import loads
from replay import ROOT, clean_environment, run

CHINESE = """
[ledger]
title = "中美接触年表：第一部分，包括所有会晤"
covers = "2024-11-06..2025-12-31"
principals = ["xi", "trump"]

[actors.xi]
name = "习近平"
aliases = ["中华人民共和国主席习近平同志", "Xi Jinping"]
country = "CN"
roles = [{ title = "中华人民共和国主席、中共中央总书记、中央军委主席", from = 2013-03-14 }]

[actors.trump]
name = "唐纳德·特朗普"
country = "US"

[types.summit]
label = "国家元首高级别正式会晤"
plural = "国家元首高级别正式会晤"
contact = true

[[events]]
id = "one"
date = 2025-01-17
type = "call"
title = "习近平与特朗普通电话，就双边关系、经贸以及台湾问题交换意见并达成共识"
actors = ["xi", "trump", "北京市人民政府外事办公室工作人员代表团"]
place = "中华人民共和国北京市人民大会堂"
summary = "第一段。\\n第二段文字很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长。"
tags = ["领导人", "贸易"]
sources = [{ publisher = "新华社", title = "习近平同特朗普通电话", quote = "一次非常好的通话" }]

[[events]]
id = "a-meeting-with-a-long-id-2025-10-30-busan-korea"
date = 2025-10-30
type = "summit"
title = "Xi and Trump meet in Busan"
actors = ["xi", "trump"]
place = "釜山"
follows = ["one"]

[[events]]
id = "some-day"
date = "[2025-10-02,2025-10-11]"
type = "meeting"
status = "unconfirmed"
title = "何立峰、贝森特"
actors = ["xi", "trump"]

[[claims]]
id = "a-claim-with-quite-a-long-identifier-of-2025-12"
by = "xi"
date = 2025-12-04
statement = "一次会晤和四次电话通话"
period = { "日历年二〇二五" = "2025", "最近十个月以来" = "2025-02-04.." }
counts = { call = 4 }
actors = ["xi", "trump"]
"""

WIDTHS = (*range(20, 50, 3), 59, 60, 63, 64, 71, 72, 80, 99, 100, 119, 120, 160, 200)
"""Terminal widths, with both sides of each width at which a view changes its layout."""

VIEWS = [
    "list --status any", "list --fields date,actors,title,id", "show one",
    "count", "count --by month", "count --by type --by month", "count --by actor --by type",
    "count --by pair --why", "count --by type --by month --why", "summary", "summary 2025",
    "timeline --status any", "timeline --lanes actor", "timeline --lanes type", "gaps", "claims",
    "diff events.toml other.toml", "actors", "types",
]  # fmt: skip


def page(folder: Path, line: str, width: int) -> str:
    environment = {
        **clean_environment(folder),
        "COLUMNS": str(width),
        "CHRONO_LEDGER": "events.toml",
    }
    if line.startswith("diff"):
        del environment["CHRONO_LEDGER"]
    ran = run(*shlex.split(line), "-o", "table", folder=folder, environment=environment)
    assert ran.out, ran.err
    return ran.out


def letters(text: str) -> str:
    """Return the letters of a text without blanks, to match words that continue on a line."""
    return "".join(text.replace("│", "").split()).casefold()


@pytest.mark.slow
@pytest.mark.parametrize("line", VIEWS)
def test_no_line_is_wider_than_the_terminal_and_none_is_cut_off(tmp_path: Path, line: str) -> None:
    (tmp_path / "events.toml").write_text(CHINESE, encoding="utf-8")
    other = CHINESE.replace("2025-10-30\n", "2025-10-31\n").replace("Busan", "Seoul")
    (tmp_path / "other.toml").write_text(other, encoding="utf-8")
    for width in WIDTHS:
        shown = page(tmp_path, line, width)
        assert [text for text in shown.splitlines() if cell_len(text) > width] == [], width
        assert "…" not in shown, width


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 140, 160, 200])
def test_an_id_in_a_list_is_never_broken(tmp_path: Path, width: int) -> None:
    shipped = (ROOT / "data" / "events.toml").read_text(encoding="utf-8")
    (tmp_path / "events.toml").write_text(shipped, encoding="utf-8")
    ids = {event.id for event in loads(shipped).events if event.status == "held"}
    words = page(tmp_path, "list -v", width).split()
    assert {id for id in ids if len(id) <= width} <= {*words}


@pytest.mark.parametrize("width", [60, 80, 120])
def test_long_names_of_types_in_a_summary_begin_beside_their_number(
    tmp_path: Path, width: int
) -> None:
    ledger = CHINESE.replace("国家元首高级别正式会晤", "summit of presidents, form disputed " * 3)
    (tmp_path / "events.toml").write_text(ledger, encoding="utf-8")
    lines = page(tmp_path, "summary 2025", width).splitlines()
    lines = lines[lines.index(next(line for line in lines if line.startswith("All "))) + 1 :]
    assert all(line.startswith("  ") for line in lines[: lines.index("")])


@pytest.mark.parametrize("width", [20, 30, 40])
@pytest.mark.parametrize(
    "line", ["timeline 2025-10", "summary 2025", "claims 2025-12-04", "gaps 2025"]
)
def test_the_shipped_ledger_fits_a_narrow_terminal(tmp_path: Path, line: str, width: int) -> None:
    shipped = (ROOT / "data" / "events.toml").read_text(encoding="utf-8")
    (tmp_path / "events.toml").write_text(shipped, encoding="utf-8")
    narrow, wide = (page(tmp_path, line, columns) for columns in (width, 100))
    assert max(map(cell_len, narrow.splitlines())) <= width
    # JFMAMJ are months below a sparkline, for which there may be no room.
    words = {w for w in wide.split() if len(w) > 3 and w.isalpha() and not w.isupper()}
    assert {word for word in words if word.casefold() not in letters(narrow)} == set()


@pytest.mark.parametrize("width", [40, 60, 80])
def test_titles_and_ids_in_a_list_begin_in_one_column(tmp_path: Path, width: int) -> None:
    shipped = (ROOT / "data" / "events.toml").read_text(encoding="utf-8")
    (tmp_path / "events.toml").write_text(shipped, encoding="utf-8")
    events = loads(shipped).events
    ids = {event.id for event in events}
    lines = page(tmp_path, "list -v", width).splitlines()
    (start,) = {len(line) - len(line.lstrip()) for line in lines if line.strip() in ids}
    assert start in {line.find(event.title[:12]) for event in events for line in lines}
