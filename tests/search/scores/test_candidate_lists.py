"""Candidate lists before they meet the manifests."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulator.errors import FalseMatchError
from simulator.search.scores.candidate_lists import Scores, ScoresError


def test_lists_say_what_was_left_out_of_them() -> None:
    """Nothing, unless a reader says so; nobody changes them afterward."""
    lists = Scores(["a"], ["b"], np.array([0.1]), None, "x", "the file's own distance")
    assert (lists.passed_over, lists.unused) == ((), ())
    with pytest.raises(dataclasses.FrozenInstanceError):
        lists.system = "y"  # type: ignore[misc]


def test_their_errors_are_the_projects() -> None:
    """One line on stderr, never a traceback."""
    assert issubclass(ScoresError, FalseMatchError)
