"""What cannot follow the thumb is in a container that fades while the thumb is elsewhere."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]

SCRIPT = """
import streamlit as st
from simulator.experiment.experiment import Experiment
from simulator.ui.lab.live.on_release import waits

@waits
def panel(experiment, channel):
    st.write("slow " + channel)

panel(Experiment(probes="congress-115", gallery="lfw"), "lab")
"""


def test_a_panel_that_waits_is_shown_in_a_container_that_can_fade() -> None:
    """It is drawn as before, and the browser hears for which stop."""
    app = AppTest.from_string(SCRIPT, default_timeout=60).run()
    assert not app.exception
    assert [text.value for text in app.markdown] == ["slow lab"]
    component = app.get("bidi_component")[0]
    assert "released" in component.proto.component_name
