"""The measures of single comparisons in ``run --json`` (key ``measures.comparisons``)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from simulator.comparison.comparison_counts import ComparisonCounts, find_counts
from simulator.comparison.curves import GroupThresholds, det_by_group, thresholds_per_group
from simulator.comparison.false_match_pairs import false_match_pairs
from simulator.comparison.fnmr import mated_comparisons
from simulator.comparison.largest_part import false_matches_carried, mated_comparisons_carried
from simulator.comparison.split_thresholds import find_splits
from simulator.comparison.subgroup_matrix import groupings, subgroup_counts_of
from simulator.datasets.dataset import Dataset, load_dataset
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.search_mates import compared_alike, pack_comparisons
from simulator.search.search import BIN_WIDTH, edge_under
from simulator.storage.json_values import json_number, json_rows

TARGET = 1e-4
DET_STEP = 20
"""Thousandths of distance between the points of the DET curves."""
MOST_FALSE_MATCHES = 1_000_000
"""Among LFW's 87 million comparisons; with more, no interval over subjects is calculated."""
COUNTED_ONLY = (
    "It is not known which photos show the same person: two photos of one person count as a false "
    "match, so these rates are upper bounds, and missed matches are undefined."
)


def edge_of(distance: float) -> float:
    """Return the threshold at which single comparisons are counted, snapped down to 0.001.

    Tallies know edges only, and all rates of comparisons are taken at one threshold.
    """
    return round(edge_under(distance) * BIN_WIDTH, 6)


def comparisons(view: AtThreshold) -> dict[str, Any]:
    """Return FMR by pair of groups, FNMR, DET and thresholds per group in LFW, by gender.

    Also FMR by pair of groups in data sets of this search that are bundled as counts only.
    """
    return {**_by_subgroup(view), **_compared_by_gender(view)}


def _by_subgroup(view: AtThreshold) -> dict[str, Any]:
    """Return FMR by pair of groups where only counts are bundled, by each column and by all."""
    result, found = view.result, {}
    for dataset in (result.probes, result.gallery):
        counts = subgroup_counts_of(dataset)
        if counts is None or result.experiment.condition is not None:
            continue
        if counts.matcher.identity != result.probes.encodings.matcher.identity:
            continue
        found[dataset.name] = {
            "distance": edge_of(view.distance),
            "identities": counts.identities,
            "matrix": {
                column: json_rows(counts.table(column, view.distance))
                for column in groupings(counts)
            },
            "note": None if counts.identities else COUNTED_ONLY,
        }
    return found


def _compared_by_gender(view: AtThreshold) -> dict[str, Any]:
    in_pack = pack_comparisons(view.result)
    if in_pack is not None:
        # A search pack holds counts by group: no person, so no interval over people.
        return {
            view.result.gallery.name: {
                "distance": edge_of(view.distance),
                "groups": [group.label for group in in_pack.groups],
                "matrix": json_rows(in_pack.table(view.distance)),
            }
        }
    if not compared_alike(view.result, "lfw"):
        return {}
    lfw = load_dataset("lfw")
    counted = find_counts(lfw, "gender")
    if counted is None:
        return {}
    everyone = counted["everyone"]
    fmr, fnmr = everyone.fmr(view.distance), everyone.fnmr(view.distance)
    det = det_by_group(everyone)
    fitted = thresholds_per_group(counted["fitted"], counted["evaluated"], TARGET)
    same, missed = (
        _same_group(lfw, everyone, view),
        mated_comparisons(lfw).by("gender", edge_of(view.distance)),
    )
    return {
        "lfw": {
            "distance": edge_of(view.distance),
            "groups": [label for _, label in everyone.groups],
            "matrix": json_rows(everyone.table(view.distance)),
            "same_group": None if same is None else json_rows(same),
            "missed": json_rows(missed),
            "carried_by_one_person": [
                *([] if same is None else false_matches_carried(same)),
                *mated_comparisons_carried(missed),
            ],
            "fmr": [[json_number(value) for value in row] for row in fmr],
            "fnmr": [json_number(value) for value in fnmr],
            "det": json_rows(det[(det["distance"] * 1000).round() % DET_STEP == 0]),
            "thresholds_per_group": _thresholds(fitted, find_splits(lfw, "gender", TARGET)),
        }
    }


def _thresholds(fitted: GroupThresholds, splits: pd.DataFrame | None) -> dict[str, Any]:
    """Return one split by comparisons and by people, and the spread over many splits."""
    return {
        "target": fitted.target,
        "groups": json_rows(fitted.table),
        "by_person": None if fitted.by_person is None else json_rows(fitted.by_person),
        "splits": None if splits is None else json_rows(splits),
        "note": fitted.note,
    }


def _same_group(
    dataset: Dataset, counted: ComparisonCounts, view: AtThreshold
) -> pd.DataFrame | None:
    """Return same-group FMR with intervals; None where so many match that it takes minutes."""
    table = counted.table(view.distance)
    if table["events"].sum() > MOST_FALSE_MATCHES:
        return None
    return false_match_pairs(dataset, edge_of(view.distance)).by("gender")
