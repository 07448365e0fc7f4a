"""Failures to enroll are said below a rate that they may have lowered."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]

SCRIPT = """
from simulator.experiment.experiment import Experiment
from simulator.ui.lab.attempts import attempts
attempts(Experiment(probes="congress-115", gallery="lfw", condition={condition!r}), "lab")
"""


@pytest.mark.parametrize(("condition", "said"), [(None, False), ("motion-blur", True)])
def test_only_a_search_with_failures_says_so(condition: str | None, said: bool) -> None:
    """Clear portraits all enroll; some blurred ones do not."""
    app = AppTest.from_string(SCRIPT.format(condition=condition), default_timeout=60).run()
    assert not app.exception
    assert any("failed to enroll" in text.value for text in app.markdown) == said
