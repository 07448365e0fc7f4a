"""The curve over gallery sizes on the bundled data."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.errors import ExperimentError
from simulator.experiment.gallery_curve import EXTRAPOLATED, MEASURED


@functools.cache
def _quarter(seed):
    return run(Experiment(gallery_size=13194 // 4, seed=seed))


@pytest.fixture(scope="module")
def result():
    return default_replay()


def test_at_the_measured_size_the_curve_is_the_measured_rate(result):
    curve = result.gallery_size_curve([13194], by="gender", false_matches=28)
    table = result.at(false_matches=28).by("gender")
    assert curve["fpir"].tolist() == pytest.approx(table["fpir"].tolist())
    assert curve["sd"].tolist() == pytest.approx([0, 0], abs=1e-9)
    assert set(curve["kind"]) == {MEASURED}


def test_beyond_the_measured_gallery_there_are_two_ends_and_no_line(result):
    curve = result.gallery_size_curve([25_000])
    point = curve.iloc[0]
    assert point["kind"] == EXTRAPOLATED
    assert np.isnan(point["fpir"])
    assert np.isnan(point["sd"])
    assert 0 < point["bracket_low"] < point["bracket_high"] < 1


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("distance", [0.45, 0.47, 0.5, 0.55])
def test_a_quarter_of_the_gallery_predicts_the_whole(result, seed, distance):
    """The bracket from 3,298 photos must contain what the 13,194 really gave."""
    quarter = _quarter(seed)
    point = quarter.gallery_size_curve([13194], distance=distance).iloc[0]
    truth = result.at(distance=distance).fpir.value
    assert point["kind"] == EXTRAPOLATED
    assert point["bracket_low"] <= truth <= point["bracket_high"]


def test_the_expectation_for_a_quarter_is_the_mean_of_real_quarters(result):
    """Eight galleries really drawn and searched, against the formula and its spread."""
    point = result.gallery_size_curve([3298], distance=0.5).iloc[0]
    drawn = [_quarter(s).at(distance=0.5).fpir.value for s in range(8)]
    assert np.mean(drawn) == pytest.approx(point["fpir"], abs=4 * point["sd"] / np.sqrt(8))


def test_a_mix_changes_who_is_falsely_matched(result):
    """Only women in the gallery: the women among the probes are matched more than the men."""
    curve = result.gallery_size_curve([2000], by="gender", mix={"Women": 1}, distance=0.5)
    rates = curve.set_index("group")["fpir"]
    assert rates["F"] > 5 * rates["M"]


def test_a_mix_is_exact_at_the_whole_of_its_groups(result):
    """All women and all men of LFW: what a gallery drawn so really gives."""
    photos = dict(
        zip(
            *np.unique(
                result.gallery.labels(result.gallery_keys.tolist())["gender"], return_counts=True
            ),
            strict=True,
        )
    )
    mix = {"F": int(photos["F"]), "M": int(photos["M"])}
    point = result.gallery_size_curve([sum(mix.values())], mix=mix, distance=0.47).iloc[0]
    drawn = run(Experiment(mix=mix)).at(distance=0.47).fpir.value
    assert point["fpir"] == pytest.approx(drawn)


@pytest.mark.parametrize("sizes", [[], [0], [-3], [1.5]])
def test_sizes_that_are_none_are_refused(result, sizes):
    with pytest.raises(ExperimentError, match="whole numbers from 1"):
        result.gallery_size_curve(sizes)


def test_an_unknown_gallery_group_is_named(result):
    with pytest.raises(ExperimentError, match="'Blue'"):
        result.gallery_size_curve([10], mix={"Blue": 1})


def test_people_with_two_photos_are_counted_once():
    """London: 204 photos of 102 people; by people it is the mean over people of their photos."""
    view = run(Experiment(probes="london", gallery="lfw")).at(distance=0.47)
    whole = len(view.result.gallery_rows)
    row = view.result.gallery_size_curve([whole], distance=0.47).iloc[0]
    assert (row["searches"], row["people"]) == (204, 102)
    assert row["fpir_by_person"] == pytest.approx(view.fpir_by_person.value)
    groups = view.result.gallery_size_curve([whole], by="ethnicity", distance=0.47)
    assert groups.set_index("group").loc["east_asian", "people"] == 9
    beyond = view.result.gallery_size_curve([50_000], distance=0.47).iloc[0]
    assert np.isnan(beyond["fpir_by_person"])
