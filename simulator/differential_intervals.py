"""Every differential of a set of groups, each with an interval of its own.

The interval draws each group's rate from its Jeffreys posterior, Beta(k+½, m−k+½), with k and m the
effective counts where comparisons share people, and computes the differential anew from each draw:
defined at zero events too. The largest of several noisy rates is above the largest true one on
average, so with equal true rates these intervals lie above "no difference": whether luck is enough
is the question of :mod:`simulator.significance`, not of these.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator import differentials as d
from simulator.datasets.dataset import Dataset
from simulator.false_match_pairs import false_match_pairs
from simulator.fnmr import mated_comparisons

DRAWS = 1000
ALPHA = 0.5

Floats = NDArray[np.float64]


def one_rate(
    events: Floats, trials: Floats, effective: Floats | None = None, *, seed: int = 0
) -> dict[str, dict[str, Any]]:
    """Difference, max/min, max/geometric mean and Gini of one rate over groups.

    Args:
        events: (groups,) numerators.
        trials: (groups,) denominators, all above 0.
        effective: (groups,) independent trials they are worth; trials by default.
        seed: of the draws.

    Returns:
        For each differential value, low, high; for ratios also at_least and jeffreys. A value is
        None where undefined.
    """
    rates = events / trials
    drawn = _draws(rates, trials if effective is None else effective, seed)
    low_high = {
        "difference": _interval([d.difference(x) for x in drawn]),
        "max_min": _interval([float(x.max() / x.min()) for x in drawn]),
        "max_geometric_mean": _interval([float(x.max() / np.exp(np.log(x).mean())) for x in drawn]),
        "gini": _interval([d.gini(x) for x in drawn]),
    }
    ratios = {
        "max_min": d.max_min(events, trials),
        "max_geometric_mean": d.max_geometric_mean(events, trials),
    }
    found: dict[str, dict[str, Any]] = {}
    for name, interval in low_high.items():
        if name in ratios:
            values = {key: _plain(value) for key, value in asdict(ratios[name]).items()}
        else:
            values = {
                "value": _plain(d.difference(rates) if name == "difference" else d.gini(rates))
            }
        found[name] = {**values, **interval}
    return found


def two_rates(
    fmr: Floats, fmr_effective: Floats, fnmr: Floats, fnmr_effective: Floats, *, seed: int = 0
) -> dict[str, dict[str, Any]]:
    """FDR, INEQ and GARBE of false matches and misses together, with α = ½."""
    measures: dict[str, Callable[[Floats, Floats], float]] = {
        "fdr": lambda x, y: d.fdr(x, y, ALPHA),
        "inequity": lambda x, y: d.inequity(x, y, ALPHA),
        "garbe": lambda x, y: d.garbe(x, y, ALPHA),
    }
    drawn = list(
        zip(_draws(fmr, fmr_effective, seed), _draws(fnmr, fnmr_effective, seed + 1), strict=True)
    )
    return {
        name: {
            "value": _plain(measure(fmr, fnmr)),
            **_interval([measure(x, y) for x, y in drawn]),
        }
        for name, measure in measures.items()
    }


def of_dataset(dataset: Dataset, column: str, threshold: float) -> dict[str, Any]:
    """All differentials of same-group FMR and FNMR within a data set, at one threshold.

    Returns:
        groups: the groups that count; left_out: those with too few people, without a label or
        without mated comparisons; fmr, fnmr: as :func:`one_rate`; both: as :func:`two_rates`.
        With fewer than two groups only groups and left_out.
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
    left_out = [group for group in false.index if group not in usable]
    found: dict[str, Any] = {"groups": usable, "left_out": left_out}
    if len(usable) < 2:
        return found
    members = {group.value: group.members for group in mated.groups(column)}
    worth = np.array([mated.interval(threshold, members[g]).effective for g in usable])
    false, missed = false.loc[usable], missed.loc[usable]
    fmr = false["fmr"].to_numpy(float)
    fnmr = missed["fnmr"].to_numpy(float)
    effective = false["effective"].to_numpy(float)
    found["fmr"] = one_rate(
        false["events"].to_numpy(float), false["comparisons"].to_numpy(float), effective
    )
    found["fnmr"] = one_rate(
        missed["misses"].to_numpy(float), missed["comparisons"].to_numpy(float), worth
    )
    found["both"] = two_rates(fmr, effective, fnmr, worth)
    return found


def _draws(rates: Floats, effective: Floats, seed: int) -> Floats:
    random = np.random.default_rng(seed)
    k = rates * effective
    drawn = random.beta(k + 0.5, effective - k + 0.5, size=(DRAWS, len(rates)))
    # A posterior close to 0 may underflow, and a ratio cannot divide by 0.
    return np.asarray(np.maximum(drawn, 1e-12))


def _interval(replicates: list[float]) -> dict[str, float | None]:
    low, high = d.bootstrap_interval(replicates)
    return {"low": _plain(low), "high": _plain(high)}


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
