"""Lists saved as a matcher of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from support.score_lists import ROWS, replay

from simulator.cli.main import cli
from simulator.experiment.choices import gallery_sets, matchers, probe_sets
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.search.packs import remove_packs
from simulator.search.scores.candidate_lists import ScoresError
from simulator.search.scores.keep import keep_as_pack
from simulator.storage.paths import user_datasets, user_packs
from simulator.sweep.grid import parse_grid
from simulator.sweep.report import write_report
from simulator.sweep.searches import sweep


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
