"""Bias or luck? How often a gap as large as the measured one arises when labels mean nothing.

Labels are shuffled over the people searched; who was falsely matched stays. If the label has
nothing to do with it, the real gap is one of the shuffled ones, and p = (b+1)/(B+1) is the share
of shuffles (the real one included) with a gap at least as large.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from simulator.datasets.groups import Group
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, ngettext, number, ungrouped

PERMUTATIONS = 10_000
FEWEST_PEOPLE_FOR_A_VERDICT = 12
"""A group with fewer people gets no verdict."""
LEVEL = 0.05


@dataclass(frozen=True)
class GroupTest:
    """One group against everybody else.

    Attributes:
        group: the value in the data.
        label: the words for it.
        events, people: falsely matched, and searched, in the group.
        other_events, others: the same among everybody else.
        p_permutation: shuffled labels, two-sided; nan where one side is empty.
        p_fisher: Fisher's exact test, two-sided.
        p_holm: the permutation p after Holm's correction for all groups that get a verdict; nan
            where the group gets none.
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
        p: is the label as a whole related to false matches? Shuffled labels, largest gap between
            a group's rate and everybody else's in standard deviations; nan without two groups.
        permutations: how many shuffles.
        fewest_people: smaller groups get no verdict.
        verdict: one sentence in plain words.
        tests: one per group.
    """

    p: float
    permutations: int
    fewest_people: int
    verdict: str
    tests: tuple[GroupTest, ...]


def bias_or_luck(
    flagged: NDArray[np.bool_],
    groups: Sequence[Group],
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Significance:
    """Test whether false matches fall on a group more or less often than luck explains.

    Args:
        flagged: (p,) which searches were falsely matched; one search per person.
        groups: masks over the searches; they may overlap.
        permutations: shuffles of the labels.
        seed: of the shuffles.

    Returns:
        The p-values and verdicts. A verdict is never "unbiased": a large p-value says that luck is
        enough as an explanation, not that luck is the explanation.

    Raises:
        ValueError: a group's mask has another length, or flagged is not boolean.

    Source:
        Phipson & Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9, 39, for (b+1)/(B+1);
        Holm (1979), Scand. J. Stat. 6, 65–70.
    """
    flagged = np.asarray(flagged)
    if flagged.dtype != bool or any(len(group.members) != len(flagged) for group in groups):
        raise ValueError("expected one true or false per search, and masks of the same length")
    n, hits = len(flagged), int(flagged.sum())
    sizes = np.array([int(group.members.sum()) for group in groups], np.int64)
    events = np.array([int(flagged[group.members].sum()) for group in groups], np.int64)
    judged = (sizes >= FEWEST_PEOPLE_FOR_A_VERDICT) & (n - sizes >= FEWEST_PEOPLE_FOR_A_VERDICT)
    testable = (sizes > 0) & (sizes < n) & (0 < hits < n)
    shuffled = _shuffled_events(groups, n, hits, permutations, seed)
    gaps, real = _gaps(shuffled, sizes, n, hits), _gaps(events, sizes, n, hits)
    p_each = np.where(testable, _p(gaps, real), np.nan)
    p_holm = np.full(len(groups), np.nan)
    chosen = judged & testable
    p_holm[chosen] = _corrected(
        p_each[chosen], [g for g, use in zip(groups, chosen, strict=True) if use]
    )
    usable = chosen if chosen.any() else np.zeros(len(groups), bool)
    p_all = float(_p(gaps[:, usable].max(axis=1), real[usable].max())) if usable.any() else math.nan
    tests = tuple(
        GroupTest(
            group=group.value,
            label=group.label,
            events=int(events[i]),
            people=int(sizes[i]),
            other_events=hits - int(events[i]),
            others=n - int(sizes[i]),
            p_permutation=float(p_each[i]),
            p_fisher=_fisher(events[i], sizes[i], hits, n) if testable[i] else math.nan,
            p_holm=float(p_holm[i]),
            verdict=_group_verdict(
                group.label, events[i], sizes[i], hits, n, p_holm[i], bool(judged[i])
            ),
        )
        for i, group in enumerate(groups)
    )
    return Significance(
        p_all,
        permutations,
        FEWEST_PEOPLE_FOR_A_VERDICT,
        _verdict(p_all, permutations, hits, n),
        tests,
    )


def _shuffled_events(
    groups: Sequence[Group], n: int, hits: int, permutations: int, seed: int
) -> NDArray[np.int64]:
    """Draw false matches per group with labels shuffled over people: (permutations, groups).

    Shuffling labels under fixed hits deals the hits out over the combinations of labels: a
    multivariate hypergeometric draw, which is the same and takes no time.
    """
    if not groups or not n:
        return np.zeros((permutations, len(groups)), np.int64)
    members = np.array([group.members for group in groups], bool)
    combinations, sizes = np.unique(members.T, axis=0, return_counts=True)
    random = np.random.default_rng(seed)
    dealt = random.multivariate_hypergeometric(sizes, hits, size=permutations)
    return np.asarray(dealt @ combinations.astype(np.int64))


def _gaps(
    events: NDArray[np.int64], sizes: NDArray[np.int64], n: int, hits: int
) -> NDArray[np.float64]:
    """Return |events − expected| in standard deviations of the shuffle, for each group."""
    if n < 2:
        return np.zeros(np.shape(events))
    share = sizes / n
    variance = hits * share * (1 - share) * (n - hits) / (n - 1)
    gap = np.abs(events - hits * share)
    # Rounded, so that equal gaps on both sides count as equal.
    return np.asarray(np.round(gap / np.sqrt(np.where(variance > 0, variance, 1)), 9))


def _p(shuffled: NDArray[np.float64], real: NDArray[np.float64] | float) -> NDArray[np.float64]:
    beyond = (shuffled >= real).sum(axis=0)
    return np.asarray((beyond + 1) / (len(shuffled) + 1))


def _fisher(events: int, size: int, hits: int, n: int) -> float:
    """Return p of Fisher's exact test, two-sided: all tables no likelier than the one found.

    SciPy's ``fisher_exact`` gives the same to about 12 digits (a test compares them), but not the
    same last digit in the JSON, and importing ``scipy.stats`` would make every run start later.

    Source:
        Fisher (1935), The logic of inductive inference, J. R. Stat. Soc. 98, 39–82.
    """
    inside = np.arange(max(0, hits - (n - size)), min(hits, size) + 1)
    logs = _log_choose(size, inside) + _log_choose(n - size, hits - inside)
    likely = np.exp(logs - _log_choose(n, np.array(hits)))
    observed = likely[inside == events]
    return min(1.0, float(likely[likely <= observed * (1 + 1e-7)].sum()))


def _log_choose(n: int, k: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))


def _corrected(p: NDArray[np.float64], groups: Sequence[Group]) -> NDArray[np.float64]:
    """Apply Holm's correction; a group and its exact complement ask one question."""
    masks = [min(g.members.tobytes(), (~g.members).tobytes()) for g in groups]
    question = np.array([masks.index(mask) for mask in masks], np.intp)
    asked = np.unique(question)
    return holm(p[asked])[np.searchsorted(asked, question)]


def holm(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Holm's corrected p-values, which may all be judged at one level."""
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p))))
    corrected: NDArray[np.float64] = np.empty(len(p))
    corrected[order] = np.minimum(stepped, 1.0)
    return corrected


def _verdict(p: float, permutations: int, hits: int, n: int) -> str:
    if math.isnan(p):
        return _nothing_to_test(hits, n)
    tries = {"times": number(round(p * (permutations + 1)) - 1), "all": number(permutations)}
    if p <= LEVEL:
        return _(
            "Shuffling the labels gave a gap this large in {times} of {all} tries: luck alone "
            "hardly explains it."
        ).format(**tries)
    return _(
        "Shuffling the labels gave a gap this large in {times} of {all} tries: luck alone could do "
        "it. That does not show that the groups are treated alike."
    ).format(**tries)


def _group_verdict(
    label: str, events: int, size: int, hits: int, n: int, p_holm: float, judged: bool
) -> str:
    counted = {"group": group_name(label), "events": events, "people": size}
    if not judged:
        small = min(size, n - size)
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
