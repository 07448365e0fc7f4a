"""Code that the fetchers of all data sets share: their result, progress, refused members."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator.i18n.plurals import plural
from simulator.storage.progress import DownloadProgress, Progress


@dataclass(frozen=True)
class Fetched:
    """The files that are on disk after fetching.

    Attributes:
        folder: where the photos are, for ``--photos``.
        files: how many files are there, fetched now or before.
        missing: keys of the photos that the server does not have.
        notes: what else to know, in words.
        differing: keys of the photos that are not those behind the encodings, byte for byte.
    """

    folder: Path
    files: int
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


def all_bytes(progress: Progress | None) -> DownloadProgress | None:
    """Return what a single download reports its bytes to; None where nobody listens."""
    if progress is None:
        return None
    return lambda done, total: progress(done, total or done)


def bytes_of_part(progress: Progress | None, finished: int, every: int) -> DownloadProgress | None:
    """Return what one of several downloads reports to, counted toward them all; None as above."""
    if progress is None:
        return None
    return lambda done, _total: progress(finished + done, max(every, finished + done))


def refusals(refused: list[str]) -> tuple[str, ...]:
    """Return a note on the members of an archive that were refused; () where it needs none."""
    unexpected = [name for name in refused if not name.endswith((".tem", ".pdf", ".docx", "/"))]
    if not unexpected:
        return ()
    was = "was" if len(unexpected) == 1 else "were"
    members = plural(len(unexpected), "member")
    return (f"{members} of the archive {was} refused, e.g. {unexpected[0]!r}",)
