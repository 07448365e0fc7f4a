"""Figures from published numbers: the numbers as they are, and rates of them."""

from __future__ import annotations

import pytest

from simulator.lessons import story
from simulator.lessons.figures import COMPUTED, FIGURES, PUBLISHED
from simulator.lessons.measured_figures import rate_values
from simulator.lessons.published_figures import published


def test_every_published_figure_has_a_value():
    found = published(rate_values)
    wanted = {name for name, f in FIGURES.items() if f.origin in (PUBLISHED, COMPUTED)}
    assert set(found) == wanted
    assert found["aclu_searches"] == story.facts()["aclu-2018"].numbers["aclu_searches"]


def test_the_aclus_rate_and_what_zero_allows():
    """28 of 535; after zero of 535, at most 1 − 0.05^(1/535)."""
    found = published(rate_values)
    assert (found["aclu_rate"]["events"], found["aclu_rate"]["trials"]) == (28, 535)
    assert found["zero_bound"] == pytest.approx(1 - 0.05 ** (1 / 535))
