"""The Lab's panel on the other side of a threshold: true matches lost."""

from __future__ import annotations

import streamlit as st

from simulator.charts.html_tables import table
from simulator.charts.live.cost import live_cost_chart
from simulator.charts.threshold_cost import cost_by_group, each_person_words
from simulator.charts.two_portraits import are_two_portraits, two_portraits_words
from simulator.experiment.experiment import Experiment
from simulator.experiment.not_measurable import NO_LABEL_OF_RACE, not_measurable
from simulator.experiment.view import View
from simulator.i18n.language import _, marked
from simulator.search.mated_searches import MatedSearches
from simulator.ui import cached, cached_live, components
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live import mated_choice
from simulator.ui.lab.live.on_release import drawn_for, on_release
from simulator.ui.threshold_picture import current_stop

WHERE_BY_RACE = marked(
    "Missed matches by race are measurable in London and among members of Congress with two "
    "portraits, with wide intervals; elsewhere the answer is “not measurable here”."
)


@st.fragment
@shows_errors
def cost(experiment: Experiment, channel: str) -> None:
    """Show false matches and missed matches at every threshold."""
    names = mated_choice.offered(experiment)
    if not names:
        return
    label = _("People who are in the gallery, searched for with another photo")
    name = mated_choice.choose(label, names, "mated", prefer="lfw")
    mated = mated_choice.searched(experiment, name)
    if mated is None:
        return
    board = cached.board(experiment, channel)
    stop = current_stop(board, channel)
    result = cached.result(experiment)
    drawn_for(channel, stop)
    data = cached_live.picture(
        result,
        lambda: live_cost_chart(result, board.stops, mated, channel).to_bytes(),
        *("cost", channel, name),
    )
    components.chart(key="cost-chart", data=data)
    with st.expander(_("Missed true matches by group")), on_release("cost-table"):
        _by_group(name, mated, result.at(distance=stop.distance))
    if mated.measures_race:
        st.caption(_(WHERE_BY_RACE))
    else:
        st.markdown(not_measurable(NO_LABEL_OF_RACE))


def _by_group(name: str, mated: MatedSearches, view: View) -> None:
    # Those who were searched with these very portraits: their false matches stand beside.
    beside = view if mated.strangers is not None else None
    head, rows = cost_by_group(mated, view.distance, beside)
    st.html(table(head, rows, _("Missed true matches by group")))
    each_person = each_person_words(mated, view.distance)
    if each_person:
        st.markdown(each_person)
    if are_two_portraits(name):
        st.markdown(" ".join(two_portraits_words(mated, view.distance)))
