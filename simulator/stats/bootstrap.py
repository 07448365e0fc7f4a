"""Intervals where comparisons share people: the bootstrap over subjects.

Two comparisons of one person are not two independent facts, so a binomial interval per comparison
is too narrow. People are drawn with replacement, on both sides of a comparison and never paired
with themselves; the spread of the rate says how many independent comparisons the data are worth,
and an exact binomial interval for that effective number follows (Korn & Graubard). It stays inside
0 to 1, keeps a width at zero events, and is wider for few people.

A few events do not show how unevenly they fall on people, and none show nothing. There the spread
is taken from the threshold at which enough people match, so that no event and one event, a strict
and a loose threshold, are judged alike.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtri, stdtrit

REPLICATES = 1000
FEWEST_PEOPLE_FOR_AN_INTERVAL = 8
"""With fewer people no interval over subjects is shown, only "too few"."""
FEWEST_TO_MEASURE_THE_SPREAD = 30
"""With fewer matching pairs (or people missed; at most half of the people), the spread over people
is measured where there are so many."""
STEP = 0.001
"""Distance between two thresholds; :data:`simulator.search.search.BIN_WIDTH`."""
LAST_STEP = 2000.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
People = NDArray[np.int64] | NDArray[np.str_]


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
    events: Ints | Floats,
    photos: Ints,
    *,
    distances: Floats | None = None,
    threshold: float = math.inf,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Interval:
    """Return the interval of an FMR among the people of one group.

    Args:
        first: (k,) one person, 0…n−1, of each pair of people with close comparisons.
        second: (k,) the other person.
        events: (k,) so many comparisons of the two at this distance; with one photo of each person
            below, the share of their comparisons, so that each pair of people counts once.
        photos: (n,) how many photos each person has; a pair has the product in comparisons.
        distances: (k,) their distance; without it, all are at or under the threshold. Those beyond
            the threshold are no events. They show how unevenly close comparisons fall on people
            where fewer than :func:`pairs_needed` pairs match.
        threshold: in the matcher's distance.
        level: nominal coverage.
        replicates: of the bootstrap.
        seed: of the bootstrap.

    Source:
        Bolle, Ratha & Pankanti (2004), Error analysis of pattern recognition systems: the subsets
        bootstrap; Snijders & Borgatti (1999): no self-pairs; Korn & Graubard (1998), Surv.
        Methodol. 24, 193–201; Hoeffding (1948), Ann. Math. Stat. 19, 293–325: n people are worth at
        least n/2 pairs that share nobody.
    """
    n = len(photos)
    trials = float(_pairs(photos[None, :].astype(float))[0])
    if n < FEWEST_PEOPLE_FOR_AN_INTERVAL or not trials:
        return Interval(math.nan, math.nan, math.nan, n)
    drawn = _weights(n, replicates, seed)
    close = _Close(first, second, events, distances, threshold, pairs_needed(n))
    spread = close.errors(drawn, _pairs(drawn * photos))
    fewest = math.floor(_equal_people(photos) / 2)
    return _interval(close.rates(trials), spread, trials, n, max(fewest, 1), level)


def cross_interval(
    first: Ints,
    second: Ints,
    events: Ints | Floats,
    photos: Ints,
    one: Bools,
    other: Bools,
    *,
    distances: Floats | None = None,
    threshold: float = math.inf,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Interval:
    """Return the interval of an FMR between the people of two groups, which may overlap.

    Args:
        first: (k,) one person of each pair, of either group, with close comparisons.
        second: (k,) the other person, of the other group.
        events: (k,) so many comparisons of the two at this distance.
        photos: (n,) how many photos each person has.
        one: (n,) who is in the first group.
        other: (n,) who is in the second.
        distances: (k,) as for :func:`pair_interval`.
        threshold: in the matcher's distance.
        level: nominal coverage.
        replicates: of the bootstrap.
        seed: of the bootstrap.
    """
    people = int(min(one.sum(), other.sum()))
    trials = float(_cross_pairs(photos[None, :].astype(float), one, other)[0])
    if people < FEWEST_PEOPLE_FOR_AN_INTERVAL or not trials:
        return Interval(math.nan, math.nan, math.nan, people)
    drawn = _weights(len(photos), replicates, seed)
    close = _Close(first, second, events, distances, threshold, pairs_needed(people))
    spread = close.errors(drawn, _cross_pairs(drawn * photos, one, other))
    # So many pairs share nobody: one for each of the smaller group, half a one for those in both.
    equal = min(_equal_people(photos[one]), _equal_people(photos[other]))
    fewest = math.floor(equal) - int((one & other).sum()) // 2
    return _interval(close.rates(trials), spread, trials, people, max(fewest, 1), level)


def pairs_needed(people: int) -> int:
    """Return how many pairs must match before their spread over the people can be measured.

    None are needed where there are too few people for an interval.
    """
    if people < FEWEST_PEOPLE_FOR_AN_INTERVAL:
        return 0
    return min(FEWEST_TO_MEASURE_THE_SPREAD, people // 2)


class _Close:
    """Close comparisons in steps of distance, from the first step that shows the spread on.

    Attributes:
        events: (steps,) comparisons up to each step. The first step is the distance at which enough
            pairs of people match; the last one is the threshold, or the first if that is beyond it.
        hits: events up to the threshold.
    """

    def __init__(
        self,
        first: Ints,
        second: Ints,
        events: Ints | Floats,
        distances: Floats | None,
        threshold: float,
        needed: int,
    ) -> None:
        far = np.zeros(len(events)) if distances is None else np.asarray(distances, float)
        inside = far <= threshold
        self.hits = float(events[inside].sum())
        # Thresholds lie on edges of 0.001; the last step ends at the threshold itself.
        places = np.ceil(np.round(far / STEP, 6))
        places = np.where(inside, np.minimum(places, threshold / STEP), places)
        levels, step = np.unique(places, return_inverse=True)
        last = int(np.searchsorted(levels, threshold / STEP, side="right")) - 1
        pairs = np.minimum(first, second) * (1 << 32) + np.maximum(first, second)
        _unused, number = np.unique(pairs, return_inverse=True)
        reached = np.full(len(_unused), len(levels))
        np.minimum.at(reached, number, step)
        matching = np.cumsum(np.bincount(reached, minlength=len(levels)))
        start = int(np.searchsorted(matching, needed))
        self.known = start < len(levels)
        self._start, self._stop = start, max(start, last) + 1
        used = step < self._stop if self.known else np.zeros(len(step), bool)
        self._first, self._second = first[used], second[used]
        self._events, self._step = events[used].astype(float), step[used]
        self.events = self._up_to(self._events) if self.known else np.zeros(0)

    def _up_to(self, weighted: Floats) -> Floats:
        counted = np.bincount(self._step, weighted, minlength=self._stop)
        return np.asarray(np.cumsum(counted)[self._start :])

    def rates(self, trials: float) -> tuple[float, Floats]:
        """Return the rate at the threshold and at each step."""
        return self.hits / trials, self.events / trials

    def errors(self, drawn: Floats, compared: Floats) -> Floats:
        """Return the standard error of the rate at each step, over draws of people."""
        # A draw that left out a whole group says nothing about the rate.
        used = compared > 0
        if not self.known:
            return np.zeros(0)
        rates = np.array(
            [
                self._up_to(self._events * w[self._first] * w[self._second]) / pairs
                for w, pairs in zip(drawn[used], compared[used], strict=True)
            ]
        )
        return np.asarray(rates.std(axis=0, ddof=1))


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
    subjects: People,
    distances: Floats,
    threshold: float,
    *,
    by_person: bool = False,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> Interval:
    """Return the interval of a rate whose trials come in clusters, one per person: FNMR, FNIR.

    Args:
        subjects: (m,) the person of each trial.
        distances: (m,) a trial is missed if its distance is above the threshold or nan.
        threshold: in the matcher's distance.
        by_person: each person counts once, with the average over their trials, in place of each
            trial.
        level: nominal coverage.
        replicates: of the bootstrap.
        seed: of the bootstrap.
    """
    given = {"by_person": by_person, "level": level, "replicates": replicates, "seed": seed}
    return cluster_intervals(subjects, distances, [threshold], **given)[0]  # type: ignore[arg-type]


def cluster_intervals(
    subjects: People,
    distances: Floats,
    thresholds: Sequence[float],
    *,
    by_person: bool = False,
    level: float = 0.95,
    replicates: int = REPLICATES,
    seed: int = 0,
) -> list[Interval]:
    """Return such intervals at several thresholds.

    Where fewer than :func:`people_needed` people are missed, the spread over people is measured at
    the loosest threshold at which so many are.

    Args:
        subjects: (m,) the person of each trial.
        distances: (m,) a trial is missed if its distance is above the threshold or nan.
        thresholds: in the matcher's distance.
        by_person: each person counts once, with the average over their trials.
        level: nominal coverage.
        replicates: of the bootstrap.
        seed: of the bootstrap.
    """
    _unused, who = np.unique(subjects, return_inverse=True)
    trials = np.bincount(who).astype(float)
    n, compared = len(trials), float(len(who))
    weight, total = np.ones(len(who)), compared
    if by_person:
        weight, total, trials = 1 / trials[who], float(n), np.ones(n)
    if n < FEWEST_PEOPLE_FOR_AN_INTERVAL:
        return [Interval(math.nan, math.nan, math.nan, n)] * len(thresholds)
    # Counted from the far end, so that misses add up as false matches do.
    far = np.where(np.isnan(distances), np.inf, distances)
    worst = np.full(n, -np.inf)
    np.maximum.at(worst, who, far)
    enough = np.sort(worst)[::-1][people_needed(n) - 1]
    start = math.ceil(round(min(enough / STEP, LAST_STEP), 6)) - 1
    asked = [min(round(at / STEP, 6), LAST_STEP) for at in thresholds]
    edges = np.arange(start, math.ceil(min(asked)) - 1, -1)
    steps = np.union1d([start, *(at for at in asked if at < start)], edges)[::-1]
    # A trial is missed at a step if it lies beyond it: the first such step, in falling order.
    place = np.searchsorted(-steps, -np.round(far / STEP, 6), side="right")
    counted = np.zeros((len(steps) + 1, n))
    np.add.at(counted, (place, who), weight)
    missed = np.cumsum(counted[:-1], axis=0)
    drawn = _weights(n, replicates, seed)
    errors = ((drawn @ missed.T) / (drawn @ trials)[:, None]).std(axis=0, ddof=1)
    rates = missed.sum(axis=1) / total
    fewest = max(1, math.floor(_equal_people(trials)))
    # What else is asked for must not matter: only the edges of the grid and its own step count.
    shared = np.isin(steps, [start, *edges])
    found = []
    for at in asked:
        used = (steps >= at) & (shared | (steps == at))
        used[0] = True
        rate = min(float(weight[np.round(far / STEP, 6) > at].sum()) / total, 1.0)
        found.append(_interval((rate, rates[used]), errors[used], compared, n, fewest, level))
    return found


def people_needed(people: int) -> int:
    """Return how many people must be missed before the spread over people can be measured."""
    return min(FEWEST_TO_MEASURE_THE_SPREAD, people // 2)


FEW = 1024
"""So many people's draws take 2 MB in the cache."""


