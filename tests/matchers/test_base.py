"""A matcher's identity: equal where vectors may be compared, different where they may not."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest

from simulator.matchers.base import MatcherInfo

INFO = MatcherInfo("made", "1", 4, {"upsample": [1, 2], "detector": "hog"})


def test_the_identity_is_a_hash_of_what_must_be_equal() -> None:
    """Name, and 16 digits of the SHA-256 of name, version, dimension and settings as JSON."""
    text = '["made", "1", 4, {"detector": "hog", "upsample": [1, 2]}]'
    assert INFO.identity == f"made-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


@pytest.mark.parametrize(
    "change",
    [{"name": "other"}, {"version": "2"}, {"dimension": 5}, {"settings": {"detector": "cnn"}}],
)
def test_any_difference_changes_the_identity(change: dict) -> None:
    """Vectors made otherwise are never compared."""
    assert dataclasses.replace(INFO, **change).identity != INFO.identity


def test_the_order_of_settings_does_not_matter() -> None:
    """Settings are a mapping."""
    other = dict(reversed(INFO.settings.items()))
    assert dataclasses.replace(INFO, settings=other).identity == INFO.identity


def test_implementations_are_comparable_but_cached_apart() -> None:
    """The encoder is part of the cache's key only."""
    fast = dataclasses.replace(INFO, encoder="fast-1")
    assert fast.identity == INFO.identity == INFO.cache_key
    assert fast.cache_key == f"{INFO.identity}+fast-1"
