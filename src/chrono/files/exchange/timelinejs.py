"""timelinejs: a web timeline, the JSON that TimelineJS 3 reads.

See https://timeline.knightlab.com/docs/json-format.html. A slide stands at the first day on which
its event may have begun. Where that says more than is known, `display_date` has it in words.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from chrono.core import english
from chrono.core.dates import When
from chrono.core.english import plural
from chrono.core.ids import free_id
from chrono.core.model import Event, Ledger, Source
from chrono.core.precisions import PRECISIONS
from chrono.core.subset import Subset
from chrono.core.text import escape_controls, paragraphs, web_address
from chrono.files.exchange.json import dumps
from chrono.files.exchange.registry import Document

FORMATS = {
    "timelinejs": {"help": "a web timeline, for TimelineJS 3"},
}

MOST_SLIDES = 20
"""So many slides are the most that its makers advise."""


class Placed(NamedTuple):
    """Where a slide stands, and its date in words where TimelineJS's own would not be true."""

    start: dict[str, int]
    end: dict[str, int] | None = None
    shown: str | None = None


def export_timelinejs(subset: Subset) -> Document:
    """A slide for every event, behind one for the ledger."""
    ledger = subset.ledger
    found: dict[str, Any] = {"scale": "human"}
    if ledger.title or ledger.description:
        found["title"] = _title(ledger)
    found["events"] = [_slide(event) for event in ledger.events]
    return Document(dumps(found, indent=2) + "\n", tuple(_words(ledger)))


def _words(ledger: Ledger) -> Iterator[str]:
    number = len(ledger.events)
    if not number:
        yield "TimelineJS shows no timeline without an event"
    if number > MOST_SLIDES:
        yield (
            f"{number} slides, and TimelineJS's makers advise no more than {MOST_SLIDES}: "
            "a period or a filter takes fewer"
        )
    ended = [event.id for event in ledger.events if event.when.start is None]
    if ended:
        yield (
            f"{plural(len(ended), 'event')} without a known beginning, each where it may have "
            f"ended: {english.first_few(ended)}"
        )


def _title(ledger: Ledger) -> dict[str, Any]:
    # TimelineJS renames the second of two slides that have one id.
    id = free_id(["title"], {event.id for event in ledger.events})
    text = _paragraphs(ledger.description or "")
    return _with_text({"unique_id": id}, _html(ledger.title or ""), text)


def _slide(event: Event) -> dict[str, Any]:
    where = placed(event.when)
    found: dict[str, Any] = {"unique_id": event.id, "start_date": where.start}
    if where.end is not None:
        found["end_date"] = where.end
    if where.shown is not None:
        found["display_date"] = where.shown
    found["group"] = _group(event.type.label)
    status = "" if event.status == "held" else f"{event.status.capitalize()}: "
    return _with_text(found, status + _html(event.title), "".join(_body(event)))


def _with_text(slide: dict[str, Any], headline: str, text: str) -> dict[str, Any]:
    # Of what looks like an address it would make links, within those that are there as well.
    return {**slide, "autolink": False, "text": {"headline": headline, "text": text}}


# -- dates ------------------------------------------------------------------------------------


def placed(when: When) -> Placed:
    """Where it stands. Both ends are of one precision: TimelineJS drops an end that is coarser."""
    if when.precision == "time":
        return _at_a_time(when)
    first = when.start or when.ends.first or when.end
    assert first is not None  # every date has a bound
    start = _date(first, when.precision)
    end = None
    if when.interval and when.start is not None and when.end is not None:
        # The first day on which it may have ended: no bar runs on further than is known.
        end = _date(when.ends.first or when.end, when.precision)
    apart = end is not None and end != start
    told = _is_plain(when) and apart is when.interval
    return Placed(start, end if apart else None, None if told else english.brief(when, True))


def _is_plain(when: When) -> bool:
    """Whether TimelineJS shows no more than is known: years, months or days, and no marks."""
    lengths = {len(numbers) for numbers in when.numbers or ()}
    return len(lengths) == 1 and re.fullmatch("[0-9/-]+", when.text) is not None


def _date(day: dt.date, precision: str) -> dict[str, int]:
    parts = {"year": day.year, "month": day.month, "day": day.day}
    return dict([*parts.items()][: PRECISIONS[precision].parts])


def _at_a_time(when: When) -> Placed:
    """The time of day as it is written, and in words: it shows no offset, and no midnight."""
    day, text = when.start, when.text
    assert day is not None
    time = {"hour": int(text[11:13]), "minute": int(text[14:16])}
    return Placed(
        {**_date(day, "day"), **time}, None, f"{english.brief(when, True)}, {english.clock(when)}"
    )


# -- text, which TimelineJS takes for HTML ----------------------------------------------------


def _html(text: str) -> str:
    return html.escape(escape_controls(text))


def _group(label: str) -> str:
    """A label that no version takes for markup: TimelineJS 3.9 decodes it before it shows it."""
    return escape_controls(label).replace("&", "&amp;").replace("<", "‹").replace(">", "›")


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{'<br>'.join(map(html.escape, lines))}</p>" for lines in paragraphs(text))


def _body(event: Event) -> Iterator[str]:
    """Who, what and where, who was there, what happened, and who says so."""
    about = [english.people(event), event.type.label, english.place(event)]
    yield f"<p>{_html(english.joined(about))}</p>"
    if event.present:
        yield f"<p>Present: {_html(', '.join(actor.name for actor in event.present))}</p>"
    yield _paragraphs(event.summary or "")
    yield from _sources(event.sources)


def _sources(sources: Iterable[Source]) -> Iterator[str]:
    found = [f"<li>{_source(source)}</li>" for source in sources]
    if found:
        yield f"<p>Sources:</p><ul>{''.join(found)}</ul>"


def _source(source: Source) -> str:
    """`Title, MarketBeat (AP), 11 Jun 2025, archived`, as links where there are addresses."""
    named = source.title or source.name
    parts = [
        _link(source.url, named),
        _html(source.name) if source.title else "",
        english.date(source.date) if source.date else "",
        _link(source.archive, "archived") if web_address(source.archive) else "",
    ]
    return english.joined(parts, ", ")


def _link(url: str | None, text: str) -> str:
    if (address := web_address(url)) is None:
        return _html(text)
    return f'<a href="{_html(address)}">{_html(text)}</a>'
