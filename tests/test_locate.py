"""Which ledger is read if several can be found, and what `chrono init` writes."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from chrono.core.english import join_and
from chrono.core.model import BUILT_IN_TYPES, STATUSES
from chrono.errors import LedgerError
from chrono.files.disk import locate
from chrono.files.disk.locate import bundled, locate_ledger
from chrono.files.index.load import load
from chrono.files.read.load import loads
from chrono.files.write.new_ledger import template
from samples import judge


class World:
    """A home folder with a current folder, and a data folder, all apart from the real ones."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "home"
        self.folder = self.home / "desk" / "deep" / "er"
        self.data = root / "data-home"
        self.folder.mkdir(parents=True)
        self.environ = {"HOME": str(self.home)}

    def put(self, *names: str) -> None:
        """Write empty ledgers at these paths below the root."""
        for name in names:
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")

    def found(self, *named: str, **environ: str) -> tuple[str, ...]:
        """Return the paths of the ledger that is read in the folder."""
        return locate_ledger(named, {**self.environ, **environ}, self.folder).paths


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path)
    monkeypatch.setenv("HOME", str(made.home))
    monkeypatch.setenv("XDG_DATA_HOME", str(made.data))
    monkeypatch.delenv("CHRONO_LEDGER", raising=False)
    return made


ALL = ("home/desk/deep/er/events.toml", "data-home/chrono/events.toml")


# -- which ledger --------------------------------------------------------------------------------


def test_the_places_are_searched_in_their_order(world: World) -> None:
    world.put(*ALL)
    named = locate_ledger(
        ["a.toml", "-"], {**world.environ, "CHRONO_LEDGER": "b.toml"}, world.folder
    )
    assert (named.paths, named.reason, named.bundled) == (
        ("a.toml", "-"), "was chosen by -f", False,
    )  # fmt: skip
    variable = locate_ledger([], {**world.environ, "CHRONO_LEDGER": "b.toml"}, world.folder)
    assert (variable.paths, variable.reason, variable.bundled) == (
        ("b.toml",), "was chosen by $CHRONO_LEDGER", False,
    )  # fmt: skip
    nearby = locate_ledger([], world.environ, world.folder)
    assert (nearby.paths, nearby.bundled) == (("events.toml",), False)
    (world.root / ALL[0]).unlink()
    own = locate_ledger([], world.environ, world.folder)
    assert (own.paths, own.bundled) == ((str(world.root / ALL[1]),), False)
    (world.root / ALL[1]).unlink()
    last = locate_ledger([], world.environ, world.folder)
    assert (last.paths, last.bundled) == ((str(bundled()),), True)
    assert len({named.reason, variable.reason, nearby.reason, own.reason, last.reason}) == 5


def test_a_named_ledger_need_not_exist_and_an_empty_name_is_none(world: World) -> None:
    world.put(ALL[0])
    assert world.found("no/such.toml") == ("no/such.toml",)
    assert world.found(CHRONO_LEDGER="no/such.toml") == ("no/such.toml",)
    assert world.found(CHRONO_LEDGER="") == ("events.toml",)


def test_a_ledger_of_a_parent_folder_is_named_from_the_current_folder(world: World) -> None:
    world.put("home/desk/data/events.toml")
    assert world.found() == ("../../data/events.toml",)
    world.put("home/desk/events.toml")
    assert world.found() == ("../../events.toml",)
    world.put("home/desk/deep/data/events.toml")
    assert world.found() == ("../data/events.toml",)
    world.put("home/desk/deep/er/data/events.toml")
    assert world.found() == ("data/events.toml",)
    world.put("home/desk/deep/er/events.toml")
    assert world.found() == ("events.toml",)


def test_a_folder_named_events_toml_is_not_a_ledger(world: World) -> None:
    world.put("home/desk/deep/er/events.toml/events.toml", "home/desk/events.toml")
    assert world.found() == ("../../events.toml",)


