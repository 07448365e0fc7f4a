"""The first page's boards are calculated once, and read from disk afterward."""

from __future__ import annotations

import pytest

from simulator.board.stored import first_board
from simulator.experiment.experiment import Experiment

pytestmark = pytest.mark.slow


def test_a_board_is_calculated_once():
    """The second time it comes from disk, equal; another portrait is another board."""
    board = first_board("second", "legislators")

    def never(searched):
        raise AssertionError(f"searched again: {searched}")

    assert first_board("second", "legislators", never) == board
    with pytest.raises(AssertionError, match="searched again"):
        first_board("first", "legislators", never)


def test_the_app_may_calculate_it_in_its_own_way():
    """What is asked for is the search of the page."""
    asked = []

    def calculate(searched):
        asked.append(searched)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        first_board("first", "lfw", calculate)
    assert asked == [Experiment(probes="congress-115", gallery="lfw", portrait="first")]
