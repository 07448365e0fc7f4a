"""The list of pairs: names, offices and faces where the cards permit them, stand-ins elsewhere."""

from __future__ import annotations

import functools
import json

import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.board import pairs as module
from simulator.board.board import GALLERY, PROBE
from simulator.board.build_board import make_board
from simulator.board.pairs import closest_first, pair_keys, pairs
from simulator.datasets.stand_ins import office_of

ONLY_SHOWN = ("probe_face", "stand_in_face", "probe_office", "stand_in_office", "relation")


@functools.cache
def searched():
    return run(Experiment(gallery="legislators"))


@pytest.fixture
def faces_of_some(monkeypatch):
    """Bundle the portraits of everybody whose key begins with a letter before M."""
    monkeypatch.setattr(
        module,
        "keys_with_a_face",
        lambda dataset: {key for key in dataset.manifest["key"] if key < "M"},
    )


def test_names_and_offices_of_people_in_public_office():
    """Both sides have a name and an office; the key of a photo is in no name."""
    result = searched()
    order = closest_first(result)
    listed = pairs(result, order)
    rows = result.gallery.manifest.set_index("key", drop=False)
    for place, (_probe, other) in enumerate(pair_keys(result, order)):
        row = rows.loc[other].to_dict()
        assert listed["stand_in"][place] == row["name"]
        assert listed["stand_in_office"][place] == office_of(row) != ""
    assert all(listed["probe_office"])
    assert len({len(listed[name]) for name in ("probe", "stand_in", *ONLY_SHOWN)}) == 1


def test_faces_are_listed_by_key_where_they_are_bundled(faces_of_some):
    """A person without a bundled portrait has no key, and stays a drawing."""
    result = searched()
    board = make_board(result, "lesson")
    listed = json.loads(board.pairs)
    for place, (probe, other) in enumerate(board.pair_keys):
        assert listed["probe_face"][place] == (PROBE + probe if probe < "M" else "")
        assert listed["stand_in_face"][place] == (GALLERY + other if other < "M" else "")
        assert board.faces[place] == (probe < "M", other < "M")


@pytest.mark.parametrize("gallery", ["lfw", "london"])
def test_private_people_have_neither_name_nor_face(faces_of_some, gallery):
    """Beside a stand-in, the member of Congress stays a drawing too."""
    result = default_replay() if gallery == "lfw" else run(Experiment(gallery=gallery))
    listed = pairs(result, closest_first(result))
    assert not set(ONLY_SHOWN) & set(listed)
    assert all(name.startswith("stand-in ") for name in listed["stand_in"])
    assert "portrait" not in listed["words"]
    assert make_board(result, "lesson").faces == ()


def test_the_closest_come_first():
    result = searched()
    distances = [float(text) for text in pairs(result, closest_first(result))["distance"]]
    assert distances == sorted(distances)
