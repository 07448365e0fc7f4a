"""One group sets the threshold; the rates of the others as ratios to it."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import TIMES, Group
from simulator.errors import ExperimentError
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import BOTH, EITHER
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, marked, ngettext, number, percent, ungrouped
from simulator.stats.fixed_rate import (
    FixedThreshold,
    Floats,
    events_at_every_step,
    fix_threshold,
    interval_at_fixed_rate,
    photo_weights,
    thresholds_that_fit,
)
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.metrics import false_matches
from simulator.stats.people import count_people
from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL
from simulator.storage.json_values import json_tree

RATES = (0.003, 0.01, 0.05)
"""Rates that are fixed in ``run --json``."""
OTHERS = marked("everyone else")
ONE_PORTRAIT = marked(
    "Not measurable here: with two portraits of each person, choose the first or the second."
)
NO_LABELS = marked("Not measurable here: the people searched for have no labels.")
HOW = marked(
    "The threshold is set by the people of one group, so it is uncertain too: other people of that "
    "group would set another one. The intervals count the people of both groups. The gallery stays "
    "as it is."
)


def reference_groups(
    result: SearchOutcome,
    columns: Sequence[str],
    chosen: Mapping[str, str] | None = None,
    rates: Sequence[float] = RATES,
) -> dict[str, dict[str, Any]]:
    """Fix FPIR in one group of each label, and compare the other groups with it.

    Args:
        result: the search.
        columns: label columns of the people searched, or intersections ``a*b``.
        chosen: column → the group that sets the threshold; the largest labeled one by default.
        rates: the FPIRs to fix, fractions of 1.

    Returns:
        Column → ``reference``, ``label``, ``people``, ``how`` and ``rates``: for each the rate
        ``asked`` for and ``why`` it cannot be set, or ``fpir`` (what the threshold fixes),
        ``false_matches``, ``distance`` with distance_low and distance_high, ``groups``, ``others``
        (everybody who is not in the reference group, as a row like the groups) and ``verdict``, one
        sentence. A row has group, label, people, searches, false_matches, fpir (of people), ratio,
        ratio_low, ratio_high (95%; nan with fewer than 8 people) and too_few. A column without
        labeled people is left out.

    Raises:
        ExperimentError: a column has no such group.
    """
    found: dict[str, dict[str, Any]] = {}
    for column in columns:
        if any(part not in result.searched.columns for part in column.split(TIMES)):
            continue
        groups = [group for group in result.groups(column) if group.value]
        if not groups:
            continue
        reference = _reference(result, column, groups, (chosen or {}).get(column))
        found[column] = {
            "reference": reference.value,
            "label": reference.label,
            "people": count_people(result.person, reference.members),
            "how": _(HOW),
            "rates": [at_rate(result, groups, reference, rate) for rate in rates],
        }
    return found


def _reference(
    result: SearchOutcome, column: str, groups: Sequence[Group], value: str | None
) -> Group:
    if value is None:
        return max(groups, key=lambda group: count_people(result.person, group.members))
    for group in groups:
        if group.value == value:
            return group
    known = ", ".join(group.value for group in groups)
    raise ExperimentError(
        f"expected a group of {column} among {known} for the reference, found {value!r}. Choose "
        "one of them."
    )


def group_named(result: SearchOutcome, reference: str) -> Group:
    """Return the group that ``COLUMN=GROUP`` names.

    Raises:
        ExperimentError: it is not of that form, or there is no such column or group.
    """
    column, _equals, value = reference.partition("=")
    if not (column and value):
        raise ExperimentError(
            f"expected COLUMN=GROUP for the reference, such as gender=M, found {reference!r}. "
            "Write it so."
        )
    groups = [group for group in result.groups(column) if group.value]
    return _reference(result, column, groups, value)


def threshold_of(
    result: SearchOutcome, rate: float, members: NDArray[np.bool_] | None = None
) -> FixedThreshold:
    """Return the threshold at which no more than a share of some people is falsely matched.

    Args:
        result: the search.
        rate: the FPIR, a fraction of 1.
        members: (p,) whose searches count; everybody's by default.
    """
    nearest, weights = _nearest(result, members)
    return fix_threshold(nearest, weights, rate)


def _nearest(result: SearchOutcome, members: NDArray[np.bool_] | None) -> tuple[Floats, Floats]:
    """Return the distance of each search's closest stranger, and what the search counts."""
    some = slice(None) if members is None else members
    return result.search.nearest[some], photo_weights(result.person[some])


