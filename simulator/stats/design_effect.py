"""How many independent trials data are worth in which people occur more than once.

Two variances of the rate are calculated, and the larger one counts:

- A model in which people are alike but for luck. Two trials of one person are correlated, two
  comparisons that share a person too; the correlations are averages over people, each of whom
  counts once, and are then applied to how much every person really carries. One person with most
  of the comparisons is thereby given the spread that everybody else shows: their own distance
  from a rate that they make themselves says nothing.
- The jackknife, which leaves out one person after another. It sees what the model does not:
  people who carry much and differ from the others.

Source:
    Kish (1965), Survey Sampling: the design effect 1 + ρ(m − 1). Fogliato, Patil & Perona (2024),
    Int. J. Comput. Vis., arXiv 2306.01198, and their code (awslabs/cis-matching-tasks): sums of
    residuals of comparisons that share a person, in a binomial interval. Hansen (2025), Jackknife
    standard errors for clustered regression, doi 10.1093/restud/rdag050: sums of squared residuals
    are too small without limit where one cluster dominates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def clusters_worth(events: Floats, trials: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the rate at each step, and how many independent trials it is worth there.

    Args:
        events: (steps, n) events of each person.
        trials: (n,) trials of each person, at least one.
        weights: (n,) how much each person counts, with sum 1: trials / total, or 1/n.

    Returns:
        (steps,) rates; (steps,) their worth, nan where the rate is 0 or 1.
    """
    n, several = len(trials), trials > 1
    shares = events / trials
    rates = shares @ weights
    sums, squares = shares.sum(axis=1), (shares**2).sum(axis=1)
    twice = _ratio(sums**2 - squares, n * (n - 1.0))
    spread = sums / n - twice
    again = (events * (events - 1))[:, several] / (trials * (trials - 1))[several]
    both = again.mean(axis=1) if several.any() else twice
    correlation = _correlation(both - twice, spread)[:, None]
    model = (weights**2 * (correlation + (1 - correlation) / trials)).sum(axis=1)
    moved = weights * (shares - rates[:, None]) / (1 - weights)
    return rates, _worth(rates, model, (n - 1) / n * (moved**2).sum(axis=1))


@dataclass(frozen=True)
class Pairs:
    """The pairs of people that are compared: within a group, or across two that may overlap.

    Attributes:
        photos: (n,) photos of each person; a pair has the product in comparisons.
        kind: (n,) 0 in both groups, 1 in the first only, 2 in the second only. All are compared
            with each other but two of kind 1, or two of kind 2.
        partners: (n,) with how many people each is compared.
        mine: (n,) comparisons in which each takes part.
        squares: (n,) sum of the squared comparisons with each partner.
        single: pairs with one comparison.
    """

    photos: Floats
    kind: Ints
    partners: Floats
    mine: Floats
    squares: Floats
    single: float

    @property
    def total(self) -> float:
        """Return how many comparisons there are."""
        return float(self.mine.sum()) / 2

    @property
    def number(self) -> float:
        """Return how many pairs of people there are."""
        return float(self.partners.sum()) / 2

    @property
    def part(self) -> float:
        """Return the largest part that one person has in the comparisons."""
        return float(self.mine.max()) / self.total


def pairs_of(photos: Ints, one: Bools, other: Bools) -> Pairs:
    """Return the pairs between two groups of people, who all are in at least one of them."""
    m = photos.astype(float)
    kind = np.where(one & other, 0, np.where(one, 1, 2)).astype(np.int64)

    def with_partners(value: Floats) -> Floats:
        sums = np.bincount(kind, value, minlength=3)
        own = np.where(kind == 0, value, sums[kind])
        return np.asarray(sums.sum() - own)

    once = (m == 1).astype(float)
    return Pairs(
        photos=m,
        kind=kind,
        partners=with_partners(np.ones(len(m))),
        mine=m * with_partners(m),
        squares=m**2 * with_partners(m**2),
        single=float((once * with_partners(once)).sum()) / 2,
    )


