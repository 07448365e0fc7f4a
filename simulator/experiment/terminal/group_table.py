"""False matches by group as a table for a terminal of any width: names are the last to go.

Where a terminal is narrow, the shares go first, then the intervals; a number is never cut.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from simulator.experiment.view import View
from simulator.i18n.language import percent
from simulator.i18n.plurals import plural
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.rate_words import ends_in_short
from simulator.stats.significance import Significance

HEADS = (
    "Group",
    "Falsely\nmatched",
    "Rate (95% interval)",
    "Of all\nsearches",
    "Of false\nmatches",
)
_ENDS = ["fpir", "low", "high"]
_NAME = 14
"""A group's name takes more lines before it takes fewer columns than this."""


class GroupRows:
    """The rows of one label, drawn with as many columns as there is room for."""

    def __init__(self, title: str, rows: Sequence[tuple[str, ...]], rates: list[str]) -> None:
        """Keep the cells of each group, and its rate without the interval."""
        self.title, self.rows, self.rates = title, rows, rates

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the widest form that fits."""
        for columns, with_interval in ((5, True), (3, True), (3, False)):
            table = self._drawn(columns, with_interval)
            others = sum(
                Measurement.get(console, options, Text("\n".join((head, *cells)))).maximum + 2
                for head, *cells in list(zip(*self._cells(columns, with_interval), strict=True))[1:]
            )
            longest = max((len(row[0]) for row in self.rows), default=0)
            if others - 2 + (longest if columns == len(HEADS) else _NAME) <= options.max_width:
                break
        yield table

    def _cells(self, columns: int, with_interval: bool) -> list[tuple[str, ...]]:
        heads = HEADS if with_interval else (*HEADS[:2], "Rate")
        rows = [
            row if with_interval else (*row[:2], rate)
            for row, rate in zip(self.rows, self.rates, strict=True)
        ]
        return [row[:columns] for row in (heads, *rows)]

    def _drawn(self, columns: int, with_interval: bool) -> Table:
        heads, *rows = self._cells(columns, with_interval)
        table = Table(
            title=self.title,
            title_justify="left",
            title_style="bold",
            box=None,
            pad_edge=False,
            padding=(0, 2, 0, 0),
        )
        for head in heads:
            group = head == HEADS[0]
            table.add_column(
                head,
                justify="left" if group else "right",
                no_wrap=not group,
                min_width=min(
                    _NAME if with_interval else 6, max((len(row[0]) for row in rows), default=1)
                )
                if group
                else None,
            )
        for row in rows:
            table.add_row(*row)
        return table


def group_table(view: View, column: str, tested: Significance) -> RenderableType:
    """Return the false matches by one label, with what to know about the numbers."""
    frame = view.by(column)
    several = view.result.several_photos
    ends = ["fpir_by_person", "low_by_person", "high_by_person"] if several else _ENDS
    rows, rates = [], []
    for row, rate in zip(frame.itertuples(), frame[ends].to_numpy(float), strict=True):
        value, low, high = rate.tolist()
        trials = int(row.people if several else row.searches)
        people = ""
        if several:
            searched = plural(row.people, "person", "people")
            people = f" photos,\n{row.people_falsely_matched:,} of {searched}"
        rates.append(percent(value))
        rows.append(
            (
                f"{row.label} †" if row.too_few else str(row.label),
                f"{row.false_matches:,} of {row.searches:,}{people}",
                f"{percent(value)} ({ends_in_short(value, trials, low, high)})",
                percent(row.share_of_searches),
                percent(row.share_of_false_matches),
            )
        )
    notes = []
    if several:
        notes.append("Rates count each person once; their intervals are over people.")
    if frame["too_few"].any():
        notes.append(
            f"† Too few: with fewer than {FEWEST_TRIALS_FOR_AN_INTERVAL} people, the interval may "
            "be too narrow."
        )
    if int(frame["searches"].sum()) > view.fpir.trials:
        notes.append("A person with two categories counts in both.")
    missing = view.not_searched(column)
    if len(missing):
        listed = ", ".join(f"{r.label} {r.people:,}" for r in missing.itertuples())
        notes.append(f"Listed, not searched: {listed}.")
    notes.append(f"Bias or luck? {tested.verdict}")
    table = GroupRows(f"By {column}", rows, rates)
    return Group(table, *[Text(note, style="dim") for note in notes], Text(""))
