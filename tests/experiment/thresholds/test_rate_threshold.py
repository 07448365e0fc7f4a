"""A threshold given as FPIR or FMR: by counting, and where it cannot be set."""

import dataclasses

import numpy as np
import pytest
from support.replay import default_replay

from simulator.errors import ExperimentError, ThresholdError
from simulator.experiment.experiment import Experiment
from simulator.experiment.experiment_file import experiment_from
from simulator.experiment.run import run
from simulator.experiment.thresholds.rate_threshold import rate_notes
from simulator.experiment.thresholds.reference_group import reference_groups


@pytest.fixture(scope="module")
def congress():
    return run(Experiment())


def test_a_threshold_from_a_rate_of_everybody(congress):
    view = congress.at(fpir=0.0524)
    assert view.fpir.events == 28
    assert congress.at(fpir=0.0523).fpir.events == 27
    with pytest.raises(ThresholdError, match="less than one person"):
        congress.at(fpir=0.001)
    with pytest.raises(ThresholdError, match="fraction between 0 and 1"):
        congress.at(fpir=5)


def test_a_threshold_from_fmr_by_brute_force(congress):
    """The last edge of 0.001 at which the women's comparisons match in at most 1 in 100,000."""
    view = congress.at(fmr=1e-5, reference="gender=F")
    women = {group.value: group.members for group in congress.groups("gender")}["F"]
    vectors = congress.probes.encodings.vectors[women].astype(float)
    mine = congress.probes.identities.loc[congress.probes.encodings.keys[women].tolist()]
    gallery = congress.gallery.encodings.vectors[congress.gallery_rows].astype(float)
    theirs = congress.gallery.identities.loc[congress.gallery_keys.tolist()].to_numpy()
    strangers = int(congress.search.non_mates[women].sum())
    at, beyond = 0, 0
    for vector, person in zip(vectors, mine, strict=True):
        distances = np.sqrt(((gallery - vector) ** 2).sum(axis=1))[theirs != person]
        at += int((distances <= view.distance).sum())
        beyond += int((distances <= view.distance + 0.001).sum())
    assert view.chosen_by == "fmr"
    assert at / strangers <= 1e-5 < beyond / strangers
    with pytest.raises(ThresholdError, match="at least one of"):
        congress.at(fmr=1e-9)


def test_files_choose_it_too():
    experiment = experiment_from({"fpir": 0.01, "reference": "gender=M"}, "a file")
    assert (experiment.fpir, experiment.reference) == (0.01, "gender=M")
    with pytest.raises(ExperimentError, match="expected a rate"):
        experiment_from({"reference": "gender=M"}, "a file")
    with pytest.raises(ExperimentError, match="fraction between 0 and 1"):
        Experiment(fmr=10)


def test_the_terminal_says_which_rate_set_the_threshold():
    result = default_replay()
    chosen = dataclasses.replace(result, experiment=Experiment(fpir=0.01, reference="gender=M"))
    (said,) = rate_notes(chosen, "fpir")
    assert "1% of the people in the group “Men” are falsely matched" in said
    (said,) = rate_notes(dataclasses.replace(result, experiment=Experiment(fmr=1e-6)), "fmr")
    assert "0.000001 of the comparisons" in said
    assert rate_notes(chosen, "distance") == []


def test_with_several_photos_the_rate_is_of_shares_of_photos():
    """London: 4.9% of 102 people by photos are fewer than have a false match in any photo."""
    result = run(Experiment(probes="london", fpir=0.05))
    view = result.at()
    (said,) = rate_notes(result, view.chosen_by)
    assert "each counted by the share of their photos" in said
    assert view.fpir_by_person.value <= 0.05
    assert view.people_falsely_matched / result.people > view.fpir_by_person.value


def test_the_interval_of_the_threshold_says_what_it_counts():
    result = default_replay()
    calibrated = result.at(confidence=0.8).to_dict()["threshold"]
    assert "calibration" in calibrated["distance_interval_of"]
    view = run(Experiment(fpir=0.05, reference="gender=M")).at()
    found = view.to_dict()["threshold"]
    assert "rate" in found["distance_interval_of"]
    fixed = reference_groups(view.result, ["gender"], rates=(0.05,))["gender"]["rates"][0]
    ends = [found["distance_low"], found["distance_high"]]
    assert ends == [fixed["distance_low"], fixed["distance_high"]]
