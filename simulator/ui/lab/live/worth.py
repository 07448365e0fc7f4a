"""The Lab's panel on what a match is worth."""

from __future__ import annotations

import streamlit as st

from simulator.charts.html_tables import table
from simulator.charts.live.worth import live_worth_chart
from simulator.charts.match_worth import PRIORS, posterior_words, worth_words
from simulator.errors import FalseMatchError
from simulator.experiment.experiment import Experiment
from simulator.experiment.view import View
from simulator.i18n.language import _, percent
from simulator.ui import cached, cached_live, components, jobs
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live.cost import NO_MATES
from simulator.ui.lab.live.on_release import drawn_for, on_release
from simulator.ui.page_language import choice
from simulator.ui.threshold_picture import current_stop


@st.fragment
@shows_errors
def worth(experiment: Experiment, channel: str) -> None:
    """Show PPV by base rate and gallery size, and the posterior of each false match."""
    names = cached.mated_names(experiment)
    if not names:
        st.info(_(NO_MATES))
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
        name = choice(
            st.selectbox,
            _("Missed matches measured on"),
            names,
            key="worth-of",
            format_func=cached.mated_title,
        )
    mated = jobs.result_or_progress(
        f"mated {name} {experiment}",
        _("Searching for people who are in the gallery"),
        lambda _progress: cached.mated(experiment, str(name)),
    )
    if mated is None:
        return
    board = cached.board(experiment, channel)
    stop = current_stop(board, channel)
    drawn_for(channel, stop)
    result = cached.result(experiment)
    rates = cached_live.expected_rates(result, board.stops, None)
    data = cached_live.picture(
        result,
        lambda: live_worth_chart(rates, result, board.stops, mated, prior, channel).to_bytes(),
        *("worth", channel, name, prior),
    )
    components.chart(key="worth-chart", data=data)
    view = result.at(distance=stop.distance)
    missed = mated.fnir(stop.distance, with_failures=False).value
    title = _("The same in counts of searches, and each false match")
    with st.expander(title), on_release("worth-words"):
        _in_counts(prior, missed, view)


def _in_counts(prior: float, fnir: float, view: View) -> None:
    st.markdown(worth_words(prior, fnir, view))
    st.markdown("**{}**".format(_("One false match, seen from its search")))
    try:
        words, (head, rows) = posterior_words(view, prior)
    except FalseMatchError:
        st.info(_("Not measurable here: this matcher has no calibrated confidence."))
        return
    st.markdown(words)
    if rows:
        st.html(table(head, rows, _("False matches as single comparisons and as part of a search")))
