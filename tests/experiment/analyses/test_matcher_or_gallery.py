"""The gap between two groups in two parts, against enumeration, statsmodels and real draws."""

from __future__ import annotations

import itertools
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom
from statsmodels.stats.oaxaca import OaxacaBlinder
from support.replay import default_replay

from simulator import Experiment, run
from simulator.datasets.groups import Group
from simulator.errors import ExperimentError
from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery, Parts
from simulator.experiment.gallery_groups import GalleryGroups, gallery_groups, tallied
from simulator.experiment.view import View
from simulator.search.named_mixes import AS_IS, US_ADULTS, US_ARRESTS

PEOPLE = 40


def planted(
    matching: Any, photos: tuple[int, ...], person: Any = None
) -> tuple[MatcherOrGallery, Group, Group]:
    """Return a search whose first half of the people are group a, and the others group b."""
    k = np.asarray(matching, np.int64)
    who = np.arange(len(k)) if person is None else np.asarray(person)
    people = int(who.max()) + 1
    names = [f"g{h}" for h in range(len(photos))]
    gallery = GalleryGroups(
        "group",
        names,
        names,
        np.array(photos),
        {},
        0,
        k,
        np.broadcast_to(np.array(photos), k.shape),
        who,
        people,
    )
    card = SimpleNamespace(labels={})
    view: Any = SimpleNamespace(
        result=SimpleNamespace(
            probes=SimpleNamespace(card=card), searched=pd.DataFrame(), identified=True
        )
    )
    first = np.arange(people) < people // 2
    found = MatcherOrGallery(view, gallery, photos=4)
    return found, Group("g0", "a", first), Group("g1", "b", ~first)


def exact(found: Parts) -> None:
    """The parts add up exactly, and each is what its name says."""
    assert found.gap.value == found.rate.value - found.other_rate.value
    assert found.matcher.value == found.even.value - found.other_even.value
    assert found.gap.value == pytest.approx(found.matcher.value + found.mix.value, abs=1e-14)


def test_by_hand() -> None:
    """One person of a matches 10 of the 20 photos of g0; one of b matches 5 of g1's 20.

    In an even gallery of 4 photos, two of each: misses are 10·9/(20·19) and 15·14/(20·19). With
    three of g0 and one of g1: 10·9·8/(20·19·18) and 15/20.
    """
    k = np.zeros((PEOPLE, 2), int)
    k[0, 0], k[PEOPLE - 1, 1] = 10, 5
    found, a, b = planted(k, (20, 20))
    parts = found.parts({"g0": 3, "g1": 1}, a, b)
    assert parts is not None
    half = PEOPLE // 2
    assert parts.even.value == pytest.approx((1 - 90 / 380) / half)
    assert parts.other_even.value == pytest.approx((1 - 210 / 380) / half)
    assert parts.rate.value == pytest.approx((1 - 720 / 6840) / half)
    assert parts.other_rate.value == pytest.approx((1 - 15 / 20) / half)
    exact(parts)
    # As b meets the gallery: one photo of its own group, so a's own group has one too.
    assert parts.references is not None
    mirrored = ((1 - 10 / 20) / half, (1 - 15 * 14 * 13 / 6840) / half)
    assert parts.references.as_first == pytest.approx(parts.rate.value - mirrored[1])
    assert parts.references.as_second == pytest.approx(mirrored[0] - parts.other_rate.value)
    exact(parts.turned())
    assert parts.turned().gap.value == -parts.gap.value
    assert parts.turned().turned() == parts


def test_every_gallery_that_could_be_drawn_enumerated() -> None:
    """The rates are the averages over all 36,100 galleries of two photos of each of two groups."""
    random = np.random.default_rng(1)
    matches = random.random((PEOPLE, 40)) < 0.15
    k = np.stack([matches[:, :20].sum(axis=1), matches[:, 20:].sum(axis=1)], axis=1)
    found, a, b = planted(k, (20, 20))
    parts = found.parts({"g0": 1, "g1": 1}, a, b)
    assert parts is not None
    pairs = np.array(list(itertools.combinations(range(20), 2)))
    of_group = [
        (matches[:, h * 20 + pairs[:, 0]] | matches[:, h * 20 + pairs[:, 1]]).astype(float)
        for h in (0, 1)
    ]
    # Every pair of g0 with every pair of g1: a search is missed if it misses both.
    missed = ((1 - of_group[0]) @ np.ones(len(pairs))) * ((1 - of_group[1]) @ np.ones(len(pairs)))
    rates = 1 - missed / len(pairs) ** 2
    assert parts.rate.value == pytest.approx(rates[a.members].mean())
    assert parts.other_rate.value == pytest.approx(rates[b.members].mean())
    assert parts.mix.value == 0
    assert parts.matcher.value == parts.gap.value


