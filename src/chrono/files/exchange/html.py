"""Write the format `html`: a self-contained web page, made from the template `page.html`."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from chrono.core import english, event_phrases, explanations
from chrono.core.claims import subject_of
from chrono.core.counting import Count, actor_labels
from chrono.core.coverage import covered_days, row_text
from chrono.core.dates import When
from chrono.core.headline import in_phrases, whole_headline
from chrono.core.model import Claim, Event, Ledger
from chrono.core.overview import Overview, overview
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Match, Query, Selection, by_status
from chrono.core.sentences import bad_value
from chrono.core.spans import Containment, Span, common
from chrono.core.subset import Subset
from chrono.core.text import escape_controls, escape_controls_in_lines, paragraphs, web_address
from chrono.core.time_buckets import TIMES, month_of
from chrono.core.verdicts import VERDICTS
from chrono.errors import UsageError
from chrono.files.exchange.drawing.page import TINTS, page_drawings
from chrono.files.exchange.drawing.shapes import SHAPES, outline
from chrono.files.exchange.page_citations import Citations, counted_text
from chrono.files.exchange.page_events import EventHtml, anchors, cite, keep_together, mark, spoken
from chrono.files.exchange.page_intro import introduction
from chrono.files.exchange.page_schema import schema_data
from chrono.files.exchange.registry import Document

FORMATS = {
    "html": {
        "help": "a self-contained web page",
        "options": ["today", "title", "intro", "base", "compact"],
        "claims": True,
        "page": True,
    },
}

RELOADER = "/_reload.js"
"""The path of the script with which a page of `chrono serve` reloads itself."""
RELOAD_SCRIPT = f'<script src="{RELOADER}"></script>'

_MOST_BARS = 14  # the maximum number of bars by month; with more, the chart is by a coarser unit
_MOST_YEARS = 15  # the maximum number of years in the bar above the timeline; else it has decades
_PIECES = 1000  # how many pieces of the page are written together
_MANY = 1000  # the least number of events with which browsers draw only those on the screen
_VERY_MANY = 10_000  # the least number with which they make only those of months near the screen
_MOST_LINES = 60  # the maximum number of lines in an estimate of an event's height


def export_html(
    subset: Subset,
    today: dt.date | None = None,
    title: str | None = None,
    intro: str | None = None,
    base: str | None = None,
    compact: bool = False,
    live: Sequence[str] | None = None,
) -> Document:
    """Return a web page of a subset of a ledger.

    - `title`: the headline (default: made from the name of the ledger and the filters)
    - `intro`: a Markdown text to put below the headline, or the path of a Markdown file
    - `base`: the web address of the page, for citations
    - `compact`: whether each event is one line until the reader opens it
    - `live`: the problems to show on a page of `chrono serve`, or None for a page to publish

    Raises LedgerError if the file of `intro` cannot be read, and UsageError if `base` is invalid.
    """
    if base is not None and not web_address(base):
        raise UsageError(bad_value("--base", base, "an address such as https://example.org/page"))
    ledger = subset.ledger
    selection = subset.selection
    period = selection.query.period
    headed = title or whole_headline(subset)
    html, words = introduction(intro) if intro else ("", "")
    choices = _choices(ledger, selection)
    many = len(ledger.events) > _MANY
    lines = {event.id: _text_lines(ledger, event) for event in ledger.events if many}
    citations = Citations(subset, today, base)
    dated, events = partial(_dated, period), {event.id: event for event in ledger.events}
    page = _template().stream(
        subset=subset, ledger=ledger, span=_span(ledger), headline=headed, intro=html,
        about=words or " ".join((ledger.description or "").partition("\n\n")[0].split()),
        filters=in_phrases(subset.description, subset.actors), citations=citations,
        schema=schema_data(ledger, headed, base), base=base, live=live, compact=compact,
        RELOAD_SCRIPT=Markup(RELOAD_SCRIPT), today=When.on(today) if today else None,
        window=_window(ledger, period), rows=_rows(ledger, period, today),
        drawings=list(page_drawings(subset)), tints=TINTS,
        events=events, pieces=partial(_pieces, events),
        other_events=not all(event.contact for event in ledger.events),
        vague_dates=not all(event.when.start_known for event in ledger.events),
        judged_sources=any(
            source.grade or source.side for event in ledger.events for source in event.sources
        ),
        date_of=dated, covering_text=lambda claim: _covering(ledger, claim, today),
        many=many, very_many=len(ledger.events) > _VERY_MANY, lines=lines,
        written=EventHtml(
            ledger, citations, dated, compact,
            {actor.id: number for number, (actor, *_) in enumerate(choices["actors"])}, lines,
        ),
        **_figures(ledger, selection, today), **choices,
    )  # fmt: skip
    page.enable_buffering(_PIECES)
    return Document(iter(page))


def _figures(ledger: Ledger, selection: Selection, today: dt.date | None) -> dict[str, Any]:
    numbers = overview(selection, today=today)
    inside = {match.event.id for match in selection.matches}
    held = [event for event in ledger.events if event.status == "held"]
    months = _months(ledger, selection)
    return {
        "overview": numbers,
        "others": by_status(event for event in ledger.events if event.status != "held"),
        "outside": sum(event.id not in inside for event in held),
        "chart": _chart(numbers, today),
        "months": months,
        "jumps": _jumps([month.key for month in months]),
    }


def _choices(ledger: Ledger, selection: Selection) -> dict[str, Any]:
    counted = {match.event.id for match in selection.matches if match.event.status == "held"}
    by_type = Counter(event.type.id for event in ledger.events)
    in_figures = Counter(event.type.id for event in ledger.events if event.id in counted)
    types = [
        (kind, in_figures[id], by_type[id] - in_figures[id])
        for id, kind in ledger.types.items()
        if id in by_type
    ]
    by_actor = Counter(actor for event in ledger.events for actor in event.actors)
    labels = actor_labels(by_actor)
    actors = [(actor, labels[actor.id], count) for actor, count in by_actor.items()]
    actors.sort(key=lambda item: (item[1].casefold(), item[0].id))
    return {
        "types": sorted(types, key=lambda item: not item[0].contact),
        "kinds": [kind.plural.partition(",")[0] for kind, *_ in types if kind.contact],
        "actors": actors,
    }


@cache  # so that `chrono serve` compiles the template only once
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent, encoding="utf-8"),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, finalize=_without_controls,
    )  # fmt: skip
    environment.filters.update(
        best_first=event_phrases.best_first, brief=english.brief, digest=_digest,
        lines=escape_controls_in_lines, listed=english.join_and, plural=english.plural,
        stated=explanations.stated_text, of=lambda when: keep_together(english.date(when)),
    )  # fmt: skip
    environment.globals.update(
        VERDICTS=VERDICTS, counted_text=counted_text, english=english, SHAPES=SHAPES,
        explanations=explanations, outline=outline, paragraphs=paragraphs,
        anchors=anchors, cite=cite, mark=mark, spoken=spoken,
    )  # fmt: skip
    return environment.get_template("page.html")


def _without_controls(value: Any) -> Any:
    is_text = isinstance(value, str) and not hasattr(value, "__html__")
    return escape_controls(value) if is_text else value


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"


def _pieces(ids: Container[str], text: str) -> Iterator[tuple[str, bool]]:
    for piece in re.split(r"([a-z0-9]+(?:-[a-z0-9]+)*)", text):
        yield piece, "-" in piece and piece in ids


def _span(ledger: Ledger) -> str:
    if not ledger.events:
        return ""
    firsts, lasts = zip(*(event.when.days for event in ledger.events), strict=True)
    first = None if None in firsts else min(firsts)
    last = None if None in lasts else max(lasts)
    return english.span(Span(first, last), True)


def _window(ledger: Ledger, period: Period) -> str:
    if period == EVERYTHING:
        return _span(ledger) or "all dates"
    return re.sub("^from ", "since ", english.span(period.span, True))


def _rows(ledger: Ledger, period: Period, today: dt.date | None) -> list[tuple[str, list[str]]]:
    """Return rows of (days or "" for the whole period, the events that are complete then)."""
    rows: dict[str, list[str]] = {}
    if any(row.restricted for row in ledger.coverage):
        for row in ledger.coverage:
            # Readers of a page do not know the tags, so its author's own words are better.
            text = row.note if row.tags and row.note else row_text(row)
            for span in _up_to(today, [row.period.span]):
                days = english.span(span, True) if span != period.span else ""
                rows.setdefault(days, []).append(text.rstrip("."))
    return [*rows.items()]


def _covering(ledger: Ledger, claim: Claim, today: dt.date | None) -> str:
    days = _up_to(today, covered_days(ledger.coverage, subject_of(claim, ledger)))
    spans = english.join_and([english.span(span, True) for span in days])
    if not spans:
        return "This page does not cover these contacts."
    if len(days) > 1:
        return f"This page covers these contacts only for {spans}."
    first, last = days[0]
    before = f"before {english.short(first, True)}" if first else ""
    after = f"after {english.short(last, True)}" if last else ""
    return f"Contacts {english.join_or([*filter(None, (before, after))])} may be missing."


def _up_to(today: dt.date | None, days: Sequence[Span]) -> Sequence[Span]:
    return common(days, [Span(None, today)]) if today else days


def _dated(period: Period, when: When) -> str:
    start, end = period.start, period.end
    one_year = start is not None and end is not None and start.year == end.year
    inside = when.starts_in(period) is Containment.CERTAIN
    return english.brief(when, not (one_year and inside))


def _chart(overview: Overview, today: dt.date | None) -> tuple[str, list[dict[str, Any]]]:
    # The unit of time and the bars of a chart; "" and no bars if they show nothing, or are too
    # many. Nothing is known of the time after `today`, so it has no bars.
    # `bucket`: the month, quarter, year or decade of a bar; `count`: its contacts; `label`: the
    # text below it (`Oct`, `2025`); `anchor`: the id of the element where its events begin, or
    # None; `certain`, `possible`: its heights for contacts certainly in it, and others [% of the
    # highest].
    unit, counts = overview.by_time(_MOST_BARS)
    if today:
        last = TIMES[unit](today)
        counts = {name: one for name, one in counts.items() if one.max or name <= last}
    if not overview.counted.total.max or not 1 < len(counts) <= 10 * _MOST_BARS:
        return "", []
    most = max(count.max for count in counts.values())
    bars = []
    for name, count in counts.items():
        certain, possible = (round(100 * number / most) for number in (count.min, count.max))
        label = name[5:] if "Q" in name else english.bucket_brief(name, True)
        anchor = None
        if count.matches:
            anchor = f"_{_month(count.matches[0].event, overview.query)[0]}".lower()
        bar = {"bucket": name, "count": count, "label": label, "anchor": anchor}
        bars.append({**bar, "certain": certain, "possible": possible - certain})
    return unit, bars


def _jumps(months: Sequence[str]) -> dict[str, list[str]]:
    # Links to years: year, or decade such as `1990s` if there are many years -> its years with
    # events.
    # An uncertain year is `199X`.
    years = [*dict.fromkeys(month[:4] for month in months)]
    if len(years) <= _MOST_YEARS:
        return {year: [year] for year in years}
    jumps: dict[str, list[str]] = {}
    for year in years:
        jumps.setdefault(year if "X" in year[:3] else f"{year[:3]}0s", []).append(year)
    return jumps


def _text_lines(ledger: Ledger, event: Event) -> int:
    texts = (event.summary or "", event.notes or "")
    lines = sum(-(-len(line) // 62) for text in texts for line in text.split("\n"))
    lines += len(event.title) // 48 + len(event.actors)
    lines += len(event.present) + bool(event.present)
    facts = (event.local_dates, event.dates, event.initiator, event.tags, event.part_of)
    lines += sum(map(bool, facts)) + len(event.follows)
    return min(lines + len(ledger.followers.get(event.id, ())), _MOST_LINES)


class Month(NamedTuple):
    """The events of a month or season, listed under one heading.

    - `key`: the month, such as `2025-10`, or the season, such as `2024-23`
    - `title`: the heading, such as `October 2025`
    - `label`: a short heading, such as `Oct`
    - `contacts`: the number of contacts. A contact that may be in another month is undecided.
    """

    key: str
    title: str
    label: str
    events: Sequence[Match]
    contacts: Count

    @property
    def year(self) -> str:
        """Return the year of the month, such as `2025`, or `202X` if the year is not known."""
        return self.key[:4]

    def lines(self, lines: Mapping[str, int]) -> int:
        """Return the estimated number of lines of all events.

        `lines`: maps the id of an event to its estimated number of lines.
        """
        return sum(lines[match.event.id] for match in self.events)


def _months(ledger: Ledger, selection: Selection) -> list[Month]:
    fits = {match.event.id: match.fit for match in selection.matches}
    months: dict[str, tuple[list[Match], list[Match]]] = {}
    period = selection.query.period
    for event in ledger.events:
        key, certain = _month(event, selection.query)
        # An event that was not held is not counted, but may be in the period.
        fit = fits.get(event.id)
        match = Match(event, event.when.starts_in(period) if fit is None else fit)
        events, contacts = months.setdefault(key, ([], []))
        events.append(match)
        if event.contact and match.fit is not Containment.NO:
            contacts.append(match if certain else Match(event, Containment.POSSIBLE))
    return [
        Month(key, *_month_titles(key), events, Count(contacts))
        for key, (events, contacts) in sorted(months.items(), key=_by_first_month)
    ]


def _month(event: Event, query: Query) -> tuple[str, bool]:
    """Return (month or season of an event, whether the event certainly began then).

    For example, the month is `2025-10`, or the season is `2024-23` for autumn 2024.
    """
    when = event.when
    if when.precision == "season" and not (when.interval or when.one_of_a_set):
        return when.text[:7], True
    return month_of(event, query)


def _month_titles(key: str) -> tuple[str, str]:
    if key[5:] not in _SEASONS:
        return english.bucket(key), "?" if "X" in key else english.bucket_brief(key, True)
    words = english.capitalised(english.date(When.parse(key)))
    return words, words.partition(" ")[0]


_SEASONS = {"21": "03", "22": "06", "23": "09", "24": "12"}
"""Maps the number of a season in EDTF to its first month."""


def _by_first_month(item: tuple[str, object]) -> tuple[str, str]:
    key, _ = item
    return f"{key[:5]}{_SEASONS.get(key[5:], key[5:])}", "" if key[5:] in _SEASONS else key
