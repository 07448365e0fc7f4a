"""The tables behind the picture of the threshold agree with a result, stop by stop."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.board.build_board import _copies, make_board
from simulator.i18n.language import percent


@pytest.fixture(scope="module")
def replay():
    return default_replay()


@pytest.fixture(scope="module")
def board(replay):
    return make_board(replay)


@pytest.fixture(scope="module")
def tables(board):
    return json.loads(board.tables)


@pytest.mark.parametrize("key", ["aclu-count", "aclu-rate", "default", "80%", "99.9%", "0.4506"])
def test_counts_and_rates_are_those_of_a_view(replay, board, tables, key):
    """At a stop, the picture shows what Result.at gives at the stop's distance."""
    stop = board.stops.find(key)
    view = replay.at(distance=stop.distance)
    assert tables["stops"]["flagged"][stop.position] == view.fpir.events
    for grouping in tables["groupings"]:
        rows = view.by(grouping["key"])
        assert [g["label"] for g in grouping["groups"]] == rows["label"].tolist()
        counts = [g["counts"][stop.position] for g in grouping["groups"]]
        assert counts == rows["false_matches"].tolist()
        for row in rows.itertuples():
            low, high, rate, short, _ = tables["rates"][str(row.searches)][str(row.false_matches)]
            assert low == round(row.low, 4)
            if row.false_matches:
                assert high == round(row.high, 4)
                assert rate == percent(row.fpir)
            else:
                assert short.startswith("at most")


def test_the_flagged_are_the_first_of_the_order(replay, board, tables):
    """Dots are lit by rank alone: the first k people are exactly those flagged."""
    stop = board.stops.find("aclu-count")
    names = set(replay.at(distance=stop.distance).candidates()["probe_name"])
    assert set(tables["people"]["name"][: len(names)]) == names


def test_pairs_carry_no_name_of_the_gallery(replay, board):
    """A person of the gallery is a stand-in with a number."""
    text = board.pairs.decode()
    pairs = json.loads(text)
    assert all(name.startswith("stand-in ") for name in pairs["stand_in"])
    flagged = replay.at().candidates()["gallery_key"]
    assert not any(key.rsplit("_", 1)[0] in text for key in flagged)


def test_no_vector_leaves_the_server(board):
    """The browser gets distances and sketches, no encodings."""
    assert "vector" not in board.tables.decode() + board.pairs.decode()


def test_the_share_beside_the_share(tables, board):
    """At the ACLU's count, 8 of 28 are people of color by these labels; 107 of 535 searched."""
    at = board.stops.find("aclu-count").position
    focus = tables["focus"]
    assert (focus["events"][at], focus["texts"][at]) == (8, "28.6%")
    assert focus["searched"] == [107, 535, "20.0%"]


def test_a_result_without_a_share_of_interest():
    """Data without the column still have a board."""
    found = make_board(run(Experiment(probes="london", gallery="lfw", gallery_size=500)))
    tables = json.loads(found.tables)
    assert tables["focus"] is None
    assert tables["words"]["published"] is None


def test_what_was_published_stands_beside_the_replay_only(replay, tables):
    """Pictures that are compared with each other do not show it."""
    assert tables["words"]["published"]["matched"][0] == "28 of 535"
    beside = json.loads(make_board(replay, "a", with_pairs=False).tables)
    assert beside["words"]["published"] is None


def test_json_begins_with_a_digest_of_its_content(replay, board):
    """The browser recognizes tables by it: the same content has the same id, in any process."""
    again = make_board(replay)
    other = make_board(replay, "a", with_pairs=False)
    ids = [json.loads(each.tables)["id"] for each in (board, again, other)]
    assert ids[0] == ids[1] != ids[2]
    assert board.tables.startswith(b'{"id":"' + ids[0].encode() + b'","channel":"test",')


def test_a_board_without_pairs_draws_nobody(replay):
    """A page without the list of pairs does not load them."""
    pairs = json.loads(make_board(replay, with_pairs=False).pairs)
    assert "probe_sketch" not in pairs
    assert "probe" not in pairs


