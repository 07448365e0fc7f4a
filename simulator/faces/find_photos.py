"""Which files of a folder are photos: one rule for every command, and a report of the others."""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from PIL import features

from simulator.storage.passed_over import why_passed_over

PLAIN_ENDINGS = frozenset(
    {".jpg", ".jpeg", ".jfif", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif"}
)
"""Endings of pictures that can always be read."""
AVIF_ENDINGS = frozenset({".avif"})
HEIF_ENDINGS = frozenset({".heic", ".heif"})
_OTHER_PICTURES = frozenset(
    {".raw", ".cr2", ".cr3", ".nef", ".arw", ".dng", ".orf", ".rw2", ".psd", ".svg", ".jp2", ".jxl"}
    | {".pdf", ".ico", ".tga", ".eps", ".mov", ".mp4", ".avi"}
)


@dataclass(frozen=True)
class FoundPhotos:
    """The photos below a folder, and what else lies there.

    Attributes:
        photos: their paths, in the order of their names.
        passed_over: reason → paths of files relative to the folder, with "/" between their parts.
    """

    photos: list[Path] = field(default_factory=list)
    passed_over: dict[str, list[str]] = field(default_factory=dict)


def find_photos(folder: Path, endings: Collection[str] | None = None) -> FoundPhotos:
    """Look for photos in a folder and those below it.

    Args:
        folder: the folder; one that does not exist has no photos.
        endings: of the files that are wanted, in small letters; by default every kind of picture
            that can be read on this machine (:func:`readable_endings`).
    """
    found = FoundPhotos()
    if not folder.is_dir():
        return found
    root = folder.resolve()
    wanted = readable_endings() if endings is None else endings
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            continue
        reason = _why_not(path, folder, root, wanted)
        if reason is None:
            found.photos.append(path)
        else:
            name = path.relative_to(folder).as_posix()
            found.passed_over.setdefault(reason, []).append(name)
    return found


@functools.cache
def readable_endings() -> frozenset[str]:
    """Return the endings of pictures that can be read on this machine, in small letters."""
    endings = PLAIN_ENDINGS
    if features.check("avif"):
        endings |= AVIF_ENDINGS
    if reads_heif():
        endings |= HEIF_ENDINGS
    return endings


@functools.cache
def reads_heif() -> bool:
    """Return whether the format of iPhones can be read, after telling Pillow how."""
    try:
        import pillow_heif
    except ImportError:
        return False
    # No thumbnails and no depth maps: only the picture is read.
    pillow_heif.register_heif_opener(thumbnails=False)
    return True


def _why_not(path: Path, folder: Path, root: Path, wanted: Collection[str]) -> str | None:
    for part in path.relative_to(folder).parts:
        reason = why_passed_over(part)
        if reason is not None:
            return reason
    if any("\ud800" <= character <= "\udfff" for character in str(path.relative_to(folder))):
        # No table and no other machine could name it.
        return "a name that is not UTF-8; rename it"
    ending = path.suffix.lower()
    if ending not in wanted:
        return _why_not_this_kind(ending)
    if not path.is_file():
        return "not a file"
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return "a link out of the folder"
    return None


def _why_not_this_kind(ending: str) -> str:
    known = PLAIN_ENDINGS | AVIF_ENDINGS | HEIF_ENDINGS | _OTHER_PICTURES
    if ending in HEIF_ENDINGS and not reads_heif():
        return "HEIC, which needs the package pillow-heif"
    if ending in known:
        return f"pictures of another kind ({ending})"
    return "not a picture"
