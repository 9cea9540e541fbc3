"""Options that may stand without a value: `--lanes`, and `--lanes country`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def with_bare(kind: Any, values: Mapping[str, Sequence[str]]) -> Any:
    """A kind of command some of whose options need no value: option -> the values that it knows.

    Where none of these follows, the first is meant; so a period after it is still a period.
    The kind has them as its `bare`.
    """

    class Bare(kind):  # type: ignore[misc]
        bare = values

        def parse_args(self, ctx: Any, args: list[str]) -> Any:
            meant = []
            options = args.index("--") if "--" in args else len(args)
            for at, word in enumerate(args):
                meant.append(word)
                known = values.get(word) if at < options else None
                if known is not None and args[at + 1 : at + 2] not in [[value] for value in known]:
                    meant.append(known[0])
            return super().parse_args(ctx, meant)

    return Bare
