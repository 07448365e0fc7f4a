"""Does a fix without labels help? Normalized distances beside one threshold for all or per group.

:mod:`simulator.search.normalized_scores` searches and normalizes,
:mod:`simulator.stats.equal_fpir` compares; here are the rows and what they say in words.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import UNLABELED, Group, split_by
from simulator.errors import ExperimentError
from simulator.experiment.identified import NOT_IDENTIFIED
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, marked, percent
from simulator.search.normalized_scores import NormalizedScores
from simulator.stats.drawn_rates import Estimate
from simulator.stats.equal_fpir import (
    COHORT,
    EVERYONE,
    METHODS,
    PER_GROUP,
    PROBE,
    MethodAtEqualFpir,
    compare_methods,
)
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL

TARGET = 0.05
"""The overall FPIR at which the ways are compared: about the ACLU's 28 of 535."""
TARGETS = (0.02, 0.05, 0.1, 0.2)
HELD = 0.95
"""A change is stated only if it has one direction in so many of the splits."""
TITLES = {
    EVERYONE: marked("One threshold for all"),
    PER_GROUP: marked("One threshold per group"),
    PROBE: marked("Normalized by the photo searched with"),
    COHORT: marked("Normalized on both sides"),
}
NARROWER = marked("the gap is narrower")
LEFT = marked("the gap is narrower, but still there")
TURNED = marked("the gap is narrower, but goes the other way")
WIDER = marked("the gap is wider")
TURNED_WIDE = marked("the gap goes the other way, and is no narrower")
NO_DIFFERENCE = marked("no difference can be shown")
TOO_FEW = marked("too few people for a verdict")
NO_VERDICT = marked("no verdict")
"""What happened to the gap between a group and everybody else; without a gap left that can be
shown, it is plainly narrower. There is no verdict where nobody is identified."""
MORE, FEWER, NO_MATES = "more", "fewer", "no mates"
"""What happened to missed mates, besides :data:`NO_DIFFERENCE`."""


@dataclass(frozen=True)
class GroupRow:
    """One group under one way to decide, with intervals over people.

    Attributes:
        method: one of :data:`simulator.stats.equal_fpir.METHODS`.
        group, label: the value in the data and its words.
        people, mated: people searched for, and those with a mate.
        too_few: the group or everybody else is too small for a verdict.
        fpir, fnir: on the tested halves, at equal overall FPIR.
        gap: FPIR minus that of everybody else.
        change: of the gap, against one threshold for all.
        same_direction: the share of splits in which the gap moved in the direction of the change.
        verdict: one of :data:`NARROWER` to :data:`NO_VERDICT`; empty for one threshold for all.
    """

    method: str
    group: str
    label: str
    people: int
    mated: int
    too_few: bool
    fpir: Estimate
    fnir: Estimate
    gap: Estimate
    change: Estimate
    same_direction: float
    verdict: str


@dataclass(frozen=True)
class MethodRow:
    """One way to decide, for everyone.

    Attributes:
        method: one of :data:`simulator.stats.equal_fpir.METHODS`.
        as_fitted, as_fitted_low, as_fitted_high: FPIR on the tested halves at the threshold as it
            was fitted; the average, and the range of 95% of the splits.
        fnir, change: at equal overall FPIR; the change is against one threshold for all.
        fnir_low_of_splits, fnir_high_of_splits: the range of 95% of the splits.
        same_direction: the share of splits in which FNIR moved in the direction of the change.
        verdict: :data:`MORE`, :data:`FEWER`, :data:`NO_DIFFERENCE` or :data:`NO_MATES`; empty for
            one threshold for all.
    """

    method: str
    as_fitted: float
    as_fitted_low: float
    as_fitted_high: float
    fnir: Estimate
    change: Estimate
    fnir_low_of_splits: float
    fnir_high_of_splits: float
    same_direction: float
    verdict: str


