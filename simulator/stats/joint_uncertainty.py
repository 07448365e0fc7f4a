"""Intervals in which the gallery's people have a part: other people searched for, photos, gallery.

Wilson's interval takes each search as a fact of its own, and it holds more than its name says:
whether somebody is falsely matched depends on which strangers happen to be enrolled, and p(1 − p)
counts this chance too. What it misses is that one stranger can falsely match *several* of the
people searched for, and that these matches come and go together when the gallery holds somebody
else. So the variance of a rate over n people is

    p(1 − p)/n + (1 − 1/n)·C,

where C is the average covariance, over galleries, of the false matches of two different people. To
add the whole spread between galleries to Wilson's interval counts the chance of each single match
twice; so does drawing people and gallery people with replacement side by side, which also leaves
out a third of the gallery and with it a third of the matches.

C is measured by leaving out one stranger at a time: the part of a person's photos that this
stranger *alone* falsely matches would be lost. The sum over strangers of the products of such parts
of two different people estimates C, and on average it is not too small (Efron & Stein). It needs no
random draws. Where no stranger alone matches two people, nothing is added.

As in :mod:`simulator.stats.photo_choice`, everybody counts once, with the average over their
photographs. The variance says how many independent searches the data are worth, and Wilson's
interval for that number follows. A stranger comes with all their photos.

Source:
    Efron & Stein (1981), Ann. Stat. 9, 586–596, on the jackknife; Cameron, Gelbach & Miller (2011),
    J. Bus. Econ. Stat. 29, 238–249, on clusters on two sides; Owen & Eckles (2012), Ann. Appl.
    Stat. 6: drawing both sides with replacement is biased toward too large a variance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.stats.intervals import wilson
from simulator.stats.photo_interval import PhotoInterval, rate_ends, searches_worth
from simulator.stats.ratio_interval import difference_interval
from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]


@dataclass(frozen=True)
class FalselyMatched:
    """People searched for at one threshold, and the strangers on whom their false matches hang.

    Attributes:
        shares: (n,) of each person's photographs, the share that is falsely matched.
        photographs: (n,) how many each person has.
        person: (k,) a person, 0…n−1, …
        stranger: (k,) … a person of the gallery, …
        part: (k,) … and the part of the person's photographs that this stranger alone matches.
            Each pair of person and stranger is listed once.
        gallery_people: how many people the gallery holds.
    """

    shares: Floats
    photographs: Ints
    person: Ints
    stranger: Ints
    part: Floats
    gallery_people: int

    def shared(self, weight: Floats, other: Floats | None = None) -> float:
        """Sum over strangers the products of what two different people would lose, weighted.

        Args:
            weight: (n,) of the first person.
            other: (n,) of the second; the same by default.
        """
        one = self.part * weight[self.person]
        two = one if other is None else self.part * other[self.person]
        if not len(one):
            return 0.0
        of_stranger = np.unique(self.stranger, return_inverse=True)[1]
        lost, too = np.bincount(of_stranger, one), np.bincount(of_stranger, two)
        return float((lost * too).sum() - (one * two).sum())


def falsely_matched(
    person: ArrayLike,
    candidates: ArrayLike,
    distances: ArrayLike,
    threshold: float,
    gallery_people: int,
) -> FalselyMatched:
    """Find who is falsely matched, and which false matches one stranger alone makes.

    A list that is full of photos of one stranger at or under the threshold counts as made by that
    stranger alone, whoever may follow behind the list.

    Args:
        person: (photos,) whom each photograph searched with shows, 0…n−1.
        candidates: (photos, c) the person that each candidate photo shows, the closest first; −1
            where there is none.
        distances: (photos, c) of the candidates; nan where there is none.
        threshold: at or under it, a photograph is falsely matched.
        gallery_people: how many people the gallery holds.

    Raises:
        ValueError: the tables do not fit each other, somebody has no photograph, or the threshold
            is nan.
    """
    who = np.asarray(person, np.intp)
    stranger, far = np.asarray(candidates, np.intp), np.asarray(distances, np.float64)
    if stranger.shape != far.shape or stranger.ndim != 2 or len(who) != len(stranger):
        raise ValueError(
            "expected candidates and distances of shape (photos, c) and a person for each photo, "
            f"found shapes {stranger.shape}, {far.shape} and {who.shape}"
        )
    if math.isnan(threshold):
        raise ValueError("expected a threshold, found nan")
    photographs = np.bincount(who)
    if (photographs == 0).any():
        raise ValueError("expected a photograph of each person from 0 on, found none of some")
    close = (far <= threshold) & (stranger >= 0)
    flagged = close.any(axis=1)
    first = stranger[:, 0] if stranger.shape[1] else np.full(len(who), -1)
    alone = flagged & ~(close & (stranger != first[:, None])).any(axis=1)
    # Two photographs of a person that hang on one stranger are lost together.
    width = np.intp(max(gallery_people, 1))
    pairs, where = np.unique(who[alone] * width + first[alone], return_inverse=True)
    parts = 1.0 / photographs[who[alone]]
    lost = np.bincount(where, parts, minlength=len(pairs)).astype(np.float64)
    return FalselyMatched(
        shares=np.bincount(who, flagged) / photographs,
        photographs=photographs,
        person=(pairs // width).astype(np.intp),
        stranger=(pairs % width).astype(np.intp),
        part=lost,
        gallery_people=gallery_people,
    )


def rate(found: FalselyMatched, *, level: float = 0.95) -> PhotoInterval:
    """Return the FPIR with its interval over people, their photos, and the gallery's people.

    Args:
        found: the people at a threshold.
        level: nominal coverage.

    Returns:
        The average share of photographs falsely matched; no interval with fewer than
        :data:`~simulator.stats.subject_intervals.FEWEST_PEOPLE_FOR_AN_INTERVAL` people on either
        side.
    """
    return _rate(found, np.ones(len(found.shares), bool), level)


def share(
    found: FalselyMatched,
    members: ArrayLike,
    *,
    marginal: float | None = None,
    level: float = 0.95,
) -> PhotoInterval:
    """Return a group's share of the false matches.

    Args:
        found: the people at a threshold.
        members: (n,) who is in the group.
        marginal: where the threshold is set anew so that as many are flagged, the group's share
            among those who are flagged next (:func:`share_at_the_edge`); at a fixed threshold None.
        level: nominal coverage.

    Returns:
        The share and its interval; nan without any false match.

    Raises:
        ValueError: members does not fit.
    """
    y = found.shares
    group = _mask(members, len(y))
    total, flagged = float(y.sum()), int((y > 0).sum())
    if not flagged:
        return PhotoInterval(math.nan, math.nan, math.nan, math.nan, 0)
    value = float(y[group].sum()) / total
    if _too_few(found, len(y)):
        return PhotoInterval(value, math.nan, math.nan, math.nan, flagged)
    weight = group.astype(np.float64) - (value if marginal is None else marginal)
    variance = float((y**2 * weight**2).sum()) + max(found.shared(weight), 0.0)
    # Where the share is 0 or 1 its variance says nothing; how unevenly people and strangers count
    # does (Kish 1965).
    effective = total**2 / (float((y**2).sum()) + found.shared(np.ones(len(y))))
    if 0 < value < 1 and variance > 0:
        effective = min(value * (1 - value) * total**2 / variance, flagged)
    return PhotoInterval(value, *_wilson(value, effective, level), effective, flagged)


def share_at_the_edge(
    person: ArrayLike, nearest: ArrayLike, members: ArrayLike, threshold: float
) -> float:
    """Return a group's share among the photographs whose distance is next to the threshold.

    They are as many as are flagged: half of them the last ones flagged, half the next ones.

    Args:
        person: (photos,) whom each photograph shows, 0…n−1.
        nearest: (photos,) distance to the nearest stranger.
        members: (n,) who is in the group.
        threshold: at or under it, a photograph is falsely matched.

    Returns:
        The share, each person's photographs weighted to 1; nan where nobody is flagged.
    """
    who, far = np.asarray(person, np.intp), np.asarray(nearest, np.float64)
    flagged = int((far <= threshold).sum())
    if not flagged:
        return math.nan
    order = np.argsort(far, kind="stable")
    near = order[flagged - flagged // 2 : flagged + (flagged + 1) // 2]
    near = near[~np.isnan(far[near])] if len(near) else order[:flagged]
    weight = 1 / np.bincount(who)[who[near]]
    group = np.asarray(members, bool)[who[near]]
    return float(weight[group].sum() / weight.sum()) if len(near) else math.nan


def gap(found: FalselyMatched, members: ArrayLike, *, level: float = 0.95) -> PhotoInterval:
    """Return the rate of a group minus everybody else's, at a fixed threshold.

    The interval is Newcombe's with effective numbers
    (:func:`~simulator.stats.ratio_interval.difference_interval`). That a stranger can match people
    on both sides would only narrow it, and is left out.

    Args:
        found: the people at a threshold.
        members: (n,) who is in the group.
        level: nominal coverage.

    Returns:
        The gap; no interval where one side has too few people. ``counted`` is the smaller side.

    Raises:
        ValueError: members does not fit.
    """
    group = _mask(members, len(found.shares))
    own, other = _rate(found, group, level), _rate(found, ~group, level)
    smaller = min(own, other, key=lambda side: side.counted)
    value = own.value - other.value
    if math.isnan(own.low) or math.isnan(other.low):
        return PhotoInterval(value, math.nan, math.nan, math.nan, smaller.counted)
    low, high = difference_interval(*_events(own), *_events(other), level=level)
    return PhotoInterval(value, low, high, smaller.effective, smaller.counted)


def gap_of_share(
    found: FalselyMatched, members: ArrayLike, of_count: PhotoInterval
) -> PhotoInterval:
    """Return the gap where the threshold is set anew so that as many are flagged.

    With the count and the sizes of both sides fixed, the share decides the gap: a straight line.

    Args:
        found: the people at a threshold.
        members: (n,) who is in the group.
        of_count: the group's share at the count.

    Returns:
        The gap; no interval where one side has too few people.

    Raises:
        ValueError: members does not fit.
    """
    group = _mask(members, len(found.shares))
    size, others, total = int(group.sum()), int((~group).sum()), float(found.shares.sum())
    if not size or not others:
        return PhotoInterval(math.nan, math.nan, math.nan, math.nan, 0)

    def of(share_of_matches: float) -> float:
        # No side can have more false matches than people.
        inside = min(max(share_of_matches * total, total - others), size)
        return inside / size - (total - inside) / others

    value, smaller = of(of_count.value), min(size, others)
    if _too_few(found, smaller):
        return PhotoInterval(value, math.nan, math.nan, math.nan, smaller)
    low, high = of(of_count.low), of(of_count.high)
    return PhotoInterval(value, low, high, of_count.effective, smaller)


def _rate(found: FalselyMatched, counted: Bools, level: float) -> PhotoInterval:
    y, people = found.shares[counted], int(counted.sum())
    value = float(y.mean()) if people else math.nan
    if _too_few(found, people):
        return PhotoInterval(value, math.nan, math.nan, math.nan, people)
    variance, shared = float(y.var()) / people, 0.0
    # All photographs flagged, or none: the photos of one person may always agree.
    effective = float(people)
    if variance > 0:
        photographs = float(found.photographs[counted].sum())
        effective = searches_worth(y, int(photographs))
        variance = value * (1 - value) / effective
        shared = max(found.shared(counted.astype(np.float64)), 0.0)
        variance += shared / people**2
        effective = value * (1 - value) / variance
    # Without shared strangers it is the interval of people and photos, and nothing beside it.
    ends = (
        _wilson(value, effective, level) if shared else rate_ends(value, effective, people, level)
    )
    return PhotoInterval(value, *ends, effective, people)


def _too_few(found: FalselyMatched, people: int) -> bool:
    return min(people, found.gallery_people) < FEWEST_PEOPLE_FOR_AN_INTERVAL


def _events(side: PhotoInterval) -> tuple[float, float]:
    return min(side.value * side.effective, side.effective), side.effective


def _wilson(value: float, effective: float, level: float) -> tuple[float, float]:
    return wilson(min(value * effective, effective), effective, level)


def _mask(members: ArrayLike, people: int) -> Bools:
    group = np.asarray(members)
    if group.dtype != bool or group.shape != (people,):
        raise ValueError(
            f"expected one true or false for each of the {people} people, found {group.dtype} of "
            f"shape {group.shape}"
        )
    return group
