"""The measures of ``run --json`` (key ``measures``); docs/measures.md explains each."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.comparison.differential_intervals import dataset_differentials, one_rate
from simulator.comparison.false_match_pairs import false_match_pairs
from simulator.datasets.dataset import load_dataset
from simulator.errors import FalseMatchError
from simulator.experiment.analyses.adjusted import adjusted_measures
from simulator.experiment.analyses.candidate_groups import candidate_groups
from simulator.experiment.analyses.joint_uncertainty import joint_uncertainty_measures
from simulator.experiment.analyses.matcher_or_gallery_measures import matcher_or_gallery
from simulator.experiment.analyses.nearest_strangers import nearest_strangers
from simulator.experiment.analyses.reviewer import reviewer
from simulator.experiment.analyses.score_normalization_measures import score_normalization
from simulator.experiment.another_portrait import AnotherPortrait, another_portrait
from simulator.experiment.another_portrait_measures import another_portrait_measures
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.both_errors import (
    false_matches_beside,
    falsely_matched,
    luck_of_misses,
    missed_at,
)
from simulator.experiment.comparison_measures import comparisons, edge_of
from simulator.experiment.gallery_curve import gallery_size_curve
from simulator.experiment.luck import luck_by_column
from simulator.experiment.mixes import named_mixes
from simulator.experiment.not_measurable import (
    NO_LABEL_OF_RACE,
    ONLY_A_SEARCH,
    TOO_MANY_PAIRS,
    TWO_PORTRAITS,
    not_measurable,
)
from simulator.experiment.portraits import BOTH, EITHER
from simulator.experiment.posterior import posterior
from simulator.experiment.search_mates import compared_alike, sources
from simulator.experiment.thresholds.reference_group import reference_group_measures
from simulator.experiment.thresholds.transfer import transfer_measures
from simulator.i18n.language import number
from simulator.search.base_rate import ppv, ppv_interval
from simulator.search.mated_searches import MatedSearches
from simulator.stats.differentials import FEWEST_PEOPLE_TO_COMPARE
from simulator.stats.metrics import Rate, rate
from simulator.stats.ratio_interval import difference_interval, ratio_interval
from simulator.stats.significance import depends_on
from simulator.stats.zero import amazons_zero, what_zero_means
from simulator.storage.json_values import json_number, json_rows

PRIORS = (0.001, 0.01, 0.1, 0.5)
LARGEST_ALL_PAIRS = 2000
"""Up to so many photos, every run compares all probes with each other."""
ONE_MATE = (
    "Each person has one other portrait, so FNMR and FNIR without a rank limit are one number."
)


def measures(view: AtThreshold, columns: list[str]) -> dict[str, Any]:
    """Return all measures of a search at a threshold as JSON values; undefined numbers are null."""
    missed = missed_matches(view, columns)
    portraits = _other_portraits(view)
    return {
        "attempts": attempts(view),
        "gallery_size_curve": [] if _of_two(view) else json_rows(gallery_size_curve(view)),
        "significance": {column: significance(view, column) for column in columns},
        "differentials": {column: fpir_differentials(view, column) for column in columns},
        "fmr": {column: fmr_matrix(view, column) for column in columns},
        "missed_matches": missed,
        "base_rate": base_rate(view),
        "verification": verification(view),
        "comparisons": comparisons(view),
        "zero": zero(view),
        "posterior": posterior(view),
        "another_portrait": another_portrait_measures(view, columns, portraits),
        "joint_uncertainty": joint_uncertainty_measures(view, columns, portraits),
        "nearest_stranger": nearest_stranger(view, columns),
        "candidate_groups": candidate_groups(view, columns),
        "named_mixes": named_mixes(view, columns),
        "reviewer": reviewer(view, columns),
        "score_normalization": score_normalization(view.result, columns),
        "matcher_or_gallery": matcher_or_gallery(view, columns),
        "reference_group": reference_group_measures(view.result, columns),
        "adjusted": adjusted_measures(view, columns),
        "transfer": transfer_measures(view.result, columns),
    }


def _other_portraits(view: AtThreshold) -> AnotherPortrait | None:
    """Search once with the other portraits, for all measures; None where that is not possible."""
    try:
        return another_portrait(view.result)
    except FalseMatchError:
        return None


def attempts(view: AtThreshold) -> dict[str, Any]:
    """Return FPIR of the searches and of all attempts, which include failures to enroll.

    A photo without a usable face is never matched: a fall in FPIR under a condition may only mean
    that fewer searches took place.
    """
    failed = len(view.result.probes.encodings.failures)
    all_attempts = rate(view.fpir.events, view.fpir.trials + failed)
    return {
        "condition": view.result.experiment.condition,
        "searched": view.fpir.trials,
        "people": view.result.people if view.result.identified else None,
        "failed_to_enrol": failed,
        "fte": _rate(rate(failed, view.fpir.trials + failed)),
        "fpir_of_searches": _rate(view.fpir),
        "fpir_of_attempts": _rate(all_attempts),
    }


def significance(view: AtThreshold, column: str) -> dict[str, Any]:
    """Test each label for luck, and compare each group's rate with everybody else's.

    The p of every group is corrected for the groups of all label columns of the people searched.
    """
    tested = luck_by_column(view, [column])[column]
    rows = []
    for test in tested.tests:
        table = (test.events, test.people, test.other_events, test.others)
        ratio = math.nan
        if test.people and test.other_events:
            ratio = test.events / test.people / (test.other_events / test.others)
        rows.append(
            dataclasses.asdict(test)
            | _ends("ratio", ratio_interval(*table))
            | _ends("difference", difference_interval(*table))
            | {"ratio": ratio}
        )
    return {
        "p": json_number(tested.p),
        "p_holm": json_number(tested.p_holm),
        "questions": tested.questions,
        "permutations": tested.permutations,
        "fewest_people": tested.fewest_people,
        "verdict": tested.verdict,
        "depends_on": depends_on(),
        "groups": json_rows(pd.DataFrame(rows)),
    }


def nearest_stranger(view: AtThreshold, columns: list[str]) -> dict[str, Any]:
    """Compare the groups' distances to the closest stranger, at no threshold."""
    tested = nearest_strangers(view.result, columns)
    return {
        column: entry | {"groups": json_rows(pd.DataFrame(entry["groups"]))}
        for column, entry in tested.items()
        if column in columns
    }


