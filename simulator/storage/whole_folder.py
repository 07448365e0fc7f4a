"""Writing a folder either whole or not at all, by one run at a time."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from simulator.errors import FalseMatchError
from simulator.storage.exchange import exchange
from simulator.storage.files import HIDDEN, make_folder, sync_folder, write_bytes
from simulator.storage.lock import lock_is_free, locked
from simulator.storage.paths import is_private
from simulator.storage.reading import is_there

_STAGED = re.compile(rf"{re.escape(HIDDEN)}([0-9a-f]{{12}})-(new|gone)")


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
    with replacing_folder(out) as staging:
        for name, content in files.items():
            write_bytes(staging / name, content)


def write_over(out: Path, files: Mapping[str, bytes], ours: re.Pattern[str]) -> list[Path]:
    """Write files into ``out``, in place of those of an earlier run; other files stay.

    Where nothing else is in the folder, they appear at once. Else the first of them appears last,
    and a run that is killed leaves none of that name: tables of two runs never look like one.

    Args:
        out: the folder; missing folders above it are created.
        files: name (no path) → content; the first is the one that others are read with.
        ours: the names of all files that an earlier run may have written.

    Returns:
        The files.

    Raises:
        FalseMatchError: the folder cannot be written, or is something else.
    """
    if is_there(out) and not out.is_dir():
        raise FalseMatchError(
            f"expected a folder for the files, found {out}, which is something else. Choose "
            "another name."
        )
    try:
        target = out.resolve()
        inside = list(target.iterdir()) if target.is_dir() else []
        earlier = [p for p in inside if ours.fullmatch(p.name) and not p.is_dir()]
        if len(earlier) == len(inside) and target != Path.cwd().resolve():
            with replacing_folder(out) as staging:
                for name, content in files.items():
                    write_bytes(staging / name, content)
        else:
            # Somebody else's folder is not exchanged: the first file goes first and comes last.
            with locked(target):
                for path in sorted(earlier, key=lambda path: path.name != next(iter(files))):
                    path.unlink()
                for name in reversed(list(files)):
                    write_bytes(target / name, files[name])
    except OSError as error:
        raise FalseMatchError(
            f"could not write {out}: {error.strerror or error}. Check that the folder is writable "
            "and the disk has room."
        ) from error
    return [out / name for name in files]


@contextmanager
def replacing_folder(
    target: Path, *, keep: bool = False, private: bool | None = None
) -> Iterator[Path]:
    """Give a hidden folder that takes the target's place, in one step, if the block succeeds.

    What a run that was killed left behind is deleted, or put back where it was.

    Args:
        target: the folder to write or replace.
        keep: begin with a copy of what is in the target.
        private: only this user may enter it; by default where it lies among the user's own data.

    Raises:
        FalseMatchError: another run writes there, or the folder cannot be written to.
    """
    # A path such as "." has no name of its own to move a finished folder to.
    target = target.resolve()
    with locked(target) as mark:
        new, old = (target.parent / f"{HIDDEN}{mark}-{what}" for what in ("new", "old"))
        try:
            _recover(target, new, old)
            alone = is_private(target) if private is None else private
            new.mkdir(mode=0o700)
            try:
                staging = new / target.name  # a data set is called after its folder
                staging.mkdir(mode=0o700 if alone else 0o777)
                if keep and target.is_dir():
                    # Second names: a folder that holds much costs no room twice.
                    mode = staging.stat().st_mode
                    shutil.copytree(
                        target, staging, symlinks=True, dirs_exist_ok=True, copy_function=_linked
                    )
                    staging.chmod(mode if alone else target.stat().st_mode)
                yield staging
                sync_folder(staging)
                _move(staging, target, old)
                sync_folder(target.parent)
            finally:
                shutil.rmtree(new, ignore_errors=True)
        except OSError as error:
            raise FalseMatchError(
                f"could not write {target}: {error.strerror or error}. Check that the folder is "
                "writable and the disk has room; nothing was changed."
            ) from error


def remove_folder(folder: Path) -> None:
    """Delete a folder: gone for every reader at once, and emptied then.

    Raises:
        FalseMatchError: another run writes there.
        OSError: it cannot be deleted.
    """
    folder = folder.resolve()
    with locked(folder) as mark:
        gone = folder.parent / f"{HIDDEN}{mark}-gone"
        shutil.rmtree(gone, ignore_errors=True)
        folder.rename(gone)
        sync_folder(folder.parent)
        shutil.rmtree(gone)


def sweep_folders(parent: Path) -> None:
    """Delete the hidden folders and locks of killed runs; those of a run at work stay."""
    if not parent.is_dir():
        return
    for path in parent.iterdir():
        left = _STAGED.fullmatch(path.name)
        if left and lock_is_free(parent / f"{HIDDEN}{left[1]}.lock"):
            shutil.rmtree(path, ignore_errors=True)
    for path in parent.glob(f"{HIDDEN}*.lock"):
        lock_is_free(path)  # deletes it if so


def _linked(source: str, copy: str) -> None:
    """Give a file a second name; copy it where the disk has no such thing. Devices are refused."""
    if not stat.S_ISREG(Path(source).lstat().st_mode):
        raise OSError(errno.EINVAL, f"{Path(source).name} is no ordinary file")
    try:
        os.link(source, copy)
    except OSError:
        shutil.copy2(source, copy)


def _recover(target: Path, new: Path, old: Path) -> None:
    """Clear up after a run that was killed: an old folder that nothing replaced comes back."""
    make_folder(target.parent)
    if old.is_dir() and not target.exists():
        old.rename(target)
    for path in (new, old):
        if path.is_dir():
            shutil.rmtree(path)


def _move(finished: Path, target: Path, old: Path) -> None:
    """Put a finished folder in its place; the old folder comes back if that fails."""
    if not target.exists():
        finished.rename(target)
        return
    if exchange(finished, target):
        return  # and what was there is deleted under the name of the finished one
    target.rename(old)
    try:
        finished.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


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
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or error
        raise FalseMatchError(
            f"could not look into {out}: {words}. Choose another folder."
        ) from error
    if others:
        raise FalseMatchError(
            f"expected a new or empty folder, found {others[0]!r} in {out}, which would be lost. "
            "Choose another folder."
        )
