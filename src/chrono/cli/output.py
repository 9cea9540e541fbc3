"""Write a result as rows in a format such as CSV, as a view for people, or as pictures."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from chrono.cli import progress
from chrono.cli.report import output_option
from chrono.cli.session import Session
from chrono.core.english import join_and, join_or
from chrono.core.names import choose
from chrono.core.progress import counted, task
from chrono.core.sentences import needs
from chrono.core.text import escape_for_terminal
from chrono.errors import UsageError, refuse
from chrono.files.exchange.registry import Action, able_to, format_of_file
from chrono.files.exchange.rows import Style, Table

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


View: TypeAlias = "Callable[[Console], Iterable[RenderableType]]"
"""A function that takes a console and returns the parts of a view.

The function is called only if the view is shown, since rich is slow to import.
"""


_PICTURES = {".svg": "svg", ".html": "html", ".htm": "html"}
"""For each suffix of a file, the kind of picture that a command with --svg writes there."""
_PRINT = "to print it, open the file of --svg {stem}.svg or --html {stem}.html in a browser"
_SHEET = "use --output {stem}.csv --excel"
_NOT_TEXT = {
    ".svg": ("pictures", "use `chrono timeline{selected} --svg {stem}.svg`"),
    **dict.fromkeys(
        (".html", ".htm"), ("web pages", "use `chrono export html{selected} --output {stem}.html`")
    ),
    **{f".{kind}": (f"{kind} files", "") for kind in ("pdf", "png", "jpg", "jpeg", "gif", "docx")},
    **{f".{kind}": (f"{kind} files", _SHEET) for kind in ("xlsx", "xls", "ods")},
}
"""For each suffix without a text format, what is in such files, and what the user can do instead.

