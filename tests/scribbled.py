"""Draw random valid ledgers in any layout of TOML, with comments at all places.

The texts consist of fixed pieces. Nothing in this module uses chrono.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hypothesis import strategies as st

ACTORS = ("ann", "ben", "cai")


# Each strategy is made once, because making one takes longer than drawing from it.


@cache
def choice(options: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return a strategy for one of the options."""
    return st.sampled_from(options)


@cache
def up_to(most: int) -> st.SearchStrategy[int]:
    """Return a strategy for a number from 0 to `most`."""
    return st.integers(0, most)


@cache
def orders(number: int) -> st.SearchStrategy[list[int]]:
    """Return a strategy for the numbers below `number` in any order."""
    return st.permutations(range(number))


BOOLEANS = st.booleans()
TABLES = st.sampled_from(["{ signed = 2025-01-07 }", "{}", '{signed="2025",ended="2026"}'])
COMMENT = st.sampled_from(["# plain", "# [[events]]", '# "', "# it's", "#", "# 习近平 ]}"])
DATES = st.sampled_from(
    ["2025-01-05", '"2025-01-05"', "'2025-02'", '"2025-02-03/2025-02-04"',
     '"[2025-03-01..2025-03-05]"', "2025-03-01", "2024-12-31",
     '"2024"', "2025-03-01T11:00:00+08:00", '"../2025-02"']
)  # fmt: skip
TITLES = st.sampled_from(
    [
        '"Plain"',
        "'Literal \\ one'",
        r'"Quoted \"so\" and \\"',
        '"习近平 # no comment"',
        r'"\u001b[31m is no \\x1b, \u202e"',
        "'=1'",
        '"[[events]]"',
    ]
)
SUMMARIES = st.sampled_from(
    ['"""\n[[events]]\nid = "no"\n# not a comment\n"""', "'''\n[actors.no]\n'''", '"one line"',
     '"""a \\\n   b"""', '"""ends with a quote\\""""']
)  # fmt: skip
LISTS = st.sampled_from(
    ['["x"]', '["x", "y"]', '[\n  "x",\n  "y",\n]', '[\n  "x"\n]', '[ "x" , "y" ]', '["x",]',
     '[\n    "x", "y",\n    "z" ]', '["a; b", " c", "[d]"]']
)  # fmt: skip
EXTRAS = st.sampled_from(
    ['{ a = 1, b = { c = [1, 2] } }', '{ n = "7", t = "true", d = 2025-01-05, w = "a b" }',
     '{ note = "a; b=c", "odd; key" = "x" }', '{ code = "X-7", url = "https://x.org/?a=b" }']
)  # fmt: skip
SOURCES = st.sampled_from(
    ['[{ publisher = "P" }]', '["s1"]', '[\n  "s1",\n  { publisher = "P", quote = "q" },\n]',
     '[{ ref = "s1", says = { date = 2025-01-06 } }]']
)  # fmt: skip


@st.composite
def table(draw: st.DrawFn, header: str, pairs: Sequence[str], tables: Sequence[str] = ()) -> str:
    """Draw a table with the keys in random order, and with empty lines and comments between the
    keys.

    - `pairs`: lines of the form `KEY = VALUE`
    - `tables`: the tables inside the table, as text
    """
    indent = draw(choice(("", "", "", "  ", "\t")))
    lines = [indent + header + draw(choice(("", "", " # of the header", "  ")))]
    for pair in (pairs[at] for at in draw(orders(len(pairs)))):
        if draw(up_to(5)) == 0:
            lines.append(draw(choice(("", indent + draw(COMMENT), "   "))))
        key, _, value = pair.partition(" = ")
        equals = draw(choice((" = ", " = ", " = ", "=", "   =  ")))
        behind = draw(choice(("", "", "", "", "  ", "  " + draw(COMMENT))))
        lines.append(f"{indent}{key}{equals}{value}{behind}")
    for section in tables:
        blank = [""] * draw(up_to(1))
        lines += blank + [indent + line for line in section.split("\n")]
    return "\n".join(lines) + "\n"


