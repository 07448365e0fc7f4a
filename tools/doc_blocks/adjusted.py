"""Block on what else differs, of docs/measures.md."""

from __future__ import annotations

import math
from typing import Any

from doc_blocks.common import block, replay, table
from simulator.experiment.analyses.adjusted import adjusted
from simulator.experiment.analyses.covariates import covariates
from simulator.stats.significance import p_said

KINDS = {"race": "race", "gender": "gender", "age": "age", "photo": "photo"}
SHOWN = ("person_of_color", "race_ethnicity", "gender")


@block
def adjusted_by_gallery() -> str:
    """Return odds ratios and distances before and after adjusting, in two galleries."""
    rows = []
    for gallery, name in (("legislators", "other members"), ("lfw", "LFW")):
        view = replay(gallery=gallery).at()
        columns = adjusted(view, SHOWN)["columns"]
        for column in SHOWN:
            for row in columns[column]["groups"]:
                if row["too_few"]:
                    continue
                steps = row["steps"] if column == SHOWN[0] else [row["steps"][0], row["steps"][-1]]
                rows += [[name, row["label"], *_cells(row, step)] for step in steps]
    head = ["gallery", "group", "falsely matched", "everybody else", "held equal"]
    return table([*head, "odds ratio", "per effect", "distance, thousandths"], rows)


@block
def what_else_differs() -> str:
    """Return how members of color and the others differ in what is held equal, as a sentence."""
    result = replay()
    of_color = (result.searched["person_of_color"] == "true").to_numpy()
    means = {
        name: (float(values[of_color].mean()), float(values[~of_color].mean()))
        for one in covariates(result).known
        for name, values in zip(one.names, one.values.T, strict=True)
    }
    bright, women, born = means["brightness"], means["gender=F"], means["birth_year"]
    return (
        f"Among the {int(of_color.sum())} people of color, {100 * women[0]:.0f}% are women (of the "
        f"others {100 * women[1]:.0f}%), the mean year of birth is {born[0]:.0f} ({born[1]:.0f}), "
        f"and a face's mean gray level is {bright[0]:.0f} ({bright[1]:.0f}): that is skin as much "
        "as light."
    )


def _cells(row: dict[str, Any], step: dict[str, Any]) -> list[str]:
    held = ", ".join(KINDS[kind] for kind in step["adjusted_for"]) or "nothing"
    ends = (step["odds_ratio"], step["low"], step["high"])
    odds = (
        "–" if math.isnan(ends[0]) else f"{_ratio(ends[0])} ({_ratio(ends[1])}–{_ratio(ends[2])})"
    )
    mark = " †" if step["few_events"] else ""
    far = [round(1000 * step[name]) for name in ("distance", "distance_low", "distance_high")]
    distance = f"{far[0]} ({far[1]} to {far[2]})".replace("-", "−")
    p_holm = step.get("distance_p_holm", math.nan)
    if not math.isnan(p_holm):
        distance += f", {p_said(p_holm)}"
    counts = [
        f"{row[e]} of {row[n]}" for e, n in (("events", "people"), ("other_events", "others"))
    ]
    return [*counts, held, odds, f"{step['events_per_variable']:.1f}{mark}", distance]


def _ratio(value: float) -> str:
    return "< 0.01" if value < 0.01 else f"{value:.2g}" if value < 10 else f"{value:.0f}"
