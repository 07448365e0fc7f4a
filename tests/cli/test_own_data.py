"""datasets add, remove: names that come from a user's disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from support.command_line import Run, one_line

from simulator.cli.main import cli


@pytest.mark.slow
def test_a_files_name_cannot_steer_the_terminal(tmp_path: Path) -> None:
    """An escape sequence in a name is shown, not obeyed, also where nothing is wrong."""
    (tmp_path / "p").mkdir()
    Image.new("RGB", (60, 60)).save(tmp_path / "p" / "a.png")
    Image.new("RGB", (60, 60)).save(tmp_path / "p" / "\x1b[31mred.png")
    (tmp_path / "l.csv").write_text("file,who\na.png,ann\n")
    words = ["datasets", "add", "x", "--photos", str(tmp_path / "p")]
    words += ["--labels", str(tmp_path / "l.csv"), "--subject", "who", "--dry-run"]
    done = CliRunner().invoke(cli, words, color=True)
    assert done.exit_code == 0, done.output
    assert r"On disk, not listed: 1 (\x1b[31mred.png)" in done.output


@pytest.mark.parametrize("name", ["lfw", "nobody"])
def test_only_own_data_sets_can_be_removed(name: str, here: Run) -> None:
    """A bundled data set stays, and so does one that is not there."""
    assert name in one_line(here("datasets", "remove", name, "--yes"), 1)


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ([], 1, "--photos DIR"),
        (["--photos", "nowhere"], 1, "nowhere"),
        (["--photos", "."], 2, "--labels CSV or --layout NAME"),
        (["--photos", ".", "--workers", "2", "--dask", "tcp://a:1"], 2, "--dask"),
        (["--photos", ".", "--layout", "nothing"], 2, "--layout"),
    ],
)
def test_adding_needs_photos_and_labels(
    words: list[str], status: int, message: str, here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message says what is missing."""
    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    assert message in one_line(here("datasets", "add", "class-9", *words), status)
