"""The Lab's panel on what a match is worth."""

from __future__ import annotations

import streamlit as st

from simulator.charts.html_tables import table
from simulator.charts.live.worth import live_worth_chart
from simulator.charts.match_worth import PRIORS, posterior_words, worth_words
from simulator.errors import FalseMatchError
from simulator.experiment.both_errors import OncePerPerson, missed_at
from simulator.experiment.experiment import Experiment
from simulator.experiment.not_measurable import NO_CONFIDENCE, not_measurable
from simulator.experiment.view import View
from simulator.i18n.language import _, percent
from simulator.ui import cached, cached_live, components
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live import mated_choice
from simulator.ui.lab.live.on_release import drawn_for, on_release
from simulator.ui.threshold_picture import current_stop


@st.fragment
@shows_errors
def worth(experiment: Experiment, channel: str) -> None:
    """Show PPV by base rate and gallery size, and the posterior of each false match."""
    names = mated_choice.offered(experiment)
    if not names:
        return
    left, right = st.columns(2)
    with left:
        prior = st.select_slider(
            _("Share of searches whose person is in the gallery"),
            PRIORS,
            value=0.1,
            key="prior",
            format_func=lambda share: percent(share, None),
        )
    with right:
        name = mated_choice.choose(_("Missed matches measured on"), names, "worth-of")
    mated = mated_choice.searched(experiment, name)
    if mated is None:
        return
    board = cached.board(experiment, channel)
    stop = current_stop(board, channel)
    drawn_for(channel, stop)
    result = cached.result(experiment)
    once = result.several_photos
    rates = cached_live.expected_rates(result, board.stops, None, once_per_person=once)
    data = cached_live.picture(
        result,
        lambda: live_worth_chart(rates, result, board.stops, mated, prior, channel).to_bytes(),
        *("worth", channel, name, prior),
    )
    components.chart(key="worth-chart", data=data)
    view = result.at(distance=stop.distance)
    missed = missed_at(mated, [stop.distance])[0]
    title = _("The same in counts of searches, and each false match")
    with st.expander(title), on_release("worth-words"):
        _in_counts(prior, missed, view)


def _in_counts(prior: float, missed: OncePerPerson, view: View) -> None:
    st.markdown(worth_words(prior, missed, view))
    st.markdown("**{}**".format(_("One false match, seen from its search")))
    try:
        words, (head, rows) = posterior_words(view, prior)
    except FalseMatchError:
        st.info(not_measurable(NO_CONFIDENCE))
        return
    st.markdown(words)
    if rows:
        st.html(table(head, rows, _("False matches as single comparisons and as part of a search")))
