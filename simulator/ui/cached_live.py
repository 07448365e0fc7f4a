"""The caches on other galleries, and of what pictures show at every stop of a thumb."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from simulator.i18n.language import _, language, speaking

if TYPE_CHECKING:
    import pandas as pd

    from simulator.board.stops import Stops
    from simulator.experiment.expected_rates import ExpectedRates
    from simulator.experiment.experiment import Experiment
    from simulator.experiment.result import Result
    from simulator.search.named_mixes import MixOfGallery

Mix = tuple[tuple[str, float], ...]
RESULT = "simulator.experiment.result.Result"


def _experiment_of(result: Result) -> Experiment:
    """Return what a result is cached by: two results of one experiment are the same."""
    return result.experiment


def expected_rates(
    result: Result,
    stops: Stops,
    by: str | None,
    sizes: tuple[int, ...] | None = None,
    mix: Mix | None = None,
    *,
    once_per_person: bool = False,
) -> ExpectedRates:
    """Return the expected FPIR in other galleries at every stop.

    Args:
        result: the search.
        stops: the settings of its threshold.
        by: a label column of the people searched for; None for everyone together.
        sizes: gallery sizes; None for those of the curve.
        mix: (group of the gallery, proportion); None for the gallery's own.
        once_per_person: each person counts once, instead of each search.
    """
    distances = tuple(stop.distance for stop in stops.stops)
    return _expected_rates(result, distances, by, sizes, mix, once_per_person)


@st.cache_resource(show_spinner=False, max_entries=24, hash_funcs={RESULT: _experiment_of})
def _expected_rates(
    result: Result,
    distances: tuple[float, ...],
    by: str | None,
    sizes: tuple[int, ...] | None,
    mix: Mix | None,
    once_per_person: bool,
) -> ExpectedRates:
    from simulator.experiment.expected_rates import expected_rates as at_every_stop

    once = {"once_per_person": once_per_person}
    proportions = None if mix is None else dict(mix)
    with st.spinner(_("Calculating every gallery …")):
        return at_every_stop(result, distances, by=by, sizes=sizes, mix=proportions, **once)


def mix_rates(
    result: Result, stops: Stops, by: str | None, photos: int, mix: Mix | None
) -> ExpectedRates | None:
    """Return the expected FPIR in galleries of one mix at every stop.

    None where the gallery lacks photos of one of its groups, so that it cannot be drawn.
    """
    from simulator.errors import ExperimentError

    try:
        return expected_rates(result, stops, by, (photos,), mix)
    except ExperimentError:
        return None


@st.cache_data(show_spinner=False, max_entries=32, hash_funcs={RESULT: _experiment_of})
def gallery_groups(result: Result) -> list[tuple[str, str]]:
    """Return the labeled groups of the gallery: (value, words)."""
    from simulator.charts.gallery_size import labeled_groups

    return labeled_groups(result.gallery)


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs={RESULT: _experiment_of})
def size_curve(result: Result, distance: float, by: str | None, mix: Mix | None) -> pd.DataFrame:
    """Return FPIR by gallery size."""
    proportions = None if mix is None else dict(mix)
    with st.spinner(_("Calculating every gallery …")):
        return result.gallery_size_curve(by=by, mix=proportions, distance=distance)


@st.cache_data(show_spinner=False, max_entries=8, hash_funcs={RESULT: _experiment_of})
def named_mixes(result: Result) -> list[MixOfGallery]:
    """Return the named mixes that a data set can draw as a gallery."""
    from simulator.search.named_mixes import mixes_of

    return mixes_of(result.gallery)


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs={RESULT: _experiment_of})
def shift_by_mix(
    result: Result, distance: float, by: str | None, size: int
) -> dict[str, pd.DataFrame]:
    """Return FPIR by group of the probes in a gallery of each named mix."""
    from simulator.experiment.mixes import shift_by_mix as shift

    with st.spinner(_("Calculating every gallery …")):
        return shift(result.at(distance=distance), size, by)


def picture(result: Result, make: Callable[[], bytes], *which: object) -> bytes:
    """Return a picture of all stops as the browser takes it, made once for each language.

    Args:
        result: the search it shows.
        make: makes it.
        which: what else decides what it shows, in plain values.
    """
    return _picture(repr((result.experiment, which)), language(), make)


@st.cache_resource(show_spinner=False, max_entries=64)
def _picture(which: str, spoken: str, _make: Callable[[], bytes]) -> bytes:  # noqa: ARG001
    with speaking(spoken):
        return _make()


OF_LIVE = (_picture, _expected_rates, gallery_groups, size_curve, named_mixes, shift_by_mix)
"""Every cache here; :func:`simulator.ui.cached.forget_data` empties them too."""
