"""What is adjusted for: of Congress, of London, under a condition, and of people with no photos."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from support.replay import default_replay, replay_in

from simulator import Experiment, run
from simulator.datasets.dataset import load_dataset
from simulator.experiment.analyses.covariates import PHOTO, covariates, kind_of


@pytest.fixture(scope="module")
def congress():
    return covariates(default_replay())


def test_congress_has_every_kind(congress):
    """The values are the manifest's, and those of photos are in doublings."""
    assert [one.kind for one in congress.known] == ["race", "gender", "age", "photo"]
    assert congress.missing == {}
    labels = load_dataset("congress-115").manifest.set_index("key")
    keys = default_replay().probes.encodings.keys.tolist()
    by_kind = {one.kind: one for one in congress.known}
    assert by_kind["age"].values[:, 0] == pytest.approx(labels.loc[keys, "birth_year"].astype(int))
    assert by_kind["gender"].values[:, 0].sum() == 112
    assert by_kind["race"].values[:, 0].sum() == 107
    photo = dict(zip(by_kind["photo"].names, by_kind["photo"].values.T, strict=True))
    assert photo["black_and_white"].sum() == 55
    assert 3.5 < photo["face_size"].min() < photo["face_size"].max() < 7
    assert 0 <= photo["turned"].min() < photo["turned"].max() < 50


def test_a_label_is_not_adjusted_for_its_own_kind(congress):
    def kinds(column):
        return [one.kind for one in congress.beside(column)]

    assert kinds("person_of_color") == kinds("cbc_member") == ["gender", "age", "photo"]
    assert kinds("gender") == ["race", "age", "photo"]
    assert kinds("party") == ["race", "gender", "age", "photo"]
    assert kinds("race_ethnicity*gender") == ["age", "photo"]
    assert kind_of("age_band") == "age"
    assert kind_of("department") == "department"


def test_two_photos_of_a_person_are_averaged():
    """London: 204 photos of 102 people; ages as they gave them; two people gave none."""
    result = run(Experiment(probes="london", gallery="lfw"))
    found = covariates(result)
    by_kind = {one.kind: one for one in found.known}
    assert all(len(one.values) == 102 for one in found.known)
    assert "race" in found.missing
    listed = load_dataset("london").manifest
    first = listed[listed["subject_id"] == listed["subject_id"][0]]["age"].astype(float)
    assert by_kind["age"].values[0, 0] == pytest.approx(first.mean())
    assert np.isnan(by_kind["age"].values).sum() == 2
    assert "black_and_white" not in by_kind["photo"].names


def test_what_is_not_measured_is_said():
    """Degraded photos have a size and a pose of their own, but no sharpness was written down."""
    degraded = covariates(run(Experiment(condition="grain")))
    assert degraded.known[-1].names == ("face_size", "turned", "black_and_white")[:2]
    assert set(degraded.missing) == {"sharpness", "brightness"}
    both = covariates(replay_in("lfw", "either"))
    assert PHOTO not in [one.kind for one in both.known]
    assert "two portraits" in both.missing[PHOTO]


def test_a_finished_search_takes_the_data_sets_landmarks(congress):
    """The pack of Congress in UTKFace has no landmarks; the portraits are the same."""
    found = covariates(replay_in("utkface-adults"))
    assert found.known[-1].names == congress.known[-1].names
    assert found.known[-1].values == pytest.approx(congress.known[-1].values)


def test_people_without_landmarks_have_no_photo_to_adjust_for():
    result = run(Experiment(condition="grain"))
    encodings = result.probes.encodings
    blank = dataclasses.replace(encodings, landmarks=np.zeros_like(encodings.landmarks))
    probes = dataclasses.replace(result.probes)
    probes.__dict__["encodings"] = blank
    found = covariates(dataclasses.replace(result, probes=probes))
    assert set(found.missing) == {"face_size", "turned", "sharpness", "brightness", PHOTO}
    assert PHOTO not in [one.kind for one in found.known]
