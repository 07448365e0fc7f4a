"""The cache on matcher or gallery: one calculation for a search, a threshold and a label."""

from __future__ import annotations

import pytest
from support.replay import default_replay

pytestmark = pytest.mark.usefixtures("fresh_pages")


def test_a_threshold_and_a_label_are_calculated_once() -> None:
    from simulator.ui import cached, cached_gallery

    result = default_replay()
    assert cached_gallery.gallery_labels(result) == ["gender"]
    first = cached_gallery.matcher_or_gallery(result, 0.5, "gender")
    assert cached_gallery.matcher_or_gallery(result, 0.5, "gender") is first
    assert cached_gallery.matcher_or_gallery(result, 0.47, "gender") is not first
    assert set(cached_gallery.OF_GALLERY) <= set(cached.OF_DATA)
