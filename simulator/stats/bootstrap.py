"""Intervals where comparisons share people: the bootstrap over subjects.

Two comparisons of one person are not two independent facts, so a binomial interval per comparison
is too narrow. People are drawn with replacement, on both sides of a comparison and never paired
with themselves; the spread of the rate says how many independent comparisons the data are worth,
and an exact binomial interval for that effective number follows (Korn & Graubard). It stays inside
0 to 1, keeps a width at zero events, and is wider for few people.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtri, stdtrit

REPLICATES = 1000
FEWEST_PEOPLE_FOR_AN_INTERVAL = 8
"""With fewer people no interval over subjects is shown, only "too few"."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Interval:
    """An interval over subjects: people were drawn, not comparisons.

    Attributes:
        low, high: 95% by default, fractions of 1; nan where there are too few people.
        effective: how many independent trials the data are worth; nan with too few people.
        people: how many people took part.
    """

    low: float
    high: float
    effective: float
    people: int

    @property
    def too_few(self) -> bool:
        """Return whether there are too few people for an interval."""
        return math.isnan(self.low)


def pair_interval(
    first: Ints,
    second: Ints,
    events: Ints,
    photos: Ints,
    *,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Interval:
    """Return the interval of an FMR among the people of one group.

    Args:
        first: (k,) one person, 0…n−1, of each pair of people with false matches.
        second: (k,) the other person.
        events: (k,) their comparisons at or under the threshold.
        photos: (n,) how many photos each person has; a pair has the product in comparisons.
        level: nominal coverage.
        replicates: of the bootstrap.
        seed: of the bootstrap.

    Source:
        Bolle, Ratha & Pankanti (2004), Error analysis of pattern recognition systems: the subsets
        bootstrap; Snijders & Borgatti (1999): no self-pairs; Korn & Graubard (1998), Surv.
        Methodol. 24, 193–201.
    """
    n = len(photos)
    trials = float(_pairs(photos[None, :].astype(float))[0])
    rate = events.sum() / trials if trials else math.nan
    if n < FEWEST_PEOPLE_FOR_AN_INTERVAL or not trials:
        return Interval(math.nan, math.nan, math.nan, n)
    # Zero false matches among all pairs means zero among n/2 pairs that share nobody.
    fewest = n // 2
    error = math.nan
    if len(events):
        drawn = _weights(n, replicates, seed)
        hits = np.array([events @ (w[first] * w[second]) for w in drawn])
        error = float((hits / _pairs(drawn * photos)).std(ddof=1))
    return _interval(rate, error, trials, n, fewest, level)


def cross_interval(
    first: Ints,
    second: Ints,
    events: Ints,
    photos: Ints,
    one: Bools,
    other: Bools,
    *,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Interval:
    """Return the interval of an FMR between the people of two groups, which may overlap.

    Args:
        first: (k,) one person of each pair, of either group, with false matches.
        second: (k,) the other person, of the other group.
        events: (k,) their comparisons at or under the threshold.
        photos: (n,) how many photos each person has.
        one: (n,) who is in the first group.
        other: (n,) who is in the second.
        level: nominal coverage.
        replicates: of the bootstrap.
        seed: of the bootstrap.
    """
    people = int(min(one.sum(), other.sum()))
    trials = float(_cross_pairs(photos[None, :].astype(float), one, other)[0])
    if people < FEWEST_PEOPLE_FOR_AN_INTERVAL or not trials:
        return Interval(math.nan, math.nan, math.nan, people)
    error = math.nan
    if len(events):
        drawn = _weights(len(photos), replicates, seed)
        hits = np.array([events @ (w[first] * w[second]) for w in drawn])
        compared = _cross_pairs(drawn * photos, one, other)
        # A draw that left out a whole group says nothing about the rate.
        used = compared > 0
        error = float((hits[used] / compared[used]).std(ddof=1))
    # So many pairs share nobody: one for each of the smaller group, half a one for those in both.
    fewest = people - int((one & other).sum()) // 2
    return _interval(float(events.sum()) / trials, error, trials, people, max(fewest, 1), level)


def cross_comparisons(photos: Ints, one: Bools, other: Bools) -> int:
    """Count the comparisons between the photos of two groups' people."""
    return round(float(_cross_pairs(photos[None, :].astype(float), one, other)[0]))


def _cross_pairs(weighted: Floats, one: Bools, other: Bools) -> Floats:
    """Sum the product of weights over pairs from two groups, (r,); every pair counts once."""
    both = weighted[:, one & other]
    squares = (both**2).sum(axis=1)
    ordered = weighted[:, one].sum(axis=1) * weighted[:, other].sum(axis=1) - squares
    return np.asarray(ordered - (both.sum(axis=1) ** 2 - squares) / 2)


def cluster_interval(
    misses: Ints,
    trials: Ints,
    *,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Interval:
    """Return the interval of a rate whose trials come in clusters, one per person: FNMR, FNIR.

    Args:
        misses: (n,) events per person.
        trials: (n,) trials per person; people without any are left out.
        level: nominal coverage.
        replicates: of the bootstrap.
        seed: of the bootstrap.
    """
    return cluster_intervals(
        misses[None, :], trials, level=level, replicates=replicates, seed=seed
    )[0]


def cluster_intervals(
    misses: Ints,
    trials: Ints,
    *,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> list[Interval]:
    """Return such intervals for several sets of events among the same trials (thresholds).

    Args:
        misses: (t, n) events per person.
        trials: (n,) trials per person; people without any are left out.
        level: nominal coverage.
        replicates: of the bootstrap.
        seed: of the bootstrap.
    """
    used = trials > 0
    k, m = misses[:, used].astype(float), trials[used].astype(float)
    n = len(m)
    if n < FEWEST_PEOPLE_FOR_AN_INTERVAL:
        return [Interval(math.nan, math.nan, math.nan, n)] * len(misses)
    drawn = _weights(n, replicates, seed)
    errors = ((drawn @ k.T) / (drawn @ m)[:, None]).std(axis=0, ddof=1)
    events, total = k.sum(axis=1), float(m.sum())
    return [
        _interval(float(hits) / total, float(error), total, n, n, level)
        for hits, error in zip(events, errors, strict=True)
    ]


@functools.lru_cache(maxsize=4)
def _weights(n: int, replicates: int, seed: int) -> Floats:
    """Draw how often each person counts, (replicates, n); cached: a chart asks 150 times."""
    random = np.random.default_rng(seed)
    drawn = np.asarray(random.multinomial(n, np.full(n, 1 / n), size=replicates), float)
    drawn.setflags(write=False)
    return drawn


def _pairs(weighted: Floats) -> Floats:
    """Sum the product of weights over pairs of different people, (r,)."""
    total: Floats = weighted.sum(axis=1)
    return np.asarray((total**2 - (weighted**2).sum(axis=1)) / 2)


def _interval(
    rate: float, error: float, trials: float, people: int, fewest: float, level: float
) -> Interval:
    if not 0 < rate < 1 or not error > 0:
        effective = float(fewest)
    else:
        effective = min(rate * (1 - rate) / error**2, trials)
        # The standard error itself is uncertain with few people: Student's t instead of normal.
        tail = 0.5 + level / 2
        effective *= (float(ndtri(tail)) / float(stdtrit(people - 1, tail))) ** 2
    low, high = clopper_pearson(rate * effective, effective, level)
    return Interval(low, high, effective, people)


def clopper_pearson(events: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Return the exact binomial interval; events and trials need not be whole numbers.

    Source:
        Clopper & Pearson (1934), Biometrika 26, 404–413.
    """
    tail = (1 - level) / 2
    low = 0.0 if events <= 0 else float(betaincinv(events, trials - events + 1, tail))
    high = 1.0 if events >= trials else float(betaincinv(events + 1, trials - events, 1 - tail))
    return (low, high)
