"""Thresholds per group are kept, and those over other halves are read where they are stored."""

from __future__ import annotations

import pandas as pd
import pytest

from simulator.comparison.split_thresholds import find_splits
from simulator.datasets.dataset import load_dataset
from simulator.ui import cached_thresholds

pytestmark = pytest.mark.usefixtures("fresh_pages")


def test_stored_halves_and_splits_are_those_of_the_data_set() -> None:
    halves = cached_thresholds.halves("lfw", "gender", lambda _done, _all: None)
    fitted = cached_thresholds.group_thresholds(halves, 1e-4)
    assert fitted.table["group"].tolist() == ["M", "F"]
    found = cached_thresholds.splits("lfw", "gender", 1e-4, halves[0])
    stored = find_splits(load_dataset("lfw"), "gender", 1e-4)
    assert stored is not None
    pd.testing.assert_frame_equal(found, stored)
    assert cached_thresholds.halves("lfw", "gender", lambda _done, _all: None) is halves
