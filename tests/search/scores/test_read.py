"""Candidate lists of other systems: every format, and what is none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from support.score_lists import ROWS, replay

from simulator.cli.main import cli
from simulator.errors import FalseMatchError
from simulator.search.scores.candidate_lists import ScoresError
from simulator.search.scores.read import load_scores, text_keys


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("head", ["", "sep=;\r\n"])
def test_a_european_spreadsheets_table(tmp_path: Path, encoding: str, head: str) -> None:
    """Semicolons, decimal commas, UTF-16, backslashes, and Excel's line on the separator."""
    table = head + "probe;gallery;distance\r\nada;db\\a\\g0.jpg;0,05\r\nbo;;\r\ncy;g1;1\r\n"
    (tmp_path / "s.csv").write_bytes(table.encode(encoding))
    found = load_scores(tmp_path / "s.csv")
    assert found.probes == ["ada", "bo", "cy"]
    assert found.distances.tolist()[::2] == [0.05, 1.0]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("0,05", "0.2"), "0,05 and 0.2"),
        (("1.234,5", "0,2"), "1.234,5"),
        (("1,234,567", "0,2"), "1,234,567"),
        (("85%", "90%"), "'85%' with a percent sign"),
        (("0,05", "low"), "'low'"),
    ],
)
def test_numbers_that_can_be_read_in_two_ways(
    tmp_path: Path, cells: tuple[str, str], words: str
) -> None:
    rows = "".join(f"ada;g{i};{cell}\n" for i, cell in enumerate(cells))
    (tmp_path / "s.csv").write_text("probe;gallery;similarity\n" + rows)
    with pytest.raises(ScoresError, match=words):
        load_scores(tmp_path / "s.csv")


def test_a_decimal_comma_between_commas(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("probe,gallery,distance\nada,g0,0,05\n")
    with pytest.raises(ScoresError, match="decimal comma"):
        load_scores(tmp_path / "s.csv")
    (tmp_path / "s.csv").write_text('probe,gallery,distance\nada,g0,"0,05"\n')
    assert load_scores(tmp_path / "s.csv").distances.tolist() == [0.05]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_answers_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "s.json").write_bytes(json.dumps(ANSWERS).encode(encoding))
    assert len(load_scores(tmp_path / "s.json").probes) == 4
