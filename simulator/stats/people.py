"""Who is who among searches or comparisons, and rates in which each person counts once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.stats.photo_interval import PhotoInterval, rate_of_shares


def numbered(names: Sequence[str] | NDArray[np.str_]) -> NDArray[np.intp]:
    """Number people from 0 in the order in which they first occur.

    Args:
        names: (m,) the person of each photo, search or comparison.

    Returns:
        (m,) the number of each. With one photo of each person it is 0, 1, 2, …
    """
    _names, first, person = np.unique(np.asarray(names), return_index=True, return_inverse=True)
    place = np.empty(len(first), np.intp)
    place[np.argsort(first, kind="stable")] = np.arange(len(first))
    return np.asarray(place[np.asarray(person).reshape(-1)], np.intp)


def count_people(person: NDArray[np.intp], members: NDArray[np.bool_] | None = None) -> int:
    """Count the different people, of all searches or of those of a mask."""
    return len(np.unique(person if members is None else person[members]))


def rate_by_person(flagged: NDArray[np.bool_], person: NDArray[np.intp]) -> PhotoInterval:
    """Return the rate in which each person counts once, with the average over their photos.

    Args:
        flagged: (m,) which searches had the event.
        person: (m,) the person of each search.

    Returns:
        The rate and its interval over people; no interval (nan) with fewer than 8 people.
    """
    photos = np.bincount(person)
    events = np.bincount(person, weights=flagged, minlength=len(photos))
    there = photos > 0
    return rate_of_shares(events[there] / photos[there], int(photos.sum()))


def missed_by_person(
    distances: NDArray[np.float64], person: NDArray[np.intp], thresholds: Sequence[float]
) -> NDArray[np.float64]:
    """Return the share of searches that miss at each threshold, each person counting once.

    Args:
        distances: (m,) of each search's mate; nan is missed at every threshold.
        person: (m,) the person of each search, numbered from 0.
        thresholds: in the matcher's distance.

    Returns:
        (thresholds,) the average over people of the share of their searches; nan without a search.
    """
    if not len(person):
        return np.full(len(thresholds), np.nan)
    photos = np.bincount(person)
    weights = 1 / photos[person] / np.count_nonzero(photos)
    found = ~np.isnan(distances)
    order = np.argsort(distances[found])
    reached = np.concatenate([[0.0], np.cumsum(weights[found][order])])
    places = np.searchsorted(distances[found][order], np.asarray(thresholds), side="right")
    return np.asarray(np.clip(1 - reached[places], 0, 1))
