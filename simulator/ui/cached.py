"""The caches of the web app; the audit's are in :mod:`simulator.ui.cached_audit`.

All sessions share the cached values, so nothing may change them. Libraries are imported inside the
functions that need them: the first page, cached on disk, needs none of them. Values with words are
cached for each language.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from simulator.board.board import Board, board_file, load_board, save_board
from simulator.board.first_page import GALLERY_FIRST, LFW
from simulator.i18n.language import _, language, speaking
from simulator.processes.memory import release_freed_memory
from simulator.ui import (
    cached_audit,
    cached_bar,
    cached_gallery,
    cached_live,
    cached_luck,
    cached_normalization,
    cached_thresholds,
)
from simulator.ui.memory_limit import on_shortage

if TYPE_CHECKING:
    import pandas as pd

    from simulator.building.overview import Overview
    from simulator.comparison.comparison_counts import ComparisonCounts
    from simulator.comparison.fmr import ComparisonTally
    from simulator.comparison.subgroup_counts import SubgroupCounts
    from simulator.datasets.dataset import Dataset
    from simulator.experiment.another_portrait import AnotherPortrait
    from simulator.experiment.experiment import Experiment
    from simulator.experiment.result import Result
    from simulator.live_matcher.matcher_process import LiveMatcher
    from simulator.search.mated_searches import MatedSearches
    from simulator.storage.progress import Progress

MANY_PROBES = 2000


def first_board(portrait: str = "first", gallery: str = GALLERY_FIRST) -> Board:
    """Return the first page's board, from disk if it was calculated before.

    Args:
        portrait: the portraits searched with, ``first`` or ``second``.
        gallery: the data set searched in, one of :data:`simulator.board.first_page.GALLERIES`.

    Raises:
        ExperimentError: the data set has no second portraits.
    """
    return _first_board(portrait, gallery, language())


@st.cache_resource(show_spinner=False)
def _first_board(portrait: str, gallery: str, spoken: str) -> Board:
    from simulator.board.stored import first_board as stored_board

    with speaking(spoken):
        stored = stored_board(portrait, gallery, lambda searched: board(searched, "test"))
    _shared()
    return stored


def tonight(portrait: str = "first", gallery: str = GALLERY_FIRST) -> bytes:
    """Return the data of the walk past the camera, for the search of :func:`first_board`."""
    return _tonight(portrait, gallery, language())


@st.cache_resource(show_spinner=False, max_entries=8)
def _tonight(portrait: str, gallery: str, spoken: str) -> bytes:
    from simulator.board.tonight import tonight_data

    with speaking(spoken):
        return tonight_data(_first_board(portrait, gallery, spoken))


@st.cache_resource(show_spinner=False, max_entries=32)
def one_of_these(code: str, stop: int | None, cards: int) -> bytes:
    """Return the data of the numbered cards, in a language; their gallery holds no known faces."""
    from simulator.lessons.one_of_these import one_of_these_data

    with speaking(code):
        return one_of_these_data(_first_board("first", LFW, code), stop, cards)


@st.cache_resource(show_spinner=False)
def lessons(code: str) -> bytes:
    """Return the data of the lesson runner, in a language."""
    from simulator.datasets.thumbnail import photo_on_disk
    from simulator.lessons.content import lesson_content
    from simulator.lessons.content_process import make_content_in_process
    from simulator.lessons.lesson_file import load_lessons
    from simulator.lessons.payload import payload

    with speaking(code):
        content = lesson_content(make_content_in_process)
        runner_data = payload(load_lessons(), content, photos=photo_on_disk)
    _shared()
    return runner_data


def _shared() -> None:
    """Streamlit collects garbage after every run; what all sessions share never becomes garbage."""
    gc.collect()
    gc.freeze()
    release_freed_memory()


def result(experiment: Experiment, progress: Progress | None = None) -> Result:
    """Return one search's result; fewer results are cached if they have many probes."""
    many = len(installed(experiment.probes).manifest) > MANY_PROBES
    return (_large_result if many else _small_result)(experiment, progress)


@st.cache_resource(show_spinner=False, max_entries=8)
def _small_result(experiment: Experiment, _progress: Progress | None) -> Result:
    from simulator.experiment.run import run

    return run(experiment, progress=_progress)


