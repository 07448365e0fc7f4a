"""Wrong people named after a review: against plain Python, and where nothing can be measured."""

from __future__ import annotations

import dataclasses
import json
from types import SimpleNamespace

import numpy as np
import pytest
from support.replay import default_replay, replay_in

from simulator import Experiment, run
from simulator.experiment.analyses.reviewer import (
    LENGTHS,
    REJECTS,
    Lists,
    candidate_lists,
    groups_of,
    named_by_group,
    named_words,
    reviewer,
    verdict,
)


@pytest.fixture(scope="module")
def view():
    return default_replay().at(false_matches=28)


@pytest.fixture(scope="module")
def found(view):
    found = reviewer(view, ["person_of_color", "race_ethnicity"])
    json.dumps(found, allow_nan=False)
    return found


def _row(found, k, at_threshold, rejects):
    wanted = (k, at_threshold, rejects)
    return next(
        row for row in found["lists"] if (row["k"], row["at_threshold"], row["rejects"]) == wanted
    )


def test_one_person_on_a_list_with_two_photos_is_named_once():
    """Two photos of one person and one of another: 1 − .9² + 1 − .9."""
    lists = Lists(3, np.array([3, 0]), np.array([2, 1]), np.array([0, 0]))
    assert lists.expected_names(0.9) == pytest.approx([0.19 + 0.1, 0])


def test_every_number_by_plain_python(view, found):
    """From the candidate lists and the manifest alone, search by search."""
    result = view.result
    identities = result.gallery.identities
    keys = result.gallery_keys.tolist()
    labels = result.searched["person_of_color"].tolist()
    for k, at_threshold in ((1, True), (10, True), (10, False), (50, True)):
        searches, people, candidates = {}, {}, {}
        for i, label in enumerate(labels):
            listed = [
                identities[keys[result.search.candidates[i, j]]]
                for j in range(k)
                if not at_threshold or result.search.distances[i, j] <= view.distance
            ]
            candidates[label] = candidates.get(label, 0) + len(listed)
            searches[label] = searches.get(label, 0) + 1 - 0.86 ** len(listed)
            names = sum(1 - 0.86 ** listed.count(who) for who in set(listed))
            people[label] = people.get(label, 0) + names
        for row in _row(found, k, at_threshold, 0.86)["groups"]["person_of_color"]:
            assert row["candidates"] == candidates[row["group"]]
            assert row["searches_named"] == pytest.approx(searches[row["group"]], abs=1e-5)
            assert row["wrong_people"] == pytest.approx(people[row["group"]], abs=1e-5)


def test_a_longer_list_or_a_worse_reviewer_names_more(found):
    everybody = {(r["k"], r["at_threshold"], r["rejects"]): r["everyone"] for r in found["lists"]}
    assert len(everybody) == len(LENGTHS) * 2 * len(REJECTS)
    for (k, at_threshold, rejects), row in everybody.items():
        assert row["least"] <= row["searches_named"] <= row["most"]
        # Ends are whole: an expected 534.98 of 535 lies below 535, which is nearly sure.
        assert row["low"] - 1 < row["searches_named"] < row["high"] + 1
        assert row["searches_named"] <= row["wrong_people"] + 1e-6
        assert row["searches"] == row["people"] == 535
        if k > 1:
            assert row["searches_named"] >= everybody[1, at_threshold, rejects]["searches_named"]
        if rejects > REJECTS[0]:
            worse = everybody[k, at_threshold, REJECTS[0]]
            assert row["searches_named"] <= worse["searches_named"]
    assert everybody[1, True, 0.86]["with_candidates"] == 28
    assert everybody[1, True, 0.86]["searches_named"] == pytest.approx(28 * 0.14)


def test_small_groups_are_marked(found):
    rows = {r["group"]: r for r in _row(found, 10, True, 0.86)["groups"]["race_ethnicity"]}
    assert rows["Asian_Pacific"]["too_few"]
    assert not rows["Black"]["too_few"]


def test_people_in_the_gallery_are_found_and_strangers_named_before_them(view, found):
    """By plain Python, with the other portraits: the first accepted candidate is named."""
    rows = {
        (row["k"], row["at_threshold"]): row
        for row in found["enrolled"]
        if row["reviewer"] == "passport-officers"
    }
    nearest = rows[1, False]
    assert nearest["right_named"] == pytest.approx(0.94 * nearest["on_list"], abs=1e-5)
    missing = nearest["searches"] - nearest["on_list"]
    assert nearest["wrong_named"] == pytest.approx(0.14 * missing, abs=1e-5)
    for row in rows.values():
        assert row["right_named"] <= row["accepts"] * row["on_list"] + 1e-6
        assert row["right_named"] + row["wrong_named"] <= row["searches"]
    assert rows[50, False]["on_list"] >= rows[1, True]["on_list"]


def test_the_verdict_counts_searches_and_does_not_judge_groups(view, found):
    assert "28 of 535" in found["verdict"]
    assert found["verdict"] == verdict(view)
    assert "closest stranger of every search" in named_words(view, 1)


def test_nobody_is_matched():
    """A threshold of 0: no candidate, nobody named; lists without a threshold stay full."""
    found = reviewer(default_replay().at(distance=0.0), ["gender"])
    assert _row(found, 50, True, 0.36)["everyone"]["high"] == 0
    assert _row(found, 1, False, 0.36)["everyone"]["candidates"] == 535
    assert "0 of 535" in found["verdict"]


def test_two_portraits_at_once_have_no_list():
    found = reviewer(replay_in("lfw", "either").at(distance=0.47), ["gender"])
    assert set(found) == {"why"}


def test_people_with_several_photos_are_people():
    """London: 102 people with two photos each; 204 searches, and every one has mates."""
    view = run(Experiment(probes="london", gallery="london")).at(distance=0.47)
    found = reviewer(view, ["gender"])
    everyone = _row(found, 10, True, 0.86)["everyone"]
    assert (everyone["people"], everyone["searches"]) == (102, 204)
    assert found["enrolled"][0]["searches"] == 204


def test_a_gallery_that_names_nobody_counts_photos():
    """UTKFace has no identities: as many wrong names as photos on the lists."""
    view = run(Experiment(gallery="utkface-adults")).at(distance=0.5)
    lists = candidate_lists(view, 10, threshold=True)
    assert len(lists.photos) == lists.shown.sum()
    row = named_by_group(view, lists, 0.86, groups_of(view, None))[0]
    assert row["wrong_people"] == pytest.approx(0.14 * row["candidates"], abs=1e-4)


def test_lists_that_end_at_a_score_have_none_without_a_threshold(view):
    """Another system's lists: nobody knows who comes after the cut."""
    pack = SimpleNamespace(notes={"measured_to": 0.5}, extras={})
    cut = dataclasses.replace(view.result, pack=pack).at(distance=view.distance)
    found = reviewer(cut, ["gender"])
    assert {row["at_threshold"] for row in found["lists"]} == {True}
    assert found["without_threshold"]
    assert "Without a threshold" not in found["verdict"]
    assert reviewer(view, [])["without_threshold"] is None


def test_a_gallery_of_two_photos():
    """At most two candidates, whatever the length of the list."""
    view = run(Experiment(gallery_size=2)).at(distance=0.6)
    shown = candidate_lists(view, 50, threshold=False).shown
    assert shown.max() <= 2
    found = reviewer(view, [])
    assert found["lists"][-1]["everyone"]["candidates"] == shown.sum()
