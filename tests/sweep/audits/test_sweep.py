"""A sweep of audits gives the numbers of `falsematch audit`, also resumed and on more cores."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from simulator.audit.audit import Audit
from simulator.audit.run import run_audit
from simulator.storage.paths import bundled
from simulator.sweep.audits.grid import check_audits, parse_audit_grid
from simulator.sweep.audits.report import write_audit_sweep_report
from simulator.sweep.audits.summary import answer_of_audits, pictured, summarize_audits
from simulator.sweep.audits.sweep import audit_sweep, rows_of_training
from simulator.sweep.compare import compare
from simulator.sweep.folder_report import write_folder_report
from simulator.sweep.grid_kinds import answer_of_run, run_grid
from simulator.sweep.kinds import AUDITS
from simulator.sweep.ready_made import find_grid, ready_made
from simulator.sweep.sweep_folder import SweepFileError, kind_of_run, read_sweep

ROOT = Path(__file__).resolve().parents[3]
TEXT = """question = "Does <script>alert(1)</script> & the mix matter?"
[audit]
share_of_women = [5, "data", 95]
abstain = [50, 90]
group_by = ["gender", "race_ethnicity*gender"]
repeat = 2
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audits") / "run"
    done = audit_sweep(parse_audit_grid(TEXT), folder, workers=1)
    assert (done.failed, done.resumed) == (0, 0)
    return folder


@pytest.fixture(scope="module")
def frame(run: Path) -> pd.DataFrame:
    return read_sweep(run, AUDITS)[1]


def test_a_run_answers_as_its_report_does(run: Path, frame: pd.DataFrame) -> None:
    """The command line ends with the sentence."""
    assert answer_of_run(run) == answer_of_audits(summarize_audits(frame))


def test_every_row_is_what_the_audit_says(frame: pd.DataFrame) -> None:
    """Counts, rates and intervals are those of AuditView.by() for every test with the grouping."""
    part = frame[(frame["share_of_women"] == 95) & (frame["seed"] == 1) & (frame["abstain"] == 90)]
    view = run_audit(Audit(share_of_women=0.95, seed=1)).at(abstain=0.9)
    found = {"gender": 3, "race_ethnicity*gender": 1}
    for column, tests in found.items():
        rows = part[part["group_by"] == column]
        assert rows["test"].nunique() == tests
        for name, mine in rows.groupby("test"):
            table = view.of(str(name)).by(column).set_index("group")
            mine = mine.set_index("group")
            for ours, theirs in [
                ("trials", "answered"),
                ("refused", "refused"),
                ("events", "errors"),
                ("group_people", "people"),
            ]:
                assert mine[ours].to_dict() == table[theirs].to_dict()
            pd.testing.assert_series_equal(mine["rate"], table["rate"], check_like=True)
            total = view.of(str(name)).errors
            assert set(mine["all_events"]) == {total.events}
            assert set(mine["all_trials"]) == {total.trials}


def test_the_datas_own_share_is_null_and_its_people_are_counted(frame: pd.DataFrame) -> None:
    """A row holds the share as requested, null for the data's own, and the counts as drawn."""
    own = frame[frame["share_of_women"].isna()]
    assert set(zip(own["trained_women"], own["trained_men"], strict=True)) == {(257, 743)}
    assert frame["cell"].nunique() == parse_audit_grid(TEXT).cells


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same_bytes(run: Path, tmp_path: Path) -> None:
    """Two processes write the same file as one."""
    grid = parse_audit_grid(TEXT)
    audit_sweep(grid, tmp_path / "two", workers=2)
    ours = (tmp_path / "two" / "results.parquet").read_bytes()
    assert ours == (run / "results.parquet").read_bytes()


@pytest.mark.slow
def test_kill_9_loses_no_finished_part(run: Path, tmp_path: Path) -> None:
    """Running the command again continues the sweep and produces the same bytes."""
    grid, folder = tmp_path / "grid.toml", tmp_path / "out"
    grid.write_text(TEXT)
    command = [sys.executable, "-m", "simulator.cli.main", "sweep", str(grid), "--out", str(folder)]
    with subprocess.Popen([*command, "--workers", "1"], cwd=ROOT) as running:
        until = time.monotonic() + 120
        while not list((folder / "parts").glob("*.parquet")):
            assert time.monotonic() < until
            assert running.poll() is None
            time.sleep(0.02)
        os.kill(running.pid, signal.SIGKILL)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "of them earlier" in done.stdout
    assert (folder / "results.parquet").read_bytes() == (run / "results.parquet").read_bytes()