def _ends(name: str, interval: tuple[float, float]) -> dict[str, float]:
    return {f"{name}_low": interval[0], f"{name}_high": interval[1]}


def fpir_differentials(view: AtThreshold, column: str) -> dict[str, Any]:
    """Return the differentials of FPIR over the labeled groups with enough people."""
    table = view.by(column)
    large = (table["people"] >= FEWEST_PEOPLE_TO_COMPARE) & (table["group"] != "")
    used = table[large]
    differentials: dict[str, Any] = {
        "groups": used["group"].tolist(),
        "left_out": table.loc[~large, "group"].tolist(),
        "fewest_people": FEWEST_PEOPLE_TO_COMPARE,
    }
    if len(used) >= 2:
        differentials["fpir"] = one_rate(*_counted_for_differentials(used))
    return differentials


def _counted_for_differentials(table: pd.DataFrame) -> list[NDArray[np.float64]]:
    """Return events, trials and, where people have several photos, the searches they are worth."""
    if "fpir_by_person" not in table:
        return [table[name].to_numpy(float) for name in ("false_matches", "searches")]
    people = table["people"].to_numpy(float)
    events = table["fpir_by_person"].to_numpy(float) * people
    return [events, people, table["effective_by_person"].to_numpy(float)]


def fmr_matrix(view: AtThreshold, column: str) -> dict[str, Any]:
    """Return FMR among the probes by pair of groups, each with its interval over subjects."""
    probes = view.result.probes
    vectors = probes.encodings.vectors
    why = None
    if not vectors.shape[1]:
        why = not_measurable(ONLY_A_SEARCH)
    elif _of_two(view):
        why = not_measurable(TWO_PORTRAITS)
    elif len(vectors) > LARGEST_ALL_PAIRS:
        why = not_measurable(TOO_MANY_PAIRS, most=number(LARGEST_ALL_PAIRS))
    if why is not None:
        return {"matrix": None, "same_group": None, "why": why}
    pairs = false_match_pairs(probes, edge_of(view.distance))
    return {
        "distance": edge_of(view.distance),
        "matrix": json_rows(pairs.matrix(column)),
        "same_group": json_rows(pairs.by(column)),
    }


def _of_two(view: AtThreshold) -> bool:
    """Return whether each person was searched with two portraits, of which one row is kept."""
    return view.result.experiment.portrait in (EITHER, BOTH)


def missed_matches(view: AtThreshold, columns: list[str]) -> list[dict[str, Any]]:
    """Return FNIR wherever mated searches exist; by race only where there is a label of race."""
    return [_missed(searches, view, columns) for searches in _mated(view)]


