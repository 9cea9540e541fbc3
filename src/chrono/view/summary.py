"""Show an overview of a period: contacts, gaps and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from chrono.core import english
from chrono.core.counting import Count, tally
from chrono.core.explanations import verdict_numbers
from chrono.core.gaps import Gap, OpenGap
from chrono.core.model import EventType
from chrono.core.origins import Origins
from chrono.core.overview import Overview
from chrono.core.periods import EVERYTHING
from chrono.core.query import Match, Selection
from chrono.core.sentences import ORDER_UNKNOWN, may_interrupt
from chrono.view import tables, theme
from chrono.view.tables import description_list, grid

_BAR = 16  # the greatest length of a bar [columns]
_MOST_ROWS = 14  # the greatest number of rows of the table by time
_MOST_IDS = 2  # the most ids in one line of facts, so that a year fits one screen
_LEFT = 36  # the least width of the left of two tables [columns]


class Summary:
    """A view of an overview. `whole`: whether to show all parts of the overview."""

    def __init__(self, overview: Overview, whole: bool = True) -> None:
        self.overview = overview
        self.whole = whole
        self.unit, self.counts_by_time = overview.by_time(_MOST_ROWS)
        self.noun = overview.query.noun
        period = overview.query.period
        # Dates need their year unless the heading names a single one.
        self.year = not (period.start and period.end and period.start.year == period.end.year)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        overview, width = self.overview, options.max_width
        title = theme.text(overview.ledger.name, "heading")
        period = overview.query.period
        if period != EVERYTHING and period.text not in overview.ledger.name:
            title.append(f" · {period.text}", "quiet")
        yield title
        yield Text("─" * width, "axis")
        if overview.principals:
            names = english.join_and([actor.name for actor in overview.principals])
            several = " between two or more of them" if len(overview.principals) > 2 else ""
            yield self._heading(theme.text(names), overview.shared.total, several)
            yield from (*self._shared(width), Text())
        if self.whole and self.counts_by_time:
            yield from self._two_tables(console, width)
        else:
            yield self._heading(self._everything(), overview.counted.total)
            yield self._by_type(width)
        yield Text()
        if not self.whole:
            yield Text("Run `chrono summary` for the full summary.", "quiet")
            return
        facts = [(Text(label), text) for label, text in self._facts()]
        yield from description_list(facts, width, "quiet")
        yield from self._notes()

    def _heading(self, words: Text, count: Count, more: str = "") -> Text:
        noun = self.noun if count.max == 1 else f"{self.noun}s"
        words.stylize("heading")
        return Text.assemble(words, "  ", theme.count(count), (f" {noun}{more}", "quiet"))

    def _everything(self) -> Text:
        return Text(f"{'All' if self.overview.covered else 'Recorded'} {self.noun}s")

    def _shared(self, width: int) -> Iterable[RenderableType]:
        shared, types = self.overview.shared, self.overview.ledger.types
        if not shared.rows:
            together = " with each other" if len(self.overview.principals) > 1 else ""
            words = f"No {self.noun}s{together} in this period"
            if not self.overview.shared_covered:
                words = f"None recorded; the ledger does not cover their {self.noun}s{together}"
            return [Text(f"  {words}", "quiet")]
        rows = []
        for (id,), count in shared.numbers.items():
            dates = theme.first_few([*map(self._date, count.matches)])
            rows.append((Text(" ").join(_counted(types[id], count)), dates))
        if gap := self.overview.shared_gap:
            rows.append((Text("     longest gap", "quiet"), self._gap(gap, self._ends(gap))))
        return description_list(rows, width)

    def _date(self, match: Match) -> Text:
        place = f" in {match.event.place}" if match.event.place else ""
        words = f"{english.brief(match.event.when, self.year)}{place}"
        return theme.text(words) if match.certain else theme.text(f"{words} ?", "unsure")

    def _two_tables(self, console: Console, width: int) -> Iterator[RenderableType]:
        heading = self._heading(self._everything(), self.overview.counted.total)
        left, right = self._by_type(width), self._by_time(width)
        taken = max(_LEFT, console.measure(left).maximum) + 3 + console.measure(right).maximum
        if taken <= width:
            table = grid("text", "text", gap=3)
            table.columns[0].min_width = _LEFT
            table.add_row(heading, Text(f"{self.noun.title()}s by {self.unit}", "heading"))
            table.add_row(left, right)
            yield table
        else:
            yield from (heading, left, Text(), Text(f"By {self.unit}", "heading"), right)

    def _by_type(self, width: int) -> Table:
        overview = self.overview
        types, numbers = overview.ledger.types, overview.counted.numbers
        matches = tuple(overview.counted.total.matches)
        selection = Selection(overview.ledger, overview.query, matches)
        counts = tally(selection, ["type", self.unit]).rows
        units = [*self.counts_by_time]
        rows = [[counts.get((id, unit), Count([])) for unit in units] for (id,) in numbers]
        most = max((count.max for row in rows for count in row), default=0)
        labels = [_counted(types[id], count) for (id,), count in numbers.items()]
        widest = max((head.cell_len + words.cell_len for head, words in labels), default=0)
        # Initials of months can stand together, but numbers of quarters or years would be one.
        apart = Text("" if self.unit == "month" else " ")
        has_sparks = 1 < len(units) <= (width - widest - 5) // (1 + len(apart))
        table = grid("line", "text", *(["line"] if has_sparks else []), gap=1)
        styles = [theme.bar_style(types[id]) for (id,) in numbers]
        for label, row, style in zip(labels, rows, styles, strict=True):
            spark = apart.join(tables.spark([count], most, style) for count in row)
            table.add_row(*label, *([Text(" ").append(spark)] if has_sparks else []))
        if has_sparks:
            table.add_row("", "", Text(f" {apart.plain.join(map(self._letter, units))}", "quiet"))
        if not numbers:
            table.add_row(Text("  None", "quiet"))
        return table

    def _letter(self, unit: str) -> str:
        return english.bucket_brief(unit, True)[0] if self.unit == "month" else unit[-1]

    def _by_time(self, width: int) -> Table:
        rows = self.counts_by_time
        one_year = len({name[:4] for name in rows}) == 1
        labels = [Text(english.bucket_brief(name, one_year), "quiet") for name in rows]
        numbers = [theme.count(count) for count in rows.values()]
        taken = sum(max(text.cell_len for text in texts) for texts in (labels, numbers))
        longest = min(_BAR, max(width - taken - 2, 1))
        most = max(count.max for count in rows.values())
        table = grid("line", "number", "line", gap=1)
        for label, number, count in zip(labels, numbers, rows.values(), strict=True):
            table.add_row(label, number, tables.bar(count.min, count.max, most, longest))
        return table

    def _facts(self) -> Iterator[tuple[str, Text]]:
        overview = self.overview
        for end in overview.ends:
            event = end.match.event
            title = theme.text(f"{english.brief(event.when, self.year)}  {event.title}")
            if end.others:
                others = english.first_few([other.event.id for other in end.others], _MOST_IDS)
                title += theme.text(f"; possibly {end.order}: {others}", "unsure")
            yield f"{end.name} {self.noun}", title
        yield from self._gaps()
        yield from self._origins()
        certain = (match.event for match in overview.counted.total.matches if match.certain)
        if vague := [event.id for event in certain if not event.when.start_known]:
            words = f"{len(vague)}: {english.first_few(vague, _MOST_IDS)}"
            yield "Vague dates", theme.text(words, "unsure")
        if overview.claims:
            total = (str(len(overview.claims)), "number")
            verdicts = verdict_numbers(overview.claims)
            yield "Claims made", Text.assemble(total, ": ", verdicts)
        for verdict in ("differs", "depends"):
            if ids := [claim.claim.id for claim in overview.claims if claim.verdict == verdict]:
                yield f"  {verdict}", theme.text(english.first_few(ids, _MOST_IDS))

    def _origins(self) -> Iterator[tuple[str, Text]]:
        origins = Origins(self.overview.ledger.publishers)
        events = [match.event for match in self.overview.counted.total.matches]
        numbers = {event.id: len(origins.names(event.sources)) for event in events}
        if any(numbers.values()):
            several = sum(number > 1 for number in numbers.values())
            without = sum(number == 0 for number in numbers.values())
            words = f"{self._have(several)} several independent reports."
            if one := [id for id, number in numbers.items() if number == 1]:
                ids = english.first_few(one, _MOST_IDS)
                words += f" {self._have(len(one))} only one report ({ids})."
            if without:
                words += f" {self._have(without)} no source."
            yield "Reports", theme.text(words)

    def _have(self, number: int) -> str:
        return f"{english.plural(number, self.noun)} {'has' if number == 1 else 'have'}"

    def _gaps(self) -> Iterator[tuple[str, Text]]:
        longest, surest, all_gaps = self.overview.longest, self.overview.surest, self.overview.gaps
        label = "Longest gap"
        for gap in filter(None, (longest, surest)):
            yield label, self._gap(gap, self._ends(gap))
            label = "  or perhaps"
        if not self.overview.covered and self.overview.counted.total.max:
            yield label, Text(f"not known, since other {self.noun}s may be missing", "quiet")
        if all_gaps.possible:
            words = f"up to {english.plural(all_gaps.possible, 'day')}; {ORDER_UNKNOWN}"
            yield label, Text(words, "unsure")
        current = all_gaps.running
        if current and current.max > (longest.max if longest else 0):
            after = english.brief(current.after.when, self.year)
            until = "today" if current.to_today else "the end of coverage"
            yield "Current gap", self._gap(current, f"{after} to {until}")

    def _ends(self, gap: Gap) -> str:
        days = (english.brief(event.when, self.year) for event in (gap.after, gap.before))
        return " to ".join(days)

    def _gap(self, gap: Gap | OpenGap, dates: str) -> Text:
        words = Text(english.days(gap.min, gap.max), "number").append(theme.text(f", {dates}"))
        inside = f" ({may_interrupt(gap.inside)})" if gap.inside else ""
        return words.append_text(theme.text(inside, "unsure"))

    def _notes(self) -> Iterator[Text]:
        counted = self.overview.counted
        if undecided := counted.total.undecided:
            yield theme.undecided(undecided, self.overview.ledger)
        if self.overview.definition:
            yield theme.text(self.overview.definition, "quiet")


def _counted(kind: EventType, count: Count) -> tuple[Text, Text]:
    number = theme.number(str(count).rjust(2), count.min, count.max)
    label = theme.text(kind.called(count.max))
    return Text.assemble("  ", theme.symbol(kind), " ", number), label
