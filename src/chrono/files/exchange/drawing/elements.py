"""Make the SVG elements of a drawing as text, in colours for light and dark pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from chrono.core.text import escape_controls
from chrono.files.exchange.drawing.shapes import number

COLOURS: Mapping[str, tuple[str, str]] = {
    "paper": ("#fdfcf9", "#171614"),
    "ink": ("#1d1b18", "#ebe6dc"),
    "quiet": ("#5e5951", "#aba49a"),
    "rule": ("#d9d4c9", "#3d3a35"),
    "accent": ("#9a2f1b", "#f09a80"),
    "pale": ("#d3a89d", "#7d5044"),
}
"""The values of each colour on a light page and on a dark page."""

_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")  # XML cannot contain these characters


def style(value: Mapping[str, str]) -> str:
    """Return a style sheet that sets the colours. `value`: maps a name in COLOURS to a colour."""
    return "\n".join(
        f":root .{key}-{name} {{ {prefix}: {value[name]} }}"
        for key, prefix in (("fill", "fill"), ("stroke", "stroke"), ("stop", "stop-color"))
        for name in COLOURS
    )


def plain(text: str) -> str:
    """Return a text for XML, with invisible characters and characters such as `<` escaped."""
    return escape(_NO_XML.sub("\ufffd", escape_controls(text)))


def paint(fill: str = "none", stroke: str = "", width: float = 1) -> str:
    """Return the SVG attributes for the fill and the outline of an element.

    - `fill`: a name in COLOURS, or another value, such as the URL of a gradient
    - `stroke`: a name in COLOURS, or "" for no outline
    """
    classes = [f"fill-{fill}"] * (fill in COLOURS) + [f"stroke-{stroke}"] * bool(stroke)
    named = f'class="{" ".join(classes)}" ' if classes else ""
    line = f' stroke="{COLOURS[stroke][0]}" stroke-width="{width:g}"' if stroke else ""
    return f'{named}fill="{COLOURS[fill][0] if fill in COLOURS else fill}"{line}'


def path(data: str, attributes: str) -> str:
    """Return an SVG path element. `data`: the value of the attribute `d`."""
    return f'<path d="{data}" {attributes}/>'


def joined_paths(paths: str) -> str:
    """Return the SVG path elements, after joining those with the same attributes.

    Elements with a gradient are not joined. `paths`: elements that `path` returned.
    """
    data: dict[str, str] = {}
    alone = ""
    for found in re.finditer(r'<path d="(.*?)" (.*?)/>', paths):
        if "url(" in found[2]:
            alone += found[0]
        else:
            data[found[2]] = data.get(found[2], "") + found[1]
    return "".join(path(drawn, attributes) for attributes, drawn in data.items()) + alone


def text(x: float, y: float, words: str, colour: str = "ink", more: str = "") -> str:
    """Return an SVG element with one line of text, which begins at (x, y) [px].

    - `colour`: a name in COLOURS
    - `more`: other attributes as text, each after a space
    """
    return f'<text x="{number(x)}" y="{number(y)}" {paint(colour)}{more}>{plain(words)}</text>'


def rect(left: float, top: float, right: float, bottom: float, colour: str) -> str:
    """Return a filled SVG rectangle. `colour`: a name in COLOURS, or "none"."""
    return (
        f'<rect x="{number(left)}" y="{number(top)}" width="{number(right - left)}" '
        f'height="{number(bottom - top)}" {paint(colour)}/>'
    )


def fade(id: str, colour: str) -> str:
    """Return an SVG gradient that fades at both ends. `colour`: a name in COLOURS."""
    stops = "".join(
        f'<stop class="stop-{colour}" offset="{offset}" stop-color="{COLOURS[colour][0]}" '
        f'stop-opacity="{opacity}"/>'
        for offset, opacity in ((0, 0.1), (0.2, 0.5), (0.8, 0.5), (1, 0.1))
    )
    return f'<linearGradient id="{id}">{stops}</linearGradient>'


def half(id: str, colour: str) -> str:
    """Return an SVG gradient that fills the lower half of a shape. `colour`: a name in COLOURS."""
    stop = f'<stop class="stop-{colour}" offset="0.5" stop-color="{COLOURS[colour][0]}"'
    return (
        f'<linearGradient id="{id}" x2="0" y1="1">{stop}/>{stop} stop-opacity="0"/>'
        "</linearGradient>"
    )
