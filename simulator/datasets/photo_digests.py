"""The SHA-256 of the photos behind a data set's encodings, and photos taken for others by name."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.datasets.dataset import CARD, DATASET_NAME, load_dataset
from simulator.errors import DatasetNotFound, PhotoError
from simulator.faces.encode import PhotoFile
from simulator.i18n.plurals import plural
from simulator.storage.files import sha256_of_file
from simulator.storage.paths import bundled


def known_digests(name: str) -> dict[str, str]:
    """Return the SHA-256 of each encoded picture's file in hex, by key; paintings are among them.

    A data set that was built here hides the bundled one, but the bundled one's photos are asked
    for: those here may be any.

    Args:
        name: a data set's name, or its folder.

    Returns:
        Empty for a data set without encodings.

    Raises:
        DatasetNotFound: no data set has that name.
        EncodingFileError: the encodings are lost or do not match their checksum.
    """
    shipped = bundled("datasets") / name
    there = DATASET_NAME.fullmatch(name) is not None and (shipped / CARD).is_file()
    dataset = load_dataset(str(shipped) if there else name)
    if not dataset.has_encodings:
        return {}
    encodings = dataset.all_encodings
    digests = (bytes(row).hex() for row in encodings.digests)
    return dict(zip(encodings.keys.tolist(), digests, strict=True))


def refuse_other_portraits(name: str, photos: Iterable[PhotoFile]) -> None:
    """Raise if photos are those of the data set with the same people's other portraits.

    Both data sets name their files by the person, so a folder of one fits the other. Bytes tell
    them apart; a photo that both data sets share is in order.

    Args:
        name: the data set that the photos were found for.
        photos: the photos found.

    Raises:
        PhotoError: at least one is the other data set's photo of that person, and not this one's.
    """
    other = load_dataset(name).card.other_portraits
    if other is None:
        return
    try:
        theirs = known_digests(other)
    except DatasetNotFound:
        return
    mine = known_digests(name)
    found = {photo.key: photo.path for photo in photos if photo.key in theirs}
    digests = {key: sha256_of_file(path) for key, path in found.items()}
    wrong = [k for k, digest in digests.items() if digest == theirs[k] and digest != mine.get(k)]
    if wrong:
        raise PhotoError(
            f"expected the photos of {name!r}, found {plural(len(wrong), 'photo')} of {other!r}, "
            f"whose files have the same names, e.g. {found[wrong[0]]}. Give the folder of the "
            f"right photos; `falsematch datasets fetch {name}` fetches them where it can."
        )
