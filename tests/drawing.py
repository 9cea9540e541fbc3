"""Render views as text, independently of the terminal on which the tests run."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

from rich.console import Console, Group, RenderableType

from chrono.view import theme


def console(width: int, colours: bool = False) -> Console:
    """Return a console that writes to a string. `width`: the number of columns."""
    return Console(
        width=width, file=io.StringIO(), force_terminal=colours,
        color_system="truecolor" if colours else None, legacy_windows=False, theme=theme.themed(),
        markup=False, highlight=False, emoji=False, _environ={},
    )  # fmt: skip


def drawn(
    view: RenderableType | Callable[[Console], Iterable[RenderableType]], width: int
) -> list[str]:
    """Return the lines of a view. `width`: the number of columns."""
    terminal = console(width)
    terminal.print(Group(*view(terminal)) if callable(view) else view)
    assert isinstance(terminal.file, io.StringIO)
    return terminal.file.getvalue().splitlines()
