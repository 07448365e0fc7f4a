"""Buttons that fetch a data set's photos and encode them, with progress; both can be stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from simulator.building.overview import Overview
from simulator.datasets.fetch import IN_BYTES, NAMES, fetch
from simulator.i18n.language import _, marked, number
from simulator.i18n.markdown import literal
from simulator.storage.paths import user_photos
from simulator.ui import cached, jobs
from simulator.ui.frame import shows_errors
from simulator.ui.local_browser import at_this_machine

BRINGS = {
    "congress-115": marked(
        "A download brings {count} portraits, about 40 kB each, one at a time from the address "
        "named above, into {where}."
    ),
    "lfw": marked(
        "A download brings {count} photographs as one archive of about 200 MB, by scikit-learn’s "
        "own account, into scikit-learn’s data folder. They are the funneled ones, another "
        "alignment than that of the bundled encodings."
    ),
    "london": marked(
        "A download brings {count} photographs, in two archives and a table whose size figshare "
        "states when it begins, into {where}."
    ),
}


@st.fragment
@shows_errors
def offer(name: str, found: Overview) -> None:
    """What a download would bring, and the buttons; nothing is fetched or encoded unasked.

    Args:
        name: the data set.
        found: what is installed of it.
    """
    if not at_this_machine():
        if name in NAMES:
            st.markdown(
                _(
                    "Its photographs are fetched and encoded by whoever runs this server: "
                    "`falsematch datasets fetch {name}`."
                ).format(name=name)
            )
        return
    if name in BRINGS:
        _fetching(name, found)
    if found.on_disk:
        _encoding(name, found)


def _fetching(name: str, found: Overview) -> None:
    folder = None if name == "lfw" else user_photos().joinpath(name)
    brings = _(BRINGS[name]).format(count=number(found.photos), where=literal(str(folder)))
    needless = _("The app needs none of them. What is already there is not fetched again.")
    done = _on_request(
        f"fetch {name}",
        f"{brings} {needless}",
        _("Fetch the photographs"),
        lambda progress: fetch(name, folder, progress=progress),
        jobs.in_megabytes if name in IN_BYTES else jobs.counted,
    )
    if done is None:
        return
    cached.overview.clear()
    text = (
        _("{count} files are in {folder}; the source does not have {missing}.")
        if done.missing
        else _("{count} files are in {folder}.")
    ).format(count=number(done.files), folder=done.folder, missing=number(len(done.missing)))
    st.success(literal(" ".join([text, *done.notes])))


def _encoding(name: str, found: Overview) -> None:
    from simulator.building.encode_here import encode_here
    from simulator.datasets.photo_folder import photo_place

    offered = _(
        "{on_disk} of its photographs are on this machine, {encoded} are encoded. Encoding those "
        "on this machine makes another build of the data set in your own folder, and the app uses "
        "that one; `falsematch datasets remove {name}` brings the bundled one back. On one core "
        "it may take long; it can be stopped, and finished photographs are kept."
    ).format(on_disk=number(found.on_disk), encoded=number(found.encoded), name=name)
    place: Path | None = photo_place(name)
    if place is None:
        return
    done = _on_request(
        f"encode {name}",
        offered,
        _("Encode the photographs"),
        lambda progress: encode_here(name, place, progress),
    )
    if done is None:
        return
    cached.forget_data()
    jobs.forget_finished()
    st.success(
        _("{enrolled} enrolled, {failed} failed to enrol. The app uses them from now on.").format(
            enrolled=number(len(done.encodings)), failed=number(len(done.encodings.failures))
        )
    )


def _on_request(
    key: str, offered: str, button: str, work: Any, shown: jobs.ProgressText = jobs.counted
) -> Any:
    """Work that begins when its button is pressed: its result once, otherwise None."""
    asked = f"asked-{key}"
    if jobs.was_stopped_here(key) or not (st.session_state.get(asked) or jobs.under_way(key)):
        st.markdown(offered)
        if not st.button(button, key=f"begin-{key}"):
            return None
        jobs.restart(key)
    st.session_state[asked] = True
    try:
        done = jobs.result_or_progress(key, button, work, shown)
    finally:
        st.session_state[asked] = jobs.under_way(key)
    if done is not None:
        jobs.forget(key)
    return done
