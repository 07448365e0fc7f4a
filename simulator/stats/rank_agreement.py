"""Spearman's rank correlation between two photos of the same people, with an interval."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from simulator.stats.drawn_people import check_draws, weights_of_draws
from simulator.stats.photo_interval import PhotoInterval
from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL

Floats = NDArray[np.float64]
RANK_DRAWS = 2_000


def rank_agreement(
    first: ArrayLike,
    second: ArrayLike,
    *,
    draws: int = RANK_DRAWS,
    seed: int = 0,
    level: float = 0.95,
) -> PhotoInterval:
    """Return Spearman's rank correlation of two distances per person, with an interval.

    1 means that both photos put the people in the same order, 0 that one order says nothing about
    the other. People are drawn; the spread is taken on Fisher's scale, so the interval stays
    between −1 and 1.

    Args:
        first: (people,) distance of each person's first photo to its nearest stranger.
        second: (people,) of the second photo, for the same people.
        draws: how often people are drawn.
        seed: of the draws.
        level: nominal coverage.

    Returns:
        The correlation and its interval. nan where all distances of one photo are equal.

    Raises:
        ValueError: the two do not have the same length, or a distance is missing.

    Source:
        Spearman (1904), Am. J. Psychol. 15, 72–101; equal to SciPy's ``spearmanr``, which is not
        used because importing ``scipy.stats`` would make every run start later.
    """
    one, other = np.asarray(first, np.float64), np.asarray(second, np.float64)
    if one.ndim != 1 or one.shape != other.shape:
        raise ValueError(
            "expected two lists of distances of the same length, one per person and photo, found "
            f"shapes {one.shape} and {other.shape}"
        )
    if np.isnan(one).any() or np.isnan(other).any():
        missing = int((np.isnan(one) | np.isnan(other)).sum())
        raise ValueError(
            f"expected both distances of each person, found no distance for {missing} of "
            f"{len(one)} people; leave these people out"
        )
    check_draws(draws)
    people = len(one)
    if not people:
        return PhotoInterval(math.nan, math.nan, math.nan, math.nan, 0)
    places = _Places(one), _Places(other)
    value = float(_correlation(np.ones((1, people)), *places)[0])
    if people < FEWEST_PEOPLE_FOR_AN_INTERVAL or math.isnan(value):
        return PhotoInterval(value, math.nan, math.nan, math.nan, people)
    if abs(value) >= 1 - 1e-12:
        # The same order in every draw as well: there is no spread.
        return PhotoInterval(value, value, value, float(people), people)
    found = np.concatenate(
        [_correlation(w, *places) for w in weights_of_draws(people, draws, seed)]
    )
    error = float(np.arctanh(np.clip(found[~np.isnan(found)], -1 + 1e-9, 1 - 1e-9)).std(ddof=1))
    reach = float(ndtri(0.5 + level / 2)) * error
    middle = math.atanh(value)
    return PhotoInterval(
        value, math.tanh(middle - reach), math.tanh(middle + reach), 3 + 1 / error**2, people
    )


class _Places:
    """The order of one photo's distances: who comes when, and who is tied."""

    def __init__(self, distances: Floats) -> None:
        self.order = np.argsort(distances, kind="stable")
        ordered = distances[self.order]
        new = np.r_[True, ordered[1:] != ordered[:-1]]
        self.starts = np.flatnonzero(new)
        self.back = np.empty(len(distances), np.intp)
        """The tie, of those in ascending order, that each person belongs to."""
        self.back[self.order] = np.cumsum(new) - 1

    def centered(self, weights: Floats) -> tuple[Floats, Floats]:
        """Rank everyone, each counting as often as drawn.

        Args:
            weights: (r, n) how often each person was drawn, n in all.

        Returns:
            (r, n) middle ranks minus their average n/2, and (r,) the sum of their squares, which
            is (n³ − Σt³)/12 with t people in each tie.
        """
        people = weights.shape[1]
        tied = weights[:, self.order]
        if len(self.starts) < people:
            tied = np.add.reduceat(tied, self.starts, axis=1)
        middle = np.cumsum(tied, axis=1) - tied / 2 - people / 2
        cubes = np.einsum("ij,ij,ij->i", tied, tied, tied)
        return middle[:, self.back], (float(people) ** 3 - cubes) / 12


def _correlation(weights: Floats, one: _Places, other: _Places) -> Floats:
    """Return Spearman's correlation in each draw, (r,); nan where a draw has one rank only."""
    a, squares = one.centered(weights)
    b, other_squares = other.centered(weights)
    spread = np.sqrt(squares * other_squares)
    both = np.einsum("ij,ij,ij->i", weights, a, b)
    return np.asarray(np.where(spread > 1e-9, both / np.where(spread > 1e-9, spread, 1), np.nan))
