"""The live matcher's process: started when asked, replaced when it dies, never in this process."""

from __future__ import annotations

import json
import sys
import time

import pytest
from support.matcher_answers import answer

from simulator.errors import FalseMatchError, MatcherNotInstalled
from simulator.live_matcher import matcher_process as module
from simulator.live_matcher.dials import CLEAN, Dials
from simulator.live_matcher.matcher_process import LiveMatcher, installed_matcher

WORKER = """
import json, os, sys, time
print('"ready"', flush=True)
for line in sys.stdin:
    (light, blur, size, photo), = json.loads(line)
    with open({log!r}, "a") as file:
        file.write(f"{{light}} ")
    asked = open({log!r}).read().split().count(str(light))
    if light == 9 or (light == 8 and asked == 1):
        os._exit(9)
    if light == 7:
        time.sleep(60)
    print(json.dumps([{answer}]), flush=True)
"""


@pytest.fixture
def make_live(tmp_path):
    """Return a maker of matchers that answer alike, die at 9, die once at 8, and hang at 7."""
    log = tmp_path / "log"
    script = WORKER.format(log=str(log), answer=json.dumps(answer().to_json()))
    matchers = []

    def start(**settings):
        matchers.append(LiveMatcher([sys.executable, "-c", script], **{"seconds": 20, **settings}))
        matchers[-1].log = log
        return matchers[-1]

    yield start
    for matcher in matchers:
        matcher.stop()


@pytest.fixture
def live(make_live):
    """Return a matcher with the usual limits."""
    return make_live()


def test_the_process_starts_with_the_first_question(live):
    """Opening a page starts no process."""
    assert not live.is_warm
    assert live.answer(CLEAN) == answer()
    assert live.is_warm
    assert live.replaced == 0


def test_the_same_setting_is_asked_once(live):
    """A class that tries the same setting asks the process once."""
    for _ in range(3):
        live.answer(Dials(light=2))
    assert live.log.read_text().split() == ["2"]
    live.answer(Dials(light=2), photo=True)
    assert live.log.read_text().split() == ["2", "2"]


def test_few_answers_are_kept(live, monkeypatch):
    """The answer that was unused for longest is dropped first."""
    monkeypatch.setattr(module, "CACHED_ANSWERS", 2)
    for light in (1, 2, 3, 1):
        live.answer(Dials(light=light))
    assert live.log.read_text().split() == ["1", "2", "3", "1"]


def test_a_process_that_dies_is_replaced(live):
    """The setting is tried once more and answered."""
    assert live.answer(Dials(light=8)) == answer()
    assert live.replaced == 1
    assert live.answer(Dials(light=1)) == answer()


def test_a_process_that_dies_twice_on_a_setting_is_one_sentence(live):
    """A new process answers the next setting."""
    with pytest.raises(FalseMatchError, match="ended twice"):
        live.answer(Dials(light=9))
    assert live.answer(Dials(light=1)) == answer()
    assert live.replaced == 2


def test_a_process_that_was_killed_between_two_questions_is_replaced(live):
    """A process that the system killed for lack of memory is replaced."""
    live.answer(CLEAN)
    live.process.kill()
    assert live.answer(Dials(light=1)) == answer()
    assert live.replaced == 1


def test_a_process_that_hangs_is_ended(make_live):
    """A process that hangs is ended, so nobody waits forever."""
    live = make_live(seconds=0.5)
    started = time.monotonic()
    with pytest.raises(FalseMatchError, match="ended twice"):
        live.answer(Dials(light=7))
    assert time.monotonic() - started < 30


def test_an_idle_process_gives_its_memory_back(make_live):
    """The next question starts another, which does not count as a replacement."""
    live = make_live(idle=0.2)
    live.answer(CLEAN)
    until = time.monotonic() + 20
    while live.is_warm and time.monotonic() < until:
        time.sleep(0.05)
    assert not live.is_warm
    assert live.answer(Dials(light=1)) == answer()
    assert live.replaced == 0


def test_a_process_that_cannot_start_is_not_started_at_every_dial(tmp_path):
    """During the pause the same error comes at once; without a pause, the start is tried again."""
    log = tmp_path / "log"
    script = f"open({str(log)!r}, 'a').write('x')"
    live = LiveMatcher([sys.executable, "-c", script])
    for _ in range(2):
        with pytest.raises(FalseMatchError, match="expected to start"):
            live.answer(CLEAN)
    assert log.read_text() == "x"
    live = LiveMatcher([sys.executable, "-c", script], pause=0)
    with pytest.raises(FalseMatchError):
        live.answer(CLEAN)
    assert log.read_text() == "xx"


def test_an_answer_that_is_none_ends_the_process():
    """The answer of another version's worker ends the process."""
    script = "print('\"ready\"', flush=True); input(); print('[{}]', flush=True)"
    live = LiveMatcher([sys.executable, "-c", script])
    try:
        with pytest.raises(FalseMatchError, match="expected a matcher's answer"):
            live.answer(CLEAN)
    finally:
        live.stop()


def test_without_the_photograph_or_the_matcher_it_says_what_to_install(monkeypatch):
    """The error says what to install, and nothing is loaded to find out."""
    pytest.importorskip("face_recognition", reason="needs the matcher extra")
    assert "dlib" in installed_matcher().version
    monkeypatch.setattr("simulator.faces.portrait.portrait_file", lambda: None)
    with pytest.raises(MatcherNotInstalled, match="scikit-image"):
        installed_matcher()