@st.composite
def event(draw: st.DrawFn, id: str, date: str | None = None, links: Sequence[str] = ()) -> str:
    """Draw an event as TOML.

    `date`: the TOML value, or None for a random date; `links`: the ids that `follows` may have.
    """
    actors = draw(choice(('["ann", "ben"]', "['Ann Ash']", '[\n "cai",\n "ben"]')))
    pairs = [
        f'id = "{id}"',
        f"date = {date or draw(DATES)}",
        f'type = "{draw(choice(("call", "meeting", "lunch")))}"',
        f"title = {draw(TITLES)}",
        f"actors = {actors}",
    ]
    optional = {
        "place": '"Rome"', "summary": draw(SUMMARIES), "tags": draw(LISTS),
        "sources": draw(SOURCES), "status": '"planned"', "private": "true",
        "dates": draw(TABLES),
        "dates.signed": "2025-01-08", "extra": draw(EXTRAS), "extra.x.y": "nan",
        "present": draw(choice(('["dan"]', '["dan", "Eva; Elm", "cai"]'))),
        "initiator": '"ben"' if "ben" in actors else '"FR"',
    }  # fmt: skip
    chosen = [key for key in optional if draw(up_to(2)) == 0]
    if "dates" in chosen and "dates.signed" in chosen:
        chosen.remove("dates")
    if "extra" in chosen and "extra.x.y" in chosen:
        chosen.remove("extra")
    tables = []
    if "sources" not in chosen and draw(BOOLEANS):
        tables.append(
            '[[events.sources]]\npublisher = "Q" # who\n\n[events.sources.says]\ntype = "call"'
        )
        tables += ["[[ events . sources ]]\nref = 's1'"] * draw(up_to(1))
    if not {"dates", "dates.signed"} & {*chosen} and draw(up_to(3)) == 0:
        tables.append("[events.dates]\n# signed in Rome\nsigned = 2025-01-07")
    if not {"extra", "extra.x.y"} & {*chosen} and draw(up_to(3)) == 0:
        tables.append('[events."extra"]\n"odd key" = 1')
    if links and draw(up_to(3)) == 0:
        optional["follows"] = f'["{draw(choice(tuple(links)))}"]'
        chosen.append("follows")
    pairs += [f"{key} = {optional[key]}" for key in chosen]
    return draw(table("[[events]]", pairs, tables))


DECLARED = [
    table("[actors.ann]", ['name = "Ann Ash"', 'country = "FR"']),
    table('[actors."ben"]', ["name = 'Ben Birch'", "country = 'DE'"]),
    table("[actors.cai]", ['name = "Cai"'], ['[[actors.cai.roles]]\ntitle = "Boss"']),
    table("[actors.dan]", ['name = "Dan \\"D.\\" Day; Jr."']),
    table("[actors.eva-elm]", ['name = "Eva; Elm"']),
    table("[types.lunch]", ['label = "lunch"', "contact = true"]),
    table("[sources.s1]", ['publisher = "S"', "date = 2025-01-01"]),
]


@st.composite
def ledger(draw: st.DrawFn, most: int = 5) -> str:
    """Draw a ledger as TOML, with up to `most` events, their actors and sources, and perhaps a
    claim.
    """
    ids = [f"e{number}" for number in range(draw(up_to(most)))]
    dates: Sequence[str | None] = [None] * len(ids)
    if draw(BOOLEANS):
        dates = [f"2025-0{number + 1}-01" for number in range(len(ids))]
    blocks = [
        draw(event(id, date, ids[:at]))
        for at, (id, date) in enumerate(zip(ids, dates, strict=True))
    ]
    before = [
        *([draw(table("[ledger]", ["version = 1", 'title = "T"']))] * draw(up_to(1))),
        *map(draw, DECLARED),
    ]
    claim = [
        'id = "c1"', "by = 'ann'", "date = 2025-05-05", 'statement = "one"', 'period = "2025"',
        "total = 1",
    ]  # fmt: skip
    after = [draw(table("[[claims]]", claim))] * draw(up_to(1))
    after += ['[extra]\nmine = """\n[[events]]"""\n'] * draw(up_to(1))
    if draw(up_to(3)) == 0:
        before, after = [], [*after, *before]
    text = draw(choice(("", "", "# The file.\n", "#:schema x\n# The file.\n\n", "\n\n")))
    for number, block in enumerate([*before, *blocks, *after]):
        if number:
            text += draw(GAPS)
        text += block
    text += draw(choice(("", "", "\n", "\n\n  \n", "# the end\n", "\n# the end")))
    if draw(up_to(4)) == 0:
        text = text.rstrip("\n")
    return text.replace("\n", "\r\n") if draw(up_to(3)) == 0 else text


GAPS = st.sampled_from(
    ["\n", "\n", "\n", "\n", "", "\n\n", " \t\n", "# close above\n", "\n# close above\n",
     "# close below\n\n", "\n# ── apart ──\n\n", "# one\n\n# two\n", "\n\n# long\n# longer\n"]
)  # fmt: skip
