"""Build small ledgers with one claim about May and June 2025, for the tests of claims."""

from __future__ import annotations

from chrono.core.claims import ClaimVerdict
from chrono.files.read.load import loads
from samples import judge

HEAD = """\
[ledger]
COVERS
[actors]
xi = { name = "Xi Jinping", country = "CN" }
xie = { name = "Xie Feng", country = "CN" }
wang-yi = { name = "Wang Yi", country = "CN" }
wang-wentao = { name = "Wang Wentao", country = "CN" }
trump = { name = "Donald Trump", country = "US" }
"""


def table(id: str, date: str, type: str = "call", **more: str) -> str:
    keys = {
        "id": f'"{id}"',
        "date": f'"{date}"',
        "type": f'"{type}"',
        "title": f'"{id}"',
        "actors": '["xi", "trump"]',
        **more,
    }
    return "\n".join(["[[events]]", *(f"{key} = {value}" for key, value in keys.items()), ""])


def claim(id: str = "c", **more: str) -> str:
    keys = {
        "id": f'"{id}"',
        "by": '"xie"',
        "date": "2025-12-31",
        "statement": '"so many"',
        "period": '"2025-05..2025-06"',
        **more,
    }
    return "\n".join(["[[claims]]", *(f"{key} = {value}" for key, value in keys.items()), ""])


def text(*tables: str, covers: str = "") -> str:
    head = HEAD.replace("COVERS", f'covers = "{covers}"' if covers else "")
    return "\n".join([head, *tables])


def verdict_on(*tables: str, covers: str = "", **keys: str) -> ClaimVerdict:
    """Return the verdict on a claim about May and June 2025, in a ledger with these events.

    `tables`: the events as TOML; `covers`: the period that the ledger covers; `keys`: the TOML
    values of other keys of the claim.
    """
    loaded = loads(text(*tables, claim(**keys), covers=covers))
    return judge(loaded.claims[0], loaded)


def near(verdict: ClaimVerdict) -> list[tuple[str, int | None]]:
    return [(miss.event.id, miss.days) for miss in verdict.readings[0].near]


INSIDE = table("inside", "2025-05-05")

WINDOWS = '{ early = "2025-01..2025-06", late = "2025-05..2025-12" }'
