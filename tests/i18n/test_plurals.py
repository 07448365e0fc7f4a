"""Counted nouns: one of them has no "s"."""

from __future__ import annotations

import pytest

from simulator.i18n.plurals import plural


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 photos"), (1, "1 photo"), (2, "2 photos"), (13233, "13,233 photos")]
)
def test_regular_nouns(count: int, text: str) -> None:
    """Only one photo is a photo; thousands are separated."""
    assert plural(count, "photo") == text


def test_irregular_nouns() -> None:
    """The plural may be given."""
    assert plural(1, "woman", "women") == "1 woman"
    assert plural(2, "woman", "women") == "2 women"
