"""Write the format `template`: any text that a Jinja2 template makes from the selected events."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from chrono.core import english, event_phrases, explanations
from chrono.core.claims import ClaimVerdict
from chrono.core.counting import Count, Tally
from chrono.core.headline import headline
from chrono.core.model import Actor, Event, Ledger, Source
from chrono.core.names import did_you_mean
from chrono.core.overview import Overview, overview
from chrono.core.query import Query
from chrono.core.subset import Subset
from chrono.core.text import escape_controls_in_lines
from chrono.core.time_buckets import month_of
from chrono.errors import LedgerError, Problem
from chrono.files.exchange import brief, markdown
from chrono.files.exchange.cited_sources import source_ids, source_key
from chrono.files.exchange.json import dump_json
from chrono.files.exchange.record import record, source_record
from chrono.files.exchange.registry import Document
from chrono.files.format.keys import CLAIM
from chrono.files.read.text import read_plain

FORMATS = {
    "template": {
        "help": "any text, made by a Jinja2 template",
        "options": ["template", "today"],
        "claims": True,
    },
}

_MOST_TEXT = 20_000_000  # the most that a template may write [characters]
_MOST_ITEMS = 1_000_000  # the greatest length of a text or list that a template may repeat
_WIDE = re.compile(r"%(\([^)]*\))?[-#0 +]*([0-9]*\.)?([0-9]{7}|\*)|\{[^{}]*[0-9]{7}[^{}]*\}")
"""Matches a format with a width or precision of a million or more, or taken from a value."""
_HTML = re.compile(r"\.(?:x?html?|xml|svg)(?:\.(?:j2|jinja2?))?$", re.I)
"""Matches the names of templates whose values are all escaped as HTML."""


def export_template(
    subset: Subset, template: str | None = None, today: dt.date | None = None
) -> Document:
    """Return a document with the output of a Jinja2 template.

    `template`: the path of the template, or None for a JSON document with all values that templates
    can use. Raises LedgerError, with the line, if the template has an error.
    """
    values = _cleaned(_values(subset, today))
    if template is None:
        return Document(dump_json(values))
    return Document(_rendered(template, values), contains="")


# -- the values ----------------------------------------------------------------------------------


def _values(subset: Subset, today: dt.date | None) -> dict[str, Any]:
    ledger, selection = subset.ledger, subset.selection
    ids = source_ids(subset.whole)

    def sources(cited: Sequence[Source]) -> list[dict[str, Any]]:
        return [
            {
                **source_record(one),
                "key": ids[source_key(one)],
                "name": one.name,
                "words": event_phrases.citation(one),
            }
            for one in event_phrases.best_first(cited)
        ]

    events = [
        {**_event(ledger, event, selection.query), "sources": sources(event.sources)}
        for event in ledger.events
    ]
    claims = [{**_claim(one), "sources": sources(one.claim.sources)} for one in subset.claims]
    return {
        "title": headline(subset),
        "description": ledger.description,
        "period": brief.days(selection.query),
        "filters": [*map(str, subset.description)],
        "today": None if today is None else today.isoformat(),
        "numbers": _numbers(overview(selection, today=today)),
        "events": events,
        "claims": claims,
    }


def _event(ledger: Ledger, event: Event, query: Query) -> dict[str, Any]:
    month, _ = month_of(event, query)
    return {
        **record(event),
        "former_ids": [*event.former_ids],
        "sentence": event_phrases.sentence(event),
        "date_words": event_phrases.when(event),
        "month": month,
        "month_words": english.bucket(month),
        "type_words": event.type.label,
        "place_words": event_phrases.place(event),
        "marks": event_phrases.marks(event),
        "people": [_person(actor, event) for actor in event.actors],
        "people_present": [_person(actor, event) for actor in event.present],
        "facts": [*event_phrases.facts(ledger, event)],
    }


def _person(actor: Actor, event: Event) -> dict[str, Any]:
    office = event_phrases.offices(actor, event.when)
    return {"id": actor.id, "name": actor.name, "country": actor.country, "office": office}


def _claim(verdict: ClaimVerdict) -> dict[str, Any]:
    claim = verdict.claim
    return {
        **{name: key.json(claim) for name, key in CLAIM.keys.items()},
        "by_name": claim.by.name,
        "date_words": english.full_date(claim.date),
        "verdict": verdict.verdict,
        "details": explanations.claim_details(claim),
        "explanation": [explanations.explain(reading, 0) for reading in verdict.readings],
    }


def _numbers(figures: Overview) -> dict[str, Any]:
    return {
        "contacts": _count(figures.counted.total),
        "by_type": _by_type(figures.counted, figures.ledger),
        "by_month": [
            {"month": english.bucket(month), **_count(count)}
            for (month,), count in figures.by_month.numbers.items()
        ],
        "principals": [actor.name for actor in figures.principals],
        "between_principals": _count(figures.shared.total),
        "between_principals_by_type": _by_type(figures.shared, figures.ledger),
        "covered": figures.covered,
        "definition": figures.definition,
    }


def _by_type(counted: Tally, ledger: Ledger) -> list[dict[str, Any]]:
    return [
        {"type": id, "words": f"{count} {ledger.types[id].called(count.max)}", **_count(count)}
        for (id,), count in counted.numbers.items()
    ]


def _count(count: Count) -> dict[str, Any]:
    return {"number": count.text(), **count.to_dict()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return "\n".join(escape_controls_in_lines(value))
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return [*map(_cleaned, value)] if isinstance(value, (list, tuple)) else value


# -- the template --------------------------------------------------------------------------------


class _Unknown(StrictUndefined):
    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name, owner = str(self._undefined_name), self._undefined_obj
        if not isinstance(owner, Mapping):
            return f'unknown name "{name}"'
        return f'unknown key "{name}"{_remedy(name, [*map(str, owner)])}'


def _remedy(name: str, known: Sequence[str]) -> str:
    choices = f"; choose {english.join_or(known)}" if known else ""
    return did_you_mean(name, known) or choices


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(["*", "**", "%"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Return the result of `*`, `**` or `%`. Raises OverflowError for a huge result."""
        if operator == "%":
            _refuse_wide(left)
        sized = [len(one) for one in (left, right) if hasattr(one, "__len__")]
        times = [one for one in (left, right) if isinstance(one, int)]
        if (operator == "*" and sized and sized[0] * max(times, default=0) > _MOST_ITEMS) or (
            operator == "**" and (abs(right) > 1000 or abs(left) > 10**300)
        ):
            raise OverflowError("the result of this multiplication is too large")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, function: Any, *args: Any, **values: Any) -> Any:
        """Return the result of calling a function. Raises OverflowError if the result is a huge
        text.
        """
        method = getattr(function, "__wrapped__", function)  # jinja2 wraps str.format
        if isinstance(text := getattr(method, "__self__", None), str):
            _refuse_wide(text, *args, *values.values())
        return super().call(context, function, *args, **values)


