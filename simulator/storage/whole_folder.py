"""Writing a folder whole or not at all."""

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
        out: the folder; the folders above it are made.
        files: name (no path) → content.

    Raises:
        FalseMatchError: the folder holds other files, or cannot be written.
    """
    check_free(out, files)
    # A path such as "." has no name of its own to move a finished folder to.
    target = out.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            for name, content in files.items():
                (made / name).write_bytes(content)
            made.chmod(0o755)
            _move(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise FalseMatchError(
            f"could not write {out}: {error.strerror or error}. Check that the folder is writable "
            "and the disk has room; nothing was changed."
        ) from error


def _move(made: Path, target: Path) -> None:
    """Put a finished folder in its place; what was there comes back if that fails."""
    if not target.exists():
        made.rename(target)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    before = aside / target.name
    try:
        target.rename(before)
        made.rename(target)
    except OSError:
        if before.exists():
            before.rename(target)
        aside.rmdir()
        raise
    shutil.rmtree(aside, ignore_errors=True)


def check_free(out: Path, names: Collection[str]) -> None:
    """Whether files of these names can be written into ``out`` without a loss.

    Raises:
        FalseMatchError: it is no folder, or holds anything else.
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
