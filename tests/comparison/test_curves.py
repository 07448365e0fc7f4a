"""DET curves against scikit-learn, and thresholds per group on planted truth."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import det_curve

from simulator.comparison.comparison_counts import count_comparisons, halves
from simulator.comparison.curves import FEWEST_EVENTS, det, det_by_group, thresholds_per_group
from simulator.comparison.fmr import compare_dataset
from simulator.comparison.fnmr import mated_comparisons
from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError


def test_det_by_hand():
    """Mated 1 and 3, non-mated 2 and 3: a match is at or under the threshold."""
    found = det(np.array([1.0, 3.0]), np.array([2.0, 3.0]))
    assert found["distance"].tolist() == [1, 2, 3]
    assert found["fmr"].tolist() == [0, 0.5, 1]
    assert found["fnmr"].tolist() == [0.5, 0.5, 0]


def test_det_is_scikit_learns():
    """scikit-learn's det_curve on similarity = −distance, at the thresholds it keeps."""
    random = np.random.default_rng(0)
    mated = np.round(random.normal(0.4, 0.1, 300), 2)
    non_mated = np.round(random.normal(0.8, 0.1, 500), 2)
    fpr, fnr, thresholds = det_curve(
        np.repeat([1, 0], [300, 500]), -np.concatenate([mated, non_mated])
    )
    ours = det(mated, non_mated).set_index("distance")
    compared = 0
    for f, m, t in zip(fpr, fnr, thresholds, strict=True):
        if math.isfinite(t):
            assert ours.loc[-t, "fmr"] == pytest.approx(f)
            assert ours.loc[-t, "fnmr"] == pytest.approx(m)
            compared += 1
    assert compared > 20


def test_distances_that_are_all_equal_give_one_row():
    found = det(np.array([0.5, 0.5]), np.array([0.5, math.nan]))
    assert found.to_numpy().tolist() == [[0.5, 1, 0]]


@pytest.mark.parametrize("mated", [[], [math.nan]])
def test_nothing_of_a_kind_is_a_clear_error(mated):
    with pytest.raises(ExperimentError, match="no"):
        det(np.array(mated, float), np.array([0.5]))
    with pytest.raises(ExperimentError, match="non-mated"):
        det(np.array([0.5]), np.array(mated, float))


def test_group_curves_agree_with_the_tally_and_the_comparisons():
    london = load_dataset("london")
    tally, mated = compare_dataset(london, "gender"), mated_comparisons(london)
    curve = det_by_group(count_comparisons(london, "gender")).set_index(["group", "distance"])
    for i, group in enumerate(tally.groups):
        assert curve.loc[(group.value, 0.55), "fmr"] == pytest.approx(tally.fmr(0.55)[i, i])
    table = mated.by("gender", 0.35).set_index("group")
    for value in ("female", "male"):
        assert curve.loc[(value, 0.35), "fnmr"] == pytest.approx(table.loc[value, "fnmr"])


@pytest.fixture
def two_spreads(make_dataset):
    """Count the comparisons of two halves of 600 people with two photos each.

    Group F is packed twice as densely as M along one line.
    """
    random = np.random.default_rng(0)
    rows = []
    for i in range(600):
        gender, at = ("F", random.uniform(0, 0.5)) if i < 300 else ("M", random.uniform(0, 1))
        for photo in "ab":
            near = at + random.normal(0, 0.01)
            place = [near, 0.0 if gender == "F" else 5.0, 0.0, 0.0]
            rows.append((f"{i}{photo}", str(i), gender, "made", place))
    dataset = load_dataset(str(make_dataset("spread", rows)))
    return tuple(count_comparisons(half, "gender") for half in halves(dataset))


def test_thresholds_per_group_reach_the_target_on_people_they_never_saw(two_spreads):
    """FMR of a uniform line of width w is about 2t/w: for one target F needs half of M's t."""
    found = thresholds_per_group(*two_spreads, 0.02).table.set_index("group")
    assert found.loc["F", "distance"] == pytest.approx(found.loc["M", "distance"] / 2, rel=0.25)
    assert found["fmr"].to_numpy() == pytest.approx([0.02, 0.02], abs=0.008)
    assert found.loc["F", "global_fmr"] > 1.5 * found.loc["M", "global_fmr"]
    assert found.loc["F", "fnmr"] > found.loc["F", "global_fnmr"]


