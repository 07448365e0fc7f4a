"""Confidence: true to planted data, monotone, with an interval, refused where it is foreign."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm
from support.replay import default_replay

from simulator.datasets.dataset import load_dataset
from simulator.errors import CalibrationError, ThresholdError
from simulator.matchers.base import MatcherInfo
from simulator.search.confidence import Calibration, calibrate, load_calibration

INFO = MatcherInfo("dlib", "1", 8, {})


@pytest.fixture(scope="module")
def planted() -> Calibration:
    """300 people with four photos each: Gaussian clouds of known spread in eight dimensions."""
    return calibrate(clouds().astype(np.float32), PEOPLE, INFO, replicates=60)


PEOPLE = [str(person) for person in np.repeat(np.arange(300), 4)]


def clouds() -> np.ndarray:
    random = np.random.default_rng(1)
    centers = random.normal(0, 0.12, (300, 8))
    return np.repeat(centers, 4, axis=0) + random.normal(0, 0.15, (1200, 8))


def test_planted_truth_is_found(planted: Calibration) -> None:
    """Half-way confidence lies where the two known densities cross.

    The squared distance is 2·s²·χ²(8), with s² = 0.15² within and 0.15² + 0.12² between people.
    """
    from scipy.stats import chi2

    d = np.linspace(0.3, 1.2, 20_000)
    variances = (0.15**2, 0.15**2 + 0.12**2)
    within, between = (chi2.logpdf(d**2 / (2 * s2), 8) - np.log(s2) for s2 in variances)
    crossing = d[np.argmin(np.abs(within - between))]
    assert planted.distance(0.5) == pytest.approx(crossing, abs=0.02)
    low, high = planted.interval(0.5)
    assert low <= planted.distance(0.5) <= high
    assert high - low < 0.1


def test_monotone_and_its_own_inverse(planted: Calibration) -> None:
    """A greater distance never has more confidence, and distance(confidence(d)) is d."""
    d = np.linspace(0.0, 1.5, 400)
    assert (np.diff(planted.confidence(d)) <= 0).all()
    for confidence in (0.3, 0.5, 0.7, 0.8):
        assert planted.confidence(planted.distance(confidence)) == pytest.approx(confidence)


def test_beyond_what_was_measured_is_marked(planted: Calibration) -> None:
    """The closest strangers end what was measured."""
    assert planted.extrapolated(planted.measured[0] - 0.01)
    assert not planted.extrapolated(sum(planted.measured) / 2)


@pytest.mark.parametrize("confidence", [0, 1, -0.1, 1.2])
def test_certainty_has_no_distance(planted: Calibration, confidence: float) -> None:
    """0 and 100% are reached at no distance."""
    with pytest.raises(ThresholdError, match="below 100%"):
        planted.distance(confidence)


def test_photos_of_one_person_count_once(planted: Calibration) -> None:
    """A person with fifty photos weighs as much as one with four: the curve hardly moves."""
    many = clouds()[:1] + np.random.default_rng(2).normal(0, 0.15, (50, 8))
    vectors = np.vstack([clouds(), many]).astype(np.float32)
    more = calibrate(vectors, [*PEOPLE, *["0"] * 50], INFO, replicates=2)
    assert more.distance(0.5) == pytest.approx(planted.distance(0.5), abs=0.01)


def test_perfect_separation_is_not_a_probability() -> None:
    """If no stranger is as close as any mate, nothing between 0 and 100% was measured."""
    apart = np.repeat(np.eye(8, dtype=np.float32), 2, axis=0)
    apart[1::2, 0] += 0.01
    with pytest.raises(CalibrationError, match="overlap|too easy"):
        calibrate(apart, list("aabbccddeeffgghh"), INFO)


@pytest.mark.parametrize("names", [["a", "a"], ["a", "b"]])
def test_one_kind_of_comparison_is_not_enough(names: list[str]) -> None:
    """Without mated or without non-mated comparisons there is nothing to calibrate."""
    with pytest.raises(CalibrationError, match="several photos and several people"):
        calibrate(np.eye(2, 8, dtype=np.float32), names, INFO)


def test_saved_and_loaded(planted: Calibration, tmp_path: Path) -> None:
    """The file gives the same curve back, and refuses another matcher."""
    planted.save(tmp_path / "c.json")
    loaded = load_calibration(tmp_path / "c.json", INFO)
    assert loaded.distance(0.6) == pytest.approx(planted.distance(0.6), abs=1e-5)
    with pytest.raises(CalibrationError, match="means nothing for another"):
        load_calibration(tmp_path / "c.json", MatcherInfo("dlib", "2", 8, {}))


@pytest.mark.parametrize(
    "change", [{"format": 9}, {"distances": [2, 1]}, {"interval": {}}, {"measured": None}]
)
def test_broken_files(planted: Calibration, tmp_path: Path, change: dict[str, object]) -> None:
    """Another format, a curve that turns back, a missing part: one sentence."""
    path = tmp_path / "c.json"
    planted.save(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(CalibrationError, match="not a calibration"):
        load_calibration(path, INFO)
    path.unlink()
    with pytest.raises(CalibrationError, match="found none"):
        load_calibration(path, INFO)


def test_the_bundled_calibration_says_what_it_was_measured_on() -> None:
    """Tens of millions of non-mated and a quarter of a million mated comparisons of this bundle."""
    calibration = default_replay().calibration
    provenance = calibration.provenance
    assert provenance["non_mated_comparisons"] > 80_000_000
    assert provenance["mated_comparisons"] > 240_000
    assert provenance["encodings_sha256"] == load_dataset("lfw").checksums["encodings.npz"]
    # The official pairs are the check: at 50% nearly all mated pairs are matches.
    assert 0.58 < calibration.distance(0.5) < 0.65


def test_official_pairs_agree_with_the_calibration() -> None:
    """Among the official pairs, those called 80 to 99.9% are mostly of one person."""
    from simulator.comparison.validation import PAIRS, read_pairs

    dataset = load_dataset("lfw")
    first, second, same, _ = read_pairs(dataset.folder / PAIRS)
    row = {key: i for i, key in enumerate(dataset.encodings.keys.tolist())}
    usable = [i for i in range(len(same)) if first[i] in row and second[i] in row]
    vectors = dataset.encodings.vectors.astype(np.float64)
    distance = np.array(
        [np.linalg.norm(vectors[row[first[i]]] - vectors[row[second[i]]]) for i in usable]
    )
    confidence = default_replay().calibration.confidence(distance)
    mated = same[usable]
    band = (confidence > 0.5) & (confidence < 0.999)
    assert band.sum() > 50
    # Within the band the mean confidence is the share of mated pairs, give or take its error.
    error = norm.ppf(0.9995) * np.sqrt(0.25 / band.sum())
    assert mated[band].mean() == pytest.approx(confidence[band].mean(), abs=error)
    far = confidence < 0.01
    assert mated[far].mean() < 0.02


def test_odds_are_finite_at_every_distance() -> None:
    """Near 0 the confidence is 1 to the last digit of a float; the odds must not be infinite."""
    calibration = default_replay().calibration
    distances = np.linspace(0, 1.5, 301)
    odds = calibration.odds(distances)
    assert np.isfinite(odds).all()
    assert (np.diff(odds) < 0).all()
    confidence = calibration.confidence(distances)
    assert odds / (1 + odds) == pytest.approx(confidence, rel=1e-9)
