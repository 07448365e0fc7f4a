"""Labeled Faces in the Wild, into scikit-learn's cache."""

from __future__ import annotations

from pathlib import Path

from simulator.datasets.archives import unpack_tar
from simulator.datasets.download import DownloadError, DownloadLimits, download
from simulator.datasets.fetch.shared import Fetched, all_bytes, refusals
from simulator.datasets.network_errors import network_words
from simulator.storage.lock import locked
from simulator.storage.progress import Progress

LFW_PHOTOS = 13_233


def fetch_lfw(
    folder: Path | None = None,
    *,
    url: str | None = None,
    checksum: str | None = None,
    limits: DownloadLimits | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch LFW into scikit-learn's cache; photos that are already there are used as they are.

    The large archive is fetched and unpacked here, from the address and with the checksum that
    scikit-learn gives: so the download can be resumed and shows its progress, and a run that is
    killed while unpacking leaves no folder that scikit-learn would take for the complete set.

    Args:
        folder: scikit-learn's data home; None for its default, ``~/scikit_learn_data``.
        url: another address of the archive.
        checksum: of that archive, as pooch writes it.
        limits: how often and how long to try.
        progress: called with (bytes done, total).

    Raises:
        DownloadError: the photos are not there and could not be fetched.
    """
    from sklearn.datasets import fetch_lfw_pairs, get_data_home
    from sklearn.datasets._lfw import FUNNELED_ARCHIVE, TARGETS

    home = Path(get_data_home(str(folder) if folder else None))
    photos = home / "lfw_home" / "lfw_funneled"
    by_hand = (
        "By hand: place lfw-funneled.tgz, pairs.txt, pairsDevTrain.txt and pairsDevTest.txt in "
        f"{home / 'lfw_home'} and run this command again."
    )
    refused: list[str] = []
    with locked(photos):
        if not photos.is_dir():
            archive = home / "lfw_home" / FUNNELED_ARCHIVE.filename
            download(
                url or FUNNELED_ARCHIVE.url,
                archive,
                checksum=checksum or f"sha256:{FUNNELED_ARCHIVE.checksum}",
                limits=limits,
                by_hand=by_hand,
                progress=all_bytes(progress),
                named=url or "",
            )
            refused = unpack_tar(archive, photos.name, photos)
            archive.unlink()
        for pairs in TARGETS:  # scikit-learn would fetch them past the list of allowed addresses
            download(
                pairs.url,
                home / "lfw_home" / pairs.filename,
                checksum=f"sha256:{pairs.checksum}",
                limits=limits,
                by_hand=by_hand,
            )
    try:
        fetch_lfw_pairs(subset="test", data_home=str(home), download_if_missing=False)
    except (OSError, ValueError) as error:
        raise DownloadError(
            f"expected scikit-learn to load LFW, found: {network_words(error)}. {by_hand}"
        ) from error
    photos_here = sum(1 for _ in photos.glob("*/*.jpg"))
    notes = [
        "these are the funneled photos; the bundled encodings come from the deep-funneled ones, "
        "which are aligned differently. Building from these makes another build of the data set"
    ]
    if photos_here != LFW_PHOTOS:
        notes.append(
            f"{LFW_PHOTOS:,} photos were expected, {photos_here:,} found: if an earlier run was "
            f"stopped while unpacking, delete {photos} and run this command again"
        )
    return Fetched(photos, photos_here, notes=(*notes, *refusals(refused)))
