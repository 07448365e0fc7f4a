"""Names of a stop in a link, and a control's first stop; the stops are handmade."""

import math

import pytest

from simulator.board.stops import ACLU_COUNT, Stop, Stops, log_odds
from simulator.errors import ThresholdError


def made(*labeled: str, confident: bool = True) -> Stops:
    """Make 99 stops at 50% … 99% by half percents; those in ``labeled`` are presets."""
    stops = []
    for position in range(99):
        share = 0.5 + position / 200
        key = f"{100 * share:g}%" if confident else f"{0.7 - position / 1000:.4f}"
        label = key if key in labeled else None
        confidence = share if confident else None
        stops.append(Stop(position, 0.7 - position / 1000, confidence, key, label))
    return Stops(tuple(stops), ())


@pytest.fixture
def stops():
    return made("80%", "95%")


@pytest.mark.parametrize(
    "text", ["", "x", "nan", "-1", "2.5", "0%", "100%", "1e9", "<script>", "%"]
)
def test_a_mangled_threshold_is_one_sentence(stops, text):
    """The text in a URL is checked, and the error says what to do."""
    with pytest.raises(ThresholdError, match="expected a threshold"):
        stops.find(text)


def test_a_confidence_snaps_to_the_nearest_stop(stops):
    """97% is not a stop; the closest one is taken."""
    assert stops.find("97%").confidence == pytest.approx(0.97, abs=0.001)


@pytest.mark.parametrize("text", ["99.9", "50", "99.99", "80"])
def test_the_percent_sign_may_be_left_out(stops, text):
    """In an address, % has to be written as %25; a teacher need not know that."""
    assert stops.find(text) == stops.find(text + "%")


def test_a_distance_snaps_to_the_nearest_stop(stops):
    """Distances run from 0.7 downward in thousandths."""
    assert stops.find("0.6004").position == 98
    assert stops.find("0.65").position == 50
    assert stops.find(" 0.6501 ").position == 50
    assert stops.find("2").position == 0
    assert stops.find("0").position == 98


def test_a_confidence_needs_a_calibration():
    """Without one, a percentage names no stop, and the error gives a distance as an example."""
    with pytest.raises(ThresholdError, match="0.6020"):
        made(confident=False).find("99%")


def test_a_long_text_is_cut_in_the_error(stops):
    """A link of any length gives a sentence of readable length."""
    with pytest.raises(ThresholdError) as caught:
        stops.find("x" * 10_000)
    assert len(str(caught.value)) < 250


def test_a_control_begins_at_the_aclus_count():
    """Else at the first preset, and without presets at the first stop."""
    aclu = Stop(2, 0.3, None, ACLU_COUNT, "28")
    plain = (Stop(0, 0.5, None, "0.5000"), Stop(1, 0.4, None, "0.4000", "preset"))
    assert Stops((*plain, aclu), ()).default == aclu
    assert Stops(plain, ()).default == plain[1]
    assert Stops(plain[:1], ()).default == plain[0]


def test_log_odds_by_hand():
    """Even odds are 0; 99 to 1 is log 99; the complement has the opposite sign."""
    assert log_odds(0.5) == 0
    assert log_odds(0.99) == pytest.approx(math.log(99))
    assert log_odds(0.01) == pytest.approx(-log_odds(0.99))
