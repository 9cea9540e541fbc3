"""The event that was added last to a ledger is remembered, if the user has a cache folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chrono.files.disk.last_added import last_added, remember_added


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_each_ledger_has_its_own_last_event(tmp_path: Path) -> None:
    one, two = str(tmp_path / "one.toml"), str(tmp_path / "two.toml")
    assert last_added([one]) is None
    remember_added([one], "a")
    remember_added([one], "b")
    remember_added([one, two], "c")
    assert [last_added([one]), last_added([two]), last_added([two, one])] == ["b", None, "c"]


def test_a_ledger_is_the_same_under_another_name(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("")
    (tmp_path / "link.toml").symlink_to("real.toml")
    remember_added([str(tmp_path / "link.toml")], "a")
    assert last_added([str(tmp_path / "real.toml")]) == "a"


def test_without_a_folder_that_can_be_written_nothing_is_remembered(cache: Path) -> None:
    cache.write_text("a file, not a folder")
    remember_added(["x.toml"], "a")
    assert last_added(["x.toml"]) is None


def test_without_a_home_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    remember_added(["x.toml"], "a")
    assert last_added(["x.toml"]) is None
