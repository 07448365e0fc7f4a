"""A small grid run on the page: the same numbers as the command line's, and no file left."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.errors import FalseMatchError
from simulator.sweep.grid import parse_grid
from simulator.sweep.summary import summarize
from simulator.ui import batch_run, jobs
from simulator.ui.batch_run import run_small

GRID = 'question = "How many?"\nconfidence = 99.9\ngroup_by = "gender"\n'


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder in which temporary folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def nothing(_done: int, _total: int) -> None:
    """Ignore the progress."""


def test_it_is_the_command_lines_run(temporary: Path) -> None:
    """Grid, results and run card are in the file that is taken away; the folder is removed."""
    run = run_small(parse_grid(GRID), nothing)
    assert run.card["question"] == "How many?"
    assert summarize(run.frame).table["events"].sum() == 44
    assert run.grid == GRID
    with zipfile.ZipFile(io.BytesIO(run.files)) as files:
        assert files.read("grid.toml").decode() == GRID
        assert len(files.namelist()) == 3
    assert [*temporary.iterdir()] == []


def test_a_stopped_run_leaves_nothing(temporary: Path) -> None:
    """Stop is heard at the next cell."""

    def stops(done: int, _total: int) -> None:
        if done:
            raise jobs.Stopped("stopped")

    with pytest.raises(FalseMatchError, match="stopped"):
        run_small(parse_grid(GRID), stops)
    assert [*temporary.iterdir()] == []


def offered(here: bool, cells: int = 1) -> AppTest:
    """Return a page that offers to run a grid; at this machine or not."""

    def script(text: str, here: bool, cells: int) -> None:
        from simulator.sweep.forecast import Forecast
        from simulator.sweep.grid import parse_grid
        from simulator.ui import batch_run

        batch_run.at_this_machine = lambda: here
        cost = Forecast(cells, 1, 0, 2, 1.0, 0.1)
        batch_run.offer_run(parse_grid(text), text, cost)

    return AppTest.from_function(script, default_timeout=120, args=(GRID, here, cells)).run()


@pytest.fixture
def _restored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Restore what the script in a page replaces."""
    monkeypatch.setattr(batch_run, "at_this_machine", batch_run.at_this_machine)


@pytest.mark.usefixtures("_restored")
@pytest.mark.parametrize(
    ("here", "cells", "said"),
    [(False, 1, "at the machine that serves"), (True, batch_run.MOST_CELLS + 1, "too large")],
)
def test_where_it_cannot_be_run_a_sentence_says_so(here: bool, cells: int, said: str) -> None:
    """On a class server, and for a grid that is too large."""
    app = offered(here, cells)
    assert not app.exception
    assert not app.button
    assert [said in text.value for text in app.markdown] == [True]


@pytest.mark.usefixtures("_restored")
def test_it_runs_by_a_click(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer and the table are shown, with the report and the files to take away."""

    def once(_key: str, _title: str, work: object, *_shown: object, queue: str) -> object:
        assert callable(work)
        return work(nothing)

    monkeypatch.setattr(jobs, "result_or_progress", once)
    app = offered(True)
    app.button(key="batch-begin").click().run()
    assert not app.exception
    assert any("44 of 535" in text.value for text in app.markdown)
    assert len(app.dataframe[0].value) == 2
    assert len(app.get("download_button")) == 1
    app.button(key="batch-report").click().run()
    assert not app.exception
    assert len(app.get("download_button")) == 2
