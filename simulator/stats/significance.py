"""Bias or luck? How often a gap as large as the measured one arises when labels mean nothing.

Labels are shuffled over the people searched; who was falsely matched stays. If the label has
nothing to do with it, the real gap is one of the shuffled ones, and p is the share of all possible
shuffles with a gap at least as large. It is calculated exactly, so nothing depends on a seed.

A verdict depends on who was falsely matched, so on the threshold, the portraits and the gallery.
:mod:`simulator.experiment.specification_curve` tries others.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.groups import Group
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, ngettext, number, ungrouped
from simulator.stats.all_shuffles import exact_p, fisher_p, share_with_a_smallest_p
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL

FEWEST_PEOPLE_FOR_A_VERDICT = FEWEST_TRIALS_FOR_AN_INTERVAL
"""A group with fewer people gets no verdict: the tables mark it "too few"."""
LEVEL = 0.05
SHUFFLES_SAID = 10_000
"""The sentences say in how many of so many shuffles a gap is as large."""


@dataclass(frozen=True)
class GroupTest:
    """One group against everybody else.

    Attributes:
        group: the value in the data.
        label: the words for it.
        events, people: falsely matched, and searched, in the group.
        other_events, others: the same among everybody else.
        p_permutation: the share of all shuffles of the labels with a gap at least as large,
            two-sided; nan where one side is empty.
        p_fisher: Fisher's exact test, two-sided.
        p_holm: p_permutation after Holm's correction for every group of every column that was
            tested together; nan where the group gets no verdict.
        verdict: one sentence in plain words.
    """

    group: str
    label: str
    events: int
    people: int
    other_events: int
    others: int
    p_permutation: float
    p_fisher: float
    p_holm: float
    verdict: str


@dataclass(frozen=True)
class Significance:
    """The test of a label column.

    Attributes:
        p: is the label as a whole related to false matches? The share of all shuffles in which a
            group of it has a p as small as the smallest one here; nan without two groups.
        p_holm: the smallest p_holm of its groups, which decides the verdict. It is at least p.
        questions: groups against everybody else that were tested together, in all columns.
        permutations: 0, since every possible shuffle counts; or how many were drawn for p, where
            people in several groups can be dealt in too many ways.
        fewest_people: smaller groups get no verdict.
        verdict: one or two sentences in plain words.
        tests: one per group.
    """

    p: float
    p_holm: float
    questions: int
    permutations: int
    fewest_people: int
    verdict: str
    tests: tuple[GroupTest, ...]


def bias_or_luck(flagged: NDArray[np.bool_], groups: Sequence[Group]) -> Significance:
    """Test whether false matches fall on a group more or less often than luck explains.

    Args:
        flagged: (p,) who was falsely matched; one value per person.
        groups: masks over the people; they may overlap.

    Returns:
        The p-values and verdicts. A verdict is never "unbiased": a large p-value says that luck is
        enough as an explanation, not that luck is the explanation.

    Raises:
        ValueError: a group's mask has another length, or flagged is not boolean.

    Source:
        Fisher (1935), The Design of Experiments, for all shuffles; Holm (1979), Scand. J. Stat. 6,
        65–70; Westfall & Young (1993), Resampling-Based Multiple Testing, for the smallest p.
    """
    return bias_or_luck_by_column(flagged, {"": groups})[""]


def bias_or_luck_by_column(
    flagged: NDArray[np.bool_], columns: Mapping[str, Sequence[Group]]
) -> dict[str, Significance]:
    """Test several columns of labels together: each p is corrected for all of their groups.

    A column's verdict follows from those of its groups, so the two never contradict each other.

    Args:
        flagged: (p,) who was falsely matched; one value per person.
        columns: the groups of each column, as masks over the people.

    Raises:
        ValueError: a group's mask has another length, or flagged is not boolean.
    """
    flagged = np.asarray(flagged)
    groups = [group for some in columns.values() for group in some]
    if flagged.dtype != bool or any(len(group.members) != len(flagged) for group in groups):
        raise ValueError("expected one true or false per search, and masks of the same length")
    n, hits = len(flagged), int(flagged.sum())
    measured = {
        column: [_measured(group, flagged) for group in columns[column]] for column in columns
    }
    asked = [
        (group.members, test.p_permutation)
        for column, some in columns.items()
        for group, test in zip(some, measured[column], strict=True)
        if _is_judged(test)
    ]
    corrected, questions = holm_over_questions(
        [p for _, p in asked], [members for members, _ in asked]
    )
    found, place = {}, 0
    for column, some in columns.items():
        tests, judged = [], []
        for group, test in zip(some, measured[column], strict=True):
            p_holm = math.nan
            if _is_judged(test):
                p_holm = float(corrected[place])
                place += 1
                judged.append((group, test))
            verdict = _group_verdict(test, hits, n, p_holm)
            tests.append(dataclasses.replace(test, p_holm=p_holm, verdict=verdict))
        p, permutations = share_with_a_smallest_p(
            [group.members for group, _ in judged], [test.p_permutation for _, test in judged], hits
        )
        p_holm = min(
            (test.p_holm for test in tests if not math.isnan(test.p_holm)), default=math.nan
        )
        found[column] = Significance(
            p=p,
            p_holm=p_holm,
            questions=questions,
            permutations=permutations,
            fewest_people=FEWEST_PEOPLE_FOR_A_VERDICT,
            verdict=_verdict(p, p_holm, questions, hits, n),
            tests=tuple(tests),
        )
    return found


def _measured(group: Group, flagged: NDArray[np.bool_]) -> GroupTest:
    n, hits, size = len(flagged), int(flagged.sum()), int(group.members.sum())
    events = int(flagged[group.members].sum())
    testable = 0 < size < n and 0 < hits < n
    return GroupTest(
        group=group.value,
        label=group.label,
        events=events,
        people=size,
        other_events=hits - events,
        others=n - size,
        p_permutation=exact_p(events, size, hits, n) if testable else math.nan,
        p_fisher=fisher_p(events, size, hits, n) if testable else math.nan,
        p_holm=math.nan,
        verdict="",
    )


def _is_judged(test: GroupTest) -> bool:
    smaller = min(test.people, test.others)
    return smaller >= FEWEST_PEOPLE_FOR_A_VERDICT and not math.isnan(test.p_permutation)


def holm_over_questions(
    p: Sequence[float], masks: Sequence[NDArray[np.bool_]]
) -> tuple[NDArray[np.float64], int]:
    """Apply Holm's correction; the same group twice, or its exact complement, is one question.

    Args:
        p: (masks,) a p-value per group.
        masks: who is in each group, over the same people.

    Returns:
        (masks,) the corrected p; and the number of questions.
    """
    question, asked = different_questions(masks)
    return holm(np.array([p[i] for i in asked], float))[question], len(asked)


def different_questions(masks: Sequence[NDArray[np.bool_]]) -> tuple[list[int], list[int]]:
    """Tell which groups ask the same question: the same people, or exactly everybody else.

    Args:
        masks: who is in each group, over the same people.

    Returns:
        (masks,) the question of each group, from 0; and for each question its first group.
    """
    keys = [min(mask.tobytes(), (~mask).tobytes()) for mask in masks]
    asked = list(dict.fromkeys(keys))
    return [asked.index(key) for key in keys], [keys.index(key) for key in asked]


def holm(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Holm's corrected p-values, which may all be judged at one level."""
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p))))
    corrected: NDArray[np.float64] = np.empty(len(p))
    corrected[order] = np.minimum(stepped, 1.0)
    return corrected


