"""The scale of another system's scores: decided by the whole column, stated, or asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from simulator.search.scores.candidate_lists import ScoresError
from simulator.search.scores.scale import as_distances, similarity_to_distance

PATH = Path("lists.csv")


def distances(
    numbers: list[float], kind: str = "similarity", scale: str | None = None
) -> list[float]:
    return as_distances(np.array(numbers), kind, PATH, scale)[0].tolist()


@pytest.mark.parametrize(
    ("numbers", "kind", "scale", "expected"),
    [
        # One rounding error does not turn fractions into percentages.
        ([1.0000001, 0.80, 0.5], "similarity", None, [0, 0.2, 0.5]),
        ([1.0000001, 0.80, 0.5], "similarity", "fraction", [0, 0.2, 0.5]),
        ([100.0000076, 80.0, 50.0], "similarity", None, [0, 0.2, 0.5]),
        ([95.0, 0.9, 0.2], "similarity", None, [0.05, 0.991, 0.998]),
        ([0.9, 0.8], "similarity", "percent", [0.991, 0.992]),
        ([0.05, 0.01], "similarity", "percent", [0.9995, 0.9999]),
        ([0.05, 0.01], "similarity", "fraction", [0.95, 0.99]),
        ([0.7, -0.3], "similarity", None, [0.3, 1.3]),
        ([-2.2e-16, 0.4], "distance", None, [0, 0.4]),
        ([1.9990001, 0.4], "distance", None, [1.999, 0.4]),
        ([], "similarity", None, []),
    ],
)
def test_scores_as_distances(
    numbers: list[float], kind: str, scale: str | None, expected: list[float]
) -> None:
    """Worked by hand."""
    assert distances(numbers, kind, scale) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("numbers", "kind", "scale", "words"),
    [
        # Largest of the column: between the two scales, or so low that both or neither fit.
        ([1.3, 0.8, 0.5], "similarity", None, "--scale fraction or --scale percent"),
        ([5.0, 0.8], "similarity", None, "--scale"),
        ([0.05, 0.01], "similarity", None, "--scale"),
        ([95.0, 0.9], "similarity", "fraction", "up to 1,"),
        ([101.0, 95.0], "similarity", None, "up to 100,"),
        ([1.01, 0.9], "similarity", "fraction", "up to 1,"),
        ([-0.01, 0.4], "distance", None, "from 0 to 2"),
        ([17.0], "distance", None, "from 0 to 2"),
        ([0.4], "distance", "percent", "Leave --scale out"),
    ],
)
def test_what_fits_no_scale_or_both_is_refused(
    numbers: list[float], kind: str, scale: str | None, words: str
) -> None:
    """In one sentence that says what to add."""
    with pytest.raises(ScoresError, match=r"expected .* found ") as error:
        distances(numbers, kind, scale)
    assert words in str(error.value)


@given(st.lists(st.floats(0.1, 1.0), min_size=1), st.floats(-9e-6, 9e-6))
def test_rounding_changes_no_scale(fractions: list[float], error: float) -> None:
    """Whatever the largest value, an error of rounding moves every distance by no more than it."""
    exact = np.array(distances(fractions))
    moved = distances([value + error for value in fractions], scale="fraction")
    assert np.abs(np.array(moved) - exact).max() <= abs(error) + 1e-11
    percent = distances([100 * value for value in fractions])
    assert percent == pytest.approx(exact.tolist(), abs=1e-11)


@pytest.mark.parametrize(
    ("similarity", "words", "expected"),
    [
        (80, "1 − similarity / 100", 0.2),
        (0.8, "1 − similarity", 0.2),
        (0, "1 − similarity", 1.0),
        (100, "1 − similarity / 100", 0.0),
    ],
)
def test_a_threshold_in_the_lists_own_unit(similarity: float, words: str, expected: float) -> None:
    """80 of 100 is the distance .2 and nothing beside it."""
    assert similarity_to_distance(similarity, words) == expected


@pytest.mark.parametrize(
    ("similarity", "words"),
    [
        (80, "1 − similarity"),
        (0.8, "1 − similarity / 100"),
        (101, "1 − similarity / 100"),
        (-1, "1 − similarity"),
        (float("nan"), "1 − similarity"),
        (80, "the file's own distance"),
    ],
)
def test_a_threshold_in_another_unit_is_refused(similarity: float, words: str) -> None:
    """Also where it would silently match everybody."""
    with pytest.raises(ScoresError, match="expected"):
        similarity_to_distance(similarity, words)
