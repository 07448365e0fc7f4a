"""The page of the data sets: what it says where one is damaged."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.opened_pages import open_page

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.usefixtures("fresh_pages")


def test_a_lost_bundle_file_is_one_sentence(monkeypatch, tmp_path):
    """A page whose data are gone says which file, and shows no traceback."""
    import shutil

    from simulator.ui import cached

    folder = tmp_path / "datasets" / "lost"
    shutil.copytree(ROOT / "datasets" / "london", folder)
    (folder / "encodings.npz").unlink()
    monkeypatch.setenv("FALSEMATCH_DATA", str(tmp_path))
    cached.installed.clear()
    app = open_page("data")
    assert not app.exception
    assert len(app.error) == 1
    assert "encodings.npz" in app.error[0].value
