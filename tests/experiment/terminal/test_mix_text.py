"""Mixes of a gallery as text for a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from simulator import Experiment, run
from simulator.experiment.mixes import PHOTOS, AskedGallery
from simulator.experiment.terminal.mix_text import mix_text
from simulator.experiment.view import View
from simulator.search.named_mixes import US_ADULTS, US_ARRESTS


@pytest.fixture(scope="module")
def view() -> View:
    return run(Experiment(gallery="utkface-adults", distance=0.5)).at()


def test_the_text_names_source_and_what_is_missing(view: View) -> None:
    written = io.StringIO()
    Console(width=200, file=written).print(mix_text(view, AskedGallery(US_ARRESTS, PHOTOS)))
    text = written.getvalue()
    for words in (
        "Table 43A",
        "ucr.fbi.gov",
        "Hispanic or Latino",
        "Alaska Native",
        "Indian, Other",
    ):
        assert words in text
    assert "White 70.7%" in text


def test_people_are_counted_not_their_photos() -> None:
    """London's 13 Black people have 26 photos: † and 13."""
    written = io.StringIO()
    london = run(Experiment(probes="london", distance=0.5)).at()
    Console(width=200, file=written).print(mix_text(london, AskedGallery(US_ADULTS, PHOTOS)))
    row = next(line for line in written.getvalue().splitlines() if "Black †" in line)
    assert row.split("†")[1].split()[0] == "13"


def test_a_rate_of_zero_says_how_high_it_may_be(view: View) -> None:
    """At 0.2 nobody matches anybody: 0 of 535 allows 0.6%, 0 of 51 Black members 5.7%."""
    written = io.StringIO()
    strict = view.result.at(distance=0.2)
    Console(width=200, file=written).print(mix_text(strict, AskedGallery(US_ADULTS, PHOTOS)))
    rows = written.getvalue().splitlines()
    assert "0.0% (at most 0.6%)" in next(row for row in rows if "everyone" in row.lower())
    assert "0.0% (at most 5.7%)" in next(row for row in rows if " 51 " in row)
