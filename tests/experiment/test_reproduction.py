"""The reproduction: published beside measured, and the table in the document."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from scipy.stats import fisher_exact
from support.nearest_by_numpy import nearest_by_numpy, nearest_legislator
from support.replay import reproduced

from simulator.datasets.dataset import load_dataset
from simulator.experiment.reproduction import MEASURED
from simulator.search.confidence import PRESET_CONFIDENCES
from simulator.stats.published import COMPUTED_FROM_PUBLISHED


@pytest.fixture(scope="module")
def found():
    return reproduced()


def test_the_published_test_stands_first_and_is_labeled(found):
    reported, by_our_labels = found.rows[:2]
    assert {reported.kind, by_our_labels.kind} == {COMPUTED_FROM_PUBLISHED}
    assert (reported.false_matches, reported.searches) == (28, 535)
    assert (reported.people_of_color, by_our_labels.people_of_color) == (11, 12)
    assert reported.rate == pytest.approx(0.0523, abs=5e-5)
    assert (reported.low, reported.high) == pytest.approx((0.036, 0.075), abs=5e-4)


def test_its_significance_agrees_with_fishers_test(found):
    """SciPy's fisher_exact on 11 of 107 against 17 of 428."""
    expected = fisher_exact([[11, 96], [17, 411]])[1]
    assert found.rows[0].p == pytest.approx(expected, abs=0.01)


def test_each_gallery_is_shown_at_every_threshold(found):
    ours = found.rows[2:]
    # Of all 535 the ACLU's count is its rate: one row. Of 525 photographs its rate is 27.
    assert len(ours) == 3 * len(PRESET_CONFIDENCES) + 1 + 1 + 2
    assert {row.kind for row in ours} == {MEASURED}
    assert [row.false_matches for row in ours if "as many" in row.what] == [28, 28, 28]
    assert [row.false_matches for row in ours if "same rate" in row.what] == [28, 28, 27]
    assert [row.searches for row in ours if "as many" in row.what] == [535, 535, 525]
    one_each = [row for row in ours if "one photo" in row.what]
    every = [row for row in ours if "one photo" not in row.what and "other" not in row.what]
    for few, many in zip(one_each[1:], every[1:], strict=True):
        assert few.false_matches <= many.false_matches


def test_the_share_ends_at_that_of_the_searches(found):
    """With nearly everybody flagged the share is the share of the searches."""
    assert found.shares[-1][2] == pytest.approx(107 / 535, abs=0.02)


def test_the_gallery_of_legislators_with_numpy_alone(found):
    """The 28th distance, and the counts at each threshold, with relatives and without."""
    half = len(found.legislators) // 2
    with_kin, without = found.legislators[:half], found.legislators[half:]
    for rows, relatives in ((with_kin, True), (without, False)):
        nearest = np.sort(nearest_legislator(relatives))
        assert [row.false_matches for row in rows] == [
            int((nearest <= row.distance).sum()) for row in rows
        ]
        assert nearest[27] <= rows[0].distance < nearest[28]
        assert all("without relatives" in row.what for row in rows) == (not relatives)
        assert all(row.people_of_color <= row.false_matches for row in rows)
    # LFW's threshold and those of the presets are applied to both.
    assert [row.distance for row in with_kin[1:]] == [row.distance for row in without[1:]]
    assert with_kin[1].distance == found.rows[2].distance
    assert [row.distance for row in with_kin[2:]] == [row.distance for row in found.rows[3:7]]


def test_json_has_no_nan(found):
    text = json.dumps(found.to_dict(), allow_nan=False)
    assert math.isfinite(json.loads(text)["rows"][2]["rate"])


def closest(name: str, count: int = 28) -> set[str]:
    """Return the names of the members who are closest to a stranger."""
    nearest = nearest_by_numpy(name)
    names = load_dataset(name).manifest.set_index("key")["name"]
    return set(names.loc[sorted(nearest, key=nearest.__getitem__)[:count]])


def test_the_other_portraits_with_numpy_alone(found):
    """The 28 closest with each portrait, from the vectors; who is in both, in one only."""
    first, second = closest("congress-115"), closest("congress-115-second")
    values = found.to_dict()["another_portrait"]
    assert values["names"] == {
        "both": sorted(first & second),
        "first_only": sorted(first - second),
        "second_only": sorted(second - first),
    }
    manifest = load_dataset("congress-115").manifest.set_index("name")
    of_color = manifest["person_of_color"] == "true"
    sets = {"first": first, "second": second, "both": first & second, "either": first | second}
    for row in values["shares"]:
        members = sorted(sets[row["set"]])
        assert (row["people"], row["of"]) == (of_color.loc[members].sum(), len(members))
