"""Groups compared among people who are alike in what else differs: gender, age and their photos.

Two views of one question. At the threshold: the odds of being falsely matched, a group's over
everybody else's. At no threshold: how much nearer the group's closest stranger is; there are as
many distances as people, so this view sees more.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import TIMES, UNLABELED, Group
from simulator.experiment.analyses.adjusted_words import (
    caveat,
    column_verdict,
    group_verdict,
)
from simulator.experiment.analyses.covariates import Covariate, Covariates, covariates
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.identified import verdicts_if
from simulator.experiment.not_measurable import (
    NO_PROBE_LABELS,
    NOTHING_ELSE_KNOWN,
    not_measurable,
)
from simulator.stats import adjusted_difference as adjusted_differences, odds_ratio as odds_ratios
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.significance import holm_over_questions
from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL
from simulator.storage.json_values import json_number

FEWEST_EVENTS_PER_VARIABLE = 10
"""With fewer, an adjusted odds ratio has an interval and no verdict.

Source: Peduzzi et al. (1996), Journal of Clinical Epidemiology 49, 1373–1379; van Smeden et al.
(2016), BMC Medical Research Methodology 16, 163, on how weak the rule is.
"""
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Question:
    """One group against everybody else, among people whose label and covariates are known.

    Attributes:
        column: the label column.
        group: the group, as a mask over all people.
        used: (people,) who is compared.
        beside: what is adjusted for, in order.
    """

    column: str
    group: Group
    used: Mask
    beside: list[Covariate]

    @property
    def inside(self) -> Mask:
        """Mark those compared who belong to the group: (used,)."""
        return self.group.members[self.used]

    @property
    def smaller_side(self) -> int:
        """Count the people in the group or outside it, whichever are fewer."""
        size = int(self.inside.sum())
        return min(size, len(self.inside) - size)

    @property
    def too_few(self) -> bool:
        """Return whether one side has too few people for a verdict."""
        return self.smaller_side < FEWEST_TRIALS_FOR_AN_INTERVAL

    def columns(self, steps: int) -> Floats:
        """Return the first covariates' columns, (used, k)."""
        values = [covariate.values for covariate in self.beside[:steps]]
        return np.column_stack([np.empty((len(self.used), 0)), *values])[self.used]


def adjusted(view: AtThreshold, columns: Sequence[str] = ()) -> dict[str, Any]:
    """Compare groups before and after adjusting for what else differs, as JSON values.

    All label columns are tested together, whichever are asked for, so that a verdict does not
    depend on what somebody asked to see. Somebody with several photos is falsely matched if one of
    them is, and has their average distance and measurements.

    Args:
        view: a search at a threshold.
        columns: the label columns or intersections ``a*b`` to show.

    Returns:
        ``adjusted_for`` (kind → the names of its columns), ``not_adjusted_for`` (kind or
        measurement → why), ``caveat``, ``fewest_people``, ``fewest_events_per_variable``; and
        ``columns``: by label column the ``people`` compared, ``left_out`` (label, measurement or
        distance not known), ``events`` (falsely matched), ``questions``, ``groups`` and
        ``verdict``. A group has group, label, people, others, events, other_events, too_few,
        ``crude`` (the odds ratio of the table of four counts; null if one of them is 0), ``steps``
        and verdict. A step has ``adjusted_for`` (kinds), odds_ratio with low, high and p,
        variables, events_per_variable, few_events; distance (the group's mean distance to its
        closest stranger minus that of the others), distance_low, distance_high, distance_p. The
        last step has p_holm and distance_p_holm. With fewer than 8 people on one side nothing is
        estimated. Of two groups that are each other's complement only the smaller is listed.
        ``why`` says in words why nothing was adjusted; null otherwise. Undefined numbers are nan.
    """
    known = covariates(view.result)
    person, people = view.result.person, view.result.people
    events = np.zeros(people, bool)
    events[person[view.flagged]] = True
    distances = _average(view.result.search.nearest, person, people)
    every = [*view.result.probes.card.labels, *columns]
    there = view.result.searched.columns
    asked = [
        question
        for column in dict.fromkeys(every)
        if column in columns or all(part in there for part in column.split(TIMES))
        for question in _questions(view, column, known, ~np.isnan(distances))
    ]
    last = [_step(question, len(question.beside), events, distances) for question in asked]
    questions = _correct(asked, last)
    shown: dict[str, Any] = {}
    for column in columns:
        rows, used = [], np.zeros(people, bool)
        for question, final in zip(asked, last, strict=True):
            if question.column == column:
                used = question.used
                rows.append(_row(question, final, events, distances))
        shown[column] = {
            "people": int(used.sum()),
            "left_out": int(people - used.sum()),
            "events": int(events[used].sum()),
            "questions": questions,
            "groups": rows,
            "verdict": column_verdict(rows),
        }
    why = None
    if not (known.known and asked):
        why = not_measurable(NOTHING_ELSE_KNOWN if asked else NO_PROBE_LABELS)
    found: dict[str, Any] = {
        "adjusted_for": {one.kind: list(one.names) for one in known.known},
        "not_adjusted_for": known.missing,
        "caveat": caveat(),
        "fewest_people": FEWEST_TRIALS_FOR_AN_INTERVAL,
        "fewest_events_per_variable": FEWEST_EVENTS_PER_VARIABLE,
        "why": why,
        "columns": verdicts_if(view.result.identified, shown),
    }
    return found


