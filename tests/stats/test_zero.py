"""The meaning of zero, by hand and against SciPy and statsmodels."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest
from statsmodels.stats.proportion import proportion_confint

from simulator.stats.zero import amazons_zero, what_zero_means


def test_zero_of_535_allows_more_than_half_a_percent():
    found = what_zero_means(535)
    assert found["upper"] == pytest.approx(0.0056, abs=5e-5)
    assert found["wilson_upper"] == pytest.approx(0.0071, abs=5e-5)
    assert found["chance_at_upper"] == pytest.approx(0.05)


def test_the_bounds_are_scipys_and_statsmodels():
    """SciPy: exact one-sided 95% = two-sided 90%; statsmodels: Wilson."""
    exact = binomtest(0, 535, alternative="less").proportion_ci(0.95, "exact").high
    assert what_zero_means(535)["upper"] == pytest.approx(exact)
    wilson = proportion_confint(0, 535, method="wilson")[1]
    assert what_zero_means(535)["wilson_upper"] == pytest.approx(wilson)


def test_amazons_zero_is_labeled_as_computed_from_what_was_published():
    found = amazons_zero()
    assert found["label"] == "computed from published numbers"
    assert found["trials"] == 535
    assert "published no number" in found["assumption"]


def test_no_trials_are_refused():
    with pytest.raises(ValueError, match="at least one"):
        what_zero_means(0)
