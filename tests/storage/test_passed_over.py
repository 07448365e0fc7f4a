"""What operating systems leave in folders."""

from __future__ import annotations

import pytest

from simulator.storage.passed_over import why_passed_over


@pytest.mark.parametrize(
    "name",
    [
        *["._ann.jpg", "__MACOSX", ".DS_Store", ".Trashes", "Thumbs.db", "desktop.ini", "@eaDir"],
        *["$RECYCLE.BIN", "#recycle", ".git", "Icon\r", "lost+found", "System Volume Information"],
    ],
)
def test_it_is_passed_over_with_a_reason(name: str) -> None:
    """Whatever its capitals."""
    assert why_passed_over(name)


@pytest.mark.parametrize("name", ["ann.jpg", "Ann", "_ann", "macosx", "thumbs", "icon.png"])
def test_a_users_own_file_is_not(name: str) -> None:
    """Names that only look alike."""
    assert why_passed_over(name) is None
