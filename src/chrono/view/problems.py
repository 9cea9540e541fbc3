"""A view of problems, each with its file and line number above the line itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import set_cell_size
from rich.console import Console
from rich.text import Text

from chrono.core.text import escape_controls
from chrono.errors import Problem
from chrono.view import theme


def _sentence(problem: Problem) -> Text:
    return Text.assemble(
        theme.text(f"{problem.place}: ", "heading"),
        (f"{problem.severity}: ", f"severity.{problem.severity}"),
        theme.text(problem.message),
    )


def wrapped(problem: Problem, console: Console) -> Text:
    """A problem without its line number, wrapped at spaces; later lines are indented by two."""
    lines = _sentence(problem).wrap(console, max(console.width - 2, 1))
    return Text("\n  ").join(lines)


def labelled(line: str) -> Text:
    """A line of a message, with the word "error" in its colour if the line begins with it."""
    text = Text(line)
    if line.startswith("error: "):
        text.stylize("severity.error", 0, len("error: "))
    return text


def problems(quoted: Sequence[tuple[Problem, str | None]], console: Console) -> Iterator[Text]:
    """A view of problems; `quoted`: (problem, text of its line or None) for each."""
    for problem, line in quoted:
        yield Text.assemble(
            _sentence(problem), theme.text(f" [{problem.rule}]", "quiet"), overflow="fold"
        )
        if line is not None and line.strip():
            gutter = f"{problem.line:>6} │ "
            width = console.width - len(gutter)
            shown = escape_controls(line.strip()[: 4 * width])
            if set_cell_size(shown, width).rstrip() != shown:
                shown = set_cell_size(shown, width - 1) + "…"
            yield Text.assemble((gutter, "axis"), (shown, "quiet"), no_wrap=True)
