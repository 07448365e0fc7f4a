"""Every differential of a set of groups, each with an interval of its own."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.comparison.false_match_pairs import RARE, false_match_pairs
from simulator.comparison.fnmr import mated_comparisons
from simulator.datasets.dataset import Dataset
from simulator.stats import differentials as d
from simulator.stats.differential_regions import (
    gini_ends,
    largest_difference,
    largest_ratio,
    max_geometric_mean_ends,
)
from simulator.storage.json_values import json_number, json_rows

LEVEL = 0.95
ALPHA = 0.5

Floats = NDArray[np.float64]
Ends = tuple[float, float]


def one_rate(
    events: Floats, trials: Floats, effective: Floats | None = None
) -> dict[str, dict[str, Any]]:
    """Return difference, max/min, max/geometric mean and Gini of one rate over groups.

    Args:
        events: (groups,) numerators of at least two groups.
        trials: (groups,) denominators, all above 0.
        effective: (groups,) independent trials they are worth; trials by default.

    Returns:
        For each differential value, low, high; for ratios also at_least and jeffreys. A value or
        an end is None where undefined or without end.
    """
    rates = events / trials
    m = trials if effective is None else effective
    k = rates * m
    ratios = {
        "max_min": (d.max_min(k, m), largest_ratio(k, m, LEVEL)),
        "max_geometric_mean": (
            d.max_geometric_mean(k, m),
            max_geometric_mean_ends(k, m, LEVEL),
        ),
    }
    return {
        "difference": _entry(d.difference(rates), largest_difference(k, m, LEVEL)),
        **{
            name: {key: json_number(value) for key, value in asdict(ratio).items()}
            | _interval(ends)
            for name, (ratio, ends) in ratios.items()
        },
        "gini": _entry(d.gini(rates), gini_ends(k, m, LEVEL)),
    }


def two_rates(
    fmr: Floats, fmr_effective: Floats, fnmr: Floats, fnmr_effective: Floats
) -> dict[str, dict[str, Any]]:
    """Return FDR, INEQ and GARBE of false matches and misses together, with α = ½.

    Half of the 5% that an interval may miss goes to each of the two rates.
    """
    level = 1 - (1 - LEVEL) / 2
    parts = [(fmr * fmr_effective, fmr_effective), (fnmr * fnmr_effective, fnmr_effective)]
    gaps = [largest_difference(k, m, level) for k, m in parts]
    ratios = [largest_ratio(k, m, level) for k, m in parts]
    ginis = [gini_ends(k, m, level) for k, m in parts]
    gap, unequal = (_weighted(ends) for ends in (gaps, ginis))
    lows, highs = zip(*ratios, strict=True)
    return {
        "fdr": _entry(d.fdr(fmr, fnmr, ALPHA), (1 - gap[1], 1 - gap[0])),
        "inequity": _entry(d.inequity(fmr, fnmr, ALPHA), (_product(lows), _product(highs))),
        "garbe": _entry(d.garbe(fmr, fnmr, ALPHA), unequal),
    }


def dataset_differentials(dataset: Dataset, column: str, threshold: float) -> dict[str, Any]:
    """Return all differentials of same-group FMR and FNMR in a data set, at one threshold.

    Returns:
        rates: a row per group: people, FMR and FNMR with what they were counted from and their
        intervals over subjects, FNMR with failures to enroll too; groups: those that count;
        left_out: those with too few people, without a label or without mated comparisons; fmr,
        fnmr: as :func:`one_rate`; both: as :func:`two_rates`. With fewer than two groups that count
        only the first three.
    """
    false = false_match_pairs(dataset, threshold).by(column).set_index("group")
    mated = mated_comparisons(dataset)
    missed = mated.by(column, threshold).set_index("group")
    usable = [
        group
        for group in false.index
        if group
        and not math.isnan(false.loc[group, "low"])
        and group in missed.index
        and not math.isnan(missed.loc[group, "low"])
    ]
    differentials: dict[str, Any] = {
        "rates": _rates(false, missed),
        "groups": usable,
        "left_out": [group for group in false.index if group not in usable],
    }
    if len(usable) < 2:
        return differentials
    members = {group.value: group.members for group in mated.groups(column)}
    worth = np.array([mated.interval(threshold, members[g]).effective for g in usable])
    false, missed = false.loc[usable], missed.loc[usable]
    fmr = false["fmr"].to_numpy(float)
    fnmr = missed["fnmr"].to_numpy(float)
    effective = false["effective"].to_numpy(float)
    differentials["fmr"] = one_rate(
        false["events"].to_numpy(float), false["comparisons"].to_numpy(float), effective
    )
    differentials["fnmr"] = one_rate(
        missed["misses"].to_numpy(float), missed["comparisons"].to_numpy(float), worth
    )
    differentials["both"] = two_rates(fmr, effective, fnmr, worth)
    return differentials


def _rates(false: pd.DataFrame, missed: pd.DataFrame) -> list[dict[str, Any]]:
    shown = {"events": "false_matches", "low": "fmr_low", "high": "fmr_high"}
    fmr = false[["label", "people", "events", "comparisons", "fmr", "low", "high", RARE]]
    of_mates = ["misses", "comparisons", "fnmr", "low", "high", "failed_to_enrol"]
    of_mates += ["fnmr_with_failures", "low_with_failures", "high_with_failures"]
    fnmr = missed[of_mates].rename(
        columns={
            "comparisons": "mated_comparisons",
            "low": "fnmr_low",
            "high": "fnmr_high",
            "low_with_failures": "fnmr_with_failures_low",
            "high_with_failures": "fnmr_with_failures_high",
        }
    )
    # People of whom there is one photo only have no row among the mated comparisons.
    return json_rows(fmr.rename(columns=shown).join(fnmr).reset_index())


def _weighted(ends: list[Ends]) -> Ends:
    (low, high), (other_low, other_high) = ends
    return (ALPHA * low + (1 - ALPHA) * other_low, ALPHA * high + (1 - ALPHA) * other_high)


def _product(ratios: tuple[float, ...]) -> float:
    fmr, fnmr = ratios
    return float(fmr**ALPHA * fnmr ** (1 - ALPHA))


def _entry(value: float, ends: Ends) -> dict[str, float | None]:
    return {"value": json_number(value), **_interval(ends)}


def _interval(ends: Ends) -> dict[str, float | None]:
    return {"low": json_number(ends[0]), "high": json_number(ends[1])}
