"""The Lab's bar: the search in one sentence of menus, and the threshold's control."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from simulator.board.board import Board
from simulator.ui import cached_bar, components, threshold_setting
from simulator.ui.lab import lab_link
from simulator.ui.lab.menus import NAMES, Search, search_of, sentence_of
from simulator.ui.threshold_setting import GROUPS, THRESHOLD

CHANNEL = "lab"
KEY = "lab-bar"
Report = dict[str, Any]
"""What a picture of the page reported: stop and grouping; the bar also the key of each menu."""


def news(key: str) -> Report | None:
    """Return what a component reported, once: a released thumb or a choice."""
    report = getattr(st.session_state.get(key), "setting", None)
    if not report or report == st.session_state.get(f"seen-{key}"):
        return None
    st.session_state[f"seen-{key}"] = report
    return dict(report)


def chosen_search(report: Report | None, *, other: bool = False) -> tuple[Search, bool]:
    """Return the search that the link, the session or the bar's menus describe.

    Args:
        report: what the bar has just reported.
        other: whether another part of the page has just reported something.

    Returns:
        The search, and whether a menu has just chosen it.
    """
    values = lab_link.choices(reported=report is not None or other)
    search = search_of(values)
    if report is None:
        return search, False
    chosen = search_of({name: str(report[name]) for name in NAMES if report.get(name)})
    if chosen.experiment == search.experiment:
        return search, False
    lab_link.choose({**_others(values), **chosen.chosen})
    return chosen, True


def release(search: Search, board: Board, report: Report) -> None:
    """Adopt where the thumb was let go, or another grouping, and write both into the link."""
    stop, grouping = report.get("stop"), report.get("grouping")
    if not (isinstance(stop, int) and 0 <= stop < len(board.stops.stops)):
        return
    by = str(grouping) if grouping in board.groupings else ""
    by = by or threshold_setting.in_session(CHANNEL).grouping
    values = {**_others(lab_link.choices(reported=True)), **search.chosen}
    lab_link.choose(values, **{THRESHOLD: board.stops.stops[stop].key, GROUPS: by})
    threshold_setting.moved(board, CHANNEL, report)


def show_bar(search: Search, board: Board | None) -> None:
    """Show the bar; the control is there as soon as the search is finished.

    Args:
        search: what the menus are set to.
        board: the tables of the search; None while it is under way or not possible.
    """
    with st.container(key=f"unseen-{CHANNEL}"):
        if board is not None:
            now = threshold_setting.in_session(CHANNEL)
            components.setting(key=f"setting-of-{CHANNEL}", data=now.for_browser(CHANNEL))
    components.lab_bar(key=KEY, data=_data(search, board), on_setting_change=lambda: None)


def _others(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in NAMES}


def _data(search: Search, board: Board | None) -> bytes:
    """Return the bar's menus and tables as JSON for the browser."""
    content = {
        "channel": CHANNEL,
        "sentence": sentence_of(search),
        "menus": [
            {
                "name": menu.name,
                "label": menu.label,
                "options": menu.options,
                "chosen": menu.chosen,
            }
            for menu in search.menus
        ],
        "tables": None if board is None else cached_bar.tables(board),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