def test_groups_add_up_to_everybody(tables):
    """Gender puts everybody searched into one group; a stricter stop never flags more."""
    gender = next(g for g in tables["groupings"] if g["key"] == "gender")
    assert sum(group["searched"] for group in gender["groups"]) == len(tables["people"]["name"])
    assert not gender["several"]
    for group in gender["groups"]:
        assert len(group["members"]) == group["searched"]
        assert sorted(group["counts"], reverse=True) == group["counts"]


def test_people_with_several_photos_count_once_in_every_rate():
    """London's rates are those of a view in which each person counts once; the title says both."""
    result = run(Experiment(probes="london", gallery="lfw"))
    board = make_board(result, "lab")
    assert (board.searched, board.people) == (204, 102)
    tables = json.loads(board.tables)
    assert "204" in tables["words"]["title"]
    assert "102" in tables["words"]["title"]
    stop = len(board.stops.stops) // 2
    view = result.at(distance=board.stops.stops[stop].distance)
    by_key = {grouping["key"]: grouping["groups"] for grouping in tables["groupings"]}
    for row, group in zip(view.by("gender").itertuples(), by_key["gender"], strict=True):
        low, high, *_, rate = group["rates"][stop]
        assert rate == pytest.approx(row.fpir_by_person, abs=1e-4)
        assert (low, high) == pytest.approx((row.low_by_person, row.high_by_person), abs=1e-4)
    assert tables["total_rates"][stop][5] == pytest.approx(view.fpir_by_person.value, abs=1e-4)


def test_one_photo_of_each_person_needs_no_further_rates(tables):
    """The picture of the replay carries no list per stop and group."""
    assert tables["total_rates"] is None
    assert {group["rates"] for g in tables["groupings"] for group in g["groups"]} == {None}


def test_two_photos_of_one_person_that_are_copies_are_one_person():
    """Searches 0 and 1 are one person's, both with a copy in the gallery; 2 is another's."""
    copies = np.array([[True, False], [False, True], [False, False]])
    [said] = _copies(SimpleNamespace(person=np.array([0, 0, 1]), copies=copies))
    assert said.startswith("1 person ")
    assert _copies(SimpleNamespace(person=np.array([0]), copies=copies[2:])) == []


def test_listed_but_not_searched_counts_people_of_whom_no_photo_was(make_dataset, line_up):
    """Eve's two photos have no face: one woman. Of Ada's two, one was searched with."""
    rows = [
        ("a1", "ada", "F", "north", (0.0, 0, 0, 0)),
        ("a2", "ada", "F", "north", None),
        ("b1", "bea", "F", "north", (10.0, 0, 0, 0)),
        ("e1", "eve", "F", "north", None),
        ("e2", "eve", "F", "north", None),
        ("c1", "cem", "M", "north", (20.0, 0, 0, 0)),
    ]
    probes = make_dataset("several", rows)
    result = run(Experiment(probes=str(probes), gallery=str(line_up[1])))
    tables = json.loads(make_board(result).tables)
    gender = next(g for g in tables["groupings"] if g["key"] == "gender")
    assert {g["label"]: g["absent"] for g in gender["groups"]} == {"Women": 1, "Men": 0}


def test_people_without_a_label_that_can_be_shown_are_one_row(monkeypatch):
    """No label, or only one with too many groups: everyone is one row, and there is no verdict."""
    from simulator.board import build_board

    monkeypatch.setattr(build_board, "MOST_GROUPS", 1)
    board = build_board.make_board(default_replay())
    tables = json.loads(board.tables)
    (grouping,) = tables["groupings"]
    (row,) = grouping["groups"]
    assert board.groupings == (grouping["key"],)
    assert row["counts"] == tables["stops"]["flagged"]
    assert row["searched"] == len(row["members"]) == 535
    kinds = tables["words"]["verdict"]["kinds"]
    (line,) = grouping["verdict"]["lines"]
    assert "no label" in kinds[line[0]]
