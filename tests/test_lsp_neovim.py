"""The set-up for Neovim in the manual, tried in Neovim itself."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EDITOR = shutil.which("nvim")


def is_recent() -> bool:
    """Whether Neovim is installed, in version 0.10 or later."""
    if EDITOR is None:
        return False
    done = subprocess.run([EDITOR, "--version"], capture_output=True, text=True, check=True)
    version = re.search(r"v([0-9]+)\.([0-9]+)", done.stdout)
    return version is not None and (int(version[1]), int(version[2])) >= (0, 10)


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not is_recent(), reason="Neovim 0.10 is not installed"),
]

DOCS = Path(__file__).parent.parent / "docs" / "editors.md"

LEDGER = """\
[actors.wang-yi]
name = "Wang Yi"
aliases = ["王毅"]
country = "CN"

[actors.marco-rubio]
name = "Marco Rubio"
country = "US"

[[events]]
id = "2025-10-30-busan"
date = 2025-10-30
type = "meeting"
title = "They meet 🤝"
actors = ["wang-yi", "marco-rubio"]
sources = [{ publisher = "AP" }]

[[claims]]
id = "c1"
by = "wang-yi"
date = 2025-12-01
statement = "two meetings"
period = "2025"
total = 1
"""

SESSION = r"""
local result = {}

local function wait(what, check)
  if not vim.wait(60000, check, 20) then
    io.stderr:write("waited in vain for " .. what .. "\n")
    vim.cmd("cquit 1")
  end
end

local function ask(method, line, column)
  local params = { textDocument = vim.lsp.util.make_text_document_params(0) }
  if line then params.position = { line = line, character = column } end
  local answers = vim.lsp.buf_request_sync(0, "textDocument/" .. method, params, 60000)
  for _, answer in pairs(answers) do return answer.result end
end

wait("the server", function()
  local clients = vim.lsp.get_clients({ bufnr = 0, name = "chrono" })
  return #clients > 0 and clients[1].initialized
end)
result.before = #vim.diagnostic.get(0)

-- A letter that breaks the text, then its removal.
vim.api.nvim_buf_set_text(0, 14, 34, 14, 34, { ', "wangy' })
wait("a problem", function() return #vim.diagnostic.get(0) > 0 end)
local problem = vim.diagnostic.get(0)[1]
result.problem = { problem.code, problem.source, problem.severity }
local labels = {}
for _, item in ipairs(ask("completion", 14, 42).items) do table.insert(labels, item.label) end
result.completion = labels
vim.api.nvim_buf_set_text(0, 14, 34, 14, 42, { "" })
wait("no problem", function() return #vim.diagnostic.get(0) == 0 end)

result.hover = ask("hover", 14, 13).contents.value
local lenses = {}
for _, lens in ipairs(ask("codeLens")) do table.insert(lenses, lens.command.title) end
result.lenses = lenses

-- Rename the actor, as `:lua vim.lsp.buf.rename()` does.
vim.api.nvim_win_set_cursor(0, { 15, 13 })
vim.lsp.buf.rename("wang")
wait("the new name", function()
  return vim.api.nvim_buf_get_lines(0, 0, 1, false)[1] == "[actors.wang]"
end)
result.text = vim.api.nvim_buf_get_lines(0, 0, -1, false)
io.stdout:write(vim.json.encode(result))
vim.cmd("qall!")
"""


def test_the_setup_in_the_manual_works(tmp_path: Path) -> None:
    (setup,) = re.findall(r"^```lua\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), re.M | re.S)
    (tmp_path / "init.lua").write_text(setup, encoding="utf-8")
    (tmp_path / "session.lua").write_text(SESSION, encoding="utf-8")
    (tmp_path / "events.toml").write_text(LEDGER, encoding="utf-8")
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(EDITOR), "--headless", "-n", "-i", "NONE", "-u", "init.lua", "events.toml",
         "-c", "luafile session.lua"],
        cwd=tmp_path, env={**os.environ, **home, "PATH": path, "CHRONO_TODAY": "2025-12-31"},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["before"] == 0
    assert result["problem"] == ["syntax", "chrono", 1]
    assert result["completion"] == ["Wang Yi"]
    assert "1 contact; the last: Thu 30 Oct 2025" in result["hover"]
    assert result["lenses"] == ["✓ agrees · 1 contact (as stated)"]
    assert 'actors = ["wang", "marco-rubio"]' in result["text"]
    assert 'former_ids = ["wang-yi"]' in result["text"]
