"""The report's section on another portrait, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.two_portraits import GALLERY, install

from simulator.sweep.grid import parse_grid
from simulator.sweep.portrait_section import portrait_section
from simulator.sweep.report import report_html
from simulator.sweep.searches import sweep
from simulator.sweep.sweep_folder import read_sweep

pytestmark = pytest.mark.usefixtures("fresh_datasets")


def swept(folder: Path, portraits: str):
    first = install()
    text = f"""
probes = "{first.probes}"
gallery = "{GALLERY}"
portrait = {portraits}
distance = [0.4, 0.5, 0.65]
group_by = "gender"
"""
    sweep(parse_grid(text), folder, workers=1)
    return read_sweep(folder)


def test_the_middle_distance_of_the_sweep_applied_to_both(tmp_path: Path) -> None:
    """At 0.5 first 6 of 8, second 5 of 8, both 3 of 7; of Ada and Bea only Ada again."""
    card, frame = swept(tmp_path / "out", '["first", "second", "either", "both"]')
    section = portrait_section(frame)
    assert "at distance 0.5." in section
    assert "<td>6 of 8</td><td>2 of 4</td>" in section
    assert "<td>5 of 8</td><td>2 of 4</td>" in section
    assert "<td>3 of 7</td><td>1 of 4</td>" in section
    assert "1 of 2 is falsely matched with that one too" in section
    assert "<td>Women</td>" in section
    assert section in report_html(card, frame, "")
    assert "count fewer people" in report_html(card, frame, "")


def test_a_sweep_with_one_portrait_has_no_such_section(tmp_path: Path) -> None:
    """Nothing was compared."""
    assert portrait_section(swept(tmp_path / "out", '"second"')[1]) == ""
