"""Write the parts of the web page that are repeated for each event as HTML.

They are Python functions, since a template takes several times as long for thousands of events.
Each text of a ledger goes through `shown`, which escapes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote

from markupsafe import Markup, escape

from chrono.core import english, prose
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.looks import own_look
from chrono.core.model import DATE_KEYS, Actor, Event, EventType, Ledger, Source
from chrono.core.spans import Containment
from chrono.core.text import (
    escape_controls,
    escape_controls_in_lines,
    paragraphs,
    web_address,
)
from chrono.files.exchange.page_citations import Citation, Citations
from chrono.files.exchange.text_language import language


@lru_cache(16384)
def shown(text: str) -> str:
    """Return a text as HTML, with control and invisible characters escaped."""
    return str(escape(escape_controls(text)))


def spoken(text: str) -> Markup:
    """Return the attributes of an element with a text: its direction, and its language if known."""
    return Markup(f' dir="auto"{tongued(text)}')


def tongued(text: str) -> Markup:
    """Return the attribute for the language of a text, or nothing for Latin or mixed scripts."""
    tongue = "" if text.isascii() else language(text)
    return Markup(f' lang="{tongue}"' if tongue else "")


def code(text: str) -> Markup:
    """Return a text for the content of an element, with its line ends and quotation marks."""
    return Markup(str(escape(text)).replace("&#34;", '"').replace("&#39;", "'"))


def weekdays(when: When) -> str:
    """Return the weekdays of a date in a short form, or "" if it is vague or longer than a week."""
    start, end = when.start, when.end
    within_week = when.exact and start and end and (end - start).days < 7
    return english.weekdays(start, end) if within_week and start and end else ""


def mark(kind: EventType, counts: object = True) -> Markup:
    """Return the symbol of a type of event, filled for contacts that count."""
    filled = kind.contact and counts
    shape = (kind.look or own_look(kind.contact, ())).shape
    return Markup(
        f'<svg class="mark{" contact" if filled else ""}" aria-hidden="true">'
        f'<use href="#_{shape}{"" if filled else "-hollow"}"/></svg>'
    )


def anchors(ids: Iterable[str], prefix: str = "") -> Markup:
    """Return the places of former ids, so that links to them lead to the same place."""
    return Markup("".join(f'<span id="{prefix}{shown(id)}"></span>' for id in ids))


def cite(citation: Citation, id: str) -> Markup:
    """Return a citation that can be opened and copied. `id`: the id of its record on the page."""
    address = citation.address
    place = f", &lt;{shown(address)}&gt;" if address else f'<em data-id="{shown(id)}"></em>'
    return Markup(
        '<details class="cite"><summary>Cite</summary>\n'
        f"<p><span data-copy>{_escaped(citation.text)}{place}.</span></p>\n"
        f"<details><summary>BibTeX</summary><pre data-copy>{code(citation.bibtex)}</pre>"
        "</details>\n<details><summary>CSL-JSON</summary>"
        f"<pre data-copy>{code(citation.csljson)}</pre></details>\n</details>"
    )


def _escaped(text: str) -> str:
    # As `shown`, for texts that are seldom the same.
    return str(escape(escape_controls(text)))


def _readable(url: str) -> str:
    text = unquote(url)
    return text if text != url and text.isprintable() and " " not in text else ""


def _link(url: str | None, words: str) -> str:
    if not (address := web_address(url)):
        return f"<span{spoken(words)}>{_escaped(words)}</span>"
    read = f' data-read="{_escaped(text)}"' if (text := _readable(address)) else ""
    return (
        f'<a href="{_escaped(address)}" rel="noopener noreferrer"{read}{spoken(words)}>'
        f"{_escaped(words)}</a>"
    )


def _text(words: str, attributes: str = "") -> str:
    return "".join(
        f'<p class="text"{spoken(" ".join(lines))}{attributes}>{"<br>".join(map(_escaped, lines))}'
        "</p>\n"
        for lines in paragraphs(words)
    )


def _people(actors: Iterable[Actor], when: When) -> Iterator[str]:
    for actor in actors:
        country = country_name(actor.country) if actor.country else ""
        home = f" ({shown(country)})" if country and country != actor.name else ""
        held = "; ".join(actor.offices(when))
        office = f'<span class="quiet">, <bdi>{shown(held)}</bdi></span>' if held else ""
        yield f"<li><b{spoken(actor.name)}>{shown(actor.name)}</b>{home}{office}</li>\n"


def _unlike(texts: Iterable[str]) -> list[str]:
    """Return the texts without those that differ from an earlier one only in case."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(text.lower(), text)
    return [*found.values()]


