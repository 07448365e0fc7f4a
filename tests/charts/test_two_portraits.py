"""The words below the missed matches of people with two portraits."""

from __future__ import annotations

import dataclasses

import numpy as np

from simulator.charts.two_portraits import left_out_of, two_portraits_words
from simulator.search.mated_sources import mated_searches


def test_words_beside_two_portraits_name_who_is_left_out_and_what_differs():
    """The counts of those left out, the rank limit, the photo's color, and the small groups."""
    mated = mated_searches("congress-115-two-portraits")
    words = " ".join(two_portraits_words(mated, 0.47))
    for count in (len(mated.keys), *mated.left_out.values()):
        assert str(count) in words
    assert "photo color" in words
    assert "Native American (1)" in words
    assert "closest photo" not in words  # without a crowd
    strangers = np.full(len(mated.keys), 0.3)
    in_crowd = dataclasses.replace(mated, strangers=strangers)
    behind = int((mated.distances > 0.3).sum())
    shown = " ".join(two_portraits_words(in_crowd, 0.47))
    assert f"{behind} of {len(mated.keys)} are missed" in shown
    assert "photo color" not in " ".join(two_portraits_words(mated, 0.6))


def test_where_nobody_is_left_out_nothing_is_said():
    assert left_out_of(mated_searches("london")) == ""
