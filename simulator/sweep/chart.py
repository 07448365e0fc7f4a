"""A sweep as pictures: the rate by setting, a line per group, as SVG that needs no script."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from simulator.i18n.label_names import column_name
from simulator.stats.differentials import FEWEST_PEOPLE_TO_COMPARE
from simulator.storage.escaping import html_text as escape
from simulator.sweep.summary import NAMES, Summary

WIDTH, HEIGHT = 520, 250
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 12, 64
PANELS = 12
ENDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Possible upper ends of the axis of rates; half of each is a round number too."""
MARKS = (
    "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0",
    "M-4,-4h8v8h-8z",
    "M0,-5L5,4H-5z",
    "M0,-5L5,0L0,5L-5,0z",
    "M0,5L5,-4H-5z",
    "M-5,0L-2,-4H2L5,0L2,4H-2z",
)


def panels(
    summary: Summary,
    names: Mapping[str, str] = NAMES,
    x_alone: str = "threshold_given",
    what: str = "Rate of false matches",
) -> list[tuple[str, str, str]]:
    """Draw a panel per grouping and further setting: (title, SVG, legend), at most ``PANELS``.

    Args:
        summary: of a sweep.
        names: what its settings are called.
        x_alone: the setting on the axis if none varies.
        what: the name of what is drawn.
    """
    table = summary.table
    if not len(table):
        return []
    x = summary.varied[0] if summary.varied else x_alone
    others = summary.varied[1:]
    # A group has one color in every panel, also where another test lists the groups otherwise.
    colors = {
        column: {label: i for i, label in enumerate(part["label"].astype(str).unique())}
        for column, part in table.groupby("group_by", sort=False)
    }
    drawn_panels = []
    keys = ["group_by", *others]
    for key, part in table.groupby(keys, sort=False, observed=True):
        words = [str(word) for word in key]
        by = f"by {column_name(words[0])}" if words[0] else "everyone"
        settings = ", ".join(f"{names[c]} {w}" for c, w in zip(others, words[1:], strict=True))
        title = f"{by}; {settings}" if settings else by
        of_label = colors[key[0]]
        svg = _panel(part, x, names[x], f"{what} {title}", of_label)
        drawn_panels.append((title, svg, _legend(part, of_label)))
    return drawn_panels[:PANELS]


def _panel(part: pd.DataFrame, x: str, x_name: str, title: str, colors: Mapping[str, int]) -> str:
    levels = [c for c in part[x].cat.categories if (part[x] == c).any()]
    step = (WIDTH - LEFT - RIGHT) / max(len(levels), 1)
    needed = max(float(part["rate"].max()), high_of_large_groups(part, "high", "trials"))
    top = next((end for end in ENDS if end >= needed), 1.0)
    place = {level: LEFT + step * (i + 0.5) for i, level in enumerate(levels)}

    def y(rate: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(rate, top) / top)

    out = [
        f'<svg class="panel" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title + "; the table has the numbers.")}">'
    ]
    for share in (0, 0.5, 1):
        at = y(share * top)
        out.append(f'<line class="edge" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at}" y2="{at}"/>')
        out.append(
            f'<text x="{LEFT - 6}" y="{at + 4}" text-anchor="end">{100 * share * top:.3g}%</text>'
        )
    for level in levels:
        out += _tick(level, place[level])
    out.append(
        f'<text x="{(LEFT + WIDTH) / 2}" y="{HEIGHT - 4}" text-anchor="middle">'
        f"{escape(x_name)}</text>"
    )
    groups = list(dict.fromkeys(part["group"]))
    for i, group in enumerate(groups):
        rows = part[part["group"] == group].sort_values(x)
        g = colors[str(rows["label"].iloc[0])]
        shift = (i - (len(groups) - 1) / 2) * min(9.0, step / (len(groups) + 1))
        points = [(place[r[x]] + shift, r) for _, r in rows.iterrows()]
        line = " ".join(f"{px:.1f},{y(r['rate']):.1f}" for px, r in points)
        out.append(f'<g class="g{g % 8}"><polyline class="line" points="{line}"/>')
        for px, r in points:
            # Where an interval goes beyond the axis, it ends there.
            low, high, middle = y(r["low"]), y(r["high"]), y(r["rate"])
            out.append(
                f'<line class="whisker" x1="{px:.1f}" x2="{px:.1f}" y1="{low:.1f}" '
                f'y2="{high:.1f}"/>'
            )
            out.append(
                f'<path class="mark" transform="translate({px:.1f},{middle:.1f})" '
                f'd="{MARKS[g % len(MARKS)]}"><title>{escape(str(r["label"]))}: '
                f"{100 * r['rate']:.1f}%</title></path>"
            )
        out.append("</g>")
    return "".join([*out, "</svg>"])


def high_of_large_groups(table: pd.DataFrame, high: str, trials: str) -> float:
    """Return the highest end of an interval of a group with enough searches to compare.

    A group of two has an interval from 10% to 90%: it must not rule the axis of the others. Where
    all groups are small, they rule it.
    """
    large = table[table[trials].astype(float) >= FEWEST_PEOPLE_TO_COMPARE]
    return float((large if len(large) else table)[high].max())


def _tick(level: str, at: float) -> list[str]:
    """Return a level's words as text under the axis, in two lines if they are long."""
    words = level.split(" ")
    half = (len(words) + 1) // 2 if len(level) > 9 else len(words)
    lines = [" ".join(words[:half]), " ".join(words[half:])]
    return [
        f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18 + 15 * i}" text-anchor="middle">'
        f"{escape(line)}</text>"
        for i, line in enumerate(lines)
        if line
    ]


def _legend(part: pd.DataFrame, colors: Mapping[str, int]) -> str:
    labels = part.drop_duplicates("group")["label"].astype(str)
    items = (
        f'<li class="g{g % 8}"><svg viewBox="-6 -6 12 12" aria-hidden="true">'
        f'<path class="mark" d="{MARKS[g % len(MARKS)]}"/></svg>{escape(str(label))}</li>'
        for g, label in ((colors[label], label) for label in labels)
    )
    return f'<ul class="legend">{"".join(items)}</ul>'
