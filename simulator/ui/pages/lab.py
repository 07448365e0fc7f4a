"""The Lab: any installed search, and what its threshold costs on both sides."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from simulator.board.board import Board
from simulator.charts.another_portrait import left_out_words
from simulator.datasets.origin import origin_notes
from simulator.errors import FalseMatchError
from simulator.experiment.experiment import Experiment
from simulator.i18n.language import _, marked, ngettext, number
from simulator.i18n.markdown import literal
from simulator.ui import cached, components, threshold_setting
from simulator.ui.frame import explain_terms, shows_errors
from simulator.ui.lab import (
    adjusted as lab_adjusted,
    another_gallery as lab_another,
    another_portrait as lab_portraits,
    lab_link,
    matcher_or_gallery as lab_gallery,
    reference_group as lab_reference,
    reviewer as lab_reviewer,
    score_normalization as lab_normalization,
    thresholds as lab_thresholds,
)
from simulator.ui.lab.attempts import attempts
from simulator.ui.lab.bar import CHANNEL, KEY, chosen_search, news, release, show_bar
from simulator.ui.lab.compare_two import TWO_KEY, choose_other, compare_two, own_experiment
from simulator.ui.lab.live import (
    cost as lab_cost,
    errors as lab_errors,
    luck as lab_luck,
    matrix as lab_matrix,
    mix as lab_mix,
    size as lab_size,
    worth as lab_worth,
)
from simulator.ui.lab.menus import Search, not_understood
from simulator.ui.lab.rail import COST, LUCK, MIX, SIZE, TWO, WHO, chosen_panel
from simulator.ui.lab.two_choice import TWO_THRESHOLDS, adopt_old_link
from simulator.ui.lab.who import WHO_KEY, who
from simulator.ui.search_job import search_board

PANELS: dict[str, Callable[[Experiment, str], None]] = {
    SIZE: lab_size.size,
    MIX: lab_mix.mix,
    COST: lab_cost.cost,
    LUCK: lab_luck.luck,
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
    with st.container(key="lead", horizontal=True):
        st.title(_("Lab"), anchor=False, width="content")
        adopt_old_link()
        panel = chosen_panel([WHO, *PANELS, TWO])
    _search(panel)
    explain_terms(*TERMS)


def _search(panel: str) -> None:
    report, regrouped = news(KEY), news(TWO_KEY if panel == TWO else WHO_KEY)
    search, another = chosen_search(report, other=regrouped is not None)
    if report or regrouped:
        st.session_state.pop(TWO_THRESHOLDS, None)
    if panel == TWO:
        if regrouped:
            choose_other(search, regrouped)
        search = own_experiment(search)
    st.session_state["lab-search"] = search
    place = st.container(key="bar")
    try:
        board = search_board(search.experiment, CHANNEL)
    except FalseMatchError:
        with place:
            show_bar(search, None)
        raise
    if board is not None:
        released = None if another else report or regrouped
        if released:
            release(search, board, released)
        else:
            threshold_setting.current(board, CHANNEL)
    with place:
        show_bar(search, board)
    _problems(search, board)
    if board is not None:
        _beneath(panel, search, board)


def _problems(search: Search, board: Board | None) -> None:
    """Say what of the link was not understood, and what nobody stated about the data sets."""
    problems = [not_understood(lab_link.choices(reported=True), search)]
    if board is not None:
        problems.append(threshold_setting.in_session(CHANNEL).problem)
    experiment = search.experiment
    problems.extend(origin_notes(dict.fromkeys((experiment.probes, experiment.gallery))))
    for problem in filter(None, problems):
        st.warning(literal(problem))


def _beneath(panel: str, search: Search, board: Board) -> None:
    experiment = search.experiment
    with st.container(key="panel"):
        if panel == WHO:
            who(board)
        elif panel == TWO:
            compare_two(search, board)
        else:
            _panel(panel, experiment)
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
    attempts(experiment, CHANNEL)
    if panel == WHO and board.faces:
        st.subheader(_("The pairs behind the numbers"), anchor=False)
        components.pairs(key=f"pairs-{CHANNEL}", data=board.pairs)


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
