"""Parse the expressions of `--where`: conditions joined by `and`, `or`, `not` and parentheses.

For example: `(actor:Rubio or actor:Bessent) and not tag:trade`. A condition is the name of a
filter, a colon and a value. A value with spaces must be in quotation marks. `not` is applied first,
then `and`, then `or`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import Any, Literal, NamedTuple, NoReturn

from chrono.core.coverage import ANYTHING, Subject, Subjects, any_of, both
from chrono.core.filters import FILTERS, Condition, Filter, all_met, extra_filter
from chrono.core.lookup import Lookup
from chrono.core.names import unknown_word
from chrono.core.periods import PLAIN_PERIOD
from chrono.core.spans import Containment
from chrono.errors import BareWordError, UsageError

Joint = Literal["and", "or", "not"]

EXAMPLE = "actor:Xi and not tag:trade"

FIELDS = {row.name.replace("_", "-"): row for row in FILTERS.values() if row.test}
"""The filters that an expression can have, by their names there, such as "not-actor"."""


class Term(NamedTuple):
    """A condition as typed, such as `actor:Rubio`."""

    row: Filter
    value: str


class Group(NamedTuple):
    """Expressions joined by "and" or "or", or a single expression negated by "not"."""

    joint: Joint
    parts: tuple[Term | Group, ...]


Expression = Term | Group


class Joined(NamedTuple):
    """Conditions joined by "and" or "or", or a single condition negated by "not"."""

    joint: Joint
    parts: tuple[AnyCondition, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the names of the attributes that the conditions read, without repeats."""
        return tuple(dict.fromkeys(key for part in self.parts for key in part.keys))

    def __call__(self, record: Any) -> Containment:
        if self.joint == "or":
            return max(part(record) for part in self.parts)
        met = all_met(self.parts, record)
        return Containment(Containment.CERTAIN - met) if self.joint == "not" else met


AnyCondition = Condition | Joined


# -- what an expression means ---------------------------------------------------------------------


def terms(expression: Expression) -> Iterator[Term]:
    """Yield all conditions of an expression, including negated conditions."""
    if isinstance(expression, Term):
        yield expression
    else:
        for part in expression.parts:
            yield from terms(part)


def required(expression: Expression) -> Iterator[Expression]:
    """Yield the parts of an expression. An event must match all of them.

    For `A and (B or C)`, the parts are `A` and `B or C`.
    """
    if isinstance(expression, Group) and expression.joint == "and":
        for part in expression.parts:
            yield from required(part)
    else:
        yield expression


def condition(expression: Expression, lookup: Lookup) -> AnyCondition:
    """Return the condition for an expression. The condition can test an event or a claim.

    Raises UsageError for an unknown name.
    """
    if isinstance(expression, Group):
        return Joined(expression.joint, tuple(condition(part, lookup) for part in expression.parts))
    (made,) = expression.row.conditions(lookup, [expression.value])
    return made


def subjects(expression: Expression, lookup: Lookup, negated: bool = False) -> Subjects:
    """Return subjects that together include all events that match an expression.

    `negated`: whether to return subjects for the events that do not match the expression.
    """
    if isinstance(expression, Term):
        return ANYTHING if negated else (_subject(expression, lookup),)
    if expression.joint == "not":
        return subjects(expression.parts[0], lookup, not negated)
    parts = [subjects(part, lookup, negated) for part in expression.parts]
    return reduce(both if (expression.joint == "and") is not negated else any_of, parts)


def _subject(term: Term, lookup: Lookup) -> Subject:
    if term.row.name == "type":
        return Subject(types=lookup.type(term.value))
    if term.row.name == "actor":
        return reduce(
            Subject.or_else, (Subject.between([one]) for one in lookup.actors(term.value))
        )
    if term.row.name == "country":
        return Subject(countries=lookup.country(term.value))
    if term.row.name == "tag" and len(tags := lookup.tag(term.value)) == 1:
        return Subject(tags=tags)
    return Subject()


def wanted_types(expression: Expression, negated: bool = False) -> Iterator[str]:
    """Yield the event types, as typed, that the conditions of an expression allow.

    `negated`: whether a `not` precedes the expression.
    """
    if isinstance(expression, Group):
        for part in expression.parts:
            yield from wanted_types(part, negated is not (expression.joint == "not"))
    elif expression.row.name == "type" and not negated:
        yield expression.value


def names_types(expression: Expression, negated: bool = False) -> bool:
    """Return whether an expression names the type of every event that matches.

    The result is True for `type:call and tag:trade`, but False for `type:call or tag:trade`.
    """
    if isinstance(expression, Term):
        return expression.row.name == "type" and not negated
    if expression.joint == "not":
        return names_types(expression.parts[0], not negated)
    named = [names_types(part, negated) for part in expression.parts]
    return any(named) if (expression.joint == "and") is not negated else all(named)


# -- how an expression is written -----------------------------------------------------------------

