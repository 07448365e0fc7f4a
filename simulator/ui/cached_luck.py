"""The caches on bias or luck: verdicts, closest strangers, other choices, differentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from simulator.i18n.language import language, speaking

if TYPE_CHECKING:
    from simulator.experiment.experiment import Experiment
    from simulator.experiment.result import Result
    from simulator.experiment.specification_curve import SpecificationCurve

RESULT = "simulator.experiment.result.Result"


def _experiment_of(result: Result) -> Experiment:
    """Return what a result is cached by: two results of one experiment are the same."""
    return result.experiment


def luck(result: Result, distance: float, column: str) -> dict[str, Any]:
    """Return the verdicts on bias or luck in the page's language, with their numbers."""
    return _luck(result, distance, column, language())


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs={RESULT: _experiment_of})
def _luck(result: Result, distance: float, column: str, spoken: str) -> dict[str, Any]:
    from simulator.experiment.measures import significance

    with speaking(spoken):
        return significance(result.at(distance=distance), column)


def strangers(result: Result, column: str) -> dict[str, Any]:
    """Return how close the groups' closest strangers are, in the page's language."""
    return _strangers(result, column, language())


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs={RESULT: _experiment_of})
def _strangers(result: Result, column: str, spoken: str) -> dict[str, Any]:
    from simulator.experiment.analyses.nearest_strangers import nearest_strangers

    with speaking(spoken):
        return nearest_strangers(result)[column]


@st.cache_resource(show_spinner=False, max_entries=16)
def specifications(probes: str, column: str, group: str) -> SpecificationCurve:
    """Return share and p of a group with every other threshold, portrait and gallery."""
    from simulator.experiment.specification_curve import specification_curve

    return specification_curve(probes, column, group)


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs={RESULT: _experiment_of})
def differentials(result: Result, distance: float, column: str) -> dict[str, Any]:
    """Return the differentials of FPIR between groups."""
    from simulator.experiment.measures import fpir_differentials

    return fpir_differentials(result.at(distance=distance), column)


def adjusted(result: Result, distance: float, column: str) -> dict[str, Any]:
    """Return a column's groups among people who are alike, in the page's language."""
    return _adjusted(result, distance, column, language())


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs={RESULT: _experiment_of})
def _adjusted(result: Result, distance: float, column: str, spoken: str) -> dict[str, Any]:
    from simulator.experiment.analyses.adjusted import adjusted

    with speaking(spoken):
        return adjusted(result.at(distance=distance), [column])


OF_LUCK = (_luck, _strangers, specifications, differentials, _adjusted)
"""Every cache here; :func:`simulator.ui.cached.forget_data` empties them too."""
