"""False match rates by pair of groups: by hand, by brute force, and with planted truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from simulator.comparison.fmr import compare_all, compare_dataset
from simulator.datasets.dataset import load_dataset
from simulator.datasets.groups import Group
from simulator.errors import ExperimentError


def _groups(**members):
    return [Group(name, name, np.array(rows, bool)) for name, rows in members.items()]


def test_four_people_on_a_line_by_hand():
    """At 0, 1 | 3, 3.5: within a one pair (1), within b one (0.5), across 3, 2, 3.5, 2.5 → /2."""
    vectors = np.array([[0], [1], [3], [3.5]], np.float32) / 4
    tally = compare_all(vectors, ["p", "q", "r", "s"], _groups(a=[1, 1, 0, 0], b=[0, 0, 1, 1]))
    assert tally.comparisons.tolist() == [[1, 4], [4, 1]]
    assert tally.events(0.2).tolist() == [[0, 0], [0, 1]]
    assert tally.events(0.5).tolist() == [[1, 1], [1, 1]]
    assert tally.fmr(0.5).tolist() == [[1, 0.25], [0.25, 1]]


def test_exactly_at_the_threshold_is_a_match():
    tally = compare_all(np.array([[0.0], [0.25]], np.float32), ["p", "q"], _groups(a=[1, 1]))
    assert tally.events(0.25).item() == 1
    assert tally.events(0.249).item() == 0


def test_photos_of_one_person_are_not_compared():
    vectors = np.zeros((3, 2), np.float32)
    tally = compare_all(vectors, ["p", "p", "q"], _groups(a=[1, 1, 1]))
    assert tally.comparisons.item() == 2


def test_someone_in_two_groups_counts_in_every_cell_once():
    """p is in both a and b, q in b: one comparison, in a×b and b×b, not in a×a."""
    tally = compare_all(np.zeros((2, 1), np.float32), ["p", "q"], _groups(a=[1, 0], b=[1, 1]))
    assert tally.comparisons.tolist() == [[0, 1], [1, 1]]
    assert np.isnan(tally.fmr(1.0)[0, 0])


def test_every_cell_against_scipys_cdist():
    """SciPy's cdist in float64 and a double loop over groups, which overlap."""
    random = np.random.default_rng(5)
    vectors = (random.normal(size=(120, 6)) / 4).astype(np.float32)
    subjects = [str(i // 2) for i in range(120)]
    groups = _groups(a=random.random(120) < 0.4, b=random.random(120) < 0.5, c=np.arange(120) < 3)
    tally = compare_all(vectors, subjects, groups)
    distances = cdist(vectors.astype(float), vectors.astype(float))
    for t in (0.3, 0.612, 1.0):
        for i, one in enumerate(groups):
            for j, other in enumerate(groups):
                near = total = 0
                for x in range(120):
                    for y in range(x + 1, 120):
                        inside = (one.members[x] and other.members[y]) or (
                            one.members[y] and other.members[x]
                        )
                        if inside and subjects[x] != subjects[y]:
                            total += 1
                            near += distances[x, y] <= t
                assert (tally.events(t)[i, j], tally.comparisons[i, j]) == (near, total)


def test_a_planted_disparity_of_known_size_is_found():
    """One group spread 0.1 wide, one 0.2 in one dimension: FMR(t) = 2t/w − (t/w)²."""
    random = np.random.default_rng(0)
    x = np.concatenate([random.uniform(0, 0.1, 600), random.uniform(0, 0.2, 600) + 5])
    tally = compare_all(
        x[:, None].astype(np.float32),
        [str(i) for i in range(1200)],
        _groups(narrow=np.arange(1200) < 600, wide=np.arange(1200) >= 600),
    )
    t = 0.01
    expected = [2 * t / w - (t / w) ** 2 for w in (0.1, 0.2)]
    assert np.diagonal(tally.fmr(t)) == pytest.approx(expected, rel=0.05)


def test_the_matrix_is_symmetric_and_never_falls():
    tally = compare_dataset(load_dataset("london"), "ethnicity*gender")
    assert (tally.counts == tally.counts.transpose(1, 0, 2)).all()
    curves = tally.curves()
    known = ~np.isnan(curves[:, 0])
    assert (np.diff(curves[known], axis=1) >= 0).all()
    assert not known.all()  # one group has a single member: undefined, not 0


def test_distances_that_are_all_equal_give_one_step():
    tally = compare_all(np.eye(4, dtype=np.float32), list("pqrs"), _groups(a=[1, 1, 1, 1]))
    assert tally.fmr(1.41).item() == 0
    assert tally.fmr(1.42).item() == 1


def test_one_person_alone_is_refused():
    with pytest.raises(ExperimentError, match="two people"):
        compare_all(np.zeros((2, 1), np.float32), ["p", "p"], _groups(a=[1, 1]))


def test_nan_is_refused():
    with pytest.raises(ExperimentError, match="finite"):
        compare_all(np.full((2, 1), np.nan, np.float32), ["p", "q"], _groups(a=[1, 1]))


def test_each_pair_of_people_counts_once_by_hand():
    """p has photos at 0 and 9, q at 0.25, r at 20: p and q 1 of 2 comparisons, 1.5 of 3 pairs."""
    vectors = np.array([[0], [9], [0.25], [20]], np.float32)
    tally = compare_all(vectors, ["p", "p", "q", "r"], _groups(a=[1, 1, 1, 1]), by_person=True)
    assert tally.pairs.sum() == pytest.approx(3)
    assert tally.fmr(0.3).item() == pytest.approx(1 / 5)
    assert tally.fmr_by_person(0.3).item() == pytest.approx(0.5 / 3)
    assert tally.table(0.3)["fmr_by_person"].item() == pytest.approx(0.5 / 3)


def test_with_one_photo_each_there_is_no_second_rate():
    tally = compare_all(np.zeros((3, 1), np.float32), ["p", "q", "r"], _groups(a=[1, 1, 1]))
    assert tally.fmr_by_person(0.5) is None
    tally = compare_all(
        np.zeros((3, 1), np.float32), ["p", "q", "r"], _groups(a=[1, 1, 1]), by_person=True
    )
    assert tally.fmr_by_person(0.5) is None
    assert "fmr_by_person" not in tally.table(0.5)


def test_rates_by_person_against_scipys_cdist_in_overlapping_groups():
    """A planted truth: who has five photos lies closer to others than who has one."""
    random = np.random.default_rng(8)
    photos = np.where(np.arange(40) % 2 == 0, 5, 1)
    who = np.repeat(np.arange(40), photos)
    spread = np.where(photos[who] == 5, 0.2, 0.5)
    vectors = (random.normal(size=(len(who), 4)) * spread[:, None]).astype(np.float32)
    inside = random.random((2, 40)) < 0.6
    groups = _groups(a=inside[0][who], b=inside[1][who])
    tally = compare_all(vectors, [f"{i:02}" for i in who], groups, by_person=True)
    distances = cdist(vectors.astype(float), vectors.astype(float))
    near = [
        [(distances[np.ix_(who == p, who == q)] <= 0.5).mean() for q in range(40)]
        for p in range(40)
    ]
    for i in range(2):
        for j in range(2):
            shares = [
                near[p][q]
                for p in range(40)
                for q in range(p)
                if (inside[i][p] and inside[j][q]) or (inside[j][p] and inside[i][q])
            ]
            assert tally.fmr_by_person(0.5)[i, j] == pytest.approx(np.mean(shares))
    assert tally.fmr(0.5)[0, 0] > 1.2 * tally.fmr_by_person(0.5)[0, 0]