def _verdict(p: float, p_holm: float, questions: int, hits: int, n: int) -> str:
    if math.isnan(p):
        return _nothing_to_test(hits, n)
    values = {
        "hits": number(hits),
        "people": number(n),
        "times": times_said(p),
        "all": number(SHUFFLES_SAID),
        "groups": number(questions),
    }
    if p_holm <= LEVEL:
        return ngettext(
            "With this {hits} of {people} falsely matched, {times} of {all} shuffles of the labels "
            "give a gap this large: luck alone hardly explains it.",
            "With these {hits} of {people} falsely matched, {times} of {all} shuffles of the "
            "labels give a gap this large: luck alone hardly explains it.",
            hits,
        ).format(**values)
    if p <= LEVEL:
        return ngettext(
            "With this {hits} of {people} falsely matched, {times} of {all} shuffles of the labels "
            "give a gap this large. But {groups} comparisons were made, and among so many one such "
            "gap may well be luck. That does not show that the groups are treated alike.",
            "With these {hits} of {people} falsely matched, {times} of {all} shuffles of the "
            "labels give a gap this large. But {groups} comparisons were made, and among so many "
            "one such gap may well be luck. That does not show that the groups are treated alike.",
            hits,
        ).format(**values)
    return ngettext(
        "With this {hits} of {people} falsely matched, {times} of {all} shuffles of the labels "
        "give a gap this large: luck alone could do it. That does not show that the groups are "
        "treated alike.",
        "With these {hits} of {people} falsely matched, {times} of {all} shuffles of the labels "
        "give a gap this large: luck alone could do it. That does not show that the groups are "
        "treated alike.",
        hits,
    ).format(**values)


