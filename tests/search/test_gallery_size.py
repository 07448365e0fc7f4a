"""Exact rates in galleries of other sizes: by hand, by SciPy, and by brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.stats import hypergeom

from simulator.errors import ExperimentError
from simulator.search.gallery_size import (
    bracket,
    first_hits,
    hit_probability,
    matching_strangers,
    mix_hit_probability,
    spread,
    whole_counts,
)
from simulator.search.search import search


def test_two_of_five_strangers_match_and_two_are_drawn():
    """By hand: both drawn miss with 3/5 · 2/4 = 0.3."""
    hit = hit_probability(np.array([2]), np.array([5]), 2)
    assert hit == pytest.approx([0.7])


def test_a_mix_multiplies_the_miss_probabilities():
    """By hand: (1 − 1/4)·(1 − 1/2) = 0.375 missed."""
    hit = mix_hit_probability(np.array([[1, 1]]), np.array([[4, 2]]), np.array([1, 1]))
    assert hit == pytest.approx([0.625])


@given(st.integers(1, 400), st.data())
def test_the_formula_is_scipys_hypergeometric_distribution(total, data):
    """SciPy's hypergeom counts matches among the drawn; ours is its P(X ≥ 1)."""
    k = data.draw(st.integers(0, total))
    n = data.draw(st.integers(0, total))
    expected = 1 - hypergeom(total, k, n).pmf(0)
    assert float(hit_probability(np.array(k), np.array(total), n)) == pytest.approx(
        expected, abs=1e-9
    )


@given(st.integers(1, 200), st.data())
def test_the_rate_never_falls_as_the_gallery_grows(total, data):
    k = data.draw(st.integers(0, total))
    hits = hit_probability(np.full(total + 1, k), np.full(total + 1, total), np.arange(total + 1))
    assert (np.diff(hits) >= -1e-12).all()
    assert hits[0] == 0
    assert hits[-1] == (1 if k else 0)


def test_drawing_more_than_there_are_is_refused():
    with pytest.raises(ValueError, match="0 ≤ n ≤ N"):
        hit_probability(np.array([1]), np.array([5]), 6)


def _small():
    random = np.random.default_rng(3)
    gallery = random.normal(size=(60, 4)).astype(np.float32)
    probes = random.normal(size=(20, 4)).astype(np.float32)
    groups = np.repeat([0, 1], [40, 20])
    return search(probes, gallery, tally_groups=groups, candidates=60), probes, gallery, groups


def test_matching_counts_what_a_direct_comparison_counts():
    found, probes, gallery, groups = _small()
    distances = np.linalg.norm(probes[:, None].astype(float) - gallery[None], axis=2)
    k, strangers = matching_strangers(found, 1.2345678, groups)
    assert (k[:, 0] == (distances[:, :40] <= 1.2345678).sum(axis=1)).all()
    assert (k[:, 1] == (distances[:, 40:] <= 1.2345678).sum(axis=1)).all()
    assert (strangers == [40, 20]).all()


def test_a_full_candidate_list_falls_back_on_the_tally():
    """With lists of 3, the probes with more matches are counted at the bin edge below."""
    _, probes, gallery, groups = _small()
    short = search(probes, gallery, tally_groups=groups, candidates=3)
    distances = np.linalg.norm(probes[:, None].astype(float) - gallery[None], axis=2)
    k, _ = matching_strangers(short, 1.7, groups)
    assert (k.sum(axis=1) == (distances <= 1.7).sum(axis=1)).all()


def test_expectation_and_spread_agree_with_brute_force_resampling():
    """2,000 galleries drawn and searched by brute force, against the formula and its spread."""
    found, probes, gallery, groups = _small()
    distances = np.linalg.norm(probes[:, None].astype(float) - gallery[None], axis=2)
    t, n = 1.3, 12
    random = np.random.default_rng(1)
    rates = np.array(
        [(distances[:, random.permutation(60)[:n]] <= t).any(axis=1).mean() for _ in range(2000)]
    )
    k, strangers = matching_strangers(found, t, groups)
    expected = hit_probability(k.sum(axis=1), strangers.sum(axis=1), n).mean()
    assert expected == pytest.approx(rates.mean(), abs=4 * rates.std() / math.sqrt(2000))
    first = first_hits(found, t, np.zeros(60, np.intp), galleries=2000, seed=2)
    between = spread(first, [n], np.ones(20, bool))
    assert between.sd == pytest.approx(rates.std(), rel=0.1)
    assert between.low == pytest.approx(np.percentile(rates, 2.5), abs=0.051)
    assert between.high == pytest.approx(np.percentile(rates, 97.5), abs=0.051)


def test_the_spread_without_the_candidates_rows_keeps_the_expectation():
    """Matches beyond a list of 2 get random ranks; the mean rate stays close to the exact one."""
    _, probes, gallery, groups = _small()
    short = search(probes, gallery, tally_groups=groups, candidates=2)
    first = first_hits(short, 1.7, np.zeros(60, np.intp), galleries=1500, seed=2)
    k, strangers = matching_strangers(short, 1.7, groups)
    for n in (3, 12, 40):
        expected = hit_probability(k.sum(axis=1), strangers.sum(axis=1), n).mean()
        assert (first[:, :, 0] <= n).mean() == pytest.approx(expected, abs=0.04)


def test_the_bracket_by_hand():
    """Probes with 1 of 10 and 0 of 10: own rates give (1−0.9²)/2, the pooled one 1−0.95²."""
    low, high = bracket(np.array([1, 0]), np.array([10, 10]), 2)
    assert low == pytest.approx(0.095)
    assert high == pytest.approx(0.0975)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20), st.integers(1, 10_000))
def test_the_brackets_low_end_never_passes_its_high_end(k, size):
    """Jensen: 1 − (1 − x)ⁿ is concave, so the mean of it is at most its value at the mean."""
    low, high = bracket(np.array(k), np.full(len(k), 50), size)
    assert low <= high + 1e-12


def test_nothing_searched_has_no_bracket():
    assert all(math.isnan(x) for x in bracket(np.array([0]), np.array([0]), 5))


def test_shares_add_up():
    assert whole_counts({"F": 1, "M": 2}, 10) == {"F": 3, "M": 7}
    assert sum(whole_counts({"a": 1, "b": 1, "c": 1}, 100).values()) == 100


@pytest.mark.parametrize("mix", [{}, {"F": 0}, {"F": -1, "M": 3}, {"F": math.nan}])
def test_a_mix_without_positive_shares_is_refused(mix):
    with pytest.raises(ExperimentError, match="positive shares"):
        whole_counts(mix, 10)
