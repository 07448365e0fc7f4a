"""The ready-made grids, each named for its question."""

from __future__ import annotations

from pathlib import Path

from simulator.storage.paths import bundled

AUDITS = "audit-"
"""How the names of grids of audits begin."""


def ready_made() -> dict[str, Path]:
    """Name → file of each grid of searches that comes with the package."""
    return {n: path for n, path in _all().items() if not n.startswith(AUDITS)}


def ready_made_audits() -> dict[str, Path]:
    """Name → file of each grid of audits that comes with the package."""
    return {n: path for n, path in _all().items() if n.startswith(AUDITS)}


def _all() -> dict[str, Path]:
    return {path.stem: path for path in sorted(bundled("experiments").glob("*.toml"))}


def find_grid(given: Path) -> Path:
    """The file that was given, or the ready-made grid of that name."""
    if given.exists() or given.suffix == ".toml":
        return given
    return _all().get(str(given), given)
