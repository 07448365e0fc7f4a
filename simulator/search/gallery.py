"""The gallery of a search: which photos take part, and the tally groups they are counted in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import TIMES, overlapping
from simulator.errors import ExperimentError

GALLERY_GROUP_LIMIT = 64
SMALLEST_GALLERY = 2
"""The fewest photos in a gallery: with one photo, a search is a single comparison."""


def draw(
    gallery: Dataset,
    *,
    size: int | None = None,
    mix: Mapping[str, int] | str | None = None,
    one_photo_per_person: bool = False,
    seed: int = 0,
) -> NDArray[np.intp]:
    """Draw the rows of the gallery's encodings that take part in a search.

    Args:
        gallery: the data set to draw from.
        size: how many photos; all by default.
        mix: how many photos from each gallery group instead, e.g. ``{"F": 2000, "M": 2000}``; or
            the name of a mix (:mod:`.named_mixes`), of ``size`` photos or of as many as there are.
        one_photo_per_person: keep one photo of each person, drawn at random.
        seed: seed of the draw.

    Returns:
        (n,) the rows, in ascending order.

    Raises:
        ExperimentError: the gallery has too few photos, or size and mix do not fit together.
    """
    everyone = np.arange(len(gallery.encodings))
    if one_photo_per_person:
        if mix is not None:
            raise ExperimentError(
                "expected either a mix or one photo per person, found both. Leave one out."
            )
        everyone = _one_each(gallery, seed)
    if isinstance(mix, str):
        # Imported here, for that module counts photos by size of gallery, as this one draws them.
        from simulator.search.named_mixes import AS_IS, counts_of, mix_name

        mix, size = (
            (None, size) if mix_name(mix) == AS_IS else (counts_of(mix, gallery, size), None)
        )
    if mix is not None:
        if size is not None:
            raise ExperimentError(
                "expected either a gallery size or a mix, found both. The mix's counts add up to "
                "the size; leave the size out."
            )
        return _draw_mix(gallery, dict(mix), seed)
    if size is None:
        if len(everyone) < SMALLEST_GALLERY:
            raise ExperimentError(
                f"expected at least {SMALLEST_GALLERY} encoded photos in the gallery, found "
                f"{len(everyone)} in {gallery.name!r}. Encode some photos first: "
                "`falsematch encode`."
            )
        return everyone
    if not SMALLEST_GALLERY <= size <= len(everyone):
        raise ExperimentError(
            f"expected a gallery size from {SMALLEST_GALLERY} to {len(everyone)} (the photos of "
            f"{gallery.name}), found {size}. Choose one in that range."
        )
    return np.sort(np.random.default_rng(seed).permutation(everyone)[:size])


def _one_each(gallery: Dataset, seed: int) -> NDArray[np.intp]:
    """Draw one photo of each person at random."""
    keys = gallery.encodings.keys.tolist()
    return one_photo_of_each(gallery.identities.loc[keys].to_numpy(dtype=str), seed)


def one_photo_of_each(who: NDArray[np.str_], seed: int) -> NDArray[np.intp]:
    """Draw one row of each person at random; return the rows in ascending order.

    Args:
        who: (n,) whom each row shows.
        seed: seed of the draw.
    """
    shuffled = np.random.default_rng(seed).permutation(len(who))
    return np.sort(shuffled[np.unique(who[shuffled], return_index=True)[1]])


def _draw_mix(gallery: Dataset, mix: dict[str, int], seed: int) -> NDArray[np.intp]:
    groups = gallery.mix_groups
    random = np.random.default_rng(seed)
    drawn: list[NDArray[np.intp]] = []
    for name, count in mix.items():
        if name not in groups:
            known = ", ".join(sorted(filter(None, groups))) or "none"
            raise ExperimentError(
                f"expected gallery groups among {known}, found {name!r} in the mix. Write --mix "
                "GROUP=N,GROUP=N."
            )
        rows = np.flatnonzero(groups[name].members)
        if not 0 <= count <= len(rows):
            raise ExperimentError(
                f"expected from 0 to {len(rows)} photos of {name!r}, found {count} in the mix. "
                "Choose fewer."
            )
        drawn.append(random.permutation(rows)[:count])
    everyone = np.concatenate(drawn) if drawn else np.empty(0, np.intp)
    if len(everyone) < SMALLEST_GALLERY or overlapping([groups[name] for name in mix]):
        raise ExperimentError(
            "expected a mix of groups that do not overlap, with at least "
            f"{SMALLEST_GALLERY} photos in all, found {mix}. Change the counts."
        )
    return np.sort(everyone)


def tally_groups_of(gallery: Dataset, keys: NDArray[np.str_]) -> tuple[NDArray[np.intp], list[str]]:
    """Return the tally group of each gallery photo, and the groups' names.

    A photo's group is its values under the card's tally columns, joined by '*'.

    Args:
        gallery: the data set whose card names the tally columns.
        keys: (n,) of the photos.

    Returns:
        (n,) numbers of groups from 0, and the names in the order of the numbers.

    Raises:
        ExperimentError: there are too many groups.
    """
    labels = gallery.labels(keys.tolist())
    columns = [column for column in gallery.card.tally_columns if column in labels.columns]
    if not columns:
        return np.zeros(len(keys), np.intp), [""]
    joined = joined_labels(labels, columns)
    names, groups = np.unique(joined, return_inverse=True)
    if len(names) > GALLERY_GROUP_LIMIT:
        raise ExperimentError(
            f"expected at most {GALLERY_GROUP_LIMIT} gallery groups, found {len(names)} in "
            f"{gallery.name!r}. List fewer tally_columns in its card."
        )
    return groups.astype(np.intp), names.tolist()


def joined_labels(labels: pd.DataFrame, columns: list[str]) -> NDArray[np.str_]:
    """Return (n,) the values of several columns joined by '*': each photo's tally group."""
    values = [labels[column].astype(str).tolist() for column in columns]
    return np.array([TIMES.join(row) for row in zip(*values, strict=True)], dtype=np.str_)
