"""The cache of boards on disk: whole or not used, and never another search's."""

import pytest

from simulator.board.board import Board, board_file, load_board, save_board
from simulator.board.stops import Stop, Stops


@pytest.fixture
def board():
    """A board of one person at two stops; its tables are long enough to damage."""
    return Board(
        stops=Stops(
            (Stop(0, 0.6, 0.8, "80%", "80%"), Stop(1, 0.5, None, "0.5000")), ((0.0, "80%"),)
        ),
        groupings=("gender",),
        tables=b'{"id":"x","people":"' + b"a" * 6000 + b'"}',
        pairs=b'{"id":"y"}',
        pair_keys=(("probe", "gallery"),),
        faces=((True, False),),
        flagged=(1, 0),
        probes="london",
        gallery="lfw",
        searched=1,
        people=1,
        gallery_photos=2,
    )


def test_a_saved_board_is_the_same(board, tmp_path):
    """A board read back from disk equals the one that was saved."""
    path = tmp_path / "deep" / "board.json"
    save_board(board, path)
    assert load_board(path) == board


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "missing", "other"])
def test_a_damaged_board_is_calculated_again(board, tmp_path, damage):
    """Half a file, a flipped bit or other content is not a board and is never shown."""
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
    """When a data set changes, its boards are cached under another name."""
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
    """A board is only cached to save time, so a failure to write it is ignored."""
    (tmp_path / "file").write_text("")
    save_board(board, tmp_path / "file" / "board.json")


@pytest.mark.slow
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
