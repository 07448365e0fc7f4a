"""Candidate lists of other systems: every format, the cut, and who is missing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from support.small_datasets import Made

from simulator.board.build_board import make_board
from simulator.cli.main import cli
from simulator.datasets.dataset import load_dataset
from simulator.errors import CalibrationError, FalseMatchError, ThresholdError
from simulator.experiment.choices import gallery_sets, matchers, probe_sets
from simulator.experiment.experiment import Experiment
from simulator.experiment.result import Result
from simulator.experiment.run import from_pack, run
from simulator.search.packs import remove_packs
from simulator.search.scores.as_pack import pack_from_scores
from simulator.search.scores.candidate_lists import ScoresError
from simulator.search.scores.keep import keep_as_pack
from simulator.search.scores.read import load_scores, text_keys
from simulator.storage.paths import user_datasets, user_packs
from simulator.sweep.grid import parse_grid
from simulator.sweep.report import write_report
from simulator.sweep.searches import sweep


@pytest.fixture
def two(make_dataset: Made) -> tuple[Path, Path]:
    """Three probes and a gallery of four, one of them Ada herself; manifests without encodings."""
    probes = make_dataset("p", [(k, k, g, "x", None) for k, g in (("ada", "F"), ("bo", "M"))])
    (probes / "manifest.csv").write_text(
        "key,subject_id,photo,gender,origin\nada,ada,ada.jpg,F,x\nbo,bo,bo.jpg,M,x\n"
        "cy,cy,cy.jpg,M,x\n"
    )
    gallery = make_dataset("g", [("g0", "ada", "F", "x", None)])
    (gallery / "manifest.csv").write_text(
        "key,subject_id,photo,gender,origin\ng0,ada,a/g0.jpg,F,x\ng1,uma,a/g1.jpg,F,x\n"
        "g2,vic,b/g2.jpg,M,x\ng3,wim,b/g3.jpg,M,x\n"
    )
    for folder in (probes, gallery):
        (folder / "encodings.npz").unlink()
        (folder / "SHA256SUMS").unlink(missing_ok=True)  # else it counts as lost
    return probes, gallery


def replay(two: tuple[Path, Path], file: Path, **options: object) -> Result:
    probes, gallery = (load_dataset(str(folder)) for folder in two)
    scores_are = options.pop("scores_are", None)
    scores = load_scores(file, scores_are)  # type: ignore[arg-type]
    pack = pack_from_scores(scores, probes, gallery, file, **options)  # type: ignore[arg-type]
    return from_pack(Experiment(distance=0.0), probes, gallery, pack)


ROWS = "probe,gallery,distance\nada,g0,0.05\nada,g1,0.2\nbo,g2,0.3\nbo,g3,0.35\ncy,,\n"


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


def test_every_table_gives_the_same(two: tuple[Path, Path], tmp_path: Path) -> None:
    """CSV or Parquet, distance or similarity, of 1 or of 100, keys or paths."""
    frame = pd.DataFrame(
        {
            "probe": ["ada", "ada", "bo", "bo", "cy"],
            "gallery": ["g0", "g1", "g2", "g3", None],
            "distance": [0.05, 0.2, 0.3, 0.35, None],
        }
    )
    similar = frame.drop(columns="distance").assign(similarity=1 - frame["distance"])
    percent = similar.assign(similarity=100 * similar["similarity"])
    score = percent.rename(columns={"similarity": "score"})
    paths = frame.assign(gallery=["/srv/x/db/a/g0.jpg", "./a/g1.jpg", "b\\g2.jpg", "g3", ""])
    expected = [0.2, 0.3]
    for name, table in {"d": frame, "s": similar, "p": percent, "paths": paths}.items():
        table.to_parquet(tmp_path / f"{name}.parquet")
        table.to_csv(tmp_path / f"{name}.csv", index=False)
        for ending in ("parquet", "csv"):
            found = replay(two, tmp_path / f"{name}.{ending}").search.nearest
            assert found[:2] == pytest.approx(expected)
    score.to_csv(tmp_path / "score.csv", index=False)
    with pytest.raises(ScoresError, match="--scores-are"):
        load_scores(tmp_path / "score.csv")
    found = replay(two, tmp_path / "score.csv", scores_are="similarity").search.nearest
    assert found[:2] == pytest.approx(expected)


def answer(*faces: tuple[str, float]) -> dict[str, object]:
    """Return an answer of SearchFacesByImage, as its documentation shows it."""
    return {
        "SearchedFaceBoundingBox": {"Width": 0.5, "Height": 0.5, "Left": 0.2, "Top": 0.2},
        "SearchedFaceConfidence": 99.9,
        "FaceMatches": [
            {"Similarity": s, "Face": {"FaceId": "11-22", "ExternalImageId": key}}
            for key, s in faces
        ],
        "FaceModelVersion": "7.0",
    }


ANSWERS = {"ada": answer(("g0", 95.0), ("g1", 80.0)), "bo": answer(("g2", 70.0)), "cy": answer()}


def test_rekognition_in_one_file_or_one_per_probe(two: tuple[Path, Path], tmp_path: Path) -> None:
    """An empty answer is a search without a candidate; the version is kept."""
    (tmp_path / "all.json").write_text(json.dumps(ANSWERS))
    (tmp_path / "each").mkdir()
    for probe, one in ANSWERS.items():
        (tmp_path / "each" / f"{probe}.json").write_text(json.dumps(one))
    for file in (tmp_path / "all.json", tmp_path / "each"):
        result = replay(two, file)
        assert result.search.nearest[:2] == pytest.approx([0.2, 0.3])
        assert result.probes.encodings.matcher.name == "Rekognition 7.0"
        assert result.at(distance=0.25).fpir.trials == 3
        assert result.measured_to == pytest.approx(0.3)


def test_deepfaces_find_table(two: tuple[Path, Path], tmp_path: Path) -> None:
    """identity, distance, and the threshold at which it cut; one file per probe or a column."""
    (tmp_path / "find").mkdir()
    head = "identity,hash,source_x,source_y,threshold,distance\n"
    (tmp_path / "find" / "ada.csv").write_text(head + "a/g1.jpg,x,0,0,0.4,0.2\n")
    (tmp_path / "find" / "bo.csv").write_text(head + "b/g2.jpg,x,0,0,0.4,0.3\n")
    result = replay(two, tmp_path / "find")
    assert result.measured_to == 0.4
    assert result.probes.encodings.matcher.name == "DeepFace"
    assert result.search.nearest == pytest.approx([0.2, 0.3])
    assert len(result.not_searched) == 1


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


@pytest.mark.parametrize(
    "text", ["", "[", "3", '{"ada": 3}', '{"FaceMatches": []}', '{"ada": {"FaceMatches": [1]}}']
)
def test_json_that_is_something_else(two: tuple[Path, Path], tmp_path: Path, text: str) -> None:
    """Broken, bare, or of another service."""
    (tmp_path / "s.json").write_text(text)
    with pytest.raises(ScoresError, match="expected"):
        replay(two, tmp_path / "s.json")


def test_a_broken_parquet_file_and_an_empty_folder(tmp_path: Path) -> None:
    """Each is one sentence."""
    (tmp_path / "s.parquet").write_bytes(b"PAR1 no")
    (tmp_path / "none").mkdir()
    for path in (tmp_path / "s.parquet", tmp_path / "none", tmp_path / "gone.parquet"):
        with pytest.raises(ScoresError, match="expected"):
            load_scores(path)


def test_the_command(two: tuple[Path, Path], tmp_path: Path) -> None:
    """`run --scores` prints the table and the JSON of any run; its options need it."""
    (tmp_path / "s.csv").write_text(ROWS)
    base = ["run", "--probes", str(two[0]), "--gallery", str(two[1]), "--distance", "0.3"]
    run = CliRunner()
    shown = run.invoke(cli, [*base, "--scores", str(tmp_path / "s.csv")])
    assert shown.exit_code == 0, shown.exception
    assert "2 of 3 falsely matched" in shown.output
    assert "looser thresholds" in shown.output
    made = json.loads(
        run.invoke(cli, [*base, "--scores", str(tmp_path / "s.csv"), "--json"]).output
    )
    assert made["threshold"]["measured_to"] == 0.35
    assert made["matcher"]["name"] == "another system"
    assert run.invoke(cli, [*base, "--max-faces", "3"]).exit_code == 2


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


def test_kept_lists_are_a_matcher(two: tuple[Path, Path], tmp_path: Path) -> None:
    """`run --keep NAME`: found by run, by sweeps and their reports, and by the Lab's choice."""
    (tmp_path / "s.csv").write_text(ROWS)
    user_datasets().mkdir(parents=True)
    for folder in two:
        folder.rename(user_datasets() / folder.name)
    probes, gallery = (folder.name for folder in two)
    base = ["run", "--probes", probes, "--gallery", gallery, "--distance", "0.3"]
    scores = ["--scores", str(tmp_path / "s.csv")]
    done = CliRunner().invoke(cli, [*base, *scores, "--keep", "other-1"])
    assert done.exit_code == 0, done.output
    again = CliRunner().invoke(cli, [*base, "--matcher", "other-1"])
    assert "2 of 3 falsely matched" in again.output
    assert "p" in probe_sets()
    assert gallery_sets("p") == ["g"]
    assert matchers("p", "g") == ["other-1"]
    view = run(Experiment(probes=probes, gallery=gallery, matcher="other-1")).at(distance=0.3)
    assert view.to_dict()["matcher"]["name"] == "other-1"
    grid = f'probes = "{probes}"\ngallery = "{gallery}"\nmatcher = "other-1"\ndistance = 0.3\n'
    assert sweep(parse_grid(grid), tmp_path / "run", workers=1).failed == 0
    write_report(tmp_path / "run", tmp_path / "report.html")
    assert "2 of 3" in (tmp_path / "report.html").read_text("utf-8")
    assert remove_packs("someone") == 0
    assert remove_packs("g") == 1
    assert list(user_packs().iterdir()) == []


