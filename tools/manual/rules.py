"""Generate the descriptions of rules in docs/checks.md from the docstrings of the rules."""

from __future__ import annotations

import inspect
import re
import textwrap

from chrono.core.checks import RULES, Rule

_MARKED = re.compile(r"(<!-- rules -->\n).*?(<!-- end -->\n)", re.S)
_CODE = re.compile(r"`[^`]*`")


def filled(page: str) -> str:
    """Return a page with a section for each rule between the comments `rules` and `end`."""
    sections = "\n".join(map(section, RULES))
    return _MARKED.sub(lambda match: f"{match[1]}\n{sections}\n{match[2]}", page)


def section(rule: Rule) -> str:
    """Return the section on a rule in Markdown.

    The name of the rule is the heading. The severity and the description follow.
    """
    severity = f"*{rule.severity.capitalize()}{', strict' if rule.strict else ''}.*"
    paragraphs = inspect.cleandoc(rule.check.__doc__ or "").split("\n\n")
    paragraphs[0] = f"{severity} {paragraphs[0]}"
    return f"### {rule.name}\n\n" + "\n".join(map(_wrapped, paragraphs))


def _wrapped(paragraph: str) -> str:
    """Return a paragraph or list, wrapped into lines. A piece of code stays on one line."""
    items = re.split(r"\n(?=- )", paragraph)
    return "".join(map(_lines, items))


def _lines(text: str) -> str:
    text = _CODE.sub(lambda match: match[0].replace(" ", "\0"), " ".join(text.split()))
    indent = "  " if text.startswith("- ") else ""
    lines = textwrap.wrap(
        text, 105, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines).replace("\0", " ") + "\n"
