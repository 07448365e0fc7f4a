"""One threshold per group beside one for all, as texts."""

import math

import pandas as pd

from simulator.charts.group_thresholds import (
    PER_MILLION,
    by_person_rows,
    group_threshold_rows,
    split_rows,
)
from simulator.comparison.curves import GroupThresholds
from simulator.comparison.split_thresholds import find_splits
from simulator.datasets.dataset import load_dataset

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


def test_people_are_called_people_and_pairs_pairs():
    row = ROW | {"comparisons": 4950.0, "mated_comparisons": 1.0}
    head, [texts] = by_person_rows(pd.DataFrame([row]))
    assert len(head) == len(texts)
    assert texts[2] == "12.3 (4,950 pairs of people)"
    assert texts[3] == "5.0% (1 person)"
    assert texts[4] == "0.410"


def test_splits_give_the_median_and_the_range():
    splits = find_splits(load_dataset("lfw"), "gender", 1e-4)
    head, rows = split_rows(splits)
    assert len(rows) == 8
    assert {len(row) for row in rows} == {len(head)}
    once = splits[splits["counted_by"] == "person"].set_index("group").loc["F"]
    own = next(row for row in rows if row[0] == "Women" and row[2] == "the group’s own")
    assert own[3].startswith(f"{once['distance']:.3f}"[:5])
    assert f"{1e6 * once['fmr']:.0f}" in own[4]
