"""An answer's way out: as rows in a format, as a table on a terminal, or as a page."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chrono.cli.conflicts import refuse
from chrono.core.names import choose
from chrono.errors import UsageError
from chrono.files.exchange.registry import able_to, format_of_file
from chrono.files.exchange.rows import Rows, Style

if TYPE_CHECKING:
    from rich.console import RenderableType

    from chrono.cli.session import Session

View = Callable[[], "RenderableType"]
"""Makes the renderable; called only where something is rendered, so that rich stays unimported."""

_BATCH = 512
"""So many rows go out at once: few writes, and `head` need not wait for the last row."""

_HEADER = "--header and --no-header are for csv and tsv"

WIDE = 100_000
"""The width of a table that goes to a file or a pipe: nothing is cut short there."""


class Output:
    """What was said of the output; `otherwise` is the format of rows where nothing was said."""

    def __init__(
        self,
        format: str | None = None,
        output: str | None = None,
        header: bool | None = None,
        excel: bool = False,
        otherwise: str | None = None,
    ) -> None:
        self.formats = able_to("write")
        if format is not None:
            if Path(format).suffix:
                raise UsageError(f'unknown format "{format}"; a file is named with --output')
            choose(format, ("table", *self.formats), "format")
        self.format = format
        self.output = output if output != "-" else None
        self.header = header
        self.excel = excel
        self.otherwise = otherwise or "tsv"
        self.by_suffix = format_of_file(output or "", "write")
        named = format or (self.by_suffix and self.by_suffix.name)
        refuse(
            (excel and format not in (None, "csv"), f"--excel writes csv, and not {format}"),
            (header is not None and not excel and named and not self.formats[named].header,
             f"{_HEADER}, and not for {named}"),
        )  # fmt: skip

    def chosen(self, page: bool = False) -> str:
        """The format's name; "table" stands for what a person sees, be it a table or a page."""
        if self.format is not None:
            return self.format
        if self.excel:
            return "csv"
        if self.by_suffix is not None:
            return self.by_suffix.name
        to_person = page or (self.output is None and sys.stdout.isatty())
        return "table" if to_person else self.otherwise

    def columns(
        self, keys: tuple[str, ...], columns: tuple[str, ...], page: bool = False
    ) -> tuple[str, ...]:
        """Every key for the formats that hold objects, a few columns for the others."""
        return keys if self.objects(page) else columns

    def objects(self, page: bool = False) -> bool:
        """Whether rows are written as objects, with every key."""
        name = self.chosen(page)
        return name != "table" and self.formats[name].objects

    def rows(self, session: Session, rows: Rows, view: View) -> None:
        """Rows, or on a terminal the table of them."""
        name = self.chosen()
        if self.output is not None and name == "tsv" and self.format is None:
            self._say_unless_expected(session, self.output)
        if name == "table":
            self.render(session, view, WIDE)
        else:
            self._write_rows(session, name, rows)

    def page(self, session: Session, rows: Callable[[], Rows], view: View) -> None:
        """A page, in a pipe too; rows only where a format for them is named."""
        name = self.chosen(page=True)
        if name == "table":
            self._refuse_header()
            self.render(session, view)
        else:
            self._write_rows(session, name, rows())

    def _write_rows(self, session: Session, name: str, rows: Rows) -> None:
        write = self.formats[name].function("write")
        self._write(session, write(rows, Style(self.header, self.excel)))

    def lines(self, session: Session, lines: Iterable[str], view: View) -> None:
        """Lines of text, each whole; on a terminal what a person would rather see."""
        self._refuse_header()
        if self.output is None and sys.stdout.isatty():
            self.render(session, view)
        else:
            self._write(session, lines)

    def one(self, session: Session, value: dict[str, Any], name: str) -> None:
        """One object: JSON on lines of its own, jsonl on a single one."""
        from chrono.files.exchange.json import dumps

        self._write(session, [dumps(value, indent=2 if name == "json" else None) + "\n"])

    def text(self, session: Session, text: str) -> None:
        """A text as it is."""
        self._write(session, [text])

    def _refuse_header(self) -> None:
        refuse((self.header is not None, f"{_HEADER}: add -o csv or -o tsv"))

    def _say_unless_expected(self, session: Session, output: str) -> None:
        if Path(output).suffix not in (".tsv", ".txt", ""):
            session.say(f"{output} is written as tsv: -o chooses another format")

    def render(self, session: Session, view: View, width: int | None = None) -> None:
        """What a person sees, so wide, or as wide as the terminal."""
        on_terminal = sys.stdout.isatty() and self.output is None
        if on_terminal:
            self._show(session, view)
            return
        console = session.console(None if os.environ.get("COLUMNS") else width, on_terminal)
        console.file = io.StringIO()
        console.print(view(), crop=False)
        # A cell's padding is for a screen; in a file it is only blanks at the end of a line.
        lines = console.file.getvalue().splitlines()
        self._write(session, (f"{line.rstrip(' ')}\n" for line in lines))

    def _show(self, session: Session, view: View) -> None:
        """On the terminal, through the pager where it does not fit."""
        console = session.console(None, True)
        if not session.pager:
            console.print(view(), crop=False)
            return
        from chrono.cli import pager

        with console.capture() as captured:
            console.print(view(), crop=False)
        shown = captured.get()
        if pager.fits(shown) or not pager.through(session.pager, shown):
            sys.stdout.write(shown)

    def _write(self, session: Session, pieces: Iterable[str]) -> None:
        if self.output is None:
            pieces = iter(pieces)
            while batch := "".join(islice(pieces, _BATCH)):
                sys.stdout.write(batch)
            return
        self.write_file(session, self.output, "".join(pieces))

    def write_file(self, session: Session, path: str, text: str, option: str = "output") -> None:
        """Write a file in one step, as the option says. Raises WriteError, UsageError."""
        from chrono.files.disk.atomic import write_text

        session.refuse_ledger(path, option)
        write_text(Path(path), text)


def closed() -> bool:
    """Whether standard output was closed, so that what is written there goes nowhere."""
    return getattr(sys.stdout, "name", None) == os.devnull


def silence() -> None:
    """What is still to be written goes nowhere: there is nobody to take it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
