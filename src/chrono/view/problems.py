"""A view of problems, each with its file and line number above the line itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import set_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from chrono.core.text import escape_controls
from chrono.errors import Problem
from chrono.view import theme


class Problems(NamedTuple):
    """A view of `problems`: (problem, text of its line, or None without a line) for each."""

    problems: Sequence[tuple[Problem, str | None]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for problem, line in self.problems:
            yield Text.assemble(
                theme.text(f"{problem.place}: ", "heading"),
                (f"{problem.severity}: ", f"severity.{problem.severity}"),
                theme.text(problem.message),
                theme.text(f" [{problem.rule}]", "quiet"),
                overflow="fold",
            )
            if line is not None and line.strip():
                gutter = f"{problem.line:>6} │ "
                yield Text.assemble(
                    (gutter, "axis"),
                    theme.text(_cut(line.strip(), options.max_width - len(gutter)), "quiet"),
                    no_wrap=True,
                )


def _cut(line: str, width: int) -> str:
    """A line with control characters escaped, cut to a width (columns)."""
    shown = escape_controls(line[: 4 * width])
    fitted = set_cell_size(shown, width).rstrip()
    return shown if fitted == shown else set_cell_size(shown, width - 1) + "…"
