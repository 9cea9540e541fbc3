"""Make HTML tables that show results of the Python library in notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chrono.core import english
from chrono.core.countries import country_name
from chrono.core.query import Match
from chrono.core.text import escape_controls

MOST = 60  # the most rows that a table shows
_LEFT = "text-align:left"
_STYLES = {"count": "text-align:right;white-space:nowrap", "date": f"{_LEFT};white-space:nowrap"}
_EVENT = ("date", "type", "title", "actors", "place", "status", "id")


def html_table(
    caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], notes: Iterable[str] = ()
) -> str:
    """Return an HTML table with a caption above it and notes below it. All texts are escaped.

    The table has up to MOST rows. A note gives the number of rows omitted.
    """
    styles = [_STYLES.get(name, _LEFT) for name in header]
    shown = rows[:MOST]
    head = "".join(_cell("th", *pair, ' scope="col"') for pair in zip(header, styles, strict=True))
    body = "".join(
        f"<tr>{''.join(_cell('td', *pair) for pair in zip(row, styles, strict=True))}</tr>\n"
        for row in shown
    )
    below = [f"{len(rows) - MOST} more rows not shown"] if len(rows) > MOST else []
    lines = "".join(
        f'<div style="font-size:smaller">{_escaped(note)}</div>\n' for note in (*below, *notes)
    )
    return (
        f'<div>\n<div style="font-weight:bold">{_escaped(caption)}</div>\n<table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
        f"{lines}</div>"
    )


def event_rows(matches: Iterable[Match]) -> tuple[list[str], list[list[str]]]:
    """Return (header, rows) of a table of events.

    The columns "place" and "status" are left out if they are empty.
    """
    rows = [_event_row(match) for match in matches]
    used = [
        at
        for at, name in enumerate(_EVENT)
        if name not in ("place", "status") or any(row[at] for row in rows)
    ]
    return [_EVENT[at] for at in used], [[row[at] for at in used] for row in rows]


def date_cell(match: Match) -> str:
    """Return the date of an event, followed by ` ?` if the event might be outside the period."""
    when = match.event.when
    date, clock = english.brief(when, year=True), english.brief_clock(when)
    return english.joined((date, clock, "" if match.certain else "?"), " ")


def _event_row(match: Match) -> list[str]:
    event = match.event
    country = country_name(event.place_country) if event.place_country else ""
    place = english.joined([event.place or "", country], ", ")
    status = "" if event.status == "held" else event.status
    return [
        date_cell(match), event.type.label, event.title, english.people(event), place, status,
        event.id,
    ]  # fmt: skip


def _cell(tag: str, text: str, style: str, more: str = "") -> str:
    return f'<{tag}{more} style="{style}">{_escaped(text)}</{tag}>'


def _escaped(text: str) -> str:
    from html import escape  # `count` loads this module, and shows no HTML

    return escape(escape_controls(text))
