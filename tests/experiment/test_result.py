"""Applying a threshold to a result: by distance, confidence or count, and never by two."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from support.replay import default_replay

from simulator.errors import ExperimentError, ThresholdError
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.stats.published import ACLU_FALSE_MATCHES


def experiment(line_up: tuple[Path, Path], **more: object) -> Experiment:
    """Search the four probes in the small gallery."""
    return Experiment(probes=str(line_up[0]), gallery=str(line_up[1]), **more)  # type: ignore[arg-type]


def test_threshold_by_count(line_up: tuple[Path, Path]) -> None:
    """Two false matches need a threshold between the second and the third distance."""
    view = run(experiment(line_up)).at(false_matches=2)
    assert view.fpir.events == 2
    assert 0.3 <= view.distance < 0.5
    with pytest.raises(ThresholdError, match="1 to 4"):
        run(experiment(line_up, false_matches=9)).at()


def test_two_thresholds_are_one_too_many(line_up: tuple[Path, Path]) -> None:
    """A view has one threshold."""
    with pytest.raises(ExperimentError, match="distance and confidence"):
        run(experiment(line_up)).at(distance=0.3, confidence=0.9)


def test_without_a_threshold_as_many_are_flagged_as_the_aclu_reported() -> None:
    """The default replay flags as many as the ACLU reported, and says why."""
    view = default_replay().at()
    assert view.fpir.events == view.wanted == ACLU_FALSE_MATCHES
    assert view.chosen_by == "the ACLU's count"


def test_the_experiments_own_threshold_is_used(line_up: tuple[Path, Path]) -> None:
    """An experiment that names a distance is looked at there, unless another is asked for."""
    result = run(experiment(line_up, distance=0.35))
    assert (result.at().distance, result.at().chosen_by) == (0.35, "distance")
    assert result.at(distance=0.55).distance == 0.55


def test_confidence_and_distance_are_two_names_of_one_threshold() -> None:
    """The distance of a confidence has that confidence again."""
    view = default_replay().at(confidence=0.999)
    assert view.confidence == pytest.approx(0.999, abs=1e-6)
    assert default_replay().at(distance=view.distance).fpir == view.fpir


@pytest.mark.parametrize("distance", [-0.1, math.nan, math.inf])
def test_a_distance_that_is_none_is_refused(line_up: tuple[Path, Path], distance: float) -> None:
    """Negative, undefined and infinite thresholds are errors, not results."""
    with pytest.raises(ThresholdError, match="0 or more"):
        run(experiment(line_up)).at(distance=distance)


@pytest.mark.parametrize("count", [0, -1, 5])
def test_a_count_that_cannot_be_flagged_is_refused(line_up: tuple[Path, Path], count: int) -> None:
    """One to four of four searches can be flagged."""
    with pytest.raises(ThresholdError, match="1 to 4"):
        run(experiment(line_up)).at(false_matches=count)


def test_the_gallery_curve_ends_at_the_measured_rate(line_up: tuple[Path, Path]) -> None:
    """In galleries as large as the one searched the expectation is what was measured."""
    result = run(experiment(line_up))
    curve = result.gallery_size_curve([len(result.gallery_rows)], distance=0.55)
    assert curve["fpir"].tolist() == [result.at(distance=0.55).fpir.value]
