"""Make the citations of events and claims on the web page: as text, as BibTeX and as CSL-JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chrono.core import english, event_phrases, explanations
from chrono.core.claims import ClaimVerdict
from chrono.core.dates import When
from chrono.core.model import Event, Source
from chrono.core.subset import Subset
from chrono.core.text import escape_controls
from chrono.core.verdicts import Verdict
from chrono.files.exchange.bibtex import bibtex, entry, fields
from chrono.files.exchange.cited_sources import source_ids, source_key
from chrono.files.exchange.csljson import issued, source_item
from chrono.files.exchange.json import dumps


class Citation(NamedTuple):
    """A citation of an event or a claim, and of its best source.

    - `text`: the citation on one line
    - `address`: the address of the event or claim, or None
    """

    text: str
    address: str | None
    bibtex: str
    csljson: str


class _CitedSource(NamedTuple):
    text: str
    bibtex: str
    csljson: str


_RESULTS: Mapping[Verdict, str] = {
    "agrees": "the claim agrees", "differs": "the claim differs",
    "depends": "the claim is true or false depending on the period",
    "cannot tell": "this chronology cannot tell",
}  # fmt: skip


class Citations:
    """The citations of a web page. `base`: the URL of the page, or None if unknown."""

    def __init__(self, subset: Subset, today: dt.date | None, base: str | None) -> None:
        self._ledger = ledger = subset.ledger
        self._base, self._ids = base, source_ids(subset.whole)
        self._declared: dict[str, _CitedSource] = {}
        day = When.on(today) if today else None
        self._page = f"In: {ledger.name}" + (f", as of {english.date(day)}" if day else "")
        self._published = {
            "container-title": escape_controls(ledger.name),
            **({"issued": issued(day)} if day else {}),
        }
        self._fields = fields(self._published)

    def event(self, event: Event) -> Citation:
        """Return the citation of an event."""
        about = event_phrases.sentence(event, people=_names)
        return self._citation(event.id, f"event-{event.id}", event.title, about, event.sources)

    def claim(self, verdict: ClaimVerdict) -> Citation:
        """Return the citation of a claim, with the numbers that the ledger has for the claim."""
        claim = verdict.claim
        statement = " ".join(claim.statement.split())
        words = f"“{statement}”" if claim.wording == "quoted" else statement
        kind = " (paraphrased)" if claim.wording == "paraphrased" else ""
        date = english.full_date(claim.date)
        about = _ended(f"{date}, {claim.by.name}: {words}{kind}")
        counted = f"Counted on this page: {counted_text(verdict)}; {_RESULTS[verdict.verdict]}."
        # A citation style prints titles in quotation marks, so the statement is not the title.
        title = f"Statement by {claim.by.name}, {english.date(claim.date)}"
        anchor = f"_claim-{claim.id}"
        return self._citation(anchor, f"claim-{claim.id}", title, about, claim.sources, counted)

    def _citation(
        self, anchor: str, id: str, title: str, about: str, sources: Sequence[Source],
        counted: str = "",
    ) -> Citation:  # fmt: skip
        address = f"{self._base.partition('#')[0]}#{anchor}" if self._base else None
        best = [self._source(one) for one in event_phrases.best_first(sources)[:1]]
        parts = [about, *(one.text for one in best)]
        text = english.joined([*parts, counted, self._page], " ")
        id, title = escape_controls(id), escape_controls(title)
        own = {
            **({"URL": escape_controls(address)} if address else {}),
            "note": escape_controls(english.joined([about, counted], " ")),
        }
        item = {"id": id, "type": "webpage", "title": title, **self._published, **own}
        written = entry(id, f"{fields({'title': title})}{self._fields}{fields(own)}")
        entries = "\n".join([written, *(one.bibtex for one in best)])
        items = ",\n".join([dumps(item), *(one.csljson for one in best)])
        return Citation(text, address, entries, f"[{items}]")

    def _source(self, one: Source) -> _CitedSource:
        if one.id is None or self._ledger.sources.get(one.id) is not one:
            return self._cited(one)
        if one.id not in self._declared:  # many events cite it
            self._declared[one.id] = self._cited(one)
        return self._declared[one.id]

    def _cited(self, one: Source) -> _CitedSource:
        text = f"Source: {event_phrases.citation(one, link='<{}>'.format)}."
        item = source_item(self._ids[source_key(one)], one, one.locator, self._ledger)
        return _CitedSource(text, bibtex([item]), dumps(item))


def counted_text(verdict: ClaimVerdict) -> str:
    """Return the numbers that the ledger has for a claim, such as `2 or 3 phone calls`."""
    if all(len(reading.stated) == 1 for reading in verdict.readings):
        stated = [reading.stated[0] for reading in verdict.readings]
        stated.sort(key=lambda one: (one.counted.min, one.counted.max))
        numbers = dict.fromkeys(str(one.counted) for one in stated)
        if len(numbers) == 1:
            return explanations.counted_text(stated[0])
        most = max(stated, key=lambda one: one.counted.max)
        return f"{english.join_or([*numbers])} {explanations.counted_noun(most)}"
    texts = dict.fromkeys(
        english.join_and([explanations.counted_text(number) for number in reading.stated])
        for reading in verdict.readings
    )
    return ", or ".join(texts)


def _names(actors: Any, when: When) -> str:
    return english.join_and([actor.name for actor in actors])


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", ".”", "!”", "?”")) else f"{sentence}."
