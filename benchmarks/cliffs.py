"""Time commands on ledgers in which the number of one thing is multiplied by 10 and by 100.

    python benchmarks/cliffs.py [WORD...] [--write]

Each ledger has many of one thing, such as claims or aliases. For the largest ledger, the table has
the processor time and the memory of a command without a cache. The exponent of the growth is 1 if
ten times as much takes ten times as long, and 2 if it takes a hundred times as long.

WORD selects the rows whose name contains the word. With several words, a name must contain all of
them. `--write` puts the table into benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from compare import README, chrono, environment, machine, table
from measured import Run, run

MARKS = "<!-- cliffs.py --write -->\n", "<!-- end of cliffs.py -->\n"
FACTORS = (1, 10, 100)
STEEP = 1.15
"""The exponent above which a row is marked."""
NOISE = 0.03
"""Shorter times are taken as no time [s]."""
FIRST = dt.date(2000, 1, 1)
PEOPLE = """[ledger]
version = 1
[actors.anna-berg]
name = "Anna Berg"
country = "CN"
[actors.boris-stone]
name = "Boris Stone"
country = "US"
"""


def _events(
    number: int, date: Callable[[int], str], more: Callable[[int], str] | None = None
) -> str:
    """Return a ledger with contacts between the same two actors.

    - `number`: the number of contacts
    - `date`: a function from the number of a contact to its date
    - `more`: a function from the number of a contact to further lines of TOML
    """
    events = (_event(at, date(at), more(at) if more else "") for at in range(number))
    return PEOPLE + "".join(events)


def _event(
    index: int, date: str, more: str = "", actors: Sequence[str] = ("anna-berg", "boris-stone")
) -> str:
    kind = "" if "type =" in more else f'type = "{("call", "meeting")[index % 2]}"\n'
    return (
        f'[[events]]\nid = "e{index}"\ndate = "{date}"\n{kind}title = "Contact number {index}"\n'
        f"actors = {json.dumps(actors)}\n{more}"
    )


def _day(index: int) -> str:
    """Return the day of an event by its number. The days are consecutive for 9,000 events."""
    return str(FIRST + dt.timedelta(index % 9000))


def _claims(number: int, readings: int, events: int) -> str:
    def claim(index: int) -> str:
        periods = ", ".join(
            f'"reading {one}" = "{2000 + (index + one) % 5}-01..{2006 + one % 15}"'
            for one in range(readings)
        )
        return (
            f'[[claims]]\nid = "c{index}"\nby = "boris-stone"\ndate = {_day(8000 + index % 900)}\n'
            f'statement = "so many"\nactors = ["anna-berg", "boris-stone"]\n'
            f"period = {{ {periods} }}\ncounts = {{ call = {index % 50} }}\n"
        )

    step = max(1, 8000 // events)
    return _events(events, lambda at: _day(at * step)) + "".join(map(claim, range(number)))


def _set(index: int, size: int) -> str:
    return f"[{','.join(_day(7 * index + 3 * day) for day in range(size))}]"


def _aliases(number: int) -> str:
    names = json.dumps([f"Alias {index} of Anna" for index in range(number)])
    return PEOPLE.replace("[actors.boris", f"aliases = {names}\n[actors.boris") + _event(0, "2025")


def _actors(number: int) -> str:
    """Return a ledger of actors with ten aliases each.

    Each actor has an event with the next actor.
    """

    def actor(index: int) -> str:
        aliases = json.dumps([f"P{index} alias {one}" for one in range(10)])
        country = ("CN", "US")[index % 2]
        name = f'name = "Person {index}"\ncountry = "{country}"'
        return f"[actors.p{index}]\n{name}\naliases = {aliases}\n"

    pairs = (_event(at, _day(at), "", (f"p{at}", f"p{at + 1}")) for at in range(number))
    return PEOPLE + "".join((*map(actor, range(number + 1)), *pairs))


def _undeclared_actors(number: int) -> str:
    ledger = _actors(number)
    return ledger + "".join(
        _event(number + at, _day(at), "", (f"q{at}", "anna-berg")) for at in range(number)
    )


def _types(number: int) -> str:
    declared = "".join(
        f'[types.kind-{index}-of-talks]\nlabel = "Kind {index}"\n' for index in range(number)
    )
    unknown = _events(number, _day, lambda at: f'type = "kind-{at}-of-talk"\n')
    return unknown.replace("[actors.anna", f"{declared}[actors.anna", 1)


def _many_files(number: int) -> dict[str, str]:
    files = {f"part/{at}.toml": _event(at, _day(at)) for at in range(number)}
    return {
        "events.toml": PEOPLE.replace("[actors", 'include = ["part/*.toml"]\n[actors', 1),
        **files,
    }


def _covered(number: int) -> str:
    rows = (
        f'[[coverage]]\nperiod = "{_day(at)}"\nactors = ["anna-berg", "boris-stone"]\n'
        for at in range(number)
    )
    return _claims(number, 2, 20) + "".join(rows)


def _roles(number: int) -> str:
    """Return a ledger with an actor whose roles all have errors. `number`: how many roles."""
    roles = ", ".join(f'{{ name = "Role {at}", from = {_day(at)} }}' for at in range(number))
    return _events(1, _day).replace("[actors.boris", f"roles = [{roles}]\n[actors.boris")


def _rows(number: int) -> dict[str, str]:
    row = {"date": _day(0), "type": "call", "actors": ["anna-berg", "boris-stone"]}
    rows = (json.dumps({**row, "title": f"Call {at}"}) + "\n" for at in range(number))
    return {"events.toml": _events(number, lambda _: _day(0)), "rows.jsonl": "".join(rows)}


class Cliff(NamedTuple):
    """A row of the table: the thing to multiply, and the command to time.

    - `command`: the command line without `chrono`
    - `base`: the smallest number of the thing
    - `ledger`: a function from the number of the thing to the text of a ledger, or to the texts of
      its files by name
    """

    command: str
    base: int
    ledger: Callable[[int], str | Mapping[str, str]]

    def files(self, number: int) -> Mapping[str, str]:
        """Return the texts of the files of a ledger, by name. `number`: the number of the thing."""
        made = self.ledger(number)
        return {"events.toml": made} if isinstance(made, str) else made


CLIFFS = {
    "claims, of 4 readings, 500 events": Cliff("claims", 10, lambda n: _claims(n, 4, 500)),
    "readings of 10 claims, 100 events": Cliff("claims", 10, lambda n: _claims(10, n, 100)),
    "events, 100 claims of 4 readings": Cliff("claims", 50, lambda n: _claims(100, 4, n)),
    "claims, and twice as many events": Cliff("claims", 10, lambda n: _claims(n, 4, 2 * n)),
    "claims, and coverage rows": Cliff("claims", 40, _covered),
    "contacts of a pair on a day: check": Cliff(
        "check", 100, lambda n: _events(n, lambda _: _day(0))
    ),
    "contacts of a pair on a day: gaps": Cliff(
        "gaps", 100, lambda n: _events(n, lambda _: _day(0))
    ),
    "intervals of 20 years: gaps": Cliff(
        "gaps", 100, lambda n: _events(n, lambda at: f"{_day(at)}/2024-12-31")
    ),
    "intervals of 20 years: timeline": Cliff(
        "timeline", 100, lambda n: _events(n, lambda at: f"{_day(at)}/2024-12-31")
    ),
    "intervals of 20 years: check": Cliff(
        "check", 100, lambda n: _events(n, lambda at: f"{_day(at)}/2024-12-31")
    ),
    "years as dates: gaps": Cliff(
        "gaps", 100, lambda n: _events(n, lambda at: str(2000 + at % 25))
    ),
    "years as dates: check": Cliff(
        "check", 100, lambda n: _events(n, lambda at: str(2000 + at % 25))
    ),
    "years as dates: count": Cliff(
        "count --by month", 100, lambda n: _events(n, lambda at: str(2000 + at % 25))
    ),
    "sets of 20 days: gaps": Cliff("gaps", 20, lambda n: _events(n, lambda at: _set(at, 20))),
    "sets of 20 days: check": Cliff("check", 20, lambda n: _events(n, lambda at: _set(at, 20))),
    "days of one set: gaps": Cliff("gaps", 20, lambda n: _events(20, lambda at: _set(at, n))),
    "aliases of an actor": Cliff("check", 400, _aliases),
    "actors with 10 aliases: check": Cliff("check", 100, _actors),
    "actors with 10 aliases: search": Cliff("list --actor p1", 40, _actors),
    "undeclared actors": Cliff("check", 100, _undeclared_actors),
    "unknown ids": Cliff(
        "check", 100, lambda n: _events(n, _day, lambda at: f'follows = ["x{at}"]\n')
    ),
    "unknown countries": Cliff(
        "check",
        100,
        lambda n: _events(n, _day, lambda at: f'place = "B"\nplace_country = "X{at}"\n'),
    ),
    "links of a chain of part_of": Cliff(
        "check", 100, lambda n: _events(n, _day, lambda at: f'part_of = "e{at - 1}"\n' * (at > 0))
    ),
    "included files": Cliff("count", 100, _many_files),
    "bytes of a line": Cliff(
        "check",
        100_000,
        lambda n: _events(1, _day, lambda _: f'summary = "{"word " * (n // 5)}"\n'),
    ),
    "errors in one entry": Cliff("check", 40, _roles),
    "rows onto contacts of one day": Cliff("import rows.jsonl --dry-run", 20, _rows),
    "unknown and declared types": Cliff("check", 100, _types),
    "pairs": Cliff("count --by pair", 40, _actors),
    "pairs by month": Cliff("count --by pair --by month", 40, _actors),
}
"""Name -> what is multiplied, and the command that is timed."""


class Growth(NamedTuple):
    """The measurements of a command.

    - `runs`: the runs with 1, 10 and 100 times the smallest number
    - `least`: the processor time with a number of 1 [s]
    """

    runs: Sequence[Run]
    least: float

    @property
    def exponent(self) -> float:
        """Return the exponent of the growth in time from the second to the third run.

        The exponent relates the time to the size of the ledger, or to the size of the output if the
        output has grown more.
        """
        seconds = [max(one.cpu - self.least, NOISE) for one in self.runs[-2:]]
        output = [len(one.output) + 1 for one in self.runs[-2:]]
        size = max(FACTORS[-1] / FACTORS[-2], output[1] / output[0])
        return math.log(seconds[1] / seconds[0]) / math.log(size)


def measured(cliff: Cliff, folder: Path) -> Growth:
    """Time a command on ledgers of all sizes, without a cache, and return the measurements."""
    least = _timed(cliff, cliff.files(1), folder)
    runs = [_timed(cliff, cliff.files(factor * cliff.base), folder) for factor in FACTORS]
    return Growth(runs, least.cpu)


def _timed(cliff: Cliff, files: Mapping[str, str], folder: Path) -> Run:
    """Write a ledger, time a command, and return the faster of two runs.

    There is no second run if the first takes more than 1 s of processor time.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    argv = chrono(*cliff.command.split(), "-f", "events.toml")
    runs: list[Run] = []
    while len(runs) < 2 and not (runs and runs[0].cpu > 1):
        shutil.rmtree(folder / "cache", ignore_errors=True)
        runs.append(run(argv, folder, environment(folder), statuses=(0, 1)))
    return min(runs, key=lambda one: one.cpu)


