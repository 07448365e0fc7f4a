"""Spearman's rank correlation, by hand and beside SciPy's."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import spearmanr

from simulator.stats.rank_agreement import rank_agreement


def test_spearman_by_hand():
    """Differences of rank 1, −1, 0, 0: 1 − 6 · 2/(4 · 15) = 0.8; four people get no interval."""
    found = rank_agreement([0.1, 0.2, 0.3, 0.4], [0.5, 0.45, 0.6, 0.7])
    assert found.value == pytest.approx(0.8)
    assert math.isnan(found.low)


@pytest.mark.parametrize("decimals", [6, 1])
def test_the_rank_correlation_is_scipys(decimals):
    """SciPy, spearmanr; with one decimal most people are tied."""
    random = np.random.default_rng(3)
    first = random.normal(size=60)
    second = np.round(0.6 * first + random.normal(size=60), decimals)
    first = np.round(first, decimals)
    found = rank_agreement(first, second)
    assert found.value == pytest.approx(spearmanr(first, second).statistic)
    picked = random.integers(60, size=(2000, 60))
    spread = np.arctanh([spearmanr(first[i], second[i]).statistic for i in picked[:600]]).std()
    assert (math.atanh(found.high) - math.atanh(found.low)) / 2 == pytest.approx(
        1.96 * spread, rel=0.1
    )
    assert found.low < found.value < found.high < 1


def test_the_same_order_and_no_order():
    order = np.arange(30.0)
    found = rank_agreement(order, order**3)
    assert (found.value, found.low, found.high) == pytest.approx((1, 1, 1))
    assert rank_agreement(order, -order).high == pytest.approx(-1)
    assert math.isnan(rank_agreement(order, np.ones(30)).value)
