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
from simulator.experiment.identified import verdicts_if
from simulator.experiment.not_measurable import (
    ALL_AT_ONE_DISTANCE,
    LESS_THAN_ONE_PERSON,
    LISTS_TOO_SHORT,
    NO_PROBE_LABELS,
    TWO_PORTRAITS,
    not_measurable,
)
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
    p_at_fixed_rate,
    photo_weights,
    thresholds_that_fit,
)
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.metrics import false_matches
from simulator.stats.people import count_people
from simulator.stats.significance import LEVEL, holm_over_questions, p_said
from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL
from simulator.storage.json_values import json_tree

RATES = (0.003, 0.01, 0.05)
"""Rates that are fixed in ``run --json``."""
OTHERS = marked("everyone else")
HOW = marked(
    "The threshold is set by the people of one group, so it is uncertain too: other people of that "
    "group would set another one. The intervals count the people of both groups. The gallery stays "
    "as it is."
)
SHARE_OF_PHOTOS = marked(
    "Somebody with several photos counts by the share of them that is falsely matched: with one of "
    "two, as half a person."
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
        ``false_matches``, ``distance`` with distance_low and distance_high (between which the
        people of the group may have it; nan where no threshold that was measured is its end),
        ``groups``, ``others`` (everybody who is not in the reference group, as a row like the
        groups), ``p`` (of one rate for both), ``p_holm``, ``questions`` and ``verdict``, one
        sentence. A row has group, label, people, searches, false_matches, fpir (of people), ratio,
        ratio_low, ratio_high (95%; nan with fewer than 8 people) and too_few. A column without
        labeled people is left out. p_holm counts every label of the people searched at every rate,
        whatever is shown, so a verdict does not depend on what somebody asked to see.

    Raises:
        ExperimentError: a column has no such group.
    """
    chosen = chosen or {}
    every = {}
    for column in dict.fromkeys([*result.probes.card.labels, *columns]):
        if any(part not in result.searched.columns for part in column.split(TIMES)):
            continue
        groups = [group for group in result.groups(column) if group.value]
        if groups:
            every[column] = (groups, _reference(result, column, groups, chosen.get(column)))
    compared = {
        column: [at_rate(result, *every[column], rate) for rate in rates] for column in every
    }
    _judge(result, {column: every[column][1] for column in every}, compared)
    found: dict[str, dict[str, Any]] = {
        column: {
            "reference": every[column][1].value,
            "label": every[column][1].label,
            "people": count_people(result.person, every[column][1].members),
            "how": how(result),
            "rates": compared[column],
        }
        for column in columns
        if column in every
    }
    shown: dict[str, dict[str, Any]] = verdicts_if(result.identified, found)
    return shown


def _judge(
    result: SearchOutcome, references: Mapping[str, Group], compared: Mapping[str, list[Any]]
) -> None:
    """Add p_holm, the number of questions and the verdict to every rate that could be set."""
    asked: dict[float, list[tuple[dict[str, Any], NDArray[np.bool_]]]] = {}
    for column, entries in compared.items():
        for entry in entries:
            if entry["why"] is None:
                entry |= {"p_holm": math.nan, "questions": 0, "verdict": ""}
                if not entry["others"]["too_few"] and not math.isnan(entry["p"]):
                    members = references[column].members
                    asked.setdefault(entry["asked"], []).append((entry, members))
    # The same group at another rate is another question.
    entries = [entry for some in asked.values() for entry, _members in some]
    masks = [
        np.concatenate([members, np.arange(len(asked)) == place])
        for place, some in enumerate(asked.values())
        for _entry, members in some
    ]
    corrected, questions = holm_over_questions([entry["p"] for entry in entries], masks)
    for entry, p_holm in zip(entries, corrected.tolist(), strict=True):
        entry |= {"p_holm": p_holm, "questions": questions}
    for column, some in compared.items():
        for entry in some:
            if entry["why"] is None:
                entry["verdict"] = _verdict(references[column], entry, result.several_photos)


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


def ends_of_threshold(
    result: SearchOutcome, rate: float, members: NDArray[np.bool_] | None = None
) -> tuple[float, float]:
    """Return between which thresholds (95%) the rate of other people like these may be the one.

    Args:
        result: the search.
        rate: the FPIR that these people have at the threshold, a fraction of 1.
        members: (p,) whose searches count; everybody's by default.

    Returns:
        (low, high); nan for an end where every threshold that was measured fits.
    """
    nearest, weights = _nearest(result, members)
    steps, events, _none = events_at_every_step(nearest, weights, nearest[:0], weights[:0])
    low, high = thresholds_that_fit(steps, events, round(float(weights.sum())), rate)
    return (low if math.isfinite(low) else math.nan, high if math.isfinite(high) else math.nan)


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
    """Fix one rate in the reference group, and compare the others, without a verdict.

    :func:`reference_groups` describes the values, and gives the verdicts.
    """
    fixed = threshold_of(result, rate, reference.members)
    if not fixed.reached:
        return {"asked": rate, "why": why_not(result, fixed, rate)}
    nearest, weights = _nearest(result, reference.members)
    low, high = ends_of_threshold(result, fixed.rate, reference.members)
    row = functools.partial(_row, result, reference, fixed)
    others = row(Group("", OTHERS, ~reference.members))
    p = math.nan
    if min(others["people"], fixed.trials) >= FEWEST_PEOPLE_FOR_AN_INTERVAL:
        _steps, first, theirs = events_at_every_step(
            nearest, weights, *_nearest(result, ~reference.members)
        )
        p = p_at_fixed_rate(
            first,
            fixed.trials,
            theirs,
            others["people"],
            fixed.rate,
            measured_to_the_end=math.isinf(result.measured_to),
        )
    return {
        "asked": rate,
        "why": None,
        "fpir": fixed.rate,
        "false_matches": int(false_matches(nearest, fixed.distance).sum()),
        "distance": fixed.distance,
        "distance_low": low,
        "distance_high": high,
        "groups": [row(group) for group in groups],
        "others": others,
        "p": p,
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
        return not_measurable(LESS_THAN_ONE_PERSON, **words)
    if math.isfinite(result.measured_to):
        return not_measurable(LISTS_TOO_SHORT, **words)
    return not_measurable(ALL_AT_ONE_DISTANCE, **words)


def how(result: SearchOutcome) -> str:
    """Return what the threshold and the intervals rest on."""
    return f"{_(HOW)} {_(SHARE_OF_PHOTOS)}" if result.several_photos else _(HOW)


def _verdict(reference: Group, entry: Mapping[str, Any], several_photos: bool) -> str:
    others = entry["others"]
    if math.isnan(entry["p_holm"]):
        return _("No verdict: two sides with at least {fewest} people each are needed.").format(
            fewest=FEWEST_TRIALS_FOR_AN_INTERVAL
        )
    values = {
        "reference": group_name(reference.label),
        "rate": percent(entry["fpir"]),
        "ratio": ungrouped(round(others["ratio"], 2)),
        "low": ungrouped(round(others["ratio_low"], 2)),
        "high": ungrouped(round(others["ratio_high"], 2)),
        "p": p_said(entry["p_holm"]),
    }
    if several_photos:
        start = _(
            "When the threshold is set so that {rate} of the group “{reference}” are falsely "
            "matched, each person counted by the share of their photos"
        ).format(**values)
    else:
        start = _(
            "When the threshold is set so that {rate} of the group “{reference}” are falsely "
            "matched"
        ).format(**values)
    numbers = _others_said(start, values)
    if entry["p_holm"] <= LEVEL:
        return f"{numbers} {_('Luck alone hardly explains that ({p}).').format(**values)}"
    if others["ratio_low"] > 1 or others["ratio_high"] < 1:
        more = _("With so many groups compared, luck alone could do that ({p}).").format(**values)
    else:
        more = _("The interval includes 1: the two rates may be the same.")
    return f"{numbers} {more}"


def _others_said(start: str, values: Mapping[str, str]) -> str:
    """Return the sentence on everyone else, after what the threshold was set for."""
    if values["ratio"] == ungrouped(0):
        return _(
            "{start}, nobody else is falsely matched (95% interval: up to {high} times as often)."
        ).format(start=start, **values)
    if values["ratio"] == ungrouped(1):
        return _(
            "{start}, everyone else is falsely matched equally often (95% interval {low} to {high} "
            "times as often)."
        ).format(start=start, **values)
    return _(
        "{start}, everyone else is falsely matched {ratio} times as often (95% interval {low} to "
        "{high})."
    ).format(start=start, **values)


def reference_group_measures(result: SearchOutcome, columns: Sequence[str]) -> dict[str, Any]:
    """Return what ``run --json`` gives under ``reference_group``, as JSON values.

    The experiment's own reference and rate are among what is compared.

    Returns:
        ``columns``, what :func:`reference_groups` returns, and ``why`` it is None, or None.
    """
    experiment = result.experiment
    if experiment.portrait in (EITHER, BOTH):
        return {"columns": None, "why": not_measurable(TWO_PORTRAITS)}
    chosen: dict[str, str] = {}
    if experiment.reference is not None:
        column, _equals, value = experiment.reference.partition("=")
        chosen = {column: value}
    rates = RATES if experiment.fpir is None else sorted({*RATES, experiment.fpir})
    found = reference_groups(result, list(dict.fromkeys([*columns, *chosen])), chosen, rates)
    why = None if found else not_measurable(NO_PROBE_LABELS)
    return {"columns": json_tree(found) if found else None, "why": why}
