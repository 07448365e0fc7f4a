"""A difference between a group and the others in a measured value, with other things held equal.

Ordinary least squares, with standard errors that hold where the spread differs between groups
(HC3), and the degrees of freedom of a small group (Bell & McCaffrey): with 8 people in a group and
527 outside, the uncertainty is that of 8. There are as many values as people, so this can be asked
where events are too few.

Source:
    MacKinnon & White (1985), Journal of Econometrics 29, 305–325 (HC3); Bell & McCaffrey (2002),
    Survey Methodology 28, 169–181, and Imbens & Kolesár (2016), Review of Economics and Statistics
    98, 701–712 (degrees of freedom).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from simulator.stats.odds_ratio import design_matrix

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Difference:
    """A group's mean minus that of others who are alike in everything that is held equal.

    Attributes:
        value: in the unit of the values; nan where it cannot be estimated.
        low, high: 95% by default.
        p: two-sided.
    """

    value: float
    low: float
    high: float
    p: float


NOTHING = Difference(math.nan, math.nan, math.nan, math.nan)


def adjusted_difference(
    group: NDArray[np.bool_], others: Floats, values: Floats, level: float = 0.95
) -> Difference:
    """Return by how much the group's values differ, with other things held equal.

    Args:
        group: (n,) who belongs to it.
        others: (n, k) the columns to adjust for; k may be 0.
        values: (n,) what is compared.
        level: of the interval.

    Returns:
        The difference; nan where a column says the same thing as the others, has no spread, or
        where the values are all equal.
    """
    from statsmodels.regression.linear_model import OLS

    design = design_matrix(group, others)
    if design is None or not np.ptp(values) > 0:
        return NOTHING
    fitted = OLS(values, design).fit()
    difference, error = float(fitted.params[1]), float(fitted.HC3_se[1])
    freedom = degrees_of_freedom(design)
    if not error > 0:
        return NOTHING
    far = float(stdtrit(freedom, (1 + level) / 2)) * error
    p = 2 * float(stdtr(freedom, -abs(difference) / error))
    return Difference(difference, difference - far, difference + far, p)


def degrees_of_freedom(design: Floats) -> float:
    """Return Bell and McCaffrey's degrees of freedom of the group's coefficient.

    The squared standard error is a weighted sum of squared residuals, which varies as a chi-squared
    with so many degrees of freedom if everybody's values spread alike.

    Args:
        design: (n, p); column 1 is the group.
    """
    inverse = np.linalg.inv(design.T @ design)
    projected = design @ inverse
    kept = 1 - (projected * design).sum(axis=1)  # 1 − leverage, (n,)
    weight = projected[:, 1] ** 2 / kept
    crossed = (design.T * weight) @ design @ inverse
    squares = (weight**2 * (kept**2 - (1 - kept) ** 2)).sum() + np.trace(crossed @ crossed)
    return float((weight * kept).sum() ** 2 / squares)
