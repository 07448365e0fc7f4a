"""The browser's pictures: each is registered once, with its files."""

from __future__ import annotations

import pytest

from simulator.charts.embedding import frame_of, lesson_script, script_of

pytestmark = pytest.mark.usefixtures("fresh_pages")
VISIBLE = {
    "shift_picture",
    "tonight",
    "one_of_these",
    "lab_who",
    "lab_two",
    "lab_bar",
    "pairs",
    "chart",
    "strips",
    "grid",
    "lesson",
    "lesson_foot",
    "matcher",
    "own_photo",
    "own_result",
    "audit_dial",
    "groups",
}
UNSEEN = {"setting", "released", "speech", "photos", "phone_menu"}


def test_every_picture_is_registered_under_its_name(monkeypatch):
    """Pictures that are seen have a frame; the others only a script."""
    import streamlit as st

    registered = {}
    monkeypatch.setattr(
        st.components.v2, "component", lambda name, **files: registered.setdefault(name, files)
    )
    from simulator.ui import components

    assert set(registered) == {f"falsematch_{name}" for name in VISIBLE | UNSEEN}
    for name in VISIBLE - {"lesson"}:
        files = registered[f"falsematch_{name}"]
        assert (files["html"], files["css"]) == (frame_of(name)["html"], frame_of(name)["css"])
        assert files["js"].endswith(script_of(name))
    assert registered["falsematch_lesson"]["js"] == lesson_script()
    for name in UNSEEN:
        assert registered[f"falsematch_{name}"]["html"] is None
    assert all(hasattr(components, name) for name in VISIBLE | UNSEEN)
