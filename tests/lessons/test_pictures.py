"""Tables and curves say what the figures say."""

from __future__ import annotations

import pytest
from support.lesson_content import calculated_content

pytestmark = pytest.mark.slow

SETTINGS = {
    "p80": ("--confidence", "80"),
    "p99": ("--confidence", "99"),
    "p999": ("--confidence", "99.9"),
    "aclu": ("--false-matches", "28"),
    "default": ("--distance", "0.6"),
}


@pytest.fixture(scope="module")
def content():
    """Return the content of the lessons."""
    return calculated_content()


@pytest.fixture(scope="module")
def values(content):
    """Return every figure."""
    return content["figures"]


def test_tables_say_what_the_figures_say(content, values):
    """Cells are the figures, and every row is as wide as its head."""
    for table in content["tables"].values():
        assert all(len(cells) == len(table["head"]) for cells in table["rows"]), table["caption"]
    settings = content["tables"]["settings"]["rows"]
    assert settings[3][:3] == ["our 99% (not Amazon’s)", "0.534", "304 of 535"]
    assert values["flagged_p99"]["events"] == 304
