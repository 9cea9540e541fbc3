"""Answers that can be kept as pictures of what a terminal shows."""

from __future__ import annotations

import io
import sys
from typing import Annotated, Any

from chrono.cli.options import OUTPUT, OptionBundle, Word, option, output_as
from chrono.cli.output import Output, View
from chrono.cli.session import Session
from chrono.errors import UsageError

_PICTURES = {
    "svg": Annotated[
        Word,
        option(
            "--svg",
            metavar="FILE",
            text="What a terminal shows, as a picture in FILE; in colour, unless --color never.",
        ),
    ],
    "html": Annotated[
        Word,
        option(
            "--html",
            metavar="FILE",
            text="What a terminal shows, as a page in FILE; in colour, unless --color never.",
        ),
    ],
}
_OPTIONS = {**OUTPUT, **_PICTURES}


class PictureOutput(Output):
    """What was said of the output, pictures among it: `files` are their ways by their kinds."""

    def __init__(self, svg: str | None = None, html: str | None = None, **others: Any) -> None:
        super().__init__(**others)
        question = {"svg": svg, "html": html}
        self.files = {kind: file for kind, file in question.items() if file is not None}
        for kind, file in self.files.items():
            if not file:
                raise UsageError(f"--{kind} takes the name of a file, or - for standard output")
        if self.files and (self.format or self.output or self.header is not None or self.excel):
            raise UsageError(
                f"--{next(iter(self.files))} keeps what a terminal shows, which is in no other "
                "format and goes to no other file"
            )
        if svg is not None and svg == html:
            raise UsageError(f"--svg and --html cannot both go to {svg}")

    def chosen(self, page: bool = False) -> str:
        """A picture is of what a person sees."""
        return "table" if self.files else super().chosen(page)

    def text(self, session: Session, text: str) -> None:
        """A text as it is, of which there is no picture."""
        if self.files:
            raise UsageError("of a number alone there is no picture: leave out --total")
        super().text(session, text)

    def render(self, session: Session, view: View, width: int | None = None) -> None:
        """Into the pictures where some are wanted, or as ever."""
        if not self.files:
            super().render(session, view, width)
            return
        from chrono.view import pictures

        console = session.console(None, False, io.StringIO())
        theme = session.settings.theme
        shown = pictures.picture(console, view(), session.ledger.name, theme)
        drawers = {"svg": pictures.svg, "html": pictures.html}
        for kind, file in self.files.items():
            text = drawers[kind](shown)
            if file == "-":
                sys.stdout.write(text)
            else:
                self.write_file(session, file, text, kind)


PictureOutput.GROUP = OptionBundle(_OPTIONS, output_as(PictureOutput), {"Output": _OPTIONS})  # type: ignore[attr-defined]
