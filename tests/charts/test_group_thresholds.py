"""One threshold per group beside one for all, as texts."""

import math

import pandas as pd

from simulator.charts.group_thresholds import PER_MILLION, group_threshold_rows
from simulator.comparison.curves import GroupThresholds

ROW = {
    "label": "Women",
    "distance": 0.4,
    "fmr": 12.34e-6,
    "false_matches": 1234,
    "comparisons": 100_000_000,
    "fnmr": 0.05,
    "misses": 5,
    "mated_comparisons": 100,
    "global_distance": 0.41,
    "global_fmr": math.nan,
    "global_false_matches": 0,
    "global_fnmr": 0.04,
    "global_misses": 4,
}


def test_rates_are_per_million_with_their_counts():
    """12.34 of a million comparisons is 12.3 per million; what was not counted is not estimable."""
    found = GroupThresholds.__new__(GroupThresholds)
    object.__setattr__(found, "table", pd.DataFrame([ROW]))
    head, [row] = group_threshold_rows(found)
    assert len(head) == len(row)
    assert row[0] == "Women"
    assert row[1:4] == ["0.400", "12.3 (1,234 of 100,000,000)", "5.0% (5 of 100)"]
    assert row[4:] == ["0.410", "not estimable (0 of 100,000,000)", "4.0% (4 of 100)"]


def test_targets_are_written_per_million():
    """The text of each target is the number that its rate is per million comparisons."""
    for text, rate in PER_MILLION.items():
        assert float(text.replace(",", "")) == round(1e6 * rate, 6)
