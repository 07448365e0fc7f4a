"""Relatives among the pairs: counted like everybody, and counted without."""

from __future__ import annotations

import functools
import json

import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.board.build_board import make_board
from simulator.board.relatives import relation_words, without_relatives
from simulator.board.stop_finder import find_stops


@functools.cache
def searched(without_kin=False):
    return run(Experiment(gallery="legislators", without_kin=without_kin))


def test_a_father_among_the_closest_pairs():
    """Donald M. Payne, Jr. is taken for his father, and the pair says so."""
    pairs = json.loads(make_board(searched(), "lesson").pairs)
    at = pairs["probe"].index("Donald M. Payne, Jr.")
    assert pairs["relation"][at] == "A relative: father"
    assert 0 < sum(map(bool, pairs["relation"])) < len(pairs["relation"])


def test_a_relation_is_that_of_the_candidates_table():
    """In the order that was asked for; strangers have no words."""
    view = searched().at(confidence=0.8)
    related = view.candidates().set_index("probe")["relation"]
    keys = searched().probes.encodings.keys.tolist()
    numbers = [keys.index(probe) for probe in related.index]
    words = relation_words(searched(), numbers)
    assert [bool(text) for text in words] == [bool(relation) for relation in related]
    assert any(words)


@pytest.mark.parametrize(("searched_without", "key"), [(False, "without"), (True, "with")])
def test_every_stop_counts_as_the_search_does(searched_without, key):
    """The other count is the one in ``run --json``, and its rate can be looked up."""
    result = searched(searched_without)
    stops = find_stops(result)
    tables = json.loads(make_board(result, "lesson", with_pairs=False).tables)
    assert tables["kin"] == without_relatives(result, stops)
    everybody = tables["rates"][str(len(result.search.nearest))]
    assert all(str(count) in everybody for count in tables["kin"]["flagged"])
    for stop in stops.presets:
        said = result.at(distance=stop.distance).to_dict()["kin"]
        assert tables["kin"]["flagged"][stop.position] == said[key]["false_matches"]
    assert tables["kin"]["line"].lower().startswith(f"{key} relatives")
    assert tables["kin"]["flagged"] != tables["stops"]["flagged"]


def test_a_gallery_without_a_list_has_no_line():
    replay = default_replay()
    assert without_relatives(replay, find_stops(replay)) is None
    assert relation_words(replay, [0, 1]) == ["", ""]
