"""Intervals where comparisons share people.

Two comparisons of one person are not two independent facts, so a binomial interval per comparison
is too narrow. How unevenly the events fall on people says how many independent comparisons the
data are worth (:mod:`simulator.stats.design_effect`), and an exact binomial interval for that
effective number follows (Korn & Graubard). It stays inside 0 to 1, keeps a width at zero events,
and is wider for few people.

A few events do not show how unevenly they fall on people, and none show nothing. There the spread
is taken from the threshold at which enough people match, so that no event and one event, a strict
and a loose threshold, are judged alike. Nothing is drawn at random.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtri, stdtrit

from simulator.stats.design_effect import Pairs, clusters_worth, pairs_of, pairs_worth
from simulator.stats.intervals import zero_events_bound

FEWEST_PEOPLE_FOR_AN_INTERVAL = 8
"""With fewer people no interval over subjects is shown, only "too few"."""
FEWEST_TO_MEASURE_THE_SPREAD = 30
"""With fewer matching pairs (or people missed; at most half of the people), the spread over people
is measured where there are so many."""
MOST_CARRIED = 1 / 3
"""Where one person takes part in more of the comparisons, the interval is marked."""
RARE_MATCHES = 0.1
"""So many of the others are matched by the rare people who are reckoned with: an assumption, since
a sample shows nothing about people who are not in it."""
STEP = 0.001
"""Distance between two thresholds; :data:`simulator.search.search.BIN_WIDTH`."""
LAST_STEP = 2000.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
People = NDArray[np.int64] | NDArray[np.str_]


@dataclass(frozen=True)
class Interval:
    """An interval over subjects: other people might have been compared, not only other photos.

    Attributes:
        low, high: 95% by default, fractions of 1; nan where there are too few people.
        effective: how many independent trials the data are worth; nan with too few people.
        people: how many people took part.
        carried: the largest part that one person has in the comparisons; nan where unknown.
        may_miss_rare_people: of an FMR, whether rare people who match many others, and of whom
            this sample may by chance hold none, could lift the rate beyond the upper end
            (:func:`unseen_rate`).
    """

    low: float
    high: float
    effective: float
    people: int
    carried: float = math.nan
    may_miss_rare_people: bool = False

    @property
    def too_few(self) -> bool:
        """Return whether there are too few people for an interval."""
        return math.isnan(self.low)

    @property
    def one_person_carries(self) -> bool:
        """Return whether one person carries so much that the interval rests on an assumption.

        No data can show how far one person differs from everybody else: the interval holds the
        truth if the person is like the others.
        """
        return self.carried > MOST_CARRIED


def pair_interval(
    first: Ints,
    second: Ints,
    events: Ints | Floats,
    photos: Ints,
    *,
    distances: Floats | None = None,
    threshold: float = math.inf,
    level: float = 0.95,
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

    Source:
        Korn & Graubard (1998), Surv. Methodol. 24, 193–201, for the exact interval of an effective
        number; Hoeffding (1948), Ann. Math. Stat. 19, 293–325: n people are worth at least n/2
        pairs that share nobody. The spread: :mod:`simulator.stats.design_effect`.
    """
    n = len(photos)
    everyone = np.ones(n, bool)
    pairs = pairs_of(photos, everyone, everyone)
    if n < FEWEST_PEOPLE_FOR_AN_INTERVAL or not pairs.total:
        return Interval(math.nan, math.nan, math.nan, n)
    close = _Close(first, second, events, distances, threshold, pairs_needed(n))
    fewest = max(math.floor(_equal_people(photos) / 2), 1)
    design = _Design(n, fewest, pairs.total, pairs.part)
    rate = close.hits / pairs.total
    found = _interval(rate, close.worth(pairs), design, level)
    return replace(found, may_miss_rare_people=found.high < rate + unseen_rate(n, n))


def unseen_rate(people: int, others: int) -> float:
    """Return how much people could add to an FMR of whom a sample this large may hold none.

    If 1 person in 1/q matches one other in ten, n people hold nobody like that in (1 − q)ⁿ of
    draws. Up to the q at which that still happens in 5% of draws, no sample can exclude them; they
    add q times a tenth for each of the two people compared.

    Args:
        people: how many there are in one group.
        others: how many in the other group; the same people within a group.
    """
    return RARE_MATCHES * (zero_events_bound(people) + zero_events_bound(others))


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
    """
    people = int(min(one.sum(), other.sum()))
    there = one | other
    pairs = pairs_of(photos[there], one[there], other[there])
    if people < FEWEST_PEOPLE_FOR_AN_INTERVAL or not pairs.total:
        return Interval(math.nan, math.nan, math.nan, people)
    number = np.cumsum(there) - 1
    close = _Close(
        number[first], number[second], events, distances, threshold, pairs_needed(people)
    )
    # So many pairs share nobody: one for each of the smaller group, half a one for those in both.
    equal = min(_equal_people(photos[one]), _equal_people(photos[other]))
    fewest = max(math.floor(equal) - int((one & other).sum()) // 2, 1)
    design = _Design(people, fewest, pairs.total, pairs.part)
    rate = close.hits / pairs.total
    found = _interval(rate, close.worth(pairs), design, level)
    unseen = unseen_rate(int(one.sum()), int(other.sum()))
    return replace(found, may_miss_rare_people=found.high < rate + unseen)


def pairs_needed(people: int) -> int:
    """Return how many pairs must match before their spread over the people can be measured.

    None are needed where there are too few people for an interval.
    """
    if people < FEWEST_PEOPLE_FOR_AN_INTERVAL:
        return 0
    return min(FEWEST_TO_MEASURE_THE_SPREAD, people // 2)


class _Close:
    """Close comparisons in steps of distance, from the first step that shows the spread on.

    The first step is the distance at which enough pairs of people match; the last one is the
    threshold, or the first if that is beyond it.

    Attributes:
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

    def worth(self, pairs: Pairs) -> Floats:
        """Return how many independent comparisons the data are worth at each step."""
        if not self.known:
            return np.zeros(0)
        close = (self._first, self._second, self._events, self._step)
        return pairs_worth(pairs, *close, self._start, self._stop)[1]


