"""The Lab's panel on false matches between groups, one comparison at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from simulator.charts.fmr_matrix import fmr_matrix
from simulator.charts.html_tables import matrix_table
from simulator.charts.live.grid import MOST_LIVE_GROUPS, grid, to_bytes
from simulator.charts.tables import rare_words
from simulator.comparison.false_match_pairs import RARE
from simulator.comparison.fmr import ComparisonTally
from simulator.comparison.subgroup_matrix import copies_counted, groupings, sets_with_counts
from simulator.experiment.comparison_measures import edge_of
from simulator.experiment.experiment import Experiment
from simulator.experiment.not_measurable import NO_PROBE_LABELS, OTHER_MATCHER, not_measurable
from simulator.i18n.label_names import column_name
from simulator.i18n.language import _, number, ungrouped
from simulator.i18n.set_names import set_name
from simulator.ui import cached, cached_live, components, jobs
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live.on_release import drawn_for, on_release
from simulator.ui.page_language import choice
from simulator.ui.threshold_picture import current_stop

if TYPE_CHECKING:
    pass


@st.fragment
@shows_errors
def matrix(experiment: Experiment, channel: str) -> None:
    """Show FMR by pair of groups."""
    left, right = st.columns(2)
    with left:
        sets = [experiment.probes, experiment.gallery, *sets_with_counts()]
        names = list(dict.fromkeys(sets))
        name = str(
            st.selectbox(
                _("Everybody compared with everybody in"), names, key="fmr-of", format_func=set_name
            )
        )
    tally_of_pack = cached.pack_comparisons(experiment) if name == experiment.gallery else None
    board = cached.board(experiment, channel)
    stop = current_stop(board, channel)
    drawn_for(channel, stop)
    if tally_of_pack is not None:
        _follow(experiment, tally_of_pack, channel, (name, "pack"))
        _caption(stop.distance)
        return
    if not cached.compared_alike(experiment, name):
        st.info(not_measurable(OTHER_MATCHER, name=set_name(name)))
        return
    counts = cached.subgroup_counts(name)
    columns = cached.label_columns(name) if counts is None else groupings(counts)
    if not columns:
        st.info(not_measurable(NO_PROBE_LABELS))
        return
    with right:
        column = str(
            choice(st.selectbox, _("Groups by"), columns, key="fmr-by", format_func=column_name)
        )
    if counts is not None:
        tally = _counted(name, column, copies_counted(counts))
    else:
        tally = jobs.result_or_progress(
            f"fmr {name} {column}",
            _("Comparing everybody with everybody"),
            lambda progress: cached.comparisons(name, column, progress),
            jobs.in_percent,
        )
    if tally is None:
        return
    _follow(experiment, tally, channel, (name, column, st.session_state.get("fmr-copies")))
    _caption(stop.distance)
    if counts is None and cached.is_small(name):
        with st.expander(_("The same with 95% intervals over people")), on_release("fmr-table"):
            rates = cached.fmr_table(name, column, stop.distance)
            st.html(matrix_table(fmr_matrix(rates), _("FMR by pair of groups")))
            st.caption(rare_words(rates[RARE].tolist()))


def _follow(
    experiment: Experiment, tally: ComparisonTally, channel: str, which: tuple[object, ...]
) -> None:
    """Show the matrix at every stop; a large one only when the thumb is released."""
    board = cached.board(experiment, channel)
    title = _("FMR by pair of groups")
    if len(tally.groups) > MOST_LIVE_GROUPS:
        stop = current_stop(board, channel)
        with on_release("fmr-matrix"):
            st.html(matrix_table(fmr_matrix(tally.table(stop.distance)), title))
        return
    data = cached_live.picture(
        cached.result(experiment),
        lambda: to_bytes(grid(tally, board.stops, channel, title)),
        *("grid", channel, which),
    )
    components.grid(key="fmr-grid", data=data)


def _caption(distance: float) -> None:
    with on_release("fmr-caption"):
        st.caption(
            _(
                "False matches per million comparisons at distance {distance}, and the counts "
                "behind them. The diagonal compares people of the same group. The stronger the "
                "color, the higher the rate, on a logarithmic scale."
            ).format(distance=ungrouped(edge_of(distance), 3))
        )


def _counted(name: str, column: str, copies: int) -> ComparisonTally:
    """Return the counts of a data set without encodings, and show what they cannot say."""
    st.caption(
        _(
            "Counted in advance; no encodings come with {name}. It does not say which photos "
            "show the same person, so two photos of one person count as a false match: these "
            "rates are upper bounds, and missed matches are undefined."
        ).format(name=set_name(name))
    )
    with_copies = st.toggle(
        _("Also count the {count} comparisons between two copies of one photo").format(
            count=number(copies)
        ),
        key="fmr-copies",
    )
    return cached.subgroup_tally(name, column, with_copies)
