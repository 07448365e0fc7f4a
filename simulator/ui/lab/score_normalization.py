"""The Lab's panel on normalized distances: does a fix without labels help?"""

from __future__ import annotations

import streamlit as st

from simulator.charts.html_tables import table
from simulator.charts.score_normalization import (
    WHAT_IT_IS,
    cohort_words,
    few_note,
    group_table,
    measured_words,
    method_table,
    normalization_chart,
)
from simulator.experiment.analyses.score_normalization import TARGET, TARGETS
from simulator.experiment.analyses.score_normalization_measures import why_not
from simulator.experiment.experiment import Experiment
from simulator.experiment.not_measurable import NO_PROBE_LABELS, not_measurable
from simulator.i18n.label_names import column_name
from simulator.i18n.language import _, percent
from simulator.i18n.markdown import literal
from simulator.ui import cached, cached_normalization, components, jobs
from simulator.ui.frame import shows_errors
from simulator.ui.page_language import choice


@st.fragment
@shows_errors
def normalization(experiment: Experiment, _channel: str) -> None:
    """Show false matches by group, and missed mates, with thresholds and with normalizing."""
    st.subheader(_("Does a fix without labels help?"), anchor=False)
    st.markdown(_(WHAT_IT_IS))
    result = cached.result(experiment)
    reason = why_not(result)
    if reason:
        st.info(literal(reason))
        return
    left, middle, right = st.columns(3)
    with left:
        names = list(dict.fromkeys([experiment.probes, experiment.gallery]))
        name = str(
            choice(
                st.selectbox,
                _("People searched for"),
                names,
                key="normalization-of",
                format_func=_title,
            )
        )
    searched = result.probes if name == experiment.probes else result.gallery
    columns = cached.label_columns(name)
    if not columns:
        st.info(literal(not_measurable(NO_PROBE_LABELS)))
        return
    with middle:
        column = str(
            choice(
                st.selectbox,
                _("Groups by"),
                columns,
                index=columns.index("gender") if "gender" in columns else 0,
                key="normalization-by",
                format_func=column_name,
            )
        )
    with right:
        target = choice(
            st.selectbox,
            _("Falsely matched in all"),
            list(TARGETS),
            index=TARGETS.index(TARGET),
            key="normalization-fpir",
            format_func=_whole_percent,
        )
    key = f"normalized {name} {experiment}"
    scores = jobs.result_or_progress(
        key,
        _("Searching in other galleries with other cohorts"),
        lambda progress: cached_normalization.scores(searched, result.gallery, progress),
        jobs.in_percent,
    )
    if scores is None:
        return
    found = cached_normalization.normalized(key, column, float(target), scores, searched)
    chart = normalization_chart(found)
    components.chart(key="normalization-chart", data=chart.to_bytes())
    st.markdown(f"**{literal(found.verdict())}**")
    st.markdown(literal(cohort_words(found)))
    with st.expander(_("Show the numbers")):
        st.html(table(*method_table(found), _("Four ways to decide"), row_heads=True))
        st.html(table(*group_table(found), _("Four ways, by group"), row_heads=True))
        st.caption(" ".join([measured_words(found), literal(few_note(found))]))


def _title(name: str) -> str:
    return literal(_(cached.installed(name).card.title))


def _whole_percent(rate: float) -> str:
    return percent(rate, 0)
