"""A threshold given as FPIR or FMR: by counting, and where it cannot be set."""

import numpy as np
import pytest

from simulator.errors import ExperimentError, ThresholdError
from simulator.experiment.experiment import Experiment
from simulator.experiment.experiment_file import experiment_from
from simulator.experiment.run import run
from simulator.experiment.thresholds.rate_threshold import rate_notes


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
    chosen = Experiment(fpir=0.01, reference="gender=M")
    (said,) = rate_notes(chosen, "fpir")
    assert "1% of the people in gender=M are falsely matched" in said
    (said,) = rate_notes(Experiment(fmr=1e-6), "fmr")
    assert "1e-06 of the comparisons" in said
    assert rate_notes(chosen, "distance") == []
