"""Judge statements with a number of contacts (`four calls`) or an ordinal (`their fourth call`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono.core.proof.event_verdicts import NOT_ALL_COVERED, EventVerdicts
from chrono.core.proof.hosts import elsewhere
from chrono.core.proof.matching import date_fits, kind_fits, only, unique
from chrono.core.proof.numbers import Amount
from chrono.core.proof.people import Party, all_take_part
from chrono.core.proof.searches import Answer
from chrono.core.proof.statements import Statement
from chrono.core.proof.times import Time
from chrono.core.spans import Span
from chrono.core.verdicts import TextVerdict


class NumberVerdicts(EventVerdicts):
    """A judge that checks the numbers and ordinals in a text against a ledger."""

    def number_answer(self, statement: Statement) -> Answer | None:
        """Return the answer for a statement with a number or ordinal, or None if this is unclear.

        The verdict is "depends" if the number is right under one reading of the period or people,
        and wrong or not known to be right under another.
        """
        if statement.ordinal is not None:
            return self._ordinal(statement)
        answers = [*self._counts(statement)]
        if not answers:
            return None
        verdicts = {answer.verdict for answer in answers}
        events = unique(event for answer in answers for event in answer.events)
        if len(verdicts) == 1:
            return answers[0]._replace(events=events)
        if not statement.windows and not statement.about.others:
            return None
        texts = "; ".join(dict.fromkeys(answer.text for answer in answers))
        known = "stands" in verdicts or "cannot tell" not in verdicts
        return Answer("depends" if known else "cannot tell", texts, events)

    def _counts(self, statement: Statement) -> Iterator[Answer]:
        spans, about = [*self.spans_of(statement)], statement.about
        for name, span in spans:
            for parties in (about.parties, about.others) if about.others else (about.parties,):
                answer = self._count(statement, parties, span)
                if answer and answer.text == NOT_ALL_COVERED and parties is not about.parties:
                    continue
                if answer and answer.verdict in ("stands", "differs"):
                    answer = self._in_other_form(statement, parties, span, answer)
                if answer is not None:
                    named = name and len(spans) > 1
                    yield answer._replace(text=f"{name}: {answer.text}") if named else answer

    def _in_other_form(
        self, statement: Statement, parties: Sequence[Party], span: Span, answer: Answer
    ) -> Answer:
        """Return "depends" if other forms that the words may mean give another verdict.

        `met five times` and `did not meet` may mean rounds of talks, too.
        """
        kind, none = statement.about.kind, statement.amount == Amount(0, 0)
        if kind is None or none is not (answer.verdict == "stands"):
            return answer
        if not none and (kind.noun or kind.vague):
            return answer
        every = kind._replace(types=kind.types | (kind.also & self.vocabulary.kinds.contacts))
        about = statement.about._replace(kind=every)
        other = self._count(statement._replace(about=about), parties, span)
        if other is None or other.verdict != ("differs" if none else "stands"):
            return answer
        text = f"{answer.text}; with {' or '.join(sorted(every.types - kind.types))}: {other.text}"
        return Answer("depends", text, other.events)

    def _count(self, statement: Statement, parties: Sequence[Party], span: Span) -> Answer | None:
        about, amount = statement.about, statement.amount
        assert amount is not None
        assert about.kind is not None
        alone = len(about.parties) == 1 and (about.kind.vague or about.parties[0].country)
        if not about.kind.tags and (not parties or alone):
            return None
        certain, possible = self.matches(about, parties, span)
        if amount == Amount(0, 0):  # `not since 5 May`: one on 5 May does not count
            ends = [time.span for time in statement.windows
                    if time.exact and time.prep in ("since", "between", "before")]  # fmt: skip
            days = [Time(Span(day, day)) for span in ends for day in span if day]
            certain = [one for one in certain if not any(date_fits(one, day) for day in days)]
        if statement.bound:  # `before the summit`: its date may be earlier in another capital
            bounds = self.find(statement.bound[1])
            certain = [one for one in certain if one not in bounds]
        least, most = len(certain), len(certain) + len(possible)
        low = amount.low or 0
        high = most if amount.high is None else amount.high
        others = about._replace(parties=tuple(parties))
        covered = self.is_covered(span, about) or self.is_covered(span, others)
        stands = Answer("stands", str(least), tuple(certain))
        if low <= least and most <= high:
            uncovered = Answer("cannot tell", NOT_ALL_COVERED)
            return stands if covered or amount.high is None else uncovered
        if not covered:
            return Answer("cannot tell", NOT_ALL_COVERED)
        if possible and most >= low and least <= high:
            return Answer("cannot tell", f"{least} to {most}", (*certain, *possible))
        if least > high and {bool(party.country) for party in parties} == {True, False}:
            return None  # `met two Chinese ministers`: not all Chinese are ministers
        if not certain and low and (len(parties) != 2 or not self.has_together(parties)):
            return None
        return stands._replace(verdict="differs")

    def _ordinal(self, statement: Statement) -> Answer | None:
        """Return the answer for `their fourth call of the year`: its events are the first four
        calls.
        """
        about = statement.about
        ever = any(time.span.first is None and time.prep == "in" for time in statement.windows)
        if ever and not self.is_covered(Span(None, self.day), about):
            events = self.find(about) if about.named or about.places else ()
            return Answer("cannot tell", NOT_ALL_COVERED, events[:1])
        if statement.ordinal == 0:
            return self._only(statement)
        event = only(self.find(about))
        if event is None or not kind_fits(event, about.kind, self.vocabulary):
            return None
        if not all_take_part(about.parties, event, self.offices):
            return None
        ranked = self.rank(statement, event)
        if ranked is None or statement.kind == "order":
            return ranked
        _, span = next(iter(self.spans_of(statement)))
        until = Span(span.first, event.when.end)
        certain, _ = self.matches(elsewhere(about), about.parties, until)
        return ranked._replace(events=tuple(certain) or (event,))

    def _only(self, statement: Statement) -> Answer | None:
        about = statement.about
        answers: list[Answer] = []
        for _, span in self.spans_of(statement):
            if not about.parties or not self.is_covered(span, about):
                return None
            certain, possible = self.matches(elsewhere(about), about.parties, span)
            if possible:
                return Answer("cannot tell", "", tuple(certain))
            verdict: TextVerdict = "stands" if len(certain) == 1 else "differs"
            answers.append(Answer(verdict, str(len(certain)), tuple(certain)))
        one = len({answer.verdict for answer in answers}) == 1
        return answers[0] if one and answers[0].events else None
