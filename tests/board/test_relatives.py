"""Relatives among the pairs: counted like everybody, and counted without."""

from __future__ import annotations

import functools
import json

import numpy as np
import pytest

from simulator import Experiment, run
from simulator.board.build_board import make_board
from simulator.board.relatives import (
    nearest_without_relatives,
    relation_words,
    relations,
    without_relatives,
)
from simulator.board.stop_finder import find_stops
from simulator.datasets.kin import kin_of


@functools.cache
def searched():
    return run(Experiment(gallery="legislators"))


def test_a_father_among_the_closest_pairs():
    """Donald M. Payne, Jr. is taken for his father, and the pair says so."""
    board = make_board(searched(), "lesson")
    pairs = json.loads(board.pairs)
    at = pairs["probe"].index("Donald M. Payne, Jr.")
    assert pairs["relation"][at] == "A relative: father"
    assert sum(map(bool, pairs["relation"])) < len(pairs["relation"])


def test_words_are_empty_for_strangers():
    assert relation_words({("a", "b"): "father"}, ("a", "b")) == "A relative: father"
    assert relation_words({("a", "b"): "father"}, ("b", "a")) == ""


def test_the_distances_are_those_of_a_search_without_them():
    """By all distances of NumPy, with each probe's own relatives left out."""
    result = searched()
    kin = kin_of(result.gallery)
    subject = dict(
        zip(result.gallery.manifest["key"], result.gallery.manifest["subject_id"], strict=False)
    )
    mine = dict(
        zip(result.probes.manifest["key"], result.probes.manifest["subject_id"], strict=False)
    )
    row_of = {key: row for row, key in enumerate(result.gallery.encodings.keys.tolist())}
    rows = [row_of[str(key)] for key in result.gallery_keys]
    vectors = result.gallery.encodings.vectors[rows].astype(np.float64)
    found = nearest_without_relatives(result)
    for row, key in enumerate(result.probes.encodings.keys.tolist()):
        strangers = np.array(
            [
                subject[str(photo)] != mine[key] and (mine[key], subject[str(photo)]) not in kin
                for photo in result.gallery_keys
            ]
        )
        probe = result.probes.encodings.vectors[row].astype(np.float64)
        distances = np.linalg.norm(vectors[strangers] - probe, axis=1)
        assert found[row] == pytest.approx(distances.min(), abs=1e-5)


def test_the_counts_of_every_stop():
    """Never more than with them, and fewer at some stop."""
    result = searched()
    stops = find_stops(result)
    kin = without_relatives(result, stops)
    tables = json.loads(make_board(result, "lesson", with_pairs=False).tables)
    assert tables["kin"] == kin
    flagged = tables["stops"]["flagged"]
    assert len(kin["flagged"]) == len(flagged)
    assert all(fewer <= all_ for fewer, all_ in zip(kin["flagged"], flagged, strict=True))
    assert kin["flagged"] != flagged
    everybody = tables["rates"][str(len(result.search.nearest))]
    assert all(str(count) in everybody for count in kin["flagged"])


def test_a_gallery_without_a_list_has_no_line():
    result = run(Experiment(gallery="london"))
    assert relations(result) == {}
    assert without_relatives(result, find_stops(result)) is None
    assert (nearest_without_relatives(result) == result.search.nearest).all()
