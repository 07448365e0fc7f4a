"""The command in this process."""

from __future__ import annotations

import functools

import pytest
from support.command_line import Run, run_here


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process, which has its libraries loaded."""
    return functools.partial(run_here, monkeypatch, capsys)