@functools.lru_cache(maxsize=4)
def _weights(n: int, replicates: int, seed: int) -> Floats:
    """Draw how often each person counts, (replicates, n); cached: a chart asks 150 times."""
    drawn = (_small_draws if n <= FEW else _draws)(n, replicates, seed).astype(float)
    drawn.setflags(write=False)
    return drawn


@functools.lru_cache(maxsize=64)
def _small_draws(n: int, replicates: int, seed: int) -> NDArray[np.int16]:
    """Cache the draws of small groups: every threshold and label asks for the same sizes."""
    return _draws(n, replicates, seed)


def _draws(n: int, replicates: int, seed: int) -> NDArray[np.int16]:
    random = np.random.default_rng(seed)
    return random.multinomial(n, np.full(n, 1 / n), size=replicates).astype(np.int16)


def _pairs(weighted: Floats) -> Floats:
    """Sum the product of weights over pairs of different people, (r,)."""
    total: Floats = weighted.sum(axis=1)
    return np.asarray((total**2 - (weighted**2).sum(axis=1)) / 2)


def _equal_people(photos: NDArray[Any]) -> float:
    """Return how many people with equally many photos these are worth (Kish 1965)."""
    return float(photos.sum()) ** 2 / float((photos.astype(float) ** 2).sum())


def _interval(
    rates: tuple[float, Floats],
    errors: Floats,
    trials: float,
    people: int,
    fewest: float,
    level: float,
) -> Interval:
    """Return the exact binomial interval of so many independent trials as the data are worth.

    The data are worth what the spread over people says, at least ``fewest``, and never more at a
    looser threshold than at a stricter one. So the upper end rises with the events and with the
    threshold: a bound on a rate is a bound on the rate at any stricter threshold.
    """
    rate, of_steps = rates
    valid = (errors > 0) & (of_steps > 0) & (of_steps < 1)
    effective = float(fewest)
    if valid.any():
        worth = of_steps[valid] * (1 - of_steps[valid]) / errors[valid] ** 2
        # The standard error itself is uncertain with few people: Student's t instead of normal.
        tail = 0.5 + level / 2
        t = (float(ndtri(tail)) / float(stdtrit(people - 1, tail))) ** 2
        effective = max(effective, min(float(worth.min()), trials) * t)
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
