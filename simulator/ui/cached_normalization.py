"""The caches on normalized distances: what they do to the groups of one label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from simulator.datasets.dataset import Dataset
    from simulator.experiment.analyses.score_normalization import NormalizationResult
    from simulator.search.normalized_scores import NormalizedScores
    from simulator.storage.progress import Progress


def scores(probes: Dataset, gallery: Dataset, progress: Progress) -> NormalizedScores:
    """Return the scores of two data sets, stored or calculated."""
    from simulator.search.normalized_scores import stored_or_calculated

    return stored_or_calculated(probes, gallery, progress)


@st.cache_resource(show_spinner=False, max_entries=32)
def normalized(
    key: str, column: str, target: float, _scores: NormalizedScores, _probes: Dataset
) -> NormalizationResult:
    """Return the four ways by one label, at one overall rate.

    Args:
        key: what the scores are of.
        column: the label.
        target: the overall FPIR.
        _scores: from :func:`scores`.
        _probes: the people searched for.
    """
    from simulator.experiment.analyses.score_normalization import normalization

    del key  # only part of the cache's key
    return normalization(_scores, _probes, [column], target)[column]


OF_NORMALIZATION = (normalized,)
"""Every cache here; :func:`simulator.ui.cached.forget_data` empties them too."""
