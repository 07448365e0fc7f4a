"""The gallery of a search: which photos take part, and the tally groups they are counted in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import TIMES, Group, overlapping
from simulator.errors import ExperimentError, nearest_name
from simulator.search.gallery_size import are_shares, counts_of_shares

GALLERY_GROUP_LIMIT = 64
SMALLEST_GALLERY = 2
"""The fewest photos in a gallery: with one photo, a search is a single comparison."""


def draw(
    gallery: Dataset,
    *,
    size: int | None = None,
    mix: Mapping[str, float] | str | None = None,
    one_photo_per_person: bool = False,
    seed: int = 0,
) -> NDArray[np.intp]:
    """Draw the rows of the gallery's encodings that take part in a search.

    Args:
        gallery: the data set to draw from.
        size: how many photos; all by default.
        mix: how many photos from each gallery group instead, e.g. ``{"F": 2000, "M": 2000}``; or
            shares that add up to 1, or the name of a mix (:mod:`.named_mixes`), of ``size`` photos
            or of as many as there are.
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
    if mix is not None and not isinstance(mix, str):
        groups = _groups_of(mix, gallery)
        if are_shares(mix):
            there = {name: int(group.members.sum()) for name, group in groups.items()}
            mix, size = counts_of_shares(mix, there, size), None
        if size is not None:
            raise ExperimentError(
                "expected either a gallery size or a mix of counts, found both. The counts add up "
                "to the size: leave it out, or write shares, such as F=50%,M=50%."
            )
        return _draw_mix(groups, {name: int(count) for name, count in mix.items()}, seed)
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


def _groups_of(mix: Iterable[str], gallery: Dataset) -> dict[str, Group]:
    """Return the gallery's groups that a mix names."""
    known = gallery.mix_groups
    groups: dict[str, Group] = {}
    for name in mix:
        parts = [known.get(part) for part in ([name] if name in known else name.split(TIMES))]
        both = [part for part in parts if part is not None]
        if len(both) < len(parts):
            raise ExperimentError(
                f"expected gallery groups among {', '.join(sorted(filter(None, known))) or 'none'}"
                f", found {name!r} in the mix. "
                f"{nearest_name(name, filter(None, known), 'Write --mix GROUP=N,GROUP=N.')}"
            )
        members = np.all([part.members for part in both], axis=0)
        groups[name] = Group(name, name, members)
    return groups


def _draw_mix(groups: dict[str, Group], mix: dict[str, int], seed: int) -> NDArray[np.intp]:
    random = np.random.default_rng(seed)
    drawn: list[NDArray[np.intp]] = []
    for name, count in mix.items():
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
