"""Repeat typed options, for messages that suggest another command."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from chrono.cli.session import Session
from chrono.core.command_lines import option_words
from chrono.core.filters import FILTERS
from chrono.core.sentences import shell_word


def typed_again(
    context: Any, names: Collection[str] | None = None, changed: Mapping[str, str | None] = {}
) -> str:
    """Return the typed arguments and options as text, with a space before each.

    - `names`: the parameters to include; None: all parameters
    - `changed`: other values for some parameters; None: omit the parameter
    """
    arguments, options = [""], {}
    for each in context.command.params:
        value = changed.get(each.name, context.params.get(each.name))
        if value in (None, False, "", (), []) or not (names is None or each.name in names):
            continue
        if each.param_type_name == "argument":
            values = [value] if isinstance(value, str) else [*value]
            values = [" ".join(values)] if each.name == "period" else values
            arguments += map(shell_word, values)
        else:
            option = next((name for name in each.opts if name.startswith("--")), each.opts[0])
            options[option] = value
    return " ".join([*arguments, *option_words(options)])


def selection_again(context: Any, session: Session) -> str:
    """Return the typed ledger, period and filters as text, for a command such as `chrono export`.

    If an agenda has neither period nor status, the text selects the planned events of the next 30
    days.
    """
    searched = ""
    if words := context.params.get("typed") or context.params.get("names"):
        from chrono.cli.bare_words import search_filters

        searched = search_filters(session, words)
    changed: dict[str, Any] = {}
    sections = context.params.get("section") or ("planned",)
    if context.info_name == "agenda" and "planned" in sections:
        dated = any(context.params.get(name) for name in ("period", "since", "until"))
        changed |= {} if dated else {"since": "today", "until": "in 30 days"}
        changed |= {} if context.params.get("status") else {"status": ["planned"]}
    return searched + typed_again(context, {"ledger", "period", *FILTERS}, changed)