def test_rates_of_thresholds_stand_with_their_counts(two_spreads):
    """Each is what it was counted from, on the other half of the people."""
    found = thresholds_per_group(*two_spreads, 0.02).table
    for prefix in ("", "global_"):
        fmr = found[f"{prefix}false_matches"] / found[f"{prefix}comparisons"]
        fnmr = found[f"{prefix}misses"] / found[f"{prefix}mated_comparisons"]
        assert found[f"{prefix}fmr"].to_numpy() == pytest.approx(fmr.to_numpy())
        assert found[f"{prefix}fnmr"].to_numpy() == pytest.approx(fnmr.to_numpy())
        assert (found[f"{prefix}comparisons"] > 0).all()


def test_no_target_below_30_events(two_spreads):
    with pytest.raises(ExperimentError, match=f"{FEWEST_EVENTS} false matches"):
        thresholds_per_group(*two_spreads, 1e-5)
    with pytest.raises(ExperimentError, match="target"):
        thresholds_per_group(*two_spreads, 2.0)


def test_the_note_says_that_it_may_be_unlawful(two_spreads):
    assert "unlawful" in thresholds_per_group(*two_spreads, 0.02).note


def test_the_curve_by_person_is_scikit_learns_with_weights(make_dataset):
    """scikit-learn's det_curve weights each comparison; a planted truth: many photos, few misses.

    Every third person has eight photos close together; the others have two far apart.
    """
    random = np.random.default_rng(2)
    rows = []
    for person in range(30):
        at = random.normal(size=4) * 0.4
        many = person % 3 == 0
        for photo in range(8 if many else 2):
            vector = tuple(at + random.normal(size=4) * (0.05 if many else 0.25))
            rows.append((f"{person}-{photo}", f"p{person:02}", "F", "n", vector))
    dataset = load_dataset(str(make_dataset("weights", rows)))
    curve = det_by_group(count_comparisons(dataset, "gender")).set_index("distance")
    vectors = dataset.encodings.vectors.astype(float)
    who = np.array([key.split("-")[0] for key in dataset.encodings.keys.tolist()])
    photos = {name: (who == name).sum() for name in who}
    i, j = np.triu_indices(len(who), 1)
    distances = np.sqrt(((vectors[i] - vectors[j]) ** 2).sum(axis=1))
    same = who[i] == who[j]
    pairs = np.array([photos[a] * photos[b] for a, b in zip(who[i], who[j], strict=True)])
    own = np.array([photos[a] * (photos[a] - 1) / 2 for a in who[i]])
    weights = 1 / np.where(same, own, pairs)
    up = np.ceil(np.round(distances / 0.001, 9)) * 0.001
    fpr, fnr, thresholds = det_curve(same, -up, sample_weight=weights)
    for f, m, t in zip(fpr, fnr, thresholds, strict=True):
        if math.isfinite(t) and -t < 1.99:
            at = round(-t, 3)
            assert curve.loc[at, "fmr_by_person"] == pytest.approx(f, abs=1e-9)
            assert curve.loc[at, "fnmr_by_person"] == pytest.approx(m, abs=1e-9)
    at = curve.loc[0.25]
    assert at["fnmr_by_person"] > 2 * at["fnmr"]


def test_with_as_many_photos_of_everybody_people_and_comparisons_agree(two_spreads):
    found = thresholds_per_group(*two_spreads, 0.02)
    for name in ("distance", "fmr", "fnmr", "global_distance", "global_fmr", "global_fnmr"):
        assert found.by_person[name].to_numpy() == pytest.approx(found.table[name].to_numpy())


def test_thresholds_by_person_do_not_follow_one_person_with_many_photos(make_dataset):
    """Planted: of 160 women and of 160 men, one has 40 photos at one place of the line."""
    random = np.random.default_rng(1)
    rows = []
    for person in range(320):
        at = person * 0.01 + random.normal() * 0.001
        place = (at, 0.0 if person % 2 else 9.0, 0.0, 0.0)
        rows += [
            (f"{person}-{photo}", f"p{person:03}", "FM"[person % 2], "n", place)
            for photo in range(40 if person in (81, 82) else 1)
        ]
    dataset = load_dataset(str(make_dataset("one", rows)))
    fit, check = (count_comparisons(half, "gender") for half in halves(dataset))
    found = thresholds_per_group(fit, check, 0.05)
    once = found.by_person.set_index("group")
    # On a line of 3.2 every 0.01: 5% of the pairs lie within about 2.5% of its length.
    assert once["distance"].to_numpy() == pytest.approx([0.08, 0.08], rel=0.25)
    assert set(found.by_person.columns) == set(found.table.columns)
    assert once["comparisons"].max() < found.table["comparisons"].max()
