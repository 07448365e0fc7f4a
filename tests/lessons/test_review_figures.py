"""The figures of the role play: all pairs of the London set, and wrong names after a review."""

from __future__ import annotations

import numpy as np
import pytest
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.lessons.figures import named_figures
from simulator.lessons.london_pairs import smiling_against_neutral
from simulator.lessons.measured_figures import rate_values
from simulator.lessons.review_figures import measure_reviews
from simulator.stats.reviewer import named_chance


@pytest.fixture(scope="module")
def view():
    result = default_replay()
    return result.at(distance=find_stops(result).find("aclu-count").distance)


@pytest.fixture(scope="module")
def found(view):
    return measure_reviews(view, rate_values)


def test_all_pairs_at_our_99_percent(view, found):
    """Counted one pair at a time, by the calibrated confidence."""
    pairs = smiling_against_neutral()
    confident = view.result.calibration.confidence(pairs.distances) >= 0.99
    strangers = found["london_strangers_p99"]
    assert strangers["events"] == (confident & ~pairs.same).sum()
    assert strangers["trials"] == (~pairs.same).sum() == 10302
    apart = found["london_apart_p99"]
    assert (apart["events"], apart["trials"]) == ((~confident & pairs.same).sum(), 102)


def test_a_list_without_a_threshold_gives_everybody_the_same_chance(view, found):
    """Ten strangers for each of 535 searches, of which 86% are rejected."""
    assert found["named_list_10"] == round(535 * (1 - 0.86**10))
    assert found["named_list_10_color"] == round(107 * (1 - 0.86**10))
    shown = np.minimum((view.result.search.distances <= view.distance).sum(axis=1), 10)
    assert found["named_line_10"] == round(named_chance(shown, 0.86).sum())
    assert {name for name, *_ in named_figures()} | {"named_length"} <= set(found)
