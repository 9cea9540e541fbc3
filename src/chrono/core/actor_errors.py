"""The errors for names that match no actor, or several actors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from chrono.core.countries import country_of
from chrono.core.sentences import matches, suggestion, to_choose
from chrono.errors import SeveralActorsError, UnknownActorError

if TYPE_CHECKING:
    from chrono.core.lookup import ActorIndex
    from chrono.core.model import Actor


def actor_labels(actors: Iterable[Actor]) -> list[str]:
    """Return the name and id of each actor, such as `Wang Yi (wang-yi)`."""
    return [f"{actor.name} ({actor.id})" for actor in actors]


def require_one_actor(name: str, actors: Sequence[Actor], country_option: str = "") -> None:
    """Raise SeveralActorsError if a name matches several actors.

    `country_option`: an option such as `--country CN` if the name is also a country, or "".
    """
    if len(actors) > 1:
        choices = to_choose(actor_labels(actors))
        raise SeveralActorsError(matches(name, len(actors), "actors"), choices, country_option)


def unknown(name: str) -> str:
    """Return the problem that a name matches no actor: `unknown actor "Xu"`."""
    return f'unknown actor "{name}"'


def similar_actors(name: str, index: ActorIndex) -> str:
    """Return the end of an error message, which suggests similar names, or "" if there are none."""
    return suggestion(actor_labels(index.nearest(name)))


def unknown_actor(
    name: str, index: ActorIndex, remedy: str = "", country: bool = False
) -> UnknownActorError:
    """Return the error for a name that matches no actor, with similar names or a hint.

    - `remedy`: the option that adds the actor, such as "--new-actor", or ""
    - `country`: whether to suggest the option `--country` for the name of a country
    """
    problem, similar = unknown(name), similar_actors(name, index)
    advice = _either(name, index) if not remedy else ""
    advice = advice or _advice(name, similar, remedy, country)
    return UnknownActorError(f"{problem}{advice}", problem, similar and f"{problem}{similar}")


def _either(name: str, index: ActorIndex) -> str:
    names = re.split(r" or |\s*[,|/]\s*", name, flags=re.IGNORECASE)
    if len(names) < 2 or '"' in name:
        return ""
    if not all(index.named(one) or index.with_words(one) for one in names):
        return ""
    either = " or ".join(f"actor:{one}" if one.isalnum() else f"actor:'{one}'" for one in names)
    return f'; for either, use --where "{either}"'


def _advice(name: str, similar: str, remedy: str, country: bool) -> str:
    add = f"add a new person with {remedy}" if remedy else ""
    if similar:
        return similar + (f" Or {add}" if add else "")
    hint = add or "for a list, run `chrono actors`"
    if country and (code := country_of(name)):
        quoted = code if len(code) == 2 else f'"{code}"'
        hint = f"for a country, use --country {quoted}"
    return f"; {hint}"
