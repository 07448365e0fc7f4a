"""The settings of the threshold control."""

import numpy as np
import pytest
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.errors import ThresholdError


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
    assert replay.at(distance=by_key["aclu-rate"].distance).fpir.events == 24
    assert by_key["default"].distance == 0.6
    assert by_key["99.9%"].distance == replay.at(confidence=0.999).distance
    assert set(by_key) == {"default", "80%", "95%", "99%", "99.9%", "aclu-count", "aclu-rate"}


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


@pytest.mark.parametrize(
    "text", ["", "x", "nan", "-1", "2.5", "0%", "100%", "1e9", "<script>", "%"]
)
def test_a_mangled_threshold_is_one_sentence(stops, text):
    """What a URL may say is checked, and the error says what to do."""
    with pytest.raises(ThresholdError, match="expected a threshold"):
        stops.find(text)


def test_a_confidence_snaps_to_the_nearest_stop(stops):
    """97% is no stop of its own; the closest one is taken."""
    assert stops.find("97%").confidence == pytest.approx(0.97, abs=0.001)


@pytest.mark.parametrize("text", ["99.9", "50", "99.99", "80"])
def test_the_percent_sign_may_be_left_out(stops, text):
    """In an address it has to be written %25: a teacher need not know."""
    assert stops.find(text) == stops.find(text + "%")


def test_the_aclu_rate_by_hand():
    """28 / 535 × 459 = 24.02."""
