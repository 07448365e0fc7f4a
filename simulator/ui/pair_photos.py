"""Photographs beside the sketches: official portraits, or the user's own, blurred on request.

Portraits of people in public office come with the program
(:mod:`simulator.datasets.bundled_faces`); the browser fetches each of them when it comes into view.
Photos of anybody else are only on the disk of the user's machine.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from simulator.board.board import GALLERY, PROBE, Board
from simulator.i18n.language import _, number
from simulator.storage.paths import photos_root
from simulator.ui import cached, face_addresses

SWITCH = "photographs"
MOST = 60
"""Most pairs shown as photographs from disk, closest first; the others stay sketches."""


def switch(board: Board) -> None:
    """Show the switch if there are photos on disk; otherwise say where they would be.

    A list whose people may be shown has its own switch, back to drawings.
    """
    if board.faces:
        return
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
                "Faces are drawn as line sketches. No photograph of a private person comes with "
                "this program; if FALSEMATCH_PHOTOS is set to a folder that has them, a switch "
                "appears here."
            )
        )


def for_browser(board: Board, channel: str, stop: int, opened: int | None = None) -> dict[str, Any]:
    """Return the photos component's data: photographs of the pairs under the threshold, or none.

    Args:
        board: the tables of the picture.
        channel: identifies the picture on its page.
        stop: the place of its threshold.
        opened: the place of a pair that is looked at, on whichever side of the threshold.
    """
    if board.faces:
        return {"channel": channel, **_portraits(board, board.flagged[stop], opened)}
    root: Path | None = photos_root()
    if root is None or not st.session_state.get(SWITCH):
        return {"channel": channel, "revision": "none"}
    shown = board.pair_keys[: min(board.flagged[stop], MOST)]
    return {
        "channel": channel,
        "revision": f"{board.probes}-{board.gallery}-{len(shown)}",
        "probe": [cached.thumbnail(board.probes, key, str(root)) for key, _ in shown],
        "stand_in": [cached.thumbnail(board.gallery, key, str(root)) for _, key in shown],
    }


def _portraits(board: Board, count: int, opened: int | None = None) -> dict[str, Any]:
    """Return the portraits in the closest pairs: (key in the list, address) of each."""
    faces: dict[str, str] = {}
    shown = [*range(count), *([opened] if opened is not None and opened >= count else [])]
    for pair, bundled in ((board.pair_keys[i], board.faces[i]) for i in shown):
        for name, side, key, there in zip(
            (board.probes, board.gallery), (PROBE, GALLERY), pair, bundled, strict=True
        ):
            if there and f"{side}{key}" not in faces:
                faces[f"{side}{key}"] = face_addresses.address(name, key)
    # Streamlit looks into a dict for data frames, and imports pandas to do so; not into a tuple.
    return {
        "revision": f"{board.probes}-{board.gallery}-{shown[-1:]}-{count}",
        "faces": tuple(faces.items()),
    }
