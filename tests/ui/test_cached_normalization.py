"""The cache on normalized distances is emptied with the data."""

from __future__ import annotations

from simulator.ui import cached
from simulator.ui.cached_normalization import OF_NORMALIZATION, normalized


def test_forgetting_the_data_forgets_what_was_normalized() -> None:
    assert (normalized,) == OF_NORMALIZATION
    assert set(OF_NORMALIZATION) <= set(cached.OF_DATA)