Without a remedy, the message suggests another file or format.
"""


_BIBLIOGRAPHIES = ("bibtex", "biblatex", "bib", "ris", "bibliography", "zotero", "endnote", "csl")
"""Formats that chrono does not write. Other programs make them from its csljson."""


def refuse_bibliography(format: str, selected: str = "") -> None:
    """Raise UsageError if `format` is a format for bibliographies, such as "bibtex".

    `selected`: the period and the filters for the command that the message suggests.
    """
    if format.lower() in _BIBLIOGRAPHIES:
        command = f"`chrono export csljson{selected} --output sources.json`"
        pandoc = ", then `pandoc sources.json -f csljson -t bibtex`"
        then = pandoc if "bib" in format.lower() else ""
        raise UsageError(f'unknown format "{format}"; for a bibliography, run {command}{then}')


def _header_rule(remedy: bool = True) -> str:
    names = sorted(name for name, one in able_to("write").items() if one.header)
    end = f"; add {join_or([f'-o {name}' for name in names])}" if remedy else ""
    return f"--header and --no-header apply only to {join_and(names)}{end}"


class OutputOptions(NamedTuple):
    """The output options of a command as typed, and the format of rows in config.toml."""

    format: str | None = None
    output: str | None = None
    header: bool | None = None
    excel: bool = False
    svg: str | None = None
    html: str | None = None
    title: str | None = None
    default_format: str | None = None


class Output:
    """The output of a command: the format and the files, with methods that write the result.

    - `selected`: a function that returns the period and the filters as typed
    - `named`: the format in an option or in the suffix of the output file, or None if there is none
    - `misnamed`: whether the output file has the suffix of another format
    - `default_format`: the format of rows if `named` is None
    - `pictures`: for each kind of picture ("svg", "html"), the file to write
    - `page`: whether a view is the default even if the output is not on a terminal
    - `has_pictures`: whether the command has --svg and --html
    """

    page = False
    has_pictures = False

    def __init__(
        self, session: Session, options: OutputOptions, selected: Callable[[], str] = str
    ) -> None:
        self.session, self.formats = session, able_to("write")
        self.header, self.excel, self.title = options.header, options.excel, options.title
        self.default_format = options.default_format or "tsv"
        format, output = options.format, options.output
        if format is not None:
            self._check_format(format, selected)
        files = {"svg": options.svg, "html": options.html}
        suffix = Path(output or "").suffix.lower()
        if format is None and suffix in _NOT_TEXT:
            kind = _PICTURES.get(suffix, "")
            if not (self.has_pictures and kind):
                raise UsageError(self._not_text(output or "", suffix, selected()))
            if files[kind] is None:
                output, files[kind] = None, output
        self.output = output if output != "-" else None
        by_suffix = format_of_file(output or "", "write")
        self.named = format or ("csv" if self.excel else by_suffix and by_suffix.name)
        known_suffix = by_suffix and by_suffix.name == self.named
        misnamed = not known_suffix and Path(output or "").suffix not in ("", ".txt")
        self.misnamed = misnamed and format is None
        has_header = {"table": False, **{name: one.header for name, one in self.formats.items()}}
        without = self.named is not None and not has_header[self.named]
        header = self.header is not None
        refuse(
            (self.excel and self.named != "csv", f"--excel applies only to csv, not to {format}"),
            (header and without, f"{_header_rule(remedy=False)}, not to {self.named}"),
        )
        self.pictures = {kind: file for kind, file in files.items() if file is not None}
        other = {"-o": format, "--output": self.output, "--excel": self.excel, "--header": header}
        self._check_pictures([option for option, value in other.items() if value])

    def _check_format(self, format: str, selected: Callable[[], str]) -> None:
        if Path(format).suffix:
            raise UsageError(f'unknown format "{format}"; for a file, use {output_option(format)}')
        picture = self.has_pictures and f".{format}" in _PICTURES
        refuse((picture, f"for a picture, use --{format} FILE instead of -o {format}"))
        if format not in self.formats:
            refuse_bibliography(format, selected())
            if format in able_to("export"):
                command = f"chrono export {format}{selected()}"
                raise UsageError(f'"{format}" is a format of `chrono export`; run `{command}`')
        choose(format, ("table", *self.formats), "format")

    def _check_pictures(self, others: Sequence[str]) -> None:
        only = f"saves the terminal output and cannot be combined with {join_and(others)}"
        for kind, file in self.pictures.items():
            refuse(
                (not file, needs(f"--{kind}", "a file name, or - for standard output")),
                (others, f"--{kind} {only}"),
            )
        untitled = self.title is not None and not self.pictures
        refuse((untitled, needs("--title", "--svg or --html")))
        same = len(self.pictures) > len({*self.pictures.values()})
        refuse((same, f"--svg and --html need different files, not {self.pictures.get('svg')}"))

    def _not_text(self, output: str, suffix: str, selected: str) -> str:
        what, remedy = _NOT_TEXT[suffix]
        remedy = remedy or (_PRINT if self.has_pictures else "use {stem}.md or {stem}.csv")
        stem = output[: -len(suffix)]
        remedy = remedy.format(stem=stem, selected=selected)
        return f"--output {output}: cannot write {what}; {remedy}"

    @property
    def on_terminal(self) -> bool:
        """Return whether the output is for a terminal, not for a file or a pipe."""
        return self.output is None and sys.stdout.isatty()

    def chosen(self) -> str:
        """Return the name of the chosen format, or "table" for a view."""
        to_person = self.page or self.on_terminal
        usual = "table" if to_person else self.default_format
        return "table" if self.pictures else self.named or usual

    def objects(self) -> bool:
        """Return whether the chosen format writes rows as objects with all keys, as JSON does."""
        return self.can("dump")

    def can(self, action: Action) -> bool:
        """Return whether the chosen format supports an action, such as "prose" or "dump"."""
        return self.chosen() in able_to(action)

    def texts(self, action: Action, *values: Any) -> None:
        """Write `values` as text, with an action of the chosen format, such as "prose"."""
        self._write(self.formats[self.chosen()].function(action)(*values))

    def rows(self, table: Table[Any], view: View) -> None:
        """Write the rows of `table`, or the view if the chosen format is "table".

        Raises UsageError for an option that the format does not have.
        """
        name = self.chosen()
        if name == "table":
            refuse((self.page and self.header is not None, _header_rule()))
            # In a file or a pipe a table is as wide as it needs to be: nothing is truncated.
            self.render(view, None if self.page else 100_000)
            return
        if isinstance(table.rows, Sequence):
            table = table._replace(rows=counted(table.rows, "Writing rows", len(table.rows)))
        write = self.formats[name].function("write")
        self._write(write(table, Style(self.header, self.excel)))
        if self.misnamed:
            self.session.note(f"{self.output} was written as {name}; for another format, use -o")

    def lines(self, lines: Iterable[str], view: View) -> None:
        """Write lines of text to a file or a pipe, or the view on a terminal.

        Raises UsageError for --header and --no-header.
        """
        refuse((self.header is not None, _header_rule()))
        if self.on_terminal:
            self.render(view)
        else:
            self._write(f"{line}\n" for line in lines)

    def one(self, value: dict[str, Any]) -> None:
        """Write one object. The chosen format must be one that writes objects, such as "json"."""
        self._write([self.formats[self.chosen()].function("dump")(value)])

    def text(self, text: str) -> None:
        """Write a text, unchanged except on a terminal. Raises UsageError for --svg and --html."""
        kinds = " and ".join(f"--{kind}" for kind in self.pictures)
        refuse((self.pictures, f"--total has no picture; omit --total or {kinds}"))
        self._write([text])

    def render(self, view: View, width: int | None = None) -> None:
        """Write a view, or pictures of the view if the user requests pictures.

        `width`: the width [columns] for a file or a pipe if $COLUMNS is not set; None: the default.
        """
        if self.pictures:
            self._draw(view)
            return
        from rich.console import Group

        narrow = self.on_terminal or os.environ.get("COLUMNS")
        console = self.session.console(None if narrow else width, self.on_terminal)
        with task("Drawing"), console.capture() as captured:
            console.print(Group(*view(console)), crop=False)
        if self.on_terminal:
            self.session.print_text(captured.get())
        else:
            # In a file, the padding of a cell would only be spaces at the end of a line.
            self._write(f"{line.rstrip(' ')}\n" for line in captured.get().splitlines())

    def _draw(self, view: View) -> None:
        from chrono.view import pictures

        def parts(console: Console) -> Iterable[RenderableType]:
            return [*(pictures.heading(self.title) if self.title else []), *view(console)]

        console = self.session.console(file=io.StringIO())
        title = self.title or self.session.part.name
        theme = self.session.settings.theme
        picture = pictures.picture(console, parts(console), title, theme)
        for kind, file in self.pictures.items():
            if kind == "html" and picture.width > pictures.PHONE:
                narrow = self.session.console(pictures.PHONE, file=io.StringIO())
                picture = picture._replace(narrow=pictures.lines_of(narrow, parts(narrow)))
            text: str = getattr(pictures, kind)(picture)
            if file == "-":
                sys.stdout.write(text)
            else:
                self._write_file(file, text, kind)
                if sys.stderr.isatty():
                    self.session.note(f"wrote {file}")

    def _write(self, pieces: Iterable[str]) -> None:
        if self.output is not None:
            self._write_file(self.output, "".join(pieces))
            return
        progress.make_way()
        pieces = iter(pieces)
        # Batches need few writes, and `head` need not wait for the last row.
        while batch := "".join(islice(pieces, 512)):
            sys.stdout.write(escape_for_terminal(batch) if self.on_terminal else batch)

    def _write_file(self, path: str, text: str, option: str = "output") -> None:
        from chrono.files.disk.atomic import write_text

        self.session.refuse_ledger(path, option)
        write_text(Path(path), text)


class PictureOutput(Output):
    """The output options of a command that has --svg and --html."""

    has_pictures = True


class PageOutput(Output):
    """The output options of a command that writes a view by default, even in a pipe."""

    page = True


class PicturePageOutput(PictureOutput, PageOutput):
    """The output options of a command that writes a view by default, and has --svg and --html."""


def discard_stdout() -> None:
    """Discard all further standard output, after the program that reads it has ended."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