def _refuse_wide(text: object, *values: object) -> None:
    wide = isinstance(text, str) and _WIDE.search(text)
    if wide or any(isinstance(one, int) and abs(one) > _MOST_ITEMS for one in values):
        raise OverflowError("the width of this text is too large")


def _within_limits(function: Callable[..., Any]) -> Callable[..., Any]:

    @wraps(function)
    def limited(first: Any, *args: Any, **values: Any) -> Any:
        _refuse_wide(first, *args, *values.values())
        return function(first, *args, **values)

    return limited


def _environment(path: Path) -> _Environment:
    def load(name: str) -> tuple[str, str, Callable[[], bool]]:
        file = path if name == path.name else path.parent / name
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise TemplateNotFound(name)
        return read_plain(str(file), "the template"), str(file), lambda: True

    environment = _Environment(
        loader=FunctionLoader(load), undefined=_Unknown, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, autoescape=lambda name: bool(_HTML.search(name or "")),
        finalize=lambda value: "" if value is None else value,
    )  # fmt: skip
    for name in ("center", "format", "indent"):
        environment.filters[name] = _within_limits(environment.filters[name])
    environment.filters.update(markdown=markdown.escape, wiki=_wiki)
    return environment


def _rendered(template: str, values: Mapping[str, Any]) -> str:
    path = Path(template)
    try:
        return "".join(_limited(_environment(path).get_template(path.name).generate(values)))
    except LedgerError:
        raise
    except TemplateSyntaxError as error:
        place = error.filename or template, error.lineno
        problem = Problem(*place, _phrase(error.message or "invalid syntax"))
    except Exception as error:  # a template is a program: any error may be its own
        problem = Problem(*_place(error, path), _message(error, values))
    raise LedgerError([problem]) from None


def _limited(pieces: Iterator[str]) -> Iterator[str]:
    written = 0
    for piece in pieces:
        written += len(piece)
        if written > _MOST_TEXT:
            most = f"{_MOST_TEXT // 1_000_000} million characters"
            raise OverflowError(f"the template writes more than {most}; does a loop end?")
        yield piece


def _place(error: BaseException, path: Path) -> tuple[str, int]:
    for frame in reversed(extract_tb(error.__traceback__)):
        if Path(frame.filename).parent == path.parent:
            return frame.filename, frame.lineno or 0
    return str(path), 0


def _message(error: Exception, values: Mapping[str, Any]) -> str:
    message = str(error)
    if isinstance(error, TemplateNotFound):
        return f'unknown template "{message}" in this folder'
    if isinstance(error, UndefinedError) and (name := re.fullmatch('unknown name "(.*)"', message)):
        return f"{message}{_remedy(name[1], [*values])}"
    if isinstance(error, (TemplateError, OverflowError)):
        return _phrase(message)
    if isinstance(error, RecursionError):
        return "the template includes or calls itself without end"
    return _phrase(message or type(error).__name__)


def _phrase(message: str) -> str:
    words = message.strip().removesuffix(".")
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def _wiki(text: object) -> str:
    return re.sub(
        r"[&<>\[\]{}|]|''+|~~~+|__|(?m:^[*#:;= -]+)|(?<=:)//|(?<=ISBN) |(?<=RFC) |(?<=PMID) ",
        lambda match: "".join(f"&#{ord(char)};" for char in match[0]),
        str(text),
    )
