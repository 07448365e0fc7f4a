"""Sentences on how much of a rate one person carries."""

from __future__ import annotations

import numpy as np

from simulator.comparison.comparison_counts import ComparisonCounts, find_counts
from simulator.comparison.largest_part import comparisons_carried
from simulator.datasets.dataset import load_dataset


def test_one_man_is_60_percent_of_the_mens_mated_comparisons():
    said = comparisons_carried(find_counts(load_dataset("lfw"), "gender")["everyone"])
    men, women = said
    assert men.startswith("Men")
    assert "60%" in men
    assert "10%" in men
    assert "14%" in women
    assert "trusted" in men
    assert "trusted" not in women


def test_nobody_is_named_and_nothing_is_said_without_several_photos():
    names = {name.replace("_", " ") for name in load_dataset("lfw").identities}
    said = " ".join(comparisons_carried(find_counts(load_dataset("lfw"), "gender")["everyone"]))
    assert not any(name in said for name in names)
    counts = np.ones((1, 1, 3), np.int64)
    assert comparisons_carried(ComparisonCounts((("F", "Women"),), counts, counts[0])) == []


def test_without_mated_comparisons_only_others_are_mentioned():
    counts = np.ones((1, 1, 3), np.int64)
    once = ComparisonCounts((("F", "Women"),), counts / 2, counts[0] * 0.0)
    made = ComparisonCounts(
        (("F", "Women"),), counts, counts[0] * 0, once, np.array([[0.5, np.nan]])
    )
    [said] = comparisons_carried(made)
    assert said.startswith("Women")
    assert "50%" in said
    assert "nan" not in said