@dataclass(frozen=True)
class NormalizationResult:
    """What normalization does to one label column.

    Attributes:
        column: the label.
        target: the overall FPIR.
        people, mated: people searched for, and those with a mate.
        splits: how many halves were tested.
        cohort_people, gallery_people, closest: as in the scores.
        methods: one row per way.
        groups: one row per group and way.
        asked: the groups that get a verdict; of two that mirror each other, the smaller.
        identified: whether the photos searched with say whom they show.
    """

    column: str
    target: float
    people: int
    mated: int
    splits: int
    cohort_people: int
    gallery_people: int
    closest: int
    asked: tuple[str, ...]
    identified: bool = True
    methods: list[MethodRow] = field(default_factory=list)
    groups: list[GroupRow] = field(default_factory=list)

    @property
    def questions(self) -> int:
        """Count the verdicts on gaps, for which the intervals behind them are corrected."""
        return len(self.asked) * (len(METHODS) - 1)

    def of(self, method: str) -> MethodRow:
        """Return the row of one way."""
        return next(row for row in self.methods if row.method == method)

    def verdict(self) -> str:
        """Say in words what each way without labels changes; never more than the splits hold."""
        if not self.identified:
            return _(NOT_IDENTIFIED)
        if not self.asked:
            return _(
                "No verdict: two groups with at least {fewest} people each are needed."
            ).format(fewest=FEWEST_TRIALS_FOR_AN_INTERVAL)
        return " ".join(self.said(method) for method in (PROBE, COHORT))

    def said(self, method: str) -> str:
        """Say what one way does to the gaps and to missed mates."""
        plain = {row.group: row for row in self.groups if row.method == EVERYONE}
        changed = [
            _("{group} from {plain} to {rate}, {verdict}").format(
                group=group_name(row.label),
                plain=percent(plain[row.group].fpir.value),
                rate=percent(row.fpir.value),
                verdict=_(row.verdict),
            )
            for row in self.groups
            if row.method == method and row.group in self.asked and row.verdict != NO_DIFFERENCE
        ]
        if not changed:
            return _(
                "{way}: no difference in false matches can be shown for any group. {missed}"
            ).format(way=_(TITLES[method]), missed=self.missed(method))
        return _("{way}: {changed}. {missed}").format(
            way=_(TITLES[method]), changed="; ".join(changed), missed=self.missed(method)
        )

    def missed(self, method: str) -> str:
        """Say what a way does to missed mates, in one sentence."""
        row = self.of(method)
        values = {
            "rate": percent(row.fnir.value),
            "plain": percent(self.of(EVERYONE).fnir.value),
        }
        if row.verdict == NO_MATES:
            return _("True matches missed are not measurable here.")
        if row.verdict == MORE:
            return _("More true matches are missed: {rate} instead of {plain}.").format(**values)
        if row.verdict == FEWER:
            return _("Fewer true matches are missed: {rate} instead of {plain}.").format(**values)
        return _(
            "True matches missed: {rate} instead of {plain}; no difference can be shown."
        ).format(**values)


def normalization(
    scores: NormalizedScores, probes: Dataset, columns: Iterable[str], target: float = TARGET
) -> dict[str, NormalizationResult]:
    """Compare the four ways by each label column, at one overall FPIR.

    Raises:
        ExperimentError: the target flags nobody in a half.
        LabelError: there is no such label.
    """
    labels = probes.labels(scores.keys.tolist())
    groups = {
        column: [g for g in split_by(labels, column, probes.card) if UNLABELED not in _parts(g)]
        for column in columns
    }
    masks = {column: [g.members for g in some] for column, some in groups.items()}
    # Without labels there is still the question of missed mates.
    asked_of = masks or {"": []}
    try:
        compared = compare_methods(
            scores.nearest, scores.mates, scores.first_half, asked_of, target
        )
    except ValueError as problem:
        raise ExperimentError(f"{problem}. Choose a larger one.") from problem
    searched = (~np.isnan(scores.nearest[0])).any(axis=0)
    mated = (~np.isnan(scores.mates[0])).any(axis=0)
    found = {}
    for column, by_method in compared.items():
        some = groups.get(column, [])
        people = [int((g.members & searched).sum()) for g in some]
        total = int(searched.sum())
        few = [min(n, total - n) < FEWEST_TRIALS_FOR_AN_INTERVAL for n in people]
        asked = _asked(some, few)
        result = NormalizationResult(
            column=column,
            target=target,
            people=total,
            mated=int(mated.sum()),
            splits=2 * scores.draws,
            cohort_people=scores.cohort_people,
            gallery_people=scores.gallery_people,
            closest=scores.closest,
            asked=tuple(group.value for group in asked),
            identified=probes.card.identities,
        )
        plain = by_method[EVERYONE]
        for name, method in by_method.items():
            result.methods.append(_method_row(method, plain, result.mated))
            rows = []
            for i, group in enumerate(some):
                moves = method.gaps_of_splits[i] - plain.gaps_of_splits[i]
                gap, change = method.gap[i], method.gap_change[i]
                same = _same_direction(moves, change.value)
                verdict = TOO_FEW if result.identified else NO_VERDICT
                if result.identified and not few[i]:
                    verdict = _gap_verdict(plain.gap[i], gap, change, same, result.questions)
                rows.append(
                    GroupRow(
                        method=name,
                        group=group.value,
                        label=group.label,
                        people=people[i],
                        mated=int((group.members & mated).sum()),
                        too_few=few[i],
                        fpir=method.fpir[i],
                        fnir=method.fnir_by_group[i],
                        gap=gap,
                        change=change,
                        same_direction=same,
                        verdict="" if name == EVERYONE else verdict,
                    )
                )
            result.groups.extend(_mirrored(rows) if _are_mirrored(some) else rows)
        found[column] = result
    return found


