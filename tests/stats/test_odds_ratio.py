"""Odds ratios by Firth's method: by hand, statsmodels, SciPy, planted, and where none exists."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import chi2
from statsmodels.discrete.discrete_model import Logit
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

from simulator.stats.odds_ratio import design_matrix, odds_ratio, penalized_fit

NOTHING = np.empty((100, 0))


def table(inside, outside):
    """Return group and event of (events, people) inside and outside."""
    group = np.arange(inside[1] + outside[1]) < inside[1]
    event = np.concatenate([np.arange(people) < events for events, people in (inside, outside)])
    return group, np.empty((len(group), 0)), event


def simulated(seed, people=300, others=3):
    random = np.random.default_rng(seed)
    group = random.random(people) < 0.3
    columns = random.normal(size=(people, others)) * [1, 10, 0.1][:others]
    linear = -2 + 0.9 * group + columns @ (np.array([0.8, 0.05, 3])[:others])
    return group, columns, random.random(people) < expit(linear)


@pytest.mark.parametrize(("inside", "outside"), [((8, 107), (20, 428)), ((0, 51), (28, 484))])
def test_a_table_of_four_counts_by_hand(inside, outside):
    """Congress: 8 of 107 and 20 of 428. One half is added to each of the four."""
    a, c = inside[0] + 0.5, outside[0] + 0.5
    b, d = inside[1] - inside[0] + 0.5, outside[1] - outside[0] + 0.5
    found = odds_ratio(*table(inside, outside))
    assert found.value == pytest.approx(a * d / (b * c), rel=1e-4)
    assert 0 < found.low < found.value < found.high < math.inf


def test_many_events_give_the_plain_odds_ratio_of_statsmodels():
    """statsmodels, Logit: with thousands of events the penalty no longer matters: ad ÷ bc."""
    group, others, event = table((2400, 8000), (1000, 8000))
    found = odds_ratio(group, others, event)
    plain = Logit(event.astype(float), np.column_stack([np.ones(16000), group])).fit(disp=0)
    assert math.exp(plain.params[1]) == pytest.approx(2400 * 7000 / (5600 * 1000))
    assert found.value == pytest.approx(math.exp(plain.params[1]), rel=1e-3)
    assert [found.low, found.high] == pytest.approx(np.exp(plain.conf_int()[1]), rel=2e-3)
    assert found.p == pytest.approx(plain.llr_pvalue, rel=0.05, abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_the_estimate_is_statsmodels_on_the_augmented_data(seed):
    """statsmodels, GLM: maximum likelihood where each person counts 1 + h, with h/2 of an event.

    Heinze & Schemper (2002): Firth's estimate splits each row into its event and its complement.
    """
    group, others, event = simulated(seed)
    design = design_matrix(group, others)
    fit = penalized_fit(design, event.astype(float))
    rate = expit(design @ fit.beta)
    weight = rate * (1 - rate)
    hat = weight * np.einsum("ij,jk,ik->i", design, np.linalg.inv(fit.information), design)
    outcome = (event + hat / 2) / (1 + hat)
    again = GLM(outcome, design, family=Binomial(), freq_weights=1 + hat).fit(tol=1e-12)
    assert fit.beta == pytest.approx(again.params, abs=1e-4)


def test_the_interval_is_scipys_profile():
    """SciPy, minimize: at each end, the best penalized likelihood lies χ²(1)/2 below the top."""
    group, others, event = simulated(0, people=120, others=2)
    design = design_matrix(group, others)
    found = odds_ratio(group, others, event)

    def negative(beta):
        linear = design @ beta
        rate = expit(linear)
        information = design.T @ (design * (rate * (1 - rate))[:, None])
        penalty = np.linalg.slogdet(information)[1] / 2
        return -(event @ linear - np.logaddexp(0, linear).sum() + penalty)

    exact = {"method": "Nelder-Mead", "options": {"xatol": 1e-9, "fatol": 1e-11, "maxiter": 9999}}
    top = minimize(negative, np.zeros(4), **exact)
    assert math.log(found.value) == pytest.approx(top.x[1], abs=1e-4)

    def profile(rest, log_odds):
        return negative(np.r_[rest[0], log_odds, rest[1:]])

    for end in (found.low, found.high):
        best = minimize(profile, np.delete(top.x, 1), args=(math.log(end),), **exact).fun
        assert 2 * (best - top.fun) == pytest.approx(chi2.ppf(0.95, 1), abs=0.01)
    at_one = minimize(profile, np.delete(top.x, 1), args=(0.0,), **exact)
    assert found.p == pytest.approx(chi2.sf(2 * (at_one.fun - top.fun), 1), abs=1e-4)


def test_a_planted_confounder_is_taken_out():
    """Older people are matched more and are more often in the group, which itself does nothing."""
    random = np.random.default_rng(4)
    age = random.normal(60, 10, 20_000)
    group = random.random(20_000) < expit((age - 60) / 5)
    event = random.random(20_000) < expit(-3 + (age - 60) / 8)
    before = odds_ratio(group, np.empty((20_000, 0)), event)
    after = odds_ratio(group, age[:, None], event)
    assert before.low > 2
    assert after.low < 1 < after.high


def test_units_and_sides_do_not_matter():
    """Age in days gives the same; the complement of a group has the inverse odds ratio."""
    group, others, event = simulated(1)
    found = odds_ratio(group, others, event)
    again = odds_ratio(group, others * [365, 1, 1] + 7, event)
    assert again.value == pytest.approx(found.value, rel=1e-5)
    other = odds_ratio(~group, others, event)
    assert [other.value, other.low, other.high] == pytest.approx(
        [1 / found.value, 1 / found.high, 1 / found.low], rel=1e-3
    )
    assert other.p == pytest.approx(found.p, rel=1e-3)


@pytest.mark.parametrize("events", [[], range(100)])
def test_nobody_or_everybody(events):
    event = np.isin(np.arange(100), events)
    assert math.isnan(odds_ratio(np.arange(100) < 30, NOTHING, event).value)


def test_columns_that_say_the_same_thing_give_no_number():
    group = np.arange(100) < 30
    event = np.arange(100) % 7 == 0
    for others in (group[:, None] * 2.0, np.ones((100, 1)), np.random.rand(100, 99)):
        assert math.isnan(odds_ratio(group, others, event).value)
    with pytest.raises(ValueError, match="one row per person"):
        odds_ratio(group, np.empty((99, 0)), event)


def test_a_measurement_that_decides_everything_leaves_no_number():
    """Everybody above a line is matched and nobody below: there is nothing left for the group."""
    group, column = np.arange(100) % 3 == 0, np.arange(100.0)[:, None]
    assert math.isnan(odds_ratio(group, column, np.arange(100) >= 80).value)
