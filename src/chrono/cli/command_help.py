"""A command that explains itself: its options in groups, and examples of it.

What is written for `--help` is made by `chrono.cli.help`, and only where somebody asks.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

NONE: Mapping[str, str] = {}

Example = tuple[str, str]
"""A line of shell, and what it shows, in a sentence."""


def explained(
    kind: Any,
    titles: Mapping[str, str] = NONE,
    examples: Sequence[Example] = (),
    meanings: Mapping[str, str] = NONE,
) -> Any:
    """A kind of command whose help has its options by title, and examples.

    `titles` gives the title under which an option stands, by its name; others are the command's
    own. `meanings` are of its arguments, which some releases of the parser forget.
    """

    class Explained(kind):  # type: ignore[misc]
        def format_help(self, ctx: Any, formatter: Any) -> None:
            from chrono.cli import help

            text = help.text(help.page(self, ctx), help.width())
            # typer sends UTF-8 even to a terminal of ASCII, so that what such a one lacks is
            # replaced here, as standard output itself replaces it.
            encoding, errors = sys.stdout.encoding, sys.stdout.errors or "strict"
            formatter.write(text.encode(encoding, errors).decode(encoding))

    Explained.titles = titles
    Explained.examples = examples
    Explained.meanings = meanings
    return Explained