def report(names: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the table. `names`: the names of the rows."""
    yield f"{machine(())} {dt.date.today():%-d %B %Y}.\n"
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            cliff = CLIFFS[name]
            growth = measured(cliff, Path(folder) / "ledger")
            if growth.exponent > STEEP:  # other work on the machine may be the cause: try again
                again = measured(cliff, Path(folder) / "ledger")
                growth = min(growth, again, key=lambda one: one.exponent)
            last = growth.runs[-1]
            steep = " !" if growth.exponent > STEEP else ""
            cells = (name, f"`{cliff.command}`", f"{FACTORS[-1] * cliff.base:,}")
            figures = f"{last.cpu:.2f} s", f"{last.memory / 2**20:.0f} MiB"
            rows.append((*cells, *figures, f"{growth.exponent:.2f}{steep}"))
            print(*rows[-1], sep="\t", flush=True)
    yield from table(("many", "command", "number", "time", "peak memory", "exponent"), rows)


def main() -> None:
    """Print the table. With `--write`, also put the table into README.md."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("words", nargs="*")
    parser.add_argument("--write", action="store_true")
    words = parser.parse_args()
    names = [name for name in CLIFFS if all(word in name for word in words.words)]
    text = "\n".join(report(names))
    print(text)
    if words.write:
        before, after = README.read_text(encoding="utf-8").split(MARKS[0])
        after = after.split(MARKS[1])[1]
        README.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
