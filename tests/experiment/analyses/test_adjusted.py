"""Groups among people who are alike: Congress by statsmodels, planted truths, what is absent."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from statsmodels.discrete.discrete_model import Logit
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.multitest import multipletests
from support.replay import default_replay, replay_in
from support.small_datasets import Made

from simulator import Experiment, run
from simulator.datasets.dataset import load_dataset
from simulator.experiment.analyses.adjusted import adjusted, adjusted_measures
from simulator.experiment.analyses.covariates import covariates
from simulator.experiment.run import from_pack
from simulator.search.scores.as_pack import pack_from_scores
from simulator.search.scores.read import load_scores

LABELS = ["race_ethnicity", "person_of_color", "gender", "cbc_member"]
LABELS += ["party", "chamber", "age_band"]


@pytest.fixture(scope="module")
def found():
    return adjusted(default_replay().at(), LABELS)


def person_of_color(found):
    (row,) = found["columns"]["person_of_color"]["groups"]
    return row


def test_the_crude_odds_ratio_is_that_of_the_four_counts(found):
    """8 of 107 and 20 of 428, by hand and by statsmodels, Table2x2."""
    row = person_of_color(found)
    assert (row["events"], row["people"], row["other_events"], row["others"]) == (8, 107, 20, 428)
    assert row["crude"] == pytest.approx(8 * 408 / (99 * 20))
    assert row["crude"] == pytest.approx(Table2x2([[8, 99], [20, 408]]).oddsratio)
    assert row["steps"][0]["odds_ratio"] == pytest.approx(8.5 * 408.5 / (99.5 * 20.5), rel=1e-4)


def test_each_step_adds_a_kind(found):
    row = person_of_color(found)
    kinds = ["gender", "age", "photo"]
    assert [step["adjusted_for"] for step in row["steps"]] == [kinds[:n] for n in range(4)]
    assert [step["variables"] for step in row["steps"]] == [1, 2, 3, 8]
    assert [step["few_events"] for step in row["steps"]] == [False, False, True, True]
    assert "No verdict on the odds" in row["verdict"]


def test_the_last_step_with_statsmodels_alone(found):
    """statsmodels, Logit and OLS with HC3, on the manifest's and the photos' numbers.

    Plain maximum likelihood is a little farther from 1 than Firth's method, as it should be here.
    """
    result, step = default_replay(), person_of_color(found)["steps"][-1]
    group = (result.searched["person_of_color"] == "true").to_numpy(float)
    beside = [one.values for one in covariates(result).beside("person_of_color")]
    design = np.column_stack([np.ones(535), group, *beside])
    design[:, 3:] -= design[:, 3:].mean(axis=0)
    plain = Logit(result.at().flagged.astype(float), design).fit(disp=0)
    assert np.log(step["odds_ratio"]) == pytest.approx(plain.params[1], abs=0.1)
    line = OLS(result.search.nearest, design).fit(cov_type="HC3")
    assert step["distance"] == pytest.approx(line.params[1], abs=1e-9)
    half = (step["distance_high"] - step["distance_low"]) / 2
    assert half == pytest.approx(1.96 * line.bse[1], rel=0.02)


def test_holm_covers_every_label(found):
    """statsmodels, multipletests(method="holm"), over the distinct questions."""
    rows = [row for entry in found["columns"].values() for row in entry["groups"]]
    steps = [row["steps"][-1] for row in rows if not row["too_few"]]
    asked = {f"{step['distance_p']:.9e}": step for step in steps}
    expected = multipletests([step["distance_p"] for step in asked.values()], method="holm")[1]
    assert found["columns"]["gender"]["questions"] == len(asked)
    assert [s["distance_p_holm"] for s in asked.values()] == pytest.approx(expected, rel=1e-6)
    shown = adjusted(default_replay().at(), ["gender"])
    assert shown["columns"]["gender"] == found["columns"]["gender"]


def test_small_groups_have_intervals_and_no_verdict(found):
    rows = {row["group"]: row for row in found["columns"]["race_ethnicity"]["groups"]}
    asian, native = rows["Asian_Pacific"], rows["Native_American"]
    assert asian["too_few"]
    assert asian["steps"][0]["low"] < asian["steps"][0]["odds_ratio"] < asian["steps"][0]["high"]
    assert np.isnan(asian["steps"][-1]["distance_p_holm"])
    assert "no verdict" in asian["verdict"]
    assert "18 people" in asian["verdict"]
    assert all(np.isnan(step["odds_ratio"]) for step in native["steps"])


def planted(effect, seed=0):
    """Return the replay with distances that follow from age, and from the label by ``effect``."""
    result = default_replay()
    random = np.random.default_rng(seed)
    birth = result.probes.manifest.set_index("key")["birth_year"]
    years = birth.loc[result.probes.encodings.keys.tolist()].to_numpy(float) - 1958
    group = (result.searched["person_of_color"] == "true").to_numpy()
    nearest = 0.55 + 0.002 * years + effect * group + random.normal(0, 0.02, 535)
    distances = result.search.distances.copy()
    distances[:, 0] = nearest
    search = dataclasses.replace(result.search, distances=distances)
    return dataclasses.replace(result, search=search)


def test_a_planted_difference_is_found_and_none_is_not():
    """30 thousandths closer, and flagged where enough are that the odds get a verdict too."""
    with_one = planted(-0.03)
    view = with_one.at(distance=float(np.quantile(with_one.search.nearest, 0.3)))
    row = person_of_color(adjusted(view, ["person_of_color"]))
    last = row["steps"][-1]
    assert last["distance_low"] < -0.03 < last["distance_high"]
    assert last["distance_p_holm"] < 0.001
    assert last["low"] > 1
    assert not last["few_events"]
    assert "hardly explains" in row["verdict"]
    none = planted(0.0)
    view = none.at(distance=float(np.quantile(none.search.nearest, 0.3)))
    row = person_of_color(adjusted(view, ["person_of_color"]))
    last = row["steps"][-1]
    assert last["distance_low"] < 0 < last["distance_high"]
    assert last["low"] < 1 < last["high"]
    assert "hardly" not in row["verdict"]


def test_the_caveat_is_always_there(found):
    for words in ("does not make a gap", "part of what a group", "not why"):
        assert words in found["caveat"]


@pytest.mark.parametrize(
    "settings",
    [
        {"probes": "london", "gallery": "lfw"},
        {"matcher": "eigenfaces"},
        {"condition": "motion-blur"},
        {"portrait": "either"},
        {"gallery": "utkface-adults"},
    ],
    ids=str,
)
def test_other_searches_have_numbers_or_a_reason(settings):
    view = run(Experiment(**settings)).at()
    measured = adjusted_measures(view, ["gender"])
    json.dumps(measured, allow_nan=False)
    assert measured["why"] is None
    assert measured["columns"]["gender"]["groups"][0]["steps"][0]["odds_ratio"] > 0


def test_nobody_and_everybody_flagged():
    for distance in (0.1, 0.99):
        view = default_replay().at(distance=distance)
        row = person_of_color(adjusted(view, ["person_of_color"]))
        assert np.isnan(row["steps"][0]["odds_ratio"])
        assert "nothing to compare at this threshold" in row["verdict"]
        assert "Without any threshold" in row["verdict"]


def test_own_people_without_anything_else_are_told_so(make_dataset: Made):
    """Two labels, four people, no landmarks: no error, and a reason."""
    rows = [
        (str(i), f"p{i}", "FM"[i % 2], "here", [float(i == j) for j in range(4)]) for i in range(4)
    ]
    others = [(f"g{i}", f"g{i}", "F", "here", [0.1 * i, 0, 0, 0]) for i in range(3)]
    probes, gallery = make_dataset("probes", rows), make_dataset("gallery", others, space="other")
    view = run(Experiment(probes=str(probes), gallery=str(gallery))).at(distance=1.0)
    measured = adjusted_measures(view, ["origin", "gender"])
    json.dumps(measured, allow_nan=False)
    assert "Not measurable here" in measured["why"]
    assert measured["adjusted_for"] == {}
    assert "no verdict" in measured["columns"]["gender"]["groups"][0]["verdict"]
    assert "No verdict" in measured["columns"]["origin"]["verdict"]


def test_scores_of_another_system_have_no_faces(make_dataset: Made, tmp_path):
    """A score file, three people, no encodings, nobody listed for one of them: a reason."""
    rows = [(key, key, "FMM"[i], "x", None) for i, key in enumerate(("ada", "bo", "cy"))]
    probes = load_dataset(str(make_dataset("p", rows)))
    gallery = load_dataset(str(make_dataset("g", [("g1", "uma", "F", "x", None)], space="other")))
    for one in (probes, gallery):
        (one.folder / "encodings.npz").unlink()
        (one.folder / "SHA256SUMS").unlink()
    file = tmp_path / "s.csv"
    file.write_text("probe,gallery,distance\nada,g1,0.2\nbo,g1,0.3\ncy,,\n")
    pack = pack_from_scores(load_scores(file, None), probes, gallery, file)
    view = from_pack(Experiment(distance=0.25), probes, gallery, pack).at(distance=0.25)
    measured = adjusted_measures(view, ["gender"])
    json.dumps(measured, allow_nan=False)
    assert "Not measurable here" in measured["why"]
    assert measured["columns"]["gender"]["left_out"] == 1


def test_no_seed_changes_anything():
    result = replay_in("lfw")
    again = dataclasses.replace(result, experiment=dataclasses.replace(result.experiment, seed=123))
    assert adjusted_measures(again.at(), ["gender"]) == adjusted_measures(result.at(), ["gender"])
