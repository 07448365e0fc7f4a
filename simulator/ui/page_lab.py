"""The Lab: any search that is installed, and what its threshold costs on both sides."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from simulator.choices import CLEAN, conditions, gallery_sets, matchers, probe_sets
from simulator.experiment import Experiment
from simulator.language import _, marked
from simulator.origin import origin_notes
from simulator.ui import cached, lab_numbers, lab_panels
from simulator.ui.frame import guarded, words
from simulator.ui.picture import picture
from simulator.ui.speech import choice

CHANNEL = "lab"
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
        st.segmented_control,
        _("Panel"),
        [*PANELS, TWO],
        default="Gallery size and mix",
        key="panel",
        bind="query-params",
        label_visibility="collapsed",
        required=True,
    )
    if panel == TWO:
        lab_panels.two_settings()
    else:
        experiment = chosen("")
        picture(cached.board(experiment, CHANNEL), CHANNEL)
        lab_numbers.attempts(experiment, CHANNEL)
        _panel(str(panel), experiment)
    words(
        "search",
        "comparison",
        "FPIR",
        "mated search",
        "confidence",
        "gallery",
        "95% interval",
    )


@guarded
def _panel(name: str, experiment: Experiment) -> None:
    PANELS[name](experiment, CHANNEL)


def chosen(suffix: str, probes_first: str = "congress-115") -> Experiment:
    """The experiment that the page's fields describe."""
    fields = st.columns(4) if suffix == "" else [*st.columns(2), *st.columns(2)]
    with fields[0]:
        probes = _field(_("Probes: searched for"), probe_sets(), probes_first, f"probes{suffix}")
    with fields[1]:
        gallery = _field(_("Gallery: searched in"), gallery_sets(probes), "lfw", f"gallery{suffix}")
    with fields[2]:
        matcher = _field(_("Matcher"), matchers(probes, gallery), "dlib", f"matcher{suffix}")
    with fields[3]:
        condition = _field(
            _("Image condition of the probes"),
            conditions(probes) if matcher == "dlib" else [CLEAN],
            CLEAN,
            f"condition{suffix}",
        )
    for note in origin_notes(dict.fromkeys((probes, gallery))):
        st.warning(note)
    return Experiment(
        probes=probes,
        gallery=gallery,
        matcher=matcher,
        condition=None if condition == CLEAN else condition,
    )


def _field(label: str, options: list[str], default: str, key: str) -> str:
    index = options.index(default) if default in options else 0
    return str(choice(st.selectbox, label, options, index=index, key=key, bind="query-params"))
