"""The Lab's panel on both errors of single comparisons."""

from __future__ import annotations

import streamlit as st

from simulator.charts.det import det_chart
from simulator.charts.html_tables import table
from simulator.charts.live.det import live_det_chart
from simulator.charts.tables import (
    differential_table,
    left_out_words,
    rare_words,
    rates_table,
)
from simulator.comparison.false_match_pairs import RARE
from simulator.comparison.largest_part import comparisons_carried
from simulator.experiment.experiment import Experiment
from simulator.experiment.not_measurable import STORED_FOR_ONE_MATCHER, not_measurable
from simulator.i18n.label_names import column_name
from simulator.i18n.language import _
from simulator.ui import cached, cached_live, components, jobs
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live.on_release import drawn_for, on_release
from simulator.ui.page_language import choice
from simulator.ui.threshold_picture import current_stop


@st.fragment
@shows_errors
def errors(experiment: Experiment, channel: str) -> None:
    """Show DET in LFW, and FMR, FNMR and their differentials in London."""
    if not cached.same_matcher(experiment):
        st.info(not_measurable(STORED_FOR_ONE_MATCHER))
        return
    board = cached.board(experiment, channel)
    stop = current_stop(board, channel)
    drawn_for(channel, stop)
    data = cached_live.picture(
        cached.result(experiment),
        lambda: live_det_chart(cached.counts(), board.stops, channel).to_bytes(),
        *("det", channel),
    )
    components.chart(key="det-chart", data=data)
    with st.expander(_("The numbers, and how they are counted")), on_release("det-table"):
        _in_numbers(stop.distance)
    with st.expander(_("Adults in London who gave their consent")), on_release("london"):
        _london(stop.distance)


def _in_numbers(distance: float) -> None:
    still = det_chart(cached.counts(), distance)
    st.html(table(still.head, still.rows, still.title))
    st.caption(
        _(
            "DET: every comparison of two photos in Labeled Faces in the Wild, 87 million of "
            "different people and 242,000 of the same person, by the gender that Afifi and "
            "Abdelhamed labeled in 2017. The dots mark this threshold. Both axes are "
            "logarithmic."
        )
    )
    if cached.counts().several_photos:
        st.caption(
            " ".join(
                [
                    _(
                        "Solid lines count each pair of people, and each person, once; dashed "
                        "lines count each comparison of two photos."
                    ),
                    *comparisons_carried(cached.counts()),
                ]
            )
        )


def _london(distance: float) -> None:
    column = str(
        choice(
            st.selectbox,
            _("Groups by"),
            ["ethnicity", "gender"],
            key="london-by",
            format_func=column_name,
        )
    )
    differentials = jobs.result_or_progress(
        f"london {column} {distance}",
        _("Comparing everybody with everybody"),
        lambda _progress: cached.london(column, distance),
    )
    if differentials is None:
        return
    st.html(table(*rates_table(differentials["rates"]), _("FMR and FNMR by group")))
    if "both" in differentials:
        shown = differential_table({"gini": differentials["fmr"]["gini"]}, differentials["both"])
        st.html(table(*shown, _("Differentials of both errors")))
    st.caption(
        " ".join(
            [
                _(
                    "The intervals are over people. FDR, INEQ and GARBE give both errors equal "
                    "weight; Gini is for false matches only."
                ),
                rare_words(row[RARE] for row in differentials["rates"]),
                left_out_words(column, differentials["left_out"]),
            ]
        )
    )
