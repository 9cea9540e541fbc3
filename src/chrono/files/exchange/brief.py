"""Write a brief in Markdown: the events by month, with their sources as footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from chrono.core import english, event_phrases, explanations
from chrono.core.claims import ClaimVerdict
from chrono.core.counting import Count
from chrono.core.coverage import coverage_text
from chrono.core.headline import headline
from chrono.core.model import Event, EventType, Source
from chrono.core.overview import Overview, overview
from chrono.core.periods import EVERYTHING
from chrono.core.query import Match, Query
from chrono.core.sentences import uncertain, unsupported
from chrono.core.subset import Subset
from chrono.core.time_buckets import month_of
from chrono.files.exchange.cited_sources import Key, source_key
from chrono.files.exchange.markdown import citation, escape, heading, sentence, summary_paragraphs


def brief(
    subset: Subset,
    numbers: bool,
    claims: bool,
    title: str | None = None,
    sources: int | None = None,
) -> Iterator[str]:
    """Yield the paragraphs and lists of a brief in Markdown.

    - `numbers`: whether to include counts of events
    - `sources`: the maximum number of sources to cite for an event, or None for all
    """
    selection, footnotes, mentions = subset.selection, Footnotes(), event_phrases.FirstMentions()
    name, ledger = headline(subset), subset.ledger.name
    yield heading(1, title or name)
    filters = english.joined([days(selection.query), *map(str, subset.description)], ", ")
    if about := english.joined([ledger if name != ledger else "", filters], ": "):
        yield escape(about)
    if numbers:
        yield from figures(overview(selection))
    if claims and subset.claims:
        yield heading(2, "Claims")
        yield "\n".join(_claim(verdict, footnotes) for verdict in subset.claims)
    months: dict[str, list[Event]] = {}
    for event in subset.ledger.events:
        months.setdefault(month_of(event, selection.query)[0], []).append(event)
    for month, events in sorted(months.items()):
        yield heading(2, english.bucket(month))
        items = (_event(event, mentions, footnotes, sources) for event in events)
        yield "\n".join(items).rstrip("\n")
    if not months:
        yield "No matching events."
    if definitions := [*footnotes.definitions()]:
        yield "\n".join(definitions)


def days(query: Query) -> str:
    """Return the period of a query, such as `1–31 Oct 2025`, or "" for a query without a period."""
    return "" if query.period == EVERYTHING else english.span(query.period.span, True)


def _event(
    event: Event, mentions: event_phrases.FirstMentions, footnotes: Footnotes, most: int | None
) -> str:
    texts = [f"- {sentence(event, mentions)}{footnotes.references(event.sources, most)}"]
    texts += summary_paragraphs(event)
    texts += [f"Notes: {_one_line(event.notes)}"] if event.notes else []
    return "\n\n  ".join(texts) + "\n" * (len(texts) > 1)


def _claim(verdict: ClaimVerdict, footnotes: Footnotes) -> str:
    claim = verdict.claim
    speaker = escape(event_phrases.people([claim.by], claim.date))
    statement = _one_line(claim.statement)
    words = f"“{statement}”" if claim.wording == "quoted" else statement
    details = explanations.claim_details(claim)
    readings = "; ".join(
        english.joined([f"“{one.name}”" if one.name else "", explanations.explain(one, 0)], ", ")
        for one in verdict.readings
    )
    result = f"{verdict.verdict.capitalize()}. {escape(english.capitalised(readings))}."
    date = escape(english.full_date(claim.date))
    about = f" ({escape(details)})" if details else ""
    cited = footnotes.references(claim.sources)
    return f"- **{date}**, {speaker}: {words}{about}.{cited} {result}"


def _one_line(text: str) -> str:
    return escape(" ".join(text.split()))


class Footnotes:
    """The footnotes of a text: its sources, numbered in the order of their first citation."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[Key, str | None], int] = {}
        self._sources: list[Source] = []

    def references(self, sources: Iterable[Source], most: int | None = None) -> str:
        """Return Markdown references to footnotes, such as `[^1] [^2]`, sorted by the grades of the
        sources.

        `most`: the maximum number of sources, or None for all.
        """
        numbers: dict[int, None] = {}
        for source in islice(event_phrases.best_first(sources), most):
            key = source_key(source), source.locator
            if key not in self._numbers:
                self._sources.append(source)
                self._numbers[key] = len(self._sources)
            numbers[self._numbers[key]] = None
        # Without a space, footnotes 1 and 2 would read as footnote 12 in print.
        return " ".join(f"[^{number}]" for number in numbers)

    def definitions(self) -> Iterator[str]:
        """Yield a line such as `[^1]: CITATION.` for each footnote."""
        for number, source in enumerate(self._sources, 1):
            yield f"[^{number}]: {citation(source)}."


