"""Two searches side by side, each with its own threshold."""

from __future__ import annotations

import dataclasses

import streamlit as st

from simulator.errors import FalseMatchError
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import gallery_photos
from simulator.i18n.language import _, number
from simulator.ui import cached
from simulator.ui.lab.experiment_fields import chosen_experiment
from simulator.ui.search_job import search_board
from simulator.ui.threshold_picture import threshold_picture


def two_settings() -> None:
    """Show two pictures, each with its own search and threshold.

    Where two matchers are compared in one gallery, both search the photos that both can search.
    """
    st.markdown(_("Each side has its own search and threshold; the link saves both."))
    left, right = st.columns(2, gap="medium")
    with left:
        st.header(_("Setting A"), anchor=False)
        first = chosen_experiment("_a", "congress-115")
    with right:
        st.header(_("Setting B"), anchor=False)
        second = chosen_experiment("_b", "congress-114")
    for place, channel, own, other in ((left, "a", first, second), (right, "b", second, first)):
        with place:
            _picture(in_one_gallery(own, other), channel)


def in_one_gallery(own: Experiment, other: Experiment) -> Experiment:
    """Return an experiment in the gallery of another matcher's finished search, where it has one.

    Args:
        own: the experiment.
        other: the one that it is compared with.

    Returns:
        ``own`` with :attr:`Experiment.same_gallery_as`, if the same people are searched for in the
        same gallery by another matcher that searched fewer of its photos; else ``own``.
    """
    if own.matcher == other.matcher or (own.probes, own.gallery) != (other.probes, other.gallery):
        return own
    alike = dataclasses.replace(own, same_gallery_as=other.matcher)
    try:
        return alike if gallery_photos(alike) < gallery_photos(own) else own
    except FalseMatchError:
        return own


def _picture(experiment: Experiment, channel: str) -> None:
    board = search_board(experiment, channel)
    if board is None:
        return
    if experiment.same_gallery_as is not None:
        st.caption(
            _(
                "Searched in the {photos} photos of this gallery that {matcher} searched, so that "
                "the two matchers are compared in one gallery."
            ).format(
                photos=number(len(cached.result(experiment).gallery_rows)),
                matcher=experiment.same_gallery_as,
            )
        )
    threshold_picture(board, channel)
