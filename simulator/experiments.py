"""The ready-made grids, each named for its question."""

from __future__ import annotations

from pathlib import Path

from simulator.paths import bundled


def ready_made() -> dict[str, Path]:
    """Name → file of each grid that comes with the package."""
    return {path.stem: path for path in sorted(bundled("experiments").glob("*.toml"))}


def find_grid(given: Path) -> Path:
    """The file that was given, or the ready-made grid of that name."""
    if given.exists() or given.suffix == ".toml":
        return given
    return ready_made().get(str(given), given)
