"""How many independent trials data are worth: by hand, by loops, and with planted truth."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from simulator.stats.design_effect import clusters_worth, pairs_of, pairs_worth

ONE_STEP = (0, 1)


def test_one_person_of_four_by_hand():
    """Two trials each, one person has both events: rate 1/4; the jackknife's variance is 1/16.

    Model: two trials of a person always agree, so 4 trials. Leaving people out moves the rate by
    1/4 once and by 1/12 three times: 3/4 · (1/16 + 3/144) = 1/16, worth (3/16) / (1/16) = 3.
    """
    rates, worth = clusters_worth(np.array([[2.0, 0, 0, 0]]), np.full(4, 2.0), np.full(4, 0.25))
    assert rates == pytest.approx([0.25])
    assert worth == pytest.approx([3.0])


def test_a_rate_of_zero_or_one_says_nothing_about_the_spread():
    _rates, worth = clusters_worth(
        np.array([[0.0] * 9, [2.0] * 9]), np.full(9, 2.0), np.full(9, 1 / 9)
    )
    assert np.isnan(worth).all()


def _by_loops(photos, compared, hits, by_person):
    """Independent implementation of :func:`pairs_worth`: literal loops over pairs of pairs.

    Args:
        compared: the pairs (i, j) that are compared.
        hits: events of each.
    """
    n = len(photos)
    weight = {p: 1 if by_person else photos[p[0]] * photos[p[1]] for p in compared}
    number = {p: photos[p[0]] * photos[p[1]] for p in compared}
    total = sum(weight.values())
    share = {p: hits[p] / number[p] for p in compared}
    rate = sum(weight[p] * share[p] for p in compared) / total
    apart, sharing = [], {}
    for p in compared:
        for q in compared:
            common = set(p) & set(q)
            if not common:
                apart.append(share[p] * share[q])
            elif len(common) == 1:
                sharing.setdefault(common.pop(), []).append((p, q))
    return n, weight, number, total, share, rate, max(float(np.mean(apart)), 0), sharing


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by_person", [False, True])
def test_pairs_by_loops(seed, by_person):
    """Two groups that overlap; correlations, the model and the jackknife one by one."""
    random = np.random.default_rng(seed)
    n = 14
    photos = random.integers(1, 4, n)
    kind = random.permutation([0] * 4 + [1] * 5 + [2] * 5)
    one, other = kind != 2, kind != 1
    compared = [
        (i, j)
        for i, j in combinations(range(n), 2)
        if (one[i] and other[j]) or (other[i] and one[j])
    ]
    chance = random.beta(1, 3, n)
    hits = {
        (i, j): random.binomial(photos[i] * photos[j], chance[i] * chance[j]) for i, j in compared
    }
    _n, weight, number, total, share, rate, twice, sharing = _by_loops(
        photos, compared, hits, by_person
    )
    spread = np.mean(list(share.values())) - twice
    related = {}
    for k in range(3):
        products = [
            share[p] * share[q] for i in range(n) if kind[i] == k for p, q in sharing.get(i, [])
        ]
        related[k] = min(max((np.mean(products) - twice) / spread, 0), 1) if products else 0
    if by_person:
        own = (np.mean([y**2 for y in share.values()]) - twice) / spread
        noise = sum(w**2 for w in weight.values()) * min(max(own, 0), 1)
    else:
        again = [hits[p] * (hits[p] - 1) / (m * (m - 1)) for p, m in number.items() if m > 1]
        same = max(min(max((np.mean(again) - twice) / spread, 0), 1), *related.values())
        noise = sum(w * (1 - same) + same * w**2 for w in weight.values())
    covariance = sum(
        related[kind[i]] * sum(weight[p] * weight[q] for p, q in both)
        for i, both in sharing.items()
    )
    model = rate * (1 - rate) * (noise + covariance) / total**2
    moved = []
    for i in range(n):
        rest = [p for p in compared if i not in p]
        moved.append(sum(weight[p] * share[p] for p in rest) / sum(weight[p] for p in rest) - rate)
    own = sum((weight[p] * (share[p] - rate)) ** 2 for p in compared) / total**2
    left_out = max((n - 1) / n * sum(m**2 for m in moved) - own, own)

    pairs = pairs_of(np.ones(n, np.int64) if by_person else photos, one, other)
    assert pairs.total == pytest.approx(total)
    first, second = np.array([p for p in compared if hits[p]]).T
    events = np.array([hits[p] / (number[p] if by_person else 1) for p in compared if hits[p]])
    step = np.zeros(len(first), np.int64)
    rates, worth = pairs_worth(pairs, first, second, events, step, *ONE_STEP)
    assert rates == pytest.approx([rate])
    assert worth == pytest.approx([rate * (1 - rate) / max(model, left_out)])


def test_one_comparison_after_another_is_all_of_them_at_once():
    """A pair's three comparisons at steps 0, 1 and 2 are its count of three at step 2."""
    photos = np.array([3, 1, 2, 1, 1, 1, 1, 1, 1])
    everyone = np.ones(9, bool)
    pairs = pairs_of(photos, everyone, everyone)
    first, second = np.array([0, 0, 0, 1, 3]), np.array([1, 1, 1, 2, 4])
    slowly = pairs_worth(pairs, first, second, np.ones(5), np.array([0, 1, 2, 0, 2]), 0, 3)
    once = pairs_worth(
        pairs, first[2:], second[2:], np.array([3.0, 1, 1]), np.zeros(3, np.int64), *ONE_STEP
    )
    assert slowly[0][-1] == pytest.approx(once[0][0])
    assert slowly[1][-1] == pytest.approx(once[1][0])


@pytest.mark.slow
@pytest.mark.parametrize("by_person", [False, True])
def test_the_variance_is_the_one_that_is_planted(by_person):
    """One person in sixty has a third of the comparisons: 300 samples, the truth is their spread.

    The larger of two estimates counts, so that up to twice the variance is no surprise; less than
    nine tenths would be.
    """
    random = np.random.default_rng(5)
    photos = np.r_[30, random.integers(1, 4, 59)]
    everyone = np.ones(60, bool)
    pairs = pairs_of(np.ones(60, np.int64) if by_person else photos, everyone, everyone)
    first, second = np.triu_indices(60, 1)
    compared = photos[first] * photos[second]
    rates, variances = [], []
    for _ in range(300):
        often = random.gamma(4, 0.25, 60)
        events = random.binomial(compared, 0.05 * np.minimum(often[first] * often[second], 10))
        hit = events > 0
        weighted = events[hit] / (compared[hit] if by_person else 1)
        step = np.zeros(int(hit.sum()), np.int64)
        rate, worth = pairs_worth(pairs, first[hit], second[hit], weighted, step, *ONE_STEP)
        rates.append(rate[0])
        variances.append(rate[0] * (1 - rate[0]) / worth[0])
    assert 0.9 < np.mean(variances) / np.var(rates) < 2
