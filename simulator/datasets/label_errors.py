"""The list of photos that do not show the person they are listed under: ``label_errors.csv``.

It lies beside the manifest. Each row names the evidence, which is something in the picture or the
names: a small distance between two photos is no evidence, or the list would delete false matches.
"""

from __future__ import annotations

import numpy as np

from simulator.datasets.dataset import Dataset
from simulator.datasets.listed_rows import listed_rows
from simulator.datasets.same_photo import SAME_PHOTO, same_photo_pairs
from simulator.errors import ManifestError

LABEL_ERRORS = "label_errors.csv"
OTHER_FACE = "other_face"
"""The matcher's box is not around the face in the middle of the photo, whose name is listed."""
OTHER_PERSON = "other_person"
"""The photo shows somebody else than the person listed."""
ONE_PERSON = "one_person"
"""Two people are listed, and the photos show one."""
KINDS = (OTHER_FACE, OTHER_PERSON, ONE_PERSON)

_COLUMNS = ("key", "kind", "shows", "evidence")


def label_errors(dataset: Dataset) -> dict[str, str]:
    """Return the photos that do not show whom they are listed under, each with its kind of error.

    Args:
        dataset: any installed data set.

    Returns:
        Key → one of :data:`KINDS`, in the list's order; empty where the data set has no list.

    Raises:
        ManifestError: the list is not a CSV with the columns ``key``, ``kind``, ``shows`` and
            ``evidence``, or a row names an unknown photo or kind, has no evidence, or comes twice.
    """
    path = dataset.folder / LABEL_ERRORS
    if not path.is_file():
        return {}
    keys = set(dataset.manifest["key"])
    found: dict[str, str] = {}
    for row in listed_rows(path, _COLUMNS):
        key, kind = row["key"], row["kind"]
        if key not in keys or key in found:
            raise ManifestError(
                f"expected photos of {dataset.name!r} in {path}, each once, found {key!r}, which "
                f"{'comes twice' if key in found else 'is not in its manifest'}. Delete that row."
            )
        if kind not in KINDS or not row["evidence"]:
            raise ManifestError(
                f"expected a kind ({', '.join(KINDS)}) and evidence for {key!r} in {path}, found "
                f"{kind!r} and {row['evidence']!r}. Correct that row."
            )
        found[key] = kind
    return found


def wrongly_labeled(dataset: Dataset) -> set[str]:
    """Return the keys of all photos whose name is wrong, or may be.

    These are the photos of :data:`LABEL_ERRORS`, and both photos of each picture that
    ``same_photo.csv`` lists under two people: one of the two names is wrong.
    """
    who = dataset.identities
    under_two_names = {
        key
        for pair in same_photo_pairs(dataset.folder)
        if all(one in who.index for one in pair) and who[pair[0]] != who[pair[1]]
        for key in pair
    }
    return under_two_names | set(label_errors(dataset))


def rightly_labeled(dataset: Dataset) -> Dataset:
    """Return the data set without the photos whose name is wrong, or may be."""
    wrong = wrongly_labeled(dataset)
    if not wrong:
        return dataset
    encodings = dataset.encodings
    right = np.array([key not in wrong for key in encodings.keys.tolist()], dtype=bool)
    return dataset.with_encodings(encodings.take(np.flatnonzero(right)))


def left_out_note(dataset: Dataset) -> str:
    """Return a sentence for a file's provenance on the photos that were left out."""
    listed = len(label_errors(dataset))
    both = len(wrongly_labeled(dataset)) - listed
    return f"{both} photos listed under two names ({SAME_PHOTO}), {listed} in {LABEL_ERRORS}"
