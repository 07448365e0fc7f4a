"""The key ``another_portrait`` of a search's measures; docs/measures.md explains it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import Group
from simulator.errors import FalseMatchError
from simulator.experiment.another_portrait import (
    AnotherPortrait,
    Overlap,
    another_portrait,
)
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.not_measurable import (
    NO_SECOND_PORTRAITS,
    NOT_FIRST_PORTRAIT,
    ONLY_FIRST_SEARCHED,
    UNDER_A_CONDITION,
    not_measurable,
)
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import FIRST
from simulator.stats import photo_choice
from simulator.stats.metrics import Rate, rate
from simulator.stats.photo_choice import PEOPLE_AND_PHOTOS_ANSWERS, WILSON_ANSWERS
from simulator.stats.photo_interval import PhotoInterval
from simulator.stats.rank_agreement import rank_agreement
from simulator.storage.json_values import json_number, json_rows

ONE_DISTANCE = "one distance"
AS_MANY = "as many flagged"


def why_not(result: SearchOutcome) -> str:
    """Return why this search cannot be compared with another portrait; empty if it can."""
    experiment = result.experiment
    if result.probes.card.other_portraits is None:
        return not_measurable(NO_SECOND_PORTRAITS, name=result.probes.name)
    if experiment.portrait != FIRST:
        return not_measurable(NOT_FIRST_PORTRAIT)
    if experiment.condition is not None:
        return not_measurable(UNDER_A_CONDITION)
    if result.pack is not None:
        return not_measurable(ONLY_FIRST_SEARCHED)
    return ""


def another_portrait_measures(
    view: AtThreshold, columns: list[str], searched: AnotherPortrait | None = None
) -> dict[str, Any]:
    """Return who is falsely matched with another portrait of the same members, as JSON values.

    Args:
        view: a search with the first portraits.
        columns: label columns.
        searched: the finished search with the other portraits; by default it is searched here.

    Returns:
        The values that docs/measures.md lists; with only ``why`` and nulls where there are no
        other portraits to compare with.
    """
    try:
        portraits = searched or another_portrait(view.result)
    except FalseMatchError as error:
        return dict.fromkeys(_KEYS) | {"why": why_not(view.result) or not_measurable(error)}
    second = portraits.second.probes
    count = int(view.flagged.sum())
    overlaps = {ONE_DISTANCE: portraits.at(view.distance)}
    if 0 < count <= int((~np.isnan(portraits.second_nearest)).sum()):
        own = portraits.at_count(count)
        overlaps[AS_MANY] = portraits.at(view.distance, own.second_distance)
    values = {
        "dataset": second.name,
        "digest": second.digest,
        "searched": {
            "first": len(portraits.first.search.nearest),
            "second": len(portraits.second.search.nearest),
            "either": len(portraits.keys),
            "another_photograph": int(portraits.really_another.sum()),
        },
        "left_out": second.left_out,
        "at": {
            how.replace(" ", "_"): _overlap(overlap, columns) for how, overlap in overlaps.items()
        },
        "rank_correlation": {
            "another_photograph": _ranks(portraits, portraits.really_another),
            "two_files": _ranks(portraits, portraits.two_files),
        },
        "intervals": intervals(portraits, view.distance, columns),
        "why": None,
    }
    assert tuple(values) == _KEYS
    return values


_KEYS = (
    "dataset",
    "digest",
    "searched",
    "left_out",
    "at",
    "rank_correlation",
    "intervals",
    "why",
)


def _overlap(overlap: Overlap, columns: list[str]) -> dict[str, Any]:
    again = overlap.again()
    return {
        "first_distance": overlap.first_distance,
        "second_distance": overlap.second_distance,
        "everybody": overlap.counts(),
        "another_photograph": overlap.counts(overlap.portraits.really_another),
        "again": asdict(again) | {"not_again": again.not_again},
        "shares": {column: json_rows(overlap.shares(column)) for column in columns},
        "people": json_rows(overlap.people()),
    }


def rank_correlation(portraits: AnotherPortrait, among: NDArray[np.bool_]) -> PhotoInterval:
    """Return Spearman's correlation of the two distances to the nearest stranger.

    Args:
        portraits: both searches.
        among: (n,) members who were searched with two files.
    """
    one, other = portraits.first_nearest[among], portraits.second_nearest[among]
    known = ~np.isnan(one) & ~np.isnan(other)
    return rank_agreement(one[known], other[known])


def _ranks(portraits: AnotherPortrait, among: NDArray[np.bool_]) -> dict[str, Any]:
    return _described(rank_correlation(portraits, among))


def nearest_by_photograph(portraits: AnotherPortrait) -> NDArray[np.float64]:
    """Return (n, 2) distances of each member's different photographs, nan where there is none.

    The second copy of one photograph is none: it says nothing about another photograph.
    """
    second = np.where(portraits.really_another, portraits.second_nearest, np.nan)
    return np.stack([portraits.first_nearest, second], axis=1)


def intervals(portraits: AnotherPortrait, distance: float, columns: list[str]) -> dict[str, Any]:
    """Return Wilson's intervals of the first search beside those that include the choice of photo.

    Args:
        portraits: both searches.
        distance: the threshold, the same for all photographs.
        columns: label columns.
    """
    searched = ~np.isnan(portraits.first_nearest)
    nearest = nearest_by_photograph(portraits)[searched]
    flagged = portraits.at(distance).first[searched]
    total = rate(int(flagged.sum()), len(flagged))
    return {
        "distance": distance,
        "fpir": {
            "wilson": _rate(total),
            "people_and_photos": _described(photo_choice.rate(nearest, distance)),
        },
        "shares": {
            column: [
                _share(nearest, flagged, group, group.members[searched], distance)
                for group in portraits.groups(column)
            ]
            for column in columns
        },
        "wilson_answers": WILSON_ANSWERS,
        "people_and_photos_answers": PEOPLE_AND_PHOTOS_ANSWERS,
    }


def _share(
    nearest: NDArray[np.float64],
    flagged: NDArray[np.bool_],
    group: Group,
    members: NDArray[np.bool_],
    distance: float,
) -> dict[str, Any]:
    wilson = rate(int((flagged & members).sum()), int(flagged.sum()))
    return {
        "group": group.value,
        "label": group.label,
        "wilson": _rate(wilson),
        "people_and_photos": _described(photo_choice.share(nearest, members, distance)),
    }


def _described(interval: PhotoInterval) -> dict[str, Any]:
    return {
        "value": json_number(interval.value),
        "low": json_number(interval.low),
        "high": json_number(interval.high),
        "effective": json_number(interval.effective),
        "people": interval.counted,
    }


def _rate(measured: Rate) -> dict[str, Any]:
    return {
        "events": measured.events,
        "trials": measured.trials,
        "value": json_number(measured.value),
        "low": json_number(measured.low),
        "high": json_number(measured.high),
    }
