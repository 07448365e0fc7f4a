"""The specification curve as Markdown: a row per choice, and the sum in words."""

from __future__ import annotations

from simulator.experiment.specification_curve import specification_curve
from simulator.experiment.specification_curve_text import curve_lines


def test_a_row_per_choice_with_the_aclus_count():
    """8 of 28 with the first portraits in all of LFW; nothing of LFW is left out."""
    curve = specification_curve(galleries=["lfw"], counts=[5, 28, 100])
    lines = curve_lines(curve)
    rows = [line for line in lines if line.startswith("| lfw")]
    assert len(rows) == len(curve.lines)
    assert "8 of 28 = 29% | 0.33 |" in rows[0]
    assert curve.words() in lines
    assert not any(line.startswith("Not tried") for line in lines)
