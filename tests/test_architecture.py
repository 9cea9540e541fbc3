"""The rooms of the house and who may enter them, as a table that the imports are held to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from replay import ROOT

SOURCE = ROOT / "src" / "chrono"

ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "core": {"errors"},
    "files": {"core", "errors"},
    "view": {"core", "errors"},
    "cli": {"view", "files", "core", "errors"},
    "library": {"files", "core", "errors"},
    "": {"cli", "library", "core", "errors"},
}
"""Room -> the rooms that it may import from; "" is the package's own two modules.

Nobody but the package's face imports the library: the command line does not go through it."""

STRANGERS: dict[str, set[str]] = {
    "errors": set(),
    "core": set(),
    "files": {"tomli", "anyascii", "platformdirs", "tomli_w", "icalendar", "jinja2"},
    "view": {"rich"},
    "cli": {"typer", "rich"},
    "library": set(),
    "": set(),
}
"""Room -> the packages outside the standard library that it may import."""

STANDARD = {
    "__future__", "ast", "base64", "bisect", "codecs", "collections", "contextlib", "copy",
    "datetime", "enum", "fnmatch", "functools", "gc", "glob", "hashlib", "html", "importlib",
    "inspect", "io", "itertools", "json", "math", "operator", "os", "pathlib", "re", "sys",
    "tempfile", "textwrap", "types", "typing", "unicodedata", "zoneinfo",
}  # fmt: skip

WORLD = {
    "csv",
    "sqlite3",
    "ctypes",
    "errno",
    "fcntl",
    "random",
    "readline",
    "shlex",
    "shutil",
    "signal",
    "stat",
    "subprocess",
    "time",
    "urllib",
}
"""Of the standard library, what reaches for the system or a person: not in core, not in view."""

MODULES = sorted(SOURCE.rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def room(path: Path) -> str:
    parts = path.relative_to(SOURCE).parts
    name = parts[0].removesuffix(".py")
    return name if name in ROOMS else ""


def imports(path: Path) -> Iterator[str]:
    """The names that a module imports, also inside functions and for type checkers."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_one_way(path: Path) -> None:
    own = room(path)
    for name in imports(path):
        if name.split(".")[0] != "chrono":
            outside = WORLD if own in ("files", "cli") else set()
            assert name.split(".")[0] in STANDARD | outside | STRANGERS[own]
            continue
        inside = name.removeprefix("chrono").removeprefix(".")
        allowed = ROOMS[own] | {own}
        assert not inside or any(inside == r or inside.startswith(f"{r}.") for r in allowed if r), (
            f"{named(path)} may not import {name}"
        )


def test_the_core_knows_no_clock_and_no_files() -> None:
    for path in (SOURCE / "core").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in ("today()", "now()", "open(", "environ", "print(", "sys."):
            assert word not in text, f"{named(path)} has {word}"


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{named(path)}:{node.name}"
        for path, node in functions()
        if (node.end_lineno or 0) - node.lineno > 60
    ]
    assert long == []


def test_every_public_function_says_what_it_gives() -> None:
    mute = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        scopes: list[ast.Module | ast.ClassDef] = [tree]
        scopes += [node for node in tree.body if isinstance(node, ast.ClassDef)]
        for node in (node for scope in scopes for node in scope.body):
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                continue
            overload = any(ast.unparse(one) == "overload" for one in node.decorator_list)
            if not (node.name.startswith("_") or overload or ast.get_docstring(node)):
                mute.append(f"{named(path)}:{node.name}")
    assert mute == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
