"""Getting a public data set's photos onto this machine; nothing is ever sent anywhere."""

from __future__ import annotations

import functools
import json
import time
from dataclasses import dataclass
from pathlib import Path

from simulator.datasets.archives import unpack, unpack_tar
from simulator.datasets.dataset import load_dataset
from simulator.datasets.download import DownloadError, Manners, NotThere, download
from simulator.errors import FalseMatchError
from simulator.faces.photos import decode_photo
from simulator.storage.progress import DownloadProgress, Progress

NAMES = ("congress-115", "lfw", "london", "meds-ii")
FIGSHARE = "https://api.figshare.com/v2/articles/5047666/versions/5"
LONDON_FILES = ("neutral_front.zip", "smiling_front.zip", "london_faces_info.csv")
MEDS = "http://nigos.nist.gov:8080/nist/sd/32/NIST_SD32_MEDS-II_face.zip"
MEDS_MD5 = "md5:284e7dfadb7d37e447396b31e98e7ff0"
MEDS_NOTE = (
    "MEDS-II holds booking photographs of real people who have died; nobody asked them. An arrest "
    "is no conviction. Ages under 18 are dropped when it is added. Look at numbers, not at faces, "
    "and show no photo of it to a class."
)
IN_BYTES = ("lfw", "london", "meds-ii")
"""Fetched as a few large files: their progress is told in bytes, the others' in photos."""
LFW_PHOTOS = 13_233
PAUSE = 0.25
"""Seconds between two portraits: a public server of volunteers."""


