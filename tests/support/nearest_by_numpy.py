"""Distances to the nearest stranger from the vectors alone, without the package's search."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd

from simulator.datasets.dataset import load_dataset


@functools.cache
def nearest_by_numpy(name: str) -> dict[str, float]:
    """Return member → distance to the nearest stranger in LFW, from the vectors alone."""
    lfw, members = load_dataset("lfw"), load_dataset(name)
    gallery = lfw.encodings.vectors.astype(np.float64)
    whose = lfw.identities.loc[lfw.encodings.keys.tolist()].to_numpy()
    vectors = members.encodings.vectors.astype(np.float64)
    squares = (vectors**2).sum(axis=1)[:, None] + (gallery**2).sum(axis=1)
    distances = np.sqrt(squares - 2 * vectors @ gallery.T)
    keys = members.encodings.keys.tolist()
    mine = members.identities.loc[keys].to_numpy()
    nearest = np.where(mine[:, None] == whose, np.inf, distances).min(axis=1)
    return dict(zip(keys, nearest.tolist(), strict=True))


@functools.cache
def nearest_legislator(kin: bool) -> np.ndarray:
    """Return (p,) each member's distance to the nearest legislator, from the vectors alone.

    Args:
        kin: with relatives; without them, the member's own are passed over.
    """
    members, gallery = load_dataset("congress-115"), load_dataset("legislators")
    mine, theirs = (d.encodings.vectors.astype(np.float64) for d in (members, gallery))
    squares = (mine**2).sum(axis=1)[:, None] + (theirs**2).sum(axis=1)
    distances = np.sqrt(squares - 2 * mine @ theirs.T)
    if not kin:
        row = {key: i for i, key in enumerate(members.encodings.keys.tolist())}
        column = {key: j for j, key in enumerate(gallery.encodings.keys.tolist())}
        listed = pd.read_csv(gallery.folder / "kin.csv")
        for member, relative in zip(listed["member"], listed["bioguide_id"], strict=True):
            if member in row and relative in column:
                distances[row[member], column[relative]] = np.inf
    return distances.min(axis=1)
