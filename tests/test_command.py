"""A function becomes a command: its docstring is the help and the examples."""

from __future__ import annotations

from chrono.cli.command import make_command


def greet() -> None:
    """Greet somebody.

    The greeting is short.

    chrono greet | head -1
        The first line of it.
    chrono greet --name "Ann Ash" \
      --loud
        A greeting with a name, on a line of shell that is long,
        and a sentence that is long as well.
    """


def test_a_docstring_is_the_help_and_then_the_examples() -> None:
    command = make_command(greet)
    assert command.help == "Greet somebody.\n\nThe greeting is short."
    assert command.examples == [
        ("chrono greet | head -1", "The first line of it."),
        (
            'chrono greet --name "Ann Ash" --loud',
            "A greeting with a name, on a line of shell that is long, and a sentence that is long "
            "as well.",
        ),
    ]


def test_a_command_without_a_docstring_has_no_help() -> None:
    command = make_command(lambda: None)
    assert command.help in (None, "")
    assert command.examples == []