def test_a_folder_that_cannot_be_searched_is_an_error(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger may be there, so that the answer of another one would be wrong."""
    hidden, real = world.home / "desk" / "data" / "events.toml", os.stat

    def stat(path: Any, **more: Any) -> os.stat_result:
        if Path(path) == hidden:
            raise PermissionError(13, "Permission denied")
        return real(path, **more)

    monkeypatch.setattr(os, "stat", stat)
    with pytest.raises(LedgerError) as caught:
        world.found()
    assert str(caught.value) == f"{hidden}: error: cannot read this file: permission denied"
    assert caught.value.status == 3


def test_the_search_ends_with_the_home_folder(world: World) -> None:
    world.put("events.toml", "data/events.toml")
    assert world.found() == (str(bundled()),)
    world.put("home/events.toml")
    assert world.found() == ("../../../events.toml",)


def test_outside_the_home_folder_every_parent_is_searched(world: World) -> None:
    world.put("events.toml")
    away = world.root / "elsewhere" / "x"
    away.mkdir(parents=True)
    assert locate_ledger([], world.environ, away).paths == ("../../events.toml",)
    assert locate_ledger([], {}, world.folder).paths == ("../../../../events.toml",)


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_the_search_ends_with_the_root_of_a_repository(world: World, kind: str) -> None:
    world.put("home/events.toml")
    mark = world.home / "desk" / "deep" / ".git"
    mark.mkdir() if kind == "folder" else mark.write_text("gitdir: elsewhere\n")
    assert world.found() == (str(bundled()),)
    world.put("home/desk/deep/data/events.toml")
    assert world.found() == ("../data/events.toml",)


def test_a_removed_current_folder_has_no_ledger_nearby(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(world.folder)
    world.folder.rmdir()
    world.put(ALL[1])
    assert locate_ledger([], world.environ).paths == (str(world.root / ALL[1]),)
    with pytest.raises(
        LedgerError, match=r"^events\.toml: error: cannot read this file: no such file"
    ):
        load(["events.toml"])


def test_the_home_folder_of_windows_ends_the_search(world: World) -> None:
    world.put("events.toml")
    found = locate_ledger([], {"USERPROFILE": str(world.home)}, world.folder)
    assert found.paths == (str(bundled()),)


def test_the_home_folder_may_be_a_link(world: World) -> None:
    world.put("events.toml")
    link = world.root / "link-to-home"
    link.symlink_to(world.home)
    assert locate_ledger([], {"HOME": str(link)}, world.folder).paths == (str(bundled()),)


def test_the_bundled_ledger_is_the_real_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert bundled().is_file()
    assert load([str(bundled())]).title is not None
    package = world.root / "site-packages" / "chrono"
    world.put("site-packages/chrono/events.toml")
    monkeypatch.setattr(locate, "PACKAGE", package)
    assert bundled() == package / "events.toml"


# -- the ledger that `chrono init` writes ---------------------------------------------------------


def test_the_ledger_of_init_is_valid_and_empty() -> None:
    book = loads(template().decode("utf-8"))
    assert (book.events, book.claims, book.title) == ((), (), "A chronology")


def test_the_examples_in_the_ledger_of_init_are_valid() -> None:
    """The examples include every table and every status."""
    text = re.sub(r"^#(?! |$)", "", template().decode("utf-8"), flags=re.M)
    settings = re.findall(r'(?:covers|principals) = (?:"[^"]*"|\[[^]]*\])', text)
    assert len(settings) == 2
    book = loads("\n".join([text, *settings]))
    assert [event.id for event in book.events if event.contact] == ["2025-10-30-busan"]
    assert [judge(claim, book).verdict for claim in book.claims] == ["agrees"]
    assert [actor.id for actor in book.principals] == ["xi-jinping", "donald-trump"]
    assert all(status in text for status in STATUSES)
    words = text.replace("#", "").split()
    (sentence,) = re.findall(r"The types are .*?\.", " ".join(words))
    contacts = [kind.id for kind in BUILT_IN_TYPES if kind.contact]
    others = [kind.id for kind in BUILT_IN_TYPES if not kind.contact]
    assert sentence == (
        f"The types are {', '.join(contacts)} (these are contacts if they are between countries), "
        f"{join_and(others)}."
    ), "the sentence in files/write/new_ledger.toml has other types than BUILT_IN_TYPES"
    assert max(map(len, text.splitlines())) <= 100
