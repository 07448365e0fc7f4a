"""Normalization as JSON values: key ``score_normalization`` of ``run --json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.datasets.dataset import comes_encoded
from simulator.experiment.analyses.score_normalization import (
    TARGET,
    TITLES,
    NormalizationResult,
    normalization,
)
from simulator.experiment.not_measurable import (
    NOT_STORED,
    ONLY_A_SEARCH,
    TWO_PORTRAITS,
    not_measurable,
)
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import BOTH, EITHER
from simulator.search.normalized_scores import find_scores
from simulator.stats.drawn_rates import Estimate
from simulator.stats.equal_fpir import PER_GROUP
from simulator.storage.json_values import json_number

DEPENDS_ON = (
    "the people, the gallery, and the cohort: who is in it and how many of it count for each photo"
)
NEEDS_LABELS = (PER_GROUP,)


def why_not(result: SearchOutcome) -> str | None:
    """Return why a search cannot be normalized; None where it can."""
    # A finished search, or somebody else's scores, has no vectors that could meet a cohort.
    vectors = result.probes.encodings.vectors
    if result.pack or not vectors.shape[1] or not comes_encoded(result.gallery.folder):
        return not_measurable(ONLY_A_SEARCH)
    if result.experiment.portrait in (EITHER, BOTH):
        return not_measurable(TWO_PORTRAITS)
    return None


def score_normalization(result: SearchOutcome, columns: Sequence[str]) -> dict[str, Any]:
    """Return what normalization does to a search's groups, as JSON values.

    It is read from stored scores; elsewhere ``why`` says how to get them.
    """
    why = why_not(result)
    scores = find_scores(result.probes, result.gallery) if why is None else None
    if why is None and scores is None:
        why = not_measurable(NOT_STORED)
    if scores is None:
        return {"target": TARGET, "why": why, "columns": None}
    found = normalization(scores, result.probes, columns, TARGET)
    return {
        "target": TARGET,
        "why": None,
        "splits": 2 * scores.draws,
        "cohort_people": scores.cohort_people,
        "gallery_people": scores.gallery_people,
        "closest": scores.closest,
        "depends_on": DEPENDS_ON,
        "columns": {column: as_json(one) for column, one in found.items()},
    }


def as_json(result: NormalizationResult) -> dict[str, Any]:
    """Return one column's result as JSON values."""
    return {
        "people": result.people,
        "mated": result.mated,
        "questions": result.questions,
        "methods": [
            {
                "method": row.method,
                "title": TITLES[row.method],
                "needs_labels": row.method in NEEDS_LABELS,
                "fpir_as_fitted": json_number(row.as_fitted),
                "fpir_as_fitted_low": json_number(row.as_fitted_low),
                "fpir_as_fitted_high": json_number(row.as_fitted_high),
                **_estimate("fnir", row.fnir),
                **_estimate("fnir_change", row.change),
                "fnir_low_of_splits": json_number(row.fnir_low_of_splits),
                "fnir_high_of_splits": json_number(row.fnir_high_of_splits),
                "same_direction": json_number(row.same_direction),
                "verdict": row.verdict,
            }
            for row in result.methods
        ],
        "groups": [
            {
                "method": row.method,
                "group": row.group,
                "label": row.label,
                "people": row.people,
                "mated": row.mated,
                "too_few": row.too_few,
                **_estimate("fpir", row.fpir),
                **_estimate("fnir", row.fnir),
                **_estimate("gap", row.gap),
                **_estimate("gap_change", row.change),
                "same_direction": json_number(row.same_direction),
                "verdict": row.verdict,
            }
            for row in result.groups
        ],
        "verdict": result.verdict(),
    }


def _estimate(name: str, estimate: Estimate) -> Mapping[str, float | None]:
    return {
        name: json_number(estimate.value),
        f"{name}_low": json_number(estimate.low),
        f"{name}_high": json_number(estimate.high),
    }
