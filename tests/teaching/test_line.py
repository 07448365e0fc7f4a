"""The printed line of worksheet 2: every pair is where its distance is."""

from __future__ import annotations

import re

from simulator.teaching.line import WIDTH, line_picture, place


def test_each_letter_is_at_its_distance():
    """One person above the scale, two people below it, and the scale goes on beyond both."""
    picture = line_picture({"same": [0.1, 0.8], "stranger": [0.4]}, {"same": "AC", "stranger": "B"})
    circles = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', picture)
    assert [float(x) for x, _y in circles] == [round(place(d), 1) for d in (0.1, 0.8, 0.4)]
    assert float(circles[0][1]) == float(circles[1][1]) < float(circles[2][1])
    assert [letter in picture for letter in (">A<", ">B<", ">C<", ">0.9<")] == [True] * 4
    assert 0 < place(0) < place(0.9) < WIDTH
