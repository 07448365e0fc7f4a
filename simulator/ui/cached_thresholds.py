"""The caches on thresholds per group: halves of the people, and many other halves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    import pandas as pd

    from simulator.charts.comparisons import Halves
    from simulator.comparison.comparison_counts import ComparisonCounts
    from simulator.comparison.curves import GroupThresholds
    from simulator.storage.progress import Progress


@st.cache_data(show_spinner=False, max_entries=16)
def splits(name: str, column: str, target: float, _counts: ComparisonCounts) -> pd.DataFrame:
    """Return thresholds per group over 40 halves of the people, at one target."""
    from simulator.comparison.split_thresholds import splits_at
    from simulator.datasets.dataset import load_dataset

    return splits_at(load_dataset(name), column, _counts, target)


@st.cache_resource(show_spinner=False, max_entries=16)
def halves(name: str, column: str, _progress: Progress) -> Halves:
    """Return the comparisons within each half of the people."""
    from simulator.charts.comparisons import halved
    from simulator.datasets.dataset import load_dataset

    return halved(load_dataset(name), column, _progress)


def group_thresholds(counted: Halves, target: float) -> GroupThresholds:
    """Return one threshold per group for a target FMR."""
    from simulator.charts.comparisons import fitted_thresholds

    return fitted_thresholds(counted, target)


OF_THRESHOLDS = (splits, halves)
"""Every cache here."""
