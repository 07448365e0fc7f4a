"""The probability of false matches within their searches, by photos and by people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from simulator import Experiment, run
from simulator.datasets.dataset import load_dataset
from simulator.experiment.posterior import PRIOR, posterior, posterior_by_person


@pytest.fixture(scope="module")
def replayed():
    return run(Experiment()).at(false_matches=28)


def test_by_people_against_plain_numpy(replayed):
    """A loop over the gallery's people with confidence p in place of odds: LR = p / (1 − p)."""
    found = posterior(replayed)
    lfw, probes = load_dataset("lfw"), replayed.result.probes
    calibration = replayed.result.calibration
    who = lfw.identities.loc[lfw.encodings.keys.tolist()].to_numpy(dtype=str)
    rows = np.flatnonzero(replayed.flagged)[:3].tolist()
    for place, row in enumerate(rows):
        probe = probes.encodings.vectors[row].astype(float)
        mine = probes.identities.loc[str(probes.encodings.keys[row])]
        distances = np.sqrt(((lfw.encodings.vectors.astype(float) - probe) ** 2).sum(axis=1))
        p = expit(calibration.log_odds_at(distances))
        ratios: dict[str, list[float]] = {}
        for name, one in zip(who.tolist(), p.tolist(), strict=True):
            if name != mine:
                ratios.setdefault(name, []).append(one / (1 - one))
        means = {name: float(np.mean(values)) for name, values in ratios.items()}
        others = np.where(who == mine, np.inf, distances)
        closest = str(who[int(np.argmin(others))])
        share = PRIOR / len(means)
        expected = share * means[closest] / ((1 - PRIOR) + share * sum(means.values()))
        assert found["nearest"][place]["posterior_by_person"] == pytest.approx(expected, abs=2e-6)


def test_the_replay_names_how_much_one_person_carries(replayed):
    found = posterior(replayed)
    assert found["gallery_people"] < 5_750
    assert found["largest_share_of_gallery"] == pytest.approx(530 / 13_194, rel=0.01)
    assert len(found["nearest"]) == 28


def test_of_two_portraits_the_one_that_was_kept_is_compared():
    """Either portrait: a loop over LFW's people with the vector of the portrait that is closer."""
    view = run(Experiment(portrait="either")).at(false_matches=30)
    found = posterior(view)
    assert found["gallery_people"] < 5_750
    lfw = load_dataset("lfw")
    first, second = load_dataset("congress-115"), load_dataset("congress-115-second")
    who = lfw.identities.loc[lfw.encodings.keys.tolist()]
    vectors = lfw.encodings.vectors.astype(float)
    for place in (0, 7, 21):
        key = found["nearest"][place]["probe"]
        person = first.identities.loc[key]
        both = []
        for one in (first, second):
            own = one.identities.index[one.identities == person]
            row = np.flatnonzero(np.isin(one.encodings.keys, own.to_numpy(dtype=str)))[0]
            distances = np.sqrt(((vectors - one.encodings.vectors[row]) ** 2).sum(axis=1))
            both.append(distances[(who != person).to_numpy()])
        kept = min(both, key=np.min)
        people = who[(who != person).to_numpy()].to_numpy()
        odds = np.exp(view.result.calibration.log_odds_at(kept))
        means = pd.Series(odds).groupby(people).mean()
        closest = means[people[int(np.argmin(kept))]]
        share = PRIOR / len(means)
        expected = share * closest / ((1 - PRIOR) + share * means.sum())
        assert found["nearest"][place]["posterior_by_person"] == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize(
    "experiment",
    [
        {"gallery": "utkface-adults"},
        {"one_photo_per_person": True},
        {"gallery": "congress-115", "probes": "london"},
    ],
)
def test_where_photos_are_people_there_is_one_posterior(experiment):
    view = run(Experiment(**experiment)).at(false_matches=28)
    assert posterior_by_person(view, PRIOR) is None
    assert "gallery_people" not in posterior(view)


def test_without_a_calibration_there_is_none():
    assert posterior(run(Experiment(matcher="eigenfaces")).at(false_matches=28)) is None
