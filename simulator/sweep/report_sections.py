"""Sections that only a sweep's report has: pictures, the table of numbers, failed cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from simulator.i18n.label_names import column_name
from simulator.i18n.language import percent
from simulator.i18n.plurals import plural
from simulator.stats.intervals import zero_events_bound
from simulator.stats.rate_words import bound_words
from simulator.storage.escaping import html_text as escape
from simulator.sweep.chart import PANELS
from simulator.sweep.summary import Summary

TABLE_ROWS = 2000
REASONS = 50
"""Most reasons of failed cells that are listed."""
NUMBERED = 5
"""Most cells that are numbered for each of them."""


def figures(drawn: Sequence[tuple[str, str, str]], summary: Summary, title: str) -> str:
    """Return the section with the panels of :mod:`simulator.sweep.chart` and their legends."""
    if not drawn:
        return ""
    sections = "".join(
        f"<section><h3>{escape(head[0].upper() + head[1:])}</h3>{legend}{svg}</section>"
        for head, svg, legend in drawn
    )
    bars = (
        f"Marks: mean of {summary.runs} runs with different seeds. The line through a mark spans "
        "95% of the runs, or Wilson's 95% interval where no gallery is drawn."
        if summary.runs > 1
        else "The line through a mark is its 95% interval (Wilson)."
    )
    note = f" Only the first {PANELS} pictures are drawn." if len(drawn) == PANELS else ""
    return (
        f'<h2>{escape(title)}</h2><p class="note">{bars}{note}</p>'
        f'<div class="panels">{sections}</div>'
    )


def numbers(summary: Summary, names: Mapping[str, str]) -> str:
    """Return the section with the summary's table, which a click sorts.

    Args:
        summary: of a sweep.
        names: what its settings are called.
    """
    columns = [*summary.varied, "group_by", "label"]
    heads = [*(names.get(c, c.replace("_", " ")) for c in summary.varied), "grouped by", "group"]
    heads += [summary.kind.measures["events"], summary.kind.measures["trials"]]
    # A sweep of audits has a setting of that name: how many people were trained on.
    several = (
        "people" in summary.table
        and "people" not in names
        and (summary.table["people"].astype(float) < summary.table["trials"].astype(float)).any()
    )
    heads += ["people"] if several else []
    heads += ["rate", "low", "high"]
    ends = ["rate", "low", "high"]
    if "share_of_events" in summary.table:
        measures = summary.kind.measures
        heads += [f"share of {measures['trials']}", f"share of {measures['events']}"]
        ends += ["share_of_trials", "share_of_events"]
    head = "".join(
        # On paper the words stand alone: a head with buttons is not repeated on every page.
        f'<th scope="col" data-words="{escape(h)}"><button type="button">{escape(h)}</button></th>'
        for h in heads
    )
    rows = []
    for _, row in summary.table.head(TABLE_ROWS).iterrows():
        cells = [escape(str(row[c])) for c in columns]
        cells[columns.index("group_by")] = escape(column_name(str(row["group_by"])))
        cells += [f"{row['events']:.4g}", str(row["trials"])]
        cells += [str(row["people"])] if several else []
        text = "".join(f"<td>{cell}</td>" for cell in cells)
        text += "".join(f'<td data-value="{row[c]:.8g}">{_end(row, c, several)}</td>' for c in ends)
        rows.append(f"<tr>{text}</tr>")
    more = len(summary.table) - TABLE_ROWS
    note = f" The first {TABLE_ROWS:,} of {len(summary.table):,} rows." if more > 0 else ""
    if several:
        note += " Rates count each person once; their intervals are over people."
    return (
        '<h2>The numbers</h2><div class="scroll" tabindex="0" role="region" '
        f'aria-label="The numbers"><table class="sorts"><caption>Click a heading to sort.{note}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _end(row: pd.Series[Any], column: str, several: bool) -> str:
    """Write a rate or an end of its interval; after no event, how high the rate may be."""
    if column == "high" and not row["rate"] and row["runs"] == 1:
        return escape(bound_words(zero_events_bound(row["people" if several else "trials"]))[0])
    return percent(row[column])


def failures(card: Mapping[str, Any]) -> str:
    """Return the section on cells that could not be computed, with their reasons."""
    failed = card["failures"]
    if not failed:
        return ""
    title = f"{plural(len(failed), 'cell')} could not be computed"
    cells: dict[str, list[int]] = {}
    for one in failed:
        cells.setdefault(str(one["reason"]), []).append(int(one["cell"]))
    reasons = "".join(
        f"<li>{_cells(numbers)}: {escape(reason)}</li>"
        for reason, numbers in list(cells.items())[:REASONS]
    )
    more = len(cells) - REASONS
    rest = f"<p>And {more:,} more reasons, in the run's card.json.</p>" if more > 0 else ""
    return f"<h2>{title}</h2><ul>{reasons}</ul>{rest}"


def _cells(numbers: list[int]) -> str:
    """Return the numbers of cells that failed for one reason, the first few of many."""
    if len(numbers) == 1:
        return f"Cell {numbers[0]}"
    shown = ", ".join(str(number) for number in numbers[:NUMBERED])
    more = len(numbers) - NUMBERED
    return f"{len(numbers):,} cells ({shown}{f' and {more:,} more' if more > 0 else ''})"
