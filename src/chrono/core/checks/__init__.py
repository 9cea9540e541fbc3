"""The rules of `chrono check`, in one module for each topic.

The rules look for values that are valid but probably wrong. The section on a rule in
`docs/checks.md` is the docstring of the rule.
"""

from __future__ import annotations

from chrono.core.checks import claims, dates, duplicates, events, names, same_actors, texts  # noqa: F401
from chrono.core.checks.rules import RULES, Finding, Rule, RuleContext, check_events

__all__ = ["RULES", "Finding", "Rule", "RuleContext", "check_events"]