@dataclass(frozen=True)
class Fetched:
    """What is on disk now.

    Attributes:
        folder: where the photos lie, for ``--photos``.
        there: files that are there, fetched now or before.
        missing: what the server does not have.
        notes: what else to know, in words.
    """

    folder: Path
    there: int
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def fetch(
    name: str,
    folder: Path | None,
    *,
    accept_content: bool = False,
    manners: Manners | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch a data set's photos; what is there already is not fetched again.

    Args:
        name: one of ``NAMES``.
        folder: where to; for LFW scikit-learn's data home, by default its own.
        accept_content: that the note about MEDS-II was read.
        manners: how to ask servers.
        progress: called with (files or bytes done, in all).

    Raises:
        FalseMatchError: there is no fetching of that name, or its content was not accepted.
        DownloadError: a file could not be fetched; the message says how to place it by hand.
    """
    if name not in NAMES:
        raise FalseMatchError(
            f"expected a data set among {', '.join(NAMES)}, found {name!r}. UTKFace and FairFace "
            "come by hand from their authors; then `falsematch datasets add NAME --layout …`."
        )
    if name == "lfw":
        return fetch_lfw(folder, manners=manners, progress=progress)
    assert folder is not None
    if name == "meds-ii":
        if not accept_content:
            raise FalseMatchError(f"{MEDS_NOTE} If you still want it: --accept-content.")
        return fetch_meds(folder, manners=manners, progress=progress)
    if name == "london":
        return fetch_london(folder, manners=manners, progress=progress)
    return fetch_portraits(name, folder, manners=manners, progress=progress)


def fetch_portraits(
    name: str,
    folder: Path,
    *,
    url: str | None = None,
    pause: float = PAUSE,
    manners: Manners | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Every member's portrait from the address on the data set's card, one at a time.

    There are no published checksums; each file must be a whole picture of a portrait's size.
    """
    dataset = load_dataset(name)
    pattern = url or dataset.card.photo_url
    if pattern is None:
        raise FalseMatchError(f"expected an address on the card of {name!r}, found none.")
    keys = dataset.manifest["key"].tolist()
    missing: list[str] = []
    asked = 0.0
    for done, (key, photo) in enumerate(zip(keys, dataset.manifest["photo"], strict=True), start=1):
        target = folder / photo
        if not target.is_file():
            time.sleep(max(0.0, asked + pause - time.monotonic()))
            asked = time.monotonic()
            source = pattern.replace("{key}", key)
            by_hand = f"By hand: save it as {target}."
            look = functools.partial(_portrait, name=key)
            try:
                download(source, target, check=look, manners=manners, by_hand=by_hand)
            except NotThere:
                missing.append(key)
        if progress is not None:
            progress(done, len(keys))
    note = (
        "photos that differ from those of the bundled encodings are another build of the data set; "
        f"build it with `falsematch datasets build {name} --photos {folder}`"
    )
    return Fetched(folder, len(keys) - len(missing), tuple(missing), (note,))


def _portrait(content: bytes, name: str) -> None:
    height, width = decode_photo(content, f"the portrait of {name}").shape[:2]
    if min(height, width) < 100:
        raise FalseMatchError(
            f"{width}×{height} pixels are no portrait; at least 100 to a side were expected."
        )


def fetch_london(
    folder: Path,
    *,
    url: str = FIGSHARE,
    manners: Manners | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """The London set from figshare, whose own list of files gives addresses and MD5 sums."""
    by_hand = (
        f"By hand: download {', '.join(LONDON_FILES)} from figshare 5047666, unpack them in "
        f"{folder}, and call the table london_info.csv."
    )
    listing = folder / ".figshare.json"
    listing.unlink(missing_ok=True)
    download(url, listing, check=_figshare_files, manners=manners, by_hand=by_hand)
    files = _figshare_files(listing.read_bytes())
    listing.unlink()
    refused: list[str] = []
    count = finished = 0
    every = sum(file.size for file in files.values())
    for name in LONDON_FILES:
        file = files[name]
        target = folder / ("london_info.csv" if name.endswith(".csv") else name)
        download(
            file.url,
            target,
            checksum=f"md5:{file.md5}",
            manners=manners,
            by_hand=by_hand,
            progress=_part_of(progress, finished, every),
        )
        if name.endswith(".zip"):
            written, bad = unpack(target, folder)
            count += written
            refused += bad
        finished += file.size
        if progress is not None:
            progress(finished, every)
    return Fetched(folder, count, notes=_refusals(refused))


def _whole(progress: Progress | None) -> DownloadProgress | None:
    """What a download tells of its bytes; None where nobody asks."""
    if progress is None:
        return None
    return lambda done, total: progress(done, total or done)


def _part_of(progress: Progress | None, finished: int, every: int) -> DownloadProgress | None:
    """What one of several files tells, as a part of them all; None where nobody asks."""
    if progress is None:
        return None
    return lambda done, _total: progress(finished + done, max(every, finished + done))


@dataclass(frozen=True)
class _File:
    """Where figshare keeps a file, its MD5 sum and its bytes (0 where it does not say)."""

    url: str
    md5: str
    size: int


def _figshare_files(content: bytes) -> dict[str, _File]:
    """File name → file, from figshare's description of an article."""
    try:
        files = {
            str(file["name"]): _File(
                str(file["download_url"]), str(file["computed_md5"]), int(file.get("size", 0))
            )
            for file in json.loads(content)["files"]
            if file["name"] in LONDON_FILES
        }
    except (ValueError, KeyError, TypeError) as error:
        raise FalseMatchError(f"it is not figshare's list of files ({error}).") from error
    missing = [name for name in LONDON_FILES if name not in files]
    if missing:
        raise FalseMatchError(f"figshare's list of files has no {missing[0]}.")
    return files


def fetch_meds(
    folder: Path,
    *,
    url: str = MEDS,
    checksum: str = MEDS_MD5,
    manners: Manners | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """MEDS-II's faces from NIST, one archive with a published MD5 sum."""
    archive = folder / "NIST_SD32_MEDS-II_face.zip"
    by_hand = (
        "NIST may ask for registration: get NIST_SD32_MEDS-II_face.zip from nist.gov (Special "
        f"Database 32), place it at {archive} and run this again."
    )
    download(
        url,
        archive,
        checksum=checksum,
        manners=manners,
        by_hand=by_hand,
        progress=_whole(progress),
    )
    count, refused = unpack(archive, folder)
    note = f"add it with `falsematch datasets add meds-ii --layout meds-ii --photos {folder}`"
    return Fetched(folder, count, notes=(note, *_refusals(refused)))


def _refusals(refused: list[str]) -> tuple[str, ...]:
    kinds = [name for name in refused if not name.endswith((".tem", ".pdf", ".docx", "/"))]
    if not kinds:
        return ()
    return (f"{len(kinds)} members of the archive were refused, e.g. {kinds[0]!r}",)


def fetch_lfw(
    folder: Path | None = None,
    *,
    url: str | None = None,
    checksum: str | None = None,
    manners: Manners | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """LFW through scikit-learn's loader and in its cache: an existing one is used as it is.

    The large archive is fetched and unpacked here, from the address and with the checksum that
    scikit-learn states, so that it can be resumed, shows how far it is, and a run that is killed
    while unpacking leaves no folder that scikit-learn would take for the whole.

    Args:
        folder: scikit-learn's data home; its own default, ``~/scikit_learn_data``, if None.
        url: another place than scikit-learn's.
        checksum: of what lies there.
        manners: how to ask.
        progress: called with (bytes done, in all).

    Raises:
        DownloadError: it is not there and could not be fetched.
    """
    from sklearn.datasets import fetch_lfw_pairs, get_data_home
    from sklearn.datasets._lfw import FUNNELED_ARCHIVE

    home = Path(get_data_home(str(folder) if folder else None))
    photos = home / "lfw_home" / "lfw_funneled"
    by_hand = (
        "By hand: place lfw-funneled.tgz, pairs.txt, pairsDevTrain.txt and pairsDevTest.txt in "
        f"{home / 'lfw_home'} and run this again."
    )
    refused: list[str] = []
    if not photos.is_dir():
        archive = home / "lfw_home" / FUNNELED_ARCHIVE.filename
        download(
            url or FUNNELED_ARCHIVE.url,
            archive,
            checksum=checksum or f"sha256:{FUNNELED_ARCHIVE.checksum}",
            manners=manners,
            by_hand=by_hand,
            progress=_whole(progress),
        )
        refused = unpack_tar(archive, photos.name, photos)
        archive.unlink()
    try:
        fetch_lfw_pairs(subset="test", data_home=str(home))
    except (OSError, ValueError) as error:
        raise DownloadError(
            f"expected LFW through scikit-learn, found: {error}. Check the network or set "
            f"HTTPS_PROXY. {by_hand}"
        ) from error
    there = sum(1 for _ in photos.glob("*/*.jpg"))
    notes = [
        "these are the funneled photos; the bundled encodings are of the deep-funneled ones, "
        "another alignment. Building from these is another build of the data set"
    ]
    if there != LFW_PHOTOS:
        notes.append(
            f"{LFW_PHOTOS:,} photos were expected: if an earlier program was stopped while it "
            f"unpacked them, delete {photos} and run this again"
        )
    return Fetched(photos, there, notes=(*notes, *_refusals(refused)))
