"""The Lab: any search that is installed, and what its threshold costs on both sides."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from simulator.datasets.origin import origin_notes
from simulator.experiment.choices import CLEAN, conditions, gallery_sets, matchers, probe_sets
from simulator.experiment.experiment import Experiment
from simulator.i18n.glossary import definition
from simulator.i18n.language import _, marked, number
from simulator.i18n.markdown import literal
from simulator.ui import cached
from simulator.ui.frame import guarded, words
from simulator.ui.lab import numbers as lab_numbers, panels as lab_panels
from simulator.ui.page_language import choice
from simulator.ui.picture import picture
from simulator.ui.searching import searched

CHANNEL = "lab"
WHO = marked("Who is falsely matched")
PANELS: dict[str, Callable[[Experiment, str], None]] = {
    marked("Gallery size and mix"): lab_panels.gallery,
    marked("What it costs"): lab_panels.cost,
    marked("Bias or luck?"): lab_numbers.luck,
    marked("Pairs of groups"): lab_panels.matrix,
    marked("Both errors"): lab_numbers.errors,
    marked("What a match is worth"): lab_numbers.worth,
    marked("One threshold or several"): lab_panels.thresholds,
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
    "FMR",
    "FNMR",
    "FPIR",
    "FNIR",
    "failure to enrol",
    "differential",
    "base rate",
    "95% interval",
)


@guarded
def page() -> None:
    """Show the page."""
    st.title(_("Lab"), anchor=False)
    st.markdown(
        _(
            "Search whom you like in what is installed, and look at the same threshold from every "
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
        lab_panels.two_settings()
    else:
        _one_setting(str(panel))
    words(*TERMS)


def _one_setting(panel: str) -> None:
    experiment = chosen("")
    board = searched(experiment, CHANNEL)
    if board is None:
        return
    st.markdown(
        _("{probes}, searched in {gallery}: {searched} people in {photos} photos.").format(
            probes=literal(_(cached.installed(experiment.probes).card.title)),
            gallery=literal(_(cached.installed(experiment.gallery).card.title)),
            searched=number(board.searched),
            photos=number(board.gallery_photos),
        )
    )
    picture(board, CHANNEL, compact=panel != WHO)
    lab_numbers.attempts(experiment, CHANNEL)
    if panel != WHO:
        _panel(panel, experiment)


@guarded
def _panel(name: str, experiment: Experiment) -> None:
    PANELS[name](experiment, CHANNEL)


def chosen(suffix: str, probes_first: str = "congress-115") -> Experiment:
    """The experiment that the page's fields describe."""
    fields = st.columns(4) if suffix == "" else [*st.columns(2), *st.columns(2)]
    with fields[0]:
        probes = _field(
            _("Probes: searched for"), probe_sets(), probes_first, f"probes{suffix}", "probe"
        )
    with fields[1]:
        gallery = _field(
            _("Gallery: searched in"), gallery_sets(probes), "lfw", f"gallery{suffix}", "gallery"
        )
    with fields[2]:
        matcher = _field(
            _("Matcher"), matchers(probes, gallery), "dlib", f"matcher{suffix}", "matcher"
        )
    with fields[3]:
        condition = _field(
            _("Image condition of the probes"),
            conditions(probes, gallery) if matcher == "dlib" else [CLEAN],
            CLEAN,
            f"condition{suffix}",
            "image condition",
        )
    for note in origin_notes(dict.fromkeys((probes, gallery))):
        st.warning(literal(note))
    return Experiment(
        probes=probes,
        gallery=gallery,
        matcher=matcher,
        condition=None if condition == CLEAN else condition,
    )


def _field(label: str, options: list[str], default: str, key: str, term: str) -> str:
    return str(
        choice(
            st.selectbox,
            label,
            options,
            index=options.index(default) if default in options else 0,
            key=key,
            bind="query-params",
            help=_(definition(term)),
        )
    )
