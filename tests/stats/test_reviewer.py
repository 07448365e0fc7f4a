"""The reviewer of a candidate list: by hand, by brute force, against SciPy, and in a simulation."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.stats import binom

from simulator.stats.reviewer import (
    enrolled_chances,
    named_bounds,
    named_chance,
    named_distribution,
    named_interval,
)


def test_by_hand():
    """Two strangers, each rejected in 9 of 10 reviews: nobody is named in 81 of 100."""
    assert named_chance([0, 1, 2], 0.9) == pytest.approx([0, 0.1, 0.19])
    assert named_chance([50], 0.86) == pytest.approx([1 - 0.86**50])
    least, most = named_bounds([0, 1, 2, 20], 0.9)
    assert least == pytest.approx([0, 0.1, 0.1, 0.1])
    assert most == pytest.approx([0, 0.1, 0.2, 1])


@pytest.mark.parametrize("rejects", [-0.1, 1.1])
def test_an_r_that_is_no_probability_is_refused(rejects):
    with pytest.raises(ValueError, match="from 0 to 1"):
        named_chance([1], rejects)


def _brute_force(strangers_ahead, strangers_behind, there, rejects, accepts):
    """Go through every sequence of judgments and name the first accepted candidate."""
    truth = [False] * strangers_ahead + [True] * there + [False] * strangers_behind
    right = wrong = 0.0
    for judged in itertools.product((False, True), repeat=len(truth)):
        chance = 1.0
        for same, accepted in zip(truth, judged, strict=True):
            yes = accepts if same else 1 - rejects
            chance *= yes if accepted else 1 - yes
        first = next((same for same, yes in zip(truth, judged, strict=True) if yes), None)
        right += chance * (first is True)
        wrong += chance * (first is False)
    return right, wrong


@pytest.mark.parametrize(("ahead", "behind", "there"), [(0, 0, 1), (2, 3, 1), (4, 0, 1), (3, 0, 0)])
def test_somebody_in_the_gallery_by_brute_force(ahead, behind, there):
    found = enrolled_chances([ahead], [behind], [bool(there)], 0.86, 0.94)
    expected = _brute_force(ahead, behind, there, 0.86, 0.94)
    assert [part[0] for part in found] == pytest.approx(expected)


def test_the_distribution_by_brute_force():
    """Every outcome of five searches with lists of different lengths."""
    shown = [0, 1, 1, 3, 7]
    chances = named_chance(shown, 0.8)
    expected = np.zeros(6)
    for named in itertools.product((0, 1), repeat=5):
        expected[sum(named)] += np.prod(np.where(named, chances, 1 - chances))
    first, found = named_distribution(shown, 0.8)
    whole = np.zeros(6)
    whole[first : first + len(found)] = found
    assert whole == pytest.approx(expected, abs=1e-12)


def test_equal_lists_are_scipys_binomial():
    first, found = named_distribution([3] * 2000, 0.9)
    k = np.arange(first, first + len(found))
    assert found == pytest.approx(binom.pmf(k, 2000, 1 - 0.9**3), abs=1e-11)
    assert named_interval([3] * 2000, 0.9) == binom.interval(0.95, 2000, 1 - 0.9**3)


def test_an_interval_holds_what_it_says_and_hardly_more():
    """Each tail has at most 2.5%; one count narrower, and it would have more."""
    shown = [1] * 20 + [2] * 6 + [30] * 2 + [0] * 400
    for rejects in (0.36, 0.65, 0.86, 0.99):
        low, high = named_interval(shown, rejects)
        first, chances = named_distribution(shown, rejects)
        counts = first + np.arange(len(chances))
        assert chances[counts < low].sum() <= 0.025 + 1e-8 < chances[counts <= low].sum()
        assert chances[counts > high].sum() <= 0.025 + 1e-8 < chances[counts >= high].sum()


def test_reviews_that_are_drawn_one_by_one_stay_inside():
    """A planted reviewer of lists of a real kind: mean, and the share inside the interval."""
    rng = np.random.default_rng(0)
    shown = np.array([1] * 15 + [2] * 8 + [5] * 3 + [12] * 2)
    drawn = np.array(
        [sum((rng.random(n) > 0.86).any() for n in shown.tolist()) for _ in range(4000)]
    )
    assert drawn.mean() == pytest.approx(named_chance(shown, 0.86).sum(), abs=0.1)
    low, high = named_interval(shown, 0.86)
    assert 0.95 <= ((drawn >= low) & (drawn <= high)).mean() <= 0.985


@pytest.mark.parametrize(
    ("rejects", "shown", "expected"),
    [(1.0, [5, 5], (0, 0)), (0.0, [5, 5], (2, 2)), (0.5, [0, 0], (0, 0)), (0.5, [], (0, 0))],
)
def test_at_the_ends(rejects, shown, expected):
    """A perfect reviewer, one who accepts everybody, empty lists, and no search at all."""
    assert named_interval(shown, rejects) == expected
