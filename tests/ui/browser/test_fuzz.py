"""Seeded random actions over all pages; `make long` does ten thousand (tests/fuzz)."""

from __future__ import annotations

import os

import pytest
from support.chromium import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt install chromium"),
]

ACTIONS = int(os.environ.get("FALSEMATCH_FUZZ", "300"))
SEED = int(os.environ.get("FALSEMATCH_SEED", "16"))


def test_random_actions_break_nothing(tmp_path):
    """No exception, no failed request, no number that is not Python's, no dead end."""
    pytest.importorskip("playwright.sync_api", reason="needs Playwright for Python")
    from fuzz.fuzz import fuzz

    done, found = fuzz(ACTIONS, SEED, tmp_path, stop_at_first=True)
    assert found == [], "\n".join(found)
    assert done >= ACTIONS


def test_what_was_drawn_is_drawn_again():
    """An action is known by its seed alone, and every kind is drawn."""
    import random

    from fuzz.actions import OFTEN, drawn

    first, again = ([drawn(random.Random(seed)) for seed in range(2000)] for _ in range(2))
    assert first == again
    assert {action["do"] for action in first} == set(OFTEN)
