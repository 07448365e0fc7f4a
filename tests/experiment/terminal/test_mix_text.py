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
