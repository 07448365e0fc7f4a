"""Bias or luck: permutation, Fisher and Holm, by hand, by SciPy, and by simulation."""

from __future__ import annotations

import time

import numpy as np
import pytest
from scipy.stats import binom, fisher_exact, kstest
from statsmodels.stats.multitest import multipletests

from simulator.datasets.groups import Group
from simulator.stats.significance import (
    FEWEST_PEOPLE_FOR_A_VERDICT,
    bias_or_luck,
    holm,
    p_text,
)


def _groups(labels):
    labels = np.asarray(labels)
    return [Group(str(v), str(v), labels == v) for v in dict.fromkeys(labels.tolist())]


def _flagged(*counts):
    """(events, people) per group → flagged and labels."""
    flagged = np.concatenate([np.arange(people) < events for events, people in counts])
    labels = np.repeat([str(i) for i in range(len(counts))], [people for _, people in counts])
    return flagged, labels


def test_all_three_hits_in_one_half_by_hand():
    """3 hits among 24 people, all in one half: 2·C(12,3)/C(24,3) = 440/2024 of the deals."""
    flagged, labels = _flagged((3, 12), (0, 12))
    found = bias_or_luck(flagged, _groups(labels), permutations=40_000)
    assert found.p == pytest.approx(440 / 2024, abs=0.01)
    assert found.tests[0].p_fisher == pytest.approx(440 / 2024)


def test_the_permutation_agrees_with_shuffling_labels_one_by_one():
    """The fast deal against real shuffles of labels of overlapping groups."""
    random = np.random.default_rng(0)
    flagged = np.arange(100) < 10
    groups = [
        Group("a", "a", random.random(100) < 0.3),
        Group("b", "b", random.random(100) < 0.4),
    ]
    found = bias_or_luck(flagged, groups, permutations=20_000)
    for i, group in enumerate(groups):
        size = group.members.sum()
        gap = abs(flagged[group.members].sum() - 10 * size / 100)
        shuffled = [
            abs(flagged[random.permutation(group.members)].sum() - 10 * size / 100)
            for _ in range(5000)
        ]
        expected = (np.array(shuffled) >= gap - 1e-9).mean()
        assert found.tests[i].p_permutation == pytest.approx(expected, abs=0.03)


def test_ten_thousand_permutations_take_under_a_second():
    flagged, labels = _flagged((17, 369), (1, 42), (5, 30), (5, 18))
    start = time.perf_counter()
    bias_or_luck(flagged, _groups(labels), permutations=10_000)
    assert time.perf_counter() - start < 1


def test_a_planted_disparity_is_found_and_none_is_not():
    flagged, labels = _flagged((30, 100), (30, 400))
    found = bias_or_luck(flagged, _groups(labels))
    assert found.p < 0.001
    assert "more than luck" in found.tests[0].verdict
    flagged, labels = _flagged((7, 100), (28, 400))
    found = bias_or_luck(flagged, _groups(labels))
    assert found.p == 1
    assert "does not show that the groups are treated alike" in found.verdict


def test_holm_is_statsmodels():
    """statsmodels, multipletests(method="holm")."""
    p = np.array([0.04, 0.001, 0.2, 0.03, 0.03])
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


@pytest.mark.parametrize("table", [(11, 85, 17, 374), (0, 40, 5, 400), (5, 13, 23, 446)])
def test_fishers_test_is_scipys(table):
    """SciPy, fisher_exact."""
    flagged, labels = _flagged(table[:2], table[2:])
    expected = fisher_exact([[table[0], table[1] - table[0]], [table[2], table[3] - table[2]]])[1]
    found = bias_or_luck(flagged, _groups(labels), permutations=99)
    assert [test.p_fisher for test in found.tests] == pytest.approx([expected] * 2)


def test_a_group_and_its_complement_are_one_question():
    flagged, labels = _flagged((11, 85), (17, 374))
    found = bias_or_luck(flagged, _groups(labels))
    assert found.tests[0].p_holm == found.tests[0].p_permutation


def test_below_the_smallest_group_no_verdict_is_printed():
    flagged, labels = _flagged((3, FEWEST_PEOPLE_FOR_A_VERDICT - 1), (5, 400))
    found = bias_or_luck(flagged, _groups(labels))
    assert "No verdict" in found.tests[0].verdict
    assert np.isnan(found.tests[0].p_holm)
    assert np.isnan(found.p)


def test_a_group_with_one_member_nobody_flagged_and_everybody_flagged():
    flagged, labels = _flagged((1, 1), (5, 400))
    found = bias_or_luck(flagged, _groups(labels))
    assert "only 1 person" in found.tests[0].verdict
    for flagged in (np.zeros(50, bool), np.ones(50, bool)):
        found = bias_or_luck(flagged, _groups(["a"] * 20 + ["b"] * 30))
        assert np.isnan(found.p)
        assert "nothing to compare" in found.verdict
    assert np.isnan(bias_or_luck(np.zeros(0, bool), []).p)


def test_masks_of_another_length_and_nan_are_refused():
    with pytest.raises(ValueError, match="same length"):
        bias_or_luck(np.zeros(3, bool), _groups(["a", "b"]))
    with pytest.raises(ValueError, match="true or false"):
        bias_or_luck(np.array([np.nan, 1.0]), _groups(["a", "b"]))


@pytest.mark.slow
def test_under_no_effect_p_is_valid_and_randomized_p_is_uniform():
    """1,500 draws without effect: P(p ≤ α) ≤ α at 0.01, 0.05, 0.1; KS on randomized p only."""
    random = np.random.default_rng(7)
    labels = np.repeat(["a", "b"], [40, 160])
    groups = _groups(labels)
    p, lower = [], []
    for i in range(1500):
        flagged = random.random(200) < 0.06
        if not 0 < flagged.sum() < 200:
            continue
        test = bias_or_luck(flagged, groups, permutations=999, seed=i).tests[0]
        p.append(test.p_permutation)
        # The next smaller p: that of a strictly larger gap.
        lower.append(_strictly_larger(flagged, labels))
    p = np.array(p)
    for alpha in (0.01, 0.05, 0.1):
        # 99.9% of what Monte Carlo error allows when the true share is α.
        assert (p <= alpha).sum() <= binom.ppf(0.999, len(p), alpha)
    low = np.minimum(np.array(lower), p)
    randomized = low + random.random(len(p)) * (p - low)
    assert kstest(randomized, "uniform").pvalue > 0.001


def _strictly_larger(flagged, labels):
    """P(gap larger than the real one) from SciPy's hypergeometric distribution."""
    from scipy.stats import hypergeom

    hits, size, n = flagged.sum(), (labels == "a").sum(), len(flagged)
    counts = np.arange(hits + 1)
    gap = np.abs(counts - hits * size / n)
    real = abs(flagged[labels == "a"].sum() - hits * size / n)
    return hypergeom(n, hits, size).pmf(counts)[gap > real + 1e-9].sum()


def test_a_p_value_is_never_printed_as_zero():
    assert p_text(1e-9) == "< 0.001"
    assert p_text(0.0321) == "0.032"
