"""The tables behind the live picture."""

import json

import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.board.board import board_file, load_board, save_board
from simulator.board.build_board import make_board
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
    """At the ACLU's count, 11 of 28 are people of color by these labels; 85 of 459 searched."""
    at = board.stops.find("aclu-count").position
    focus = tables["focus"]
    assert (focus["events"][at], focus["texts"][at]) == (11, "39.3%")
    assert focus["searched"] == [85, 459, "18.5%"]


def test_a_result_without_a_share_of_interest():
    """Data without the column still has a board."""
    found = make_board(run(Experiment(probes="london", gallery="lfw", gallery_size=500)))
    tables = json.loads(found.tables)
    assert tables["focus"] is None
    assert tables["words"]["published"] is None


def test_what_was_published_stands_beside_the_replay_only(replay, tables):
    """Not in pictures that are compared with each other."""
    assert tables["words"]["published"]["matched"][0] == "28 of 535"
    beside = json.loads(make_board(replay, "a", with_pairs=False).tables)
    assert beside["words"]["published"] is None


def test_a_kept_board_is_the_same(board, tmp_path):
    """What is read back from disk is what was made."""
    path = tmp_path / "deep" / "board.json"
    save_board(board, path)
    assert load_board(path) == board


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "missing", "other"])
def test_a_damaged_board_is_made_anew(board, tmp_path, damage):
    """Half a file, a flipped bit or something else is no board; it is never shown."""
    path = tmp_path / "board.json"
    save_board(board, path)
    content = bytearray(path.read_bytes())
    if damage == "cut":
        path.write_bytes(content[:-100])
    elif damage == "flip":
        content[-5000] ^= 1
        path.write_bytes(content)
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "missing":
        path.unlink()
    else:
        path.write_bytes(b'{"stops": []}\n\n\n')
    assert load_board(path) is None


def test_a_board_belongs_to_its_data(monkeypatch, tmp_path):
    """Another build of a data set has another board."""
    import shutil

    from simulator.storage.paths import bundled

    before = board_file("london", "lfw")
    folder = tmp_path / "datasets" / "london"
    shutil.copytree(bundled("datasets/london"), folder)
    monkeypatch.setenv("FALSEMATCH_DATA", str(tmp_path))
    assert board_file("london", "lfw") == before
    (folder / "manifest.csv").write_text("key,subject_id,photo\n")
    assert board_file("london", "lfw") != before
    assert board_file("london", "nowhere") is None


def test_a_disk_that_cannot_be_written_is_no_error(board, tmp_path):
    """The board is only kept to save time."""
    (tmp_path / "file").write_text("")
    save_board(board, tmp_path / "file" / "board.json")


def test_the_first_page_needs_no_heavy_library():
    """With the board on disk, neither pandas nor SciPy is imported before the first view."""
    import subprocess
    import sys

    code = (
        "import sys; import simulator.ui.pages.replay, simulator.ui.navigation; "
        "import simulator.ui.frame; "
        "from simulator.i18n.glossary import definition; "
        "[definition(t) for t in simulator.ui.pages.replay.TERMS]; "
        "print(sorted({'pandas', 'scipy', 'sklearn', 'altair', 'cv2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
