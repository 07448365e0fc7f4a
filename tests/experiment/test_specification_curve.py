"""The specification curve: a line by NumPy and SciPy alone, and the whole curve under no effect."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.stats import hypergeom
from support.nearest_by_numpy import nearest_by_numpy

from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError
from simulator.experiment import specification_curve as module
from simulator.experiment.specification_curve import Choice, Line, specification_curve


@pytest.fixture(scope="module")
def curve():
    return specification_curve(galleries=["lfw"], counts=[5, 24, 28, 60, 100])


def test_a_point_with_numpy_and_scipy_alone(curve):
    """The closest 28 and 60 members from the vectors; p from SciPy's hypergeom."""
    nearest = nearest_by_numpy("congress-115")
    labels = load_dataset("congress-115").manifest.set_index("key")["person_of_color"]
    order = sorted(nearest, key=nearest.__getitem__)
    line = curve.lines[0]
    for count in (28, 60):
        i = curve.counts.index(count)
        inside = int((labels.loc[order[:count]] == "true").sum())
        assert (line.flagged[i], line.inside[i]) == (count, inside)
        counts = np.arange(count + 1)
        gap = np.abs(counts * 535 - count * 107)
        chances = hypergeom(535, 107, count).pmf(counts)
        assert line.p[i] == pytest.approx(chances[gap >= gap[inside]].sum())


def test_both_portraits_and_one_photo_each_are_tried(curve):
    choices = [(line.choice.portrait, line.choice.one_photo_per_person) for line in curve.lines]
    assert choices == [("first", False), ("first", True), ("second", False), ("second", True)]
    assert curve.points == 20
    values = json.loads(json.dumps(curve.to_dict(), allow_nan=False))
    assert len(values["lines"]) == 4
    assert sum(p["p"] <= 0.05 for line in values["lines"] for p in line["points"]) == (
        curve.beyond_luck
    )
    assert f"{curve.beyond_luck} of them" in curve.words()


def _line(members, order, counts, people):
    flagged = np.array(counts)
    inside = np.cumsum(members[order])[flagged - 1]
    size = int(members.sum())
    p = [module.exact_p_of_counts(size, k, people)[i] for k, i in zip(counts, inside, strict=True)]
    return Line(
        choice=Choice("made", "first", False, 1),
        people=people,
        size=size,
        distance=np.zeros(len(counts)),
        flagged=flagged,
        inside=inside,
        p=np.array(p),
        order=[str(i) for i in order],
    )


def test_without_effect_the_whole_curve_is_unremarkable_and_planted_effect_is_not(monkeypatch):
    """Labels at random: p ≤ 0.05 for 10 of 100 curves at most; all in one group: < 1%."""
    monkeypatch.setattr(module, "SHUFFLES", 1000)
    random = np.random.default_rng(0)
    counts = list(range(5, 41))
    rejected = 0
    for _ in range(100):
        members = random.permutation(100) < 25
        order = random.permutation(100)
        line = _line(members, order, counts, 100)
        labels = {str(i): bool(members[i]) for i in range(100)}
        rejected += module._whole_curve([line], labels)[1] <= 0.05
    assert rejected <= 10
    members = np.arange(100) < 25
    line = _line(members, np.arange(100), counts, 100)
    assert module._whole_curve([line], {str(i): bool(members[i]) for i in range(100)})[1] < 0.01


def test_a_group_of_nobody_is_refused():
    with pytest.raises(ExperimentError, match="Choose another group"):
        specification_curve(group="nobody", galleries=["lfw"], counts=[28])
