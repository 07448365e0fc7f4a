"""Expected false positive rates in other galleries at every stop of a threshold, for a picture.

They are those of :mod:`simulator.experiment.gallery_curve`, without the spread among random
galleries, which takes too long to draw at every stop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import Group
from simulator.experiment.gallery_curve import (
    SIZES,
    everyone,
    extrapolated,
    merged,
    mixed_from,
    refuse_two_portraits,
    tally_group_of_photo,
)
from simulator.experiment.result import Result
from simulator.search.gallery_size import log_miss, whole_counts
from simulator.search.strangers_by_threshold import strangers_by_threshold
from simulator.stats.fixed_rate import photo_weights

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ExpectedRates:
    """The rates at every stop.

    Attributes:
        sizes: gallery sizes.
        inside: for each size, whether so many photos can be drawn from the gallery searched.
        groups: of the people searched for.
        fpir: (stops, sizes, groups) the exact expectation; nan beyond the gallery searched.
        low, high: (stops, sizes, groups) the two ends of the extrapolation; nan within it.
    """

    sizes: tuple[int, ...]
    inside: tuple[bool, ...]
    groups: tuple[Group, ...]
    fpir: Floats
    low: Floats
    high: Floats


def expected_rates(
    result: Result,
    distances: Sequence[float],
    *,
    by: str | None = None,
    sizes: Sequence[int] | None = None,
    mix: Mapping[str, float] | None = None,
    once_per_person: bool = False,
) -> ExpectedRates:
    """Return the rates of :func:`simulator.experiment.gallery_curve.gallery_size_curve`.

    Args:
        result: a search.
        distances: the threshold at each stop.
        by: a label column of the people searched for; everyone together by default.
        sizes: gallery sizes; by default those of the curve.
        mix: proportions of gallery groups; the gallery's own by default.
        once_per_person: each person counts once, with the average over their photos, instead of
            each search.

    Raises:
        ExperimentError: the mix names unknown groups, or people are searched with two portraits.
    """
    view = result.at(distance=distances[0])
    refuse_two_portraits(result)
    wanted = sorted({*SIZES, len(result.gallery_rows)} if sizes is None else sizes)
    groups = result.groups(by) if by else [everyone(len(result.searched))]
    tally_groups = tally_group_of_photo(view)
    names, of_tally_group = mixed_from(view, mix)
    of_photo = of_tally_group[tally_groups]
    available = np.bincount(of_photo[of_photo >= 0], minlength=len(names))
    in_all = result.search.tallies.sum(axis=2, dtype=np.int64)
    strangers = merged(in_all, of_tally_group, len(names))
    drawn = np.array([list(whole_counts(mix, n).values()) if mix else [n] for n in wanted])
    inside = np.all(drawn <= available, axis=1).reshape(-1)
    weights = photo_weights(result.person) if once_per_person else None
    shape = (len(distances), len(wanted), len(groups))
    fpir, low, high = (np.full(shape, np.nan) for _ in range(3))
    for stop, counts in strangers_by_threshold(result.search, distances, tally_groups):
        k = merged(counts, of_tally_group, len(names))
        hit = _hit(k, strangers, drawn[inside])
        for g, group in enumerate(groups):
            if not group.members.any():
                continue
            members = group.members
            count = None if weights is None else weights[members]
            of_members = np.ascontiguousarray(hit[:, members])
            fpir[stop, inside, g] = np.average(of_members, axis=1, weights=count)
            for s in np.flatnonzero(~inside):
                low[stop, s, g], high[stop, s, g] = extrapolated(
                    k[members], strangers[members], drawn[s].tolist(), count
                )
    return ExpectedRates(
        tuple(wanted), tuple(bool(one) for one in inside), tuple(groups), fpir, low, high
    )


def _hit(k: NDArray[np.int64], strangers: NDArray[np.int64], drawn: NDArray[np.int64]) -> Floats:
    """Return (sizes, p) the probability of a false match; equal counts are calculated once."""
    logs = np.zeros((len(drawn), len(k)))
    for h in range(k.shape[1]):
        codes, which = np.unique(
            k[:, h] * (strangers[:, h].max() + 1) + strangers[:, h], return_inverse=True
        )
        kk, big = np.divmod(codes, strangers[:, h].max() + 1)
        logs += log_miss(kk, big, np.minimum(drawn[:, h, None], big))[:, which]
    return np.asarray(-np.expm1(logs))
