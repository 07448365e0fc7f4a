"""Fixtures of the app's tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Share what the app keeps between starts among all its tests, and among their processes.

    Every server would otherwise calculate the same tables first.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    return shared / "app-cache"
