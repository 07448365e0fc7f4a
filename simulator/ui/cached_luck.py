"""The caches on bias or luck: verdicts, closest strangers, other choices, differentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from simulator.i18n.language import language, speaking
from simulator.ui import cached

if TYPE_CHECKING:
    from simulator.experiment.experiment import Experiment
    from simulator.experiment.specification_curve import SpecificationCurve


def luck(experiment: Experiment, distance: float, column: str) -> dict[str, Any]:
    """Return the verdicts on bias or luck in the page's language, with their numbers."""
    return _luck(experiment, distance, column, language())


@st.cache_data(show_spinner=False, max_entries=64)
def _luck(experiment: Experiment, distance: float, column: str, spoken: str) -> dict[str, Any]:
    from simulator.experiment.measures import significance

    with speaking(spoken):
        return significance(cached.result(experiment).at(distance=distance), column)


@st.cache_data(show_spinner=False, max_entries=64)
def _strangers(experiment: Experiment, column: str, spoken: str) -> dict[str, Any]:
    from simulator.experiment.nearest_strangers import nearest_strangers

    with speaking(spoken):
        return nearest_strangers(cached.result(experiment))[column]


def strangers(experiment: Experiment, column: str) -> dict[str, Any]:
    """Return how close the groups' closest strangers are, in the page's language."""
    return _strangers(experiment, column, language())


@st.cache_resource(show_spinner=False, max_entries=16)
def specifications(probes: str, column: str, group: str) -> SpecificationCurve:
    """Return share and p of a group with every other threshold, portrait and gallery."""
    from simulator.experiment.specification_curve import specification_curve

    return specification_curve(probes, column, group)


@st.cache_data(show_spinner=False, max_entries=64)
def differentials(experiment: Experiment, distance: float, column: str) -> dict[str, Any]:
    """Return the differentials of FPIR between groups."""
    from simulator.experiment.measures import fpir_differentials

    return fpir_differentials(cached.result(experiment).at(distance=distance), column)


OF_LUCK = (_luck, _strangers, specifications, differentials)
"""Every cache here; :func:`simulator.ui.cached.forget_data` empties them too."""
