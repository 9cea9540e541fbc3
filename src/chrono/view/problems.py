"""Show problems, each with the file, the line number and the line itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core.text import escape_controls, parts_of_line
from chrono.errors import Problem
from chrono.view import theme


def wrapped(problem: Problem, console: Console, end: str = "") -> Text:
    """Return a problem and the text `end`, wrapped to the width of the console.

    A long command is not broken, so that the user can copy it.
    """
    place = theme.text(f"{problem.place}: ", "heading")
    severity = (f"{problem.severity}: ", f"severity.{problem.severity}")
    words = theme.text(problem.message), theme.text(end, "quiet")
    sentence = Text.assemble(place, severity, *words)
    parts = parts_of_line(sentence.plain, max(console.width, 3), cell_len)
    lines = Text("\n  ").join(sentence[start:end] for start, end in parts)
    lines.no_wrap, lines.overflow = True, "ignore"
    return lines


def labelled(line: str) -> Text:
    """Return a line of a message, with colour for "error:" or "warning:" at the beginning."""
    text = Text(line)
    for severity in ("error", "warning"):
        if line.startswith(f"{severity}: "):
            text.stylize(f"severity.{severity}", 0, len(f"{severity}: "))
    return text


def problems(
    quoted: Sequence[tuple[Problem, str | None]], by_rule: Sequence[Sequence[str]], console: Console
) -> Iterator[RenderableType]:
    """Yield problems, then a table of counts, as Rich renderables.

    - `quoted`: each problem with its line of the file, if any
    - `by_rule`: the headings and rows of the table, or empty for no table
    """
    for problem, line in quoted:
        yield wrapped(problem, console, f" [{problem.rule}]")
        if line is not None and line.strip():
            gutter = f"{problem.line:>6} │ "
            width = console.width - len(gutter)
            shown = escape_controls(line.strip()[: 4 * width])
            if set_cell_size(shown, width).rstrip() != shown:
                shown = set_cell_size(shown, width - 1) + "…"
            yield Text.assemble((gutter, "axis"), (shown, "quiet"), no_wrap=True)
    if by_rule:
        from chrono.view.tables import grid  # most answers have no table

        table = grid("text", "number", "number", headings=by_rule[0])
        for name, *numbers in by_rule[1:]:
            styles = ("quiet" if number == "0" else "number" for number in numbers)
            table.add_row(theme.text(name), *map(theme.text, numbers, styles))
        yield from (Text(), table)
