"""Encoding the photos of LFW's official pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.building.lfw_pairs import encode_lfw_pairs
from simulator.errors import PhotoError


def test_missing_photos_are_counted_before_any_is_encoded(tmp_path: Path) -> None:
    """The message says how many were expected, and what to check."""
    with pytest.raises(
        PhotoError, match=r"expected the 7,\d{3} photos .* found 0\. Check --photos"
    ):
        encode_lfw_pairs(tmp_path)
