"""The Lab's panel on the same people searched with another portrait."""

from __future__ import annotations

import streamlit as st

from simulator.board.stops import Stop
from simulator.charts.another_portrait import (
    again_words,
    counts_table,
    interval_table,
    rank_words,
    share_table,
)
from simulator.charts.html_tables import table
from simulator.charts.live.portrait_strips import portrait_strips
from simulator.errors import ThresholdError
from simulator.experiment.another_portrait import AnotherPortrait
from simulator.experiment.another_portrait_measures import why_not
from simulator.experiment.experiment import Experiment
from simulator.i18n.label_names import column_name
from simulator.i18n.language import _, ngettext, number, ungrouped
from simulator.i18n.markdown import literal
from simulator.stats.photo_choice import PEOPLE_AND_PHOTOS_ANSWERS, WILSON_ANSWERS
from simulator.ui import cached, cached_live, components, jobs
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live.on_release import drawn_for, on_release
from simulator.ui.page_language import choice
from simulator.ui.threshold_picture import current_stop


@st.fragment
@shows_errors
def another_portrait(experiment: Experiment, channel: str) -> None:
    """Show who is falsely matched with one portrait, the other, both, and what that says."""
    result = cached.result(experiment)
    reason = why_not(result)
    if reason:
        st.info(literal(reason))
        return
    st.markdown(
        _(
            "Each person is searched for a second time, with another portrait, in the same "
            "gallery. Somebody who is falsely matched both times did not just have one unlucky "
            "photo. Paintings are left out. Two files can show the same photograph: that is no "
            "second try."
        )
    )
    portraits = jobs.result_or_progress(
        f"another portrait {experiment}",
        _("Searching with the other portraits"),
        lambda progress: cached.another_portrait(experiment, progress),
        jobs.in_percent,
    )
    if portraits is None:
        return
    left, right = st.columns(2)
    with left:
        columns = cached.label_columns(experiment.probes)
        column = None
        if columns:
            first = "person_of_color"
            column = str(
                choice(
                    st.selectbox,
                    _("Groups by"),
                    columns,
                    index=columns.index(first) if first in columns else 0,
                    key="portrait-by",
                    format_func=column_name,
                )
            )
    with right:
        as_many = st.toggle(
            _("Move the other search’s threshold until as many are flagged"),
            key="portrait-as-many",
            bind="query-params",
        )
    board = cached.board(experiment, channel)
    stop = current_stop(board, channel)
    drawn_for(channel, stop)
    # With a threshold of its own for the other photo, the rows are not of the thumb's threshold.
    if not as_many:
        data = cached_live.picture(
            result,
            lambda: portrait_strips(portraits, board.stops, column, channel).to_bytes(),
            *("portraits", channel, column),
        )
        components.strips(key=f"portrait-picture-{column}", data=data)
    with st.expander(_("Show the numbers"), expanded=as_many), on_release("portraits"):
        _numbers(portraits, stop, column, as_many=as_many)


def _numbers(portraits: AnotherPortrait, stop: Stop, column: str | None, *, as_many: bool) -> None:
    overlap = portraits.at(stop.distance)
    flagged = overlap.counts()["first"]
    if as_many and flagged:
        try:
            own = portraits.at_count(flagged).second_distance
        except ThresholdError:
            st.warning(
                _("Too few people have the other portrait: both searches stay at one distance.")
            )
        else:
            overlap = portraits.at(stop.distance, own)
            others = overlap.counts()["second"]
            st.caption(
                ngettext(
                    "The other search flags {count} person at distance {distance}.",
                    "The other search flags {count} people at distance {distance}.",
                    others,
                ).format(
                    count=number(others),
                    distance=ungrouped(overlap.second_distance),
                )
            )
    st.markdown(literal(again_words(overlap)))
    st.html(
        table(
            *counts_table(overlap), _("Who is falsely matched with which portrait"), row_heads=True
        )
    )
    if column is not None:
        st.markdown(_("Shares of those falsely matched, with 95% intervals:"))
        st.html(table(*share_table(overlap, column), _("Shares by portrait"), row_heads=True))
    st.markdown(literal(rank_words(portraits)))
    st.markdown(_("How far the numbers reach, with 95% intervals:"))
    intervals = interval_table(portraits, stop.distance, column)
    st.html(table(*intervals, _("Two kinds of interval"), row_heads=True))
    st.caption(f"{_(WILSON_ANSWERS)} {_(PEOPLE_AND_PHOTOS_ANSWERS)}")
