"""The questions for which a ledger is complete, to ask instead of one for which it is not."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.core.coverage import CoverageRow, days_of, is_near
from chrono.core.lookup import Lookup
from chrono.core.model import Ledger
from chrono.core.periods import Period
from chrono.core.query import Question, resolve
from chrono.core.spans import Span, common, high, low
from chrono.errors import UsageError


def covered_questions(ledger: Ledger, question: Question) -> Iterator[Question]:
    """Yield a question for each kind of contact that the ledger covers in the period of `question`.

    The actors, countries, types and tags are those of a row of the coverage. Rows that share some
    of them with `question` come first. If only some days of the period are covered, the question
    is about the longest run of them.
    """
    lookup, query = Lookup(ledger), resolve(question, ledger)
    rows = [row for row in ledger.coverage if row.period.span.meets(query.period.span)]
    rows.sort(key=lambda row: not any(is_near(row, one) for one in query.subjects))
    found: list[Question] = []
    for row in rows:
        asked = question._replace(words=_words(row, lookup), where=(), contacts=False)
        try:
            covered = resolve(asked, ledger, unique_names=True, contacts=not row.types)
        except UsageError:  # no event has the tag, or no actor is from the country
            continue
        days = common(days_of(ledger, covered), [query.period.span])
        if days and question.period is not None and days != (query.period.span,):
            asked = asked._replace(period=Period.between(*max(days, key=_length)).text)
        if days and asked not in found:
            found.append(asked)
            yield asked


def _length(span: Span) -> int:
    return (high(span.last) - low(span.first)).days


def _words(row: CoverageRow, lookup: Lookup) -> dict[str, list[str]]:
    words = {
        "actor": [
            one.name if lookup.actors(one.name) == (one,) else one.id for one in row.actors
        ],
        "country": [*row.countries],
        "type": [one.id for one in row.types],
        "tag": [*row.tags],
    }  # fmt: skip
    return {name: values for name, values in words.items() if values}
