"""The live matcher's panel: what the browser asks for, and what the panel says went wrong."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from simulator.errors import FalseMatchError
from simulator.live_matcher.dials import FULL_SIZE
from simulator.ui.matcher_panel import _note, _setting

UNCHANGED = (0, 0, FULL_SIZE, False)


def test_the_dials_of_the_browser():
    """A message holds light, blur, size, and whether the photograph is wanted."""
    asked = {"light": 5, "blur": 10, "size": 32, "photo": True}
    assert _setting(asked) == (5, 10, 32, True)


@pytest.mark.parametrize(
    "asked", [None, 3, [], {}, {"light": "5", "blur": None, "size": [1], "photo": "yes"}], ids=str
)
def test_what_is_no_setting_is_the_unchanged_photo(asked):
    """Whatever a browser sends, the panel is shown."""
    assert _setting(asked) == UNCHANGED


def test_the_note_says_what_went_wrong():
    """The note is empty, or reports a replaced process or why the answer is not live."""
    state = SimpleNamespace(replaced=False, trouble=None)
    assert _note(state) == ""
    state.trouble = FalseMatchError("expected a matcher, found none. Install it.")
    assert _note(state) == "expected a matcher, found none. Install it."
    state.replaced = True
    assert "new one" in _note(state)
