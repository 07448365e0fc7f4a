"""The button that fetches a data set's photos, with progress; it can be stopped and resumed."""

from __future__ import annotations

import streamlit as st

from simulator.datasets.fetch import NAMES, fetch
from simulator.language import _, number
from simulator.paths import user_photos
from simulator.ui import cached, jobs
from simulator.ui.frame import guarded

ASKED = "asked-for"


@st.fragment
@guarded
def offer(name: str, count: int) -> None:
    """What a download would bring, and the button for it; nothing is fetched unasked.

    Args:
        name: the data set.
        count: its photos, as the manifest lists them.
    """
    if name not in NAMES:
        return
    folder = None if name == "lfw" else user_photos() / name
    asked = st.session_state.setdefault(f"{ASKED}-{name}", False)
    if not asked:
        where = f" ({folder})" if folder else ""
        st.markdown(
            _(
                "A download brings the {count} photographs to this machine{where}, from the source "
                "named above. The app needs none of them: with the folder in FALSEMATCH_PHOTOS it "
                "can show them beside the sketches. What is already there is not fetched again."
            ).format(count=number(count), where=where)
        )
        if not st.button(_("Fetch the photographs"), key=f"fetch-{name}"):
            return
        st.session_state[f"{ASKED}-{name}"] = True
    try:
        done = jobs.finished(
            f"fetch {name}",
            _("Fetching photographs"),
            lambda progress: fetch(name, folder, progress=progress),
        )
    finally:
        if not jobs.under_way(f"fetch {name}"):
            st.session_state[f"{ASKED}-{name}"] = False
    if done is not None:
        jobs.forget(f"fetch {name}")
        cached.overview.clear()
        text = (
            _("{count} files are in {folder}; the source does not have {missing}.")
            if done.missing
            else _("{count} files are in {folder}.")
        ).format(count=number(done.there), folder=done.folder, missing=number(len(done.missing)))
        st.success(" ".join([text, *done.notes]))
