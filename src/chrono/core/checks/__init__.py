"""The rules of `chrono check`, in one module for each topic.

Reading a ledger already rejects invalid values. The rules report values that are valid but probably
wrong. A *finding* is one report of a rule (`rules`). The docstring of a rule is its section in
`docs/checks.md`.
"""

from __future__ import annotations

from chrono.core.checks import claims, dates, duplicates, events, names, same_actors, texts  # noqa: F401
from chrono.core.checks.rules import RULES, Finding, Rule, RuleContext, check_events

__all__ = ["RULES", "Finding", "Rule", "RuleContext", "check_events"]
