"""Answers are live if the matcher responds and recorded otherwise; each says which it is."""

from __future__ import annotations

import io
import sys

import numpy as np
import pytest
from PIL import Image
from support.matcher_answers import answer

from simulator.errors import FalseMatchError, MatcherNotInstalled
from simulator.live_matcher import live_or_recorded as module
from simulator.live_matcher.dials import CLEAN, Dials, DialSteps, apply_dials
from simulator.live_matcher.live_or_recorded import panel_state
from simulator.live_matcher.matcher_process import LiveMatcher
from simulator.live_matcher.recorded_run import load_recording
from simulator.matchers.base import MatcherInfo

INFO = MatcherInfo("dlib", "made 1", 128, {})


class Answering(LiveMatcher):
    """A matcher that answers from here."""

    def __init__(self) -> None:
        super().__init__([sys.executable])
        self.asked: list[tuple[Dials, bool]] = []

    def answer(self, dials: Dials, photo: bool = False):
        self.asked.append((dials, photo))
        return answer(distance=float(dials.light))


class Broken(LiveMatcher):
    """A matcher whose process does not live."""

    def answer(self, dials: Dials, photo: bool = False):
        raise FalseMatchError("expected an answer, found none. Turn a dial.")


@pytest.fixture
def installed(monkeypatch):
    """Pretend that the matcher and the portrait are installed."""
    monkeypatch.setattr(module, "installed_matcher", lambda: INFO)


@pytest.fixture
def absent(monkeypatch):
    """Pretend that the matcher is not installed."""

    def fail() -> MatcherInfo:
        raise MatcherNotInstalled("expected the matcher's packages, found none.")

    monkeypatch.setattr(module, "installed_matcher", fail)


def test_live(installed):
    """Live dials have fine steps, and the answer belongs to the setting."""
    live = Answering()
    shown = panel_state(live, 4, 11, 50, True)
    assert shown.live
    assert shown.dials == Dials(4, 11, 48)
    assert shown.answer.found.distance == 4
    assert shown.clean.found.distance == 0
    assert live.asked == [(CLEAN, False), (Dials(4, 11, 48), True)]
    assert shown.source.startswith("Live: made 1")
    assert shown.steps == DialSteps()
    assert shown.trouble is None


def test_recorded_without_the_matcher(absent):
    """The dials snap to the recorded steps; day, version and how to get the matcher are shown."""
    shown = panel_state(Answering(), 4, 11, 50, False)
    recording = load_recording()
    assert not shown.live
    assert shown.dials == Dials(3, 10, 48)
    assert shown.answer == recording.answers[Dials(3, 10, 48)]
    assert shown.steps == recording.steps
    assert recording.recorded_on in shown.source
    assert recording.matcher in shown.source
    assert shown.source.startswith("Recorded on ")
    assert isinstance(shown.trouble, MatcherNotInstalled)
    assert shown.photo is None


def test_recorded_where_the_process_does_not_answer(installed):
    """The reason is given in one sentence."""
    shown = panel_state(Broken([sys.executable]), 0, 0, 89, False)
    assert not shown.live
    assert "Turn a dial" in str(shown.trouble)


def test_the_recorded_setting_s_photograph_is_made_here(absent):
    """The recording has no photograph; if scikit-image is installed, one is made."""
    pytest.importorskip("skimage", reason="needs scikit-image for its photograph")
    shown = panel_state(Answering(), 0, 15, 89, True)
    assert shown.can_show
    pixels = module.portrait()
    expected = apply_dials(pixels, shown.clean.found.box, Dials(0, 15, 89))
    assert (np.asarray(Image.open(io.BytesIO(shown.photo))) == expected).all()


def test_no_photograph_no_button(absent, monkeypatch):
    """Box, landmarks and numbers are shown even without a photograph."""
    monkeypatch.setattr(module, "portrait_file", lambda: None)
    shown = panel_state(Answering(), 0, 0, 89, True)
    assert not shown.can_show
    assert shown.photo is None
    assert shown.answer.found is not None


def test_a_replaced_process_is_said(installed):
    """A replaced process is reported once, with the answer for which it was replaced."""

    class Replaced(Answering):
        def answer(self, dials: Dials, photo: bool = False):
            self.process.died += dials.light == 5
            return super().answer(dials, photo)

    live = Replaced()
    assert panel_state(live, 5, 0, 89, False).replaced
    assert not panel_state(live, 2, 0, 89, False).replaced
