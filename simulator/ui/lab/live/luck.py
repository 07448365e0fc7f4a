"""The Lab's panel on bias or luck."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from simulator.charts.html_tables import table
from simulator.charts.live.luck_strips import luck_strips
from simulator.charts.specification_curve import specification_chart
from simulator.charts.tables import (
    amazon_words,
    differential_table,
    left_out_words,
    luck_table,
    strangers_table,
    zero_table,
)
from simulator.experiment.experiment import Experiment
from simulator.experiment.not_measurable import (
    NO_PROBE_LABELS,
    TOO_FEW_FOR_A_VERDICT,
    TOO_FEW_TO_COMPARE,
    not_measurable,
)
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, number
from simulator.i18n.markdown import literal
from simulator.stats.differentials import FEWEST_PEOPLE_TO_COMPARE
from simulator.stats.significance import FEWEST_PEOPLE_FOR_A_VERDICT
from simulator.stats.zero import amazons_zero
from simulator.ui import cached, cached_live, cached_luck, components, jobs
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live.on_release import drawn_for, on_release
from simulator.ui.page_language import choice
from simulator.ui.threshold_picture import current_stop


@st.fragment
@shows_errors
def luck(experiment: Experiment, channel: str) -> None:
    """Show bias or luck in words and in numbers, the differentials, and what zero means."""
    columns = cached.label_columns(experiment.probes)
    if not columns:
        st.info(not_measurable(NO_PROBE_LABELS))
        return
    column = str(
        choice(st.selectbox, _("Groups by"), columns, key="luck-by", format_func=column_name)
    )
    board = cached.board(experiment, channel)
    stop = current_stop(board, channel)
    drawn_for(channel, stop)
    result = cached.result(experiment)
    data = cached_live.picture(
        result,
        lambda: luck_strips(result, board.stops, column, channel).to_bytes(),
        *("luck", channel, column),
    )
    components.strips(key=f"luck-picture-{column}", data=data)
    verdicts = cached_luck.luck(result, stop.distance, column)
    with st.expander(_("Show the numbers")), on_release("luck-table"):
        st.markdown(
            _(
                "The same people stay falsely matched, and their labels are shuffled in every "
                "possible way. If the label has nothing to do with it, a gap as large as the real "
                "one comes up often."
            )
        )
        st.markdown(f"**{literal(verdicts['verdict'])}**")
        st.markdown("\n".join(f"- {literal(row['verdict'])}" for row in verdicts["groups"]))
        st.html(table(*luck_table(verdicts), _("Bias or luck, in numbers")))
        st.caption(
            _(
                "Ratio: with a score interval. Holm’s method corrects for testing the groups of "
                "all labels at once. People in two categories count in both."
            )
        )
    with on_release("luck-more"):
        _more(experiment, stop.distance, column, verdicts)


def _more(
    experiment: Experiment, distance: float, column: str, verdicts: Mapping[str, Any]
) -> None:
    st.markdown(literal(verdicts["depends_on"]))
    _other_choices(experiment, column, verdicts["groups"])
    _strangers(experiment, column)
    _differentials(experiment, distance, column)
    _zero(experiment, distance, column)


def _other_choices(
    experiment: Experiment, column: str, groups: Sequence[Mapping[str, Any]]
) -> None:
    st.subheader(_("Would other choices give the same answer?"), anchor=False)
    large = {row["group"]: row["label"] for row in groups if row["p_holm"] is not None}
    if not large:
        fewest = number(FEWEST_PEOPLE_FOR_A_VERDICT)
        st.info(not_measurable(TOO_FEW_FOR_A_VERDICT, fewest=fewest))
        return
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        group = str(
            choice(
                st.selectbox,
                _("The share of"),
                list(large),
                index=len(large) - 1,
                key=f"choices-of-{column}",
                format_func=lambda value: group_name(large[value]),
            )
        )
    with right:
        asked = st.toggle(_("Try other thresholds, portraits and galleries"), key="choices")
    if not asked:
        return
    curve = jobs.result_or_progress(
        f"choices {experiment.probes} {column} {group}",
        _("Searching with other portraits and in other galleries"),
        lambda _progress: cached_luck.specifications(experiment.probes, column, group),
    )
    if curve is None:
        return
    components.chart(key="choices-chart", data=specification_chart(curve).to_bytes())
    st.markdown(literal(curve.words()))


def _strangers(experiment: Experiment, column: str) -> None:
    st.subheader(_("Without a threshold"), anchor=False)
    st.markdown(
        _(
            "Everybody has a closest stranger in the gallery. Take a random person of a group and "
            "a random other: who of the two has the closer one? In half of such pairs it is the "
            "person of the group, if the groups are alike."
        )
    )
    tested = cached_luck.strangers(cached.result(experiment), column)
    st.markdown(f"**{literal(tested['verdict'])}**")
    rows = strangers_table(tested, cached.result(experiment).identified)
    st.html(table(*rows, _("Closest strangers by group, at no threshold")))


def _differentials(experiment: Experiment, distance: float, column: str) -> None:
    st.subheader(_("How unequal, as one number"), anchor=False)
    differentials = cached_luck.differentials(cached.result(experiment), distance, column)
    if "fpir" not in differentials:
        fewest = number(FEWEST_PEOPLE_TO_COMPARE)
        st.info(not_measurable(TOO_FEW_TO_COMPARE, fewest=fewest))
        return
    st.html(table(*differential_table(differentials["fpir"]), _("Differentials of FPIR")))
    st.caption(
        " ".join(
            [
                _(
                    "Each interval covers every value that the groups’ intervals allow together; "
                    "where it includes “alike”, these people do not show a difference."
                ),
                left_out_words(column, differentials["left_out"]),
            ]
        )
    )


def _zero(experiment: Experiment, distance: float, column: str) -> None:
    st.subheader(_("What does zero mean?"), anchor=False)
    head, rows = zero_table(cached.result(experiment).at(distance=distance).by(column))
    if rows:
        st.html(table(head, rows, _("What zero false matches still allow")))
    st.markdown(amazon_words(amazons_zero()))
