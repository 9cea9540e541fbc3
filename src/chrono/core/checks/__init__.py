"""The rules of `chrono check`, in one module for each topic.

The rules look for values that are valid but probably wrong. The section on a rule in
`docs/checks.md` is the docstring of the rule.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from chrono.core.checks.rules import RULES, Finding, Rule, RuleContext, check_events

for _module in iter_modules(__path__):  # in the order of the alphabet
    import_module(f"{__name__}.{_module.name}")

__all__ = ["RULES", "Finding", "Rule", "RuleContext", "check_events"]
