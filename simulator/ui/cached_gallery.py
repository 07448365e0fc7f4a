"""The cache on matcher or gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery
    from simulator.experiment.experiment import Experiment
    from simulator.experiment.result import Result

RESULT = "simulator.experiment.result.Result"


def _experiment_of(result: Result) -> Experiment:
    """Return what a result is cached by: two results of one experiment are the same."""
    return result.experiment


@st.cache_resource(show_spinner=False, max_entries=8, hash_funcs={RESULT: _experiment_of})
def gallery_labels(result: Result) -> list[str]:
    """Return the labels of the gallery by which strangers are counted."""
    from simulator.experiment.gallery_groups import tally_labels

    return tally_labels(result.at())


@st.cache_resource(show_spinner=False, max_entries=8, hash_funcs={RESULT: _experiment_of})
def matcher_or_gallery(result: Result, distance: float, label: str) -> MatcherOrGallery:
    """Return what a search at a threshold says about matcher and gallery.

    Raises:
        ExperimentError: fewer than two groups of the gallery have enough photos.
    """
    from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery
    from simulator.experiment.gallery_groups import gallery_groups

    view = result.at(distance=distance)
    return MatcherOrGallery(view, gallery_groups(view, label))


OF_GALLERY = (gallery_labels, matcher_or_gallery)
"""Every cache here; :func:`simulator.ui.cached.forget_data` empties them too."""
