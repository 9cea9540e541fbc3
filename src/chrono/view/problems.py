"""A view of problems, each with its file and line number above the line itself."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.text import Text

from chrono.errors import Problem
from chrono.view import theme


def problem_list(problems: Sequence[tuple[Problem, str | None]]) -> Group:
    """A view of problems, each with the text of its line, or None if it has no line."""
    texts = []
    for problem, line in problems:
        head = Text.assemble(
            theme.text(f"{problem.place}: ", "heading"),
            (f"{problem.severity}: ", f"severity.{problem.severity}"),
            theme.text(problem.message),
            theme.text(f" [{problem.rule}]", "quiet"),
            overflow="fold",
        )
        texts.append(head)
        if line is not None and line.strip():
            gutter, text = (f"{problem.line:>6} │ ", "axis"), theme.text(line.strip(), "quiet")
            texts.append(Text.assemble(gutter, text, no_wrap=True, overflow="ellipsis"))
    return Group(*texts)
