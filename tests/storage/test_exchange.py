"""Two folders get each other's place in one step, or nothing happens."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from simulator.storage.exchange import exchange


@pytest.mark.skipif(sys.platform != "linux", reason="other systems may have no such call")
def test_folders_are_exchanged(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert exchange(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "one" / "other").exists()
    assert (tmp_path / "other" / "one").exists()


def test_with_nothing_there_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    assert not exchange(tmp_path / "one", tmp_path / "other")
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
