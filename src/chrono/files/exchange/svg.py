"""Write the format `svg`: a drawn timeline, for print and for web pages."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.core import english
from chrono.core.counting import Count
from chrono.core.headline import headline, in_phrases, in_title
from chrono.core.subset import Subset
from chrono.files.exchange.drawing.elements import COLOURS, plain, rect, style, text
from chrono.files.exchange.drawing.layout import Layout, Options
from chrono.files.exchange.drawing.legend import described_lanes, figure, notes
from chrono.files.exchange.drawing.shapes import number
from chrono.files.exchange.drawing.text_widths import wrapped
from chrono.files.exchange.registry import Document

FORMATS = {
    "svg": {
        "help": "a drawn timeline",
        "options": ["title", "lanes", "labels", "width", "arrows"],
        "page": True,
        "links": False,
    },
}

WIDTH = 960
_SANS = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'Noto Sans', sans-serif"
_SERIF = "Charter, 'Iowan Old Style', Georgia, 'Liberation Serif', 'Noto Serif', serif"
_DARK = style({name: dark for name, (_, dark) in COLOURS.items()})


def export_svg(
    subset: Subset,
    title: str | None = None,
    lanes: str = "type",
    labels: str = "title",
    width: int = WIDTH,
    arrows: bool = False,
) -> Document:
    """Return a drawn timeline of a subset of a ledger.

    - `title`: the title (default: made from the filters)
    - `lanes`: the dimension of the lanes, such as "type" or "actor"
    - `labels`: a key of LABELS, which decides the text of labels
    - `width`: the width of the drawing [px]
    - `arrows`: whether to draw an arrow from each event to those that follow it up
    """
    margin = 24 if width > 560 else 14
    room = width - 2 * margin
    name = title or headline(subset)
    size = 22 if width > 560 else 19
    bold = f' font-family="{_SERIF}" font-size="{size}" font-weight="bold"'
    body, y = [], 14.0
    for line in wrapped(name, room, size, bold=True):
        y += size * 1.2
        body.append(text(0, y, line, "ink", bold))
    y += 7
    for line in wrapped(_numbers(subset, name), room, 14):
        y += 18
        body.append(text(0, y, line, "quiet", ' font-size="14"'))
    layout = Layout(subset, Options(lanes, labels, room, arrows=arrows))
    drawn, end = figure(layout)
    drawn = [*body, f'<g transform="translate(0 {number(y + 14)})">', *drawn, "</g>"]
    foot = [*_omitted(subset)]
    if name != subset.ledger.name:
        foot.append(f"Source: {subset.ledger.name}")
    noted, y = notes(layout, y + 14 + end, foot)
    content = _document(name, described_lanes(layout), [*drawn, *noted], width, y + 14, margin)
    return Document(content, contains=english.plural(len(layout.marks), "event"))


def _document(
    title: str, about: str, drawn: list[str], width: int, height: float, margin: int
) -> str:
    body = "\n".join(drawn)
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {number(height)}" width="{width}" \
height="{number(height)}" role="img" aria-labelledby="title about" font-family="{_SANS}" \
font-size="12">
<title id="title">{plain(title)}</title>
<desc id="about">{plain(about)}</desc>
<style>
@media screen and (prefers-color-scheme: dark) {{
{_DARK}
}}
</style>
{rect(0, 0, width, height, "paper")}
<g transform="translate({margin} 0)">
{body}
</g>
</svg>
"""


def _numbers(subset: Subset, title: str) -> str:
    events = len(subset.ledger.events)
    contacts = Count([match for match in subset.selection.matches if match.event.contact])
    words = english.plural(events, "event")
    if contacts.max:
        words = f"{words}, including {contacts.of('contact')}"
        words = contacts.of("contact") if contacts.max == events else words
    period = in_title(subset.period)
    titled = subset.actors and all(actor in title for actor in subset.actors)
    hidden = ("contacts", "actor") if titled else ("contacts",)
    filters = [one for one in subset.description if one.name not in hidden]
    parts = ["" if period in title else period, in_phrases(filters, subset.actors)]
    return english.joined([words, *parts], ", ")


def _omitted(subset: Subset) -> Iterator[str]:
    if others := subset.other_statuses:
        listing = english.join_and([f"{count} {status}" for status, count in others.items()])
        yield f"Not shown: {listing}."