def _mated(view: AtThreshold) -> Iterator[MatedSearches]:
    """Yield the mated searches that say something about this one, the closest to it first."""
    return (make() for name, make in sources(view.result).items() if "-in-" not in name)


def _missed(searches: MatedSearches, view: AtThreshold, columns: list[str]) -> dict[str, Any]:
    threshold, in_crowd = view.distance, searches.at_rank_one
    by = {
        column: json_rows(searches.by(column, threshold))
        for column in searches.columns
        if column in columns or column in ("gender", "ethnicity") or in_crowd is not None
    }
    rates = {
        "fnir": _over_people(searches, threshold, with_failures=False),
        "fnir_with_failures": _over_people(searches, threshold, with_failures=True),
    }
    beside: dict[str, Any] = {}
    if in_crowd is not None:
        false = {column: false_matches_beside(view, searches, column) for column in by}
        luck = luck_of_misses(searches, threshold)
        beside = {
            "fnir_at_rank_1": _over_people(in_crowd, threshold, with_failures=False),
            "gallery_photos": len(view.result.gallery_rows) + 1,
            "left_out": searches.left_out,
            "false_matches": {
                c: json_rows(table) for c, table in false.items() if table is not None
            },
            "luck": json_rows(luck),
            "note": ONE_MATE,
        }
    return {
        "name": searches.name,
        "title": searches.title,
        "people": len(set(searches.subjects.tolist())),
        **rates,
        "by": by,
        "by_race": None if searches.measures_race else not_measurable(NO_LABEL_OF_RACE),
        **beside,
    }


def _over_people(
    searches: MatedSearches, threshold: float, *, with_failures: bool
) -> dict[str, Any]:
    fnir = searches.fnir(threshold, with_failures=with_failures)
    interval = searches.interval(threshold, with_failures=with_failures)
    measured = _rate(fnir) | {"low": json_number(interval.low), "high": json_number(interval.high)}
    if searches.several_photos:
        once = searches.interval(threshold, with_failures=with_failures, by_person=True)
        value = searches.fnir_by_person(threshold, with_failures=with_failures)
        measured["by_person"] = {
            "rate": json_number(value),
            "low": json_number(once.low),
            "high": json_number(once.high),
        }
    return measured


def verification(view: AtThreshold) -> dict[str, Any]:
    """Return the differentials of FMR and FNMR together, where both are measurable: London."""
    if not compared_alike(view.result, "london"):
        return {}
    london = load_dataset("london")
    return {
        "london": {
            column: dataset_differentials(london, column, edge_of(view.distance))
            for column in ("gender", "ethnicity")
        }
    }


def zero(view: AtThreshold) -> dict[str, Any]:
    """Say what zero means: here, if nobody was flagged, and for Amazon's published zero."""
    here = what_zero_means(view.result.people) if not view.fpir.events else None
    return {"measured_here": here, "amazon": amazons_zero()}


def base_rate(view: AtThreshold) -> list[dict[str, Any]]:
    """Return the PPV in this gallery at several shares of searches whose mate is enrolled.

    FPIR is that of this search, so the gallery's size stands beside it; FNIR is that of the first
    mated searches: of the probes' other portraits, where they have any. ``by_person`` counts each
    person once, and has the interval over people; the rest counts each search.
    """
    source = next(_mated(view), None)
    if source is None:
        return []
    missed, false = missed_at(source, [view.distance])[0], falsely_matched(view)
    rows = []
    for prior in PRIORS:
        low, high = ppv_interval(prior, missed.ends, false.ends)
        rows.append(
            {
                "prior": prior,
                "ppv": json_number(ppv(prior, missed.by_search.value, view.fpir.value)),
                "gallery_photos": len(view.result.gallery_rows),
                "fpir": json_number(view.fpir.value),
                "fnir": json_number(missed.by_search.value),
                "fnir_from": source.name,
                "by_person": {
                    "ppv": json_number(ppv(prior, missed.value, false.value)),
                    "low": json_number(low),
                    "high": json_number(high),
                    "fpir": json_number(false.value),
                    "fnir": json_number(missed.value),
                },
            }
        )
    return rows


def _rate(measured: Rate) -> dict[str, Any]:
    return {
        "events": measured.events,
        "trials": measured.trials,
        "rate": json_number(measured.value),
        "low": json_number(measured.low),
        "high": json_number(measured.high),
    }
