"""The ready-made grids, each named for its question."""

from __future__ import annotations

from pathlib import Path

from simulator.storage.paths import bundled

AUDITS = "audit-"
"""The prefix of names of grids of audits."""


def ready_made() -> dict[str, Path]:
    """Return name → file of each grid of searches that comes with the package."""
    return {name: path for name, path in _all().items() if not name.startswith(AUDITS)}


def _all() -> dict[str, Path]:
    return {path.stem: path for path in sorted(bundled("experiments").glob("*.toml"))}


def find_grid(given: Path) -> Path:
    """Return the file that was given, or the file of the ready-made grid of that name."""
    if given.exists() or given.suffix == ".toml":
        return given
    return _all().get(str(given), given)
