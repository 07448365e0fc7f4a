"""Intervals with the gallery's people: by hand, by leaving strangers out, statsmodels, coverage."""

from __future__ import annotations

import dataclasses
import importlib.util
import math
import sys
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm

from simulator.stats import joint_uncertainty as joint, photo_choice
from simulator.stats.intervals import wilson
from simulator.stats.ratio_interval import difference_interval

_FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "joint_uncertainty.py"
_SPEC = importlib.util.spec_from_file_location("joint_uncertainty_benchmark", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
simulation = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = simulation
_SPEC.loader.exec_module(simulation)

# Four people, the second with two photos. Stranger 7 matches the first and the second (both
# photos) alone; the third is matched by 7 and 8; the fourth by nobody.
PERSON = [0, 1, 1, 2, 3]
CANDIDATES = [[7, 7, 8], [7, 3, 4], [7, 5, 6], [8, 7, 1], [2, 1, 0]]
DISTANCES = [[0.3, 0.4, 0.6], [0.4, 0.6, 0.7], [0.2, 0.9, 0.9], [0.1, 0.5, 0.6], [0.6, 0.7, 0.8]]


def by_hand(threshold: float = 0.5) -> joint.FalselyMatched:
    return joint.falsely_matched(PERSON, CANDIDATES, DISTANCES, threshold, 20)


def test_who_is_falsely_matched_by_one_stranger_alone() -> None:
    found = by_hand()
    assert found.shares.tolist() == [1, 1, 1, 0]
    listed = list(zip(found.person.tolist(), found.stranger.tolist(), found.part, strict=True))
    assert listed == [(0, 7, 1.0), (1, 7, 1.0)]
    # 1·1 twice: the first and the second would be lost together.
    assert found.shared(np.ones(4)) == 2
    assert found.shared(np.array([1.0, 0, 0, 0]), np.array([0, 1.0, 0, 0])) == 1
    assert by_hand(0.25).part.tolist() == [0.5, 1.0]  # one of the second's photos; the third


def test_the_shared_part_is_what_leaving_out_each_stranger_changes() -> None:
    """Brute force: search again without each stranger, and square what is lost."""
    random = np.random.default_rng(5)
    candidates = np.array([random.permutation(12) for _ in range(30)])
    distances = np.sort(random.random((30, 12)), axis=1)
    person = np.repeat(np.arange(15), 2)
    weight = random.normal(size=15)
    whole = joint.falsely_matched(person, candidates, distances, 0.12, 12)
    squares = 0.0
    for stranger in range(12):
        left = np.where(candidates == stranger, np.inf, distances)
        flagged = (left <= 0.12).any(axis=1).reshape(15, 2).mean(axis=1)
        lost = weight * (whole.shares - flagged)
        squares += lost.sum() ** 2 - (lost**2).sum()
    assert whole.shared(weight) == pytest.approx(squares)


def unshared(found: joint.FalselyMatched) -> joint.FalselyMatched:
    none = found.person[:0]
    return dataclasses.replace(found, person=none, stranger=none, part=found.part[:0])


def flagged(events: int, people: int, strangers: list[int]) -> joint.FalselyMatched:
    """The first ``events`` people are matched, each by the stranger in the list alone."""
    near = np.array([[s] for s in strangers] + [[999]] * (people - events))
    far = np.array([[0.4]] * events + [[0.6]] * (people - events))
    return joint.falsely_matched(np.arange(people), near, far, 0.5, 1000)


def test_without_shared_strangers_they_are_wilsons_and_newcombes_intervals() -> None:
    found = flagged(28, 535, list(range(28)))
    group = np.arange(535) % 5 == 0
    rate = joint.rate(found)
    assert (rate.low, rate.high) == pytest.approx(wilson(28, 535))
    inside = int(group[:28].sum())
    share = joint.share(found, group)
    assert (share.low, share.high) == pytest.approx(wilson(inside, 28))
    gap = joint.gap(found, group)
    table = (inside, 107, 28 - inside, 428)
    assert (gap.low, gap.high) == pytest.approx(difference_interval(*table))


def test_with_two_photos_and_no_shared_strangers_they_are_those_of_people_and_photos() -> None:
    random = np.random.default_rng(2)
    nearest = random.normal(0.6, 0.1, (200, 2))
    group = np.arange(200) < 60
    found = joint.falsely_matched(
        np.repeat(np.arange(200), 2), np.arange(400)[:, None], nearest.reshape(-1, 1), 0.5, 400
    )
    for mine, theirs in (
        (joint.rate(found), photo_choice.rate(nearest, 0.5)),
        (joint.share(found, group), photo_choice.share(nearest, group, 0.5)),
        (joint.gap(found, group), photo_choice.gap(nearest, group, 0.5)),
    ):
        assert dataclasses.astuple(mine) == pytest.approx(dataclasses.astuple(theirs))


def test_ten_matches_with_one_stranger_by_hand() -> None:
    """Of 20 matches, ten hang on one stranger: 90 pairs more than independent ones."""
    found = flagged(20, 100, [0] * 10 + list(range(1, 11)))
    assert found.shared(np.ones(100)) == 90
    effective = 0.2 * 0.8 / (0.2 * 0.8 / 100 + 90 / 100**2)
    rate = joint.rate(found)
    assert rate.effective == pytest.approx(effective)
    assert (rate.low, rate.high) == pytest.approx(wilson(0.2 * effective, effective))


def test_the_variance_of_a_share_is_statsmodels_variance_clustered_by_stranger() -> None:
    """A share is a mean over the false matches; those of one stranger are one cluster."""
    random = np.random.default_rng(8)
    strangers = random.integers(12, size=40).tolist()
    found = flagged(40, 300, strangers)
    group = random.random(300) < 0.4
    fitted = sm.OLS(group[:40].astype(float), np.ones(40)).fit(
        cov_type="cluster", cov_kwds={"groups": strangers, "use_correction": False}
    )
    value = group[:40].mean()
    weight = group - value
    own = (found.shares**2 * weight**2).sum()
    variance = (own + found.shared(weight)) / 40**2
    assert variance == pytest.approx(float(fitted.bse[0]) ** 2)
    share = joint.share(found, group)
    assert share.effective == pytest.approx(min(value * (1 - value) / variance, 40))


def test_a_share_of_all_or_none_counts_each_stranger_once() -> None:
    """Ten of one stranger and ten of ten: worth 400/110 independent matches (Kish)."""
    found = flagged(20, 100, [0] * 10 + list(range(1, 11)))
    share = joint.share(found, np.arange(100) < 20)
    assert share.effective == pytest.approx(400 / 110)
    assert (share.low, share.high) == pytest.approx(wilson(400 / 110, 400 / 110))


def test_the_share_at_the_edge_by_hand() -> None:
    """Four are flagged: the last two of them and the next two count."""
    nearest = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
    group = np.array([1, 1, 1, 0, 0, 0, 1, 1], bool)
    assert joint.share_at_the_edge(np.arange(8), nearest, group, 0.45) == 0.25
    assert math.isnan(joint.share_at_the_edge(np.arange(8), nearest, group, 0.05))
    assert joint.share_at_the_edge(np.arange(8), nearest, group, 0.9) == 0.5  # none are next


def test_at_a_count_the_share_decides_the_gap() -> None:
    found = flagged(28, 535, list(range(28)))
    group = np.arange(535) % 5 == 0
    share = joint.share(found, group)
    gap = joint.gap_of_share(found, group, share)
    assert gap.value == pytest.approx(joint.gap(found, group).value)
    inside = 28 * share.high
    assert gap.high == pytest.approx(inside / 107 - (28 - inside) / 428)
    # All 100 are flagged: the gap is 0, whatever share the interval allows.
    everybody = flagged(100, 100, list(range(100)))
    all_flagged = joint.gap_of_share(
        everybody, np.arange(100) < 20, joint.share(everybody, np.arange(100) < 20)
    )
    assert (all_flagged.low, all_flagged.high) == (0, 0)


def test_too_few_people_on_either_side_have_no_interval() -> None:
    assert math.isnan(joint.rate(by_hand()).low)
    one_in_gallery = dataclasses.replace(flagged(20, 100, [0] * 20), gallery_people=1)
    assert math.isnan(joint.rate(one_in_gallery).low)
    assert math.isnan(joint.share(one_in_gallery, np.arange(100) < 20).low)
    gap = joint.gap(flagged(20, 100, list(range(20))), np.arange(100) < 3)
    assert math.isnan(gap.low)
    assert gap.counted == 3
    few = flagged(20, 100, list(range(20)))
    of_count = joint.gap_of_share(few, np.arange(100) < 3, joint.share(few, np.arange(100) < 3))
    assert of_count.value == pytest.approx(gap.value)
    assert math.isnan(of_count.low)
    nobody = joint.share(flagged(0, 100, []), np.arange(100) < 20)
    assert math.isnan(nobody.value)


def test_wrong_tables_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        joint.falsely_matched([0], [[1, 2]], [[0.1]], 0.5, 3)
    with pytest.raises(ValueError, match="a photograph of each person"):
        joint.falsely_matched([1], [[1]], [[0.1]], 0.5, 3)
    with pytest.raises(ValueError, match="a threshold"):
        joint.falsely_matched([0], [[1]], [[0.1]], math.nan, 3)
    with pytest.raises(ValueError, match="one true or false"):
        joint.share(by_hand(), [1, 0, 0, 1])


def planted(people: int, gallery: int, random: np.random.Generator) -> joint.FalselyMatched:
    """Draw people and a gallery: one stranger in 5 matches 5% of the people of one of ten kinds.

    Everybody else matches one person in 4,000.
    """
    kind = random.integers(10, size=people)
    loud = random.random(gallery) < 0.2
    own = random.integers(10, size=gallery)
    matches = random.random((people, gallery)) < np.where(
        loud & (kind[:, None] == own), 0.05, 0.00025
    )
    order = np.argsort(~matches, axis=1, kind="stable")[:, :6]
    distances = np.where(np.take_along_axis(matches, order, 1), 0.4, 0.6)
    return joint.falsely_matched(np.arange(people), order, distances, 0.5, gallery)


PLANTED_TRUTH = 1 - (1 - 0.2 * 0.1 * 0.05 - 0.98 * 0.00025) ** 60


@pytest.mark.slow
def test_coverage_where_strangers_match_many_people_at_once() -> None:
    """benchmarks/joint_uncertainty.py has the table; Wilson's misses the planted truth here."""
    random = np.random.default_rng(1)
    samples = [planted(400, 60, random) for _ in range(400)]
    held = [rate.low <= PLANTED_TRUTH <= rate.high for rate in map(joint.rate, samples)]
    wilsons = [joint.rate(unshared(sample)) for sample in samples]
    plain = [rate.low <= PLANTED_TRUTH <= rate.high for rate in wilsons]
    assert 0.925 <= np.mean(held) <= 0.98
    assert np.mean(plain) < 0.9


@pytest.mark.slow
def test_the_variance_is_on_average_that_of_new_people_and_new_galleries() -> None:
    """Planted, so that the true variance over other people and galleries can be simulated."""
    random = np.random.default_rng(2)
    samples = [planted(400, 60, random) for _ in range(1200)]
    rates = np.array([sample.shares.mean() for sample in samples])
    measured = [s.shares.var() / 400 + s.shared(np.ones(400)) / 400**2 for s in samples]
    assert rates.mean() == pytest.approx(PLANTED_TRUTH, rel=0.05)
    assert 0.9 < np.mean(measured) / rates.var(ddof=1) < 1.2


@pytest.mark.slow
def test_coverage_with_real_distances() -> None:
    """A small version of benchmarks/joint_uncertainty.py; the full table is in docs/methods.md."""
    trials = 200
    found = simulation.coverage("535 members, 1,638 other members", 28 / 535, trials, seed=1)
    lowest = 0.93 - 3 * math.sqrt(0.93 * 0.07 / trials)
    ours = [found[name][0] for name in found if "wrong" not in name and "Wilson" not in name]
    assert len(ours) == 10
    assert min(ours) > lowest
