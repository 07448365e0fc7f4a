"""The Face Research Lab London Set, from figshare."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from simulator.datasets.archives import unpack
from simulator.datasets.download import DownloadLimits, download
from simulator.datasets.fetch.shared import Fetched, bytes_of_part, refusals
from simulator.errors import FalseMatchError
from simulator.storage.progress import Progress

FIGSHARE = "https://api.figshare.com/v2/articles/5047666/versions/5"
LONDON_FILES = ("neutral_front.zip", "smiling_front.zip", "london_faces_info.csv")


def fetch_london(
    folder: Path,
    *,
    url: str = FIGSHARE,
    limits: DownloadLimits | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch the London set; figshare's own list of files gives the addresses and MD5 sums.

    Args:
        folder: where to put and unpack the files.
        url: another address of the list.
        limits: how often and how long to try.
        progress: called with (bytes done, total).

    Raises:
        DownloadError: a file could not be fetched, or is not the one that the list describes.
        FalseMatchError: an archive is broken.
    """
    by_hand = (
        f"By hand: download {', '.join(LONDON_FILES)} from figshare 5047666, unpack them in "
        f"{folder}, and name the table london_info.csv."
    )
    listing = folder / ".figshare.json"
    listing.unlink(missing_ok=True)
    named = "" if url == FIGSHARE else url
    download(url, listing, check=_figshare_files, limits=limits, by_hand=by_hand, named=named)
    files = _figshare_files(listing.read_bytes())
    listing.unlink()
    refused: list[str] = []
    count = finished = 0
    total = sum(file.size for file in files.values())
    for name in LONDON_FILES:
        file = files[name]
        target = folder / ("london_info.csv" if name.endswith(".csv") else name)
        download(
            file.url,
            target,
            checksum=f"md5:{file.md5}",
            limits=limits,
            by_hand=by_hand,
            progress=bytes_of_part(progress, finished, total),
            named=named,
        )
        if name.endswith(".zip"):
            written, bad = unpack(target, folder)
            count += written
            refused += bad
        finished += file.size
        if progress is not None:
            progress(finished, total)
    return Fetched(folder, count, notes=refusals(refused))


@dataclass(frozen=True)
class _File:
    """A file on figshare: its address, its MD5 sum and its size in bytes (0 if unknown)."""

    url: str
    md5: str
    size: int


def _figshare_files(content: bytes) -> dict[str, _File]:
    """Read file name → file from figshare's description of an article."""
    try:
        files = {
            str(file["name"]): _File(
                str(file["download_url"]), str(file["computed_md5"]), int(file.get("size", 0))
            )
            for file in json.loads(content)["files"]
            if file["name"] in LONDON_FILES
        }
    except (ValueError, KeyError, TypeError) as error:
        raise FalseMatchError(
            f"expected figshare's list of files, found something else ({error})."
        ) from error
    missing = [name for name in LONDON_FILES if name not in files]
    if missing:
        raise FalseMatchError(
            f"expected {missing[0]} in figshare's list of files, found no such file."
        )
    return files