_MOST_NESTED = 50
"""The maximum depth to which parentheses and `not` can be nested."""

_WORDS = re.compile(r"""[()]|(?:[^\s()"':]+:)?(?:"[^"]*"?|'[^']*'?)|[^\s()]+""")
_SIGNS = {"&": "and", "&&": "and", "|": "or", "||": "or", "!": "not"}
_PERIODS = {"date", "day", "period", "start", "year", "month"}

NOT = r"(?<![^\s(])(?:not|without|except|excluding)(?: (?:about|at|by|for|from|in|on))?(?!\S)"
"""Matches words that exclude events, such as `without`, with a preposition if any: `not about`."""
_OTHER_NAMES = {
    **dict.fromkeys(("actors", "person", "people", "who", "name"), "actor"),
    **dict.fromkeys(("tags", "topic", "subject", "about"), "tag"),
    **dict.fromkeys(("types", "kind"), "type"),
    **dict.fromkeys(("countries", "state", "party"), "country"),
    **dict.fromkeys(("places", "city", "location"), "place"),
    **dict.fromkeys(("continent", "region"), "place-country"),
}
"""Other words for filters, with the names of the filters in an expression."""
_NAMES = "|".join(sorted((*FIELDS, *_OTHER_NAMES), key=len, reverse=True))
_OTHER_SIGNS = (
    (rf"\b({_NAMES})\s*(?:==?|:)\s*(?=[\w(]|\Z)", lambda found: f"{_field(found[1])}:"),
    (rf"\b({_NAMES})\s*!=\s*(?=[\w(]|\Z)", lambda found: f"not {_field(found[1])}:"),
    (rf"\b({_NAMES})(?::| in )\(([\w\s,-]+)\)", lambda found: _alternatives(*found.groups())),
    (rf"\b({_NAMES}):([\w-]+(?:[,|][\w-]+)+)", lambda found: _alternatives(*found.groups())),
    (r"\s*&&?\s*", lambda _: " and "),
    (r"\s*\|\|?\s*", lambda _: " or "),
    (r"(?<![^\s(])[-!](?=[\w(])", lambda _: "not "),
    (NOT, lambda _: "not"),
    (r"(?<=[\w)]) (?:but |and )?(?=not\b)", lambda _: " and "),
    (r"\b(and|or) and not\b", lambda found: f"{found[1]} not"),
    (r"(?<=[\w)]) but (?=[\w(])", lambda _: " and "),
)
"""Rows (pattern of another notation, replacement in the notation of an expression), in order."""


def in_notation(text: str) -> str:
    """Return a text in the notation of expressions: `not tag:trade` for `tag != trade`.

    Texts in quotation marks do not change.
    """
    pieces = re.split(r"""("[^"]*"|'[^']*')""", text)
    for pattern, replacement in _OTHER_SIGNS:
        for at in range(0, len(pieces), 2):
            pieces[at] = re.sub(pattern, replacement, pieces[at], flags=re.IGNORECASE)
    return "".join(pieces)


def _field(name: str) -> str:
    return _OTHER_NAMES.get(name.lower(), name.lower())


def _alternatives(name: str, values: str) -> str:
    words = re.split(r"\s*[,|]\s*|\s+or\s+", values.strip())
    return f"({' or '.join(f'{_field(name)}:{word}' for word in words)})"


def with_brackets(text: str) -> str:
    """Return an expression with brackets around parts joined by "and": `(A and B) or C`.

    The result is "" if the expression needs no brackets, or already has brackets.
    """
    words = _WORDS.findall(text)
    if "(" in words:
        return ""
    parts = re.split(r"\x00or\x00", "\x00".join(words), flags=re.IGNORECASE)
    groups = [
        f"({part})" if re.search(r"\x00and\x00", part, re.IGNORECASE) else part for part in parts
    ]
    return " or ".join(groups).replace("\x00", " ") if parts[1:] and groups != parts else ""