@pytest.mark.parametrize("name", ["dlib", "eigenfaces", "../up", "a--b", "", "a b"])
def test_a_name_for_kept_lists(two: tuple[Path, Path], tmp_path: Path, name: str) -> None:
    """Not another matcher's, and nothing that leaves the folder."""
    (tmp_path / "s.csv").write_text(ROWS)
    result = replay(two, tmp_path / "s.csv")
    assert result.pack is not None
    with pytest.raises(ScoresError, match="expected a name"):
        keep_as_pack(result.pack, name)
    assert not user_packs().exists()


def test_an_empty_answer_is_a_search(two: tuple[Path, Path], tmp_path: Path) -> None:
    """A table with a header alone, and an empty list: searched for, and nobody returned."""
    folder = tmp_path / "each"
    folder.mkdir()
    (folder / "ada.csv").write_text("gallery,distance\ng1,0.2\n")
    (folder / "bo.csv").write_text("gallery,distance\n")
    pd.DataFrame({"gallery": [], "distance": []}).to_parquet(folder / "cy.parquet")
    (folder / "._ada.csv").write_bytes(b"\0\5\x16\7")
    (folder / "notes.txt").write_text("mine")
    result = replay(two, folder)
    assert result.at(distance=0.2).fpir.trials == 3
    assert len(result.not_searched) == 0
    found = load_scores(folder)
    assert found.passed_over == (
        "._ada.csv (added by macOS)",
        "notes.txt (neither JSON, CSV, nor Parquet)",
    )
    (tmp_path / "s.json").write_text('{"ada": [], "bo": {"FaceMatches": []}}')
    assert replay(two, tmp_path / "s.json").at(distance=0.0).fpir.trials == 2


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"ada.csv": ""}, "ada.csv"),
        ({"ada.json": ""}, "ada.json"),
        ({"ada.csv": "gallery,distance\n", "bo.json": "{}"}, "both"),
        ({"ada.csv": "gallery,distance\n", "bo.csv": "gallery,similarity\n"}, "both"),
        ({"all.csv": "gallery,distance\n"}, "'all'"),
        ({"._ada.csv": "x"}, "found none"),
    ],
)
def test_a_folder_that_cannot_be_read(
    two: tuple[Path, Path], tmp_path: Path, files: dict[str, str], words: str
) -> None:
    """An empty file is an error about that file."""
    for name, text in files.items():
        (tmp_path / "each").mkdir(exist_ok=True)
        (tmp_path / "each" / name).write_text(text)
    with pytest.raises(FalseMatchError, match="expected") as error:
        replay(two, tmp_path / "each")
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"ada": {"FaceMatches": []}, "ada": {"FaceMatches": []}}', "'ada' twice"),
        ('{"ada": {"FaceMatches": [{"Similarity": NaN, "Face": {"FaceId": "g1"}}]}}', "NaN"),
        ('{"ada": {"FaceMatches": [{"Similarity": true, "Face": {"FaceId": "g1"}}]}}', "True"),
        ('{"ada": {"FaceMatches": [{"Similarity": 1e999, "Face": {"FaceId": "g1"}}]}}', "inf"),
    ],
)
def test_json_that_says_something_else(tmp_path: Path, text: str, words: str) -> None:
    """Repeated keys, and what is no number."""
    (tmp_path / "s.json").write_text(text)
    with pytest.raises(ScoresError, match="expected") as error:
        load_scores(tmp_path / "s.json")
    assert words in str(error.value)


