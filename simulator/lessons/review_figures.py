"""The figures of the role play: wrong names after a review, and all pairs of the London set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from simulator.experiment.analyses.reviewer import (
    LENGTH,
    REJECT,
    candidate_lists,
    groups_of,
    named_by_group,
)
from simulator.experiment.view import View
from simulator.lessons import figures
from simulator.lessons.london_pairs import smiling_against_neutral
from simulator.lessons.reviewer import SETTING
from simulator.stats.metrics import Rate, rate

Values = dict[str, Any]


def measure_reviews(view: View, as_values: Callable[[Rate], Values]) -> Values:
    """Return the figures by name.

    Args:
        view: the replay at the ACLU's count.
        as_values: writes a rate as plain values.
    """
    return _named(view) | _pairs(view.result.calibration.distance(SETTING), as_values)


def _named(view: View) -> Values:
    """Return in how many searches the published reviewer is expected to name a wrong person."""
    masks = {"": groups_of(view, None)[0]} | {
        group: next(g for g in groups_of(view, column) if g.value == value)
        for group, (column, value) in figures.GROUPS.items()
        if group in figures.NAMED_GROUPS
    }
    values: Values = {"named_length": LENGTH}
    for name, where, length, group in figures.named_figures():
        lists = candidate_lists(view, length, threshold=where == "line")
        row = named_by_group(view, lists, REJECT, [masks[group]])[0]
        values[name] = round(row["searches_named"])
    return values


def _pairs(at_99: float, as_values: Callable[[Rate], Values]) -> Values:
    """Measure the London set: median distances, and both errors at our 99%, pair by pair."""
    pairs = smiling_against_neutral()
    matched = pairs.distances <= at_99
    strangers, apart = matched[~pairs.same], ~matched[pairs.same]
    return {
        "london_strangers_p99": as_values(rate(int(strangers.sum()), strangers.size)),
        "london_apart_p99": as_values(rate(int(apart.sum()), apart.size)),
        "same_distance": float(np.median(pairs.distances[pairs.same])),
        "other_distance": float(np.median(pairs.distances[~pairs.same])),
        "london_people": int(pairs.same.sum()),
    }