def parse(text: str) -> Expression:
    """Return the expression for a text. Raises UsageError if the syntax is wrong."""
    return _Parser(text).expression()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.words: Sequence[str] = _WORDS.findall(text)
        self.at = 0
        self.nested = 0

    def expression(self) -> Expression:
        """Return the expression for the whole text. Raises UsageError if the syntax is wrong."""
        if not self.words:
            raise UsageError(f'--where "{self.text}": write an expression, such as {EXAMPLE}')
        whole = self._joined("or")
        if self._next() == ")":
            self._refuse(f'the ")" after {self._previous()} closes nothing; remove it')
        if self._next():
            self._refuse_neighbour()
        return whole

    def _joined(self, joint: Literal["or", "and"]) -> Expression:
        parts = [self._joined("and") if joint == "or" else self._negated()]
        while self._keyword() == joint:
            self.at += 1
            parts.append(self._joined("and") if joint == "or" else self._negated())
        return parts[0] if len(parts) == 1 else Group(joint, tuple(parts))

    def _negated(self) -> Expression:
        word, keyword = self._next(), self._keyword()
        if keyword in ("and", "or") or word in ("", ")"):
            self._refuse_gap()
        self.at += 1
        if keyword != "not" and word != "(":
            return self._term(word)
        self.nested += 1
        if self.nested > _MOST_NESTED:
            self._refuse(f"more than {_MOST_NESTED} nested parentheses; write a shorter expression")
        if keyword == "not":
            inner: Expression = Group("not", (self._negated(),))
        else:
            opened = self.at
            inner = self._joined("or")
            if not self._next():
                self._refuse(f'the "(" before {_quoted(self.words[opened])} has no ")"; add one')
            if self._next() != ")":
                self._refuse_neighbour()
            self.at += 1
        self.nested -= 1
        return inner

    def _term(self, word: str) -> Term:
        name, colon, value = word.partition(":")
        if word[0] in "\"'" or not colon:
            self._refuse_bare(word)
        prefix, _, extra = name.partition(".")
        is_extra = prefix.lower() == "extra" and bool(extra)
        if not is_extra:
            name = name.lower().replace("_", "-")
        if name[:1] in "-!" and name[1:] in FIELDS:
            self._refuse(f'write "not {name[1:]}:{value}"')
        if name not in FIELDS and not is_extra:
            self._refuse_name(name, value)
        if value[:1] in ('"', "'"):
            if len(value) < 2 or value[-1] != value[0]:
                self._refuse(f"the quotation mark in {_quoted(word)} is not closed; add one")
            value = value[1:-1]
        if not value:
            bare = self._next() and not self._keyword() and not re.search("[:()]", self._next())
            such = f"write {name}:{self._next()}" if bare else "write one"
            self._refuse(f'"{name}:" has no value; {such}, without a space after the colon')
        return Term(extra_filter(extra) if is_extra else FIELDS[name], value)

    def _next(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def _keyword(self) -> str:
        word = self._next().lower()
        return word if word in ("and", "or", "not") else ""

    def _previous(self) -> str:
        return _quoted(self.words[self.at - 1])

    # -- refusals -----------------------------------------------------------------------------

    def _refuse(self, why: str) -> NoReturn:
        raise UsageError(f'--where "{self.text}": {why}')

    def _refuse_gap(self) -> NoReturn:
        word = self._next()
        such = "write a condition, such as actor:Xi"
        if not self.at:
            self._refuse(f"the expression begins with {_quoted(word)}; {such}, first")
        if not word:
            self._refuse(f"nothing follows {self._previous()}; {such}")
        self._refuse(f"{self._previous()} is followed by {_quoted(word)}; between the two, {such}")

    def _refuse_neighbour(self) -> NoReturn:
        word, before = self._next(), self.words[self.at - 1]
        if word in _SIGNS:
            self._refuse(f'write "{_SIGNS[word]}" instead of "{word}"')
        name, colon, value = before.partition(":")
        if colon and value[:1] not in ('"', "'") and ":" not in word and word != "(":
            rest: list[str] = [value]
            while (word := self._next()) not in ("", "(", ")") and not self._keyword():
                if ":" in word:
                    break
                rest.append(word)
                self.at += 1
            if len(rest) > 1:
                value = " ".join(rest)
                self._refuse(f"{_quoted(rest[1])} belongs to no condition; "
                             f'for a value of several words, write {name}:"{value}"')  # fmt: skip
        self._refuse(f'{self._previous()} is followed by {_quoted(self._next())}; '
                     'write "and" or "or" between the two')  # fmt: skip

    def _refuse_bare(self, word: str) -> NoReturn:
        if word in _SIGNS:
            self._refuse(f'write "{_SIGNS[word]}" instead of "{word}"')
        name, sign, value = word.partition("=")
        if sign and name.lower() in FIELDS:
            self._refuse(f"write {name.lower()}:{value.lstrip('=')}")
        if re.fullmatch(PLAIN_PERIOD, word):
            self._refuse_period(word)
        why = f"{_quoted(word)} has no filter; write actor:{word} or text:{word}"
        raise BareWordError(f'--where "{self.text}": {why}', word)

    def _refuse_period(self, value: str) -> NoReturn:
        example = value if re.fullmatch(PLAIN_PERIOD, value) else "2025-10"
        why = "an expression cannot contain dates; write the period before --where"
        self._refuse(f"{why}, as in `chrono list {example} --where …`")

    def _refuse_name(self, name: str, value: str) -> NoReturn:
        row = FILTERS.get(name.replace("-", "_"))
        if row is not None and row.name != "where":
            option = f"{row.option} {value}" if row.metavar else row.option
            self._refuse(f'an expression cannot contain "{name}"; use the option {option} instead')
        if name in _PERIODS:
            self._refuse_period(value)
        self._refuse(unknown_word(name, FIELDS, "filter"))


def _quoted(word: str) -> str:
    return word if word[:1] in ('"', "'") else f'"{word}"'