def test_a_training_that_cannot_be_done_fails_alone() -> None:
    """The cells of a failed training hold the reason."""
    grid = parse_audit_grid("[audit]\npeople = [10, 9000]\nabstain = [50, 90]\n")
    rows = rows_of_training(grid, grid.trainings[1], 2)
    assert [row["cell"] for row in rows] == [2, 3]
    assert all("to train on" in row["failed"] for row in rows)
    assert not any("failed" in row for row in rows_of_training(grid, grid.trainings[0], 0))


def test_a_sweep_of_audits_is_no_sweep_of_searches(run: Path, tmp_path: Path) -> None:
    """A reader of the other kind raises an error in a sentence; `report` reads both kinds."""
    assert kind_of_run(run) == AUDITS
    with pytest.raises(SweepFileError, match="found one of audits"):
        read_sweep(run)
    with pytest.raises(SweepFileError, match="found one of audits"):
        compare(run, run)
    write_folder_report(run, tmp_path / "report.html")
    assert (tmp_path / "report.html").is_file()


def test_a_cluster_is_refused(tmp_path: Path) -> None:
    """A cluster is refused before anything is written."""
    from simulator.errors import ExperimentError

    with pytest.raises(ExperimentError, match="--dask"):
        run_grid(parse_audit_grid("[audit]\n"), tmp_path / "out", dask="tcp://localhost:1")
    assert not (tmp_path / "out").exists()


def test_the_summary_by_hand(frame: pd.DataFrame) -> None:
    """Rows are means over seeds, in the order of shares, the data's own included."""
    summary = summarize_audits(frame)
    assert summary.varied[0] == "share_of_women"
    assert summary.runs == 2
    assert list(summary.table["share_of_women"].cat.categories) == ["5%", "as in the data", "95%"]
    chosen = summary.table[
        (summary.table["share_of_women"] == "5%")
        & (summary.table["test"] == "lfw, held out")
        & (summary.table["abstain"] == "50%")
        & (summary.table["group"] == "F")
    ].iloc[0]
    rows = frame[
        (frame["share_of_women"] == 5)
        & (frame["test"] == "lfw, held out")
        & (frame["abstain"] == 50)
        & (frame["group"] == "F")
    ]
    assert chosen["rate"] == pytest.approx(rows["rate"].mean())
    assert chosen["events"] == rows["events"].mean()
    assert rows["rate"].min() <= chosen["low"] <= chosen["high"] <= rows["rate"].max()
    assert pictured(summary).table["group_people"].min() >= 12
    told = answer_of_audits(summary)
    assert told.startswith("In lfw, held out the rate of wrong answers is Men ")
    assert "95% of 2 runs" in told
    empty = frame[frame["cell"] < 0]
    assert "Nothing could be measured" in answer_of_audits(summarize_audits(empty))


def test_the_report_is_one_file_with_nothing_foreign(run: Path, tmp_path: Path) -> None:
    """The report escapes the question, separates published figures and loads no foreign script."""
    write_audit_sweep_report(run, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert(1)" not in text
    for words in (
        "Published elsewhere, not measured here",
        "Two answers, and no third.",
        "Run card",
    ):
        assert words in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in bundled("experiments").glob("audit-*.toml"))
)
def test_each_ready_made_grid_runs_in_a_small_form(name: str, tmp_path: Path) -> None:
    """The ready-made grid runs with all its keys and one seed, and the document shows it."""
    import dataclasses

    text = find_grid(Path(name)).read_text("utf-8")
    whole = parse_audit_grid(text, name)
    assert check_audits(whole).cells == whole.cells
    first = [audit for audit in whole.trainings if audit.seed == 0]
    small = dataclasses.replace(whole, trainings=(first[0], first[-1]))
    done = audit_sweep(small, tmp_path / "out", workers=1)
    assert done.failed == 0
    document = (ROOT / "docs" / "batch.md").read_text("utf-8")
    assert f"`{name}`" in document
    assert whole.question in document
    assert name not in ready_made()


def test_the_run_card_names_the_kind(run: Path) -> None:
    """The card also names data sets, versions and seeds, as a card of searches does."""
    card = json.loads((run / "card.json").read_text("utf-8"))
    assert card["kind"] == AUDITS.name
    assert card["measures"]["events"] == "wrong answers"
    assert set(card["datasets"]) == {"lfw", "congress-115", "london"}
    assert "scikit-learn" in card["versions"]
    assert card["seeds"] == [0, 1]
