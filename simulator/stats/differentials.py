"""Demographic differentials: how far apart the groups' rates are, as one number.

All are computed at one global threshold. A rate that was not measured (nan) makes a differential
undefined (nan); so does a zero where a ratio would divide by it. Then a bound or the Jeffreys rate
(k+½)/(m+1) stands in, labeled as such.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.stats.intervals import zero_events_bound

Rates = NDArray[np.float64]
FEWEST_PEOPLE_TO_COMPARE = 12
"""Smaller groups are left out of differentials and of pictures by group."""


@dataclass(frozen=True)
class Ratio:
    """A ratio of two rates, which may be undefined.

    Attributes:
        value: nan where a rate it divides by is zero or not measured.
        at_least: where the value is undefined because of a zero: the ratio with the zero replaced
            by its one-sided 95% upper bound 1 − 0.05^(1/m); otherwise nan.
        jeffreys: the ratio of the Jeffreys rates (k+½)/(m+1), always defined with trials.

    m counts independent trials. Comparisons that share people are worth fewer than there are.
    """

    value: float
    at_least: float
    jeffreys: float


def jeffreys(events: ArrayLike, trials: ArrayLike) -> Rates:
    """Return (k+½)/(m+1), the posterior mean under Jeffreys' prior; nan without trials."""
    k, m = np.asarray(events, float), np.asarray(trials, float)
    return np.where(m > 0, (k + 0.5) / (m + 1), np.nan)


def difference(rates: ArrayLike) -> float:
    """Return largest − smallest rate."""
    x = np.asarray(rates, float)
    return float(x.max() - x.min()) if _known(x) else math.nan


def max_min(events: ArrayLike, trials: ArrayLike) -> Ratio:
    """Return largest ÷ smallest rate.

    Args:
        events: (groups,) numerators; need not be whole, so that effective counts may be used.
        trials: (groups,) denominators.
    """
    return _ratio(events, trials, lambda x: float(x.max() / x.min()))


def max_geometric_mean(events: ArrayLike, trials: ArrayLike) -> Ratio:
    """Return the largest rate ÷ the geometric mean of all rates.

    Source:
        NIST IR 8429 (Grother 2022), inequity measures.
    """
    return _ratio(events, trials, lambda x: float(x.max() / np.exp(np.log(x).mean())))


def _ratio(events: ArrayLike, trials: ArrayLike, of: Callable[[Rates], float]) -> Ratio:
    k, m = np.asarray(events, float), np.asarray(trials, float)
    if not len(k) or (m <= 0).any() or not (np.isfinite(k) & np.isfinite(m)).all():
        return Ratio(math.nan, math.nan, math.nan)
    rates = k / m
    smooth = float(of(jeffreys(k, m)))
    if (rates > 0).all():
        return Ratio(float(of(rates)), math.nan, smooth)
    if (rates == 0).all():
        return Ratio(math.nan, math.nan, smooth)
    bounds = np.array([zero_events_bound(trial) for trial in m.tolist()])
    filled = np.where(rates > 0, rates, np.minimum(bounds, rates.max()))
    return Ratio(math.nan, float(of(filled)), smooth)


def gini(rates: ArrayLike) -> float:
    """Return the Gini coefficient times n/(n−1): 0 if all are equal, at most 1.

    n/(n−1) · ΣᵢΣⱼ|xᵢ−xⱼ| / (2n²x̄); nan for fewer than two groups or if all rates are zero.

    Source:
        Howard, Laird, Sirotin et al. (2022), Evaluating proposed fairness models for face
        recognition algorithms; Deltas (2003) for the factor.
    """
    x = np.asarray(rates, float)
    n = len(x)
    if n < 2 or not _known(x) or x.mean() == 0:
        return math.nan
    pairs = float(np.abs(x[:, None] - x[None, :]).sum())
    return n / (n - 1) * pairs / (2 * n * n * float(x.mean()))


def garbe(fmr: ArrayLike, fnmr: ArrayLike, alpha: float = 0.5) -> float:
    """Return GARBE = α·Gini(FMR) + (1−α)·Gini(FNMR).

    Source:
        Howard et al. (2022).
    """
    return _weighted(alpha, gini(fmr), gini(fnmr))


def fdr(fmr: ArrayLike, fnmr: ArrayLike, alpha: float = 0.5) -> float:
    """Return the fairness discrepancy rate 1 − [α·max|ΔFMR| + (1−α)·max|ΔFNMR|].

    It is 1 if all rates are equal.

    Source:
        de Freitas Pereira & Marcel (2021), Fairness in biometrics, IEEE T-BIOM 4, 19–29.
    """
    return 1 - _weighted(alpha, difference(fmr), difference(fnmr))


def inequity(fmr: ArrayLike, fnmr: ArrayLike, alpha: float = 0.5) -> float:
    """Return INEQ = (max/min FMR)^α · (max/min FNMR)^(1−α); nan where a smallest rate is 0.

    Source:
        Grother (2021), Demographic differentials in face recognition algorithms, EAB.
    """
    parts = []
    for rates, power in ((fmr, alpha), (fnmr, 1 - alpha)):
        x = np.asarray(rates, float)
        if power == 0:
            continue
        if not _known(x) or x.min() <= 0:
            return math.nan
        parts.append(float(x.max() / x.min()) ** power)
    return float(np.prod(parts))


def _weighted(alpha: float, first: float, second: float) -> float:
    if not 0 <= alpha <= 1:
        raise ValueError(f"expected a weight from 0 to 1, found {alpha}")
    # A part that does not count may be undefined.
    return sum(
        weight * value for weight, value in ((alpha, first), (1 - alpha, second)) if weight > 0
    )


def _known(x: Rates) -> bool:
    return len(x) > 0 and bool(np.isfinite(x).all())
