"""Turn terminal output into an SVG image or an HTML page that loads no other file.

Each piece of text has the same column and width as on the terminal, in any font.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from chrono.core.text import escape_controls
from chrono.view import theme as colours

_SIZE = 14  # the size of the font, in pixels, like all lengths in this module
_COLUMN = 8.4  # the width of a column: six tenths of the size, as in nearly all fonts

_LINE, _MARGIN = 19, 16
PHONE = 44  # the number of columns that fit a phone of 390 pixels
_FONTS = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_NO_XML = re.compile(r"[\ud800-\udfff\ufffe\uffff]")  # XML cannot contain these characters
_LIGHT = {"ground": "#ffffff", "ink": "#1f2328"}
_DARK = {"ground": "#0d1117", "ink": "#e6edf3"}


class Run(NamedTuple):
    """A piece of text with one style. `column`: the column in which the text begins, from 0."""

    column: int
    text: str
    style: Style


class Picture(NamedTuple):
    """Terminal output as lines, each of which consists of runs of text.

    - `width`: the number of columns
    - `grounds`: the colours "ground" (the background) and "ink" (text without a colour). A second
      mapping is for readers who prefer dark pages.
    - `narrow`: the same output for narrow screens
    """

    title: str
    lines: Sequence[Sequence[Run]]
    width: int
    grounds: Sequence[Mapping[str, str]]
    narrow: Sequence[Sequence[Run]] = ()

    @property
    def classes(self) -> dict[Style, str]:
        """Return the name of the CSS class of each style, in the order of first use."""
        styles = dict.fromkeys(run.style for runs in (*self.lines, *self.narrow) for run in runs)
        return {style: f"s{number}" for number, style in enumerate(styles)}


def picture(
    console: Console, parts: Iterable[RenderableType], title: str, theme: str | None
) -> Picture:
    """Return a picture of the `parts` of a view.

    `theme`: "dark" or "light" for a dark or light background. For any other value, the background
    depends on the reader's settings.
    """
    grounds = {"dark": [_DARK], "light": [_LIGHT]}.get(theme or "", [_LIGHT, _DARK])
    title = _NO_XML.sub("\ufffd", escape_controls(title))
    return Picture(title, lines_of(console, parts), console.width, grounds)


def lines_of(console: Console, parts: Iterable[RenderableType]) -> list[list[Run]]:
    """Return the lines of the `parts` of a view, without empty lines at the end."""
    lines: list[list[Run]] = []
    for line in console.render_lines(Group(*parts), pad=False):
        column = 0
        lines.append([])
        segments = Segment.remove_color(line) if console.no_color else line
        for content, style, _ in Segment.simplify(segments):
            text = _NO_XML.sub("\ufffd", content)
            if text.strip():
                indent = len(text) - len(text.lstrip(" "))
                lines[-1].append(Run(column + indent, text.strip(" "), style or Style.null()))
            column += cell_len(text)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def heading(title: str) -> list[RenderableType]:
    """Return a title as parts of a view."""
    return [colours.text(title, "heading"), Text()]


def svg(picture: Picture) -> str:
    """Return the picture as the text of an SVG image."""
    classes = picture.classes
    width = round(picture.width * _COLUMN + 2 * _MARGIN)
    height = len(picture.lines) * _LINE + 2 * _MARGIN
    title = escape(picture.title)
    texts = "".join(
        f'<text class="{classes[run.style]}" x="{_MARGIN + run.column * _COLUMN:.1f}" '
        f'y="{_MARGIN + number * _LINE + _SIZE}" textLength="{cell_len(run.text) * _COLUMN:.1f}" '
        f'lengthAdjust="spacingAndGlyphs">{escape(run.text, quote=False)}</text>\n'
        for number, runs in enumerate(picture.lines)
        for run in runs
    )
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 {width} {height}" \
width="{width}" height="{height}" role="img" aria-label="{title}">
<title>{title}</title>
<style>
text {{ font: {_SIZE}px {_FONTS}; white-space: pre }}
{_css(picture, "fill", ".ground {{ fill: {ground} }}")}
</style>
<rect class="ground" width="{width}" height="{height}"/>
{texts}</svg>
"""


def html(picture: Picture) -> str:
    """Return the picture as the text of an HTML page.

    If the window is too narrow for the lines, the page shows the field `narrow` of the picture.
    """
    classes = picture.classes
    versions = [picture.lines, picture.narrow] if picture.narrow else [picture.lines]
    bodies = ["\n".join(_html_line(runs, classes) for runs in lines) for lines in versions]
    body = "\n".join(f"<pre>{text}</pre>" for text in bodies)
    return f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(picture.title)}</title>
<style>
body {{ container-type: inline-size; -webkit-text-size-adjust: none; text-size-adjust: none }}
pre {{ font: {_SIZE}px/{_LINE}px {_FONTS}; margin: 0; overflow-x: auto }}
pre + pre {{ display: none; font-size: min({_SIZE}px, 100cqw / {PHONE * 0.605:.2f}) }}
@container (max-width: {picture.width * _COLUMN:.0f}px) {{
pre:not(:last-child) {{ display: none }}
pre + pre {{ display: block }}
}}
span[style] {{ display: inline-block; white-space: pre; vertical-align: top }}
{_css(picture, "color", "body {{ background: {ground}; color: {ink} }}")}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def _html_line(runs: Sequence[Run], classes: Mapping[Style, str]) -> str:
    line, end = "", 0
    for column, text, style in runs:
        width = "" if text.isascii() else f' style="width:{cell_len(text)}ch"'
        span = f'<span class="{classes[style]}"{width}>{escape(text, quote=False)}</span>'
        line += " " * (column - end) + span
        end = column + cell_len(text)
    return line


def _css(picture: Picture, key: str, ground: str) -> str:
    rules, plain = [], []
    for style, name in picture.classes.items():
        properties = ["font-weight: bold"] if style.bold else []
        if style.italic:
            properties.append("font-style: italic")
        if style.underline:
            properties.append("text-decoration: underline")
        if style.color is None or style.color.is_default:
            plain.append(f".{name}")
        else:
            properties.append(f"{key}: {style.color.get_truecolor().hex}")
        if properties:
            rules.append(f".{name} {{ {'; '.join(properties)} }}")
    ink = [f"{', '.join(plain)} {{{{ {key}: {{ink}} }}}}"] if plain else []
    for rule in (*ink, ground):
        first, *dark = (rule.format(**colors) for colors in picture.grounds)
        rules += [first, *(f"@media (prefers-color-scheme: dark) {{ {one} }}" for one in dark)]
    return "\n".join(rules)
