"""Intervals that include the choice of photo: other people, and other portraits of them.

A replay searches one portrait of each person. Wilson's interval takes that portrait as given: its
middle is what those portraits gave, and a second portrait of the same people gives it another
middle. Its width is right for one portrait each, because a false match that comes and goes with
the portrait adds to the variance p(1 − p) like one that stays. What the intervals here add is the
other portraits: each person counts once, with the average over that person's photographs.

People are drawn with replacement, and a drawn person's photographs all come along. That is
drawing the photos within a person *without* replacement. To draw one of a person's two photos, or
two with replacement, counts the spread between photos twice, and covers the truth too often
(Davison & Hinkley; benchmarks/coverage.py shows by how much). For rates and shares at a fixed
distance the spread of endlessly many such draws has a closed form, so nothing is drawn at random;
where the distance is set anew in each draw, and for the rank correlation, people are drawn.
The spread says how many independent searches the photographs are worth, and Wilson's interval for
that number follows (:func:`simulator.stats.photo_interval.rate_ends`;
:mod:`simulator.stats.subject_intervals` does the same with the exact one).
With one photograph of each person it is Wilson's own interval.

A person's portraits are taken to be exchangeable: nothing here sees a difference between two
collections as wholes, such as black-and-white portraits in one of them. The gallery is fixed.

Source:
    Davison & Hinkley (1997), Bootstrap Methods and their Application, section 3.8;
    Korn & Graubard (1998), Surv. Methodol. 24, 193–201, for the effective number.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.i18n.language import marked
from simulator.stats.drawn_people import check_draws, share_of_first, shares_of_draws
from simulator.stats.photo_interval import PhotoInterval, rate_of_shares, wilson_of
from simulator.stats.ratio_interval import difference_interval, ratio_interval
from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL

DRAWS = 20_000
"""Draws of people where the closed form does not reach: enough that another seed moves an end of
the share's interval by less than half a percentage point."""

