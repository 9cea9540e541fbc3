"""What a terminal shows, as a picture: SVG, or a page of HTML. Nothing is fetched to show either.

Every run of text stands at its own column and is as wide as the terminal has it, whatever the font:
Chinese text and symbols line up as they do there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style

_SIZE = 14
_COLUMN = 8.4
"""The width of a column, in pixels at that size of the font: six tenths, as nearly all have it."""

_LINE = 19
_MARGIN = 16
_FONTS = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"

_NO_XML = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
"""What no XML can hold; it is shown as what it is, no character."""

_LIGHT = {"ground": "#ffffff", "ink": "#1f2328", "edge": "#d1d9e0"}
_DARK = {"ground": "#0d1117", "ink": "#e6edf3", "edge": "#3d444d"}


class Run(NamedTuple):
    """Text of one style, from a column on; `cells` is how many columns it takes."""

    column: int
    text: str
    style: Style

    @property
    def cells(self) -> int:
        """The columns that it takes."""
        return cell_len(self.text)


class Picture(NamedTuple):
    """Lines of runs, so many columns wide; `title` says what they show.

    `grounds` are the colours behind them: two where the picture is to follow its surroundings.
    """

    title: str
    lines: Sequence[Sequence[Run]]
    width: int
    grounds: Sequence[dict[str, str]]


def picture(console: Console, view: RenderableType, title: str, theme: str | None) -> Picture:
    """What a console shows of a view. A theme for dark or for light grounds has its ground."""
    lines = []
    for line in console.render_lines(view, pad=False):
        runs, column = [], 0
        drawn = Segment.remove_color(line) if console.no_color else line
        for shown, style, _ in Segment.simplify(drawn):
            text = _NO_XML.sub("\ufffd", shown)
            if text.strip():
                lead = len(text) - len(text.lstrip(" "))
                runs.append(Run(column + lead, text.strip(" "), style or Style.null()))
            column += cell_len(text)
        lines.append(runs)
    while lines and not lines[-1]:
        lines.pop()
    grounds = {"dark": [_DARK], "light": [_LIGHT]}.get(theme or "", [_LIGHT, _DARK])
    return Picture(_NO_XML.sub("\ufffd", title), lines, console.width, grounds)


def svg(shown: Picture) -> str:
    """As an SVG image."""
    names = _names(shown)
    width = round(shown.width * _COLUMN + 2 * _MARGIN)
    height = len(shown.lines) * _LINE + 2 * _MARGIN
    title = escape(shown.title)
    text = [
        f'<text class="{names[run.style]}" x="{_MARGIN + run.column * _COLUMN:.1f}" '
        f'y="{_MARGIN + number * _LINE + _SIZE}" textLength="{run.cells * _COLUMN:.1f}" '
        f'lengthAdjust="spacingAndGlyphs">{escape(run.text, quote=False)}</text>'
        for number, runs in enumerate(shown.lines)
        for run in runs
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" aria-label="{title}">',
            f"<title>{title}</title>",
            "<style>",
            f"text {{ font: {_SIZE}px {_FONTS}; white-space: pre }}",
            *_rules(shown, names, "fill"),
            *_around(shown, lambda g: f".ground {{ fill: {g['ground']}; stroke: {g['edge']} }}"),
            "</style>",
            f'<rect class="ground" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" '
            'rx="6"/>',
            *text,
            "</svg>\n",
        ]
    )


def html(shown: Picture) -> str:
    """As a page of HTML that stands alone; its text can be selected, searched and read out."""
    names = _names(shown)
    lines = []
    for runs in shown.lines:
        line, column = "", 0
        for run in runs:
            line += " " * (run.column - column)
            # Only Latin text is sure to be as wide as its columns.
            kind = names[run.style]
            wide = "" if run.text.isascii() else f' style="width:{run.cells}ch"'
            line += f'<span class="{kind}"{wide}>{escape(run.text, quote=False)}</span>'
            column = run.column + run.cells
        lines.append(line)
    body = "\n".join(lines)
    title = escape(shown.title)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            "<style>",
            f"pre {{ font: {_SIZE}px/{_LINE}px {_FONTS}; overflow-x: auto }}",
            "span[style] { display: inline-block; white-space: pre; vertical-align: top }",
            *_rules(shown, names, "color"),
            *_around(shown, lambda g: f"body {{ background: {g['ground']}; color: {g['ink']} }}"),
            "</style>",
            "</head>",
            "<body>",
            f"<pre>{body}</pre>",
            "</body>",
            "</html>\n",
        ]
    )


def _names(shown: Picture) -> dict[Style, str]:
    """A class for each style, numbered as they come."""
    styles = dict.fromkeys(run.style for runs in shown.lines for run in runs)
    return {style: f"s{number}" for number, style in enumerate(styles)}


def _rules(shown: Picture, names: dict[Style, str], key: str) -> Iterator[str]:
    """What the classes look like; those without a colour of their own are in ink."""
    plain = []
    for style, name in names.items():
        rules = ["font-weight: bold"] * bool(style.bold) + ["font-style: italic"] * bool(
            style.italic
        )
        if style.color is None or style.color.is_default:
            plain.append(f".{name}")
        else:
            rules.append(f"{key}: {style.color.get_truecolor().hex}")
        if rules:
            yield f".{name} {{ {'; '.join(rules)} }}"
    if plain:
        yield from _around(shown, lambda ground: f"{', '.join(plain)} {{ {key}: {ground['ink']} }}")


def _around(shown: Picture, rule: Callable[[dict[str, str]], str]) -> Iterator[str]:
    """A rule for the ground, and for the dark one where there are both."""
    first, *others = shown.grounds
    yield rule(first)
    for other in others:
        yield f"@media (prefers-color-scheme: dark) {{ {rule(other)} }}"
