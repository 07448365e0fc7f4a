"""The one rule of what a match is, and the threshold that flags a given number."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulator.errors import ThresholdError
from simulator.matchers.registry import DEFAULT_DISTANCES
from simulator.stats.numbers import is_number, is_whole

ROUNDING = 1e-6
"""How far a threshold may lie beyond a cut and still be the cut: what 32-bit floats round away."""


def is_match(distance: NDArray[np.float64], threshold: float) -> NDArray[np.bool_]:
    """Mark the matches: distance ≤ threshold, so exactly at the threshold is a match.

    Args:
        distance: any shape; nan (nothing to compare with) is never a match.
        threshold: in the matcher's own distance.
    """
    return np.asarray(distance <= threshold)


def check_distance(threshold: float) -> float:
    """Return a usable distance threshold.

    Raises:
        ThresholdError: it is negative or not a number.
    """
    if not (is_number(threshold) and threshold >= 0):
        raise ThresholdError(
            f"expected a distance of 0 or more, found {threshold!r}. "
            f"dlib's own default is {DEFAULT_DISTANCES['dlib']:g}."
        )
    return float(threshold)


def flagging(nearest: NDArray[np.float64], count: int) -> float:
    """Return the roundest threshold at which at least ``count`` searches have a match.

    Where the next search lies further away, exactly ``count`` are flagged; where it ties with the
    last one, so are the ties. "Roundest" is the fewest decimals, from three up, that separate the
    two: a threshold that can be written down again.

    Args:
        nearest: (searches,) distance of each search's closest candidate; nan where there is none.
        count: how many to flag, at least 1.

    Raises:
        ThresholdError: there are fewer searches than ``count``, or ``count`` is not positive.
    """
    ordered = np.sort(nearest[~np.isnan(nearest)])
    if not is_whole(count) or not 1 <= count <= len(ordered):
        raise ThresholdError(
            f"expected a number of false matches from 1 to {len(ordered)} (the searches with a "
            f"candidate), found {count}. Choose one in that range."
        )
    last = float(ordered[count - 1])
    beyond = ordered[ordered > last]
    following = float(beyond[0]) if len(beyond) else math.inf
    for decimals in range(3, 16):
        candidate: float = math.ceil(last * 10.0**decimals) / 10.0**decimals
        if last <= candidate < following:
            return candidate
    return last


def within_cut(threshold: float, measured_to: float) -> float:
    """Return a threshold on distance, if lists that end at ``measured_to`` can answer it.

    A threshold that differs from the cut by rounding alone is the cut: .35 may be stored as
    .34999999.

    Raises:
        ThresholdError: the threshold is looser than the cut.
    """
    if threshold > measured_to + ROUNDING:
        raise ThresholdError(
            f"expected a distance up to {measured_to:g}, where these lists were cut, found "
            f"{threshold:g}: looser thresholds are not measured. Choose a stricter one."
        )
    return min(threshold, measured_to)
