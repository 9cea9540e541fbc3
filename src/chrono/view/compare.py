"""Show the counts of several periods side by side, with rates and bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from chrono.core import english
from chrono.core.compare import RATE_DAYS, Comparison, Counted
from chrono.core.counting import Key
from chrono.core.country_codes import with_country_names
from chrono.core.model import Ledger
from chrono.core.periods import EVERYTHING
from chrono.view import tables, theme
from chrono.view.legend import packed
from chrono.view.tables import grid
from chrono.view.tally import caption

_BAR, _LEAST = 16, 6  # the greatest and the least length of a bar [columns]
_NUMBERS = 20  # the usual width of a count and a rate, with the gaps [columns]


def compare(
    found: Comparison,
    keys: Sequence[Key],
    ledger: Ledger,
    console: Console,
    names: Sequence[str] = (),
    event: str | None = None,
) -> Iterator[RenderableType]:
    """Yield a table of the counts in several periods, then notes, as Rich renderables.

    - `keys`: the keys of the rows, without the row of totals
    - `names`: the headings of the periods, such as `30 days before`, or empty for the dates
    - `event`: the id of the event between the two periods, if any
    """
    query = found.periods[0].selection.query
    about = f" before and after {event}" if event else ""
    more = f" by {english.join_and(found.by)}{about}"
    yield caption(query._replace(period=EVERYTHING), more)
    named = [with_country_names(each.tally) for each in found.periods]
    labels = {
        key: label for each in named for key, label in zip(each.numbers, each.labelled, strict=True)
    }
    rows: list[tuple[Text, Key | None]] = [
        (_label(found.by, key, labels[key], ledger), key) for key in keys
    ]
    rows.append((Text("Total", "quiet"), None))
    has_rates = any(each.days for each in found.periods)
    rates = [each.rate(key) for key in keys for each in found.periods]
    most = max((rate.max for rate in rates if rate), default=0)
    room = console.width - max(label.cell_len for label, _ in rows)
    bar = min(_BAR, room // len(found.periods) - _NUMBERS) if has_rates else 0
    bar = bar if bar >= _LEAST else 0
    dates = [each.period.text for each in found.periods]
    headings = names or dates
    unlimited = console.options.update(max_width=10_000)
    # If there is too little room, the dates of a period are one below the other.
    folded = [heading.replace("..", "..\n") for heading in headings]
    for texts, length in ((headings, bar), (folded, bar), (folded, 0)):
        table = _table(found.periods, texts, rows, has_rates, most, length)
        if console.measure(table, options=unlimited).maximum <= console.width:
            yield table
            break
    else:  # one period below the other
        for number, (each, heading) in enumerate(zip(found.periods, headings, strict=True)):
            yield from [Text()] * bool(number)
            yield _table([each], [heading], rows, has_rates, most, 0)
    facts = [f"{name}: {period}" for name, period in zip(names, dates, strict=False)]
    if has_rates:
        parts = [f"of the {name}" for name in names] or [f"in {period}" for period in dates]
        days = [
            f"{each.days} {part}"
            for each, part in zip(found.periods, parts, strict=True)
            if each.days
        ]
        facts.append(f"/30d: per {RATE_DAYS} covered days ({', '.join(days)})")
    yield from packed([Text(fact, "quiet") for fact in facts], console.width)
    if undecided := found.undecided:
        yield theme.undecided(undecided, ledger)


def _table(
    periods: Sequence[Counted],
    names: Sequence[str],
    rows: Sequence[tuple[Text, Key | None]],
    has_rates: bool,
    most: float,
    bar: int,
) -> Table:
    """Return a table with a row for each key, and columns for each period: count, rate and bar.

    `most`: the highest rate, which has a bar of the length `bar` [columns]. If `bar` is 0, there
    are no bars.
    """
    kinds, headings = ["text" if len(periods) == 1 else "line"], [""]
    for name in names:
        kinds += ["number", *["number"] * has_rates, *["line"] * bool(bar)]
        headings += [name, *["/30d"] * has_rates, *[""] * bool(bar)]
    table = grid(*kinds, headings=headings)
    for label, key in rows:
        cells: list[Text] = []
        for each in periods:
            cells += [_count(each, key), *[_rate(each, key)] * has_rates]
            cells += [_bar(each, key, most, bar)] * bool(bar)
        table.add_row(label, *cells)
    return table


def _label(by: Sequence[str], key: Key, label: Key, ledger: Ledger) -> Text:
    if by == ("type",) and (kind := ledger.types.get(key[0])):
        return theme.label(kind, kind.called(None))
    return theme.text("  ".join(label))


_UNKNOWN = Text(english.DASH, "quiet")


def _count(counted: Counted, key: Key | None) -> Text:
    count = counted.number(key)
    return _UNKNOWN if count is None else theme.count(count)


def _rate(counted: Counted, key: Key | None) -> Text:
    rate = counted.rate(key)
    return Text(rate.text(english.DASH), "quiet") if rate else _UNKNOWN


def _bar(counted: Counted, key: Key | None, most: float, width: int) -> Text:
    rate = counted.rate(key)
    if key is None or rate is None or not most:
        return Text()
    # Bars are about integers: thousandths are exact enough.
    return tables.bar(round(rate.min * 1000), round(rate.max * 1000), round(most * 1000), width)
