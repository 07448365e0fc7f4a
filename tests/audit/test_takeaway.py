"""The line beneath the dials claims a difference only where the exact test does."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.audit.takeaway import (
    ALIKE,
    LESS,
    MORE,
    NO_ANSWER,
    NOBODY,
    NONE_OF_THEM,
    TOO_FEW,
    error_words,
    in_words,
    line_of,
    questions,
    refusal_words,
)
from simulator.stats.all_shuffles import fisher_p
from simulator.stats.ratio_interval import ratio_interval

TWO = [0, 0]
"""Women and men ask the same question."""


def test_each_kind():
    """The kinds that do not compare, and the directions of a difference."""
    assert line_of([5, 5], [0, 0], 0, 0, TWO).kind == NO_ANSWER
    assert line_of([50, 50], [0, 0], 100, 0, TWO).kind == NOBODY
    assert line_of([10, 10], [5, 0], 20, 5, TWO).kind == TOO_FEW
    assert line_of([50, 50], [3, 2], 100, 5, TWO)[:3] == (ALIKE, 0, 1)
    assert line_of([50, 50, 9], [0, 0, 1], 109, 1, [0, 1, 2])[:3] == (ALIKE, 0, 1)
    assert line_of([50, 50], [20, 2], 100, 22, TWO)[:2] == (MORE, 0)
    three = line_of([60, 60, 60], [5, 16, 15], 180, 36, [0, 1, 2])
    assert three[:2] == (LESS, 0)
    assert line_of([60, 60, 60], [0, 9, 9], 180, 18, [0, 1, 2])[:2] == (NONE_OF_THEM, 0)


def test_a_claimed_ratio_has_its_interval():
    """The ratio is rate ÷ everybody else's rate, with the score interval of the statistics."""
    line = line_of([50, 50], [20, 2], 100, 22, TWO)
    low, high = ratio_interval(20, 50, 2, 50)
    assert (line.ratio, line.low, line.high) == ("10.0", f"{low:.1f}", f"{high:.1f}")


@pytest.mark.parametrize("wrong", range(2, 20))
def test_it_claims_what_fishers_test_does(wrong):
    """With two groups there is one question, and nothing to correct."""
    line = line_of([40, 60], [wrong, 2], 100, wrong + 2, TWO)
    p = fisher_p(wrong, 40, wrong + 2, 100)
    assert (line.kind in (MORE, LESS, NONE_OF_THEM)) == (p <= 0.05)


def test_a_small_group_is_named_without_a_verdict():
    """It needs ten people and a rate above everybody's."""
    sizes = [11, 9, 40, 40]
    assert line_of(sizes, [3, 3, 2, 2], 100, 10, [0, 1, 2, 3]).small == 0
    assert line_of(sizes, [1, 3, 8, 8], 100, 20, [0, 1, 2, 3]).small == -1


def test_a_group_and_everybody_else_ask_the_same():
    mask = np.array([True, False, False])
    assert questions(np.array([mask, ~mask, [False, True, False]])) == [0, 0, 1]


def test_every_kind_has_words():
    assert len(error_words()) == len(refusal_words()) == NO_ANSWER + 1


def test_a_line_in_words():
    state = ([50, 50], [20, 2], 100, 22)
    said = in_words(line_of(*state, TWO), error_words(), ["Women", "Men"], *state)
    assert said.startswith("Women: 20 of 50 wrong. Everyone else: 2 of 50. That is 10.0 times")
    state = ([50, 50], [3, 2], 100, 5)
    said = in_words(line_of(*state, TWO), error_words(), ["Women", "Men"], *state)
    assert said.startswith("Women: 3 of 50 wrong. Men: 2 of 50.")
