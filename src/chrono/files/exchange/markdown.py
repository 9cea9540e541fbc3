"""Write the format `markdown`, for GitHub and pandoc: tables, lists of sentences, and briefs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from chrono.core import english, event_phrases
from chrono.core.model import Event, Ledger, Source
from chrono.core.text import escape_controls, escape_controls_in_lines, paragraphs, web_address
from chrono.files.exchange.registry import Document
from chrono.files.exchange.rows import Style, Table

if TYPE_CHECKING:
    from chrono.core.overview import Overview
    from chrono.core.subset import Subset

FORMATS = {
    "markdown": {
        "help": "a brief in sentences, month by month, with sources as footnotes",
        "suffixes": [".md"],
        "options": ["numbers", "claims", "title", "sources"],
        "links": False,
    },
}

MOST_SOURCES = 3  # the most sources after one event
DATE = "**{}**"
"""The template for the date at the beginning of a sentence."""

_MARKUP = re.compile(
    r"[\\`*_\[\]<>|~$^]|&(?=#?\w+;)"
    r"|:(?=//|[a-z+-][\w+-]*:)|(?<=www)\.|(?<=\w)@(?=\w)", re.I
)  # fmt: skip
"""Matches characters that GitHub or pandoc read as markup, a link, an entity or an emoji."""
_AT_START = re.compile(r"^(\s*)([-+=:#])|^(\s*\(?(?:[0-9]+|[a-z]|[ivxlcdm]+))([.)])(?=\s|$)", re.I)
"""Matches the beginning of a line that Markdown would read as a list or a rule: `-`, `a.`, `(iv)`.
"""
_NOT_IN_URL = re.compile(r"[^!-~]|[\"<>()\[\]\\^`{|}]")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def write_markdown(table: Table[Any], style: Style) -> Iterator[str]:
    """Yield a Markdown table: a header, a rule, and one line for each row."""
    yield f"| {' | '.join(map(_cell, table.header))} |\n"
    yield f"|{'|'.join(' --- ' for _ in table.header)}|\n"
    for cells in table.lines():
        yield f"| {' | '.join(map(_cell, cells))} |\n"


def prose_markdown(
    ledger: Ledger, events: Iterable[Event], whole: bool = False, details: bool = False
) -> Iterator[str]:
    """Yield a Markdown list with one sentence for each event, and links to the best sources.

    Notes and private sources are left out, since the text may be published.

    - `whole`: whether to include the summary, and all offices of an actor
    - `details`: whether to include all sources, and paragraphs with other details
    """
    people = (
        event_phrases.people
        if whole
        else partial(event_phrases.people, held=event_phrases.first_office)
    )
    for number, event in enumerate(events):
        public = [source for source in event.sources if not source.private]
        most = len(public) if details else MOST_SOURCES
        links = ", ".join(map(_link, event_phrases.best_few(public, most, ledger)))
        more = f" and {len(public) - most} more" if len(public) > most else ""
        shown = event._replace(sources=tuple(public))
        written = event_phrases.sentence(event, escape, DATE, people)
        texts = [english.joined([written, links + more], " ")]
        texts += summary_paragraphs(event) if whole else ()
        texts += (f"{escape(fact)}." for fact in event_phrases.facts(ledger, shown) if details)
        yield ("\n" if whole and number else "") + "- " + "\n\n  ".join(texts) + "\n"


def citations_markdown(sources: Iterable[Source]) -> Iterator[str]:
    """Yield a Markdown list of sources: publisher, title, date and address."""
    for source in sources:
        yield f"- {citation(source)}\n"


def sections_markdown(ledger: Ledger, sections: Mapping[str, Iterable[Event]]) -> Iterator[str]:
    """Yield a heading and a list of events for each section. `sections`: the events by heading."""
    for number, (title, events) in enumerate(sections.items()):
        yield "\n" * bool(number) + heading(2, title) + "\n\n"
        yield from prose_markdown(ledger, events)


def export_markdown(
    subset: Subset,
    numbers: bool = False,
    claims: bool = False,
    title: str | None = None,
    sources: int | None = None,
) -> Document:
    """Return a brief as a Markdown document.

    - `numbers`: whether to include counts of events
    - `sources`: the maximum number of sources to cite for an event, or None for all
    """
    from chrono.files.exchange.brief import brief

    return Document("\n\n".join(brief(subset, numbers, claims, title, sources)) + "\n")


def digest_markdown(figures: Overview) -> Iterator[str]:
    """Yield the numbers of an overview as Markdown, for `chrono summary`."""
    from chrono.files.exchange import brief

    yield heading(1, english.joined([figures.ledger.name, brief.days(figures.query)], ": ")) + "\n"
    yield from (f"\n{part}\n" for part in brief.figures(figures, whole=True))


def heading(level: int, text: str) -> str:
    """Return a Markdown heading with the markup in `text` escaped."""
    return f"{'#' * level} " + re.sub(r"(#+\s*)$", r"\\\1", escape(text))


def sentence(event: Event, mentions: event_phrases.FirstMentions) -> str:
    """Return an event as Markdown, such as `**Thu 30 Oct 2025**, Busan: Title (Xi Jinping, …).`"""
    return event_phrases.sentence(event, escape, DATE, mentions.people)


def summary_paragraphs(event: Event) -> Iterator[str]:
    """Yield the paragraphs of an event's summary, indented for a list."""
    for lines in paragraphs(event.summary or ""):
        yield "\n  ".join(escape(line.strip()) for line in lines)


def citation(source: Source) -> str:
    """Return a source as one line of Markdown, from the publisher to the URLs."""
    return event_phrases.citation(source, escape, lambda url: f"<{address(url)}>")


def _link(source: Source) -> str:
    name = escape(source.name)
    url = web_address(source.url) or web_address(source.archive)
    return f"[{name}]({_ENTITY.sub('&amp;', address(url))})" if url else name


def address(url: str) -> str:
    """Return a URL for use in a Markdown link.

    Characters that could end the link become escapes such as `%28`.
    """
    return _NOT_IN_URL.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url)


def escape(text: str) -> str:
    """Return a text on one line, with all characters escaped that could be read as markup."""
    return _AT_START.sub(r"\1\3\\\2\4", _MARKUP.sub(r"\\\g<0>", escape_controls(text)))


def _cell(text: str) -> str:
    if url := web_address(text):
        return f"<{address(url)}>"
    return "<br>".join(map(escape, escape_controls_in_lines(text)))