def cross_comparisons(photos: Ints, one: Bools, other: Bools) -> int:
    """Count the comparisons between the photos of two groups' people."""
    there = one | other
    return round(pairs_of(photos[there], one[there], other[there]).total)


def cluster_interval(
    subjects: People,
    distances: Floats,
    threshold: float,
    *,
    by_person: bool = False,
    level: float = 0.95,
) -> Interval:
    """Return the interval of a rate whose trials come in clusters, one per person: FNMR, FNIR.

    Args:
        subjects: (m,) the person of each trial.
        distances: (m,) a trial is missed if its distance is above the threshold or nan.
        threshold: in the matcher's distance.
        by_person: each person counts once, with the average over their trials, in place of each
            trial.
        level: nominal coverage.
    """
    given = [threshold]
    return cluster_intervals(subjects, distances, given, by_person=by_person, level=level)[0]


def cluster_intervals(
    subjects: People,
    distances: Floats,
    thresholds: Sequence[float],
    *,
    by_person: bool = False,
    level: float = 0.95,
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
    """
    _unused, who = np.unique(subjects, return_inverse=True)
    trials = np.bincount(who).astype(float)
    n, total = len(trials), float(len(who))
    if n < FEWEST_PEOPLE_FOR_AN_INTERVAL:
        return [Interval(math.nan, math.nan, math.nan, n)] * len(thresholds)
    weights = np.full(n, 1 / n) if by_person else trials / total
    # Counted from the far end, so that misses add up as false matches do.
    far = np.where(np.isnan(distances), np.inf, np.round(distances / STEP, 6))
    worst = np.full(n, -np.inf)
    np.maximum.at(worst, who, far)
    enough = np.sort(worst)[::-1][people_needed(n) - 1]
    start = math.ceil(round(min(enough, LAST_STEP), 6)) - 1
    asked = [min(round(at / STEP, 6), LAST_STEP) for at in thresholds]
    edges = np.arange(start, math.ceil(min(asked)) - 1, -1)
    steps = np.union1d([start, *(at for at in asked if at < start)], edges)[::-1]
    # A trial is missed at a step if it lies beyond it: the first such step, in falling order.
    place = np.searchsorted(-steps, -far, side="right")
    counted = np.bincount(place * n + who, minlength=(len(steps) + 1) * n).reshape(-1, n)
    _rates, worth = clusters_worth(np.cumsum(counted[:-1], axis=0), trials, weights)
    fewest = n if by_person else max(1, math.floor(_equal_people(trials)))
    design = _Design(n, fewest, total, float(weights.max()))
    # What else is asked for must not matter: only the edges of the grid and its own step count.
    shared = np.isin(steps, [start, *edges])
    found = []
    for at in asked:
        used = (steps >= at) & (shared | (steps == at))
        used[0] = True
        missed = np.bincount(who, far > at, minlength=n)
        rate = float((missed / trials).mean()) if by_person else float(missed.sum()) / total
        found.append(_interval(rate, worth[used], design, level))
    return found


def people_needed(people: int) -> int:
    """Return how many people must be missed before the spread over people can be measured."""
    return min(FEWEST_TO_MEASURE_THE_SPREAD, people // 2)


def _equal_people(photos: NDArray[Any]) -> float:
    """Return how many people with equally many photos these are worth (Kish 1965)."""
    return float(photos.sum()) ** 2 / float((photos.astype(float) ** 2).sum())


@dataclass(frozen=True)
class _Design:
    """Who was compared: people, the fewest and most independent trials, one person's part."""

    people: int
    fewest: float
    trials: float
    carried: float


def _interval(rate: float, worth: Floats, design: _Design, level: float) -> Interval:
    """Return the exact binomial interval of so many independent trials as the data are worth.

    The data are worth what the spread over people says, at least ``fewest``, and never more at a
    looser threshold than at a stricter one. So the upper end rises with the events and with the
    threshold: a bound on a rate is a bound on the rate at any stricter threshold.
    """
    effective, measured = float(design.fewest), worth[~np.isnan(worth)]
    if len(measured):
        # The spread itself is uncertain with few people: Student's t instead of normal.
        tail = 0.5 + level / 2
        t = (float(ndtri(tail)) / float(stdtrit(design.people - 1, tail))) ** 2
        effective = max(effective, min(float(measured.min()), design.trials) * t)
    low, high = clopper_pearson(rate * effective, effective, level)
    return Interval(low, high, effective, design.people, design.carried)


def clopper_pearson(events: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Return the exact binomial interval; events and trials need not be whole numbers.

    Source:
        Clopper & Pearson (1934), Biometrika 26, 404–413.
    """
    tail = (1 - level) / 2
    low = 0.0 if events <= 0 else float(betaincinv(events, trials - events + 1, tail))
    high = 1.0 if events >= trials else float(betaincinv(events + 1, trials - events, 1 - tail))
    return (low, high)