@st.cache_resource(show_spinner=False, max_entries=1)
def _large_result(experiment: Experiment, _progress: Progress | None) -> Result:
    from simulator.experiment.run import run

    return run(experiment, progress=_progress)


def board(experiment: Experiment, channel: str, progress: Progress | None = None) -> Board:
    """Return the tables that the threshold picture of a search looks up."""
    return _board(experiment, channel, language(), progress)


@st.cache_resource(show_spinner=False, max_entries=16)
def _board(experiment: Experiment, channel: str, spoken: str, _progress: Progress | None) -> Board:
    from simulator.board.build_board import LAB, make_board
    from simulator.experiment.choices import shows_people

    with speaking(spoken):
        # The Lab's tables take seconds, so they are on disk from the second time on.
        sets = experiment.probes, experiment.gallery
        file = board_file(*sets, portrait=f"{LAB} {experiment}") if channel == LAB else None
        tables = load_board(file) if file else None
        if tables is None:
            listed = channel == "test" or shows_people(*sets)
            tables = make_board(result(experiment, _progress), channel, with_pairs=listed)
            if file:
                save_board(tables, file)
    _shared()
    return tables


@st.cache_data(show_spinner=False, max_entries=400)
def thumbnail(dataset: str, key: str, root: str) -> str | None:
    """Return a thumbnail of a photo on the user's disk as a data URI; None if it is not there."""
    from simulator.datasets.thumbnail import photo_path, thumbnail_uri

    path = photo_path(installed(dataset), key, Path(root))
    return None if path is None else thumbnail_uri(path)


@st.cache_resource(show_spinner=False)
def installed(name: str) -> Dataset:
    """Return an installed data set."""
    from simulator.datasets.dataset import load_dataset

    return load_dataset(name)


@st.cache_data(show_spinner=False, ttl=60)
def overview(name: str) -> Overview:
    """Return a data set's counts; photos on disk are counted again every minute."""
    from simulator.building.overview import overview as look_over
    from simulator.datasets.photo_folder import photo_place

    return look_over(installed(name), photo_place(name))


@st.cache_data(show_spinner=False)
def label_columns(name: str) -> list[str]:
    """Return the label columns of a data set that have few enough groups to show."""
    from simulator.charts.fmr_matrix import groupings_of

    return groupings_of(installed(name))


@st.cache_resource(show_spinner=False, max_entries=4)
def another_portrait(experiment: Experiment, _progress: Progress | None = None) -> AnotherPortrait:
    """Return this search beside the same search with the people's other portraits.

    Raises:
        FalseMatchError: there are no other portraits to compare with.
    """
    from simulator.experiment.another_portrait import another_portrait as search_again

    return search_again(result(experiment), _progress)


def mated_names(experiment: Experiment) -> list[str]:
    """Return the names of the mated searches with this search's matcher and kind of photos."""
    from simulator.experiment.search_mates import sources

    return list(sources(result(experiment)))


@st.cache_resource(show_spinner=False, max_entries=8)
def mated(experiment: Experiment, name: str) -> MatedSearches:
    """Return one set of searches for people who are in the gallery."""
    from simulator.experiment.search_mates import sources

    return sources(result(experiment))[name]()


def mated_title(name: str) -> str:
    """Return the title of a set of mated searches."""
    from simulator.charts.threshold_cost import MATED_TITLES

    return _(MATED_TITLES.get(name, name))


@st.cache_resource(show_spinner=False, max_entries=16)
def comparisons(name: str, column: str, _progress: Progress) -> ComparisonTally:
    """Return the comparisons of everyone with everyone, by pair of groups."""
    from simulator.charts.comparisons import compared

    return compared(installed(name), column, _progress)


@st.cache_resource(show_spinner=False)
def subgroup_counts(name: str) -> SubgroupCounts | None:
    """The counts that come with a data set in place of encodings; None where it has none."""
    from simulator.comparison.subgroup_matrix import subgroup_counts_of

    return None if installed(name).has_encodings else subgroup_counts_of(installed(name))


@st.cache_data(show_spinner=False, max_entries=64)
def subgroup_tally(name: str, column: str, with_copies: bool) -> ComparisonTally:
    """Return counts by pair of groups, with or without copies of one photo."""
    from simulator.comparison.subgroup_matrix import subgroup_tally

    counts = subgroup_counts(name)
    assert counts is not None  # the page asks only where there are some
    return subgroup_tally(counts, installed(name).card, column, with_copies=with_copies)