def _parts(group: Group) -> list[str]:
    return group.value.split("*")


def _asked(groups: Sequence[Group], few: Sequence[bool]) -> list[Group]:
    """Return the groups that get a verdict; of two that mirror each other, one question."""
    judged = [group for group, small in zip(groups, few, strict=True) if not small]
    return judged[1:] if len(judged) == 2 and _are_mirrored(groups) else judged


def _are_mirrored(groups: Sequence[Group]) -> bool:
    """Return whether there are two groups and nobody is in both."""
    return len(groups) == 2 and not (groups[0].members & groups[1].members).any()


def _mirrored(rows: Sequence[GroupRow]) -> list[GroupRow]:
    """Let the larger of two groups say what the smaller says: the gap is one gap."""
    larger, smaller = rows
    return [
        dataclasses.replace(
            larger,
            gap=_negative(smaller.gap),
            change=_negative(smaller.change),
            same_direction=smaller.same_direction,
            verdict=smaller.verdict,
        ),
        smaller,
    ]


def _negative(estimate: Estimate) -> Estimate:
    return Estimate(-estimate.value, -estimate.high, -estimate.low)


def _same_direction(moves: Any, change: float) -> float:
    moves = moves[np.isfinite(moves)]
    if not len(moves) or not change:
        return math.nan
    return float((np.sign(moves) == np.sign(change)).mean())


def _gap_verdict(
    plain: Estimate, gap: Estimate, change: Estimate, same_direction: float, questions: int
) -> str:
    if not (change.excludes_zero(questions) and same_direction >= HELD):
        return NO_DIFFERENCE
    turned = plain.value * gap.value < 0
    if abs(gap.value) >= abs(plain.value):
        return TURNED_WIDE if turned else WIDER
    if gap.excludes_zero():
        return TURNED if turned else LEFT
    return NARROWER


def _method_row(method: MethodAtEqualFpir, plain: MethodAtEqualFpir, mated: int) -> MethodRow:
    moves = method.fnir_of_splits - plain.fnir_of_splits
    change = method.fnir_change
    same = _same_direction(moves, change.value)
    verdict = ""
    if method.name != EVERYONE:
        verdict = NO_DIFFERENCE
        if not mated:
            verdict = NO_MATES
        elif (
            mated >= FEWEST_TRIALS_FOR_AN_INTERVAL
            and same >= HELD
            and change.excludes_zero(len(METHODS) - 1)
        ):
            verdict = MORE if change.value > 0 else FEWER
    low, high = np.quantile(method.as_fitted, [0.025, 0.975]).tolist()
    fnir = method.fnir_of_splits[np.isfinite(method.fnir_of_splits)]
    ends = np.quantile(fnir, [0.025, 0.975]).tolist() if len(fnir) else [math.nan, math.nan]
    return MethodRow(
        method.name,
        float(method.as_fitted.mean()),
        low,
        high,
        method.fnir,
        change,
        ends[0],
        ends[1],
        same,
        verdict,
    )
