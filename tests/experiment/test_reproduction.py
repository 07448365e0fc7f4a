"""The reproduction: published beside measured, and the table in the document."""

from __future__ import annotations

import json
import math

import pytest
from scipy.stats import fisher_exact

from simulator.experiment.reproduction import MEASURED, reproduce
from simulator.search.confidence import PRESET_CONFIDENCES
from simulator.stats.published import COMPUTED_FROM_PUBLISHED


@pytest.fixture(scope="module")
def found():
    return reproduce()


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
    assert len(ours) == 2 * (2 + len(PRESET_CONFIDENCES))
    assert {row.kind for row in ours} == {MEASURED}
    assert [row.false_matches for row in ours if "as many" in row.what] == [28, 28]
    assert [row.false_matches for row in ours if "same rate" in row.what] == [24, 24]
    one_each = [row for row in ours if "one photo" in row.what]
    every = [row for row in ours if "one photo" not in row.what]
    for few, many in zip(one_each[2:], every[2:], strict=True):
        assert few.false_matches <= many.false_matches


def test_the_share_ends_at_that_of_the_searches(found):
    """With nearly everybody flagged the share is the share of the searches."""
    assert found.shares[-1][2] == pytest.approx(85 / 459, abs=0.02)


def test_json_has_no_nan(found):
    text = json.dumps(found.to_dict(), allow_nan=False)
    assert math.isfinite(json.loads(text)["rows"][2]["rate"])
