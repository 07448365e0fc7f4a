"""The fields that choose a search in the Lab: probes, gallery, matcher and image condition."""

from __future__ import annotations

import streamlit as st

from simulator.datasets.origin import origin_notes
from simulator.experiment.choices import CLEAN, conditions, gallery_sets, matchers, probe_sets
from simulator.experiment.experiment import Experiment
from simulator.i18n.glossary import definition
from simulator.i18n.language import _
from simulator.i18n.markdown import literal
from simulator.ui.page_language import choice


def chosen_experiment(suffix: str, probes_first: str = "congress-115") -> Experiment:
    """Show the fields, and return the experiment that they describe."""
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
