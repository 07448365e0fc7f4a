"""Buttons that fetch a data set's photos and encode them, with progress; both can be stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from simulator.building.overview import Overview
from simulator.datasets.fetch.registry import IN_BYTES, NAMES, fetch
from simulator.i18n.language import _, marked, ngettext, number
from simulator.i18n.markdown import literal
from simulator.storage.paths import user_photos
from simulator.ui import cached, jobs
from simulator.ui.frame import shows_errors
from simulator.ui.serving.local_browser import at_this_machine

PORTRAITS = marked(
    "The download is {count} portraits of about {size} kB each, fetched one at a time from the "
    "collections named above into {where}. Each file is compared with the one behind its encoding."
)
KILOBYTES = {
    "congress-115": 40,
    "congress-115-second": 15,
    "congress-114": 44,
    "congress-114-second": 15,
    "legislators": 10,
}
"""Mean size of a portrait's file."""
BRINGS = {
    **dict.fromkeys(KILOBYTES, PORTRAITS),
    "lfw": marked(
        "The download is {count} photographs in one archive of about 200 MB, according to "
        "scikit-learn, fetched into scikit-learn’s data folder. They are the funneled version, "
        "aligned differently from the photos behind the bundled encodings."
    ),
    "london": marked(
        "The download is {count} photographs, in two archives and a table, fetched into {where}; "
        "figshare states their size when the download begins."
    ),
}


@st.fragment
@shows_errors
def offer(name: str, overview: Overview) -> None:
    """Show what a download would fetch, and the buttons; nothing starts without a click.

    Args:
        name: the data set.
        overview: its installed photos and encodings.
    """
    if not at_this_machine():
        if name in NAMES:
            st.markdown(
                _(
                    "Only the person who runs this server can fetch and encode its photographs: "
                    "`falsematch datasets fetch {name}`."
                ).format(name=name)
            )
        return
    if name in BRINGS:
        _fetching(name, overview)
    if overview.on_disk:
        _encoding(name, overview)


def _fetching(name: str, overview: Overview) -> None:
    folder = None if name == "lfw" else user_photos().joinpath(name)
    brings = _(BRINGS[name]).format(
        count=number(overview.photos), size=KILOBYTES.get(name), where=literal(str(folder))
    )
    needless = _(
        "The app does not need any of them. Files that are already there are not fetched again."
    )
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
    texts = [
        ngettext(
            "{count} file is in {folder}.", "{count} files are in {folder}.", done.files
        ).format(count=number(done.files), folder=done.folder)
    ]
    missing = len(done.missing)
    if missing:
        texts.append(
            ngettext(
                "The source does not have {count} other file.",
                "The source does not have {count} other files.",
                missing,
            ).format(count=number(missing))
        )
    st.success(literal(" ".join([*texts, *done.notes])))


def _encoding(name: str, overview: Overview) -> None:
    from simulator.building.encode_here import encode_here
    from simulator.datasets.photo_folder import photo_place

    offered = _(
        "Its photographs on this machine: {on_disk}; encoded: {encoded}. Encoding those on this "
        "machine builds another version of the data set in your own folder, which the app then "
        "uses; `falsematch datasets remove {name}` brings the bundled one back. On one core, "
        "encoding may take a long time. You can stop it at any time, and finished photographs "
        "are kept."
    ).format(on_disk=number(overview.on_disk), encoded=number(overview.encoded), name=name)
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
        _(
            "Enrolled: {enrolled}. Failed to enroll: {failed}. The app uses these encodings from "
            "now on."
        ).format(enrolled=number(len(done.encodings)), failed=number(len(done.encodings.failures)))
    )


def _on_request(
    key: str, offered: str, button: str, work: Any, shown: jobs.ProgressText = jobs.counted
) -> Any:
    """Start work when its button is pressed; return its result once, otherwise None."""
    asked = f"asked-{key}"
    if jobs.was_stopped_here(key) or not (st.session_state.get(asked) or jobs.under_way(key)):
        st.markdown(offered)
        if not st.button(button, key=f"begin-{key}"):
            return None
        jobs.restart(key)
    st.session_state[asked] = True
    try:
        done = jobs.result_or_progress(key, button, work, shown, jobs.AT_LEISURE)
    finally:
        st.session_state[asked] = jobs.under_way(key)
    if done is not None:
        jobs.forget(key)
    return done
