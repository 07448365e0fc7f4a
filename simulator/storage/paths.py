"""Paths of data: the data that comes with the package, and the data that the user has added."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import platformdirs

from simulator.errors import FalseMatchError

DATA, CACHE, PHOTOS = "FALSEMATCH_DATA", "FALSEMATCH_CACHE", "FALSEMATCH_PHOTOS"
"""Environment variables that choose a folder."""

_PACKAGE = Path(__file__).resolve().parents[1]


def as_path(value: str | os.PathLike[str], what: str = "a path") -> Path:
    """Return a path that a caller gave as text or as a path.

    Args:
        value: what was given.
        what: what it should be, with its article.

    Raises:
        FalseMatchError: it is neither, or no system has such a path.
    """
    plain = os.fspath(value) if isinstance(value, (str, os.PathLike)) else None
    if not isinstance(plain, str) or not plain or "\0" in plain:
        raise FalseMatchError(f"expected {what}, as text or a Path, found {value!r}. Correct it.")
    return Path(plain)


def bundled(relative: str) -> Path:
    """Return the path of a file or folder that comes with the package.

    In an installed wheel it lies inside the package (``simulator/bundle``), in a checkout at the
    top level of the repository; callers need not know which.
    """
    installed = _PACKAGE / "bundle"
    return (installed if installed.is_dir() else _PACKAGE.parent) / relative


def user_datasets() -> Path:
    """Return the folder of the user's data sets, in ``FALSEMATCH_DATA`` or the platform's place.

    Raises:
        FalseMatchError: the variable names a folder that cannot be used (:func:`chosen_folder`).
    """
    base = chosen_folder(DATA) or Path(platformdirs.user_data_dir("falsematch", False))
    return base / "datasets"


def user_cache() -> Path:
    """Return the folder of what can be calculated again, in ``FALSEMATCH_CACHE`` or the platform's.

    Raises:
        FalseMatchError: the variable names a folder that cannot be used (:func:`chosen_folder`).
    """
    return chosen_folder(CACHE) or Path(platformdirs.user_cache_dir("falsematch", False))


def user_photos() -> Path:
    """Return the folder of fetched photos, which lies beside the user's data sets."""
    return user_datasets().parent / "photos"


def user_packs() -> Path:
    """Return the folder of other systems' saved candidate lists, beside the user's data sets."""
    return user_datasets().parent / "packs"


def installed_folder(name: str) -> Path | None:
    """Return the folder of an installed data set, the user's own first; None if there is none."""
    for root in (user_datasets(), bundled("datasets")):
        if (root / name / "card.toml").is_file():
            return root / name
    return None


def is_private(path: Path) -> bool:
    """Return whether a path lies among the user's own data or what was calculated from it.

    Faces and encodings are biometric data: no other user of the machine may read them.
    """
    try:
        whole = Path(os.path.realpath(path))
        roots = (user_datasets().parent, user_cache())
        return any(whole.is_relative_to(os.path.realpath(root)) for root in roots)
    except (FalseMatchError, OSError, ValueError):
        return False


def photos_root() -> Path | None:
    """Return the folder of photos that ``FALSEMATCH_PHOTOS`` names; None where it is not set.

    Raises:
        FalseMatchError: the variable names a folder that cannot be used (:func:`chosen_folder`).
    """
    return chosen_folder(PHOTOS)


def chosen_folder(variable: str) -> Path | None:
    """Return the folder that an environment variable names; None where it is not set or empty.

    A leading ``~`` is the user's home: a shell does not expand it in every place where a variable
    is set, and a folder called ``~`` is what nobody means.

    Raises:
        FalseMatchError: there is no such home, or the folder lies inside the project, where
            personal data could be published with it.
    """
    chosen = os.environ.get(variable)
    if not chosen:
        return None
    try:
        folder = Path(chosen).expanduser()
        inside = folder.resolve().is_relative_to(_project())
    except (RuntimeError, OSError, ValueError) as error:
        raise FalseMatchError(
            f"expected the path of a folder in {variable}, found {chosen!r} ({error}). Write the "
            "whole path."
        ) from error
    if inside:
        raise FalseMatchError(
            f"expected a folder outside the project in {variable}, found {chosen!r}: faces and "
            "people's data stay out of the repository. Choose another folder."
        )
    return folder


def typed_path(text: str) -> Path:
    """Return the path that somebody typed; a leading ``~`` is the user's home.

    Raises:
        FalseMatchError: no system has such a path: there is no such user, or a name is too long.
    """
    try:
        path = Path(text.strip()).expanduser()
        with contextlib.suppress(FileNotFoundError, PermissionError, NotADirectoryError):
            path.lstat()
    except (RuntimeError, OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or error
        raise FalseMatchError(
            f"expected a path, found {text[:200]!r} ({words}). Write the whole path."
        ) from error
    return path


def _project() -> Path:
    """Return the checkout, or the package's own folder where it is installed."""
    return _PACKAGE if (_PACKAGE / "bundle").is_dir() else _PACKAGE.parent
