"""The fields that choose a search in the Lab: probes, gallery, matcher and image condition."""

from __future__ import annotations

import streamlit as st

from simulator.board.first_page import LEGISLATORS
from simulator.datasets.origin import origin_notes
from simulator.experiment.choices import (
    CLEAN,
    conditions,
    gallery_sets,
    lists_relatives,
    matchers,
    portraits,
    probe_sets,
)
from simulator.experiment.experiment import Experiment
from simulator.experiment.portraits import FIRST
from simulator.i18n.glossary import definition
from simulator.i18n.language import _, marked
from simulator.i18n.markdown import literal
from simulator.ui.page_language import choice

WITH, WITHOUT = marked("with"), marked("without")
IN_WORDS = {LEGISLATORS: marked("other members of Congress")}
"""Galleries that the menu names in words."""
PORTRAIT_HELP = marked(
    "Each person has two portraits here. Search with one of them, or with both: then a person "
    "counts as falsely matched if either portrait is, or only if both are."
)


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
    offered = portraits(probes, gallery) if matcher == "dlib" else [FIRST]
    portrait = FIRST
    if len(offered) > 1:
        with fields[0]:
            portrait = _portrait(offered, f"portrait{suffix}")
    clean_only = matcher != "dlib" or portrait != FIRST
    with fields[3]:
        condition = _field(
            _("Image condition of the probes"),
            [CLEAN] if clean_only else conditions(probes, gallery),
            CLEAN,
            f"condition{suffix}",
            "image condition",
        )
    without_kin = False
    if matcher == "dlib" and lists_relatives(probes, gallery):
        with fields[1]:
            without_kin = _without_relatives(f"kin{suffix}")
    for note in origin_notes(dict.fromkeys((probes, gallery))):
        st.warning(literal(note))
    return Experiment(
        probes=probes,
        gallery=gallery,
        matcher=matcher,
        condition=None if condition == CLEAN else condition,
        portrait=portrait,
        without_kin=without_kin,
    )


def in_words(gallery: str) -> str:
    """Return what the menu calls a gallery."""
    return _(IN_WORDS.get(gallery, gallery))


def _without_relatives(key: str) -> bool:
    chosen = choice(
        st.selectbox,
        _("Relatives in the gallery"),
        [WITH, WITHOUT],
        key=key,
        bind="query-params",
        help=_(
            "This gallery lists relatives of the people searched for. Without them, each person's "
            "own relatives are left out of that person's candidates."
        ),
    )
    return bool(chosen == WITHOUT)


def _portrait(offered: list[str], key: str) -> str:
    return str(
        choice(
            st.selectbox,
            _("Portrait searched with"),
            offered,
            key=key,
            bind="query-params",
            help=_(PORTRAIT_HELP),
        )
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
            format_func=in_words if term == "gallery" else _,
        )
    )
