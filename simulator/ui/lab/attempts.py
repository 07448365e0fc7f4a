"""The failures to enroll below a rate that they may have lowered."""

from __future__ import annotations

import streamlit as st

from simulator.charts.tables import (
    attempts_words,
)
from simulator.experiment.experiment import Experiment
from simulator.ui import cached
from simulator.ui.frame import shows_errors
from simulator.ui.threshold_picture import current_stop


@shows_errors
def attempts(experiment: Experiment, channel: str) -> None:
    """Show the failures to enroll below a rate that they may have lowered."""
    stop = current_stop(cached.board(experiment, channel), channel)
    words = attempts_words(cached.result(experiment).at(distance=stop.distance))
    if words:
        st.markdown(words)
