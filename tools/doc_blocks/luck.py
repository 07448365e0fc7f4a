"""Blocks on bias or luck, of README.md and docs/measures.md."""

from __future__ import annotations

import math
import textwrap
from functools import cache
from typing import Any

from doc_blocks.common import block, replay, table
from simulator.experiment.analyses.nearest_strangers import nearest_strangers
from simulator.experiment.specification_curve import SpecificationCurve, specification_curve
from simulator.experiment.specification_curve_text import curve_lines
from simulator.stats.significance import p_said


@cache
def curve_of_color() -> SpecificationCurve:
    """Return the specification curve of people of color, calculated once for all blocks."""
    return specification_curve()


@block
def specification_curve_of_color() -> str:
    """Return the specification curve of people of color as a table and in words."""
    return "\n".join(curve_lines(curve_of_color()))


@block
def luck_over_choices() -> str:
    """Return the sentence on all choices as an item of README's list."""
    curve = curve_of_color()
    counted = {name: f"{few} of {total}" for name, (few, total) in curve.by_gallery().items()}
    return textwrap.fill(
        f"- **Who is in the gallery decides.** Of {curve.points} choices (every count from "
        f"{curve.counts[0]} to {curve.counts[-1]}, both portraits, one photo per person or all, "
        f"three galleries), luck alone hardly explains the share of people of color in "
        f"{curve.beyond_luck}: {counted['utkface-adults']} with UTKFace's adults as the gallery, "
        f"{counted['lfw']} with LFW, {counted['legislators']} with other members of Congress "
        "([measures](docs/measures.md#with-every-other-choice)).",
        width=125,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


@block
def nearest_strangers_by_gallery() -> str:
    """Return how close the groups' closest strangers are in several searches as a table."""
    searches = {
        "LFW": replay(),
        "LFW, second portraits": replay(portrait="second"),
        "UTKFace's adults": replay(gallery="utkface-adults"),
        "other members of Congress": replay(gallery="legislators"),
    }
    tested = [nearest_strangers(result) for result in searches.values()]
    rows = []
    for column in ("race_ethnicity", "person_of_color", "gender", "age_band"):
        of_group = [{row["group"]: row for row in found[column]["groups"]} for found in tested]
        for group, first in of_group[0].items():
            cells = [_closer(rows_of[group]) if group in rows_of else "–" for rows_of in of_group]
            rows.append((column, first["label"], first["people"], *cells))
    return table(["label", "group", "people", *searches], rows)


def _closer(row: dict[str, Any]) -> str:
    """Return the probability of a closer stranger with its interval, and p after Holm."""
    if math.isnan(row["low"]):
        return "too few"
    ends = f"{100 * row['probability']:.0f}% ({100 * row['low']:.0f}–{100 * row['high']:.0f})"
    return ends if math.isnan(row["p_holm"]) else f"{ends}, {p_said(row['p_holm'])}"
