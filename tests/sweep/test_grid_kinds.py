"""A grid file's content decides whether it is read as a grid of searches or of audits."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ExperimentError, FalseMatchError
from simulator.sweep.audits.grid import AuditGrid
from simulator.sweep.grid import Grid
from simulator.sweep.grid_kinds import answer_of_run, forecast_grid, load_grid, run_grid


@pytest.mark.parametrize(
    ("text", "kind"), [("confidence = 99\n", Grid), ("[audit]\nseed = 1\n", AuditGrid)]
)
def test_the_table_audit_makes_a_grid_of_audits(tmp_path: Path, text: str, kind: type) -> None:
    """Anything else is a grid of searches."""
    path = tmp_path / "grid.toml"
    path.write_text(text)
    assert isinstance(load_grid(path), kind)


@pytest.mark.parametrize("content", [b"\xc3\x28", b"audit = [", b"[audit]\nbetter = 1\n"])
def test_a_file_that_makes_no_sense_is_an_error(tmp_path: Path, content: bytes) -> None:
    """A file that is not text or TOML, or has an unknown key, is an error."""
    path = tmp_path / "grid.toml"
    path.write_bytes(content)
    with pytest.raises(ExperimentError):
        load_grid(path)
    with pytest.raises(ExperimentError, match="Check the path"):
        load_grid(tmp_path / "missing.toml")


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("confidence = 99\n", "1 search, 0 galleries drawn from them"),
        ("gallery_size = 500\nconfidence = 99\n", "1 search, 1 gallery drawn from them"),
        ("[audit]\nseed = 1\n", "1 classifier trained"),
        ("[audit]\nseed = [1, 2]\n", "2 classifiers trained"),
    ],
)
def test_the_work_is_counted(tmp_path: Path, text: str, work: str) -> None:
    """Nouns agree with their counts."""
    path = tmp_path / "grid.toml"
    path.write_text(text)
    assert forecast_grid(load_grid(path))[1] == work


def test_audits_do_not_run_on_a_cluster(tmp_path: Path) -> None:
    """A cluster is refused before anything is written."""
    path = tmp_path / "grid.toml"
    path.write_text("[audit]\n")
    with pytest.raises(ExperimentError, match="--dask"):
        run_grid(load_grid(path), tmp_path / "out", dask="tcp://localhost:1")
    assert not (tmp_path / "out").exists()


def test_a_run_answers_its_question(line_up: tuple[Path, Path], tmp_path: Path) -> None:
    """Nearest strangers are at 0.1, 0.3, 0.5 and 0.7; a folder without a run is an error."""
    path = tmp_path / "grid.toml"
    sets = f"probes = '{line_up[0]}'\ngallery = '{line_up[1]}'\n"
    path.write_text(sets + "distance = [0.2, 0.6]\n")
    run_grid(load_grid(path), tmp_path / "out", workers=1)
    said = answer_of_run(str(tmp_path / "out"))
    assert said.index("1 of 4 = 25") < said.index("3 of 4 = 75")
    with pytest.raises(FalseMatchError, match="expected a finished sweep"):
        answer_of_run(tmp_path / "nothing")