def test_where_rates_are_linear_the_references_are_statsmodels_oaxaca_blinder() -> None:
    """With one matching photo each, FPIR is linear in the shares, so regression decomposes it too.

    A person's comparison is with their own group or the other; its rate is the regression's
    coefficient, the gallery's shares are the composition.
    """
    k = np.zeros((PEOPLE, 2), int)
    k[:12, 0], k[12:15, 1] = 1, 1  # of a, 12 match one of their own group, 3 one of the other
    k[20:24, 1], k[24:25, 0] = 1, 1  # of b, 4 and 1
    found, a, b = planted(k, (400, 400))
    parts = found.parts({"g0": 3, "g1": 1}, a, b)
    assert parts is not None
    assert parts.references is not None
    # Rates per photo, in units of 4 photos of 400: own and other of a, own and other of b.
    rates = {"a": (12 / 20, 3 / 20), "b": (4 / 20, 1 / 20)}
    rows = []
    for group, own in (("a", 60), ("b", 20)):
        for is_own, number in ((1, own), (0, 80 - own)):
            rate = rates[group][1 - is_own]
            rows += [(rate, is_own, 1 - is_own, int(group == "a"))] * number
    data = pd.DataFrame(rows, columns=["y", "own", "other", "group"], dtype=float)
    model = OaxacaBlinder(data["y"], data[["own", "other", "group"]], "group", swap=False)
    unit = 4 / 400
    gap = model.gap
    sign = np.sign(gap) * np.sign(parts.gap.value)
    assert parts.gap.value == pytest.approx(sign * unit * gap)
    by_hand = {
        # r_a − r_b, weighted by the composition that a or b meets.
        "as_first": 0.75 * (12 - 4) / 20 + 0.25 * (3 - 1) / 20,
        "as_second": 0.25 * (12 - 4) / 20 + 0.75 * (3 - 1) / 20,
    }
    assert parts.references.as_first == pytest.approx(unit * by_hand["as_first"])
    assert parts.references.as_second == pytest.approx(unit * by_hand["as_second"])
    half = model.two_fold(two_fold_type="self_submitted", submitted_weight=0.5).params
    unexplained, explained = (sign * unit * float(part) for part in half[:2])
    assert parts.references.kitagawa == pytest.approx(unexplained)
    assert parts.gap.value - parts.references.kitagawa == pytest.approx(explained)
    # The even gallery is the composition between the two, so it agrees where rates are linear.
    assert parts.matcher.value == pytest.approx(unexplained)


def test_a_matcher_that_treats_groups_alike_leaves_only_the_mix() -> None:
    """Planted: each of two groups matches its own group alike; the gallery has mostly one."""
    k = np.zeros((PEOPLE, 2), int)
    k[:10, 0] = k[20:30, 1] = 30
    found, a, b = planted(k, (100, 100))
    parts = found.parts({"g0": 3, "g1": 1}, a, b)
    assert parts is not None
    assert parts.matcher.value == 0
    assert parts.mix.value == pytest.approx(parts.gap.value)
    assert parts.gap.value > 0.1
    assert parts.matcher.low < 0 < parts.matcher.high
    only = found.parts({"g0": 1}, a, b)  # a group without a share
    assert only is not None
    assert only.other_rate.value == 0
    exact(only)


def test_a_matcher_that_knows_no_groups_leaves_nothing_to_the_mix() -> None:
    """Planted: a matches photos of both groups alike, three times as often as b does."""
    k = np.zeros((PEOPLE, 2), int)
    k[:18], k[20:26] = 30, 30
    found, a, b = planted(k, (100, 100))
    parts = found.parts({"g0": 3, "g1": 1}, a, b)
    assert parts is not None
    assert parts.mix.value == pytest.approx(0, abs=2e-3)  # drawing without replacement
    assert parts.matcher.value == pytest.approx(parts.gap.value, abs=2e-3)
    assert parts.matcher_clear
    assert not parts.mix_clear


def test_people_count_not_photos() -> None:
    """Somebody with two photos counts once, with the average of both chances."""
    person = [*range(20), *range(20, 40), 0]
    k = np.zeros((41, 2), int)
    k[0, 0] = 10
    found, a, b = planted(k, (20, 20), person)
    parts = found.parts({"g0": 1, "g1": 1}, a, b)
    assert parts is not None
    assert parts.rate.people == 20
    assert parts.rate.value == pytest.approx((1 - 90 / 380) / 2 / 20)


