"""Write questions as command lines, for suggested commands, notes and citations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chrono.core.query import Question
from chrono.core.sentences import shell_word


def option_words(options: Mapping[str, Any]) -> Iterator[str]:
    """Yield options as they are typed, such as `--by type` for {"--by": "type"}.

    The value True is for an option without a value, and a list for a repeated option. An option
    with an empty value is omitted.
    """
    for name, value in options.items():
        if value is True:
            yield name
        elif value:
            values = [value] if isinstance(value, str) else value
            yield from (f"{name} {shell_word(one)}" for one in values)


def arguments(question: Question, more: Mapping[str, Any] = {}) -> str:
    """Return the period and the filters of a question as they are typed: `2025 --actor xi`.

    `more`: options to add, apart from filters.
    """
    values: dict[str, Any] = {**question._asdict(), **question.words}
    filters = {row.option: values[row.name] for row in question.used}
    period = [shell_word(str(question.period))] if question.period else []
    return " ".join([*period, *option_words({**filters, **more})])


def command_line(name: str, question: Question, more: Mapping[str, Any] = {}) -> str:
    """Return the command `name` for a question, such as `chrono list 2025 --actor xi`.

    `more`: options to add, apart from filters.
    """
    return " ".join(["chrono", name, *filter(None, [arguments(question, more)])])
