"""Lists as a search: the cut, who is missing, and what does not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from support.score_lists import ROWS, replay

from simulator.board.build_board import make_board
from simulator.errors import CalibrationError, ThresholdError
from simulator.search.scores.candidate_lists import ScoresError


def test_a_csv_by_hand(two: tuple[Path, Path], tmp_path: Path) -> None:
    """Ada's own photo is a mate; Bo is matched from 0.3 on; nobody was returned for Cy."""
    (tmp_path / "s.csv").write_text(ROWS)
    result = replay(two, tmp_path / "s.csv")
    assert result.search.nearest[:2].tolist() == [0.2, 0.3]
    assert np.isnan(result.search.nearest[2])
    assert result.search.mate_distances[0] == 0.05
    assert result.search.non_mates.tolist() == [3, 4, 4]
    assert result.mates_excluded == 1
    assert [result.at(distance=d).fpir.events for d in (0.199, 0.2, 0.3)] == [0, 1, 2]
    assert result.at(distance=0.3).by("gender").set_index("group").loc["M", "searches"] == 2
    # Everybody is in the tallies, the unlisted beyond the cut.
    assert result.search.tallies.sum(axis=(1, 2)).tolist() == [3, 4, 4]
    assert result.search.tallies[1, :, :351].sum() == 2


def test_beyond_the_cut_is_not_measured(two: tuple[Path, Path], tmp_path: Path) -> None:
    """By default the loosest distance in the file; a stated cut is believed."""
    (tmp_path / "s.csv").write_text(ROWS)
    with pytest.raises(ThresholdError, match="not measured"):
        replay(two, tmp_path / "s.csv").at(distance=0.36)
    assert replay(two, tmp_path / "s.csv", cut=0.5).at(distance=0.5).fpir.events == 2


def test_a_full_list_says_nothing_beyond_its_last_face(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    """With at most two faces to a list, Ada's list ends at 0.2: beyond, others may be missing."""
    (tmp_path / "s.csv").write_text(ROWS)
    result = replay(two, tmp_path / "s.csv", cut=0.5, max_faces=2)
    assert result.measured_to == 0.2


def test_a_threshold_for_a_count_stays_within_the_cut(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    """Rounding up to a plain number must not pass it."""
    (tmp_path / "s.csv").write_text(ROWS.replace("0.3\n", "0.3001\n").replace("0.35", "0.3002"))
    result = replay(two, tmp_path / "s.csv")
    assert result.at(false_matches=2).distance <= 0.3002
    assert result.at(false_matches=2).fpir.events == 2


def test_no_confidence_of_another_matcher(two: tuple[Path, Path], tmp_path: Path) -> None:
    """dlib's calibration says nothing about these distances."""
    (tmp_path / "s.csv").write_text(ROWS)
    result = replay(two, tmp_path / "s.csv")
    assert result.at(distance=0.2).confidence is None
    with pytest.raises(CalibrationError):
        result.at(confidence=0.9)


BAD = {
    "no-columns": "a,b\n1,2\n",
    "unknown-probe": "probe,gallery,distance\nzoe,g1,0.1\n",
    "unknown-candidate": "probe,gallery,distance\nada,g9,0.1\n",
    "twice": "probe,gallery,distance\nada,g1,0.1\nada,g1,0.2\n",
    "no-number": "probe,gallery,distance\nada,g1,close\n",
    "infinite": "probe,gallery,distance\nada,g1,inf\n",
    "too-far": "probe,gallery,distance\nada,g1,17\n",
    "negative": "probe,gallery,distance\nada,g1,-0.5\n",
    "ragged": "probe,gallery,distance\nada,g1\n",
}


@pytest.mark.parametrize("name", list(BAD))
def test_a_table_that_does_not_fit_is_refused(
    two: tuple[Path, Path], tmp_path: Path, name: str
) -> None:
    """One sentence that names what is wrong."""
    (tmp_path / "s.csv").write_text(BAD[name])
    with pytest.raises(ScoresError, match="expected"):
        replay(two, tmp_path / "s.csv")


def test_missed_matches_are_undefined(two: tuple[Path, Path], tmp_path: Path) -> None:
    """Ada's own photo is on her list, Bo's would be beyond the cut: no rate of misses from that."""
    (tmp_path / "s.csv").write_text(ROWS)
    found = replay(two, tmp_path / "s.csv").at(distance=0.3).measures(("gender",))
    assert found["missed_matches"] == []


def test_a_picture_ends_where_the_lists_were_cut(two: tuple[Path, Path], tmp_path: Path) -> None:
    """No stop of the threshold control is looser than what was measured; also with nobody."""
    (tmp_path / "s.csv").write_text(ROWS)
    cut = replay(two, tmp_path / "s.csv", cut=0.25)
    assert max(stop.distance for stop in make_board(cut).stops.stops) <= 0.25
    (tmp_path / "none.csv").write_text("probe,gallery,distance\nada,,\nbo,,\n")
    assert set(make_board(replay(two, tmp_path / "none.csv")).flagged) == {0}


def test_a_threshold_at_the_cut_is_not_refused_for_rounding(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    """.35 may be stored as .3499999940395355."""
    frame = pd.DataFrame(
        {"probe": ["bo"], "gallery": ["g2"], "distance": np.array([0.35], np.float32)}
    )
    frame.to_parquet(tmp_path / "s.parquet")
    assert replay(two, tmp_path / "s.parquet").at(distance=0.35).fpir.events == 1
    frame = pd.DataFrame({"probe": ["bo"], "gallery": ["g2"], "similarity": [80.0]})
    frame.to_parquet(tmp_path / "p.parquet")
    assert replay(two, tmp_path / "p.parquet").at(distance=0.2).fpir.events == 1
