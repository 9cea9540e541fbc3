"""Options that may stand without a value: `--lanes`, and `--lanes country`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chrono.core.names import nearest


def _is_one_of(known: Sequence[str], following: Sequence[str]) -> bool:
    """Whether what follows is one of the values, or is meant for one and misspelt."""
    return any(word in known or (word.isalpha() and nearest(word, known)) for word in following)


def allow_missing_value(kind: Any, values: Mapping[str, Sequence[str]]) -> Any:
    """A kind of command some of whose options need no value: option -> the values that it knows.

    Where none of these follows, the first is meant; so a period after it is still a period.
    The kind has them as its `bare`.
    """

    class Bare(kind):  # type: ignore[misc]
        bare = values

        def parse_args(self, ctx: Any, args: list[str]) -> Any:
            meant = []
            takes_value = {
                name
                for param in self.params
                if param.param_type_name == "option" and not param.is_flag
                for name in param.opts
            }
            is_value = ended = False
            for at, word in enumerate(args):
                meant.append(word)
                known = None if is_value or ended else values.get(word)
                ended = ended or (word == "--" and not is_value)
                if known is not None and not _is_one_of(known, args[at + 1 : at + 2]):
                    meant.append(known[0])
                    continue
                # What follows an option is its value, also where it looks like an option.
                is_value = not is_value and not ended and word in takes_value
            return super().parse_args(ctx, meant)

    return Bare
