"""One writer at a time for each folder or file that is written in several steps."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.errors import FalseMatchError
from simulator.storage.files import HIDDEN, make_folder


@contextmanager
def locked(target: Path) -> Iterator[str]:
    """Be the only one to write a target while the block runs; give the mark of its hidden files.

    The lock is a hidden file beside the target. The system lets go of it when a process ends,
    however it ends; a file that is left over is used again by the next run and then deleted.

    Args:
        target: the folder or the file that is to be written; it need not exist.

    Raises:
        FalseMatchError: another process writes there, or the folder above it cannot be written to.
    """
    from filelock import FileLock, Timeout  # the first page of the app does without it

    target = target.resolve()
    mark = mark_of(target)
    path = target.parent / f"{HIDDEN}{mark}.lock"
    try:
        make_folder(target.parent)
        lock = FileLock(str(path), timeout=0, mode=0o600)
        lock.acquire()
    except Timeout as error:
        raise FalseMatchError(
            f"expected nobody else at work on {target}, found another run that writes there. Wait "
            "until it is finished, or choose another folder."
        ) from error
    except (OSError, NotImplementedError) as error:
        raise FalseMatchError(
            f"could not write {target}: {getattr(error, 'strerror', None) or error}. Check that "
            "the folder is writable and the disk has room; nothing was changed."
        ) from error
    try:
        yield mark
    finally:
        # Unlinked while it is held: whoever opened the same file finds out and opens a new one.
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        lock.release()


def mark_of(target: Path) -> str:
    """Return the letters that stand for a target in the names of hidden files beside it."""
    return hashlib.sha256(target.name.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def lock_is_free(path: Path) -> bool:
    """Return whether nobody holds a lock file; it is deleted if so."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(str(path), timeout=0, mode=0o600):
            path.unlink(missing_ok=True)
    except (Timeout, OSError, NotImplementedError):
        return False
    return True
