"""The Lab's panel on what else differs: groups compared among people who are alike."""

from __future__ import annotations

import streamlit as st

from simulator.charts.adjusted import adjusted_chart, adjusted_table, measured_words
from simulator.charts.html_tables import table
from simulator.experiment.analyses.covariates import PHOTO
from simulator.experiment.experiment import Experiment
from simulator.experiment.not_measurable import NO_PROBE_LABELS, not_measurable
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _
from simulator.i18n.markdown import literal
from simulator.ui import cached, cached_luck, components
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live.on_release import waits
from simulator.ui.page_language import choice
from simulator.ui.threshold_picture import current_stop


@st.fragment
@shows_errors
@waits
def adjusted(experiment: Experiment, channel: str) -> None:
    """Show the odds of a false match among people alike in gender, age and photo."""
    st.subheader(_("What if people were alike in everything else?"), anchor=False)
    columns = cached.label_columns(experiment.probes)
    if not columns:
        st.info(not_measurable(NO_PROBE_LABELS))
        return
    first = "person_of_color"
    column = str(
        choice(
            st.selectbox,
            _("Groups by"),
            columns,
            index=columns.index(first) if first in columns else 0,
            key="adjusted-by",
            format_func=column_name,
        )
    )
    st.markdown(
        _(
            "Groups differ in more than their label: in gender and age, and in how their photos "
            "were taken. Here each group is compared with people who are alike in these. An odds "
            "ratio of 1 means alike; 2 means twice the odds of a false match."
        )
    )
    stop = current_stop(cached.board(experiment, channel), channel)
    found = cached_luck.adjusted(cached.result(experiment), stop.distance, column)
    if found["why"]:
        st.info(literal(found["why"]))
        return
    entry = found["columns"][column]
    rows = entry["groups"]
    large = {row["group"]: row for row in rows if not row["too_few"]}
    if large:
        group = next(iter(large))
        if len(large) > 1:
            group = str(
                choice(
                    st.selectbox,
                    _("Group"),
                    list(large),
                    key=f"adjusted-of-{column}",
                    format_func=lambda value: group_name(large[value]["label"]),
                )
            )
        st.markdown(f"**{literal(large[group]['verdict'])}**")
        components.chart(key="adjusted-chart", data=adjusted_chart(large[group]).to_bytes())
    st.markdown(literal(entry["verdict"]))
    st.markdown(literal(found["caveat"]))
    with st.expander(_("Show the numbers")):
        st.html(table(*adjusted_table(rows), _("Odds ratios, as more is held equal")))
        st.caption(
            _(
                "† fewer than 10 people falsely matched for each effect: an interval, but no "
                "verdict. Odds ratios by Firth’s method; distances by least squares (HC3). A "
                "negative difference means that strangers are closer."
            )
        )
        if PHOTO in found["adjusted_for"]:
            st.caption(measured_words(found["adjusted_for"][PHOTO]))
