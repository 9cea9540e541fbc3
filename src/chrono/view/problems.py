"""Problems with their places, each above the line of the ledger in which it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import set_cell_size
from rich.console import Console, ConsoleOptions, RenderableType
from rich.text import Text

from chrono.core.text import escape_controls
from chrono.errors import Problem
from chrono.view import theme


class Problems:
    """Problems, each with its line of the ledger, or None where it stands on none."""

    def __init__(self, problems: Sequence[tuple[Problem, str | None]]) -> None:
        self.problems = problems

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        for problem, line in self.problems:
            place = f"{problem.path}:{problem.line}" if problem.line else problem.path
            yield Text.assemble(
                theme.text(f"{place}: ", "heading"),
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
    """The line as far as it fits, made visible; a long one need not be looked at whole."""
    shown = escape_controls(line[: 4 * width])
    fitted = set_cell_size(shown, width).rstrip()
    return shown if fitted == shown else set_cell_size(shown, width - 1) + "…"
