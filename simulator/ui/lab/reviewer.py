"""The Lab's panel on the reviewer: how many wrong people are named after somebody checked?"""

from __future__ import annotations

import streamlit as st

from simulator.charts.html_tables import table
from simulator.charts.reviewer import (
    STOPS,
    can_drop_the_threshold,
    few_words,
    findings,
    published_table,
    reviewer_chart,
)
from simulator.experiment.analyses.reviewer import (
    ASSUMPTIONS,
    LENGTH,
    LENGTHS,
    REJECT,
    SAME_FOR_ALL,
    named_words,
    why_not,
)
from simulator.experiment.experiment import Experiment
from simulator.experiment.not_measurable import LISTS_END, not_measurable
from simulator.i18n.label_names import column_name
from simulator.i18n.language import _, marked
from simulator.i18n.markdown import literal
from simulator.stats.published_reviewers import reviewer_name
from simulator.ui import cached, components
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live.on_release import waits
from simulator.ui.page_language import choice
from simulator.ui.threshold_picture import current_stop

FIRST = "person_of_color"
NOBODY = marked("no group: everyone together")


@st.fragment
@shows_errors
@waits
def reviewer(experiment: Experiment, channel: str) -> None:
    """Show what a reviewer of a given quality leaves of the candidates of each group."""
    st.subheader(_("Does a human check stop it?"), anchor=False)
    stop = current_stop(cached.board(experiment, channel), channel)
    view = cached.result(experiment).at(distance=stop.distance)
    reason = why_not(view)
    if reason:
        st.info(literal(reason))
        return
    st.markdown(
        _(
            "The machine hands a person a list of candidates. Everyone on it is a stranger here. "
            "How often is one of them named all the same?"
        )
    )
    columns = cached.label_columns(experiment.probes)
    left, middle, right = st.columns(3)
    with left:
        k = int(
            st.select_slider(
                _("Candidates on a list, at most"), LENGTHS, value=LENGTH, key="review-k"
            )
        )
        free = can_drop_the_threshold(view)
        threshold = not st.toggle(
            _("Lists without a threshold"), key="review-free", disabled=not free
        )
    with middle:
        rejects = float(
            st.select_slider(
                _("Strangers that the reviewer rejects"),
                STOPS,
                value=REJECT,
                key="review-r",
                format_func=reviewer_name,
            )
        )
    with right:
        by = choice(
            st.selectbox,
            _("A line for each group by"),
            [NOBODY, *columns],
            index=columns.index(FIRST) + 1 if FIRST in columns else 0,
            key="review-by",
            format_func=lambda name: _(name) if name == NOBODY else column_name(name),
        )
    column = None if by == NOBODY else str(by)
    chart = reviewer_chart(view, k, threshold=threshold or not free, rejects=rejects, column=column)
    st.markdown(f"**{literal(named_words(view, k, rejects))}**")
    components.chart(key="review-chart", data=chart.to_bytes())
    if column is not None:
        st.markdown(_(SAME_FOR_ALL))
    notes = [_(ASSUMPTIONS), few_words(view, column), "" if free else not_measurable(LISTS_END)]
    st.caption(literal(" ".join(filter(None, notes))))
    with st.expander(_("What is known about people who compare faces?")):
        st.html(table(*published_table(), _("Published reviewers"), row_heads=True))
        st.markdown("\n".join(f"- {literal(text)}" for text in findings()))
