"""export-lesson: folders that it does not overwrite, languages that it does not have."""

from __future__ import annotations

from pathlib import Path

from support.command_line import Run, one_line


def test_a_folder_with_other_files_stays(tmp_path: Path, here: Run) -> None:
    """It is checked before anything is calculated."""
    (tmp_path / "thesis.txt").write_text("mine")
    assert "thesis.txt" in one_line(here("export-lesson", str(tmp_path)), 1)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_language_that_is_not_there(tmp_path: Path, here: Run) -> None:
    """The message lists those that are."""
    message = one_line(here("export-lesson", str(tmp_path / "out"), "--lang", "xx"), 2)
    assert "en" in message
    assert "es" in message
