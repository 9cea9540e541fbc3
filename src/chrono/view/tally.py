"""Numbers as a table: a row per bucket, a column per bucket of the second dimension."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from chrono.core import english
from chrono.core.counting import TIMES, Count, Tally
from chrono.core.english import join_and, join_or
from chrono.core.model import EventType, Ledger
from chrono.core.periods import EVERYTHING
from chrono.core.query import Match, Query, limited
from chrono.view import bars, theme

_BAR = 24
"""The longest bar's columns."""

_LEAST = 6
"""The least room in which bars say anything."""


class Numbers:
    """A tally, with what it counts above it and what is undecided below."""

    def __init__(self, tally: Tally, ledger: Ledger, query: Query, why: bool) -> None:
        self.tally = tally
        self.ledger = ledger
        self.query = query
        self.why = why

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        yield caption(self.query, f" by {join_and(self.tally.by)}")
        if len(self.tally.by) == 2 and self.tally.rows:
            table = self._crossed()
            unbound = options.update(max_width=10_000)
            fits = console.measure(table, options=unbound).maximum <= options.max_width
            yield table if fits else self._plain(options.max_width)
        elif self.tally.rows:
            yield self._plain(options.max_width)
        else:
            yield Text("none", "quiet")
        if undecided := self.tally.total.undecided:
            yield Text.assemble(("undecided: ", "unsure"), theme.text(", ".join(undecided)))

    def _plain(self, width: int) -> Table:
        """A row per number, with a bar where there is room for one."""
        numbers = self.tally.numbers
        table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
        for _ in self.tally.by:
            table.add_column(overflow="fold")
        table.add_column(justify="right", no_wrap=True)
        rows = [
            (numbers[key], [self._label(at, name, numbers[key]) for at, name in enumerate(key)])
            for key in limited(list(numbers), self.query)
        ]
        most = max(count.max for count, _ in rows) if rows else 0
        figures = max(number(count).cell_len for count in (*numbers.values(), self.tally.total))
        room = width - _width(labels for _, labels in rows) - figures - 4
        drawn = room >= _LEAST and not self.why
        if drawn:
            table.add_column(no_wrap=True)
        for count, labels in rows:
            bar = [bars.bar(count.min, count.max, most, min(room, _BAR))] if drawn else []
            table.add_row(*labels, number(count), *bar)
            if self.why:
                for hit in count.matches:
                    table.add_row(_reason(hit))
        if len(numbers) > 1:
            blanks = [""] * (len(self.tally.by) - 1)
            table.add_row(Text("total", "quiet"), *blanks, number(self.tally.total))
        return table

    def _crossed(self) -> Table:
        """A row per bucket of the first dimension, a column per bucket of the second."""
        names = limited(self.tally.buckets[0], self.query)
        columns = [
            other
            for other in self.tally.buckets[1]
            if self.tally.by[1] in TIMES or any((name, other) in self.tally.rows for name in names)
        ]
        table = Table(box=None, pad_edge=False, header_style="quiet", padding=(0, 2, 0, 0))
        table.add_column("", no_wrap=True)
        for other in columns:
            table.add_column(self._column(other), justify="right", no_wrap=True)
        for name in names:
            counts = [self.tally.rows.get((name, other)) for other in columns]
            numbers = [
                number(count) if count is not None else Text("·", "quiet") for count in counts
            ]
            table.add_row(self._label(0, name, None), *numbers)
            if self.why:
                for hit in _once(counts):
                    table.add_row(_reason(hit))
        return table

    def _label(self, dimension: int, name: str, count: Count | None) -> Text:
        by = self.tally.by[dimension]
        kind: EventType | None = self.ledger.types.get(name) if by == "type" else None
        if kind is None:
            label = self.tally.label(dimension, name)
            return theme.text(english.bucket(label) if by == "month" else label)
        label = kind.called(count.max if count is not None else None)
        return Text.assemble(theme.symbol(kind), " ", theme.text(label))

    def _column(self, name: str) -> Text:
        """The head of a column, in little room."""
        by = self.tally.by[1]
        if by == "type":
            kind = self.ledger.types[name]
            return Text.assemble(theme.symbol(kind), " ", theme.text(kind.id))
        if by != "month":
            return theme.text(self.tally.label(1, name))
        one_year = len({bucket[:4] for bucket in self.tally.buckets[1]}) == 1
        return theme.text(english.bucket_brief(name, one_year))


def _width(rows: Iterable[Sequence[Text]]) -> int:
    """The columns that labels take beside each other, with what stands between them."""
    widths = [[label.cell_len for label in labels] for labels in rows]
    return sum(max(column) + 2 for column in zip(*widths, strict=True))


def caption(query: Query, more: str = "", lead: str = "") -> Text:
    """What a table counts: `Held contacts by type, 2025`."""
    noun = "contacts" if query.contacts else "events"
    period = "" if query.period == EVERYTHING else f", {query.period.text}"
    filters = f" ({', '.join(query.descriptions)})" if query.descriptions else ""
    words = f"{lead}{join_or(query.statuses)} {noun}{more}{period}{filters}"
    return theme.text(words[:1].upper() + words[1:], "quiet")


def _once(counts: Sequence[Count | None]) -> list[Match]:
    return list(
        {
            hit.event.id: hit for count in counts if count is not None for hit in count.matches
        }.values()
    )


def number(count: Count) -> Text:
    """`4`, or `4–5` where a date that is not known decides."""
    return Text(str(count), "number" if count.min == count.max else "unsure")


def _reason(hit: Match) -> Padding:
    event = hit.event
    doubt = "" if hit.certain else "? "
    sources = "; ".join(source.name for source in event.sources) or "no source"
    said = theme.text(f"{doubt}{event.when.text}  {event.id}  {sources}", "quiet")
    return Padding(said, (0, 0, 0, 2))
