"""From candidate to person: what is left of a candidate list after a person has reviewed it.

A search hands the reviewer a list of n candidates. Of each the reviewer says "that is the person"
or "that is somebody else". Two numbers describe the reviewer: ``r``, the probability of rejecting a
stranger (specificity), and ``s``, the probability of accepting the right person (sensitivity).

Of somebody who is not in the gallery, every candidate is a stranger. A wrong person is named with
probability 1 − rⁿ, whether the reviewer judges all candidates or stops at the first accepted one.

Two assumptions, and what they cost:

1. Judgments of one list are independent. If they hang together, the probability that somebody
   wrong is named lies between 1 − r and n·(1 − r) (Fréchet); the expected number of wrong names
   stays. :func:`named_bounds` gives both ends.
2. ``r`` is the same for each candidate, for each group and for each reviewer. That flatters the
   reviewer: a gallery of thousands is searched for the faces that look most alike, and people and
   machines find the same pairs difficult, so at the top of a list ``r`` is likely lower than in a
   test with other pairs. ``r`` may also differ between groups.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, xlog1py, xlogy

Floats = NDArray[np.float64]
_REACH, _LEAST = 8.0, 40
"""Standard deviations, and counts besides, kept on either side of a binomial distribution's mean:
by Bernstein's inequality less than 1e-13 lies outside."""


def named_chance(shown: ArrayLike, rejects: float) -> Floats:
    """Return the probability that a wrong person is named in a search: 1 − rⁿ.

    Args:
        shown: (n,) strangers on the list of each search.
        rejects: r, the probability that the reviewer rejects a stranger, 0 to 1.

    Raises:
        ValueError: r is not a probability.
    """
    _check(rejects)
    return np.asarray(1.0 - rejects ** np.asarray(shown, float))


def named_bounds(shown: ArrayLike, rejects: float) -> tuple[Floats, Floats]:
    """Return the least and the greatest probability, however the judgments hang together.

    Args:
        shown: (n,) strangers on the list of each search.
        rejects: r, the probability that the reviewer rejects a stranger.

    Returns:
        (n,) and (n,): 1 − r where a reviewer errs on the whole list or nowhere; min(1, n·(1 − r))
        where the errors avoid each other. Both are 0 where the list is empty.

    Source:
        Fréchet's inequalities (1935), Fundamenta Mathematicae 25, 379–387.
    """
    _check(rejects)
    n = np.asarray(shown, float)
    return np.where(n > 0, 1.0 - rejects, 0.0), np.minimum(1.0, n * (1.0 - rejects))


def enrolled_chances(
    ahead: ArrayLike, behind: ArrayLike, on_list: ArrayLike, rejects: float, accepts: float
) -> tuple[Floats, Floats]:
    """Return the chances for somebody in the gallery, if the first accepted candidate is named.

    The reviewer goes through the list from the closest candidate on.

    Args:
        ahead: (n,) strangers on the list before the person's own photo.
        behind: (n,) strangers on the list after it.
        on_list: (n,) of bool, whether the person's own photo is on the list at all; where it is
            not, all strangers count as ``ahead``.
        rejects: r, the probability that the reviewer rejects a stranger.
        accepts: s, the probability that the reviewer accepts the right person.

    Returns:
        (n,) and (n,): the probability that the right person is named, and that a wrong one is.
    """
    _check(rejects)
    _check(accepts)
    before, after = np.asarray(ahead, float), np.asarray(behind, float)
    there = np.asarray(on_list, bool)
    reached = rejects**before
    right = np.where(there, reached * accepts, 0.0)
    later = np.where(there, reached * (1.0 - accepts) * (1.0 - rejects**after), 0.0)
    return right, 1.0 - reached + later


def named_distribution(shown: ArrayLike, rejects: float) -> tuple[int, Floats]:
    """Return the exact distribution of the number of searches in which a wrong person is named.

    It is Poisson's binomial distribution: searches are independent, each with its own probability.
    Searches with equally long lists are one binomial distribution each, and these are convolved.

    Args:
        shown: (n,) strangers on the list of each search.
        rejects: r, the probability that the reviewer rejects a stranger.

    Returns:
        (first, chances): chances[i] is the probability of ``first + i`` such searches. What lies
        outside has a probability of less than 1e-11.
    """
    lengths, searches = np.unique(np.asarray(shown, np.int64), return_counts=True)
    first, chances = 0, np.ones(1)
    for chance, count in zip(named_chance(lengths, rejects), searches.tolist(), strict=True):
        low, part = _binomial(count, float(chance))
        first, chances = first + low, np.convolve(chances, part)
    return first, chances


def _binomial(count: int, chance: float) -> tuple[int, Floats]:
    """Return the binomial distribution around its mean: its first count, and the chances."""
    reach = _REACH * np.sqrt(count * chance * (1.0 - chance)) + _LEAST
    low = max(0, int(count * chance - reach))
    k = np.arange(low, min(count, int(count * chance + reach) + 1) + 1)
    ways = gammaln(count + 1) - gammaln(k + 1) - gammaln(count - k + 1)
    return low, np.exp(ways + xlogy(k, chance) + xlog1py(count - k, -chance))


def named_interval(shown: ArrayLike, rejects: float, level: float = 0.95) -> tuple[int, int]:
    """Return how far the reviewer's luck alone moves the number of searches.

    The people searched and their lists stay as they are; only the reviewer's judgments vary. Counts
    are whole, so the interval holds at least ``level``, and more where few are named.

    Args:
        shown: (n,) strangers on the list of each search.
        rejects: r, the probability that the reviewer rejects a stranger.
        level: the least probability between both ends, ends included.

    Returns:
        (low, high): less than low and more than high each have at most (1 − level) ÷ 2.
    """
    first, chances = named_distribution(shown, rejects)
    below = np.cumsum(chances)
    tail = (1.0 - level) / 2
    # A billionth more, so that rounding does not move an end.
    low = int(np.searchsorted(below, tail + 1e-9, side="right"))
    high = int(np.searchsorted(below, 1.0 - tail - 1e-9, side="left"))
    last = len(below) - 1
    return first + min(low, last), first + min(high, last)


def _check(probability: float) -> None:
    if not 0 <= probability <= 1:
        raise ValueError(f"expected a probability from 0 to 1, found {probability}")
