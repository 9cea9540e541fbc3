"""Write the HTML that the web page repeats for each event.

With thousands of events, these functions are several times as fast as a template.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from urllib.parse import unquote

from markupsafe import Markup, escape

from chrono.core import english, event_phrases
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.looks import own_look
from chrono.core.model import DATE_KEYS, Actor, Event, EventType, Ledger, Source
from chrono.core.spans import Containment
from chrono.core.text import escape_controls, escape_controls_in_lines, paragraphs, web_address
from chrono.files.exchange.page_citations import Citation, Citations
from chrono.files.exchange.text_language import language


def shown(text: str) -> str:
    """Return a text as HTML, with characters escaped that are invisible or special in HTML."""
    if _is_plain(text):  # most texts, and much faster
        return text
    return str(escape(escape_controls(text)))


_is_plain = re.compile(r"[ !#-%(-;=?-~]*").fullmatch
"""A function that returns a match if all characters of a text are ASCII and need no escape."""


def spoken(text: str) -> Markup:
    """Return the HTML attributes for a text: `dir`, and `lang` if the language is known."""
    tongue = language(text)
    return Markup(f' dir="auto" lang="{tongue}"') if tongue else _SPOKEN


_SPOKEN = Markup(' dir="auto"')


@lru_cache(4096)
def _named(name: str) -> str:
    tongue = language(name)
    tag = f'bdi lang="{tongue}"' if tongue else "bdi"
    return f"<{tag}>{shown(name)}</bdi>"


@lru_cache(4096)
def keep_together(date: str) -> str:
    """Return a date such as `30 Oct 2025` with no-break spaces between day, month and year."""
    return re.sub(r"(?<=[0-9]) (?=[A-Z])|(?<=[a-z]{3}) (?=[0-9]{4})", "\N{NO-BREAK SPACE}", date)


def weekdays(when: When) -> str:
    """Return the weekdays of a date, such as `Thu–Fri`.

    The result is "" if the date is vague or longer than a week.
    """
    start, end = when.start, when.end
    within_week = when.exact and start and end and (end - start).days < 7
    return english.weekdays(start, end) if within_week and start and end else ""


def mark(kind: EventType, counts: object = True) -> Markup:
    """Return the symbol of a type of event as SVG.

    `counts`: a true value if the event is counted. The symbol of a counted contact is filled.
    """
    shape = (kind.look or own_look(kind.contact, ())).shape
    return _symbol(shape, bool(kind.contact and counts))


@cache
def _symbol(shape: str, filled: bool) -> Markup:
    return Markup(
        f'<svg class="mark{" contact" if filled else ""}" aria-hidden="true">'
        f'<use href="#_{shape}{"" if filled else "-hollow"}"/></svg>'
    )


def anchors(ids: Iterable[str], prefix: str = "") -> Markup:
    """Return an empty HTML element for each former id, so that old links still work.

    `prefix`: the text before each id.
    """
    return Markup("".join([f'<span id="{prefix}{shown(id)}"></span>' for id in ids]))


def cite(citation: Citation, id: str) -> Markup:
    """Return the HTML of a citation, which readers of the page can unfold and copy.

    `id`: the HTML id of the cited event or claim.
    """
    address = citation.address
    place = f", &lt;{shown(address)}&gt;" if address else f'<em data-id="{shown(id)}"></em>'
    written = citation.bibtex, citation.csljson
    bibtex, csljson = (html.escape(text, quote=False) for text in written)
    return Markup(
        '<details class="cite"><summary>Cite</summary>\n'
        f"<p><span data-copy>{shown(citation.text)}{place}.</span></p>\n"
        f"<details><summary>BibTeX</summary><pre data-copy>{bibtex}</pre>"
        "</details>\n<details><summary>CSL-JSON</summary>"
        f"<pre data-copy>{csljson}</pre></details>\n</details>"
    )


def _readable(url: str) -> str:
    text = unquote(url) if "%" in url else url
    return text if text != url and text.isprintable() and " " not in text else ""


def _link(url: str | None, words: str) -> str:
    if not (address := web_address(url)):
        return f"<span{spoken(words)}>{shown(words)}</span>"
    read = f' data-read="{shown(text)}"' if (text := _readable(address)) else ""
    return (
        f'<a href="{shown(address)}" rel="noopener noreferrer"{read}{spoken(words)}>'
        f"{shown(words)}</a>"
    )


def _text(words: str, attributes: str = "") -> str:
    return "".join(
        f'<p class="text"{spoken(" ".join(lines))}{attributes}>{"<br>".join(map(shown, lines))}'
        "</p>\n"
        for lines in paragraphs(words)
    )


def _people(actors: Iterable[Actor], when: When) -> str:
    return "".join([
        _person(actor.name, actor.country, "; ".join(actor.offices(when))) for actor in actors
    ])  # fmt: skip


@lru_cache(4096)
def _person(name: str, country: str | None, offices: str) -> str:
    nation = country_name(country) if country else ""
    home = f" ({shown(nation)})" if nation and nation != name else ""
    office = f'<span class="quiet">, <bdi>{shown(offices)}</bdi></span>' if offices else ""
    return f"<li><b{spoken(name)}>{shown(name)}</b>{home}{office}</li>\n"


@lru_cache(2**14)  # many events have the same date
def _with_year(when: When) -> str:
    return shown(english.brief(when, True))


@lru_cache(2**14)
def _when(when: When, year: bool) -> str:
    date = shown(keep_together(english.brief(when, year)))
    if when.exact and when.start and when.start == when.end:
        date = f'<strong><time datetime="{when.start}">{date}</time></strong>'
    else:
        unsure = "" if when.start_known else ' class="unsure"'
        date = f"<strong{unsure}>{date}</strong>"
    hours = english.joined([weekdays(when), english.clock(when)], " ")
    more = f'<span class="small">{shown(hours)}</span>\n' if hours else ""
    return f'<div class="when" data-find>\n{date}\n{more}</div>\n'


@lru_cache(2**14)
def _kind(
    label: str, symbol: Markup, place: str | None, country: str | None, status: str, private: bool,
    fit: Containment,
) -> str:  # fmt: skip
    places = _unlike(filter(None, (place, country_name(country) if country else None)))
    where = f' · <span dir="auto" data-find>{shown(", ".join(places))}</span>' if places else ""
    marks = [("status", "private")] if private else []
    if status != "held":
        marks.append((f"status {status}", f"{status}, not counted"))
    elif not fit:
        marks.append(("status", "began outside this period, not counted"))
    elif fit is Containment.POSSIBLE:
        marks.append(("status", "may have begun outside this period"))
    stated = "".join(f' · <span class="{name}">{words}</span>' for name, words in marks)
    return f'<p class="kind">{symbol}<span dir="auto">{shown(label)}</span>{where}{stated}</p>\n'


def _unlike(texts: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(text.lower(), text)
    return [*found.values()]


class EventHtml:
    """A writer that turns events into HTML.

    - `dated`: a function that takes a date and returns the date as English text
    - `compact`: whether each event is one line until the reader opens it
    - `numbers`: maps the id of an actor to the number of the actor on the page
    - `lines`: maps the id of an event to its estimated number of lines
    """

    def __init__(
        self, ledger: Ledger, citations: Citations, dated: Callable[[When], str], compact: bool,
        numbers: Mapping[str, int], lines: Mapping[str, int],
    ) -> None:  # fmt: skip
        self._ledger, self._citations, self._dated = ledger, citations, dated
        self._open = "" if compact else " open"
        self._numbers, self._lines = numbers, lines
        self._events = {event.id: event for event in ledger.events}
        self._declared: dict[str, Markup] = {}

    def titled(self, event: Event) -> Markup:
        """Return the title of an event as an HTML link to the event, followed by the date."""
        date = shown(self._dated(event.when))
        return Markup(
            f'<a href="#{shown(event.id)}"{spoken(event.title)}>{shown(event.title)}</a>, {date}'
        )

    def event(self, event: Event, fit: Containment, year: bool) -> Markup:
        """Return an event as an HTML article.

        `fit`: whether the event began in the period of the page.
        """
        id, title, when = shown(event.id), shown(event.title), event.when
        present = (
            '<p class="quiet">Present:</p>\n<ul class="people present" data-find>\n'
            f"{_people(event.present, when)}</ul>\n"
            if event.present
            else ""
        )
        if facts := "".join(self._facts(event)):
            facts = f'<dl class="facts small">\n{facts}</dl>\n'
        return Markup(
            f"{self._head(event, fit, year)}"
            f'<h4><span class="heard">{_with_year(when)}: </span>'
            f"<span{spoken(event.title)} data-find>{title}</span></h4>\n"
            f'<details class="rest"{self._open}>\n'
            f'<summary><span class="heard">{title}: </span>Details</summary>\n'
            f'<ul class="people" data-find>\n{_people(event.actors, when)}</ul>\n{present}'
            f"{_text(event.summary, ' data-find') if event.summary else ''}"
            f"{_text(f'Notes: {event.notes}') if event.notes else ''}"
            f"{facts}"
            f"{self._sources(event)}"
            f'<div class="foot">\n<a href="#{id}" title="{id}">Link to this event</a>\n'
            f"{cite(self._citations.event(event), event.id)}\n</div>\n</details>\n</div>\n"
            "</article>\n"
        )

    def _head(self, event: Event, fit: Containment, year: bool) -> str:
        lines = f" n{self._lines[event.id]}" if self._lines else ""
        numbers = " ".join([str(self._numbers[actor.id]) for actor in event.actors])
        status, kind = event.status, event.type
        symbol = mark(kind, status == "held" and fit)
        country = event.place_country
        return (
            f'<article class="event{lines}" id="{shown(event.id)}"'
            f' data-type="{shown(kind.id)}" data-status="{status}" data-actors="{numbers}"'
            f"{' data-contact' if fit and event.contact else ''}>\n"
            f"{anchors(event.former_ids)}\n"
            f"{_when(event.when, year)}"
            '<div class="body">\n'
            f"{_kind(kind.label, symbol, event.place, country, status, event.private, fit)}"
        )

    def _facts(self, event: Event) -> Iterator[str]:
        if event.local_dates:
            local = [
                f"{shown(country_name(code))}: {weekdays(when)} {_with_year(when)}"
                for code, when in event.local_dates.items()
            ]
            yield f"<dt>Local dates</dt><dd>{'; '.join(local)}</dd>\n"
        if event.dates:
            dates = [
                f"{key} {shown(keep_together(english.date(event.dates[key])))}"
                for key in DATE_KEYS
                if key in event.dates
            ]
            yield f"<dt>Milestones</dt><dd>{'; '.join(dates)}</dd>\n"
        if event.initiator:
            name = shown(self._ledger.name_of(event.initiator))
            yield f'<dt>Initiator</dt><dd dir="auto">{name}</dd>\n'
        for id in event.follows:
            yield f"<dt>Follows</dt><dd>{self.titled(self._events[id])}</dd>\n"
        if event.part_of:
            yield f"<dt>Part of</dt><dd>{self.titled(self._events[event.part_of])}</dd>\n"
        for other in self._ledger.followers.get(event.id, ()):
            yield f"<dt>Followed by</dt><dd>{self.titled(other)}</dd>\n"
        if event.tags:
            yield f'<dt>Tags</dt><dd dir="auto">{shown(", ".join(event.tags))}</dd>\n'

    def _sources(self, event: Event) -> str:
        if not event.sources:
            return '<p class="small differing">No source listed.</p>\n'
        differing = [
            keys
            for one in event.sources
            if one.says and (keys := [key for key, _, unlike in event.statements(one) if unlike])
        ]
        sources = event_phrases.best_first(event.sources)
        names = " · ".join(map(_named, _unlike([source.name for source in sources])))
        note = ""
        if differing:
            other = english.join_and(_unlike(key for keys in differing for key in keys))
            number = english.plural(len(differing), "gives", "give")
            note = f' <span class="differing">({number} another {shown(other)})</span>'
        return (
            f"<details>\n<summary><b>{english.plural(len(sources), 'source')}</b>{note}"
            f'<span class="names">: {names}</span></summary>\n<ul class="sources">\n'
            f"{''.join([self.source(one, event) for one in sources])}</ul>\n</details>\n"
        )

    def source(self, one: Source, event: Event | None = None) -> Markup:
        """Return a source as an item of an HTML list.

        The item shows where the source differs from `event`, for example in the place.
        """
        if one.id is None or one.says or self._ledger.sources.get(one.id) is not one:
            return self._source(one, event)
        if one.id not in self._declared:  # many events cite it
            self._declared[one.id] = self._source(one)
        return self._declared[one.id]

    def _source(self, one: Source, event: Event | None = None) -> Markup:
        title = f"<span{spoken(one.name)}>{shown(one.name)}</span>, " if one.title else ""
        more = [
            one.author, one.date and keep_together(english.date(one.date)), one.locator,
            one.side and f"side: {self._ledger.name_of(one.side)}",
            one.grade and f"grade {one.grade}", "private" if one.private else "",
        ]  # fmt: skip
        archived = f", {_link(one.archive, 'archived copy')}" if web_address(one.archive) else ""
        parts = [
            "<li>\n", title, _link(one.url, f"“{one.title}”" if one.title else one.name),
            *[f", {shown(words)}" for words in more if words], archived, "\n",
        ]  # fmt: skip
        if one.quote:
            lines = escape_controls_in_lines(one.quote)
            parts.append(f"<br><q{spoken(one.quote)}>{'<br>'.join(map(shown, lines))}</q>\n")
        for key, value, differs in event.statements(one) if event else ():
            name = self._ledger.name_of(value) if isinstance(value, str) else ""
            words = english.brief(value, True) if isinstance(value, When) else name
            verb = "gives another" if differs else "agrees on the"
            unlike = ' class="differing"' if differs else ""
            parts.append(f"<br><span{unlike}>{verb} {shown(key)}: {shown(words)}</span>\n")
        return Markup("".join([*parts, "</li>\n"]))
