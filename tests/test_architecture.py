"""The layers of the package as a table, and the tests that hold imports and sizes to it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from replay import ROOT
from syntax import parsed

SOURCE = ROOT / "src" / "chrono"

FOLDERS: dict[str, set[str]] = {
    "version": set(),
    "errors": set(),
    "core": {"errors"},
    "files.toml": {"core"},
    "files.disk": {"core", "errors"},
    "files.format": {"files.toml", "core", "errors"},
    "files.read": {"files.format", "files.toml", "files.disk", "core", "errors"},
    "files.index": {
        "files.read",
        "files.format",
        "files.toml",
        "files.disk",
        "core",
        "errors",
        "version",
    },
    "files.exchange": {"files.read", "files.format", "files.toml", "files.disk", "core", "errors"},
    "files.write": {
        "files.index",
        "files.read",
        "files.format",
        "files.toml",
        "files.disk",
        "core",
        "errors",
    },
    "files.merge": {
        "files.write",
        "files.index",
        "files.exchange",
        "files.read",
        "files.format",
        "files.toml",
        "files.disk",
        "core",
        "errors",
    },
    "view": {"core", "errors"},
    "lsp": {"files", "core", "errors"},
    "cli": {"view", "lsp", "files", "core", "errors", "version"},
    "library": {"files", "core", "errors"},
    "": {"cli", "library", "core", "errors", "version"},
}
"""Folder or module -> what it may import from; "" is the package's own two modules.

Only the package's own face imports the library: the command line does not go through it."""

STRANGERS: dict[str, set[str]] = {
    "errors": set(),
    "core": set(),
    "files.toml": {"tomli", "tomli_w"},
    "files.disk": {"tomli", "platformdirs", "filelock"},
    "files.format": {"tomli", "anyascii"},
    "files.read": {"tomli", "markdown_it"},
    "files.index": {"tomli"},
    "files.write": {"tomli"},
    "files.exchange": {"tomli_w", "icalendar", "jinja2", "markupsafe", "markdown_it", "openpyxl"},
    "files.merge": {"tomli"},
    "version": set(),
    "view": {"rich"},
    "lsp": {"pygls", "lsprotocol", "tomli"},
    "cli": {"typer", "rich"},
    "library": set(),
    "": {"_signal"},
}
"""Room -> the packages outside the standard library that it may import."""

STANDARD = {
    "__future__", "ast", "base64", "bisect", "codecs", "collections", "contextlib", "copy",
    "datetime", "enum", "functools", "gc", "glob", "hashlib", "html", "importlib", "inspect", "io",
    "itertools", "json", "math", "operator", "os", "pathlib", "pkgutil", "re", "sys", "tempfile",
    "textwrap", "types", "typing", "unicodedata", "warnings", "zoneinfo",
}  # fmt: skip

WORLD = {
    "asyncio",
    "concurrent",
    "csv",
    "sqlite3",
    "ctypes",
    "errno",
    "fnmatch",
    "fcntl",
    "random",
    "readline",
    "http",
    "logging",
    "shlex",
    "shutil",
    "signal",
    "stat",
    "subprocess",
    "threading",
    "time",
    "urllib",
    "zipfile",
    "traceback",
}
"""Of the standard library, what reaches for the system or a person: not in core, not in view."""

MODULES = sorted(SOURCE.rglob("*.py"))
Trees = dict[Path, ast.Module]


