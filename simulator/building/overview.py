"""Facts that a person should know about an installed data set, for a page or a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import split_by

SHOWN_GROUPS = 12


@dataclass(frozen=True)
class LabelOverview:
    """A label column: who assigned it and how, and how many people have each value."""

    column: str
    author: str
    how: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Overview:
    """A data set in numbers.

    Attributes:
        photos, people: listed in the manifest.
        encoded, failed: photos that were enrolled, and photos that could not be; 0 where the data
            set has no encodings.
        on_disk: photos found in the photo folder.
        labels: the label columns.
    """

    photos: int
    people: int
    encoded: int
    failed: int
    on_disk: int
    labels: tuple[LabelOverview, ...]


def overview(dataset: Dataset, photos: Path | None) -> Overview:
    """Count the photos, people, and labels of an installed data set.

    Args:
        dataset: the data set.
        photos: the folder of its photos, or None.
    """
    manifest = dataset.manifest
    first = manifest.drop_duplicates("subject_id")
    labels = dataset.labels(first["key"].tolist())
    shown = []
    for column, label in dataset.card.labels.items():
        if column not in labels.columns:
            continue
        groups = split_by(labels, column, dataset.card)
        counts = tuple((g.label, int(g.members.sum())) for g in groups[:SHOWN_GROUPS])
        shown.append(LabelOverview(column, label.author, " ".join(label.how.split()), counts))
    encoded = dataset.has_encodings
    return Overview(
        photos=len(manifest),
        people=len(first),
        encoded=len(dataset.encodings) if encoded else 0,
        failed=len(dataset.encodings.failures) if encoded else 0,
        on_disk=_on_disk(dataset, photos),
        labels=tuple(shown),
    )


def _on_disk(dataset: Dataset, photos: Path | None) -> int:
    from simulator.datasets.photo_folder import photo_files

    if photos is None or not photos.is_dir():
        return 0
    return len(photo_files(dataset, photos))
