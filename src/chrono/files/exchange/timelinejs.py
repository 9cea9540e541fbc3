"""Write the format `timelinejs`: a web timeline, in the JSON format of TimelineJS 3.

See https://timeline.knightlab.com/docs/json-format.html.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

from chrono.core import english
from chrono.core.dates import When
from chrono.core.headline import headline
from chrono.core.model import Event, Source
from chrono.core.precisions import PRECISIONS
from chrono.core.subset import Subset
from chrono.core.text import escape_controls, paragraphs, web_address
from chrono.files.exchange.json import dump_json
from chrono.files.exchange.registry import Document
from chrono.files.format.ids import free_id

FORMATS = {
    "timelinejs": {"help": "a web timeline for TimelineJS 3", "links": False},
}

MOST_SLIDES = 20  # the maximum number of slides that TimelineJS recommends


def export_timelinejs(subset: Subset) -> Document:
    """Return a TimelineJS document with a slide for each event.

    A title slide is added if the ledger has a title or a description, or if actors were selected.
    """
    ledger = subset.ledger
    timeline: dict[str, Any] = {"scale": "human"}
    title = headline(subset) if ledger.title or subset.actors else ""
    if title or ledger.description:
        # TimelineJS renames the second of two slides that have one id.
        id = free_id(["title"], {event.id for event in ledger.events})
        text = _text(_html(title), _paragraphs(ledger.description))
        timeline["title"] = {"unique_id": id, **text}
    timeline["events"] = [_slide(event) for event in ledger.events]
    notes = []
    if not ledger.events:
        notes.append("TimelineJS cannot show a timeline without events")
    if (number := len(ledger.events)) > MOST_SLIDES:
        most = f"TimelineJS recommends at most {MOST_SLIDES}, so add a period or a filter"
        notes.append(f"{number} slides; {most}")
    if ended := [event.id for event in ledger.events if event.when.start is None]:
        what = f"{english.plural(len(ended), 'event')} with an unknown start"
        notes.append(f"{what}, shown at the earliest possible end: {english.first_few(ended)}")
    return Document(dump_json(timeline), tuple(notes))


def _slide(event: Event) -> dict[str, Any]:
    status = "" if event.status == "held" else f"{event.status.capitalize()}: "
    about = [english.people(event), event.type.label, english.place(event)]
    text = f"<p>{_html(english.joined(about))}</p>"
    if event.present:
        text += f"<p>Present: {_html(', '.join(actor.name for actor in event.present))}</p>"
    text += _paragraphs(event.summary)
    if event.sources:
        items = "".join(f"<li>{_source(source)}</li>" for source in event.sources)
        text += f"<p>Sources:</p><ul>{items}</ul>"
    # A label that no version reads as markup: TimelineJS 3.9 decodes a label before showing it.
    group = escape_controls(event.type.label).replace("&", "&amp;")
    group = group.replace("<", "‹").replace(">", "›")
    words = _text(status + _html(event.title), text)
    return {"unique_id": event.id, **dates(event.when), "group": group, **words}


def _text(headline: str, text: str) -> dict[str, Any]:
    # Without this TimelineJS turns addresses into links, even inside a link.
    return {"autolink": False, "text": {"headline": headline, "text": text}}


def dates(when: When) -> dict[str, Any]:
    """Return the `start_date` of a slide and, if necessary, the `end_date` and the `display_date`.

    `end_date` is as precise as `start_date`, since TimelineJS ignores a less precise end.
    `display_date` has the date as English text, if TimelineJS would show the date wrongly.
    """
    words = english.brief(when, True)
    written = when.written
    first = written.start or written.ends.first or written.end
    assert first is not None  # every date has a bound
    if when.precision == "time":  # TimelineJS shows no offset, and no midnight
        time = {"hour": int(when.text[11:13]), "minute": int(when.text[14:16])}
        start = _date(first, "day") | time
        return {"start_date": start, "display_date": f"{words}, {english.clock(when)}"}
    slide: dict[str, Any] = {"start_date": _date(first, when.precision)}
    if when.interval and written.start is not None and written.end is not None:
        # The first day on which the event may have ended, so that no bar is longer than written.
        end = _date(written.ends.first or written.end, when.precision)
        if end != slide["start_date"]:
            slide["end_date"] = end
    # By itself TimelineJS shows years, months or days, without marks.
    lengths = {len(numbers) for numbers in when.numbers or ()}
    plain = len(lengths) == 1 and re.fullmatch("[0-9/-]+", when.text)
    if not plain or ("end_date" in slide) is not when.interval:
        slide["display_date"] = words
    return slide


def _date(day: dt.date, precision: str) -> dict[str, int]:
    numbers = day.timetuple()[: PRECISIONS[precision].parts]
    return dict(zip(("year", "month", "day"), numbers, strict=False))


def _html(text: str) -> str:
    return html.escape(escape_controls(text))


def _paragraphs(text: str | None) -> str:
    blocks = paragraphs(text or "")
    return "".join(f"<p>{'<br>'.join(map(html.escape, lines))}</p>" for lines in blocks)


def _source(source: Source) -> str:
    parts = [
        _link(source.url, source.title or source.name),
        _html(source.name) if source.title else "",
        english.date(source.date) if source.date else "",
        _link(source.archive, "archived") if web_address(source.archive) else "",
    ]
    return english.joined(parts, ", ")


def _link(url: str | None, text: str) -> str:
    if (address := web_address(url)) is None:
        return _html(text)
    return f'<a href="{_html(address)}">{_html(text)}</a>'
