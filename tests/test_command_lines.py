"""Command lines for questions, as messages suggest them."""

from __future__ import annotations

import pytest

from chrono.core.command_lines import arguments, command_line, option_words
from chrono.core.periods import Period
from chrono.core.query import Question


def test_a_question_is_written_as_it_is_typed() -> None:
    asked = Question.of(
        "2025", actor=["Xi Jinping"], type=["call"], tag=["leaders"], mention=["$x"],
        since="2025-06", contacts=True, limit="3",
    )  # fmt: skip
    assert arguments(asked) == (
        '2025 --actor "Xi Jinping" --type call --tag leaders --mention "\\$x" --contacts '
        "--since 2025-06 --limit 3"
    )


@pytest.mark.parametrize(
    ("name", "question", "line"),
    [
        ("list", Question(), "chrono list"),
        ("agenda", Question("next 7 days"), 'chrono agenda "next 7 days"'),
        ("list", Question(Period.parse("2025-10"), status=["held"]),
         "chrono list 2025-10 --status held"),
        ("last xi", Question.of(type=["call"]), "chrono last xi --type call"),
    ],
)  # fmt: skip
def test_a_command_line_has_the_period_before_the_filters(
    name: str, question: Question, line: str
) -> None:
    assert command_line(name, question) == line


def test_other_options_follow_the_filters() -> None:
    more = {"--by": ["type", "month"], "--codes": None, "--total": False, "--all": True}
    line = "chrono count --tag trade --by type --by month --all"
    assert command_line("count", Question.of(tag=["trade"]), more) == line


def test_an_option_with_a_value_in_a_list_may_be_empty() -> None:
    assert [*option_words({"--text": [""], "--title": ""})] == ['--text ""']