def named(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def module(path: Path) -> str:
    """`files.toml.blocks` for `files/toml/blocks.py`; "" for the package itself."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


NAMES = {module(path) for path in MODULES}


def folder(name: str) -> str:
    """The longest row of FOLDERS that a module belongs to."""
    rows = [row for row in FOLDERS if row and (name == row or name.startswith(f"{row}."))]
    return max(rows, key=len, default="")


@pytest.fixture(scope="module")
def trees() -> Trees:
    """The syntax tree of each module. The collection of all tests needs none of them."""
    return parsed(MODULES)


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules that a module imports, also inside functions and for type checkers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            name = node.module or ""
            for alias in node.names:
                inner = f"{name}.{alias.name}"
                yield inner if inner.removeprefix("chrono.") in NAMES else name


def allowed(own: str, name: str) -> bool:
    """Whether a module of the folder `own` may import the module `name` of the package."""
    other = folder(name)
    return other == own or any(other == row or other.startswith(f"{row}.") for row in FOLDERS[own])


def test_imports_point_one_way(trees: Trees) -> None:
    wrong = set()
    for path, tree in trees.items():
        own = folder(module(path))
        for name in imports(tree):
            if name.split(".")[0] == "chrono":
                inside = name.removeprefix("chrono").removeprefix(".")
                if not allowed(own, inside):
                    wrong.add(f"{module(path)} -> {folder(inside)}")
                continue
            outside = WORLD if own.split(".")[0] in ("files", "lsp", "cli") else set()
            if name.split(".")[0] not in STANDARD | outside | STRANGERS[own]:
                wrong.add(f"{module(path)} -> {name}")
    assert wrong == set(), "the tables of tests/test_architecture.py do not allow these imports"


def test_the_folders_do_not_import_each_other_in_a_circle() -> None:
    def above(name: str) -> set[str]:
        rows = {
            row for row in FOLDERS for below in FOLDERS[name] if f"{row}.".startswith(f"{below}.")
        }
        return rows.union(*map(above, rows))

    assert [name for name in FOLDERS if name in above(name)] == []


def test_the_core_knows_no_clock_and_no_files() -> None:
    for path in (SOURCE / "core").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in ("today()", "now()", "open(", "environ", "print(", "sys."):
            assert word not in text, f"{named(path)} has {word}"


def test_no_function_is_longer_than_a_screen(trees: Trees) -> None:
    long = [
        f"{named(path)}:{node.name}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert long == []


def overrides(scope: ast.AST, name: str, classes: dict[str, ast.ClassDef]) -> bool:
    """Whether a class has a method from a base class, and with it a docstring.

    `classes`: all classes by their names.
    """
    names = [ast.unparse(base) for base in getattr(scope, "bases", ())]
    bases = [classes[each] for each in names if each in classes]
    return any(
        overrides(base, name, classes) or name in {getattr(node, "name", "") for node in base.body}
        for base in bases
    )


def test_every_public_function_says_what_it_gives(trees: Trees) -> None:
    top = (node for tree in trees.values() for node in tree.body)
    classes = {node.name: node for node in top if isinstance(node, ast.ClassDef)}
    mute = []
    for path, tree in trees.items():
        scopes: list[ast.Module | ast.ClassDef] = [tree]
        scopes += [node for node in tree.body if isinstance(node, ast.ClassDef)]
        for owner, node in ((scope, node) for scope in scopes for node in scope.body):
            if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                continue
            if overrides(owner, node.name, classes):
                continue
            overload = any(ast.unparse(one) == "overload" for one in node.decorator_list)
            if not (node.name.startswith("_") or overload or ast.get_docstring(node)):
                mute.append(f"{named(path)}:{node.name}")
    assert mute == []


def test_every_module_says_what_it_is_for(trees: Trees) -> None:
    assert [named(path) for path, tree in trees.items() if not ast.get_docstring(tree)] == []


OTHER_PROGRAMS = {"__main__.py", "files/exchange/sqlite.py"}
"""The modules that must read the messages of errors that other programs raise."""


def is_message(node: ast.AST, errors: set[str]) -> bool:
    """Whether an expression is the text of an error, a problem or a note."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "str":
        return any(ast.unparse(each) in errors for each in node.args)
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Attribute) and node.value.attr == "args"
    if isinstance(node, ast.Attribute):
        return node.attr == "message" or ast.unparse(node) == "note.text"
    return False


def depends_on_wording(node: ast.AST, errors: set[str]) -> bool:
    """Whether an expression searches or cuts a message, or compares it with a constant."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        texts = (ast.Constant, ast.JoinedStr)
        return any(isinstance(side, texts) for side in sides) and any(
            is_message(side, errors) for side in sides
        )
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if ast.unparse(node.func.value) == "re":
        return any(is_message(each, errors) for each in node.args)
    methods = {"startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition",
               "split", "replace", "find", "index"}  # fmt: skip
    return node.func.attr in methods and is_message(node.func.value, errors)


def test_no_code_depends_on_the_wording_of_a_message(trees: Trees) -> None:
    wrong = []
    for path, tree in trees.items():
        nodes = [*ast.walk(tree)]
        errors = {node.name for node in nodes if isinstance(node, ast.ExceptHandler) and node.name}
        if named(path) not in OTHER_PROGRAMS:
            wrong += [
                f"{named(path)}:{node.lineno}: {ast.unparse(node)}"
                for node in nodes
                if isinstance(node, ast.expr) and depends_on_wording(node, errors)
            ]
    assert wrong == [], "give the error or the note a field instead"
