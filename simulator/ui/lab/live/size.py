"""The Lab's panel on galleries of another size: the curve follows the thumb."""

from __future__ import annotations

import streamlit as st

from simulator.charts.gallery_size import size_rows
from simulator.charts.html_tables import table
from simulator.charts.live.size_curves import curve_bands, live_size_chart
from simulator.experiment.experiment import Experiment
from simulator.experiment.gallery_curve import SIZES
from simulator.i18n.label_names import column_name
from simulator.i18n.language import _, marked, number
from simulator.ui import cached, cached_live, components
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live.on_release import drawn_for, on_release
from simulator.ui.page_language import choice
from simulator.ui.threshold_picture import current_stop

NOBODY = marked("no group: everyone together")
BANDS = "size-chart"


@st.fragment
@shows_errors
def size(experiment: Experiment, channel: str) -> None:
    """Show FPIR by the gallery's size, from the exact formula, at every stop of the thumb."""
    left, right = st.columns(2)
    with left:
        by = choice(
            st.selectbox,
            _("A line for each group by"),
            [NOBODY, *cached.label_columns(experiment.probes)],
            key="size-by",
            format_func=lambda column: _(column) if column == NOBODY else column_name(column),
        )
    with right:
        photos = st.select_slider(
            _("Photos in the gallery"),
            [size for size in SIZES if size >= 10],
            value=1000,
            key="size-photos",
            format_func=number,
        )
    column = None if by == NOBODY else str(by)
    board = cached.board(experiment, channel)
    stop = current_stop(board, channel)
    result = cached.result(experiment)
    rates = cached_live.expected_rates(result, board.stops, column)
    curve = cached_live.size_curve(result, stop.distance, column, None)
    drawn_for(channel, stop, {BANDS: curve_bands(curve, rates)})
    data = cached_live.picture(
        result,
        lambda: live_size_chart(rates, result, board.stops, int(photos), channel, BANDS).to_bytes(),
        *(BANDS, channel, column, photos),
    )
    components.chart(key=BANDS, data=data)
    with st.expander(_("The numbers, and how they are known")), on_release("size-table"):
        st.caption(
            " ".join(
                [
                    _(
                        "Nothing is searched again: the number of strangers under the threshold "
                        "gives the exact expected value over all galleries that could be drawn."
                    ),
                    _(
                        "The bands hold 95% of random galleries. Beyond the gallery that was "
                        "searched there is no exact answer. Two dotted lines bracket it: the lower "
                        "one tends to be too low, the upper one too high."
                    ),
                ]
            )
        )
        st.html(table(*size_rows(curve), _("False positives by gallery size")))
