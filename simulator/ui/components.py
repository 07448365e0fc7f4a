"""The pictures that run in the browser, registered once per server."""

from __future__ import annotations

from typing import Any

import streamlit as st

from simulator.charts.embedding import frame_of, lesson_script, script_of, shared_script


def _component(name: str, *, visible: bool = True) -> Any:
    frame = frame_of(name) if visible else {}
    return st.components.v2.component(
        f"falsematch_{name}",
        html=frame.get("html"),
        css=frame.get("css"),
        js=shared_script() + script_of(name),
    )


shift_picture = _component("shift_picture")
"""The first page's picture: a row of people for each group; ``data``: a board's tables."""

tonight = _component("tonight")
"""The walk past the camera; ``data``: :func:`simulator.board.tonight.tonight_data`."""

one_of_these = _component("one_of_these")
"""Numbered cards that light up; ``data``: those of ``simulator.lessons.one_of_these``."""

lab_who = _component("lab_who")
"""The same rows in the Lab, where they follow the bar; ``data``: a board's tables."""

lab_two = _component("lab_two")
"""Two searches under one threshold; ``data``: :mod:`simulator.ui.lab.compare_two`."""

lab_bar = _component("lab_bar")
"""The Lab's menus and threshold control; ``data``: :mod:`simulator.ui.lab.bar`."""

setting = _component("setting", visible=False)
"""Moves the control from Python; ``data``: channel, revision, stop, grouping."""

speech = _component("speech", visible=False)
"""Sets the page's language in the browser; ``data``: language."""

phone_menu = _component("phone_menu", visible=False)
"""Closes a phone's menu of pages once a page was chosen; no ``data``."""

pairs = _component("pairs")
"""The pairs under the threshold; ``data``: a board's pairs."""

photos = _component("photos", visible=False)
"""Photographs for the pairs; ``data``: revision, probe, stand_in."""

released = _component("released", visible=False)
"""Says for which stop a panel was drawn; ``data``: channel, stop, wait, bands."""

chart = _component("chart")
"""A line chart; ``data``: :meth:`simulator.charts.chart.Chart.to_bytes`."""

strips = _component("strips")
"""Rows of groups that follow a thumb; ``data``: those of ``simulator.charts.live.strips``."""

grid = _component("grid")
"""A matrix of groups that follows a thumb; ``data``: those of ``simulator.charts.live.grid``."""

_lesson = frame_of("lesson")
lesson = st.components.v2.component(
    "falsematch_lesson", html=_lesson["html"], css=_lesson["css"], js=lesson_script()
)
"""The lesson runner; ``data``: :func:`simulator.lessons.payload.payload`."""

lesson_foot = _component("lesson_foot")
"""Where the runner shows the end of a step below another panel of the page; no ``data``."""

matcher = _component("matcher")
"""The live matcher's panel; ``data``: :func:`simulator.live_matcher.panel_view.to_bytes`."""

own_photo = _component("own_photo")
"""An own photo's field; ``data``: :func:`simulator.live_matcher.own_photo_view.file_field`."""

own_result = _component("own_result")
"""Its search's result; ``data``: :func:`simulator.live_matcher.own_photo_view.result_panel`."""

groups = _component("groups")
"""People by group with their errors; ``data``: :meth:`simulator.audit.charts.Groups.to_bytes`."""

audit_dial = _component("audit_dial")
"""The Audit page's dials and rows; ``data``: the content of its tables
(:class:`simulator.audit.dial_tables.DialTables`)."""
