"""What the Lab's link holds besides the threshold: the search, the panel and the comparison.

The link wins where it is new; where it is only behind, or empty because the page was opened again,
the session's choices stay. The first page's gallery, portrait, threshold and grouping are carried
over when the Lab is opened after them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from simulator.ui import threshold_setting
from simulator.ui.lab.menus import AT_FIRST, GALLERY, NAMES, PORTRAIT, PROBES
from simulator.ui.threshold_setting import GROUPS, THRESHOLD

PANEL = "panel"
DIFFERS, OTHER = "differs", "other"
HELD = (*NAMES, PANEL, DIFFERS, OTHER)
"""The parameters that this module reads and writes."""
_STATE = "lab-link"


@dataclass
class _State:
    """Attributes: ``values``, the session's choices; ``written``, the link as it was last."""

    values: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    visit: int = -1
    carried: tuple[str, ...] = ()


def choices(*, reported: bool = False) -> dict[str, str]:
    """Return the Lab's choices by the link's names, after reading the link.

    Args:
        reported: whether the browser has just reported a choice; the link that it sends along may
            be older than what was written here, and is not read.
    """
    state = _state()
    opened = state.visit != st.session_state.get(threshold_setting.VISIT, 0)
    state.visit = st.session_state.get(threshold_setting.VISIT, 0)
    there = _there()
    if opened and not there and not {THRESHOLD, GROUPS} & set(st.query_params):
        _open_again(state)
    elif not reported and there != state.written:
        state.values, state.written = dict(there), there
    return dict(state.values)


def choose(values: Mapping[str, str], **threshold: str) -> None:
    """Adopt choices and write them into the link, in as few steps of the history as possible.

    Args:
        values: every choice by its name; what is missing leaves the link.
        threshold: the threshold and the grouping, where they are written at the same time.
    """
    state = _state()
    state.values = dict(values)
    for name in HELD:
        if name in st.query_params and name not in values:
            del st.query_params[name]
    wanted = {**values, **threshold}
    if any(st.query_params.get(name) != value for name, value in wanted.items()):
        st.query_params.update(wanted)
    state.written = _there()


def _there() -> dict[str, str]:
    return {name: st.query_params[name] for name in HELD if name in st.query_params}


def _state() -> _State:
    state: _State = st.session_state.setdefault(_STATE, _State())
    return state


def _open_again(state: _State) -> None:
    """Fill the empty link of a page that was opened from another one."""
    first = st.session_state.get("setting-test")
    threshold = {}
    here = st.session_state.get("setting-lab")
    if here is not None and here.written and here.written[0]:
        threshold = {THRESHOLD: here.written[0], GROUPS: here.written[1]}
    if first is not None:
        carried = (
            str(st.session_state.get(f"{GALLERY}-test", "")),
            str(st.session_state.get(f"{PORTRAIT}-test", "")),
            *(first.written or ("", "")),
        )
        if carried != state.carried:
            state.carried = carried
            kept = {PANEL: state.values[PANEL]} if PANEL in state.values else {}
            searched = {PROBES: AT_FIRST[PROBES], GALLERY: carried[0], PORTRAIT: carried[1]}
            state.values = kept | {name: key for name, key in searched.items() if key}
            threshold = {THRESHOLD: carried[2], GROUPS: carried[3]} if carried[2] else {}
    if state.values:
        choose(state.values, **threshold)
