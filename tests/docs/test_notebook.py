"""The notebook in docs/ runs."""

from __future__ import annotations

from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook.ipynb"


@pytest.mark.slow
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
