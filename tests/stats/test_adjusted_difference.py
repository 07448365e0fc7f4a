"""Differences with other things held equal: by hand, NumPy, statsmodels, SciPy, and planted."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import t, ttest_ind
from statsmodels.regression.linear_model import OLS

from simulator.stats.adjusted_difference import adjusted_difference, degrees_of_freedom
from simulator.stats.odds_ratio import design_matrix


def test_without_anything_to_adjust_for_it_is_the_difference_of_means():
    """1, 2, 3 against 4, 6, 8, 10, by hand: HC3 divides each residual by 1 − 1/n of its group."""
    values = np.array([1, 2, 3, 4, 6, 8, 10.0])
    found = adjusted_difference(np.arange(7) < 3, np.empty((7, 0)), values)
    assert found.value == pytest.approx(2 - 7)
    error = math.sqrt((2 / (1 - 1 / 3) ** 2) / 9 + (20 / (1 - 1 / 4) ** 2) / 16)
    freedom = degrees_of_freedom(design_matrix(np.arange(7) < 3, np.empty((7, 0))))
    assert found.high - found.value == pytest.approx(t.ppf(0.975, freedom) * error)
    assert found.p == pytest.approx(2 * t.sf(5 / error, freedom))


def test_large_groups_agree_with_welch():
    """SciPy, ttest_ind(equal_var=False)."""
    random = np.random.default_rng(0)
    values = np.r_[random.normal(0.4, 2, 300), random.normal(0, 1, 4000)]
    found = adjusted_difference(np.arange(4300) < 300, np.empty((4300, 0)), values)
    welch = ttest_ind(values[:300], values[300:], equal_var=False)
    assert found.p == pytest.approx(welch.pvalue, rel=0.05)
    interval = welch.confidence_interval()
    assert [found.low, found.high] == pytest.approx([interval.low, interval.high], abs=0.01)


def test_the_error_is_statsmodels_and_the_freedom_that_of_all_eigenvalues():
    """statsmodels, OLS with HC3; NumPy, (Σλ)² ÷ Σλ² of the n × n matrix (Imbens & Kolesár)."""
    random = np.random.default_rng(1)
    group, others = np.arange(60) < 9, random.normal(size=(60, 2))
    values = random.normal(size=60) + group + others[:, 0]
    design = design_matrix(group, others)
    inverse = np.linalg.inv(design.T @ design)
    residual = np.eye(60) - design @ inverse @ design.T
    weighted = residual * ((design @ inverse)[:, 1] / np.sqrt(np.diag(residual)))[:, None]
    roots = np.linalg.eigvalsh(weighted @ weighted.T)
    freedom = roots.sum() ** 2 / (roots**2).sum()
    assert degrees_of_freedom(design) == pytest.approx(freedom)
    found = adjusted_difference(group, others, values)
    fitted = OLS(values, np.column_stack([np.ones(60), group, others])).fit(cov_type="HC3")
    assert found.value == pytest.approx(fitted.params[1])
    assert found.high - found.value == pytest.approx(t.ppf(0.975, freedom) * fitted.bse[1])


def test_a_planted_confounder_is_taken_out_and_a_planted_difference_stays():
    random = np.random.default_rng(2)
    blur = random.normal(size=5000)
    group = blur + random.normal(size=5000) > 0
    values = 0.5 - 0.03 * blur - 0.02 * group + random.normal(0, 0.05, 5000)
    before = adjusted_difference(group, np.empty((5000, 0)), values)
    after = adjusted_difference(group, blur[:, None], values)
    assert before.high < -0.04
    assert after.low < -0.02 < after.high
    assert after.high < -0.015


def test_nothing_to_estimate():
    group, values = np.arange(50) < 20, np.arange(50.0)
    assert math.isnan(adjusted_difference(group, group[:, None] * 1.0, values).value)
    assert math.isnan(adjusted_difference(group, np.empty((50, 0)), np.ones(50)).value)
    assert math.isnan(adjusted_difference(np.ones(50, bool), np.empty((50, 0)), values).value)
