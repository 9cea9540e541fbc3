"""The paragraphs on the rules of `chrono check` in docs/checks.md, from the rules' docstrings."""

from __future__ import annotations

import re
import textwrap

from chrono.core.checks import RULES, Rule

_MARKED = re.compile(r"(<!-- rules -->\n).*?(<!-- end -->\n)", re.S)
_CODE = re.compile(r"`[^`]*`")


def filled(page: str) -> str:
    """Return the page with a section on each rule between the marks `rules` and `end`."""
    sections = "\n".join(map(section, RULES))
    return _MARKED.sub(lambda match: f"{match[1]}\n{sections}\n{match[2]}", page)


def section(rule: Rule) -> str:
    """Return the section on a rule: its name as heading, its severity and its description."""
    severity = f"*{rule.severity.capitalize()}{', strict' if rule.strict else ''}.*"
    text = f"{severity} {' '.join((rule.check.__doc__ or '').split())}"
    text = _CODE.sub(lambda match: match[0].replace(" ", "\0"), text)  # not broken over lines
    lines = textwrap.wrap(text, 105, break_long_words=False, break_on_hyphens=False)
    return f"### {rule.name}\n\n" + "\n".join(lines).replace("\0", " ") + "\n"