def pack_comparisons(experiment: Experiment) -> ComparisonTally | None:
    """The comparisons within its gallery that this search's pack keeps."""
    from simulator.experiment.search_mates import pack_comparisons

    return pack_comparisons(result(experiment))


def compared_alike(experiment: Experiment, name: str) -> bool:
    """Tell whether a data set's people were compared by the matcher of this experiment."""
    from simulator.comparison.subgroup_matrix import matcher_of

    theirs = matcher_of(installed(name))
    mine = result(experiment).probes.encodings.matcher
    return theirs is not None and theirs.identity == mine.identity


def is_small(name: str) -> bool:
    """Tell whether a data set is small enough for intervals over people while a reader waits."""
    from simulator.experiment.measures import LARGEST_ALL_PAIRS

    return len(installed(name).encodings) <= LARGEST_ALL_PAIRS


@st.cache_data(show_spinner=False, max_entries=64)
def fmr_table(name: str, column: str, distance: float) -> pd.DataFrame:
    """Return FMR by pair of groups, each with its interval over people."""
    from simulator.comparison.false_match_pairs import false_match_pairs
    from simulator.experiment.comparison_measures import edge_of

    return false_match_pairs(installed(name), edge_of(distance)).matrix(column)


def same_matcher(experiment: Experiment, name: str = "lfw") -> bool:
    """Return whether a data set's comparisons apply to this experiment's matcher and photos."""
    from simulator.experiment.search_mates import compared_alike

    return compared_alike(result(experiment), name)


@st.cache_resource(show_spinner=False)
def counts() -> ComparisonCounts:
    """Return all comparisons of LFW by gender, from its installed counts.

    Raises:
        ExperimentError: the counts are not installed.
    """
    from simulator.comparison.comparison_counts import find_counts
    from simulator.errors import ExperimentError

    counts_by_group = find_counts(installed("lfw"), "gender")
    if counts_by_group is None:
        raise ExperimentError(
            "expected LFW's comparisons beside its encodings, found none. Count them: `falsematch "
            "datasets count lfw`."
        )
    return counts_by_group["everyone"]


@st.cache_data(show_spinner=False, max_entries=64)
def london(column: str, distance: float) -> dict[str, Any]:
    """Return FMR, FNMR and their differentials among the adults of London."""
    from simulator.comparison.differential_intervals import dataset_differentials
    from simulator.experiment.comparison_measures import edge_of

    return dataset_differentials(installed("london"), column, edge_of(distance))


@st.cache_resource(show_spinner=False)
def live_matcher() -> LiveMatcher:
    """Return the matcher's process, shared by all sessions; it starts with the first request."""
    from simulator.live_matcher.matcher_process import LiveMatcher

    return LiveMatcher()


OF_DATA = (
    _first_board,
    _tonight,
    one_of_these,
    lessons,
    _small_result,
    _large_result,
    _board,
    thumbnail,
    installed,
    overview,
    label_columns,
    another_portrait,
    mated,
    comparisons,
    fmr_table,
    subgroup_counts,
    subgroup_tally,
    counts,
    london,
    *cached_audit.OF_AUDIT,
    *cached_bar.OF_BAR,
    *cached_luck.OF_LUCK,
    *cached_normalization.OF_NORMALIZATION,
    *cached_gallery.OF_GALLERY,
    *cached_live.OF_LIVE,
    *cached_thresholds.OF_THRESHOLDS,
)
"""Every cache of values that were read or calculated from data sets."""


def forget_data() -> None:
    """Empty the caches after a page changed a data set; everything is then calculated again."""
    for cache in OF_DATA:
        cache.clear()


def forget_results() -> None:
    """Empty the caches of what was calculated in the Lab and the Audit; the first page's stay."""
    kept = (_first_board, _tonight, lessons, thumbnail, installed, overview, label_columns)
    for cache in OF_DATA:
        # The dial's classifiers are small, and a page that was told they are there needs them.
        if cache not in (*kept, *cached_audit.TRAINED):
            cache.clear()


on_shortage("caches", forget_results)
