"""The Lab: any installed search, and what its threshold costs on both sides."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from simulator.board.board import Board
from simulator.charts.another_portrait import left_out_words
from simulator.experiment.experiment import Experiment
from simulator.i18n.language import _, marked, ngettext, number
from simulator.i18n.markdown import literal
from simulator.ui import cached, components
from simulator.ui.frame import explain_terms, shows_errors
from simulator.ui.lab import (
    adjusted as lab_adjusted,
    another_gallery as lab_another,
    another_portrait as lab_portraits,
    matcher_or_gallery as lab_gallery,
    reference_group as lab_reference,
    reviewer as lab_reviewer,
    score_normalization as lab_normalization,
    thresholds as lab_thresholds,
)
from simulator.ui.lab.attempts import attempts
from simulator.ui.lab.experiment_fields import chosen_experiment
from simulator.ui.lab.live import (
    cost as lab_cost,
    errors as lab_errors,
    luck as lab_luck,
    matrix as lab_matrix,
    mix as lab_mix,
    size as lab_size,
    worth as lab_worth,
)
from simulator.ui.lab.two_settings import two_settings
from simulator.ui.page_language import choice
from simulator.ui.search_job import search_board
from simulator.ui.threshold_picture import threshold_picture

CHANNEL = "lab"
WHO = marked("Who is falsely matched")
PANELS: dict[str, Callable[[Experiment, str], None]] = {
    marked("How big a gallery?"): lab_size.size,
    marked("Who is in it?"): lab_mix.mix,
    marked("What it costs"): lab_cost.cost,
    marked("Bias or luck?"): lab_luck.luck,
    marked("Matcher or gallery?"): lab_gallery.matcher_or_gallery,
    marked("What else differs?"): lab_adjusted.adjusted,
    marked("Another portrait"): lab_portraits.another_portrait,
    marked("Another gallery"): lab_another.another_gallery,
    marked("Pairs of groups"): lab_matrix.matrix,
    marked("Both errors"): lab_errors.errors,
    marked("What a match is worth"): lab_worth.worth,
    marked("Does a human check stop it?"): lab_reviewer.reviewer,
    marked("One threshold or several"): lab_thresholds.thresholds,
    marked("A fix without labels?"): lab_normalization.normalization,
    marked("Compared with one group"): lab_reference.reference_group,
}
TWO = marked("Two settings")
TERMS = (
    "search",
    "comparison",
    "false match",
    "missed match",
    "threshold",
    "distance",
    "confidence",
    "mated search",
    "cohort",
    "FMR",
    "FNMR",
    "FPIR",
    "FNIR",
    "failure to enroll",
    "differential",
    "base rate",
    "95% interval",
)


@shows_errors
def page() -> None:
    """Show the page."""
    st.title(_("Lab"), anchor=False)
    st.markdown(
        _(
            "Choose any installed people and gallery, and look at the same threshold from every "
            "side."
        )
    )
    panel = choice(
        st.pills,
        _("Panel"),
        [WHO, *PANELS, TWO],
        default=WHO,
        key="panel",
        bind="query-params",
        label_visibility="collapsed",
        required=True,
    )
    if panel == TWO:
        two_settings()
    else:
        _one_setting(str(panel))
    explain_terms(*TERMS)


def _one_setting(panel: str) -> None:
    experiment = chosen_experiment("")
    board = search_board(experiment, CHANNEL)
    if board is None:
        return
    st.markdown(
        _("{probes}, searched for in {gallery}: {people} in {photos}.").format(
            probes=literal(_(cached.installed(experiment.probes).card.title)),
            gallery=literal(_(cached.installed(experiment.gallery).card.title)),
            people=_people(board),
            photos=ngettext("{count} photo", "{count} photos", board.gallery_photos).format(
                count=number(board.gallery_photos)
            ),
        )
    )
    left_out = left_out_words(cached.result(experiment))
    if left_out:
        st.caption(left_out)
    pairs = panel == WHO and bool(board.faces)
    threshold_picture(board, CHANNEL, compact=panel != WHO, pairs=pairs)
    attempts(experiment, CHANNEL)
    if pairs:
        st.subheader(_("The pairs behind the numbers"), anchor=False)
        components.pairs(key=f"pairs-{CHANNEL}", data=board.pairs)
    if panel != WHO:
        _panel(panel, experiment)


def _people(board: Board) -> str:
    people = ngettext("{count} person", "{count} people", board.people).format(
        count=number(board.people)
    )
    if board.people == board.searched:
        return people
    photos = ngettext("{count} photo", "{count} photos", board.searched)
    return _("{people} (with {photos})").format(
        people=people, photos=photos.format(count=number(board.searched))
    )


@shows_errors
def _panel(name: str, experiment: Experiment) -> None:
    PANELS[name](experiment, CHANNEL)
