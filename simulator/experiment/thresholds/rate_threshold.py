"""A threshold given as an error rate: the FPIR or the FMR of everybody, or of one group."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import Group
from simulator.errors import ThresholdError
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.thresholds.reference_group import (
    ends_of_threshold,
    group_named,
    threshold_of,
    why_not,
)
from simulator.i18n.label_names import group_name
from simulator.i18n.language import percent, plain_digits, speaking
from simulator.search.search import BIN_WIDTH, edge_under
from simulator.stats.fixed_rate import photo_weights
from simulator.stats.numbers import is_number

FPIR, FMR = "fpir", "fmr"
RATE_KINDS = (FPIR, FMR)


def distance_at_rate(
    result: SearchOutcome, kind: str, rate: float, reference: str | None = None
) -> float:
    """Return the loosest threshold at which a rate is not exceeded.

    Args:
        result: the search.
        kind: ``fpir``, of people searched for, each counted once; or ``fmr``, of the comparisons of
            a person searched for with a photo in the gallery.
        rate: a fraction of 1.
        reference: ``COLUMN=GROUP`` whose rate it is; everybody's by default.

    Raises:
        ThresholdError: the rate is not between 0 and 1, or is less than one person or comparison.
        ExperimentError: there is no such group.
    """
    if not (is_number(rate) and 0 < rate < 1):
        raise ThresholdError(
            f"expected {kind} to be a fraction between 0 and 1, such as 0.01, found {rate!r}. "
            "Correct it."
        )
    group = None if reference is None else group_named(result, reference)
    if kind == FMR:
        return _at_fmr(result, rate, group)
    fixed = threshold_of(result, rate, None if group is None else group.members)
    if not fixed.reached:
        with speaking("en"):
            reason = why_not(result, fixed, rate)
        raise ThresholdError(reason)
    return fixed.distance


def _at_fmr(result: SearchOutcome, rate: float, group: Group | None) -> float:
    """Return the last edge of 0.001 at which the FMR of a group's comparisons is not exceeded."""
    compared = _comparisons(result, group)
    total = float(compared.sum())
    edges = edge_under(result.measured_to) if math.isfinite(result.measured_to) else len(compared)
    fmr = compared[:edges].cumsum() / total if total else np.zeros(0)
    fits = np.flatnonzero(fmr <= rate)
    if rate * total < 1:
        one = plain_digits(float(f"{1 / max(total, 1):.2g}"))
        raise ThresholdError(
            f"expected an FMR that is at least one of {total:,.0f} comparisons "
            f"({one}), found {plain_digits(rate)}. Choose a larger one."
        )
    if not len(fits) or len(fits) == len(fmr):
        raise ThresholdError(
            "expected an FMR between two distances that were measured, found "
            f"{plain_digits(rate)}. Choose another one."
        )
    return round(float(fits[-1]) * BIN_WIDTH, 6)


def _comparisons(result: SearchOutcome, group: Group | None) -> NDArray[np.float64]:
    """Count comparisons with strangers by distance bin; each person's searches count one."""
    members = np.ones(len(result.person), bool) if group is None else group.members
    tallies = result.search.tallies[members].sum(axis=1, dtype=np.int64)
    return np.asarray(photo_weights(result.person[members]) @ tallies, np.float64)


def rate_interval_of(result: SearchOutcome) -> tuple[float, float] | None:
    """Return between which thresholds the FPIR that set the threshold may lie (95%).

    Returns:
        (low, high), nan for an open end; None where no FPIR set the threshold.
    """
    experiment = result.experiment
    if experiment.fpir is None:
        return None
    group = None if experiment.reference is None else group_named(result, experiment.reference)
    members = None if group is None else group.members
    fixed = threshold_of(result, experiment.fpir, members)
    return ends_of_threshold(result, fixed.rate, members) if fixed.reached else None


def rate_notes(result: SearchOutcome, chosen_by: str) -> list[str]:
    """Return the sentence on the rate that set the threshold; none without.

    Args:
        result: the search, whose experiment has the rate.
        chosen_by: what set the threshold.
    """
    experiment = result.experiment
    rate = {FPIR: experiment.fpir, FMR: experiment.fmr}.get(chosen_by)
    if rate is None:
        return []
    group = "" if experiment.reference is None else _in_group(result, experiment.reference)
    if chosen_by == FMR:
        what = f"{plain_digits(rate)} of the comparisons with the people{group} match"
        return [f"The threshold is the loosest at which at most {what}."]
    what = f"{percent(rate, None)} of the people{group} are falsely matched"
    if result.several_photos:
        # The count of people with a false match in any photo is another number than the rate.
        what += ", each counted by the share of their photos that is"
    return [f"The threshold is the loosest at which at most {what}."]


def _in_group(result: SearchOutcome, reference: str) -> str:
    return f" in the group “{group_name(group_named(result, reference).label)}”"
