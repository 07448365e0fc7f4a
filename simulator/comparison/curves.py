"""Curves over all thresholds: DET, and thresholds per group that are fitted and then checked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.comparison.comparison_counts import ComparisonCounts
from simulator.errors import ExperimentError
from simulator.i18n.language import marked, plain_digits
from simulator.search.search import BIN_WIDTH, BINS

FEWEST_EVENTS = 30
LEGAL_NOTE = marked(
    "A threshold per group needs everyone's group label at the moment of the search, of people "
    "who never gave it, and treats people differently by it: in many places that is unlawful. It "
    "is shown to make its cost visible, not as a recommendation."
)


def det(mated: NDArray[np.float64], non_mated: NDArray[np.float64]) -> pd.DataFrame:
    """Return the detection error trade-off at every distance that occurs.

    Args:
        mated: distances of comparisons of one person; nan (failures to enroll) are left out.
        non_mated: distances of comparisons of two people.

    Returns:
        Columns distance, fmr, fnmr, ascending; a match is distance ≤ threshold. Distances that are
        all equal give one row.

    Raises:
        ExperimentError: there is no mated or no non-mated comparison.

    Source:
        Martin et al. (1997), The DET curve in assessment of detection task performance.
    """
    one = np.sort(mated[~np.isnan(mated)])
    other = np.sort(non_mated[~np.isnan(non_mated)])
    for name, found in (("mated", one), ("non-mated", other)):
        if not len(found):
            raise ExperimentError(
                f"expected {name} comparisons for a DET curve, found none: not measurable here."
            )
    at = np.unique(np.concatenate([one, other]))
    return pd.DataFrame(
        {
            "distance": at,
            "fmr": np.searchsorted(other, at, side="right") / len(other),
            "fnmr": 1 - np.searchsorted(one, at, side="right") / len(one),
        }
    )


def det_by_group(counts: ComparisonCounts) -> pd.DataFrame:
    """Return same-group DET per group at every edge of 0.001.

    Returns:
        Columns group, label, distance, fmr, fnmr. A group without comparisons of a kind has nan
        there. Where somebody has several photos, also fmr_by_person and fnmr_by_person: each pair
        of people, and each person, counts once.
    """
    curves = {"fmr": counts.fmr_curves(), "fnmr": counts.fnmr_curves()}
    if counts.by_person is not None and counts.several_photos:
        curves["fmr_by_person"] = counts.by_person.fmr_curves()
        curves["fnmr_by_person"] = counts.by_person.fnmr_curves()
    distance = np.round(np.arange(BINS) * BIN_WIDTH, 6)
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "group": value,
                    "label": label,
                    "distance": distance,
                    **{
                        name: rates[i, i] if rates.ndim == 3 else rates[i]
                        for name, rates in curves.items()
                    },
                }
            )
            for i, (value, label) in enumerate(counts.groups)
        ],
        ignore_index=True,
    )


@dataclass(frozen=True)
class GroupThresholds:
    """One threshold for all against one per group, fitted on half the people.

    Attributes:
        target: the FMR aimed at.
        table: a row per group: group, label, distance (fitted), fmr and fnmr (on the other half
            at that distance), global_distance, global_fmr, global_fnmr (on the other half at one
            threshold for all); what each rate was counted from: false_matches, comparisons, misses,
            mated_comparisons, and the same with global_.
        by_person: such a table in which each pair of people, and each person, counts once: the
            thresholds are fitted and checked so. Its counts are pairs of people and people. None
            where everybody has one photo, or where a threshold would rest on fewer than 30 false
            matches.
        note: why this may be unlawful.
    """

    target: float
    table: pd.DataFrame
    by_person: pd.DataFrame | None = None
    note: str = LEGAL_NOTE


def thresholds_per_group(
    fit: ComparisonCounts, check: ComparisonCounts, target: float
) -> GroupThresholds:
    """Fit a threshold to each group's FMR, and evaluate it on other people.

    Args:
        fit: comparisons of the people on whom the thresholds are fitted; with ``check``, the two
            :func:`simulator.comparison.comparison_counts.halves` of a data set.
        check: comparisons of the other people.
        target: FMR of same-group comparisons, a fraction of 1.

    Raises:
        ExperimentError: the target would rest on fewer than 30 false matches in some group.
    """
    labeled = [i for i, (value, _) in enumerate(fit.groups) if value]
    same = fit.non_mated[labeled, labeled]
    fewest = int(same.sum(axis=1).min(initial=np.iinfo(np.int64).max))
    if not 0 < target < 1 or target * fewest < FEWEST_EVENTS:
        raise ExperimentError(
            f"expected a target FMR that rests on {FEWEST_EVENTS} false matches or more in every "
            f"group, found {plain_digits(target)}. With these people the smallest is "
            f"{plain_digits(float(f'{FEWEST_EVENTS / max(fewest, 1):.2g}'))}."
        )
    return GroupThresholds(
        target,
        _fitted(labeled, fit, check, target),
        _fitted_by_person(labeled, fit, check, target),
    )


def _fitted_by_person(
    labeled: list[int], fit: ComparisonCounts, check: ComparisonCounts, target: float
) -> pd.DataFrame | None:
    if fit.by_person is None or check.by_person is None or not fit.several_photos:
        return None
    once = fit.by_person.non_mated[labeled, labeled]
    for i, weights in zip(labeled, once, strict=True):
        if not weights.sum():
            return None
        if fit.non_mated[i, i, : edge_for(weights, target) + 1].sum() < FEWEST_EVENTS:
            return None
    return _fitted(labeled, fit.by_person, check.by_person, target)


def _fitted(
    labeled: list[int], fit: ComparisonCounts, check: ComparisonCounts, target: float
) -> pd.DataFrame:
    same = fit.non_mated[labeled, labeled]
    pooled = edge_for(same.sum(axis=0), target)
    position = {value: i for i, (value, _) in enumerate(check.groups)}
    fmr, fnmr = check.fmr_curves(), check.fnmr_curves()
    rows = []
    for number, i in enumerate(labeled):
        value, label = fit.groups[i]
        row: dict[str, str | float] = {"group": value, "label": label}
        there = position.get(value)
        for prefix, at in (("", edge_for(same[number], target)), ("global_", pooled)):
            row[f"{prefix}distance"] = round(at * BIN_WIDTH, 6)
            row[f"{prefix}fmr"] = np.nan if there is None else float(fmr[there, there, at])
            row[f"{prefix}fnmr"] = np.nan if there is None else float(fnmr[there, at])
            row |= _counted(check, there, at, prefix)
        rows.append(row)
    return pd.DataFrame(rows)


def _counted(
    check: ComparisonCounts, there: int | None, at: int, prefix: str
) -> dict[str, int | float]:
    """Return the numerators and denominators of both rates; by person they are no integers."""
    false, mated = np.zeros(BINS, check.non_mated.dtype), np.zeros(BINS, check.mated.dtype)
    if there is not None:
        false, mated = check.non_mated[there, there], check.mated[there]
    return {
        f"{prefix}false_matches": false[: at + 1].sum().item(),
        f"{prefix}comparisons": false.sum().item(),
        f"{prefix}misses": mated[at + 1 :].sum().item(),
        f"{prefix}mated_comparisons": mated.sum().item(),
    }


def edge_for(counts: NDArray[np.int64] | NDArray[np.float64], target: float) -> int:
    """Return the largest edge, in steps of 0.001, at which the FMR does not exceed the target.

    Args:
        counts: (bins,) non-mated comparisons, or weights that sum to pairs of people.
        target: a fraction of 1.
    """
    fmr = counts.cumsum() / counts.sum()
    return max(int(np.searchsorted(fmr, target, side="right")) - 1, 0)
