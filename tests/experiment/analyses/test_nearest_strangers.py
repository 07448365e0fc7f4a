"""The comparison without a threshold: against NumPy and SciPy, person by person."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import mannwhitneyu
from statsmodels.stats.multitest import multipletests
from support.nearest_by_numpy import nearest_by_numpy
from support.replay import default_replay

from simulator import Experiment, run
from simulator.datasets.dataset import load_dataset
from simulator.experiment.analyses.nearest_strangers import nearest_strangers
from simulator.experiment.luck import people_of


@pytest.fixture(scope="module")
def found():
    return nearest_strangers(default_replay())


def test_people_of_color_with_numpy_and_scipy_alone(found):
    """Distances from the vectors, labels from the manifest, SciPy's mannwhitneyu."""
    nearest = nearest_by_numpy("congress-115")
    labels = load_dataset("congress-115").manifest.set_index("key")["person_of_color"]
    keys = list(nearest)
    values = np.array([nearest[key] for key in keys])
    inside = (labels.loc[keys] == "true").to_numpy()
    expected = mannwhitneyu(values[inside], values[~inside], method="asymptotic")
    row = next(r for r in found["person_of_color"]["groups"] if r["group"] == "true")
    assert (row["people"], row["others"]) == (107, 428)
    assert row["p"] == pytest.approx(expected.pvalue, rel=1e-3)
    assert row["probability"] == pytest.approx(1 - expected.statistic / (107 * 428), abs=1e-4)
    assert row["low"] < row["probability"] < row["high"]
    assert row["median"] == pytest.approx(np.median(values[inside]), abs=1e-5)


def test_small_groups_have_an_interval_and_no_verdict(found):
    """18 Asian or Pacific Islander members: an interval; six and two people: none."""
    rows = {row["group"]: row for row in found["race_ethnicity"]["groups"]}
    asian = rows["Asian_Pacific"]
    assert asian["too_few"]
    assert asian["low"] > 0.5
    assert np.isnan(asian["p_holm"])
    assert "No verdict" in asian["verdict"]
    assert np.isnan(rows["Native_American"]["low"])
    assert "Too few" in rows["Native_American"]["verdict"]


def test_holm_covers_all_columns(found):
    """statsmodels, multipletests(method="holm"), over the distinct questions."""
    rows = [row for entry in found.values() for row in entry["groups"] if not row["too_few"]]
    asked = {f"{row['p']:.6e}": row for row in rows}
    expected = multipletests([row["p"] for row in asked.values()], method="holm")[1]
    assert found["gender"]["questions"] == len(asked)
    assert [row["p_holm"] for row in asked.values()] == pytest.approx(expected, rel=1e-6)


def test_somebody_with_two_photos_counts_once():
    """London: 204 photos of 102 people; averages, and one label each."""
    result = run(Experiment(probes="london", gallery="lfw"))
    person, people = people_of(result)
    assert (len(person), people) == (204, 102)
    tested = nearest_strangers(result)
    assert sum(row["people"] for row in tested["gender"]["groups"]) == 102
