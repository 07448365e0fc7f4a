"""The stops that are found for a result: presets exact, the axis in log-odds."""

import numpy as np
import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.board.stop_finder import LOWEST, STEP, calibration_of, find_stops, scale_of
from simulator.search.confidence import PRESET_CONFIDENCES


@pytest.fixture(scope="module")
def replay():
    return default_replay()


@pytest.fixture(scope="module")
def stops(replay):
    return find_stops(replay)


def test_stops_run_from_loose_to_strict(stops):
    """Further along the control, the threshold is always stricter."""
    distances = [stop.distance for stop in stops.stops]
    assert [stop.position for stop in stops.stops] == list(range(len(distances)))
    assert (np.diff(distances) < 0).all()


def test_every_stop_has_a_key_of_its_own(stops):
    """A link names one setting only, and finds it again."""
    keys = [stop.key for stop in stops.stops]
    assert len(set(keys)) == len(keys)
    assert all(stops.find(key).key == key for key in keys)


def test_presets_are_exact(replay, stops):
    """A preset is the very threshold that the command line uses, not a rounded one."""
    by_key = {stop.key: stop for stop in stops.presets}
    assert replay.at(distance=by_key["aclu-count"].distance).fpir.events == 28
    assert by_key["default"].distance == 0.6
    assert by_key["99.9%"].distance == replay.at(confidence=0.999).distance
    assert set(by_key) == {"default", "80%", "95%", "99%", "99.9%", "aclu-count"}


def test_count_and_rate_of_the_aclu_are_one_preset_where_they_are_one_number(stops):
    """28 of 535 is both; its button says so, and an old link to the rate leads there."""
    aclu = stops.find("aclu-count")
    assert aclu.label == "28 of 535 = 5.2%, as in 2018"
    assert stops.find("aclu-rate") is aclu is stops.default


def test_count_and_rate_are_two_presets_among_fewer_people():
    """Of 525 other portraits, 28 is the count and 27 the rate: 28 / 535 × 525 = 27.48."""
    result = run(Experiment(portrait="second"))
    stops = find_stops(result)
    labels = {stop.key: stop.label for stop in stops.presets}
    assert labels["aclu-count"] == "28: the ACLU’s count"
    assert labels["aclu-rate"] == "27: the ACLU’s rate"
    assert result.at(distance=stops.find("aclu-count").distance).fpir.events == 28
    assert result.at(distance=stops.find("aclu-rate").distance).fpir.events == 27


def test_a_stop_can_be_repeated_by_its_four_decimals(stops):
    """Other stops carry the rounded distance itself, so nothing is lost in writing it down."""
    for stop in stops.stops:
        if stop.label is None:
            assert float(stop.key) == stop.distance


def test_the_axis_is_logit_of_confidence(stops):
    """Equal steps in log-odds: 99% lies as far from 50% as log(99)."""
    at = {text: position for position, text in stops.ticks}
    assert at["50%"] == 0
    assert at["99%"] * 0.02 == pytest.approx(np.log(99))


def test_the_scale_leads_there_and_back(replay):
    """A position's distance lies at that position; position 0 is a confidence of 50%."""
    scale = scale_of(replay)
    positions = np.arange(0, scale.last + 1, 50)
    distances = np.array([scale.distance(int(position)) for position in positions])
    assert scale.position(distances) == pytest.approx(positions, abs=1e-6)
    assert scale.confidence(scale.distance(0)) == pytest.approx(LOWEST)
    assert scale.confidence(scale.distance(1)) == pytest.approx(1 / (1 + np.exp(-STEP)))


def test_without_a_calibration_the_axis_is_distance():
    """Eigenfaces has no confidence: stops are evenly spaced distances, presets are counts."""
    result = run(Experiment(matcher="eigenfaces"))
    stops = find_stops(result)
    assert calibration_of(result) is None
    assert all(stop.confidence is None for stop in stops.stops)
    assert {stop.key for stop in stops.presets} == {"aclu-count"}
    at = [position for position, _ in stops.ticks]
    assert np.diff(at) == pytest.approx(at[1])


def test_every_preset_confidence_has_a_button(stops):
    """80%, 95%, 99% and 99.9%, with the key that a link uses."""
    keys = {stop.key for stop in stops.presets}
    assert {f"{100 * confidence:g}%" for confidence in PRESET_CONFIDENCES} <= keys


def test_a_match_at_distance_0_has_a_place(replay):
    """There the confidence is 1 to the last digit of a float; the place on the axis is finite."""
    scale = scale_of(replay)
    assert np.all(np.isfinite(scale.position(np.array([0.0, 1e-9, 0.05]))))
    assert scale.calibration.confidence(0.0) > 0.999_999
