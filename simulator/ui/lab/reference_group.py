"""The Lab's panel on a threshold that one group sets, or that comes from another data set."""

from __future__ import annotations

import streamlit as st

from simulator.charts.html_tables import table
from simulator.charts.reference_group import (
    ELSEWHERE,
    TAKEAWAY,
    WHAT_IT_IS,
    few_note,
    ratio_table,
    reference_chart,
    transfer_groups_table,
    transfer_table,
)
from simulator.datasets.groups import Group
from simulator.experiment.experiment import Experiment
from simulator.experiment.not_measurable import NO_PROBE_LABELS, TWO_PORTRAITS, not_measurable
from simulator.experiment.portraits import BOTH, EITHER
from simulator.experiment.thresholds.reference_group import (
    RATES,
    reference_groups,
)
from simulator.experiment.thresholds.transfer import RATES as TRANSFER_RATES, transfer
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, percent, ungrouped
from simulator.i18n.markdown import literal
from simulator.stats.people import count_people
from simulator.ui import cached, components
from simulator.ui.frame import shows_errors
from simulator.ui.page_language import choice

FIXED = [0.003, 0.005, 0.01, 0.02, 0.05, 0.1]
"""Rates that can be fixed in the reference group."""


@st.fragment
@shows_errors
def reference_group(experiment: Experiment, _channel: str) -> None:
    """Show the groups at a threshold that one of them sets, and thresholds from other data sets."""
    st.subheader(_("Compared with one group"), anchor=False)
    st.markdown(_(WHAT_IT_IS))
    if experiment.portrait in (EITHER, BOTH):
        st.info(not_measurable(TWO_PORTRAITS))
        return
    if cached.label_columns(experiment.probes):
        _one_group(experiment)
    else:
        st.info(not_measurable(NO_PROBE_LABELS))
    _elsewhere(experiment)


def _one_group(experiment: Experiment) -> None:
    result = cached.result(experiment)
    columns = cached.label_columns(experiment.probes)
    left, middle, right = st.columns(3)
    with left:
        first = columns.index("gender") if "gender" in columns else 0
        column = str(
            choice(
                st.selectbox,
                _("Groups by"),
                columns,
                index=first,
                key="reference-by",
                format_func=column_name,
            )
        )
    groups: dict[str, Group] = {g.value: g for g in result.groups(column) if g.value}
    if not groups:
        st.info(not_measurable(NO_PROBE_LABELS))
        return
    largest = max(groups, key=lambda one: count_people(result.person, groups[one].members))
    with middle:
        value = str(
            choice(
                st.selectbox,
                _("The group that sets the threshold"),
                list(groups),
                index=list(groups).index(largest),
                key=f"reference-group-{column}",
                format_func=lambda one: group_name(groups[one].label),
            )
        )
    with right:
        rate = float(
            choice(
                st.selectbox,
                _("Falsely matched in that group"),
                FIXED,
                index=FIXED.index(0.05),
                key="reference-rate",
                format_func=lambda one: percent(one, None),
            )
        )
    # Corrected for the rates of ``run --json`` too, so that the verdict is the same there.
    rates = sorted({*RATES, rate})
    found = reference_groups(result, [column], {column: value}, rates)[column]
    entry = found["rates"][rates.index(rate)]
    if entry["why"]:
        st.info(literal(entry["why"]))
    else:
        st.markdown(f"**{literal(entry['verdict'])}**")
    chart = reference_chart(result, list(groups.values()), groups[value], rate)
    components.chart(key="reference-chart", data=chart.to_bytes())
    st.caption(_(TAKEAWAY))
    if not entry["why"]:
        with st.expander(_("Show the numbers")):
            ratios = ratio_table(entry, value, result.identified)
            st.html(table(*ratios, _("Compared with one group"), row_heads=True))
            st.caption(" ".join([found["how"], literal(few_note(entry, result.identified))]))


def _elsewhere(experiment: Experiment) -> None:
    st.subheader(_("A threshold from another data set"), anchor=False)
    st.markdown(_(ELSEWHERE))
    found = transfer(cached.result(experiment), ())
    if found["why"]:
        st.info(literal(found["why"]))
        return
    st.markdown(f"**{literal(found['verdict'])}**")
    with st.expander(_("Show the numbers")):
        left, right = st.columns(2)
        with left:
            rate = float(
                choice(
                    st.selectbox,
                    _("Share of pairs of people that match where it is set"),
                    list(TRANSFER_RATES),
                    key="transfer-rate",
                    format_func=ungrouped,
                )
            )
        sources = [
            row["set"] for row in found["thresholds"] if row["asked"] == rate and not row["why"]
        ]
        with right:
            source = str(
                choice(
                    st.selectbox, _("Set on the data set"), sources, key=f"transfer-from-{rate:g}"
                )
            )
        st.html(table(*transfer_table(found, rate), _("Thresholds from elsewhere"), row_heads=True))
        by_group = transfer_groups_table(found, source, rate)
        st.html(table(*by_group, _("The same, by group"), row_heads=True))
        st.caption(found["how"])
