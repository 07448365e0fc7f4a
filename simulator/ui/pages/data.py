"""Data and consent: who is in each data set, who labeled them, and what they agreed to."""

from __future__ import annotations

import streamlit as st

from simulator.building.overview import LabelOverview, Overview
from simulator.charts.html_tables import fact_list, table
from simulator.datasets.dataset import dataset_names
from simulator.datasets.origin import origin_notes
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, number
from simulator.i18n.markdown import literal
from simulator.i18n.set_names import set_name
from simulator.ui import cached
from simulator.ui.frame import explain_terms, shows_errors
from simulator.ui.photo_downloads import offer


@shows_errors
def page() -> None:
    """Show the page."""
    st.title(_("Data and consent"), anchor=False)
    st.markdown(
        _(
            "Every number in this app is about real people. This page says who they are, who "
            "labeled them, and what they agreed to. A face encoding is biometric data: it can be "
            "used to find the person again."
        )
    )
    for name in dataset_names():
        _card(name)
    explain_terms("encoding", "gallery", "probe", "stand-in", "White or not listed")


@shows_errors
def _card(name: str) -> None:
    card = cached.installed(name).card
    overview = cached.overview(name)
    st.header(literal(_(card.title)), anchor=False, divider="gray")
    st.markdown(literal(_(card.summary)))
    facts = {
        _("Name in menus"): set_name(name),
        _("Name in commands"): name,
        _("Installed"): _installed(overview),
        _("Photographs"): _photographs(overview),
        _("Source"): _(card.source),
        _("License"): _(card.licence),
        _("Consent"): _(card.consent),
        _("Known harms"): _(card.harms),
        _("Cite as"): card.citation,
    }
    st.html(fact_list(facts.items()))
    for note in origin_notes([cached.installed(name)]):
        st.warning(literal(note))
    offer(name, overview)
    if overview.labels:
        title = _("Labels: who assigned them, how, and how many people have each")
        with st.expander(title):
            st.html(_labels(overview.labels, title))


def _installed(overview: Overview) -> str:
    text = (
        _(
            "photos: {photos}; people: {people}; encodings: {encoded}; photos with no usable "
            "face: {failed}"
        )
        if overview.encoded
        else _(
            "photos: {photos}; people: {people}; no encodings: it can be searched only through a "
            "finished search that comes with this program"
        )
    )
    return text.format(
        photos=number(overview.photos),
        people=number(overview.people),
        encoded=number(overview.encoded),
        failed=number(overview.failed),
    )


def _photographs(overview: Overview) -> str:
    if overview.on_disk:
        return _("{count} on this machine’s disk; none of them come with this program").format(
            count=number(overview.on_disk)
        )
    return _("none on this machine, and none needed: encodings and landmarks are enough")


def _labels(labels: tuple[LabelOverview, ...], title: str) -> str:
    head = [_("Label"), _("Assigned by"), _("How"), _("People")]
    rows = [
        [column_name(label.column), _(label.author), _(label.how), _counts(label)]
        for label in labels
    ]
    return table(head, rows, title, row_heads=True)


def _counts(label: LabelOverview) -> str:
    return ", ".join(f"{group_name(text)} {number(count)}" for text, count in label.counts)
