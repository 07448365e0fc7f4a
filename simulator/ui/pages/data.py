"""Data and consent: who is in each data set, who labeled them, and what they agreed to."""

from __future__ import annotations

import streamlit as st

from simulator.building.card_words import LABELS, LEAD, TERMS, TITLE, facts, label_table
from simulator.charts.html_tables import fact_list, table
from simulator.datasets.dataset import dataset_names
from simulator.datasets.origin import origin_notes
from simulator.i18n.language import _
from simulator.i18n.markdown import literal
from simulator.ui import cached
from simulator.ui.frame import explain_terms, shows_errors
from simulator.ui.photo_downloads import offer


@shows_errors
def page() -> None:
    """Show the page."""
    st.title(_(TITLE), anchor=False)
    st.markdown(_(LEAD))
    for name in dataset_names():
        _card(name)
    explain_terms(*TERMS)


@shows_errors
def _card(name: str) -> None:
    card = cached.installed(name).card
    overview = cached.overview(name)
    st.header(literal(_(card.title)), anchor=False, divider="gray")
    st.markdown(literal(_(card.summary)))
    st.html(fact_list(facts(name, card, overview)))
    for note in origin_notes([cached.installed(name)]):
        st.warning(literal(note))
    offer(name, overview)
    if overview.labels:
        title = _(LABELS)
        with st.expander(title):
            st.html(table(*label_table(overview.labels), title, row_heads=True))
