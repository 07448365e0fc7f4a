"""The Lab's panel on another gallery: how far the numbers reach beyond the people enrolled here."""

from __future__ import annotations

import streamlit as st

from simulator.charts.another_gallery import halves_chart, reach_table
from simulator.charts.html_tables import table
from simulator.experiment.analyses.joint_uncertainty import ANSWERS, joint_uncertainty
from simulator.experiment.another_portrait_measures import why_not
from simulator.experiment.experiment import Experiment
from simulator.experiment.joint_uncertainty_text import (
    adds_words,
    halves_words,
    interval_words,
)
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _
from simulator.i18n.markdown import literal
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.ui import cached, components, jobs
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live.on_release import waits
from simulator.ui.page_language import choice
from simulator.ui.threshold_picture import current_stop


@st.fragment
@shows_errors
@waits
def another_gallery(experiment: Experiment, channel: str) -> None:
    """Show what another gallery adds to the doubt, and what random halves of this one give."""
    st.subheader(_("Would another gallery say the same?"), anchor=False)
    result = cached.result(experiment)
    stop = current_stop(cached.board(experiment, channel), channel)
    view = result.at(distance=stop.distance)
    portraits = None
    if not why_not(result):
        portraits = jobs.result_or_progress(
            f"another portrait {experiment}",
            _("Searching with the other portraits"),
            lambda progress: cached.another_portrait(experiment, progress),
            jobs.in_percent,
        )
        if portraits is None:
            return
    found = joint_uncertainty(view, portraits)
    if found is None:
        st.info(_("Choose the first or the second portrait above: this panel needs one of them."))
        return
    st.markdown(
        _(
            "Other people could be searched for, and other people could be in the gallery. Both "
            "decide who is falsely matched."
        )
    )
    columns = cached.label_columns(experiment.probes)
    if not columns or not found.count:
        fpir = found.fpir()
        st.markdown(f"**{interval_words(fpir)}** {literal(adds_words(found, fpir))}")
        st.caption(_(ANSWERS))
        return
    left, right = st.columns(2)
    first = "person_of_color"
    with left:
        column = str(
            choice(
                st.selectbox,
                _("Groups by"),
                columns,
                index=columns.index(first) if first in columns else 0,
                key="reach-by",
                format_func=column_name,
            )
        )
    groups = {group.value: group for group in result.groups(column)}
    with right:
        value = str(
            choice(
                st.selectbox,
                _("The share of"),
                list(groups),
                index=len(groups) - 1 if column == first else 0,
                key=f"reach-of-{column}",
                format_func=lambda one: group_name(groups[one].label),
            )
        )
    group = groups[value]
    share = found.share(group)
    st.markdown(f"**{interval_words(share)}** {literal(adds_words(found, share))}")
    halves = found.halves([group])
    if halves is None:
        st.info(_("No halves: half of this gallery does not flag as many people."))
    else:
        components.chart(
            key="reach-chart", data=halves_chart(found, group, halves[:, 0]).to_bytes()
        )
        st.markdown(literal(halves_words(found, group)))
    with st.expander(_("Show the numbers")):
        st.html(table(*reach_table(found, list(groups.values())), _("How far each number reaches")))
        st.caption(
            _("† Rests on fewer than {count} people.").format(count=FEWEST_TRIALS_FOR_AN_INTERVAL)
        )
    st.caption(_(ANSWERS))