def depends_on() -> str:
    """Say what a verdict depends on, and which third cause there is besides bias and luck."""
    return _(
        "A verdict depends on who was falsely matched: another threshold, another portrait or "
        "another gallery may give another one. And where luck is not enough, the matcher need not "
        "be the cause: who is in the gallery matters too."
    )


def times_said(p: float) -> str:
    """Return in how many of 10,000 shuffles the gap is as large, as text; never 0."""
    times = round(p * SHUFFLES_SAID)
    return number(times) if times else _("fewer than 1")


def _group_verdict(test: GroupTest, hits: int, n: int, p_holm: float) -> str:
    events, size = test.events, test.people
    counted = {"group": group_name(test.label), "events": events, "people": size}
    small = min(size, n - size)
    if small < FEWEST_PEOPLE_FOR_A_VERDICT:
        return ngettext(
            "{group}: {events} of {people}. No verdict: only {small} person on one side, and fewer "
            "than {fewest} are too few to tell bias from luck.",
            "{group}: {events} of {people}. No verdict: only {small} people on one side, and fewer "
            "than {fewest} are too few to tell bias from luck.",
            small,
        ).format(**counted, small=small, fewest=FEWEST_PEOPLE_FOR_A_VERDICT)
    if math.isnan(p_holm):
        start = _("{group}: {events} of {people}.").format(**counted)
        return f"{start} {_nothing_to_test(hits, n)}"
    expected = hits * size / n
    values = counted | {"expected": number(expected, 1), "p": p_said(p_holm)}
    if p_holm > LEVEL:
        return _(
            "{group}: {events} of {people}, where an even spread would give about {expected}. Luck "
            "alone could do that ({p})."
        ).format(**values)
    if events > expected:
        return _(
            "{group}: {events} of {people}, where an even spread would give about {expected}. That "
            "is more than luck alone explains ({p})."
        ).format(**values)
    return _(
        "{group}: {events} of {people}, where an even spread would give about {expected}. That is "
        "less than luck alone explains ({p})."
    ).format(**values)


def _nothing_to_test(hits: int, n: int) -> str:
    if not hits:
        return _("Nobody was falsely matched: nothing to compare.")
    if hits == n:
        return _("Everybody was falsely matched: nothing to compare.")
    return _("No verdict: two sides with at least {fewest} people each are needed.").format(
        fewest=FEWEST_PEOPLE_FOR_A_VERDICT
    )


def p_text(p: float) -> str:
    """Return a p-value as text: two digits, and never 0."""
    return f"< {ungrouped(0.001)}" if p < 0.001 else ungrouped(float(f"{p:.2g}"))


def p_said(p: float) -> str:
    """Return a p-value as an equation or an inequality: "p = 0.034", "p < 0.001"."""
    return f"p {p_text(p)}" if p < 0.001 else f"p = {p_text(p)}"