# -- figures -------------------------------------------------------------------------------------


def figures(overview: Overview, whole: bool = False) -> Iterator[str]:
    """Yield the numbers of an overview as paragraphs of Markdown.

    `whole`: whether to add the numbers by month, the first and last contact, the longest gap, and
    the verdicts on claims.
    """
    noun, period = overview.query.noun, overview.query.period
    year = not (period.start and period.end and period.start.year == period.end.year)
    types, shared, counted = overview.ledger.types, overview.shared, overview.counted
    if overview.principals:
        names = english.join_and([actor.name for actor in overview.principals])
        several = " between two or more of them" if len(overview.principals) > 2 else ""
        recorded = "" if overview.shared_covered else " recorded"
        yield f"**{escape(names)}**: {shared.total.of(noun)}{several}{recorded}"
        if shared.rows:
            yield "\n".join(
                f"- {_called(count, types[id])}: "
                + escape(english.join_and([_dated(match, year) for match in count.matches]))
                for (id,), count in shared.numbers.items()
            )
    everything = f"{'All' if overview.covered else 'Recorded'} {noun}s"
    yield f"**{everything}**: {counted.total}"
    if counted.total.max > shared.total.max:  # otherwise these are the same events
        yield "\n".join(f"- {_called(one, types[id])}" for (id,), one in counted.numbers.items())
    if not overview.covered:
        yield _sentence(coverage_text(overview.ledger, overview.query))
    yield from _on_ranges(overview)
    if overview.definition:
        yield escape(overview.definition)
    if whole:
        yield from _more(overview, noun, year)


def _called(count: Count, kind: EventType) -> str:
    number = f"at most {count.max}" if count.max > count.min == 0 else str(count)
    return f"{number} {escape(kind.called(count.max))}"


def _dated(match: Match, year: bool) -> str:
    place = f" in {match.event.place}" if match.event.place else ""
    return f"{english.brief(match.event.when, year)}{place}{'' if match.certain else ' ?'}"


def _on_ranges(overview: Overview) -> Iterator[str]:
    ledger, query = overview.ledger, overview.query
    undecided = [one.event for one in overview.counted.total.matches if not one.certain]
    bare = [event.id for event in undecided if event.id in ledger.unsupported]
    titles = [f"“{event.title}”" for event in undecided if event.id not in ledger.unsupported]
    if titles:
        exact = ledger.any_exact(event.id for event in undecided if event.id not in bare)
        yield _sentence(uncertain(titles, exact).text)
    if bare:
        yield _sentence(unsupported(query.without, bare).text)


def _more(overview: Overview, noun: str, year: bool) -> Iterator[str]:
    unit, counts = overview.by_time(_MOST_MONTHS)
    if len(counts) > 1:
        numbers = (f"{english.bucket_brief(name, not year)} ({n})" for name, n in counts.items())
        yield f"By {unit}: {', '.join(numbers)}."
    for end in overview.ends:
        titles = "; ".join(_titled(other, year) for other in end.others)
        possibly = f"; possibly {end.order}: {titles}" if titles else ""
        yield f"{end.name} {noun}: {escape(_titled(end.match, year) + possibly)}."
    if gap := overview.longest:
        ends = " to ".join(english.brief(one.when, year) for one in (gap.after, gap.before))
        yield f"Longest gap: {escape(english.days(gap.min, gap.max))}, {escape(ends)}."
    if overview.claims:
        made = english.plural(len(overview.claims), "claim")
        yield f"{made} made: {explanations.verdict_numbers(overview.claims)}."


def _titled(match: Match, year: bool) -> str:
    return f"{english.brief(match.event.when, year)}, {match.event.title}"


_MOST_MONTHS = 14  # the most numbers by month; if there are more, they are by a longer time


def _sentence(note: str) -> str:
    return escape(f"{english.capitalised(note)}.")
