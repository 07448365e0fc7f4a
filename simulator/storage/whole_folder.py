"""Writing a folder either whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from simulator.errors import FalseMatchError


def write_folder(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files into ``out``, which appears with all of them or stays as it was.

    A folder that holds nothing but files of these names (an earlier run) is replaced.

    Args:
        out: the folder; missing folders above it are created.
        files: name (no path) → content.

    Raises:
        FalseMatchError: the folder holds other files, or cannot be written.
    """
    check_nothing_is_lost(out, files)
    # A path such as "." has no name of its own to move a finished folder to.
    target = out.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            for name, content in files.items():
                (temporary / name).write_bytes(content)
            temporary.chmod(0o755)
            _move(temporary, target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise FalseMatchError(
            f"could not write {out}: {error.strerror or error}. Check that the folder is writable "
            "and the disk has room; nothing was changed."
        ) from error


def _move(finished: Path, target: Path) -> None:
    """Put a finished folder in its place; the old folder comes back if that fails."""
    if not target.exists():
        finished.rename(target)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    before = aside / target.name
    try:
        target.rename(before)
        finished.rename(target)
    except OSError:
        if before.exists():
            before.rename(target)
        aside.rmdir()
        raise
    shutil.rmtree(aside, ignore_errors=True)


def check_nothing_is_lost(out: Path, names: Collection[str]) -> None:
    """Raise an error unless files of these names can be written into ``out`` without losing any.

    Raises:
        FalseMatchError: ``out`` is not a folder, or holds anything else.
    """
    try:
        if out.is_symlink() or (out.exists() and not out.is_dir()):
            raise FalseMatchError(
                f"expected a folder for the files, found {out}, which is something else. Choose "
                "another name."
            )
        inside = sorted(out.iterdir()) if out.exists() else []
        others = [p.name for p in inside if p.name not in names or not p.is_file()]
    except OSError as error:
        raise FalseMatchError(
            f"could not look into {out}: {error.strerror or error}. Choose another folder."
        ) from error
    if others:
        raise FalseMatchError(
            f"expected a new or empty folder, found {others[0]!r} in {out}, which would be lost. "
            "Choose another folder."
        )
