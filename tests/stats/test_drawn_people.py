"""Drawing people: how often each counts, and the share among the first in each draw."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.stats.drawn_people import (
    check_draws,
    share_of_first,
    shares_of_draws,
    weights_of_draws,
)


def test_everybody_is_drawn_as_often_as_there_are_people() -> None:
    drawn = np.concatenate(list(weights_of_draws(7, 500, seed=1)))
    assert drawn.shape == (500, 7)
    assert (drawn.sum(axis=1) == 7).all()
    # Binomial with mean 1 and variance 6/7.
    assert drawn.var() == pytest.approx(6 / 7, abs=0.06)


def test_only_some_are_counted_but_all_are_drawn() -> None:
    drawn = np.concatenate(list(weights_of_draws(100, 4000, seed=2, of=10)))
    assert drawn.shape == (4000, 10)
    assert drawn.sum(axis=1).mean() == pytest.approx(10, abs=0.2)


def test_the_share_of_the_first_by_hand() -> None:
    """Weights 1, 2, 1 and a count of 2: the first in full, and one of the second two."""
    weights = np.array([[1.0, 2.0, 1.0], [0.0, 1.0, 0.5]])
    share = share_of_first(weights, np.array([True, False, True]), 2)
    assert share[0] == 0.5
    assert np.isnan(share[1])


def test_a_group_that_is_everybody_has_the_whole_share() -> None:
    person, weight = np.arange(40), np.ones(40)
    shares = shares_of_draws(person, weight, np.ones(40, bool), 40, 5, draws=200, seed=0)
    assert shares.shape == (200,)
    assert (shares == 1).all()


def test_one_draw_has_no_spread() -> None:
    check_draws(2)
    with pytest.raises(ValueError, match="at least 2 draws, found 1"):
        check_draws(1)
