"""Encoding from the app: into the user's own folder, with a core left for the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.building import encode_here as module
from simulator.building.encode_here import encode_here
from simulator.storage.paths import user_datasets


@pytest.mark.parametrize(("cores", "workers"), [(None, 1), (1, 1), (2, 1), (8, 7)])
def test_one_core_is_left(
    cores: int | None, workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least one process encodes; the result goes to the user's own build."""
    asked: list[tuple[object, ...]] = []

    def record(name: str, place: Path, out: Path, *, workers: int, progress: object) -> str:
        asked.append((name, place, out, workers))
        return "built"

    monkeypatch.setattr(module, "build", record)
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert encode_here("london", tmp_path) == "built"
    assert asked == [("london", tmp_path, user_datasets() / "london", workers)]
