"""Suggest a command or options for words that do not belong where the user typed them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from chrono.cli.report import output_option
from chrono.cli.session import Session
from chrono.core.agenda import SECTIONS
from chrono.core.command_lines import arguments, command_line
from chrono.core.continents import continent_named
from chrono.core.date_errors import DateError
from chrono.core.english import capitalised, join_or
from chrono.core.english_dates import (
    has_period_word,
    in_words,
    is_moment,
    read_period,
    time_error,
    with_year,
)
from chrono.core.expressions import in_notation, parse
from chrono.core.missing_years import period_with_covered_year
from chrono.core.model import STATUSES, Claim, Ledger
from chrono.core.names import may_be_id
from chrono.core.note_kinds import Note
from chrono.core.periods import EVERYTHING, Period, UnknownPeriodError, not_a_period
from chrono.core.query import Query, Question, select
from chrono.core.search import (
    Term,
    UnknownWord,
    alternatives,
    expression_of,
    is_small,
    last_contact,
    logical_terms,
    question_of,
    search_command,
    terms,
    unknown_words,
    without_small_words,
)
from chrono.core.sentences import hint, is_claim, is_event, shell_word
from chrono.core.verdicts import VERDICTS
from chrono.errors import (
    BareWordError,
    EventAsPeriodError,
    LedgerError,
    NotAPeriodError,
    UsageError,
)


def _reader(session: Session) -> Callable[[Sequence[str]], list[Term]]:
    return partial(terms, lookup=session.lookup, today=session.today)


def _meanings(session: Session, typed: Sequence[str]) -> tuple[list[Term], str]:
    """Return (terms, error message) for typed words, without terms if a word is unknown."""
    try:
        found = without_small_words(terms(typed, session.lookup, session.today))
        found = [_with_covered_year(session, term) for term in found]
        if any(term.filter == "mention" for term in found):
            found = [*map(_with_filter, found)]
            if unknown := unknown_words(found, session.read()):
                return [], _with_similar(session, typed, unknown[0])
    except LedgerError:
        return [], ""
    return found, ""


def _with_similar(session: Session, typed: Sequence[str], unknown: UnknownWord) -> str:
    if len(unknown.similar) == 1:
        similar = unknown.similar[0]
        similar = capitalised(similar) if unknown.word[:1].isupper() else similar
        text = re.sub(rf"\b{re.escape(unknown.word)}\b", similar, " ".join(typed))
        found = without_small_words(terms([text], session.lookup, session.today))
        found = [*map(_with_filter, found)]
        if not unknown_words(found, session.read()):
            return f"did you mean {arguments(question_of(Question(), found))}?"
    return unknown.message if unknown.similar else ""


def _with_covered_year(session: Session, term: Term) -> Term:
    if term.filter != "period":
        return term
    coverage = session.lookup.ledger.coverage
    value = period_with_covered_year(term.words, term.value, coverage, session.today)
    return term._replace(value=value)


def _with_filter(term: Term) -> Term:
    if term.filter == "mention" and term.words in (*STATUSES, "any"):
        return term._replace(filter="status")
    if term.filter == "mention" and continent_named(term.words):
        return term._replace(filter="place_country")
    return term


def period_error(
    session: Session, text: str, error: DateError, others: Question | None, agenda: bool = False,
    again: Callable[[str], str] = "use {}".format,
) -> UsageError:  # fmt: skip
    """Return the error for a text that is not a valid period, with a suggestion if possible.

    - `error`: the error without a suggestion
    - `others`: the other filters that the user typed
    - `again`: a function that returns the advice to type some options
    """
    if not isinstance(error, UnknownPeriodError):
        return UsageError(str(error))
    if others and (options := _after_an_option(session, text, others)):
        text = re.sub(r"^[\d.-]+ ", "", text)  # without a period before these words
        return _with_remedy(text, f"use {options}", options)
    if _is_event(session, text):
        show = f"to show this event, run `chrono show {text}`"
        return EventAsPeriodError(is_event(text, show))
    if claim := _claim(session, text):
        return UsageError(is_claim(claim.id, claim.date.text, claim.by.name))
    if remedy := _file_or_days(text):
        return _with_remedy(text, remedy)
    if not in_words(text):
        return _without_remedy(error)
    if remedy := on_this_day([text]) or _section(session, text, agenda):
        return _with_remedy(text, remedy)
    if command := last_command(session, [text]):
        return _with_remedy(text, f"for the last and the next contact, run `{command}`")
    if options := _expression_options(session, text):
        return _with_remedy(text, again(options), options)
    found, nearest = _meanings(session, [text])
    if not found and (time := time_error(text)):
        return _without_remedy(time)
    from_texts = not found or any(term.filter == "mention" for term in found)
    if not (found or nearest) or (from_texts and has_period_word(text)):
        return _without_remedy(error)
    options = "" if nearest else arguments(question_of(Question(), found))
    remedy = nearest or again(options)
    if found and all(term.filter != "status" for term in found):
        remedy += f", or run `{search_command(found)}`"
    return _with_remedy(text, remedy, options)


def _with_remedy(text: str, remedy: str, options: str = "") -> NotAPeriodError:
    return NotAPeriodError(not_a_period(text, remedy), text, remedy, options)


def _without_remedy(error: UnknownPeriodError) -> NotAPeriodError:
    return NotAPeriodError(str(error), error.text)


_TEMPLATES = (".j2", ".jinja", ".jinja2")


def _file_or_days(text: str) -> str:
    if re.search(r"[/\\]|\.[a-z][a-z0-9]{1,7}$", text):
        if text.endswith(_TEMPLATES):
            command = f"chrono export template --template {shell_word(text)}"
            return f"for a template, run `{command}`"
        is_ledger = text.endswith(".toml")
        option = f"-f {shell_word(text)}" if is_ledger else output_option(text)
        return f"for a file, write {option}"
    is_number = re.fullmatch("[1-9][0-9]{0,2}", text)
    return f'for days, write "last {text}d" or "next {text}d"' if is_number else ""


def with_filters(session: Session, text: str) -> str:
    """Return an expression for --where in which each word has a filter, or "" if this is
    impossible.

    For `Rubio | trade`, the result is `actor:Rubio or tag:trade`.
    """
    text = in_notation(text)
    with suppress(LedgerError, UsageError):
        read = _reader(session)

        def expression(words: str) -> str:
            words = re.sub("[\"']", "", words)
            plain = re.fullmatch(r"[\w\s().’-]+", words)
            return expression_of(logical_terms([words], read)) if plain else ""

        if filters := expression(text):
            return filters
        for _ in [*text.split(), ""]:
            try:
                parse(text)
            except BareWordError as error:
                if not (filters := expression(error.word)):
                    return ""
                bare = rf"(?<![\w:'\"-]){re.escape(error.word)}(?![\w:-])"
                text = re.sub(bare, filters.replace("\\", r"\\"), text, count=1)
            else:
                return text
    return ""


def on_this_day(words: Sequence[str]) -> str:
    """Return advice to run `chrono agenda` if the words are `on this day`, otherwise ""."""
    match = re.match("on this day$|on this day in history$", " ".join(words), re.IGNORECASE)
    command = "chrono agenda today --section earlier"
    return f"for this day in earlier years, run `{command}`" if match else ""


def _section(session: Session, text: str, agenda: bool) -> str:
    words = text.split()
    names = [word for word in words if word.lower() in SECTIONS]
    rest = [word for word in words if word not in names]
    period = period_in_dates(session, rest)
    if len(names) != 1 or (rest and not period) or (names == ["planned"] and not agenda):
        return ""
    options = arguments(Question(" ".join(rest)), {"--section": names[0].lower()})
    return f"use {options}" if agenda else f"run `chrono agenda {options}`"


def verdict_options(session: Session, text: str) -> str:
    """Return options such as `2025 --verdict differs` for `differs 2025`, or "" for a text without
    a verdict.
    """
    for verdict in VERDICTS:
        rest = re.sub(rf"\b{verdict}\b", "", text, count=1, flags=re.IGNORECASE).split()
        if len(rest) < len(text.split()) and (not rest or period_in_dates(session, rest)):
            return arguments(Question(" ".join(rest)), {"--verdict": verdict})
    return ""


def _is_event(session: Session, id: str) -> bool:
    with suppress(LedgerError):
        return may_be_id(id) and session.read([id]).event(id) is not None
    return False


def _claim(session: Session, id: str) -> Claim | None:
    with suppress(LedgerError):
        claims = session.read(()).claims if may_be_id(id) else ()
        return next((claim for claim in claims if claim.id == id), None)
    return None


def search_for(session: Session, words: Sequence[str]) -> str:
    """Return advice for words typed in place of a command: "run `chrono search xi trump`".

    The result is "" if a word is unknown or is a status.
    """
    if every_year := on_this_day(words):
        return every_year
    if command := last_command(session, words):
        return f"run `{command}`"
    if commands := period_commands(session, words):
        return f"run {commands}"
    found, _ = _meanings(session, words)
    if not found or any(term.filter == "status" for term in found):
        return ""
    return f"run `{search_command(found)}`"


def search_filters(session: Session, words: Sequence[str]) -> str:
    """Return a period and filters for the words of a search, such as ` 2025 --actor xi`.

    The result begins with a space, or is "" if a word is unknown.
    """
    found, _ = _meanings(session, words)
    return f" {arguments(question_of(Question(), found))}" if found else ""


def last_command(session: Session, words: Sequence[str]) -> str:
    """Return a `chrono last` command, such as `chrono last xi trump` for `next xi trump`.

    The result is "" if the words do not ask for the last or next contact.
    """
    try:
        return last_contact(terms(words, session.lookup, session.today))
    except (LedgerError, UsageError):  # a date without a year, for example
        return ""


def other_time(text: str, ledger: Ledger, query: Query, today: dt.date) -> Iterator[Note]:
    """Yield a note that suggests another period if no event in the typed period matches the query.

    For `3 days ago`, the note suggests all days since then. For `Q4`, the note suggests the same
    period in the most recent year with matching events. `text`: the period as typed.
    """
    if is_moment(text):
        yield hint(f"for all days since then, write {shell_word(f'since {text}')}")
        return
    matches = select(ledger, query._replace(period=EVERYTHING)).matches
    if not matches:
        return
    years = {match.event.when.sort_key[0].year for match in matches}
    for year in sorted((year for year in years if year < today.year), reverse=True):
        dated = with_year(text, year)
        if dated and select(ledger, query._replace(period=dated[1])).matches:
            yield hint(f'the last "{text}" with matching events is "{dated[0]}"')
            return


def _expression_options(session: Session, text: str) -> str:
    """Return options such as `--where "actor:rubio or actor:bessent"` for `rubio or bessent`.

    The result is "" if the text has neither "or" nor "not", or if a word is unknown.
    """
    with suppress(LedgerError, UsageError):
        found = logical_terms([text], _reader(session))
        if either := alternatives(Question(), found):
            return arguments(either)
    return ""


def _after_an_option(session: Session, text: str, others: Question) -> str:
    """Return a --where option with both names for `--actor Rubio or Bessent`, or "" if there is
    none.

    `text`: the words after the option.
    """
    text = re.sub(r"^([\d.-]+) (.+)$", r"\2 \1", text)  # a period before these words
    joint, _, rest = text.lower().partition(" ")
    if joint not in ("or", "and", "but", "not") or not (others.words and rest):
        return ""
    either = '--where "actor:NAME or actor:OTHER" for either'
    with suppress(LedgerError, UsageError):
        found = logical_terms([text], _reader(session))
        words = dict(others.words)
        if joint == "or":
            name = next(term.filter for term in found if not is_small(term))
            values = words.pop(name, ())
            if len(values) != 1:  # a word after "or" of another kind, or several alternatives
                return either
            [value] = values
            found.insert(0, Term(value, name, value))
        question = others._replace(words=words)
        if alternative := alternatives(question, found):
            return arguments(alternative)
        named = without_small_words(found)
        if joint != "or" and all(term.filter != "mention" for term in named):
            return arguments(question_of(question, named))
    return either if joint == "or" else ""


def list_command(session: Session, words: Sequence[str]) -> str:
    """Return the command that lists the events of a period, such as `chrono list 2025-10`.

    The result is "" if the words are not a period.
    """
    if not (days := period_in_dates(session, words)):
        return ""
    text = " ".join(words)
    return command_line("list", Question(_covered_period(session, text, days) or text))


def period_commands(session: Session, words: Sequence[str]) -> str:
    """Return the commands for a period, such as "`chrono list today` or `chrono agenda today`".

    `chrono list` is for a period that has begun, and `chrono agenda` for a period that has not
    ended. For a month without a year, `chrono list` has the last one that the ledger covers. The
    result is "" if the words are not a period.
    """
    if not (days := period_in_dates(session, words)):
        return ""
    text, period = " ".join(words), Period.parse(days)
    commands = []
    if covered := _covered_period(session, text, days):
        commands = [command_line("list", Question(covered))]
    elif period.start is None or period.start <= session.today:
        commands = [command_line("list", Question(text))]
    if period.end is None or period.end >= session.today:
        commands.append(command_line("agenda", Question(text)))
    return join_or([f"`{command}`" for command in commands])


def _covered_period(session: Session, text: str, days: str) -> str:
    """Return the last period with this name that the ledger covers, or "" if that is `days`."""
    with suppress(LedgerError):
        coverage = session.lookup.ledger.coverage
        covered = period_with_covered_year(text, days, coverage, session.today)
        return covered if covered != days else ""
    return ""


def period_in_dates(session: Session, words: Sequence[str]) -> str:
    """Return a period in dates, such as `2025-11-17..2025-11-23` for "last week".

    The result is "" if the words are not a period.
    """
    with suppress(DateError):
        return read_period(" ".join(words), session.today)
    return ""
