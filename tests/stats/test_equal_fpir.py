"""The four ways by hand, by brute force, and with a planted shift."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.stats.equal_fpir import (
    COHORT,
    EVERYONE,
    METHODS,
    PER_GROUP,
    PROBE,
    compare_methods,
)
from simulator.stats.intervals import wilson
from simulator.stats.score_normalization import cohort_moments, probe_wise

PEOPLE = 400


def _brute_force(nearest, mates, first_half, groups, target):
    """Return what one threshold and one per group give, with loops and sorting alone.

    The target has to flag a whole number of people in each half.
    """
    out = {}
    for name, score in ((EVERYONE, 0), (PER_GROUP, 0), (PROBE, 1), (COHORT, 2)):
        flagged, people, missed, mated = [0] * len(groups), [0] * len(groups), 0, 0
        for draw in range(len(first_half)):
            for side in (True, False):
                rows = range(len(first_half[draw]))
                fit = [i for i in rows if first_half[draw][i] == side]
                test = [i for i in rows if first_half[draw][i] != side]
                own = dict.fromkeys(rows, 0.0)
                if name == PER_GROUP:
                    for members in groups:
                        inside = sorted(nearest[score][draw][i] for i in fit if members[i])
                        cut = inside[round(target * len(inside)) - 1]
                        own |= {i: cut for i in rows if members[i]}
                moved = {i: nearest[score][draw][i] - own[i] for i in test}
                level = sorted(moved.values())[round(target * len(test)) - 1]
                for g, members in enumerate(groups):
                    flagged[g] += sum(moved[i] <= level for i in test if members[i])
                    people[g] += sum(bool(members[i]) for i in test)
                for i in test:
                    if mates[score][draw][i] == mates[score][draw][i]:
                        mated += 1
                        missed += mates[score][draw][i] - own[i] > level
        out[name] = ([a / b for a, b in zip(flagged, people, strict=True)], missed / mated)
    return out


@pytest.fixture
def drawn():
    """People in two groups of 160 and 240; half of them have a mate."""
    random = np.random.default_rng(4)
    nearest = random.normal(0.6, 0.05, (3, 3, PEOPLE))
    group = np.arange(PEOPLE) < 160
    nearest[0, :, group] -= 0.04
    mates = random.normal(0.5, 0.05, (3, 3, PEOPLE))
    mates[:, :, ::2] = np.nan
    # Each half has as many people of each group, so that the targets are whole numbers.
    halves = np.array([_halved(random, group) for _ in range(3)])
    return nearest, mates, halves, [group, ~group]


def _halved(random, group):
    half = np.zeros(PEOPLE, bool)
    for side in (group, ~group):
        rows = np.flatnonzero(side)
        half[random.permutation(rows)[: len(rows) // 2]] = True
    return half


@pytest.mark.parametrize("target", [0.05, 0.1])
def test_all_ways_beside_brute_force(drawn, target):
    nearest, mates, halves, groups = drawn
    found = compare_methods(nearest, mates, halves, {"g": groups}, target, draws=3)["g"]
    expected = _brute_force(nearest, mates, halves, groups, target)
    for name in METHODS:
        rates, fnir = expected[name]
        assert [e.value for e in found[name].fpir] == pytest.approx(rates, abs=1e-6)
        assert found[name].fnir.value == pytest.approx(fnir, abs=1e-6)
        gap = [rates[0] - rates[1], rates[1] - rates[0]]
        assert [e.value for e in found[name].gap] == pytest.approx(gap, abs=1e-6)


def test_the_four_ways_flag_the_same_share(drawn):
    nearest, mates, halves, groups = drawn
    found = compare_methods(nearest, mates, halves, {"g": groups}, 0.07, draws=3)["g"]
    sizes = [group.mean() for group in groups]
    for method in found.values():
        rate, gap = method.fpir[0], method.gap[0]
        # The gap is what the group's own rate leaves to the others, and so are its ends.
        for mine, apart in ((rate.low, gap.low), (rate.value, gap.value), (rate.high, gap.high)):
            assert mine - (0.07 - sizes[0] * mine) / sizes[1] == pytest.approx(apart, abs=1e-6)
        overall = sum(s * e.value for s, e in zip(sizes, method.fpir, strict=True))
        assert overall == pytest.approx(0.07, abs=1e-6)


def test_by_hand():
    """Ten people in each half, 20% of them flagged: the two closest of each half.

    In the first half the distances are 1 to 10, in the second 101 to 110. The mates of persons 1
    and 11 are at 2 and at 150: the second is beyond the level, 102.
    """
    nearest = np.concatenate([np.arange(1, 11), np.arange(101, 111)]).astype(float)
    mates = np.full(20, np.nan)
    mates[[0, 10]] = 2, 150
    halves = (np.arange(20) < 10)[None]
    group = np.isin(np.arange(20), [0, 1, 10, 15])
    arrays = [np.broadcast_to(values, (3, 1, 20)) for values in (nearest, mates)]
    found = compare_methods(*arrays, halves, {"g": [group, ~group]}, 0.2, draws=2)["g"][EVERYONE]
    assert found.fpir[0].value == 3 / 4
    assert found.fpir[1].value == 1 / 16
    assert found.gap[0].value == 3 / 4 - 1 / 16
    assert found.fnir.value == 1 / 2
    # Fitted on the first half the threshold is 2: nobody of the second. The other way: everybody.
    assert sorted(found.as_fitted.tolist()) == [0, 1]


@pytest.fixture
def shifted():
    """Planted: a group whose distances are all smaller by a constant, to cohort and gallery."""
    random = np.random.default_rng(5)
    people, draws = 1200, 4
    group = np.arange(people) < 400
    shift = np.where(group, 0.05, 0.0)
    nearest, mates, halves = [], [], []
    for _ in range(draws):
        gallery = random.normal(0.8, 0.06, (people, 200)) - shift[:, None]
        cohort = random.normal(0.8, 0.06, (people, 300)) - shift[:, None]
        closest = gallery.min(axis=1)
        normalized = probe_wise(closest, *cohort_moments(cohort))
        nearest.append([closest, normalized, normalized])
        mates.append(np.full((3, people), np.nan))
        halves.append(random.permutation(people) < people // 2)
    to = [np.moveaxis(np.array(part), 0, 1) for part in (nearest, mates)]
    return *to, np.array(halves), group


def test_probe_wise_normalization_takes_a_planted_shift_out(shifted):
    nearest, mates, halves, group = shifted
    found = compare_methods(nearest, mates, halves, {"g": [group, ~group]}, 0.05)["g"]
    assert found[EVERYONE].fpir[0].value > 3 * found[EVERYONE].fpir[1].value
    for name in (PER_GROUP, PROBE):
        gap = found[name].gap[0]
        assert gap.low < 0 < gap.high
        assert abs(gap.value) < 0.015
        assert found[name].fpir[0].low < 0.05 < found[name].fpir[0].high
        assert found[name].gap_change[0].excludes_zero(6)
        moved = found[name].gaps_of_splits[0] - found[EVERYONE].gaps_of_splits[0]
        assert (moved < 0).all()
    assert np.isnan(found[PROBE].fnir.value)


def test_nothing_depends_on_a_seed_or_on_the_global_generator(drawn):
    nearest, mates, halves, groups = drawn
    np.random.seed(1)
    first = compare_methods(nearest, mates, halves, {"g": groups}, 0.05)["g"]
    np.random.seed(2)
    second = compare_methods(nearest, mates, halves, {"g": groups}, 0.05)["g"]
    assert first[PROBE].fpir == second[PROBE].fpir
    assert first[PER_GROUP].gap == second[PER_GROUP].gap


def test_columns_together_are_columns_alone(drawn):
    nearest, mates, halves, groups = drawn
    other = [np.arange(PEOPLE) % 3 == 0, np.arange(PEOPLE) % 3 != 0]
    together = compare_methods(nearest, mates, halves, {"g": groups, "h": other}, 0.05, draws=5)
    alone = compare_methods(nearest, mates, halves, {"h": other}, 0.05, draws=5)
    for name in METHODS:
        assert together["h"][name].fpir == alone["h"][name].fpir


def test_a_small_group_has_no_threshold_of_its_own(drawn):
    """With fewer than ten people in the fitted half there is nothing to fit on."""
    nearest, mates, halves, _ = drawn
    few = np.arange(PEOPLE) < 8
    found = compare_methods(nearest, mates, halves, {"g": [few]}, 0.05, draws=3)["g"]
    assert found[PER_GROUP].fpir[0].value == pytest.approx(found[EVERYONE].fpir[0].value)


def test_nobody_of_a_group_flagged_still_has_an_upper_bound(drawn):
    nearest, mates, halves, _ = drawn
    nearest = nearest.copy()
    far = np.arange(PEOPLE) < 30
    nearest[:, :, far] = 5
    found = compare_methods(nearest, mates, halves, {"g": [far, ~far]}, 0.05)["g"][EVERYONE]
    assert found.fpir[0].value == 0
    # 30 of 400 people, worth 30 / (1 - 30 / 400) searches.
    assert found.fpir[0].high == pytest.approx(wilson(0, 30 / (1 - 30 / 400))[1])
    assert 0.05 < found.fpir[0].high < 0.2


def test_an_overall_rate_that_flags_nobody_is_refused(drawn):
    nearest, mates, halves, groups = drawn
    for target in (0.001, 0.0, 1.0):
        with pytest.raises(ValueError, match="flags somebody"):
            compare_methods(nearest, mates, halves, {"g": groups}, target)
