"""False matches beside missed matches, and which of the missed luck does not explain."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.experiment.both_errors import (
    false_matches_beside,
    falsely_matched,
    luck_of_misses,
    missed_at,
)
from simulator.search.mated_searches import MatedSearches
from simulator.search.mated_sources import mated_searches

SOURCE = "congress-115-two-portraits"


@pytest.fixture(scope="module")
def congress() -> MatedSearches:
    return mated_searches(SOURCE)


def test_false_matches_are_those_of_everyone_searched(congress: MatedSearches) -> None:
    """By gender they are the view's own; by the photo's color, counted here from the files."""
    view = default_replay().at(distance=0.47)
    found = false_matches_beside(view, congress, "gender")
    assert found is not None
    own = view.by("gender")
    assert found["events"].tolist() == own["false_matches"].tolist()
    assert found["trials"].tolist() == own["searches"].tolist()
    folder = view.result.probes.folder
    lines = (folder / "photo_measurements.csv").read_text("utf-8").splitlines()[1:]
    gray = {line.split(",")[0] for line in lines if ",black_and_white," in line}
    keys = view.result.probes.encodings.keys.tolist()
    expected = sum(key in gray for key, hit in zip(keys, view.flagged, strict=True) if hit)
    by_color = false_matches_beside(view, congress, "photo_color")
    assert by_color is not None
    row = by_color.set_index("group").loc["black_and_white"]
    assert (row["events"], row["trials"]) == (expected, sum(key in gray for key in keys))
    assert false_matches_beside(view, congress, "shoe_size") is None


def test_luck_does_not_explain_the_photos(congress: MatedSearches) -> None:
    """Of all labels only the color of the photo stays below 5% after Holm's correction."""
    luck = luck_of_misses(congress, 0.47).set_index("column")
    assert luck["p_holm"].idxmin() == "photo_color"
    assert luck.loc["photo_color", "p_holm"] < 0.01
    assert (luck["p_holm"].drop("photo_color") > 0.05).all()
    # One p-value of SciPy's, by Fisher's exact test, is of the same size.
    stats = pytest.importorskip("scipy.stats")
    fisher = stats.fisher_exact([[10, 45], [5, 195]]).pvalue
    assert luck.loc["photo_color", "p"] == pytest.approx(fisher, abs=0.001)
    assert luck_of_misses(congress, 0.6)["p"].isna().all()


def test_planted_differences_are_found_and_others_are_not(congress: MatedSearches) -> None:
    """Misses planted on every third woman are found by gender; misses by a coin are not."""
    women = (congress.labels["gender"] == "F").to_numpy()
    planted = np.where(women & (np.arange(len(women)) % 3 == 0), 0.9, 0.3)
    found = luck_of_misses(dataclasses.replace(congress, distances=planted), 0.5)
    assert found.set_index("column").loc["gender", "p_holm"] < 0.01
    coin = np.where(np.random.default_rng(5).random(len(women)) < 0.1, 0.9, 0.3)
    found = luck_of_misses(dataclasses.replace(congress, distances=coin), 0.5)
    assert (found["p_holm"].dropna() > 0.05).all()


def test_searches_for_one_person_several_times_are_not_tested() -> None:
    searches = mated_searches(SOURCE)
    twice = dataclasses.replace(searches, subjects=np.full_like(searches.subjects, "one"))
    assert luck_of_misses(twice, 0.47).empty


def test_each_person_counts_once_on_both_sides() -> None:
    """LFW's 9,140 searches are of 1,672 people: the main rate is theirs, searches stand beside."""
    lfw, thresholds = mated_searches("lfw"), [0.4, 0.47, 0.6]
    for found, threshold in zip(missed_at(lfw, thresholds), thresholds, strict=True):
        assert found.several
        assert found.value == pytest.approx(lfw.fnir_by_person(threshold))
        ends = lfw.interval(threshold, by_person=True)
        assert found.ends[1:] == (ends.low, ends.high)
        assert found.by_search == lfw.fnir(threshold, with_failures=False)
        assert found.value > 1.5 * found.by_search.value


def test_with_one_search_each_both_rates_are_one(congress: MatedSearches) -> None:
    found = missed_at(congress, [0.47])[0]
    assert not found.several
    assert found.value == found.by_search.value == congress.fnir(0.47, with_failures=False).value
    view = default_replay().at(distance=0.47)
    false = falsely_matched(view)
    assert false.ends == (view.fpir.value, view.fpir.low, view.fpir.high)


def test_probes_with_two_photos_count_once() -> None:
    view = run(Experiment(probes="london", gallery="legislators")).at(distance=0.5)
    false, once = falsely_matched(view), view.fpir_by_person
    assert once is not None
    assert false.several
    assert false.ends == (once.value, once.low, once.high)
    assert false.by_search == view.fpir