def pairs_worth(
    pairs: Pairs, first: Ints, second: Ints, events: Floats, step: Ints, start: int, stop: int
) -> tuple[Floats, Floats]:
    """Return the rate of matches at each step, and how many independent comparisons it is worth.

    Args:
        pairs: which people are compared.
        first: (k,) one person of each close comparison.
        second: (k,) the other one.
        events: (k,) how much it counts.
        step: (k,) the first step at which it matches.
        start: the first step that is asked for.
        stop: the step after the last one.

    Returns:
        (steps,) rates; (steps,) their worth, nan where the rate is 0 or 1.
    """
    n, steps = len(pairs.photos), stop - start

    def over_steps(values: Floats, at: Ints) -> Floats:
        counted = np.bincount(at, values, minlength=steps)
        return np.asarray(np.cumsum(counted[:steps]))

    def over_people(values: Floats, at: Ints, a: Ints, b: Ints) -> Floats:
        places = np.concatenate([at * n + a, at * n + b])
        counted = np.bincount(places, np.concatenate([values, values]), minlength=steps * n)
        return np.asarray(np.cumsum(counted[: steps * n].reshape(steps, n), axis=0))

    # One row for each pair and step; what came before the first step is in it.
    early = np.maximum(step - start, 0)
    key = (np.minimum(first, second) * n + np.maximum(first, second)) * steps + early
    place, row = np.unique(key, return_inverse=True)
    added = np.bincount(row, events, minlength=len(place)).astype(float)
    pair, at = np.divmod(place, steps)
    a, b = np.divmod(pair, n)
    before = _before(added, pair)
    compared = pairs.photos[a] * pairs.photos[b]
    grown = (before + added) ** 2 - before**2

    sums = over_steps(added / compared, at)
    squares = over_steps(grown / compared**2, at)
    people = over_people(added / compared, at, a, b)
    per_kind = _per_kind(pairs.kind)
    shared = people**2 @ per_kind
    for k in range(3):
        ends = (pairs.kind[a] == k).astype(float) + (pairs.kind[b] == k)
        shared[:, k] -= over_steps(ends * grown / compared**2, at)
    sharing = (pairs.partners * (pairs.partners - 1)) @ per_kind
    number = pairs.number
    apart = number**2 - number - float(sharing.sum())
    twice = np.maximum(_ratio(sums**2 - squares - shared.sum(axis=1), apart), 0)
    spread = sums / number - twice
    related = np.stack(
        [_correlation(_ratio(shared[:, k], sharing[k]) - twice, spread) for k in range(3)], axis=1
    )
    weight_squares = float(pairs.squares.sum()) / 2
    if number > pairs.single:
        many = compared > 1
        again = (grown - added)[many] / (compared * (compared - 1))[many]
        both = over_steps(again, at[many]) / (number - pairs.single)
        same = np.maximum(_correlation(both - twice, spread), related.max(axis=1))
        noise = (1 - same) * pairs.total + same * weight_squares
    else:
        noise = weight_squares * _ratio(squares / number - twice, spread)
    sharing_comparisons = (pairs.mine**2 - pairs.squares) @ per_kind
    model = (noise + related @ sharing_comparisons) / pairs.total**2

    rates = over_steps(added, at) / pairs.total
    residual = over_people(added, at, a, b) - rates[:, None] * pairs.mine
    own = over_steps(grown, at) - 2 * rates * over_steps(added * compared, at)
    own += rates**2 * weight_squares
    residual /= 1 - pairs.mine / pairs.total
    # A pair's own residual is in those of both people: once too often.
    left_out = np.maximum((n - 1) / n * (residual**2).sum(axis=1) - own, own)
    return rates, _worth(rates, model, left_out / pairs.total**2)


def _before(added: Floats, pair: Ints) -> Floats:
    """Return what earlier rows of the same pair added, (rows,); rows are sorted by pair."""
    total = np.cumsum(added) - added
    starts = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]])
    return np.asarray(total - np.repeat(total[starts], np.diff(np.r_[starts, len(pair)])))


def _per_kind(kind: Ints) -> Floats:
    return np.asarray(kind[:, None] == np.arange(3), np.float64)


def _ratio(value: Any, by: Any) -> Any:
    return np.divide(value, by, out=np.zeros_like(np.asarray(value, float)), where=by > 0)


def _correlation(covariance: Floats, variance: Floats) -> Floats:
    """Return it between 0 and 1: people do not differ less than chance alone makes them."""
    return np.asarray(np.clip(_ratio(covariance, variance), 0, 1))


def _worth(rates: Floats, model: Floats, left_out: Floats) -> Floats:
    binomial = rates * (1 - rates)
    variance = np.maximum(binomial * model, left_out)
    inside = (rates > 0) & (rates < 1) & (variance > 0)
    worth = np.full(len(rates), np.nan)
    np.divide(binomial, variance, out=worth, where=inside)
    return worth
