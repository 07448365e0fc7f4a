"""Data and consent: who is in each data set, who labelled them, and what was agreed to."""

from __future__ import annotations

from html import escape

import streamlit as st

from simulator.datasets.dataset import dataset_names
from simulator.datasets.overview import LabelOverview, Overview
from simulator.ui import cached
from simulator.ui.fetching import offer
from simulator.ui.frame import guarded, words


@guarded
def page() -> None:
    """Show the page."""
    st.title("Data and consent", anchor=False)
    st.markdown(
        "Every number in this app is about real people. This page says who they are, who put the "
        "labels on them, and what they agreed to. A face encoding is biometric data: it can find "
        "its person again."
    )
    for name in dataset_names():
        _card(name)
    words("encoding", "gallery", "probe", "stand-in", "White or not listed")


@guarded
def _card(name: str) -> None:
    card = cached.installed(name).card
    found = cached.overview(name)
    st.header(card.title, anchor=False, divider="gray")
    st.markdown(card.summary)
    facts = {
        "Name here": name,
        "Installed": _installed(found),
        "Photographs": _photographs(found),
        "Source": card.source,
        "Licence": card.licence,
        "Consent": card.consent,
        "Known harms": card.harms,
        "Cite as": card.citation,
    }
    rows = "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts.items())
    st.html(f'<dl class="facts">{rows}</dl>')
    offer(name, found.photos)
    if found.labels:
        with st.expander("Labels: who assigned them, how, and how many people have each"):
            st.html(_labels(found.labels))


def _installed(found: Overview) -> str:
    if not found.encoded:
        return (
            f"{found.photos:,} photos of {found.people:,} people listed; no encodings: it can be "
            "searched only through a finished search that comes with this program"
        )
    return (
        f"{found.photos:,} photos of {found.people:,} people listed; {found.encoded:,} encodings; "
        f"{found.failed:,} photos with no usable face"
    )


def _photographs(found: Overview) -> str:
    if found.on_disk:
        return f"{found.on_disk:,} on this machine's disk; none of them comes with this program"
    return "none on this machine, and none needed: encodings and landmarks are enough"


def _labels(labels: tuple[LabelOverview, ...]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(label.column.replace('_', ' '))}</th>"
        f"<td>{escape(label.author)}</td><td>{escape(label.how)}</td>"
        f"<td>{escape(', '.join(f'{text} {count:,}' for text, count in label.counts))}</td></tr>"
        for label in labels
    )
    heads = "".join(
        f"<th scope='col'>{head}</th>" for head in ("Label", "Assigned by", "How", "People")
    )
    return f"<table class='plain'><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