class EventHtml:
    """Writes events as HTML.

    `citations`: their citations; `dated`: returns a date in words for this page; `together`:
    returns a date whose parts stay on one line; `compact`: whether each event has one line, which
    can be opened; `numbers`: id of an actor -> its number on the page; `lines`: id of an event ->
    its estimated number of lines, or nothing for a page of few events.
    """

    def __init__(
        self, ledger: Ledger, citations: Citations, dated: Callable[[When], str],
        together: Callable[[str], str], compact: bool, numbers: Mapping[str, int],
        lines: Mapping[str, int],
    ) -> None:  # fmt: skip
        self._ledger, self._citations, self._dated = ledger, citations, dated
        self._together, self._open = together, "" if compact else " open"
        self._numbers, self._lines = numbers, lines
        self._events = {event.id: event for event in ledger.events}

    def titled(self, event: Event) -> Markup:
        """Return a link to an event, and its date."""
        date = shown(self._dated(event.when))
        return Markup(
            f'<a href="#{shown(event.id)}"{spoken(event.title)}>{shown(event.title)}</a>, {date}'
        )

    def event(self, event: Event, fit: Containment, year: bool) -> Markup:
        """Return an event.

        `fit`: whether it is in the period of the page; `year`: whether its date has the year.
        """
        id, title = shown(event.id), shown(event.title)
        parts = [
            *self._head(event, fit, year),
            f'<h4><span class="heard">{shown(english.brief(event.when, True))}: </span>'
            f"<span{spoken(event.title)} data-find>{title}</span></h4>\n"
            f'<details class="rest"{self._open}>\n'
            f'<summary><span class="heard">{title}: </span>Details</summary>\n'
            '<ul class="people" data-find>\n', *_people(event.actors, event.when), "</ul>\n",
        ]  # fmt: skip
        if event.present:
            parts.append('<p class="quiet">Present:</p>\n<ul class="people present" data-find>\n')
            parts += [*_people(event.present, event.when), "</ul>\n"]
        if event.summary:
            parts.append(_text(event.summary, " data-find"))
        if event.notes:
            parts.append(_text(f"Notes: {event.notes}"))
        if facts := "".join(self._facts(event)):
            parts.append(f'<dl class="facts small">\n{facts}</dl>\n')
        parts += self._sources(event)
        parts.append(
            f'<div class="foot">\n<a href="#{id}" title="{id}">Link to this event</a>\n'
            f"{cite(self._citations.event(event), event.id)}\n</div>\n</details>\n</div>\n"
            "</article>\n"
        )
        return Markup("".join(parts))

    def _head(self, event: Event, fit: Containment, year: bool) -> Iterator[str]:
        lines = f" n{self._lines[event.id]}" if self._lines else ""
        numbers = " ".join(str(self._numbers[actor.id]) for actor in event.actors)
        contact = " data-contact" if event.contact and fit else ""
        yield f'<article class="event{lines}" id="{shown(event.id)}"'
        yield f' data-type="{shown(event.type.id)}" data-status="{event.status}"'
        yield f' data-actors="{numbers}"{contact}>\n{anchors(event.former_ids)}\n'
        yield from self._when(event.when, year)
        yield '<div class="body">\n'
        yield from self._kind(event, fit)

    def _when(self, when: When, year: bool) -> Iterator[str]:
        date = shown(self._together(english.brief(when, year)))
        yield '<div class="when" data-find>\n'
        if when.exact and when.start and when.start == when.end:
            yield f'<strong><time datetime="{when.start}">{date}</time></strong>\n'
        else:
            unsure = "" if when.start_known else ' class="unsure"'
            yield f"<strong{unsure}>{date}</strong>\n"
        if hours := english.joined([weekdays(when), english.clock(when)], " "):
            yield f'<span class="small">{shown(hours)}</span>\n'
        yield "</div>\n"

    def _kind(self, event: Event, fit: Containment) -> Iterator[str]:
        label = shown(event.type.label)
        yield f'<p class="kind">{mark(event.type, event.status == "held" and fit)}'
        yield f'<span dir="auto">{label}</span>'
        country = country_name(event.place_country) if event.place_country else None
        if places := _unlike(filter(None, (event.place, country))):
            yield f' · <span dir="auto" data-find>{shown(", ".join(places))}</span>'
        if event.private:
            yield ' · <span class="status">private</span>'
        if event.status != "held":
            yield f' · <span class="status {event.status}">{event.status}, not counted</span>'
        elif not fit:
            yield ' · <span class="status">began outside this period, not counted</span>'
        elif fit is Containment.POSSIBLE:
            yield ' · <span class="status">may have begun outside this period</span>'
        yield "</p>\n"

    def _facts(self, event: Event) -> Iterator[str]:
        if event.local_dates:
            local = [
                f"{shown(country_name(code))}: {weekdays(when)} {shown(english.brief(when, True))}"
                for code, when in event.local_dates.items()
            ]
            yield f"<dt>Local dates</dt><dd>{'; '.join(local)}</dd>\n"
        if event.dates:
            dates = [
                f"{key} {shown(self._together(english.date(event.dates[key])))}"
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

    def _sources(self, event: Event) -> Iterator[str]:
        if not event.sources:
            yield '<p class="small differing">No source listed.</p>\n'
            return
        differing = [
            keys
            for one in event.sources
            if one.says and (keys := [key for key, _, unlike in event.statements(one) if unlike])
        ]
        sources = prose.best_first(event.sources)
        names = _unlike(source.name for source in sources)
        listed = " ·".join(f" <bdi{tongued(name)}>{shown(name)}</bdi>" for name in names)
        yield f"<details>\n<summary><b>{english.plural(len(sources), 'source')}</b>"
        if differing:
            other = english.join_and(_unlike(key for keys in differing for key in keys))
            number = english.plural(len(differing), "gives", "give")
            yield f' <span class="differing">({number} another {shown(other)})</span>'
        yield f'<span class="names">:{listed}</span></summary>\n<ul class="sources">\n'
        for one in sources:
            yield self.source(one, event)
        yield "</ul>\n</details>\n"

    def source(self, one: Source, event: Event | None = None) -> Markup:
        """Return a source. `event`: the event that cites it, to compare what the source says."""
        parts = ["<li>\n"]
        if one.title:
            parts.append(f"<span{spoken(one.name)}>{shown(one.name)}</span>, ")
        parts.append(_link(one.url, f"“{one.title}”" if one.title else one.name))
        more = [
            one.author, one.date and self._together(english.date(one.date)), one.locator,
            one.side and f"side: {self._ledger.name_of(one.side)}",
            one.grade and f"grade {one.grade}", "private" if one.private else "",
        ]  # fmt: skip
        parts += [f", {shown(words)}" for words in more if words]
        if web_address(one.archive):
            parts.append(f", {_link(one.archive, 'archived copy')}")
        parts.append("\n")
        if one.quote:
            lines = escape_controls_in_lines(one.quote)
            parts.append(f"<br><q{spoken(one.quote)}>{'<br>'.join(map(_escaped, lines))}</q>\n")
        for key, value, differs in event.statements(one) if event else ():
            name = self._ledger.name_of(value) if isinstance(value, str) else ""
            words = english.brief(value, True) if isinstance(value, When) else name
            verb = "gives another" if differs else "gives the same"
            unlike = ' class="differing"' if differs else ""
            parts.append(f"<br><span{unlike}>{verb} {shown(key)}: {shown(words)}</span>\n")
        return Markup("".join([*parts, "</li>\n"]))
