"""Compare two sweeps: the same settings and groups side by side."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from simulator.charts.embedding import ui_file
from simulator.datasets.origin import origin_notes
from simulator.errors import ExperimentError, printable
from simulator.i18n.language import percent
from simulator.stats.rate_words import ends_in_short
from simulator.storage.escaping import POLICY_TAG, html_text as escape
from simulator.storage.files import write_bytes
from simulator.sweep.chart import high_of_large_groups
from simulator.sweep.summary import NAMES, SETTINGS, enrollment, summarize
from simulator.sweep.sweep_folder import read_sweep

KEYS = ("group_by", "group")
PICTURED = 60


def compare(first: Path, second: Path) -> tuple[pd.DataFrame, list[str]]:
    """Match the rates of two sweeps by group and by every setting that varies within both.

    A setting that is fixed within each run but differs between them (another matcher, another
    gallery) is what is compared; it is not matched.

    Returns:
        (table, settings that differ between the runs as sentences, and data sets of unknown
        origin). The table's columns: the matched settings, group_by, group, label; for each run (a
        and b) events, trials, rate, low, high and share_of_events; change (b − a), overlap (whether
        the two intervals do).

    Raises:
        SweepFileError: a run is missing or broken.
        ExperimentError: the two have nothing in common.
    """
    frames = [read_sweep(folder)[1] for folder in (first, second)]
    tables = [summarize(frame).table for frame in frames]
    names = run_names(first, second)
    matched, differing = [], []
    for column in SETTINGS:
        a, b = ([str(v) for v in t[column].unique()] for t in tables)
        if len(a) == len(b) == 1:
            if a != b:
                differing.append(f"{NAMES[column]}: {a[0]} in {names[0]}, {b[0]} in {names[1]}")
        else:
            matched.append(column)
    for table in tables:
        for column in matched:
            table[column] = table[column].astype(str)
    measured = ["events", "trials", "rate", "low", "high", "share_of_events"]
    keys = [*matched, *KEYS]
    right = tables[1][[*keys, *measured]]
    joined = tables[0][[*keys, "label", *measured]].merge(
        right, on=keys, suffixes=("_a", "_b"), validate="one_to_one"
    )
    if not len(joined):
        raise ExperimentError(
            f"expected settings and groups that both {first} and {second} have, found none. "
            "Run two grids that share their thresholds and group_by."
        )
    searched = pd.concat([frame[["probes", "gallery"]] for frame in frames])
    differing += [
        note.rstrip(".") for note in origin_notes(sorted(set(searched.to_numpy().ravel())))
    ]
    differing += _enrollments(frames, names)
    joined["change"] = joined["rate_b"] - joined["rate_a"]
    lower, higher = joined["high_b"] < joined["low_a"], joined["low_b"] > joined["high_a"]
    joined["overlap"] = ~(lower | higher)
    return joined, differing


def run_names(first: Path, second: Path) -> tuple[str, str]:
    """Return what two runs are called: their folders' names, with as much of the path as differs.

    A run beside itself is called A and B.
    """
    one, other = (path.resolve().parts for path in (first, second))
    if one == other:
        return "A", "B"
    for length in range(1, max(len(one), len(other)) + 1):
        if one[-length:] != other[-length:]:
            break
    return printable("/".join(one[-length:])), printable("/".join(other[-length:]))


def _enrollments(frames: list[pd.DataFrame], names: tuple[str, str]) -> list[str]:
    """Return the failures to enroll in both runs as a sentence, if there are any in one of them."""
    tables = [enrollment(frame) for frame in frames]
    if all(table.empty for table in tables):
        return []
    counts = (
        f"{0 if table.empty else table['failed_to_enrol'].max():,} in {name}"
        for name, table in zip(names, tables, strict=True)
    )
    return [f"failed to enroll, and so not searched for: {', '.join(counts)}"]


def comparison_html(
    table: pd.DataFrame, differing: list[str], names: tuple[str, str] = ("A", "B")
) -> str:
    """Return the comparison as a page: a picture with a line from A to B per row, and a table.

    Args:
        table: of :func:`compare`.
        differing: of :func:`compare`.
        names: what the two runs are called.
    """
    a, b = map(escape, names)
    settings = [c for c in table.columns if c in SETTINGS]
    differences = "; ".join(differing) or "the runs have the same settings"
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{escape(str(row[c]))}</td>" for c in [*settings, "group_by", "label"])
        + "".join(f"<td>{escape(text)}</td>" for text in _texts(row))
        + "</tr>"
        for _, row in table.iterrows()
    )
    heads = [*(NAMES[c] for c in settings), "grouped by", "group", *names, "change", "intervals"]
    heads += [f"share of false matches, {name}" for name in names]
    head = "".join(f'<th scope="col">{escape(h)}</th>' for h in heads)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'{POLICY_TAG}<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Two runs compared</title><style>{ui_file('report.css')}</style></head><body>"
        f"<main><h1>What changed between {a} and {b}</h1><p>{escape(differences)}.</p>"
        f"{_picture(table, names)}"
        f'<p class="note">Hollow: {a}. Filled: {b}. Gray: 95% interval of {b}, or the span of 95% '
        "of its runs. Where an interval goes beyond the axis, it is cut.</p>"
        '<div class="scroll" tabindex="0" role="region" aria-label="The numbers"><table><thead>'
        f"<tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></main></body></html>"
    )


def write_comparison(
    table: pd.DataFrame, differing: list[str], out: Path, names: tuple[str, str] = ("A", "B")
) -> None:
    """Write the page.

    Raises:
        FalseMatchError: the file cannot be written.
    """
    write_bytes(out, comparison_html(table, differing, names).encode())


def _texts(row: pd.Series[Any]) -> list[str]:
    return [
        *(rate_text(row, run) for run in "ab"),
        change_text(row["change"]),
        "overlap" if row["overlap"] else "do not overlap",
        *(percent(row[f"share_of_events_{s}"]) for s in "ab"),
    ]


def rate_text(row: Mapping[str, Any] | pd.Series[Any], run: str) -> str:
    """Return count and rate of run ``a`` or ``b``, and the interval (at zero, its bound)."""
    names = ("rate", "trials", "low", "high")
    rate, trials, low, high = (row[f"{name}_{run}"] for name in names)
    ends = ends_in_short(rate, trials, low, high)
    return f"{counts_text(row, run)} = {percent(rate)} ({ends})"


def counts_text(row: Mapping[str, Any] | pd.Series[Any], run: str) -> str:
    """Return the false matches and searches of run ``a`` or ``b``: means over its seeds."""
    events = row[f"events_{run}"]
    return (
        f"{events:,.0f} of {row[f'trials_{run}']:,}"
        if events % 1 == 0
        else (f"{events:,.1f} of {row[f'trials_{run}']:,}")
    )


def change_text(change: float) -> str:
    """Return a difference of two rates in percentage points, with its sign."""
    return f"{100 * change:+.1f} points"


def _picture(table: pd.DataFrame, names: tuple[str, str]) -> str:
    shown = table.head(PICTURED)
    rates = float(shown[["rate_a", "rate_b"]].max().max())
    top = max(rates, high_of_large_groups(shown, "high_b", "trials_b"), 0.01)
    left, width, line = 330, 900, 22
    height = line * (len(shown) + 2)

    def x(rate: float) -> float:
        return left + (width - left - 20) * rate / top

    settings = [c for c in table.columns if c in SETTINGS]
    out = [
        f'<svg class="panel" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="Rate in {escape(names[0])} and in {escape(names[1])} for every group; the '
        'table has the numbers.">'
    ]
    for share in (0, 0.5, 1):
        at = x(share * top)
        out.append(f'<line class="edge" x1="{at}" x2="{at}" y1="20" y2="{height}"/>')
        out.append(f'<text x="{at}" y="14" text-anchor="middle">{100 * share * top:.3g}%</text>')
    for i, (_, row) in enumerate(shown.iterrows()):
        y = line * (i + 1.8)
        words = ", ".join([str(row["label"]), *(str(row[c]) for c in settings)])
        out.append(f'<text x="{left - 10}" y="{y + 4}" text-anchor="end">{escape(words)}</text>')
        high = x(min(row["high_b"], top))
        out.append(
            f'<line class="edge" stroke-width="8" x1="{x(row["low_b"])}" x2="{high}" '
            f'y1="{y}" y2="{y}"/>'
            f'<g class="g0"><line class="whisker" x1="{x(row["rate_a"])}" x2="{x(row["rate_b"])}" '
            f'y1="{y}" y2="{y}"/>'
            f'<circle class="line" r="4.5" cx="{x(row["rate_a"])}" cy="{y}"/>'
            f'<circle class="mark" r="4.5" cx="{x(row["rate_b"])}" cy="{y}"/></g>'
        )
    return "".join([*out, "</svg>"])
