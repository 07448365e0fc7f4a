"""Joint uncertainty in words: the sentences and the terminal's lines hold the numbers."""

from __future__ import annotations

from typing import Any

from support.replay import default_replay, replay_in

from simulator.experiment.analyses.joint_uncertainty import joint_uncertainty
from simulator.experiment.experiment import Experiment
from simulator.experiment.joint_uncertainty_text import (
    adds_words,
    halves_words,
    headline_group,
    interval_words,
    reach_lines,
    share_words,
)
from simulator.experiment.run import run


def words_of(view: Any) -> list[str]:
    found = joint_uncertainty(view)
    group = headline_group(view, view.columns())
    assert found is not None
    assert group is not None
    share = found.share(group)
    return [interval_words(share), adds_words(found, share), halves_words(found, group)]


def test_the_sentences_hold_the_numbers() -> None:
    interval, adds, halves = words_of(default_replay().at())
    assert "15.3%" in interval
    assert "47.1%" in interval
    assert "adds nothing" in adds
    assert "6 to 11 of the 28" in halves
    _interval, adds, _halves = words_of(replay_in("legislators").at(distance=0.52))
    assert "times as wide" in adds
    assert not [text for text in (interval, adds, halves) if "{" in text]


def test_the_terminal_says_how_far_it_reaches() -> None:
    view = default_replay().at()
    lines = "\n".join(reach_lines(view))
    assert "3.6% to 7.5%" in lines
    assert "15.3% to 47.1%" in lines
    assert "6 to 11 of 28" in lines


def test_all_sentences_on_one_share() -> None:
    """The count first; the other portraits are left out where nobody searched with them."""
    found = joint_uncertainty(default_replay().at())
    assert found is not None
    text = share_words(found, "person_of_color")
    assert text.startswith("People of color: 8 of 28.")
    assert "both portraits" not in text


def test_the_group_of_the_sentences() -> None:
    """People of color wherever they are labeled; else the smallest group with enough people."""
    view = default_replay().at()
    for columns in (["gender", "person_of_color"], ["person_of_color"]):
        group = headline_group(view, columns)
        assert group is not None
        assert group.value == "true"
    women = headline_group(view, ["gender", "chamber"])
    assert women is not None
    assert women.value == "F"
    assert headline_group(view, []) is None
    assert headline_group(view, ["race_ethnicity*gender"]) is not None
    london = run(Experiment(probes="london")).at(distance=0.49)
    assert headline_group(london, ["gender"]) is not None
