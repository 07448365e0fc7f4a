"""The batch commands: exit codes, one line on stderr, files where they were asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import Done, Run, falsematch, one_line

from simulator.cli.batch import duration


def command(*arguments: str | Path) -> Done:
    """Run falsematch as a user does."""
    return falsematch(*map(str, arguments))


@pytest.mark.slow
def test_sweep_report_compare(tmp_path: Path) -> None:
    """One after the other, each leaves what it says."""
    run, html = tmp_path / "run", tmp_path / "changed.html"
    done = command("sweep", "replay-2018", "--out", run, "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert "24 of 24 cells done" in done.stdout
    assert command("report", run).returncode == 0
    assert (run / "report.html").stat().st_size < 5_000_000
    compared = command("compare", run, run, "-o", html)
    assert compared.returncode == 0, compared.stderr
    assert "+0.0 points" in compared.stdout
    assert html.is_file()


def test_a_dry_run_writes_nothing(tmp_path: Path, here: Run) -> None:
    """Cells, time and disk, and no folder."""
    done = here("sweep", "gallery-size", "--out", str(tmp_path / "run"), "--dry-run")
    assert done.returncode == 0
    assert "720 cells" in done.stdout
    assert "MB" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_failed_cells_end_with_one_and_a_count(tmp_path: Path) -> None:
    """The rest is written all the same."""
    grid = tmp_path / "grid.toml"
    # Of 500 photos, seed 0 draws none of somebody's closest; how near the others are is not known.
    grid.write_text(
        'gallery = "utkface-adults"\ngallery_size = 500\nseed = [1, 0]\ndistance = 0.55'
    )
    done = command("sweep", grid, "--out", tmp_path / "run", "--workers", "1")
    assert done.returncode == 1
    assert "1 of 2 cells failed" in done.stderr
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "run" / "results.parquet").is_file()


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["sweep", "replay-2018"], 2, "Add --out DIR"),
        (["sweep", "nothing.toml", "--out", "x"], 1, "expected a grid at nothing.toml"),
        (["sweep", "replay-2018", "--out", "x", "--workers", "2", "--dask", "y"], 2, "--dask"),
        (["report", "nowhere"], 1, "expected a finished sweep in nowhere"),
        (["compare", "nowhere", "nowhere"], 1, "expected a finished sweep in nowhere"),
    ],
)
def test_mistakes_are_one_line(arguments: list[str], status: int, says: str, here: Run) -> None:
    """The error says what was expected, what was found, and what to do."""
    assert says in one_line(here(*arguments), status)


def test_durations_in_words() -> None:
    """Seconds, minutes, hours."""
    assert [duration(s) for s in (8.2, 180, 9000)] == ["8 s", "3 min", "2.5 h"]


def test_photos_that_are_not_there(tmp_path: Path, here: Run) -> None:
    """Named, not left out in silence."""
    line = one_line(here("report", str(tmp_path), "--photos", str(tmp_path / "nothere")), 1)
    assert "nothere" in line
