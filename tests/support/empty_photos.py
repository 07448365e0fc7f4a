"""Folders of empty files with the names that a layout expects."""

from __future__ import annotations

from pathlib import Path


def touched(folder: Path, *names: str) -> Path:
    """Create empty files below a folder; return the folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return folder
