"""Write a site whole or not at all, into a new folder or over an earlier, unchanged site."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from simulator.errors import FalseMatchError
from simulator.i18n.language import speaking
from simulator.site.cards import card_pages
from simulator.site.first import first_pages
from simulator.site.offline import installable, offline_files
from simulator.site.parts import PAGES, Look, Page, write_page
from simulator.site.scorm import PACKAGE, package

MARKER = "falsematch-site.json"
"""Lists every file of a site with its SHA-256: what is not in it was put there by somebody."""
Scorm = Literal["no", "tasks", "answers"]
MAKERS: tuple[Callable[[], list[Page]], ...] = (first_pages, card_pages)
"""Each makes some of the pages of a site, in the current language."""


def write_site(
    out: Path,
    languages: Sequence[str] = ("en",),
    *,
    offline_app: bool = False,
    scorm: Scorm = "no",
) -> dict[str, int]:
    """Write the site.

    Args:
        out: a new or empty folder, or one that this function wrote and nobody changed.
        languages: codes; the first one is at the site's root, the others in folders of their own.
        offline_app: add what makes a hosted copy installable, so that it runs in flight mode.
        scorm: add a package of the lessons for a learning platform in each language, which tells
            it the tasks that are done, or the answers too.

    Returns:
        File → its size in bytes.

    Raises:
        FalseMatchError: the folder holds anything else or cannot be written; a data set is missing.
    """
    refuse_what_is_not_ours(out)
    codes = list(dict.fromkeys(languages))
    look = Look(codes, list(PAGES))
    if offline_app:
        look = installable(look)
    files: dict[str, bytes] = {}
    packages: dict[str, bytes] = {}
    for code in codes:
        below = "" if code == codes[0] else f"{code}/"
        with speaking(code):
            for page in (page for make in MAKERS for page in make()):
                files[f"{below}{page.name}.html"] = write_page(page, look)
                if scorm != "no" and page.name == "lessons":
                    packages[f"{below}{PACKAGE}"] = package(page, answers=scorm == "answers")
    if offline_app:
        with speaking(codes[0]):
            files |= offline_files(files)
    files |= packages
    files[MARKER] = marker_of(files)
    write_tree(out, files)
    return {name: len(content) for name, content in files.items()}


def marker_of(files: Mapping[str, bytes]) -> bytes:
    """Return the list of a site's files."""
    content = {
        "made_by": f"falsematch site {importlib.metadata.version('falsematch')}",
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def refuse_what_is_not_ours(out: Path) -> None:
    """Refuse a folder that holds anything but an unchanged site.

    Raises:
        FalseMatchError: it does, or it is no folder.
    """
    try:
        if not out.exists() and not out.is_symlink():
            return
        if out.is_symlink() or not out.is_dir():
            raise FalseMatchError(
                f"expected a folder for the site, found {out}, which is something else. Choose "
                "another name."
            )
        inside = sorted(path for path in out.rglob("*") if path.is_symlink() or not path.is_dir())
        if not inside:
            return
        known = _files_of(out / MARKER)
        for path in inside:
            name = path.relative_to(out).as_posix()
            if name == MARKER:
                continue
            if path.is_symlink() or name not in known:
                raise FalseMatchError(
                    f"expected a new or empty folder, or an unchanged site, found {name!r} in "
                    f"{out}, which would be lost. Choose another folder."
                )
            if hashlib.sha256(path.read_bytes()).hexdigest() != known[name]:
                raise FalseMatchError(
                    f"expected a new or empty folder, or an unchanged site, found {name!r} in "
                    f"{out}, which somebody has changed. Choose another folder."
                )
    except OSError as error:
        raise FalseMatchError(
            f"could not look into {out}: {error.strerror or error}. Choose another folder."
        ) from error


def _files_of(marker: Path) -> dict[str, str]:
    """Return the files that a site's marker lists; none where there is no marker that is one."""
    if marker.is_symlink() or not marker.is_file():
        return {}
    try:
        files = json.loads(marker.read_bytes())["files"]
        return {str(name): str(digest) for name, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_tree(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files, some of them in folders below, so that all of them appear at once or none.

    Raises:
        FalseMatchError: the folder cannot be written.
    """
    # A path such as "." has no name of its own to move a finished folder to.
    target = out.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            finished, before = stage / "new", stage / "before"
            for name, content in files.items():
                path = finished / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            if target.exists():
                target.rename(before)
            try:
                finished.rename(target)
            except OSError:
                if before.exists():
                    before.rename(target)
                raise
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise FalseMatchError(
            f"could not write {out}: {error.strerror or error}. Check that the folder is writable "
            "and the disk has room; nothing was changed."
        ) from error