def _questions(view: AtThreshold, column: str, known: Covariates, found: Mask) -> list[Question]:
    """Return a question per group of a column; one for two groups that are complements."""
    person, people = view.result.person, view.result.people
    groups = [
        dataclasses.replace(group, members=_any(group.members, person, people))
        for group in view.result.groups(column)
    ]
    unlabeled = [group.members for group in groups if UNLABELED in group.value.split(TIMES)]
    labeled = [group for group in groups if UNLABELED not in group.value.split(TIMES)]
    beside = known.beside(column)
    used = found & ~np.any([np.zeros(people, bool), *unlabeled], axis=0)
    for covariate in beside:
        used = used & ~np.isnan(covariate.values).any(axis=1)
    if len(labeled) == 2 and (labeled[0].members != labeled[1].members)[used].all():
        labeled = labeled[1:]
    return [Question(column, group, used, beside) for group in labeled]


def _step(question: Question, steps: int, events: Mask, distances: Floats) -> dict[str, Any]:
    """Return one step of a question: after adjusting for the first covariates."""
    inside, others = question.inside, question.columns(steps)
    event, distance = events[question.used], distances[question.used]
    odds, nearer = odds_ratios.NOTHING, adjusted_differences.NOTHING
    if question.smaller_side >= FEWEST_PEOPLE_FOR_AN_INTERVAL:
        odds = odds_ratios.odds_ratio(inside, others, event)
        nearer = adjusted_differences.adjusted_difference(inside, others, distance)
    variables = 1 + others.shape[1]
    per_variable = min(int(event.sum()), int((~event).sum())) / variables
    return {
        "adjusted_for": [covariate.kind for covariate in question.beside[:steps]],
        "odds_ratio": odds.value,
        "low": odds.low,
        "high": odds.high,
        "p": odds.p,
        "variables": variables,
        "events_per_variable": per_variable,
        "few_events": per_variable < FEWEST_EVENTS_PER_VARIABLE,
        "distance": nearer.value,
        "distance_low": nearer.low,
        "distance_high": nearer.high,
        "distance_p": nearer.p,
    }


def _correct(asked: list[Question], last: list[dict[str, Any]]) -> int:
    """Add Holm's p to the last steps that get a verdict; return how many were tested together."""
    most = 0
    for name in ("p", "distance_p"):
        judged = [
            place
            for place, (question, step) in enumerate(zip(asked, last, strict=True))
            if not question.too_few
            and not math.isnan(step[name])
            and not (name == "p" and step["few_events"])
        ]
        corrected, questions = holm_over_questions(
            [last[place][name] for place in judged],
            [asked[place].group.members for place in judged],
        )
        for step in last:
            step[f"{name}_holm"] = math.nan
        for place, p in zip(judged, corrected.tolist(), strict=True):
            last[place][f"{name}_holm"] = p
        most = max(most, questions)
    return most


def _row(
    question: Question, final: dict[str, Any], events: Mask, distances: Floats
) -> dict[str, Any]:
    inside, event = question.inside, events[question.used]
    counts = [
        int((side & happened).sum()) for side in (inside, ~inside) for happened in (event, ~event)
    ]
    earlier = [_step(question, steps, events, distances) for steps in range(len(question.beside))]
    row = {
        "group": question.group.value,
        "label": question.group.label,
        "people": counts[0] + counts[1],
        "others": counts[2] + counts[3],
        "events": counts[0],
        "other_events": counts[2],
        "crude": counts[0] * counts[3] / (counts[1] * counts[2]) if all(counts) else math.nan,
        "too_few": question.too_few,
        "steps": [*earlier, final],
    }
    return row | {"verdict": group_verdict(row)}


def _average(values: Floats, person: NDArray[np.intp], people: int) -> Floats:
    """Return each person's mean; nan for somebody without a value."""
    found = ~np.isnan(values)
    counted = np.bincount(person[found], minlength=people).astype(float)
    summed = np.bincount(person[found], values[found], minlength=people)
    counted[counted == 0] = np.nan
    return np.asarray(summed / counted)


def _any(marked: Mask, person: NDArray[np.intp], people: int) -> Mask:
    found = np.zeros(people, bool)
    found[person[marked]] = True
    return found


def adjusted_measures(view: AtThreshold, columns: Sequence[str]) -> dict[str, Any]:
    """Return :func:`adjusted` with null in place of every number that is undefined."""
    plain: dict[str, Any] = _plain(adjusted(view, columns))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return json_number(value) if isinstance(value, float) else value
