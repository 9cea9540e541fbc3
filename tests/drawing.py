"""Draw views on a console of a certain width, whatever terminal the tests run on."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

from rich.console import Console, Group, RenderableType

from chrono.view import theme


def console(width: int, colours: bool = False) -> Console:
    """A console that writes into a text. colours: whether it writes them."""
    return Console(
        width=width, file=io.StringIO(), force_terminal=colours,
        color_system="truecolor" if colours else None, legacy_windows=False, theme=theme.themed(),
        markup=False, highlight=False, emoji=False, _environ={},
    )  # fmt: skip


def drawn(
    view: RenderableType | Callable[[Console], Iterable[RenderableType]], width: int
) -> list[str]:
    """The lines of a view in so many columns."""
    terminal = console(width)
    terminal.print(Group(*view(terminal)) if callable(view) else view)
    assert isinstance(terminal.file, io.StringIO)
    return terminal.file.getvalue().splitlines()