def at_rate(
    result: SearchOutcome, groups: Sequence[Group], reference: Group, rate: float
) -> dict[str, Any]:
    """Fix one rate in the reference group, and compare the others; see :func:`reference_groups`."""
    fixed = threshold_of(result, rate, reference.members)
    if not fixed.reached:
        return {"asked": rate, "why": why_not(result, fixed, rate)}
    nearest, weights = _nearest(result, reference.members)
    steps, events, _none = events_at_every_step(nearest, weights, nearest[:0], weights[:0])
    ends = thresholds_that_fit(steps, events, fixed.trials, fixed.rate)
    row = functools.partial(_row, result, reference, fixed)
    others = row(Group("", OTHERS, ~reference.members))
    return {
        "asked": rate,
        "why": None,
        "fpir": fixed.rate,
        "false_matches": int(false_matches(nearest, fixed.distance).sum()),
        "distance": fixed.distance,
        "distance_low": max(ends[0], 0.0),
        "distance_high": ends[1],
        "groups": [row(group) for group in groups],
        "others": others,
        "verdict": _verdict(reference, fixed, others),
    }


def _row(
    result: SearchOutcome, reference: Group, fixed: FixedThreshold, group: Group
) -> dict[str, Any]:
    flagged = false_matches(result.search.nearest, fixed.distance)
    people = count_people(result.person, group.members)
    nearest, weights = _nearest(result, group.members)
    rate = float((weights * flagged[group.members]).sum()) / people if people else math.nan
    own = group.value == reference.value and bool((group.members == reference.members).all())
    low, high = (1.0, 1.0) if own else (math.nan, math.nan)
    fewest = min(people, fixed.trials)
    if not own and fewest >= FEWEST_PEOPLE_FOR_AN_INTERVAL:
        first = _nearest(result, reference.members)
        _steps, events, theirs = events_at_every_step(*first, nearest, weights)
        low, high = interval_at_fixed_rate(
            events,
            fixed.trials,
            theirs,
            people,
            fixed.rate,
            measured_to_the_end=math.isinf(result.measured_to),
        )
        low, high = low / fixed.rate, high / fixed.rate
    return {
        "group": group.value,
        "label": group.label,
        "people": people,
        "searches": int(group.members.sum()),
        "false_matches": int(flagged[group.members].sum()),
        "fpir": rate,
        "ratio": rate / fixed.rate,
        "ratio_low": low,
        "ratio_high": high,
        "too_few": fewest < FEWEST_TRIALS_FOR_AN_INTERVAL,
    }


def why_not(result: SearchOutcome, fixed: FixedThreshold, rate: float) -> str:
    """Return a sentence on why no threshold fixes this rate among these people."""
    people = ngettext("{count} person", "{count} people", fixed.trials).format(
        count=number(fixed.trials)
    )
    words = {
        "rate": percent(rate, None),
        "people": people,
        "smallest": percent(1 / fixed.trials, 2),
    }
    if rate * fixed.trials < 1:
        return _(
            "A rate of {rate} cannot be set here: among {people} it is less than one person. One "
            "person is {smallest}."
        ).format(**words)
    if math.isfinite(result.measured_to):
        return _(
            "A rate of {rate} cannot be set here: the lists of candidates end before so many of "
            "{people} are falsely matched."
        ).format(**words)
    return _(
        "A rate of {rate} cannot be set here: more of {people} than that lie at one distance."
    ).format(**words)


def _verdict(reference: Group, fixed: FixedThreshold, others: dict[str, Any]) -> str:
    if others["too_few"]:
        return _("No verdict: two sides with at least {fewest} people each are needed.").format(
            fewest=FEWEST_TRIALS_FOR_AN_INTERVAL
        )
    values = {
        "reference": group_name(reference.label),
        "rate": percent(fixed.rate),
        "ratio": ungrouped(round(others["ratio"], 2)),
        "low": ungrouped(round(others["ratio_low"], 2)),
        "high": ungrouped(round(others["ratio_high"], 2)),
    }
    if others["ratio_low"] > 1 or others["ratio_high"] < 1:
        return _(
            "When the threshold is set so that {rate} of the group “{reference}” are falsely "
            "matched, everyone else is falsely matched {ratio} times as often (95% interval {low} "
            "to {high})."
        ).format(**values)
    return _(
        "When the threshold is set so that {rate} of the group “{reference}” are falsely matched, "
        "everyone else is falsely matched {ratio} times as often (95% interval {low} to {high}). "
        "The interval includes 1: the two rates may be the same."
    ).format(**values)


def reference_group_measures(result: SearchOutcome, columns: Sequence[str]) -> dict[str, Any]:
    """Return what ``run --json`` gives under ``reference_group``, as JSON values.

    The experiment's own reference and rate are among what is compared.

    Returns:
        ``columns``, what :func:`reference_groups` returns, and ``why`` it is None, or None.
    """
    experiment = result.experiment
    if experiment.portrait in (EITHER, BOTH):
        return {"columns": None, "why": _(ONE_PORTRAIT)}
    chosen: dict[str, str] = {}
    if experiment.reference is not None:
        column, _equals, value = experiment.reference.partition("=")
        chosen = {column: value}
    rates = RATES if experiment.fpir is None else sorted({*RATES, experiment.fpir})
    found = reference_groups(result, list(dict.fromkeys([*columns, *chosen])), chosen, rates)
    why = None if found else _(NO_LABELS)
    return {"columns": json_tree(found) if found else None, "why": why}
