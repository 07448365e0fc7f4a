"""MEDS-II (NIST Special Database 32), from NIST."""

from __future__ import annotations

from pathlib import Path

from simulator.datasets.archives import unpack
from simulator.datasets.download import DownloadLimits, download
from simulator.datasets.fetch.shared import Fetched, all_bytes, refusals
from simulator.storage.progress import Progress

MEDS = "http://nigos.nist.gov:8080/nist/sd/32/NIST_SD32_MEDS-II_face.zip"
MEDS_MD5 = "md5:284e7dfadb7d37e447396b31e98e7ff0"
MEDS_NOTE = (
    "MEDS-II holds booking photographs of real people who have died; nobody asked them. An arrest "
    "is not a conviction. Ages under 18 are dropped when it is added. Look at numbers, not at "
    "faces, and show no photo of it to a class."
)


def fetch_meds(
    folder: Path,
    *,
    url: str = MEDS,
    checksum: str = MEDS_MD5,
    limits: DownloadLimits | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch MEDS-II's photos from NIST: one archive with a published MD5 sum.

    Args:
        folder: where to put and unpack the archive.
        url: another address of the archive.
        checksum: of that archive, as pooch writes it.
        limits: how often and how long to try.
        progress: called with (bytes done, total).

    Raises:
        DownloadError: the archive could not be fetched, or is not the published one.
        FalseMatchError: the archive is broken.
    """
    archive = folder / "NIST_SD32_MEDS-II_face.zip"
    by_hand = (
        "NIST may ask for registration: get NIST_SD32_MEDS-II_face.zip from nist.gov (Special "
        f"Database 32), place it at {archive}, and run this command again."
    )
    download(
        url,
        archive,
        checksum=checksum,
        limits=limits,
        by_hand=by_hand,
        progress=all_bytes(progress),
        named="" if url == MEDS else url,
    )
    count, refused = unpack(archive, folder)
    note = f"add it with `falsematch datasets add meds-ii --layout meds-ii --photos {folder}`"
    return Fetched(folder, count, notes=(note, *refusals(refused)))
