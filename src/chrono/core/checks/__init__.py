"""The rules of `chrono check`, in one module for each topic.

chrono rejects invalid values when a ledger is read. The rules look for values that are valid but
probably wrong. Each report of a rule is a `Finding`. The section on a rule in `docs/checks.md` is
the docstring of the rule.
"""

from __future__ import annotations

from chrono.core.checks import claims, dates, duplicates, events, names, same_actors, texts  # noqa: F401
from chrono.core.checks.rules import RULES, Finding, Rule, RuleContext, check_events

__all__ = ["RULES", "Finding", "Rule", "RuleContext", "check_events"]
