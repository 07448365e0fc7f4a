"""Photographs beside the sketches: only on request, from this machine's disk, and blurred."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from simulator.board.board import Board
from simulator.i18n.language import _, number
from simulator.storage.paths import photos_root
from simulator.ui import cached

SWITCH = "photographs"
MOST = 60
"""Most pairs shown as photographs, closest first; the others stay sketches."""


def switch(board: Board) -> None:
    """Show the switch if there are photos on disk; otherwise say where they would be."""
    root = photos_root()
    first = board.pair_keys[:1]
    has_photos = root is not None and any(
        cached.thumbnail(board.probes, probe, str(root)) is not None for probe, _ in first
    )
    if has_photos:
        st.toggle(
            _("Show photographs"),
            key=SWITCH,
            help=_(
                "From this machine’s disk; each photo is blurred until you click it. Shows at "
                "most the {count} closest pairs."
            ).format(count=number(MOST)),
        )
    else:
        st.caption(
            _(
                "Faces are drawn as line sketches. No photographs come with this program; if "
                "FALSEMATCH_PHOTOS is set to a folder that has them, a switch appears here."
            )
        )


def for_browser(board: Board, stop: int) -> dict[str, Any]:
    """Return the photos component's data: photographs of the pairs under the threshold, or none."""
    root: Path | None = photos_root()
    if root is None or not st.session_state.get(SWITCH):
        return {"revision": "none"}
    shown = board.pair_keys[: min(board.flagged[stop], MOST)]
    return {
        "revision": f"{board.probes}-{board.gallery}-{len(shown)}",
        "probe": [cached.thumbnail(board.probes, key, str(root)) for key, _ in shown],
        "stand_in": [cached.thumbnail(board.gallery, key, str(root)) for _, key in shown],
    }
