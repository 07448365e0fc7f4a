"""Write the teacher's pack: one printable HTML page per document, or the Markdown."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import FalseMatchError
from simulator.i18n.language import _, marked, speaking
from simulator.storage.whole_folder import check_nothing_is_lost, write_folder
from simulator.teaching.documents import APP, DOCUMENTS, HERE, app_address, documents
from simulator.teaching.printable import file_name, page

if TYPE_CHECKING:
    from simulator.teaching.figures import PackContent

NOTE = marked(
    "falsematch {version}. Numbers “measured here” were computed by this version when the page was "
    "made. You may copy and change it (MIT license)."
)
MADE_BY = (
    "\n\n*Made by `falsematch lesson-pack --markdown`; the text is in simulator/teaching, and its "
    "numbers are computed.*\n"
)


def write_pack(
    out: Path,
    *,
    language: str = "en",
    app: str = APP,
    markdown: bool = False,
    replace: bool = False,
    content: PackContent | None = None,
    folder: Path = HERE,
) -> list[str]:
    """Write the pack into a folder, whole or not at all.

    Args:
        out: a new or empty folder, or the folder of an earlier pack.
        language: the documents' language.
        app: the app's address, for the links.
        markdown: write Markdown instead of HTML.
        replace: write over pages of an earlier pack that differ, which somebody may have edited.
        content: the figures and pictures; calculated by default.
        folder: where the languages' template folders are.

    Returns:
        The names of the files, in the order of the documents.

    Raises:
        TeachingError: a template or a figure is missing.
        FalseMatchError: the folder holds other files or changed pages, or cannot be written.
    """
    check_nothing_is_lost(out, _names(markdown=markdown))
    app_address(app)
    if content is None:
        # Search, and load the libraries for it, only after the folder and the address are checked.
        from simulator.teaching.figures import pack_content

        content = pack_content()
    pages = documents(content.figures, language, app, folder)
    if markdown:
        files = {f"{d.name}.md": (d.text.rstrip() + MADE_BY).encode() for d in pages}
    else:
        version = importlib.metadata.version("falsematch")
        notes = {}
        for code in {d.language or language for d in pages}:
            with speaking(code):
                notes[code] = _(NOTE).format(version=version)
        files = {
            file_name(d.name): page(
                d, pages, notes[d.language or language], content.pictures, language
            ).encode()
            for d in pages
        }
    if not replace:
        _refuse_changed(out, files)
    write_folder(out, files)
    return list(files)


def _refuse_changed(out: Path, files: Mapping[str, bytes]) -> None:
    """Raise where a page in the folder is not the one that would be written: it may be edited."""
    changed = [n for n, new in files.items() if (out / n).is_file() and _read(out / n) != new]
    if changed:
        raise FalseMatchError(
            f"expected a new or empty folder, or an unchanged pack, found {changed[0]!r} in {out}, "
            "which is not what would be written: somebody may have edited it, or another version "
            "wrote it. Choose another folder, or add --replace."
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FalseMatchError(
            f"could not read {path}: {error.strerror or error}. Choose another folder."
        ) from error


def _names(*, markdown: bool) -> list[str]:
    return [f"{name}.md" if markdown else file_name(name) for name in DOCUMENTS]
