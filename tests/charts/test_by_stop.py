"""What a live picture sends: every different value once, in whole parts."""

import json

import numpy as np
import pytest

from simulator.board.stops import Stop
from simulator.charts.by_stop import (
    NOWHERE,
    Live,
    LiveDot,
    LiveLine,
    live_tops,
    once,
    stop_words,
)

NAN = float("nan")


def test_each_different_value_is_sent_once():
    """Stops that show the same text share it."""
    assert once(["a", "b", "a"]) == {"at": [0, 1, 0], "each": ["a", "b"]}


def test_a_live_chart_is_looked_up_by_stop():
    """Lines, dots, marker and axis at every stop; nothing is NaN in JSON."""
    rates = np.array([[0.9, NAN], [0.05, 0.2]])
    live = Live(
        "lab",
        ["**loose**", "strict"],
        marked=[(0.0, "50%"), (1.0, "99%")],
        dots=[LiveDot("men", [0.25, NAN], [0.5, 0.5])],
        lines=[LiveLine("men", [0.0, 1.0], rates)],
        tops=live_tops(rates),
    )
    sent = json.loads(json.dumps(live.to_content(), allow_nan=False))
    line = sent["lines"][0]["rates"]
    assert line["each"][line["at"][0]] == [9000, NOWHERE]
    assert line["each"][line["at"][1]] == [500, 2000]
    assert sent["dots"][0]["x"] == [2500, NOWHERE]
    assert sent["marked"]["at"] == [0, 10_000]
    assert [sent["axes"][i]["top"] for i in sent["tops"]] == [10_000, 4000]


@pytest.mark.parametrize(("rate", "top"), [(0.0, 0.1), (0.1, 0.1), (0.11, 0.4), (0.9, 1.0)])
def test_the_axis_shows_every_rate(rate, top):
    """The lowest axis that holds the highest rate of the stop."""
    assert live_tops(np.array([[rate, NAN]])) == [top]


def test_a_stop_has_words_with_and_without_a_calibration():
    """A confidence where there is one, else the distance."""
    assert stop_words(Stop(0, 0.5, 0.99, "99%")) == "99.0%"
    assert stop_words(Stop(0, 0.5, None, "0.5000")) == "distance 0.5000"
