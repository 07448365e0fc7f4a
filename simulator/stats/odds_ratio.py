"""Odds ratios adjusted for other things that differ: logistic regression by Firth's method.

With few events, ordinary maximum likelihood gives odds ratios that are too far from 1, and none at
all where one group has no event. Firth's method adds half the logarithm of the determinant of the
information matrix to the log-likelihood (Jeffreys' prior), which takes away most of that bias and
always has a maximum. The interval is where the profile of that penalized likelihood stays within
the chi-squared limit.

Source:
    Firth (1993), Biometrika 80, 27–38; Heinze & Schemper (2002), Statistics in Medicine 21,
    2409–2419 (groups without an event, intervals); van Smeden et al. (2016), BMC Medical Research
    Methodology 16, 163 (few events). With one yes-or-no variable it is the odds ratio of the 2 × 2
    table after one half is added to each cell.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, chdtri, expit

Floats = NDArray[np.float64]

_STEPS, _HALVINGS = 100, 30
_LONGEST_STEP = 3.0
_EXACT = 1e-9
_ENDS_TRIED = 60


@dataclass(frozen=True)
class OddsRatio:
    """An odds ratio with its 95% interval.

    Attributes:
        value: nan where it cannot be estimated.
        low, high: its interval.
        p: of the penalized likelihood ratio, two-sided.
    """

    value: float
    low: float
    high: float
    p: float


NOTHING = OddsRatio(math.nan, math.nan, math.nan, math.nan)


def odds_ratio(
    group: NDArray[np.bool_], others: Floats, event: NDArray[np.bool_], level: float = 0.95
) -> OddsRatio:
    """Return the odds of an event inside a group over those outside, with other things held equal.

    Args:
        group: (n,) who belongs to it.
        others: (n, k) what else differs: the columns to adjust for; k may be 0.
        event: (n,) to whom it happened.
        level: of the interval.

    Returns:
        The odds ratio; nan where nobody or everybody has an event or is in the group, where the
        columns say the same thing twice, or where no end of the interval is found, as when another
        column alone decides who has an event.

    Raises:
        ValueError: the arrays differ in length.

    Example:
        >>> import numpy as np
        >>> group = np.arange(100) < 20
        >>> event = np.isin(np.arange(100), [0, 1, 2, 3, 20, 21, 22, 23])  # 4 of 20, 4 of 80
        >>> found = odds_ratio(group, np.empty((100, 0)), event)
        >>> round(found.value, 2) == round(4.5 * 76.5 / (16.5 * 4.5), 2)
        True
    """
    if not len(group) == len(others) == len(event):
        raise ValueError("expected one row per person in each of group, others and event")
    design = design_matrix(group, others)
    if design is None or not 0 < int(event.sum()) < len(event):
        return NOTHING
    outcome = event.astype(np.float64)
    best = penalized_fit(design, outcome)
    if best is None:
        return NOTHING
    far = math.sqrt(float(chdtri(1, 1 - level)))
    low, high = (_end(design, outcome, best, side * far) for side in (-1, 1))
    if math.isnan(low + high):
        return NOTHING
    alike = penalized_fit(design, outcome, 0.0, best.beta)
    p = math.nan if alike is None else float(chdtrc(1, max(0.0, 2 * (best.value - alike.value))))
    return OddsRatio(math.exp(best.beta[1]), math.exp(low), math.exp(high), p)


def design_matrix(group: NDArray[np.bool_], others: Floats) -> Floats | None:
    """Return intercept, group and the other columns in units of their spread, (n, 2 + k).

    None where a column has no spread, or follows from the columns before it.
    """
    columns = np.column_stack([np.ones(len(group)), group.astype(np.float64), others])
    scaled = columns[:, 2:] - columns[:, 2:].mean(axis=0)
    spread = scaled.std(axis=0)
    if len(columns) <= columns.shape[1] or (spread < _EXACT).any():
        return None
    columns[:, 2:] = scaled / spread
    return columns if np.linalg.matrix_rank(columns, tol=1e-6) == columns.shape[1] else None


@dataclass(frozen=True)
class Fit:
    """Coefficients, and the penalized likelihood there.

    Attributes:
        beta: (p,) the coefficients.
        value: log L(β) + ½ log |I(β)|.
        score: (p,) Σ (y − π + h (½ − π)) x, which is 0 at the maximum.
        information: (p, p).
    """

    beta: Floats
    value: float
    score: Floats
    information: Floats


def penalized_fit(
    design: Floats, outcome: Floats, fixed: float | None = None, start: Floats | None = None
) -> Fit | None:
    """Maximize Firth's penalized likelihood by Newton's method with halved steps.

    Args:
        design: (n, p); column 1 is the group.
        outcome: (n,) 0 or 1.
        fixed: the group's log odds ratio, if it is not to be estimated.
        start: (p,) coefficients to begin with.

    Returns:
        The maximum; None if it was not found.
    """
    free = np.array([i for i in range(design.shape[1]) if fixed is None or i != 1])
    beta = np.zeros(design.shape[1]) if start is None else start.copy()
    if start is None:
        rate = outcome.mean()
        beta[0] = math.log(rate / (1 - rate))
    if fixed is not None:
        beta[1] = fixed
    fit = _at(design, outcome, beta)
    for _ in range(_STEPS):
        if fit is None:
            return None
        step = np.zeros_like(beta)
        step[free] = np.linalg.solve(fit.information[np.ix_(free, free)], fit.score[free])
        if float(fit.score[free] @ step[free]) < _EXACT:
            return fit
        step *= min(1.0, _LONGEST_STEP / float(np.abs(step).max()))
        fit = _uphill(design, outcome, fit, step)
    return None


def _uphill(design: Floats, outcome: Floats, fit: Fit, step: Floats) -> Fit | None:
    """Return the first point on ever shorter steps that is no lower."""
    for _ in range(_HALVINGS):
        tried = _at(design, outcome, fit.beta + step)
        if tried is not None and tried.value >= fit.value - _EXACT:
            return tried
        step = step / 2
    return None


def _at(design: Floats, outcome: Floats, beta: Floats) -> Fit | None:
    linear = design @ beta
    rate = expit(linear)
    weight = rate * (1 - rate)
    information = design.T @ (design * weight[:, None])
    try:
        root = np.linalg.cholesky(information)
    except np.linalg.LinAlgError:
        return None
    likelihood = float(outcome @ linear - np.logaddexp(0, linear).sum())
    half = np.linalg.solve(root, design.T)
    hat = weight * (half * half).sum(axis=0)
    return Fit(
        beta=beta,
        value=likelihood + float(np.log(np.diag(root)).sum()),
        score=design.T @ (outcome - rate + hat * (0.5 - rate)),
        information=information,
    )


def _end(design: Floats, outcome: Floats, best: Fit, wanted: float) -> float:
    """Return the log odds ratio at which the profile has fallen to the limit; nan if none is found.

    The signed root of twice the fall is nearly linear in the log odds ratio, so the secant method
    on it takes few steps.

    Args:
        design: (n, p); column 1 is the group.
        outcome: (n,) 0 or 1.
        best: the maximum.
        wanted: the signed root at the limit: −1.96 for the low end of 95%, 1.96 for the high end.
    """
    middle = float(best.beta[1])
    spread = math.sqrt(np.linalg.inv(best.information)[1, 1])
    side = math.copysign(1, wanted)
    # Known points on both sides of the end: (log odds ratio, signed root).
    inside, outside = (middle, 0.0), None
    tried, start = middle + wanted * spread, best.beta
    for _ in range(_ENDS_TRIED):
        fit = penalized_fit(design, outcome, tried, start)
        if fit is None:
            return math.nan
        root = side * math.sqrt(max(0.0, 2 * (best.value - fit.value)))
        if abs(root - wanted) < 1e-4:
            return tried
        start = fit.beta
        if abs(root) < abs(wanted):
            inside = (tried, root)
        else:
            outside = (tried, root)
        if outside is None:
            tried += side * 2 * spread
            continue
        slope = (outside[1] - inside[1]) / (outside[0] - inside[0])
        tried = inside[0] + (wanted - inside[1]) / slope
    return math.nan
