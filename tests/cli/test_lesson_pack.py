"""lesson-pack: folders and addresses that it refuses before it calculates anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import Run, one_line


def test_a_folder_is_needed(here: Run) -> None:
    """Wrong usage, and how to give one."""
    assert "--out DIR" in one_line(here("lesson-pack"), 2)


def test_a_folder_with_other_files_stays(tmp_path: Path, here: Run) -> None:
    """Nothing that the pack did not write is replaced."""
    (tmp_path / "thesis.txt").write_text("mine")
    assert "thesis.txt" in one_line(here("lesson-pack", "--out", str(tmp_path)), 1)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("address", ["localhost:8501", "javascript:alert(1)", "http://", ""])
def test_an_address_for_the_links(address: str, tmp_path: Path, here: Run) -> None:
    """Only http and https addresses can be linked to."""
    done = here("lesson-pack", "--out", str(tmp_path / "out"), "--app", address)
    assert "https://" in one_line(done, 1)
    assert not (tmp_path / "out").exists()
