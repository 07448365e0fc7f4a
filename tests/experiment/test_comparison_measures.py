"""The measures of single comparisons in ``run --json``."""

from __future__ import annotations

import json

import pytest

from simulator import Experiment, run
from simulator.comparison.subgroup_matrix import groupings, subgroup_counts_of
from simulator.datasets.dataset import load_dataset
from simulator.experiment.comparison_measures import COUNTED_ONLY, comparisons

pytestmark = pytest.mark.slow


def _compared(distance=0.5, **experiment):
    found = comparisons(run(Experiment(**experiment)).at(distance=distance))
    json.dumps(found, allow_nan=False)
    return found


def test_a_gallery_bundled_as_counts_has_its_matrix_by_every_column():
    found = _compared(gallery="utkface-adults")["utkface-adults"]
    counts = subgroup_counts_of(load_dataset("utkface-adults"))
    assert set(found["matrix"]) == set(groupings(counts))
    # The rows of two columns are a finer cut of the same comparisons.
    every = {
        name: sum(row["comparisons"] for row in rows) for name, rows in found["matrix"].items()
    }
    assert len(set(every.values())) == 1
    for row in found["matrix"]["race"]:
        assert row["fmr"] == pytest.approx(row["events"] / row["comparisons"])
    assert found["note"] == COUNTED_ONLY


def test_no_matrix_by_counts_of_another_gallery_or_matcher():
    assert "utkface-adults" not in _compared(gallery="lfw")
    assert "utkface-adults" not in _compared(matcher="eigenfaces", distance=0.99)


def test_lfw_is_given_by_comparisons_and_by_people():
    found = _compared(distance=0.4703)["lfw"]
    same = {row["group"]: row for row in found["same_group"]}
    by_comparisons = same["F"]["fmr"] / same["M"]["fmr"]
    by_people = same["F"]["fmr_by_person"] / same["M"]["fmr_by_person"]
    assert by_comparisons > 2 > 1.2 > by_people
    missed = {row["group"]: row for row in found["missed"]}
    assert missed["M"]["largest_share_of_comparisons"] == pytest.approx(0.6, abs=0.01)
    assert any("60" in sentence for sentence in found["carried_by_one_person"])
    women = next(r for r in found["matrix"] if r["group"] == r["other"] == "F")
    assert women["fmr_by_person"] == pytest.approx(same["F"]["fmr_by_person"], rel=1e-4)
    assert {"fmr_by_person", "fnmr_by_person"} <= set(found["det"][0])
    thresholds = found["thresholds_per_group"]
    assert [row["group"] for row in thresholds["by_person"]] == ["M", "F"]
    assert {row["splits"] for row in thresholds["splits"]} == {40}
    assert {row["counted_by"] for row in thresholds["splits"]} == {"comparison", "person"}