def test_what_cannot_be_drawn_is_not_divided() -> None:
    found, a, b = planted(np.zeros((PEOPLE, 2), int), (20, 20))
    large = MatcherOrGallery(found.view, found.gallery, photos=1000)
    assert (large.photos, large.matrix_photos) == (40, 20)
    assert large.parts({"g0": 1}, a, b) is None
    assert large.parts({"nobody": 1}, a, b) is None
    none = np.zeros((2, 1), int)
    one = GalleryGroups("by", ["g0"], ["g0"], np.array([50]), {}, 0, none, none, np.arange(2), 2)
    with pytest.raises(ExperimentError, match="two groups"):
        MatcherOrGallery(found.view, one)


@pytest.fixture(scope="module")
def in_utkface() -> View:
    return run(Experiment(gallery="utkface-adults")).at(distance=0.5)


def test_the_matrix_is_scipys_hypergeometric(in_utkface: View) -> None:
    found = MatcherOrGallery(in_utkface, gallery_groups(in_utkface, "race"))
    assert (found.photos, found.matrix_photos) == (1500, 1500)
    gallery = found.gallery
    rows = {group.value: (group, cells) for group, cells in found.matrix("race_ethnicity")}
    for value, name in (("White", "White"), ("Black", "Black"), ("Asian_Pacific", "Indian")):
        group, cells = rows[value]
        h = gallery.names.index(name)
        k, n = gallery.matching[group.members, h], gallery.strangers[group.members, h]
        expected = float((1 - hypergeom.pmf(0, n, k, 1500)).mean())
        assert cells[h].fpir.value == pytest.approx(expected)
        curve = in_utkface.result.gallery_size_curve(
            [1500], by="race_ethnicity", mix={name: 1}, distance=0.5
        ).set_index("group")
        assert cells[h].fpir.value == pytest.approx(curve["fpir"][value])
    # The group with fewer photos than 1,500 has two ends, as in every extrapolation.
    other = rows["White"][1][gallery.names.index("Other")]
    assert np.isnan(other.fpir.value)
    assert other.bracket is not None
    assert 0 < other.bracket[0] < other.bracket[1]


def test_the_named_mixes_give_the_same_rates(in_utkface: View) -> None:
    found = MatcherOrGallery(in_utkface, gallery_groups(in_utkface, "race"))
    mixes = found.mixes()
    assert list(mixes) == [AS_IS, US_ADULTS, US_ARRESTS]
    for name, shares in mixes.items():
        curve = in_utkface.result.gallery_size_curve(
            [1500], by="race_ethnicity", mix=name if name != AS_IS else shares, distance=0.5
        ).set_index("group")["fpir"]
        for group, other in found.pairs("race_ethnicity"):
            parts = found.parts(shares, group, other)
            assert parts is not None
            exact(parts)
            assert parts.rate.value == pytest.approx(curve[group.value])
            assert parts.other_rate.value == pytest.approx(curve[other.value])
            small = min(int(g.members.sum()) for g in (group, other)) < 20
            assert parts.too_few is small
            assert (parts.matcher_clear is None) is small


@pytest.mark.slow
def test_drawn_galleries_agree_and_the_men_in_the_gallery_hide_a_part_of_the_gap() -> None:
    """Real draws from LFW: 16 galleries of 1,500 photos, 78% of them of men."""
    view = default_replay().at(distance=0.5)
    found = MatcherOrGallery(view, gallery_groups(view, "gender", tallied(view)))
    ((women, men),) = found.pairs("gender")
    parts = found.parts(found.gallery.shares, women, men)
    assert parts is not None
    gaps = []
    for seed in range(16):
        drawn = run(Experiment(gallery_size=1500, seed=seed)).at(distance=0.5)
        by = drawn.by("gender").set_index("group")["fpir"]
        gaps.append(by["F"] - by["M"])
    error = float(np.std(gaps) / np.sqrt(len(gaps)))
    assert parts.gap.value == pytest.approx(float(np.mean(gaps)), abs=3 * error)
    assert parts.matcher.value > parts.gap.value > 0 > parts.mix.value
    assert parts.matcher_clear
    assert parts.mix_clear


@pytest.mark.slow
def test_without_an_effect_a_part_is_called_more_than_luck_in_one_of_twenty_at_most() -> None:
    """Planted: both groups are matched alike in every group of the gallery, 500 times."""
    random = np.random.default_rng(5)
    called = {"matcher": 0, "mix": 0}
    size, first = 250, np.arange(250) < 50
    a, b = Group("a", "a", first), Group("b", "b", ~first)
    for _ in range(500):
        k = random.integers(5, 60, (size, 2)) * (random.random((size, 2)) < 0.08)
        found, *_groups = planted(k, (100, 100))
        parts = found.parts({"g0": 3, "g1": 1}, a, b)
        assert parts is not None
        called["matcher"] += bool(parts.matcher_clear)
        called["mix"] += bool(parts.mix_clear)
    assert max(called.values()) <= 0.05 * 500 + 10