KEYED = {
    "text": ["17", "18", None],
    "whole numbers with a gap": pd.array([17, 18, None], dtype="Int64"),
    "floats that were whole": [17.0, 18.0, float("nan")],
    "categories with a gap": pd.Categorical(["17", "18", None]),
    "objects": np.array([17, "18", None], dtype=object),
}


@pytest.mark.parametrize("kind", list(KEYED))
def test_typed_keys_become_text(tmp_path: Path, kind: str) -> None:
    """However a Parquet table stores them; an empty one is nobody."""
    column = pd.Series(KEYED[kind])
    assert text_keys(column) == ["17", "18", ""]
    if kind == "objects":
        return  # cannot be written
    frame = pd.DataFrame(
        {"probe": ["a", "b", "c"], "gallery": column, "distance": [0.1, 0.2, None]}
    )
    frame.to_parquet(tmp_path / "s.parquet")
    found = load_scores(tmp_path / "s.parquet")
    assert found.candidates == ["17", "18", ""]
    assert found.distances[:2].tolist() == [0.1, 0.2]


@pytest.mark.parametrize(
    "column",
    [
        [True, False],
        pd.to_timedelta([1, 2]),
        pd.to_datetime(["2018-07-26", "2018-07-27"]),
        pd.array([0.1, None], dtype="Float64"),
        ["0.1", "close"],
    ],
    ids=["yes and no", "time spans", "dates", "a gap", "words"],
)
def test_what_is_no_distance(tmp_path: Path, column: object) -> None:
    """Although pandas would count most of these."""
    frame = pd.DataFrame({"probe": ["a", "b"], "gallery": ["x", "y"], "distance": column})
    frame.to_parquet(tmp_path / "s.parquet")
    with pytest.raises(ScoresError, match="expected a number in every row of 'distance'"):
        load_scores(tmp_path / "s.parquet")


def test_a_row_without_a_probe(tmp_path: Path) -> None:
    """Nobody was searched for."""
    (tmp_path / "s.csv").write_text("probe,gallery,distance\nada,g1,0.1\n,g2,0.2\n")
    with pytest.raises(ScoresError, match="expected a probe in every row of .* in row 2"):
        load_scores(tmp_path / "s.csv")


def test_unused_columns_are_named(tmp_path: Path) -> None:
    """All but those of DeepFace's table."""
    (tmp_path / "s.csv").write_text("probe,gallery,distance,rank,note\nada,g1,0.1,1,x\n")
    assert load_scores(tmp_path / "s.csv").unused == ("rank", "note")
    (tmp_path / "d.csv").write_text("probe,identity,hash,threshold,distance\nada,g1,x,0.4,0.1\n")
    assert load_scores(tmp_path / "d.csv").unused == ()


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
