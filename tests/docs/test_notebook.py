"""Results in notebooks, and the notebook in docs/."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from simulator.experiment.result import Result
from simulator.experiment.run import run

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def result() -> Result:
    return run()


def test_a_view_shows_its_rate_and_groups(result: Result) -> None:
    """The numbers of by(), with the interval."""
    html = result.at()._repr_html_()
    assert "28 of 459 falsely matched = 6.1%" in html
    for row in result.at().by("race_ethnicity").itertuples():
        assert f"<td>{row.false_matches}</td><td>{row.searches}</td>" in html


def test_a_result_says_how_to_go_on(result: Result) -> None:
    """What was searched in what."""
    html = result._repr_html_()
    assert f"459 of {len(result.probes.manifest)} searched" in html
    assert "result.at(" in html


def test_titles_are_escaped(result: Result) -> None:
    """A data set's title is text."""
    card = dataclasses.replace(result.probes.card, title="<b onclick=x>")
    probes = dataclasses.replace(result.probes, card=card)
    assert "<b onclick" not in dataclasses.replace(result, probes=probes)._repr_html_()


def test_the_notebook_runs() -> None:
    """Every cell, in a fresh kernel; it ends with rates by gallery size."""
    nbclient = pytest.importorskip("nbclient", reason="needs nbclient")
    nbformat = pytest.importorskip("nbformat", reason="needs nbformat")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    done = nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    printed = [
        output
        for cell in done.cells
        for output in cell.get("outputs", [])
        if output.output_type in ("stream", "execute_result")
    ]
    text = "".join(str(output) for output in printed)
    assert "falsely matched is" in text
    assert "by(" in text
