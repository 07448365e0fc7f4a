"""Bias or luck: permutation, Fisher and Holm, by hand, by SciPy, and by simulation."""

from __future__ import annotations

import time

import numpy as np
import pytest
from scipy.stats import binom, fisher_exact, kstest
from statsmodels.stats.multitest import multipletests

from simulator.datasets.groups import Group
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.significance import (
    FEWEST_PEOPLE_FOR_A_VERDICT,
    bias_or_luck,
    bias_or_luck_by_column,
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
    """3 hits among 40 people, all in one half: 2·C(20,3)/C(40,3) = 2280/9880 of the deals."""
    flagged, labels = _flagged((3, 20), (0, 20))
    found = bias_or_luck(flagged, _groups(labels))
    assert found.p == pytest.approx(2280 / 9880)
    assert found.tests[0].p_permutation == pytest.approx(2280 / 9880)
    assert found.tests[0].p_fisher == pytest.approx(2280 / 9880)


def test_p_agrees_with_shuffling_labels_one_by_one():
    """The share of all shuffles against 5,000 real ones, of overlapping groups."""
    random = np.random.default_rng(0)
    flagged = np.arange(100) < 10
    groups = [
        Group("a", "a", random.random(100) < 0.3),
        Group("b", "b", random.random(100) < 0.4),
    ]
    found = bias_or_luck(flagged, groups)
    for i, group in enumerate(groups):
        size = group.members.sum()
        gap = abs(flagged[group.members].sum() - 10 * size / 100)
        shuffled = [
            abs(flagged[random.permutation(group.members)].sum() - 10 * size / 100)
            for _ in range(5000)
        ]
        expected = (np.array(shuffled) >= gap - 1e-9).mean()
        assert found.tests[i].p_permutation == pytest.approx(expected, abs=0.03)


def test_testing_many_columns_takes_no_time():
    flagged, labels = _flagged((17, 369), (1, 42), (5, 30), (5, 18))
    columns = {str(i): _groups(np.random.default_rng(i).permutation(labels)) for i in range(10)}
    start = time.perf_counter()
    bias_or_luck_by_column(flagged, columns)
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


@pytest.mark.parametrize("table", [(11, 85, 17, 374), (0, 40, 5, 400), (5, 23, 23, 446)])
def test_fishers_test_is_scipys(table):
    """SciPy, fisher_exact."""
    flagged, labels = _flagged(table[:2], table[2:])
    expected = fisher_exact([[table[0], table[1] - table[0]], [table[2], table[3] - table[2]]])[1]
    found = bias_or_luck(flagged, _groups(labels))
    assert [test.p_fisher for test in found.tests] == pytest.approx([expected] * 2)


def test_a_group_and_its_complement_are_one_question():
    flagged, labels = _flagged((11, 85), (17, 374))
    found = bias_or_luck(flagged, _groups(labels))
    assert found.tests[0].p_holm == found.tests[0].p_permutation


def test_every_group_of_every_column_is_corrected_for_together():
    """statsmodels, multipletests(method="holm"), over the questions of three columns."""
    random = np.random.default_rng(3)
    flagged = np.arange(300) < 30
    columns = {}
    for name, ways in (("a", 2), ("b", 3), ("c", 4)):
        columns[name] = _groups(random.integers(0, ways, 300))
    columns["a again"] = columns["a"]
    found = bias_or_luck_by_column(flagged, columns)
    # Two groups are one question, and the same column twice asks nothing new.
    p = [found["a"].tests[0].p_permutation]
    p += [test.p_permutation for name in "bc" for test in found[name].tests]
    expected = multipletests(p, method="holm")[1]
    assert found["a"].questions == 8
    assert found["a"].tests[0].p_holm == pytest.approx(expected[0])
    assert [t.p_holm for name in "bc" for t in found[name].tests] == pytest.approx(expected[1:])
    assert found["a again"] == found["a"]


@pytest.mark.parametrize("seed", range(40))
def test_a_column_never_contradicts_its_groups(seed):
    """Its verdict is beyond luck exactly if one of its groups is; p never exceeds p after Holm."""
    random = np.random.default_rng(seed)
    flagged = random.random(200) < 0.15
    several = random.random((200, 3)) < 0.35
    groups = [Group(str(i), str(i), several[:, i]) for i in range(3)]
    flagged |= several[:, 0] & (random.random(200) < 0.12)
    found = bias_or_luck_by_column(flagged, {"x": groups, "y": _groups(several[:, 0])})
    for column in found.values():
        beyond = [test for test in column.tests if "luck alone explains" in test.verdict]
        assert ("hardly explains" in column.verdict) == bool(beyond)
        assert column.p <= column.p_holm + 1e-12
        assert column.p_holm == min(test.p_holm for test in column.tests)


def test_below_the_smallest_group_no_verdict_is_printed():
    flagged, labels = _flagged((3, FEWEST_PEOPLE_FOR_A_VERDICT - 1), (5, 400))
    found = bias_or_luck(flagged, _groups(labels))
    assert "No verdict" in found.tests[0].verdict
    assert np.isnan(found.tests[0].p_holm)
    assert np.isnan(found.p)
    # The tables mark the same groups as too few.
    assert FEWEST_PEOPLE_FOR_A_VERDICT == FEWEST_TRIALS_FOR_AN_INTERVAL


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
    for _ in range(1500):
        flagged = random.random(200) < 0.06
        if not 0 < flagged.sum() < 200:
            continue
        test = bias_or_luck(flagged, groups).tests[0]
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
