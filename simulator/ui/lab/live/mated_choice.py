"""The choice of the people whose missed matches a panel shows, and the search for them."""

from __future__ import annotations

import streamlit as st

from simulator.charts.two_portraits import are_two_portraits
from simulator.experiment.experiment import Experiment
from simulator.experiment.not_measurable import NOBODY_ENROLLED, not_measurable
from simulator.i18n.language import _
from simulator.search.mated_searches import MatedSearches
from simulator.ui import cached, jobs
from simulator.ui.page_language import choice


def offered(experiment: Experiment) -> list[str]:
    """Return the names of the mated searches there are; say so on the page where there are none."""
    names = cached.mated_names(experiment)
    if not names:
        st.info(not_measurable(NOBODY_ENROLLED))
    return names


def choose(label: str, names: list[str], key: str, *, prefer: str = "") -> str:
    """Let the reader choose one of the mated searches.

    Args:
        label: of the choice.
        names: those offered.
        key: of the choice on the page.
        prefer: what is chosen first, unless the people searched for have two portraits; the first
            that is offered by default.
    """
    other = prefer in names and not are_two_portraits(names[0])
    index = names.index(prefer) if other else 0
    return str(
        choice(st.selectbox, label, names, index=index, key=key, format_func=cached.mated_title)
    )


def searched(experiment: Experiment, name: str) -> MatedSearches | None:
    """Return the mated searches of a name; None while they are being run, which the page shows."""
    found: MatedSearches | None = jobs.result_or_progress(
        f"mated {name} {experiment}",
        _("Searching for people who are in the gallery"),
        lambda _progress: cached.mated(experiment, name),
    )
    return found