WILSON_ANSWERS = marked(
    "Wilson's interval counts one portrait of each person, the one on file, and asks what other "
    "people like these would give, with one portrait each."
)
PEOPLE_AND_PHOTOS_ANSWERS = marked(
    "The interval for people and photos counts every portrait of each person, and asks what other "
    "people like these would give, with other portraits: it does not depend on which portrait was "
    "on file."
)
OTHER_PORTRAITS_ANSWER = marked(
    "The interval for other portraits stays with these very people, and asks how many of them "
    "would be falsely matched on average if other portraits of them were searched."
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def falsely_matched(nearest: ArrayLike, threshold: float) -> Floats:
    """Return the share of each person's photographs that are falsely matched.

    Args:
        nearest: (people, photos) distance to the nearest stranger; nan where a person has no such
            photograph: a painting, or the second copy of one shot.
        threshold: at or under it, a photograph is falsely matched.

    Returns:
        (people,) fractions of 1.

    Raises:
        ValueError: nearest is not such a table, or someone has no photograph in it; the threshold
            is nan.
    """
    return _shares(_table(nearest), threshold)


def rate(nearest: ArrayLike, threshold: float, *, level: float = 0.95) -> PhotoInterval:
    """Return the FPIR: the share of people falsely matched, averaged over their photographs.

    With no false match at all the upper end is Wilson's for as many searches as people: the photos
    of one person may always agree.

    Args:
        nearest: (people, photos) distance to the nearest stranger; nan where there is no photo.
        threshold: at or under it, a photograph is falsely matched.
        level: nominal coverage.

    Raises:
        ValueError: as for :func:`falsely_matched`.
    """
    return _rate(_table(nearest), threshold, level)


def share(
    nearest: ArrayLike, members: ArrayLike, threshold: float, *, level: float = 0.95
) -> PhotoInterval:
    """Return a group's share of the false matches at a fixed distance.

    Args:
        nearest: (people, photos) distance to the nearest stranger; nan where there is no photo.
        members: (people,) who is in the group.
        threshold: at or under it, a photograph is falsely matched.
        level: nominal coverage.

    Returns:
        The share and its interval; nan without any false match.

    Raises:
        ValueError: as for :func:`falsely_matched`, or members does not fit.
    """
    distances = _table(nearest)
    group = _mask(members, len(distances))
    y = _shares(distances, threshold)
    flagged, total = int((y > 0).sum()), float(y.sum())
    if not flagged:
        return PhotoInterval(math.nan, math.nan, math.nan, math.nan, 0)
    value = float(y[group].sum()) / total
    # The delta method: a ratio of two averages over people.
    variance = float((y**2 * (group - value) ** 2).sum()) / total**2
    return _share_interval(value, variance, y, len(distances), level)


def share_at_count(
    nearest: ArrayLike,
    members: ArrayLike,
    count: float,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = 0.95,
) -> PhotoInterval:
    """Return a group's share where the distance is set so that so many people are flagged.

    Each draw of people sets its own distance. With two photographs a person counts half for each,
    and the photograph that reaches the count counts with the part that is needed.

    Args:
        nearest: (people, photos) distance to the nearest stranger; nan where there is no photo.
        members: (people,) who is in the group.
        count: how many people are to be falsely matched, averaged over their photographs;
            more than 0 and at most all of them.
        draws: how often people are drawn.
        seed: of the draws.
        level: nominal coverage.

    Returns:
        The share and its interval.

    Raises:
        ValueError: as for :func:`falsely_matched`, or members or the count does not fit.
    """
    distances = _table(nearest)
    people = len(distances)
    group = _mask(members, people)
    if not 0 < count <= people:
        raise ValueError(f"expected a count from 1 to the {people} people, found {count:g}")
    check_draws(draws)
    person, photo = np.nonzero(~np.isnan(distances))
    order = np.argsort(distances[person, photo], kind="stable")
    found = distances[person, photo][order]
    person = person[order]
    weight = (1 / (~np.isnan(distances)).sum(axis=1))[person]
    # Only the closest photographs can be flagged: all that any draw may need, or else every one.
    reached = np.cumsum(weight)
    last = int(np.searchsorted(reached, count + 6 * math.sqrt(count) + 6)) + 1
    drawn = shares_of_draws(person[:last], weight[:last], group, people, count, draws, seed)
    if np.isnan(drawn).any():
        drawn = shares_of_draws(person, weight, group, people, count, draws, seed)
    whole = np.ones((1, people))
    value = float(share_of_first(whole[:, person] * weight, group[person], count)[0])
    threshold = float(found[min(int(np.searchsorted(reached, count - 1e-9)), len(found) - 1)])
    y = _shares(distances, threshold)
    return _share_interval(value, float(drawn.var(ddof=1)), y, people, level)


def gap(
    nearest: ArrayLike, members: ArrayLike, threshold: float, *, level: float = 0.95
) -> PhotoInterval:
    """Return the rate of a group minus everybody else's, at a fixed distance.

    The interval is Newcombe's with effective numbers (:func:`difference_interval`).

    Args:
        nearest: (people, photos) distance to the nearest stranger; nan where there is no photo.
        members: (people,) who is in the group.
        threshold: at or under it, a photograph is falsely matched.
        level: nominal coverage.

    Returns:
        The gap and its interval; nan where one side is empty, no interval where one side has
        fewer than :data:`~simulator.stats.subject_intervals.FEWEST_PEOPLE_FOR_AN_INTERVAL` people.

    Raises:
        ValueError: as for :func:`falsely_matched`, or members does not fit.
    """
    own, other, counted = _sides(nearest, members, threshold, level)
    if math.isnan(own.low) or math.isnan(other.low):
        return PhotoInterval(own.value - other.value, math.nan, math.nan, math.nan, counted)
    low, high = difference_interval(*_events(own), *_events(other), level=level)
    effective = min(own, other, key=lambda side: side.counted).effective
    return PhotoInterval(own.value - other.value, low, high, effective, counted)


def ratio(
    nearest: ArrayLike, members: ArrayLike, threshold: float, *, level: float = 0.95
) -> PhotoInterval:
    """Return the rate of a group divided by everybody else's, at a fixed distance.

    The interval is the score interval with effective numbers (:func:`ratio_interval`).

    Args:
        nearest: (people, photos) distance to the nearest stranger; nan where there is no photo.
        members: (people,) who is in the group.
        threshold: at or under it, a photograph is falsely matched.
        level: nominal coverage.

    Returns:
        The ratio and its interval. Without a false match among everybody else the ratio is
        undefined (nan) and the upper end infinite. As for :func:`gap` with few people.

    Raises:
        ValueError: as for :func:`falsely_matched`, or members does not fit.
    """
    own, other, counted = _sides(nearest, members, threshold, level)
    value = own.value / other.value if other.value else math.nan
    if math.isnan(own.low) or math.isnan(other.low):
        return PhotoInterval(value, math.nan, math.nan, math.nan, counted)
    low, high = ratio_interval(*_events(own), *_events(other), level=level)
    effective = min(own, other, key=lambda side: side.counted).effective
    return PhotoInterval(value, low, high, effective, counted)


def count_with_other_portraits(
    nearest: ArrayLike, threshold: float, *, level: float = 0.95
) -> PhotoInterval:
    """Return how many of these very people would be flagged on average with other portraits.

    Only people with two photographs or more take part: one photograph does not say how far another
    would differ. Two that disagree (x₁ ≠ x₂) add (x₁ − x₂)²/4 to the variance of the count, which
    is unbiased. One more disagreeing pair is added: that none of a few false matches disagreed does
    not mean that none ever would.

    Args:
        nearest: (people, photos) distance to the nearest stranger; nan where there is no photo.
        threshold: at or under it, a photograph is falsely matched.
        level: nominal coverage.

    Returns:
        The expected count of people, and its interval; ``counted`` is how many people took part.

    Raises:
        ValueError: as for :func:`falsely_matched`.
    """
    distances = _table(nearest)
    photos = (~np.isnan(distances)).sum(axis=1)
    used, photos = distances[photos > 1], photos[photos > 1]
    people = len(used)
    if not people:
        return PhotoInterval(math.nan, math.nan, math.nan, math.nan, 0)
    y = _shares(used, threshold)
    mean = float(y.mean())
    if people < FEWEST_PEOPLE_FOR_AN_INTERVAL:
        return PhotoInterval(people * mean, math.nan, math.nan, math.nan, people)
    # The variance between m photographs of a person is m/(m − 1)·y(1 − y); of their average, 1/m.
    variance = (float((y * (1 - y) / (photos - 1)).sum()) + 0.25) / people**2
    effective = mean * (1 - mean) / variance if 0 < mean < 1 else float(people)
    low, high = wilson_of(mean, effective, level)
    return PhotoInterval(people * mean, people * low, people * high, effective, people)


def _rate(distances: Floats, threshold: float, level: float) -> PhotoInterval:
    y = _shares(distances, threshold) if len(distances) else np.zeros(0)
    return rate_of_shares(y, int((~np.isnan(distances)).sum()), level=level)


def _share_interval(
    value: float, variance: float, y: Floats, people: int, level: float
) -> PhotoInterval:
    flagged = int((y > 0).sum())
    if people < FEWEST_PEOPLE_FOR_AN_INTERVAL:
        return PhotoInterval(value, math.nan, math.nan, math.nan, flagged)
    # A share among so many different people is worth no more than that many of them; where it is
    # 0 or 1 its own variance says nothing, and the weights of the people do (Kish 1965).
    effective = float(y.sum()) ** 2 / float((y**2).sum())
    if 0 < value < 1 and variance > 0:
        effective = min(value * (1 - value) / variance, flagged)
    return PhotoInterval(value, *wilson_of(value, effective, level), effective, flagged)


def _sides(
    nearest: ArrayLike, members: ArrayLike, threshold: float, level: float
) -> tuple[PhotoInterval, PhotoInterval, int]:
    """Return the rates of the group and of everybody else, and the size of the smaller side."""
    distances = _table(nearest)
    group = _mask(members, len(distances))
    own, other = (
        _rate(distances[group], threshold, level),
        _rate(distances[~group], threshold, level),
    )
    return own, other, min(own.counted, other.counted)


def _events(side: PhotoInterval) -> tuple[float, float]:
    """Return effective events and trials; rounding must not push the events past the trials."""
    return min(side.value * side.effective, side.effective), side.effective


def _table(nearest: ArrayLike) -> Floats:
    distances = np.asarray(nearest, np.float64)
    if distances.ndim != 2:
        raise ValueError(
            "expected distances by person and photo, shape (people, photos), found shape "
            f"{distances.shape}"
        )
    if not len(distances):
        raise ValueError("expected at least one person, found none")
    empty = np.isnan(distances).all(axis=1)
    if empty.any():
        raise ValueError(
            f"expected a photograph of each person, found none in {int(empty.sum())} of "
            f"{len(distances)} rows, first in row {int(np.argmax(empty))}; leave these people out"
        )
    return distances


def _mask(members: ArrayLike, people: int) -> Bools:
    group = np.asarray(members)
    if group.dtype != bool or group.shape != (people,):
        raise ValueError(
            f"expected one true or false for each of the {people} people, found "
            f"{group.dtype} of shape {group.shape}"
        )
    return group


def _shares(distances: Floats, threshold: float) -> Floats:
    if math.isnan(threshold):
        raise ValueError("expected a threshold, found nan")
    # A comparison with nan is false, so a photo that is not there is never flagged.
    return np.asarray((distances <= threshold).sum(axis=1) / (~np.isnan(distances)).sum(axis=1))
