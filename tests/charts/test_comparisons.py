"""The Lab's long work: the same answers as without shortcuts, with progress that can end it."""

from __future__ import annotations

import numpy as np
import pytest
from support.small_datasets import Made

from simulator import Experiment, run
from simulator.charts.comparisons import compared, fitted_thresholds, halved
from simulator.comparison.comparison_counts import count_comparisons, halves, save_counts
from simulator.comparison.curves import thresholds_per_group
from simulator.comparison.fmr import compare_dataset
from simulator.datasets.dataset import load_dataset
from simulator.errors import FalseMatchError


class Enough(FalseMatchError):
    """Somebody pressed Stop."""


def people(make_dataset: Made, name: str = "people"):
    """Forty people with two photos each, at random places."""
    places = np.random.default_rng(1).random((80, 4)).tolist()
    rows = [
        (f"k{i}", f"s{i // 2}", "FM"[i // 2 % 2], "north", place) for i, place in enumerate(places)
    ]
    return make_dataset(name, rows)


def test_kept_counts_say_the_same(make_dataset: Made) -> None:
    """With counts beside the data set nothing is compared, and nothing changes."""
    dataset = load_dataset(str(people(make_dataset)))
    plain, halves = compared(dataset, "gender"), halved(dataset, "gender")
    save_counts(dataset, "gender", dataset.folder)
    steps: list[tuple[int, int]] = []
    kept = compared(dataset, "gender", lambda *step: steps.append(step))
    kept_halves = halved(dataset, "gender", lambda *step: steps.append(step))
    assert steps == []
    assert plain.table(0.5).equals(kept.table(0.5))
    assert plain.table(0.5)["events"].sum() > 0
    for one, other in zip(halves, kept_halves, strict=True):
        assert one.groups == other.groups
        assert (one.non_mated == other.non_mated).all()
        assert (one.mated == other.mated).all()


def test_halves_as_the_thresholds_per_group(make_dataset: Made) -> None:
    """Thresholds are fitted on one half of the people and evaluated on the other."""
    dataset = load_dataset(str(people(make_dataset)))
    fit, check = (count_comparisons(half, "gender") for half in halves(dataset))
    expected = thresholds_per_group(fit, check, 0.3).table
    assert fitted_thresholds(halved(dataset, "gender"), 0.3).table.equals(expected)


@pytest.mark.parametrize("work", [compared, halved, compare_dataset])
def test_progress_rises_and_can_end_the_work(make_dataset: Made, work) -> None:
    """Progress never falls and never exceeds the total; an error raised there ends the work."""
    dataset = load_dataset(str(people(make_dataset)))
    steps: list[tuple[int, int]] = []
    work(dataset, "gender", lambda *step: steps.append(step))
    assert steps
    assert steps == sorted(steps)
    assert all(0 <= done <= every for done, every in steps)
    assert len({every for _, every in steps}) == 1

    def stop(done: int, every: int) -> None:
        raise Enough("stopped.")

    with pytest.raises(Enough):
        work(dataset, "gender", stop)


def test_a_search_tells_how_far_it_is(line_up) -> None:
    """The last step is all comparisons, four probes against six photos; it can be ended."""
    experiment = Experiment(probes=str(line_up[0]), gallery=str(line_up[1]))
    steps: list[tuple[int, int]] = []
    run(experiment, progress=lambda *step: steps.append(step))
    assert steps[-1] == (24, 24)
    assert steps == sorted(steps)

    def stop(done: int, every: int) -> None:
        raise Enough("stopped.")

    with pytest.raises(Enough):
        run(experiment, progress=stop)
